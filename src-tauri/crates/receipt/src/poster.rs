//! Sheets for doors, seats and visitors: what stands on them, and the files they become.
//!
//! A sheet is laid out once, in mm, and then written as SVG, PDF or PNG. Its texts are shaped by the same library and in the same
//! fonts as those of receipts.

mod background;
mod format;
mod layout;
mod list;
mod outlines;
mod pdf;
mod pictures;
mod png;
#[cfg(test)]
mod sample;
mod setting;
mod svg;

pub use background::Background;
pub use format::{Orientation, PaperFormat, SheetFormat, UnknownFormat};
pub use pdf::poster_pdf;

use einlass_domain::words::{Language, ReceiptWords};

use crate::{PassPaper, PrinterText, ReceiptError};
use background::Backdrop;
use list::DisplayList;

/// An inch in mm.
pub(crate) const MM_PER_INCH: f32 = 25.4;

/// What stands on a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Poster {
    /// Hangs beside a door and says what to do there.
    Door {
        /// The venue's name.
        venue: PrinterText,
        /// What is behind the door, if it is a part of the venue.
        zone: Option<PrinterText>,
        /// The venue's own greeting; none for the one of the language.
        greeting: Option<PrinterText>,
    },
    /// Lies on a seat or table and carries its code.
    Place {
        /// The venue's name.
        venue: PrinterText,
        /// Where the place is, from the outside in; empty for the venue itself.
        around: PrinterText,
        /// The name of the place.
        name: PrinterText,
        /// The text of its code; printable ASCII.
        code: String,
        /// The venue's own greeting, if there is one.
        greeting: Option<PrinterText>,
    },
    /// A visitor's pass.
    Pass {
        /// What stands on it.
        paper: PassPaper,
        /// The venue's own greeting, if there is one.
        greeting: Option<PrinterText>,
    },
}

/// What sheets that belong together have in common. The picture behind them is made once.
#[derive(Clone)]
pub struct PosterLook {
    format: SheetFormat,
    language: Language,
    backdrop: Option<Backdrop>,
}

impl PosterLook {
    /// Sheets of this format in this language, with a picture behind them or without.
    pub fn new(format: SheetFormat, language: Language, background: Option<&Background>) -> Self {
        Self {
            format,
            language,
            backdrop: background.map(|background| background.fill(format.size_mm())),
        }
    }

    /// Lays a sheet out. The same arguments give the same sheet.
    ///
    /// Where a small sheet has no room for everything, texts are left out, the least needed first; a code is never drawn with modules
    /// below 0.4 mm or without its quiet zone of 4 modules (ISO/IEC 18004).
    ///
    /// # Errors
    /// [`ReceiptError::CodeTooWideForSheet`]; [`ReceiptError::CodeText`] and [`ReceiptError::CodeEncode`] for a text that is no code.
    pub fn sheet(&self, poster: &Poster) -> Result<PosterSheet, ReceiptError> {
        let words = ReceiptWords::of(self.language);
        let title = match poster {
            Poster::Door { venue, zone, .. } => joined(&[Some(venue), zone.as_ref()]),
            Poster::Place {
                venue, around, name, ..
            } => joined(&[Some(venue), Some(around), Some(name)]),
            // Not the number: titles end up in lists of files and printers.
            Poster::Pass { paper, .. } => joined(&[
                Some(&paper.venue),
                Some(&PrinterText::of_catalogue(&words.pass.title)),
            ]),
        };
        Ok(PosterSheet {
            title,
            language: self.language,
            list: DisplayList {
                backdrop: self.backdrop.clone(),
                ..layout::lay_out(poster, words, self.format, self.language)?
            },
        })
    }
}

/// A sheet that is laid out and can be written.
#[derive(Clone)]
pub struct PosterSheet {
    title: String,
    language: Language,
    list: DisplayList,
}

/// Shows only how large it is: there may be a pass on it.
impl std::fmt::Debug for PosterSheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "PosterSheet({} x {} mm)",
            self.list.width_mm, self.list.height_mm
        )
    }
}

impl PosterSheet {
    /// The fewest pixels an inch of a picture: a module of 0.4 mm has 2.4 of them.
    pub const LEAST_DPI: u16 = 150;
    /// The most pixels an inch of a picture: A4 has 35 million of them.
    pub const MOST_DPI: u16 = 600;

    /// Width and height in mm.
    pub fn size_mm(&self) -> (f32, f32) {
        (self.list.width_mm, self.list.height_mm)
    }

    /// The sheet as SVG (1.1), with the letters as outlines, so that it looks the same without fonts.
    pub fn svg(&self) -> String {
        svg::write(self)
    }

    /// The sheet as PNG with so many pixels an inch, [`Self::LEAST_DPI`] to [`Self::MOST_DPI`], which the file says as well.
    ///
    /// # Errors
    /// [`ReceiptError::Resolution`], [`ReceiptError::WritePng`].
    pub fn png(&self, dpi: u16) -> Result<Vec<u8>, ReceiptError> {
        png::write(self, dpi)
    }
}

fn joined(parts: &[Option<&PrinterText>]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .flatten()
        .map(|part| part.as_str())
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests;
