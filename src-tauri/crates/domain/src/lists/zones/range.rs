//! `Seat 1-27`: one line for 27 seats.

use crate::{lists::Problem, zone::ZoneKind};

/// The most numbers that one line stands for.
pub(super) const MOST: u32 = 5_000;

/// The names that a name stands for: itself, or those of a range of rows, tables or seats. Other kinds have names such as
/// *Room 3-4*, which is one room.
pub(super) fn expand(name: &str, kind: ZoneKind) -> Result<Vec<String>, Problem> {
    let is_counted = matches!(kind, ZoneKind::Row | ZoneKind::Table | ZoneKind::Seat);
    let Some((before, first, last)) = split(name).filter(|_| is_counted) else {
        return Ok(vec![name.to_owned()]);
    };
    let number = |digits: &str| digits.parse::<u32>().map_err(|_| Problem::Range(MOST));
    let (from, to) = (number(first)?, number(last)?);
    if from > to || to - from >= MOST {
        return Err(Problem::Range(MOST));
    }
    // `01-27` keeps its zeros.
    let width = if first.starts_with('0') { first.len() } else { 0 };
    Ok((from..=to)
        .map(|number| format!("{before}{number:0width$}"))
        .collect())
}

/// Text, first number, last number.
fn split(name: &str) -> Option<(&str, &str, &str)> {
    let (head, last) = split_digits(name)?;
    let head = head.trim_end().strip_suffix(['-', '–'])?.trim_end();
    let (before, first) = split_digits(head)?;
    Some((before, first, last))
}

fn split_digits(text: &str) -> Option<(&str, &str)> {
    let head = text.trim_end_matches(|c: char| c.is_ascii_digit());
    (head.len() < text.len()).then(|| text.split_at(head.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(name: &str) -> Vec<String> {
        expand(name, ZoneKind::Seat).unwrap()
    }

    #[test]
    fn a_range_stands_for_its_numbers() {
        assert_eq!(names("Seat 1-3"), ["Seat 1", "Seat 2", "Seat 3"]);
        assert_eq!(names("09 – 10"), ["09", "10"]);
        assert_eq!(names("B7-7"), ["B7"]);
        assert_eq!(names("Seat 1-5000").len(), 5_000);
        for name in ["Seat 7", "Seat", "Seat-7", "7 a-b", "1-2b"] {
            assert_eq!(names(name), [name]);
        }
        assert_eq!(expand("Room 3-4", ZoneKind::Room).unwrap(), ["Room 3-4"]);
    }

    #[test]
    fn a_range_ends() {
        for name in ["Seat 3-1", "Seat 1-5001", "1-99999999999999999999"] {
            assert_eq!(expand(name, ZoneKind::Seat), Err(Problem::Range(MOST)), "{name}");
        }
    }
}
