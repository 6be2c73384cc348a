//! The PIN-ID: twelve digits that a person can read out, eleven of them random and one to catch slips of the finger.

use std::{fmt, str::FromStr};

use minicbor::{Decode, Encode};
use rand_core::CryptoRngCore;

/// Twelve decimal digits; the last is the Damm check digit of the others.
///
/// A name, not a secret: it opens nothing that is worth more than a visit, and no key is ever derived from it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct PinId(#[n(0)] u64);

/// Why twelve typed digits are no PIN-ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinIdError {
    /// Not exactly twelve ASCII digits (spaces between them are allowed).
    #[error("a PIN-ID has twelve digits")]
    NotTwelveDigits,
    /// The check digit does not fit the others.
    #[error("the check digit does not fit")]
    CheckDigit,
}

/// The quasigroup of order 10 from H. Michael Damm, "Total anti-symmetrische Quasigruppen" (dissertation, Marburg 2004).
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

const RANDOM_PART: u64 = 100_000_000_000;

impl PinId {
    /// Draws eleven digits, each equally likely, and adds the check digit.
    pub fn make(rng: &mut impl CryptoRngCore) -> Self {
        // 2^37 is the next power of two above 10^11: about 27 % of the draws are thrown away, none is favoured.
        let random = std::iter::repeat_with(|| rng.next_u64() >> 27).find(|draw| *draw < RANDOM_PART);
        let random = random.expect("the iterator never ends");
        Self(random * 10 + u64::from(damm(random, 11)))
    }

    /// The number itself, below 10^12.
    pub fn number(self) -> u64 {
        self.0
    }

    /// Takes a number that stands in a pass.
    ///
    /// # Errors
    /// [`PinIdError`] when it has more than twelve digits or the check digit does not fit.
    pub fn from_number(number: u64) -> Result<Self, PinIdError> {
        if number >= RANDOM_PART * 10 {
            return Err(PinIdError::NotTwelveDigits);
        }
        if damm(number, 12) != 0 {
            return Err(PinIdError::CheckDigit);
        }
        Ok(Self(number))
    }

    /// The twelve digits as ASCII, the form that tags are computed over.
    pub fn digits(self) -> String {
        format!("{:012}", self.0)
    }

    /// `1234 5678 9012`, as it is printed and read out.
    pub fn grouped(self) -> String {
        let digits = self.digits();
        format!("{} {} {}", &digits[..4], &digits[4..8], &digits[8..])
    }
}

/// The check digit that makes `number` (read as `digits` decimal digits) whole; 0 if it is whole already.
pub(crate) fn damm(number: u64, digits: u32) -> u8 {
    (0..digits).rev().fold(0, |interim, place| {
        let digit = (number / 10_u64.pow(place)) % 10;
        DAMM[usize::from(interim)][usize::try_from(digit).expect("a digit is below ten")]
    })
}

impl FromStr for PinId {
    type Err = PinIdError;

    fn from_str(text: &str) -> Result<Self, PinIdError> {
        let digits: String = text.chars().filter(|c| *c != ' ').collect();
        if digits.len() != 12 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PinIdError::NotTwelveDigits);
        }
        Self::from_number(digits.parse().map_err(|_| PinIdError::NotTwelveDigits)?)
    }
}

/// Shows no digit: a PIN-ID stands for a person.
impl fmt::Debug for PinId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PinId(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn whole(random: u64) -> PinId {
        PinId(random * 10 + u64::from(damm(random, 11)))
    }

    #[test]
    fn the_check_digit_is_damms() {
        // Damm's own example: 572 has the check digit 4.
        assert_eq!(damm(572, 3), 4);
        assert_eq!(damm(5724, 4), 0);
    }

    #[test]
    fn typed_digits_are_taken_strictly() {
        let pin = whole(57_200_000_001);
        assert_eq!(pin.grouped().parse(), Ok(pin));
        assert_eq!("1234".parse::<PinId>(), Err(PinIdError::NotTwelveDigits));
        assert_eq!(
            "１２３４５６７８９０１２".parse::<PinId>(),
            Err(PinIdError::NotTwelveDigits),
            "ASCII digits only"
        );
        assert_eq!("+12345678901".parse::<PinId>(), Err(PinIdError::NotTwelveDigits));
        assert_eq!(PinId::from_number(pin.number() ^ 1), Err(PinIdError::CheckDigit));
        assert_eq!(PinId::from_number(u64::MAX), Err(PinIdError::NotTwelveDigits));
    }

    proptest! {
        #[test]
        fn every_single_slip_and_every_swap_of_neighbours_is_caught(random in 0..RANDOM_PART, place in 0_u32..12, digit in 0_u64..10) {
            let pin = whole(random).number();
            let there = (pin / 10_u64.pow(place)) % 10;
            let slipped = pin - there * 10_u64.pow(place) + digit * 10_u64.pow(place);
            prop_assert_eq!(PinId::from_number(slipped).is_ok(), digit == there);

            let mut digits: Vec<u8> = format!("{pin:012}").into_bytes();
            let (left, right) = (place as usize % 11, place as usize % 11 + 1);
            let same = digits[left] == digits[right];
            digits.swap(left, right);
            let swapped = String::from_utf8(digits).unwrap();
            prop_assert_eq!(swapped.parse::<PinId>().is_ok(), same);
        }
    }

    #[test]
    fn new_numbers_are_whole_and_differ() {
        let mut rng = rand_core::OsRng;
        let made: std::collections::BTreeSet<_> = (0..1_000).map(|_| PinId::make(&mut rng)).collect();
        assert!(made.len() > 990);
        assert!(
            made.iter()
                .all(|pin| PinId::from_number(pin.number()) == Ok(*pin))
        );
    }
}
