//! What is read aloud of each screen, without a kiosk around it.

mod faces;

use std::collections::BTreeSet;

use einlass_domain::{
    admission::Traffic,
    confirmation::Demand,
    contact::{ContactDraft, Field},
    id::PassTag,
    speech::{Audience, Urgency, Utterance},
    words::{Language, ScreenText, ScreenWords},
};
use proptest::prelude::*;

use self::faces::{Private, SCREENS, moment, number, pass_ready, sample, screens};
use crate::{
    AimHint, Answer, ConfirmHint, FaultCode, FormAim, FormStep, KeypadOutcome, Notice, Screen, Snapshot,
    ToPhone, comfort::Comfort, speech::script,
};

fn snapshot(screen: Screen, language: Language) -> Snapshot {
    Snapshot {
        revision: 1,
        venue: "Museum".to_owned(),
        language,
        demo: false,
        screen,
        comfort: Comfort::default(),
        still_there_s: None,
        traffic: None,
        pages: Vec::new(),
        answered: 0,
        speech: Some(true),
        notices: BTreeSet::new(),
        confirm: None,
        aim: None,
    }
}

fn german(screen: Screen) -> Snapshot {
    snapshot(screen, Language::De)
}

/// A screen that none of the samples is a changed content of.
fn elsewhere(language: Language) -> Snapshot {
    snapshot(Screen::OutOfService(FaultCode::Internal), language)
}

fn texts(said: &[Utterance]) -> Vec<(Audience, &str)> {
    said.iter()
        .map(|utterance| (utterance.audience, utterance.text.as_str()))
        .collect()
}

fn keypad(digits: &str, outcome: Option<KeypadOutcome>) -> Snapshot {
    german(Screen::Keypad {
        digits: digits.to_owned(),
        outcome,
    })
}

#[test]
fn every_screen_has_a_script_in_every_language() {
    let screens = screens(&sample());
    let numbers: BTreeSet<usize> = screens.iter().map(number).collect();
    assert_eq!(numbers, (0..SCREENS).collect());
    for language in Language::ALL {
        for screen in &screens {
            let said = script(None, &snapshot(screen.clone(), language));
            let has_more_than_the_opening = said.iter().map(|said| said.text.len()).sum::<usize>();
            let opening = [ScreenText::SpeechOn, ScreenText::SpeechTouch]
                .map(|text| ScreenWords::of(language).text(text).len() + 1);
            // Of the lounge nothing is said to anybody.
            assert_eq!(
                has_more_than_the_opening > opening.iter().sum(),
                !matches!(screen, Screen::Lounge(_)),
                "{language}: {screen:?}",
                screen = number(screen)
            );
            for utterance in said {
                assert!(!utterance.text.trim().is_empty());
                assert!(!utterance.text.contains(['{', '}']), "{}", utterance.text);
                // The venue's own page is in the language that the venue has it in.
                let is_venues = matches!(screen, Screen::VenuePage(_)) && utterance.language == Language::De;
                assert!(utterance.language == language || is_venues);
            }
        }
    }
}

/// A text in the catalogue's list that nobody ever says would only be a check that passes.
#[test]
fn every_text_that_can_be_said_is_said() {
    let words = ScreenWords::of(Language::De);
    let mut all = String::new();
    let notices = BTreeSet::from([
        Notice::CameraLost,
        Notice::PrinterUnavailable,
        Notice::GateUnavailable,
        Notice::LettersStuck,
        Notice::PaperOut,
        Notice::PrinterOpen,
        Notice::PaperLow,
        Notice::PaperUnsettled,
        Notice::DestructionOverdue,
        Notice::OwnerKeyUnproven,
        Notice::ClockDoubtful,
        Notice::DiskLow,
        Notice::Recovered,
    ]);
    for traffic in [Traffic::Green, Traffic::Amber, Traffic::Red] {
        let now = Snapshot {
            traffic: Some(traffic),
            ..german(Screen::Attract)
        };
        script(None, &now)
            .iter()
            .for_each(|utterance| all.push_str(&utterance.text));
    }
    let asked = Snapshot {
        still_there_s: Some(20),
        ..keypad("4", None)
    };
    let question = script(Some(&keypad("4", None)), &asked);
    question
        .iter()
        .for_each(|utterance| all.push_str(&utterance.text));
    let offered = Screen::PassReady {
        pass: PassTag([1; 16]),
        pin_id: "1".to_owned(),
        printed: true,
        phone: ToPhone::offer(Some("https://example.org/#pass")),
    };
    let offer = script(None, &german(offered));
    offer.iter().for_each(|utterance| all.push_str(&utterance.text));
    for until in [None, Some(moment(false)), Some(moment(true))] {
        let hinted = Snapshot {
            confirm: Some(ConfirmHint { until }),
            ..german(pass_ready(&sample(), true))
        };
        for utterance in script(None, &hinted) {
            all.push_str(&utterance.text);
        }
    }
    for hint in [AimHint::Nearer, AimHint::Further, AimHint::Brighter] {
        let aimed = Snapshot {
            aim: Some(hint),
            ..german(Screen::DiaryPass)
        };
        let words = script(Some(&german(Screen::DiaryPass)), &aimed);
        words.iter().for_each(|utterance| all.push_str(&utterance.text));
        assert_eq!(script(Some(&aimed), &german(Screen::DiaryPass)), []);
        let (whole, said) = (script(None, &aimed), &words[0].text);
        assert!(whole[0].text.contains(said.as_str()), "{said}");
    }
    for screen in screens(&sample()) {
        for notices in [BTreeSet::new(), notices.clone()] {
            let now = Snapshot {
                notices,
                ..german(screen.clone())
            };
            for before in [None, Some(&elsewhere(Language::De))] {
                for utterance in script(before, &now) {
                    all.push_str(&utterance.text);
                    all.push('\n');
                }
            }
        }
    }
    for utterance in script(Some(&keypad("12", None)), &keypad("1", None)) {
        all.push_str(&utterance.text);
    }
    for &text in ScreenText::ALL {
        // Said by the voice itself, or when reading aloud ends.
        if [ScreenText::SpeechHeadphones, ScreenText::SpeechOff].contains(&text) {
            continue;
        }
        let parts: Vec<&str> = words.text(text).split(['{', '}']).step_by(2).collect();
        assert!(parts.iter().all(|part| all.contains(part)), "{}", text.path());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_one_persons_is_never_everybodys(
        name in "[Q-Z][À-ž]{5,12}",
        digits in "[0-9]{6,11}",
        pin in "[0-9]{5}",
        came in "2[0-3]:5[0-9]",
        from in 0_usize..37,
        notice in any::<bool>(),
    ) {
        let of = Private { name, digits, pin, came };
        let other = Private { name: "Qééééééé".to_owned(), digits: String::new(), ..of.clone() };
        let befores = screens(&other);
        let before = german(befores[from % befores.len()].clone());
        for screen in screens(&of) {
            for before in [None, Some(&before), Some(&german(screen.clone()))] {
                let mut now = german(screen.clone());
                now.notices.extend(notice.then_some(Notice::CameraLost));
                for said in script(before, &now) {
                    if said.audience == Audience::Headset {
                        continue;
                    }
                    let figures: String = said.text.chars().filter(char::is_ascii_digit).collect();
                    prop_assert!(!said.text.contains(&of.name), "{}", said.text);
                    prop_assert!(!said.text.contains(&of.came), "{}", said.text);
                    prop_assert!(!figures.contains(&of.digits), "{}", said.text);
                    prop_assert!(!figures.contains(&of.pin), "{}", said.text);
                }
            }
        }
    }
}

#[test]
fn a_pin_is_not_even_said_to_the_headset() {
    let of = sample();
    for screen in screens(&of) {
        for said in script(None, &german(screen)) {
            let figures: String = said.text.chars().filter(char::is_ascii_digit).collect();
            assert!(!figures.contains(&of.pin), "{}", said.text);
        }
    }
}

#[test]
fn a_number_is_echoed_digit_by_digit_into_the_headset() {
    let said = script(Some(&keypad("12", None)), &keypad("123", None));
    assert_eq!(texts(&said), [(Audience::Headset, "3.")]);
    assert_eq!(said[0].urgency, Urgency::Interrupts);
    let said = script(Some(&keypad("123", None)), &keypad("12", None));
    assert_eq!(texts(&said), [(Audience::Headset, "Gelöscht. 1 2.")]);
    let wrong = Some(KeypadOutcome::Wrong { tries_left: 1 });
    let said = script(Some(&keypad("11111111111", None)), &keypad("", wrong));
    assert_eq!(
        texts(&said),
        [(
            Audience::Everybody,
            "Diese Nummer stimmt nicht. Noch ein Versuch."
        )]
    );
}

#[test]
fn a_countdown_is_told_once_and_its_end() {
    let locked = |wait_s| keypad("", Some(KeypadOutcome::Locked { wait_s }));
    let said = script(Some(&keypad("11111111111", None)), &locked(30));
    assert!(said[0].text.contains("Noch 30 Sekunden."), "{}", said[0].text);
    assert_eq!(script(Some(&locked(30)), &locked(29)), []);
    let said = script(Some(&locked(1)), &keypad("", None));
    assert!(said[0].text.starts_with("Ihre Nummer."), "{}", said[0].text);
}

#[test]
fn an_answer_is_heard_to_its_end() {
    let welcome = |answered| Snapshot {
        answered,
        ..german(Screen::Answer(Answer::Goodbye))
    };
    let said = script(Some(&german(Screen::Attract)), &welcome(1));
    assert_eq!(
        texts(&said),
        [(Audience::Everybody, "Auf Wiedersehen. Sie sind abgemeldet.")]
    );
    assert_eq!(said[0].urgency, Urgency::Interrupts);
    assert_eq!(script(Some(&welcome(1)), &welcome(1)), []);
    assert_eq!(
        script(Some(&welcome(1)), &welcome(2)),
        said,
        "the next visitor hears it too"
    );
    let said = script(Some(&welcome(1)), &german(Screen::Attract));
    assert_eq!(said[0].urgency, Urgency::Waits);
}

#[test]
fn a_form_says_what_is_wrong_and_where() {
    let form = |draft: &ContactDraft, checked| {
        german(Screen::Form {
            aim: FormAim::NewPass,
            step: FormStep::Name,
            draft: draft.clone(),
            checked,
            by_card: false,
            demand: Demand::default(),
        })
    };
    let mut draft = ContactDraft::default();
    let before = form(&draft, false);
    draft.set(Field::FirstName, "Anna".to_owned());
    let said = script(Some(&before), &form(&draft, true));
    assert_eq!(
        texts(&said),
        [(
            Audience::Headset,
            "Vorname: Anna. Nachname: leer. Bitte ausfüllen."
        )]
    );
}

#[test]
fn another_language_says_the_screen_again() {
    let english = script(Some(&german(Screen::Help)), &snapshot(Screen::Help, Language::En));
    assert_eq!(english[0].language, Language::En);
    assert!(
        english[0].text.starts_with("How it works."),
        "{}",
        english[0].text
    );
}

#[test]
fn a_camera_that_fails_changes_what_is_asked_for() {
    let blind = Snapshot {
        notices: [Notice::CameraLost].into(),
        ..german(Screen::Attract)
    };
    let said = script(Some(&german(Screen::Attract)), &blind);
    assert!(
        said[0].text.starts_with("Bitte tippen Sie Ihre Nummer."),
        "{}",
        said[0].text
    );
}
