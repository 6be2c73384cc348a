//! Who works at the entrance, and what they may see and change.

use std::fmt;

use minicbor::{Decode, Encode};

use crate::{
    fold::Visit,
    id::{DeviceId, StaffId, VisitId, ZoneId},
    time::Timestamp,
    zone::{Zones, is_within},
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
    /// What the codes of their second factor are made from; none where they have none.
    #[n(4)]
    pub totp: Option<TotpSecret>,
}

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Role {
    /// Looks after the door: open visits of the own area.
    #[n(0)]
    Entrance,
    /// Corrects what went wrong, keeps the master data, imports.
    #[n(1)]
    BackOffice,
    /// Leads a shift: the whole venue today, and its counts.
    #[n(2)]
    ShiftLead,
    /// Owns the venue.
    #[n(3)]
    Owner,
    /// Looks after the machines. No personal data.
    #[n(4)]
    Technician,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 5] = [
        Self::Entrance,
        Self::ShiftLead,
        Self::BackOffice,
        Self::Owner,
        Self::Technician,
    ];

    /// Whether somebody of this role needs a second factor.
    pub fn needs_second_factor(self) -> bool {
        matches!(self, Self::BackOffice | Self::Owner)
    }

    /// Whether somebody of this role may do it at all.
    pub fn may(self, deed: Deed) -> bool {
        match deed {
            // Whoever is at work.
            Deed::SeeDevices => true,
            Deed::SeeInside
            | Deed::Look
            | Deed::CheckInByHand
            | Deed::CheckOutByHand
            | Deed::Extend
            | Deed::Annul
            | Deed::Register
            | Deed::Reprint
            | Deed::ReplacePass
            | Deed::UnlockDiary
            | Deed::RollCall => self != Self::Technician,
            Deed::EveryoneOut | Deed::SeeOccupancy | Deed::PlanOccasion => {
                matches!(self, Self::ShiftLead | Self::BackOffice | Self::Owner)
            }
            Deed::SeeRefused => self != Self::Entrance,
            Deed::Correct | Deed::SetRules | Deed::SetZones | Deed::Import => {
                matches!(self, Self::BackOffice | Self::Owner)
            }
            Deed::PlaceKiosk => matches!(self, Self::Owner | Self::Technician),
            Deed::EnrolStaff | Deed::SetRetention => self == Self::Owner,
        }
    }
}

/// Everything that staff can do at a kiosk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// See who is inside: numbers and times.
    SeeInside,
    /// See the contact data of an open visit.
    Look,
    /// Check somebody in by hand.
    CheckInByHand,
    /// Check somebody out by hand.
    CheckOutByHand,
    /// Let somebody stay longer.
    Extend,
    /// Check everybody out.
    EveryoneOut,
    /// Undo a check-in.
    Annul,
    /// Correct a visit.
    Correct,
    /// Take down a visitor without a phone.
    Register,
    /// Print a pass again that was made a moment ago. Of every other one only its holder has the key.
    Reprint,
    /// Replace a lost pass.
    ReplacePass,
    /// Open a diary that wrong PINs have shut.
    UnlockDiary,
    /// Make the list of who is inside, on paper and on the screen.
    RollCall,
    /// See how many were inside when.
    SeeOccupancy,
    /// See how many codes were refused, and why.
    SeeRefused,
    /// See printers and cameras.
    SeeDevices,
    /// Say at which door a kiosk stands.
    PlaceKiosk,
    /// Set what is on.
    PlanOccasion,
    /// Set the rules of the entrance.
    SetRules,
    /// Set how long visits are kept.
    SetRetention,
    /// Set the zones.
    SetZones,
    /// Import lists.
    Import,
    /// Make, change and remove members of staff.
    EnrolStaff,
}

impl Deed {
    /// All of them.
    pub const ALL: [Self; 23] = [
        Self::SeeInside,
        Self::Look,
        Self::CheckInByHand,
        Self::CheckOutByHand,
        Self::Extend,
        Self::EveryoneOut,
        Self::Annul,
        Self::Correct,
        Self::Register,
        Self::Reprint,
        Self::ReplacePass,
        Self::UnlockDiary,
        Self::RollCall,
        Self::SeeOccupancy,
        Self::SeeRefused,
        Self::SeeDevices,
        Self::PlaceKiosk,
        Self::PlanOccasion,
        Self::SetRules,
        Self::SetRetention,
        Self::SetZones,
        Self::Import,
        Self::EnrolStaff,
    ];
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
    /// In one zone and all its parts.
    #[n(2)]
    Zone(#[n(0)] ZoneId),
}

/// The shared secret of a second factor (RFC 6238). Kept in the log, which is sealed.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct TotpSecret(#[cbor(with = "minicbor::bytes")] pub Vec<u8>);

/// Shows nothing of it.
impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
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
    /// The venue closes then.
    #[error("the visit lasts until the venue closes; it cannot last longer")]
    Closing,
    /// There is no such member of staff.
    #[error("there is no such member of staff")]
    NoMember,
    /// Nobody would be left who may make members of staff.
    #[error("this is the last owner; the venue needs one")]
    LastOwner,
    /// Who does it would shut themselves out.
    #[error("nobody takes this from themselves; another owner can")]
    Oneself,
}

/// Whether `by` may take from `whom` what makes them staff: their account, or the role of an owner.
///
/// # Errors
/// [`NotAllowed::LastOwner`], [`NotAllowed::Oneself`].
pub fn may_take_from<'a>(
    by: StaffId,
    whom: StaffId,
    all: impl Iterator<Item = (StaffId, &'a StaffAccount)>,
) -> Result<(), NotAllowed> {
    let owners: Vec<_> = all
        .filter(|(_, account)| account.role == Role::Owner)
        .map(|(id, _)| id)
        .collect();
    if owners == [whom] {
        Err(NotAllowed::LastOwner)
    } else if by == whom {
        Err(NotAllowed::Oneself)
    } else {
        Ok(())
    }
}

impl Area {
    /// Whether a visit belongs to it.
    pub fn covers(self, id: VisitId, visit: &Visit, zones: &Zones) -> bool {
        match self {
            Self::Venue => true,
            Self::Kiosk(device) => id.device == device,
            Self::Zone(zone) => is_within(zones, visit.zone(), Some(zone)),
        }
    }

    /// Whether the door of `kiosk`, with `zone` behind it, belongs to it.
    pub fn covers_door(self, kiosk: DeviceId, zone: Option<ZoneId>, zones: &Zones) -> bool {
        match self {
            Self::Venue => true,
            Self::Kiosk(device) => kiosk == device,
            Self::Zone(around) => is_within(zones, zone, Some(around)),
        }
    }
}

impl StaffAccount {
    /// Whether this person may do it at all.
    ///
    /// # Errors
    /// [`NotAllowed::Role`].
    pub fn may(&self, deed: Deed) -> Result<(), NotAllowed> {
        if self.role.may(deed) {
            Ok(())
        } else {
            Err(NotAllowed::Role)
        }
    }

    /// Whether this person may do `deed` with an open visit of the own area: look at it, check it out.
    ///
    /// # Errors
    /// [`NotAllowed`].
    pub fn may_with_open(
        &self,
        deed: Deed,
        id: VisitId,
        visit: Option<&Visit>,
        zones: &Zones,
    ) -> Result<(), NotAllowed> {
        let visit = self.may_with(deed, id, visit, zones)?;
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
    pub fn may_annul(
        &self,
        id: VisitId,
        visit: Option<&Visit>,
        zones: &Zones,
        now: Timestamp,
    ) -> Result<(), NotAllowed> {
        let visit = self.may_with(Deed::Annul, id, unless_annulled(visit), zones)?;
        let opened = visit.opened().ok_or(NotAllowed::NoVisit)?;
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
    pub fn may_correct(&self, id: VisitId, visit: Option<&Visit>, zones: &Zones) -> Result<(), NotAllowed> {
        let visit = self.may_with(Deed::Correct, id, unless_annulled(visit), zones)?;
        visit.opened().ok_or(NotAllowed::NoVisit).map(|_| ())
    }

    fn may_with<'a>(
        &self,
        deed: Deed,
        id: VisitId,
        visit: Option<&'a Visit>,
        zones: &Zones,
    ) -> Result<&'a Visit, NotAllowed> {
        self.may(deed)?;
        let visit = visit.ok_or(NotAllowed::NoVisit)?;
        if self.area.covers(id, visit, zones) {
            Ok(visit)
        } else {
            Err(NotAllowed::Area)
        }
    }
}

fn unless_annulled(visit: Option<&Visit>) -> Option<&Visit> {
    visit.filter(|visit| !visit.is_annulled())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of rights as an owner would read it: entrance, shift lead, back office, owner, technician.
    const RIGHTS: [(Deed, &str); 23] = [
        (Deed::SeeInside, "ESBO."),
        (Deed::Look, "ESBO."),
        (Deed::CheckInByHand, "ESBO."),
        (Deed::CheckOutByHand, "ESBO."),
        (Deed::Extend, "ESBO."),
        (Deed::EveryoneOut, ".SBO."),
        (Deed::Annul, "ESBO."),
        (Deed::Correct, "..BO."),
        (Deed::Register, "ESBO."),
        (Deed::Reprint, "ESBO."),
        (Deed::ReplacePass, "ESBO."),
        (Deed::UnlockDiary, "ESBO."),
        (Deed::RollCall, "ESBO."),
        (Deed::SeeOccupancy, ".SBO."),
        (Deed::SeeRefused, ".SBOT"),
        (Deed::SeeDevices, "ESBOT"),
        (Deed::PlaceKiosk, "...OT"),
        (Deed::PlanOccasion, ".SBO."),
        (Deed::SetRules, "..BO."),
        (Deed::SetRetention, "...O."),
        (Deed::SetZones, "..BO."),
        (Deed::Import, "..BO."),
        (Deed::EnrolStaff, "...O."),
    ];

    #[test]
    fn each_role_may_what_the_table_says() {
        assert_eq!(RIGHTS.map(|(deed, _)| deed), Deed::ALL);
        for (deed, who) in RIGHTS {
            let may: String = Role::ALL
                .iter()
                .zip("ESBOT".chars())
                .map(|(role, letter)| if role.may(deed) { letter } else { '.' })
                .collect();
            assert_eq!(may, who, "{deed:?}");
        }
    }

    #[test]
    fn who_changes_much_shows_two_things() {
        let with_two: Vec<_> = Role::ALL
            .into_iter()
            .filter(|role| role.needs_second_factor())
            .collect();
        assert_eq!(with_two, [Role::BackOffice, Role::Owner]);
    }

    #[test]
    fn one_owner_stays_and_nobody_takes_their_own() {
        let account = |role| StaffAccount {
            name: String::new(),
            role,
            area: Area::Venue,
            pin: PinHash(Vec::new()),
            totp: None,
        };
        let ids = [1, 2, 3].map(|id| StaffId([id; 8]));
        let may = |roles: [Role; 3], by: usize, whom: usize| {
            let accounts = roles.map(account);
            let all = ids.into_iter().zip(accounts.iter());
            may_take_from(ids[by], ids[whom], all)
        };
        let one = [Role::Owner, Role::Entrance, Role::BackOffice];
        let two = [Role::Owner, Role::Owner, Role::Entrance];
        assert_eq!(may(one, 0, 0), Err(NotAllowed::LastOwner));
        assert_eq!(may(one, 1, 0), Err(NotAllowed::LastOwner), "whoever does it");
        assert_eq!(may(one, 0, 1), Ok(()));
        assert_eq!(may(two, 0, 1), Ok(()));
        assert_eq!(may(two, 0, 0), Err(NotAllowed::Oneself));
        assert_eq!(may(two, 0, 2), Ok(()));
    }
}
