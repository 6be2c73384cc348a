//! What a person is told: the answer to a code, and to a number that opened nothing.

use einlass_domain::admission::Limit;
use einlass_kiosk::{Answer, KeypadOutcome, Wait};
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
        /// Whether that is when the venue closes.
        closing: bool,
        /// Whether others may have come along on the pass.
        party: bool,
        /// Whether they may say where they sit.
        seat: bool,
    },
    /// In, all of them.
    Party {
        /// How many people it is.
        people: u16,
        /// Whether they may say where they sit.
        seat: bool,
    },
    /// In, and sits.
    Seated {
        /// Where: `Row 15 / Seat 27`.
        seat: String,
    },
    /// Nobody went through the gate: not in, after all.
    NotPassed,
    /// Out.
    Goodbye,
    /// Stays longer.
    Stay {
        /// When the visit ends by itself now, `18:30`.
        until: String,
        /// Whether that is when the venue closes.
        closing: bool,
    },
    /// The address is confirmed.
    Confirmed,
    /// Not now.
    Wait {
        /// Why.
        why: WaitView,
        /// From when on; none when that is not known.
        from: Option<MomentView>,
    },
    /// This paper was replaced or given up.
    Dead,
    /// The last day of this pass is over.
    Expired,
    /// This code opens nothing here.
    Refused,
}

/// Why somebody is not let in now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum WaitView {
    /// The venue is closed.
    Closed,
    /// As many people are inside as may be.
    Full,
    /// Who has left may not come again yet.
    ReEntry,
    /// The address was not confirmed in time.
    Unconfirmed,
}

/// A time of day, and the day if it is not today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct MomentView {
    /// `24.11.2026`; none for today.
    pub day: Option<String>,
    /// `18:30`
    pub time: String,
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
            Answer::Welcome {
                until,
                limit,
                companions,
                seat,
                ..
            } => Self::Welcome {
                until: until.clone(),
                closing: *limit == Limit::Closing,
                party: *companions,
                seat: *seat,
            },
            Answer::Party { people, seat, .. } => Self::Party {
                people: *people,
                seat: *seat,
            },
            Answer::Seated { seat, .. } => Self::Seated { seat: seat.clone() },
            Answer::NotPassed => Self::NotPassed,
            Answer::Goodbye => Self::Goodbye,
            Answer::Stay { until, limit, .. } => Self::Stay {
                until: until.clone(),
                closing: *limit == Limit::Closing,
            },
            Answer::Confirmed => Self::Confirmed,
            Answer::Wait(wait) => {
                let (why, from) = wait_view(wait);
                Self::Wait { why, from }
            }
            Answer::Dead => Self::Dead,
            Answer::Expired => Self::Expired,
            Answer::Refused => Self::Refused,
        }
    }
}

pub(super) fn wait_view(wait: &Wait) -> (WaitView, Option<MomentView>) {
    match wait {
        Wait::Closed(opens) => {
            let opens = opens.clone().map(|(day, time)| MomentView { day, time });
            (WaitView::Closed, opens)
        }
        Wait::Full => (WaitView::Full, None),
        Wait::ReEntry(from) => {
            let from = from.clone().map(|time| MomentView { day: None, time });
            (WaitView::ReEntry, from)
        }
        Wait::Unconfirmed => (WaitView::Unconfirmed, None),
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
