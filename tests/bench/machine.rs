//! Where it runs: the folder of the measured data, and the line that says what the numbers were measured on.

use std::fs::{self, File};
use std::path::Path;
use std::thread;

use rustix::fs::{Advice, fadvise};
use tempfile::TempDir;

/// Beside the build, because the system's own temporary folder may lie in memory, where durability costs nothing.
const FOLDER: &str = env!("CARGO_TARGET_TMPDIR");

/// A folder of its own on the disk, gone with the value.
pub(crate) fn fresh_folder() -> TempDir {
    tempfile::Builder::new()
        .prefix("bench-")
        .tempdir_in(FOLDER)
        .expect("cargo has made its folder for temporary files")
}

/// Most memory that this process has had at once, in megabytes; the kernel's `VmHWM`.
pub(crate) fn peak_memory_mb() -> f64 {
    number_in("/proc/self/status", "VmHWM:") as f64 * 1_024.0 / 1_000_000.0
}

/// Bytes that this process has given the kernel to write.
pub(crate) fn written_bytes() -> u64 {
    number_in("/proc/self/io", "wchar:")
}

/// The first number behind `name` in one of the kernel's lists.
fn number_in(list: &str, name: &str) -> u64 {
    let text = fs::read_to_string(list).expect("Linux tells about a process");
    let number = text.lines().find_map(|line| {
        let rest = line.strip_prefix(name)?;
        rest.split_whitespace().next()?.parse().ok()
    });
    number.expect("Linux tells the number of every process")
}

/// Lets the kernel forget what it keeps of a file, as switching off does.
pub(crate) fn drop_from_cache(path: &Path) {
    let file = File::open(path).expect("the file is there");
    // What is not on the disk yet cannot be forgotten.
    let forgotten = file
        .sync_all()
        .and_then(|()| fadvise(&file, 0, None, Advice::DontNeed).map_err(Into::into));
    forgotten.expect("the kernel takes the advice");
}

/// Profile, cores, file system and load, with a warning where they make the numbers worthless.
pub(crate) fn describe() -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let kind = file_system();
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default();
    let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
    let mut line = format!(
        "Profile {profile}, {cores} cores, {} {}, data on {kind}, load {load} before the run.",
        std::env::consts::OS,
        std::env::consts::ARCH
    );
    if cfg!(debug_assertions) {
        line += " **Not optimised: nothing here is to be quoted.**";
    }
    if kind == "tmpfs" {
        line += " **The data lie in memory: the durable rows mean nothing.**";
    }
    line
}

/// Kind of the file system that holds the folder, as the kernel names it.
fn file_system() -> String {
    let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    let folder = fs::canonicalize(FOLDER).expect("cargo has made its folder for temporary files");
    let holding = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        let (at, kind) = (Path::new(words.next()?), words.next()?);
        folder.starts_with(at).then(|| (at.components().count(), kind))
    });
    // Of two mounts on the same place the later one is seen; max_by_key gives the last.
    let nearest = holding.max_by_key(|(depth, _)| *depth);
    nearest
        .map_or("an unknown file system", |(_, kind)| kind)
        .to_owned()
}
