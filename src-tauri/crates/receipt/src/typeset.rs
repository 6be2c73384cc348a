//! Text to dots: shaping, direction, line breaks and the letters' outlines.

use std::collections::HashMap;

use parley::{
    Alignment, AlignmentOptions, BaseDirection, FontContext, FontFamily, FontFamilyName, FontWeight, Layout,
    LayoutContext, Line, LineHeight, OverflowWrap, PositionedLayoutItem, StyleProperty,
};
use swash::FontRef;
use swash::scale::image::Image;
use swash::scale::{Render, ScaleContext, Source};
use swash::zeno::Format;

use crate::fonts;
use crate::style::{Side, Style};

/// The size of plain text in dots (3 mm at 203 dpi), of which a small letter is half as tall: the printer's font A.
const LETTER_DOTS: f32 = 24.0;

/// Smaller sizes, as parts of the asked one, for a word that is wider than its place; after the last it is broken.
const SMALLER: [f32; 4] = [1.0, 0.875, 0.75, 0.625];

/// From line to line, in sizes; Arabic letters carry marks above and below. What the fonts ask for is twice the size, which
/// would make an Arabic paper half as long again.
const LINE_SIZES: f32 = 1.375;
const ARABIC_LINE_SIZES: f32 = 1.6;

/// Ink above which a dot is dark: a little less than half of 255, because heat spreads.
const HALF_INKED: u8 = 110;

/// Sets text in the bundled fonts for a paper that is read in one direction.
pub(crate) struct Typesetter {
    fonts: FontContext,
    layouts: LayoutContext<()>,
    scaler: ScaleContext,
    glyphs: HashMap<GlyphKey, Glyph>,
    is_right_to_left: bool,
}

/// A text that was set: its lines and where they stand.
pub(crate) struct SetText {
    layout: Layout<()>,
    width_dots: usize,
    margin_dots: usize,
}

/// Font, glyph and size, all by their bits.
type GlyphKey = (u64, u32, u32);

/// The dark dots of a glyph, from its origin; `y` grows downwards.
type Glyph = Vec<(i32, i32)>;

impl SetText {
    pub(crate) fn height_dots(&self) -> usize {
        self.layout.height().ceil() as usize
    }

    /// From the top to the first line's baseline.
    pub(crate) fn baseline_dots(&self) -> usize {
        self.layout.first_baseline().unwrap_or_default().round() as usize
    }

    /// How far a line is moved for its margin, and so that no dot of it is beside its place.
    ///
    /// In a line of both directions the space at which it was broken may stand within the line (Parley 0.12), and a mark may
    /// be wider than its letter.
    fn shift(&self, dots: &[(i32, i32)]) -> i32 {
        let margin = self.margin_dots as i32;
        let columns = || dots.iter().map(|&(x, _)| x + margin);
        let (left, right) = (columns().min(), columns().max());
        let beyond_right = right
            .map_or(0, |right| right - (self.width_dots as i32 - 1))
            .max(0);
        let beyond_left = left.map_or(0, |left| -left).max(0);
        margin - beyond_right + beyond_left
    }
}

impl Typesetter {
    pub(crate) fn new(is_right_to_left: bool) -> Self {
        Self {
            fonts: fonts::bundled(),
            layouts: LayoutContext::new(),
            scaler: ScaleContext::new(),
            glyphs: HashMap::new(),
            is_right_to_left,
        }
    }

    /// Sets `text` in lines of at most `width_dots`: a word that is wider is set smaller, and broken if that is not enough.
    pub(crate) fn set(&mut self, text: &str, style: Style, width_dots: usize, side: Side) -> SetText {
        let margin_dots = margin_dots(style);
        let room = width_dots.saturating_sub(2 * margin_dots) as f32;
        let mut layout = SMALLER
            .into_iter()
            .map(|part| self.lay_out(text, style, part))
            .find(|layout| layout.calculate_content_widths().min <= room)
            .unwrap_or_else(|| self.lay_out(text, style, SMALLER[SMALLER.len() - 1]));
        layout.break_all_lines(Some(room));
        let alignment = match (side, self.is_right_to_left) {
            (Side::Centre, _) => Alignment::Center,
            (Side::Start, false) => Alignment::Left,
            (Side::Start, true) => Alignment::Right,
        };
        layout.align(alignment, AlignmentOptions::default());
        SetText {
            layout,
            width_dots,
            margin_dots,
        }
    }

    /// Whether `text` stands on one line of `width_dots`.
    pub(crate) fn fits(&mut self, text: &str, style: Style, width_dots: usize) -> bool {
        let widths = self.lay_out(text, style, 1.0).calculate_content_widths();
        widths.max <= width_dots.saturating_sub(2 * margin_dots(style)) as f32
    }

    /// Calls `dark` with each dark dot of `text`, from its upper left corner.
    pub(crate) fn ink(&mut self, text: &SetText, mut dark: impl FnMut(i32, i32)) {
        for line in text.layout.lines() {
            let dots = self.dots(&line);
            let shift = text.shift(&dots);
            for (x, y) in dots {
                dark(x + shift, y);
            }
        }
    }

    /// The dark dots of a line, as if it had no margin.
    fn dots(&mut self, line: &Line<'_, ()>) -> Vec<(i32, i32)> {
        let mut line_dots = Vec::new();
        for item in line.items() {
            let PositionedLayoutItem::GlyphRun(run) = item else {
                continue;
            };
            let font = run.run().font();
            let size = run.run().font_size();
            for glyph in run.positioned_glyphs() {
                let key = (font.data.id(), glyph.id, size.to_bits());
                let dots = self
                    .glyphs
                    .entry(key)
                    .or_insert_with(|| outlined(&mut self.scaler, font.data.data(), glyph.id, size));
                let (left, baseline) = (glyph.x.round() as i32, glyph.y.round() as i32);
                line_dots.extend(dots.iter().map(|&(x, y)| (left + x, baseline + y)));
            }
        }
        line_dots
    }

    fn lay_out(&mut self, text: &str, style: Style, part: f32) -> Layout<()> {
        let families: Vec<FontFamilyName<'_>> =
            fonts::FAMILIES.into_iter().map(FontFamilyName::named).collect();
        let weight = if style.bold {
            FontWeight::BOLD
        } else {
            FontWeight::NORMAL
        };
        let times = f32::from(style.width + style.height) / 2.0;
        let is_arabic = text.chars().any(is_right_to_left);
        let line_sizes = if is_arabic { ARABIC_LINE_SIZES } else { LINE_SIZES };
        // Whole dots a line.
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, 1.0, true);
        builder.push_default(StyleProperty::FontFamily(FontFamily::List(families.into())));
        builder.push_default(StyleProperty::FontSize(LETTER_DOTS * times * part));
        builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(
            line_sizes,
        )));
        builder.push_default(StyleProperty::FontWeight(weight));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
        if self.is_right_to_left && is_arabic {
            // A sentence that begins with a foreign word or a number is still one of this paper.
            builder.set_base_direction(BaseDirection::Rtl);
        }
        builder.build(text)
    }
}

/// What stays free beside a line, because letters lean out of their advance: the more the larger they are.
fn margin_dots(style: Style) -> usize {
    2 + usize::from(style.width + style.height)
}

/// Whether a paper with this title is read from right to left: its first letter says so (UAX #9, P2).
pub(crate) fn reads_right_to_left(title: &str) -> bool {
    title
        .chars()
        .find(|character| character.is_alphabetic())
        .is_some_and(is_right_to_left)
}

/// Whether the character is a letter of Hebrew, Arabic or what lies between them.
pub(crate) fn is_right_to_left(character: char) -> bool {
    character.is_alphabetic()
        && matches!(u32::from(character), 0x590..=0x8FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF)
}

/// A glyph without hinting, which at this size changes nothing that is seen, as dots.
fn outlined(scaler: &mut ScaleContext, font: &[u8], glyph: u32, size: f32) -> Glyph {
    let Some((font, glyph)) = FontRef::from_index(font, 0).zip(u16::try_from(glyph).ok()) else {
        return Vec::new();
    };
    let mut scaler = scaler.builder(font).size(size).build();
    let mut image = Image::new();
    if !Render::new(&[Source::Outline])
        .format(Format::Alpha)
        .render_into(&mut scaler, glyph, &mut image)
    {
        return Vec::new();
    }
    let width = image.placement.width as usize;
    (0..)
        .zip(&image.data)
        .filter(|&(_, &ink)| ink >= HALF_INKED)
        .map(|(place, _): (usize, _)| {
            let (x, y) = (place % width, place / width);
            (image.placement.left + x as i32, y as i32 - image.placement.top)
        })
        .collect()
}

#[cfg(test)]
mod tests;
