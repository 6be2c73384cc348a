//! The pass on the phone: a code that changes every half minute, its bytes, and how old it may be.
//!
//! Text, alphanumeric as that of the paper pass (see `pass`): `EL2:` followed by the Base45 (RFC 9285) of 72 bytes.
//!
//! | offset | bytes | content |
//! |---|---|---|
//! | 0 | 8 | issuer, as on paper |
//! | 8 | 16 | handle: holder and days of validity, enciphered for the venue alone |
//! | 24 | 4 | step: Unix time in half minutes, big-endian |
//! | 28 | 12 | nonce of the phone |
//! | 40 | 32 | profile key and tag: AES-256-GCM (NIST SP 800-38D) under the key of this pass and this step |
//!
//! 112 characters: QR version 5 with error correction M holds 122, one version less than paper needs.
//!
//! A photograph of it holds no PIN-ID, which could be typed, and no profile key; two photographs of one pass have the handle in
//! common. The phone makes the code without a net and without the venue: `vault` holds the keys of both.

use std::fmt;

use crate::{
    id::IssuerId,
    pass::{PassError, day_from_bytes, day_to_bytes},
    pin_id::PinId,
    retention::ClockState,
    time::{Day, Timestamp},
};

/// What the text of a phone's code begins with.
pub const PHONE_PREFIX: &str = "EL2:";
const HEADER_LEN: usize = 28;
const SEALED_LEN: usize = 44;
const TEXT_LEN: usize = 112;
const CONTEXT: &[u8] = b"einlass-pass-v2";
const STEP_MS: i64 = 30_000;

/// A half minute: Unix time divided by 30 s. A code is made for one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step(pub u32);

impl Step {
    /// The half minute of `at`; the first or last one for times that have none (before 1970, after 6053).
    pub fn at(at: Timestamp) -> Self {
        Self(u32::try_from(at.0.div_euclid(STEP_MS).max(0)).unwrap_or(u32::MAX))
    }

    /// Whether a code of this step is taken when it is `now`, by a clock that can be believed so far.
    pub fn is_fresh(self, now: Self, clock: ClockState) -> bool {
        self.0.abs_diff(now.0) <= tolerance_steps(clock)
    }
}

/// How many half minutes a phone may be ahead of the kiosk or behind it. Phones are set by their network to the second, so it is the
/// kiosk's own clock that decides, and its faults must not shut visitors out:
///
/// - set by a time server: one, which a phone needs that is shown just before its code changes;
/// - running by itself: four, because somebody set it by a watch and it has drifted since;
/// - doubtful: those of a day. Who set it wrong mostly has the wrong hour, zone or half of the day. A clock that is wrong by more
///   refuses paper too, by its days.
fn tolerance_steps(clock: ClockState) -> u32 {
    match clock {
        ClockState::Synchronised => 1,
        ClockState::Running => 4,
        ClockState::Doubtful => 24 * 60 * 2,
    }
}

/// Names a pass in its phone's codes: to the venue, whose it is and when it is valid; to everybody else, noise that stays the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Handle(pub [u8; 16]);

/// Shows no digit: it stands for a person.
impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handle(…)")
    }
}

/// Whose pass it is and when it is valid: 9 bytes, laid out as on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Whose pass it is.
    pub pin_id: PinId,
    /// First day on which it is valid.
    pub valid_from: Day,
    /// Last day on which it is valid.
    pub valid_until: Day,
}

impl Holder {
    /// How many bytes it has.
    pub const LEN: usize = 9;

    /// The bytes.
    ///
    /// # Errors
    /// [`PassError::Malformed`] when a day lies outside 2020-01-01 … 2199-06-06.
    pub fn to_bytes(self) -> Result<[u8; Self::LEN], PassError> {
        let mut bytes = [0; Self::LEN];
        bytes[..5].copy_from_slice(&self.pin_id.number().to_be_bytes()[3..]);
        bytes[5..7].copy_from_slice(&day_to_bytes(self.valid_from)?);
        bytes[7..].copy_from_slice(&day_to_bytes(self.valid_until)?);
        Ok(bytes)
    }

    /// The holder from the bytes.
    ///
    /// # Errors
    /// [`PassError::Malformed`] when they are no holder's.
    pub fn from_bytes(bytes: &[u8; Self::LEN]) -> Result<Self, PassError> {
        let mut number = [0; 8];
        number[3..].copy_from_slice(&bytes[..5]);
        let holder = Self {
            pin_id: PinId::from_number(u64::from_be_bytes(number)).map_err(|_| PassError::Malformed)?,
            valid_from: day_from_bytes(&bytes[5..7])?,
            valid_until: day_from_bytes(&bytes[7..])?,
        };
        if holder.valid_until < holder.valid_from {
            return Err(PassError::Malformed);
        }
        Ok(holder)
    }
}

/// A well-formed code of a phone that nobody has opened yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneCode {
    /// The venue that gave the pass out.
    pub issuer: IssuerId,
    /// Which pass.
    pub handle: Handle,
    /// The half minute that it was made for.
    pub step: Step,
    /// Nonce, sealed profile key and tag.
    pub sealed: [u8; SEALED_LEN],
}

impl PhoneCode {
    /// Reads the bytes of a code: length, alphabet, layout. Says nothing about who made them.
    ///
    /// # Errors
    /// [`PassError::Foreign`] or [`PassError::Malformed`].
    pub fn parse(code: &[u8]) -> Result<Self, PassError> {
        let text = code
            .strip_prefix(PHONE_PREFIX.as_bytes())
            .ok_or(PassError::Foreign)?;
        if code.len() != TEXT_LEN {
            return Err(PassError::Malformed);
        }
        // Of a length that is whole triples each text has its own bytes.
        let bytes = base45::decode(text).map_err(|_| PassError::Malformed)?;
        let (header, sealed) = bytes.split_at_checked(HEADER_LEN).ok_or(PassError::Malformed)?;
        let (issuer, rest) = header.split_first_chunk().ok_or(PassError::Malformed)?;
        let (handle, step) = rest.split_first_chunk().ok_or(PassError::Malformed)?;
        let step = step.try_into().map_err(|_| PassError::Malformed)?;
        Ok(Self {
            issuer: IssuerId(*issuer),
            handle: Handle(*handle),
            step: Step(u32::from_be_bytes(step)),
            sealed: sealed.try_into().map_err(|_| PassError::Malformed)?,
        })
    }

    /// The text of the code.
    pub fn to_text(&self) -> String {
        let bytes = [self.header().as_slice(), &self.sealed].concat();
        format!("{PHONE_PREFIX}{}", base45::encode(&bytes))
    }

    /// What the seal is bound to: context string, issuer, handle and step.
    pub fn bound_bytes(&self) -> Vec<u8> {
        [CONTEXT, &self.header()].concat()
    }

    fn header(&self) -> Vec<u8> {
        [
            self.issuer.0.as_slice(),
            &self.handle.0,
            &self.step.0.to_be_bytes(),
        ]
        .concat()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code() -> PhoneCode {
        PhoneCode {
            issuer: IssuerId([7; 8]),
            handle: Handle([8; 16]),
            step: Step(59_666_666),
            sealed: [9; SEALED_LEN],
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let text = code().to_text();
        assert_eq!(text.len(), TEXT_LEN, "fits QR 5-M");
        assert_eq!(PhoneCode::parse(text.as_bytes()), Ok(code()));
    }

    #[test]
    fn everything_else_is_told_apart() {
        let text = code().to_text();
        let refused = |code: &str| PhoneCode::parse(code.as_bytes()).unwrap_err();
        assert_eq!(refused(""), PassError::Foreign);
        assert_eq!(refused(&text.replace("EL2:", "EL1:")), PassError::Foreign);
        assert_eq!(refused(&text[..TEXT_LEN - 1]), PassError::Malformed, "too short");
        assert_eq!(refused(&format!("{text}0")), PassError::Malformed, "too long");
        assert_eq!(
            refused(&text.replacen(&text[10..12], "ab", 1)),
            PassError::Malformed,
            "alphabet"
        );
    }

    #[test]
    fn a_holder_is_nine_bytes_and_nothing_else_is_one() {
        let holder = Holder {
            pin_id: PinId::from_number(572_000_000_015).unwrap(),
            valid_from: Day(20_778),
            valid_until: Day(21_143),
        };
        let bytes = holder.to_bytes().unwrap();
        assert_eq!(Holder::from_bytes(&bytes), Ok(holder));
        let changed = |place: usize, to: u8| {
            let mut bytes = bytes;
            bytes[place] = to;
            Holder::from_bytes(&bytes)
        };
        assert_eq!(changed(4, bytes[4] ^ 1), Err(PassError::Malformed), "check digit");
        assert_eq!(changed(7, 0), Err(PassError::Malformed), "ends before it begins");
        let too_early = Holder {
            valid_from: Day(0),
            ..holder
        };
        assert_eq!(too_early.to_bytes(), Err(PassError::Malformed));
    }

    #[test]
    fn how_old_a_code_may_be_depends_on_the_kiosks_clock() {
        let noon = Timestamp(1_790_000_010_000);
        let oldest = |clock| {
            let made = Step::at(noon);
            let fresh = (0..).take_while(|minutes| {
                let now = Step::at(noon.plus_ms(minutes * 30_000));
                made.is_fresh(now, clock)
            });
            fresh.last().unwrap() * 30
        };
        assert_eq!(oldest(ClockState::Synchronised), 30, "seconds");
        assert_eq!(oldest(ClockState::Running), 120);
        assert_eq!(oldest(ClockState::Doubtful), 86_400);
        let ahead = Step(Step::at(noon).0 + 1);
        assert!(ahead.is_fresh(Step::at(noon), ClockState::Synchronised));
        assert!(!Step(ahead.0 + 1).is_fresh(Step::at(noon), ClockState::Synchronised));
    }

    #[test]
    fn steps_are_half_minutes_of_unix_time_and_never_run_over() {
        assert_eq!(Step::at(Timestamp(0)), Step(0));
        assert_eq!(Step::at(Timestamp(29_999)), Step(0));
        assert_eq!(Step::at(Timestamp(30_000)), Step(1));
        assert_eq!(Step::at(Timestamp(i64::MIN)), Step(0));
        assert_eq!(Step::at(Timestamp(i64::MAX)), Step(u32::MAX));
        assert!(!Step(0).is_fresh(Step(u32::MAX), ClockState::Doubtful));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_stumble(code in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = PhoneCode::parse(&code);
            let _ = PhoneCode::parse(&[b"EL2:".as_slice(), &code].concat());
        }

        #[test]
        fn every_code_is_read_as_it_is_written(issuer: [u8; 8], handle: [u8; 16], step: u32, sealed: [u8; 32], nonce: [u8; 12]) {
            let sealed = [nonce.as_slice(), &sealed].concat().try_into().unwrap();
            let code = PhoneCode { issuer: IssuerId(issuer), handle: Handle(handle), step: Step(step), sealed };
            prop_assert_eq!(PhoneCode::parse(code.to_text().as_bytes()), Ok(code));
        }

        #[test]
        fn a_changed_character_is_another_code(place in 4_usize..TEXT_LEN, to in "[0-9A-Z $%*+./:-]") {
            let text = code().to_text();
            let mut changed = text.clone();
            changed.replace_range(place..=place, &to);
            prop_assert_eq!(PhoneCode::parse(changed.as_bytes()) == Ok(code()), changed == text);
        }
    }
}
