//! Letters in the printer's cells.

use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster};

use super::command::Font;
use crate::code_page;

/// Looks of a printed character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) font: Font,
    pub(super) bold: bool,
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) underline_dots: usize,
    pub(super) reverse: bool,
    pub(super) code_page: u8,
}

impl Look {
    pub(super) const INITIAL: Self = Self {
        font: Font::A,
        bold: false,
        width: 1,
        height: 1,
        underline_dots: 0,
        reverse: false,
        code_page: 0,
    };

    pub(super) fn cell_width_dots(&self) -> usize {
        self.width
            * match self.font {
                Font::A => 12,
                Font::B => 9,
            }
    }

    pub(super) fn cell_height_dots(&self) -> usize {
        self.height
            * match self.font {
                Font::A => 24,
                Font::B => 17,
            }
    }

    /// Calls `dark` with each dark dot of the cell in which `byte` is printed.
    pub(super) fn draw(&self, byte: u8, mut dark: impl FnMut(usize, usize)) {
        let (width, height) = (self.cell_width_dots(), self.cell_height_dots());
        let raster = self.raster(byte);
        for y in 0..height {
            for x in 0..width {
                let inked = match raster {
                    Some(rows) => is_inked(rows, (x, width), (y, height)),
                    None => is_frame((x, width), (y, height)),
                } || y + self.underline_dots >= height;
                if inked != self.reverse {
                    dark(x, y);
                }
            }
        }
    }

    /// The letter's picture; none if the code page or the font lacks it.
    fn raster(&self, byte: u8) -> Option<&'static [&'static [u8]]> {
        const CODE_PAGE_858: u8 = 19;
        let character = match byte {
            b' '..=b'~' => char::from(byte),
            _ if self.code_page == CODE_PAGE_858 => code_page::decode(byte)?,
            _ => return None,
        };
        let weight = if self.bold {
            FontWeight::Bold
        } else {
            FontWeight::Regular
        };
        Some(get_raster(character, weight, RasterHeight::Size20)?.raster())
    }
}

/// Ink above which a dot is dark: a little less than half of 255, because heat spreads.
const HALF_INKED: f32 = 100.0;

/// Whether the letter covers half of the dot; between its pixels the ink is interpolated, so that large letters stay round.
fn is_inked(rows: &[&[u8]], (x, width): (usize, usize), (y, height): (usize, usize)) -> bool {
    let (top, bottom, down) = between(y as f32, height as f32, rows.len());
    let columns = rows.first().map_or(0, |row| row.len());
    // The font's letters are narrower than the printer's; the rest of the cell is the gap between two of them.
    let letter_width = width as f32 * 0.9;
    let gap = (width as f32 - letter_width) / 2.0;
    let letter_x = x as f32 - gap;
    if !(-0.5..letter_width - 0.5).contains(&letter_x) {
        return false;
    }
    let (left, right, across) = between(letter_x, letter_width, columns);
    let ink = |row: usize, column: usize| {
        rows.get(row)
            .and_then(|row| row.get(column))
            .copied()
            .map_or(0.0, f32::from)
    };
    let upper = ink(top, left) * (1.0 - across) + ink(top, right) * across;
    let lower = ink(bottom, left) * (1.0 - across) + ink(bottom, right) * across;
    upper * (1.0 - down) + lower * down >= HALF_INKED
}

/// The two pixels of `pixels` between which the middle of dot `dot` of `dots` lies, and how near it is to the second.
fn between(dot: f32, dots: f32, pixels: usize) -> (usize, usize, f32) {
    let last = pixels.saturating_sub(1);
    let place = ((dot + 0.5) * pixels as f32 / dots - 0.5).clamp(0.0, last as f32);
    let first = place as usize;
    (first, (first + 1).min(last), place - first as f32)
}

/// A box for what the printer prints and this font does not have.
fn is_frame((x, width): (usize, usize), (y, height): (usize, usize)) -> bool {
    let inside = |dot: usize, dots: usize| (2..dots - 2).contains(&dot);
    inside(x, width) && inside(y, height) && (x == 2 || x == width - 3 || y == 2 || y == height - 3)
}
