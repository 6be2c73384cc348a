//! A guardian fills the form for a child under 13.

use einlass_domain::{contact::Field, event::ConsentBy};

use super::stage::{Stage, stage};
use crate::{FormStep, Screen, Touch};

fn typed(values: &[(Field, &str)]) -> Touch {
    Touch::FormNext(
        values
            .iter()
            .map(|(field, text)| (*field, (*text).to_owned()))
            .collect(),
    )
}

fn step(stage: &Stage) -> (FormStep, bool, bool) {
    let Screen::Form {
        step, draft, checked, ..
    } = stage.screen()
    else {
        panic!("{:?}", stage.screen())
    };
    (step, draft.is_for_child(), checked)
}

#[tokio::test(start_paused = true)]
async fn the_child_is_asked_for_first_then_the_guardian_who_agrees() {
    let mut stage = stage();
    stage.touch(Touch::OpenForm).await;
    let name = vec![
        (Field::FirstName, "Anna".to_owned()),
        (Field::LastName, "Guardian".to_owned()),
    ];
    stage.touch(Touch::ForChild(name)).await;
    assert_eq!(step(&stage), (FormStep::Child, true, false));
    stage.touch(typed(&[(Field::Child, " ")])).await;
    assert_eq!(
        step(&stage),
        (FormStep::Child, true, true),
        "without a name it goes no further"
    );
    stage.touch(typed(&[(Field::Child, "Kind")])).await;
    assert_eq!(step(&stage), (FormStep::Name, true, false));
    stage.touch(typed(&[])).await;
    stage.touch(typed(&[(Field::Phone, "030 55501")])).await;
    let address = [
        (Field::Street, "Weg 2"),
        (Field::Postcode, "1"),
        (Field::Town, "Ort"),
    ];
    stage.touch(typed(&address)).await;
    assert!(matches!(stage.screen(), Screen::DataNotice { .. }));
    stage.touch(Touch::Consent).await;
    stage.type_digits("482915").await;
    stage.type_digits("482915").await;
    stage
        .wait_for(|screen| matches!(screen, Screen::PassReady { printed: true, .. }))
        .await;
    let job = stage.paper.jobs().pop().unwrap();
    let says = |text: &[u8]| job.windows(text.len()).any(|bytes| bytes == text);
    assert!(says(b"Kind unter 13"), "the paper says whose it is");
    assert!(!says(b"Guardian"), "and nobody's name");

    let code = stage.printed_code();
    stage.touch(Touch::Back).await;
    stage.touch(Touch::OpenDiary).await;
    stage.show(&code, 11_000).await;
    stage.type_digits("482915").await;
    stage.touch(Touch::OpenOwnData).await;
    let Screen::OwnData { own, .. } = stage.screen() else {
        panic!("{:?}", stage.screen())
    };
    let contact = own.contact.as_ref().unwrap();
    assert_eq!(own.consent, ConsentBy::Guardian);
    assert_eq!(
        (contact.child.as_deref(), contact.last_name.as_str()),
        (Some("Kind"), "Guardian")
    );
    stage.touch(Touch::EditOwnData).await;
    assert_eq!(
        step(&stage),
        (FormStep::Child, true, false),
        "changed as it was filled"
    );
    stage.touch(Touch::FormBack(Vec::new())).await;
    stage.touch(Touch::PrintAgain).await;
    stage
        .wait_for(|screen| matches!(screen, Screen::PassReady { printed: true, .. }))
        .await;
    let copy = stage.paper.jobs().pop().unwrap();
    let text = b"Kind unter 13";
    assert!(
        copy.windows(text.len()).any(|bytes| bytes == text),
        "the copy says it too"
    );
}

#[tokio::test(start_paused = true)]
async fn whoever_touched_the_wrong_key_goes_back_to_the_own_name() {
    let stage = stage();
    stage.touch(Touch::OpenForm).await;
    let name = vec![(Field::FirstName, "Anna".to_owned())];
    stage.touch(Touch::ForChild(name)).await;
    stage.touch(Touch::FormBack(Vec::new())).await;
    assert_eq!(step(&stage), (FormStep::Name, false, false));
    let Screen::Form { draft, .. } = stage.screen() else {
        panic!("no form")
    };
    assert_eq!(draft.text(Field::FirstName), "Anna", "what was typed stays");
    stage.touch(Touch::FormBack(Vec::new())).await;
    assert_eq!(stage.screen(), Screen::Attract);
}
