//! Confirming that a one-time guest can be reached: a code goes out by mail or SMS and comes back at the kiosk.
//!
//! The guest is let in at once and has 48 hours. Until then the visits are flagged; afterwards the entrance stays closed until a
//! code has come back. What is kept of a code is a [`CodeTag`]: a keyed hash (HMAC-SHA-256 in `vault`), not a slow one like that
//! of a personal PIN. Whoever copies the database lacks the key and can try nothing; whoever has the key as well holds the keys of
//! the open visits too and so the contact data itself, and would not stop at a code that is worth nothing after two days. Against
//! guessing at the kiosk the number of tries stands, not the cost of one.

mod code;

use std::fmt;

use minicbor::{Decode, Encode};

pub use code::{CodeError, CodeSlip, ConfirmationCode};

use crate::{id::CodeTag, time::Timestamp};

/// How long a guest may come and go unconfirmed, and how long a code can be used, in milliseconds: 48 hours.
pub const DEADLINE_MS: i64 = 48 * 60 * 60_000;
/// Wrong codes after which a code is of no use any more: of ten million codes, ten are guessed.
pub const TRIES: u32 = 10;
/// Codes that are sent for one registration: otherwise anybody could have the kiosk fill a stranger's mailbox.
pub const CODES: u32 = 3;

/// What is known of one registration's confirmation. Changes only by what has been recorded as an event.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Confirmation {
    /// When the guest registered.
    #[n(0)]
    pub registered_at: Timestamp,
    /// When a code came back.
    #[n(1)]
    pub confirmed_at: Option<Timestamp>,
    #[n(2)]
    tag: CodeTag,
    #[n(3)]
    sent_at: Timestamp,
    #[n(4)]
    codes: u32,
    #[n(5)]
    wrong: u32,
}

/// What a confirmation means for the entrance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The guest can be reached.
    Confirmed,
    /// Not yet, and there is time until then.
    Pending {
        /// The first moment at which it is too late.
        until: Timestamp,
    },
    /// The time is over: flagged, and not admitted before a code has come back.
    Overdue,
}

impl Standing {
    /// Whether the entrance opens.
    pub fn admits(self) -> bool {
        match self {
            Self::Confirmed | Self::Pending { .. } => true,
            Self::Overdue => false,
        }
    }
}

/// Why a well-formed code does not confirm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefused {
    /// Not the code that was sent last; so many tries remain after this one.
    #[error("this is not the code that was sent last; {left} tries are left")]
    Wrong {
        /// Tries that remain, this one counted.
        left: u32,
    },
    /// Too many wrong codes: a new one has to be sent.
    #[error("too many wrong codes; a new one is needed")]
    NoTriesLeft,
    /// The code is older than 48 hours: a new one has to be sent.
    #[error("the code has expired; a new one is needed")]
    Expired,
}

/// Why no further code is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoNewCode {
    /// A code has come back already.
    #[error("this registration is confirmed already")]
    Confirmed,
    /// As many codes have been sent as may be: staff looks at the address.
    #[error("{CODES} codes have been sent for this registration")]
    TooMany,
}

impl Confirmation {
    /// A registration at `now`, whose first code has this tag.
    pub fn new(tag: CodeTag, now: Timestamp) -> Self {
        Self {
            registered_at: now,
            confirmed_at: None,
            tag,
            sent_at: now,
            codes: 1,
            wrong: 0,
        }
    }

    /// What it means for the entrance at `now`. A new code does not move the deadline of the registration.
    pub fn standing(&self, now: Timestamp) -> Standing {
        let until = self.registered_at.plus_ms(DEADLINE_MS);
        match self.confirmed_at {
            Some(_) => Standing::Confirmed,
            None if now < until => Standing::Pending { until },
            None => Standing::Overdue,
        }
    }

    /// The first moment at which the code that was sent last is of no use: what its message says, and when to stop sending it.
    pub fn code_until(&self) -> Timestamp {
        self.sent_at.plus_ms(DEADLINE_MS)
    }

    /// Whether the code with the tag `typed` confirms at `now`. Decides only: record the answer, then call [`Self::confirm`] or
    /// [`Self::count_wrong`]. A code that has confirmed confirms again.
    ///
    /// # Errors
    /// [`CodeRefused`]; only [`CodeRefused::Wrong`] counts as a try.
    pub fn check(&self, typed: CodeTag, now: Timestamp) -> Result<(), CodeRefused> {
        if self.wrong >= TRIES {
            return Err(CodeRefused::NoTriesLeft);
        }
        if now >= self.code_until() {
            return Err(CodeRefused::Expired);
        }
        // Comparing byte by byte tells nothing: nobody without the key can choose a tag.
        if typed == self.tag {
            Ok(())
        } else {
            Err(CodeRefused::Wrong {
                left: TRIES - self.wrong - 1,
            })
        }
    }

    /// A code came back at `at`.
    pub fn confirm(&mut self, at: Timestamp) {
        self.confirmed_at.get_or_insert(at);
    }

    /// A wrong code was typed.
    pub fn count_wrong(&mut self) {
        self.wrong = self.wrong.saturating_add(1);
    }

    /// Whether a further code may be sent: to the same address, or to one that staff has corrected.
    ///
    /// # Errors
    /// [`NoNewCode`].
    pub fn may_renew(&self) -> Result<(), NoNewCode> {
        match self.confirmed_at {
            Some(_) => Err(NoNewCode::Confirmed),
            None if self.codes >= CODES => Err(NoNewCode::TooMany),
            None => Ok(()),
        }
    }

    /// A further code is sent at `now`; the one before is of no use any more, and its wrong tries are forgotten.
    pub fn renew(&mut self, tag: CodeTag, now: Timestamp) {
        self.tag = tag;
        self.sent_at = now;
        self.codes = self.codes.saturating_add(1);
        self.wrong = 0;
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Confirmed => "confirmed",
            Self::Pending { .. } => "not confirmed yet",
            Self::Overdue => "not confirmed in time",
        })
    }
}

#[cfg(test)]
mod tests;
