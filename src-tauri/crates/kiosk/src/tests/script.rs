//! What is read aloud of each screen, without a kiosk around it.

use std::collections::BTreeSet;

use einlass_domain::{
    admission::{Limit, Traffic},
    confirmation::{Delivery, Demand},
    contact::{Contact, ContactDraft, Field},
    event::{ConsentBy, EndWay, MessageWay, Way},
    id::{DeviceId, IssuerId, PassTag, VisitId},
    pass::{PassClaims, ProfileKey},
    pin_id::PinId,
    post::Ways,
    recipient::CallingCode,
    retention::ClockState,
    rules::Confirm,
    speech::{Audience, Urgency, Utterance},
    time::Day,
    words::{Language, ScreenText, ScreenWords},
};
use einlass_ledger::SealedBy;
use proptest::prelude::*;

use crate::{
    Answer, CodeSaid, ConfirmHint, DiaryClosed, DiaryDeletion, DiaryEntry, DiaryKey, ExitQuestion, FaultCode,
    FormAim, FormStep, KeypadOutcome, Lounge, LoungePage, MachineStatus, Moment, Notice, NumberPage,
    OpenPage, OwnData, OwnDataFace, Renewal, Screen, SeatChoice, SentCode, ShownPass, Snapshot, ToPhone,
    Wait, Worded, comfort::Comfort, speech::script,
};

/// What one person has typed, or what is theirs.
#[derive(Clone, Debug)]
struct Private {
    name: String,
    digits: String,
    pin: String,
    came: String,
}

fn sample() -> Private {
    Private {
        name: "Zwölf".to_owned(),
        digits: "90817263".to_owned(),
        pin: "49381".to_owned(),
        came: "10:02".to_owned(),
    }
}

fn draft(name: &str) -> ContactDraft {
    let mut draft = ContactDraft::default();
    for field in [
        Field::FirstName,
        Field::LastName,
        Field::Phone,
        Field::Email,
        Field::Town,
    ] {
        draft.set(field, name.to_owned());
    }
    draft.set(Field::Street, format!("={name}"));
    draft
}

fn contact(name: &str) -> Contact {
    Contact {
        first_name: name.to_owned(),
        last_name: name.to_owned(),
        phone: None,
        email: Some(name.to_owned()),
        street: name.to_owned(),
        postcode: String::new(),
        town: name.to_owned(),
        child: Some(name.to_owned()),
    }
}

fn claims() -> PassClaims {
    PassClaims {
        issuer: IssuerId([7; 8]),
        pin_id: PinId::from_number(0).unwrap(),
        profile_key: ProfileKey::from_bytes([9; 16]),
        valid_from: Day(20_000),
        valid_until: Day(21_000),
    }
}

fn entry(came: &str, went: bool) -> DiaryEntry {
    DiaryEntry {
        visit: visit(),
        day: Day(20_650),
        came: came.to_owned(),
        went: went.then(|| ("12:40".to_owned(), EndWay::Scanned)),
        kept_until: Day(20_680),
    }
}

fn visit() -> VisitId {
    VisitId {
        device: DeviceId([7; 8]),
        seq: 12,
    }
}

fn seats(gone: Option<&str>) -> SeatChoice {
    SeatChoice {
        visit: visit(),
        around: None,
        before: Vec::new(),
        path: None,
        places: Vec::new(),
        gone: gone.map(str::to_owned),
    }
}

fn venue_page(text: Option<&str>) -> OpenPage {
    let german = |text: &str| Worded {
        language: Language::De,
        text: text.to_owned(),
    };
    OpenPage {
        number: 0,
        title: german("Programm"),
        text: text.map(german),
        picture: text.is_none().then_some(0),
        visit: visit(),
        behind: None,
    }
}

fn status() -> MachineStatus {
    MachineStatus {
        sealed_by: SealedBy::File,
        retention_days: 30,
        last_destruction: None,
        destruction_overdue: false,
        owner_key_proved: None,
        owner_key_due: false,
        clock: ClockState::Running,
        last_copy: None,
        recovered: None,
        free_mb: 1,
        refused: Vec::new(),
        letters: 0,
        events: 1,
        version: "0",
    }
}

fn pass_ready(of: &Private, printed: bool) -> Screen {
    Screen::PassReady {
        pin_id: of.digits.clone(),
        printed,
        phone: ToPhone::NotOffered,
    }
}

fn moment(today: bool) -> Moment {
    Moment {
        day: (!today).then(|| "24.12.2026".to_owned()),
        time: "18:30".to_owned(),
    }
}

fn confirm_code(digits: &str, said: Option<CodeSaid>, way: MessageWay, renewal: Renewal) -> Screen {
    Screen::ConfirmCode {
        pass: PassTag([1; 16]),
        shown: Some(ShownPass(claims())),
        digits: digits.to_owned(),
        said,
        sent: SentCode {
            way,
            delivery: match renewal {
                Renewal::Offered | Renewal::ShowPass => Delivery::Waits,
                Renewal::AskStaff => Delivery::Undeliverable,
            },
            until: moment(way == MessageWay::Sms),
            renewal,
        },
    }
}

/// Every screen, in the faces that are told differently.
fn screens(of: &Private) -> Vec<Screen> {
    let until = || "18:30".to_owned();
    let keypad = |outcome| Screen::Keypad {
        digits: of.digits.clone(),
        outcome,
    };
    let form = |step, checked| Screen::Form {
        aim: FormAim::NewPass,
        step,
        draft: if checked {
            draft(&of.name)
        } else {
            ContactDraft::default()
        },
        checked,
        by_card: false,
        demand: Demand::default(),
    };
    let choose_pin = |first: Option<&str>, differs| Screen::ChoosePin {
        draft: draft(&of.name),
        digits: of.pin.clone(),
        first: first.map(str::to_owned),
        differs,
    };
    let diary_pin = |tries_left| Screen::DiaryPin {
        pass: ShownPass(claims()),
        digits: of.pin.clone(),
        tries_left,
    };
    let diary = |entries: &[DiaryEntry], asking| Screen::Diary {
        key: DiaryKey(claims()),
        entries: entries.to_vec(),
        asking,
    };
    let entries = [entry(&of.came, false), entry(&of.came, true)];
    let pass_ready = |printed| pass_ready(of, printed);
    let exit_check = |question, digits: &str| Screen::ExitCheck {
        visit: visit(),
        pass: PassTag([1; 16]),
        way: Way::Scanned,
        question,
        digits: digits.to_owned(),
        outcome: Some(KeypadOutcome::Wrong { tries_left: 3 }),
    };
    let mut childs = draft(&of.name);
    childs.set(Field::Child, of.name.clone());
    let demanded = |rule, phone: &str, email: &str, crowded| {
        let ways = Ways {
            mail: true,
            sms: CallingCode::new(49),
        };
        let mut draft = ContactDraft::default();
        draft.set(Field::Phone, phone.to_owned());
        draft.set(Field::Email, email.to_owned());
        let mut demand = Demand::of(rule, Some(ways));
        demand.crowded = crowded;
        Screen::Form {
            aim: FormAim::NewPass,
            step: FormStep::Reach,
            draft,
            checked: true,
            by_card: false,
            demand,
        }
    };
    let for_child = |step, by_card| Screen::Form {
        aim: FormAim::NewPass,
        step,
        draft: childs.clone(),
        checked: false,
        by_card,
        demand: Demand::default(),
    };
    let own_data = |face, consent, visits_until: Option<Day>| Screen::OwnData {
        key: DiaryKey(claims()),
        own: Box::new(OwnData {
            contact: Some(contact(&of.name)),
            language: Some(Language::De),
            consent,
            valid_until: Day(20_980),
            visits_until,
            is_inside: visits_until.is_some(),
        }),
        face,
    };
    let mut unreadable = own_data(OwnDataFace::Shown, ConsentBy::Organiser, None);
    if let Screen::OwnData { own, .. } = &mut unreadable {
        own.contact = None;
        own.language = None;
    }
    let mut long = draft(&of.name);
    long.set(Field::FirstName, of.name.repeat(30));
    vec![
        Screen::Attract,
        Screen::Answer(Answer::Welcome {
            until: until(),
            limit: Limit::LongestStay,
            visit: visit(),
            companions: true,
            seat: true,
        }),
        Screen::Answer(Answer::Welcome {
            until: until(),
            limit: Limit::Closing,
            visit: visit(),
            companions: false,
            seat: false,
        }),
        Screen::Answer(Answer::Party {
            people: 4,
            visit: visit(),
            seat: true,
        }),
        Screen::Answer(Answer::Seated {
            seat: of.name.clone(),
            visit: visit(),
        }),
        Screen::Seat(Box::new(seats(None))),
        Screen::Seat(Box::new(seats(Some(&of.name)))),
        Screen::Answer(Answer::Wait(Wait::Closed(None))),
        Screen::Answer(Answer::Wait(Wait::Closed(Some((None, "14:00".to_owned()))))),
        Screen::Answer(Answer::Wait(Wait::Closed(Some((
            Some("24.11.2026".to_owned()),
            "10:00".to_owned(),
        ))))),
        Screen::Answer(Answer::Wait(Wait::Full)),
        Screen::Answer(Answer::Wait(Wait::ReEntry(None))),
        Screen::Answer(Answer::Wait(Wait::ReEntry(Some("14:00".to_owned())))),
        Screen::Answer(Answer::Wait(Wait::Unconfirmed)),
        Screen::Answer(Answer::Dead),
        Screen::Answer(Answer::Expired),
        Screen::Answer(Answer::Goodbye),
        Screen::Answer(Answer::Stay {
            until: until(),
            limit: Limit::LongestStay,
            visit: visit(),
        }),
        Screen::Answer(Answer::Refused),
        Screen::GoOrStay {
            visit: visit(),
            pass: PassTag([1; 16]),
            way: Way::Scanned,
            until: until(),
            people: 1,
        },
        Screen::VenuePage(Box::new(venue_page(Some("10 Uhr: Führung\n\n11 Uhr: Café")))),
        Screen::VenuePage(Box::new(venue_page(None))),
        exit_check(ExitQuestion::PinId, &of.digits),
        exit_check(ExitQuestion::PersonalPin, &of.pin),
        Screen::Party {
            visit: visit(),
            names: true,
        },
        Screen::Companion {
            visit: visit(),
            companions: 2,
            names: vec![of.name.clone()],
            draft: draft(&of.name),
            checked: true,
        },
        Screen::Comfort,
        keypad(None),
        keypad(Some(KeypadOutcome::Wrong { tries_left: 3 })),
        keypad(Some(KeypadOutcome::Wrong { tries_left: 1 })),
        keypad(Some(KeypadOutcome::Locked { wait_s: 30 })),
        form(FormStep::Name, false),
        form(FormStep::Name, true),
        form(FormStep::Reach, false),
        form(FormStep::Reach, true),
        form(FormStep::Address, true),
        Screen::Form {
            aim: FormAim::OwnData(DiaryKey(claims())),
            step: FormStep::Name,
            draft: long,
            checked: true,
            by_card: false,
            demand: Demand::default(),
        },
        Screen::Form {
            aim: FormAim::NewPass,
            step: FormStep::Reach,
            draft: ContactDraft::default(),
            checked: true,
            by_card: false,
            demand: Demand::default(),
        },
        demanded(Confirm::Mail, "", "", None),
        demanded(Confirm::Sms, "", "", None),
        demanded(Confirm::Either, "1234567", "", None),
        demanded(Confirm::Either, "", "one@example.org", Some(Field::Email)),
        demanded(Confirm::Mail, "", "one@example.org", None),
        for_child(FormStep::Child, false),
        for_child(FormStep::Name, false),
        for_child(FormStep::Name, true),
        Screen::ShowCard { is_other: false },
        Screen::ShowCard { is_other: true },
        Screen::DataNotice {
            draft: draft(&of.name),
        },
        Screen::DataNotice {
            draft: childs.clone(),
        },
        choose_pin(None, false),
        choose_pin(None, true),
        choose_pin(Some(&of.pin), false),
        Screen::DiaryPass,
        diary_pin(None),
        diary_pin(Some(3)),
        Screen::DiaryClosed(DiaryClosed::NoPin),
        Screen::DiaryClosed(DiaryClosed::Locked),
        diary(&[], None),
        diary(&entries[..1], None),
        diary(&entries, None),
        diary(&entries, Some(DiaryDeletion::One(1))),
        diary(&entries, Some(DiaryDeletion::All)),
        own_data(OwnDataFace::Shown, ConsentBy::Visitor, None),
        own_data(OwnDataFace::Saved, ConsentBy::Guardian, Some(Day(20_680))),
        own_data(OwnDataFace::ChoosingLanguage, ConsentBy::Visitor, None),
        own_data(OwnDataFace::Asking, ConsentBy::Organiser, Some(Day(20_680))),
        own_data(OwnDataFace::Asking, ConsentBy::Visitor, None),
        unreadable,
        Screen::Forgotten {
            visits_until: Some(Day(20_680)),
            is_inside: true,
        },
        Screen::Forgotten {
            visits_until: None,
            is_inside: false,
        },
        Screen::Status(Box::new(status())),
        Screen::Lounge(Box::new(Lounge {
            colleague: None,
            said: None,
            page: LoungePage::Number(NumberPage {
                digits: of.digits.clone(),
                outcome: None,
            }),
        })),
        Screen::Printing {
            pass: PassTag([1; 16]),
            pin_id: of.digits.clone(),
            phone: ToPhone::NotOffered,
        },
        pass_ready(true),
        pass_ready(false),
        Screen::Answer(Answer::Confirmed),
        confirm_code(&of.digits, None, MessageWay::Mail, Renewal::Offered),
        confirm_code("", None, MessageWay::Sms, Renewal::ShowPass),
        confirm_code("", None, MessageWay::Mail, Renewal::AskStaff),
        confirm_code("", Some(CodeSaid::Mistyped), MessageWay::Mail, Renewal::Offered),
        confirm_code(
            "",
            Some(CodeSaid::Wrong { tries_left: 2 }),
            MessageWay::Mail,
            Renewal::Offered,
        ),
        confirm_code(
            "",
            Some(CodeSaid::NoTriesLeft),
            MessageWay::Mail,
            Renewal::Offered,
        ),
        confirm_code("", Some(CodeSaid::Expired), MessageWay::Mail, Renewal::Offered),
        confirm_code("", Some(CodeSaid::NewCode), MessageWay::Mail, Renewal::Offered),
        Screen::Help,
        Screen::OutOfService(FaultCode::DiskFull),
    ]
}

/// A new variant does not compile here, and has to be numbered and sampled.
fn number(screen: &Screen) -> usize {
    match screen {
        Screen::Attract => 0,
        Screen::Answer(_) => 1,
        Screen::GoOrStay { .. } => 2,
        Screen::Keypad { .. } => 3,
        Screen::Form { .. } => 4,
        Screen::DataNotice { .. } => 5,
        Screen::ChoosePin { .. } => 6,
        Screen::DiaryPass => 7,
        Screen::DiaryPin { .. } => 8,
        Screen::DiaryClosed(_) => 9,
        Screen::Diary { .. } => 10,
        Screen::Status(_) => 11,
        Screen::Printing { .. } => 12,
        Screen::PassReady { .. } => 13,
        Screen::Help => 14,
        Screen::OutOfService(_) => 15,
        Screen::ExitCheck { .. } => 16,
        Screen::Party { .. } => 17,
        Screen::Companion { .. } => 18,
        Screen::Comfort => 19,
        Screen::Lounge(_) => 20,
        Screen::OwnData { .. } => 21,
        Screen::Forgotten { .. } => 22,
        Screen::VenuePage(_) => 23,
        Screen::ConfirmCode { .. } => 24,
        Screen::ShowCard { .. } => 25,
        Screen::Seat(_) => 26,
    }
}
const SCREENS: usize = 27;

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
        Notice::LettersStuck,
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
