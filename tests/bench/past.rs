//! A venue with thirty days behind it: how it is made, and what can be told of it in figures.

use std::path::{Path, PathBuf};
use std::time::Instant;

use einlass_domain::{pin_id::PinId, time::Timestamp};
use einlass_kiosk::Verdict;
use einlass_ledger::Ledger;
use einlass_testkit::{START, contact, make_venue};
use rand_core::OsRng;
use tempfile::TempDir;

use crate::{
    machine,
    opening::{Opened, Restarted},
    shredding::Shredded,
    venue::{check_in_draft, check_out_draft, entrance_at},
};

pub(crate) const DAYS: usize = 30;
pub(crate) const DAY_MS: i64 = 86_400_000;
/// Whoever comes comes on every sixth day.
pub(crate) const VISITS_OF_ONE: usize = 5;
/// Visitors who are inside when it is measured, all registered.
const INSIDE: usize = 300;
const HOUR_MS: i64 = 3_600_000;
/// Visits a transaction, while the past is made.
const BATCH: usize = 1_000;

/// How much past, and how often each figure of it is taken.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) visits_a_day: usize,
    pub(crate) runs: usize,
}

/// 60,000 visits: 2,000 a day.
pub(crate) const MONTH: Size = Size {
    visits_a_day: 2_000,
    runs: 7,
};
/// 1,000,020 visits.
pub(crate) const MILLION: Size = Size {
    visits_a_day: 33_334,
    runs: 3,
};

/// What was measured of one size.
pub(crate) struct Figures {
    pub(crate) size: Size,
    made_in_s: f64,
    pub(crate) bytes_a_visit: f64,
    pub(crate) opened: Vec<Opened>,
    pub(crate) restarted: Vec<Restarted>,
    pub(crate) shredded: Vec<Shredded>,
}

impl Size {
    pub(crate) fn visits(self) -> usize {
        DAYS * self.visits_a_day
    }

    /// Runs that cost a copy of the folder each.
    fn dear_runs(self) -> usize {
        self.runs.div_ceil(2)
    }

    /// Makes such a past and measures it.
    pub(crate) fn measure(self) -> Figures {
        let start = Instant::now();
        let past = Past::make(self);
        let made_in_s = start.elapsed().as_secs_f64();
        Figures {
            size: self,
            made_in_s,
            bytes_a_visit: past.bytes_a_visit,
            opened: (0..self.runs).map(|_| Opened::of(&past)).collect(),
            restarted: (0..self.runs).map(|_| Restarted::of(&past)).collect(),
            shredded: (0..self.dear_runs()).map(|_| Shredded::of(&past)).collect(),
        }
    }
}

impl Figures {
    /// How it was made.
    pub(crate) fn note(&self) -> String {
        let (visits, made_in_s) = (self.size.visits(), self.made_in_s);
        format!("The past of {visits} visits was made in {made_in_s:.0} s, {BATCH} visits a transaction.")
    }
}

/// The past on the disk. Nobody has it open.
pub(crate) struct Past {
    pub(crate) size: Size,
    pub(crate) bytes_a_visit: f64,
    folder: TempDir,
}

/// The evening of the last day.
pub(crate) fn evening() -> Timestamp {
    START.plus_ms((DAYS as i64 - 1) * DAY_MS + 2 * HOUR_MS)
}

impl Past {
    fn make(size: Size) -> Self {
        let folder = machine::fresh_folder();
        let data = data_in(folder.path());
        let (mut ledger, _) = make_venue(&data).expect("a venue can be made");
        ledger.tidy().expect("the log can be cut");
        let empty = bytes_of_database(&data);
        fill(&mut ledger, size);
        let bytes = bytes_of_database(&data) - empty;
        let_the_last_in(ledger, size);
        Self {
            size,
            bytes_a_visit: bytes as f64 / size.visits() as f64,
            folder,
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// The data folder of a past in `folder`.
pub(crate) fn data_in(folder: &Path) -> PathBuf {
    folder.join("data")
}

/// The number of a regular visitor; such that it can be said again in another process.
pub(crate) fn pin_of(person: usize) -> PinId {
    // Neither 2 nor 5 divides the factor, so no two persons get the same eleven digits.
    let digits = person as u64 * 7_654_321 % 100_000_000_000;
    let mut whole = (0..10).filter_map(|check| PinId::from_number(digits * 10 + check).ok());
    whole.next().expect("one of ten check digits fits")
}

/// How many regular visitors there are.
pub(crate) fn persons(size: Size) -> usize {
    size.visits() / VISITS_OF_ONE
}

fn fill(ledger: &mut Ledger, size: Size) {
    let mut guests = (0..persons(size)).cycle();
    for day in 0..DAYS {
        let came = START.plus_ms(day as i64 * DAY_MS);
        let gone_by = if day == 0 { 0 } else { DAY_MS };
        ledger.tick(came, gone_by, false).expect("the clock can be noted");
        let mut left = size.visits_a_day;
        while left > 0 {
            let batch = left.min(BATCH);
            left -= batch;
            let drafts = guests.by_ref().take(batch);
            let drafts = drafts
                .map(|person| check_in_draft(ledger, pin_of(person), came))
                .collect();
            let visits = ledger.append(drafts, came, &mut OsRng);
            let visits = visits.expect("the ledger takes visits");
            let ends = visits.into_iter().map(check_out_draft).collect();
            let ended = ledger.append(ends, came.plus_ms(HOUR_MS), &mut OsRng);
            ended.expect("the ledger takes the ends of visits");
        }
    }
    ledger.tidy().expect("the log can be cut");
}

/// The last day's visitors who are still inside in the evening; their numbers are `pin_of` no regular one.
fn let_the_last_in(mut ledger: Ledger, size: Size) {
    let folder = ledger
        .folder()
        .parent()
        .expect("the data lie in a folder of the bench")
        .to_owned();
    let evening = evening();
    ledger
        .tick(evening, 2 * HOUR_MS, false)
        .expect("the clock can be noted");
    assert_eq!(
        ledger.event_count(),
        1 + 2 * size.visits() as u64,
        "the venue, and two events a visit"
    );
    let mut entrance = entrance_at(ledger, evening);
    let mut numbers = Vec::with_capacity(INSIDE);
    for number in 0..INSIDE {
        let pass = entrance.register(contact(&format!("Number {number}")), None);
        let pass = pass.expect("a visitor can be registered");
        let verdict = entrance.show_code(pass.code.as_bytes());
        assert!(
            matches!(verdict, Ok(Verdict::Welcome { .. })),
            "a first visit: {verdict:?}"
        );
        numbers.push(pass.pin_id.digits());
    }
    std::fs::write(inside_in(&folder), numbers.join("\n")).expect("the numbers can be noted");
    // As every night: a canary is laid and the copy is made, so that no later start has to.
    let errors = entrance.keep_house();
    assert!(errors.is_empty(), "the house is in order: {errors:?}");
    entrance.tidy().expect("the log can be cut");
    entrance.into_ledger().close().expect("the ledger closes");
}

/// Where the numbers of those stand who are inside.
pub(crate) fn inside_in(folder: &Path) -> PathBuf {
    folder.join("inside")
}

fn bytes_of_database(data: &Path) -> u64 {
    let database = std::fs::metadata(data.join("ledger.db"));
    database.expect("a venue has a database").len()
}
