//! Sheets as PDF (ISO 32000-1, PDF 1.7): letters stay letters, in fonts that hold the used ones, and the same bytes come from the same
//! sheets, for no time and no machine is named.

mod fonts;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::Direction;
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use swash::zeno::{Command, Point};

use super::background::Backdrop;
use super::list::{Item, Line, PlacedCode, Shape, Tone};
use super::{MM_PER_INCH, PosterSheet};
use fonts::UsedFonts;

/// A point, the unit of PDF, is a 72nd of an inch (ISO 32000-1, 8.3.2.3).
const POINTS_PER_MM: f32 = 72.0 / MM_PER_INCH;

const BACKDROP: Name<'_> = Name(b"Back");

/// Writes sheets as the pages of one file, each in its own size. Title and language are those of the first.
pub fn poster_pdf(sheets: &[PosterSheet]) -> Vec<u8> {
    let mut ids = (1..).map(Ref::new);
    let mut next = || ids.next().expect("there are more numbers than things in a file");
    let (catalog, page_tree, info) = (next(), next(), next());
    let mut pdf = Pdf::new();
    let mut used = UsedFonts::default();
    let backdrops = backdrops(sheets, &mut next);
    let mut pages = Vec::new();
    for sheet in sheets {
        pages.push((next(), next(), used.content(sheet)));
    }
    let fonts = used.write(&mut pdf, &mut next);

    for (sheet, (id, content_id, content)) in sheets.iter().zip(&pages) {
        let content = deflated(content);
        pdf.stream(*content_id, &content).filter(Filter::FlateDecode);
        let mut page = pdf.page(*id);
        let (width_mm, height_mm) = sheet.size_mm();
        page.media_box(Rect::new(
            0.0,
            0.0,
            width_mm * POINTS_PER_MM,
            height_mm * POINTS_PER_MM,
        ));
        page.parent(page_tree).contents(*content_id);
        let mut resources = page.resources();
        let mut named = resources.fonts();
        for (face, font) in &fonts {
            named.pair(Name(fonts::label(*face).as_bytes()), font);
        }
        named.finish();
        if let Some(backdrop) = &sheet.list.backdrop {
            let known = backdrops.iter().find(|(known, _)| known.is(backdrop));
            let (_, id) = known.expect("the backdrop of every sheet was numbered");
            resources.x_objects().pair(BACKDROP, id);
        }
    }
    for (backdrop, id) in backdrops {
        let (width, height) = backdrop.picture.dimensions();
        let jpeg = backdrop.jpeg();
        let mut image = pdf.image_xobject(id, &jpeg);
        image.filter(Filter::DctDecode);
        image.width(width as i32).height(height as i32);
        image.color_space().device_rgb();
        image.bits_per_component(8);
    }

    pdf.pages(page_tree)
        .kids(pages.iter().map(|(id, ..)| *id))
        .count(pages.len() as i32);
    let mut root = pdf.catalog(catalog);
    root.pages(page_tree);
    let mut preferences = root.viewer_preferences();
    preferences.display_doc_title(true);
    if sheets
        .first()
        .is_some_and(|sheet| sheet.language.is_right_to_left())
    {
        preferences.direction(Direction::R2L);
    }
    // Printed as large as it is (ISO 32000-1, table 150): a shrunken module may be too small.
    preferences.pair(Name(b"PrintScaling"), Name(b"None"));
    preferences.finish();
    if let Some(sheet) = sheets.first() {
        root.lang(TextStr(sheet.language.code()));
    }
    root.finish();
    let title = sheets.first().map_or("", |sheet| &sheet.title);
    pdf.document_info(info)
        .title(TextStr(title))
        .producer(TextStr("Einlass"));
    pdf.finish()
}

/// The pictures behind the sheets, each once.
fn backdrops(sheets: &[PosterSheet], next: &mut impl FnMut() -> Ref) -> Vec<(Backdrop, Ref)> {
    let mut found: Vec<(Backdrop, Ref)> = Vec::new();
    for backdrop in sheets.iter().filter_map(|sheet| sheet.list.backdrop.as_ref()) {
        if !found.iter().any(|(known, _)| known.is(backdrop)) {
            found.push((backdrop.clone(), next()));
        }
    }
    found
}

impl UsedFonts {
    /// What is drawn on a sheet, in mm from its upper left corner; remembers the letters.
    fn content(&mut self, sheet: &PosterSheet) -> Vec<u8> {
        let list = &sheet.list;
        let mut content = Content::new();
        content.transform([
            POINTS_PER_MM,
            0.0,
            0.0,
            -POINTS_PER_MM,
            0.0,
            list.height_mm * POINTS_PER_MM,
        ]);
        if list.backdrop.is_some() {
            content.save_state();
            content.transform([list.width_mm, 0.0, 0.0, -list.height_mm, 0.0, list.height_mm]);
            content.x_object(BACKDROP);
            content.restore_state();
        }
        for item in &list.items {
            match item {
                Item::Line(line) => self.line(&mut content, line),
                Item::Shape(shape) => draw_shape(&mut content, shape),
                Item::Code(code) => draw_code(&mut content, code),
            }
        }
        content.finish().to_vec()
    }

    /// A line, from the left. What its letters mean stands in the fonts; readers turn Arabic around by themselves, and some would turn
    /// an `ActualText` (14.9.4) around as well, which is in the right order already (Poppler 22).
    fn line(&mut self, content: &mut Content, line: &Line) {
        content.begin_text().set_fill_gray(0.0);
        let is_one_run = |one: &super::list::PlacedGlyph, next: &super::list::PlacedGlyph| {
            one.face == next.face && (one.y_mm - next.y_mm).abs() < f32::EPSILON
        };
        for run in line.glyphs.chunk_by(is_one_run) {
            let first = &run[0];
            content.set_font(Name(fonts::label(first.face).as_bytes()), line.size_mm);
            // The page is upside down, and the letters are not.
            content.set_text_matrix([1.0, 0.0, 0.0, -1.0, first.x_mm, first.y_mm]);
            let mut shown = content.show_positioned();
            let mut items = shown.items();
            let mut pen_mm = first.x_mm;
            for glyph in run {
                let back = (pen_mm - glyph.x_mm) / line.size_mm * 1000.0;
                if back.abs() > 0.5 {
                    items.adjust(back.round());
                }
                let (code, advance) = self.glyph(glyph);
                items.show(Str(&code.to_be_bytes()));
                pen_mm = glyph.x_mm + advance / 1000.0 * line.size_mm;
            }
        }
        content.end_text();
    }
}

fn draw_shape(content: &mut Content, shape: &Shape) {
    content.set_fill_gray(match shape.tone {
        Tone::Black => 0.0,
        Tone::White => 1.0,
    });
    let mut at = Point::ZERO;
    for command in &shape.outline {
        match *command {
            Command::MoveTo(to) => {
                content.move_to(to.x, to.y);
                at = to;
            }
            Command::LineTo(to) => {
                content.line_to(to.x, to.y);
                at = to;
            }
            // PDF has cubic curves only.
            Command::QuadTo(control, to) => {
                let (first, second) = (
                    at + (control - at) * (2.0 / 3.0),
                    to + (control - to) * (2.0 / 3.0),
                );
                content.cubic_to(first.x, first.y, second.x, second.y, to.x, to.y);
                at = to;
            }
            Command::CurveTo(first, second, to) => {
                content.cubic_to(first.x, first.y, second.x, second.y, to.x, to.y);
                at = to;
            }
            Command::Close => {
                content.close_path();
            }
        }
    }
    content.fill_nonzero();
}

fn draw_code(content: &mut Content, code: &PlacedCode) {
    let (x, y, module, side) = (code.x_mm, code.y_mm, code.module_mm, code.side_mm());
    content.set_fill_gray(1.0).rect(x, y, side, side).fill_nonzero();
    content.save_state();
    content.transform([module, 0.0, 0.0, module, x, y]);
    content.set_fill_gray(0.0);
    for (left, top, width) in code.symbol.runs() {
        content.rect(left as f32, top as f32, width as f32, 1.0);
    }
    content.fill_nonzero();
    content.restore_state();
}

/// RFC 1950, as `FlateDecode` wants it.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .expect("memory takes it")
}
