//! The venue's rules, as visitors meet them: who comes along, what is asked for at the exit, and doors that stay shut for a while.

use std::thread;
use std::time::Duration;

use einlass_tests::{Album, Contact, Pass, Venue, Window};

use crate::accessibility::assert_accessible;
use crate::{SOON, keep_picture, named, touch, wait_for_answer, wait_for_screen};

const PIN: &str = "482915";
/// Short, so that nobody here has to wait for the same pass to count again.
const REPEAT_GAP_S: &str = "1";

#[test]
fn who_comes_along_is_counted_named_and_leaves_together() {
    let venue = venue_with(&["--companions", "names"]);
    let pass = venue.pass(&Contact::numbered(1));
    let album = Album::of_nothing();
    let window = venue.open_window(&album);
    wait_for_screen(&window, "attract");
    show(&window, &album, &pass);
    wait_for_answer(&window, "welcome");
    touch(&window, "open-party");
    wait_for_screen(&window, "party");
    assert_accessible(&window, "party");
    keep_picture(&window, "party");
    touch(&window, "people-3");

    for (number, name) in [(1, "Zwölf"), (2, "Dreizehn")] {
        window.wait_for_text("main", &format!("Begleitung {number} von 2"), SOON);
        if number == 1 {
            assert_accessible(&window, "companion");
            keep_picture(&window, "companion");
            touch(&window, "next");
            window.wait_for_text(&named("field-lastName-problem"), "Bitte ausfüllen.", SOON);
        }
        window.type_keys(&named("field-firstName"), "Gast");
        window.type_keys(&named("field-lastName"), name);
        touch(&window, "next");
    }
    wait_for_answer(&window, "party");
    window.wait_for_text("main", "3 Personen", SOON);
    assert_accessible(&window, "answer party");

    wait_for_screen(&window, "attract");
    thread::sleep(Duration::from_secs(2));
    show(&window, &album, &pass);
    wait_for_screen(&window, "goOrStay");
    window.wait_for_text(&named("go"), "3", SOON);
    touch(&window, "go");
    wait_for_answer(&window, "goodbye");
    drop(window);
    assert_eq!(venue.inside(), 0);
    assert!(
        !venue.printed().contains("Dreizehn"),
        "a name stands in what was printed"
    );
    venue.ledger("verify");
}

#[test]
fn the_exit_asks_for_the_own_pin_and_a_wrong_one_keeps_the_visit() {
    let venue = venue_with(&["--exit-check", "personal-pin"]);
    let pass = venue.pass_with_pin(&Contact::numbered(1), PIN);
    let album = Album::of_nothing();
    let window = venue.open_window(&album);
    wait_for_screen(&window, "attract");
    show(&window, &album, &pass);
    wait_for_answer(&window, "welcome");
    wait_for_screen(&window, "attract");
    thread::sleep(Duration::from_secs(2));
    show(&window, &album, &pass);
    wait_for_screen(&window, "goOrStay");
    touch(&window, "go");

    wait_for_screen(&window, "exitCheck");
    assert_accessible(&window, "exitCheck");
    type_pin(&window, "000000");
    window.wait_for_text(&named("outcome"), "Diese PIN stimmt nicht.", SOON);
    assert_accessible(&window, "exitCheck");
    keep_picture(&window, "exit-check");
    assert_eq!(venue.inside(), 1);
    type_pin(&window, PIN);
    wait_for_answer(&window, "goodbye");
    drop(window);
    assert_eq!(venue.inside(), 0);
    venue.ledger("verify");
}

#[test]
fn a_full_house_asks_to_wait_and_lets_in_when_somebody_has_gone() {
    let venue = venue_with(&["--capacity", "1"]);
    let passes = venue.passes(2);
    let album = Album::of_nothing();
    let window = venue.open_window(&album);
    wait_for_screen(&window, "attract");
    show(&window, &album, &passes[0]);
    wait_for_answer(&window, "welcome");
    wait_for_screen(&window, "attract");
    window.wait_for_text(&named("traffic"), "Voll", SOON);
    show(&window, &album, &passes[1]);
    wait_for_answer(&window, "wait");
    window.wait_for_text("main", "wenn jemand gegangen ist", SOON);
    assert_accessible(&window, "answer wait");
    keep_picture(&window, "full");
    assert_eq!(venue.inside(), 1);

    wait_for_screen(&window, "attract");
    show(&window, &album, &passes[0]);
    wait_for_screen(&window, "goOrStay");
    touch(&window, "go");
    wait_for_answer(&window, "goodbye");
    show(&window, &album, &passes[1]);
    wait_for_answer(&window, "welcome");
    drop(window);
    assert_eq!(venue.inside(), 1);
    venue.ledger("verify");
}

#[test]
fn a_closed_door_says_when_to_come_again() {
    // For a minute, in the night.
    let venue = venue_with(&["--opening", "Mo-Su 03:00-03:01"]);
    let pass = venue.pass(&Contact::numbered(1));
    let album = Album::of_nothing();
    let window = venue.open_window(&album);
    wait_for_screen(&window, "attract");
    show(&window, &album, &pass);
    wait_for_answer(&window, "wait");
    window.wait_for_text("main h1", "Geschlossen", SOON);
    window.wait_for_text("main", "03:00", SOON);
    assert_accessible(&window, "answer wait");
    keep_picture(&window, "closed");
    drop(window);
    assert_eq!(venue.inside(), 0);
    venue.ledger("verify");
}

fn venue_with(rules: &[&str]) -> Venue {
    let venue = Venue::open();
    let set = ["rules", "set", "--repeat-gap", REPEAT_GAP_S];
    venue.ask(&[set.as_slice(), rules].concat()).line();
    venue
}

/// Holds the pass up until the screen is another one, and takes it away again.
fn show(window: &Window, album: &Album, pass: &Pass) {
    let before = crate::shown(window);
    album.hold_up(&pass.picture);
    let other = format!(
        "main:not([data-screen='{}']), main [data-answer]:not([data-answer='{}'])",
        before.split(' ').next().unwrap_or_default(),
        before.split(' ').nth(1).unwrap_or_default(),
    );
    window.wait_for(&other, SOON);
    album.take_away();
}

fn type_pin(window: &Window, pin: &str) {
    for digit in pin.chars() {
        touch(window, &format!("digit-{digit}"));
    }
}
