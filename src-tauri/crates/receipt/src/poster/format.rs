//! The sizes of sheets: DIN A4 to A10, upright or on their side.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A size of the A series (ISO 216, DIN 476); each is half of the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperFormat {
    /// 210 × 297 mm.
    A4,
    /// 148 × 210 mm.
    A5,
    /// 105 × 148 mm.
    A6,
    /// 74 × 105 mm.
    A7,
    /// 52 × 74 mm.
    A8,
    /// 37 × 52 mm.
    A9,
    /// 26 × 37 mm.
    A10,
}

impl PaperFormat {
    /// Every format, the largest first.
    pub const ALL: [Self; 7] = [
        Self::A4,
        Self::A5,
        Self::A6,
        Self::A7,
        Self::A8,
        Self::A9,
        Self::A10,
    ];
    /// Every name, as the help of a program lists them.
    pub const NAMES: &'static str = "a4|a5|a6|a7|a8|a9|a10";

    /// Its name in small letters, as it is typed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A5 => "a5",
            Self::A6 => "a6",
            Self::A7 => "a7",
            Self::A8 => "a8",
            Self::A9 => "a9",
            Self::A10 => "a10",
        }
    }

    /// The short and the long side in mm (ISO 216, table 1).
    pub const fn sides_mm(self) -> (u16, u16) {
        match self {
            Self::A4 => (210, 297),
            Self::A5 => (148, 210),
            Self::A6 => (105, 148),
            Self::A7 => (74, 105),
            Self::A8 => (52, 74),
            Self::A9 => (37, 52),
            Self::A10 => (26, 37),
        }
    }

    /// Its name among printers: `iso_a4_210x297mm` (PWG 5101.1, section 5).
    pub fn media_name(self) -> String {
        let (short, long) = self.sides_mm();
        format!("iso_{}_{short}x{long}mm", self.name())
    }
}

impl fmt::Display for PaperFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for PaperFormat {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.name().eq_ignore_ascii_case(name))
            .ok_or(UnknownFormat)
    }
}

/// The text is not the name of a format that posters have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no such format; there are {}", PaperFormat::NAMES)]
pub struct UnknownFormat;

/// How a sheet stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// Upright: the short side is the width.
    Portrait,
    /// On its side: the long side is the width.
    Landscape,
}

/// A format and how it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetFormat {
    /// The size.
    pub paper: PaperFormat,
    /// How it stands.
    pub orientation: Orientation,
}

impl SheetFormat {
    /// Width and height in mm.
    pub const fn size_mm(self) -> (f32, f32) {
        let (short, long) = self.paper.sides_mm();
        match self.orientation {
            Orientation::Portrait => (short as f32, long as f32),
            Orientation::Landscape => (long as f32, short as f32),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_is_half_of_the_one_before() {
        for pair in PaperFormat::ALL.windows(2) {
            let [larger, smaller] = [pair[0], pair[1]].map(PaperFormat::sides_mm);
            assert_eq!(smaller, (larger.1 / 2, larger.0), "{}", pair[1]);
        }
        assert_eq!(PaperFormat::A4.sides_mm(), (210, 297));
    }

    #[test]
    fn a_name_names_its_format() {
        for format in PaperFormat::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        assert_eq!("A6".parse(), Ok(PaperFormat::A6));
        assert_eq!("a3".parse::<PaperFormat>(), Err(UnknownFormat));
        assert_eq!(
            PaperFormat::ALL.map(PaperFormat::name).join("|"),
            PaperFormat::NAMES
        );
        assert_eq!(PaperFormat::A10.media_name(), "iso_a10_26x37mm");
    }

    #[test]
    fn a_sheet_on_its_side_is_wider_than_high() {
        let sheet = |orientation| SheetFormat {
            paper: PaperFormat::A7,
            orientation,
        };
        assert_eq!(sheet(Orientation::Portrait).size_mm(), (74.0, 105.0));
        assert_eq!(sheet(Orientation::Landscape).size_mm(), (105.0, 74.0));
    }
}
