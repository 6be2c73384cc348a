//! What is told to whoever holds a code up: only what most pictures of a while say.

use std::collections::VecDeque;
use std::time::Duration;

use crate::{AimHint, Seen};

/// Most pictures of so long must say the same.
const WHILE: Duration = Duration::from_millis(1_200);
/// Fewer pictures than this say nothing, however slow the machine is.
const MIN_PICTURES: usize = 4;
/// A hint that no picture has given for so long is withdrawn.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(1);

/// Follows the pictures of one camera and says what is to be told.
#[derive(Debug, Default)]
pub struct Aim {
    /// The pictures of the last while and one before it, and when each came.
    pictures: VecDeque<(Duration, Option<AimHint>)>,
    told: Option<(AimHint, Duration)>,
}

impl Aim {
    /// One that has seen nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What is to be told after this picture. `at` is the monotonic time since some fixed start.
    pub fn after(&mut self, seen: &Seen, at: Duration) -> Option<AimHint> {
        if !seen.codes.is_empty() {
            *self = Self::default();
            return None;
        }
        let hint = seen.almost.and_then(|almost| almost.hint);
        self.pictures.push_back((at, hint));
        while self
            .pictures
            .get(1)
            .is_some_and(|(seen, _)| at.saturating_sub(*seen) >= WHILE)
        {
            self.pictures.pop_front();
        }
        if let Some((told, last)) = &mut self.told {
            if hint == Some(*told) {
                *last = at;
            } else if at.saturating_sub(*last) >= FORGOTTEN_AFTER {
                self.told = None;
            }
        }
        if let Some(hint) = hint.filter(|hint| self.is_steady(*hint, at)) {
            self.told = Some((hint, at));
        }
        self.told.map(|(hint, _)| hint)
    }

    fn is_steady(&self, hint: AimHint, at: Duration) -> bool {
        let is_whole = self
            .pictures
            .front()
            .is_some_and(|(seen, _)| at.saturating_sub(*seen) >= WHILE);
        let same = self
            .pictures
            .iter()
            .filter(|(_, seen)| *seen == Some(hint))
            .count();
        is_whole && same >= MIN_PICTURES && 2 * same > self.pictures.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Almost, Sighting};

    const FRAME_MS: u64 = 100;

    fn almost(hint: Option<AimHint>) -> Seen {
        let almost = Almost {
            corners: [(0, 0); 4],
            module_px: 2.0,
            light: 200,
            dark: 20,
            hint,
        };
        Seen {
            codes: Vec::new(),
            almost: Some(almost),
        }
    }

    fn read() -> Seen {
        let code = Sighting {
            payload: Vec::new(),
            corners: [(0, 0); 4],
        };
        Seen {
            codes: vec![code],
            almost: None,
        }
    }

    /// What is told after each of these pictures, ten a second: `f` far, `n` near, `d` dark, `?` almost and nobody knows why, `c` a
    /// code, `.` nothing at all.
    fn told(pictures: &str) -> String {
        let mut aim = Aim::new();
        let told = pictures.chars().zip(0..).map(|(picture, i)| {
            let seen = match picture {
                'f' => almost(Some(AimHint::Nearer)),
                'n' => almost(Some(AimHint::Further)),
                'd' => almost(Some(AimHint::Brighter)),
                '?' => almost(None),
                'c' => read(),
                other => {
                    assert_eq!(other, '.');
                    Seen::default()
                }
            };
            match aim.after(&seen, Duration::from_millis(7 + i * FRAME_MS)) {
                None => '.',
                Some(AimHint::Nearer) => 'f',
                Some(AimHint::Further) => 'n',
                Some(AimHint::Brighter) => 'd',
            }
        });
        told.collect()
    }

    #[test]
    fn a_hint_is_told_when_most_pictures_of_a_while_gave_it() {
        assert_eq!(told("ffffffffffff.ff"), ".............ff");
        assert_eq!(told("............ffffffff"), "..................ff");
    }

    #[test]
    fn what_comes_and_goes_is_not_told() {
        assert!(!told(&"fn?".repeat(40)).contains(['f', 'n']));
        assert!(!told(&"f..".repeat(40)).contains('f'));
        assert!(!told(&"?".repeat(40)).contains(['f', 'n', 'd']));
    }

    #[test]
    fn a_few_pictures_of_a_slow_machine_say_nothing() {
        let mut aim = Aim::new();
        let seen = almost(Some(AimHint::Brighter));
        for i in 0..20 {
            assert_eq!(
                aim.after(&seen, Duration::from_millis(700 * i)),
                None,
                "picture {i}"
            );
        }
    }

    #[test]
    fn a_code_read_withdraws_it_at_once_and_it_is_not_told_again_soon() {
        assert_eq!(told("ffffffffffffffcfffff"), "............ff......");
    }

    #[test]
    fn it_is_withdrawn_after_a_second_of_nothing() {
        assert_eq!(told("fffffffffffffff............"), "............ffffffffffff...");
    }

    #[test]
    fn a_hint_that_becomes_another_is_replaced() {
        let all = told("fffffffffffffffnnnnnnnnnnnnn");
        assert!(all.contains("ffn"), "{all}");
        assert!(all.ends_with("nnnnn"), "{all}");
    }
}
