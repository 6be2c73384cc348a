//! A visitor without a pass fills the form and comes in with the paper.

use std::fs;

use einlass_tests::{Album, Venue, Window, codes_on_paper};

use crate::accessibility::assert_accessible;
use crate::keypad::type_number;
use crate::{SOON, keep_picture, named, touch, wait_for_answer, wait_for_screen};

#[test]
fn the_form_gives_a_pass_that_opens_the_door() {
    let venue = Venue::open();
    let album = Album::of_nothing();
    let window = venue.open_window(&album);
    wait_for_screen(&window, "attract");
    touch(&window, "open-form");

    the_name_by_the_keyboard_on_the_screen(&window);
    phone_or_mail_and_back_again(&window);
    the_address_and_back_from_the_notice(&window);
    touch(&window, "consent");
    touch(&window, "skip-pin");

    wait_for_screen(&window, "passReady");
    assert_accessible(&window, "passReady");
    keep_picture(&window, "pass-ready");
    assert!(window.has("[data-printed='true']"), "the screen denies the paper");
    let number: String = window.text(&named("pin-id")).split_whitespace().collect();
    assert_eq!(number.len(), 12, "{number}");

    let job = fs::read(venue.paper_folder().join("pass-0001.bin")).expect("the pass was printed");
    let picture = venue.paper_folder().join("pass-0001.png");
    let codes = codes_on_paper(&job);
    assert_eq!(codes.len(), 1, "{codes:?}");
    assert!(!codes[0].contains("Zw"), "the code shows the name: {}", codes[0]);

    album.hold_up(&picture);
    wait_for_answer(&window, "welcome");
    album.take_away();
    wait_for_screen(&window, "attract");
    touch(&window, "open-keypad");
    wait_for_screen(&window, "keypad");
    type_number(&window, &number);
    wait_for_screen(&window, "goOrStay");

    drop(window);
    assert_eq!(
        venue.inside(),
        1,
        "the number and the paper are the same visitor's"
    );
    venue.ledger("verify");
}

/// Capitals come by themselves; what is missing is said; erasing works.
fn the_name_by_the_keyboard_on_the_screen(window: &Window) {
    wait_for_step(window, "name");
    assert_accessible(window, "form");
    for key in ["G", "a", "x", "erase", "s", "t", "enter"] {
        touch(window, &format!("key-{key}"));
    }
    assert_eq!(value(window, "firstName"), "Gast");

    touch(window, "next");
    window.wait_for_text(&named("field-lastName-problem"), "Bitte ausfüllen.", SOON);
    assert_eq!(window.text(&named("field-firstName-problem")), "");
    assert_accessible(window, "form");
    keep_picture(window, "form-problem");
    assert_eq!(value(window, "firstName"), "Gast");

    window.type_keys(&named("field-lastName"), "Zwölf");
    touch(window, "next");
}

fn phone_or_mail_and_back_again(window: &Window) {
    wait_for_step(window, "reach");
    touch(window, "next");
    let either = "Bitte Telefon oder E-Mail angeben.";
    window.wait_for_text(&named("field-phone-problem"), either, SOON);

    for key in ["0", "3", "0", "space", "5", "5", "5", "0", "1"] {
        touch(window, &format!("key-{key}"));
    }
    touch(window, "back");
    wait_for_step(window, "name");
    assert_eq!(value(window, "firstName"), "Gast");
    assert_eq!(value(window, "lastName"), "Zwölf");
    touch(window, "next");
    wait_for_step(window, "reach");
    assert_eq!(value(window, "phone"), "030 55501");
    touch(window, "next");
}

fn the_address_and_back_from_the_notice(window: &Window) {
    wait_for_step(window, "address");
    window.type_keys(&named("field-street"), "Teststraße 12");
    window.type_keys(&named("field-postcode"), "10115");
    window.type_keys(&named("field-town"), "Musterstadt");
    touch(window, "next");

    wait_for_screen(window, "notice");
    assert_accessible(window, "notice");
    keep_picture(window, "notice");
    touch(window, "back");
    wait_for_step(window, "address");
    assert_eq!(value(window, "street"), "Teststraße 12");
    assert_eq!(value(window, "town"), "Musterstadt");
    touch(window, "next");
    wait_for_screen(window, "notice");
}

fn wait_for_step(window: &Window, step: &str) {
    window.wait_for(&format!("main[data-screen='form'] [data-step='{step}']"), SOON);
}

fn value(window: &Window, field: &str) -> String {
    let read = "return document.querySelector(arguments[0]).value";
    crate::text(&window.run_script(read, &[named(&format!("field-{field}")).into()]))
}
