//! Two programs on one data folder: one writes, any may look.

use einlass_tests::{Album, OnInside, Venue};

use crate::words;

#[test]
fn beside_a_running_kiosk_one_may_look_but_not_write() {
    let venue = Venue::open();
    let passes = venue.passes(2);
    let album = Album::of_nothing();
    let mut kiosk = venue.start(&album, OnInside::Ask);
    album.hold_up(&passes[0].picture);
    let visit = kiosk.first_verdict().visit();
    let pin = venue.write_file("pin", "246810\n");
    let pin = pin.to_str().expect("temporary folders have plain names");
    let backup = venue.file("backup.age");
    let backup = backup.to_str().expect("temporary folders have plain names");

    let writes = [
        venue.try_show(&album, OnInside::Ask),
        venue.ask(&["ledger", "rebuild"]),
        venue.ask_as_owner(&["settings", "--retention-days", "1"]),
        venue.ask(&[
            "staff",
            "add",
            "--name",
            "Eva",
            "--role",
            "entrance",
            "--pin-file",
            pin,
        ]),
        venue.ask_as_owner(&["visit", "open", "--visit", &visit]),
        venue.ask_as_owner(&["restore", "--from", backup]),
    ];
    for refused in writes {
        let why = refused.refusal();
        assert!(
            why.contains("another program is using this data folder"),
            "{refused}"
        );
    }

    assert_eq!(venue.inside(), 1);
    assert_eq!(venue.open_visits(), [visit]);
    assert_eq!(venue.status()["retention_days"], 30);
    assert_eq!(venue.ask(&["ledger", "verify"]).line()["verdict"], "ok");
    assert_eq!(venue.ask_as_owner(&["keys", "drill"]).line()["opens"], true);
    venue.ask(&["clock", "confirm"]).line();
    album.hold_up(&passes[1].picture);
    assert_eq!(
        words(&kiosk.wait_for_answers(2)),
        ["welcome", "welcome"],
        "looked at while it works"
    );
    assert_eq!(kiosk.errors(), [""; 0]);
    drop(kiosk);
    venue.ledger("verify");
}

#[test]
fn a_backup_can_be_written_beside_a_running_kiosk() {
    let venue = Venue::open();
    let passes = venue.passes(2);
    let album = Album::of_nothing();
    let mut kiosk = venue.start(&album, OnInside::Ask);
    album.hold_up(&passes[0].picture);
    kiosk.first_verdict();
    let backup = venue.file("backup.age");

    let written = venue
        .ask(&["backup", "--to", backup.to_str().expect("a plain name")])
        .line();

    assert_eq!(written["visits"], 1);
    album.hold_up(&passes[1].picture);
    assert_eq!(
        words(&kiosk.wait_for_answers(2)),
        ["welcome", "welcome"],
        "backed up while it works"
    );
    assert_eq!(kiosk.errors(), [""; 0]);
}
