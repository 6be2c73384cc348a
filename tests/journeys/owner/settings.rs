//! What only the owner decides.

use einlass_tests::{Album, Contact, OnInside, Venue};

use crate::{assert_unprinted, events, plain};

#[test]
fn settings_change_with_the_owners_key_only() {
    let (venue, other) = (Venue::open(), Venue::open());
    let shown = venue.ask(&["settings"]).line();
    assert_eq!(
        (&shown["retention_days"], &shown["owner_looks"]),
        (&30.into(), &false.into())
    );
    let before = events(&venue);

    let refused = venue.ask(&["settings", "--retention-days", "7"]).refusal();
    assert!(refused.contains("owner's key"), "it says: {refused}");
    let refused = venue.ask(&["settings", "--owner-looks", "on"]).refusal();
    assert!(refused.contains("owner's key"), "it says: {refused}");
    let theirs = [
        "--owner-key",
        &plain(&other.owner_key()),
        "--passphrase-file",
        &plain(&other.passphrase_file()),
    ];
    let refused = venue
        .ask(&[&["settings", "--retention-days", "7"], &theirs[..]].concat())
        .refusal();
    assert!(refused.contains("another venue's owner"), "it says: {refused}");
    for days in ["0", "31", "255"] {
        let refused = venue
            .ask_as_owner(&["settings", "--retention-days", days])
            .refusal();
        assert!(refused.contains("1 to 30 days"), "{days}: it says: {refused}");
    }
    assert_eq!(venue.ask(&["settings"]).line(), shown);
    assert_eq!(events(&venue), before, "a refusal is no change");

    let changed = venue
        .ask_as_owner(&["settings", "--retention-days", "7", "--owner-looks", "on"])
        .line();
    assert_eq!(
        (&changed["retention_days"], &changed["owner_looks"]),
        (&7.into(), &true.into())
    );
    assert_eq!(venue.ask(&["settings"]).line(), changed);
    assert_eq!(venue.status()["retention_days"], 7);
    assert_eq!(events(&venue), before + 2, "each setting is an event");
    venue.ledger("verify");
    assert_unprinted(&venue, &[]);
}

#[test]
fn the_owners_key_opens_no_visit_unless_the_settings_say_so() {
    let venue = Venue::open();
    let contact = Contact::conspicuous();
    let pass = venue.pass(&contact);
    let album = Album::of([&pass.picture]);
    let visit = venue.show(&album, OnInside::Go)[0].visit();
    venue.show(&album, OnInside::Go);
    let open = || venue.ask_as_owner(&["visit", "open", "--visit", &visit]);

    let refused = open().refusal();
    assert!(refused.contains("settings do not allow"), "it says: {refused}");

    venue.ask_as_owner(&["settings", "--owner-looks", "on"]).line();
    let before = events(&venue);
    let opened = open().line();
    assert_eq!(opened["pin_id"], pass.pin_id.as_str());
    assert_eq!(opened["contact"]["last_name"], contact.last_name);
    assert_eq!(events(&venue), before + 1, "every look is an event");
    let other = Venue::open();
    let theirs = [
        "--owner-key",
        &plain(&other.owner_key()),
        "--passphrase-file",
        &plain(&other.passphrase_file()),
    ];
    venue
        .ask(&[&["visit", "open", "--visit", &visit], &theirs[..]].concat())
        .refusal();

    venue.ask_as_owner(&["settings", "--owner-looks", "off"]).line();
    open().refusal();
    venue.ledger("verify");
}
