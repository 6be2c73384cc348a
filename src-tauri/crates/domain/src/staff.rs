//! Who works at the entrance, and what they may see and change.

use std::fmt;

use minicbor::{Decode, Encode};

use crate::{
    fold::Visit,
    id::{DeviceId, VisitId},
    time::Timestamp,
};

/// A check-in can be annulled for so long, in milliseconds: afterwards it is history, and only corrections remain.
pub const ANNUL_WITHIN_MS: i64 = 15 * 60_000;

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct StaffAccount {
    /// As it is shown to colleagues.
    #[n(0)]
    pub name: String,
    /// What they may do.
    #[n(1)]
    pub role: Role,
    /// Where they work.
    #[n(2)]
    pub area: Area,
    /// What their PIN is checked against.
    #[n(3)]
    pub pin: PinHash,
}

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Role {
    /// Looks after the door: open visits of the own area.
    #[n(0)]
    Entrance,
    /// Corrects what went wrong.
    #[n(1)]
    BackOffice,
}

/// Where somebody works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Area {
    /// Everywhere.
    #[n(0)]
    Venue,
    /// At one kiosk.
    #[n(1)]
    Kiosk(#[n(0)] DeviceId),
}

/// What a PIN is checked against: Argon2id under a pepper. Made and read by `vault` only.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct PinHash(#[cbor(with = "minicbor::bytes")] pub Vec<u8>);

/// Not a secret by itself, but nothing for a log.
impl fmt::Debug for PinHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PinHash(…)")
    }
}

/// Why staff may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAllowed {
    /// The role does not cover it.
    #[error("this role may not do that")]
    Role,
    /// The visit belongs to another area.
    #[error("the visit belongs to another area")]
    Area,
    /// The visit is over: what is sealed of it stays closed.
    #[error("the visit is over; nobody at the venue can open it any more")]
    Over,
    /// There is no such visit.
    #[error("there is no such visit")]
    NoVisit,
    /// It is too late to annul.
    #[error("a check-in can be annulled for 15 minutes")]
    TooLate,
    /// The times do not fit together.
    #[error("a visit cannot end before it began, and not in the future")]
    Times,
}

impl Area {
    fn covers(self, visit: VisitId) -> bool {
        match self {
            Self::Venue => true,
            Self::Kiosk(device) => visit.device == device,
        }
    }
}

impl StaffAccount {
    /// Whether this person may see the contact data of `visit`: while it is open, in the own area.
    ///
    /// # Errors
    /// [`NotAllowed`].
    pub fn may_look(&self, id: VisitId, visit: Option<&Visit>) -> Result<(), NotAllowed> {
        let visit = visit.ok_or(NotAllowed::NoVisit)?;
        if !self.area.covers(id) {
            return Err(NotAllowed::Area);
        }
        if visit.is_open() {
            Ok(())
        } else {
            Err(NotAllowed::Over)
        }
    }

    /// Whether this person may annul `visit` now.
    ///
    /// # Errors
    /// [`NotAllowed`].
    pub fn may_annul(&self, id: VisitId, visit: Option<&Visit>, now: Timestamp) -> Result<(), NotAllowed> {
        let visit = visit
            .filter(|visit| !visit.is_annulled())
            .ok_or(NotAllowed::NoVisit)?;
        let opened = visit.opened().ok_or(NotAllowed::NoVisit)?;
        if !self.area.covers(id) {
            return Err(NotAllowed::Area);
        }
        if now.ms_since(opened.at).abs() <= ANNUL_WITHIN_MS {
            Ok(())
        } else {
            Err(NotAllowed::TooLate)
        }
    }

    /// Whether this person may correct `visit`.
    ///
    /// # Errors
    /// [`NotAllowed`].
    pub fn may_correct(&self, id: VisitId, visit: Option<&Visit>) -> Result<(), NotAllowed> {
        let visit = visit
            .filter(|visit| !visit.is_annulled())
            .ok_or(NotAllowed::NoVisit)?;
        visit.opened().ok_or(NotAllowed::NoVisit)?;
        match self.role {
            Role::Entrance => Err(NotAllowed::Role),
            Role::BackOffice if self.area.covers(id) => Ok(()),
            Role::BackOffice => Err(NotAllowed::Area),
        }
    }
}
