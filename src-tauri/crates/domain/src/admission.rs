//! What the entrance answers to a person who is known: in, out, a question, or why not now.

use minicbor::{Decode, Encode};

use crate::{
    id::{VisitId, ZoneId},
    occasion::Occasion,
    rules::{ReEntry, VenueRules},
    time::{Timestamp, VenueZone},
    zone::{Zones, above, is_within},
};

/// What a kiosk does with a person who is inside already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub enum OnInside {
    /// Ask on the screen: *Go · Stay longer · Help*.
    #[default]
    #[n(0)]
    Ask,
    /// Check out at once: a kiosk at the exit.
    #[n(1)]
    Go,
    /// Extend at once.
    #[n(2)]
    Stay,
}

/// Why a visit ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Limit {
    /// The longest stay is over.
    #[n(0)]
    LongestStay,
    /// The venue closes.
    #[n(1)]
    Closing,
}

/// When and why a visit ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// When.
    pub until: Timestamp,
    /// Why.
    pub limit: Limit,
}

/// Why somebody is not let in now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The venue is closed; when it opens, if it does.
    Closed(Option<Timestamp>),
    /// As many people are inside as may be.
    Full,
    /// Who has left may not come again yet; from when on, if today.
    ReEntry(Option<Timestamp>),
    /// The address was not confirmed in time.
    Unconfirmed,
}

/// What follows from showing a valid pass or typing a right number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Open a visit.
    CheckIn {
        /// When it ends by itself.
        term: Term,
        /// A visit elsewhere in the venue that ends with it.
        closes: Option<VisitId>,
    },
    /// End this visit.
    CheckOut(VisitId),
    /// Extend this visit.
    Extend(VisitId),
    /// Ask the person of this visit.
    Ask(VisitId),
    /// Not now.
    Wait(Obstacle),
}

/// The door that somebody stands before.
#[derive(Clone, Copy, Debug)]
pub struct Door<'a> {
    /// The rules of the venue.
    pub rules: &'a VenueRules,
    /// Its zones.
    pub zones: &'a Zones,
    /// What is on there.
    pub occasions: &'a [&'a Occasion],
    /// Its time.
    pub time_zone: &'a VenueZone,
    /// The zone behind this door; none for the venue itself.
    pub here: Option<ZoneId>,
    /// What this kiosk does with people who are inside already.
    pub on_inside: OnInside,
}

/// What is known of the person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The open visit, and where it is.
    pub inside: Option<(VisitId, Option<ZoneId>)>,
    /// When the last visit of today ended that was one here.
    pub left: Option<Timestamp>,
    /// Until when the address has to be confirmed; none when it is, or need not be.
    pub confirm_by: Option<Timestamp>,
}

impl Door<'_> {
    /// Decides. `inside` says how many people are in a zone, with all its parts; none asks for the whole venue.
    pub fn admit(
        &self,
        person: &Standing,
        now: Timestamp,
        inside: impl Fn(Option<ZoneId>) -> u32,
    ) -> Admission {
        let elsewhere = match person.inside {
            None => None,
            Some((visit, zone)) if is_within(self.zones, zone, self.here) => {
                return match self.on_inside {
                    OnInside::Ask => Admission::Ask(visit),
                    OnInside::Go => Admission::CheckOut(visit),
                    OnInside::Stay => Admission::Extend(visit),
                };
            }
            Some(elsewhere) => Some(elsewhere),
        };
        // Who only moves on has come in already, and takes the place in the venue along.
        let obstacle = self.closed(now).or_else(|| match elsewhere {
            Some((_, from)) => self.full(Some(from), now, inside),
            None => self
                .not_again(person, now)
                .or_else(|| self.full(None, now, inside)),
        });
        match obstacle {
            Some(obstacle) => Admission::Wait(obstacle),
            None => Admission::CheckIn {
                term: self.term(now),
                closes: elsewhere.map(|(visit, _)| visit),
            },
        }
    }

    /// When a visit that begins `now` ends by itself: after the longest stay, at the latest at closing.
    pub fn term(&self, now: Timestamp) -> Term {
        self.not_after_closing(now, now.plus_ms(self.longest_stay_ms()))
    }

    /// When a visit that is extended `now` ends by itself: never earlier than before.
    pub fn extended(&self, now: Timestamp, stands: Option<Timestamp>) -> Term {
        let extension = i64::from(self.rules.extension_min) * 60_000;
        let term = self.not_after_closing(now, now.plus_ms(extension));
        match stands {
            Some(until) if until > term.until => Term { until, ..term },
            Some(_) | None => term,
        }
    }

    fn longest_stay_ms(&self) -> i64 {
        let of_zone = above(self.zones, self.here).find_map(|zone| self.zones.get(&zone)?.longest_stay_min);
        i64::from(of_zone.unwrap_or(self.rules.longest_stay_min)) * 60_000
    }

    fn not_after_closing(&self, now: Timestamp, until: Timestamp) -> Term {
        match self.closing(now) {
            Some(closing) if closing <= until => Term {
                until: closing,
                limit: Limit::Closing,
            },
            Some(_) | None => Term {
                until,
                limit: Limit::LongestStay,
            },
        }
    }

    /// The end of the opening hours, or of what is on behind this door if that is later.
    fn closing(&self, now: Timestamp) -> Option<Timestamp> {
        let hours = self.rules.opening.as_ref()?;
        if hours.is_open(self.time_zone, now) && hours.closes(self.time_zone, now).is_none() {
            return None;
        }
        let ends = self.on(self.here, now).map(|occasion| occasion.ends);
        ends.chain(hours.closes(self.time_zone, now)).max()
    }

    /// While something is on behind it, the door is open outside of the opening hours too.
    fn closed(&self, now: Timestamp) -> Option<Obstacle> {
        let hours = self.rules.opening.as_ref()?;
        let is_closed = !hours.is_open(self.time_zone, now) && self.on(self.here, now).next().is_none();
        is_closed.then(|| Obstacle::Closed(hours.opens(self.time_zone, now)))
    }

    /// What is on now in `zone`, or in one around it.
    fn on(&self, zone: Option<ZoneId>, now: Timestamp) -> impl Iterator<Item = &Occasion> {
        let here = move |occasion: &&&Occasion| is_within(self.zones, zone, occasion.zone);
        self.occasions
            .iter()
            .filter(here)
            .copied()
            .filter(move |occasion| occasion.is_on(now))
    }

    /// How many people may be in `zone` now: what is on there may allow fewer than the zone does.
    pub fn capacity(&self, zone: Option<ZoneId>, now: Timestamp) -> Option<u32> {
        let own = match zone {
            Some(zone) => self.zones.get(&zone).and_then(|zone| zone.capacity),
            None => self.rules.capacity,
        };
        let there = self
            .occasions
            .iter()
            .filter(|occasion| occasion.zone == zone && occasion.is_on(now));
        there.filter_map(|occasion| occasion.capacity).chain(own).min()
    }

    /// The zone behind this door, those around it, and the venue.
    fn entered(&self) -> impl Iterator<Item = Option<ZoneId>> {
        above(self.zones, self.here).map(Some).chain([None])
    }

    fn not_again(&self, person: &Standing, now: Timestamp) -> Option<Obstacle> {
        if person.confirm_by.is_some_and(|by| by <= now) {
            return Some(Obstacle::Unconfirmed);
        }
        let left = person.left?;
        match self.rules.re_entry {
            ReEntry::Always => None,
            ReEntry::After(minutes) => {
                let from = left.plus_ms(i64::from(minutes) * 60_000);
                (now < from).then_some(Obstacle::ReEntry(Some(from)))
            }
            ReEntry::NextDay => Some(Obstacle::ReEntry(None)),
        }
    }

    /// Whether one more does not fit into the zone behind this door or into what is around it. Where the person is already,
    /// coming `from` a zone of the venue, there is room for them.
    fn full(
        &self,
        from: Option<Option<ZoneId>>,
        now: Timestamp,
        inside: impl Fn(Option<ZoneId>) -> u32,
    ) -> Option<Obstacle> {
        let is_there = |zone| from.is_some_and(|from| is_within(self.zones, from, zone));
        let mut entered = self.entered().filter(|zone| !is_there(*zone));
        let is_full = |zone| {
            self.capacity(zone, now)
                .is_some_and(|capacity| inside(zone) >= capacity)
        };
        entered.any(is_full).then_some(Obstacle::Full)
    }

    /// How full it is behind this door: the fullest of its zone, those around it and the venue. None where nothing is limited.
    pub fn traffic(&self, now: Timestamp, inside: impl Fn(Option<ZoneId>) -> u32) -> Option<Traffic> {
        let limited = self
            .entered()
            .filter_map(|zone| Some((zone, self.capacity(zone, now)?)));
        limited
            .map(|(zone, capacity)| Traffic::of(inside(zone), capacity))
            .max()
    }
}

/// How full it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Traffic {
    /// There is room.
    Green,
    /// Nine of ten places are taken.
    Amber,
    /// There is none.
    Red,
}

impl Traffic {
    fn of(inside: u32, capacity: u32) -> Self {
        if inside >= capacity {
            Self::Red
        } else if u64::from(inside) * 10 >= u64::from(capacity) * 9 {
            Self::Amber
        } else {
            Self::Green
        }
    }
}

#[cfg(test)]
mod tests;
