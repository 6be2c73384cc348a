//! The entry pass as it stands in a QR code: what it claims, its bytes, and the strict way of reading it.
//!
//! Text, all of it in the alphanumeric mode of QR (ISO/IEC 18004, 7.4.4): `EL1:` followed by the Base45 (RFC 9285) of 98 bytes.
//!
//! | offset | bytes | content |
//! |---|---|---|
//! | 0 | 8 | issuer: first 8 bytes of SHA-256 of the Ed25519 public key that signs |
//! | 8 | 5 | PIN-ID as a big-endian number below 10^12, check digit included |
//! | 13 | 16 | profile key: opens the visitor's sealed profile, known to the pass alone |
//! | 29 | 2 | first day of validity, big-endian, days since 2020-01-01 |
//! | 31 | 2 | last day of validity, likewise |
//! | 33 | 1 | flags, all zero in this version |
//! | 34 | 64 | Ed25519 (RFC 8032) over `einlass-pass-v1` and the 34 bytes before |
//!
//! 151 characters: QR version 6 with error correction M holds 154. Vectors are in `vault`, which holds the keys.

use std::fmt;

use rand_core::CryptoRngCore;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{id::IssuerId, pin_id::PinId, time::Day};

const FAMILY: &[u8] = b"EL";
const PREFIX: &str = "EL1:";
const CLAIMS_LEN: usize = 34;
const SIGNATURE_LEN: usize = 64;
const TEXT_LEN: usize = 151;
const DAY_ZERO: i32 = 18_262; // 2020-01-01
const CONTEXT: &[u8] = b"einlass-pass-v1";

/// 128 random bits that open one visitor's profile. Only the pass carries them.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct ProfileKey([u8; 16]);

impl ProfileKey {
    /// A fresh key.
    pub fn make(rng: &mut impl CryptoRngCore) -> Self {
        let mut bytes = [0; 16];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// The key from its bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes, for the one place that derives the profile's sealing key from them.
    pub fn expose(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for ProfileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProfileKey(…)")
    }
}

/// What a pass says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassClaims {
    /// Who signs.
    pub issuer: IssuerId,
    /// Whose pass it is.
    pub pin_id: PinId,
    /// Opens the visitor's profile.
    pub profile_key: ProfileKey,
    /// First day on which it is valid.
    pub valid_from: Day,
    /// Last day on which it is valid.
    pub valid_until: Day,
}

/// Why a code is no pass of this venue, in the order of the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PassError {
    /// Something else than an entry pass: a web address, a PIN-ID alone, another system's ticket.
    #[error("not an entry pass")]
    Foreign,
    /// Length, alphabet or layout are not those of a pass.
    #[error("a damaged entry pass")]
    Malformed,
    /// An entry pass of a format that this program does not know.
    #[error("an entry pass of another version")]
    Version,
    /// Signed by a key that this venue does not accept.
    #[error("an entry pass of another venue")]
    Issuer,
    /// The signature does not fit the content.
    #[error("an entry pass whose signature does not fit")]
    Signature,
    /// The first day of validity is still to come.
    #[error("an entry pass that is not valid yet")]
    NotYet,
    /// The last day of validity has gone.
    #[error("an entry pass that has expired")]
    Expired,
    /// The code of a phone, made too long ago or too far ahead: a photograph of it, or a clock that is wrong.
    #[error("a code of a phone that is not from now")]
    Stale,
}

/// A well-formed pass whose signature nobody has checked yet.
#[derive(Debug)]
pub struct UnverifiedPass {
    claims: PassClaims,
    signed: Vec<u8>,
    signature: [u8; SIGNATURE_LEN],
}

impl PassClaims {
    /// The bytes that the signature covers: context string and claims.
    ///
    /// # Errors
    /// [`PassError::Malformed`] when a day lies outside 2020-01-01 … 2199-06-06.
    pub fn signed_bytes(&self) -> Result<Vec<u8>, PassError> {
        let mut bytes = CONTEXT.to_vec();
        bytes.extend(self.issuer.0);
        bytes.extend(&self.pin_id.number().to_be_bytes()[3..]);
        bytes.extend(self.profile_key.expose());
        bytes.extend(day_to_bytes(self.valid_from)?);
        bytes.extend(day_to_bytes(self.valid_until)?);
        bytes.push(0);
        Ok(bytes)
    }

    /// The text of the code, given the signature over [`Self::signed_bytes`].
    ///
    /// # Errors
    /// As [`Self::signed_bytes`].
    pub fn to_text(&self, signature: &[u8; SIGNATURE_LEN]) -> Result<String, PassError> {
        let mut bytes = self.signed_bytes()?.split_off(CONTEXT.len());
        bytes.extend(signature);
        Ok(format!("{PREFIX}{}", base45::encode(&bytes)))
    }

    /// Whether the pass is valid on `today`.
    ///
    /// # Errors
    /// [`PassError::NotYet`] or [`PassError::Expired`].
    pub fn check_days(&self, today: Day) -> Result<(), PassError> {
        if today < self.valid_from {
            return Err(PassError::NotYet);
        }
        if today > self.valid_until {
            return Err(PassError::Expired);
        }
        Ok(())
    }
}

impl UnverifiedPass {
    /// Reads the bytes of a code: length, alphabet, version, layout. Says nothing about who made them.
    ///
    /// # Errors
    /// [`PassError::Foreign`], [`PassError::Version`] or [`PassError::Malformed`].
    pub fn parse(code: &[u8]) -> Result<Self, PassError> {
        let rest = code.strip_prefix(FAMILY).ok_or(PassError::Foreign)?;
        let [version, b':', ..] = rest else {
            return Err(PassError::Foreign);
        };
        if !version.is_ascii_digit() {
            return Err(PassError::Foreign);
        }
        if *version != b'1' {
            return Err(PassError::Version);
        }
        if code.len() != TEXT_LEN {
            return Err(PassError::Malformed);
        }
        // Of a length that is whole triples each text has its own bytes: nothing else decodes to a pass that we signed.
        let bytes = base45::decode(&code[PREFIX.len()..]).map_err(|_| PassError::Malformed)?;
        let (claims, signature) = bytes.split_at_checked(CLAIMS_LEN).ok_or(PassError::Malformed)?;
        let signature = signature.try_into().map_err(|_| PassError::Malformed)?;
        Ok(Self {
            claims: read_claims(claims)?,
            signed: [CONTEXT, claims].concat(),
            signature,
        })
    }

    /// The issuer whose public key has to be asked.
    pub fn issuer(&self) -> IssuerId {
        self.claims.issuer
    }

    /// Hands the signed bytes and the signature to `verify` and gives the claims if it agrees.
    ///
    /// # Errors
    /// [`PassError::Signature`].
    pub fn verified(
        self,
        verify: impl FnOnce(&[u8], &[u8; SIGNATURE_LEN]) -> bool,
    ) -> Result<PassClaims, PassError> {
        if verify(&self.signed, &self.signature) {
            Ok(self.claims)
        } else {
            Err(PassError::Signature)
        }
    }
}

fn read_claims(bytes: &[u8]) -> Result<PassClaims, PassError> {
    let array = |from: usize, to: usize| bytes.get(from..to).ok_or(PassError::Malformed);
    let mut number = [0; 8];
    number[3..].copy_from_slice(array(8, 13)?);
    let [0] = array(33, 34)? else {
        return Err(PassError::Malformed);
    };
    let claims = PassClaims {
        issuer: IssuerId(array(0, 8)?.try_into().map_err(|_| PassError::Malformed)?),
        pin_id: PinId::from_number(u64::from_be_bytes(number)).map_err(|_| PassError::Malformed)?,
        profile_key: ProfileKey::from_bytes(array(13, 29)?.try_into().map_err(|_| PassError::Malformed)?),
        valid_from: day_from_bytes(array(29, 31)?)?,
        valid_until: day_from_bytes(array(31, 33)?)?,
    };
    if claims.valid_until < claims.valid_from {
        return Err(PassError::Malformed);
    }
    Ok(claims)
}

pub(crate) fn day_to_bytes(day: Day) -> Result<[u8; 2], PassError> {
    let days = day
        .0
        .checked_sub(DAY_ZERO)
        .and_then(|days| u16::try_from(days).ok());
    Ok(days.ok_or(PassError::Malformed)?.to_be_bytes())
}

pub(crate) fn day_from_bytes(bytes: &[u8]) -> Result<Day, PassError> {
    let bytes = bytes.try_into().map_err(|_| PassError::Malformed)?;
    Ok(Day(DAY_ZERO + i32::from(u16::from_be_bytes(bytes))))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn claims() -> PassClaims {
        PassClaims {
            issuer: IssuerId([7; 8]),
            pin_id: PinId::from_number(0).unwrap(),
            profile_key: ProfileKey::from_bytes([9; 16]),
            valid_from: Day(20_500),
            valid_until: Day(20_865),
        }
    }

    fn text() -> String {
        claims().to_text(&[3; 64]).unwrap()
    }

    #[test]
    fn what_is_written_is_read() {
        let text = text();
        assert_eq!(text.len(), TEXT_LEN, "fits QR 6-M");
        let pass = UnverifiedPass::parse(text.as_bytes()).unwrap();
        assert_eq!(pass.issuer(), IssuerId([7; 8]));
        let read = pass.verified(|signed, signature| {
            signed == claims().signed_bytes().unwrap() && signature == &[3; 64]
        });
        assert_eq!(read.unwrap(), claims());
    }

    #[test]
    fn a_signature_that_does_not_fit_is_named_so() {
        let pass = UnverifiedPass::parse(text().as_bytes()).unwrap();
        assert_eq!(pass.verified(|_, _| false).unwrap_err(), PassError::Signature);
    }

    #[test]
    fn everything_else_is_told_apart() {
        let refused = |code: &[u8]| UnverifiedPass::parse(code).unwrap_err();
        let text = text();
        assert_eq!(refused(b""), PassError::Foreign);
        assert_eq!(refused(b"000000000000"), PassError::Foreign, "a PIN-ID alone");
        assert_eq!(refused(b"https://example.org/EL1:"), PassError::Foreign);
        assert_eq!(refused(b"ELX:ABC"), PassError::Foreign);
        assert_eq!(
            refused(text.replace("EL1:", "EL2:").as_bytes()),
            PassError::Version
        );
        assert_eq!(
            refused(text.to_lowercase().replace("el1:", "EL1:").as_bytes()),
            PassError::Malformed,
            "alphabet"
        );
        assert_eq!(
            refused(&text.as_bytes()[..150]),
            PassError::Malformed,
            "too short"
        );
        assert_eq!(
            refused(format!("{text}0").as_bytes()),
            PassError::Malformed,
            "too long"
        );
        assert_eq!(
            refused(format!("{} ", &text[..150]).as_bytes()),
            PassError::Malformed,
            "above 16 bits or not ours"
        );
    }

    #[test]
    fn flags_and_days_are_checked() {
        let raw = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut bytes = base45::decode(&text()[4..]).unwrap();
            change(&mut bytes);
            UnverifiedPass::parse(format!("EL1:{}", base45::encode(&bytes)).as_bytes())
        };
        assert!(raw(&|_| ()).is_ok());
        assert_eq!(
            raw(&|bytes| bytes[33] = 1).unwrap_err(),
            PassError::Malformed,
            "unknown flag"
        );
        assert_eq!(
            raw(&|bytes| bytes[12] = 1).unwrap_err(),
            PassError::Malformed,
            "check digit of the PIN-ID"
        );
        assert_eq!(
            raw(&|bytes| bytes[31] = 0).unwrap_err(),
            PassError::Malformed,
            "ends before it begins"
        );
        assert_eq!(claims().check_days(Day(20_499)), Err(PassError::NotYet));
        assert_eq!(claims().check_days(Day(20_500)), Ok(()));
        assert_eq!(claims().check_days(Day(20_865)), Ok(()));
        assert_eq!(claims().check_days(Day(20_866)), Err(PassError::Expired));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_stumble(code in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = UnverifiedPass::parse(&code);
            let _ = UnverifiedPass::parse(&[b"EL1:".as_slice(), &code].concat());
        }

        #[test]
        fn a_changed_character_is_never_the_same_pass(place in 4_usize..151, to in "[0-9A-Z $%*+./:-]") {
            let text = text();
            let mut changed = text.clone();
            changed.replace_range(place..=place, &to);
            let same = UnverifiedPass::parse(changed.as_bytes())
                .and_then(|pass| pass.verified(|signed, signature| signed == claims().signed_bytes().unwrap() && signature == &[3; 64]));
            prop_assert_eq!(same.is_ok(), changed == text);
        }
    }
}
