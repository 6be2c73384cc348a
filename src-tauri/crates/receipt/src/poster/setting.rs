//! Text to lines of placed letters, in mm: shaping, direction and line breaks, in the fonts of receipts.

use std::collections::BTreeMap;

use parley::{
    Alignment, AlignmentOptions, BaseDirection, FontContext, FontFamily, FontFamilyName, FontWeight,
    GlyphRun, Layout, LayoutContext, LineHeight, OverflowWrap, PositionedLayoutItem, StyleProperty,
};

use super::list::{Line, PlacedGlyph};
use crate::fonts;
use crate::typeset::is_right_to_left;

/// From line to line, in sizes; Arabic letters carry marks above and below.
const LINE_SIZES: f32 = 1.25;
const ARABIC_LINE_SIZES: f32 = 1.55;

/// How letters look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Letters {
    /// Height of the body; a small letter is half as high.
    pub(super) size_mm: f32,
    pub(super) is_bold: bool,
}

/// Where a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Where reading starts.
    Start,
    Centre,
}

/// What is done with a word that is wider than its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LongWords {
    /// The text is not set.
    Refuse,
    Break,
}

/// A text that was set; places count from the upper left corner of its own.
pub(super) struct SetText {
    pub(super) lines: Vec<Line>,
    pub(super) height_mm: f32,
}

/// Sets texts for a sheet that is read in one direction.
pub(super) struct Setter {
    fonts: FontContext,
    layouts: LayoutContext<()>,
    is_right_to_left: bool,
}

impl Setter {
    pub(super) fn new(is_right_to_left: bool) -> Self {
        Self {
            fonts: fonts::bundled(),
            layouts: LayoutContext::new(),
            is_right_to_left,
        }
    }

    /// Sets `text` in lines of `width_mm`; none if a word is wider than that and is not to be broken.
    pub(super) fn set(
        &mut self,
        text: &str,
        letters: Letters,
        width_mm: f32,
        side: Side,
        long_words: LongWords,
    ) -> Option<SetText> {
        let mut layout = self.lay_out(text, letters);
        if long_words == LongWords::Refuse && layout.calculate_content_widths().min > width_mm {
            return None;
        }
        layout.break_all_lines(Some(width_mm));
        let alignment = match (side, self.is_right_to_left) {
            (Side::Centre, _) => Alignment::Center,
            (Side::Start, false) => Alignment::Left,
            (Side::Start, true) => Alignment::Right,
        };
        layout.align(alignment, AlignmentOptions::default());
        let lines = layout.lines().map(|line| {
            let glyphs = line.items().filter_map(|item| match item {
                PositionedLayoutItem::GlyphRun(run) => Some(placed(&run, text)),
                PositionedLayoutItem::InlineBox(_) => None,
            });
            Line {
                text: text[line.text_range()].trim().to_owned(),
                size_mm: letters.size_mm,
                glyphs: glyphs.flatten().collect(),
            }
        });
        Some(SetText {
            lines: lines.collect(),
            height_mm: layout.height(),
        })
    }

    fn lay_out(&mut self, text: &str, letters: Letters) -> Layout<()> {
        let families: Vec<FontFamilyName<'_>> =
            fonts::FAMILIES.into_iter().map(FontFamilyName::named).collect();
        let weight = if letters.is_bold {
            FontWeight::BOLD
        } else {
            FontWeight::NORMAL
        };
        let is_arabic = text.chars().any(is_right_to_left);
        let line_sizes = if is_arabic { ARABIC_LINE_SIZES } else { LINE_SIZES };
        // Places are not rounded: a unit is a mm.
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(FontFamily::List(families.into())));
        builder.push_default(StyleProperty::FontSize(letters.size_mm));
        builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(
            line_sizes,
        )));
        builder.push_default(StyleProperty::FontWeight(weight));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
        if self.is_right_to_left && is_arabic {
            builder.set_base_direction(BaseDirection::Rtl);
        }
        builder.build(text)
    }
}

/// The glyphs of a run, each with the characters that it stands for. A text has one style, and so a run is not parted.
fn placed(glyph_run: &GlyphRun<'_, ()>, text: &str) -> Vec<PlacedGlyph> {
    let run = glyph_run.run();
    let face = fonts::face_of(run.font().data.data()).expect("texts are set in the bundled fonts only");
    // The letters of a ligature are told by its start.
    let mut told: BTreeMap<usize, String> = BTreeMap::new();
    for cluster in run.clusters() {
        let letters = &text[cluster.text_range()];
        match told.last_entry() {
            Some(mut start) if cluster.is_ligature_continuation() => start.get_mut().push_str(letters),
            Some(_) | None => {
                told.insert(cluster.text_range().start, letters.to_owned());
            }
        }
    }
    let mut pen_mm = glyph_run.offset();
    let mut glyphs = Vec::new();
    for cluster in run.visual_clusters() {
        for glyph in cluster.glyphs() {
            glyphs.push(PlacedGlyph {
                face,
                id: u16::try_from(glyph.id).expect("a TrueType font has at most 65,535 glyphs"),
                x_mm: pen_mm + glyph.x,
                y_mm: glyph_run.baseline() + glyph.y,
                text: told.remove(&cluster.text_range().start).unwrap_or_default(),
            });
            pen_mm += glyph.advance;
        }
    }
    glyphs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str, width_mm: f32, is_right_to_left: bool) -> SetText {
        let letters = Letters {
            size_mm: 4.0,
            is_bold: false,
        };
        Setter::new(is_right_to_left)
            .set(text, letters, width_mm, Side::Start, LongWords::Break)
            .unwrap()
    }

    fn told(line: &Line) -> String {
        line.glyphs.iter().map(|glyph| glyph.text.as_str()).collect()
    }

    #[test]
    fn lines_break_at_spaces_and_every_letter_is_told() {
        let set = set("Bitte hier warten", 20.0, false);
        let lines: Vec<&str> = set.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, ["Bitte hier", "warten"]);
        assert_eq!(told(&set.lines[1]), "warten");
        assert!((set.height_mm - 10.0).abs() < 0.01, "{}", set.height_mm);
    }

    #[test]
    fn arabic_begins_on_the_right_and_its_letters_join() {
        let set = set("سلام", 50.0, true);
        let glyphs = &set.lines[0].glyphs;
        assert!(glyphs.iter().all(|glyph| glyph.x_mm > 30.0 && glyph.face == 1));
        // From the left: meem, lam-alef as one, seen.
        let texts: Vec<&str> = glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
        assert_eq!(texts, ["م", "لا", "س"]);
    }

    #[test]
    fn a_word_that_is_too_wide_is_refused_or_broken() {
        let mut setter = Setter::new(false);
        let letters = Letters {
            size_mm: 4.0,
            is_bold: true,
        };
        let mut set = |long_words| setter.set("Donaudampfschiff", letters, 10.0, Side::Centre, long_words);
        assert!(set(LongWords::Refuse).is_none());
        assert!(set(LongWords::Break).unwrap().lines.len() > 2);
    }
}
