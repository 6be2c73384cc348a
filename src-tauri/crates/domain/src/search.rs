//! Looking numbers up in the lounge: how many may be missed. There is no reason to walk through numbers, for nobody.

use crate::time::Timestamp;

/// Numbers that somebody may miss within [`WITHIN_MS`].
pub const FREE_MISSES: usize = 10;
/// So long a missed number counts, in milliseconds. A right one in between does not make up for it: whoever works here has one at hand.
pub const WITHIN_MS: i64 = 60 * 60_000;

/// How many numbers may still be missed now, and how long somebody waits who may not miss another, in milliseconds. `missed` is newest
/// first. A clock that was set back can prolong a wait only up to its full length.
pub fn after_misses(missed: impl Iterator<Item = Timestamp>, now: Timestamp) -> Misses {
    let age = |at: Timestamp| now.ms_since(at).max(0);
    let counting: Vec<_> = missed
        .map(age)
        .take_while(|age| *age < WITHIN_MS)
        .take(FREE_MISSES)
        .collect();
    Misses {
        left: FREE_MISSES - counting.len(),
        wait_ms: counting
            .get(FREE_MISSES - 1)
            .map_or(0, |oldest| WITHIN_MS - oldest),
    }
}

/// What is left to somebody who looks numbers up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misses {
    /// Numbers that may still be missed.
    pub left: usize,
    /// How long to wait for the next one, in milliseconds; 0 for not at all.
    pub wait_ms: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(missed_min: &[i64], now_min: i64) -> (usize, i64) {
        let newest_first = missed_min.iter().rev().map(|min| Timestamp(min * 60_000));
        let misses = after_misses(newest_first, Timestamp(now_min * 60_000));
        (misses.left, misses.wait_ms / 60_000)
    }

    #[test]
    fn ten_numbers_in_an_hour_may_be_missed_and_the_oldest_opens_again() {
        assert_eq!(after(&[], 0), (10, 0));
        assert_eq!(after(&[0, 1, 2], 2), (7, 0));
        let ten: Vec<i64> = (0..10).collect();
        assert_eq!(after(&ten, 9), (0, 51));
        assert_eq!(after(&ten, 59), (0, 1));
        assert_eq!(after(&ten, 60), (1, 0));
        assert_eq!(after(&ten, 200), (10, 0));
    }

    #[test]
    fn a_clock_set_back_locks_nobody_out_for_longer() {
        let ten: Vec<i64> = (1_000..1_010).collect();
        assert_eq!(after(&ten, 0), (0, 60));
    }
}
