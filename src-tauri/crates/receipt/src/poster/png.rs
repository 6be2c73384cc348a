//! Sheets as PNG (ISO/IEC 15948): the same list, drawn with soft edges, but codes with hard ones.

use image::imageops::FilterType;
use image::{Rgb, RgbImage};
use swash::zeno::{Command, Mask, Transform};

use super::list::{DisplayList, Item, Line, PlacedCode, Tone};
use super::outlines::{OUTLINE_SIZE, Outlines};
use super::{MM_PER_INCH, PosterSheet};
use crate::ReceiptError;

const BLACK: [u8; 3] = [0; 3];
const WHITE: [u8; 3] = [255; 3];

/// Writes a sheet.
pub(super) fn write(sheet: &PosterSheet, dpi: u16) -> Result<Vec<u8>, ReceiptError> {
    if !(PosterSheet::LEAST_DPI..=PosterSheet::MOST_DPI).contains(&dpi) {
        return Err(ReceiptError::Resolution {
            least: PosterSheet::LEAST_DPI,
            most: PosterSheet::MOST_DPI,
        });
    }
    let canvas = Canvas::draw(&sheet.list, f32::from(dpi) / MM_PER_INCH);
    let (width, height) = canvas.pixels.dimensions();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let a_metre = (f64::from(dpi) / f64::from(MM_PER_INCH) * 1000.0).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: a_metre,
        yppu: a_metre,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header().map_err(ReceiptError::WritePng)?;
    writer
        .write_image_data(canvas.pixels.as_raw())
        .map_err(ReceiptError::WritePng)?;
    writer.finish().map_err(ReceiptError::WritePng)?;
    Ok(bytes)
}

struct Canvas {
    pixels: RgbImage,
    /// Pixels a mm.
    scale: f32,
    outlines: Outlines,
}

impl Canvas {
    fn draw(list: &DisplayList, scale: f32) -> Self {
        let width = (list.width_mm * scale).round() as u32;
        let height = (list.height_mm * scale).round() as u32;
        let pixels = list.backdrop.as_ref().map_or_else(
            || RgbImage::from_pixel(width, height, Rgb(WHITE)),
            |backdrop| image::imageops::resize(&*backdrop.picture, width, height, FilterType::Triangle),
        );
        let mut canvas = Self {
            pixels,
            scale,
            outlines: Outlines::new(),
        };
        for item in &list.items {
            match item {
                Item::Line(line) => canvas.line(line),
                Item::Shape(shape) => {
                    let colour = match shape.tone {
                        Tone::Black => BLACK,
                        Tone::White => WHITE,
                    };
                    let to_pixels = Transform::scale(scale, scale);
                    fill(&mut canvas.pixels, &shape.outline, to_pixels, colour);
                }
                Item::Code(code) => canvas.code(code),
            }
        }
        canvas
    }

    fn line(&mut self, line: &Line) {
        let scale = line.size_mm / OUTLINE_SIZE * self.scale;
        for glyph in &line.glyphs {
            let to_pixels = Transform::scale(scale, -scale)
                .then_translate(glyph.x_mm * self.scale, glyph.y_mm * self.scale);
            let outline = self.outlines.of(glyph.face, glyph.id);
            fill(&mut self.pixels, outline, to_pixels, BLACK);
        }
    }

    /// Each module ends where the next begins, on a whole pixel.
    fn code(&mut self, code: &PlacedCode) {
        let modules = code.symbol.modules_with_quiet_zone();
        let edge = |from_mm: f32, modules: usize| {
            ((from_mm + modules as f32 * code.module_mm) * self.scale).round() as u32
        };
        let white = [
            edge(code.x_mm, 0)..edge(code.x_mm, modules),
            edge(code.y_mm, 0)..edge(code.y_mm, modules),
        ];
        let dark = code.symbol.runs().into_iter().map(|(left, top, width)| {
            [
                edge(code.x_mm, left)..edge(code.x_mm, left + width),
                edge(code.y_mm, top)..edge(code.y_mm, top + 1),
            ]
        });
        let dark: Vec<_> = dark.map(|area| (area, BLACK)).collect();
        for ([columns, rows], colour) in std::iter::once((white, WHITE)).chain(dark) {
            for y in rows {
                for x in columns.clone() {
                    if let Some(pixel) = self.pixels.get_pixel_mut_checked(x, y) {
                        *pixel = Rgb(colour);
                    }
                }
            }
        }
    }
}

/// Fills a path with soft edges.
fn fill(pixels: &mut RgbImage, outline: &[Command], to_pixels: Transform, colour: [u8; 3]) {
    let (ink, place) = Mask::new(outline).transform(Some(to_pixels)).render();
    if place.width == 0 {
        return;
    }
    for (row, inks) in (0_i32..).zip(ink.chunks_exact(place.width as usize)) {
        for (column, &ink) in (0_i32..).zip(inks) {
            let at = (u32::try_from(place.left + column), u32::try_from(place.top + row));
            let (Ok(x), Ok(y)) = at else { continue };
            if let Some(Rgb(below)) = pixels.get_pixel_mut_checked(x, y) {
                for (below, colour) in below.iter_mut().zip(colour) {
                    let (ink, clear) = (u16::from(ink), u16::from(255 - ink));
                    *below = ((u16::from(*below) * clear + u16::from(colour) * ink) / 255) as u8;
                }
            }
        }
    }
}
