//! A backup, and a venue made of it on another machine.

use std::fs;
use std::path::{Path, PathBuf};

use einlass_tests::{Album, Answer, OnInside, Venue};
use tempfile::TempDir;

use crate::{EVA, assert_unprinted, events, plain};

#[test]
fn a_restored_venue_goes_on_as_another_device() {
    let venue = Venue::open();
    let passes = venue.passes(2);
    let album = Album::of(passes.iter().map(|pass| &pass.picture));
    EVA.join(&venue, "entrance").line();
    venue
        .ask_as_owner(&["settings", "--retention-days", "14", "--owner-looks", "on"])
        .line();
    let before = venue.show(&album, OnInside::Ask);
    let backup = back_up(&venue);
    let (old_device, _) = split(&before[0].visit());

    let (restored, _place) = elsewhere(&venue);
    let told = restore(&restored, &backup).line();

    assert_eq!(told["passes"], 2);
    let device = told["device"].as_str().expect("it has a name").to_owned();
    assert_ne!(device, old_device, "two machines would write the same log");
    assert!(told["sealed_for_good"].as_u64() > Some(0), "{told}");
    restored.ledger("verify");
    assert_eq!(restored.inside(), 0, "who was inside elsewhere is not here");
    assert_eq!(restored.ask(&["settings"]).line()["retention_days"], 14);
    for verdict in &before {
        let opened = restored
            .ask_as_owner(&["visit", "open", "--visit", &verdict.visit()])
            .refusal();
        assert!(
            opened.contains("no body that could be opened"),
            "a visit of before opens: {opened}"
        );
    }

    let after = restored.show(&album, OnInside::Ask);

    assert_eq!(
        after
            .iter()
            .map(|verdict| verdict.verdict.as_str())
            .collect::<Vec<_>>(),
        ["welcome"; 2]
    );
    for verdict in &after {
        let (of, number) = split(&verdict.visit());
        assert_eq!(of, device, "{:?}", verdict.line);
        assert!(
            number <= events(&restored),
            "numbers do not start anew: {:?}",
            verdict.line
        );
    }
    EVA.ask(&restored, &["visit", "look", "--visit", &after[0].visit()])
        .line();
    restored.ledger("verify");
    restored.ledger("rebuild");
    let against = plain(&venue.data_folder());
    assert_eq!(
        restored.ask(&["ledger", "verify", "--against", &against]).line()["verdict"],
        "ok"
    );
    assert_unprinted(&venue, &["AGE-SECRET-KEY"]);
}

#[test]
fn a_venue_is_restored_into_an_empty_folder_only() {
    let venue = Venue::open();
    let backup = back_up(&venue);
    let occupied = Venue::open();
    let before = occupied.ask(&["inside"]).line();

    let refused = restore(&venue.at(&occupied.data_folder()), &backup).refusal();
    assert!(refused.contains("already holds a venue"), "it says: {refused}");
    let refused = restore(&venue, &backup).refusal();
    assert!(refused.contains("already holds a venue"), "it says: {refused}");

    assert_eq!(occupied.ask(&["inside"]).line(), before);
    occupied.ledger("verify");
    venue.ledger("verify");
}

#[test]
fn what_is_no_backup_of_this_owner_makes_no_venue() {
    let (venue, other) = (Venue::open(), Venue::open());
    let pass = venue.passes(1).remove(0);
    let backup = back_up(&venue);
    let whole = fs::read(&backup).expect("it was written");
    let (restored, _place) = elsewhere(&venue);
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;

    for (what, content) in [
        ("cut short", &whole[..whole.len() - 100]),
        ("changed", &changed),
        ("a text", b"text"),
    ] {
        let broken = venue.file("broken.age");
        fs::write(&broken, content).expect("the folder is ours");
        let refused = restore(&restored, &broken).refusal();
        assert!(
            refused.contains("the backup does not open"),
            "{what}: it says: {refused}"
        );
        let none = restored.ask(&["inside"]).refusal();
        assert!(none.contains("holds no venue"), "{what} made one: {none}");
    }
    let theirs = other.at(&restored.data_folder());
    let refused = restore(&theirs, &backup).refusal();
    assert!(refused.contains("the backup does not open"), "it says: {refused}");

    restore(&restored, &backup).line();
    let shown = restored.show(&Album::of([pass.picture]), OnInside::Ask);
    assert_eq!(
        shown[0].verdict, "welcome",
        "the refusals before have left the folder usable"
    );
}

/// Writes a backup; the kiosk need not stop for it, which tests/resilience/faults looks at.
pub(crate) fn back_up(venue: &Venue) -> PathBuf {
    let backup = venue.file("backup.age");
    venue.ask(&["backup", "--to", &plain(&backup)]).line();
    backup
}

fn restore(venue: &Venue, backup: &Path) -> Answer {
    venue.ask_as_owner(&["restore", "--from", &plain(backup)])
}

/// The same owner with another machine.
fn elsewhere(venue: &Venue) -> (Venue, TempDir) {
    let place = TempDir::new().expect("a temporary folder can be made");
    (venue.at(&place.path().join("data")), place)
}

/// The device in a visit's name, and the number of the event.
fn split(visit: &str) -> (String, u64) {
    let (device, number) = visit
        .split_once('-')
        .expect("a visit is named like 0123456789abcdef-42");
    (device.to_owned(), number.parse().expect("a number"))
}
