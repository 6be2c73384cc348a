//! What the screen may ask for.

mod lounge;
mod members;
mod rule;

use einlass_domain::contact::Field;
use einlass_kiosk::Touch;
use serde::Deserialize;

pub use self::{
    lounge::LoungeRequest,
    members::{MemberRequest, NewPinRequest},
    rule::RuleRequest,
};
use crate::view::{ComfortView, FieldName, Language};

/// A touch. Not to be printed: it carries what people type.
#[derive(Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Request {
    /// Speak this language.
    ChooseLanguage {
        /// Which.
        language: Language,
    },
    /// Wants to see or reach the screen better.
    OpenComfort,
    /// Draw the screen like this.
    ChooseComfort {
        /// How.
        comfort: ComfortView,
    },
    /// No code at hand.
    OpenKeypad,
    /// No pass yet.
    OpenForm,
    /// Back to the start.
    Back,
    /// Still there.
    Touched,
    /// Leaves.
    Go,
    /// Stays longer.
    Stay,
    /// Has not come alone.
    OpenParty,
    /// So many came along.
    Party {
        /// Without the holder of the pass.
        companions: u16,
    },
    /// Wants to say where they sit.
    OpenSeat,
    /// Sits there, or somewhere in there.
    PickSeat {
        /// Its number among those that are shown, from 0.
        number: u32,
    },
    /// Wants to read a page of the venue.
    OpenPage {
        /// Its number, from 0.
        number: u32,
    },
    /// Needs help.
    Help,
    /// Types a digit.
    Digit {
        /// 0 to 9.
        digit: u8,
    },
    /// Takes the last digit back.
    EraseDigit,
    /// Has the contact card as a code.
    OpenCard,
    /// The pass is for a child.
    ForChild {
        /// What stands in the fields.
        values: Vec<FieldValue>,
    },
    /// Next step of the form.
    FormNext {
        /// What stands in the fields.
        values: Vec<FieldValue>,
    },
    /// Step back in the form.
    FormBack {
        /// What stands in the fields.
        values: Vec<FieldValue>,
    },
    /// Has read the notice and agrees.
    Consent,
    /// Wants no PIN.
    SkipPin,
    /// Wants to see the own visits.
    OpenDiary,
    /// Wants to delete a visit of the diary.
    DeleteVisit {
        /// Its row, from 0.
        row: u32,
    },
    /// Wants to delete all visits of the diary.
    DeleteDiary,
    /// Yes, delete.
    ConfirmDeletion,
    /// No, keep.
    KeepDiary,
    /// Wants to see the own data.
    OpenOwnData,
    /// Back from the own data to the visits.
    CloseOwnData,
    /// Wants to change the own data.
    EditOwnData,
    /// Wants the pass answered in another language.
    OpenOwnLanguage,
    /// In this one.
    SetOwnLanguage {
        /// Which.
        language: Language,
    },
    /// Wants the pass on paper once more.
    PrintAgain,
    /// Wants to be forgotten.
    GiveUp,
    /// Yes, forget.
    ConfirmGivingUp,
    /// No, stays registered.
    KeepOwnData,
    /// Has a code from a message.
    OpenConfirmation,
    /// Wants another code.
    NewCode,
    /// Wants to see how the machine is.
    OpenStatus,
    /// Works here.
    OpenLounge,
    /// Works in the lounge.
    Lounge {
        /// What.
        touch: LoungeRequest,
    },
    /// Wants the new pass on the phone.
    ToPhone,
    /// Wants the screen read aloud, or no longer.
    ReadAloud {
        /// Whether.
        on: bool,
    },
    /// Wants to hear what a finger has found on the screen. Said to the headset only.
    Say {
        /// The text, cut at 200 characters when it is taken over.
        text: String,
        /// Its language.
        language: Language,
    },
}

/// What stands in a field of the form.
#[derive(Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FieldValue {
    /// Which.
    pub field: FieldName,
    /// The text, cut at 400 characters when it is taken over.
    pub value: String,
}

/// More than any field takes, less than would hurt.
const LONGEST_VALUE: usize = 400;
/// More than any label has; a longer text would be talk.
const LONGEST_SAID: usize = 200;

impl From<Request> for Touch {
    fn from(request: Request) -> Self {
        match request {
            Request::ChooseLanguage { language } => Self::ChooseLanguage(language.into()),
            Request::OpenComfort => Self::OpenComfort,
            Request::ChooseComfort { comfort } => Self::ChooseComfort(comfort.into()),
            Request::OpenKeypad => Self::OpenKeypad,
            Request::OpenForm => Self::OpenForm,
            Request::Back => Self::Back,
            Request::Touched => Self::Touched,
            Request::Go => Self::Go,
            Request::Stay => Self::Stay,
            Request::OpenParty => Self::OpenParty,
            Request::Party { companions } => Self::Party(companions),
            Request::OpenSeat => Self::OpenSeat,
            Request::PickSeat { number } => Self::PickSeat(usize::try_from(number).unwrap_or(usize::MAX)),
            Request::OpenPage { number } => Self::OpenPage(usize::try_from(number).unwrap_or(usize::MAX)),
            Request::Help => Self::Help,
            Request::Digit { digit } => Self::Digit(digit),
            Request::EraseDigit => Self::EraseDigit,
            Request::OpenCard => Self::OpenCard,
            Request::ForChild { values } => Self::ForChild(values.into_iter().map(pair).collect()),
            Request::FormNext { values } => Self::FormNext(values.into_iter().map(pair).collect()),
            Request::FormBack { values } => Self::FormBack(values.into_iter().map(pair).collect()),
            Request::Consent => Self::Consent,
            Request::SkipPin => Self::SkipPin,
            Request::OpenDiary => Self::OpenDiary,
            Request::DeleteVisit { row } => Self::DeleteVisit(usize::try_from(row).unwrap_or(usize::MAX)),
            Request::DeleteDiary => Self::DeleteDiary,
            Request::ConfirmDeletion => Self::ConfirmDeletion,
            Request::KeepDiary => Self::KeepDiary,
            Request::OpenOwnData => Self::OpenOwnData,
            Request::CloseOwnData => Self::CloseOwnData,
            Request::EditOwnData => Self::EditOwnData,
            Request::OpenOwnLanguage => Self::OpenOwnLanguage,
            Request::SetOwnLanguage { language } => Self::SetOwnLanguage(language.into()),
            Request::PrintAgain => Self::PrintAgain,
            Request::GiveUp => Self::GiveUp,
            Request::ConfirmGivingUp => Self::ConfirmGivingUp,
            Request::KeepOwnData => Self::KeepOwnData,
            Request::OpenConfirmation => Self::OpenConfirmation,
            Request::NewCode => Self::NewCode,
            Request::OpenStatus => Self::OpenStatus,
            Request::OpenLounge => Self::OpenLounge,
            Request::Lounge { touch } => Self::Lounge(touch.into()),
            Request::ToPhone => Self::ToPhone,
            Request::ReadAloud { on } => Self::ReadAloud(on),
            Request::Say { text, language } => {
                Self::Say(text.chars().take(LONGEST_SAID).collect(), language.into())
            }
        }
    }
}

fn pair(value: FieldValue) -> (Field, String) {
    (value.field.into(), cut(&value.value))
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST_VALUE).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_in_the_contract_is_understood() {
        let read = |text| serde_json::from_str::<Request>(text);
        assert!(read(r#"{"kind":"digit","digit":7}"#).is_ok_and(|read| read == Request::Digit { digit: 7 }));
        assert!(read(r#"{"kind":"digit","digit":700}"#).is_err());
        assert!(read(r#"{"kind":"openVault"}"#).is_err());
        assert!(
            read(r#"{"kind":"deleteVisit","row":3}"#)
                .is_ok_and(|read| Touch::from(read) == Touch::DeleteVisit(3))
        );
        assert!(read(r#"{"kind":"deleteVisit","row":-1}"#).is_err());
    }

    #[test]
    fn a_megabyte_in_a_field_is_cut() {
        let long = FieldValue {
            field: FieldName::Town,
            value: "ü".repeat(1_000_000),
        };
        let Touch::FormNext(values) = Touch::from(Request::FormNext { values: vec![long] }) else {
            panic!("another touch")
        };
        assert_eq!(values[0].1.chars().count(), LONGEST_VALUE);
    }

    #[test]
    fn nobody_is_talked_to_for_ever() {
        let text = "ü".repeat(1_000_000);
        let language = Language::En;
        let Touch::Say(text, einlass_domain::words::Language::En) =
            Touch::from(Request::Say { text, language })
        else {
            panic!("another touch")
        };
        assert_eq!(text.chars().count(), LONGEST_SAID);
    }
}
