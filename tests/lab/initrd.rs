//! What the machine is made of: the kernel's modules, a few programs with the libraries that they are linked to, and a venue.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use einlass_tests::binary;

use crate::Outcome;

/// The modules that are devices, with the drivers that find them; what they need comes with them.
const MODULES: [(&str, &str); 16] = [
    ("virtio_pci", ""),
    ("virtio_console", ""),
    ("vivid", NOT_YET),
    ("dummy_hcd", "num=5"),
    ("usb_f_printer", ""),
    ("usb_f_acm", ""),
    ("usb_f_hid", ""),
    ("gadgetfs", ""),
    ("usblp", ""),
    ("cdc-acm", ""),
    ("uvcvideo", ""),
    ("usbhid", ""),
    ("hid-generic", ""),
    ("evdev", ""),
    ("uhid", ""),
    ("hid-cp2112", ""),
];

/// Loaded when the camera is plugged in.
const NOT_YET: &str = "later";

/// Programs of this machine that work in the other one.
const PROGRAMS: [&str; 3] = ["v4l2-ctl", "socat", "chrt"];

/// Programs that are devices in the other one.
const DEVICES: [&str; 2] = ["lab-usb-camera", "lab-gpio-board"];

/// The scripts of that machine.
const GUEST: [(&str, &str); 3] = [
    ("init", include_str!("guest/init")),
    ("lab/obey", include_str!("guest/obey")),
    ("lab/devices", include_str!("guest/devices")),
];

/// Writes the archive that the kernel unpacks as its first file system.
pub(crate) fn build(kernel: &Path, venue: &Path, folder: &Path, archive: &Path) -> Outcome<()> {
    let root = folder.join("root");
    for part in ["bin", "lab", "lib/modules", "lib64"] {
        fs::create_dir_all(root.join(part)).map_err(|why| told(&root, why))?;
    }
    for (name, script) in GUEST {
        write(&root.join(name), script.as_bytes())?;
    }
    // The kernel starts it.
    fs::set_permissions(root.join("init"), fs::Permissions::from_mode(0o755))
        .map_err(|why| told(&root, why))?;
    copy_modules(kernel, &root)?;
    copy(&found("busybox")?, &root.join("bin/busybox"))?;
    for program in PROGRAMS {
        copy_program(&found(program)?, &root)?;
    }
    copy_program(&binary("einlass-ctl"), &root)?;
    for device in DEVICES {
        copy_program(&neighbour(device)?, &root)?;
    }
    run(Command::new("cp").arg("-a").arg(venue).arg(root.join("venue")))?;
    pack(&root, archive)
}

fn copy_modules(kernel: &Path, root: &Path) -> Outcome<()> {
    let version = only_entry(&kernel.join("lib/modules"))?;
    run(Command::new(found("depmod")?).arg("-b").arg(kernel).arg(&version))?;
    let mut list = String::new();
    let mut known = BTreeSet::new();
    for (module, parameters) in MODULES {
        let asked = run(Command::new(found("modprobe")?).arg("-d").arg(kernel).args([
            "-S",
            &version,
            "--show-depends",
            module,
        ]))?;
        for path in asked.lines().filter_map(|line| line.strip_prefix("insmod ")) {
            let path = Path::new(path.trim());
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if !known.insert(name.clone()) {
                continue;
            }
            copy(path, &root.join("lib/modules").join(&name))?;
            let is_asked = name.trim_end_matches(".ko").replace('_', "-") == module.replace('_', "-");
            match (is_asked, parameters) {
                (true, NOT_YET) => {}
                (true, parameters) => list.push_str(&format!("{name} {parameters}\n")),
                (false, _) => list.push_str(&format!("{name}\n")),
            }
        }
    }
    write(&root.join("lab/modules"), list.as_bytes())
}

/// A program with all that it is linked to.
fn copy_program(program: &Path, root: &Path) -> Outcome<()> {
    copy(
        program,
        &root.join("bin").join(program.file_name().unwrap_or_default()),
    )?;
    let linked = run(Command::new("ldd").arg(program))?;
    // `libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x…)`, and the loader alone.
    for library in linked.split_whitespace().filter(|word| word.starts_with('/')) {
        let place = root.join(library.trim_start_matches('/'));
        let folder = place.parent().unwrap_or(root);
        fs::create_dir_all(folder).map_err(|why| told(folder, why))?;
        copy(Path::new(library), &place)?;
    }
    Ok(())
}

fn pack(root: &Path, archive: &Path) -> Outcome<()> {
    let listed = run(Command::new("find").arg(".").current_dir(root))?;
    let out = File::create(archive).map_err(|why| told(archive, why))?;
    let mut cpio = Command::new(found("cpio")?)
        .args(["--create", "--format=newc", "--quiet", "--owner=0:0"])
        .current_dir(root)
        .stdin(Stdio::piped())
        .stdout(out)
        .spawn()
        .map_err(|why| format!("cpio: {why}"))?;
    let mut names = cpio.stdin.take().expect("stdin was asked for as a pipe");
    names
        .write_all(listed.as_bytes())
        .map_err(|why| format!("cpio: {why}"))?;
    drop(names);
    let status = cpio.wait().map_err(|why| format!("cpio: {why}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("cpio: {status}"))
    }
}

/// A program of this machine; those of the administrator are in no user's path.
pub(crate) fn found(program: &str) -> Outcome<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin", "/sbin"].map(PathBuf::from))
        .map(|folder| folder.join(program))
        .find(|path| path.is_file())
        .ok_or_else(|| format!("{program} is missing; ./dev lab installs it"))
}

/// A program that is built with this one.
fn neighbour(program: &str) -> Outcome<PathBuf> {
    let own = std::env::current_exe().map_err(|why| why.to_string())?;
    Ok(own.with_file_name(program))
}

pub(crate) fn only_entry(folder: &Path) -> Outcome<String> {
    let mut entries = fs::read_dir(folder).map_err(|why| told(folder, why))?;
    match (entries.next(), entries.next()) {
        (Some(Ok(entry)), None) => Ok(entry.file_name().to_string_lossy().into_owned()),
        _none_or_several => Err(format!("{} holds not one kernel", folder.display())),
    }
}

fn run(command: &mut Command) -> Outcome<String> {
    let name = command.get_program().display().to_string();
    let done = command.output().map_err(|why| format!("{name}: {why}"))?;
    if !done.status.success() {
        return Err(format!(
            "{name}: {}: {}",
            done.status,
            String::from_utf8_lossy(&done.stderr)
        ));
    }
    String::from_utf8(done.stdout).map_err(|why| format!("{name}: {why}"))
}

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    fs::copy(from, to).map(drop).map_err(|why| told(from, why))
}

fn write(file: &Path, bytes: &[u8]) -> Outcome<()> {
    fs::write(file, bytes).map_err(|why| told(file, why))
}

fn told(path: &Path, why: std::io::Error) -> String {
    format!("{}: {why}", path.display())
}
