//! What the entrance answers to a person who is known: in, out, or a question.

use crate::{id::VisitId, time::Timestamp};

/// Settings of the door. One set for the venue today; zones will have their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntranceRules {
    /// A visit that nobody ends is ended by the kiosk after this time, in minutes.
    pub longest_stay_min: i64,
    /// *Stay longer* adds this to now, in minutes, if that is later than the end that stands.
    pub extension_min: i64,
    /// Days that a new pass is valid, today included.
    pub pass_valid_days: i32,
}

impl Default for EntranceRules {
    fn default() -> Self {
        Self {
            longest_stay_min: 8 * 60,
            extension_min: 8 * 60,
            pass_valid_days: 365,
        }
    }
}

impl EntranceRules {
    /// When a visit that begins `now` ends by itself.
    pub fn until(&self, now: Timestamp) -> Timestamp {
        now.plus_ms(self.longest_stay_min * 60_000)
    }

    /// When a visit that is extended `now` ends by itself: never earlier than before.
    pub fn extended_until(&self, now: Timestamp, until: Option<Timestamp>) -> Timestamp {
        let extended = now.plus_ms(self.extension_min * 60_000);
        until.map_or(extended, |until| until.max(extended))
    }
}

/// What a kiosk does with a person who is inside already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnInside {
    /// Ask on the screen: *Go · Stay longer · Help*.
    #[default]
    Ask,
    /// Check out at once: a kiosk at the exit.
    Go,
    /// Extend at once.
    Stay,
}

/// What follows from showing a valid pass or typing a right number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Open a visit.
    CheckIn,
    /// End this visit.
    CheckOut(VisitId),
    /// Extend this visit.
    Extend(VisitId),
    /// Ask the person of this visit.
    Ask(VisitId),
}

/// Decides: outside means in; inside means what the kiosk is set to.
pub fn admit(open_visit: Option<VisitId>, on_inside: OnInside) -> Admission {
    match (open_visit, on_inside) {
        (None, _) => Admission::CheckIn,
        (Some(visit), OnInside::Ask) => Admission::Ask(visit),
        (Some(visit), OnInside::Go) => Admission::CheckOut(visit),
        (Some(visit), OnInside::Stay) => Admission::Extend(visit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{DeviceId, EventId};

    #[test]
    fn the_same_pass_opens_and_closes() {
        let visit = EventId {
            device: DeviceId([1; 8]),
            seq: 1,
        };
        for on_inside in [OnInside::Ask, OnInside::Go, OnInside::Stay] {
            assert_eq!(admit(None, on_inside), Admission::CheckIn);
        }
        assert_eq!(admit(Some(visit), OnInside::Ask), Admission::Ask(visit));
        assert_eq!(admit(Some(visit), OnInside::Go), Admission::CheckOut(visit));
        assert_eq!(admit(Some(visit), OnInside::Stay), Admission::Extend(visit));
    }

    #[test]
    fn staying_longer_never_shortens_a_visit() {
        let rules = EntranceRules {
            longest_stay_min: 60,
            extension_min: 30,
            pass_valid_days: 1,
        };
        let came = Timestamp(0);
        let until = rules.until(came);
        assert_eq!(until, Timestamp(3_600_000));
        assert_eq!(rules.extended_until(Timestamp(60_000), Some(until)), until);
        assert_eq!(
            rules.extended_until(Timestamp(3_000_000), Some(until)),
            Timestamp(4_800_000)
        );
    }
}
