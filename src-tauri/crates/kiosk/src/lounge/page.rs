//! The pages of the lounge and what stands on them. Times are written `18:30`, in the venue's zone.

use std::time::Duration;

use einlass_domain::{
    contact::Contact,
    event::Refusal,
    id::VisitId,
    pin_id::PinId,
    staff::{Deed, NotAllowed},
};

use super::{
    members::MembersPage,
    number::{NumberOutcome, NumberPage, PassPage},
    occasions::{OccasionForm, Occasions},
    pass_form::{MadePass, PassForm},
    roll_call::RollCall,
    settings::Settings,
    sign_in::{Colleague, SignIn, SignInOutcome},
};
use crate::{confirmation_screens::ConfirmHint, status::MachineStatus};

/// So long a page of the lounge waits for a finger before it is locked.
const LOCKED_AFTER: Duration = Duration::from_secs(2 * 60);
/// So long the sign-in page waits before it goes.
const SIGN_IN_GONE_AFTER: Duration = Duration::from_secs(30);

/// The lounge, as it stands before somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lounge {
    /// Who has signed in; none while somebody does.
    pub colleague: Option<Colleague>,
    /// What became of the last touch, where the page alone does not say it.
    pub said: Option<Said>,
    /// What is shown.
    pub page: LoungePage,
}

impl Lounge {
    pub(crate) fn locks_after(&self) -> Duration {
        match self.colleague {
            Some(_) => LOCKED_AFTER,
            None => SIGN_IN_GONE_AFTER,
        }
    }

    /// Whether something on the page changes with each second.
    pub(crate) fn counts_seconds(&self) -> bool {
        match &self.page {
            LoungePage::SignIn(sign_in) => matches!(sign_in.outcome, Some(SignInOutcome::Locked { .. })),
            LoungePage::Number(number) => matches!(number.outcome, Some(NumberOutcome::Locked { .. })),
            LoungePage::RollCall(_) => true,
            LoungePage::Home(_)
            | LoungePage::Inside(_)
            | LoungePage::Pass(_)
            | LoungePage::Visit(_)
            | LoungePage::PassForm(_)
            | LoungePage::Made(_)
            | LoungePage::EveryoneOut(_)
            | LoungePage::Occupancy(_)
            | LoungePage::Settings(_)
            | LoungePage::Occasions(_)
            | LoungePage::OccasionForm(_)
            | LoungePage::Members(_)
            | LoungePage::Refused(_)
            | LoungePage::Devices(_) => false,
        }
    }
}

/// One page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoungePage {
    /// Who is it?
    SignIn(SignIn),
    /// What there is to do.
    Home(HomePage),
    /// Who is inside.
    Inside(InsidePage),
    /// Types the number of a pass.
    Number(NumberPage),
    /// A pass whose holder is not inside.
    Pass(PassPage),
    /// One visit.
    Visit(Box<VisitPage>),
    /// Takes a visitor down, or replaces a lost pass.
    PassForm(Box<PassForm>),
    /// The pass that was just made.
    Made(Box<MadePass>),
    /// Everybody is to be checked out.
    EveryoneOut(EveryoneOut),
    /// Who has come out of the building.
    RollCall(Box<RollCall>),
    /// How many were inside when.
    Occupancy(Occupancy),
    /// The rules of the entrance.
    Settings(Box<Settings>),
    /// What is on.
    Occasions(Occasions),
    /// Something new is announced.
    OccasionForm(Box<OccasionForm>),
    /// Who works here.
    Members(Box<MembersPage>),
    /// How many codes were refused, and why.
    Refused(Vec<(Refusal, usize)>),
    /// How the machine is.
    Devices(Box<MachineStatus>),
}

/// What became of a touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// In.
    CheckedIn,
    /// Out.
    CheckedOut,
    /// So many people are out.
    AllOut(u32),
    /// The visit never was.
    Annulled,
    /// Nobody went through the gate: the check-in never was.
    NotPassed,
    /// It is right now.
    Corrected,
    /// It counts from now on.
    Set,
    /// It does not take place.
    Removed,
    /// Is one of those who work here.
    Enrolled,
    /// Works here no more.
    Dismissed,
    /// It lasts longer now.
    Extended,
    /// The old paper opens nothing any more.
    Replaced,
    /// The diary opens again.
    Unlocked,
    /// The rules say no; nothing was done.
    NotAllowed(NotAllowed),
    /// That is no time of day.
    NotATime,
}

/// What there is to do, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HomePage {
    /// People in the own area; none for whoever may not see that.
    pub inside: Option<u32>,
    /// How many people may be in the own area; none for any number.
    pub capacity: Option<u32>,
    /// Whether a roll call goes on.
    pub roll_call: bool,
}

/// Who is inside, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InsidePage {
    /// The visits of this page.
    pub rows: Vec<InsideRow>,
    /// Visits on all pages.
    pub visits: usize,
    /// People on all pages.
    pub people: u32,
    /// Which page it is, from 0.
    pub page: usize,
    /// How many there are, at least 1.
    pub pages: usize,
}

/// One visit in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InsideRow {
    /// Which.
    pub visit: VisitId,
    /// The last four digits of the pass; none where the record does not open.
    pub ending: Option<String>,
    /// When it began.
    pub came: String,
    /// When it ends by itself, or has ended.
    pub until: String,
    /// `Osttribüne / Eingang B`; none for the venue itself.
    pub zone: Option<String>,
    /// How many people it is.
    pub people: u16,
    /// What the visitor's address still has to be confirmed by; none when it is, or need not be.
    pub confirm: Option<ConfirmHint>,
}

/// One visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitPage {
    /// Which.
    pub row: InsideRow,
    /// Whether somebody has looked who it is.
    pub looked: bool,
    /// What was seen then; none also where the number was typed, because then the record holds none.
    pub contact: Option<Contact>,
    /// The number of the pass, where it was typed: only then is it this visitor's to replace.
    pub(crate) pin_id: Option<PinId>,
    /// What this colleague may do with it now.
    pub deeds: Vec<Deed>,
}

/// The question whether everybody is to be checked out. It is asked twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EveryoneOut {
    /// How many visits would end.
    pub visits: usize,
    /// How many people these are.
    pub people: u32,
    /// Whether it is asked the second time.
    pub again: bool,
}

/// How many people were inside on this day, by the quarter of an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occupancy {
    /// The moment, and people then; oldest first, the last one is now.
    pub points: Vec<(String, u32)>,
    /// How many may be inside; none for any number.
    pub capacity: Option<u32>,
}
