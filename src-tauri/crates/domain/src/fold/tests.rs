mod histories;
mod papers;

use super::*;
use crate::{
    admission::{Limit, OnInside},
    event::{
        Actor, Correction, DayDestroyed, EndWay, Fact, MessageWay, PrintOutcome, Retention, RollCallCause,
        Run, Way, Why,
    },
    zone::{Cell, Zone, ZoneKind},
};

fn event(device: u8, seq: u64, ms: i64, fact: Fact) -> Event {
    Event {
        id: EventId {
            device: DeviceId([device; 8]),
            seq,
        },
        hlc: Hlc::default().tick(Timestamp(ms)),
        at: Timestamp(ms),
        offset_min: 60,
        day: Day(20_000),
        actor: Actor::Visitor,
        fact,
    }
}

fn check_in(visitor: u8) -> Fact {
    Fact::CheckedIn {
        visitor: VisitorTag([visitor; 16]),
        until: Timestamp(99_000),
        way: Way::Scanned,
        zone: visitor.is_multiple_of(2).then_some(ZoneId([visitor; 8])),
        limit: Some(Limit::LongestStay),
        people: None,
    }
}

fn fold(events: &[Event]) -> State {
    let mut state = State::default();
    events.iter().for_each(|event| state.apply(event));
    state
}

#[test]
fn a_visit_opens_is_extended_and_ends() {
    let came = event(1, 1, 1_000, check_in(7));
    let stays = event(
        1,
        2,
        2_000,
        Fact::VisitExtended {
            visit: came.id,
            until: Timestamp(150_000),
            limit: Some(Limit::Closing),
        },
    );
    let goes = event(
        1,
        3,
        3_000,
        Fact::CheckedOut {
            visit: came.id,
            way: EndWay::Scanned,
        },
    );
    let inside = fold(&[came.clone(), stays.clone()]);
    assert_eq!(
        inside.open_visit_of(Day(20_000), VisitorTag([7; 16])),
        Some(came.id)
    );
    assert_eq!(inside.visit(came.id).unwrap().until(), Some(Timestamp(150_000)));
    let outside = fold(&[came.clone(), stays, goes]);
    assert_eq!(outside.open_visits().len(), 0);
    assert_eq!(outside.open_visit_of(Day(20_000), VisitorTag([7; 16])), None);
    assert_eq!(
        outside.visit(came.id).unwrap().ended().unwrap().at,
        Timestamp(3_000)
    );
}

#[test]
fn of_two_check_outs_the_earlier_counts() {
    let came = event(1, 1, 1_000, check_in(7));
    let scanned = event(
        2,
        1,
        3_000,
        Fact::CheckedOut {
            visit: came.id,
            way: EndWay::Scanned,
        },
    );
    let killed = event(
        1,
        2,
        4_000,
        Fact::CheckedOut {
            visit: came.id,
            way: EndWay::KillTime,
        },
    );
    let state = fold(&[killed, came.clone(), scanned]);
    assert_eq!(
        state.visit(came.id).unwrap().ended().unwrap().way,
        EndWay::Scanned
    );
}

#[test]
fn a_right_number_clears_the_wrong_ones_before_it_only() {
    let wrong = |seq, ms| event(1, seq, ms, Fact::NumberRefused);
    let state = fold(&[
        wrong(1, 1_000),
        wrong(2, 2_000),
        event(1, 3, 3_000, Fact::NumberAccepted),
        wrong(4, 4_000),
    ]);
    assert_eq!(
        state.keypad(DeviceId([1; 8])),
        KeypadTries {
            wrong: 1,
            last_wrong_at: Timestamp(4_000)
        }
    );
    assert_eq!(
        state.keypad(DeviceId([2; 8])).wrong,
        0,
        "each kiosk has its own keypad"
    );
}

#[test]
fn a_visit_that_was_a_mistake_is_neither_open_nor_in_the_diary() {
    let came = event(1, 1, 1_000, check_in(7));
    let annulled = event(
        1,
        2,
        2_000,
        Fact::VisitAnnulled {
            visit: came.id,
            why: Why::OtherPerson,
        },
    );
    let state = fold(&[came.clone(), annulled]);
    assert_eq!(state.open_visits().len(), 0);
    assert!(state.visit(came.id).unwrap().is_annulled());
}

#[test]
fn a_visit_has_just_begun_until_something_is_done_with_it() {
    let came = event(1, 1, 1_000, check_in(7));
    let visit = came.id;
    let seat = ZoneId([4; 8]);
    let said = [
        event(1, 2, 2_000, Fact::PartySet { visit, people: 3 }),
        event(1, 3, 3_000, Fact::VisitSeated { visit, seat }),
    ];
    let has_just_begun = |more: &[Event]| {
        let state = fold(&[std::slice::from_ref(&came), said.as_slice(), more].concat());
        state.visit(visit).unwrap().has_just_begun()
    };
    assert!(
        has_just_begun(&[]),
        "who they are and where they sit changes nothing"
    );
    let (why, way, until) = (Why::NotPassed, EndWay::Staff, Timestamp(9_000));
    let (correction, limit) = (Correction::Came(Timestamp(500)), None);
    for done in [
        Fact::VisitAnnulled { visit, why },
        Fact::CheckedOut { visit, way },
        Fact::VisitExtended { visit, until, limit },
        Fact::VisitCorrected {
            visit,
            correction,
            why,
        },
        Fact::DiaryDeleted { visit },
    ] {
        assert!(!has_just_begun(&[event(1, 4, 4_000, done.clone())]), "{done:?}");
    }
}

#[test]
fn the_newest_correction_counts_and_the_log_keeps_the_others() {
    let came = event(1, 1, 1_000, check_in(7));
    let correct = |seq, ms, correction| {
        let why = Why::Slip;
        let visit = came.id;
        event(
            1,
            seq,
            ms,
            Fact::VisitCorrected {
                visit,
                correction,
                why,
            },
        )
    };
    let state = fold(&[
        correct(3, 3_000, Correction::Came(Timestamp(500))),
        came.clone(),
        correct(2, 2_000, Correction::Came(Timestamp(700))),
    ]);
    let visit = state.visit(came.id).unwrap();
    assert_eq!(visit.came(), Some(Timestamp(500)));
    assert_eq!(visit.opened().unwrap().at, Timestamp(1_000));
    assert_eq!(visit.corrections().count(), 2);
    assert_eq!(visit.went(), None, "it lasts");
}

#[test]
fn a_diary_locks_at_the_tenth_wrong_pin_and_staff_opens_it() {
    let pass = PassTag([1; 16]);
    let mut events: Vec<Event> = (1..=9)
        .map(|seq| event(1, seq, 1_000, Fact::DiaryTried { pass }))
        .collect();
    assert!(!fold(&events).diary(pass).unwrap().is_locked());
    events.push(event(1, 10, 2_000, Fact::DiaryTried { pass }));
    assert!(fold(&events).diary(pass).unwrap().is_locked());
    events.push(event(1, 11, 2_100, Fact::DiaryLocked { pass }));
    events.push(event(1, 12, 3_000, Fact::DiaryUnlocked { pass }));
    assert!(!fold(&events).diary(pass).unwrap().is_locked());
    events.push(event(1, 13, 4_000, Fact::DiaryTried { pass }));
    assert_eq!(fold(&events).diary(pass).unwrap().wrong(), 1);
    events.push(event(1, 14, 4_100, Fact::DiaryOpened { pass }));
    assert_eq!(fold(&events).diary(pass).unwrap().wrong(), 0);
}

fn destroyed(seqs: &[(u64, u64)]) -> Fact {
    let run = |(first, last): &(u64, u64)| Run {
        first: *first,
        last: *last,
        hash: [0; 32],
    };
    Fact::DayDestroyed(DayDestroyed {
        day: Day(20_000),
        device: DeviceId([1; 8]),
        visits: 1,
        runs: seqs.iter().map(run).collect(),
    })
}

#[test]
fn a_destroyed_day_takes_its_own_events_out_and_no_others() {
    let gone = event(1, 1, 1_000, check_in(7));
    let stays = event(1, 2, 2_000, check_in(8));
    let refused = event(
        1,
        3,
        3_000,
        Fact::ScanRefused {
            reason: Refusal::Foreign,
        },
    );
    let end = event(1, 4, 4_000, destroyed(&[(1, 1), (3, 3)]));
    let state = fold(&[gone.clone(), stays.clone(), refused, end.clone()]);
    assert_eq!(state.visit(gone.id), None);
    assert_eq!(state.open_visit_of(Day(20_000), VisitorTag([7; 16])), None);
    assert!(state.visit(stays.id).unwrap().is_open());
    assert_eq!(state.refused().count(), 0);
    assert_eq!(state.destructions().next().unwrap().events, 2);
    assert_eq!(state, fold(&[end, stays]), "as if they had never been");
}

fn zone_set(zone: u8, parent: u8) -> Fact {
    Fact::ZoneSet {
        zone: ZoneId([zone; 8]),
        what: Zone {
            name: format!("{zone}"),
            kind: ZoneKind::Area,
            parent: Some(ZoneId([parent; 8])),
            capacity: None,
            longest_stay_min: None,
            cell: Cell::default(),
        },
    }
}

#[test]
fn people_are_counted_where_they_are() {
    let came = event(1, 1, 1_000, check_in(2));
    let family = event(
        1,
        2,
        2_000,
        Fact::PartySet {
            visit: came.id,
            people: 4,
        },
    );
    let in_part = event(1, 3, 3_000, check_in(4));
    let part = event(1, 4, 4_000, zone_set(4, 2));
    let mut state = fold(&[came.clone(), family, in_part, part]);
    let people = |state: &State, zone: Option<u8>| state.people_inside(zone.map(|zone| ZoneId([zone; 8])));
    assert_eq!(people(&state, None), 5);
    assert_eq!(people(&state, Some(2)), 5, "the part is in it");
    assert_eq!(people(&state, Some(4)), 1);
    state.apply(&event(
        1,
        5,
        5_000,
        Fact::CheckedOut {
            visit: came.id,
            way: EndWay::Implicit,
        },
    ));
    assert_eq!((people(&state, None), people(&state, Some(2))), (1, 1));
}

#[test]
fn who_sits_is_counted_at_the_seat_and_in_all_around_it() {
    let came = event(1, 1, 1_000, check_in(2));
    let seated = |seq, ms, seat| {
        let seat = ZoneId([seat; 8]);
        event(1, seq, ms, Fact::VisitSeated { visit: came.id, seat })
    };
    let (seat, other) = (event(1, 2, 500, zone_set(5, 2)), event(1, 3, 600, zone_set(6, 2)));
    let mut state = fold(&[
        seated(5, 3_000, 6),
        came.clone(),
        seated(4, 2_000, 5),
        seat,
        other,
    ]);
    let people = |state: &State, zone| state.people_inside(Some(ZoneId([zone; 8])));
    assert_eq!(
        [2, 5, 6].map(|zone| people(&state, zone)),
        [1, 0, 1],
        "the newest word counts"
    );
    let visit = state.visit(came.id).unwrap();
    assert_eq!(
        (visit.seat(), visit.zone()),
        (Some(ZoneId([6; 8])), Some(ZoneId([6; 8])))
    );
    assert_eq!(visit.entered(), Some(ZoneId([2; 8])));
    let visit = came.id;
    let way = EndWay::Scanned;
    state.apply(&event(1, 6, 4_000, Fact::CheckedOut { visit, way }));
    assert_eq!([2, 6].map(|zone| people(&state, zone)), [0, 0]);
}

#[test]
fn a_pass_that_was_withdrawn_is_registered_no_more_until_it_is_issued_anew() {
    let pass = PassTag([1; 16]);
    let issued = |seq, ms| {
        let valid_until = Day(30_000);
        event(1, seq, ms, Fact::PassIssued { pass, valid_until })
    };
    let mut state = fold(&[issued(1, 1_000)]);
    assert!(state.pass(pass).is_some() && !state.is_withdrawn(pass));
    state.apply(&event(1, 2, 2_000, Fact::PassWithdrawn { pass }));
    assert!(state.pass(pass).is_none() && state.is_withdrawn(pass));
    assert_eq!(state.pass_count(), 0);
    state.apply(&issued(3, 3_000));
    assert!(state.pass(pass).is_some() && !state.is_withdrawn(pass));
}

fn issued(seq: u64, ms: i64, pass: PassTag) -> Event {
    let valid_until = Day(30_000);
    event(1, seq, ms, Fact::PassIssued { pass, valid_until })
}

fn asked(seq: u64, ms: i64, pass: PassTag, tag: u8, by: i64) -> Event {
    let fact = Fact::ConfirmationAsked {
        pass,
        tag: CodeTag([tag; 16]),
        by: Timestamp(by),
        way: MessageWay::Mail,
    };
    event(1, seq, ms, fact)
}

#[test]
fn a_confirmation_waits_until_the_right_code_came() {
    let pass = PassTag([1; 16]);
    let tried = |seq, ms| event(1, seq, ms, Fact::ConfirmationTried { pass });
    let mut state = fold(&[
        issued(1, 500, pass),
        asked(2, 1_000, pass, 1, 90_000),
        tried(3, 2_000),
        tried(4, 3_000),
    ]);
    let waits = |state: &State| {
        let waits = state.confirmation(pass).unwrap();
        (
            waits.asked.seq,
            waits.tag,
            waits.codes,
            waits.wrong,
            waits.made_at,
        )
    };
    assert_eq!(waits(&state), (2, CodeTag([1; 16]), 1, 2, Timestamp(1_000)));
    state.apply(&asked(5, 4_000, pass, 2, 90_000));
    assert_eq!(waits(&state), (5, CodeTag([2; 16]), 2, 0, Timestamp(4_000)));
    state.apply(&asked(6, 5_000, pass, 3, 95_000));
    assert_eq!(
        waits(&state),
        (6, CodeTag([3; 16]), 1, 0, Timestamp(5_000)),
        "another address"
    );
    let code = state.code_asked_by(asked(2, 0, pass, 0, 0).id);
    assert_eq!(
        code.map(|(pass, newest, tag)| (pass, newest.seq, tag)),
        Some((pass, 6, CodeTag([3; 16])))
    );
    state.apply(&event(1, 7, 6_000, Fact::Confirmed { pass }));
    assert_eq!(state.confirmation(pass), None);
    state.apply(&asked(8, 7_000, pass, 4, 99_000));
    assert!(state.confirmation(pass).is_some());
    state.apply(&event(1, 9, 8_000, Fact::PassWithdrawn { pass }));
    assert_eq!(state.confirmation(pass), None);
    assert_eq!(state.code_asked_by(asked(8, 0, pass, 0, 0).id), None);
}

#[test]
fn a_message_waits_until_it_is_out_or_nobody_needs_it() {
    let pass = PassTag([1; 16]);
    let written = |seq, ms| event(1, seq, ms, Fact::LetterWritten { pass, to: None });
    let ended = |seq, ms, letter, end| {
        let letter = written(letter, 0).id;
        event(1, seq, ms, Fact::LetterEnded { letter, end })
    };
    let start = [
        issued(1, 500, pass),
        asked(2, 1_000, pass, 1, 90_000),
        written(3, 1_000),
    ];
    let after = |more: &[Event]| {
        let state = fold(&[start.as_slice(), more].concat());
        let waiting: Vec<u64> = state.waiting_letters().map(|(letter, _)| letter.seq).collect();
        (waiting, state.confirmation(pass).map(|waits| waits.delivery))
    };
    assert_eq!(after(&[]), (vec![3], Some(Delivery::Waits)));
    assert_eq!(
        after(&[ended(4, 2_000, 3, LetterEnd::Sent)]),
        (vec![], Some(Delivery::Sent))
    );
    assert_eq!(
        after(&[ended(4, 2_000, 3, LetterEnd::Undeliverable)]),
        (vec![], Some(Delivery::Undeliverable))
    );
    assert_eq!(
        after(&[asked(4, 2_000, pass, 2, 90_000), written(5, 2_000)]),
        (vec![5], Some(Delivery::Waits)),
        "the newer one is enough"
    );
    assert_eq!(
        after(&[event(1, 4, 2_000, Fact::Confirmed { pass })]),
        (vec![], None)
    );
    assert_eq!(
        after(&[event(1, 4, 2_000, Fact::PassWithdrawn { pass })]),
        (vec![], None)
    );
}

#[test]
fn the_newest_tick_of_a_visit_counts_and_dies_with_it() {
    let came = event(1, 1, 1_000, check_in(7));
    let begun = event(
        1,
        2,
        2_000,
        Fact::RollCallBegun {
            cause: RollCallCause::Emergency,
            people: 1,
        },
    );
    let tick = |seq, ms, is_found| {
        let (begun, visit) = (begun.id, came.id);
        let fact = Fact::RollCallTicked {
            begun,
            visit,
            is_found,
        };
        assert_eq!(fact.about(), Some(came.id));
        event(1, seq, ms, fact)
    };
    let found_at = |events: &[Event]| {
        let state = fold(events);
        let (_, roll_call) = state.roll_calls().next().unwrap();
        roll_call.found_at(came.id)
    };
    let log = [
        came.clone(),
        begun.clone(),
        tick(3, 3_000, true),
        tick(4, 4_000, false),
        tick(5, 5_000, true),
    ];
    assert_eq!(found_at(&log[..3]), Some(Timestamp(3_000)));
    assert_eq!(found_at(&log[..4]), None);
    assert_eq!(found_at(&log), Some(Timestamp(5_000)));
    let gone = event(1, 6, 6_000, destroyed(&[(1, 1), (3, 5)]));
    let state = fold(&[log.as_slice(), &[gone]].concat());
    let (_, roll_call) = state.roll_calls().next().unwrap();
    assert_eq!(roll_call.found_at(came.id), None);
    assert_eq!(roll_call.begun().unwrap().at, Timestamp(2_000));
    let state = fold(&log);
    assert_eq!(state.inside_at(Timestamp(999)).count(), 0);
    assert_eq!(state.inside_at(Timestamp(2_000)).count(), 1);
}
