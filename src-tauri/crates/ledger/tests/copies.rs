//! Backups, restores, and what is left of a damaged database.

#![expect(clippy::unwrap_used, reason = "a test stops where it is surprised")]

#[expect(dead_code, reason = "each test file uses its part")]
mod support;

use std::{
    fs,
    io::{Seek, SeekFrom, Write},
};

use einlass_domain::event::Fact;
use einlass_ledger::{DataFolder, Fault, Ledger, LedgerError, SealedBy, restore};
use einlass_vault::OwnerKey;
use rand_core::OsRng;
use support::{NAME, Venue, contains};

#[test]
fn a_backup_is_the_owners_and_holds_no_key() {
    let mut venue = Venue::open();
    let open = venue.check_in(1);
    let path = venue.folder.path().join("backup.age");
    // From beside, as the tool does it while the kiosk runs.
    Ledger::look(&venue.data()).unwrap().backup(&path).unwrap();
    let sealed = fs::read(&path).unwrap();
    assert!(sealed.starts_with(b"age-encryption.org/v1"));
    let opened = venue.open_backup(&path);
    assert!(opened.starts_with(b"SQLite format 3"));
    let db = venue.folder.path().join("x.db");
    fs::write(&db, &opened).unwrap();
    let db = rusqlite::Connection::open(&db).unwrap();
    let live: i64 = db
        .query_row("SELECT count(*) FROM event WHERE live IS NOT NULL", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(live, 0, "who is inside cannot be read with a backup");
    assert!(
        venue.ledger.live_record(open).is_ok(),
        "the ledger itself has not changed"
    );
    let ring = venue.ledger.keys().ring();
    for key in [ring.live.expose(), ring.ledger.expose(), ring.pass_index.expose()] {
        assert!(!contains(&opened, key.as_slice()));
    }
    assert!(!contains(&opened, NAME.as_bytes()));
    let other = OwnerKey::make(&mut OsRng);
    let refused = einlass_vault::open_file(&other, sealed.as_slice(), &mut Vec::new());
    assert!(refused.is_err());
    let leftovers: Vec<_> = fs::read_dir(venue.data())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        !leftovers
            .iter()
            .any(|name| name.to_string_lossy().contains("half")),
        "{leftovers:?}"
    );
}

#[test]
fn a_backup_is_made_where_no_kiosk_runs_too() {
    let mut venue = Venue::open();
    venue.check_in(1);
    venue.stop();
    let path = venue.folder.path().join("backup.age");
    Ledger::look(&venue.data()).unwrap().backup(&path).unwrap();
    assert!(venue.open_backup(&path).starts_with(b"SQLite format 3"));
}

#[test]
fn a_backup_that_cannot_be_written_leaves_nothing_and_harms_nothing() {
    let mut venue = Venue::open();
    venue.check_in(1);
    let nowhere = venue.folder.path().join("no such folder/backup.age");
    assert!(matches!(
        venue.ledger.backup(&nowhere),
        Err(LedgerError::Backup(_))
    ));
    venue.check_in(2);
    venue.assert_whole();
}

#[test]
fn a_restored_venue_begins_a_log_of_its_own() {
    let mut venue = Venue::open();
    let visit = venue.check_in(1);
    venue.append(Fact::OwnerLooksSet { allowed: true });
    let backup = venue.folder.path().join("backup.age");
    venue.ledger.backup(&backup).unwrap();
    venue.check_in(2);
    let (old, events) = (venue.ledger.device(), venue.ledger.event_count());

    let elsewhere = venue.folder.path().join("elsewhere");
    let folder = || DataFolder::make(&elsewhere).unwrap();
    let stranger = OwnerKey::make(&mut OsRng);
    let refused = restore(
        folder(),
        &backup,
        &stranger,
        SealedBy::File,
        venue.now,
        &mut OsRng,
    );
    assert!(matches!(refused, Err(LedgerError::Restore(_))), "{refused:?}");
    drop(refused);
    let mut restored = restore(
        folder(),
        &backup,
        &venue.owner,
        SealedBy::File,
        venue.now,
        &mut OsRng,
    )
    .unwrap();
    assert_ne!(
        restored.device(),
        old,
        "nobody goes on where another machine may be going on"
    );
    assert_eq!(restored.event_count(), 1);
    assert_eq!(restored.venue(), venue.ledger.venue());
    assert!(restored.state().owner_may_look(), "settings are back");
    assert_eq!(restored.state().joined().last().unwrap().replaces, Some(old));
    assert_eq!(
        (restored.unreadable_count(), restored.state().visit_count()),
        (1, 0)
    );
    assert!(
        restored.record_as_owner(visit, &venue.owner).is_err(),
        "their keys are in no backup"
    );
    assert_eq!(
        restored.keys().ring().pass_signer.public(),
        venue.ledger.keys().ring().pass_signer.public(),
        "passes stay valid"
    );
    // On the same day, with a key of its own.
    let fact = Fact::NumberRefused;
    restored
        .append(vec![support::draft(fact)], venue.now, &mut OsRng)
        .unwrap();
    assert_eq!(restored.verify().unwrap().fault, None);
    assert!(events > 1);
    restored.close().unwrap();
    let looking = Ledger::look(&elsewhere).unwrap();
    assert_eq!((looking.unreadable_count(), looking.event_count()), (1, 2));
    drop(looking);
    let again = (0..100).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        DataFolder::take(&elsewhere).ok()
    });
    let again = restore(
        again.unwrap(),
        &backup,
        &venue.owner,
        SealedBy::File,
        venue.now,
        &mut OsRng,
    );
    assert!(matches!(again, Err(LedgerError::AlreadySetUp)));
}

#[test]
fn a_cut_or_changed_backup_restores_nothing() {
    let mut venue = Venue::open();
    venue.check_in(1);
    let backup = venue.folder.path().join("backup.age");
    venue.ledger.backup(&backup).unwrap();
    let whole = fs::read(&backup).unwrap();
    for (number, broken) in [
        &whole[..whole.len() / 2],
        &whole[..100],
        b"",
        b"age-encryption.org/v1\n",
    ]
    .iter()
    .enumerate()
    {
        fs::write(&backup, broken).unwrap();
        let folder = DataFolder::make(&venue.folder.path().join(format!("elsewhere-{number}"))).unwrap();
        let refused = restore(
            folder,
            &backup,
            &venue.owner,
            SealedBy::File,
            venue.now,
            &mut OsRng,
        );
        assert!(
            matches!(refused, Err(LedgerError::Restore(_))),
            "{number}: {refused:?}"
        );
    }
}

/// Breaks the database of a stopped venue and starts it again.
fn broken(
    venue: &mut Venue,
    damage: impl FnOnce(&mut fs::File, u64),
) -> Result<einlass_ledger::Recovered, LedgerError> {
    venue.stop();
    let path = venue.data().join("ledger.db");
    let mut file = fs::OpenOptions::new().write(true).open(&path).unwrap();
    let len = file.metadata().unwrap().len();
    damage(&mut file, len);
    drop(file);
    let folder = (0..100).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        DataFolder::take(&venue.data()).ok()
    });
    let (ledger, recovered) = Ledger::open_or_recover(folder.unwrap(), venue.now, &mut OsRng)?;
    venue.ledger = ledger;
    Ok(recovered.expect("the damage was seen"))
}

fn venue_with_visits(count: u8) -> Venue {
    let mut venue = Venue::open();
    for who in 0..count {
        let visit = venue.check_in(who);
        if who % 2 == 0 {
            venue.check_out(visit);
        }
    }
    venue
}

#[test]
fn a_destroyed_header_is_survived_by_the_copy() {
    let mut venue = venue_with_visits(10);
    venue.ledger.copy().unwrap();
    let before = venue.ledger.state().visit_count();
    venue.check_in(11);
    let recovered = broken(&mut venue, |file, _| file.write_all(&[0xA5; 200]).unwrap()).unwrap();
    assert!(
        recovered.aside.join("ledger.db").exists(),
        "it is moved aside, not deleted"
    );
    assert_eq!((recovered.from_copy, recovered.salvaged), (16, 0));
    assert_eq!(venue.ledger.state().visit_count(), before);
    assert_eq!(
        venue.ledger.event_count(),
        1,
        "the device writes under a new name"
    );
    assert_eq!(venue.ledger.verify().unwrap().fault, None);
    venue.check_in(12);
    venue.assert_whole();
}

#[test]
fn a_broken_page_costs_its_events_and_no_others() {
    for with_copy in [false, true] {
        let mut venue = venue_with_visits(40);
        if with_copy {
            venue.ledger.copy().unwrap();
        }
        venue.check_in(41);
        let events = venue.ledger.event_count();
        venue.ledger.tidy().unwrap();
        let recovered = broken(&mut venue, |file, len| {
            file.seek(SeekFrom::Start(len / 2 / 4_096 * 4_096)).unwrap();
            file.write_all(&[0xA5; 4_096]).unwrap();
        })
        .unwrap();
        let kept = recovered.from_copy + recovered.salvaged;
        assert!(events - 8 <= kept && kept <= events, "{kept} of {events}");
        let fault = venue.ledger.verify().unwrap().fault;
        if with_copy {
            assert_eq!((kept, fault), (events, None), "the copy fills the hole");
        } else {
            assert!(
                matches!(fault, Some(Fault::Gap(_))),
                "the hole is named: {fault:?}"
            );
        }
        venue.check_in(42);
    }
}

#[test]
fn an_event_that_was_exchanged_is_not_taken_for_a_genuine_one() {
    let mut venue = venue_with_visits(6);
    venue.change("UPDATE event SET head = zeroblob(length(head)) WHERE id & 0xFFFF = 3");
    let events = venue.ledger.event_count();
    let recovered = broken(&mut venue, |_, _| {}).unwrap();
    assert_eq!(recovered.salvaged, events - 1);
    assert!(matches!(
        venue.ledger.verify().unwrap().fault,
        Some(Fault::Gap(_))
    ));
}

#[test]
fn where_nothing_can_be_saved_nothing_is_touched() {
    let mut venue = venue_with_visits(4);
    let refused = broken(&mut venue, |file, len| {
        file.write_all(&vec![0xA5; usize::try_from(len).unwrap()])
            .unwrap();
    });
    assert!(matches!(refused, Err(LedgerError::BeyondRepair)), "{refused:?}");
    assert_eq!(fs::read(venue.data().join("ledger.db")).unwrap()[..4], [0xA5; 4]);
}

#[test]
fn an_interrupted_recovery_is_finished_or_begun_anew() {
    let mut venue = venue_with_visits(6);
    venue.ledger.copy().unwrap();
    let whole = venue.copy_of_data();
    broken(&mut venue, |file, _| file.write_all(&[0xA5; 200]).unwrap()).unwrap();
    let events = venue.ledger.event_count();
    venue.stop();
    // The new database is there, the damaged one has not left its place.
    let data = venue.data();
    fs::rename(data.join("ledger.db"), data.join("ledger.next")).unwrap();
    fs::write(data.join("ledger.db"), [0xA5; 8_192]).unwrap();
    fs::write(data.join("ledger.db-wal"), [0xA5; 512]).unwrap();
    venue.start();
    assert_eq!(venue.ledger.event_count(), events);
    venue.assert_whole();
    venue.stop();
    // The keys have the new name already, the database does not know it yet.
    let keys = data.join("keys");
    venue.replace_data(&whole, Some(&keys));
    let recovered = broken(&mut venue, |_, _| {}).unwrap();
    assert!(recovered.from_copy > 0);
    venue.assert_whole();
}
