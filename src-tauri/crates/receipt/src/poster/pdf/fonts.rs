//! The fonts of a file: of each face the letters that are used, their widths, and what they mean.

use std::collections::BTreeMap;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Name, Pdf, Rect, Ref, Str};
use subsetter::GlyphRemapper;

use super::deflated;
use crate::fonts;
use crate::poster::list::PlacedGlyph;

/// Fonts are measured in thousandths of their size (ISO 32000-1, 9.2.4).
const UNITS: f32 = 1000.0;

const IDENTITY: SystemInfo<'_> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

/// The letters that a file uses, by face.
#[derive(Default)]
pub(super) struct UsedFonts {
    faces: BTreeMap<usize, UsedFont>,
}

/// The used letters of a face. A code is a glyph and what it means: below a mark the same glyph means nothing more, for the mark
/// before it has told the letter and itself.
struct UsedFont {
    numbers: GlyphRemapper,
    codes: BTreeMap<(u16, String), u16>,
    /// By their codes.
    letters: Vec<Letter>,
}

/// What a code stands for.
struct Letter {
    /// The number of the glyph within the file's font.
    glyph: u16,
    /// In [`UNITS`].
    advance: f32,
    /// The characters; empty for a further glyph of the same characters.
    text: String,
}

impl Default for UsedFont {
    /// Code and glyph 0 are what no text has.
    fn default() -> Self {
        Self {
            numbers: GlyphRemapper::new(),
            codes: BTreeMap::new(),
            letters: vec![Letter {
                glyph: 0,
                advance: 0.0,
                text: String::new(),
            }],
        }
    }
}

/// The name of a face within a page.
pub(super) fn label(face: usize) -> String {
    format!("F{face}")
}

impl UsedFonts {
    /// The code of a glyph within the file, and its advance in thousandths of its size.
    pub(super) fn glyph(&mut self, glyph: &PlacedGlyph) -> (u16, f32) {
        let font = self.faces.entry(glyph.face).or_default();
        let letters = &mut font.letters;
        let number = font.numbers.remap(glyph.id);
        let code = *font.codes.entry((number, glyph.text.clone())).or_insert_with(|| {
            let face = fonts::face(glyph.face);
            letters.push(Letter {
                glyph: number,
                advance: face.glyph_metrics(&[]).scale(UNITS).advance_width(glyph.id),
                text: glyph.text.clone(),
            });
            u16::try_from(letters.len() - 1).expect("texts of sheets have few letters")
        });
        (code, font.letters[usize::from(code)].advance)
    }

    /// Writes every used face; gives them with their numbers in the file.
    pub(super) fn write(self, pdf: &mut Pdf, next: &mut impl FnMut() -> Ref) -> Vec<(usize, Ref)> {
        self.faces
            .into_iter()
            .map(|(face, font)| (face, font.write(face, pdf, next)))
            .collect()
    }
}

impl UsedFont {
    /// ISO 32000-1, 9.7: a composite font, with a table from codes to glyphs.
    fn write(&self, face: usize, pdf: &mut Pdf, next: &mut impl FnMut() -> Ref) -> Ref {
        let (font, cid_font, descriptor) = (next(), next(), next());
        let (file, glyphs, meaning) = (next(), next(), next());
        let name = format!("{}+{}", self.tag(), fonts::NAMES[face]);
        let name = Name(name.as_bytes());
        pdf.type0_font(font)
            .base_font(name)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(cid_font)
            .to_unicode(meaning);
        let mut cid = pdf.cid_font(cid_font);
        cid.subtype(CidFontType::Type2)
            .base_font(name)
            .system_info(IDENTITY)
            .font_descriptor(descriptor)
            .default_width(0.0)
            .cid_to_gid_map_stream(glyphs);
        let mut widths = cid.widths();
        widths.consecutive(0, self.letters.iter().map(|letter| letter.advance));
        drop(widths);
        drop(cid);
        let table: Vec<u8> = self
            .letters
            .iter()
            .flat_map(|letter| letter.glyph.to_be_bytes())
            .collect();
        let packed = deflated(&table);
        pdf.stream(glyphs, &packed).filter(Filter::FlateDecode);

        let metrics = fonts::face(face).metrics(&[]).scale(UNITS);
        pdf.font_descriptor(descriptor)
            .name(name)
            // Its letters are not those of one of the old character sets (table 123).
            .flags(FontFlags::SYMBOLIC)
            .bbox(Rect::new(
                0.0,
                -metrics.descent,
                metrics.max_width,
                metrics.ascent,
            ))
            .italic_angle(0.0)
            .ascent(metrics.ascent)
            .descent(-metrics.descent)
            .cap_height(metrics.cap_height)
            .stem_v(if fonts::NAMES[face].ends_with("Bold") {
                140.0
            } else {
                80.0
            })
            .font_file2(file);
        let subset = subsetter::subset(fonts::bytes_of(face), 0, &self.numbers)
            .expect("the fonts are part of the build and a test takes parts of them");
        let packed = deflated(&subset);
        pdf.stream(file, &packed)
            .filter(Filter::FlateDecode)
            .pair(Name(b"Length1"), subset.len() as i32);

        let mut meanings = UnicodeCmap::new(Name(b"Letters"), IDENTITY);
        for (code, letter) in (0_u16..).zip(&self.letters) {
            if !letter.text.is_empty() {
                meanings.pair_with_multiple(code, letter.text.chars());
            }
        }
        pdf.cmap(meaning, &meanings.finish());
        font
    }

    /// Six letters that are others for other parts of a font (9.6.4): FNV-1a over the glyphs.
    fn tag(&self) -> String {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in self.numbers.remapped_gids().flat_map(u16::to_be_bytes) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        (0..6)
            .map(|place| char::from(b'A' + ((hash >> (8 * place)) % 26) as u8))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glyph_of_two_meanings_has_two_codes() {
        let mut used = UsedFonts::default();
        let mut code = |text: &str| {
            let glyph = PlacedGlyph {
                face: 0,
                id: 40,
                x_mm: 0.0,
                y_mm: 0.0,
                text: text.to_owned(),
            };
            used.glyph(&glyph).0
        };
        assert_eq!(["", "b", "", "b"].map(&mut code), [1, 2, 1, 2]);
    }
}
