//! What the door answers.

use std::fmt;

use einlass_domain::{
    admission::{Limit, Obstacle},
    confirmation::CodeRefused,
    id::{PassTag, VisitId},
    pass::PassError,
    pin_id::PinId,
    time::{Day, Timestamp},
};
use einlass_ledger::LedgerError;

/// What the door answers to a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Checked in.
    Welcome {
        /// The visit that began.
        visit: VisitId,
        /// When it ends by itself.
        until: Timestamp,
        /// Why it ends by itself then.
        limit: Limit,
    },
    /// Checked out.
    Goodbye {
        /// The visit that ended.
        visit: VisitId,
    },
    /// Extended.
    Stay {
        /// The visit that goes on.
        visit: VisitId,
        /// When it ends by itself now.
        until: Timestamp,
        /// Why it ends by itself then.
        limit: Limit,
    },
    /// Inside already: which of the two is it?
    Ask {
        /// The visit in question.
        visit: VisitId,
        /// The pass that was shown, or whose number was typed.
        pass: PassTag,
        /// When it ends by itself.
        until: Timestamp,
    },
    /// Wants to go, and has to type something first.
    Check {
        /// The visit in question.
        visit: VisitId,
        /// The pass that was shown, or whose number was typed.
        pass: PassTag,
    },
    /// Not now.
    Wait {
        /// Why.
        obstacle: Obstacle,
    },
    /// The address is confirmed.
    Confirmed,
    /// The code of a message confirms nothing.
    NoCode {
        /// Whose it is.
        pass: PassTag,
        /// Why.
        why: CodeRefused,
    },
    /// The paper of a pass that was lost and replaced, or given up.
    Dead,
    /// A pass of this venue whose last day is over.
    Expired,
    /// Nothing here opens with it. One answer for every reason.
    Refused,
}

/// What the door answers to a typed number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberVerdict {
    /// The number is known here.
    Known(Verdict),
    /// It is not.
    Wrong {
        /// Further wrong numbers before the keypad shuts.
        tries_left: u32,
    },
    /// Too many were wrong.
    Locked {
        /// How long the keypad stays shut, in milliseconds.
        wait_ms: i64,
    },
}

/// A pass that was just made.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPass {
    /// Its number.
    pub pin_id: PinId,
    /// Finds it in the ledger.
    pub tag: PassTag,
    /// The text of its code. Carries the key of the profile.
    pub code: String,
    /// Last day of validity.
    pub valid_until: Day,
    /// 0 for the first paper, else the number of the copy.
    pub copy: u8,
    /// Whether a guardian agreed to it, for a child.
    pub by_guardian: bool,
    /// Whether it takes the place of a lost one, which opens nothing any more.
    pub replaces: bool,
}

/// Shows neither number nor code.
impl fmt::Debug for NewPass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewPass(until {})", self.valid_until)
    }
}

/// Why a pass could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// It could not be recorded.
    #[error("the pass could not be recorded")]
    Ledger(#[from] LedgerError),
    /// The clock stands where no pass can be dated.
    #[error("the machine's clock stands outside the years in which passes can be dated")]
    Clock(#[source] PassError),
    /// As many codes are on their way to the address as may be.
    #[error(
        "as many codes as may be are on their way to this address; one of them has to come back, or a day to pass"
    )]
    Crowded,
}
