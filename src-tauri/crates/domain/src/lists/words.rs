//! The words that stand in the cells of lists for what is one of few.

use super::Problem;
use crate::{
    staff::Role,
    zone::{Activity, EventType, Filter, Ventilation, ZoneKind},
};

/// One of few, with a word for each. A word is part of the format of lists and never changes.
pub trait Word: Copy + 'static {
    /// All of them, in the order in which they are told.
    const ALL: &'static [Self];

    /// Its word: lower case, no spaces.
    fn word(self) -> &'static str;

    /// Reads a word, upper or lower case.
    ///
    /// # Errors
    /// [`Problem::NoWord`], with the words that there are.
    fn read(text: &str) -> Result<Self, Problem> {
        let known = |word: &&Self| word.word().eq_ignore_ascii_case(text);
        Self::ALL.iter().find(known).copied().ok_or_else(|| {
            let words: Vec<_> = Self::ALL.iter().map(|one| one.word()).collect();
            Problem::NoWord(words.join(", "))
        })
    }
}

impl Word for ZoneKind {
    const ALL: &'static [Self] = &[
        Self::Building,
        Self::Entrance,
        Self::Area,
        Self::Room,
        Self::Table,
        Self::Row,
        Self::Seat,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Building => "building",
            Self::Entrance => "entrance",
            Self::Area => "area",
            Self::Room => "room",
            Self::Table => "table",
            Self::Row => "row",
            Self::Seat => "seat",
        }
    }
}

/// The filter has a column of its own.
impl Word for Ventilation {
    const ALL: &'static [Self] = &[
        Self::Outdoors,
        Self::Windows,
        Self::AirHandling(Filter::Unknown),
        Self::Closed,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Outdoors => "outdoors",
            Self::Windows => "windows",
            Self::AirHandling(_) => "air-handling",
            Self::Closed => "closed",
        }
    }
}

impl Word for Filter {
    const ALL: &'static [Self] = &[
        Self::Unknown,
        Self::Coarse,
        Self::Epm10,
        Self::Epm2_5,
        Self::Epm1,
        Self::Hepa,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Coarse => "coarse",
            Self::Epm10 => "epm10",
            Self::Epm2_5 => "epm2.5",
            Self::Epm1 => "epm1",
            Self::Hepa => "hepa",
        }
    }
}

impl Word for Activity {
    const ALL: &'static [Self] = &[
        Self::Quiet,
        Self::Speaking,
        Self::Eating,
        Self::Singing,
        Self::Sports,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Speaking => "speaking",
            Self::Eating => "eating",
            Self::Singing => "singing",
            Self::Sports => "sports",
        }
    }
}

impl Word for EventType {
    const ALL: &'static [Self] = &[Self::Passage, Self::Seated, Self::Standing, Self::Moving];

    fn word(self) -> &'static str {
        match self {
            Self::Passage => "passage",
            Self::Seated => "seated",
            Self::Standing => "standing",
            Self::Moving => "moving",
        }
    }
}

impl Word for Role {
    const ALL: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        match self {
            Self::Entrance => "entrance",
            Self::ShiftLead => "shift-lead",
            Self::BackOffice => "back-office",
            Self::Owner => "owner",
            Self::Technician => "technician",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;

    fn all_are_read<W: Word + PartialEq + Debug>() {
        for one in W::ALL {
            assert_eq!(W::read(&one.word().to_uppercase()), Ok(*one));
        }
        let Err(Problem::NoWord(words)) = W::read("nothing") else {
            panic!("a word for nothing");
        };
        assert!(words.contains(W::ALL[0].word()));
    }

    #[test]
    fn each_word_is_read_as_what_it_says() {
        all_are_read::<ZoneKind>();
        all_are_read::<Ventilation>();
        all_are_read::<Filter>();
        all_are_read::<Activity>();
        all_are_read::<EventType>();
        all_are_read::<Role>();
    }
}
