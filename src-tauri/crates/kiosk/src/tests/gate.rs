//! The gate behind the verdicts.

use std::{sync::mpsc::channel, time::Duration};

use einlass_domain::{
    fold::Visit,
    gate::{GateError, Heading, Passage},
    staff::{Area, Role},
};
use einlass_testkit::ScriptedGate;
use tokio::time::advance;

use super::{
    lounge::bench,
    stage::{Stage, settle, stage_with_gate},
};
use crate::{
    Answer, GateEvent, Input, LoungePage, LoungeTouch, Notice, PassPage, Said, Screen, Touch,
    gate_desk::GateDesk,
};

const NOT_PASSED: Screen = Screen::Answer(Answer::NotPassed);

fn gate(answers: impl IntoIterator<Item = Passage>) -> ScriptedGate {
    let gate = ScriptedGate::with_sensor();
    gate.answer(answers.into_iter().map(Ok));
    gate
}

fn stage(gate: &ScriptedGate) -> Stage {
    stage_with_gate(gate, |_| {})
}

fn inside(stage: &Stage) -> usize {
    stage.ledger().state().open_visits().len()
}

/// Waits in real time: the gate has a thread of its own.
async fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..5_000 {
        if is_so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(2));
        settle().await;
    }
    panic!("not {what}");
}

async fn come(stage: &mut Stage) {
    let code = stage.code.clone();
    stage.show(&code, 11_000).await;
}

fn is_welcome(screen: &Screen) -> bool {
    matches!(screen, Screen::Answer(Answer::Welcome { .. }))
}

#[tokio::test(start_paused = true)]
async fn who_is_welcome_goes_through_and_who_goes_does_too() {
    let gate = gate([Passage::Passed, Passage::Passed]);
    let mut stage = stage(&gate);
    come(&mut stage).await;
    assert!(is_welcome(&stage.screen()));
    wait_until("opened", || gate.opened() == [Heading::In]).await;
    assert_eq!(inside(&stage), 1);
    come(&mut stage).await;
    stage.touch(Touch::Stay).await;
    come(&mut stage).await;
    stage.touch(Touch::Go).await;
    wait_until("opened", || gate.opened() == [Heading::In, Heading::Out]).await;
    assert_eq!(inside(&stage), 0);
}

#[tokio::test(start_paused = true)]
async fn nothing_opens_for_a_code_of_nobody() {
    let gate = gate([]);
    let mut stage = stage(&gate);
    stage.show("a code from a bottle of water", 0).await;
    assert_eq!(stage.screen(), Screen::Answer(Answer::Refused));
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(gate.opened(), []);
}

#[tokio::test(start_paused = true)]
async fn where_nobody_goes_through_the_check_in_is_undone_and_the_screen_says_so() {
    let gate = gate([Passage::NotPassed]);
    let mut stage = stage(&gate);
    come(&mut stage).await;
    stage.wait_for(|screen| *screen == NOT_PASSED).await;
    assert_eq!(inside(&stage), 0);
    let visit = stage.visit().unwrap();
    let ledger = stage.ledger();
    assert!(ledger.state().visit(visit).is_some_and(Visit::is_annulled));
    assert!(ledger.live_record(visit).is_err(), "who it was is destroyed");
    advance(Duration::from_secs(6)).await;
    settle().await;
    assert_eq!(stage.screen(), Screen::Attract);
}

#[tokio::test(start_paused = true)]
async fn an_answer_stands_until_the_gate_has_said_what_became_of_it() {
    let gate = gate([Passage::Passed]);
    gate.takes(Duration::from_millis(400));
    let mut stage = stage(&gate);
    come(&mut stage).await;
    advance(Duration::from_secs(20)).await;
    settle().await;
    assert!(is_welcome(&stage.screen()), "{:?}", stage.screen());
    std::thread::sleep(Duration::from_millis(500));
    settle().await;
    assert!(is_welcome(&stage.screen()));
    advance(Duration::from_secs(6)).await;
    settle().await;
    assert_eq!(stage.screen(), Screen::Attract);
    assert_eq!(inside(&stage), 1);
}

#[tokio::test(start_paused = true)]
async fn whoever_did_not_get_through_may_show_the_pass_again_soon() {
    let gate = gate([Passage::NotPassed, Passage::Passed]);
    let mut stage = stage(&gate);
    come(&mut stage).await;
    stage.wait_for(|screen| *screen == NOT_PASSED).await;
    let code = stage.code.clone();
    stage.show(&code, 500).await;
    assert_eq!(stage.screen(), NOT_PASSED, "it is still being held up");
    stage.show(&code, 1_100).await;
    assert!(is_welcome(&stage.screen()));
    wait_until("opened twice", || gate.opened().len() == 2).await;
    assert_eq!(inside(&stage), 1);
}

#[tokio::test(start_paused = true)]
async fn who_says_how_many_they_are_and_goes_away_has_not_come() {
    let gate = gate([Passage::NotPassed]);
    gate.takes(Duration::from_millis(400));
    let mut stage = stage(&gate);
    come(&mut stage).await;
    stage.touch(Touch::OpenParty).await;
    stage.touch(Touch::Party(2)).await;
    assert!(matches!(
        stage.screen(),
        Screen::Answer(Answer::Party { people: 3, .. })
    ));
    stage.wait_for(|screen| *screen == NOT_PASSED).await;
    assert_eq!(inside(&stage), 0);
}

#[tokio::test(start_paused = true)]
async fn what_was_done_with_a_visit_meanwhile_is_not_undone() {
    let gate = gate([Passage::NotPassed]);
    gate.takes(Duration::from_millis(400));
    let mut stage = stage(&gate);
    come(&mut stage).await;
    come(&mut stage).await;
    stage.touch(Touch::Stay).await;
    let stays = stage.screen();
    std::thread::sleep(Duration::from_millis(600));
    settle().await;
    assert_eq!((stage.screen(), inside(&stage)), (stays, 1));
}

#[tokio::test(start_paused = true)]
async fn who_was_asked_at_the_door_meanwhile_is_told_that_nobody_is_inside() {
    let gate = gate([Passage::NotPassed]);
    gate.takes(Duration::from_millis(400));
    let mut stage = stage(&gate);
    come(&mut stage).await;
    come(&mut stage).await;
    assert!(matches!(stage.screen(), Screen::GoOrStay { .. }));
    stage.wait_for(|screen| *screen == NOT_PASSED).await;
    assert_eq!(inside(&stage), 0);
}

#[tokio::test(start_paused = true)]
async fn the_next_visitor_is_not_told_about_the_one_before() {
    let gate = gate([Passage::NotPassed]);
    gate.takes(Duration::from_millis(400));
    let mut stage = stage(&gate);
    come(&mut stage).await;
    stage.touch(Touch::Back).await;
    stage.touch(Touch::OpenKeypad).await;
    wait_until("undone", || inside(&stage) == 0).await;
    assert!(matches!(stage.screen(), Screen::Keypad { .. }));
}

#[tokio::test(start_paused = true)]
async fn a_check_out_stands_whoever_went_through() {
    let gate = gate([Passage::Passed, Passage::NotPassed]);
    let mut stage = stage(&gate);
    come(&mut stage).await;
    wait_until("opened", || gate.opened().len() == 1).await;
    come(&mut stage).await;
    stage.touch(Touch::Go).await;
    wait_until("opened", || gate.opened().len() == 2).await;
    std::thread::sleep(Duration::from_millis(50));
    settle().await;
    assert_eq!(
        (stage.screen(), inside(&stage)),
        (Screen::Answer(Answer::Goodbye), 0)
    );
}

#[tokio::test(start_paused = true)]
async fn a_gate_that_is_broken_is_told_to_staff_and_forgets_nobody() {
    let gate = gate([Passage::Passed]);
    gate.set_away(true);
    let mut stage = stage(&gate);
    let is_told = |stage: &Stage| stage.snapshot().notices.contains(&Notice::GateUnavailable);
    wait_until("told", || is_told(&stage)).await;
    come(&mut stage).await;
    std::thread::sleep(Duration::from_millis(50));
    settle().await;
    assert!(is_welcome(&stage.screen()));
    assert_eq!(inside(&stage), 1, "staff lets them in by hand");
    gate.set_away(false);
    wait_until("told", || !is_told(&stage)).await;
}

/// Two seconds after the verdict somebody else may stand there.
#[tokio::test(start_paused = true)]
async fn who_comes_while_the_one_before_is_in_the_gate_for_long_is_asked_to_come_again() {
    let gate = gate([Passage::Passed]);
    gate.takes(Duration::from_millis(2_500));
    let mut stage = stage(&gate);
    come(&mut stage).await;
    let other = stage.other_code.clone();
    stage.show(&other, 100).await;
    assert_eq!(inside(&stage), 2);
    stage.wait_for(|screen| *screen == NOT_PASSED).await;
    assert_eq!((gate.opened().len(), inside(&stage)), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_gate_without_a_sensor_undoes_nothing() {
    let gate = ScriptedGate::without_sensor();
    gate.answer([Ok(Passage::Opened)]);
    let mut stage = stage(&gate);
    come(&mut stage).await;
    wait_until("opened", || gate.opened() == [Heading::In]).await;
    std::thread::sleep(Duration::from_millis(50));
    settle().await;
    assert_eq!(inside(&stage), 1);
}

#[tokio::test(start_paused = true)]
async fn a_busy_gate_without_a_sensor_is_for_staff_and_the_visitor_has_come() {
    let gate = ScriptedGate::without_sensor();
    gate.answer([Err(GateError::Busy)]);
    let mut stage = stage(&gate);
    come(&mut stage).await;
    wait_until("told", || {
        stage.snapshot().notices.contains(&Notice::GateUnavailable)
    })
    .await;
    assert_eq!(inside(&stage), 1);
}

#[tokio::test(start_paused = true)]
async fn an_answer_does_not_wait_for_a_gate_that_tells_nothing() {
    let gate = ScriptedGate::without_sensor();
    gate.answer([Ok(Passage::Opened)]);
    gate.takes(Duration::from_millis(400));
    let mut stage = stage(&gate);
    come(&mut stage).await;
    assert!(is_welcome(&stage.screen()));
    advance(Duration::from_secs(6)).await;
    settle().await;
    assert_eq!(stage.screen(), Screen::Attract);
}

#[tokio::test(start_paused = true)]
async fn whoever_stands_in_the_gate_when_the_program_ends_is_seen_through() {
    let gate = gate([Passage::NotPassed]);
    gate.takes(Duration::from_millis(300));
    let mut stage = stage(&gate);
    come(&mut stage).await;
    stage.inputs.send(Input::Quit).await.unwrap();
    wait_until("undone", || inside(&stage) == 0).await;
}

#[tokio::test]
async fn staff_opens_it_for_whom_they_let_in_and_not_for_those_inside() {
    let mut bench = bench();
    let gate = gate([Passage::NotPassed, Passage::Passed, Passage::Passed]);
    let (tell, told) = channel();
    bench.kiosk.gate = Some(GateDesk::start(Box::new(gate.clone()), move |event| {
        let _ = tell.send(event);
    }));
    let colleague = bench.colleague(Role::ShiftLead, Area::Venue);
    let next = |bench: &mut super::lounge::Bench| {
        let event: GateEvent = told.recv_timeout(Duration::from_secs(20)).unwrap();
        bench.kiosk.gate_said(event);
    };
    bench.at(&colleague, LoungePage::Refused(Vec::new()));
    let outside = bench.outside.digits();
    bench.type_number(&outside);
    bench.touch(LoungeTouch::CheckIn);
    assert_eq!(bench.lounge().said, Some(Said::CheckedIn));
    next(&mut bench);
    assert_eq!(bench.lounge().said, Some(Said::NotPassed));
    assert!(matches!(bench.lounge().page, LoungePage::Inside(_)));
    bench.type_number(&outside);
    bench.touch(LoungeTouch::CheckIn);
    next(&mut bench);
    assert_eq!(bench.lounge().said, Some(Said::CheckedIn), "they went through");
    bench.touch(LoungeTouch::CheckOut);
    next(&mut bench);
    assert_eq!(gate.opened(), [Heading::In, Heading::In, Heading::Out]);
    // The page of a pass may stand open from before its holder came in.
    let pin_id = bench.pin_id;
    let page = PassPage {
        pin_id,
        ending: String::new(),
        wait: None,
        deeds: Vec::new(),
    };
    bench.at(&colleague, LoungePage::Pass(page));
    bench.touch(LoungeTouch::CheckIn);
    assert_eq!(bench.lounge().said, Some(Said::CheckedIn));
    assert!(told.recv_timeout(Duration::from_millis(100)).is_err());
}
