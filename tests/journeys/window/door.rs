//! A code is held up at the door.

use std::thread;
use std::time::{Duration, Instant};

use einlass_tests::{Album, Contact, Venue, Window};

use crate::accessibility::assert_accessible;
use crate::{keep_picture, shown, text, touch, wait_for_answer, wait_for_screen};

/// The kiosk's rule: a pass that comes again sooner than this after it was last seen is the same scan.
pub(crate) const REPEAT_GAP: Duration = Duration::from_secs(10);

#[test]
fn a_pass_lets_in_once_and_later_out_and_nobody_is_named() {
    let venue = Venue::open();
    let contact = Contact::conspicuous();
    let pass = venue.pass(&contact);
    let secrets = [
        contact.first_name.as_str(),
        "Zwölf",
        "5550123",
        &contact.email,
        "Nirgendwo",
        &contact.address.postcode,
        &contact.address.town,
        &pass.pin_id,
        &pass.qr,
    ];
    let album = Album::of_nothing();
    let window = venue.open_window(&album);
    wait_for_screen(&window, "attract");
    assert_accessible(&window, "attract");

    album.hold_up(&pass.picture);
    wait_for_answer(&window, "welcome");
    assert_accessible(&window, "answer welcome");
    assert_eq!(secrets_known_to(&window, &secrets), [""; 0]);
    keep_picture(&window, "welcome");

    let held_until = Instant::now() + REPEAT_GAP + Duration::from_secs(1);
    while Instant::now() < held_until {
        let shown = shown(&window);
        assert!(
            ["answer welcome", "attract"].contains(&shown.as_str()),
            "the pass is still held up, but the screen is {shown}"
        );
        thread::sleep(Duration::from_millis(200));
    }
    assert_eq!(shown(&window), "attract");

    album.take_away();
    thread::sleep(REPEAT_GAP + Duration::from_millis(500));
    album.hold_up(&pass.picture);
    wait_for_screen(&window, "goOrStay");
    assert_accessible(&window, "goOrStay");
    keep_picture(&window, "go-or-stay");
    touch(&window, "go");
    wait_for_answer(&window, "goodbye");
    assert_accessible(&window, "answer goodbye");
    assert_eq!(secrets_known_to(&window, &secrets), [""; 0]);

    drop(window);
    assert_eq!(venue.inside(), 0);
    venue.ledger("verify");
}

#[test]
fn every_code_that_opens_nothing_gets_the_same_refusal() {
    let venue = Venue::open();
    let pass = venue.pass(&Contact::numbered(1));
    let album = Album::of_nothing();
    let window = venue.open_window(&album);

    let refusals = [
        ("a code of somebody else's", "https://example.org/ticket/1"),
        ("a known PIN-ID, which is no pass", &pass.pin_id),
        ("a pass that is cut short", &pass.qr[..pass.qr.len() - 3]),
    ]
    .map(|(what, code)| {
        // An answer that is already shown would be taken for the next one.
        wait_for_screen(&window, "attract");
        album.hold_up(&venue.code(code));
        wait_for_answer(&window, "refused");
        let page = page(&window);
        album.take_away();
        (what, page)
    });

    assert_accessible(&window, "answer refused");
    keep_picture(&window, "refused");
    let (_, first) = &refusals[0];
    for (what, page) in &refusals {
        assert_eq!(page, first, "{what}");
    }
    drop(window);
    assert_eq!(venue.inside(), 0);
}

/// The secrets that stand anywhere in the page or in what the page can ask for.
fn secrets_known_to<'a>(window: &Window, secrets: &[&'a str]) -> Vec<&'a str> {
    let view = window.run_script(
        "return window.__TAURI_INTERNALS__.invoke('view').then(JSON.stringify)",
        &[],
    );
    let known = format!("{}{}", page(window), text(&view));
    assert!(known.contains("<h1"), "this is no page: {known}");
    assert!(known.contains("revision"), "this is no view: {known}");
    secrets
        .iter()
        .copied()
        .filter(|secret| known.contains(secret))
        .collect()
}

fn page(window: &Window) -> String {
    text(&window.run_script("return document.documentElement.outerHTML", &[]))
}
