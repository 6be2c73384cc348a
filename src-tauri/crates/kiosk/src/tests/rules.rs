//! The rules of the entrance at a real door: what is set is an event, and what follows from it is on the disk.

use einlass_domain::{
    admission::{Limit, Obstacle, OnInside, Traffic},
    event::{Actor, EndWay, Refusal, Way},
    fold::Placement,
    id::{VisitId, ZoneId},
    occasion::Occasion,
    rules::{Companions, ExitCheck, ReEntry, VenueRules},
    time::{Clock, Timestamp},
    zone::{Cell, Zone, ZoneKind},
};
use einlass_testkit::{ManualClock, START, contact, make_venue, open_venue};
use rand_core::OsRng;
use tempfile::TempDir;

use crate::{Entrance, ExitQuestion, NewPass, NumberVerdict, PartyRecord, PremisesError, Verdict};

struct Door {
    entrance: Entrance<ManualClock, OsRng>,
    clock: ManualClock,
    folder: TempDir,
}

fn door_with(change: impl FnOnce(&mut VenueRules)) -> Door {
    let folder = TempDir::new().unwrap();
    let clock = ManualClock::at(START);
    let (ledger, _) = make_venue(&folder.path().join("data")).unwrap();
    let mut entrance = Entrance::new(ledger, clock.clone(), OsRng, None);
    let mut rules = VenueRules::default();
    change(&mut rules);
    entrance.set_rules(Actor::Owner, rules).unwrap();
    Door {
        entrance,
        clock,
        folder,
    }
}

impl Door {
    fn pass(&mut self) -> NewPass {
        self.entrance.register(contact("One"), Some("111222")).unwrap()
    }

    fn show(&mut self, pass: &NewPass) -> Verdict {
        self.entrance.show_code(pass.code.as_bytes()).unwrap()
    }

    fn enter(&mut self, pass: &NewPass) -> VisitId {
        let Verdict::Welcome { visit, .. } = self.show(pass) else {
            panic!("not let in")
        };
        visit
    }

    fn zone(&mut self, name: &str, parent: Option<ZoneId>, capacity: Option<u32>) -> ZoneId {
        let id = self.entrance.make_zone_id();
        let zone = Zone {
            name: name.to_owned(),
            kind: ZoneKind::Room,
            parent,
            capacity,
            longest_stay_min: None,
            cell: Cell::default(),
        };
        self.entrance
            .set_zones(Actor::Owner, [(id, zone)].into())
            .unwrap();
        id
    }

    fn stand_at(&mut self, zone: Option<ZoneId>) {
        let on_inside = OnInside::Ask;
        self.entrance
            .place(Actor::Technician, Placement { zone, on_inside })
            .unwrap();
    }

    fn ended(&self, visit: VisitId) -> Option<EndWay> {
        let visit = self.entrance.ledger().state().visit(visit)?;
        visit.ended().map(|ended| ended.way)
    }

    fn refused(&self) -> Vec<(Refusal, usize)> {
        self.entrance.ledger().state().refused().collect()
    }
}

/// Monday, 21 September 2026, 16:13 in Berlin.
#[test]
fn a_visit_ends_at_closing_and_says_so() {
    let mut door = door_with(|rules| rules.opening = Some("Mo 10:00-18:00".parse().unwrap()));
    let pass = door.pass();
    let closing = Timestamp::parse("2026-09-21T18:00:00+02:00").unwrap();
    let Verdict::Welcome { visit, until, limit } = door.show(&pass) else {
        panic!("not let in")
    };
    assert_eq!((until, limit), (closing, Limit::Closing));
    let stays = door.entrance.stay(visit).unwrap();
    assert_eq!(
        stays,
        Verdict::Stay { visit, until, limit },
        "no longer than the venue is open"
    );
    door.clock.advance_ms(closing.ms_since(door.clock.now()) - 1);
    assert_eq!(door.entrance.end_overdue().unwrap(), 0);
    door.clock.advance_ms(1);
    assert_eq!(door.entrance.end_overdue().unwrap(), 1);
    assert_eq!(door.ended(visit), Some(EndWay::Closing));
    let next_week = Timestamp::parse("2026-09-28T10:00:00+02:00").unwrap();
    let obstacle = Obstacle::Closed(Some(next_week));
    assert_eq!(door.show(&pass), Verdict::Wait { obstacle });
    assert_eq!(door.refused(), [(Refusal::Closed, 1)]);
}

#[test]
fn who_shows_the_pass_at_another_zone_has_left_the_first() {
    let mut door = door_with(|_| ());
    let pass = door.pass();
    let (hall, yard) = (door.zone("Hall", None, None), door.zone("Yard", None, None));
    door.stand_at(Some(hall));
    let first = door.enter(&pass);
    door.stand_at(Some(yard));
    let second = door.enter(&pass);
    assert_eq!(door.ended(first), Some(EndWay::Implicit));
    let state = door.entrance.ledger().state();
    assert_eq!(state.visit(second).unwrap().zone(), Some(yard));
    assert_eq!(state.people_inside(Some(hall)), 0);
    assert_eq!(state.people_inside(None), 1);
    assert!(matches!(door.show(&pass), Verdict::Ask { .. }));
}

#[test]
fn full_means_wait_until_somebody_leaves() {
    let mut door = door_with(|rules| rules.capacity = Some(2));
    assert_eq!(door.entrance.traffic(), Some(Traffic::Green));
    let passes = [door.pass(), door.pass(), door.pass()];
    let first = door.enter(&passes[0]);
    door.enter(&passes[1]);
    assert_eq!(door.entrance.traffic(), Some(Traffic::Red));
    let wait = Verdict::Wait {
        obstacle: Obstacle::Full,
    };
    assert_eq!(door.show(&passes[2]), wait);
    assert!(
        matches!(door.show(&passes[1]), Verdict::Ask { .. }),
        "who is inside can always go"
    );
    door.entrance.go(first, Way::Scanned).unwrap();
    door.enter(&passes[2]);
    assert_eq!(door.refused(), [(Refusal::Full, 1)]);
}

#[test]
fn companions_count_and_their_names_are_sealed_until_all_have_left() {
    let mut door = door_with(|rules| {
        rules.capacity = Some(4);
        rules.companions = Companions::Names;
    });
    let pass = door.pass();
    let visit = door.enter(&pass);
    let names = vec![
        "Child One".to_owned(),
        "Child Two".to_owned(),
        "Child Three".to_owned(),
    ];
    assert_eq!(door.entrance.set_party(visit, 3, Some(names.clone())).unwrap(), 4);
    assert_eq!(door.entrance.traffic(), Some(Traffic::Red));
    let ledger = door.entrance.ledger();
    let party: PartyRecord = minicbor::decode(&ledger.live_party(visit).unwrap().unwrap()).unwrap();
    assert_eq!(party.names, names);
    door.entrance.go(visit, Way::Scanned).unwrap();
    let ledger = door.entrance.ledger();
    assert_eq!(ledger.state().people_inside(None), 0, "all are out");
    assert!(ledger.live_party(visit).is_err(), "and nobody opens their names");
}

#[test]
fn names_are_not_kept_where_the_venue_only_counts() {
    let mut door = door_with(|_| ());
    let pass = door.pass();
    let visit = door.enter(&pass);
    assert_eq!(
        door.entrance
            .set_party(visit, 1, Some(vec!["Child".to_owned()]))
            .unwrap(),
        2
    );
    assert!(door.entrance.ledger().live_party(visit).unwrap().is_none());
}

#[test]
fn who_may_come_again_only_tomorrow_waits_until_then() {
    let mut door = door_with(|rules| rules.re_entry = ReEntry::NextDay);
    let pass = door.pass();
    let visit = door.enter(&pass);
    door.entrance.go(visit, Way::Scanned).unwrap();
    let wait = Verdict::Wait {
        obstacle: Obstacle::ReEntry(None),
    };
    assert_eq!(door.show(&pass), wait);
    door.clock.advance_ms(86_400_000);
    door.enter(&pass);
}

#[test]
fn at_the_exit_the_number_of_this_very_pass_is_asked_for() {
    let mut door = door_with(|rules| rules.exit_check = ExitCheck::PinId);
    let (pass, other) = (door.pass(), door.pass());
    let visit = door.enter(&pass);
    door.enter(&other);
    let Verdict::Ask { pass: tag, .. } = door.show(&pass) else {
        panic!("not asked")
    };
    let question = door.entrance.exit_question(tag, Way::Scanned);
    assert_eq!(question, Some(ExitQuestion::PinId));
    assert_eq!(
        door.entrance.exit_question(tag, Way::Typed),
        None,
        "the number was typed already"
    );
    let mut go = |digits: &str| door.entrance.go_with(visit, tag, Way::Scanned, digits).unwrap();
    assert_eq!(go(&other.pin_id.digits()), NumberVerdict::Wrong { tries_left: 4 });
    assert_eq!(
        go(&pass.pin_id.digits()),
        NumberVerdict::Known(Verdict::Goodbye { visit })
    );
    assert_eq!(door.entrance.keypad_wait_ms(), 0);
}

#[test]
fn the_own_pin_is_asked_for_where_there_is_one_and_guessing_it_takes_for_ever() {
    let mut door = door_with(|rules| rules.exit_check = ExitCheck::PersonalPin);
    let pass = door.pass();
    let visit = door.enter(&pass);
    let Verdict::Ask { pass: tag, .. } = door.show(&pass) else {
        panic!("not asked")
    };
    let mut go = |digits: &str| door.entrance.go_with(visit, tag, Way::Scanned, digits).unwrap();
    for tries_left in (1..=4).rev() {
        assert_eq!(go("999999"), NumberVerdict::Wrong { tries_left });
    }
    let locked = NumberVerdict::Locked { wait_ms: 30_000 };
    assert_eq!(go("999999"), locked);
    assert_eq!(go("111222"), locked, "the right one has to wait as well");
    door.clock.advance_ms(30_000);
    let mut go = |digits: &str| door.entrance.go_with(visit, tag, Way::Scanned, digits).unwrap();
    assert_eq!(go("111222"), NumberVerdict::Known(Verdict::Goodbye { visit }));
    let without_pin = door.entrance.register(contact("Two"), None).unwrap();
    assert_eq!(
        door.entrance.exit_question(without_pin.tag, Way::Scanned),
        Some(ExitQuestion::PinId)
    );
}

#[test]
fn what_is_set_is_there_after_a_restart() {
    let mut door = door_with(|rules| rules.capacity = Some(7));
    let hall = door.zone("Hall", None, Some(3));
    door.stand_at(Some(hall));
    let now = door.clock.now();
    let concert = Occasion {
        name: "Concert".to_owned(),
        zone: Some(hall),
        begins: now,
        ends: now.plus_ms(3_600_000),
        capacity: Some(1),
    };
    door.entrance
        .set_occasion(Actor::Owner, None, concert.clone())
        .unwrap();
    let Door {
        entrance,
        clock,
        folder,
    } = door;
    entrance.into_ledger().close().unwrap();
    let ledger = open_venue(&folder.path().join("data")).unwrap();
    let mut door = Door {
        entrance: Entrance::new(ledger, clock.clone(), OsRng, None),
        clock,
        folder,
    };
    let state = door.entrance.ledger().state();
    assert_eq!(state.rules().capacity, Some(7));
    assert_eq!(state.zones()[&hall].name, "Hall");
    assert_eq!(state.occasions().values().next(), Some(&concert));
    let passes = [door.pass(), door.pass()];
    door.enter(&passes[0]);
    let wait = Verdict::Wait {
        obstacle: Obstacle::Full,
    };
    assert_eq!(door.show(&passes[1]), wait, "the concert has one place");
    door.clock.advance_ms(3_600_000);
    door.enter(&passes[1]);
}

#[test]
fn a_zone_is_no_part_of_itself_and_goes_only_without_parts() {
    let mut door = door_with(|_| ());
    let hall = door.zone("Hall", None, None);
    let stage = door.zone("Stage", Some(hall), None);
    let mut looped = door.entrance.ledger().state().zones()[&hall].clone();
    looped.parent = Some(stage);
    let refused = door.entrance.set_zones(Actor::Owner, [(hall, looped)].into());
    assert!(matches!(refused, Err(PremisesError::Loop(name)) if name == "Hall"));
    let refused = door.entrance.remove_zone(Actor::Owner, hall);
    assert!(matches!(refused, Err(PremisesError::HasParts(_))));
    door.entrance.remove_zone(Actor::Owner, stage).unwrap();
    door.entrance.remove_zone(Actor::Owner, hall).unwrap();
    let nowhere = Placement {
        zone: Some(hall),
        on_inside: OnInside::Ask,
    };
    assert!(matches!(
        door.entrance.place(Actor::Technician, nowhere),
        Err(PremisesError::NoZone)
    ));
}
