//! The kiosk at its door: what it shows to whoever comes, and what it says of its devices.

use std::time::Duration;

use einlass_devices::{hand_scanner::HandScannerEvent, scanner::ScannerEvent};
use einlass_domain::{admission::Limit, contact::Field, words::Language};
use tokio::time::sleep;

use crate::{Answer, FaultCode, FormStep, Input, KeypadOutcome, Notice, PaperEnd, Screen, Touch};

use super::stage::{settle, stage};

#[tokio::test(start_paused = true)]
async fn a_pass_held_up_counts_once_and_then_asks() {
    let mut stage = stage();
    let code = stage.code.clone();
    for _ in 0..300 {
        stage.show(&code, 100).await;
    }
    assert_eq!(stage.verdicts(), 1, "half a minute in view is one scan");
    assert_eq!(
        stage.screen(),
        Screen::Answer(Answer::Welcome {
            until: "00:13".into(),
            limit: Limit::LongestStay,
            visit: stage.visit().unwrap(),
            companions: true,
            seat: false,
        })
    );
    stage.show(&code, 9_900).await;
    assert_eq!(stage.verdicts(), 1);
    stage.show(&code, 10_100).await;
    assert!(matches!(stage.screen(), Screen::GoOrStay { .. }));
    stage.touch(Touch::Stay).await;
    assert_eq!(
        stage.screen(),
        Screen::Answer(Answer::Stay {
            until: "00:13".into(),
            limit: Limit::LongestStay,
            visit: stage.visit().unwrap(),
        })
    );
    stage.show(&code, 10_100).await;
    stage.touch(Touch::Go).await;
    assert_eq!(stage.screen(), Screen::Answer(Answer::Goodbye));
    stage.touch(Touch::Go).await;
    assert_eq!(stage.verdicts(), 5, "a second touch finds nothing to do");
}

#[tokio::test(start_paused = true)]
async fn an_answer_goes_by_itself_and_the_next_visitor_need_not_wait() {
    let mut stage = stage();
    let code = stage.code.clone();
    stage.show("foreign", 100).await;
    assert_eq!(stage.screen(), Screen::Answer(Answer::Refused));
    stage.show(&code, 100).await;
    assert!(matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })));
    sleep(Duration::from_millis(5_100)).await;
    assert_eq!(stage.screen(), Screen::Attract);
}

#[tokio::test(start_paused = true)]
async fn a_filled_form_becomes_paper_that_opens_the_door() {
    let mut stage = stage();
    stage.touch(Touch::ChooseLanguage(Language::En)).await;
    stage.fill_form().await;
    assert!(matches!(stage.screen(), Screen::DataNotice { .. }));
    stage.touch(Touch::Consent).await;
    stage.touch(Touch::SkipPin).await;
    let ready = stage
        .wait_for(|screen| matches!(screen, Screen::PassReady { .. }))
        .await;
    assert!(matches!(&ready, Screen::PassReady { printed: true, pin_id, .. } if pin_id.len() == 14));
    let code = stage.printed_code();
    stage.show(&code, 100).await;
    assert!(matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })));
}

#[tokio::test(start_paused = true)]
async fn a_form_with_problems_stays_and_names_them() {
    let stage = stage();
    stage.touch(Touch::OpenForm).await;
    let values = vec![
        (Field::FirstName, "Visitor".to_owned()),
        (Field::Town, "not asked here".to_owned()),
    ];
    stage.touch(Touch::FormNext(values)).await;
    let Screen::Form {
        step: FormStep::Name,
        draft,
        checked: true,
        ..
    } = stage.screen()
    else {
        panic!("went on")
    };
    assert!(draft.problem(Field::LastName).is_some());
    assert_eq!(
        draft.text(Field::Town),
        "",
        "a field of another step is not taken"
    );
}

#[tokio::test(start_paused = true)]
async fn what_was_typed_is_wiped_when_nobody_is_there() {
    let stage = stage();
    stage.fill_form().await;
    sleep(Duration::from_secs(60)).await;
    stage.touch(Touch::Touched).await;
    sleep(Duration::from_secs(60)).await;
    assert!(
        matches!(stage.screen(), Screen::DataNotice { .. }),
        "a touch prolongs it"
    );
    sleep(Duration::from_secs(6)).await;
    assert_eq!(stage.screen(), Screen::Attract);
    stage.touch(Touch::OpenForm).await;
    let Screen::Form { draft, .. } = stage.screen() else {
        panic!("no form")
    };
    assert_eq!(draft.text(Field::LastName), "");
}

#[tokio::test(start_paused = true)]
async fn a_code_that_lies_there_does_not_disturb_the_form() {
    let mut stage = stage();
    let code = stage.code.clone();
    stage.touch(Touch::OpenForm).await;
    stage.show(&code, 100).await;
    assert!(matches!(stage.screen(), Screen::Form { .. }));
    stage.touch(Touch::Back).await;
    stage.show(&code, 100).await;
    assert!(
        matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })),
        "and counts when it is meant"
    );
}

#[tokio::test(start_paused = true)]
async fn without_paper_the_number_is_shown_and_staff_see_why() {
    let stage = stage();
    stage.paper.set_out_of_paper(true);
    stage.fill_form().await;
    stage.touch(Touch::Consent).await;
    stage.touch(Touch::SkipPin).await;
    let ready = stage
        .wait_for(|screen| matches!(screen, Screen::PassReady { .. }))
        .await;
    assert!(matches!(ready, Screen::PassReady { printed: false, .. }));
    assert!(stage.snapshot().notices.contains(&Notice::PaperOut));
    assert!(stage.paper.jobs().is_empty());
    stage.paper.set_out_of_paper(false);
    let ready = stage
        .wait_for(|screen| matches!(screen, Screen::PassReady { printed: true, .. }))
        .await;
    assert!(
        matches!(ready, Screen::PassReady { .. }),
        "and comes when there is paper again"
    );
    assert_eq!(stage.paper.jobs().len(), 1);
    assert!(!stage.snapshot().notices.contains(&Notice::PaperOut));
}

#[tokio::test(start_paused = true)]
async fn a_paper_that_may_have_come_is_not_printed_again_and_asked_about() {
    let stage = stage();
    stage.paper.set_unconfirmed();
    stage.fill_form().await;
    stage.touch(Touch::Consent).await;
    stage.touch(Touch::SkipPin).await;
    let ready = stage
        .wait_for(|screen| matches!(screen, Screen::PassReady { .. }))
        .await;
    assert!(matches!(ready, Screen::PassReady { printed: false, .. }));
    assert_eq!(stage.paper.jobs().len(), 1);
    settle().await;
    assert!(stage.snapshot().notices.contains(&Notice::PaperUnsettled));
    stage.touch(Touch::Back).await;
    stage.touch(Touch::OpenStatus).await;
    let Screen::Status(status) = stage.screen() else {
        panic!("no status")
    };
    let papers = status.papers;
    assert_eq!(papers.last, Some((PaperEnd::Unknown, "16:13".to_owned())));
    let unsettled = papers.unsettled.iter().map(|(_, at)| at.as_str());
    assert_eq!(unsettled.collect::<Vec<_>>(), ["16:13"]);
}

#[tokio::test(start_paused = true)]
async fn the_keypad_counts_down_and_opens_again() {
    let stage = stage();
    stage.touch(Touch::OpenKeypad).await;
    for _ in 0..5 {
        stage.type_digits("111111111111").await;
    }
    let locked = |wait_s| Screen::Keypad {
        digits: String::new(),
        outcome: Some(KeypadOutcome::Locked { wait_s }),
    };
    assert_eq!(stage.screen(), locked(30));
    stage.type_digits("1").await;
    assert_eq!(stage.screen(), locked(30), "shut means shut");
    stage.touch(Touch::Back).await;
    stage.touch(Touch::OpenKeypad).await;
    assert_eq!(
        stage.screen(),
        locked(30),
        "going away and coming back does not open it"
    );
}

#[tokio::test(start_paused = true)]
async fn the_language_of_a_guest_goes_with_the_guest() {
    let stage = stage();
    stage.touch(Touch::ChooseLanguage(Language::En)).await;
    assert_eq!(stage.snapshot().language, Language::En);
    sleep(Duration::from_secs(46)).await;
    assert_eq!(stage.snapshot().language, Language::De);
}

#[tokio::test(start_paused = true)]
async fn nobody_is_welcomed_whose_visit_cannot_be_written() {
    let mut stage = stage();
    let code = stage.code.clone();
    let stop = "CREATE TRIGGER stop BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'no'); END";
    let database = stage.data.join("ledger.db");
    let sql = |sql: &str| {
        rusqlite::Connection::open(&database)
            .unwrap()
            .execute_batch(sql)
            .unwrap()
    };
    sql(stop);
    stage.show(&code, 100).await;
    assert_eq!(stage.screen(), Screen::OutOfService(FaultCode::LedgerUnavailable));
    assert_eq!(stage.verdicts(), 0);
    sql("DROP TRIGGER stop");
    sleep(Duration::from_secs(6)).await;
    stage.show(&code, 100).await;
    assert!(
        matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })),
        "the same pass may try again at once"
    );
}

#[tokio::test(start_paused = true)]
async fn a_lost_camera_is_told_when_no_other_sees_and_the_end_of_pictures_ends_the_run() {
    let stage = stage();
    let say = async |camera, event| stage.inputs.send(Input::Scanner(camera, event)).await.unwrap();
    let lost = || ScannerEvent::CameraLost {
        why: "unplugged".into(),
    };
    let is_told = || stage.snapshot().notices.contains(&Notice::CameraLost);
    for (camera, event, told) in [
        (0, lost(), false),
        (1, lost(), true),
        (0, ScannerEvent::CameraBack, false),
        (0, lost(), true),
        (1, ScannerEvent::CameraBack, false),
        (0, ScannerEvent::CameraBack, false),
    ] {
        let what = format!("camera {camera}: {event:?}");
        say(camera, event).await;
        settle().await;
        assert_eq!(is_told(), told, "{what}");
    }
    say(0, ScannerEvent::Ended).await;
    stage.controller.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_code_from_a_hand_scanner_is_the_same_scan_as_in_the_camera() {
    let mut stage = stage();
    let code = stage.code.clone();
    let by_hand = HandScannerEvent::Code {
        payload: code.as_bytes().to_vec(),
        at: Duration::ZERO,
    };
    stage.inputs.send(Input::HandScanner(by_hand)).await.unwrap();
    settle().await;
    assert!(matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })));
    stage.show(&code, 500).await;
    assert_eq!(stage.verdicts(), 1, "still in view");
}

/// Of what waits at the same time, the controller takes either first: hence the repetitions.
#[tokio::test(start_paused = true)]
async fn the_house_is_kept_before_anything_is_taken() {
    for _ in 0..8 {
        let stage = stage();
        stage.inputs.try_send(Input::Quit).unwrap();
        stage.controller.await.unwrap().unwrap();
        assert!(
            stage.data.join("copy.db").exists(),
            "nothing was destroyed, nothing copied"
        );
    }
}
