//! Reading aloud, in a running kiosk.

use std::{fs, path::Path, thread, time::Duration};

use einlass_devices::{
    camera::SceneHandle,
    speech::{HeadsetTarget, SpeechTarget},
};
use einlass_domain::{
    admission::OnInside,
    speech::{Audience, Urgency, Utterance},
    words::Language,
};
use einlass_receipt::PrinterProfile;
use einlass_testkit::make_venue;
use tempfile::TempDir;
use tokio::time::sleep;

use super::stage::{Stage, stage};
use crate::{Answer, Camera, Screen, Station, StationSettings, Touch};

fn said(stage: &Stage) -> Vec<Utterance> {
    stage.voice.take()
}

fn first(stage: &Stage) -> String {
    said(stage)
        .first()
        .map_or(String::new(), |said| said.text.clone())
}

#[tokio::test(start_paused = true)]
async fn nobody_is_read_to_who_did_not_ask() {
    let mut stage = stage();
    let code = stage.code.clone();
    stage.show(&code, 100).await;
    stage.touch(Touch::Say("Hilfe".to_owned(), Language::De)).await;
    assert_eq!(said(&stage), []);
    assert_eq!(stage.snapshot().speech, Some(false));
}

#[tokio::test(start_paused = true)]
async fn a_visit_can_be_made_by_ear() {
    let mut stage = stage();
    let code = stage.code.clone();
    stage.touch(Touch::ReadAloud(true)).await;
    assert_eq!(stage.snapshot().speech, Some(true));
    let opening = first(&stage);
    assert!(opening.starts_with("Das Vorlesen ist an."), "{opening}");
    assert!(opening.contains("Bitte zeigen Sie Ihren Code."), "{opening}");
    stage.touch(Touch::Say("Hilfe".to_owned(), Language::De)).await;
    let found = said(&stage);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].text.as_str(), found[0].audience, found[0].urgency),
        ("Hilfe", Audience::Headset, Urgency::Interrupts)
    );
    stage.show(&code, 100).await;
    let welcome = first(&stage);
    assert!(
        welcome.starts_with("Willkommen. Ihr Besuch gilt bis 00:13 Uhr."),
        "{welcome}"
    );
    assert!(welcome.ends_with("Nicht allein?."), "{welcome}");
    stage.touch(Touch::ReadAloud(false)).await;
    assert_eq!(first(&stage), "Das Vorlesen ist aus.");
    stage.touch(Touch::Help).await;
    assert_eq!(said(&stage), []);
}

#[tokio::test(start_paused = true)]
async fn a_headset_switches_reading_on_and_off() {
    let stage = stage();
    stage.touch(Touch::OpenKeypad).await;
    stage.headset(true).await;
    assert_eq!(stage.snapshot().speech, Some(true));
    let opening = first(&stage);
    assert!(opening.contains("Ihre Nummer."), "{opening}");
    stage.type_digits("49").await;
    assert_eq!(said(&stage).last().unwrap().text, "9.");
    stage.headset(false).await;
    assert_eq!(stage.snapshot().speech, Some(false));
    stage.type_digits("3").await;
    assert_eq!(said(&stage).pop().unwrap().text, "Das Vorlesen ist aus.");
}

#[tokio::test(start_paused = true)]
async fn whoever_plugs_in_later_hears_what_was_kept_from_everybody() {
    let stage = stage();
    stage.touch(Touch::ReadAloud(true)).await;
    stage.touch(Touch::OpenKeypad).await;
    stage.type_digits("49").await;
    said(&stage);
    stage.headset(true).await;
    let all = said(&stage);
    assert_eq!(
        all.last().map(|last| (last.text.as_str(), last.audience)),
        Some(("4 9.", Audience::Headset))
    );
}

#[tokio::test(start_paused = true)]
async fn whoever_listens_has_more_time_and_the_next_guest_is_not_read_to() {
    let mut stage = stage();
    stage.touch(Touch::ReadAloud(true)).await;
    stage.show("foreign", 100).await;
    sleep(Duration::from_secs(14)).await;
    assert_eq!(stage.screen(), Screen::Answer(Answer::Refused), "5 s become 15");
    sleep(Duration::from_secs(2)).await;
    assert_eq!(stage.screen(), Screen::Attract);
    sleep(Duration::from_secs(100)).await;
    assert_eq!(stage.snapshot().speech, Some(true));
    stage.touch(Touch::Say("Hilfe".to_owned(), Language::De)).await;
    sleep(Duration::from_secs(130)).await;
    assert_eq!(stage.snapshot().speech, Some(true), "a touch is somebody");
    sleep(Duration::from_secs(10)).await;
    assert_eq!(stage.snapshot().speech, Some(false));
}

fn wait_for_recording(folder: &Path, audience: &str) {
    let is_there = || {
        let files = fs::read_dir(folder).into_iter().flatten();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        names
            .filter(|name| !name.starts_with('.'))
            .any(|name| name.ends_with(&format!("-{audience}.wav")))
    };
    for _ in 0..2_000 {
        if is_there() {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("nothing was said to {audience}");
}

#[test]
fn a_station_is_heard() {
    let folder = TempDir::new().unwrap();
    let (ledger, _) = make_venue(&folder.path().join("data")).unwrap();
    let said = folder.path().join("said");
    let settings = StationSettings {
        pages: Vec::new(),
        phone_page: None,
        post: None,
        gate: None,
        power_signal: None,
        camera: Camera::Drawn(SceneHandle::new()),
        more_cameras: Vec::new(),
        hand_scanners: Vec::new(),
        printer: None,
        profile: PrinterProfile::EPSON_80MM,
        on_inside: Some(OnInside::Ask),
        language: Language::En,
        speech: SpeechTarget::Wav { folder: said.clone() },
        headset: HeadsetTarget::Always,
        demo: false,
        report: Box::new(|report| panic!("{report:?}")),
    };
    let station = Station::start(ledger, settings);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let touch = |touch| runtime.block_on(station.touch(touch));
    touch(Touch::ReadAloud(true));
    wait_for_recording(&said, "everybody");
    touch(Touch::OpenKeypad);
    touch(Touch::Digit(4));
    wait_for_recording(&said, "headset");
    runtime.block_on(station.quit()).unwrap();
}
