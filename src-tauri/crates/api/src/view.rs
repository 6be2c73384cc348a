//! What the screen is shown.

mod answer;
mod comfort;
mod confirm;
mod diary;
mod form;
mod language;
mod look;
mod lounge;
mod mirrored;
mod own_data;
mod phone;
mod seat;
mod status;
mod venue_page;

use einlass_domain::{admission::Traffic, confirmation::Demand, rules::LARGEST_PARTY};
use einlass_kiosk::{
    AimHint, CODE_DIGITS, DIARY_DAYS, ExitQuestion, FaultCode, FormAim, FormStep, Notice, PIN_DIGITS, Screen,
    Snapshot,
};
use serde::Serialize;

pub use self::{
    answer::{AnswerView, KeypadOutcomeView, MomentView, WaitView},
    comfort::{ComfortView, ContrastView, ControlsView, MotionView, TextSizeView},
    confirm::{CodeSaidView, ConfirmHintView, MessageWayView, RenewalView, SentCodeView},
    diary::{DiaryClosedView, DiaryDeletionView, DiaryEndView, DiaryEntryView, EndWayView},
    form::{CodeToView, FieldName, FieldNoteView, FieldProblem, FieldView, FormStepName},
    language::Language,
    look::{LookView, ScreenSizeView},
    lounge::{
        CompanionsView, CompanyView, ConfirmView, ContactView, DeedView, ExitCheckView, InsideRowView,
        LoungePageView, LoungeSaidView, LoungeView, MemberAimView, MemberProblemView, MemberTypedView,
        MemberView, MembersView, NotAllowedView, NumberOutcomeView, OccasionProblemView, OccasionTypedView,
        OccasionView, OccupancyPointView, OnceView, PaperView, ReEntryView, RoleView, RollCallCauseView,
        RollCallGroupView, RollCallPersonView, RuleName, RuleProblemView, RuleView, SeatsView,
        SecondFactorView, SecretCodeView, SettingsView, SignInOutcomeView, SpecialDayView, StaffView,
        WhyView, WorkplaceView,
    },
    own_data::{ConsentByView, FormAimView, OwnDataFaceView, OwnDataView},
    phone::ToPhoneView,
    status::{
        ClockView, DestructionView, LastPaperView, PaperEndView, PaperStatusView, PrinterIsView, RefusalView,
        RefusedView, SealedByView, StatusView, UnsettledPaperView,
    },
};
use self::{diary::deletion_view, form::field_views, mirrored::mirrored, phone::to_phone_view};
pub use self::{seat::PlaceView, venue_page::WordedView};

/// The whole screen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct KioskView {
    /// Grows with every change; a view with a lower number is outdated.
    #[cfg_attr(test, ts(type = "number"))]
    pub revision: u64,
    /// The venue's name.
    pub venue: String,
    /// The language that is spoken.
    pub language: Language,
    /// How the screen is drawn.
    pub comfort: ComfortView,
    /// Whether this is the demonstration.
    pub demo: bool,
    /// What is shown.
    pub screen: ScreenView,
    /// Seconds until the screen is wiped, while the kiosk asks whether somebody is still there.
    pub still_there_s: Option<u32>,
    /// Answers given so far: two visitors in a row may get the same one, and each has to see and hear it.
    #[cfg_attr(test, ts(type = "number"))]
    pub answered: u64,
    /// Whether the screen is read aloud; none where there is no voice.
    pub speech: Option<bool>,
    /// What staff should know.
    pub notices: Vec<NoticeView>,
    /// How full it is; none where nothing is limited.
    pub traffic: Option<TrafficView>,
    /// The titles of the venue's own pages, where they are offered.
    pub pages: Vec<WordedView>,
    /// What whoever stands here has to confirm.
    pub confirm: Option<ConfirmHintView>,
    /// What whoever holds a code up may do so that it is read.
    pub aim: Option<AimHintView>,
}

mirrored! {
    /// What whoever holds a code up may do so that it is read.
    AimHintView, AimHint,
    /// Come nearer.
    Nearer = AimHint::Nearer,
    /// Hold it further away.
    Further = AimHint::Further,
    /// More light, or a brighter screen.
    Brighter = AimHint::Brighter,
}

mirrored! {
    /// How full it is.
    TrafficView, Traffic,
    /// There is room.
    Green = Traffic::Green,
    /// Nine of ten places are taken.
    Amber = Traffic::Amber,
    /// There is none.
    Red = Traffic::Red,
}

mirrored! {
    /// What somebody who goes has to type.
    ExitQuestionView, ExitQuestion,
    /// The twelve digits of the pass.
    PinId = ExitQuestion::PinId,
    /// The PIN that the visitor has chosen.
    PersonalPin = ExitQuestion::PersonalPin,
}

mirrored! {
    /// What staff should know.
    NoticeView, Notice,
    /// No picture from the camera.
    CameraLost = Notice::CameraLost,
    /// The printer cannot be reached or has a fault, the last print failed, or there is no printer.
    PrinterUnavailable = Notice::PrinterUnavailable,
    /// The gate did not open, or cannot be used.
    GateUnavailable = Notice::GateUnavailable,
    /// Messages to visitors do not get out, or there is no way for them.
    LettersStuck = Notice::LettersStuck,
    /// The printer has no paper.
    PaperOut = Notice::PaperOut,
    /// The printer's cover is open.
    PrinterOpen = Notice::PrinterOpen,
    /// The paper will soon be used up.
    PaperLow = Notice::PaperLow,
    /// Nobody knows whether a paper came out.
    PaperUnsettled = Notice::PaperUnsettled,
    /// Days that should have been destroyed are still there.
    DestructionOverdue = Notice::DestructionOverdue,
    /// Nobody has proved for a month that the owner's key still opens what is written here.
    OwnerKeyUnproven = Notice::OwnerKeyUnproven,
    /// The clock has jumped and nobody has said whether it is right now.
    ClockDoubtful = Notice::ClockDoubtful,
    /// The disk is nearly full.
    DiskLow = Notice::DiskLow,
    /// The database was damaged; the kiosk goes on with what could be saved.
    Recovered = Notice::Recovered,
}

/// One screen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "name", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ScreenView {
    /// Waits for a code.
    Attract,
    /// The answer to a person.
    Answer {
        /// What.
        answer: AnswerView,
    },
    /// Inside already.
    GoOrStay {
        /// When the visit ends by itself, `18:30`.
        until: String,
        /// How many people it is.
        people: u16,
    },
    /// Says where they sit.
    Seat {
        /// What is chosen among, where that is not everything behind the door: `Row 15`.
        path: Option<String>,
        /// Seats, tables, and what leads to some, as people count.
        places: Vec<PlaceView>,
        /// The seat that was wanted and is taken.
        gone: Option<String>,
    },
    /// Reads a page of the venue.
    VenuePage {
        /// Which, from 0.
        number: usize,
        /// Its heading.
        title: WordedView,
        /// What is read; none where there is only a picture.
        text: Option<WordedView>,
        /// Which of the look's pictures is seen.
        picture: Option<usize>,
    },
    /// Goes, and types what the venue wants to see at the exit.
    ExitCheck {
        /// What is asked for.
        question: ExitQuestionView,
        /// The digits of a PIN-ID so far; none of a PIN.
        digits: String,
        /// How many digits are typed.
        typed: usize,
        /// How many there are.
        length: usize,
        /// What became of the number before.
        outcome: Option<KeypadOutcomeView>,
    },
    /// Says how many came along.
    Party {
        /// The most people on one pass.
        most: u16,
    },
    /// Names one of those who came along.
    Companion {
        /// The questions.
        fields: Vec<FieldView>,
        /// Which of them it is, from 1.
        number: usize,
        /// How many there are.
        total: u16,
    },
    /// Types a PIN-ID.
    Keypad {
        /// The digits so far.
        digits: String,
        /// What became of the number before.
        outcome: Option<KeypadOutcomeView>,
    },
    /// Types the code of a message.
    ConfirmCode {
        /// The digits so far.
        digits: String,
        /// How many there are.
        length: usize,
        /// What became of the code before, or of asking for another one.
        said: Option<CodeSaidView>,
        /// The message with the code.
        sent: SentCodeView,
    },
    /// Fills the form.
    Form {
        /// What for.
        aim: FormAimView,
        /// Whether a guardian fills it for a child.
        for_child: bool,
        /// Whether it was just filled from a card, and is to be looked through.
        by_card: bool,
        /// Which questions.
        step: FormStepName,
        /// The questions.
        fields: Vec<FieldView>,
        /// Where a code goes.
        code_to: CodeToView,
        /// Place among the steps, from 1.
        number: u8,
        /// How many steps there are.
        total: u8,
    },
    /// Has the contact card as a code: that one, please.
    ShowCard {
        /// Whether another code was held up.
        other: bool,
    },
    /// Reads about the data and agrees, or not.
    Notice {
        /// Whether a guardian does, for a child.
        for_child: bool,
        /// Place among the steps, from 1.
        number: u8,
        /// How many steps there are.
        total: u8,
    },
    /// Chooses a PIN for the diary, or none.
    ChoosePin {
        /// How many digits are typed.
        typed: usize,
        /// How many a PIN has.
        length: usize,
        /// Whether the PIN is being typed the second time.
        again: bool,
        /// Whether the second did not equal the first, and the choice begins anew.
        differs: bool,
        /// Place among the steps, from 1.
        number: u8,
        /// How many steps there are.
        total: u8,
    },
    /// Wants to see the own visits: the pass, please.
    DiaryPass,
    /// Types the PIN of the diary.
    DiaryPin {
        /// How many digits are typed.
        typed: usize,
        /// How many a PIN has.
        length: usize,
        /// Wrong PINs that are left, after a wrong one.
        tries_left: Option<u32>,
    },
    /// The pass that was shown opens no diary here.
    DiaryClosed {
        /// Why.
        why: DiaryClosedView,
    },
    /// The own visits of the last days.
    Diary {
        /// How many days it goes back.
        days: i32,
        /// Newest first.
        entries: Vec<DiaryEntryView>,
        /// What is to be deleted, while the question about it is on the screen.
        asking: Option<DiaryDeletionView>,
    },
    /// What is kept about the visitor.
    OwnData {
        /// What.
        own: OwnDataView,
        /// What is said or asked about it.
        face: OwnDataFaceView,
    },
    /// The visitor is forgotten.
    Forgotten {
        /// The last day on which the venue keeps a record of a visit, `21.12.2026`; none when it keeps none.
        kept_until: Option<String>,
        /// Whether a visit lasts, which the pass still ends.
        inside: bool,
    },
    /// How the machine is.
    Status {
        /// How.
        status: StatusView,
    },
    /// Staff is at work.
    Lounge {
        /// What they see.
        lounge: LoungeView,
    },
    /// The paper comes.
    Printing,
    /// The paper is there, or the number has to be written down.
    PassReady {
        /// The number, in groups of four.
        pin_id: String,
        /// Whether the printer took everything.
        printed: bool,
        /// The way onto a phone, where there is one.
        phone: Option<ToPhoneView>,
    },
    /// Somebody needs help.
    Help,
    /// Chooses how the screen is drawn.
    Comfort,
    /// The kiosk cannot do its work.
    OutOfService {
        /// Why.
        code: ErrorCode,
    },
}

mirrored! {
    /// Why the kiosk cannot do its work; no detail, no personal data.
    ErrorCode, FaultCode,
    /// The record cannot be written or read.
    LedgerUnavailable = FaultCode::LedgerUnavailable,
    /// The disk is full.
    DiskFull = FaultCode::DiskFull,
    /// Another program holds the data folder.
    DataFolderInUse = FaultCode::DataFolderInUse,
    /// The keys cannot be opened.
    KeysUnavailable = FaultCode::KeysUnavailable,
    /// The disk takes no writing.
    DiskReadOnly = FaultCode::DiskReadOnly,
    /// The data folder was written by a newer program.
    NewerData = FaultCode::NewerData,
    /// The database is damaged and could not be mended.
    Damaged = FaultCode::Damaged,
    /// Anything else.
    Internal = FaultCode::Internal,
}

impl From<&Snapshot> for KioskView {
    fn from(snapshot: &Snapshot) -> Self {
        Self {
            revision: snapshot.revision,
            venue: snapshot.venue.clone(),
            language: snapshot.language.into(),
            comfort: snapshot.comfort.into(),
            demo: snapshot.demo,
            screen: (&snapshot.screen).into(),
            still_there_s: snapshot.still_there_s,
            answered: snapshot.answered,
            speech: snapshot.speech,
            notices: snapshot.notices.iter().copied().map(NoticeView::from).collect(),
            traffic: snapshot.traffic.map(TrafficView::from),
            pages: snapshot.pages.iter().map(WordedView::from).collect(),
            confirm: snapshot.confirm.as_ref().map(ConfirmHintView::from),
            aim: snapshot.aim.map(AimHintView::from),
        }
    }
}

impl From<&Screen> for ScreenView {
    fn from(screen: &Screen) -> Self {
        match screen {
            Screen::Attract => Self::Attract,
            Screen::Answer(answer) => Self::Answer {
                answer: answer.into(),
            },
            Screen::GoOrStay { until, people, .. } => Self::GoOrStay {
                until: until.clone(),
                people: *people,
            },
            Screen::Seat(choice) => Self::Seat {
                path: choice.path.clone(),
                places: choice.places.iter().map(PlaceView::from).collect(),
                gone: choice.gone.clone(),
            },
            Screen::VenuePage(page) => Self::VenuePage {
                number: page.number,
                title: (&page.title).into(),
                text: page.text.as_ref().map(WordedView::from),
                picture: page.picture,
            },
            Screen::ExitCheck {
                question,
                digits,
                outcome,
                ..
            } => Self::ExitCheck {
                question: (*question).into(),
                digits: match question {
                    ExitQuestion::PinId => digits.clone(),
                    ExitQuestion::PersonalPin => String::new(),
                },
                typed: digits.len(),
                length: question.digits(),
                outcome: outcome.map(KeypadOutcomeView::from),
            },
            Screen::Party { .. } => Self::Party { most: LARGEST_PARTY },
            Screen::Companion {
                companions,
                names,
                draft,
                checked,
                ..
            } => Self::Companion {
                fields: field_views(FormStep::Name, draft, *checked, &Demand::default()),
                number: names.len() + 1,
                total: *companions,
            },
            Screen::Keypad { digits, outcome } => Self::Keypad {
                digits: digits.clone(),
                outcome: outcome.map(KeypadOutcomeView::from),
            },
            Screen::ConfirmCode {
                digits, said, sent, ..
            } => Self::ConfirmCode {
                digits: digits.clone(),
                length: CODE_DIGITS,
                said: said.map(CodeSaidView::from),
                sent: sent.into(),
            },
            Screen::Form {
                aim,
                step,
                draft,
                checked,
                by_card,
                demand,
            } => Self::Form {
                aim: aim.into(),
                for_child: draft.is_for_child(),
                by_card: *by_card,
                step: (*step).into(),
                fields: field_views(*step, draft, *checked, demand),
                code_to: demand.code_to.into(),
                number: step.number(draft),
                total: aim.steps(draft),
            },
            Screen::ShowCard { is_other } => Self::ShowCard { other: *is_other },
            Screen::DataNotice { draft } => Self::Notice {
                for_child: draft.is_for_child(),
                number: FormAim::NewPass.steps(draft) - 1,
                total: FormAim::NewPass.steps(draft),
            },
            Screen::ChoosePin {
                draft,
                digits,
                first,
                differs,
            } => Self::ChoosePin {
                typed: digits.len(),
                length: PIN_DIGITS,
                again: first.is_some(),
                differs: *differs,
                number: FormAim::NewPass.steps(draft),
                total: FormAim::NewPass.steps(draft),
            },
            Screen::DiaryPass => Self::DiaryPass,
            Screen::DiaryPin {
                digits, tries_left, ..
            } => Self::DiaryPin {
                typed: digits.len(),
                length: PIN_DIGITS,
                tries_left: *tries_left,
            },
            Screen::DiaryClosed(why) => Self::DiaryClosed { why: (*why).into() },
            Screen::Diary { entries, asking, .. } => Self::Diary {
                days: DIARY_DAYS,
                entries: entries.iter().map(DiaryEntryView::from).collect(),
                asking: asking.and_then(|deletion| deletion_view(deletion, entries)),
            },
            Screen::OwnData { own, face, .. } => Self::OwnData {
                own: own.as_ref().into(),
                face: (*face).into(),
            },
            Screen::Forgotten {
                visits_until,
                is_inside,
            } => Self::Forgotten {
                kept_until: visits_until.map(|day| day.dotted()),
                inside: *is_inside,
            },
            Screen::Status(status) => Self::Status {
                status: status.as_ref().into(),
            },
            Screen::Lounge(lounge) => Self::Lounge {
                lounge: lounge.as_ref().into(),
            },
            Screen::Printing { .. } => Self::Printing,
            Screen::PassReady {
                pin_id,
                printed,
                phone,
                ..
            } => Self::PassReady {
                pin_id: pin_id.clone(),
                printed: *printed,
                phone: to_phone_view(phone),
            },
            Screen::Help => Self::Help,
            Screen::Comfort => Self::Comfort,
            Screen::OutOfService(code) => Self::OutOfService { code: (*code).into() },
        }
    }
}

#[cfg(test)]
mod tests {
    use einlass_domain::contact::ContactDraft;

    use super::*;

    #[test]
    fn a_pin_reaches_the_screen_only_as_how_much_of_it_is_typed() {
        let screen = Screen::ChoosePin {
            draft: ContactDraft::default(),
            digits: "4938".to_owned(),
            first: Some("493817".to_owned()),
            differs: false,
        };
        assert_eq!(
            serde_json::to_value(ScreenView::from(&screen)).unwrap(),
            serde_json::json!({
                "name": "choosePin", "typed": 4, "length": 6, "again": true, "differs": false,
                "number": 5, "total": 5,
            })
        );
    }
}
