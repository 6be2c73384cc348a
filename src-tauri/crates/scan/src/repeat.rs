//! One scan for a code that is held up, however long.

use std::collections::HashMap;
use std::time::Duration;

use sha2::{Digest, Sha256};

/// Tells a new scan from the same code still, or again, in view.
///
/// It remembers SHA-256 hashes and no payloads, because a pass carries a secret, and forgets them after the gap.
#[derive(Debug)]
pub struct RepeatFilter {
    gap: Duration,
    /// When, and for how long from then on it is the same scan.
    last_seen: HashMap<[u8; 32], (Duration, Duration)>,
}

/// A scan that was admitted, without its payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScanName([u8; 32]);

impl ScanName {
    /// The name of a scan of `payload`.
    #[must_use]
    pub fn of(payload: &[u8]) -> Self {
        Self(Sha256::digest(payload).into())
    }
}

impl RepeatFilter {
    /// A payload that comes again less than `gap` after it was last seen is the same scan.
    #[must_use]
    pub fn new(gap: Duration) -> Self {
        Self {
            gap,
            last_seen: HashMap::new(),
        }
    }

    /// Whether this sighting is a new scan. `at` is the monotonic time since some fixed start.
    ///
    /// Every sighting counts as "last seen", the refused ones too; other codes in between change nothing.
    pub fn admit(&mut self, payload: &[u8], at: Duration) -> bool {
        self.last_seen
            .retain(|_, (seen, gap)| at.saturating_sub(*seen) < *gap);
        let seen = self.last_seen.entry(ScanName::of(payload).0);
        let is_new = matches!(seen, std::collections::hash_map::Entry::Vacant(_));
        let (seen, _) = seen.or_insert((at, self.gap));
        *seen = at.max(*seen);
        is_new
    }

    /// Nothing has come of this scan: the same payload is a new one as soon as it was out of view for `gap`. One that stays in view
    /// is still the same.
    pub fn shorten(&mut self, scan: ScanName, gap: Duration) {
        if let Some((_, known)) = self.last_seen.get_mut(&scan.0) {
            *known = gap.min(*known);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GAP: Duration = Duration::from_secs(10);

    fn at(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    /// (time in ms, payload, admitted?)
    fn check(steps: &[(u64, &str, bool)]) {
        let mut filter = RepeatFilter::new(GAP);
        for &(ms, payload, admitted) in steps {
            assert_eq!(
                filter.admit(payload.as_bytes(), at(ms)),
                admitted,
                "{payload} at {ms} ms"
            );
        }
    }

    #[test]
    fn a_code_held_for_a_minute_is_one_scan() {
        let mut filter = RepeatFilter::new(GAP);
        let admitted = (0..600).filter(|i| filter.admit(b"pass", at(i * 100))).count();
        assert_eq!(admitted, 1);
    }

    #[test]
    fn the_gap_runs_from_the_last_sighting() {
        check(&[
            (0, "a", true),
            (9_000, "a", false),
            (18_000, "a", false),
            (27_999, "a", false),
            (37_999, "a", true),
        ]);
    }

    #[test]
    fn the_end_of_the_gap_is_a_new_scan() {
        check(&[(0, "a", true), (9_999, "a", false), (19_999, "a", true)]);
        check(&[(0, "a", true), (10_000, "a", true)]);
    }

    #[test]
    fn another_code_in_between_does_not_reset_it() {
        check(&[
            (0, "a", true),
            (2_000, "b", true),
            (4_000, "a", false),
            (5_000, "b", false),
            (6_000, "a", false),
        ]);
    }

    #[test]
    fn a_clock_that_jumps_back_does_not_admit() {
        check(&[(5_000, "a", true), (1_000, "a", false), (14_999, "a", false)]);
    }

    #[test]
    fn old_codes_are_forgotten_and_no_payload_is_kept() {
        let mut filter = RepeatFilter::new(GAP);
        for i in 0..1_000u64 {
            filter.admit(format!("code {i}").as_bytes(), at(i * 1_000));
        }
        assert!(filter.last_seen.len() <= 10, "{} kept", filter.last_seen.len());
        assert!(!format!("{filter:?}").contains("code 999"));
    }

    proptest! {
        /// Against the definition: new when the payload's previous sighting is at least a gap ago.
        #[test]
        fn it_admits_as_defined(steps in proptest::collection::vec((0u64..6_000, 0u8..4), 0..200)) {
            let mut filter = RepeatFilter::new(GAP);
            let mut now = Duration::ZERO;
            let mut last: HashMap<u8, Duration> = HashMap::new();
            for (wait_ms, payload) in steps {
                now += at(wait_ms);
                let new = last.insert(payload, now).is_none_or(|seen| now - seen >= GAP);
                prop_assert_eq!(filter.admit(&[payload], now), new);
            }
        }
    }

    #[test]
    fn a_scan_that_came_to_nothing_is_new_after_a_shorter_time_out_of_view() {
        let mut filter = RepeatFilter::new(GAP);
        for (payload, seen) in [("undone", 0), ("undone", 900), ("stands", 900)] {
            filter.admit(payload.as_bytes(), at(seen));
        }
        filter.shorten(ScanName::of(b"undone"), Duration::from_secs(1));
        assert!(!filter.admit(b"undone", at(1_800)), "it was in view all the time");
        assert!(!filter.admit(b"stands", at(2_900)));
        assert!(filter.admit(b"undone", at(2_900)));
        assert!(
            !filter.admit(b"undone", at(8_000)),
            "and is remembered as any other"
        );
    }
}
