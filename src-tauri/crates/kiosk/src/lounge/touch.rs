//! What a finger can do in the lounge, and which deed that is.

use einlass_domain::{contact::Field, event::Why, staff::Deed};

use super::{Company, MemberTouch, OccasionTyped, Rule, RuleValue};

/// A touch in the lounge. Not to be printed: it carries what people type.
#[derive(Clone, PartialEq, Eq)]
pub enum LoungeTouch {
    /// It is me: this name of the list, from 0.
    Choose(usize),
    /// Types a digit, 0 to 9.
    Digit(u8),
    /// Takes the last digit back.
    Erase,
    /// That was the PIN.
    Enter,
    /// Back to what there is to do.
    Home,
    /// Signs out.
    Lock,
    /// Who is inside?
    OpenInside,
    /// The list's page, from 0.
    TurnTo(usize),
    /// The visit of this row, from 0.
    OpenVisit(usize),
    /// Wants to type a number.
    OpenNumber,
    /// Who is it?
    Look,
    /// The visit ends now.
    CheckOut,
    /// The visit ended about then, `17:40`, and nobody saw it.
    CheckOutAt(String),
    /// The check-in was a mistake.
    Annul(Why),
    /// The visit began then, `17:40`.
    CorrectCame(String, Why),
    /// Lets the holder of the pass in.
    CheckIn,
    /// Opens the diary of the pass again.
    UnlockDiary,
    /// Lets the visitor stay longer.
    Extend,
    /// A visitor wants a pass and tells staff the contact data.
    OpenRegister,
    /// The pass on the page was lost.
    OpenReplace,
    /// The visitor has agreed to the notice: makes the pass and prints it.
    Register {
        /// What stands in the fields.
        values: Vec<(Field, String)>,
        /// Who comes in on the same pass.
        company: Company,
        /// Whether the visitor comes in at once.
        comes_in: bool,
    },
    /// The same for the lost pass.
    Replace(Vec<(Field, String)>),
    /// Prints the pass again that was just made.
    Reprint,
    /// Everybody is to be checked out.
    OpenEveryoneOut,
    /// Yes. Asked twice.
    ConfirmEveryoneOut,
    /// Back to the roll call that goes on.
    OpenRollCall,
    /// Begins to practise.
    BeginDrill,
    /// The emergency key: begins the roll call and prints it, once.
    Emergency,
    /// These people are there, or they are not after all.
    Tick {
        /// Which group, from 0.
        group: usize,
        /// Which row of it, from 0.
        row: usize,
    },
    /// Prints the list, again if need be.
    PrintRollCall,
    /// Everybody is counted.
    EndRollCall,
    /// The rules of the entrance.
    OpenSettings,
    /// Wants to change this one.
    OpenRule(Rule),
    /// It shall be so.
    SetRule(RuleValue),
    /// What is on?
    OpenOccasions,
    /// Something new is announced.
    OpenOccasionForm,
    /// It is this.
    SetOccasion(OccasionTyped),
    /// What stands in this row, from 0, does not take place.
    RemoveOccasion(usize),
    /// About those who work here.
    Members(MemberTouch),
    /// How many were inside when?
    OpenOccupancy,
    /// How many codes were refused?
    OpenRefused,
    /// How is the machine?
    OpenDevices,
    /// Has looked whether the paper of this number came out.
    SettlePaper(u64, bool),
}

impl LoungeTouch {
    /// The deed that a touch is; none for what is not about anything but the page itself.
    pub fn deed(&self) -> Option<Deed> {
        match self {
            Self::Choose(_) | Self::Digit(_) | Self::Erase | Self::Enter | Self::Home | Self::Lock => None,
            Self::OpenInside | Self::TurnTo(_) | Self::OpenVisit(_) | Self::OpenNumber => {
                Some(Deed::SeeInside)
            }
            Self::Look => Some(Deed::Look),
            Self::CheckOut | Self::CheckOutAt(_) => Some(Deed::CheckOutByHand),
            Self::Annul(_) => Some(Deed::Annul),
            Self::CorrectCame(..) => Some(Deed::Correct),
            Self::CheckIn => Some(Deed::CheckInByHand),
            Self::UnlockDiary => Some(Deed::UnlockDiary),
            Self::Extend => Some(Deed::Extend),
            Self::OpenRegister | Self::Register { .. } => Some(Deed::Register),
            Self::OpenReplace | Self::Replace(_) => Some(Deed::ReplacePass),
            Self::Reprint => Some(Deed::Reprint),
            Self::OpenEveryoneOut | Self::ConfirmEveryoneOut => Some(Deed::EveryoneOut),
            Self::OpenRollCall
            | Self::BeginDrill
            | Self::Emergency
            | Self::Tick { .. }
            | Self::PrintRollCall
            | Self::EndRollCall => Some(Deed::RollCall),
            Self::OpenSettings => Some(Deed::SetRules),
            Self::OpenRule(rule) => Some(rule.deed()),
            Self::SetRule(value) => Some(value.rule().deed()),
            Self::OpenOccasions | Self::OpenOccasionForm | Self::SetOccasion(_) | Self::RemoveOccasion(_) => {
                Some(Deed::PlanOccasion)
            }
            Self::Members(_) => Some(Deed::EnrolStaff),
            Self::OpenOccupancy => Some(Deed::SeeOccupancy),
            Self::OpenRefused => Some(Deed::SeeRefused),
            Self::OpenDevices | Self::SettlePaper(..) => Some(Deed::SeeDevices),
        }
    }
}
