//! A number is typed by staff. Only a whole one finds a visit: what is stored is a keyed hash of it.

use einlass_domain::{pin_id::PinId, staff::Deed};

use crate::screen::Wait;

/// The number pad.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberPage {
    /// The digits so far.
    pub digits: String,
    /// What became of the number before.
    pub outcome: Option<NumberOutcome>,
}

/// What became of a typed number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberOutcome {
    /// Its check digit is wrong.
    Mistyped,
    /// No pass has it.
    Unknown {
        /// How many such numbers this person may still type.
        left: usize,
    },
    /// Too many led nowhere.
    Locked {
        /// Seconds until the next try, rounded up.
        wait_s: u32,
    },
    /// Its holder is inside, in somebody else's area.
    OtherArea,
}

/// A pass whose holder is not inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassPage {
    pub(crate) pin_id: PinId,
    /// Its last four digits.
    pub ending: String,
    /// Why its holder was not let in at the last touch.
    pub wait: Option<Wait>,
    /// What this colleague may do with it.
    pub deeds: Vec<Deed>,
}
