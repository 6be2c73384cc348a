//! Where it runs: the folder of the measured data, and the line that says what the numbers were measured on.

use std::path::Path;
use std::{fs, thread};

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
