//! How long a screen waits for a finger, and the question whether somebody is still there.

use std::time::Duration;

use tokio::time::Instant;

/// After so much quiet on a screen that holds something, the kiosk asks.
const ASK_AFTER: Duration = Duration::from_secs(45);
/// So long it waits for the answer. Not less (WCAG 2.2, 2.2.1).
const ASKED_FOR: Duration = Duration::from_secs(20);

/// What becomes of a screen that nobody touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dwell {
    /// It stays.
    Ever,
    /// It goes by itself after so long: nothing is lost with it.
    Goes(Duration),
    /// It holds what somebody typed or needs: the kiosk asks before it takes that away. As often as it has to.
    Asks,
}

/// What the clock says about the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lapse {
    /// It stays.
    None,
    /// Its time is over.
    Over,
    /// Its time is over, and nobody has answered the question: whoever was there has gone.
    Deserted,
}

/// The quiet before a screen.
#[derive(Debug, Default)]
pub(crate) struct Idle {
    quiet_until: Option<Instant>,
    asks: bool,
    asked_for: Duration,
    asked_until: Option<Instant>,
}

impl Idle {
    /// The quiet begins anew: a touch, or another screen. A question is answered by it.
    /// `stretch` makes the times longer for whoever listens instead of reading.
    pub(crate) fn begin(&mut self, dwell: Dwell, now: Instant, stretch: impl Fn(Duration) -> Duration) {
        let quiet = match dwell {
            Dwell::Ever => None,
            Dwell::Goes(after) => Some(after),
            Dwell::Asks => Some(ASK_AFTER),
        };
        *self = Self {
            quiet_until: quiet.map(|quiet| now + stretch(quiet)),
            asks: dwell == Dwell::Asks,
            asked_for: stretch(ASKED_FOR),
            asked_until: None,
        };
    }

    /// Lets the time pass.
    pub(crate) fn pass(&mut self, now: Instant) -> Lapse {
        if let Some(until) = self.asked_until {
            return if until <= now {
                Lapse::Deserted
            } else {
                Lapse::None
            };
        }
        match self.quiet_until {
            Some(until) if until <= now && self.asks => {
                self.asked_until = Some(now + self.asked_for);
                Lapse::None
            }
            Some(until) if until <= now => Lapse::Over,
            Some(_) | None => Lapse::None,
        }
    }

    /// Seconds that are left to say that somebody is there, rounded up; none while nobody is asked.
    pub(crate) fn still_there_s(&self, now: Instant) -> Option<u32> {
        let left = self.asked_until?.saturating_duration_since(now);
        let whole_s = left.as_secs() + u64::from(left.subsec_nanos() > 0);
        Some(u32::try_from(whole_s).unwrap_or(u32::MAX))
    }

    /// When the clock has to be looked at next; while the question is on the screen, at the next second of its countdown.
    pub(crate) fn wake_at(&self, now: Instant) -> Option<Instant> {
        let Some(until) = self.asked_until else {
            return self.quiet_until;
        };
        let further_s = self.still_there_s(now).unwrap_or(0).saturating_sub(1);
        Some(until - Duration::from_secs(further_s.into()))
    }
}
