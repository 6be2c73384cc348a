//! My data: opened with pass and PIN, changed, printed again, given up, and the old paper dead.

use std::time::Duration;
use std::{fs, thread};

use einlass_tests::{Album, Contact, Venue, Window, codes_on_paper};

use crate::accessibility::assert_accessible;
use crate::diary::open_diary;
use crate::door::REPEAT_GAP;
use crate::{SOON, keep_picture, named, page, touch, wait_for_answer, wait_for_screen};

const PIN: &str = "482915";

#[test]
fn a_visitor_changes_prints_again_and_gives_up() {
    let venue = Venue::open();
    let pass = venue.pass_with_pin(&Contact::conspicuous(), PIN);
    let album = Album::of_nothing();
    let window = venue.open_window(&album);
    wait_for_screen(&window, "attract");
    album.hold_up(&pass.picture);
    wait_for_answer(&window, "welcome");
    album.take_away();
    wait_for_screen(&window, "attract");

    open_diary(&window, &album, &pass, PIN);
    wait_for_screen(&window, "diary");
    touch(&window, "open-own-data");
    wait_for_screen(&window, "ownData");
    assert_accessible(&window, "ownData");
    keep_picture(&window, "own-data");
    the_name_is_changed(&window);
    the_pass_is_printed_again(&window, &venue);

    touch(&window, "done");
    wait_for_screen(&window, "attract");
    open_diary(&window, &album, &pass, PIN);
    wait_for_screen(&window, "diary");
    touch(&window, "open-own-data");
    window.wait_for_text("main", "Andersson", SOON);
    touch(&window, "give-up");
    window.wait_for(&named("confirm-giving-up"), SOON);
    assert_accessible(&window, "ownData");
    keep_picture(&window, "own-data-question");
    touch(&window, "confirm-giving-up");
    wait_for_screen(&window, "forgotten");
    assert_accessible(&window, "forgotten");
    keep_picture(&window, "forgotten");
    assert!(!page(&window).contains("Andersson"));
    touch(&window, "done");
    wait_for_screen(&window, "attract");

    // Inside still: the old paper ends the visit, and then opens nothing any more, nor does its copy.
    thread::sleep(REPEAT_GAP + Duration::from_millis(500));
    album.hold_up(&pass.picture);
    wait_for_answer(&window, "goodbye");
    album.take_away();
    thread::sleep(REPEAT_GAP + Duration::from_millis(500));
    album.hold_up(&venue.paper_folder().join("pass-0001.png"));
    wait_for_answer(&window, "dead");

    drop(window);
    assert_eq!(venue.inside(), 0);
    venue.ledger("verify");
}

fn the_name_is_changed(window: &Window) {
    touch(window, "change");
    wait_for_screen(window, "form");
    let clear = "document.querySelector(arguments[0]).select()";
    window.run_script(clear, &[named("field-lastName").into()]);
    window.type_keys(&named("field-lastName"), "Andersson");
    for step in ["reach", "address"] {
        touch(window, "next");
        window.wait_for(&format!("main[data-screen='form'] [data-step='{step}']"), SOON);
    }
    touch(window, "next");
    wait_for_screen(window, "ownData");
    window.wait_for_text(&named("saved"), "Gespeichert.", SOON);
    assert!(page(window).contains("Andersson"), "{}", page(window));
}

fn the_pass_is_printed_again(window: &Window, venue: &Venue) {
    touch(window, "print-again");
    wait_for_screen(window, "passReady");
    let job = fs::read(venue.paper_folder().join("pass-0001.bin")).expect("the copy was printed");
    assert_eq!(codes_on_paper(&job).len(), 1);
    let says_so = job.windows(8).any(|bytes| bytes == b"DUPLIKAT");
    assert!(says_so, "the paper does not say that it is a copy");
}
