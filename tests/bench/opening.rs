//! How long a kiosk that is switched on needs for its past: every event is read, opened and folded.

use std::path::Path;

use einlass_domain::event::{Actor, Fact, Way};
use einlass_ledger::Draft;
use einlass_testkit::{START, make_venue, open_venue};
use rand_core::OsRng;

use crate::{
    machine,
    measure::{Contestant, Row, in_turns},
    venue::check_in_draft,
};

const DAYS: i64 = 20;
const VISITS_A_DAY: usize = 500;
const DAY_MS: i64 = 86_400_000;
const HOUR_MS: i64 = 3_600_000;
const WARM_UP: usize = 2;
const ROUNDS: usize = 20;

pub(crate) fn measure() -> Vec<Row> {
    let folder = machine::fresh_folder();
    let path = folder.path().join("data");
    fill(&path);
    let visits = u64::try_from(DAYS).expect("days are not negative") * VISITS_A_DAY as u64;
    let what =
        format!("opening a folder of {visits} visits that began and ended on {DAYS} days, in the file cache");
    let contestant = Contestant::new(what, || {
        let ledger = open_venue(&path).expect("the folder opens");
        assert_eq!(
            ledger.event_count(),
            1 + 2 * visits,
            "the venue, and two events a visit"
        );
        ledger
    });
    in_turns(WARM_UP, ROUNDS, vec![contestant])
}

fn fill(path: &Path) {
    let (mut ledger, _) = make_venue(path).expect("a venue can be made");
    for day in 0..DAYS {
        let came = START.plus_ms(day * DAY_MS);
        let drafts = (0..VISITS_A_DAY)
            .map(|_| check_in_draft(&mut ledger, came))
            .collect();
        let visits = ledger.append(drafts, came, &mut OsRng);
        let ends = visits
            .expect("the ledger takes visits")
            .into_iter()
            .map(|visit| Draft {
                actor: Actor::Visitor,
                fact: Fact::CheckedOut {
                    visit,
                    way: Way::Scanned.into(),
                },
                record: None,
            });
        let ended = ledger.append(ends.collect(), came.plus_ms(HOUR_MS), &mut OsRng);
        ended.expect("the ledger takes the ends of visits");
    }
    ledger.tidy().expect("the log can be cut");
}
