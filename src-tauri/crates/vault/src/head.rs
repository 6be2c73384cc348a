//! The head of an event: who, when, what. Sealed, so that a copied database shows days and counts, but no times and no kinds.

use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::{
    VaultError,
    hazmat::{self, Secret},
    keys::{DayKey, LedgerKey},
    place::{Place, Purpose},
};

const BUCKET: usize = 128;

/// The key that an event's head is sealed under.
pub trait HeadKey {
    /// Derived for this one use.
    #[doc(hidden)]
    fn derive_head_key(&self) -> zeroize::Zeroizing<[u8; 32]>;
}

impl HeadKey for DayKey {
    fn derive_head_key(&self) -> Secret {
        hazmat::derive_secret(self.0.as_slice(), "einlass/1/day-head")
    }
}

impl HeadKey for LedgerKey {
    fn derive_head_key(&self) -> Secret {
        hazmat::derive_secret(self.0.as_slice(), "einlass/1/lasting-head")
    }
}

/// Seals the head of the event at `place`, padded so that kinds of events cannot be told by their size.
pub fn seal_head(key: &impl HeadKey, place: &Place, head: &[u8], rng: &mut impl CryptoRngCore) -> Vec<u8> {
    hazmat::seal(
        &key.derive_head_key(),
        &place.aad(Purpose::Head),
        &pad(head, BUCKET),
        rng,
    )
}

/// Opens the head of the event at `place`.
///
/// # Errors
/// [`VaultError::Head`].
pub fn open_head(key: &impl HeadKey, place: &Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let padded = hazmat::open(&key.derive_head_key(), &place.aad(Purpose::Head), sealed);
    unpad(padded.map_err(|_| VaultError::Head)?).ok_or(VaultError::Head)
}

/// ISO/IEC 7816-4 padding: 0x80, then zeros up to a multiple of `bucket`.
pub(crate) fn pad(bytes: &[u8], bucket: usize) -> Zeroizing<Vec<u8>> {
    let len = (bytes.len() + 1).next_multiple_of(bucket);
    let mut padded = Zeroizing::new(Vec::with_capacity(len));
    padded.extend(bytes);
    padded.push(0x80);
    padded.resize(len, 0);
    padded
}

pub(crate) fn unpad(mut padded: Zeroizing<Vec<u8>>) -> Option<Zeroizing<Vec<u8>>> {
    let end = padded.iter().rposition(|byte| *byte != 0)?;
    if padded[end] != 0x80 {
        return None;
    }
    padded.truncate(end);
    Some(padded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_is_taken_off_again() {
        for len in 0..300 {
            let bytes = vec![0x80; len];
            let padded = pad(&bytes, 128);
            assert_eq!(padded.len() % 128, 0);
            assert!(padded.len() > len);
            assert_eq!(unpad(padded).unwrap().as_slice(), bytes);
        }
        assert!(unpad(Zeroizing::new(vec![0; 8])).is_none());
        assert!(unpad(Zeroizing::new(vec![1, 2])).is_none());
    }
}
