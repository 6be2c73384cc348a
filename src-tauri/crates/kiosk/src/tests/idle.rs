use std::time::Duration;

use einlass_domain::words::Language;
use tokio::time::sleep;

use super::stage::{Stage, stage};
use crate::{Comfort, Contrast, Controls, Motion, Screen, TextSize, Touch};

const ALL_CHANGED: Comfort = Comfort {
    contrast: Contrast::High,
    text: TextSize::Large,
    controls: Controls::Low,
    motion: Motion::Still,
};

async fn wait_s(seconds: u64) {
    // A little more: the countdown changes at the full second.
    sleep(Duration::from_millis(seconds * 1_000 + 1)).await;
}

async fn half_typed() -> Stage {
    let stage = stage();
    stage.touch(Touch::OpenKeypad).await;
    stage.type_digits("1234").await;
    stage
}

#[tokio::test(start_paused = true)]
async fn before_something_is_wiped_the_kiosk_asks_and_counts_down() {
    let stage = half_typed().await;
    wait_s(44).await;
    assert_eq!(stage.snapshot().still_there_s, None);
    wait_s(1).await;
    let asked: Vec<_> = {
        let mut seen = vec![stage.snapshot().still_there_s];
        for _ in 0..19 {
            wait_s(1).await;
            seen.push(stage.snapshot().still_there_s);
        }
        seen
    };
    assert_eq!(asked, (1..=20).rev().map(Some).collect::<Vec<_>>());
    assert!(matches!(stage.screen(), Screen::Keypad { digits, .. } if digits == "1234"));
    wait_s(1).await;
    assert_eq!(stage.screen(), Screen::Attract);
    assert_eq!(stage.snapshot().still_there_s, None);
}

#[tokio::test(start_paused = true)]
async fn whoever_answers_goes_on_as_often_as_it_takes() {
    let stage = half_typed().await;
    for _ in 0..12 {
        wait_s(64).await;
        assert!(stage.snapshot().still_there_s.is_some_and(|left_s| left_s <= 2));
        stage.touch(Touch::Touched).await;
        assert_eq!(stage.snapshot().still_there_s, None);
        assert!(matches!(stage.screen(), Screen::Keypad { digits, .. } if digits == "1234"));
    }
    wait_s(44).await;
    stage.type_digits("5").await;
    wait_s(44).await;
    assert_eq!(
        stage.snapshot().still_there_s,
        None,
        "a key is an answer before the question"
    );
}

#[tokio::test(start_paused = true)]
async fn a_screen_without_anything_on_it_goes_without_a_question() {
    for touch in [
        Touch::OpenKeypad,
        Touch::Help,
        Touch::OpenDiary,
        Touch::OpenComfort,
    ] {
        let stage = stage();
        stage.touch(touch).await;
        assert_ne!(stage.screen(), Screen::Attract);
        for _ in 0..45 {
            wait_s(1).await;
            assert_eq!(stage.snapshot().still_there_s, None);
        }
        assert_eq!(stage.screen(), Screen::Attract);
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_guest_chose_stays_while_the_guest_does() {
    let stage = stage();
    stage.touch(Touch::OpenComfort).await;
    assert_eq!(stage.screen(), Screen::Comfort);
    stage.touch(Touch::ChooseComfort(ALL_CHANGED)).await;
    stage.touch(Touch::ChooseLanguage(Language::En)).await;
    assert_eq!(
        stage.screen(),
        Screen::Comfort,
        "the choice is seen where it is made"
    );
    stage.touch(Touch::Back).await;
    stage.touch(Touch::OpenForm).await;
    for _ in 0..3 {
        wait_s(60).await;
        stage.touch(Touch::Touched).await;
    }
    assert_eq!(stage.snapshot().comfort, ALL_CHANGED);
    assert_eq!(stage.snapshot().language, Language::En);
    wait_s(65).await;
    assert_eq!(stage.screen(), Screen::Attract);
    assert_eq!(stage.snapshot().comfort, Comfort::default(), "nobody answered");
    assert_eq!(stage.snapshot().language, Language::De);
}

#[tokio::test(start_paused = true)]
async fn a_queue_of_passes_does_not_keep_what_somebody_before_it_chose() {
    let mut stage = stage();
    stage.touch(Touch::ChooseComfort(ALL_CHANGED)).await;
    let code = stage.code.clone();
    for _ in 0..8 {
        stage.show(&code, 11_000).await;
        wait_s(3).await;
        stage.show("foreign", 11_000).await;
        wait_s(6).await;
    }
    assert_eq!(stage.snapshot().comfort, Comfort::default());
}
