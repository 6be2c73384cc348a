//! A disk that is full, and one that takes no writing any more.

use std::io::{self, Write};
use std::thread::sleep;

use einlass_tests::{Album, Contact, OnInside, SmallDisk, Venue};

use crate::{FORGOTTEN, acknowledged::Acknowledged, words};

/// Below a hundred nobody is let in.
const DISK_MB: u64 = 128;

#[test]
fn a_disk_that_fills_up_lets_nobody_in_until_there_is_room() {
    let Some(mut disk) = small_disk() else { return };
    let venue = Venue::open_with(Some(&disk.place().join("data")), disk.around());
    let passes = venue.passes(2);
    let album = Album::of_nothing();
    let mut kiosk = venue.start(&album, OnInside::Ask);
    album.hold_up(&passes[0].picture);
    kiosk.first_verdict();

    assert!(disk.fill() > 1_000_000, "there was hardly room before");
    album.hold_up(&passes[1].picture);

    let errors = kiosk.wait_for_errors(1);
    assert!(errors[0].contains("the disk is full"), "it says: {errors:?}");
    assert_eq!(words(&kiosk.answers()), ["welcome"], "told without room");
    assert_eq!(venue.inside(), 1, "the count can be asked all the same");

    disk.free();
    album.take_away();
    sleep(FORGOTTEN);
    album.hold_up(&passes[1].picture);

    assert_eq!(words(&kiosk.wait_for_answers(2)), ["welcome", "welcome"]);
    let answers = kiosk.kill();
    Acknowledged::default().settle(&venue, &answers, 2);
}

#[test]
fn a_kiosk_does_not_start_on_a_full_disk_and_says_why() {
    let Some(mut disk) = small_disk() else { return };
    let venue = Venue::open_with(Some(&disk.place().join("data")), disk.around());
    let passes = venue.passes(2);
    let mut acknowledged = Acknowledged::default();
    let first = venue.show(&Album::of([&passes[0].picture]), OnInside::Ask);
    acknowledged.settle(&venue, &first, 1);
    let album = Album::of(passes.iter().map(|pass| &pass.picture));

    disk.fill();
    let started = venue.try_show(&album, OnInside::Ask);
    let settings = venue.ask(&["settings"]);

    for refused in [started, settings] {
        let why = refused.refusal();
        assert!(why.contains("the disk is full"), "it says: {why}");
    }
    disk.free();
    assert_eq!(words(&venue.show(&album, OnInside::Ask)), ["ask", "welcome"]);
    venue.ledger("verify");
}

#[test]
fn the_last_of_the_room_is_for_those_who_leave() {
    let Some(mut disk) = small_disk() else { return };
    let venue = Venue::open_with(Some(&disk.place().join("data")), disk.around());
    let passes = venue.passes(2);
    let inside = Album::of([&passes[0].picture]);
    let outside = Album::of([&passes[1].picture]);
    assert_eq!(words(&venue.show(&inside, OnInside::Go)), ["welcome"]);

    disk.fill_but(50);
    let refused = venue.try_show(&outside, OnInside::Go);

    assert_eq!(words(&refused.verdicts()), [""; 0], "let in: {refused}");
    assert!(refused.errors()[0].contains("disk"), "{refused}");
    assert_eq!(words(&venue.show(&inside, OnInside::Go)), ["goodbye"]);
    assert_eq!(venue.inside(), 0);
    disk.free();
    assert_eq!(words(&venue.show(&outside, OnInside::Go)), ["welcome"]);
    venue.ledger("verify");
}

#[test]
fn no_pass_is_made_on_a_full_disk() {
    let Some(mut disk) = small_disk() else { return };
    let venue = Venue::open_with(Some(&disk.place().join("data")), disk.around());
    venue.pass(&Contact::numbered(0));
    let told = venue.write_file(
        "told.json",
        r#"{"name": "A B", "phone": "01234 567", "address": "Weg 1, 12345 Ort"}"#,
    );
    let picture = venue.file("picture.png");
    let arguments = ["pass", "new", "--contact", plain(&told), "--png", plain(&picture)];

    disk.fill();
    venue.ask(&arguments).refusal();

    assert!(!picture.exists(), "there is a picture of a pass that is none");
    disk.free();
    assert_eq!(venue.ask(&["inside"]).line()["passes"], 1);
    venue.ask(&arguments).line();
    assert_eq!(venue.ask(&["inside"]).line()["passes"], 2);
    venue.ledger("verify");
}

#[test]
fn a_disk_that_takes_no_writing_lets_nobody_in() {
    let Some(mut disk) = small_disk() else { return };
    let venue = Venue::open_with(Some(&disk.place().join("data")), disk.around());
    let passes = venue.passes(2);
    let album = Album::of(passes.iter().map(|pass| &pass.picture));
    venue.show(&Album::of([&passes[0].picture]), OnInside::Ask);

    disk.set_read_only(true);
    let started = venue.try_show(&album, OnInside::Ask);

    let why = started.refusal();
    assert!(
        why.contains("Read-only") || why.contains("cannot be written"),
        "it says: {why}"
    );
    disk.set_read_only(false);
    assert_eq!(words(&venue.show(&album, OnInside::Ask)), ["ask", "welcome"]);
    venue.ledger("verify");
}

fn small_disk() -> Option<SmallDisk> {
    SmallDisk::mount(DISK_MB)
        .inspect_err(|why| tell(&format!("skipped, because nobody may mount a disk here: {why}")))
        .ok()
}

fn plain(path: &std::path::Path) -> &str {
    path.to_str().expect("temporary folders have plain names")
}

/// Past the test runner, which would keep it for itself.
fn tell(why: &str) {
    // A closed standard error is no reason to fail.
    let _ = writeln!(io::stderr(), "{why}");
}
