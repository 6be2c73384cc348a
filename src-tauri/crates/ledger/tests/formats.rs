//! A data folder of every format that ever left the house, opened by the program of today.
//!
//! Each was made by the program of its time: `init`, three passes, three visits of which one has ended. They stay as they are.

#![expect(clippy::unwrap_used, reason = "a test stops where it is surprised")]

#[expect(dead_code, reason = "each test file uses its part")]
mod support;

use std::{fs, path::Path};

use einlass_domain::{event::Fact, id::EventId, time::Timestamp};
use einlass_ledger::{DataFolder, Ledger, LedgerError};
use einlass_vault::OwnerKey;
use rand_core::OsRng;
use support::{copy_folder, draft};
use tempfile::TempDir;

fn opened(format: u32) -> (Ledger, OwnerKey, TempDir) {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/formats/{format}"));
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    copy_folder(&kept, &data);
    let owner = fs::read(data.join("owner.age")).unwrap();
    let passphrase = fs::read_to_string(data.join("passphrase")).unwrap();
    let owner = OwnerKey::from_file(&owner, passphrase.trim()).unwrap();
    let ledger = Ledger::open(DataFolder::take(&data).unwrap(), &mut OsRng).unwrap();
    (ledger, owner, folder)
}

fn stands_and_goes_on(format: u32) {
    let (mut ledger, owner, folder) = opened(format);
    let state = ledger.state();
    assert_eq!(
        (state.pass_count(), state.visit_count(), state.open_visits().len()),
        (3, 3, 2)
    );
    assert_eq!(ledger.verify().unwrap().fault, None);
    let visits: Vec<EventId> = state.visits().map(|(id, _)| id).collect();
    for visit in &visits {
        let is_open = ledger.state().visit(*visit).unwrap().is_open();
        assert_eq!(ledger.live_record(*visit).is_ok(), is_open);
        let record = ledger.record_as_owner(*visit, &owner).unwrap();
        let name = b"Number ";
        assert!(record.windows(name.len()).any(|window| window == name));
    }
    let events = ledger.event_count();
    let later = Timestamp(1_795_400_000_000);
    ledger
        .append(vec![draft(Fact::NumberRefused)], later, &mut OsRng)
        .unwrap();
    assert_eq!(ledger.event_count(), events + 1, "the log goes on where it stood");
    let digest = ledger.state().digest();
    drop(ledger);
    let again = (0..100).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        DataFolder::take(&folder.path().join("data")).ok()
    });
    let again = Ledger::open(again.unwrap(), &mut OsRng).unwrap();
    assert_eq!(again.state().digest(), digest);
    assert_eq!(again.verify().unwrap().fault, None);
}

#[test]
fn format_1_stands_and_goes_on() {
    stands_and_goes_on(1);
    let (ledger, owner, folder) = opened(1);
    drop(ledger);
    let names: Vec<_> = fs::read_dir(folder.path().join("data/keys"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), 2, "one ring and its device key: {names:?}");
    assert!(
        owner.venue_keys().is_err(),
        "its owner's key has no seed, and says so when one is needed"
    );
}

#[test]
fn format_2_stands_and_goes_on() {
    stands_and_goes_on(2);
    let (ledger, owner, _folder) = opened(2);
    assert!(ledger.open_canary(&owner).is_ok());
    let venue = owner.venue_keys().unwrap();
    assert_eq!(
        venue.pass_signer.public(),
        ledger.venue().pass_key,
        "what the seed gives is what the kiosk holds"
    );
}

#[test]
fn whoever_only_looks_does_not_bring_an_old_folder_up_to_date() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/1");
    let folder = TempDir::new().unwrap();
    copy_folder(&kept, &folder.path().join("data"));
    assert!(matches!(
        Ledger::look(&folder.path().join("data")),
        Err(LedgerError::Older)
    ));
}
