//! The key ring: all keys of a device in one sealed file, so that they are replaced together or not at all.
//!
//! ```text
//! ring   = 1 ‖ AES-256-GCM(HKDF(device key, "einlass/1/key-ring"), "einlass/1/key-ring" ‖ generation (8, big-endian), CBOR(keys))
//! ```
//!
//! To destroy a day's key the ring is written anew without it, under a new device key, and the old device key is destroyed: old
//! blocks of a flash disk that still hold the old ring are then noise.

use std::{collections::BTreeMap, fmt};

use einlass_domain::{id::DeviceId, time::Day};
use minicbor::{Decode, Encode};
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::{
    VaultError,
    hazmat::{self, Secret},
    keys::{DayKey, DeviceKey, DeviceSigner, LedgerKey, LiveKey, PassIndexKey, PinPepper},
    owner::VenueKeys,
    pass::PassSigner,
};

const VERSION: u8 = 1;

/// A device's keys.
pub struct KeyRing {
    /// Signs the device's events.
    pub signer: DeviceSigner,
    /// Signs the venue's passes.
    pub pass_signer: PassSigner,
    /// Looks registered passes up.
    pub pass_index: PassIndexKey,
    /// Seals lasting heads.
    pub ledger: LedgerKey,
    /// Mixed into the hashes of PINs.
    pub pepper: PinPepper,
    /// Opens the records of open visits.
    pub live: LiveKey,
    /// Opens everything of one device's day each.
    pub days: BTreeMap<DeviceDay, DatedKey>,
    /// Days whose keys are destroyed and whose events may still be there: they are to be deleted. With their visits, which nobody
    /// can count any more.
    pub dying: BTreeMap<DeviceDay, u32>,
}

/// One device's events of one day: they share a key. A kiosk that begins a log anew, after a restore, makes keys of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct DeviceDay {
    /// The day.
    #[n(0)]
    pub day: Day,
    /// The device.
    #[n(1)]
    pub device: DeviceId,
}

/// A day's key and when it was made.
#[derive(Clone, Debug)]
pub struct DatedKey {
    /// The key.
    pub key: DayKey,
    /// On which day it was made, by the clock that ages are measured by. The same as its day unless the wall clock was wrong.
    pub made: Day,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Stored {
    #[n(0)]
    signer: StoredKey,
    #[n(1)]
    pass_signer: StoredKey,
    #[n(2)]
    pass_index: StoredKey,
    #[n(3)]
    ledger: StoredKey,
    #[n(4)]
    pepper: StoredKey,
    #[n(5)]
    live: StoredKey,
    #[n(6)]
    days: BTreeMap<DeviceDay, (StoredKey, Day)>,
    #[n(7)]
    dying: BTreeMap<DeviceDay, u32>,
}

/// 32 secret bytes in CBOR.
struct StoredKey(Secret);

impl<C> Encode<C> for StoredKey {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(self.0.as_slice()).map(|_| ())
    }
}

impl<'b, C> Decode<'b, C> for StoredKey {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let bytes = d.bytes()?.try_into();
        bytes
            .map(|bytes| Self(Secret::new(bytes)))
            .map_err(|_| minicbor::decode::Error::message("a key has 32 bytes"))
    }
}

impl KeyRing {
    /// Fresh keys of a device, and the venue's.
    pub fn make(venue: VenueKeys, rng: &mut impl CryptoRngCore) -> Self {
        Self {
            signer: DeviceSigner::make(rng),
            pass_signer: venue.pass_signer,
            pass_index: venue.pass_index,
            ledger: venue.ledger,
            pepper: venue.pepper,
            live: LiveKey::make(rng),
            days: BTreeMap::new(),
            dying: BTreeMap::new(),
        }
    }

    /// The sealed ring of this generation.
    pub fn seal(&self, generation: u64, device: &DeviceKey, rng: &mut impl CryptoRngCore) -> Vec<u8> {
        let stored = Stored {
            signer: StoredKey(self.signer.expose()),
            pass_signer: StoredKey(self.pass_signer.expose()),
            pass_index: StoredKey(self.pass_index.expose().clone()),
            ledger: StoredKey(self.ledger.expose().clone()),
            pepper: StoredKey(self.pepper.expose().clone()),
            live: StoredKey(self.live.expose().clone()),
            days: self
                .days
                .iter()
                .map(|(day, dated)| (*day, (StoredKey(dated.key.expose().clone()), dated.made)))
                .collect(),
            dying: self.dying.clone(),
        };
        // Room for it at once: a vector that grows would leave copies behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(1_024 + 64 * self.days.len()));
        minicbor::encode(&stored, &mut *bytes).expect("writing to memory does not fail");
        let sealed = hazmat::seal(&derive_wrapping(device), &aad(generation), &bytes, rng);
        [[VERSION].as_slice(), &sealed].concat()
    }

    /// Opens a ring.
    ///
    /// # Errors
    /// [`VaultError::Truncated`], [`VaultError::Version`] or [`VaultError::StoredKey`].
    pub fn open(sealed: &[u8], generation: u64, device: &DeviceKey) -> Result<Self, VaultError> {
        let (version, sealed) = sealed.split_first().ok_or(VaultError::Truncated)?;
        if *version != VERSION {
            return Err(VaultError::Version);
        }
        let opened = hazmat::open(&derive_wrapping(device), &aad(generation), sealed);
        let opened = opened.map_err(|_| VaultError::StoredKey)?;
        let stored: Stored = minicbor::decode(&opened).map_err(|_| VaultError::StoredKey)?;
        Ok(Self {
            signer: DeviceSigner::from_bytes(&stored.signer.0),
            pass_signer: PassSigner::from_bytes(&stored.pass_signer.0),
            pass_index: PassIndexKey::from_bytes(stored.pass_index.0),
            ledger: LedgerKey::from_bytes(stored.ledger.0),
            pepper: PinPepper::from_bytes(stored.pepper.0),
            live: LiveKey::from_bytes(stored.live.0),
            days: stored
                .days
                .into_iter()
                .map(|(day, (key, made))| {
                    let key = DayKey::from_bytes(key.0);
                    (day, DatedKey { key, made })
                })
                .collect(),
            dying: stored.dying,
        })
    }
}

/// Says which days there are keys for, and nothing of the keys.
impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "KeyRing(device {}, days {:?})",
            self.signer.device(),
            self.days.keys()
        )
    }
}

fn derive_wrapping(device: &DeviceKey) -> Secret {
    hazmat::derive_secret(device.0.as_slice(), "einlass/1/key-ring")
}

fn aad(generation: u64) -> Vec<u8> {
    [b"einlass/1/key-ring".as_slice(), &generation.to_be_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use rand_core::OsRng;

    use super::*;
    use crate::owner::OwnerKey;

    #[test]
    fn a_ring_opens_under_its_device_key_and_generation_only() {
        let venue = OwnerKey::make(&mut OsRng).venue_keys().unwrap();
        let mut ring = KeyRing::make(venue, &mut OsRng);
        let key = DayKey::make(&mut OsRng);
        let dated = DatedKey {
            key: key.clone(),
            made: Day(20_001),
        };
        let day = DeviceDay {
            day: Day(20_000),
            device: ring.signer.device(),
        };
        ring.days.insert(day, dated);
        let device = DeviceKey::make(&mut OsRng);
        let sealed = ring.seal(7, &device, &mut OsRng);
        let opened = KeyRing::open(&sealed, 7, &device).unwrap();
        assert_eq!(opened.signer.public(), ring.signer.public());
        assert_eq!(opened.live.expose(), ring.live.expose());
        assert_eq!(opened.days[&day].key.expose(), key.expose());
        assert_eq!(opened.days[&day].made, Day(20_001));
        let other = DeviceKey::make(&mut OsRng);
        let refused =
            |sealed: &[u8], generation, device| KeyRing::open(sealed, generation, device).unwrap_err();
        assert_eq!(refused(&sealed, 8, &device), VaultError::StoredKey);
        assert_eq!(refused(&sealed, 7, &other), VaultError::StoredKey);
        assert_eq!(refused(&sealed[..40], 7, &device), VaultError::StoredKey);
        assert_eq!(refused(&[], 7, &device), VaultError::Truncated);
        assert_eq!(refused(&[9; 61], 7, &device), VaultError::Version);
        let mut flipped = sealed;
        *flipped.last_mut().unwrap() ^= 1;
        assert_eq!(refused(&flipped, 7, &device), VaultError::StoredKey);
        assert!(!format!("{ring:?} {:?}", ring.days).contains("Zeroizing"));
    }
}
