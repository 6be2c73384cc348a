use super::*;
use crate::{
    id::{DeviceId, EventId},
    zone::{Cell, Zone, ZoneKind},
};

const HALL: ZoneId = ZoneId([1; 8]);
const STAGE: ZoneId = ZoneId([2; 8]);
const YARD: ZoneId = ZoneId([3; 8]);

fn visit(seq: u64) -> VisitId {
    EventId {
        device: DeviceId([1; 8]),
        seq,
    }
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// A venue with a hall, a stage in it, and a yard.
struct Venue {
    rules: VenueRules,
    zones: Zones,
    time_zone: VenueZone,
}

impl Venue {
    fn new() -> Self {
        let zone = |parent| Zone {
            name: String::new(),
            kind: ZoneKind::Room,
            parent,
            capacity: None,
            longest_stay_min: None,
            cell: Cell::default(),
        };
        Self {
            rules: VenueRules::default(),
            zones: [(HALL, zone(None)), (STAGE, zone(Some(HALL))), (YARD, zone(None))].into(),
            time_zone: VenueZone::named("Europe/Berlin").unwrap(),
        }
    }

    fn door(&self, here: Option<ZoneId>) -> Door<'_> {
        Door {
            rules: &self.rules,
            zones: &self.zones,
            occasions: &[],
            time_zone: &self.time_zone,
            here,
            on_inside: OnInside::Ask,
        }
    }

    fn zone(&mut self, zone: ZoneId) -> &mut Zone {
        self.zones.get_mut(&zone).unwrap()
    }
}

const NOON: &str = "2026-11-23T12:00:00+01:00";

fn empty(_: Option<ZoneId>) -> u32 {
    0
}

fn in_zone(zone: Option<ZoneId>) -> Standing {
    Standing {
        inside: Some((visit(1), zone)),
        ..Standing::default()
    }
}

#[test]
fn the_same_pass_opens_and_closes() {
    let venue = Venue::new();
    let admit = |on_inside, person: &Standing| {
        Door {
            on_inside,
            ..venue.door(None)
        }
        .admit(person, at(NOON), empty)
    };
    for on_inside in [OnInside::Ask, OnInside::Go, OnInside::Stay] {
        let admission = admit(on_inside, &Standing::default());
        assert!(matches!(admission, Admission::CheckIn { closes: None, .. }));
    }
    assert_eq!(admit(OnInside::Ask, &in_zone(None)), Admission::Ask(visit(1)));
    assert_eq!(admit(OnInside::Go, &in_zone(None)), Admission::CheckOut(visit(1)));
    assert_eq!(admit(OnInside::Stay, &in_zone(None)), Admission::Extend(visit(1)));
}

#[test]
fn who_checks_in_elsewhere_leaves_where_they_were() {
    let venue = Venue::new();
    let at_door = |here, was| venue.door(here).admit(&in_zone(was), at(NOON), empty);
    let closes = |admission| {
        let Admission::CheckIn { closes, .. } = admission else {
            panic!("{admission:?}")
        };
        closes
    };
    assert_eq!(closes(at_door(Some(HALL), Some(YARD))), Some(visit(1)));
    assert_eq!(
        closes(at_door(Some(STAGE), Some(HALL))),
        Some(visit(1)),
        "further in"
    );
    assert_eq!(
        closes(at_door(Some(HALL), None)),
        Some(visit(1)),
        "from the venue into a zone"
    );
    assert_eq!(
        at_door(Some(HALL), Some(STAGE)),
        Admission::Ask(visit(1)),
        "the hall's door is a way out of the stage"
    );
    assert_eq!(
        at_door(None, Some(STAGE)),
        Admission::Ask(visit(1)),
        "the venue's door is one for everybody"
    );
}

#[test]
fn a_zones_own_longest_stay_comes_before_that_of_all_around_it() {
    let mut venue = Venue::new();
    let stay_min = |venue: &Venue, here| venue.door(here).term(at(NOON)).until.ms_since(at(NOON)) / 60_000;
    venue.zone(HALL).longest_stay_min = Some(120);
    assert_eq!(stay_min(&venue, None), 480);
    assert_eq!(stay_min(&venue, Some(STAGE)), 120);
    venue.zone(STAGE).longest_stay_min = Some(30);
    assert_eq!(stay_min(&venue, Some(STAGE)), 30);
    assert_eq!(stay_min(&venue, Some(YARD)), 480);
}

#[test]
fn a_visit_ends_at_closing_at_the_latest() {
    let mut venue = Venue::new();
    venue.rules.opening = Some("Mo 10:00-12:30,14:00-18:00".parse().unwrap());
    let door = venue.door(None);
    let lunch = at("2026-11-23T12:30:00+01:00");
    let term = |until, limit| Term { until, limit };
    assert_eq!(door.term(at(NOON)), term(lunch, Limit::Closing));
    assert_eq!(door.extended(at(NOON), Some(lunch)), term(lunch, Limit::Closing));
    let closed = door.admit(&Standing::default(), lunch, empty);
    assert_eq!(
        closed,
        Admission::Wait(Obstacle::Closed(Some(at("2026-11-23T14:00:00+01:00"))))
    );
    assert_eq!(
        door.admit(&in_zone(None), lunch, empty),
        Admission::Ask(visit(1)),
        "out is always open"
    );
    venue.rules.longest_stay_min = 10;
    assert_eq!(venue.door(None).term(at(NOON)).limit, Limit::LongestStay);
}

#[test]
fn staying_longer_never_shortens_a_visit() {
    let mut venue = Venue::new();
    venue.rules.extension_min = 30;
    let door = venue.door(None);
    let until = at(NOON).plus_ms(3_600_000);
    assert_eq!(door.extended(at(NOON), Some(until)).until, until);
    assert_eq!(door.extended(until, Some(until)).until, until.plus_ms(1_800_000));
}

#[test]
fn full_means_wait_for_whoever_comes_and_not_for_whoever_is_there() {
    let mut venue = Venue::new();
    venue.rules.capacity = Some(10);
    venue.zone(HALL).capacity = Some(5);
    let inside = |zone: Option<ZoneId>| if zone.is_none() { 9 } else { 5 };
    let new = Standing::default();
    let at_door = |here, person: &Standing| venue.door(here).admit(person, at(NOON), inside);
    assert!(
        matches!(at_door(None, &new), Admission::CheckIn { .. }),
        "one place is left in the venue"
    );
    assert_eq!(at_door(Some(HALL), &new), Admission::Wait(Obstacle::Full));
    assert_eq!(
        at_door(Some(STAGE), &new),
        Admission::Wait(Obstacle::Full),
        "the stage is in the hall"
    );
    assert_eq!(
        at_door(Some(HALL), &in_zone(Some(YARD))),
        Admission::Wait(Obstacle::Full)
    );
    assert!(
        matches!(
            at_door(Some(STAGE), &in_zone(Some(HALL))),
            Admission::CheckIn { .. }
        ),
        "who is in the hall has a place there"
    );
    let full = |_: Option<ZoneId>| 10;
    assert_eq!(
        venue.door(None).admit(&new, at(NOON), full),
        Admission::Wait(Obstacle::Full)
    );
    assert!(
        matches!(
            venue.door(Some(YARD)).admit(&in_zone(Some(HALL)), at(NOON), full),
            Admission::CheckIn { .. }
        ),
        "and a place in the venue"
    );
}

#[test]
fn the_traffic_light_shows_the_fullest() {
    let mut venue = Venue::new();
    assert_eq!(
        venue.door(Some(STAGE)).traffic(at(NOON), empty),
        None,
        "nothing is limited"
    );
    venue.rules.capacity = Some(100);
    venue.zone(HALL).capacity = Some(10);
    let inside = |hall: u32, all: u32| move |zone: Option<ZoneId>| if zone.is_none() { all } else { hall };
    let light = |hall, all| venue.door(Some(STAGE)).traffic(at(NOON), inside(hall, all));
    assert_eq!(light(8, 89), Some(Traffic::Green));
    assert_eq!(light(8, 90), Some(Traffic::Amber));
    assert_eq!(light(9, 20), Some(Traffic::Amber));
    assert_eq!(light(10, 20), Some(Traffic::Red));
    assert_eq!(
        venue.door(Some(YARD)).traffic(at(NOON), inside(10, 20)),
        Some(Traffic::Green)
    );
}

#[test]
fn who_has_left_comes_again_when_the_rules_say_so() {
    let mut venue = Venue::new();
    let left = Standing {
        left: Some(at(NOON)),
        ..Standing::default()
    };
    let after = |venue: &Venue, minutes: i64| {
        venue
            .door(None)
            .admit(&left, at(NOON).plus_ms(minutes * 60_000), empty)
    };
    assert!(matches!(after(&venue, 0), Admission::CheckIn { .. }));
    venue.rules.re_entry = ReEntry::After(30);
    let from = at(NOON).plus_ms(30 * 60_000);
    assert_eq!(after(&venue, 29), Admission::Wait(Obstacle::ReEntry(Some(from))));
    assert!(matches!(after(&venue, 30), Admission::CheckIn { .. }));
    venue.rules.re_entry = ReEntry::NextDay;
    assert_eq!(after(&venue, 300), Admission::Wait(Obstacle::ReEntry(None)));
    assert!(matches!(
        venue.door(None).admit(&Standing::default(), at(NOON), empty),
        Admission::CheckIn { .. }
    ));
}

#[test]
fn an_address_is_confirmed_in_time_or_its_holder_waits() {
    let venue = Venue::new();
    let person = Standing {
        confirm_by: Some(at(NOON)),
        ..Standing::default()
    };
    let admit = |now| venue.door(None).admit(&person, now, empty);
    assert!(matches!(admit(at(NOON).plus_ms(-1)), Admission::CheckIn { .. }));
    assert_eq!(admit(at(NOON)), Admission::Wait(Obstacle::Unconfirmed));
    let inside = Standing {
        inside: Some((visit(1), None)),
        ..person
    };
    assert_eq!(
        venue.door(None).admit(&inside, at(NOON), empty),
        Admission::Ask(visit(1)),
        "out is always open"
    );
}

#[test]
fn what_is_on_opens_its_doors_keeps_them_open_and_has_its_own_places() {
    let mut venue = Venue::new();
    venue.rules.opening = Some("Mo 10:00-18:00".parse().unwrap());
    venue.zone(HALL).capacity = Some(100);
    let concert = Occasion {
        name: "Concert".to_owned(),
        zone: Some(HALL),
        begins: at("2026-11-23T17:00:00+01:00"),
        ends: at("2026-11-23T22:00:00+01:00"),
        capacity: Some(80),
    };
    let occasions = [&concert];
    let door = |here| Door {
        occasions: &occasions,
        ..venue.door(here)
    };
    let evening = at("2026-11-23T19:00:00+01:00");
    let term = Term {
        until: concert.ends,
        limit: Limit::Closing,
    };
    let new = Standing::default();
    let admit = |here, now, people| door(here).admit(&new, now, move |_| people);
    assert_eq!(
        admit(Some(STAGE), evening, 79),
        Admission::CheckIn { term, closes: None }
    );
    assert_eq!(
        admit(Some(HALL), at("2026-11-23T17:30:00+01:00"), 0),
        Admission::CheckIn { term, closes: None }
    );
    assert_eq!(
        admit(Some(STAGE), evening, 80),
        Admission::Wait(Obstacle::Full),
        "of the concert"
    );
    assert!(
        matches!(admit(Some(HALL), at(NOON), 99), Admission::CheckIn { .. }),
        "of the hall"
    );
    assert!(matches!(
        admit(Some(YARD), evening, 0),
        Admission::Wait(Obstacle::Closed(_))
    ));
    assert!(matches!(
        admit(Some(HALL), concert.ends, 0),
        Admission::Wait(Obstacle::Closed(_))
    ));
}
