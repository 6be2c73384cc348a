//! How often one check-in asks the disk to hold on to what it was given, counted by strace in a process of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::{machine, venue::Door};

/// Argument that makes this program the one that is watched.
pub(crate) const CHILD: &str = "check-in-under-strace";
/// Printed before the first check-in and after each.
const MARK: &str = "a check-in is done";
const CHECK_INS: usize = 100;

/// The child: checks visitors in, one after the other, and says so after each.
pub(crate) fn check_in_under_strace() {
    let mut door = Door::with_visitors(CHECK_INS + 1);
    for _ in 0..=CHECK_INS {
        // The first one makes the key of the day and is not counted.
        let code = door.next_code();
        door.let_in(code.as_bytes());
        println!("{MARK}");
    }
}

/// The sentence about it; says why where it could not be counted.
pub(crate) fn count() -> String {
    let folder = machine::fresh_folder();
    let trace = folder.path().join("trace");
    match watch(&trace) {
        Ok(()) => sentence(&fs::read_to_string(&trace).expect("strace has written its trace")),
        Err(why) => format!("Syncs of a check-in were not counted: {why}."),
    }
}

fn watch(trace: &Path) -> Result<(), String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let status = Command::new("strace")
        .args([
            "-f",
            "-qq",
            "-e",
            "trace=fdatasync,fsync,sync_file_range,syncfs,sync,msync,write",
            "-o",
        ])
        .arg(trace)
        .arg(program)
        .arg(CHILD)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("strace ended with {status}")),
        Err(error) => Err(format!("strace does not run ({error})")),
    }
}

fn sentence(trace: &str) -> String {
    let mark = format!("write(1, \"{}", &MARK[..8]);
    // What comes before the first mark is the making of the venue, what comes after the last is the closing.
    let mut between: Vec<&str> = trace.split(&mark).skip(1).collect();
    between.pop();
    assert_eq!(between.len(), CHECK_INS, "every check-in has left its mark");
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for calls in between {
        *kinds.entry(syncs_in(calls)).or_default() += 1;
    }
    let counts: Vec<String> = kinds
        .iter()
        .map(|(syncs, times)| format!("{syncs} in {times} of {CHECK_INS}"))
        .collect();
    format!(
        "Syncs of one check-in by code, counted by strace: {}.",
        counts.join("; ")
    )
}

/// Of lines such as `1234  fdatasync(5) = 0`. A call that strace had to interrupt counts where it began.
fn syncs_in(calls: &str) -> String {
    let names = ["fdatasync", "fsync", "sync_file_range", "syncfs", "sync", "msync"];
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for line in calls.lines() {
        let call = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        let name = call.split('(').next().unwrap_or_default();
        if let Some(name) = names.iter().find(|known| **known == name) {
            *counts.entry(name).or_default() += 1;
        }
    }
    let counted: Vec<String> = counts
        .iter()
        .map(|(name, times)| format!("{times} {name}"))
        .collect();
    if counted.is_empty() {
        "none".to_owned()
    } else {
        counted.join(" and ")
    }
}
