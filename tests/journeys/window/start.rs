//! How the program starts: where it cannot, and where nothing was set up.

use std::fs;
use std::time::Duration;

use einlass_tests::{Album, Contact, OnInside, Venue, Window, binary};

use crate::{SOON, keep_picture, text, wait_for_answer, wait_for_screen};

/// Longer than the demonstration takes for its first visitor.
const FIRST_VISITOR_WITHIN: Duration = Duration::from_secs(30);

#[test]
fn a_window_whose_data_another_program_holds_says_so() {
    let venue = Venue::open();
    let pass = venue.pass(&Contact::numbered(1));
    let album = Album::of([&pass.picture]);
    let mut other = venue.start(&album, OnInside::Ask);
    assert_eq!(other.first_verdict().verdict, "welcome");

    let window = venue.open_window(&album);
    window.wait_for(
        "main[data-screen='outOfService'] [data-code='dataFolderInUse']",
        SOON,
    );
    window.wait_for_text("main h1", "Außer Betrieb", SOON);
    window.wait_for_text("main", "Das Programm läuft schon.", SOON);
    crate::accessibility::assert_accessible(&window, "outOfService");
    keep_picture(&window, "out-of-service");

    drop(window);
    drop(other);
    assert_eq!(venue.inside(), 1, "the other program's data are whole");
    venue.ledger("verify");
}

#[test]
fn without_a_venue_the_demonstration_plays_by_itself() {
    let window = Window::open(&binary("einlass"), &[], &[]);
    wait_for_screen(&window, "attract");
    window.wait_for_text("main header", "Vorführung", SOON);
    keep_picture(&window, "demonstration");
    if has_camera() {
        // Then the demonstration shows what that camera sees, and nobody can say what that is.
        return;
    }

    window.wait_for("[data-answer='welcome']", FIRST_VISITOR_WITHIN);
    wait_for_answer(&window, "welcome");
    let title = window.run_script("return document.querySelector('h1').innerText", &[]);
    assert_eq!(text(&title), "Willkommen");
}

fn has_camera() -> bool {
    let devices = fs::read_dir("/dev").expect("Linux has devices");
    let mut names = devices.map(|device| device.expect("a listed file exists").file_name());
    names.any(|name| name.as_encoded_bytes().starts_with(b"video"))
}
