//! Clocks that are set wrongly: nothing is destroyed early, and what was recorded meanwhile is kept as long as anything.

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use einlass_tests::{Album, Around, OnInside, Pass, Venue};

use crate::words;

const TODAY: &str = "2027-03-01 10:00:00";
/// The kiosk looks at its clock every half minute.
const LOOKED_AT: Duration = Duration::from_secs(35);

#[test]
fn a_clock_that_stands_wrong_at_the_start_destroys_nothing() {
    // 400 days each; a pass is good for 365.
    for (wrong, answer, why) in [
        ("2028-04-04 10:00:00", "expired", "expired"),
        ("2026-01-25 10:00:00", "refused", "not_yet"),
    ] {
        let scene = Scene::begin();
        let at_wrong = scene.venue.under(&Around::clock(wrong));

        assert_eq!(
            words(&at_wrong.show(&scene.album(), OnInside::Ask)),
            [answer],
            "{wrong}"
        );

        let status = at_wrong.status();
        assert_eq!(status["refused"][why], 1, "{wrong}: {status}");
        assert_eq!(status["clock_doubtful"], true, "{wrong}: {status}");
        assert!(status["last_destruction"].is_null(), "{wrong}: {status}");
        assert_eq!(status["destruction_overdue"], false, "{wrong}: {status}");
        let right = scene.venue.under(&Around::clock("2027-03-01 10:05:00"));
        right.show(&scene.album(), OnInside::Ask);
        let status = right.status();
        assert_eq!(
            status["clock_doubtful"], false,
            "set right after {wrong}: {status}"
        );
        assert!(
            status["last_destruction"].is_null(),
            "set right after {wrong}: {status}"
        );
        right
            .ask_as_owner(&["visit", "open", "--visit", &scene.visit])
            .line();
        right.ledger("verify");
    }
}

#[test]
fn a_clock_that_somebody_confirms_is_believed() {
    let scene = Scene::begin();
    let later = scene.venue.under(&Around::clock("2027-04-12 10:00:00"));

    later.ask(&["clock", "confirm"]).line();
    later.show(&scene.album(), OnInside::Ask);

    let status = later.status();
    assert_eq!(status["clock_doubtful"], false, "{status}");
    assert_eq!(status["last_destruction"]["day"], "2027-03-01", "{status}");
    let gone = later
        .ask_as_owner(&["visit", "open", "--visit", &scene.visit])
        .refusal();
    assert!(gone.contains("no body that could be opened"), "it says: {gone}");
    assert_eq!(later.ask(&["certificate"]).line()["visits"], 1);
}

#[test]
fn a_clock_that_jumps_while_the_kiosk_runs_destroys_nothing() {
    let scene = Scene::begin();
    let set = scene.venue.write_file("clock", &format!("@{TODAY}"));
    let jumping = scene.venue.under(&Around::clock_in(&set));
    let album = Album::of_nothing();
    let mut kiosk = jumping.start(&album, OnInside::Ask);
    album.hold_up(&scene.pass.picture);
    kiosk.first_verdict();

    fs::write(&set, "@2028-04-04 10:00:00").expect("ours");
    sleep(LOOKED_AT);

    let status = jumping.status();
    assert_eq!(status["clock_doubtful"], true, "{status}");
    assert!(status["last_destruction"].is_null(), "{status}");
    assert_eq!(kiosk.errors(), [""; 0]);
    drop(kiosk);
    let right = scene.venue.under(&Around::clock("2027-03-01 10:05:00"));
    right
        .ask_as_owner(&["visit", "open", "--visit", &scene.visit])
        .line();
}

#[test]
fn who_came_after_a_long_closure_stays_when_the_clock_is_confirmed() {
    let scene = Scene::begin();
    let opened_again = scene.venue.under(&Around::clock("2027-04-12 10:00:00"));
    assert_eq!(
        words(&opened_again.show(&scene.album(), OnInside::Ask)),
        ["welcome"]
    );
    assert_eq!(opened_again.status()["clock_doubtful"], true);

    opened_again.ask(&["clock", "confirm"]).line();

    let a_minute_later = scene.venue.under(&Around::clock("2027-04-12 10:01:00"));
    assert_eq!(
        words(&a_minute_later.show(&scene.album(), OnInside::Ask)),
        ["ask"],
        "who was let in a minute ago is not known any more: {}",
        a_minute_later.status()
    );
    let status = a_minute_later.status();
    assert_eq!(
        status["last_destruction"]["day"], "2027-03-01",
        "the old day goes: {status}"
    );
}

#[test]
fn who_came_after_a_long_closure_stays_when_the_clock_is_believed_by_itself() {
    let scene = Scene::begin();
    let mut visits = Vec::new();
    for day in 12..=18 {
        let venue = scene
            .venue
            .under(&Around::clock(&format!("2027-04-{day} 10:00:00")));
        // Out by itself the evening before.
        visits.extend(venue.show(&scene.album(), OnInside::Go));
    }

    let last = scene.venue.under(&Around::clock("2027-04-18 10:01:00"));
    let status = last.status();
    assert_eq!(status["clock_doubtful"], false, "{status}");
    for visit in visits.iter().filter(|verdict| verdict.verdict == "welcome") {
        let opened = last.ask_as_owner(&["visit", "open", "--visit", &visit.visit()]);
        assert_eq!(
            opened.errors(),
            [""; 0],
            "destroyed within a week: {:?}, {status}",
            visit.line
        );
    }
}

/// A venue with one visitor on one day, whose owner may look at visits.
struct Scene {
    venue: Venue,
    pass: Pass,
    visit: String,
}

impl Scene {
    fn begin() -> Scene {
        let venue = Venue::open_with(None, Around::clock(TODAY));
        let passes = venue.passes(2);
        venue.ask_as_owner(&["settings", "--owner-looks", "on"]).line();
        let first = venue.show(&Album::of([&passes[0].picture]), OnInside::Ask);
        Scene {
            venue,
            pass: passes[1].clone(),
            visit: first[0].visit(),
        }
    }

    /// The other visitor's pass.
    fn album(&self) -> Album {
        Album::of([&self.pass.picture])
    }
}
