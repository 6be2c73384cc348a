//! Who may do what: roles, areas, PINs.

use einlass_tests::{Album, Around, Contact, OnInside, Pass, Venue, overwrite_note_of_last_close};

use crate::{BO, EVA, Staff, assert_unprinted, events};

const BEGIN: &str = "2027-03-01 10:00:00";

#[test]
fn a_visit_is_looked_at_by_staff_while_it_lasts() {
    let (venue, pass) = with_a_visitor(Around::default());
    let visit = venue.open_visits().remove(0);
    let before = events(&venue);

    let seen = EVA.ask(&venue, &["visit", "look", "--visit", &visit]).line();

    assert_eq!(seen["contact"]["last_name"], Contact::conspicuous().last_name);
    assert_eq!(seen["pin_id"], pass.pin_id.as_str());
    // The try of the PIN, its success, the look.
    assert_eq!(events(&venue), before + 3, "who looked is on record");
    EVA.ask(&venue, &["visit", "look", "--visit", &visit]).line();
    assert_eq!(events(&venue), before + 6, "every time");

    venue.show(&Album::of([&pass.picture]), OnInside::Go);
    let over = EVA.ask(&venue, &["visit", "look", "--visit", &visit]).refusal();
    assert!(over.contains("the visit is over"), "it says: {over}");
    let unknown = EVA
        .ask(&venue, &["visit", "look", "--visit", "0123456789abcdef-42"])
        .refusal();
    assert!(unknown.contains("no such visit"), "it says: {unknown}");
    venue.ledger("verify");
    assert_unprinted(&venue, &[]);
}

#[test]
fn no_pin_no_look() {
    let (venue, _) = with_a_visitor(Around::default());
    let visit = venue.open_visits().remove(0);
    for stranger in [
        Staff { pin: "246814", ..EVA },
        Staff { pin: "", ..EVA },
        Staff {
            pin: "246813 ",
            ..EVA
        },
        Staff {
            name: "Nobody",
            ..EVA
        },
        Staff { name: "eva", ..EVA },
        Staff { pin: BO.pin, ..EVA },
    ] {
        let refused = stranger
            .ask(&venue, &["visit", "look", "--visit", &visit])
            .refusal();
        let says_no_more = refused == "name or PIN is wrong" || stranger.pin.is_empty();
        assert!(
            says_no_more,
            "{} with {:?}: {refused}",
            stranger.name, stranger.pin
        );
    }
    EVA.ask(&venue, &["visit", "look", "--visit", &visit]).line();
    assert_unprinted(&venue, &["246814"]);
}

#[test]
fn five_wrong_pins_shut_staff_out_for_a_while() {
    let (venue, _) = with_a_visitor(Around::clock(BEGIN));
    BO.join(&venue, "back-office").line();
    let visit = venue.open_visits().remove(0);
    let wrong = Staff { pin: "000000", ..EVA };
    for _ in 0..5 {
        wrong.ask(&venue, &["visit", "look", "--visit", &visit]).refusal();
    }

    let locked = EVA.ask(&venue, &["visit", "look", "--visit", &visit]).refusal();

    assert!(locked.contains("too many wrong PINs"), "it says: {locked}");
    BO.ask(&venue, &["visit", "look", "--visit", &visit]).line();
    let soon = venue.under(&Around::clock("2027-03-01 10:00:25"));
    EVA.ask(&soon, &["visit", "look", "--visit", &visit]).refusal();
    let later = venue.under(&Around::clock("2027-03-01 10:01:00"));
    EVA.ask(&later, &["visit", "look", "--visit", &visit]).line();
}

#[test]
fn somebody_of_one_kiosk_sees_its_visits_only() {
    let (venue, _) = with_a_visitor(Around::default());
    let elsewhere = venue.open_visits().remove(0);
    // After a recovery the kiosk is another device, with visits of the one before.
    overwrite_note_of_last_close(&venue.data_folder().join("ledger.db"));
    let recovered = venue.try_show(&Album::of_nothing(), OnInside::Ask);
    assert_eq!(recovered.warnings().len(), 1, "{recovered}");
    let pin = BO.pin_file(&venue);
    let arguments = [
        "staff",
        "add",
        "--name",
        BO.name,
        "--role",
        "back-office",
        "--this-kiosk",
        "--pin-file",
        &pin,
    ];
    venue.ask(&arguments).line();
    let pass = venue.pass(&Contact::numbered(1));
    let here = venue.show(&Album::of([&pass.picture]), OnInside::Ask)[0].visit();

    for what in [
        vec!["visit", "look", "--visit", &elsewhere],
        vec!["visit", "annul", "--visit", &elsewhere, "--why", "slip"],
        vec![
            "visit",
            "correct",
            "--visit",
            &elsewhere,
            "--why",
            "slip",
            "--came",
            "2026-01-01T00:00:00Z",
        ],
    ] {
        let refused = BO.ask(&venue, &what).refusal();
        assert!(refused.contains("belongs to another area"), "{what:?}: {refused}");
    }
    BO.ask(&venue, &["visit", "look", "--visit", &here]).line();
}

#[test]
fn who_joins_has_a_name_of_the_own_and_a_long_pin() {
    let venue = Venue::open();
    EVA.join(&venue, "entrance").line();
    let before = events(&venue);

    for (staff, why) in [
        (Staff { pin: BO.pin, ..EVA }, "somebody of this name"),
        (Staff { pin: "12345", ..BO }, "6 to 16 digits"),
        (Staff { pin: "12345x", ..BO }, "6 to 16 digits"),
        (
            Staff {
                pin: "12345678901234567",
                ..BO
            },
            "6 to 16 digits",
        ),
    ] {
        let refused = staff.join(&venue, "back-office").refusal();
        assert!(refused.contains(why), "it says: {refused}");
    }
    assert_eq!(events(&venue), before);
    assert_unprinted(&venue, &[]);
}

/// A venue with one conspicuous visitor inside, and somebody at the entrance.
fn with_a_visitor(around: Around) -> (Venue, Pass) {
    let venue = Venue::open_with(None, around);
    EVA.join(&venue, "entrance").line();
    let pass = venue.pass(&Contact::conspicuous());
    let answers = venue.show(&Album::of([&pass.picture]), OnInside::Go);
    assert_eq!(answers[0].verdict, "welcome");
    (venue, pass)
}
