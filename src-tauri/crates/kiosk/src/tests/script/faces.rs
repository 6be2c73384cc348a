//! Every screen, in the faces that are told differently, with something private on it.

use einlass_domain::{
    admission::Limit,
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
    time::Day,
    words::Language,
};
use einlass_ledger::SealedBy;

use crate::{
    Answer, CodeSaid, DiaryClosed, DiaryDeletion, DiaryEntry, DiaryKey, ExitQuestion, FaultCode, FormAim,
    FormStep, KeypadOutcome, Lounge, LoungePage, MachineStatus, Moment, NumberPage, OpenPage, OwnData,
    OwnDataFace, PaperStatus, Renewal, Screen, SeatChoice, SentCode, ShownPass, ToPhone, Wait, Worded,
};

/// What one person has typed, or what is theirs.
#[derive(Clone, Debug)]
pub(super) struct Private {
    pub(super) name: String,
    pub(super) digits: String,
    pub(super) pin: String,
    pub(super) came: String,
}

pub(super) fn sample() -> Private {
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
        papers: PaperStatus::default(),
    }
}

pub(super) fn pass_ready(of: &Private, printed: bool) -> Screen {
    Screen::PassReady {
        pass: PassTag([1; 16]),
        pin_id: of.digits.clone(),
        printed,
        phone: ToPhone::NotOffered,
    }
}

pub(super) fn moment(today: bool) -> Moment {
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
pub(super) fn screens(of: &Private) -> Vec<Screen> {
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
        Screen::Answer(Answer::NotPassed),
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
pub(super) fn number(screen: &Screen) -> usize {
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
pub(super) const SCREENS: usize = 27;
