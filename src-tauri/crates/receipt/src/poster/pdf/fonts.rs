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

/// The used letters of a face.
#[derive(Default)]
struct UsedFont {
    numbers: GlyphRemapper,
    /// By their new numbers: the advance in [`UNITS`], and the characters.
    letters: BTreeMap<u16, (f32, String)>,
}

/// The name of a face within a page.
pub(super) fn label(face: usize) -> String {
    format!("F{face}")
}

impl UsedFonts {
    /// The number of a glyph within the file's font, and its advance in thousandths of its size.
    pub(super) fn glyph(&mut self, glyph: &PlacedGlyph) -> (u16, f32) {
        let font = self.faces.entry(glyph.face).or_default();
        let number = font.numbers.remap(glyph.id);
        let (advance, text) = font.letters.entry(number).or_insert_with(|| {
            let face = fonts::face(glyph.face);
            let advance = face.glyph_metrics(&[]).scale(UNITS).advance_width(glyph.id);
            (advance, String::new())
        });
        if text.is_empty() {
            text.push_str(&glyph.text);
        }
        (number, *advance)
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
    /// ISO 32000-1, 9.7: a composite font, whose codes are the numbers of glyphs.
    fn write(&self, face: usize, pdf: &mut Pdf, next: &mut impl FnMut() -> Ref) -> Ref {
        let (font, cid_font, descriptor, file, meaning) = (next(), next(), next(), next(), next());
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
            .cid_to_gid_map_predefined(Name(b"Identity"));
        let mut widths = cid.widths();
        for (number, (advance, _)) in &self.letters {
            widths.same(*number, *number, *advance);
        }
        drop(widths);
        drop(cid);

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
        for (number, (_, text)) in &self.letters {
            if !text.is_empty() {
                meanings.pair_with_multiple(*number, text.chars());
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
