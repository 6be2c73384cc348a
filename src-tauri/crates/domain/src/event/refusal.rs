//! Why somebody is not let in.

use minicbor::{Decode, Encode};

use crate::{admission::Obstacle, pass::PassError};

/// Why a code was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Refusal {
    /// Something else than an entry pass.
    #[n(0)]
    Foreign,
    /// A damaged pass.
    #[n(1)]
    Malformed,
    /// A pass of another format version.
    #[n(2)]
    Version,
    /// A pass of another venue.
    #[n(3)]
    Issuer,
    /// The signature does not fit.
    #[n(4)]
    Signature,
    /// Not valid yet.
    #[n(5)]
    NotYet,
    /// Not valid any more.
    #[n(6)]
    Expired,
    /// The code of a phone that is not from now.
    #[n(7)]
    Stale,
    /// The paper of a pass that was lost and replaced, or whose holder wanted to be forgotten.
    #[n(8)]
    Dead,
    /// The venue is closed.
    #[n(9)]
    Closed,
    /// As many people are inside as may be.
    #[n(10)]
    Full,
    /// Who has left may not come again yet.
    #[n(11)]
    ReEntry,
    /// The address was not confirmed in time.
    #[n(12)]
    Unconfirmed,
}

impl From<Obstacle> for Refusal {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::Closed(_) => Self::Closed,
            Obstacle::Full => Self::Full,
            Obstacle::ReEntry(_) => Self::ReEntry,
            Obstacle::Unconfirmed => Self::Unconfirmed,
        }
    }
}

impl From<PassError> for Refusal {
    fn from(error: PassError) -> Self {
        match error {
            PassError::Foreign => Self::Foreign,
            PassError::Malformed => Self::Malformed,
            PassError::Version => Self::Version,
            PassError::Issuer => Self::Issuer,
            PassError::Signature => Self::Signature,
            PassError::NotYet => Self::NotYet,
            PassError::Expired => Self::Expired,
            PassError::Stale => Self::Stale,
        }
    }
}
