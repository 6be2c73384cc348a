//! The record envelope: one random key per record, wrapped for those who may open it.
//!
//! ```text
//! RK                 32 random bytes, one use
//! (K, C)           = HKDF(RK, "einlass/1/record-key"), HKDF(RK, "einlass/1/record-commitment")
//! body             = AES-256-GCM(K, place ‖ C, pad256(plaintext))
//! owner wrap       = HPKE.SealBase(owner, "einlass/1/owner-wrap", place ‖ C, RK)
//! pass wrap        = AES-256-GCM(HKDF(profile key, "einlass/1/pass-wrap"), place ‖ C, RK)
//! live wrap        = AES-256-GCM(HKDF(live key, "einlass/1/live-wrap"), place ‖ C, RK)     kept apart, gone at check-out
//! envelope         = 1 ‖ C (32) ‖ number of wraps (1) ‖ { kind (1) ‖ length (1) ‖ wrap } ‖ body
//! stored           = AES-256-GCM(HKDF(day key, "einlass/1/day-body"), place, envelope)     for what dies with its day
//! ```
//!
//! GCM does not commit to its key: without `C`, one body could be made to open to two texts under two keys.

use std::fmt;

use einlass_domain::pass::ProfileKey;
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::{
    VaultError,
    hazmat::{self, Secret},
    head::{pad, unpad},
    keys::{DayKey, LiveKey},
    owner::{OwnerKey, OwnerPublic},
    place::{Place, Purpose},
};

const VERSION: u8 = 1;
const BUCKET: usize = 256;
const COMMITMENT_LEN: usize = 32;

/// A sealed record with the wraps of its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    commitment: [u8; COMMITMENT_LEN],
    wraps: Vec<(WrapKind, Vec<u8>)>,
    body: Vec<u8>,
}

/// The record key under the live key: the only way for the kiosk itself to open a record, destroyed at check-out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveWrap(pub Vec<u8>);

/// What an opened record says; wipes itself.
pub type OpenedRecord = Zeroizing<Vec<u8>>;

/// The dear half of a wrap for the owner, made before it is needed: two multiplications on the curve, while nobody waits. Used up
/// by the one record that it is for.
pub struct OwnerWrap(hazmat::HpkeSender);

impl OwnerWrap {
    /// Ready for one record.
    ///
    /// # Errors
    /// [`VaultError::Wrap`] when the owner's public key is no point that one can seal to.
    pub fn make(owner: &OwnerPublic, rng: &mut impl CryptoRngCore) -> Result<Self, VaultError> {
        hazmat::HpkeSender::make(&owner.sealing, OWNER_WRAP, rng)
            .map(Self)
            .map_err(|_| VaultError::Wrap)
    }
}

impl fmt::Debug for OwnerWrap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnerWrap(…)")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WrapKind {
    Owner = 1,
    Pass = 2,
}

impl Envelope {
    /// Seals `plaintext` for the owner, for the holder of the pass if there is one, and for the live key.
    ///
    /// # Errors
    /// [`VaultError::Wrap`] when the wrap for the owner cannot be made.
    pub fn seal(
        place: &Place,
        purpose: Purpose,
        plaintext: &[u8],
        owner: OwnerWrap,
        pass: Option<&ProfileKey>,
        live: &LiveKey,
        rng: &mut impl CryptoRngCore,
    ) -> Result<(Self, LiveWrap), VaultError> {
        let record_key = hazmat::make_secret(rng);
        let commitment = derive_commitment(&record_key);
        let aad = [place.aad(purpose), commitment.to_vec()].concat();
        let owner = owner.0.seal(&aad, record_key.as_slice());
        let mut wraps = vec![(WrapKind::Owner, owner.map_err(|_| VaultError::Wrap)?)];
        if let Some(profile_key) = pass {
            wraps.push((
                WrapKind::Pass,
                hazmat::seal(&derive_pass_wrap(profile_key), &aad, record_key.as_slice(), rng),
            ));
        }
        let live = LiveWrap(hazmat::seal(
            &derive_live_wrap(live),
            &aad,
            record_key.as_slice(),
            rng,
        ));
        let body = hazmat::seal(&derive_body_key(&record_key), &aad, &pad(plaintext, BUCKET), rng);
        Ok((
            Self {
                commitment,
                wraps,
                body,
            },
            live,
        ))
    }

    /// Opens with the owner's private key.
    ///
    /// # Errors
    /// [`VaultError::NoWrap`], [`VaultError::Wrap`], [`VaultError::Commitment`] or [`VaultError::Body`].
    pub fn open_as_owner(
        &self,
        place: &Place,
        purpose: Purpose,
        owner: &OwnerKey,
    ) -> Result<OpenedRecord, VaultError> {
        let aad = self.aad(place, purpose);
        let record_key = hazmat::hpke_open(owner.sealing(), OWNER_WRAP, &aad, self.wrap(WrapKind::Owner)?);
        self.open_body(record_key, &aad)
    }

    /// Opens with the key that the pass carries.
    ///
    /// # Errors
    /// As [`Self::open_as_owner`].
    pub fn open_with_pass(
        &self,
        place: &Place,
        purpose: Purpose,
        pass: &ProfileKey,
    ) -> Result<OpenedRecord, VaultError> {
        let aad = self.aad(place, purpose);
        let record_key = hazmat::open(&derive_pass_wrap(pass), &aad, self.wrap(WrapKind::Pass)?);
        self.open_body(record_key, &aad)
    }

    /// Opens while the visit lasts.
    ///
    /// # Errors
    /// As [`Self::open_as_owner`].
    pub fn open_live(
        &self,
        place: &Place,
        purpose: Purpose,
        live: &LiveKey,
        wrap: &LiveWrap,
    ) -> Result<OpenedRecord, VaultError> {
        let aad = self.aad(place, purpose);
        let record_key = hazmat::open(&derive_live_wrap(live), &aad, &wrap.0);
        self.open_body(record_key, &aad)
    }

    /// The bytes as they are stored where no day key is above them.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        bytes.extend(self.commitment);
        bytes.push(u8::try_from(self.wraps.len()).expect("there are two kinds of wraps"));
        for (kind, wrap) in &self.wraps {
            bytes.push(*kind as u8);
            bytes.push(u8::try_from(wrap.len()).expect("a wrap has at most 80 bytes"));
            bytes.extend(wrap);
        }
        bytes.extend(&self.body);
        bytes
    }

    /// Reads [`Self::to_bytes`].
    ///
    /// # Errors
    /// [`VaultError::Truncated`] or [`VaultError::Version`].
    pub fn from_bytes(mut bytes: &[u8]) -> Result<Self, VaultError> {
        let [version] = take(&mut bytes, 1)? else {
            return Err(VaultError::Truncated);
        };
        if *version != VERSION {
            return Err(VaultError::Version);
        }
        let commitment = take(&mut bytes, COMMITMENT_LEN)?
            .try_into()
            .map_err(|_| VaultError::Truncated)?;
        let count = take(&mut bytes, 1)?[0];
        let mut wraps = Vec::new();
        for _ in 0..count {
            let kind = match take(&mut bytes, 1)?[0] {
                1 => WrapKind::Owner,
                2 => WrapKind::Pass,
                _ => return Err(VaultError::Version),
            };
            let len = usize::from(take(&mut bytes, 1)?[0]);
            wraps.push((kind, take(&mut bytes, len)?.to_vec()));
        }
        Ok(Self {
            commitment,
            wraps,
            body: bytes.to_vec(),
        })
    }

    /// The bytes as they are stored for what dies with its day: one more layer, under the day key.
    pub fn seal_for_day(
        &self,
        place: &Place,
        purpose: Purpose,
        day: &DayKey,
        rng: &mut impl CryptoRngCore,
    ) -> Vec<u8> {
        hazmat::seal(&derive_day_body(day), &place.aad(purpose), &self.to_bytes(), rng)
    }

    /// Takes the day's layer off.
    ///
    /// # Errors
    /// [`VaultError::DayLayer`], then as [`Self::from_bytes`].
    pub fn open_for_day(
        place: &Place,
        purpose: Purpose,
        day: &DayKey,
        stored: &[u8],
    ) -> Result<Self, VaultError> {
        let opened = hazmat::open(&derive_day_body(day), &place.aad(purpose), stored);
        Self::from_bytes(&opened.map_err(|_| VaultError::DayLayer)?)
    }

    fn aad(&self, place: &Place, purpose: Purpose) -> Vec<u8> {
        [place.aad(purpose), self.commitment.to_vec()].concat()
    }

    fn wrap(&self, kind: WrapKind) -> Result<&[u8], VaultError> {
        let found = self.wraps.iter().find(|(found, _)| *found == kind);
        found.map(|(_, wrap)| wrap.as_slice()).ok_or(VaultError::NoWrap)
    }

    fn open_body(
        &self,
        key: Result<Zeroizing<Vec<u8>>, hazmat::Refused>,
        aad: &[u8],
    ) -> Result<OpenedRecord, VaultError> {
        let key = key.map_err(|_| VaultError::Wrap)?;
        let record_key = Secret::new(key.as_slice().try_into().map_err(|_| VaultError::Wrap)?);
        if derive_commitment(&record_key) != self.commitment {
            return Err(VaultError::Commitment);
        }
        let padded =
            hazmat::open(&derive_body_key(&record_key), aad, &self.body).map_err(|_| VaultError::Body)?;
        unpad(padded).ok_or(VaultError::Body)
    }
}

const OWNER_WRAP: &str = "einlass/1/owner-wrap";

fn derive_body_key(record_key: &Secret) -> Secret {
    hazmat::derive_secret(record_key.as_slice(), "einlass/1/record-key")
}

fn derive_commitment(record_key: &Secret) -> [u8; COMMITMENT_LEN] {
    *hazmat::derive_secret(record_key.as_slice(), "einlass/1/record-commitment")
}

fn derive_pass_wrap(profile_key: &ProfileKey) -> Secret {
    hazmat::derive_secret(profile_key.expose(), "einlass/1/pass-wrap")
}

fn derive_live_wrap(live: &LiveKey) -> Secret {
    hazmat::derive_secret(live.0.as_slice(), "einlass/1/live-wrap")
}

fn derive_day_body(day: &DayKey) -> Secret {
    hazmat::derive_secret(day.0.as_slice(), "einlass/1/day-body")
}

fn take<'a>(bytes: &mut &'a [u8], len: usize) -> Result<&'a [u8], VaultError> {
    let (taken, rest) = bytes.split_at_checked(len).ok_or(VaultError::Truncated)?;
    *bytes = rest;
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use einlass_domain::{
        id::{DeviceId, EventId, VenueId},
        time::Day,
    };
    use rand_core::OsRng;

    use super::*;

    const TEXT: &[u8] = b"who came";

    struct Sealed {
        place: Place,
        owner: OwnerKey,
        pass: ProfileKey,
        live: LiveKey,
        day: DayKey,
        envelope: Envelope,
        wrap: LiveWrap,
        stored: Vec<u8>,
    }

    fn place(seq: u64) -> Place {
        let event = EventId {
            device: DeviceId([2; 8]),
            seq,
        };
        Place {
            venue: VenueId([1; 8]),
            event,
            day: Day(20_000),
        }
    }

    fn sealed() -> Sealed {
        let (place, owner) = (place(5), OwnerKey::make(&mut OsRng));
        let (pass, live, day) = (
            ProfileKey::make(&mut OsRng),
            LiveKey::make(&mut OsRng),
            DayKey::make(&mut OsRng),
        );
        let made = Envelope::seal(
            &place,
            Purpose::Visit,
            TEXT,
            OwnerWrap::make(&owner.public(), &mut OsRng).unwrap(),
            Some(&pass),
            &live,
            &mut OsRng,
        );
        let (envelope, wrap) = made.unwrap();
        let stored = envelope.seal_for_day(&place, Purpose::Visit, &day, &mut OsRng);
        Sealed {
            place,
            owner,
            pass,
            live,
            day,
            envelope,
            wrap,
            stored,
        }
    }

    #[test]
    fn owner_pass_and_live_key_each_open_it() {
        let s = sealed();
        let envelope = Envelope::open_for_day(&s.place, Purpose::Visit, &s.day, &s.stored).unwrap();
        assert_eq!(envelope, s.envelope);
        assert_eq!(
            envelope
                .open_as_owner(&s.place, Purpose::Visit, &s.owner)
                .unwrap()
                .as_slice(),
            TEXT
        );
        assert_eq!(
            envelope
                .open_with_pass(&s.place, Purpose::Visit, &s.pass)
                .unwrap()
                .as_slice(),
            TEXT
        );
        assert_eq!(
            envelope
                .open_live(&s.place, Purpose::Visit, &s.live, &s.wrap)
                .unwrap()
                .as_slice(),
            TEXT
        );
    }

    #[test]
    fn other_keys_do_not() {
        let (s, other) = (sealed(), sealed());
        assert_eq!(
            Envelope::open_for_day(&s.place, Purpose::Visit, &other.day, &s.stored),
            Err(VaultError::DayLayer)
        );
        assert_eq!(
            s.envelope.open_as_owner(&s.place, Purpose::Visit, &other.owner),
            Err(VaultError::Wrap)
        );
        assert_eq!(
            s.envelope.open_with_pass(&s.place, Purpose::Visit, &other.pass),
            Err(VaultError::Wrap)
        );
        assert_eq!(
            s.envelope
                .open_live(&s.place, Purpose::Visit, &other.live, &s.wrap),
            Err(VaultError::Wrap)
        );
        assert_eq!(
            s.envelope
                .open_live(&s.place, Purpose::Visit, &s.live, &other.wrap),
            Err(VaultError::Wrap)
        );
    }

    #[test]
    fn it_opens_in_its_own_place_only() {
        let s = sealed();
        let elsewhere = [
            place(6),
            Place {
                day: Day(20_001),
                ..s.place
            },
            Place {
                venue: VenueId([9; 8]),
                ..s.place
            },
            Place {
                event: EventId {
                    device: DeviceId([9; 8]),
                    seq: 5,
                },
                ..s.place
            },
        ];
        for place in elsewhere {
            assert_eq!(
                Envelope::open_for_day(&place, Purpose::Visit, &s.day, &s.stored),
                Err(VaultError::DayLayer)
            );
            assert_eq!(
                s.envelope.open_as_owner(&place, Purpose::Visit, &s.owner),
                Err(VaultError::Wrap)
            );
        }
        assert_eq!(
            s.envelope.open_as_owner(&s.place, Purpose::Profile, &s.owner),
            Err(VaultError::Wrap)
        );
    }

    #[test]
    fn a_flipped_bit_is_found_in_every_part() {
        let s = sealed();
        let bytes = s.envelope.to_bytes();
        for index in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[index] ^= 1;
            let opened = Envelope::from_bytes(&flipped)
                .and_then(|e| e.open_as_owner(&s.place, Purpose::Visit, &s.owner));
            let pass_wrap = 34 + 82..34 + 82 + 62;
            if pass_wrap.contains(&index) && opened.is_ok() {
                // The owner does not need the wrap for the pass; its holder does.
                let envelope = Envelope::from_bytes(&flipped).unwrap();
                assert_eq!(
                    envelope.open_with_pass(&s.place, Purpose::Visit, &s.pass),
                    Err(VaultError::Wrap)
                );
            } else {
                assert!(opened.is_err(), "byte {index}");
            }
        }
        let mut body = bytes.clone();
        *body.last_mut().unwrap() ^= 1;
        let opened = Envelope::from_bytes(&body)
            .unwrap()
            .open_as_owner(&s.place, Purpose::Visit, &s.owner);
        assert_eq!(opened, Err(VaultError::Body));
        let mut day_layer = s.stored.clone();
        day_layer[20] ^= 1;
        assert_eq!(
            Envelope::open_for_day(&s.place, Purpose::Visit, &s.day, &day_layer),
            Err(VaultError::DayLayer)
        );
    }

    #[test]
    fn a_key_that_the_record_does_not_commit_to_is_refused() {
        let s = sealed();
        let mut forged = s.envelope.clone();
        // A writer that wraps a second key for the owner, in the right place and over the right commitment.
        let aad = forged.aad(&s.place, Purpose::Visit);
        forged.wraps[0].1 = OwnerWrap::make(&s.owner.public(), &mut OsRng)
            .unwrap()
            .0
            .seal(&aad, &[7; 32])
            .unwrap();
        assert_eq!(
            forged.open_as_owner(&s.place, Purpose::Visit, &s.owner),
            Err(VaultError::Commitment)
        );
    }

    #[test]
    fn what_is_cut_short_says_so() {
        let bytes = sealed().envelope.to_bytes();
        for len in 0..34 + 82 + 62 {
            assert_eq!(
                Envelope::from_bytes(&bytes[..len]),
                Err(VaultError::Truncated),
                "{len}"
            );
        }
        assert_eq!(Envelope::from_bytes(&[2; 40]), Err(VaultError::Version));
    }

    #[test]
    fn records_of_like_size_look_alike() {
        let s = sealed();
        let size = |text: &[u8]| {
            let made = Envelope::seal(
                &s.place,
                Purpose::Visit,
                text,
                OwnerWrap::make(&s.owner.public(), &mut OsRng).unwrap(),
                Some(&s.pass),
                &s.live,
                &mut OsRng,
            );
            made.unwrap().0.to_bytes().len()
        };
        assert_eq!(size(b""), size(&[b'x'; 255]));
        assert_eq!(size(&[b'x'; 256]) - size(&[b'x'; 255]), 256);
    }
}
