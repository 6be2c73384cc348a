//! A contact card in a code fills the form, and nothing else comes of it.

use einlass_domain::contact::Field;

use super::stage::{Stage, stage};
use crate::{Answer, FormAim, FormStep, Screen, Touch};

const CARD: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Card;Anna;;;\r\nTEL;TYPE=CELL:+49 171 55502\r\n\
    ADR;TYPE=HOME:;;Weg 2;Ort;;12345;DE\r\nEND:VCARD\r\n";

fn form(stage: &Stage) -> (FormStep, bool, [String; 4]) {
    let Screen::Form {
        aim: FormAim::NewPass,
        step,
        draft,
        by_card,
        checked: false,
        demand: _,
    } = stage.screen()
    else {
        panic!("{:?}", stage.screen())
    };
    let fields = [Field::Child, Field::FirstName, Field::LastName, Field::Email];
    (step, by_card, fields.map(|field| draft.text(field).to_owned()))
}

fn texts(texts: [&str; 4]) -> [String; 4] {
    texts.map(str::to_owned)
}

#[tokio::test(start_paused = true)]
async fn a_card_at_the_door_opens_the_form_filled() {
    let mut stage = stage();
    stage.show(CARD, 100).await;
    assert_eq!(
        form(&stage),
        (FormStep::Name, true, texts(["", "Anna", "Card", ""]))
    );
    assert_eq!(stage.verdicts(), 0, "nobody was refused");
    for _ in 0..3 {
        stage.touch(Touch::FormNext(Vec::new())).await;
    }
    assert!(matches!(stage.screen(), Screen::DataNotice { .. }));
    stage.touch(Touch::Back).await;
    stage.show(CARD, 1_000).await;
    assert_eq!(stage.screen(), Screen::Attract, "it is still the same card");
}

#[tokio::test(start_paused = true)]
async fn a_card_before_the_form_fills_what_it_has_once() {
    let mut stage = stage();
    stage.touch(Touch::OpenForm).await;
    let typed = vec![
        (Field::FirstName, "A".to_owned()),
        (Field::LastName, "Typed".to_owned()),
    ];
    stage.touch(Touch::FormNext(typed)).await;
    let mail = vec![(Field::Email, "a@example.org".to_owned())];
    stage.touch(Touch::FormNext(mail)).await;
    stage.show(CARD, 100).await;
    let filled = texts(["", "Anna", "Card", "a@example.org"]);
    assert_eq!(form(&stage), (FormStep::Name, true, filled));
    let corrected = vec![
        (Field::FirstName, "Anna".to_owned()),
        (Field::LastName, "Mine".to_owned()),
    ];
    stage.touch(Touch::FormNext(corrected)).await;
    stage.show(CARD, 100).await;
    let kept = texts(["", "Anna", "Mine", "a@example.org"]);
    assert_eq!(
        form(&stage),
        (FormStep::Reach, false, kept),
        "what was corrected stays"
    );
}

#[tokio::test(start_paused = true)]
async fn whoever_asks_is_told_about_another_code_and_can_go_on() {
    let mut stage = stage();
    let pass = stage.code.clone();
    stage.touch(Touch::OpenCard).await;
    for code in [pass.as_str(), "https://example.org/", "BEGIN:VCARD\nEND:VCARD"] {
        stage.show(code, 100).await;
        assert_eq!(stage.screen(), Screen::ShowCard { is_other: true });
    }
    stage.show("MECARD:N:Card,Anna;;", 100).await;
    assert_eq!(
        form(&stage),
        (FormStep::Name, true, texts(["", "Anna", "Card", ""]))
    );
    stage.touch(Touch::Back).await;
    stage.show("BEGIN:VCARD\nEND:VCARD", 11_000).await;
    assert_eq!(
        stage.screen(),
        Screen::ShowCard { is_other: true },
        "at the door too"
    );
    stage.touch(Touch::Back).await;
    stage.show(&pass, 11_000).await;
    assert!(matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })));
    assert_eq!(stage.visits(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_card_with_nothing_in_it_disturbs_no_form() {
    let mut stage = stage();
    stage.fill_form().await;
    stage.touch(Touch::FormBack(Vec::new())).await;
    let before = form(&stage);
    stage.show("BEGIN:VCARD\nEND:VCARD", 100).await;
    assert_eq!(form(&stage), before);
}

#[tokio::test(start_paused = true)]
async fn a_guardian_may_use_the_card_and_then_names_the_child() {
    let mut stage = stage();
    stage.touch(Touch::OpenForm).await;
    stage.touch(Touch::ForChild(Vec::new())).await;
    stage.show(CARD, 100).await;
    assert_eq!(
        form(&stage),
        (FormStep::Child, true, texts(["", "Anna", "Card", ""]))
    );
}
