//! Forty days at the door, a start of the kiosk on each, with a change of the clocks among them: every day is kept for thirty
//! and is gone then, from the database and from its copy.

use std::path::Path;

use einlass_tests::{Album, Around, OnInside, Venue};
use rusqlite::Connection;
use serde_json::Value;

use crate::words;

const DAYS: usize = 40;
const KEPT: usize = 30;

#[test]
fn forty_days_leave_thirty() {
    let venue = Venue::open_with(None, Around::clock(&ten_o_clock(0)));
    // By turns: whoever came on one day is out by itself before the pass is shown again.
    let albums = venue.passes(3).into_iter().map(|pass| Album::of([pass.picture]));
    let albums: Vec<Album> = albums.collect();

    for day in 0..DAYS {
        let venue = venue.under(&Around::clock(&ten_o_clock(day)));
        let answers = venue.show(&albums[day % albums.len()], OnInside::Ask);
        assert_eq!(words(&answers), ["welcome"], "on {}", date(day));

        let status = venue.status();
        assert_eq!(status["destruction_overdue"], false, "on {}: {status}", date(day));
        assert_eq!(status["clock_doubtful"], false, "on {}: {status}", date(day));
        let gone = day
            .checked_sub(KEPT + 1)
            .map_or(Value::Null, |gone| date(gone).into());
        assert_eq!(
            status["last_destruction"]["day"],
            gone,
            "on {}: {status}",
            date(day)
        );
    }

    let venue = venue.under(&Around::clock(&ten_o_clock(DAYS - 1)));
    let first_kept = DAYS - 1 - KEPT;
    for day in 0..first_kept {
        let certificate = venue.ask(&["certificate", "--day", &date(day)]).line();
        assert_eq!(certificate["visits"], 1, "{certificate}");
    }
    let none = venue.ask(&["certificate", "--day", &date(first_kept)]).refusal();
    assert!(none.contains("no such day"), "it says: {none}");
    assert_eq!(venue.ask(&["inside"]).line()["visits"], DAYS - first_kept);
    venue.ledger("verify");
    venue.ledger("rebuild");
    let days = days_in(&venue.data_folder().join("ledger.db"));
    assert_eq!(days.len(), DAYS - first_kept, "{days:?}");
    // The copy is from the morning, before anybody came.
    let copied = days_in(&venue.data_folder().join("copy.db"));
    assert_eq!(copied, days[..days.len() - 1]);
}

/// The civil days in a database of which anything but lasting events is left: a column that is not sealed.
fn days_in(database: &Path) -> Vec<i64> {
    let db = Connection::open(database).expect("the kiosk has ended");
    let mut days = db
        .prepare("SELECT DISTINCT day FROM event WHERE lasting = 0 ORDER BY day")
        .expect("the table is frozen");
    let days = days.query_map([], |row| row.get(0)).expect("the table is frozen");
    days.map(|day| day.expect("a day is a number")).collect()
}

fn ten_o_clock(day: usize) -> String {
    format!("{} 10:00:00", date(day))
}

/// From the first of March, so that the clocks change on day 27.
fn date(day: usize) -> String {
    match day {
        0..31 => format!("2027-03-{:02}", day + 1),
        _ => format!("2027-04-{:02}", day - 30),
    }
}
