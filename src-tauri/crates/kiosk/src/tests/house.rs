//! Keeping house: the nights of a kiosk.

use einlass_domain::{
    admission::{OnInside, Traffic},
    event::Actor,
    rules::VenueRules,
};
use einlass_testkit::{ManualClock, START, contact, make_venue};
use rand_core::OsRng;
use tempfile::TempDir;

use super::stage::{settle, stage_without_printer};
use crate::{Entrance, Notice, Verdict};

const HOUR_MS: i64 = 3_600_000;

fn door(folder: &TempDir) -> (Entrance<ManualClock, OsRng>, ManualClock) {
    let clock = ManualClock::at(START);
    let (ledger, _) = make_venue(&folder.path().join("data")).unwrap();
    let door = Entrance::new(ledger, clock.clone(), OsRng, Some(OnInside::Go));
    (door, clock)
}

#[test]
fn a_day_is_destroyed_in_the_night_after_its_last_day_without_anybody_asking() {
    let folder = TempDir::new().unwrap();
    let (mut door, clock) = door(&folder);
    let code = door.register(contact("One"), None).unwrap().code;
    let verdict = door.show_code(code.as_bytes()).unwrap();
    assert!(matches!(verdict, Verdict::Welcome { .. }));
    let mut destroyed_after = None;
    for hour in 0..33 * 24 {
        assert!(door.keep_house().is_empty());
        if door.status().last_destruction.is_some() && destroyed_after.is_none() {
            destroyed_after = Some(hour);
        }
        clock.advance_ms(HOUR_MS);
    }
    // It began at a quarter past four in the afternoon; the thirty-first midnight after that is 30 days and 8 hours away.
    assert_eq!(destroyed_after, Some(30 * 24 + 8));
    let status = door.status();
    assert_eq!(status.last_destruction.unwrap().visits, 1);
    assert!(!status.destruction_overdue);
    assert!(folder.path().join("data/copy.db").exists());
    assert_eq!(door.ledger().verify().unwrap().fault, None);
}

#[test]
fn staff_is_told_what_needs_attention() {
    let folder = TempDir::new().unwrap();
    let (mut door, clock) = door(&folder);
    assert!(door.keep_house().is_empty());
    assert!(door.house_notices().is_empty(), "{:?}", door.house_notices());
    for _ in 0..31 * 24 {
        clock.advance_ms(HOUR_MS);
        door.keep_house();
    }
    assert!(door.house_notices().contains(&Notice::OwnerKeyUnproven));
    clock.jump_ms(-100 * HOUR_MS);
    door.keep_house();
    assert!(door.house_notices().contains(&Notice::ClockDoubtful));
    einlass_ledger::leave_clock_note(
        &folder.path().join("data"),
        einlass_domain::time::Clock::now(&clock),
    )
    .unwrap();
    door.keep_house();
    assert!(!door.house_notices().contains(&Notice::ClockDoubtful));
}

#[test]
fn a_destruction_that_is_held_up_is_an_alarm_until_it_works() {
    let folder = TempDir::new().unwrap();
    let (mut door, clock) = door(&folder);
    let code = door.register(contact("One"), None).unwrap().code;
    door.show_code(code.as_bytes()).unwrap();
    for _ in 0..30 * 24 {
        clock.advance_ms(HOUR_MS);
        door.keep_house();
    }
    let reader = rusqlite::Connection::open(folder.path().join("data/ledger.db")).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM event").unwrap();
    clock.advance_ms(24 * HOUR_MS);
    assert!(!door.keep_house().is_empty());
    assert!(door.house_notices().contains(&Notice::DestructionOverdue));
    reader.execute_batch("COMMIT").unwrap();
    clock.advance_ms(30_000);
    assert!(door.keep_house().is_empty());
    assert!(!door.house_notices().contains(&Notice::DestructionOverdue));
}

/// Switched on in the morning, with somebody inside since the day before: the light at the door does not wait for the next visitor.
#[tokio::test(start_paused = true)]
async fn what_the_house_finds_at_the_start_is_shown_before_anybody_comes() {
    let stage = stage_without_printer(|door| {
        let rules = VenueRules {
            capacity: Some(1),
            ..VenueRules::default()
        };
        door.set_rules(Actor::Owner, rules).unwrap();
        let code = door.register(contact("Late"), None).unwrap().code;
        door.show_code(code.as_bytes()).unwrap();
        door.clock.advance_ms(13 * HOUR_MS);
        assert_eq!(door.traffic(), Some(Traffic::Red));
    });
    settle().await;
    assert_eq!(stage.snapshot().traffic, Some(Traffic::Green));
}
