//! The exposure that a code wants which the camera's own exposes wrongly: a telephone's screen in a dark room burns out, paper before a
//! bright window is black.

use std::time::Duration;

use crate::{Seen, almost::LIGHT_ENOUGH};

/// From this mean luma on, light modules are burnt out.
const BURNT_OUT: u8 = 250;
/// A code must be exposed wrongly for so long, and so long again before the next stop: a camera takes some frames to follow.
const PATIENCE: Duration = Duration::from_millis(500);
/// More stops than this each way are not tried.
const MAX_STOPS: i8 = 2;
/// The camera exposes by itself again when nothing was almost read for so long.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(3);

/// Follows the pictures of one camera and says how it is to expose.
#[derive(Debug, Default)]
pub struct Bracket {
    stops: i8,
    /// Which way, and since when.
    wrong: Option<(i8, Duration)>,
    last_almost: Duration,
}

impl Bracket {
    /// One that leaves it to the camera.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// By how many stops the next pictures should be brighter, or darker below zero; 0 leaves it to the camera. `at` is the monotonic
    /// time since some fixed start.
    pub fn after(&mut self, seen: &Seen, at: Duration) -> i8 {
        let Some(almost) = seen.almost else {
            self.wrong = None;
            if at.saturating_sub(self.last_almost) >= FORGOTTEN_AFTER {
                self.stops = 0;
            }
            return self.stops;
        };
        self.last_almost = at;
        let way = if almost.light >= BURNT_OUT {
            -1
        } else if almost.light < LIGHT_ENOUGH {
            1
        } else {
            0
        };
        match self.wrong {
            Some((known, since)) if known == way => {
                if at.saturating_sub(since) >= PATIENCE {
                    self.stops = (self.stops + way).clamp(-MAX_STOPS, MAX_STOPS);
                    self.wrong = Some((way, at));
                }
            }
            Some(_) | None => self.wrong = (way != 0).then_some((way, at)),
        }
        self.stops
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Almost;

    fn almost(light: u8) -> Seen {
        let almost = Almost {
            corners: [(0, 0); 4],
            module_px: 3.0,
            light,
            dark: 10,
            hint: None,
        };
        Seen {
            codes: Vec::new(),
            almost: Some(almost),
        }
    }

    /// The stops after each of these pictures, ten a second: `b` burnt out, `d` dark, `g` good, `.` nothing.
    fn stops(pictures: &str) -> Vec<i8> {
        let mut bracket = Bracket::new();
        let stops = pictures.chars().zip(0..).map(|(picture, i)| {
            let seen = match picture {
                'b' => almost(255),
                'd' => almost(40),
                'g' => almost(180),
                other => {
                    assert_eq!(other, '.');
                    Seen::default()
                }
            };
            bracket.after(&seen, Duration::from_millis(100 * i))
        });
        stops.collect()
    }

    #[test]
    fn a_burnt_out_code_makes_it_darker_twice_and_no_more() {
        let stops = stops(&"b".repeat(40));
        assert_eq!(stops[..11], [0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -2]);
        assert!(stops[11..].iter().all(|&stops| stops == -2));
    }

    #[test]
    fn a_dark_code_makes_it_brighter_until_it_is_good_and_that_is_kept() {
        let stops = stops(&format!("{}{}", "d".repeat(7), "g".repeat(60)));
        assert_eq!(stops[..7], [0, 0, 0, 0, 0, 1, 1]);
        assert!(stops[7..].iter().all(|&stops| stops == 1));
    }

    #[test]
    fn what_is_wrong_for_a_moment_changes_nothing() {
        assert!(stops(&"bbbbg".repeat(9)).iter().all(|&stops| stops == 0));
        assert!(stops(&"bbbb.".repeat(9)).iter().all(|&stops| stops == 0));
        assert!(stops(&"bbbdd".repeat(9)).iter().all(|&stops| stops == 0));
    }

    #[test]
    fn the_camera_exposes_by_itself_after_three_seconds_of_nothing() {
        let stops = stops(&format!("{}{}", "b".repeat(6), ".".repeat(40)));
        assert!(stops[5..35].iter().all(|&stops| stops == -1), "{stops:?}");
        assert!(stops[35..].iter().all(|&stops| stops == 0), "{stops:?}");
    }
}
