//! The diary: pass and PIN together show the own visits, a pass alone shows nothing.

use std::time::Duration;

use einlass_domain::words::Language;
use tokio::time::sleep;

use super::stage::{Stage, stage, stage_with_pin};
use crate::{Answer, DiaryClosed, PIN_DIGITS, Screen, Touch};

const PIN: &str = "482915";

async fn open(stage: &mut Stage, pin: &str) -> Screen {
    let code = stage.code.clone();
    stage.touch(Touch::OpenDiary).await;
    stage.show(&code, 100).await;
    stage.type_digits(pin).await;
    stage.screen()
}

#[tokio::test(start_paused = true)]
async fn pass_and_pin_show_the_own_visits_and_nobody_elses() {
    let mut stage = stage_with_pin(Some(PIN));
    let (code, other) = (stage.code.clone(), stage.other_code.clone());
    stage.show(&code, 100).await;
    stage.show(&other, 11_000).await;
    stage.show(&code, 11_000).await;
    stage.touch(Touch::Go).await;
    stage.show(&code, 11_000).await;
    let Screen::Diary {
        entries,
        asking: None,
        ..
    } = open(&mut stage, PIN).await
    else {
        panic!("no diary: {:?}", stage.screen())
    };
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[0].went, None, "the newest comes first, and lasts");
    assert!(entries[1].went.is_some());
    assert_eq!(entries[0].kept_until, entries[0].day.plus(30));
    assert_ne!(entries[0].visit, entries[1].visit);
}

#[tokio::test(start_paused = true)]
async fn a_pass_alone_shows_nothing_on_any_screen() {
    let mut stage = stage_with_pin(Some(PIN));
    let code = stage.code.clone();
    stage.show(&code, 100).await;
    // Whatever is touched and shown without the PIN, no screen carries a visit, a time of one that is over, or a name.
    let ways: [&[Touch]; 7] = [
        &[Touch::OpenDiary],
        &[Touch::Help, Touch::OpenDiary],
        &[Touch::OpenKeypad],
        &[Touch::OpenForm],
        &[Touch::OpenStatus],
        &[Touch::DeleteVisit(0), Touch::ConfirmDeletion],
        &[Touch::DeleteDiary, Touch::ConfirmDeletion],
    ];
    for way in ways {
        stage.touch(Touch::Back).await;
        for touch in way {
            stage.touch(touch.clone()).await;
        }
        stage.show(&code, 11_000).await;
        let screen = stage.screen();
        assert!(!matches!(screen, Screen::Diary { .. }), "{screen:?}");
        let shown = format!("{screen:?}");
        assert!(!shown.contains("Visitor") && !shown.contains("came"), "{shown}");
        stage.touch(Touch::DeleteDiary).await;
        stage.touch(Touch::ConfirmDeletion).await;
        assert_eq!(
            stage.screen(),
            screen,
            "nothing follows from touches that belong to a diary"
        );
        if matches!(screen, Screen::GoOrStay { .. }) {
            stage.touch(Touch::Stay).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn ten_wrong_pins_shut_it_until_staff_helps() {
    let mut stage = stage_with_pin(Some(PIN));
    for wrong in 1..10 {
        let screen = open(&mut stage, "000000").await;
        assert!(
            matches!(screen, Screen::DiaryPin { tries_left: Some(left), .. } if left == 10 - wrong),
            "{screen:?}"
        );
        stage.touch(Touch::Back).await;
    }
    assert_eq!(
        open(&mut stage, "000000").await,
        Screen::DiaryClosed(DiaryClosed::Locked)
    );
    stage.touch(Touch::Back).await;
    let code = stage.code.clone();
    stage.touch(Touch::OpenDiary).await;
    stage.show(&code, 100).await;
    assert_eq!(
        stage.screen(),
        Screen::DiaryClosed(DiaryClosed::Locked),
        "the right PIN is not even asked for"
    );
}

#[tokio::test(start_paused = true)]
async fn a_right_pin_forgives_the_wrong_ones_before() {
    let mut stage = stage_with_pin(Some(PIN));
    for _ in 0..9 {
        open(&mut stage, "000000").await;
        stage.touch(Touch::Back).await;
    }
    assert!(matches!(open(&mut stage, PIN).await, Screen::Diary { .. }));
    stage.touch(Touch::Back).await;
    let screen = open(&mut stage, "000000").await;
    assert!(
        matches!(
            screen,
            Screen::DiaryPin {
                tries_left: Some(9),
                ..
            }
        ),
        "{screen:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn deleting_asks_first_and_takes_one_or_all() {
    let mut stage = stage_with_pin(Some(PIN));
    let code = stage.code.clone();
    for _ in 0..3 {
        stage.show(&code, 11_000).await;
        stage.show(&code, 11_000).await;
        stage.touch(Touch::Go).await;
    }
    let rows = |screen: Screen| {
        let Screen::Diary { entries, .. } = screen else {
            panic!("no diary: {screen:?}")
        };
        entries.iter().map(|entry| entry.visit).collect::<Vec<_>>()
    };
    let before = rows(open(&mut stage, PIN).await);
    assert_eq!(before.len(), 3);
    stage.touch(Touch::DeleteVisit(1)).await;
    stage.touch(Touch::KeepDiary).await;
    assert_eq!(rows(stage.screen()), before);
    stage.touch(Touch::DeleteVisit(9)).await;
    stage.touch(Touch::ConfirmDeletion).await;
    assert_eq!(rows(stage.screen()), before, "there is no tenth row");
    stage.touch(Touch::DeleteVisit(1)).await;
    stage.touch(Touch::ConfirmDeletion).await;
    assert_eq!(rows(stage.screen()), [before[0], before[2]]);
    stage.touch(Touch::DeleteDiary).await;
    stage.touch(Touch::ConfirmDeletion).await;
    assert!(rows(stage.screen()).is_empty());
    stage.touch(Touch::Back).await;
    assert!(rows(open(&mut stage, PIN).await).is_empty(), "for good");
    assert_eq!(
        stage.visits(),
        3,
        "the venue's sealed records stay until their day dies"
    );
}

#[tokio::test(start_paused = true)]
async fn it_is_wiped_when_nobody_is_there_and_the_pass_in_view_does_not_check_anybody_out() {
    let mut stage = stage_with_pin(Some(PIN));
    let code = stage.code.clone();
    stage.show(&code, 100).await;
    assert!(matches!(open(&mut stage, PIN).await, Screen::Diary { .. }));
    for _ in 0..13 {
        sleep(Duration::from_secs(5)).await;
        stage.show(&code, 5_000).await;
    }
    sleep(Duration::from_secs(1)).await;
    assert_eq!(stage.screen(), Screen::Attract);
    stage.show(&code, 5_000).await;
    assert_eq!(stage.screen(), Screen::Attract, "it is still the same scan");
}

#[tokio::test(start_paused = true)]
async fn what_is_no_pass_of_ours_is_refused_and_a_pass_without_pin_has_no_diary() {
    let mut stage = stage();
    stage.touch(Touch::OpenDiary).await;
    stage.show("foreign", 100).await;
    assert_eq!(stage.screen(), Screen::Answer(Answer::Refused));
    let code = stage.code.clone();
    stage.touch(Touch::OpenDiary).await;
    stage.show(&code, 100).await;
    assert_eq!(stage.screen(), Screen::DiaryClosed(DiaryClosed::NoPin));
}

#[tokio::test(start_paused = true)]
async fn a_pin_is_chosen_twice_the_same_and_then_opens() {
    let mut stage = stage();
    stage.touch(Touch::ChooseLanguage(Language::En)).await;
    stage.fill_form().await;
    stage.touch(Touch::Consent).await;
    stage.type_digits("1234567").await;
    let Screen::ChoosePin { digits, first, .. } = stage.screen() else {
        panic!("{:?}", stage.screen())
    };
    assert_eq!((digits.as_str(), first.as_deref()), ("7", Some("123456")));
    stage.touch(Touch::EraseDigit).await;
    stage.type_digits("999999").await;
    assert!(matches!(
        stage.screen(),
        Screen::ChoosePin {
            differs: true,
            first: None,
            ..
        }
    ));
    stage.type_digits(PIN).await;
    stage.type_digits(PIN).await;
    stage
        .wait_for(|screen| matches!(screen, Screen::PassReady { .. }))
        .await;
    stage.touch(Touch::Back).await;
    stage.code = stage.printed_code();
    let screen = open(&mut stage, PIN).await;
    assert!(matches!(screen, Screen::Diary { .. }), "{screen:?}");
    assert_eq!(PIN.len(), PIN_DIGITS);
}
