//! The lounge: what each role may touch.

use std::collections::BTreeSet;

use einlass_domain::{
    contact::Field,
    event::Why,
    id::DeviceId,
    staff::{Area, Deed, NotAllowed, Role},
};

use super::lounge::bench;
use crate::{
    Company, LoungePage, LoungeTouch, MemberTouch, MemberTyped, NewPin, OccasionTyped, Rule, RuleValue, Said,
    Screen,
};

/// Every touch, and what an owner would say that it is. A new touch does not compile in `place`.
pub(super) fn all_touches() -> Vec<(LoungeTouch, Option<Deed>)> {
    let time = || "10:00".to_owned();
    let members = member_touches().into_iter();
    let mut all = vec![
        (LoungeTouch::Choose(0), None),
        (LoungeTouch::Digit(1), None),
        (LoungeTouch::Erase, None),
        (LoungeTouch::Enter, None),
        (LoungeTouch::Home, None),
        (LoungeTouch::Lock, None),
        (LoungeTouch::OpenInside, Some(Deed::SeeInside)),
        (LoungeTouch::TurnTo(0), Some(Deed::SeeInside)),
        (LoungeTouch::OpenVisit(0), Some(Deed::SeeInside)),
        (LoungeTouch::OpenNumber, Some(Deed::SeeInside)),
        (LoungeTouch::Look, Some(Deed::Look)),
        (LoungeTouch::CheckOut, Some(Deed::CheckOutByHand)),
        (LoungeTouch::CheckOutAt(time()), Some(Deed::CheckOutByHand)),
        (LoungeTouch::Annul(Why::Slip), Some(Deed::Annul)),
        (LoungeTouch::CorrectCame(time(), Why::Slip), Some(Deed::Correct)),
        (LoungeTouch::CheckIn, Some(Deed::CheckInByHand)),
        (LoungeTouch::UnlockDiary, Some(Deed::UnlockDiary)),
        (LoungeTouch::Extend, Some(Deed::Extend)),
        (LoungeTouch::OpenRegister, Some(Deed::Register)),
        (LoungeTouch::OpenReplace, Some(Deed::ReplacePass)),
        (register(false), Some(Deed::Register)),
        (LoungeTouch::Replace(Vec::new()), Some(Deed::ReplacePass)),
        (LoungeTouch::Reprint, Some(Deed::Reprint)),
        (LoungeTouch::OpenEveryoneOut, Some(Deed::EveryoneOut)),
        (LoungeTouch::ConfirmEveryoneOut, Some(Deed::EveryoneOut)),
        (LoungeTouch::OpenRollCall, Some(Deed::RollCall)),
        (LoungeTouch::BeginDrill, Some(Deed::RollCall)),
        (LoungeTouch::Emergency, Some(Deed::RollCall)),
        (LoungeTouch::Tick { group: 0, row: 0 }, Some(Deed::RollCall)),
        (LoungeTouch::PrintRollCall, Some(Deed::RollCall)),
        (LoungeTouch::EndRollCall, Some(Deed::RollCall)),
        (LoungeTouch::OpenSettings, Some(Deed::SetRules)),
        (LoungeTouch::OpenRule(Rule::Capacity), Some(Deed::SetRules)),
        (LoungeTouch::OpenRule(Rule::Retention), Some(Deed::SetRetention)),
        (
            LoungeTouch::SetRule(RuleValue::Capacity(Some(9))),
            Some(Deed::SetRules),
        ),
        (
            LoungeTouch::SetRule(RuleValue::Retention(9)),
            Some(Deed::SetRetention),
        ),
        (LoungeTouch::OpenOccasions, Some(Deed::PlanOccasion)),
        (LoungeTouch::OpenOccasionForm, Some(Deed::PlanOccasion)),
        (
            LoungeTouch::SetOccasion(OccasionTyped::default()),
            Some(Deed::PlanOccasion),
        ),
        (LoungeTouch::RemoveOccasion(0), Some(Deed::PlanOccasion)),
        (LoungeTouch::OpenOccupancy, Some(Deed::SeeOccupancy)),
        (LoungeTouch::OpenRefused, Some(Deed::SeeRefused)),
        (LoungeTouch::OpenDevices, Some(Deed::SeeDevices)),
        (LoungeTouch::SettlePaper(0, true), Some(Deed::SeeDevices)),
    ];
    all.extend(members.map(|touch| (LoungeTouch::Members(touch), Some(Deed::EnrolStaff))));
    all
}

fn member_touches() -> Vec<MemberTouch> {
    let typed = MemberTyped {
        name: "New".to_owned(),
        role: Role::Owner,
        area: 0,
    };
    vec![
        MemberTouch::OpenList,
        MemberTouch::Open(0),
        MemberTouch::Return,
        MemberTouch::OpenNew,
        MemberTouch::Enrol(typed, NewPin::Made),
        MemberTouch::OpenPlace,
        MemberTouch::Place(Role::Owner, 0),
        MemberTouch::OpenPin,
        MemberTouch::SetPin(NewPin::Made),
        MemberTouch::MakeSecondFactor,
        MemberTouch::ConfirmSecondFactor("000000".to_owned()),
        MemberTouch::TakeSecondFactor,
        MemberTouch::Dismiss,
    ]
}

pub(super) fn register(comes_in: bool) -> LoungeTouch {
    LoungeTouch::Register {
        values: told("Walker"),
        company: Company::default(),
        comes_in,
    }
}

/// What a visitor tells staff: a name and a phone number, as much as a venue has to know.
pub(super) fn told(last_name: &str) -> Vec<(Field, String)> {
    vec![
        (Field::LastName, last_name.to_owned()),
        (Field::Phone, "030 5550123".to_owned()),
    ]
}

fn place(touch: &LoungeTouch) -> usize {
    match touch {
        LoungeTouch::Choose(_) => 0,
        LoungeTouch::Digit(_) => 1,
        LoungeTouch::Erase => 2,
        LoungeTouch::Enter => 3,
        LoungeTouch::Home => 4,
        LoungeTouch::Lock => 5,
        LoungeTouch::OpenInside => 6,
        LoungeTouch::TurnTo(_) => 7,
        LoungeTouch::OpenVisit(_) => 8,
        LoungeTouch::OpenNumber => 9,
        LoungeTouch::Look => 10,
        LoungeTouch::CheckOut => 11,
        LoungeTouch::CheckOutAt(_) => 12,
        LoungeTouch::Annul(_) => 13,
        LoungeTouch::CorrectCame(..) => 14,
        LoungeTouch::CheckIn => 15,
        LoungeTouch::UnlockDiary => 16,
        LoungeTouch::OpenEveryoneOut => 17,
        LoungeTouch::ConfirmEveryoneOut => 18,
        LoungeTouch::OpenRollCall => 19,
        LoungeTouch::BeginDrill => 20,
        LoungeTouch::Emergency => 21,
        LoungeTouch::Tick { .. } => 22,
        LoungeTouch::PrintRollCall => 23,
        LoungeTouch::EndRollCall => 24,
        LoungeTouch::OpenOccupancy => 25,
        LoungeTouch::OpenRefused => 26,
        LoungeTouch::OpenDevices => 27,
        LoungeTouch::Extend => 28,
        LoungeTouch::OpenRegister => 29,
        LoungeTouch::OpenReplace => 30,
        LoungeTouch::Register { .. } => 31,
        LoungeTouch::Replace(_) => 32,
        LoungeTouch::Reprint => 33,
        LoungeTouch::OpenSettings => 34,
        LoungeTouch::OpenRule(_) => 35,
        LoungeTouch::SetRule(_) => 36,
        LoungeTouch::OpenOccasions => 37,
        LoungeTouch::OpenOccasionForm => 38,
        LoungeTouch::SetOccasion(_) => 39,
        LoungeTouch::RemoveOccasion(_) => 40,
        LoungeTouch::SettlePaper(..) => 41,
        LoungeTouch::Members(touch) => 42 + member_place(touch),
    }
}

fn member_place(touch: &MemberTouch) -> usize {
    match touch {
        MemberTouch::OpenList => 0,
        MemberTouch::Open(_) => 1,
        MemberTouch::Return => 2,
        MemberTouch::OpenNew => 3,
        MemberTouch::Enrol(..) => 4,
        MemberTouch::OpenPlace => 5,
        MemberTouch::Place(..) => 6,
        MemberTouch::OpenPin => 7,
        MemberTouch::SetPin(_) => 8,
        MemberTouch::MakeSecondFactor => 9,
        MemberTouch::ConfirmSecondFactor(_) => 10,
        MemberTouch::TakeSecondFactor => 11,
        MemberTouch::Dismiss => 12,
    }
}

#[tokio::test]
async fn every_touch_is_refused_to_every_role_that_may_not() {
    let mut bench = bench();
    let places: BTreeSet<_> = all_touches().iter().map(|(touch, _)| place(touch)).collect();
    assert_eq!(places, (0..55).collect());
    let nobody_else = Area::Kiosk(DeviceId([9; 8]));
    for role in Role::ALL {
        // An area without visits: nothing changes for the next touch.
        let colleague = bench.colleague(role, nobody_else);
        for (touch, deed) in all_touches() {
            let number = place(&touch);
            let stands = LoungePage::Refused(Vec::new());
            bench.at(&colleague, stands.clone());
            bench.touch(touch);
            let refused = matches!(&bench.kiosk.screen, Screen::Lounge(lounge)
                if lounge.said == Some(Said::NotAllowed(NotAllowed::Role)) && lounge.page == stands);
            assert_eq!(
                refused,
                deed.is_some_and(|deed| !role.may(deed)),
                "{role:?} {number}"
            );
        }
    }
}
