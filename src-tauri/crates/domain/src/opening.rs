//! Opening hours: several periods a day, by weekday and on special days, in the venue's own time.

use std::{collections::BTreeMap, fmt, str::FromStr};

use minicbor::{Decode, Encode};

use crate::time::{Day, Timestamp, VenueZone};

const DAY_MIN: u16 = 24 * 60;
/// The names of the week in the notation of OpenStreetMap's `opening_hours`, Monday first.
const WEEK: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
/// Neighbouring periods are followed for so many steps; a venue that is open longer than that does not close.
const LONGEST_CHAIN: usize = 64;

/// From when to when, on the wall clock of the day on which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Period {
    #[n(0)]
    from_min: u16,
    /// Above 24:00 when it ends on the next day.
    #[n(1)]
    to_min: u16,
}

/// When a venue is open. Days without a period are closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct OpeningHours {
    /// By weekday, Monday first.
    #[n(0)]
    week: [Vec<Period>; 7],
    /// Days on which other hours hold; none means closed.
    #[n(1)]
    special: BTreeMap<Day, Vec<Period>>,
}

/// Why a text is no opening hours. Holds the part that is not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoOpeningHours {
    /// A rule names no days.
    #[error(
        "{0:?} does not begin with days; it looks like `Mo-Fr 10:00-12:30,14:00-18:00; Sa 10:00-16:00; 2026-12-24 off`"
    )]
    Days(String),
    /// A period is no period.
    #[error("{0:?} is no period; it looks like `10:00-18:00`, or `20:00-26:00` for two in the night")]
    Period(String),
    /// Two periods of one day overlap.
    #[error("two periods of {0} overlap")]
    Overlap(String),
}

impl OpeningHours {
    /// When the venue closes that is open `at`; none when it is closed then, or never closes.
    pub fn closes(&self, zone: &VenueZone, at: Timestamp) -> Option<Timestamp> {
        let mut end = self.period_around(zone, at)?.1;
        for _ in 0..LONGEST_CHAIN {
            match self.period_around(zone, end) {
                Some((_, later)) if later > end => end = later,
                Some(_) | None => return Some(end),
            }
        }
        None
    }

    /// Whether the venue is open `at`.
    pub fn is_open(&self, zone: &VenueZone, at: Timestamp) -> bool {
        self.period_around(zone, at).is_some()
    }

    /// When the venue opens next after `at`, within four weeks.
    pub fn opens(&self, zone: &VenueZone, at: Timestamp) -> Option<Timestamp> {
        let today = zone.day_of(at);
        let days = (0..=28).map(|days| today.plus(days));
        days.flat_map(|day| self.instants_of(zone, day))
            .map(|(from, _)| from)
            .filter(|from| *from > at)
            .min()
    }

    /// The hours of each weekday, Monday first, as they are written; empty where the venue is closed.
    pub fn week_texts(&self) -> [String; 7] {
        self.week.each_ref().map(|periods| periods_text(periods))
    }

    /// Open at any time.
    pub fn always() -> Self {
        Self {
            week: std::array::from_fn(|_| vec![WHOLE_DAY]),
            special: BTreeMap::new(),
        }
    }

    /// The days on which other hours hold, and these as they are written; empty where the venue is closed.
    pub fn special_days(&self) -> impl Iterator<Item = (Day, String)> {
        let special = self.special.iter();
        special.map(|(day, periods)| (*day, periods_text(periods)))
    }

    /// On `day` other hours hold: as `10:00-13:00`, or none at all where `text` is empty.
    ///
    /// # Errors
    /// [`NoOpeningHours`]; then the hours stand as before.
    pub fn set_special(&mut self, day: Day, text: &str) -> Result<(), NoOpeningHours> {
        let periods = if text.is_empty() {
            Vec::new()
        } else {
            read_periods(&day.to_string(), text)?
        };
        self.special.insert(day, periods);
        Ok(())
    }

    /// On `day` the hours of its weekday hold.
    pub fn forget_special(&mut self, day: Day) {
        self.special.remove(&day);
    }

    /// The same week, with the special days of `other` besides the own ones.
    pub fn with_special_of(mut self, other: &Self) -> Self {
        for (day, periods) in &other.special {
            self.special.entry(*day).or_insert_with(|| periods.clone());
        }
        self
    }

    /// Whether there is no weekday and no day on which it opens.
    pub fn is_never(&self) -> bool {
        self.week.iter().chain(self.special.values()).all(Vec::is_empty)
    }

    fn period_around(&self, zone: &VenueZone, at: Timestamp) -> Option<(Timestamp, Timestamp)> {
        let today = zone.day_of(at);
        let mut around = [today.plus(-1), today]
            .into_iter()
            .flat_map(|day| self.instants_of(zone, day));
        around.find(|(from, to)| *from <= at && at < *to)
    }

    /// Where the clock is turned back, an hour counts as open twice; where it is turned on, nobody loses a minute.
    fn instants_of(&self, zone: &VenueZone, day: Day) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let periods = self.special.get(&day).unwrap_or(&self.week[day.weekday()]);
        periods.iter().map(move |period| {
            (
                zone.earliest(day, period.from_min),
                zone.latest(day, period.to_min),
            )
        })
    }
}

/// Reads a part of OpenStreetMap's `opening_hours`: `Mo-Fr 10:00-12:30,14:00-18:00; Sa 10:00-16:00; 2026-12-24 off`. Later rules
/// replace earlier ones for their days.
impl FromStr for OpeningHours {
    type Err = NoOpeningHours;

    fn from_str(text: &str) -> Result<Self, NoOpeningHours> {
        let mut hours = Self::default();
        for rule in text.split(';').map(str::trim).filter(|rule| !rule.is_empty()) {
            if rule == "24/7" {
                hours.week = Self::always().week;
                continue;
            }
            let (days, periods) = rule
                .split_once(char::is_whitespace)
                .ok_or_else(|| NoOpeningHours::Days(rule.to_owned()))?;
            let periods = read_periods(days, periods)?;
            if let Some(day) = Day::parse(days) {
                hours.special.insert(day, periods);
                continue;
            }
            for days in days.split(',') {
                for weekday in read_weekdays(days)? {
                    hours.week[weekday].clone_from(&periods);
                }
            }
        }
        Ok(hours)
    }
}

const WHOLE_DAY: Period = Period {
    from_min: 0,
    to_min: DAY_MIN,
};

fn periods_text(periods: &[Period]) -> String {
    if periods.is_empty() {
        String::new()
    } else {
        write_periods(periods)
    }
}

fn read_periods(days: &str, text: &str) -> Result<Vec<Period>, NoOpeningHours> {
    if matches!(text.trim(), "off" | "closed") {
        return Ok(Vec::new());
    }
    let mut periods = text
        .split(',')
        .map(|period| {
            read_period(period.trim()).ok_or_else(|| NoOpeningHours::Period(period.trim().to_owned()))
        })
        .collect::<Result<Vec<_>, _>>()?;
    periods.sort_by_key(|period| period.from_min);
    if periods.windows(2).any(|pair| pair[1].from_min < pair[0].to_min) {
        return Err(NoOpeningHours::Overlap(days.to_owned()));
    }
    Ok(periods)
}

fn read_period(text: &str) -> Option<Period> {
    let (from, to) = text.split_once('-')?;
    let (from_min, to_min) = (read_minutes(from)?, read_minutes(to)?);
    // `22:00-02:00` is how people write what ends after midnight.
    let to_min = if to_min <= from_min {
        to_min + DAY_MIN
    } else {
        to_min
    };
    let is_period = from_min < DAY_MIN && to_min <= from_min + DAY_MIN;
    is_period.then_some(Period { from_min, to_min })
}

fn read_minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hours) || minutes.len() != 2 || !digits(minutes) {
        return None;
    }
    let (hours, minutes) = (hours.parse::<u16>().ok()?, minutes.parse::<u16>().ok()?);
    (minutes < 60 && hours <= 47).then_some(hours * 60 + minutes)
}

fn read_weekdays(text: &str) -> Result<Vec<usize>, NoOpeningHours> {
    let weekday = |name: &str| {
        let place = WEEK.iter().position(|day| *day == name.trim());
        place.ok_or_else(|| NoOpeningHours::Days(text.to_owned()))
    };
    let Some((first, last)) = text.split_once('-') else {
        return Ok(vec![weekday(text)?]);
    };
    let (first, last) = (weekday(first)?, weekday(last)?);
    let days = (last + 7 - first) % 7;
    Ok((0..=days).map(|step| (first + step) % 7).collect())
}

/// Writes what [`FromStr`] reads, a rule for each run of days with the same hours.
impl fmt::Display for OpeningHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rules = Vec::new();
        let mut day = 0;
        while day < 7 {
            let last = (day..7)
                .take_while(|next| self.week[*next] == self.week[day])
                .last()
                .unwrap_or(day);
            if !self.week[day].is_empty() {
                let days = if last == day {
                    WEEK[day].to_owned()
                } else {
                    format!("{}-{}", WEEK[day], WEEK[last])
                };
                rules.push(format!("{days} {}", write_periods(&self.week[day])));
            }
            day = last + 1;
        }
        rules.extend(
            self.special
                .iter()
                .map(|(day, periods)| format!("{day} {}", write_periods(periods))),
        );
        f.write_str(&rules.join("; "))
    }
}

fn write_periods(periods: &[Period]) -> String {
    if periods.is_empty() {
        return "off".to_owned();
    }
    let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let written: Vec<_> = periods
        .iter()
        .map(|period| format!("{}-{}", clock(period.from_min), clock(period.to_min)))
        .collect();
    written.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> VenueZone {
        VenueZone::named("Europe/Berlin").unwrap()
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn hours(text: &str) -> OpeningHours {
        text.parse().unwrap()
    }

    #[test]
    fn the_parts_of_a_text_make_the_whole_again() {
        let whole = hours("Mo-Fr 10:00-12:30,14:00-18:00; Su 22:00-26:00; 2026-11-24 off");
        let week = whole.week_texts();
        assert_eq!(week[0], "10:00-12:30,14:00-18:00");
        assert_eq!((week[5].as_str(), week[6].as_str()), ("", "22:00-26:00"));
        let parts = WEEK.iter().zip(&week).filter(|(_, text)| !text.is_empty());
        let mut parts: Vec<_> = parts.map(|(day, text)| format!("{day} {text}")).collect();
        parts.extend(whole.special_days().map(|(day, text)| {
            assert_eq!(text, "");
            format!("{day} off")
        }));
        assert_eq!(hours(&parts.join("; ")), whole);
        assert!(hours("").is_never() && hours("2026-12-24 off").is_never() && !whole.is_never());
    }

    #[test]
    fn a_special_day_is_set_and_forgotten_and_outlasts_another_week() {
        let day = |text| Day::parse(text).unwrap();
        let mut whole = hours("Mo-Fr 10:00-18:00; 2026-12-24 off");
        whole.set_special(day("2026-12-31"), "10:00-13:00").unwrap();
        whole.set_special(day("2026-12-25"), "").unwrap();
        let before = whole.clone();
        let overlap = whole.set_special(day("2026-12-31"), "10:00-13:00,12:00-14:00");
        assert_eq!(overlap, Err(NoOpeningHours::Overlap("2026-12-31".to_owned())));
        assert_eq!(whole, before);
        let other = hours("Sa 10:00-16:00; 2026-12-24 09:00-12:00").with_special_of(&whole);
        let text = "Sa 10:00-16:00; 2026-12-24 09:00-12:00; 2026-12-25 off; 2026-12-31 10:00-13:00";
        assert_eq!(other.to_string(), text);
        for special in ["2026-12-24", "2026-12-25", "2026-12-31"] {
            whole.forget_special(day(special));
        }
        assert_eq!(whole, hours("Mo-Fr 10:00-18:00"));
        assert_eq!(OpeningHours::always(), hours("24/7"));
    }

    #[test]
    fn a_day_has_several_periods() {
        let hours = hours("Mo-Fr 10:00-12:30,14:00-18:00; Sa 10:00-16:00; 2026-11-24 off");
        let closes = |text| hours.closes(&berlin(), at(text));
        assert_eq!(
            closes("2026-11-23T09:59:59+01:00"),
            None,
            "a Monday before opening"
        );
        assert_eq!(
            closes("2026-11-23T10:00:00+01:00"),
            Some(at("2026-11-23T12:30:00+01:00"))
        );
        assert_eq!(closes("2026-11-23T12:30:00+01:00"), None, "at lunch");
        assert_eq!(
            closes("2026-11-23T17:59:59+01:00"),
            Some(at("2026-11-23T18:00:00+01:00"))
        );
        assert_eq!(closes("2026-11-24T11:00:00+01:00"), None, "the special day");
        let opens = |text| hours.opens(&berlin(), at(text));
        assert_eq!(
            opens("2026-11-23T12:45:00+01:00"),
            Some(at("2026-11-23T14:00:00+01:00"))
        );
        assert_eq!(
            opens("2026-11-23T19:00:00+01:00"),
            Some(at("2026-11-25T10:00:00+01:00"))
        );
    }

    #[test]
    fn a_night_belongs_to_the_day_on_which_it_begins() {
        let hours = hours("Fr,Sa 22:00-04:00");
        let closes = |text| hours.closes(&berlin(), at(text));
        assert_eq!(
            closes("2026-11-21T03:59:00+01:00"),
            Some(at("2026-11-21T04:00:00+01:00"))
        );
        assert_eq!(
            closes("2026-11-22T03:59:00+01:00"),
            Some(at("2026-11-22T04:00:00+01:00"))
        );
        assert_eq!(closes("2026-11-23T03:59:00+01:00"), None);
    }

    #[test]
    fn when_clocks_change_hours_stay_on_the_wall_and_are_never_shorter() {
        let night = hours("Sa 22:00-02:30");
        let closes = |text| night.closes(&berlin(), at(text));
        assert_eq!(
            closes("2026-10-24T23:00:00+02:00"),
            Some(at("2026-10-25T02:30:00+01:00")),
            "02:30 comes twice"
        );
        assert_eq!(
            closes("2026-03-28T23:00:00+01:00"),
            Some(at("2026-03-29T03:30:00+02:00")),
            "02:30 does not come"
        );
        let day = hours("Mo-Su 10:00-18:00");
        assert_eq!(
            day.closes(&berlin(), at("2026-10-25T12:00:00+01:00")),
            Some(at("2026-10-25T18:00:00+01:00"))
        );
        assert_eq!(
            day.closes(&berlin(), at("2026-03-29T12:00:00+02:00")),
            Some(at("2026-03-29T18:00:00+02:00"))
        );
    }

    #[test]
    fn a_venue_that_never_closes_never_closes() {
        assert_eq!(hours("24/7").closes(&berlin(), at("2026-11-22T12:00:00Z")), None);
        assert!(hours("24/7").is_open(&berlin(), at("2026-11-22T12:00:00Z")));
        let week = hours("Mo-Fr 00:00-24:00");
        assert_eq!(
            week.closes(&berlin(), at("2026-11-24T12:00:00+01:00")),
            Some(at("2026-11-28T00:00:00+01:00"))
        );
        assert_eq!(
            OpeningHours::default().opens(&berlin(), at("2026-11-22T12:00:00Z")),
            None
        );
    }

    #[test]
    fn what_is_read_is_written_again() {
        for text in [
            "Mo-Fr 10:00-12:30,14:00-18:00; Sa 10:00-16:00; 2026-12-24 off",
            "Mo 22:00-28:00",
            "",
        ] {
            assert_eq!(hours(text).to_string(), text);
        }
        assert_eq!(
            hours("Fr-Mo 22:00-04:00").to_string(),
            "Mo 22:00-28:00; Fr-Su 22:00-28:00"
        );
        assert_eq!(hours("24/7").to_string(), "Mo-Su 00:00-24:00");
    }

    #[test]
    fn what_is_not_understood_is_named() {
        let refused = |text: &str| text.parse::<OpeningHours>().unwrap_err();
        assert_eq!(
            refused("10:00-18:00"),
            NoOpeningHours::Days("10:00-18:00".to_owned())
        );
        assert_eq!(
            refused("Mo-Fx 10:00-18:00"),
            NoOpeningHours::Days("Mo-Fx".to_owned())
        );
        for period in [
            "10-18",
            "10:00",
            "10:60-11:00",
            "49:00-50:00",
            "1000:00-18:00",
            "25:00-26:00",
            "+9:00-10:00",
            "00:00-24:01",
        ] {
            assert_eq!(
                refused(&format!("Mo {period}")),
                NoOpeningHours::Period(period.to_owned()),
                "{period}"
            );
        }
        assert_eq!(
            refused("Mo 10:00-12:00,11:00-13:00"),
            NoOpeningHours::Overlap("Mo".to_owned())
        );
    }
}
