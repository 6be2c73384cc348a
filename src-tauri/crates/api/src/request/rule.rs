//! A setting and what it shall be.

use einlass_domain::rules::ReEntry;
use einlass_kiosk::{OccasionTyped, RuleValue};
use serde::Deserialize;

use super::cut;
use crate::view::{CompanionsView, ConfirmView, ExitCheckView, OccasionTypedView, ReEntryView, SeatsView};

/// A setting and what it shall be. Whether it can be is decided behind it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "rule", rename_all = "camelCase")]
pub enum RuleRequest {
    /// When people are let in.
    Opening {
        /// As `Mo-Fr 10:00-18:00`, cut at 400 characters when it is taken over; none for always. Special days stay.
        text: Option<String>,
    },
    /// On the next such day other hours hold.
    SpecialDay {
        /// Day and month, `2412`.
        day: String,
        /// As `10:00-13:00`; none for closed.
        hours: Option<String>,
    },
    /// On this day the hours of its weekday hold.
    OrdinaryDay {
        /// As it is shown: `2026-12-24`.
        day: String,
    },
    /// After how long a visit ends by itself.
    LongestStay {
        /// How long.
        minutes: u16,
    },
    /// How much longer *stay longer* is.
    Extension {
        /// How much.
        minutes: u16,
    },
    /// How many may be inside.
    Capacity {
        /// None for any number.
        people: Option<u32>,
    },
    /// Between two scans of one pass.
    RepeatGap {
        /// How long.
        seconds: u16,
    },
    /// What is asked for at the exit.
    ExitCheck {
        /// What.
        check: ExitCheckView,
    },
    /// Whether people come together on one pass.
    Companions {
        /// Whether.
        companions: CompanionsView,
    },
    /// Whether visitors say where they sit.
    Seats {
        /// Whether.
        seats: SeatsView,
    },
    /// Whether a new visitor's address is confirmed.
    Confirm {
        /// Which one.
        confirm: ConfirmView,
    },
    /// When who has left may come again.
    ReEntry {
        /// When.
        when: ReEntryView,
    },
    /// How long a new pass is valid.
    PassValidity {
        /// How long.
        days: u16,
    },
    /// How long visits are kept.
    Retention {
        /// How long.
        days: u8,
    },
}

impl From<RuleRequest> for RuleValue {
    fn from(request: RuleRequest) -> Self {
        match request {
            RuleRequest::Opening { text } => Self::Opening(text.as_deref().map(cut)),
            RuleRequest::SpecialDay { day, hours } => Self::SpecialDay(cut(&day), hours.as_deref().map(cut)),
            RuleRequest::OrdinaryDay { day } => Self::OrdinaryDay(cut(&day)),
            RuleRequest::LongestStay { minutes } => Self::LongestStay(minutes),
            RuleRequest::Extension { minutes } => Self::Extension(minutes),
            RuleRequest::Capacity { people } => Self::Capacity(people),
            RuleRequest::RepeatGap { seconds } => Self::RepeatGap(seconds),
            RuleRequest::ExitCheck { check } => Self::ExitCheck(check.into()),
            RuleRequest::Companions { companions } => Self::Companions(companions.into()),
            RuleRequest::Seats { seats } => Self::Seats(seats.into()),
            RuleRequest::Confirm { confirm } => Self::Confirm(confirm.into()),
            RuleRequest::ReEntry { when } => Self::ReEntry(match when {
                ReEntryView::Always => ReEntry::Always,
                ReEntryView::After { minutes } => ReEntry::After(minutes),
                ReEntryView::NextDay => ReEntry::NextDay,
            }),
            RuleRequest::PassValidity { days } => Self::PassValidity(days),
            RuleRequest::Retention { days } => Self::Retention(days),
        }
    }
}

impl From<OccasionTypedView> for OccasionTyped {
    fn from(typed: OccasionTypedView) -> Self {
        Self {
            name: cut(&typed.name),
            zone: typed.zone.map(|row| usize::try_from(row).unwrap_or(usize::MAX)),
            day: cut(&typed.day),
            begins: cut(&typed.begins),
            ends: cut(&typed.ends),
            capacity: typed.capacity,
        }
    }
}
