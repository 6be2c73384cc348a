//! What every code of a version has in common (ISO/IEC 18004, 6.3): finder, timing and alignment patterns, and the words that say
//! how it is masked.

use std::sync::OnceLock;

/// Sides of codes are 17 modules and 4 for each version.
pub(crate) const MAX_VERSION: usize = 40;

/// A module whose colour is the same in every code of its version.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fixed {
    pub(crate) column: u8,
    pub(crate) row: u8,
    /// 1.0 is ink, -1.0 is paper.
    pub(crate) ink: f32,
}

/// The fixed modules of one version, in groups, because each group says something else.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) side: usize,
    /// The three finder patterns and the light modules around them.
    pub(crate) finders: Vec<Fixed>,
    /// The two dotted lines between them, whose number of dots tells the version.
    pub(crate) timing: Vec<Fixed>,
    /// The small squares inside; none in version 1.
    pub(crate) alignment: Vec<Fixed>,
    /// The middles of the small squares.
    pub(crate) alignment_centres: Vec<(usize, usize)>,
}

impl Pattern {
    /// Of version 1 to 40.
    pub(crate) fn of_version(version: usize) -> &'static Self {
        static PATTERNS: [OnceLock<Pattern>; MAX_VERSION + 1] = [const { OnceLock::new() }; MAX_VERSION + 1];
        PATTERNS[version].get_or_init(|| Self::draw(version))
    }

    /// The version whose side is nearest.
    pub(crate) fn version_near(side: f32) -> usize {
        (((side - 17.0) / 4.0).round().max(1.0) as usize).min(MAX_VERSION)
    }

    fn draw(version: usize) -> Self {
        let side = 17 + 4 * version;
        let mut finders = Vec::new();
        for (left, top) in [(0, 0), (side - 7, 0), (0, side - 7)] {
            for row in top.saturating_sub(1)..(top + 8).min(side) {
                for column in left.saturating_sub(1)..(left + 8).min(side) {
                    finders.push(fixed(
                        column,
                        row,
                        square_ink(column as i32 - left as i32 - 3, row as i32 - top as i32 - 3),
                    ));
                }
            }
        }
        let mut timing = Vec::new();
        for along in 8..side - 8 {
            timing.push(fixed(along, 6, along % 2 == 0));
            timing.push(fixed(6, along, along % 2 == 0));
        }
        let places = alignment_places(version);
        let mut alignment_centres = Vec::new();
        let last = places.len().saturating_sub(1);
        for (i, &row) in places.iter().enumerate() {
            for (j, &column) in places.iter().enumerate() {
                if !matches!((i, j), (0, 0)) && (i, j) != (0, last) && (i, j) != (last, 0) {
                    alignment_centres.push((column, row));
                }
            }
        }
        let mut alignment = Vec::new();
        for &(column, row) in &alignment_centres {
            for dy in -2i32..=2 {
                for dx in -2i32..=2 {
                    let ink = dx.abs().max(dy.abs()) != 1;
                    alignment.push(fixed(
                        (column as i32 + dx) as usize,
                        (row as i32 + dy) as usize,
                        ink,
                    ));
                }
            }
        }
        Self {
            side,
            finders,
            timing,
            alignment,
            alignment_centres,
        }
    }

    /// All fixed modules.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Fixed> {
        self.finders.iter().chain(&self.timing).chain(&self.alignment)
    }
}

fn fixed(column: usize, row: usize, ink: bool) -> Fixed {
    Fixed {
        column: column as u8,
        row: row as u8,
        ink: if ink { 1.0 } else { -1.0 },
    }
}

/// Whether a finder pattern has ink so far from its middle.
fn square_ink(dx: i32, dy: i32) -> bool {
    matches!(dx.abs().max(dy.abs()), 0 | 1 | 3)
}

/// The rows and columns of the alignment patterns' middles (ISO/IEC 18004, annex E).
fn alignment_places(version: usize) -> Vec<usize> {
    if version == 1 {
        return Vec::new();
    }
    let count = version / 7 + 2;
    let last = 17 + 4 * version - 7;
    // Even steps, counted from the far end; the rest goes between the first two. Version 32 is the one exception.
    let step = match version {
        32 => 26,
        _ => ((last - 6) * 2 + (count - 1)) / ((count - 1) * 2).max(1),
    };
    let step = step.div_ceil(2) * 2;
    let mut places: Vec<usize> = (0..count - 1).map(|i| last - i * step).collect();
    places.push(6);
    places.reverse();
    places
}

/// The places of the fifteen modules that tell correction level and mask, most significant first, in both copies
/// (ISO/IEC 18004, 7.9), as (column, row).
pub(crate) fn format_places(side: usize) -> [[(usize, usize); 15]; 2] {
    let beside = std::array::from_fn(|i| match i {
        0..=5 => (i, 8),
        6 => (7, 8),
        7 => (8, 8),
        8 => (8, 7),
        _ => (8, 14 - i),
    });
    let apart = std::array::from_fn(|i| match i {
        0..=6 => (8, side - 1 - i),
        _ => (side - 15 + i, 8),
    });
    [beside, apart]
}

/// The 32 words that stand there: five bits, ten that protect them, the mask of the standard.
pub(crate) fn format_words() -> [u16; 32] {
    std::array::from_fn(|data| {
        let mut rest = (data as u16) << 10;
        for bit in (10..15).rev() {
            if rest & (1 << bit) != 0 {
                rest ^= 0b101_0011_0111 << (bit - 10);
            }
        }
        ((data as u16) << 10 | rest) ^ 0x5412
    })
}

/// What one of these words says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Format {
    pub(crate) word: u16,
}

impl Format {
    fn data(self) -> usize {
        usize::from(self.word ^ 0x5412) >> 10
    }

    /// Correction level: 0 is L, 1 is M, 2 is Q and 3 is H.
    pub(crate) fn level(self) -> usize {
        [1, 0, 3, 2][self.data() >> 3]
    }

    /// Whether the module in this place was turned from dark to light or back (7.8.2).
    pub(crate) fn is_masked(self, column: usize, row: usize) -> bool {
        let (sum, product) = (column + row, column * row);
        let rest = match self.data() & 7 {
            0 => sum % 2,
            1 => row % 2,
            2 => column % 3,
            3 => sum % 3,
            4 => (row / 2 + column / 3) % 2,
            5 => product % 2 + product % 3,
            6 => (product % 2 + product % 3) % 2,
            _ => (sum % 2 + product % 3) % 2,
        };
        rest == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use qrcode::{Color, EcLevel, QrCode, Version};

    #[test]
    fn the_patterns_are_those_of_real_codes() {
        for version in 1..=40 {
            let code = QrCode::with_version(b"7", Version::Normal(version as i16), EcLevel::L).unwrap();
            let pattern = Pattern::of_version(version);
            assert_eq!(code.width(), pattern.side);
            for module in pattern.all() {
                let dark = code[(usize::from(module.column), usize::from(module.row))] == Color::Dark;
                assert_eq!(dark, module.ink > 0.0, "version {version}: {module:?}");
            }
        }
    }

    #[test]
    fn the_format_words_are_where_they_belong() {
        for level in [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H] {
            let code = QrCode::with_version(b"EINLASS", Version::Normal(3), level).unwrap();
            let read = format_places(code.width()).map(|places| {
                places.into_iter().fold(0u16, |word, place| {
                    word << 1 | u16::from(code[place] == Color::Dark)
                })
            });
            assert_eq!(read[0], read[1]);
            assert!(format_words().contains(&read[0]), "{:015b}", read[0]);
        }
    }
}
