//! How text stands on paper, in the printer's own font A (12 x 24 dots).

use crate::PrinterText;

/// How text stands on the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) bold: bool,
    /// Times the width of font A, 1 to 8.
    pub(crate) width: u8,
    /// Times the height of font A, 1 to 8.
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
    Left,
    Centre,
}

/// A text at a place in a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'text> {
    /// Characters of font A from the left edge.
    pub(crate) column: usize,
    pub(crate) text: &'text PrinterText,
    /// One character wide, so that columns are columns.
    pub(crate) style: Style,
}
