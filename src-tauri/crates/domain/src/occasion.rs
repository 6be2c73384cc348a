//! What is on at the venue: a performance, a guided tour, a match.

use minicbor::{Decode, Encode};

use crate::{id::ZoneId, time::Timestamp};

/// Something that is on.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Occasion {
    /// As it is announced.
    #[n(0)]
    pub name: String,
    /// Where; none for the whole venue.
    #[n(1)]
    pub zone: Option<ZoneId>,
    /// When it begins.
    #[n(2)]
    pub begins: Timestamp,
    /// When it ends.
    #[n(3)]
    pub ends: Timestamp,
    /// How many people may be there at once; none where only that of the zone holds.
    #[n(4)]
    pub capacity: Option<u32>,
}

/// What cannot be announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnfitOccasion {
    /// It has no name, or too long a one.
    #[error("a name has 1 to 80 characters")]
    Name,
    /// It ends before it begins, or after a year.
    #[error("it ends after it begins, and within a year")]
    Times,
    /// Nobody could come.
    #[error("a capacity is at least 1")]
    Capacity,
}

const YEAR_MS: i64 = 366 * 86_400_000;

impl Occasion {
    /// Checks what the types do not.
    ///
    /// # Errors
    /// [`UnfitOccasion`], the first one that is found.
    pub fn check(&self) -> Result<(), UnfitOccasion> {
        if !(1..=80).contains(&self.name.trim().chars().count()) {
            return Err(UnfitOccasion::Name);
        }
        if !(1..=YEAR_MS).contains(&self.ends.ms_since(self.begins)) {
            return Err(UnfitOccasion::Times);
        }
        if self.capacity == Some(0) {
            return Err(UnfitOccasion::Capacity);
        }
        Ok(())
    }

    /// Whether it is on.
    pub fn is_on(&self, at: Timestamp) -> bool {
        self.begins <= at && at < self.ends
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_could_come_to_is_refused() {
        let concert = Occasion {
            name: "Concert".to_owned(),
            zone: None,
            begins: Timestamp(1_000),
            ends: Timestamp(2_000),
            capacity: Some(80),
        };
        let with = |change: fn(&mut Occasion)| {
            let mut occasion = concert.clone();
            change(&mut occasion);
            occasion.check()
        };
        assert_eq!(with(|_| ()), Ok(()));
        assert_eq!(
            with(|concert| concert.name = " ".to_owned()),
            Err(UnfitOccasion::Name)
        );
        assert_eq!(
            with(|concert| concert.name = "a".repeat(81)),
            Err(UnfitOccasion::Name)
        );
        assert_eq!(
            with(|concert| concert.ends = concert.begins),
            Err(UnfitOccasion::Times)
        );
        assert_eq!(
            with(|concert| concert.ends = concert.begins.plus_ms(YEAR_MS + 1)),
            Err(UnfitOccasion::Times)
        );
        assert_eq!(
            with(|concert| concert.capacity = Some(0)),
            Err(UnfitOccasion::Capacity)
        );
        let is_on = [999, 1_000, 1_999, 2_000].map(|ms| concert.is_on(Timestamp(ms)));
        assert_eq!(is_on, [false, true, true, false]);
    }
}
