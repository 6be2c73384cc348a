//! What was wrong is annulled or corrected, and what stood before stays in the log.

use einlass_tests::{Album, Around, Contact, OnInside, Pass, Venue};

use crate::{BO, EVA, events, plain};

const TEN: &str = "2027-03-01 10:00:00";

#[test]
fn a_mistaken_check_in_can_be_annulled_for_a_quarter_of_an_hour() {
    let (venue, pass) = at_ten();
    let album = Album::of([&pass.picture]);
    let annul =
        |venue: &Venue, visit: &str| EVA.ask(venue, &["visit", "annul", "--visit", visit, "--why", "slip"]);
    let first = venue.show(&album, OnInside::Ask)[0].visit();

    annul(&venue, &first).line();

    assert_eq!(venue.inside(), 0);
    annul(&venue, &first).refusal();
    EVA.ask(&venue, &["visit", "look", "--visit", &first]).refusal();
    venue.ask_as_owner(&["settings", "--owner-looks", "on"]).line();
    let opened = venue
        .ask_as_owner(&["visit", "open", "--visit", &first])
        .refusal();
    assert!(opened.contains("no body"), "its record is still there: {opened}");

    let second = venue.show(&album, OnInside::Ask);
    assert_eq!(second[0].verdict, "welcome", "who was annulled may come in");
    let late = venue.under(&Around::clock("2027-03-01 10:16:00"));
    let refused = annul(&late, &second[0].visit()).refusal();
    assert!(refused.contains("15 minutes"), "it says: {refused}");
    assert_eq!(late.inside(), 1);
    late.ledger("verify");
}

#[test]
fn times_are_corrected_by_the_back_office_and_only_to_what_can_be() {
    let (venue, pass) = at_ten();
    let album = Album::of([&pass.picture]);
    let visit = venue.show(&album, OnInside::Go)[0].visit();
    let eleven = venue.under(&Around::clock("2027-03-01 11:00:00"));
    let correct = |what: &[&str]| {
        let arguments = ["visit", "correct", "--visit", &visit, "--why", "forgotten"];
        (
            EVA.ask(&eleven, &[&arguments[..], what].concat()),
            BO.ask(&eleven, &[&arguments[..], what].concat()),
        )
    };
    let came_at_half_past_nine = ["--came", "2027-03-01T09:30:00Z"];

    let (entrance, back_office) = correct(&came_at_half_past_nine);
    let refused = entrance.refusal();
    assert!(refused.contains("role"), "it says: {refused}");
    back_office.line();
    let listed = eleven.ask(&["visit", "list"]).line();
    assert_eq!(
        listed["came"], "2027-03-01T10:30:00.000+01:00",
        "by the venue's clock"
    );

    for impossible in [
        ["--came", "2027-03-01T12:00:00Z"],
        ["--went", "2027-03-01T10:30:00Z"],
    ] {
        let refused = correct(&impossible).1.refusal();
        assert!(
            refused.contains("a visit cannot end before"),
            "{impossible:?}: {refused}"
        );
    }
    eleven.show(&album, OnInside::Go);
    correct(&["--went", "2027-03-01T10:30:00Z"]).1.line();
    let refused = correct(&["--went", "2027-03-01T09:00:00Z"]).1.refusal();
    assert!(
        refused.contains("a visit cannot end before"),
        "out before in: {refused}"
    );
    let refused = correct(&["--came", "half past nine"]).1.refusal();
    assert!(refused.contains("is no time"), "it says: {refused}");
    let refused = correct(&[]).1.refusal();
    assert!(
        refused.contains("--came, --went and --contact"),
        "it says: {refused}"
    );
    eleven.ledger("verify");
    eleven.ledger("rebuild");
}

#[test]
fn a_corrected_contact_is_what_staff_sees() {
    let (venue, pass) = at_ten();
    let visit = venue.show(&Album::of([&pass.picture]), OnInside::Ask)[0].visit();
    let right = venue.write_file(
        "right.json",
        r#"{"first_name": "Berta", "last_name": "Berichtigt", "phone": "030 1234567",
            "address": {"street": "Weg 1", "postcode": "12345", "town": "Ort"}}"#,
    );
    let before = events(&venue);

    let right = plain(&right);
    BO.ask(
        &venue,
        &[
            "visit",
            "correct",
            "--visit",
            &visit,
            "--why",
            "on-request",
            "--contact",
            &right,
        ],
    )
    .line();

    assert_eq!(
        events(&venue),
        before + 3,
        "the PIN's try, its success, the correction"
    );
    let seen = EVA.ask(&venue, &["visit", "look", "--visit", &visit]).line();
    assert_eq!(seen["contact"]["last_name"], "Berichtigt", "{seen}");
}

#[test]
fn a_diary_is_unlocked_by_staff_and_by_its_number() {
    let (venue, pass) = at_ten();
    let before = events(&venue);
    let unlock = |pin_id: &str| EVA.ask(&venue, &["diary", "unlock", "--pin-id", pin_id]);

    assert_eq!(unlock(&pass.pin_id).line()["unlocked"], true);

    assert_eq!(events(&venue), before + 3);
    let other = Venue::open().pass(&Contact::numbered(9));
    let refused = unlock(&other.pin_id).refusal();
    assert!(refused.contains("no pass with this number"), "it says: {refused}");
    let refused = unlock("123").refusal();
    assert!(refused.contains("no PIN-ID"), "it says: {refused}");
    let nobody = crate::Staff { pin: "000000", ..EVA };
    nobody
        .ask(&venue, &["diary", "unlock", "--pin-id", &pass.pin_id])
        .refusal();
}

/// A venue at ten in the morning (UTC), with staff and a visitor who has a pass.
fn at_ten() -> (Venue, Pass) {
    let venue = Venue::open_with(None, Around::clock(TEN));
    EVA.join(&venue, "entrance").line();
    BO.join(&venue, "back-office").line();
    let pass = venue.pass(&Contact::conspicuous());
    (venue, pass)
}
