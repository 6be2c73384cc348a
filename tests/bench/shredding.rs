//! What the end of one day costs: its key is destroyed, its rows are overwritten, the log is cut.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use einlass_testkit::{START, open_venue};
use rand_core::OsRng;
use serde::{Deserialize, Serialize};

use crate::{
    child, machine,
    past::{DAY_MS, DAYS, Past, data_in},
};

/// Argument of the process that shreds.
pub(crate) const CHILD: &str = "shred-a-day";
/// The log is cut at the end of it, so somebody has to look before. Cutting is preceded by a sync, which takes longer.
const LOOK_EVERY: Duration = Duration::from_micros(200);

/// One day of a past, destroyed.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Shredded {
    pub(crate) took_ms: f64,
    /// What the write-ahead log has grown to.
    pub(crate) log_bytes: u64,
    /// All that was written: log, database, key ring.
    pub(crate) written_bytes: u64,
}

impl Shredded {
    /// Destroys the first day of a copy; the past itself stays as it is.
    pub(crate) fn of(past: &Past) -> Self {
        let copy = machine::fresh_folder();
        copy_folder(&data_in(past.folder()), &data_in(copy.path()));
        child::play(CHILD, copy.path(), past.size.visits_a_day)
    }

    /// In the child.
    pub(crate) fn measure(folder: &Path, visits_a_day: usize) -> Self {
        let data = data_in(folder);
        let mut ledger = open_venue(&data).expect("the folder opens");
        // The first day is kept for thirty more, and not for the one after.
        let now = START.plus_ms((DAYS as i64 + 1) * DAY_MS);
        let log = data.join("ledger.db-wal");
        let is_done = AtomicBool::new(false);
        let written_before = machine::written_bytes();
        thread::scope(|scope| {
            let watcher = scope.spawn(|| greatest_size(&log, &is_done));
            let start = Instant::now();
            let destroyed = ledger.shred(now, &mut OsRng);
            let took = start.elapsed();
            let written_bytes = machine::written_bytes() - written_before;
            is_done.store(true, Ordering::Release);
            let visits: Vec<_> = destroyed
                .expect("the day can be destroyed")
                .iter()
                .map(|gone| gone.visits as usize)
                .collect();
            assert_eq!(visits, [visits_a_day], "one day, and all of it");
            Self {
                took_ms: took.as_secs_f64() * 1_000.0,
                log_bytes: watcher.join().expect("looking at a file does not fail"),
                written_bytes,
            }
        })
    }
}

fn greatest_size(log: &Path, is_done: &AtomicBool) -> u64 {
    let mut greatest = 0;
    while !is_done.load(Ordering::Acquire) {
        greatest = greatest.max(fs::metadata(log).map_or(0, |file| file.len()));
        thread::sleep(LOOK_EVERY);
    }
    greatest
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made in one's own");
    for entry in fs::read_dir(from).expect("the past can be read") {
        let entry = entry.expect("the past can be read");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("the disk has room for a copy");
        }
    }
}
