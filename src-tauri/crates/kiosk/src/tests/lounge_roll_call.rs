//! The roll call at the screen: printed once, ticked, gone on with after a restart.

use einlass_domain::{
    event::{RollCallCause, Way},
    lists::roll_calls,
    staff::{Area, Role},
};

use super::lounge::bench;
use crate::{Input, LoungePage, LoungeTouch, Paper, Print};

#[tokio::test]
async fn the_emergency_key_prints_once_and_asks_before_it_prints_again() {
    let mut bench = bench();
    let colleague = bench.colleague(Role::Entrance, Area::Venue);
    bench.home(&colleague);
    bench.touch(LoungeTouch::BeginDrill);
    assert_eq!(
        (bench.roll_call().cause, bench.roll_call().paper),
        (RollCallCause::Drill, Paper::None)
    );
    bench.touch(LoungeTouch::Emergency);
    assert_eq!(bench.roll_call().cause, RollCallCause::Emergency);
    let Some(Input::Printed(print, outcome)) = bench.printed.recv().await else {
        panic!()
    };
    assert!(matches!(
        print,
        Print::RollCall {
            cause: RollCallCause::Emergency,
            people: 1,
            ..
        }
    ));
    let before = bench.kiosk.entrance.ledger().event_count();
    bench.kiosk.printed(print, outcome);
    assert_eq!(
        bench.kiosk.entrance.ledger().event_count(),
        before + 1,
        "the print is an event"
    );
    assert_eq!(bench.roll_call().paper, Paper::Printed);
    bench.touch(LoungeTouch::Emergency);
    assert!(bench.roll_call().printed_at.is_some(), "print again?");
    bench.kiosk.power_lost();
    bench.touch(LoungeTouch::Tick { group: 0, row: 0 });
    assert_eq!((bench.roll_call().found(), bench.roll_call().total()), (1, 1));
    bench.touch(LoungeTouch::Home);
    bench.touch(LoungeTouch::OpenRollCall);
    assert_eq!(bench.roll_call().found(), 1, "no tick is lost");
    assert_eq!(bench.paper.jobs().len(), 1);
    bench.touch(LoungeTouch::PrintRollCall);
    assert!(bench.printed.recv().await.is_some());
    assert_eq!(bench.paper.jobs().len(), 2);
    bench.clock.advance_ms(10 * 60_000);
    bench.kiosk.power_lost();
    let Some(Input::Printed(print, _)) = bench.printed.recv().await else {
        panic!()
    };
    assert!(matches!(
        print,
        Print::RollCall {
            cause: RollCallCause::PowerLost,
            ..
        }
    ));
}

#[tokio::test]
async fn ticks_survive_a_restart_and_an_old_roll_call_is_no_answer_to_a_new_emergency() {
    let mut bench = bench();
    let colleague = bench.colleague(Role::Entrance, Area::Venue);
    bench.home(&colleague);
    bench.touch(LoungeTouch::Emergency);
    bench.clock.advance_ms(95_000);
    bench.touch(LoungeTouch::Tick { group: 0, row: 0 });
    let (csv, lines) = roll_calls::export(
        bench.kiosk.entrance.ledger().state(),
        bench.kiosk.entrance.ledger().zone(),
    );
    assert_eq!(lines, 1);
    assert!(csv.contains("emergency") && csv.contains("95"), "{csv}");
    bench.clock.advance_ms(5_000);
    let mut bench = bench.restarted();
    bench.home(&colleague);
    let LoungePage::Home(home) = bench.lounge().page else {
        panic!()
    };
    assert!(home.roll_call, "offered again");
    bench.touch(LoungeTouch::OpenRollCall);
    let roll_call = bench.roll_call();
    assert_eq!(
        (roll_call.cause, roll_call.found()),
        (RollCallCause::Emergency, 1)
    );
    assert_eq!(
        roll_call.elapsed_s, 100,
        "since it was begun, not since the start"
    );
    bench.touch(LoungeTouch::Tick { group: 0, row: 0 });
    let mut bench = bench.restarted();
    bench.home(&colleague);
    bench.touch(LoungeTouch::OpenRollCall);
    assert_eq!(
        bench.roll_call().found(),
        0,
        "nor is a tick that was taken back there"
    );
    bench.touch(LoungeTouch::EndRollCall);
    let mut bench = bench.restarted();
    bench.home(&colleague);
    bench.touch(LoungeTouch::Emergency);
    bench.touch(LoungeTouch::Tick { group: 0, row: 0 });
    bench.clock.advance_ms(12 * 3_600_000);
    let mut bench = bench.restarted();
    bench.home(&colleague);
    bench.touch(LoungeTouch::OpenRollCall);
    assert!(
        matches!(bench.lounge().page, LoungePage::Home(_)),
        "half a day is over"
    );
}

#[tokio::test]
async fn who_leaves_stays_on_the_roll_call_by_the_number_also_after_a_restart() {
    let mut bench = bench();
    let colleague = bench.colleague(Role::Entrance, Area::Venue);
    bench.home(&colleague);
    bench.touch(LoungeTouch::BeginDrill);
    let begun = bench.roll_call().begun;
    let ending = bench.pin_id.digits().split_off(8);
    bench.clock.advance_ms(5_000);
    bench.kiosk.entrance.go(bench.visit, Way::Scanned).unwrap();
    let rebuilt = bench.kiosk.entrance.ledger.rebuild().unwrap();
    assert_eq!(rebuilt.stray_live_wraps, 0);
    let mut bench = bench.restarted();
    bench.home(&colleague);
    bench.touch(LoungeTouch::OpenRollCall);
    let listed = bench.roll_call().groups;
    assert_eq!(listed[0].rows[0].ending, Some(ending));
    bench.touch(LoungeTouch::EndRollCall);
    let list = bench.kiosk.entrance.ledger().running_roll_call(begun);
    assert!(list.is_err(), "the list goes with the roll call");
}

#[tokio::test]
async fn the_list_of_a_roll_call_that_nobody_ends_goes_after_half_a_day() {
    let mut bench = bench();
    let colleague = bench.colleague(Role::Entrance, Area::Venue);
    bench.home(&colleague);
    bench.touch(LoungeTouch::Emergency);
    let begun = bench.roll_call().begun;
    bench.touch(LoungeTouch::Tick { group: 0, row: 0 });
    bench.clock.advance_ms(12 * 3_600_000 - 1);
    bench.kiosk.entrance.keep_house();
    assert!(bench.kiosk.entrance.ledger().running_roll_call(begun).is_ok());
    bench.clock.advance_ms(1);
    bench.kiosk.entrance.keep_house();
    let ledger = bench.kiosk.entrance.ledger();
    assert!(ledger.running_roll_call(begun).is_err());
    assert!(ledger.state().running_roll_calls().next().is_none());
}
