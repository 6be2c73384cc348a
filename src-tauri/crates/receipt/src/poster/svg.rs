//! Sheets as SVG 1.1 (W3C Recommendation, 16 August 2011).

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use swash::zeno::Command;

use super::PosterSheet;
use super::list::{Item, PlacedCode, Tone};
use super::outlines::{OUTLINE_SIZE, Outlines};

/// Writes a sheet. A unit is a mm; letters are outlines that are drawn once and used wherever they stand.
pub(super) fn write(sheet: &PosterSheet) -> String {
    let list = &sheet.list;
    let (width, height) = (list.width_mm, list.height_mm);
    let mut outlines = Outlines::new();
    let mut drawn = String::new();
    let mut said: Vec<&str> = Vec::new();
    for item in &list.items {
        match item {
            Item::Line(line) => {
                said.push(&line.text);
                drawn.push_str("<g>");
                for glyph in &line.glyphs {
                    if outlines.of(glyph.face, glyph.id).is_empty() {
                        continue;
                    }
                    let scale = line.size_mm / OUTLINE_SIZE;
                    put(
                        &mut drawn,
                        format_args!(
                            r##"<use xlink:href="#{}" transform="translate({} {}) scale({scale:.7} -{scale:.7})"/>"##,
                            name(glyph.face, glyph.id),
                            number(glyph.x_mm),
                            number(glyph.y_mm),
                        ),
                    );
                }
                drawn.push_str("</g>\n");
            }
            Item::Shape(shape) => {
                let fill = match shape.tone {
                    Tone::Black => "#000",
                    Tone::White => "#fff",
                };
                put(
                    &mut drawn,
                    format_args!("<path fill=\"{fill}\" d=\"{}\"/>\n", path(&shape.outline)),
                );
            }
            Item::Code(code) => write_code(&mut drawn, code),
        }
    }

    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" \
         width=\"{width}mm\" height=\"{height}mm\" viewBox=\"0 0 {width} {height}\" xml:lang=\"{language}\">\n\
         <title>{title}</title>\n<desc>{said}</desc>\n<defs>\n",
        language = sheet.language.code(),
        title = escaped(&sheet.title),
        said = escaped(&said.join("\n")),
    );
    for ((face, glyph), outline) in outlines.into_drawn() {
        if !outline.is_empty() {
            put(
                &mut svg,
                format_args!("<path id=\"{}\" d=\"{}\"/>\n", name(face, glyph), path(&outline)),
            );
        }
    }
    put(
        &mut svg,
        format_args!("</defs>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n"),
    );
    if let Some(backdrop) = &list.backdrop {
        put(
            &mut svg,
            format_args!(
                "<image width=\"{width}\" height=\"{height}\" preserveAspectRatio=\"none\" \
                 xlink:href=\"data:image/jpeg;base64,{}\"/>\n",
                STANDARD.encode(backdrop.jpeg())
            ),
        );
    }
    svg + &drawn + "</svg>\n"
}

fn write_code(drawn: &mut String, code: &PlacedCode) {
    let (x, y, side) = (number(code.x_mm), number(code.y_mm), number(code.side_mm()));
    let mut modules = String::new();
    for (left, top, width) in code.symbol.runs() {
        put(&mut modules, format_args!("M{left} {top}h{width}v1h-{width}z"));
    }
    put(
        drawn,
        format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>\n\
             <path class=\"code\" shape-rendering=\"crispEdges\" transform=\"translate({x} {y}) scale({:.5})\" d=\"{modules}\"/>\n",
            code.module_mm
        ),
    );
}

fn name(face: usize, glyph: u16) -> String {
    format!("f{face}g{glyph}")
}

fn path(outline: &[Command]) -> String {
    let mut data = String::new();
    for command in outline {
        match command {
            Command::MoveTo(to) => put(&mut data, format_args!("M{} {}", number(to.x), number(to.y))),
            Command::LineTo(to) => put(&mut data, format_args!("L{} {}", number(to.x), number(to.y))),
            Command::QuadTo(control, to) => put(
                &mut data,
                format_args!(
                    "Q{} {} {} {}",
                    number(control.x),
                    number(control.y),
                    number(to.x),
                    number(to.y)
                ),
            ),
            Command::CurveTo(first, second, to) => put(
                &mut data,
                format_args!(
                    "C{} {} {} {} {} {}",
                    number(first.x),
                    number(first.y),
                    number(second.x),
                    number(second.y),
                    number(to.x),
                    number(to.y)
                ),
            ),
            Command::Close => data.push('Z'),
        }
    }
    data
}

/// To a thousandth: of a mm, or of a unit of a font.
fn number(value: f32) -> f64 {
    (f64::from(value) * 1000.0).round() / 1000.0
}

/// XML 1.0, 2.4. What is no character there is none in a text that can be printed either.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn put(text: &mut String, more: std::fmt::Arguments<'_>) {
    text.write_fmt(more).expect("memory takes it");
}
