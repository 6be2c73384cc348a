//! Time as the entrance uses it: wall time, the venue's civil day, and a clock that never runs backwards.

use std::fmt;

use jiff::tz::TimeZone;
use minicbor::{Decode, Encode};

/// Wall time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Timestamp(#[n(0)] pub i64);

/// The text is no time.
#[derive(Debug, thiserror::Error)]
#[error("this is no time as in RFC 3339")]
pub struct NotATime(#[source] jiff::Error);

impl Timestamp {
    /// Reads `2026-11-21T18:30:00+01:00` (RFC 3339).
    ///
    /// # Errors
    /// [`NotATime`].
    pub fn parse(text: &str) -> Result<Self, NotATime> {
        let at = text.parse::<jiff::Timestamp>().map_err(NotATime)?;
        Ok(Self(at.as_millisecond()))
    }

    /// This much later (earlier when negative), in milliseconds; saturates at the ends of the range.
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to here; negative when `earlier` is later.
    pub fn ms_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Reads wall time. The only way time enters the rules.
pub trait Clock: Send {
    /// Now, as the machine believes.
    fn now(&self) -> Timestamp;

    /// Milliseconds since some moment, by a clock that nobody can set and that goes on while the machine sleeps.
    fn uptime_ms(&self) -> i64;

    /// Whether a time server has set wall time since the machine was started.
    fn is_synchronised(&self) -> bool;
}

/// A civil day at the venue: days since 1970-01-01.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Day(#[n(0)] pub i32);

impl Day {
    /// The day `days` later.
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// `2026-11-21` (ISO 8601).
    fn civil(self) -> jiff::civil::Date {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        let span = jiff::Span::new().try_days(self.0);
        span.and_then(|span| epoch.checked_add(span))
            .unwrap_or(jiff::civil::Date::MAX)
    }

    /// Reads `2026-11-21` (ISO 8601).
    pub fn parse(text: &str) -> Option<Self> {
        let date = text.parse::<jiff::civil::Date>().ok()?;
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        epoch.until(date).ok().map(|span| Self(span.get_days()))
    }

    /// Its place in the week, Monday 0.
    pub(crate) fn weekday(self) -> usize {
        // 1970-01-01 was a Thursday.
        usize::try_from((i64::from(self.0) + 3).rem_euclid(7)).expect("a remainder of 7 is small")
    }

    /// `21.11.2026`, as German and most European readers expect a date on paper.
    pub fn dotted(self) -> String {
        let date = self.civil();
        format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.civil())
    }
}

/// The venue's time zone (IANA name), with the rules of daylight saving bundled in the program.
#[derive(Clone, Debug, PartialEq)]
pub struct VenueZone(TimeZone);

/// The name is not one of the IANA time zone database.
#[derive(Debug, thiserror::Error)]
#[error("no time zone is called {name:?}; names look like Europe/Berlin")]
pub struct UnknownZone {
    name: String,
    #[source]
    source: jiff::Error,
}

impl VenueZone {
    /// Looks a zone up by its IANA name, such as `Europe/Berlin`.
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        let zone = TimeZone::get(name).map_err(|source| UnknownZone {
            name: name.to_owned(),
            source,
        })?;
        Ok(Self(zone))
    }

    /// The civil day at the venue when it is `at`.
    pub fn day_of(&self, at: Timestamp) -> Day {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        let days = epoch.until(self.zoned(at).date()).map(|span| span.get_days());
        Day(days.expect("two dates of the supported range are less than i32::MAX days apart"))
    }

    /// Minutes east of UTC at the venue when it is `at`.
    pub fn offset_min(&self, at: Timestamp) -> i16 {
        let minutes = self.zoned(at).offset().seconds() / 60;
        i16::try_from(minutes).expect("offsets are within a day")
    }

    /// `18:30`, the venue's wall clock when it is `at`.
    pub fn clock_text(&self, at: Timestamp) -> String {
        let zoned = self.zoned(at);
        format!("{:02}:{:02}", zoned.hour(), zoned.minute())
    }

    /// `2026-11-21T18:30:00.000+01:00` (RFC 3339).
    pub fn rfc3339(&self, at: Timestamp) -> String {
        self.zoned(at).strftime("%Y-%m-%dT%H:%M:%S.%3f%:z").to_string()
    }

    /// The instant at which the wall clock shows `time`, `18:30`, on `day`; the first one where it shows that twice. None when that
    /// is no time of day.
    pub fn at_time(&self, day: Day, time: &str) -> Option<Timestamp> {
        let (hour, minute) = time.split_once(':')?;
        let number = |text: &str, below: u16| {
            let is_plain = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
            let number = text.parse::<u16>().ok().filter(|_| is_plain);
            number.filter(|number| *number < below)
        };
        Some(self.earliest(day, number(hour, 24)? * 60 + number(minute, 60)?))
    }

    /// The instant at which the wall clock shows `minutes` after the midnight that begins `day`; the first one where it shows that
    /// twice, and the one before the gap where it never does.
    pub fn earliest(&self, day: Day, minutes: u16) -> Timestamp {
        self.instant(day, minutes, |ambiguous| ambiguous.earlier())
    }

    /// As [`Self::earliest`], but the second one, and the one after the gap.
    pub(crate) fn latest(&self, day: Day, minutes: u16) -> Timestamp {
        self.instant(day, minutes, |ambiguous| ambiguous.later())
    }

    fn instant(
        &self,
        day: Day,
        minutes: u16,
        pick: impl Fn(jiff::tz::AmbiguousTimestamp) -> Result<jiff::Timestamp, jiff::Error>,
    ) -> Timestamp {
        let wall = day.civil().at(0, 0, 0, 0);
        let wall = wall.saturating_add(jiff::Span::new().minutes(minutes));
        let at = pick(self.0.to_ambiguous_timestamp(wall)).unwrap_or(jiff::Timestamp::MAX);
        Timestamp(at.as_millisecond())
    }

    fn zoned(&self, at: Timestamp) -> jiff::Zoned {
        let instant = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        instant.to_zoned(self.0.clone())
    }
}

/// A hybrid logical clock: 48 bits of milliseconds and a 16-bit counter; orders events across devices whose wall clocks disagree.
///
/// Kulkarni, Demirbas et al., "Logical Physical Clocks" (2014).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Hlc(#[n(0)] u64);

impl Hlc {
    /// The reading for a new local event: wall time when that is ahead, else just after the newest reading seen.
    pub fn tick(self, now: Timestamp) -> Self {
        let wall = u64::try_from(now.0).unwrap_or(0) << 16;
        Self(wall.max(self.0.saturating_add(1)))
    }

    /// The newer of two readings: what a device remembers after seeing another's event.
    pub fn join(self, seen: Self) -> Self {
        self.max(seen)
    }

    /// The physical part.
    pub fn physical(self) -> Timestamp {
        Timestamp(i64::try_from(self.0 >> 16).expect("48 bits fit"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn a_day_ends_at_the_venues_midnight_also_when_clocks_change() {
        let berlin = VenueZone::named("Europe/Berlin").unwrap();
        assert_eq!(
            berlin.day_of(at("2026-10-24T21:59:59Z")).to_string(),
            "2026-10-24"
        );
        assert_eq!(
            berlin.day_of(at("2026-10-24T22:00:00Z")).to_string(),
            "2026-10-25"
        );
        assert_eq!(
            berlin.day_of(at("2026-10-25T22:59:59Z")).to_string(),
            "2026-10-25",
            "the 25-hour day"
        );
        assert_eq!(
            berlin.day_of(at("2026-10-25T23:00:00Z")).to_string(),
            "2026-10-26"
        );
        assert_eq!(berlin.offset_min(at("2026-10-25T00:59:59Z")), 120);
        assert_eq!(berlin.offset_min(at("2026-10-25T01:00:00Z")), 60);
    }

    #[test]
    fn texts_are_the_venues_local_time() {
        let berlin = VenueZone::named("Europe/Berlin").unwrap();
        let noon = at("2026-07-01T10:05:06.070Z");
        assert_eq!(berlin.clock_text(noon), "12:05");
        assert_eq!(berlin.rfc3339(noon), "2026-07-01T12:05:06.070+02:00");
        assert_eq!(berlin.day_of(noon).dotted(), "01.07.2026");
        assert_eq!(Day::parse("2026-07-01"), Some(berlin.day_of(noon)));
        assert_eq!(Day::parse("01.07.2026"), None);
        assert!(VenueZone::named("Europe/Nowhere").is_err());
    }

    #[test]
    fn the_hybrid_clock_never_goes_back() {
        let first = Hlc::default().tick(Timestamp(5_000));
        let after_setback = first.tick(Timestamp(1_000));
        assert!(after_setback > first);
        assert_eq!(after_setback.physical(), Timestamp(5_000));
        assert_eq!(after_setback.tick(Timestamp(9_000)).physical(), Timestamp(9_000));
    }
}
