//! The ledger on a real folder: what is appended is there after a restart, what is changed is found, what is over is closed.

#![expect(clippy::unwrap_used, reason = "a test stops where it is surprised")]

use std::path::Path;

use einlass_domain::{
    event::{Actor, EndWay, Fact, Refusal, Way},
    id::{PassTag, VisitId, VisitorTag},
    pass::ProfileKey,
    time::{Day, Timestamp},
};
use einlass_ledger::{
    DataFolder, Draft, Fault, Ledger, LedgerError, Opening, Record, SealedBy, find_fork, verify_folder,
};
use einlass_vault::{OwnerKey, Purpose};
use rand_core::OsRng;
use tempfile::TempDir;
use zeroize::Zeroizing;

const NOON: Timestamp = Timestamp(1_790_000_000_000);

fn venue(folder: &TempDir) -> (Ledger, OwnerKey) {
    let owner = OwnerKey::make(&mut OsRng);
    let opening = Opening {
        name: "Museum".into(),
        time_zone: "Europe/Berlin".into(),
        sealed_by: SealedBy::File,
    };
    let data = DataFolder::make(&folder.path().join("data")).unwrap();
    (
        Ledger::create(data, opening, &owner, NOON, &mut OsRng).unwrap(),
        owner,
    )
}

fn reopen(folder: &TempDir) -> Result<Ledger, LedgerError> {
    Ledger::open(DataFolder::take(&folder.path().join("data"))?, &mut OsRng)
}

fn draft(fact: Fact) -> Draft {
    Draft {
        actor: Actor::Visitor,
        fact,
        record: None,
    }
}

fn check_in(ledger: &mut Ledger, who: u8, pass: Option<ProfileKey>) -> VisitId {
    let fact = Fact::CheckedIn {
        visitor: VisitorTag([who; 16]),
        until: NOON.plus_ms(1),
        way: Way::Scanned,
        zone: None,
        limit: None,
        people: None,
    };
    let record = Record {
        purpose: Purpose::Visit,
        plaintext: Zeroizing::new(b"who came".to_vec()),
        pass,
    };
    let draft = Draft {
        record: Some(record),
        ..draft(fact)
    };
    ledger.append(vec![draft], NOON, &mut OsRng).unwrap()[0]
}

fn check_out(ledger: &mut Ledger, visit: VisitId) {
    ledger
        .append(
            vec![draft(Fact::CheckedOut {
                visit,
                way: EndWay::Scanned,
            })],
            NOON,
            &mut OsRng,
        )
        .unwrap();
}

#[test]
fn what_is_appended_is_there_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let (mut ledger, _) = venue(&folder);
    let visit = check_in(&mut ledger, 1, None);
    let gone = check_in(&mut ledger, 2, None);
    check_out(&mut ledger, gone);
    let before = ledger.state().digest();
    drop(ledger); // no farewell: what was appended does not depend on one
    let ledger = reopen(&folder).unwrap();
    assert_eq!(ledger.state().digest(), before);
    assert_eq!(
        ledger.state().open_visits().map(|(id, _)| id).collect::<Vec<_>>(),
        [visit]
    );
    assert_eq!(ledger.venue().name, "Museum");
    assert_eq!(ledger.verify().unwrap().fault, None);
    assert_eq!(ledger.verify().unwrap().events, 4);
}

#[test]
fn events_of_one_call_stand_or_fall_together() {
    let folder = TempDir::new().unwrap();
    let (mut ledger, _) = venue(&folder);
    let pass = PassTag([1; 16]);
    let drafts = vec![
        draft(Fact::PassIssued {
            pass,
            valid_until: Day(30_000),
        }),
        draft(Fact::ConsentGiven {
            pass,
            notice: 1,
            by: None,
        }),
    ];
    database(
        &folder,
        "CREATE TRIGGER stop BEFORE INSERT ON event WHEN (NEW.id & 0xFF) = 3 BEGIN SELECT RAISE(ABORT, 'no'); END",
    );
    assert!(matches!(
        ledger.append(drafts, NOON, &mut OsRng),
        Err(LedgerError::Database("take an event", _))
    ));
    assert_eq!(ledger.state().pass(pass), None);
    assert_eq!(ledger.event_count(), 1);
    database(&folder, "DROP TRIGGER stop");
    check_in(&mut ledger, 1, None);
    assert_eq!(
        ledger.verify().unwrap().fault,
        None,
        "the failed call left no gap"
    );
}

#[test]
fn a_record_is_open_to_the_kiosk_only_while_the_visit_is() {
    let folder = TempDir::new().unwrap();
    let (mut ledger, owner) = venue(&folder);
    let visit = check_in(&mut ledger, 1, Some(ProfileKey::make(&mut OsRng)));
    assert_eq!(ledger.live_record(visit).unwrap().as_slice(), b"who came");
    check_out(&mut ledger, visit);
    assert!(matches!(ledger.live_record(visit), Err(LedgerError::NoBody(_))));
    assert_eq!(
        ledger.record_as_owner(visit, &owner).unwrap().as_slice(),
        b"who came"
    );
    let another = OwnerKey::make(&mut OsRng);
    assert!(matches!(
        ledger.record_as_owner(visit, &another),
        Err(LedgerError::Seal { .. })
    ));
}

#[test]
fn a_live_wrap_leaves_no_bytes_behind() {
    let folder = TempDir::new().unwrap();
    let (mut ledger, _) = venue(&folder);
    let visit = check_in(&mut ledger, 1, None);
    let wrap: Vec<u8> = rusqlite::Connection::open(folder.path().join("data/ledger.db"))
        .unwrap()
        .query_row("SELECT live FROM event WHERE live IS NOT NULL", [], |row| {
            row.get(0)
        })
        .unwrap();
    let found = || {
        files(&folder.path().join("data"))
            .iter()
            .any(|file| contains(file, &wrap[12..]))
    };
    assert!(found(), "while inside it is there");
    check_out(&mut ledger, visit);
    ledger.tidy().unwrap();
    assert!(!found());
}

#[test]
fn one_program_at_a_time() {
    let folder = TempDir::new().unwrap();
    let (ledger, _) = venue(&folder);
    assert!(matches!(reopen(&folder), Err(LedgerError::InUse)));
    drop(ledger);
    assert!(reopen(&folder).is_ok());
    let again = DataFolder::make(&folder.path().join("data")).unwrap();
    let opening = Opening {
        name: "x".into(),
        time_zone: "UTC".into(),
        sealed_by: SealedBy::File,
    };
    let owner = OwnerKey::make(&mut OsRng);
    assert!(matches!(
        Ledger::create(again, opening, &owner, NOON, &mut OsRng),
        Err(LedgerError::AlreadySetUp)
    ));
    let empty = DataFolder::make(&folder.path().join("empty")).unwrap();
    assert!(matches!(
        Ledger::open(empty, &mut OsRng),
        Err(LedgerError::NotSetUp)
    ));
}

#[test]
fn whatever_is_changed_in_the_log_is_found() {
    type IsExpected = fn(&Fault) -> bool;
    let faults: [(&str, IsExpected); 5] = [
        (
            "UPDATE event SET head = zeroblob(length(head)) WHERE id & 0xFF = 2",
            |f| matches!(f, Fault::Rewritten(id) if id.seq == 2),
        ),
        (
            "UPDATE event SET body = zeroblob(length(body)) WHERE id & 0xFF = 2",
            |f| matches!(f, Fault::Rewritten(id) if id.seq == 2),
        ),
        (
            "UPDATE event SET day = day + 1 WHERE id & 0xFF = 3",
            |f| matches!(f, Fault::Rewritten(id) if id.seq == 3),
        ),
        (
            "UPDATE event SET signature = zeroblob(64) WHERE id & 0xFF = 3",
            |f| matches!(f, Fault::Rewritten(id) if id.seq == 3),
        ),
        (
            "DELETE FROM event WHERE id & 0xFF = 3",
            |f| matches!(f, Fault::Gap(id) if id.seq == 4),
        ),
    ];
    for (change, expected) in faults {
        let folder = TempDir::new().unwrap();
        let (mut ledger, _) = venue(&folder);
        check_in(&mut ledger, 1, None);
        ledger
            .append(
                vec![draft(Fact::ScanRefused {
                    reason: Refusal::Foreign,
                })],
                NOON,
                &mut OsRng,
            )
            .unwrap();
        ledger
            .append(vec![draft(Fact::NumberRefused)], NOON, &mut OsRng)
            .unwrap();
        database(&folder, change);
        let fault = ledger.verify().unwrap().fault;
        assert!(fault.as_ref().is_some_and(expected), "{change}: {fault:?}");
    }
}

#[test]
fn an_event_of_another_history_of_the_same_device_does_not_fit() {
    let folder = TempDir::new().unwrap();
    let (mut ledger, _) = venue(&folder);
    check_in(&mut ledger, 1, None);
    ledger.close().unwrap();
    let copied = TempDir::new().unwrap();
    let copy = std::process::Command::new("cp")
        .arg("-r")
        .arg(folder.path().join("data"))
        .arg(copied.path())
        .status();
    assert!(copy.unwrap().success());
    for (folder, reason) in [(&folder, Refusal::Foreign), (&copied, Refusal::Expired)] {
        let mut ledger = reopen(folder).unwrap();
        for fact in [Fact::ScanRefused { reason }, Fact::NumberRefused] {
            ledger.append(vec![draft(fact)], NOON, &mut OsRng).unwrap();
        }
        assert_eq!(ledger.verify().unwrap().fault, None);
    }
    let other = copied.path().join("data/ledger.db");
    let graft = format!(
        "ATTACH '{}' AS other; INSERT OR REPLACE INTO event SELECT * FROM other.event WHERE id & 0xFF = 4",
        other.display()
    );
    database(&folder, &graft);
    let fault = verify_folder(&folder.path().join("data")).unwrap().fault;
    assert!(matches!(fault, Some(Fault::Fork(id)) if id.seq == 4), "{fault:?}");
    let fork = find_fork(&folder.path().join("data"), &copied.path().join("data")).unwrap();
    assert!(matches!(fork, Some(id) if id.seq == 3), "{fork:?}");
}

#[test]
fn bodies_can_go_and_the_chain_still_holds() {
    let folder = TempDir::new().unwrap();
    let (mut ledger, _) = venue(&folder);
    check_in(&mut ledger, 1, None);
    database(&folder, "UPDATE event SET body = NULL");
    assert_eq!(ledger.verify().unwrap().fault, None);
}

#[test]
fn the_state_can_be_made_anew_and_compared() {
    let folder = TempDir::new().unwrap();
    let (mut ledger, _) = venue(&folder);
    let visit = check_in(&mut ledger, 1, None);
    assert_eq!(ledger.rebuild().unwrap().same_as_at_close, None);
    ledger.close().unwrap();
    let mut ledger = reopen(&folder).unwrap();
    let rebuilt = ledger.rebuild().unwrap();
    assert_eq!(rebuilt.same_as_at_close, Some(true));
    assert_eq!(rebuilt.digest, ledger.state().digest());
    database(&folder, "UPDATE fold SET digest = zeroblob(32)");
    assert_eq!(ledger.rebuild().unwrap().same_as_at_close, Some(false));
    database(
        &folder,
        "UPDATE event SET live = zeroblob(60) WHERE id & 0xFF = 1",
    );
    assert_eq!(ledger.rebuild().unwrap().stray_live_wraps, 1);
    assert!(ledger.live_record(visit).is_ok());
}

#[test]
fn a_clock_set_back_does_not_break_the_order() {
    let folder = TempDir::new().unwrap();
    let (mut ledger, _) = venue(&folder);
    let visit = check_in(&mut ledger, 1, None);
    let fact = Fact::CheckedOut {
        visit,
        way: EndWay::Scanned,
    };
    ledger
        .append(vec![draft(fact)], NOON.plus_ms(-86_400_000), &mut OsRng)
        .unwrap();
    assert_eq!(ledger.state().open_visits().len(), 0);
    assert!(ledger.state().clock().physical() >= NOON);
}

/// Changes the database behind the ledger's back.
fn database(folder: &TempDir, sql: &str) {
    let db = rusqlite::Connection::open(folder.path().join("data/ledger.db")).unwrap();
    db.execute_batch(sql).unwrap();
}

fn files(folder: &Path) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![std::fs::read(path).unwrap()]
            }
        })
        .collect()
}

fn contains(file: &[u8], needle: &[u8]) -> bool {
    file.windows(needle.len()).any(|window| window == needle)
}
