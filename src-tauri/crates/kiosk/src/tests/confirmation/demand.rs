//! What the form demands where codes are sent, before anything is stored.

use einlass_domain::{
    confirmation::CodeTo,
    contact::{ContactDraft, Field, FieldProblem},
    post::Ways,
    rules::Confirm,
    staff::{Area, Role},
};
use einlass_testkit::CaughtPost;

use super::{confirm, reachable};
use crate::{
    Company, FormStep, LoungePage, LoungeTouch, Screen, Touch,
    tests::{
        lounge::bench,
        stage::{Stage, stage_with_post},
    },
};

fn stage(rule: Confirm) -> Stage {
    let post = CaughtPost::default();
    stage_with_post(None, Some(Box::new(post)), |entrance| {
        confirm(entrance, rule);
    })
}

async fn reach(stage: &Stage, phone: &str, email: &str) {
    let values = vec![(Field::Phone, phone.to_owned()), (Field::Email, email.to_owned())];
    stage.touch(Touch::FormNext(values)).await;
}

async fn name(stage: &Stage) {
    stage.touch(Touch::OpenForm).await;
    let names = [(Field::FirstName, "Visitor"), (Field::LastName, "Two")];
    let values = names.map(|(field, text)| (field, text.to_owned())).to_vec();
    stage.touch(Touch::FormNext(values)).await;
}

/// Where the form stands, where its code goes, and what is wrong with mail and telephone.
fn form(stage: &Stage) -> (FormStep, CodeTo, [Option<FieldProblem>; 2]) {
    let Screen::Form {
        step,
        draft,
        checked,
        demand,
        ..
    } = stage.screen()
    else {
        panic!("{:?}", stage.screen())
    };
    let problem = |field| demand.problem(&draft, field).filter(|_| checked);
    let problems = [Field::Email, Field::Phone].map(problem);
    (step, demand.code_to, problems)
}

#[tokio::test(start_paused = true)]
async fn the_address_that_a_code_needs_is_demanded_at_its_field() {
    for (rule, to, phone, email, wrong) in [
        (
            Confirm::Mail,
            CodeTo::Mail,
            "0171 1234567",
            "",
            [Some(FieldProblem::MailNeeded), None],
        ),
        (
            Confirm::Sms,
            CodeTo::Phone,
            "",
            "two@example.org",
            [None, Some(FieldProblem::PhoneNeeded)],
        ),
        (
            Confirm::Either,
            CodeTo::Either,
            "1234567",
            "",
            [None, Some(FieldProblem::NoAreaCode)],
        ),
    ] {
        let stage = stage(rule);
        name(&stage).await;
        assert_eq!(form(&stage), (FormStep::Reach, to, [None, None]), "{rule:?}");
        reach(&stage, phone, email).await;
        assert_eq!(form(&stage), (FormStep::Reach, to, wrong), "{rule:?}");
        reach(&stage, "0171 1234567", "two@example.org").await;
        assert_eq!(form(&stage).0, FormStep::Address, "{rule:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn where_no_code_is_sent_nothing_more_is_demanded() {
    let stage = stage_with_post(None, None, |entrance| confirm(entrance, Confirm::Mail));
    name(&stage).await;
    reach(&stage, "1234567", "").await;
    assert_eq!(
        form(&stage).0,
        FormStep::Address,
        "there is no way out for a code"
    );
}

#[tokio::test(start_paused = true)]
async fn a_crowded_address_is_told_at_its_field_and_another_one_goes() {
    let post = CaughtPost::default();
    let stage = stage_with_post(None, Some(Box::new(post)), |entrance| {
        confirm(entrance, Confirm::Either);
        for _ in 0..3 {
            entrance.register(reachable("two@example.org", ""), None).unwrap();
        }
    });
    name(&stage).await;
    reach(&stage, "", "two@example.org").await;
    let crowded = [Some(FieldProblem::Crowded), None];
    assert_eq!(form(&stage), (FormStep::Reach, CodeTo::Either, crowded));
    reach(&stage, "", "three@example.org").await;
    assert_eq!(form(&stage).0, FormStep::Address);
}

#[tokio::test]
async fn an_address_that_got_crowded_meanwhile_stores_nothing() {
    let mut bench = bench();
    let (mail, sms) = (true, None);
    bench.kiosk.entrance.set_ways(Ways { mail, sms });
    confirm(&mut bench.kiosk.entrance, Confirm::Mail);
    let contact = reachable("two@example.org", "");
    let mut draft = ContactDraft::from(&contact);
    for field in [Field::FirstName, Field::Street, Field::Postcode, Field::Town] {
        draft.set(field, "x".to_owned());
    }
    for _ in 0..3 {
        bench.kiosk.entrance.register(contact.clone(), None).unwrap();
    }
    let passes = bench.kiosk.entrance.ledger().state().pass_count();
    bench.kiosk.register(&draft, None);
    let Screen::Form {
        step: FormStep::Reach,
        checked: true,
        demand,
        ..
    } = &bench.kiosk.screen
    else {
        panic!("{:?}", bench.kiosk.screen)
    };
    assert_eq!(demand.crowded, Some(Field::Email));
    assert_eq!(bench.kiosk.entrance.ledger().state().pass_count(), passes);
}

#[tokio::test]
async fn staff_are_told_as_well_and_may_leave_the_address_out() {
    let mut bench = bench();
    let colleague = bench.colleague(Role::Entrance, Area::Venue);
    let (mail, sms) = (true, None);
    bench.kiosk.entrance.set_ways(Ways { mail, sms });
    confirm(&mut bench.kiosk.entrance, Confirm::Mail);
    for _ in 0..3 {
        let contact = reachable("two@example.org", "");
        bench.kiosk.entrance.register(contact, None).unwrap();
    }
    bench.home(&colleague);
    bench.touch(LoungeTouch::OpenRegister);
    let told = |email: &str| LoungeTouch::Register {
        values: vec![
            (Field::LastName, "Two".to_owned()),
            (Field::Phone, "0171 1234567".to_owned()),
            (Field::Email, email.to_owned()),
        ],
        company: Company::default(),
        comes_in: false,
    };
    bench.touch(told("two@example.org"));
    let LoungePage::PassForm(form) = bench.lounge().page else {
        panic!("a fourth letter")
    };
    assert_eq!(form.crowded, Some(Field::Email));
    bench.touch(told(""));
    assert!(matches!(bench.lounge().page, LoungePage::Made(_)));
}
