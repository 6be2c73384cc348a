//! Settings and occasions at the screen.

use einlass_domain::{
    rules::{Confirm, ReEntry, Seats},
    staff::{Area, NotAllowed, Role},
};

use super::lounge::bench;
use crate::{
    LoungePage, LoungeTouch, OccasionForm, OccasionProblem, OccasionTyped, Rule, RuleProblem, RuleValue,
    Said, Settings,
};

fn settings(page: LoungePage) -> Settings {
    let LoungePage::Settings(settings) = page else {
        panic!("not the settings")
    };
    *settings
}

#[tokio::test]
async fn each_setting_counts_from_its_touch_and_what_cannot_be_is_told_where_it_stands() {
    let mut bench = bench();
    let owner = bench.colleague(Role::Owner, Area::Venue);
    bench.home(&owner);
    bench.touch(LoungeTouch::OpenSettings);
    assert_eq!(settings(bench.lounge().page).may, Rule::ALL);
    let good = [
        RuleValue::Opening(Some("Mo-Fr 10:00-12:30,14:00-18:00; 2026-12-24 off".to_owned())),
        RuleValue::LongestStay(90),
        RuleValue::Extension(30),
        RuleValue::Capacity(Some(120)),
        RuleValue::RepeatGap(5),
        RuleValue::Seats(Seats::Ask),
        RuleValue::Confirm(Confirm::Mail),
        RuleValue::ReEntry(ReEntry::After(20)),
        RuleValue::PassValidity(7),
        RuleValue::Retention(14),
    ];
    for value in good {
        let rule = value.rule();
        bench.touch(LoungeTouch::OpenRule(rule));
        assert_eq!(settings(bench.lounge().page).open, Some(rule));
        bench.touch(LoungeTouch::SetRule(value));
        assert_eq!(bench.lounge().said, Some(Said::Set), "{rule:?}");
        assert_eq!(settings(bench.lounge().page).open, None);
    }
    let bad = [
        (RuleValue::Opening(Some(String::new())), RuleProblem::NeverOpen),
        (
            RuleValue::Opening(Some("Mo 10:00-12:00,11:00-13:00".to_owned())),
            RuleProblem::Periods,
        ),
        (RuleValue::LongestStay(0), RuleProblem::Stay),
        (RuleValue::Extension(1_441), RuleProblem::Stay),
        (RuleValue::Capacity(Some(0)), RuleProblem::Capacity),
        (RuleValue::RepeatGap(601), RuleProblem::RepeatGap),
        (RuleValue::PassValidity(0), RuleProblem::PassValidity),
        (RuleValue::Retention(31), RuleProblem::Retention),
    ];
    for (value, problem) in bad {
        let rule = value.rule();
        bench.touch(LoungeTouch::SetRule(value));
        let page = settings(bench.lounge().page);
        assert_eq!((page.open, page.problem), (Some(rule), Some(problem)));
    }
    let state = bench.kiosk.entrance.ledger().state();
    let rules = state.rules();
    let opening = rules.opening.as_ref().unwrap().to_string();
    assert_eq!(opening, "Mo-Fr 10:00-12:30,14:00-18:00; 2026-12-24 off");
    assert_eq!((rules.longest_stay_min, rules.extension_min), (90, 30));
    assert_eq!((rules.capacity, rules.repeat_gap_s), (Some(120), 5));
    assert_eq!((rules.seats, rules.confirm), (Seats::Ask, Confirm::Mail));
    assert_eq!((rules.re_entry, rules.pass_valid_days), (ReEntry::After(20), 7));
    assert_eq!(state.retention().get(), 14);
}

#[tokio::test]
async fn special_days_are_set_one_after_the_other_and_outlast_another_week() {
    let mut bench = bench();
    let owner = bench.colleague(Role::Owner, Area::Venue);
    bench.home(&owner);
    bench.touch(LoungeTouch::OpenSettings);
    bench.touch(LoungeTouch::SetRule(RuleValue::Opening(Some(
        "Mo-Fr 10:00-18:00".to_owned(),
    ))));
    bench.touch(LoungeTouch::OpenRule(Rule::SpecialDays));
    let special = |day: &str, hours: Option<&str>| {
        LoungeTouch::SetRule(RuleValue::SpecialDay(day.to_owned(), hours.map(str::to_owned)))
    };
    bench.touch(special("2412", None));
    assert_eq!(bench.lounge().said, Some(Said::Set));
    bench.touch(special("3112", Some("10:00-13:00")));
    let page = settings(bench.lounge().page);
    assert_eq!(page.open, Some(Rule::SpecialDays), "the next one can follow");
    let days: Vec<_> = page
        .special
        .iter()
        .map(|(day, hours)| format!("{day} {hours}"))
        .collect();
    assert_eq!(days, ["2026-12-24 ", "2026-12-31 10:00-13:00"]);
    bench.touch(special("3102", None));
    assert_eq!(settings(bench.lounge().page).problem, Some(RuleProblem::Day));
    bench.touch(LoungeTouch::SetRule(RuleValue::Opening(Some(
        "Sa 10:00-16:00".to_owned(),
    ))));
    let ordinary = RuleValue::OrdinaryDay("2026-12-24".to_owned());
    bench.touch(LoungeTouch::SetRule(ordinary));
    let opening = bench.kiosk.entrance.ledger().state().rules().opening.clone();
    assert_eq!(
        opening.unwrap().to_string(),
        "Sa 10:00-16:00; 2026-12-31 10:00-13:00"
    );
}

#[tokio::test]
async fn how_long_visits_are_kept_is_the_owners_alone() {
    let mut bench = bench();
    let office = bench.colleague(Role::BackOffice, Area::Venue);
    bench.home(&office);
    bench.touch(LoungeTouch::OpenSettings);
    assert!(!settings(bench.lounge().page).may.contains(&Rule::Retention));
    bench.touch(LoungeTouch::SetRule(RuleValue::Retention(1)));
    assert_eq!(bench.lounge().said, Some(Said::NotAllowed(NotAllowed::Role)));
    assert_eq!(bench.kiosk.entrance.ledger().state().retention().get(), 30);
}

fn form(page: LoungePage) -> OccasionForm {
    let LoungePage::OccasionForm(form) = page else {
        panic!("not the form")
    };
    *form
}

#[tokio::test]
async fn something_is_announced_and_taken_back_and_what_is_wrong_is_told_in_its_place() {
    let mut bench = bench();
    let lead = bench.colleague(Role::ShiftLead, Area::Venue);
    bench.home(&lead);
    bench.touch(LoungeTouch::OpenOccasions);
    bench.touch(LoungeTouch::OpenOccasionForm);
    let typed = OccasionTyped {
        name: " Lesung ".to_owned(),
        zone: None,
        day: String::new(),
        begins: "23:00".to_owned(),
        ends: "01:00".to_owned(),
        capacity: Some(80),
    };
    let wrong = [
        (
            OccasionTyped {
                name: " ".to_owned(),
                ..typed.clone()
            },
            OccasionProblem::Name,
        ),
        (
            OccasionTyped {
                zone: Some(3),
                ..typed.clone()
            },
            OccasionProblem::Zone,
        ),
        (
            OccasionTyped {
                day: "3102".to_owned(),
                ..typed.clone()
            },
            OccasionProblem::Day,
        ),
        (
            OccasionTyped {
                begins: String::new(),
                ..typed.clone()
            },
            OccasionProblem::Begins,
        ),
        (
            OccasionTyped {
                ends: "25:00".to_owned(),
                ..typed.clone()
            },
            OccasionProblem::Ends,
        ),
        (
            OccasionTyped {
                capacity: Some(0),
                ..typed.clone()
            },
            OccasionProblem::Capacity,
        ),
    ];
    for (typed, problem) in wrong {
        bench.touch(LoungeTouch::SetOccasion(typed.clone()));
        let form = form(bench.lounge().page);
        assert_eq!((form.problem, form.typed), (Some(problem), typed));
    }
    bench.touch(LoungeTouch::SetOccasion(typed));
    let LoungePage::Occasions(on) = bench.lounge().page else {
        panic!("not announced")
    };
    assert_eq!(
        (on.rows[0].name.as_str(), on.rows[0].capacity),
        ("Lesung", Some(80))
    );
    assert!(on.rows[0].begins.ends_with(" 23:00") && on.rows[0].ends.ends_with(" 01:00"));
    assert_ne!(
        on.rows[0].begins[..10],
        on.rows[0].ends[..10],
        "it ends on the next day"
    );
    bench.touch(LoungeTouch::RemoveOccasion(0));
    assert_eq!(bench.lounge().said, Some(Said::Removed));
    assert!(bench.kiosk.entrance.ledger().state().occasions().is_empty());
}
