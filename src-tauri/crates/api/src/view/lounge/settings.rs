//! The settings and what is on, as staff see and change them.

use einlass_domain::{
    rules::{Companions, Confirm, ExitCheck, ReEntry, Seats},
    time::Day,
};
use einlass_kiosk::{OccasionForm, OccasionProblem, OccasionRow, Rule, RuleProblem, Settings};
use serde::{Deserialize, Serialize};

use crate::view::mirrored::{mirrored, mutual};

/// The settings, and which of them is being changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SettingsView {
    /// A line for each.
    pub rules: Vec<RuleView>,
    /// What is being changed.
    pub open: Option<RuleName>,
    /// Why it was not changed.
    pub problem: Option<RuleProblemView>,
}

/// A setting as it stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "rule", rename_all = "camelCase")]
pub enum RuleView {
    /// When people are let in.
    Opening {
        /// By weekday, Monday first: `10:00-12:30,14:00-18:00`, empty for closed; none for always.
        week: Option<Vec<String>>,
    },
    /// On which days other hours hold.
    SpecialDays {
        /// Those from today on.
        days: Vec<SpecialDayView>,
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

/// A day with other hours.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SpecialDayView {
    /// `2026-12-24`.
    pub day: String,
    /// `10:00-13:00`; empty where the venue is closed.
    pub hours: String,
}

mutual! {
    /// A setting.
    RuleName, Rule,
    /// When people are let in.
    Opening = Rule::Opening,
    /// On which days other hours hold.
    SpecialDays = Rule::SpecialDays,
    /// After how long a visit ends by itself.
    LongestStay = Rule::LongestStay,
    /// How much longer *stay longer* is.
    Extension = Rule::Extension,
    /// How many may be inside.
    Capacity = Rule::Capacity,
    /// Between two scans of one pass.
    RepeatGap = Rule::RepeatGap,
    /// What is asked for at the exit.
    ExitCheck = Rule::ExitCheck,
    /// Whether people come together on one pass.
    Companions = Rule::Companions,
    /// Whether visitors say where they sit.
    Seats = Rule::Seats,
    /// Whether a new visitor's address is confirmed.
    Confirm = Rule::Confirm,
    /// When who has left may come again.
    ReEntry = Rule::ReEntry,
    /// How long a new pass is valid.
    PassValidity = Rule::PassValidity,
    /// How long visits are kept.
    Retention = Rule::Retention,
}

mutual! {
    /// What is asked for at the exit.
    ExitCheckView, ExitCheck,
    /// Nothing but the pass.
    None = ExitCheck::None,
    /// Its number.
    PinId = ExitCheck::PinId,
    /// The visitor's own PIN.
    PersonalPin = ExitCheck::PersonalPin,
}

mutual! {
    /// Whether people come together on one pass.
    CompanionsView, Companions,
    /// Everybody has a pass.
    No = Companions::No,
    /// Their number is asked for.
    Count = Companions::Count,
    /// Their names as well.
    Names = Companions::Names,
}

mutual! {
    /// Whether visitors say where they sit.
    SeatsView, Seats,
    /// Nobody asks.
    No = Seats::No,
    /// The kiosk asks.
    Ask = Seats::Ask,
}

mutual! {
    /// Which address of a new visitor is confirmed.
    ConfirmView, Confirm,
    /// None.
    No = Confirm::No,
    /// The one that the visitor gave.
    Either = Confirm::Either,
    /// The mail address.
    Mail = Confirm::Mail,
    /// The telephone number.
    Sms = Confirm::Sms,
}

/// When somebody who has left may come again.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ReEntryView {
    /// At once.
    Always,
    /// So many minutes after leaving.
    After {
        /// How many.
        minutes: u16,
    },
    /// On another day.
    NextDay,
}

mirrored! {
    /// Why a setting cannot be so.
    RuleProblemView, RuleProblem,
    /// No stay at all, or longer than a day.
    Stay = RuleProblem::Stay,
    /// Longer than ten minutes.
    RepeatGap = RuleProblem::RepeatGap,
    /// None, or longer than ten years.
    PassValidity = RuleProblem::PassValidity,
    /// Nobody could come in.
    Capacity = RuleProblem::Capacity,
    /// Two periods overlap, or one is none.
    Periods = RuleProblem::Periods,
    /// There is no such day.
    Day = RuleProblem::Day,
    /// It would never open.
    NeverOpen = RuleProblem::NeverOpen,
    /// None, or more than thirty days.
    Retention = RuleProblem::Retention,
}

/// Something that is on.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OccasionView {
    /// As it is announced.
    pub name: String,
    /// Where; none for the whole venue.
    pub zone: Option<String>,
    /// `24.12.2026 18:00`.
    pub begins: String,
    /// `24.12.2026 22:00`.
    pub ends: String,
    /// How many people may be there at once; none where the zone's own number holds.
    pub capacity: Option<u32>,
}

/// What is typed about something new.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OccasionTypedView {
    /// As it is announced; cut at 400 characters when it is taken over.
    pub name: String,
    /// The row of the zone, from 0; none for the whole venue.
    pub zone: Option<u32>,
    /// Day and month, `2412`; empty for today.
    pub day: String,
    /// `18:00`.
    pub begins: String,
    /// `22:00`; on the next day when that is not later.
    pub ends: String,
    /// How many people; none where only the zone's own number holds.
    pub capacity: Option<u32>,
}

mirrored! {
    /// What is wrong with something new, and where.
    OccasionProblemView, OccasionProblem,
    /// It has no name, or too long a one.
    Name = OccasionProblem::Name,
    /// There is no such zone any more.
    Zone = OccasionProblem::Zone,
    /// There is no such day.
    Day = OccasionProblem::Day,
    /// That is no time of day.
    Begins = OccasionProblem::Begins,
    /// That is no time of day, or it is over already.
    Ends = OccasionProblem::Ends,
    /// Nobody could come.
    Capacity = OccasionProblem::Capacity,
}

impl From<&Settings> for SettingsView {
    fn from(settings: &Settings) -> Self {
        Self {
            rules: Rule::ALL.map(|rule| rule_view(rule, settings)).into(),
            open: settings.open.map(RuleName::from),
            problem: settings.problem.map(RuleProblemView::from),
        }
    }
}

fn rule_view(rule: Rule, settings: &Settings) -> RuleView {
    let rules = &settings.rules;
    match rule {
        Rule::Opening => RuleView::Opening {
            week: rules.opening.as_ref().map(|hours| hours.week_texts().into()),
        },
        Rule::SpecialDays => RuleView::SpecialDays {
            days: settings.special.iter().map(special_view).collect(),
        },
        Rule::LongestStay => RuleView::LongestStay {
            minutes: rules.longest_stay_min,
        },
        Rule::Extension => RuleView::Extension {
            minutes: rules.extension_min,
        },
        Rule::Capacity => RuleView::Capacity {
            people: rules.capacity,
        },
        Rule::RepeatGap => RuleView::RepeatGap {
            seconds: rules.repeat_gap_s,
        },
        Rule::ExitCheck => RuleView::ExitCheck {
            check: rules.exit_check.into(),
        },
        Rule::Companions => RuleView::Companions {
            companions: rules.companions.into(),
        },
        Rule::Seats => RuleView::Seats {
            seats: rules.seats.into(),
        },
        Rule::Confirm => RuleView::Confirm {
            confirm: rules.confirm.into(),
        },
        Rule::ReEntry => RuleView::ReEntry {
            when: rules.re_entry.into(),
        },
        Rule::PassValidity => RuleView::PassValidity {
            days: rules.pass_valid_days,
        },
        Rule::Retention => RuleView::Retention {
            days: settings.retention.get(),
        },
    }
}

fn special_view((day, hours): &(Day, String)) -> SpecialDayView {
    SpecialDayView {
        day: day.to_string(),
        hours: hours.clone(),
    }
}

impl From<ReEntry> for ReEntryView {
    fn from(when: ReEntry) -> Self {
        match when {
            ReEntry::Always => Self::Always,
            ReEntry::After(minutes) => Self::After { minutes },
            ReEntry::NextDay => Self::NextDay,
        }
    }
}

impl From<&OccasionRow> for OccasionView {
    fn from(row: &OccasionRow) -> Self {
        Self {
            name: row.name.clone(),
            zone: row.zone.clone(),
            begins: row.begins.clone(),
            ends: row.ends.clone(),
            capacity: row.capacity,
        }
    }
}

impl From<&OccasionForm> for OccasionTypedView {
    fn from(form: &OccasionForm) -> Self {
        let typed = form.typed.clone();
        Self {
            name: typed.name,
            zone: typed.zone.and_then(|row| u32::try_from(row).ok()),
            day: typed.day,
            begins: typed.begins,
            ends: typed.ends,
            capacity: typed.capacity,
        }
    }
}
