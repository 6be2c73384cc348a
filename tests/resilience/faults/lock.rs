//! Another program that holds the database for longer than the kiosk waits.

use std::thread::sleep;

use einlass_tests::{Album, OnInside, Pass, Run, Venue};
use rusqlite::Connection;

use crate::{OUT_OF_SERVICE, acknowledged::Acknowledged, words};

#[test]
fn nobody_is_let_in_while_another_program_holds_the_database() {
    let mut held = Held::begin();

    held.let_go();
    sleep(OUT_OF_SERVICE);
    held.album.hold_up(&held.passes[2].picture);

    assert_eq!(words(&held.kiosk.wait_for_answers(2)), ["welcome", "welcome"]);
    let answers = held.kiosk.kill();
    Acknowledged::default().settle(&held.venue, &answers, 3);
}

#[test]
fn whoever_was_not_answered_may_show_the_same_code_again_at_once() {
    let mut held = Held::begin();

    held.let_go();
    held.album.take_away();
    sleep(OUT_OF_SERVICE);
    held.album.hold_up(&held.passes[1].picture);

    assert_eq!(words(&held.kiosk.wait_for_answers(2)), ["welcome", "welcome"]);
}

/// A kiosk that has let one visitor in, and could not answer the second.
struct Held {
    venue: Venue,
    passes: Vec<Pass>,
    album: Album,
    kiosk: Run,
    holder: Connection,
}

impl Held {
    fn begin() -> Held {
        let venue = Venue::open();
        let passes = venue.passes(3);
        let album = Album::of_nothing();
        let mut kiosk = venue.start(&album, OnInside::Ask);
        album.hold_up(&passes[0].picture);
        kiosk.first_verdict();
        let holder = Connection::open(venue.data_folder().join("ledger.db")).expect("it is a database");
        holder
            .execute_batch("BEGIN IMMEDIATE")
            .expect("the kiosk writes only to answer");

        album.hold_up(&passes[1].picture);
        let errors = kiosk.wait_for_errors(1);
        assert!(errors[0].contains("database is locked"), "it says: {errors:?}");
        assert_eq!(words(&kiosk.answers()), ["welcome"], "told without writing");
        Held {
            venue,
            passes,
            album,
            kiosk,
            holder,
        }
    }

    fn let_go(&self) {
        self.holder
            .execute_batch("ROLLBACK")
            .expect("it holds the database");
    }
}
