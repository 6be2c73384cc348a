//! Names of things that last: venues, devices, events, pass issuers, and the tags under which a PIN-ID is looked up.

use std::fmt;

use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

macro_rules! bytes_id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
        #[cbor(transparent)]
        pub struct $name(#[cbor(with = "minicbor::bytes")] pub [u8; $len]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
    };
}

bytes_id! {
    /// A venue: 8 random bytes, made once at set-up.
    VenueId, 8
}
bytes_id! {
    /// A kiosk: the first 8 bytes of the SHA-256 of its Ed25519 public key, so that the name binds the key.
    DeviceId, 8
}
bytes_id! {
    /// The key that signs a venue's passes: the first 8 bytes of the SHA-256 of its Ed25519 public key.
    IssuerId, 8
}
bytes_id! {
    /// A member of staff: 8 random bytes.
    StaffId, 8
}
bytes_id! {
    /// A zone of the venue: 8 random bytes.
    ZoneId, 8
}
bytes_id! {
    /// Something that is on at the venue: 8 random bytes.
    OccasionId, 8
}
bytes_id! {
    /// Finds a registered pass by its PIN-ID: a keyed hash that lasts as long as the venue.
    PassTag, 16
}
bytes_id! {
    /// Finds a visit by its PIN-ID within one day: a keyed hash whose key dies with the day.
    VisitorTag, 16
}
bytes_id! {
    /// What a typed confirmation code is compared with: a keyed hash that is of use for one confirmation only.
    CodeTag, 16
}

bytes_id! {
    /// Counts the codes for one address: a keyed hash, kept no longer than the day.
    AddressTag, 16
}

impl DeviceId {
    /// The name of the device that holds the private half of `public_key` (Ed25519, 32 bytes).
    pub fn of(public_key: &[u8; 32]) -> Self {
        Self(first_8(public_key))
    }
}

impl IssuerId {
    /// The name of the issuer that holds the private half of `public_key` (Ed25519, 32 bytes).
    pub fn of(public_key: &[u8; 32]) -> Self {
        Self(first_8(public_key))
    }
}

fn first_8(public_key: &[u8; 32]) -> [u8; 8] {
    let hash = Sha256::digest(public_key);
    hash[..8].try_into().expect("a SHA-256 has 32 bytes")
}

/// An event's name: the device that wrote it and its place in that device's log, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct EventId {
    /// The writing device.
    #[n(0)]
    pub device: DeviceId,
    /// 1, 2, 3 … without gaps.
    #[n(1)]
    pub seq: u64,
}

/// A visit's name: the event that opened it.
pub type VisitId = EventId;

/// The text is no event's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no event's name")]
pub struct NotAnEventId;

/// Reads what [`EventId`] displays: 16 hexadecimal digits, a hyphen, a number.
impl std::str::FromStr for EventId {
    type Err = NotAnEventId;

    fn from_str(text: &str) -> Result<Self, NotAnEventId> {
        let (device, seq) = text.split_once('-').ok_or(NotAnEventId)?;
        let is_hex = device.len() == 16 && device.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u64::from_str_radix(device, 16)
            .ok()
            .filter(|_| is_hex)
            .ok_or(NotAnEventId)?;
        Ok(Self {
            device: DeviceId(number.to_be_bytes()),
            seq: seq.parse().map_err(|_| NotAnEventId)?,
        })
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.device, self.seq)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_an_event_is_read_as_it_is_written() {
        let id = EventId {
            device: DeviceId([0, 1, 2, 3, 0xAB, 0xCD, 0xEF, 0xFF]),
            seq: 42,
        };
        assert_eq!(id.to_string(), "00010203abcdefff-42");
        assert_eq!(id.to_string().parse(), Ok(id));
        for text in [
            "",
            "00010203abcdefff",
            "00010203abcdefff-",
            "+0010203abcdefff-1",
            "0-1",
            "00010203abcdefff--1",
        ] {
            assert_eq!(text.parse::<EventId>(), Err(NotAnEventId), "{text}");
        }
    }
}
