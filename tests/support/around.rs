use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// systemd-timesyncd.service(8): where it says that a server has set the clock. Then the programs believe their clock.
const SYNCHRONISED: &str = "/run/systemd/timesync";

/// What stands between a program and its machine: another clock (libfaketime), a disk that fails (libfiu), another view of
/// the file system. Nothing, at first.
#[derive(Debug, Clone, Default)]
pub struct Around {
    before: Vec<OsString>,
    environment: Vec<(&'static str, OsString)>,
    has_clock: bool,
}

impl Around {
    /// A clock that shows `time`, such as `2027-03-01 10:00:00` in UTC, when the program starts, and goes on from there.
    pub fn clock(time: &str) -> Around {
        Around::clock_by("FAKETIME", format!("@{time}").into())
    }

    /// A clock that is set, while the program runs too, by what stands in `file`: `@` and a time, as in [`Around::clock`].
    pub fn clock_in(file: &Path) -> Around {
        let mut around = Around::clock_by("FAKETIME_TIMESTAMP_FILE", file.into());
        around.environment.push(("FAKETIME_NO_CACHE", "1".into()));
        around
    }

    /// No programs but those in `folder`.
    pub fn programs_in(folder: &Path) -> Around {
        Around {
            environment: vec![("PATH", folder.into())],
            ..Around::default()
        }
    }

    fn clock_by(name: &'static str, value: OsString) -> Around {
        let environment = [
            ("LD_PRELOAD", faketime().into()),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1".into()),
            ("NO_FAKE_STAT", "1".into()),
            ("TZ", "UTC".into()),
            (name, value),
        ];
        Around {
            before: without_time_server(),
            environment: environment.into(),
            has_clock: true,
        }
    }

    /// Calls of the system's library that fail, as libfiu has it: `enable_random name=posix/io/rw/pwrite,probability=0.1`.
    /// None: until [`Faults`] say so.
    pub fn faults(faults: Option<&str>, control: Option<&Faults>) -> Around {
        let mut before: Vec<OsString> = vec!["fiu-run".into(), "-x".into()];
        if let Some(faults) = faults {
            before.extend(["-c".into(), faults.into()]);
        }
        if let Some(control) = control {
            before.extend(["-f".into(), control.prefix.clone().into()]);
        }
        Around {
            before,
            ..Around::default()
        }
    }

    /// Programs that run behind another one, which takes them as its arguments.
    pub(crate) fn behind(before: Vec<OsString>) -> Around {
        Around {
            before,
            ..Around::default()
        }
    }

    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut words = self.before.clone();
        if !words.is_empty() && !self.environment.is_empty() {
            // Not for the programs before it: each would leave a clock of its own behind.
            let set = |(name, value): &(&str, OsString)| [OsStr::new(name), value].join(OsStr::new("="));
            words.push("env".into());
            words.extend(self.environment.iter().map(set));
        }
        words.push(program.into());
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]);
        if words.len() == 1 {
            command.envs(self.environment.iter().cloned());
        }
        command
    }

    /// Removes what a killed program has left outside of its folders.
    pub(crate) fn clear_away(&self, process: u32) {
        if self.has_clock {
            // libfaketime shares its clock with programs that the process might start, and tidies up when the process ends.
            for name in [
                format!("faketime_shm_{process}"),
                format!("sem.faketime_sem_{process}"),
            ] {
                let _ = fs::remove_file(Path::new("/dev/shm").join(name));
            }
        }
    }
}

/// The way to a program that runs with [`Around::faults`]: faults that come and go while it runs.
#[derive(Debug)]
pub struct Faults {
    prefix: PathBuf,
}

impl Faults {
    /// Pipes in `folder`, which has to outlive the program.
    pub fn by(folder: &Path) -> Faults {
        Faults {
            prefix: folder.join("faults"),
        }
    }

    /// From now on the call fails with the number of an error (errno.h), such as `posix/io/sync/fdatasync` with 5.
    pub fn begin(&self, process: u32, call: &str, error: u32) {
        self.tell(process, &format!("enable name={call},failinfo={error}"));
    }

    /// From now on the call works again.
    pub fn end(&self, process: u32, call: &str) {
        self.tell(process, &format!("disable name={call}"));
    }

    fn tell(&self, process: u32, what: &str) {
        let told = Command::new("fiu-ctrl")
            .arg("-f")
            .arg(&self.prefix)
            .args(["-c", what])
            .arg(process.to_string())
            .output()
            .expect("fiu-ctrl starts; it is in the package fiu-utils");
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    }
}

/// The library, wherever this machine's packages put it.
fn faketime() -> PathBuf {
    let folders = ["/usr/lib", "/usr/lib64", "/usr/local/lib"].map(Path::new);
    let below = folders.into_iter().flat_map(|folder| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries
            .map(|entry| entry.path().join("faketime"))
            .chain([folder.join("faketime")])
    });
    below
        .map(|folder| folder.join("libfaketime.so.1"))
        .find(|library| library.exists())
        .expect("libfaketime is there; it is in the package faketime")
}

/// What hides the word of a time server from a program, where there is one: a test's clock is not its.
fn without_time_server() -> Vec<OsString> {
    if !Path::new(SYNCHRONISED).exists() {
        return Vec::new();
    }
    let hidden = format!("mount -t tmpfs none {SYNCHRONISED} && exec \"$0\" \"$@\"");
    ["unshare", "--map-root-user", "--mount", "sh", "-c", &hidden]
        .map(OsString::from)
        .into()
}
