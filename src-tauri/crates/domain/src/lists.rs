//! Lists as CSV (RFC 4180): zones, staff, visitors of a group, and their passes. Reading one makes a plan; nothing is changed by it.
//!
//! The first line names the columns. `;` and `,` divide, whichever the first line has more of; a byte order mark, either line end,
//! quotes and empty lines are fine. Texts are brought to NFC. Every line is judged, and every finding is told.

pub mod passes;
pub mod roll_calls;
pub mod staff;
pub mod table;
pub mod visitors;
mod words;
pub mod zones;

pub use words::Word;

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::{
    contact::FieldProblem,
    zone::{LONGEST_NAME, PATH_MARK},
};

/// No list is larger, in bytes: a seat is a line of about 60.
pub const LARGEST: usize = 8 << 20;
/// No list names more zones, members of staff or visitors.
pub const MOST_ROWS: usize = 20_000;

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Counted from 1, the line of the column names.
    pub line: u64,
    /// The column; none when it is about the whole line.
    pub column: Option<&'static str>,
    /// What it is.
    pub problem: Problem,
}

/// What can be wrong in a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Fewer or more cells than columns.
    #[error("the line has {has} cells, the first line {wanted}")]
    Uneven {
        /// In this line.
        has: usize,
        /// Column names.
        wanted: usize,
    },
    /// An empty cell where something is needed.
    #[error("is missing")]
    Missing,
    /// Too many characters.
    #[error("has more than {0} characters")]
    TooLong(usize),
    /// A line end, a zero byte, a mark without width.
    #[error("has characters that nobody can see")]
    Invisible,
    /// A name that could not be told from a path.
    #[error("has a `/` that stands alone, which is what divides a path")]
    Slash,
    /// None of the words that can stand there.
    #[error("is none of {0}")]
    NoWord(String),
    /// No whole number, or too small or large a one.
    #[error("is no whole number from {0} to {1}")]
    NoNumber(u32, u32),
    /// No measure.
    #[error("is no measure above 0 and up to {0}, such as 12.5")]
    NoMeasure(u32),
    /// The range counts down or too far.
    #[error("counts down, or over more than {0} numbers")]
    Range(u32),
    /// Nobody knows the zone.
    #[error("there is no zone {0:?}")]
    NoZone(String),
    /// Two zones at the venue are called so.
    #[error("there are two zones {0:?} at the venue")]
    Ambiguous(String),
    /// Too many zones above one another.
    #[error("lies in more than {0} zones")]
    TooDeep(usize),
    /// A filter without air handling.
    #[error("stands only beside the ventilation `air-handling`")]
    FilterAlone,
    /// Somebody or something stands in two lines.
    #[error("{0} stands in line {1} already")]
    Twice(String, u64),
    /// No area.
    #[error("is no area; it looks like `venue`, `kiosk`, or `zone:East stand / Entrance B`")]
    NoArea,
    /// Something in a contact.
    #[error(transparent)]
    Contact(#[from] FieldProblem),
}

/// Why no line of a list is read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// More bytes than a list has.
    #[error("a list has at most {} MiB", LARGEST >> 20)]
    TooLarge,
    /// More rows, or ranges that stand for more.
    #[error("a list names at most {MOST_ROWS}")]
    TooMany,
    /// Another encoding.
    #[error("line {0} is not in UTF-8; save the list as CSV UTF-8")]
    NotUtf8(u64),
    /// Nothing in it.
    #[error("the list is empty; its first line names the columns")]
    Empty,
    /// A column that is none. Holds at most 80 characters of its name.
    #[error("{name:?} is no column; there are {known}")]
    UnknownColumn {
        /// As it stands there.
        name: String,
        /// All that can be.
        known: String,
    },
    /// A column that stands there twice.
    #[error("the column {0:?} stands there twice")]
    ColumnTwice(&'static str),
    /// A column that is needed.
    #[error("there is no column {0:?}")]
    NoColumn(&'static str),
}

/// In NFC, without space around it and with single spaces in it: how two writings of one name become equal.
pub fn tidy(text: &str) -> String {
    let spaced: Vec<&str> = text
        .split([' ', '\u{a0}'])
        .filter(|part| !part.is_empty())
        .collect();
    ComposingNormalizerBorrowed::new_nfc()
        .normalize(&spaced.join(" "))
        .into_owned()
}

/// A name as people give one.
fn check_name(name: &str) -> Result<(), Problem> {
    if name.is_empty() {
        return Err(Problem::Missing);
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Problem::TooLong(LONGEST_NAME));
    }
    if name.split(' ').any(|word| word == PATH_MARK.trim()) {
        return Err(Problem::Slash);
    }
    Ok(())
}
