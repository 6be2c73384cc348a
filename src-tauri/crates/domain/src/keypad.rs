//! Typing a PIN-ID instead of showing a code: how often one may be wrong, and how long to wait then.

use crate::time::Timestamp;

/// Wrong numbers that are free.
pub const FREE_TRIES: u32 = 5;
/// Wait after the fifth wrong number, in milliseconds; doubles with each further one.
pub const FIRST_WAIT_MS: i64 = 30_000;
/// The longest wait, in milliseconds: the keypad is never shut for good, or anybody could shut it for everybody.
pub const LONGEST_WAIT_MS: i64 = 15 * 60_000;

/// Wrong numbers since the last right one, and when the last of them was typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeypadTries {
    /// Wrong numbers since the last right one.
    pub wrong: u32,
    /// When the last of them was typed.
    pub last_wrong_at: Timestamp,
}

impl KeypadTries {
    /// Wrong numbers that are still free.
    pub fn left(self) -> u32 {
        FREE_TRIES.saturating_sub(self.wrong)
    }

    /// How long the keypad stays shut from `now` on, in milliseconds; 0 when it is open. A clock that was set back can prolong a
    /// wait only up to its full length, never beyond.
    pub fn wait_ms(self, now: Timestamp) -> i64 {
        if self.wrong < FREE_TRIES {
            return 0;
        }
        let doublings = (self.wrong - FREE_TRIES).min(16);
        let full = (FIRST_WAIT_MS << doublings).min(LONGEST_WAIT_MS);
        (full - now.ms_since(self.last_wrong_at)).clamp(0, full)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(wrong: u32, after_ms: i64) -> i64 {
        KeypadTries {
            wrong,
            last_wrong_at: Timestamp(1_000_000),
        }
        .wait_ms(Timestamp(1_000_000 + after_ms))
    }

    #[test]
    fn the_fifth_wrong_number_shuts_the_keypad_and_each_further_one_doubles_the_wait() {
        assert_eq!((0..5).map(|wrong| wait(wrong, 0)).collect::<Vec<_>>(), [0; 5]);
        assert_eq!(
            (5..12).map(|wrong| wait(wrong, 0)).collect::<Vec<_>>(),
            [30_000, 60_000, 120_000, 240_000, 480_000, 900_000, 900_000]
        );
        assert_eq!(wait(u32::MAX, 0), LONGEST_WAIT_MS);
    }

    #[test]
    fn time_opens_it_and_a_clock_set_back_does_not_shut_it_for_long() {
        assert_eq!(wait(5, 29_999), 1);
        assert_eq!(wait(5, 30_000), 0);
        assert_eq!(wait(5, -86_400_000), 30_000);
    }
}
