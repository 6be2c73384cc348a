//! Passes made by staff, and looking for them.

use einlass_domain::{
    contact::Field,
    event::{Actor, ConsentBy},
    rules::{Companions, VenueRules},
    staff::{Area, Deed, NotAllowed, Role},
};

use super::{
    lounge::{Bench, bench},
    lounge_rights::{register, told},
};
use crate::{
    Company, LoungePage, LoungeTouch, MadePass, NumberOutcome, Paper, PartyRecord, Said, Verdict, VisitRecord,
};

fn made(bench: &Bench) -> MadePass {
    let LoungePage::Made(made) = bench.lounge().page else {
        panic!("no pass was made")
    };
    *made
}

fn inside(bench: &Bench) -> usize {
    bench.kiosk.entrance.ledger().state().open_visits().len()
}

#[tokio::test]
async fn a_visitor_tells_staff_and_has_the_paper_and_is_inside() {
    let mut bench = bench();
    let colleague = bench.colleague(Role::Entrance, Area::Venue);
    bench.home(&colleague);
    bench.touch(LoungeTouch::OpenRegister);
    bench.touch(LoungeTouch::Register {
        values: told(" "),
        company: Company::default(),
        comes_in: true,
    });
    let LoungePage::PassForm(form) = bench.lounge().page else {
        panic!("a pass for nobody")
    };
    assert!(
        form.checked && form.draft.phone == "030 5550123",
        "nothing typed is lost"
    );
    assert_eq!(inside(&bench), 1);
    bench.touch(register(true));
    let pass = made(&bench);
    assert_eq!(bench.lounge().said, Some(Said::CheckedIn));
    assert_eq!(
        (pass.paper, pass.deeds.clone()),
        (Paper::Printing, vec![Deed::Reprint, Deed::Register])
    );
    bench.paper_ends().await;
    assert_eq!(made(&bench).paper, Paper::Printed);
    assert_eq!(inside(&bench), 2);
    let door = &mut bench.kiosk.entrance;
    let visit = door.open_visit_of(pass.pass.pin_id).unwrap();
    let record: VisitRecord = minicbor::decode(&door.ledger().live_record(visit).unwrap()).unwrap();
    assert_eq!(
        record.contact.unwrap().last_name,
        "Walker",
        "who came is in the record"
    );
    let key = crate::DiaryKey(door.read_code(pass.pass.code.as_bytes()).unwrap());
    assert_eq!(door.own_data(&key).unwrap().consent, ConsentBy::Visitor);
    let Verdict::Goodbye { .. } = door.show_code(pass.pass.code.as_bytes()).unwrap() else {
        panic!("the paper does not open the door")
    };
}

/// Staff take somebody down who comes in with this company, as these rules have it.
fn with_company(bench: &mut Bench, rule: Companions, company: Company, comes_in: bool) {
    let rules = VenueRules {
        companions: rule,
        ..VenueRules::default()
    };
    bench.kiosk.entrance.set_rules(Actor::Owner, rules).unwrap();
    bench.touch(LoungeTouch::OpenRegister);
    bench.touch(LoungeTouch::Register {
        values: told("Walker"),
        company,
        comes_in,
    });
}

fn people(bench: &Bench) -> u32 {
    bench.kiosk.entrance.ledger().state().people_inside(None)
}

#[tokio::test]
async fn those_who_come_along_are_counted_as_the_rules_have_it() {
    let named = |names: &[&str]| Company {
        companions: 0,
        names: names.iter().map(|name| (*name).to_owned()).collect(),
    };
    let counted = |companions| Company {
        companions,
        names: Vec::new(),
    };
    for (rule, company, came) in [
        (Companions::No, counted(3), Some(1)),
        (Companions::Count, counted(3), Some(4)),
        (Companions::Count, counted(20), None),
        (Companions::Names, named(&[" Two ", "Three", ""]), Some(3)),
        (Companions::Names, named(&["=Two"]), None),
        (Companions::Names, named(&["x"; 20]), None),
        (Companions::Names, counted(3), Some(1)),
    ] {
        let mut bench = bench();
        let colleague = bench.colleague(Role::Entrance, Area::Venue);
        bench.home(&colleague);
        with_company(&mut bench, rule, company.clone(), true);
        assert_eq!(people(&bench), 1 + came.unwrap_or(0), "{rule:?} {company:?}");
        if came.is_none() {
            let LoungePage::PassForm(form) = bench.lounge().page else {
                panic!("{rule:?} {company:?}")
            };
            assert!(form.company_problem && form.draft.last_name == "Walker");
            assert_eq!(form.company, company, "nothing typed is lost");
        }
    }
}

#[tokio::test]
async fn who_comes_along_is_not_forgotten_before_the_holder_comes_in_and_is_sealed_with_the_visit() {
    let mut bench = bench();
    let colleague = bench.colleague(Role::Entrance, Area::Venue);
    bench.home(&colleague);
    let company = Company {
        companions: 0,
        names: vec!["Two".to_owned()],
    };
    with_company(&mut bench, Companions::Names, company, false);
    assert_eq!(people(&bench), 1, "nobody wanted to come in");
    bench.touch(LoungeTouch::CheckIn);
    assert_eq!(people(&bench), 3);
    let door = &bench.kiosk.entrance;
    let visit = door.open_visit_of(made(&bench).pass.pin_id).unwrap();
    let opened = door.ledger().live_party(visit).unwrap().unwrap();
    let party: PartyRecord = minicbor::decode(&opened).unwrap();
    assert_eq!(party.names, ["Two"]);
}

#[tokio::test]
async fn a_guardian_tells_staff_for_a_child() {
    let mut bench = bench();
    let colleague = bench.colleague(Role::Entrance, Area::Venue);
    bench.home(&colleague);
    let with_child = |name: &str| LoungeTouch::Register {
        values: [told("Walker"), vec![(Field::Child, name.to_owned())]].concat(),
        company: Company::default(),
        comes_in: true,
    };
    bench.touch(LoungeTouch::OpenRegister);
    bench.touch(with_child(" "));
    let LoungePage::PassForm(form) = bench.lounge().page else {
        panic!("a pass for no child")
    };
    assert!(form.checked && form.draft.is_for_child());
    bench.touch(with_child("Kind"));
    let pass = made(&bench).pass;
    assert!(pass.by_guardian, "the paper says so");
    let door = &mut bench.kiosk.entrance;
    let key = crate::DiaryKey(door.read_code(pass.code.as_bytes()).unwrap());
    let own = door.own_data(&key).unwrap();
    assert_eq!(own.consent, ConsentBy::Guardian);
    assert_eq!(own.contact.unwrap().child.as_deref(), Some("Kind"));
}

#[tokio::test]
async fn only_the_pass_that_was_just_made_is_printed_again() {
    let mut bench = bench();
    let colleague = bench.colleague(Role::Entrance, Area::Venue);
    bench.home(&colleague);
    bench.touch(LoungeTouch::Reprint);
    assert!(matches!(bench.lounge().page, LoungePage::Home(_)));
    bench.touch(LoungeTouch::OpenRegister);
    bench.touch(register(false));
    bench.paper_ends().await;
    assert_eq!(inside(&bench), 1, "nobody wanted to come in");
    bench.touch(LoungeTouch::Reprint);
    bench.paper_ends().await;
    let jobs = bench.paper.jobs();
    assert_eq!(jobs.len(), 2);
    let is_copy = |job: &[u8]| job.windows(8).any(|part| part == b"DUPLIKAT");
    assert!(!is_copy(&jobs[0]) && is_copy(&jobs[1]));
    bench.touch(LoungeTouch::CheckIn);
    assert_eq!((bench.lounge().said, inside(&bench)), (Some(Said::CheckedIn), 2));
}

#[tokio::test]
async fn a_lost_pass_is_replaced_and_the_old_paper_is_dead() {
    let mut bench = bench();
    let colleague = bench.colleague(Role::Entrance, Area::Venue);
    bench.home(&colleague);
    let old = bench.code.clone();
    let digits = bench.pin_id.digits();
    bench.touch(LoungeTouch::OpenInside);
    bench.touch(LoungeTouch::OpenVisit(0));
    bench.touch(LoungeTouch::OpenReplace);
    assert!(
        matches!(bench.lounge().page, LoungePage::Visit(_)),
        "nobody has said the number of this pass"
    );
    bench.type_number(&digits);
    bench.touch(LoungeTouch::OpenReplace);
    bench.touch(register(true));
    assert!(
        matches!(bench.lounge().page, LoungePage::PassForm(_)),
        "another form"
    );
    bench.touch(LoungeTouch::Replace(told("One")));
    let new = made(&bench);
    assert_eq!(bench.lounge().said, Some(Said::Replaced));
    assert!(new.replaces() && new.pass.pin_id == bench.pin_id);
    assert_eq!(new.deeds, [Deed::Reprint, Deed::Register], "inside already");
    bench.paper_ends().await;
    let jobs = bench.paper.jobs();
    assert!(jobs[0].windows(7).any(|part| part == b"Ersetzt"));
    let door = &mut bench.kiosk.entrance;
    assert_eq!(door.show_code(old.as_bytes()).unwrap(), Verdict::Dead);
    assert!(matches!(
        door.show_code(new.pass.code.as_bytes()).unwrap(),
        Verdict::Goodbye { .. }
    ));
}

#[tokio::test]
async fn a_visit_is_extended_by_hand_and_never_beyond_closing() {
    let mut bench = bench();
    let colleague = bench.colleague(Role::Entrance, Area::Venue);
    bench.home(&colleague);
    let digits = bench.pin_id.digits();
    bench.type_number(&digits);
    let until = |bench: &Bench| {
        let state = bench.kiosk.entrance.ledger().state();
        state.visit(bench.visit).and_then(|visit| visit.until()).unwrap()
    };
    let before = until(&bench);
    bench.clock.advance_ms(3_600_000);
    bench.touch(LoungeTouch::Extend);
    assert_eq!(bench.lounge().said, Some(Said::Extended));
    assert_eq!(until(&bench).ms_since(before), 3_600_000);
    let zone = bench.kiosk.entrance.ledger().zone();
    let closing = zone.clock_text(until(&bench).plus_ms(1_800_000));
    bench.open_until(&closing);
    bench.clock.advance_ms(3_600_000);
    bench.touch(LoungeTouch::Extend);
    assert_eq!(bench.lounge().said, Some(Said::Extended));
    let zone = bench.kiosk.entrance.ledger().zone();
    assert_eq!(zone.clock_text(until(&bench)), closing);
    bench.touch(LoungeTouch::Extend);
    assert_eq!(bench.lounge().said, Some(Said::NotAllowed(NotAllowed::Closing)));
}

#[tokio::test]
async fn nobody_walks_through_numbers_not_even_over_a_restart() {
    let mut bench = bench();
    let colleague = bench.colleague(Role::ShiftLead, Area::Venue);
    bench.home(&colleague);
    let outcome = |bench: &Bench| {
        let LoungePage::Number(number) = bench.lounge().page else {
            panic!("not the number pad")
        };
        number.outcome
    };
    let own = bench.pin_id.digits();
    for left in (0..10).rev() {
        bench.type_number(&own);
        assert!(
            matches!(bench.lounge().page, LoungePage::Visit(_)),
            "a right one makes up for nothing"
        );
        bench.type_number("123456789012");
        assert_eq!(
            outcome(&bench),
            Some(NumberOutcome::Mistyped),
            "nor is a slip counted"
        );
        let (unknown, _) = bench.kiosk.entrance.make_pin_id();
        bench.type_number(&unknown.digits());
        let expected = match left {
            0 => NumberOutcome::Locked { wait_s: 3_600 },
            left => NumberOutcome::Unknown { left },
        };
        assert_eq!(outcome(&bench), Some(expected));
    }
    bench.touch(LoungeTouch::Digit(1));
    assert!(matches!(bench.lounge().page, LoungePage::Number(number) if number.digits.is_empty()));
    let other = bench.colleague(Role::ShiftLead, Area::Venue);
    assert!(
        bench.kiosk.entrance.find(other.session, &own).is_ok(),
        "only who has missed waits"
    );
    let mut bench = bench.restarted();
    assert!(bench.kiosk.entrance.find(colleague.session, &own).is_err());
    bench.clock.advance_ms(3_600_000);
    assert!(bench.kiosk.entrance.find(colleague.session, &own).is_ok());
}
