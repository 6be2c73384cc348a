//! The visitor's own diary, and the page about the machine.

use einlass_tests::{Album, Contact, Pass, Venue, Window};

use crate::accessibility::assert_accessible;
use crate::{SOON, keep_picture, named, page, touch, wait_for_answer, wait_for_screen};

const PIN: &str = "482915";

#[test]
fn pass_and_pin_show_the_diary_and_deleting_is_asked_about() {
    let venue = Venue::open();
    let pass = venue.pass_with_pin(&Contact::conspicuous(), PIN);
    let album = Album::of_nothing();
    let window = venue.open_window(&album);
    wait_for_screen(&window, "attract");
    album.hold_up(&pass.picture);
    wait_for_answer(&window, "welcome");
    album.take_away();
    wait_for_screen(&window, "attract");

    open_diary(&window, &album, &pass, "000000");
    window.wait_for(&named("outcome"), SOON);
    assert_accessible(&window, "diaryPin");
    keep_picture(&window, "diary-pin-wrong");
    type_pin(&window, PIN);
    wait_for_screen(&window, "diary");
    assert_accessible(&window, "diary");
    keep_picture(&window, "diary");
    assert!(window.has(&named("visit-0")) && !window.has(&named("visit-1")));

    touch(&window, "delete-0");
    window.wait_for(&named("confirm-deletion"), SOON);
    assert_accessible(&window, "diary");
    keep_picture(&window, "diary-question");
    touch(&window, "keep-diary");
    window.wait_for(&named("visit-0"), SOON);
    touch(&window, "delete-0");
    touch(&window, "confirm-deletion");
    window.wait_for(&named("diary-empty"), SOON);
    assert_accessible(&window, "diary");
    touch(&window, "done");
    wait_for_screen(&window, "attract");

    drop(window);
    assert_eq!(venue.inside(), 1, "the venue's own record stays");
    venue.ledger("verify");
}

#[test]
fn a_pass_without_a_pin_has_no_diary_and_the_screen_says_what_helps() {
    let venue = Venue::open();
    let pass = venue.pass(&Contact::numbered(1));
    let album = Album::of_nothing();
    let window = venue.open_window(&album);
    wait_for_screen(&window, "attract");
    touch(&window, "open-diary");
    wait_for_screen(&window, "diaryPass");
    assert_accessible(&window, "diaryPass");
    keep_picture(&window, "diary-pass");
    album.hold_up(&pass.picture);
    wait_for_screen(&window, "diaryClosed");
    assert!(window.has("[data-why='noPin']"));
    assert_accessible(&window, "diaryClosed");
    keep_picture(&window, "diary-closed");
}

#[test]
fn the_machine_tells_how_it_is_and_nothing_about_anybody() {
    let venue = Venue::open();
    let album = Album::of_nothing();
    let window = venue.open_window(&album);
    wait_for_screen(&window, "attract");
    touch(&window, "help");
    wait_for_screen(&window, "help");
    touch(&window, "open-status");
    wait_for_screen(&window, "status");
    assert_accessible(&window, "status");
    keep_picture(&window, "status");
    assert!(page(&window).contains("Geräteschlüssel"), "{}", page(&window));
    if window.has(&named("page-down")) {
        touch(&window, "page-down");
    }
    assert!(page(&window).contains("30 Tage"), "{}", page(&window));
}

pub(crate) fn open_diary(window: &Window, album: &Album, pass: &Pass, pin: &str) {
    touch(window, "open-diary");
    wait_for_screen(window, "diaryPass");
    album.hold_up(&pass.picture);
    wait_for_screen(window, "diaryPin");
    album.take_away();
    type_pin(window, pin);
}

fn type_pin(window: &Window, pin: &str) {
    for digit in pin.chars() {
        touch(window, &format!("digit-{digit}"));
    }
}
