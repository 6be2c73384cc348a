//! My data: seen, changed, printed again, given up, in a running kiosk.

use std::time::Duration;

use einlass_domain::{contact::Field, event::ConsentBy, words::Language};
use tokio::time::sleep;

use super::stage::{Stage, stage_with_pin};
use crate::{Answer, DiaryDeletion, FormAim, FormStep, OwnDataFace, Screen, Touch};

const PIN: &str = "482915";

/// In the own data, opened with pass and PIN.
async fn opened() -> Stage {
    let mut stage = stage_with_pin(Some(PIN));
    open(&mut stage).await;
    stage
}

async fn open(stage: &mut Stage) {
    let code = stage.code.clone();
    stage.touch(Touch::OpenDiary).await;
    stage.show(&code, 11_000).await;
    stage.type_digits(PIN).await;
    stage.touch(Touch::OpenOwnData).await;
}

fn name_and_face(screen: Screen) -> (String, OwnDataFace) {
    let Screen::OwnData { own, face, .. } = screen else {
        panic!("{screen:?}")
    };
    (own.contact.unwrap().last_name.clone(), face)
}

fn typed(values: &[(Field, &str)]) -> Vec<(Field, String)> {
    values
        .iter()
        .map(|(field, text)| (*field, (*text).to_owned()))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn they_are_shown_to_pass_and_pin_and_closed_to_the_visits() {
    let stage = opened().await;
    let Screen::OwnData { own, .. } = stage.screen() else {
        panic!("{:?}", stage.screen())
    };
    assert_eq!(own.contact.as_ref().unwrap().last_name, "One");
    assert_eq!((own.consent, own.visits_until), (ConsentBy::Visitor, None));
    stage.touch(Touch::CloseOwnData).await;
    assert!(matches!(stage.screen(), Screen::Diary { asking: None, .. }));
}

#[tokio::test(start_paused = true)]
async fn nothing_opens_them_from_elsewhere() {
    let mut stage = stage_with_pin(Some(PIN));
    let touches = [
        Touch::OpenOwnData,
        Touch::CloseOwnData,
        Touch::EditOwnData,
        Touch::OpenOwnLanguage,
        Touch::SetOwnLanguage(Language::Fr),
        Touch::PrintAgain,
        Touch::GiveUp,
        Touch::ConfirmGivingUp,
        Touch::KeepOwnData,
    ];
    for touch in touches.clone() {
        stage.touch(touch).await;
        assert_eq!(stage.screen(), Screen::Attract);
    }
    let code = stage.code.clone();
    stage.touch(Touch::OpenDiary).await;
    stage.show(&code, 100).await;
    for touch in touches.clone() {
        stage.touch(touch).await;
        assert!(matches!(stage.screen(), Screen::DiaryPin { .. }));
    }
    stage.type_digits(PIN).await;
    for touch in touches.into_iter().skip(1) {
        stage.touch(touch).await;
        assert!(matches!(stage.screen(), Screen::Diary { .. }));
    }
    stage.touch(Touch::OpenOwnData).await;
    stage.touch(Touch::ConfirmGivingUp).await;
    assert_eq!(
        name_and_face(stage.screen()),
        ("One".to_owned(), OwnDataFace::Shown),
        "nobody was asked"
    );
}

#[tokio::test(start_paused = true)]
async fn the_question_about_a_visit_is_answered_first() {
    let mut stage = stage_with_pin(Some(PIN));
    let code = stage.code.clone();
    stage.show(&code, 100).await;
    stage.touch(Touch::OpenDiary).await;
    stage.show(&code, 100).await;
    stage.type_digits(PIN).await;
    stage.touch(Touch::DeleteDiary).await;
    stage.touch(Touch::OpenOwnData).await;
    let Screen::Diary { asking, .. } = stage.screen() else {
        panic!("{:?}", stage.screen())
    };
    assert_eq!(asking, Some(DiaryDeletion::All));
}

#[tokio::test(start_paused = true)]
async fn the_form_comes_filled_and_what_is_changed_is_recorded_at_its_end() {
    let mut stage = opened().await;
    stage.touch(Touch::EditOwnData).await;
    let Screen::Form { aim, step, draft, .. } = stage.screen() else {
        panic!("{:?}", stage.screen())
    };
    assert!(matches!(aim, FormAim::OwnData(_)));
    assert_eq!((step, draft.last_name.as_str()), (FormStep::Name, "One"));
    let name = [(Field::FirstName, "Visitor"), (Field::LastName, "Moved")];
    stage.touch(Touch::FormNext(typed(&name))).await;
    let nothing = [(Field::Phone, ""), (Field::Email, "")];
    stage.touch(Touch::FormNext(typed(&nothing))).await;
    assert!(
        matches!(
            stage.screen(),
            Screen::Form {
                step: FormStep::Reach,
                checked: true,
                ..
            }
        ),
        "checked as at the first time"
    );
    stage
        .touch(Touch::FormNext(typed(&[(Field::Phone, "030 12345")])))
        .await;
    stage.touch(Touch::FormBack(Vec::new())).await;
    stage.touch(Touch::FormNext(Vec::new())).await;
    let address = [
        (Field::Street, "Weg 3"),
        (Field::Postcode, "1"),
        (Field::Town, "Ort"),
    ];
    stage.touch(Touch::FormNext(typed(&address))).await;
    assert_eq!(
        name_and_face(stage.screen()),
        ("Moved".to_owned(), OwnDataFace::Saved)
    );
    stage.touch(Touch::Back).await;
    open(&mut stage).await;
    assert_eq!(name_and_face(stage.screen()).0, "Moved", "for good");
}

#[tokio::test(start_paused = true)]
async fn the_language_of_a_pass_is_chosen_and_the_pass_is_answered_in_it() {
    let mut stage = opened().await;
    let language = |stage: &Stage| {
        let Screen::OwnData { own, face, .. } = stage.screen() else {
            panic!("{:?}", stage.screen())
        };
        (own.language, face)
    };
    assert_eq!(language(&stage), (None, OwnDataFace::Shown));
    stage.touch(Touch::SetOwnLanguage(Language::Fr)).await;
    assert_eq!(language(&stage), (None, OwnDataFace::Shown), "nobody was asked");
    stage.touch(Touch::OpenOwnLanguage).await;
    stage.touch(Touch::KeepOwnData).await;
    assert_eq!(language(&stage), (None, OwnDataFace::Shown), "nothing was chosen");
    stage.touch(Touch::OpenOwnLanguage).await;
    assert_eq!(language(&stage), (None, OwnDataFace::ChoosingLanguage));
    stage.touch(Touch::SetOwnLanguage(Language::Fr)).await;
    assert_eq!(language(&stage), (Some(Language::Fr), OwnDataFace::Saved));
    assert_eq!(
        stage.snapshot().language,
        Language::Fr,
        "whoever stands here reads it"
    );
    assert_eq!(name_and_face(stage.screen()).0, "One", "all else stands");
    stage.touch(Touch::PrintAgain).await;
    let is_french = |job: &[u8]| job.windows(8).any(|part| part == b"DUPLICAT");
    stage
        .wait_for(|screen| matches!(screen, Screen::PassReady { .. }))
        .await;
    assert!(is_french(stage.paper.jobs().last().unwrap()));
    stage.touch(Touch::Back).await;
    stage.touch(Touch::ChooseLanguage(Language::De)).await;
    let code = stage.code.clone();
    stage.show(&code, 60_000).await;
    assert!(matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })));
    assert_eq!(stage.snapshot().language, Language::Fr, "the pass asks for it");
}

#[tokio::test(start_paused = true)]
async fn whoever_goes_back_from_the_form_has_changed_nothing() {
    let stage = opened().await;
    stage.touch(Touch::EditOwnData).await;
    let name = typed(&[(Field::LastName, "Moved")]);
    stage.touch(Touch::FormBack(name)).await;
    assert_eq!(
        name_and_face(stage.screen()),
        ("One".to_owned(), OwnDataFace::Shown)
    );
}

#[tokio::test(start_paused = true)]
async fn a_second_paper_is_printed_and_the_pass_in_view_does_not_check_in() {
    let mut stage = opened().await;
    let code = stage.code.clone();
    stage.touch(Touch::PrintAgain).await;
    stage.show(&code, 1_000).await;
    stage
        .wait_for(|screen| matches!(screen, Screen::PassReady { printed: true, .. }))
        .await;
    assert_eq!(stage.printed_code(), code, "the same pass");
    stage.show(&code, 1_000).await;
    assert!(
        matches!(stage.screen(), Screen::PassReady { .. }),
        "{:?}",
        stage.screen()
    );
    assert_eq!(stage.visits(), 0);
}

#[tokio::test(start_paused = true)]
async fn giving_up_is_asked_about_and_then_the_pass_is_dead() {
    let mut stage = stage_with_pin(Some(PIN));
    let code = stage.code.clone();
    stage.show(&code, 100).await;
    open(&mut stage).await;
    stage.touch(Touch::GiveUp).await;
    let Screen::OwnData { own, face, .. } = stage.screen() else {
        panic!("{:?}", stage.screen())
    };
    let until = own.visits_until;
    assert!(until.is_some() && own.is_inside);
    assert_eq!(face, OwnDataFace::Asking);
    stage.touch(Touch::KeepOwnData).await;
    assert_eq!(
        name_and_face(stage.screen()),
        ("One".to_owned(), OwnDataFace::Shown)
    );
    stage.touch(Touch::GiveUp).await;
    stage.touch(Touch::ConfirmGivingUp).await;
    assert_eq!(
        stage.screen(),
        Screen::Forgotten {
            visits_until: until,
            is_inside: true
        }
    );
    stage.touch(Touch::Back).await;
    stage.show(&code, 11_000).await;
    assert_eq!(stage.screen(), Screen::Answer(Answer::Goodbye), "out, once");
    stage.show(&code, 11_000).await;
    assert_eq!(stage.screen(), Screen::Answer(Answer::Dead));
    assert_eq!(stage.visits(), 1, "the venue's sealed record stays");
}

#[tokio::test(start_paused = true)]
async fn they_are_wiped_when_nobody_is_there() {
    let stage = opened().await;
    sleep(Duration::from_secs(46)).await;
    assert!(stage.snapshot().still_there_s.is_some(), "asked first");
    sleep(Duration::from_secs(21)).await;
    assert_eq!(stage.screen(), Screen::Attract);
}
