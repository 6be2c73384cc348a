//! How many codes go to one address, whoever names it: otherwise anybody could have the kiosk fill a stranger's mailbox, one
//! registration after the other.

use crate::time::Timestamp;

/// Codes that are on their way to one address at most. Those that came back count no more, so a family with one address gets
/// its passes one after the other.
const OPEN_LETTERS: usize = 3;
/// So long a code counts that has not come back, in milliseconds: 24 hours.
const WITHIN_MS: i64 = 24 * 60 * 60_000;

/// Whether no further code may go to an address to which codes have gone at these times and did not come back. A clock that was set
/// back shuts nobody out for longer than the whole time.
pub fn is_crowded(sent: impl Iterator<Item = Timestamp>, now: Timestamp) -> bool {
    sent.filter(|at| now.ms_since(*at) < WITHIN_MS).count() >= OPEN_LETTERS
}

/// What is the same for every spelling of a mail address that may end in the same box: no case, no dots, and nothing after a plus.
/// Only to count by: at some houses these are other people.
pub(super) fn mailbox(address: &str) -> String {
    let lower = address.to_lowercase();
    let (local, host) = lower.split_once('@').unwrap_or((&lower, ""));
    let local = local.split('+').next().unwrap_or_default();
    format!("{}@{host}", local.replace('.', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_codes_a_day_and_the_oldest_opens_again() {
        let sent = [0, 1, 2].map(|hours| Timestamp(hours * 3_600_000));
        let at = |hours: i64| is_crowded(sent.into_iter(), Timestamp(hours * 3_600_000));
        assert!(!is_crowded(sent.into_iter().take(2), Timestamp(0)));
        assert!(at(2) && at(23));
        assert!(!at(24));
        assert!(at(-1), "a clock set back lets nobody send more");
    }
}
