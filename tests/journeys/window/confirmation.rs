//! A visitor whose address is to be confirmed: in at once, the code in the mail, typed at the kiosk.

use einlass_tests::{Album, Contact, MailServer, Venue};

use crate::accessibility::assert_accessible;
use crate::keypad::type_number;
use crate::{SOON, keep_picture, named, touch, wait_for_answer, wait_for_screen};

#[test]
fn the_code_of_the_mail_is_typed_after_a_wrong_one() {
    let venue = Venue::open();
    venue.ask(&["rules", "set", "--confirm", "mail"]).line();
    let visitor = Contact::conspicuous();
    let pass = venue.pass(&visitor);
    let server = MailServer::start();
    let upstream = venue.upstream(server.port);
    let upstream = upstream.to_str().expect("temporary folders have plain names");
    let album = Album::of_nothing();
    let window = venue.open_window_with(&album, &["--upstream", upstream]);
    wait_for_screen(&window, "attract");
    let mail = server.mail();
    assert_eq!(mail.recipients, [visitor.email.as_str()]);

    album.hold_up(&pass.picture);
    wait_for_answer(&window, "welcome");
    album.take_away();
    keep_picture(&window, "welcome-unconfirmed");
    touch(&window, "open-confirmation");
    wait_for_screen(&window, "confirmCode");
    assert_accessible(&window, "confirmCode");
    let code = mail.code();
    let first = code.as_bytes()[0] - b'0';
    type_number(&window, &format!("{}{}", (first + 1) % 10, &code[1..]));
    window.wait_for_text(&named("said"), "Bitte prüfen Sie die Ziffern.", SOON);
    assert_accessible(&window, "confirmCode");
    keep_picture(&window, "confirm-wrong");
    type_number(&window, &code);
    wait_for_answer(&window, "confirmed");
    keep_picture(&window, "confirmed");

    drop(window);
    assert_eq!(venue.inside(), 1);
    assert_eq!(venue.status()["letters"], 0);
    venue.ledger("verify");
}
