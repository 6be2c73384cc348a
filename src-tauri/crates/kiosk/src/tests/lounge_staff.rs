//! Staff at the screen: who works here, made, changed and removed by an owner.

use einlass_domain::{
    event::Actor,
    staff::{Area, NotAllowed, Role},
    zone::{Cell, Zone, ZoneKind},
};

use super::lounge::{Bench, bench};
use crate::{
    Colleague, LoungePage, LoungeTouch, MemberForm, MemberProblem, MemberRow, MemberTouch, MemberTyped,
    MembersPage, NewPin, PinVerdict, Said, SecondFactor, StaffError, Workplace,
};

const PIN: &str = "246802";
const OTHER_PIN: &str = "975310";

impl Bench {
    pub(super) fn members(&mut self, touch: MemberTouch) {
        self.touch(LoungeTouch::Members(touch));
    }

    pub(super) fn page(&self) -> MembersPage {
        let LoungePage::Members(page) = self.lounge().page else {
            panic!("not about staff")
        };
        *page
    }

    fn rows(&self) -> Vec<MemberRow> {
        let MembersPage::List(rows) = self.page() else {
            panic!("not the list")
        };
        rows
    }

    pub(super) fn one(&self) -> MemberRow {
        let MembersPage::One(row) = self.page() else {
            panic!("not one of them")
        };
        row
    }

    fn form(&self) -> MemberForm {
        let MembersPage::Form(form) = self.page() else {
            panic!("not the form")
        };
        form
    }

    /// The page of whoever is called so.
    pub(super) fn open(&mut self, colleague: &Colleague, name: &str) {
        self.home(colleague);
        self.members(MemberTouch::OpenList);
        let row = self.rows().iter().position(|row| row.name == name).unwrap();
        self.members(MemberTouch::Open(row));
    }

    pub(super) fn try_pin(&mut self, name: &str, pin: &str) -> Result<PinVerdict, StaffError> {
        self.kiosk.entrance.show_pin(name, pin)
    }

    pub(super) fn events(&self) -> u64 {
        self.kiosk.entrance.ledger().event_count()
    }
}

fn typed(name: &str, role: Role, area: usize) -> MemberTyped {
    MemberTyped {
        name: name.to_owned(),
        role,
        area,
    }
}

fn pin(pin: &str, again: &str) -> NewPin {
    NewPin::typed(pin.to_owned(), again.to_owned())
}

fn said(why: NotAllowed) -> Option<Said> {
    Some(Said::NotAllowed(why))
}

#[tokio::test]
async fn somebody_new_signs_in_with_the_pin_that_was_typed_twice() {
    let mut bench = bench();
    let owner = bench.colleague(Role::Owner, Area::Venue);
    bench.home(&owner);
    bench.members(MemberTouch::OpenList);
    assert_eq!(bench.rows().len(), 1);
    assert!(bench.rows()[0].is_oneself);
    bench.members(MemberTouch::OpenNew);
    let areas: Vec<_> = bench.form().areas().cloned().collect();
    assert_eq!(areas, [Workplace::Venue, Workplace::ThisKiosk]);
    let before = bench.events();
    bench.members(MemberTouch::Enrol(
        typed("  Amira  K. ", Role::Entrance, 1),
        pin(PIN, PIN),
    ));
    assert_eq!(bench.events(), before + 1);
    assert_eq!(bench.lounge().said, Some(Said::Enrolled));
    let row = bench.one();
    assert_eq!((row.name.as_str(), row.role), ("Amira K.", Role::Entrance));
    assert_eq!(row.workplace, Workplace::ThisKiosk);
    assert_eq!(row.second_factor, SecondFactor::No);
    assert!(!row.is_oneself);
    assert!(matches!(bench.try_pin("Amira K.", PIN), Ok(PinVerdict::Open(_))));
}

#[tokio::test]
async fn what_is_wrong_is_told_in_its_place_and_nobody_is_made() {
    let mut bench = bench();
    let owner = bench.colleague(Role::Owner, Area::Venue);
    bench.home(&owner);
    bench.members(MemberTouch::OpenList);
    bench.members(MemberTouch::OpenNew);
    let good = typed("Amira", Role::ShiftLead, 0);
    let named = |name: &str| typed(name, Role::ShiftLead, 0);
    let wrong = [
        (named(" "), pin(PIN, PIN), MemberProblem::Name),
        (named(&"a".repeat(81)), pin(PIN, PIN), MemberProblem::Name),
        (named("A\u{202e}mira"), pin(PIN, PIN), MemberProblem::Name),
        (named(&owner.name), pin(PIN, PIN), MemberProblem::NameTaken),
        (named(&owner.name), NewPin::Made, MemberProblem::NameTaken),
        (
            typed("Amira", Role::ShiftLead, 2),
            pin(PIN, PIN),
            MemberProblem::Area,
        ),
        (good.clone(), pin("12345", "12345"), MemberProblem::Pin),
        (good.clone(), pin("", ""), MemberProblem::Pin),
        (
            good.clone(),
            pin("12345678901234567", "12345678901234567"),
            MemberProblem::Pin,
        ),
        (good.clone(), pin("12345x", "12345x"), MemberProblem::Pin),
        (good.clone(), pin(PIN, OTHER_PIN), MemberProblem::PinAgain),
    ];
    let before = bench.events();
    for (typed, pin, problem) in wrong {
        bench.members(MemberTouch::Enrol(typed.clone(), pin));
        let form = bench.form();
        assert_eq!((form.problem, form.typed), (Some(problem), typed));
    }
    assert_eq!(bench.events(), before);
    bench.members(MemberTouch::Enrol(good, pin(PIN, PIN)));
    assert_eq!(bench.one().name, "Amira", "the same form, put right");
}

#[tokio::test]
async fn the_machine_makes_a_pin_that_is_shown_once() {
    let mut bench = bench();
    let owner = bench.colleague(Role::Owner, Area::Venue);
    bench.home(&owner);
    bench.members(MemberTouch::OpenList);
    bench.members(MemberTouch::OpenNew);
    bench.members(MemberTouch::Enrol(
        typed("Amira", Role::Entrance, 0),
        NewPin::Made,
    ));
    let page = bench.page();
    let MembersPage::MadePin(made) = &page else {
        panic!("not shown")
    };
    assert_eq!(made.pin.as_str().len(), 8);
    assert!(!format!("{page:?}").contains(made.pin.as_str()), "nor in a log");
    assert!(bench.try_pin("Amira", made.pin.as_str()).is_ok());
    bench.members(MemberTouch::Return);
    assert_eq!(bench.one().name, "Amira");
}

#[tokio::test]
async fn another_pin_takes_the_place_of_the_first() {
    let mut bench = bench();
    let owner = bench.colleague(Role::Owner, Area::Venue);
    let door = bench.colleague(Role::Entrance, Area::Venue);
    bench.open(&owner, &door.name);
    bench.members(MemberTouch::OpenPin);
    bench.members(MemberTouch::SetPin(pin(PIN, OTHER_PIN)));
    assert_eq!(bench.form().problem, Some(MemberProblem::PinAgain));
    bench.members(MemberTouch::SetPin(pin("1", "1")));
    assert_eq!(bench.form().problem, Some(MemberProblem::Pin));
    bench.members(MemberTouch::SetPin(pin(PIN, PIN)));
    assert_eq!(bench.lounge().said, Some(Said::Set));
    assert!(matches!(
        bench.try_pin(&door.name, "135790"),
        Err(StaffError::WrongPin)
    ));
    assert!(bench.try_pin(&door.name, PIN).is_ok());
}

#[tokio::test]
async fn another_role_and_area_leave_the_pin_as_it_was() {
    let mut bench = bench();
    let hall = bench.kiosk.entrance.make_zone_id();
    let zone = Zone {
        name: "Hall".to_owned(),
        kind: ZoneKind::Area,
        parent: None,
        capacity: None,
        longest_stay_min: None,
        cell: Cell::default(),
    };
    bench
        .kiosk
        .entrance
        .set_zones(Actor::Technician, [(hall, zone)].into())
        .unwrap();
    let owner = bench.colleague(Role::Owner, Area::Venue);
    let elsewhere = Area::Kiosk(einlass_domain::id::DeviceId([9; 8]));
    let door = bench.colleague(Role::Entrance, elsewhere);
    bench.open(&owner, &door.name);
    assert_eq!(bench.one().workplace, Workplace::OtherKiosk);
    bench.members(MemberTouch::OpenPlace);
    let form = bench.form();
    let areas: Vec<_> = form.areas().cloned().collect();
    let hall_row = Workplace::Zone("Hall".to_owned());
    assert_eq!(
        areas,
        [
            Workplace::Venue,
            Workplace::ThisKiosk,
            hall_row.clone(),
            Workplace::OtherKiosk
        ],
        "where they are can stay"
    );
    assert_eq!((form.typed.role, form.typed.area), (Role::Entrance, 3));
    bench.members(MemberTouch::Place(Role::BackOffice, 4));
    assert_eq!(bench.form().problem, Some(MemberProblem::Area));
    bench.members(MemberTouch::Place(Role::BackOffice, 2));
    let row = bench.one();
    assert_eq!((row.role, row.workplace), (Role::BackOffice, hall_row));
    assert_eq!(
        row.second_factor,
        SecondFactor::Missing,
        "and says what is missing now"
    );
    assert!(matches!(
        bench.try_pin(&door.name, "135790"),
        Err(StaffError::NoSecondFactor)
    ));
    bench.kiosk.entrance.remove_zone(Actor::Technician, hall).unwrap();
    bench.open(&owner, &door.name);
    assert_eq!(bench.one().workplace, Workplace::Gone);
}

#[tokio::test]
async fn somebody_who_left_does_not_sign_in_and_is_not_listed() {
    let mut bench = bench();
    let owner = bench.colleague(Role::Owner, Area::Venue);
    let door = bench.colleague(Role::Entrance, Area::Venue);
    bench.open(&owner, &door.name);
    let before = bench.events();
    bench.members(MemberTouch::Dismiss);
    assert_eq!(bench.events(), before + 1);
    assert_eq!(bench.lounge().said, Some(Said::Dismissed));
    assert_eq!(bench.rows().len(), 1);
    assert!(matches!(
        bench.try_pin(&door.name, "135790"),
        Err(StaffError::WrongPin)
    ));
    bench.home(&door);
    assert!(bench.lounge().colleague.is_some());
    bench.touch(LoungeTouch::OpenInside);
    assert_eq!(
        bench.lounge().colleague,
        None,
        "nor goes on where they were signed in"
    );
}

#[tokio::test]
async fn an_owner_stays_and_nobody_shuts_themselves_out() {
    let mut bench = bench();
    let owner = bench.colleague(Role::Owner, Area::Venue);
    bench.open(&owner, &owner.name);
    let page = bench.lounge().page;
    bench.members(MemberTouch::Dismiss);
    assert_eq!(
        (bench.lounge().said, bench.lounge().page),
        (said(NotAllowed::LastOwner), page)
    );
    bench.members(MemberTouch::OpenPlace);
    bench.members(MemberTouch::Place(Role::ShiftLead, 0));
    assert_eq!(bench.lounge().said, said(NotAllowed::LastOwner));
    assert_eq!(bench.form().typed.role, Role::Owner);
    bench.members(MemberTouch::Place(Role::Owner, 1));
    assert_eq!(bench.lounge().said, Some(Said::Set), "the area is no way out");
    let second = bench.colleague(Role::Owner, Area::Venue);
    bench.open(&owner, &owner.name);
    bench.members(MemberTouch::Dismiss);
    assert_eq!(bench.lounge().said, said(NotAllowed::Oneself));
    bench.members(MemberTouch::TakeSecondFactor);
    assert_eq!(bench.lounge().said, said(NotAllowed::Oneself));
    bench.members(MemberTouch::OpenPlace);
    bench.members(MemberTouch::Place(Role::ShiftLead, 0));
    assert_eq!(bench.lounge().said, said(NotAllowed::Oneself));
    bench.open(&owner, &second.name);
    bench.members(MemberTouch::OpenPlace);
    bench.members(MemberTouch::Place(Role::ShiftLead, 0));
    assert_eq!(
        (bench.lounge().said, bench.one().role),
        (Some(Said::Set), Role::ShiftLead)
    );
}

#[tokio::test]
async fn somebody_who_has_just_gone_is_told_and_not_made_again() {
    let mut bench = bench();
    let owner = bench.colleague(Role::Owner, Area::Venue);
    let door = bench.colleague(Role::Entrance, Area::Venue);
    bench.open(&owner, &door.name);
    bench.members(MemberTouch::OpenPin);
    bench
        .kiosk
        .entrance
        .dismiss(Actor::Technician, &door.name)
        .unwrap();
    bench.members(MemberTouch::SetPin(pin(PIN, PIN)));
    assert_eq!(bench.lounge().said, said(NotAllowed::NoMember));
    assert_eq!(bench.kiosk.entrance.staff_names(), [owner.name]);
}
