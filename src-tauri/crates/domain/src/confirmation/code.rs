//! The code itself: eight digits to type, or a text in a QR code to hold up.

use std::{fmt, str::FromStr};

use rand_core::CryptoRngCore;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{id::EventId, pin_id::damm};

const RANDOM_PART: u32 = 10_000_000;
const PREFIX: &str = "EC1:";

/// Eight decimal digits: seven random ones, then their Damm check digit.
///
/// The check digit costs a tenth of the codes and is worth it: a slip of the finger is told at once and is no wrong try, so that ten
/// tries are enough for anybody. It does not help whoever guesses: the codes that pass the check are the ten million that count.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct ConfirmationCode(u32);

/// Why typed digits are no code. None of these is a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not exactly eight ASCII digits (spaces between them are allowed).
    #[error("a code has eight digits")]
    NotEightDigits,
    /// The check digit does not fit the others.
    #[error("the check digit does not fit")]
    CheckDigit,
    /// A held-up text that names no event and code.
    #[error("not a confirmation code")]
    Foreign,
}

impl ConfirmationCode {
    /// Draws seven digits, each equally likely, and adds the check digit.
    pub fn make(rng: &mut impl CryptoRngCore) -> Self {
        // 2^24 is the next power of two above 10^7: about 40 % of the draws are thrown away, none is favoured.
        let random = std::iter::repeat_with(|| rng.next_u32() >> 8).find(|draw| *draw < RANDOM_PART);
        let random = random.expect("the iterator never ends");
        Self(random * 10 + u32::from(damm(u64::from(random), 7)))
    }

    /// The eight digits as ASCII, the form that tags are computed over.
    pub fn digits(&self) -> String {
        format!("{:08}", self.0)
    }

    /// `1234 5678`, as it is written and read out.
    pub fn grouped(&self) -> String {
        let digits = self.digits();
        format!("{} {}", &digits[..4], &digits[4..])
    }
}

impl FromStr for ConfirmationCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let digits: String = text.chars().filter(|c| *c != ' ').collect();
        if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(CodeError::NotEightDigits);
        }
        let number = digits.parse().map_err(|_| CodeError::NotEightDigits)?;
        if damm(u64::from(number), 8) != 0 {
            return Err(CodeError::CheckDigit);
        }
        Ok(Self(number))
    }
}

/// Shows no digit.
impl fmt::Debug for ConfirmationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConfirmationCode(…)")
    }
}

/// What the picture in a message says: the code, and whose it is, so that nothing has to be typed.
///
/// Text: `EC1:`, the event's name in capitals, a hyphen, eight digits; all of it in the alphanumeric mode of QR (ISO/IEC 18004, 7.4.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeSlip {
    /// The event that asked for the code.
    pub registration: EventId,
    /// The code.
    pub code: ConfirmationCode,
}

impl CodeSlip {
    /// The text of the QR code.
    pub fn to_text(&self) -> String {
        let registration = self.registration.to_string().to_uppercase();
        format!("{PREFIX}{registration}-{}", self.code.digits())
    }

    /// Reads a held-up text.
    ///
    /// # Errors
    /// [`CodeError`].
    pub fn from_text(text: &str) -> Result<Self, CodeError> {
        let rest = text.strip_prefix(PREFIX).ok_or(CodeError::Foreign)?;
        let (registration, code) = rest.rsplit_once('-').ok_or(CodeError::Foreign)?;
        let slip = Self {
            registration: registration.parse().map_err(|_| CodeError::Foreign)?,
            code: code.parse()?,
        };
        // One way of writing it only: no small letters, spaces, signs or zeros in front of a number.
        (slip.to_text() == text).then_some(slip).ok_or(CodeError::Foreign)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_core::OsRng;

    use super::*;
    use crate::id::DeviceId;

    fn whole(random: u32) -> ConfirmationCode {
        ConfirmationCode(random * 10 + u32::from(damm(u64::from(random), 7)))
    }

    fn slip(seq: u64, random: u32) -> CodeSlip {
        CodeSlip {
            registration: EventId {
                device: DeviceId([0, 1, 2, 3, 0xAB, 0xCD, 0xEF, 0xFF]),
                seq,
            },
            code: whole(random),
        }
    }

    #[test]
    fn typed_digits_are_taken_strictly() {
        let code = whole(5_720_001);
        assert_eq!(code.grouped().parse(), Ok(code));
        for not_eight in [
            "",
            "1234567",
            "123456789",
            "１２３４５６７８",
            "+1234567",
            "1234\u{a0}5678",
        ] {
            assert_eq!(
                not_eight.parse::<ConfirmationCode>(),
                Err(CodeError::NotEightDigits),
                "{not_eight:?}"
            );
        }
        assert_eq!(whole(0).digits(), "00000000");
    }

    #[test]
    fn new_codes_are_whole_differ_and_reach_everywhere() {
        let made: Vec<_> = (0..2_000)
            .map(|_| ConfirmationCode::make(&mut OsRng).digits())
            .collect();
        assert!(
            made.iter()
                .all(|digits| digits.parse::<ConfirmationCode>().is_ok())
        );
        let different: std::collections::BTreeSet<_> = made.iter().collect();
        assert!(different.len() > 1_990);
        let first_digits: std::collections::BTreeSet<_> = made.iter().map(|digits| &digits[..1]).collect();
        assert_eq!(first_digits.len(), 10);
    }

    #[test]
    fn a_held_up_text_says_whose_code_it_is() {
        let text = slip(42, 5_720_001).to_text();
        let digits = whole(5_720_001).digits();
        assert_eq!(text, format!("EC1:00010203ABCDEFFF-42-{digits}"));
        assert_eq!(CodeSlip::from_text(&text), Ok(slip(42, 5_720_001)));
        let mistyped = text.replace("-42-", "-42-1");
        assert_eq!(CodeSlip::from_text(&mistyped), Err(CodeError::NotEightDigits));
        for foreign in [
            String::new(),
            "EL1:".to_owned(),
            digits,
            text.to_lowercase(),
            text.replace("ABCDEFFF", "abcdefff"),
            text.replace("-42-", "-042-"),
            text.replace("-42-", "-+42-"),
            text.replace("-42-", "-"),
            format!("{text} "),
        ] {
            assert_eq!(
                CodeSlip::from_text(&foreign),
                Err(CodeError::Foreign),
                "{foreign:?}"
            );
        }
    }

    #[test]
    fn debug_shows_no_digit() {
        let shown = format!("{:?}", slip(42, 5_720_001));
        assert!(shown.contains("ConfirmationCode(…)"), "{shown}");
        assert!(!shown.contains("5720"), "{shown}");
    }

    proptest! {
        #[test]
        fn a_slip_of_the_finger_is_caught_and_no_try(random in 0..RANDOM_PART, place in 0_u32..8, digit in 0_u32..10) {
            let code = whole(random).0;
            let there = (code / 10_u32.pow(place)) % 10;
            let slipped = code - there * 10_u32.pow(place) + digit * 10_u32.pow(place);
            let read = format!("{slipped:08}").parse::<ConfirmationCode>();
            prop_assert_eq!(read.is_ok(), digit == there);
            prop_assert!(read.is_ok() || read == Err(CodeError::CheckDigit));
        }

        #[test]
        fn every_slip_is_read_as_it_is_written(seq: u64, random in 0..RANDOM_PART) {
            let slip = slip(seq, random);
            prop_assert_eq!(CodeSlip::from_text(&slip.to_text()), Ok(slip));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC*|EC1:[0-9A-F+ -]{0,40}") {
            if let Ok(slip) = CodeSlip::from_text(&text) {
                prop_assert_eq!(slip.to_text(), text);
            }
        }
    }
}
