//! Who sits where: by touch, by the code on the seat, and what of it stands where.

use einlass_domain::{
    admission::OnInside,
    event::Actor,
    fold::Placement,
    id::ZoneId,
    rules::{Companions, Seats, VenueRules},
    seat::seat_code,
    zone::{Cell, Zone, ZoneKind},
};
use einlass_testkit::ManualClock;
use rand_core::OsRng;

use super::stage::{Stage, stage_with};
use crate::{Answer, Entrance, Screen, SeatChoice, Touch};

fn id(number: u8) -> ZoneId {
    ZoneId([number; 8])
}

/// A hall with two rows of two seats and a table, and a yard without any.
fn furnish(door: &mut Entrance<ManualClock, OsRng>, behind: u8) {
    let zone = |name: &str, kind, parent: Option<u8>| Zone {
        name: name.to_owned(),
        kind,
        parent: parent.map(id),
        capacity: None,
        longest_stay_min: None,
        cell: Cell::default(),
    };
    let zones = [
        (1, zone("Hall", ZoneKind::Room, None)),
        (2, zone("Row 1", ZoneKind::Row, Some(1))),
        (3, zone("Row 2", ZoneKind::Row, Some(1))),
        (4, zone("Seat 1", ZoneKind::Seat, Some(2))),
        (5, zone("Seat 2", ZoneKind::Seat, Some(2))),
        (6, zone("Seat 1", ZoneKind::Seat, Some(3))),
        (7, zone("Table", ZoneKind::Table, Some(1))),
        (8, zone("Yard", ZoneKind::Area, None)),
        (9, zone("Bench", ZoneKind::Seat, Some(8))),
    ];
    let zones = zones
        .into_iter()
        .map(|(number, zone)| (id(number), zone))
        .collect();
    door.set_zones(Actor::Owner, zones).unwrap();
    let placement = Placement {
        zone: Some(id(behind)),
        on_inside: OnInside::Ask,
    };
    door.place(Actor::Technician, placement).unwrap();
    let rules = VenueRules {
        seats: Seats::Ask,
        companions: Companions::Count,
        ..VenueRules::default()
    };
    door.set_rules(Actor::Owner, rules).unwrap();
}

fn hall() -> Stage {
    stage_with(None, |door| furnish(door, 1))
}

fn choice(stage: &Stage) -> SeatChoice {
    let Screen::Seat(choice) = stage.screen() else {
        panic!("nobody is asked for a seat")
    };
    *choice
}

fn shown(stage: &Stage) -> Vec<(String, bool)> {
    let places = choice(stage).places;
    places
        .into_iter()
        .map(|place| (place.name, place.taken))
        .collect()
}

fn seated(stage: &Stage) -> String {
    let Screen::Answer(Answer::Seated { seat, .. }) = stage.screen() else {
        panic!("nobody sits")
    };
    seat
}

fn free(name: &str) -> (String, bool) {
    (name.to_owned(), false)
}

#[tokio::test(start_paused = true)]
async fn a_seat_is_found_in_its_row_and_is_taken_for_the_next_visitor() {
    let mut stage = hall();
    let (code, other) = (stage.code.clone(), stage.other_code.clone());
    stage.show(&code, 100).await;
    assert!(matches!(
        stage.screen(),
        Screen::Answer(Answer::Welcome { seat: true, .. })
    ));
    stage.touch(Touch::OpenSeat).await;
    assert_eq!(shown(&stage), [free("Row 1"), free("Row 2"), free("Table")]);
    assert_eq!(choice(&stage).path, None);
    stage.touch(Touch::PickSeat(0)).await;
    assert_eq!(shown(&stage), [free("Seat 1"), free("Seat 2")]);
    assert_eq!(choice(&stage).path.as_deref(), Some("Row 1"));
    stage.touch(Touch::Back).await;
    assert_eq!(choice(&stage).path, None);
    stage.touch(Touch::PickSeat(0)).await;
    stage.touch(Touch::PickSeat(1)).await;
    assert_eq!(seated(&stage), "Row 1 / Seat 2");
    let visit = stage.visit().unwrap();
    let state = stage.ledger();
    assert_eq!(state.state().visit(visit).unwrap().seat(), Some(id(5)));
    assert_eq!(
        [1, 2, 5].map(|zone| state.state().people_inside(Some(id(zone)))),
        [1, 1, 1]
    );

    stage.show(&other, 100).await;
    stage.touch(Touch::OpenSeat).await;
    stage.touch(Touch::PickSeat(0)).await;
    assert_eq!(shown(&stage), [free("Seat 1"), ("Seat 2".to_owned(), true)]);
    stage.touch(Touch::PickSeat(1)).await;
    assert_eq!(choice(&stage).gone.as_deref(), Some("Row 1 / Seat 2"));
    assert_eq!(
        choice(&stage).path.as_deref(),
        Some("Row 1"),
        "and the row is still there to choose in"
    );
    stage.touch(Touch::PickSeat(0)).await;
    assert_eq!(seated(&stage), "Row 1 / Seat 1");
}

#[tokio::test(start_paused = true)]
async fn the_code_on_a_seat_is_enough_for_whoever_is_inside() {
    let mut stage = hall();
    let (code, other) = (stage.code.clone(), stage.other_code.clone());
    let [first, second, bench] = [4, 5, 9].map(|seat| seat_code(id(seat)));
    stage.show(&first, 100).await;
    assert_eq!(
        stage.screen(),
        Screen::Answer(Answer::Refused),
        "nobody is there who could sit"
    );
    stage.show(&code, 100).await;
    stage.show(&bench, 100).await;
    assert_eq!(
        stage.screen(),
        Screen::Answer(Answer::Refused),
        "the bench is behind another door"
    );

    stage.show(&other, 100).await;
    stage.show(&first, 20_000).await;
    assert_eq!(seated(&stage), "Row 1 / Seat 1");
    stage.show(&second, 100).await;
    assert_eq!(
        seated(&stage),
        "Row 1 / Seat 2",
        "whoever moves leaves the seat before"
    );
    assert_eq!(stage.ledger().state().people_inside(Some(id(4))), 0);

    stage.show(&code, 20_000).await;
    assert!(matches!(stage.screen(), Screen::GoOrStay { .. }));
    stage.show(&second, 20_000).await;
    assert_eq!(choice(&stage).gone.as_deref(), Some("Row 1 / Seat 2"));
}

#[tokio::test(start_paused = true)]
async fn who_does_not_say_where_they_sit_keeps_nobody_waiting() {
    let mut stage = hall();
    let (code, other) = (stage.code.clone(), stage.other_code.clone());
    stage.show(&code, 100).await;
    stage.touch(Touch::OpenSeat).await;
    stage.show(&other, 100).await;
    assert!(matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })));
    stage.touch(Touch::OpenParty).await;
    stage.touch(Touch::Party(1)).await;
    assert!(matches!(
        stage.screen(),
        Screen::Answer(Answer::Party { seat: true, .. })
    ));
    stage.touch(Touch::OpenSeat).await;
    stage.touch(Touch::PickSeat(2)).await;
    assert_eq!(seated(&stage), "Table");
    assert_eq!(stage.ledger().state().people_inside(Some(id(7))), 2);
    assert_eq!(stage.ledger().state().people_inside(Some(id(1))), 3);
}

#[tokio::test(start_paused = true)]
async fn seats_are_asked_for_only_where_there_are_some_and_the_venue_wants_to_know() {
    let mut stage = stage_with(None, |door| {
        furnish(door, 1);
        door.set_rules(Actor::Owner, VenueRules::default()).unwrap();
    });
    let code = stage.code.clone();
    stage.show(&code, 100).await;
    assert!(matches!(
        stage.screen(),
        Screen::Answer(Answer::Welcome { seat: false, .. })
    ));
    stage.touch(Touch::OpenSeat).await;
    assert!(matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })));
    stage.show(&seat_code(id(4)), 100).await;
    assert_eq!(stage.screen(), Screen::Answer(Answer::Refused));
    let mut stage = stage_with(None, |door| furnish(door, 4));
    let code = stage.code.clone();
    stage.show(&code, 100).await;
    assert!(
        matches!(
            stage.screen(),
            Screen::Answer(Answer::Welcome { seat: false, .. })
        ),
        "a seat has no seats"
    );
}

#[tokio::test(start_paused = true)]
async fn a_single_way_on_is_no_choice() {
    let mut stage = stage_with(None, |door| furnish(door, 8));
    let code = stage.code.clone();
    stage.show(&code, 100).await;
    stage.touch(Touch::OpenSeat).await;
    assert_eq!(shown(&stage), [free("Bench")]);
    let mut stage = stage_with(None, |door| furnish(door, 3));
    let code = stage.code.clone();
    stage.show(&code, 100).await;
    stage.touch(Touch::OpenSeat).await;
    assert_eq!(shown(&stage), [free("Seat 1")]);
    stage.touch(Touch::Back).await;
    assert_eq!(stage.screen(), Screen::Attract);
}
