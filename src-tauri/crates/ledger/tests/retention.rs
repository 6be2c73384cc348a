//! The end of a day: key, events and traces go, at the right time, whatever the clock does, and never half.

#![expect(clippy::unwrap_used, reason = "a test stops where it is surprised")]

mod letters;
mod support;

use einlass_domain::{
    event::{EndWay, Fact},
    id::VisitId,
    retention::RetentionDays,
    time::{Day, Timestamp},
};
use einlass_ledger::{DataFolder, Fault, Ledger, LedgerError, verify_folder};
use einlass_vault::OwnerKey;
use rand_core::OsRng;
use support::{NOON, Venue, contains_anywhere};

const DAY_MS: i64 = 86_400_000;

#[test]
fn after_its_last_day_a_day_is_gone_and_the_rest_stands() {
    let mut venue = Venue::open();
    let old = venue.check_in(1);
    venue.check_out(old);
    let key = venue.day_key(venue.day_of(old)).unwrap();
    venue.days_later(5);
    let young = venue.check_in(2);
    venue.days_later(25);
    assert!(venue.shred().is_empty(), "the thirtieth day is the last one");
    assert!(!venue.ledger.is_overdue().unwrap());
    venue.days_later(1);
    assert!(venue.ledger.is_overdue().unwrap());
    let gone = venue.shred();
    assert_eq!(gone.len(), 1);
    assert_eq!((gone[0].visits, gone[0].events), (1, 2));
    assert!(!venue.ledger.is_overdue().unwrap());
    assert!(matches!(
        venue.ledger.record_as_owner(old, &venue.owner),
        Err(LedgerError::NoBody(_))
    ));
    assert_eq!(venue.ledger.state().visit(old), None);
    assert!(venue.ledger.live_record(young).is_ok());
    let digest = venue.ledger.state().digest();
    venue.assert_whole();
    assert_eq!(
        venue.ledger.rebuild().unwrap().digest,
        digest,
        "as if it had never been"
    );
    assert!(!contains_anywhere(&venue.data(), &key));
    assert!(venue.shred().is_empty(), "it is said once");
}

#[test]
fn the_device_key_that_sealed_a_dead_key_is_gone_too() {
    let mut venue = Venue::open();
    venue.check_in(1);
    let before = venue.key_files();
    venue.days_later(31);
    venue.shred();
    let after = venue.key_files();
    assert_eq!(after.len(), 2, "{after:?}");
    assert!(
        before.iter().all(|name| !after.contains(name)),
        "{before:?} {after:?}"
    );
}

#[test]
fn the_owner_may_want_it_shorter_but_never_longer() {
    let mut venue = Venue::open();
    let days = RetentionDays::new(7).unwrap();
    venue.append(Fact::RetentionSet { days });
    venue.check_in(1);
    venue.days_later(7);
    assert!(venue.shred().is_empty());
    venue.days_later(1);
    assert_eq!(venue.shred().len(), 1);
}

#[test]
fn what_is_missing_without_a_certificate_is_a_gap() {
    let mut venue = Venue::open();
    for who in 1..4 {
        venue.check_in(who);
    }
    venue.days_later(31);
    venue.shred();
    venue.check_in(4);
    venue.check_in(5);
    venue.assert_whole();
    venue.change("DELETE FROM event WHERE id & 0xFFFF = 6");
    let fault = verify_folder(&venue.data()).unwrap().fault;
    assert!(matches!(fault, Some(Fault::Gap(id)) if id.seq == 7), "{fault:?}");
}

/// A kiosk that runs day and night and looks every hour.
fn run_hours(venue: &mut Venue, hours: i64, wall: impl Fn(i64) -> Timestamp) {
    for hour in 0..hours {
        venue.now = wall(hour);
        venue.ledger.tick(venue.now, 3_600_000, false).unwrap();
    }
}

#[test]
fn a_clock_set_back_prolongs_nothing() {
    let mut venue = Venue::open();
    venue.check_in(1);
    run_hours(&mut venue, 31 * 24, |hour| {
        NOON.plus_ms(-300 * DAY_MS + hour * 3_600_000)
    });
    assert_eq!(venue.shred().len(), 1);
    // And what was written while it was wrong lives as long as anything else.
    let visit = venue.check_in(2);
    assert!(venue.day_of(visit) < venue.ledger.today());
    assert!(venue.shred().is_empty());
    run_hours(&mut venue, 31 * 24, |hour| {
        NOON.plus_ms(-200 * DAY_MS + hour * 3_600_000)
    });
    assert_eq!(venue.shred().len(), 1);
    venue.assert_whole();
}

#[test]
fn a_clock_set_forward_destroys_nothing_early() {
    let mut venue = Venue::open();
    venue.check_in(1);
    let wrong = |hour: i64| NOON.plus_ms(400 * DAY_MS + hour * 3_600_000);
    run_hours(&mut venue, 24, wrong);
    assert!(venue.ledger.is_clock_doubtful());
    assert!(venue.shred().is_empty());
    venue.restart();
    assert!(venue.shred().is_empty(), "nor after a restart");
    let written_then = venue.check_in(2);
    // Set right by hand, confirmed.
    venue.now = NOON.plus_ms(2 * DAY_MS);
    venue.ledger.confirm_clock(venue.now, &mut OsRng).unwrap();
    assert!(!venue.ledger.is_clock_doubtful());
    venue.days_later(29);
    assert_eq!(venue.shred().len(), 1, "thirty-one days after the first");
    venue.days_later(1);
    assert_eq!(
        venue.shred().len(),
        1,
        "the day with the wrong name lives no longer than others"
    );
    assert_eq!(venue.ledger.state().visit(written_then), None);
}

#[test]
fn a_reader_holds_the_last_step_up_and_that_is_said() {
    let mut venue = Venue::open();
    venue.check_in(1);
    venue.days_later(31);
    let reader = rusqlite::Connection::open(venue.data().join("ledger.db")).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM event").unwrap();
    let shredded = venue.ledger.shred(venue.now, &mut OsRng);
    assert!(matches!(shredded, Err(LedgerError::NotCut)), "{shredded:?}");
    assert!(venue.ledger.is_overdue().unwrap());
    reader.execute_batch("COMMIT").unwrap();
    venue.shred();
    assert!(!venue.ledger.is_overdue().unwrap());
}

/// Wherever the power fails between the steps, the next start finishes what was begun.
#[test]
fn an_interrupted_destruction_is_finished() {
    let mut venue = Venue::open();
    let visit = venue.check_in(1);
    let day = venue.day_of(visit);
    venue.days_later(31);
    let folder_before = venue.copy_of_data();
    venue.shred();
    // The keys are those after the first step, the database is that before it.
    venue.stop();
    let keys_after = venue.data().join("keys");
    venue.replace_data(&folder_before, Some(&keys_after));
    venue.start();
    assert_eq!(venue.ledger.unreadable_count(), 1);
    assert_eq!(
        venue.ledger.state().destructions().count(),
        0,
        "nothing is certified yet"
    );
    assert!(venue.ledger.is_overdue().unwrap());
    // Whatever is written next, the remains go first: a new key for the same day must not meet old events.
    venue.check_in(2);
    let gone: Vec<_> = venue.ledger.state().destructions().copied().collect();
    assert_eq!((gone.len(), gone[0].day, gone[0].visits), (1, day, 1));
    venue.assert_whole();
}

/// The keys were written before the events were deleted, and never since.
#[test]
fn a_destruction_that_is_whole_is_not_overdue_after_a_restart() {
    let mut venue = Venue::open();
    venue.check_in(1);
    venue.days_later(31);
    assert_eq!(venue.shred().len(), 1);
    venue.restart();
    assert!(!venue.ledger.is_overdue().unwrap());
}

#[test]
fn forty_five_days_with_two_changes_of_the_clocks_leave_nothing_behind() {
    for start in ["2026-10-20T08:00:00Z", "2027-03-20T08:00:00Z"] {
        let start = Timestamp(start.parse::<jiff::Timestamp>().unwrap().as_millisecond());
        let mut venue = Venue::open_at(start);
        let mut keys: Vec<(Day, [u8; 32])> = Vec::new();
        let mut visits: Vec<(Day, VisitId)> = Vec::new();
        for hour in 0..45 * 24 {
            venue.now = start.plus_ms(hour * 3_600_000);
            venue
                .ledger
                .tick(venue.now, 3_600_000 * i64::from(hour > 0), false)
                .unwrap();
            let today = venue.ledger.today();
            if hour % 6 == 0 {
                let visit = venue.check_in(u8::try_from(hour % 200).unwrap());
                if hour % 12 == 0 {
                    venue.check_out(visit);
                }
                visits.push((today, visit));
                if keys.last().is_none_or(|(day, _)| *day != today) {
                    keys.push((today, venue.day_key(today).unwrap()));
                }
            }
            if hour % 24 == 3 {
                venue.shred();
                venue.ledger.copy().unwrap();
            }
            if hour % 100 == 99 {
                venue.restart();
            }
        }
        venue.shred();
        venue.ledger.copy().unwrap();
        let backup = venue.folder.path().join("backup.age");
        venue.ledger.backup(&backup).unwrap();
        let today = venue.ledger.today();
        let is_over = |day: &Day| day.plus(30) < today;
        assert_eq!(
            keys.iter().filter(|(day, _)| is_over(day)).count(),
            15,
            "{start:?}"
        );
        for (day, key) in &keys {
            assert_eq!(venue.day_key(*day).is_none(), is_over(day), "{day}");
            assert!(
                !contains_anywhere(venue.folder.path(), key),
                "{day}: the key is never in clear on the disk"
            );
        }
        for (day, visit) in &visits {
            let opened = venue.ledger.record_as_owner(*visit, &venue.owner);
            assert_eq!(opened.is_err(), is_over(day), "{day}");
        }
        let opened_backup = venue.open_backup(&backup);
        for text in [support::NAME.as_bytes(), &b"PRIVATE"[..]] {
            assert!(!contains_anywhere(venue.folder.path(), text));
            assert!(!support::contains(&opened_backup, text));
        }
        let rows = support::rows_of(&opened_backup);
        assert!(
            rows.iter().all(|day| !is_over(day)),
            "no row of a dead day is in the backup either"
        );
        venue.assert_whole();
    }
}

#[test]
fn a_visit_that_ends_after_midnight_dies_as_a_whole() {
    let mut venue = Venue::open();
    let visit = venue.check_in(1);
    venue.days_later(1);
    venue.check_out(visit);
    venue.days_later(30);
    let gone = venue.shred();
    assert_eq!(gone[0].events, 2, "its end goes with its beginning");
    assert_eq!(venue.ledger.state().visit_count(), 0);
}

#[test]
fn a_mistaken_check_in_leaves_no_record() {
    let mut venue = Venue::open();
    let visit = venue.check_in(1);
    venue.append(Fact::VisitAnnulled {
        visit,
        why: einlass_domain::event::Why::OtherPerson,
    });
    assert!(matches!(
        venue.ledger.record_as_owner(visit, &venue.owner),
        Err(LedgerError::NoBody(_))
    ));
    assert!(venue.ledger.live_record(visit).is_err());
    venue.assert_whole();
}

#[test]
fn the_canary_opens_with_the_owners_key_only_and_the_kiosk_learns_of_it() {
    let mut venue = Venue::open();
    assert!(matches!(
        venue.ledger.open_canary(&venue.owner),
        Err(LedgerError::NoCanary)
    ));
    assert!(venue.ledger.lay_canary(venue.now, &mut OsRng).unwrap());
    assert!(!venue.ledger.lay_canary(venue.now, &mut OsRng).unwrap());
    assert!(!venue.ledger.is_proof_due(venue.now));
    venue.days_later(31);
    assert!(venue.ledger.is_proof_due(venue.now));
    assert!(venue.ledger.lay_canary(venue.now, &mut OsRng).unwrap());
    let other = OwnerKey::make(&mut OsRng);
    assert!(matches!(
        venue.ledger.open_canary(&other),
        Err(LedgerError::Seal { .. })
    ));
    // The drill looks on while the kiosk runs.
    let looking = Ledger::look(&venue.data()).unwrap();
    let canary = looking.open_canary(&venue.owner).unwrap();
    einlass_ledger::leave_proof(&venue.data(), &canary).unwrap();
    drop(looking);
    assert!(venue.ledger.take_proof(venue.now, &mut OsRng).unwrap());
    assert!(!venue.ledger.is_proof_due(venue.now));
    assert!(
        !venue.ledger.take_proof(venue.now, &mut OsRng).unwrap(),
        "it is taken once"
    );
    std::fs::write(venue.data().join("owner-key-proof"), b"I have it, really").unwrap();
    assert!(!venue.ledger.take_proof(venue.now, &mut OsRng).unwrap());
}

#[test]
fn whoever_only_looks_cannot_write() {
    let mut venue = Venue::open();
    let visit = venue.check_in(1);
    let mut looking = Ledger::look(&venue.data()).unwrap();
    let end = Fact::CheckedOut {
        visit,
        way: EndWay::Scanned,
    };
    let appended = looking.append(vec![support::draft(end)], venue.now, &mut OsRng);
    assert!(matches!(appended, Err(LedgerError::ReadOnly(_))), "{appended:?}");
    assert_eq!(venue.ledger.verify().unwrap().events, 2);
    let empty = DataFolder::make(&venue.folder.path().join("empty")).unwrap();
    drop(empty);
    assert!(matches!(
        Ledger::look(&venue.folder.path().join("empty")),
        Err(LedgerError::NotSetUp)
    ));
}
