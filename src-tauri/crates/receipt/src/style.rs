//! How text stands on paper, measured in the printer's own font A (12 x 24 dots), whoever draws the letters.

use crate::PrinterText;

/// The width of a column: a character of font A.
pub(crate) const COLUMN_DOTS: usize = 12;

/// How text stands on the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) bold: bool,
    /// Times the width of font A, 1 to 8.
    pub(crate) width: u8,
    /// Times the height of font A, 1 to 8. Letters that are not the printer's keep their shape and are as much larger as the
    /// mean of both.
    pub(crate) height: u8,
}

impl Style {
    pub(crate) const PLAIN: Self = Self {
        bold: false,
        width: 1,
        height: 1,
    };

    pub(crate) const BOLD: Self = Self {
        bold: true,
        ..Self::PLAIN
    };

    /// What is read first.
    pub(crate) const HEAD: Self = Self {
        width: 2,
        height: 2,
        ..Self::BOLD
    };

    /// What is read next.
    pub(crate) const TITLE: Self = Self {
        height: 2,
        ..Self::BOLD
    };
}

/// Where a text begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Where reading starts: left, or right on a paper that is read from right to left.
    Start,
    Centre,
}

/// A text at a place in a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'text> {
    /// Columns from the side where reading starts.
    pub(crate) column: usize,
    pub(crate) text: &'text PrinterText,
    /// One character wide, so that columns are columns.
    pub(crate) style: Style,
}

impl Piece<'_> {
    /// The columns that each of `pieces` has until the next one begins, the last one until `end`.
    pub(crate) fn rooms(pieces: &[Self], end: usize) -> Vec<usize> {
        let ends = pieces.iter().skip(1).map(|piece| piece.column).chain([end]);
        pieces
            .iter()
            .zip(ends)
            .map(|(piece, end)| end.saturating_sub(piece.column).max(1))
            .collect()
    }
}
