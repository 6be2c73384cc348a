//! How long a kiosk that is switched on needs for its past, and what it costs to look somebody up in it.
//!
//! Every run is a process of its own, so that its memory can be read off and nothing is left of the run before.

use std::path::{Path, PathBuf};
use std::time::Instant;

use einlass_domain::pin_id::PinId;
use einlass_kiosk::{NumberVerdict, Verdict};
use einlass_ledger::{DataFolder, Ledger};
use einlass_testkit::open_venue;
use rand_core::OsRng;
use rusqlite::{Connection, OpenFlags};
use serde::{Deserialize, Serialize};

use crate::{
    child, machine,
    past::{Past, VISITS_OF_ONE, data_in, evening, inside_in, persons, pin_of},
    venue::entrance_at,
};

/// Argument of the process that opens.
pub(crate) const OPEN: &str = "open-a-past";
/// Argument of the process that restarts.
pub(crate) const RESTART: &str = "restart-with-a-past";
/// How often everybody who is inside is looked up.
const LOOKUPS: usize = 20;

/// Opening with the file in the cache: what the program itself costs.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Opened {
    /// Reading the same columns and doing nothing with them.
    pub(crate) read_ms: f64,
    pub(crate) open_ms: f64,
    pub(crate) peak_mb: f64,
    /// Twelve digits that belong to somebody who is inside.
    pub(crate) number_us: f64,
    /// All kept visits of one number.
    pub(crate) visits_us: f64,
}

/// Opening as after switching on: nothing of the database is in the cache.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Restarted {
    pub(crate) open_ms: f64,
    pub(crate) house_ms: f64,
    pub(crate) peak_mb: f64,
}

impl Opened {
    pub(crate) fn of(past: &Past) -> Self {
        child::play(OPEN, past.folder(), persons(past.size))
    }

    /// In the child.
    pub(crate) fn measure(folder: &Path, persons: usize) -> Self {
        let data = data_in(folder);
        let database = data.join("ledger.db");
        let events = read_rows(&database);
        let (read_again, read_ms) = timed(|| read_rows(&database));
        assert_eq!(events, read_again, "nobody writes");

        let (ledger, open_ms) = timed(|| open_venue(&data).expect("the folder opens"));
        assert_eq!(
            ledger.event_count(),
            events,
            "every row is an event of this device"
        );
        let peak_mb = machine::peak_memory_mb();
        let visits_us = look_visits_up(&ledger, persons);
        let number_us = look_numbers_up(ledger, &inside_in(folder));
        Self {
            read_ms,
            open_ms,
            peak_mb,
            number_us,
            visits_us,
        }
    }
}

impl Restarted {
    pub(crate) fn of(past: &Past) -> Self {
        machine::drop_from_cache(&data_in(past.folder()).join("ledger.db"));
        child::play(RESTART, past.folder(), persons(past.size))
    }

    /// In the child.
    pub(crate) fn measure(folder: &Path) -> Self {
        let data = data_in(folder);
        let ((ledger, recovered), open_ms) = timed(|| {
            let folder = DataFolder::take(&data).expect("nobody else has the folder");
            Ledger::open_or_recover(folder, evening(), &mut OsRng).expect("the folder opens")
        });
        assert!(recovered.is_none(), "nothing was damaged");
        let mut entrance = entrance_at(ledger, evening());
        let (errors, house_ms) = timed(|| entrance.keep_house());
        assert!(errors.is_empty(), "the house is in order: {errors:?}");
        Self {
            open_ms,
            house_ms,
            peak_mb: machine::peak_memory_mb(),
        }
    }
}

/// Milliseconds that `work` took.
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed().as_secs_f64() * 1_000.0)
}

/// Steps through the rows as opening does, and opens none; how many there are.
fn read_rows(database: &Path) -> u64 {
    let db = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY);
    let db = db.expect("the database opens");
    let mut statement = db
        .prepare("SELECT id, day, lasting, head, body_hash, hash, signature, live FROM event ORDER BY id")
        .expect("these are the columns that opening reads");
    let mut rows = statement.query([]).expect("the rows can be read");
    let mut count = 0;
    while let Some(row) = rows.next().expect("the rows can be read") {
        std::hint::black_box(row.get_ref("head").expect("every event has a head"));
        count += 1;
    }
    count
}

/// Microseconds that it takes to find all kept visits of one number: its tag under every day's key, and what is known of it.
fn look_visits_up(ledger: &Ledger, persons: usize) -> f64 {
    let wanted: Vec<PinId> = (0..persons)
        .step_by((persons / 1_000).max(1))
        .map(pin_of)
        .collect();
    let start = Instant::now();
    for pin_id in &wanted {
        let days = ledger.keys().ring().days.iter();
        let found: usize = days
            .map(|(name, dated)| {
                let visitor = dated.key.derive_visitor_tag(*pin_id);
                ledger.state().visits_of(name.day, visitor).count()
            })
            .sum();
        assert_eq!(found, VISITS_OF_ONE, "everybody has come as often");
    }
    start.elapsed().as_secs_f64() * 1_000_000.0 / wanted.len() as f64
}

/// Microseconds that the keypad's question takes: is there a pass with this number, and is its holder inside? The answer is a
/// question back, so nothing is written.
fn look_numbers_up(ledger: Ledger, inside: &PathBuf) -> f64 {
    let inside = std::fs::read_to_string(inside).expect("the numbers were noted");
    let inside: Vec<&str> = inside.lines().collect();
    let events = ledger.event_count();
    let mut entrance = entrance_at(ledger, evening());
    let start = Instant::now();
    for digits in std::iter::repeat_n(&inside, LOOKUPS).flatten() {
        let verdict = entrance.type_number(digits);
        assert!(
            matches!(verdict, Ok(NumberVerdict::Known(Verdict::Ask { .. }))),
            "somebody inside is asked: {verdict:?}"
        );
    }
    let took_us = start.elapsed().as_secs_f64() * 1_000_000.0;
    assert_eq!(entrance.ledger().event_count(), events, "nothing was written");
    took_us / (LOOKUPS * inside.len()) as f64
}
