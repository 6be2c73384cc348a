use std::io::Cursor;

use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};

use crate::ReceiptError;
use crate::code::Symbol;

/// A picture of printed paper: dark and light dots, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperPicture {
    width_dots: usize,
    luma: Vec<u8>,
}

impl PaperPicture {
    /// The longest side that is drawn, in dots (two metres of paper at 203 dpi).
    pub const LIMIT_DOTS: usize = 16_000;

    const DARK: u8 = 0;
    const LIGHT: u8 = 255;

    pub(crate) fn blank(width_dots: usize, height_dots: usize) -> Self {
        Self {
            width_dots,
            luma: vec![Self::LIGHT; width_dots * height_dots],
        }
    }

    /// The width in dots, which are pixels here.
    pub fn width_dots(&self) -> usize {
        self.width_dots
    }

    /// The height in dots.
    pub fn height_dots(&self) -> usize {
        self.luma.len().checked_div(self.width_dots).unwrap_or_default()
    }

    /// The dots row by row: 0 is dark, 255 is light.
    pub fn luma(&self) -> &[u8] {
        &self.luma
    }

    /// Whether the dot at `x`, `y` is dark; outside the paper nothing is.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.width_dots && self.luma.get(y * self.width_dots + x) == Some(&Self::DARK)
    }

    /// Darkens a dot; outside the paper nothing happens, as on a printer's margin.
    pub(crate) fn darken(&mut self, x: usize, y: usize) {
        if x < self.width_dots
            && let Some(dot) = self.luma.get_mut(y * self.width_dots + x)
        {
            *dot = Self::DARK;
        }
    }

    /// Draws a symbol without its quiet zone, its corner at `left`, `top`.
    pub(crate) fn draw_symbol(&mut self, symbol: &Symbol, left: usize, top: usize, module_dots: usize) {
        let side_dots = symbol.modules() * module_dots;
        for y in 0..side_dots {
            for x in 0..side_dots {
                if symbol.is_dark(x / module_dots, y / module_dots) {
                    self.darken(left + x, top + y);
                }
            }
        }
    }

    /// Adds blank paper below.
    pub(crate) fn grow(&mut self, dots: usize) -> Result<(), ReceiptError> {
        if self.height_dots() + dots > Self::LIMIT_DOTS {
            return Err(ReceiptError::PictureTooLarge {
                limit_px: Self::LIMIT_DOTS,
            });
        }
        self.luma
            .resize(self.luma.len() + self.width_dots * dots, Self::LIGHT);
        Ok(())
    }
}

/// Writes a picture as 8-bit greyscale PNG.
pub fn png(picture: &PaperPicture) -> Result<Vec<u8>, ReceiptError> {
    let limit = |dots: usize| {
        u32::try_from(dots).map_err(|_| ReceiptError::PictureTooLarge {
            limit_px: PaperPicture::LIMIT_DOTS,
        })
    };
    let mut file = Cursor::new(Vec::new());
    PngEncoder::new(&mut file)
        .write_image(
            picture.luma(),
            limit(picture.width_dots())?,
            limit(picture.height_dots())?,
            ExtendedColorType::L8,
        )
        .map_err(ReceiptError::EncodePng)?;
    Ok(file.into_inner())
}
