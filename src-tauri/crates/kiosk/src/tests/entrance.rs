use einlass_domain::{
    admission::OnInside,
    event::{EndWay, Refusal, Way},
    id::VisitId,
    time::{Clock, Timestamp},
};
use einlass_ledger::Ledger;
use einlass_testkit::{ManualClock, START, contact, make_venue, open_venue};
use rand_core::OsRng;
use tempfile::TempDir;

use crate::{Entrance, NewPass, NumberVerdict, Verdict, VisitRecord};

const DAY_MS: i64 = 86_400_000;

struct Door {
    entrance: Entrance<ManualClock, OsRng>,
    clock: ManualClock,
    folder: TempDir,
}

fn door(on_inside: OnInside) -> Door {
    let folder = TempDir::new().unwrap();
    let clock = ManualClock::at(START);
    let (ledger, _) = make_venue(&folder.path().join("data")).unwrap();
    Door {
        entrance: over(ledger, &clock, on_inside),
        clock,
        folder,
    }
}

fn over(ledger: Ledger, clock: &ManualClock, on_inside: OnInside) -> Entrance<ManualClock, OsRng> {
    Entrance::new(ledger, clock.clone(), OsRng, Some(on_inside))
}

impl Door {
    fn restart(self) -> Self {
        let Self {
            entrance,
            clock,
            folder,
        } = self;
        drop(entrance);
        let ledger = open_venue(&folder.path().join("data")).unwrap();
        Self {
            entrance: over(ledger, &clock, OnInside::Ask),
            clock,
            folder,
        }
    }

    fn pass(&mut self) -> crate::NewPass {
        self.entrance.register(contact("One"), None).unwrap()
    }

    fn show(&mut self, code: &str) -> Verdict {
        self.entrance.show_code(code.as_bytes()).unwrap()
    }

    fn inside(&self) -> Vec<VisitId> {
        self.entrance
            .ledger()
            .state()
            .open_visits()
            .map(|(visit, _)| visit)
            .collect()
    }

    fn refused(&self) -> Vec<(Refusal, usize)> {
        self.entrance.ledger().state().refused().collect()
    }
}

#[test]
fn the_same_code_opens_and_closes() {
    let mut door = door(OnInside::Ask);
    let NewPass { code, tag, .. } = door.pass();
    let Verdict::Welcome { visit, until, .. } = door.show(&code) else {
        panic!("not let in")
    };
    assert_eq!(until, START.plus_ms(8 * 3_600_000));
    assert_eq!(door.inside(), [visit]);
    let pass = tag;
    assert_eq!(door.show(&code), Verdict::Ask { visit, pass, until });
    door.clock.advance_ms(3_600_000);
    let Verdict::Stay { until: longer, .. } = door.entrance.stay(visit).unwrap() else {
        panic!("no")
    };
    assert_eq!(longer, until.plus_ms(3_600_000));
    assert_eq!(
        door.entrance.go(visit, Way::Scanned).unwrap(),
        Verdict::Goodbye { visit }
    );
    assert!(door.inside().is_empty());
    assert!(
        matches!(door.show(&code), Verdict::Welcome { .. }),
        "and may come again"
    );
}

#[test]
fn a_kiosk_at_the_exit_does_not_ask() {
    let mut door = door(OnInside::Go);
    let code = door.pass().code;
    let Verdict::Welcome { visit, .. } = door.show(&code) else {
        panic!("not let in")
    };
    assert_eq!(door.show(&code), Verdict::Goodbye { visit });
}

#[test]
fn what_is_no_pass_of_this_venue_gets_one_answer_and_leaves_no_content() {
    let (mut door, mut other) = (door(OnInside::Ask), door(OnInside::Ask));
    let mut damaged = door.pass().code;
    damaged.replace_range(140..141, if &damaged[140..141] == "0" { "1" } else { "0" });
    let pin_id = door.pass().pin_id.digits();
    let foreign = other.pass().code;
    for code in [
        "",
        "https://example.org",
        pin_id.as_str(),
        foreign.as_str(),
        damaged.as_str(),
        "EL9:",
    ] {
        assert_eq!(door.show(code), Verdict::Refused, "{code}");
    }
    let reasons = door.refused();
    let count = |reason| {
        reasons
            .iter()
            .find(|(found, _)| *found == reason)
            .map(|(_, count)| *count)
    };
    assert_eq!(count(Refusal::Foreign), Some(3));
    assert_eq!(count(Refusal::Issuer), Some(1));
    assert_eq!(count(Refusal::Version), Some(1));
    assert_eq!(count(Refusal::Malformed).or(count(Refusal::Signature)), Some(1));
    assert!(door.inside().is_empty());
}

#[test]
fn a_pass_expires_at_the_venues_midnight() {
    let mut door = door(OnInside::Ask);
    let code = door.pass().code;
    door.clock.advance_ms(365 * DAY_MS);
    assert_eq!(door.show(&code), Verdict::Expired);
    assert_eq!(door.refused(), [(Refusal::Expired, 1)]);
    door.clock.advance_ms(-366 * DAY_MS);
    assert_eq!(door.show(&code), Verdict::Refused);
    assert_eq!(door.refused(), [(Refusal::NotYet, 1), (Refusal::Expired, 1)]);
}

#[test]
fn the_record_says_who_came_while_it_may() {
    let mut door = door(OnInside::Ask);
    let pass = door.pass();
    let Verdict::Welcome { visit, .. } = door.show(&pass.code) else {
        panic!("not let in")
    };
    let ledger = door.entrance.into_ledger();
    let record: VisitRecord = minicbor::decode(&ledger.live_record(visit).unwrap()).unwrap();
    assert_eq!(
        record,
        VisitRecord {
            pin_id: pass.pin_id,
            contact: Some(contact("One")),
            unconfirmed: false,
        }
    );
}

#[test]
fn a_typed_number_opens_too_but_shows_nothing() {
    let mut door = door(OnInside::Ask);
    let pass = door.pass();
    let typed = door.entrance.type_number(&pass.pin_id.digits()).unwrap();
    let NumberVerdict::Known(Verdict::Welcome { visit, .. }) = typed else {
        panic!("not let in: {typed:?}")
    };
    assert_eq!(
        door.show(&pass.code),
        Verdict::Ask {
            visit,
            pass: pass.tag,
            until: START.plus_ms(8 * 3_600_000)
        },
        "one person"
    );
    let ledger = door.entrance.into_ledger();
    let record: VisitRecord = minicbor::decode(&ledger.live_record(visit).unwrap()).unwrap();
    assert_eq!(record.contact, None);
}

#[test]
fn five_wrong_numbers_shut_the_keypad_and_a_restart_does_not_open_it() {
    let mut door = door(OnInside::Ask);
    let pass = door.pass();
    let wrong = "111111111111";
    for tries_left in [4, 3, 2, 1] {
        assert_eq!(
            door.entrance.type_number(wrong).unwrap(),
            NumberVerdict::Wrong { tries_left }
        );
    }
    assert_eq!(
        door.entrance.type_number(wrong).unwrap(),
        NumberVerdict::Locked { wait_ms: 30_000 }
    );
    door.clock.advance_ms(10_000);
    let mut door = door.restart();
    let right = pass.pin_id.digits();
    assert_eq!(
        door.entrance.type_number(&right).unwrap(),
        NumberVerdict::Locked { wait_ms: 20_000 }
    );
    door.clock.advance_ms(20_000);
    assert_eq!(
        door.entrance.type_number(wrong).unwrap(),
        NumberVerdict::Locked { wait_ms: 60_000 }
    );
    door.clock.advance_ms(60_000);
    assert!(matches!(
        door.entrance.type_number(&right).unwrap(),
        NumberVerdict::Known(Verdict::Welcome { .. })
    ));
    let after = door.entrance.type_number(wrong).unwrap();
    assert_eq!(
        after,
        NumberVerdict::Wrong { tries_left: 4 },
        "the right one cleared the count"
    );
}

#[test]
fn whoever_stays_over_midnight_is_still_known() {
    let mut door = door(OnInside::Go);
    let code = door.pass().code;
    door.clock.advance_ms(7 * 3_600_000); // 23:13
    let Verdict::Welcome { visit, .. } = door.show(&code) else {
        panic!("not let in")
    };
    door.clock.advance_ms(2 * 3_600_000); // 01:13
    assert_eq!(door.show(&code), Verdict::Goodbye { visit });
}

#[test]
fn a_visit_that_nobody_ends_is_ended() {
    let mut door = door(OnInside::Ask);
    let code = door.pass().code;
    let Verdict::Welcome { visit, until, .. } = door.show(&code) else {
        panic!("not let in")
    };
    door.clock.advance_ms(until.ms_since(door.clock.now()) - 1);
    assert_eq!(door.entrance.end_overdue().unwrap(), 0);
    door.clock.advance_ms(1);
    assert_eq!(door.entrance.end_overdue().unwrap(), 1);
    let ended = door
        .entrance
        .ledger()
        .state()
        .visit(visit)
        .unwrap()
        .ended()
        .copied()
        .unwrap();
    assert_eq!((ended.at, ended.way), (Timestamp(until.0), EndWay::KillTime));
}

#[test]
fn passes_differ_and_show_nothing_in_logs() {
    let mut door = door(OnInside::Ask);
    let (one, two) = (door.pass(), door.pass());
    assert_ne!(one.pin_id, two.pin_id);
    assert!(!format!("{one:?}").contains(&one.pin_id.digits()));
    assert!(!format!("{one:?}").contains("EL1:"));
}
