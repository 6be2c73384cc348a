//! Confirming that a one-time guest can be reached: a code goes out by mail or SMS and comes back at the kiosk.
//!
//! The guest is let in at once and has 48 hours. Until then the visits are flagged; afterwards the entrance stays closed until a
//! code has come back. What is kept of a code is a [`CodeTag`]: a keyed hash (HMAC-SHA-256 in `vault`), not a slow one like that
//! of a personal PIN. Whoever copies the database lacks the key and can try nothing; whoever has the key as well holds the keys of
//! the open visits too and so the contact data itself, and would not stop at a code that is worth nothing after two days. Against
//! guessing at the kiosk the number of tries stands, not the cost of one.

mod code;
mod crowd;
mod demand;

pub use code::{CodeError, CodeSlip, ConfirmationCode};
pub use crowd::is_crowded;
pub use demand::{CodeTo, Demand, FieldNote};

use crate::{
    event::MessageWay,
    id::{CodeTag, EventId},
    time::Timestamp,
};

/// How long a guest may come and go unconfirmed, and how long a code can be used, in milliseconds: 48 hours.
pub const DEADLINE_MS: i64 = 48 * 60 * 60_000;
/// Wrong codes after which a code is of no use any more: of ten million codes, ten are guessed.
pub const TRIES: u32 = 10;
/// Codes that are sent for one address of one visitor. How many there may be for an address that several have named, [`is_crowded`] says.
pub const CODES: u32 = 3;

/// The confirmation that a pass waits for, as the events say. Once the right code has come there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// The event that asked for the newest code; codes are bound to it.
    pub asked: EventId,
    /// The first moment at which it is too late: 48 hours after the address was given. A new code does not move it.
    pub by: Timestamp,
    /// What the newest code is compared with.
    pub tag: CodeTag,
    /// By which way that code goes out.
    pub way: MessageWay,
    /// When it was made.
    pub made_at: Timestamp,
    /// Codes that were made for this address.
    pub codes: u32,
    /// Wrong codes that were typed since the newest was made.
    pub wrong: u32,
    /// What became of the message with the newest code.
    pub delivery: Delivery,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// It waits for its way out.
    Waits,
    /// It is out.
    Sent,
    /// It cannot reach this address.
    Undeliverable,
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

impl Confirmation {
    /// When it is too late to come in with an address that was given at `at`.
    pub fn deadline(at: Timestamp) -> Timestamp {
        at.plus_ms(DEADLINE_MS)
    }

    /// Whether the time is over at `now`: flagged, and not admitted before a code has come back.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        now >= self.by
    }

    /// The first moment at which the newest code is of no use: what its message says, and when to stop sending it.
    pub fn code_until(&self) -> Timestamp {
        Self::deadline(self.made_at)
    }

    /// Wrong codes that may still be typed.
    pub fn tries_left(&self) -> u32 {
        TRIES.saturating_sub(self.wrong)
    }

    /// Whether a code may be tried at `now`; asked before the try is recorded.
    ///
    /// # Errors
    /// [`CodeRefused::NoTriesLeft`] and [`CodeRefused::Expired`]: no try is lost then.
    pub fn may_try(&self, now: Timestamp) -> Result<(), CodeRefused> {
        if self.tries_left() == 0 {
            Err(CodeRefused::NoTriesLeft)
        } else if now >= self.code_until() {
            Err(CodeRefused::Expired)
        } else {
            Ok(())
        }
    }

    /// Whether the code with the tag `typed` confirms at `now`. Decides only; the try is counted by the event that was recorded for it.
    ///
    /// # Errors
    /// [`CodeRefused`]; only [`CodeRefused::Wrong`] counts as a try.
    pub fn check(&self, typed: CodeTag, now: Timestamp) -> Result<(), CodeRefused> {
        self.may_try(now)?;
        // Comparing byte by byte tells nothing: nobody without the key can choose a tag.
        if typed == self.tag {
            Ok(())
        } else {
            let left = self.tries_left() - 1;
            Err(CodeRefused::Wrong { left })
        }
    }

    /// Whether a further code may be sent to the same address. Afterwards staff looks at it.
    pub fn may_renew(&self) -> bool {
        self.codes < CODES
    }
}

#[cfg(test)]
mod tests;
