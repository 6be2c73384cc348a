//! The settings on one page: a line for each rule, and one of them open to be changed. Each is set by itself and counts from then on.

use einlass_domain::{
    event::{Actor, Fact},
    opening::NoOpeningHours,
    retention::RetentionDays,
    rules::{Companions, Confirm, ExitCheck, ReEntry, Seats, UnfitRule, VenueRules},
    staff::Deed,
    time::{Clock, Day},
};
use rand_core::CryptoRngCore;

use super::{Colleague, LoungePage, Said, desk::Next, opening};
use crate::{
    entrance::Entrance,
    kiosk::Kiosk,
    premises::PremisesError,
    staff::{Session, StaffError, by},
};

/// The settings, and which of them is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The rules that hold.
    pub rules: VenueRules,
    /// Days from today on with other hours, as these are written; empty where the venue is closed.
    pub special: Vec<(Day, String)>,
    /// Days that visits are kept.
    pub retention: RetentionDays,
    /// What this colleague may change.
    pub may: Vec<Rule>,
    /// What is being changed.
    pub open: Option<Rule>,
    /// Why it was not changed.
    pub problem: Option<RuleProblem>,
}

/// A setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// When people are let in.
    Opening,
    /// On which days other hours hold.
    SpecialDays,
    /// After how long a visit ends by itself.
    LongestStay,
    /// How much longer *stay longer* is.
    Extension,
    /// How many may be inside.
    Capacity,
    /// Between two scans of one pass.
    RepeatGap,
    /// What is asked for at the exit.
    ExitCheck,
    /// Whether people come together on one pass.
    Companions,
    /// Whether visitors say where they sit.
    Seats,
    /// Whether a new visitor's address is confirmed.
    Confirm,
    /// When who has left may come again.
    ReEntry,
    /// How long a new pass is valid.
    PassValidity,
    /// How long visits are kept.
    Retention,
}

impl Rule {
    /// All of them, in the order in which they stand.
    pub const ALL: [Self; 13] = [
        Self::Opening,
        Self::SpecialDays,
        Self::LongestStay,
        Self::Extension,
        Self::Capacity,
        Self::RepeatGap,
        Self::ExitCheck,
        Self::Companions,
        Self::Seats,
        Self::Confirm,
        Self::ReEntry,
        Self::PassValidity,
        Self::Retention,
    ];

    /// What changing it is.
    pub fn deed(self) -> Deed {
        match self {
            Self::Opening
            | Self::SpecialDays
            | Self::LongestStay
            | Self::Extension
            | Self::Capacity
            | Self::RepeatGap
            | Self::ExitCheck
            | Self::Companions
            | Self::Seats
            | Self::Confirm
            | Self::ReEntry
            | Self::PassValidity => Deed::SetRules,
            Self::Retention => Deed::SetRetention,
        }
    }
}

/// A setting and what it shall be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleValue {
    /// As `Mo-Fr 10:00-18:00`; none for always. Special days stay.
    Opening(Option<String>),
    /// On the next such day, `2412`, it is open so, `10:00-13:00`, or not at all.
    SpecialDay(String, Option<String>),
    /// On this day, `2026-12-24`, the hours of its weekday hold.
    OrdinaryDay(String),
    /// In minutes.
    LongestStay(u16),
    /// In minutes.
    Extension(u16),
    /// People; none for any number.
    Capacity(Option<u32>),
    /// In seconds.
    RepeatGap(u16),
    /// What is asked for.
    ExitCheck(ExitCheck),
    /// Whether.
    Companions(Companions),
    /// Whether.
    Seats(Seats),
    /// Whether, and which.
    Confirm(Confirm),
    /// When.
    ReEntry(ReEntry),
    /// In days.
    PassValidity(u16),
    /// In days.
    Retention(u8),
}

impl RuleValue {
    /// Which setting it is of.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Opening(_) => Rule::Opening,
            Self::SpecialDay(..) | Self::OrdinaryDay(_) => Rule::SpecialDays,
            Self::LongestStay(_) => Rule::LongestStay,
            Self::Extension(_) => Rule::Extension,
            Self::Capacity(_) => Rule::Capacity,
            Self::RepeatGap(_) => Rule::RepeatGap,
            Self::ExitCheck(_) => Rule::ExitCheck,
            Self::Companions(_) => Rule::Companions,
            Self::Seats(_) => Rule::Seats,
            Self::Confirm(_) => Rule::Confirm,
            Self::ReEntry(_) => Rule::ReEntry,
            Self::PassValidity(_) => Rule::PassValidity,
            Self::Retention(_) => Rule::Retention,
        }
    }
}

/// Why a setting cannot be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleProblem {
    /// No stay at all, or longer than a day.
    Stay,
    /// Longer than ten minutes.
    RepeatGap,
    /// None, or longer than ten years.
    PassValidity,
    /// Nobody could come in.
    Capacity,
    /// Two periods overlap, or one is none.
    Periods,
    /// There is no such day.
    Day,
    /// It would never open.
    NeverOpen,
    /// None, or more than thirty days.
    Retention,
}

impl From<UnfitRule> for RuleProblem {
    fn from(unfit: UnfitRule) -> Self {
        match unfit {
            UnfitRule::Stay => Self::Stay,
            UnfitRule::RepeatGap => Self::RepeatGap,
            UnfitRule::PassValidity => Self::PassValidity,
            UnfitRule::Capacity => Self::Capacity,
        }
    }
}

impl From<NoOpeningHours> for RuleProblem {
    fn from(no: NoOpeningHours) -> Self {
        match no {
            NoOpeningHours::Days(_) | NoOpeningHours::Period(_) | NoOpeningHours::Overlap(_) => Self::Periods,
        }
    }
}

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// Sets one of the rules, or how long visits are kept.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], or it could not be recorded. A value that cannot be is told as a problem; then the old one holds.
    pub fn set_rule(
        &mut self,
        session: Session,
        value: RuleValue,
    ) -> Result<Option<RuleProblem>, StaffError> {
        self.may(session, value.rule().deed())?;
        let today = self.today();
        let mut rules = self.ledger.state().rules().clone();
        match value {
            RuleValue::Opening(week) => match opening::with_week(rules.opening.as_ref(), week, today) {
                Ok(hours) => rules.opening = hours,
                Err(problem) => return Ok(Some(problem)),
            },
            RuleValue::SpecialDay(typed, hours) => {
                let hours = hours.unwrap_or_default();
                match opening::with_special(rules.opening.take(), &typed, &hours, today) {
                    Ok(hours) => rules.opening = Some(hours),
                    Err(problem) => return Ok(Some(problem)),
                }
            }
            RuleValue::OrdinaryDay(day) => rules.opening = opening::without_special(rules.opening, &day),
            RuleValue::LongestStay(minutes) => rules.longest_stay_min = minutes,
            RuleValue::Extension(minutes) => rules.extension_min = minutes,
            RuleValue::Capacity(people) => rules.capacity = people,
            RuleValue::RepeatGap(seconds) => rules.repeat_gap_s = seconds,
            RuleValue::ExitCheck(check) => rules.exit_check = check,
            RuleValue::Companions(companions) => rules.companions = companions,
            RuleValue::Seats(seats) => rules.seats = seats,
            RuleValue::Confirm(confirm) => rules.confirm = confirm,
            RuleValue::ReEntry(when) => rules.re_entry = when,
            RuleValue::PassValidity(days) => rules.pass_valid_days = days,
            RuleValue::Retention(days) => {
                let Some(days) = RetentionDays::new(days) else {
                    return Ok(Some(RuleProblem::Retention));
                };
                self.append(vec![by(session.0, Fact::RetentionSet { days })])?;
                return Ok(None);
            }
        }
        match self.set_rules(Actor::Staff(session.0), rules) {
            Ok(()) => Ok(None),
            Err(PremisesError::Ledger(error)) => Err(error.into()),
            Err(PremisesError::Rule(unfit)) => Ok(Some(unfit.into())),
            // None of the others is about a rule.
            Err(
                PremisesError::Zone(_)
                | PremisesError::Occasion(_)
                | PremisesError::Loop(_)
                | PremisesError::NoZone
                | PremisesError::HasParts(_),
            ) => Ok(Some(RuleProblem::Periods)),
        }
    }
}

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    pub(super) fn settings_page(&self, colleague: &Colleague, open: Option<Rule>) -> Settings {
        let state = self.entrance.ledger().state();
        let may = |rule: &Rule| colleague.role.may(rule.deed());
        let today = self.entrance.today();
        let special = state
            .rules()
            .opening
            .iter()
            .flat_map(|hours| hours.special_days());
        Settings {
            special: special.filter(|(day, _)| *day >= today).collect(),
            rules: state.rules().clone(),
            retention: state.retention(),
            may: Rule::ALL.into_iter().filter(may).collect(),
            open,
            problem: None,
        }
    }

    pub(super) fn set_rule(&mut self, colleague: &Colleague, value: RuleValue) -> Next {
        let rule = value.rule();
        let problem = self.entrance.set_rule(colleague.session, value)?;
        // Special days come one after the other.
        let open = (problem.is_some() || rule == Rule::SpecialDays).then_some(rule);
        let page = Settings {
            problem,
            ..self.settings_page(colleague, open)
        };
        if rule == Rule::RepeatGap && problem.is_none() {
            self.repeats = einlass_scan::RepeatFilter::new(self.entrance.repeat_gap());
        }
        // Whoever asks for codes is told at once when this machine cannot send any.
        self.take_letter_notice();
        let said = problem.is_none().then_some(Said::Set);
        Ok((LoungePage::Settings(Box::new(page)), said))
    }
}
