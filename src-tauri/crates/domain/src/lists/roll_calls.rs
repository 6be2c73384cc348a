//! How long it took to find everybody: a line for each visit of each roll call, with times from the log and nothing that names anybody.

use super::table::{self, Column};
use crate::{event::RollCallCause, fold::State, time::VenueZone, zone::path};

const COLUMNS: [Column; 8] = [
    column("roll_call"),
    column("begun"),
    column("cause"),
    column("zone"),
    column("came"),
    column("people"),
    column("found"),
    column("seconds"),
];

const fn column(name: &'static str) -> Column {
    Column {
        name,
        is_needed: true,
        longest: 80,
    }
}

/// All roll calls of the days that are kept. Whoever was never ticked has no time; how many lines it is stands beside the text.
pub fn export(state: &State, zone: &VenueZone) -> (String, usize) {
    let mut rows = Vec::new();
    for (id, roll_call) in state.roll_calls() {
        let Some(begun) = roll_call.begun() else { continue };
        for (visit_id, visit) in state.inside_at(begun.at) {
            let found = roll_call.found_at(visit_id);
            let seconds = found.map(|found| found.ms_since(begun.at) / 1_000);
            rows.push(vec![
                id.to_string(),
                zone.rfc3339(begun.at),
                word(begun.cause).to_owned(),
                visit
                    .zone()
                    .map(|zone| path(state.zones(), zone))
                    .unwrap_or_default(),
                visit.came().map(|came| zone.rfc3339(came)).unwrap_or_default(),
                visit.people().to_string(),
                found.map(|found| zone.rfc3339(found)).unwrap_or_default(),
                seconds.map(|seconds| seconds.to_string()).unwrap_or_default(),
            ]);
        }
    }
    let lines = rows.len();
    (table::write(&COLUMNS, rows), lines)
}

fn word(cause: RollCallCause) -> &'static str {
    match cause {
        RollCallCause::Drill => "drill",
        RollCallCause::Emergency => "emergency",
        RollCallCause::PowerLost => "power-lost",
    }
}
