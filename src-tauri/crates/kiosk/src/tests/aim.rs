//! What a visitor is told while a code is held up and not read.

use std::time::Duration;

use einlass_domain::speech::{Audience, Urgency};

use super::stage::stage;
use crate::{AimHint, Screen, Touch};

#[tokio::test(start_paused = true)]
async fn a_hint_is_shown_where_a_code_is_waited_for_and_nowhere_else() {
    let stage = stage();
    stage.aim(0, Some(AimHint::Nearer)).await;
    assert_eq!(stage.snapshot().aim, Some(AimHint::Nearer));
    stage.touch(Touch::OpenKeypad).await;
    assert_eq!(stage.snapshot().aim, None);
    stage.touch(Touch::Back).await;
    for open in [Touch::OpenCard, Touch::OpenDiary] {
        stage.touch(open).await;
        assert!(matches!(
            stage.screen(),
            Screen::ShowCard { .. } | Screen::DiaryPass
        ));
        assert_eq!(stage.snapshot().aim, Some(AimHint::Nearer));
        stage.touch(Touch::Back).await;
    }
    stage.aim(0, None).await;
    assert_eq!(stage.snapshot().aim, None);
}

#[tokio::test(start_paused = true)]
async fn each_camera_speaks_for_itself() {
    let stage = stage();
    stage.aim(1, Some(AimHint::Brighter)).await;
    stage.aim(0, None).await;
    assert_eq!(stage.snapshot().aim, Some(AimHint::Brighter));
    stage.aim(1, None).await;
    assert_eq!(stage.snapshot().aim, None);
}

#[tokio::test(start_paused = true)]
async fn a_hint_is_said_to_everybody_once_and_its_end_is_not() {
    let stage = stage();
    stage.touch(Touch::ReadAloud(true)).await;
    stage.voice.take();
    stage.aim(0, Some(AimHint::Further)).await;
    stage.aim(0, Some(AimHint::Further)).await;
    let said = stage.voice.take();
    let heard: Vec<_> = said
        .iter()
        .map(|said| (said.text.as_str(), said.audience, said.urgency))
        .collect();
    assert_eq!(
        heard,
        [("Bitte weiter weg.", Audience::Everybody, Urgency::Interrupts)]
    );
    tokio::time::sleep(Duration::from_secs(1)).await;
    stage.aim(0, None).await;
    assert_eq!(stage.voice.take(), []);
}
