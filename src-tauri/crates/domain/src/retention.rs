//! How long visits are kept, and which clock says that the time is over.
//!
//! Wall clocks are set wrongly, by hand, by an empty battery, by a time server. A clock that is set back must not prolong the life
//! of anything, one that is set forward must not destroy anything early. So the age of a day is measured by a clock of its own.

use minicbor::{Decode, Encode};

use crate::time::{Day, Timestamp};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// How far the wall clock may stand from what is believed before it is doubted, in milliseconds.
const TOLERANCE_MS: i64 = 10 * MINUTE_MS;
/// A machine that was off may have been off for so long without anybody being asked, in milliseconds: long weekends.
const LONGEST_BREAK_MS: i64 = 5 * DAY_MS;
/// A wall clock that is ahead and that nobody has contradicted for so long is believed, in milliseconds.
const DOUBT_MS: i64 = 5 * DAY_MS;

/// Days that visits are kept: 1 to 30.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode)]
#[cbor(transparent)]
pub struct RetentionDays(u8);

impl RetentionDays {
    /// No setting and no file goes beyond it.
    pub const CEILING: u8 = 30;

    /// So many days; none outside 1 to 30.
    pub fn new(days: u8) -> Option<Self> {
        (1..=Self::CEILING).contains(&days).then_some(Self(days))
    }

    /// How many days.
    pub fn get(self) -> u8 {
        self.0
    }

    /// Whether what was made on `made` has to be gone on `today`: after the last whole day of keeping.
    pub fn is_over(self, made: Day, today: Day) -> bool {
        self.last_day(made) < today
    }

    /// The last day on which something made on `made` is kept.
    pub fn last_day(self, made: Day) -> Day {
        made.plus(i32::from(self.0))
    }
}

impl Default for RetentionDays {
    fn default() -> Self {
        Self(Self::CEILING)
    }
}

/// Whatever a log says, the ceiling holds.
impl<'b, C> Decode<'b, C> for RetentionDays {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Ok(Self(d.u8()?.clamp(1, Self::CEILING)))
    }
}

/// The clock that ages are measured by.
///
/// While the program runs it counts elapsed time and does not look at the wall clock. When the wall clock is synchronised with a
/// time server it takes that over, in both directions. After a stop it takes the wall clock's step forward for the time the
/// machine was off, if that is at most five days; a greater step, or one backwards, it does not believe and is doubtful, until the
/// wall clock is synchronised, or somebody confirms it, or it has stood ahead for five days and nobody has objected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct RetentionClock {
    #[n(0)]
    believed: Timestamp,
    #[n(1)]
    wall: Timestamp,
    #[n(2)]
    doubtful_since: Option<Timestamp>,
    #[n(3)]
    leap: Option<Leap>,
}

/// A step that the clock made when a wall clock that had been ahead was believed at last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
struct Leap {
    /// When the doubt began,
    #[n(0)]
    since: Timestamp,
    /// from where the step was made,
    #[n(1)]
    from: Timestamp,
    /// and to where.
    #[n(2)]
    to: Timestamp,
}

/// Whether the wall clock can be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockState {
    /// It is synchronised with a time server.
    Synchronised,
    /// It runs by itself and has not jumped.
    Running,
    /// It has jumped, and nobody has said that it is right.
    Doubtful,
}

impl RetentionClock {
    /// Begins at set-up: whoever sets a venue up looks at the clock.
    pub fn begin(wall: Timestamp) -> Self {
        Self {
            believed: wall,
            wall,
            doubtful_since: None,
            leap: None,
        }
    }

    /// Goes on after a stop of unknown length.
    #[must_use]
    pub fn resume(mut self, wall: Timestamp, is_synchronised: bool) -> Self {
        let step = wall.ms_since(self.wall);
        if (0..=LONGEST_BREAK_MS).contains(&step) {
            self.believed = self.believed.plus_ms(step);
        }
        self.look_at(wall, is_synchronised);
        self
    }

    /// Goes on after `elapsed_ms` of running, measured by a clock that nobody can set.
    pub fn tick(&mut self, wall: Timestamp, elapsed_ms: i64, is_synchronised: bool) {
        self.believed = self.believed.plus_ms(elapsed_ms.max(0));
        self.look_at(wall, is_synchronised);
    }

    /// Somebody has looked at the wall clock and says that it is right.
    pub fn confirm(&mut self, wall: Timestamp) {
        self.wall = wall;
        self.believe(wall);
    }

    /// Takes the wall clock over. If it was doubted for being ahead, what was made meanwhile was made as late as it said.
    fn believe(&mut self, wall: Timestamp) {
        if let Some(since) = self.doubtful_since.take().filter(|_| self.believed < wall) {
            let before = self.leap.map_or(since, |leap| leap.since.min(since));
            self.leap = Some(Leap {
                since: before,
                from: self.believed,
                to: wall,
            });
        }
        self.believed = wall;
    }

    /// The day on which something with this name of a day was made, given what was believed then: the day of its name, if that was
    /// doubted then and has turned out right.
    pub fn made(&self, name: Day, believed_then: Day, day_of: impl Fn(Timestamp) -> Day) -> Day {
        let turned_out = self.leap.is_some_and(|leap| {
            let doubted = day_of(leap.since) <= believed_then && believed_then <= day_of(leap.from);
            doubted && believed_then < name && name <= day_of(leap.to)
        });
        if turned_out { name } else { believed_then }
    }

    fn look_at(&mut self, wall: Timestamp, is_synchronised: bool) {
        self.wall = wall;
        let ahead = wall.ms_since(self.believed);
        if is_synchronised {
            self.believe(wall);
        } else if ahead.abs() <= TOLERANCE_MS {
            self.doubtful_since = None;
        } else {
            let since = *self.doubtful_since.get_or_insert(self.believed);
            if ahead > 0 && self.believed.ms_since(since) >= DOUBT_MS {
                self.confirm(wall);
            }
        }
    }

    /// What is believed to be the time.
    pub fn now(&self) -> Timestamp {
        self.believed
    }

    /// Whether the wall clock is doubted.
    pub fn is_doubtful(&self) -> bool {
        self.doubtful_since.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp(1_790_000_000_000);
    const YEAR_MS: i64 = 365 * DAY_MS;

    #[test]
    fn thirty_days_are_the_most_also_for_a_log_that_says_more() {
        assert_eq!(RetentionDays::default().get(), 30);
        assert!(RetentionDays::new(31).is_none() && RetentionDays::new(0).is_none());
        let said: RetentionDays = minicbor::decode(&minicbor::to_vec(90_u8).unwrap()).unwrap();
        assert_eq!(said.get(), 30);
        let days = RetentionDays::new(30).unwrap();
        assert!(!days.is_over(Day(100), Day(130)));
        assert!(days.is_over(Day(100), Day(131)));
    }

    #[test]
    fn a_jump_while_it_runs_moves_nothing() {
        for jump in [YEAR_MS, -YEAR_MS] {
            let mut clock = RetentionClock::begin(START);
            clock.tick(START.plus_ms(MINUTE_MS), MINUTE_MS, false);
            assert!(!clock.is_doubtful());
            clock.tick(START.plus_ms(jump), MINUTE_MS, false);
            assert_eq!(clock.now(), START.plus_ms(2 * MINUTE_MS));
            assert!(clock.is_doubtful());
            clock.tick(START.plus_ms(3 * MINUTE_MS), MINUTE_MS, false);
            assert!(!clock.is_doubtful(), "it was set right again");
        }
    }

    #[test]
    fn a_clock_that_was_set_back_prolongs_nothing() {
        let mut clock = RetentionClock::begin(START);
        for hour in 0..40 * 24 {
            clock.tick(Timestamp(hour * 60 * MINUTE_MS), 60 * MINUTE_MS, false);
        }
        assert_eq!(clock.now(), START.plus_ms(40 * DAY_MS));
    }

    #[test]
    fn nights_and_weekends_count_and_longer_breaks_are_asked_about() {
        let clock = RetentionClock::begin(START).resume(START.plus_ms(4 * DAY_MS), false);
        assert_eq!(
            (clock.now(), clock.is_doubtful()),
            (START.plus_ms(4 * DAY_MS), false)
        );
        let mut clock = clock.resume(START.plus_ms(YEAR_MS), false);
        assert_eq!(
            (clock.now(), clock.is_doubtful()),
            (START.plus_ms(4 * DAY_MS), true)
        );
        clock.confirm(START.plus_ms(YEAR_MS));
        assert_eq!(
            (clock.now(), clock.is_doubtful()),
            (START.plus_ms(YEAR_MS), false)
        );
        let clock = clock.resume(START, false);
        assert_eq!((clock.now(), clock.is_doubtful()), (START.plus_ms(YEAR_MS), true));
    }

    #[test]
    fn a_time_server_is_believed_in_both_directions() {
        let mut clock = RetentionClock::begin(START.plus_ms(YEAR_MS));
        clock.tick(START, MINUTE_MS, true);
        assert_eq!((clock.now(), clock.is_doubtful()), (START, false));
        assert_eq!(
            clock.resume(START.plus_ms(YEAR_MS), true).now(),
            START.plus_ms(YEAR_MS)
        );
    }

    #[test]
    fn a_clock_ahead_that_nobody_objects_to_is_believed_after_five_days() {
        let mut clock = RetentionClock::begin(START);
        let mut wall = START.plus_ms(21 * DAY_MS);
        let day = |at: Timestamp| Day(i32::try_from(at.0 / DAY_MS).unwrap());
        let (closed, opened) = (day(START), day(wall));
        for _ in 0..5 * 24 {
            clock.tick(wall, 60 * MINUTE_MS, false);
            assert!(clock.is_doubtful());
            wall = wall.plus_ms(60 * MINUTE_MS);
        }
        assert_eq!(
            clock.made(opened, closed, day),
            closed,
            "while nobody knows better"
        );
        clock.tick(wall, 60 * MINUTE_MS, false);
        assert_eq!((clock.now(), clock.is_doubtful()), (wall, false));
        assert_eq!(
            clock.made(opened, closed, day),
            opened,
            "who came meanwhile came when the clock said"
        );
        assert_eq!(
            clock.made(closed, closed, day),
            closed,
            "and who came before has not grown younger"
        );
    }
}
