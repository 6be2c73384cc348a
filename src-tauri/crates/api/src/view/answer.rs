//! What a person is told: the answer to a code, and to a number that opened nothing.

use einlass_kiosk::{Answer, KeypadOutcome};
use serde::Serialize;

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
