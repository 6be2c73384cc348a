//! How a visit begins and ends, and what can be mended about it.

use minicbor::{Decode, Encode};

use crate::{admission::Limit, time::Timestamp};

/// How the visitor was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Way {
    /// By the code of a pass.
    #[n(0)]
    Scanned,
    /// By the PIN-ID, typed at the kiosk.
    #[n(1)]
    Typed,
    /// Staff did it by hand.
    #[n(2)]
    Staff,
}

/// How a visit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum EndWay {
    /// The visitor showed the pass.
    #[n(0)]
    Scanned,
    /// The visitor typed the PIN-ID.
    #[n(1)]
    Typed,
    /// The longest stay was over.
    #[n(2)]
    KillTime,
    /// Staff ended it by hand.
    #[n(3)]
    Staff,
    /// The venue closed.
    #[n(4)]
    Closing,
    /// The visitor checked in elsewhere in the venue.
    #[n(5)]
    Implicit,
    /// Nobody saw it; staff wrote down about when.
    #[n(6)]
    Estimated,
}

impl From<Way> for EndWay {
    fn from(way: Way) -> Self {
        match way {
            Way::Scanned => Self::Scanned,
            Way::Typed => Self::Typed,
            Way::Staff => Self::Staff,
        }
    }
}

impl From<Limit> for EndWay {
    fn from(limit: Limit) -> Self {
        match limit {
            Limit::LongestStay => Self::KillTime,
            Limit::Closing => Self::Closing,
        }
    }
}

/// Why something was annulled or corrected. A closed list: free text would be one more place for personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Why {
    /// A slip of whoever operated.
    #[n(0)]
    Slip,
    /// It was another person.
    #[n(1)]
    OtherPerson,
    /// The visitor forgot to check out.
    #[n(2)]
    Forgotten,
    /// The visitor asked for it.
    #[n(3)]
    OnRequest,
    /// The gate opened, and nobody went through. Only the kiosk says so.
    #[n(4)]
    NotPassed,
}

/// What is right about a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Correction {
    /// It began then.
    #[n(0)]
    Came(#[n(0)] Timestamp),
    /// It ended then.
    #[n(1)]
    Went(#[n(0)] Timestamp),
    /// The contact is the one in the body.
    #[n(2)]
    Contact,
}
