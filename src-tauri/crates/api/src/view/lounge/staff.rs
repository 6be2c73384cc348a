//! Who has signed in at the lounge, what they may, and what they are told.

use einlass_domain::staff::{Deed, NotAllowed, Role};
use einlass_kiosk::{Colleague, Said, SignInOutcome};
use serde::Serialize;

use crate::view::mirrored::{mirrored, mutual};

/// Somebody who has signed in.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StaffView {
    /// As colleagues know them.
    pub name: String,
    /// What they are.
    pub role: RoleView,
    /// What somebody of this role may do at all. Only for what is offered: who may is decided again at each touch.
    pub deeds: Vec<DeedView>,
}

mutual! {
    /// What somebody is.
    RoleView, Role,
    /// Looks after the door.
    Entrance = Role::Entrance,
    /// Corrects, keeps the master data, imports.
    BackOffice = Role::BackOffice,
    /// Leads a shift.
    ShiftLead = Role::ShiftLead,
    /// Owns the venue.
    Owner = Role::Owner,
    /// Looks after the machines.
    Technician = Role::Technician,
}

mirrored! {
    /// What staff can do at a kiosk.
    DeedView, Deed,
    /// See who is inside: numbers and times.
    SeeInside = Deed::SeeInside,
    /// See the contact data of an open visit.
    Look = Deed::Look,
    /// Check somebody in by hand.
    CheckInByHand = Deed::CheckInByHand,
    /// Check somebody out by hand.
    CheckOutByHand = Deed::CheckOutByHand,
    /// Let somebody stay longer.
    Extend = Deed::Extend,
    /// Check everybody out.
    EveryoneOut = Deed::EveryoneOut,
    /// Undo a check-in.
    Annul = Deed::Annul,
    /// Correct a visit.
    Correct = Deed::Correct,
    /// Take down a visitor without a phone.
    Register = Deed::Register,
    /// Print a pass again that was made a moment ago.
    Reprint = Deed::Reprint,
    /// Replace a lost pass.
    ReplacePass = Deed::ReplacePass,
    /// Open a diary that wrong PINs have shut.
    UnlockDiary = Deed::UnlockDiary,
    /// Make the list of who is inside, on paper and on the screen.
    RollCall = Deed::RollCall,
    /// See how many were inside when.
    SeeOccupancy = Deed::SeeOccupancy,
    /// See how many codes were refused, and why.
    SeeRefused = Deed::SeeRefused,
    /// See printers and cameras.
    SeeDevices = Deed::SeeDevices,
    /// Say at which door a kiosk stands.
    PlaceKiosk = Deed::PlaceKiosk,
    /// Set what is on.
    PlanOccasion = Deed::PlanOccasion,
    /// Set the rules of the entrance.
    SetRules = Deed::SetRules,
    /// Set how long visits are kept.
    SetRetention = Deed::SetRetention,
    /// Set the zones.
    SetZones = Deed::SetZones,
    /// Import lists.
    Import = Deed::Import,
    /// Make, change and remove members of staff.
    EnrolStaff = Deed::EnrolStaff,
}

/// What became of a touch.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum LoungeSaidView {
    /// In.
    CheckedIn,
    /// Out.
    CheckedOut,
    /// So many people are out.
    AllOut {
        /// How many.
        people: u32,
    },
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
    NotAllowed {
        /// Why.
        why: NotAllowedView,
    },
    /// That is no time of day.
    NotATime,
}

mirrored! {
    /// Why staff may not.
    NotAllowedView, NotAllowed,
    /// The role does not cover it.
    Role = NotAllowed::Role,
    /// The visit belongs to another area.
    Area = NotAllowed::Area,
    /// The visit is over.
    Over = NotAllowed::Over,
    /// There is no such visit.
    NoVisit = NotAllowed::NoVisit,
    /// A check-in can be annulled for 15 minutes.
    TooLate = NotAllowed::TooLate,
    /// A visit cannot end before it began, and not in the future.
    Times = NotAllowed::Times,
    /// The venue closes then.
    Closing = NotAllowed::Closing,
    /// There is no such member of staff.
    NoMember = NotAllowed::NoMember,
    /// Nobody would be left who may make members of staff.
    LastOwner = NotAllowed::LastOwner,
    /// Who does it would shut themselves out.
    Oneself = NotAllowed::Oneself,
}

/// Why nobody is signed in yet.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SignInOutcomeView {
    /// Another PIN or code.
    Wrong,
    /// Too many wrong ones.
    Locked {
        /// Seconds until the next try; a new view comes each second.
        wait_s: u32,
    },
    /// The role needs a second factor, and the account has none: it cannot sign in here.
    NoSecondFactor,
}

impl From<&Colleague> for StaffView {
    fn from(colleague: &Colleague) -> Self {
        let deeds = Deed::ALL.into_iter().filter(|deed| colleague.role.may(*deed));
        Self {
            name: colleague.name.clone(),
            role: colleague.role.into(),
            deeds: deeds.map(DeedView::from).collect(),
        }
    }
}

impl From<Said> for LoungeSaidView {
    fn from(said: Said) -> Self {
        match said {
            Said::CheckedIn => Self::CheckedIn,
            Said::CheckedOut => Self::CheckedOut,
            Said::AllOut(people) => Self::AllOut { people },
            Said::Annulled => Self::Annulled,
            Said::NotPassed => Self::NotPassed,
            Said::Corrected => Self::Corrected,
            Said::Set => Self::Set,
            Said::Removed => Self::Removed,
            Said::Enrolled => Self::Enrolled,
            Said::Dismissed => Self::Dismissed,
            Said::Extended => Self::Extended,
            Said::Replaced => Self::Replaced,
            Said::Unlocked => Self::Unlocked,
            Said::NotAllowed(why) => Self::NotAllowed { why: why.into() },
            Said::NotATime => Self::NotATime,
        }
    }
}

impl From<SignInOutcome> for SignInOutcomeView {
    fn from(outcome: SignInOutcome) -> Self {
        match outcome {
            SignInOutcome::Wrong => Self::Wrong,
            SignInOutcome::Locked { wait_s } => Self::Locked { wait_s },
            SignInOutcome::NoSecondFactor => Self::NoSecondFactor,
        }
    }
}
