//! A data folder that a newer program has written: this one does not know what it would destroy, so it leaves it alone.

use einlass_tests::{Album, OnInside, Venue, content_of};
use rusqlite::Connection;

#[test]
fn a_folder_of_a_newer_program_is_refused_and_left_as_it_is() {
    let venue = Venue::open();
    let pass = venue.passes(1).remove(0);
    let album = Album::of([&pass.picture]);
    venue.show(&album, OnInside::Ask);
    let database = Connection::open(venue.data_folder().join("ledger.db")).expect("the kiosk has ended");
    database
        .pragma_update(None, "user_version", 99)
        .expect("the database is ours");
    drop(database);
    let before = content_of(&venue.data_folder());
    let backup = venue.file("backup.age");

    let refusals = [
        venue.try_show(&album, OnInside::Ask),
        venue.ask(&["inside"]),
        venue.ask(&["status"]),
        venue.ask(&["visit", "list"]),
        venue.ask(&["ledger", "verify"]),
        venue.ask(&["ledger", "rebuild"]),
        venue.ask(&["backup", "--to", backup.to_str().expect("a plain name")]),
        venue.ask_as_owner(&["keys", "drill"]),
        venue.ask_as_owner(&["settings", "--retention-days", "1"]),
    ];

    for refused in refusals {
        let why = refused.refusal();
        assert!(why.contains("newer program") && why.contains("99"), "{refused}");
    }
    let after = content_of(&venue.data_folder());
    assert!(
        before == after,
        "changed: {:?} to {:?}",
        before.keys(),
        after.keys()
    );
    assert!(!backup.exists());
}
