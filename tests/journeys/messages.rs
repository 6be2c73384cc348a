//! From the registration through a real mail server to the confirmed visitor, the power cut in between included.

use std::fs;

use einlass_tests::traces::traces_in;
use einlass_tests::{Album, Contact, MailServer, OnInside, Venue, wait_until};

/// Nobody listens there: the port of "discard" (RFC 863), which no machine serves any more.
const NOBODY: u16 = 9;

#[test]
fn the_picture_of_the_mail_confirms_whatever_happens_on_the_way() {
    let venue = Venue::open();
    let visitor = Contact::conspicuous();
    venue.ask(&["rules", "set", "--confirm", "either"]).line();
    let pass = venue.pass(&visitor);
    assert_eq!(venue.status()["letters"], 1);

    // The mail server is down, and then the power fails.
    let album = Album::of([&pass.picture]);
    let mut kiosk = venue.start_with(&album, "--upstream", &venue.upstream(NOBODY));
    assert_eq!(
        kiosk.first_verdict().verdict,
        "welcome",
        "nobody waits for a mail"
    );
    let complaint = kiosk.wait_for_errors(1).remove(0);
    assert!(
        complaint.contains("a message to a visitor did not get out"),
        "{complaint}"
    );
    kiosk.kill();
    assert_eq!(venue.status()["letters"], 1);
    let secrets = [visitor.email.as_str(), visitor.last_name.as_str()];
    assert_eq!(traces_in(&venue.data_folder(), &secrets), []);

    let server = MailServer::start();
    let nothing = Album::of_nothing();
    let mut kiosk = venue.start_with(&nothing, "--upstream", &venue.upstream(server.port));
    let mail = server.mail();
    assert_eq!(mail.recipients, [visitor.email.as_str()]);
    assert_eq!(mail.code().len(), 8);
    wait_until("the mail is out", || venue.status()["letters"] == 0);
    let picture = venue.file("slip.png");
    fs::write(&picture, &mail.picture).expect("the folder is ours");
    nothing.hold_up(&picture);
    assert_eq!(kiosk.first_verdict().verdict, "confirmed");
    kiosk.kill();
    assert_eq!(server.end().len(), 0, "nothing is sent twice");

    assert!(!complaint.contains(&visitor.email), "{complaint}");
    venue.ledger("verify");
}

#[test]
fn settings_that_do_not_fit_are_refused_before_the_door_opens() {
    let venue = Venue::open();
    let pass = venue.pass(&Contact::numbered(1));
    let file = venue.write_file(
        "upstream.json",
        r#"{ "mail": { "server": "hunter2", "password": "hunter2" } }"#,
    );
    let album = Album::of([&pass.picture]);
    let mut kiosk = venue.start_with(&album, "--upstream", &file);
    let complaint = kiosk.wait_for_errors(1).remove(0);
    assert!(complaint.contains("upstream.json cannot be used"), "{complaint}");
    assert!(complaint.contains("line 1, column"), "{complaint}");
    assert!(!complaint.contains("hunter2"), "{complaint}");
    drop(kiosk);
    assert_eq!(venue.inside(), 0);
    assert_eq!(venue.show(&album, OnInside::Ask)[0].verdict, "welcome");
}
