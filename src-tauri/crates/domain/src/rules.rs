//! The rules of a venue's entrance, as the owner sets them.

use minicbor::{Decode, Encode};

use crate::opening::OpeningHours;

/// From this age on people register themselves, in years; younger ones through a guardian.
pub const OWN_CONSENT_AGE: u8 = 13;
/// The most people on one pass.
pub const LARGEST_PARTY: u16 = 20;

/// The rules of the entrance. One set for the venue; a zone has its own capacity and longest stay.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct VenueRules {
    /// When people are let in, and when the last visit ends; none for always.
    #[n(0)]
    pub opening: Option<OpeningHours>,
    /// A visit that nobody ends is ended by the kiosk after this time, in minutes.
    #[n(1)]
    pub longest_stay_min: u16,
    /// *Stay longer* adds this to now, in minutes, if that is later than the end that stands.
    #[n(2)]
    pub extension_min: u16,
    /// The same pass seen again within this time is the same scan, in seconds.
    #[n(3)]
    pub repeat_gap_s: u16,
    /// Days that a new pass is valid, today included.
    #[n(4)]
    pub pass_valid_days: u16,
    /// What is asked for at check-out.
    #[n(5)]
    pub exit_check: ExitCheck,
    /// Who has left may come again.
    #[n(6)]
    pub re_entry: ReEntry,
    /// How many people may be inside at once; none for any number.
    #[n(7)]
    pub capacity: Option<u32>,
    /// Whether people come together on one pass.
    #[n(8)]
    pub companions: Companions,
    /// Whether the address of a new visitor is confirmed.
    #[n(9)]
    pub confirm: Confirm,
    /// Whether visitors say where they sit.
    #[n(10)]
    #[cbor(default)]
    pub seats: Seats,
}

/// What is asked for at check-out with a pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub enum ExitCheck {
    /// Nothing: whoever holds the pass may go.
    #[default]
    #[n(0)]
    None,
    /// The PIN-ID of the pass.
    #[n(1)]
    PinId,
    /// The visitor's own PIN; the PIN-ID where none was chosen.
    #[n(2)]
    PersonalPin,
}

/// When somebody who has left may come again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub enum ReEntry {
    /// At once.
    #[default]
    #[n(0)]
    Always,
    /// So many minutes after leaving.
    #[n(1)]
    After(#[n(0)] u16),
    /// On another day.
    #[n(2)]
    NextDay,
}

/// Whether people come together on one pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub enum Companions {
    /// Everybody has a pass.
    #[n(0)]
    No,
    /// The kiosk asks how many they are.
    #[default]
    #[n(1)]
    Count,
    /// It asks for their names as well.
    #[n(2)]
    Names,
}

/// Whether visitors say where they sit, where there are seats or tables behind the door.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub enum Seats {
    /// Nobody asks.
    #[default]
    #[n(0)]
    No,
    /// The kiosk asks; who does not answer is inside all the same.
    #[n(1)]
    Ask,
}

/// Whether and how the address of a new visitor is confirmed: with a code that comes there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub enum Confirm {
    /// It is believed.
    #[default]
    #[n(0)]
    No,
    /// The one that the visitor gave; of two, the mail address.
    #[n(1)]
    Either,
    /// The mail address.
    #[n(2)]
    Mail,
    /// The telephone number, by SMS.
    #[n(3)]
    Sms,
}

impl Confirm {
    /// Whether mail may be sent.
    pub fn takes_mail(self) -> bool {
        matches!(self, Self::Either | Self::Mail)
    }

    /// Whether SMS may be sent.
    pub fn takes_sms(self) -> bool {
        matches!(self, Self::Either | Self::Sms)
    }
}

impl Default for VenueRules {
    fn default() -> Self {
        Self {
            opening: None,
            longest_stay_min: 8 * 60,
            extension_min: 8 * 60,
            repeat_gap_s: 10,
            pass_valid_days: 365,
            exit_check: ExitCheck::default(),
            re_entry: ReEntry::default(),
            capacity: None,
            companions: Companions::default(),
            confirm: Confirm::default(),
            seats: Seats::default(),
        }
    }
}

/// A rule that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnfitRule {
    /// No stay at all, or one that outlasts a day.
    #[error("a stay lasts from 1 minute to 24 hours")]
    Stay,
    /// Longer than an answer may be kept from somebody who comes back.
    #[error("the time between two scans of one pass is at most 600 seconds")]
    RepeatGap,
    /// Never valid, or longer than passes can be dated.
    #[error("a pass is valid for 1 to 3660 days")]
    PassValidity,
    /// Nobody could come in.
    #[error("a capacity is at least 1")]
    Capacity,
}

impl VenueRules {
    /// Checks what the types do not.
    ///
    /// # Errors
    /// [`UnfitRule`], the first one that is found.
    pub fn check(&self) -> Result<(), UnfitRule> {
        let stays = [self.longest_stay_min, self.extension_min];
        if stays.iter().any(|stay| !(1..=24 * 60).contains(stay)) {
            return Err(UnfitRule::Stay);
        }
        if self.repeat_gap_s > 600 {
            return Err(UnfitRule::RepeatGap);
        }
        if !(1..=3660).contains(&self.pass_valid_days) {
            return Err(UnfitRule::PassValidity);
        }
        if self.capacity == Some(0) {
            return Err(UnfitRule::Capacity);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_lock_everybody_out_are_refused() {
        let with = |change: fn(&mut VenueRules)| {
            let mut rules = VenueRules::default();
            change(&mut rules);
            rules.check()
        };
        assert_eq!(with(|_| ()), Ok(()));
        assert_eq!(with(|rules| rules.longest_stay_min = 0), Err(UnfitRule::Stay));
        assert_eq!(with(|rules| rules.extension_min = 1441), Err(UnfitRule::Stay));
        assert_eq!(with(|rules| rules.repeat_gap_s = 601), Err(UnfitRule::RepeatGap));
        assert_eq!(
            with(|rules| rules.pass_valid_days = 0),
            Err(UnfitRule::PassValidity)
        );
        assert_eq!(with(|rules| rules.capacity = Some(0)), Err(UnfitRule::Capacity));
    }

    #[test]
    fn rules_from_before_seats_ask_for_none() {
        // The map of the default rules as it was written before: ten entries, keys 0 to 9.
        let mut bytes = minicbor::to_vec(VenueRules::default()).unwrap();
        let seats = [10, 0x82, 0, 0x80];
        assert!(bytes.ends_with(&seats), "{bytes:02x?}");
        bytes.truncate(bytes.len() - seats.len());
        bytes[0] -= 1;
        let rules: VenueRules = minicbor::decode(&bytes).unwrap();
        assert_eq!(rules, VenueRules::default());
    }

    #[test]
    fn rules_are_read_as_they_were_written() {
        let rules = VenueRules {
            opening: Some("Mo-Fr 10:00-18:00".parse().unwrap()),
            re_entry: ReEntry::After(30),
            capacity: Some(120),
            seats: Seats::Ask,
            ..VenueRules::default()
        };
        let bytes = minicbor::to_vec(&rules).unwrap();
        assert_eq!(minicbor::decode::<VenueRules>(&bytes).unwrap(), rules);
    }
}
