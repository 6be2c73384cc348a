//! How long to wait before something that failed is tried again.

use rand_core::RngCore;

use crate::time::Timestamp;

/// Waits that double, up to a longest one, each drawn from the upper half of its span so that kiosks which failed together do not
/// come back together ("equal jitter": M. Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// Longest wait after the first failure, in milliseconds.
    pub first_ms: i64,
    /// Longest wait of all, in milliseconds.
    pub longest_ms: i64,
}

impl Backoff {
    /// For messages to visitors: a server that greylists wants to be asked again after minutes (RFC 6647, 2.1), and one that is down
    /// for the night is asked each hour.
    pub const MESSAGE: Self = Self {
        first_ms: 2 * 60_000,
        longest_ms: 60 * 60_000,
    };

    /// How long to wait after the `failures`-th failure in a row (1 is the first), in milliseconds: at least half of the span,
    /// at most all of it.
    pub fn wait_ms(self, failures: u32, rng: &mut impl RngCore) -> i64 {
        let doublings = failures.saturating_sub(1).min(62);
        let span = self
            .first_ms
            .max(1)
            .saturating_mul(1_i64 << doublings)
            .min(self.longest_ms.max(1));
        let half = span / 2;
        // The remainder favours small draws by less than one in 2^20 for any span below a century.
        let draw = rng.next_u64() % u64::try_from(span - half + 1).expect("a span is not negative");
        half + i64::try_from(draw).expect("a draw is below its span")
    }

    /// When to try again after a failure at `now`; none when that would not be before `until`, so that the attempt is over.
    ///
    /// `asked_ms` is what the other side asked for (HTTP `Retry-After`); it can prolong the wait and never shortens it.
    pub fn next_try(
        self,
        failures: u32,
        asked_ms: Option<i64>,
        now: Timestamp,
        until: Timestamp,
        rng: &mut impl RngCore,
    ) -> Option<Timestamp> {
        let wait = self.wait_ms(failures, rng).max(asked_ms.unwrap_or(0));
        Some(now.plus_ms(wait)).filter(|next| *next < until)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_core::OsRng;

    use super::*;

    const FEW: Backoff = Backoff {
        first_ms: 1_000,
        longest_ms: 6_000,
    };

    /// An RNG that draws the same number each time.
    struct Fixed(u64);

    impl rand_core::RngCore for Fixed {
        fn next_u32(&mut self) -> u32 {
            self.0 as u32
        }
        fn next_u64(&mut self) -> u64 {
            self.0
        }
        fn fill_bytes(&mut self, dest: &mut [u8]) {
            dest.fill(self.0 as u8);
        }
        fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), rand_core::Error> {
            self.fill_bytes(dest);
            Ok(())
        }
    }

    #[test]
    fn waits_double_up_to_the_longest() {
        let shortest: Vec<_> = (0..6).map(|n| FEW.wait_ms(n, &mut Fixed(0))).collect();
        assert_eq!(shortest, [500, 500, 1_000, 2_000, 3_000, 3_000]);
        assert_eq!(
            FEW.wait_ms(1, &mut Fixed(500)),
            1_000,
            "the whole span can be drawn"
        );
        assert_eq!(FEW.wait_ms(1, &mut Fixed(501)), 500, "and not more");
        assert_eq!(FEW.wait_ms(u32::MAX, &mut Fixed(0)), 3_000);
    }

    #[test]
    fn what_the_other_side_asks_for_prolongs_and_never_shortens() {
        let next = |asked_ms, until_ms| {
            let next = FEW.next_try(1, asked_ms, Timestamp(10_000), Timestamp(until_ms), &mut Fixed(0));
            next.map(|at| at.0)
        };
        assert_eq!(next(None, 20_000), Some(10_500));
        assert_eq!(next(Some(100), 20_000), Some(10_500));
        assert_eq!(next(Some(7_000), 20_000), Some(17_000));
        assert_eq!(next(Some(-7_000), 20_000), Some(10_500));
        assert_eq!(next(None, 10_500), None, "too late is over");
        assert_eq!(next(None, 10_501), Some(10_500));
    }

    #[test]
    fn kiosks_that_failed_together_do_not_come_back_together() {
        let waits: std::collections::BTreeSet<_> = (0..100)
            .map(|_| Backoff::MESSAGE.wait_ms(1, &mut OsRng))
            .collect();
        assert!(waits.len() > 90);
    }

    proptest! {
        #[test]
        fn a_wait_lies_in_the_upper_half_of_its_span(first_ms in 1..i64::MAX, longest_ms in 1..i64::MAX, failures: u32, draw: u64) {
            let wait = Backoff { first_ms, longest_ms }.wait_ms(failures, &mut Fixed(draw));
            prop_assert!(wait <= longest_ms);
            prop_assert!(wait >= first_ms.min(longest_ms) / 2);
        }
    }
}
