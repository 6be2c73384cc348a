//! Messages to visitors on a real folder: there after a power cut, open to the kiosk alone, gone with all their bytes.

use einlass_domain::{
    event::{Fact, LetterEnd, MessageWay},
    id::{CodeTag, EventId, PassTag},
    time::Day,
};
use einlass_ledger::{Draft, LedgerError, Record};
use einlass_vault::Purpose;
use rand_core::OsRng;
use zeroize::Zeroizing;

use crate::support::{NOON, Venue, contains_anywhere, draft};

const PASS: PassTag = PassTag([7; 16]);
const TEXT: &[u8] = b"visitor@example.com 0000 5724";

fn asked(tag: u8) -> Draft {
    draft(Fact::ConfirmationAsked {
        pass: PASS,
        tag: CodeTag([tag; 16]),
        by: NOON.plus_ms(1_000),
        way: MessageWay::Mail,
    })
}

fn written() -> Draft {
    let record = Record {
        purpose: Purpose::Letter,
        plaintext: Zeroizing::new(TEXT.to_vec()),
        pass: None,
    };
    Draft {
        record: Some(record),
        ..draft(Fact::LetterWritten { pass: PASS, to: None })
    }
}

fn register(venue: &mut Venue) -> EventId {
    let issued = draft(Fact::PassIssued {
        pass: PASS,
        valid_until: Day(30_000),
    });
    let next = venue.ledger.next_event(venue.now, &mut OsRng).unwrap();
    let events = venue
        .ledger
        .append(vec![issued, asked(1), written()], venue.now, &mut OsRng)
        .unwrap();
    assert_eq!(events[0], next, "what was foretold came");
    assert_eq!(events[2].seq, next.seq + 2);
    events[2]
}

fn append(venue: &mut Venue, draft: Draft) {
    venue.ledger.append(vec![draft], venue.now, &mut OsRng).unwrap();
}

#[test]
fn a_message_that_waits_and_the_names_of_companions_outlast_a_rebuild() {
    let mut venue = Venue::open();
    let letter = register(&mut venue);
    let visit = venue.check_in(1);
    let names = Record {
        purpose: Purpose::Party,
        plaintext: Zeroizing::new(TEXT.to_vec()),
        pass: None,
    };
    let party = Draft {
        record: Some(names),
        ..draft(Fact::PartySet { visit, people: 2 })
    };
    append(&mut venue, party);
    assert_eq!(venue.ledger.rebuild().unwrap().stray_live_wraps, 0);
    assert_eq!(venue.ledger.waiting_letter(letter).unwrap().as_slice(), TEXT);
    let named = venue.ledger.live_party(visit).unwrap().unwrap();
    assert_eq!(named.as_slice(), TEXT);
}

#[test]
fn a_message_survives_a_power_cut_and_is_gone_once_it_is_out() {
    let mut venue = Venue::open();
    let letter = register(&mut venue);
    venue.restart();
    let waiting: Vec<_> = venue.ledger.state().waiting_letters().collect();
    assert_eq!(waiting, [(letter, PASS)]);
    assert_eq!(venue.ledger.waiting_letter(letter).unwrap().as_slice(), TEXT);
    assert!(
        !contains_anywhere(&venue.data(), b"visitor@example.com"),
        "no clear address"
    );
    let sealed = sealed(&venue);
    assert_eq!(sealed.len(), 2);
    for bytes in &sealed {
        assert!(contains_anywhere(&venue.data(), &bytes[12..44]));
    }
    let end = LetterEnd::Sent;
    append(&mut venue, draft(Fact::LetterEnded { letter, end }));
    assert!(matches!(
        venue.ledger.waiting_letter(letter),
        Err(LedgerError::NoBody(_))
    ));
    venue.ledger.tidy().unwrap();
    for bytes in &sealed {
        assert!(!contains_anywhere(&venue.data(), &bytes[12..44]));
    }
    venue.assert_whole();
}

/// Body and live wrap of the one message, as they lie on the disk.
fn sealed(venue: &Venue) -> Vec<Vec<u8>> {
    let db = rusqlite::Connection::open(venue.data().join("ledger.db")).unwrap();
    db.query_row("SELECT body, live FROM event WHERE live IS NOT NULL", [], |row| {
        Ok(vec![row.get(0)?, row.get(1)?])
    })
    .unwrap()
}

#[test]
fn a_message_that_nobody_needs_any_more_is_gone_too() {
    for over in [
        asked(2),
        draft(Fact::Confirmed { pass: PASS }),
        draft(Fact::PassWithdrawn { pass: PASS }),
    ] {
        let mut venue = Venue::open();
        let letter = register(&mut venue);
        append(&mut venue, over);
        assert_eq!(venue.ledger.state().waiting_letters().count(), 0);
        assert!(matches!(
            venue.ledger.waiting_letter(letter),
            Err(LedgerError::NoBody(_))
        ));
    }
}

#[test]
fn the_end_of_a_day_leaves_the_messages_of_the_next_open() {
    let mut venue = Venue::open();
    let old = venue.check_in(1);
    venue.check_out(old);
    venue.days_later(31);
    let letter = register(&mut venue);
    assert_eq!(venue.shred().len(), 1);
    assert_eq!(venue.ledger.waiting_letter(letter).unwrap().as_slice(), TEXT);
}
