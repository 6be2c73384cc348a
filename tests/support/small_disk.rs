use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustix::fs::statvfs;
use rustix::process::geteuid;
use tempfile::TempDir;

use crate::{Around, ProcessGroup};

/// A disk of the test's own, small enough to be filled: a tmpfs that only the programs see that run [`SmallDisk::around`].
///
/// It is mounted in a namespace (mount_namespaces(7)) that lives as long as a shell in it, so nothing stays mounted, whatever
/// happens to the test.
#[derive(Debug)]
pub struct SmallDisk {
    keeper: ProcessGroup,
    place: TempDir,
}

impl SmallDisk {
    /// Mounts it; or says why this machine does not let us. It takes memory only where it is written to.
    pub fn mount(megabytes: u64) -> Result<SmallDisk, String> {
        let place = TempDir::new().expect("a temporary folder can be made");
        let mut unshare = Command::new("unshare");
        if !geteuid().is_root() {
            unshare.arg("--map-root-user");
        }
        let script = "while read -r line; do eval \"$line\" && echo done || echo failed; done";
        unshare.args(["--mount", "sh", "-c", script]);
        let keeper = ProcessGroup::start(
            unshare
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped()),
        );
        let mut disk = SmallDisk { keeper, place };
        let mount = format!(
            "mount -t tmpfs -o size={megabytes}m none '{}'",
            disk.place.path().display()
        );
        disk.tell(&mount).map(|()| disk)
    }

    /// What programs have to be run with to see the disk at [`SmallDisk::place`].
    pub fn around(&mut self) -> Around {
        let keeper = self.keeper.leader().id().to_string();
        let mut before: Vec<OsString> = vec!["nsenter".into(), "--target".into(), keeper.into()];
        if !geteuid().is_root() {
            before.extend(["--user".into(), "--preserve-credentials".into()]);
        }
        before.push("--mount".into());
        Around::behind(before)
    }

    /// Where such programs see it.
    pub fn place(&self) -> &Path {
        self.place.path()
    }

    /// Where the test itself sees it: proc(5), `/proc/pid/root`.
    pub fn from_outside(&mut self) -> PathBuf {
        let root = PathBuf::from(format!("/proc/{}/root", self.keeper.leader().id()));
        let below = self
            .place
            .path()
            .strip_prefix("/")
            .expect("temporary folders are named from the root");
        root.join(below)
    }

    /// Writes until nothing more goes in; says how many bytes did.
    pub fn fill(&mut self) -> u64 {
        self.fill_up_to(u64::MAX)
    }

    /// Writes until only so much room is left; says how many bytes went in.
    pub fn fill_but(&mut self, megabytes_left: u64) -> u64 {
        let disk = statvfs(self.from_outside()).expect("the disk is ours");
        let free = disk.f_bavail * disk.f_frsize;
        self.fill_up_to(free.saturating_sub(megabytes_left * 1_000_000))
    }

    fn fill_up_to(&mut self, bytes: u64) -> u64 {
        let mut file = File::create(self.filling()).expect("the disk is ours");
        let mut filled = 0;
        for block in [1 << 20, 4096, 1] {
            while filled + block <= bytes {
                match file.write(&vec![0xA5; block as usize]) {
                    Ok(written) => filled += written as u64,
                    Err(error) if error.kind() == ErrorKind::StorageFull => break,
                    Err(error) => panic!("the disk does not fill up: {error}"),
                }
            }
        }
        filled
    }

    /// Gives the room back.
    pub fn free(&mut self) {
        fs::remove_file(self.filling()).expect("the disk was filled before");
    }

    /// As a disk becomes on which the system has found an error. Nobody may have a file open for writing.
    pub fn set_read_only(&mut self, is_read_only: bool) {
        let mode = if is_read_only { "ro" } else { "rw" };
        let remount = format!("mount -o remount,bind,{mode} '{}'", self.place.path().display());
        self.tell(&remount).expect("whoever may mount may mount again");
    }

    fn filling(&mut self) -> PathBuf {
        self.from_outside().join("filling")
    }

    /// Has the shell do something; what it says when it cannot.
    fn tell(&mut self, line: &str) -> Result<(), String> {
        let keeper = self.keeper.leader();
        let order = keeper.stdin.as_mut().expect("stdin was asked for as a pipe");
        // A shell that has no namespace has ended already; its last words say why.
        let _ = writeln!(order, "{line}");
        let mut answer = String::new();
        let answers = keeper.stdout.as_mut().expect("stdout was asked for as a pipe");
        BufReader::new(answers)
            .read_line(&mut answer)
            .expect("a shell's answers are text");
        if answer == "done\n" {
            return Ok(());
        }
        let mut why = String::new();
        let complaint = keeper.stderr.as_mut().expect("stderr was asked for as a pipe");
        BufReader::new(complaint)
            .read_line(&mut why)
            .expect("a shell's complaints are text");
        Err(why.trim().to_owned())
    }
}
