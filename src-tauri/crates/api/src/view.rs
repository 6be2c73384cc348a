//! What the screen is shown.

use einlass_domain::{contact, contact::ContactDraft, words};
use einlass_kiosk::{Answer, FaultCode, FormStep, KeypadOutcome, Notice, Screen, Snapshot};
use serde::{Deserialize, Serialize};

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
    /// Whether this is the demonstration.
    pub demo: bool,
    /// What is shown.
    pub screen: ScreenView,
    /// Answers given so far: two visitors in a row may get the same one, and each has to see and hear it.
    #[cfg_attr(test, ts(type = "number"))]
    pub answered: u64,
    /// What staff should know.
    pub notices: Vec<NoticeView>,
}

/// A language of the catalogue, by its ISO 639-1 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// German.
    De,
    /// English.
    En,
}

/// What staff should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum NoticeView {
    /// No picture from the camera.
    CameraLost,
    /// The last print failed, or there is no printer.
    PrinterUnavailable,
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
    },
    /// Types a PIN-ID.
    Keypad {
        /// The digits so far.
        digits: String,
        /// What became of the number before.
        outcome: Option<KeypadOutcomeView>,
    },
    /// Fills the form.
    Form {
        /// Which questions.
        step: FormStepName,
        /// The questions.
        fields: Vec<FieldView>,
        /// Place among the steps, from 1.
        number: u8,
        /// How many steps there are.
        total: u8,
    },
    /// Reads about the data and agrees, or not.
    Notice {
        /// Place among the steps, from 1.
        number: u8,
        /// How many steps there are.
        total: u8,
    },
    /// The paper comes.
    Printing,
    /// The paper is there, or the number has to be written down.
    PassReady {
        /// The number, in groups of four.
        pin_id: String,
        /// Whether the printer took everything.
        printed: bool,
    },
    /// Somebody needs help.
    Help,
    /// The kiosk cannot do its work.
    OutOfService {
        /// Why.
        code: ErrorCode,
    },
}

/// What a person is told.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum AnswerView {
    /// In.
    Welcome {
        /// When the visit ends by itself, `18:30`.
        until: String,
    },
    /// Out.
    Goodbye,
    /// Stays longer.
    Stay {
        /// When the visit ends by itself now, `18:30`.
        until: String,
    },
    /// This code opens nothing here.
    Refused,
}

/// What became of a typed number.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "KeypadOutcome"))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum KeypadOutcomeView {
    /// Unknown here.
    Wrong {
        /// Further wrong numbers before the keypad shuts.
        tries_left: u32,
    },
    /// Too many wrong numbers.
    Locked {
        /// Seconds until it opens.
        wait_s: u32,
    },
}

/// A step of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "FormStep"))]
#[serde(rename_all = "camelCase")]
pub enum FormStepName {
    /// Who.
    Name,
    /// By phone or mail.
    Reach,
    /// Where.
    Address,
}

/// One field of the form.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FieldView {
    /// Which.
    pub field: FieldName,
    /// What is typed.
    pub value: String,
    /// What is wrong with it.
    pub problem: Option<FieldProblem>,
}

macro_rules! mirrored {
    ($(#[$doc:meta])* $name:ident, $of:ty, $($(#[$variant_doc:meta])* $variant:ident = $theirs:pat),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[serde(rename_all = "camelCase")]
        pub enum $name {
            $($(#[$variant_doc])* $variant),+
        }

        impl From<$of> for $name {
            fn from(theirs: $of) -> Self {
                match theirs {
                    $($theirs => Self::$variant),+
                }
            }
        }
    };
}

mirrored! {
    /// The fields of the form.
    FieldName, contact::Field,
    /// First name or names.
    FirstName = contact::Field::FirstName,
    /// Family name.
    LastName = contact::Field::LastName,
    /// Telephone number.
    Phone = contact::Field::Phone,
    /// E-mail address.
    Email = contact::Field::Email,
    /// Street and house number.
    Street = contact::Field::Street,
    /// Postcode.
    Postcode = contact::Field::Postcode,
    /// Town.
    Town = contact::Field::Town,
}

mirrored! {
    /// What is wrong with a field.
    FieldProblem, contact::FieldProblem,
    /// Nothing is typed.
    Missing = contact::FieldProblem::Missing,
    /// Too many characters.
    TooLong = contact::FieldProblem::TooLong,
    /// Characters that cannot stand there.
    NotAllowed = contact::FieldProblem::NotAllowed,
    /// No telephone number.
    NotAPhone = contact::FieldProblem::NotAPhone,
    /// No e-mail address.
    NotAnEmail = contact::FieldProblem::NotAnEmail,
    /// Neither of phone and e-mail is given.
    OneOfTwo = contact::FieldProblem::OneOfTwo,
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
    /// Anything else.
    Internal = FaultCode::Internal,
}

impl From<&Snapshot> for KioskView {
    fn from(snapshot: &Snapshot) -> Self {
        Self {
            revision: snapshot.revision,
            venue: snapshot.venue.clone(),
            language: snapshot.language.into(),
            demo: snapshot.demo,
            screen: (&snapshot.screen).into(),
            answered: snapshot.answered,
            notices: snapshot.notices.iter().copied().map(NoticeView::from).collect(),
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
            Screen::GoOrStay { until, .. } => Self::GoOrStay { until: until.clone() },
            Screen::Keypad { digits, outcome } => Self::Keypad {
                digits: digits.clone(),
                outcome: outcome.map(KeypadOutcomeView::from),
            },
            Screen::Form { step, draft, checked } => Self::Form {
                step: (*step).into(),
                fields: step
                    .fields()
                    .iter()
                    .map(|field| field_view(*field, draft, *checked))
                    .collect(),
                number: step.number(),
                total: FormStep::TOTAL,
            },
            Screen::DataNotice { .. } => Self::Notice {
                number: FormStep::TOTAL,
                total: FormStep::TOTAL,
            },
            Screen::Printing { .. } => Self::Printing,
            Screen::PassReady { pin_id, printed } => Self::PassReady {
                pin_id: pin_id.clone(),
                printed: *printed,
            },
            Screen::Help => Self::Help,
            Screen::OutOfService(code) => Self::OutOfService { code: (*code).into() },
        }
    }
}

fn field_view(field: contact::Field, draft: &ContactDraft, checked: bool) -> FieldView {
    let problem = if checked {
        draft.problem(field).map(FieldProblem::from)
    } else {
        None
    };
    FieldView {
        field: field.into(),
        value: draft.text(field).to_owned(),
        problem,
    }
}

impl From<&Answer> for AnswerView {
    fn from(answer: &Answer) -> Self {
        match answer {
            Answer::Welcome { until } => Self::Welcome { until: until.clone() },
            Answer::Goodbye => Self::Goodbye,
            Answer::Stay { until } => Self::Stay { until: until.clone() },
            Answer::Refused => Self::Refused,
        }
    }
}

impl From<KeypadOutcome> for KeypadOutcomeView {
    fn from(outcome: KeypadOutcome) -> Self {
        match outcome {
            KeypadOutcome::Wrong { tries_left } => Self::Wrong { tries_left },
            KeypadOutcome::Locked { wait_s } => Self::Locked { wait_s },
        }
    }
}

impl From<FormStep> for FormStepName {
    fn from(step: FormStep) -> Self {
        match step {
            FormStep::Name => Self::Name,
            FormStep::Reach => Self::Reach,
            FormStep::Address => Self::Address,
        }
    }
}

impl From<Notice> for NoticeView {
    fn from(notice: Notice) -> Self {
        match notice {
            Notice::CameraLost => Self::CameraLost,
            Notice::PrinterUnavailable => Self::PrinterUnavailable,
        }
    }
}

impl From<words::Language> for Language {
    fn from(language: words::Language) -> Self {
        match language {
            words::Language::De => Self::De,
            words::Language::En => Self::En,
        }
    }
}
