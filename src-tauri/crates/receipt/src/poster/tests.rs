use std::collections::BTreeSet;

use einlass_domain::words::Language;

use super::list::PlacedCode;
use super::*;
use sample::{background, code_text, door, formats, pass, seat, sheet};

const A4: SheetFormat = SheetFormat {
    paper: PaperFormat::A4,
    orientation: Orientation::Portrait,
};

fn lines(sheet: &PosterSheet) -> Vec<&str> {
    let texts = sheet.list.items.iter().filter_map(|item| match item {
        list::Item::Line(line) => Some(line.text.as_str()),
        list::Item::Shape(_) | list::Item::Code(_) => None,
    });
    texts.collect()
}

fn code(sheet: &PosterSheet) -> &PlacedCode {
    let mut codes = sheet.list.items.iter().filter_map(|item| match item {
        list::Item::Code(code) => Some(code),
        list::Item::Line(_) | list::Item::Shape(_) => None,
    });
    codes.next().unwrap()
}

/// What a reader finds in a picture.
fn read(png: &[u8]) -> Vec<String> {
    let luma = image::load_from_memory(png).unwrap().to_luma8();
    let (width, height) = luma.dimensions();
    let mut prepared =
        rqrr::PreparedImage::prepare_from_greyscale(width as usize, height as usize, |x, y| {
            luma.get_pixel(x as u32, y as u32).0[0]
        });
    let grids = prepared.detect_grids();
    grids.iter().map(|grid| grid.decode().unwrap().1).collect()
}

#[test]
fn an_svg_has_the_size_of_its_sheet() {
    for format in formats() {
        let (width, height) = format.size_mm();
        let svg = sheet(&door(Language::De), format, Language::De).svg();
        let size = format!("width=\"{width}mm\" height=\"{height}mm\" viewBox=\"0 0 {width} {height}\"");
        assert!(svg.contains(&size), "{format:?}: {}", &svg[..300]);
    }
}

#[test]
fn a_pdf_has_the_size_of_its_sheet_in_points() {
    for format in formats() {
        let (width_mm, height_mm) = format.size_mm();
        let sheet = sheet(&door(Language::De), format, Language::De);
        let pdf = String::from_utf8_lossy(&poster_pdf(&[sheet])).into_owned();
        let rest = pdf.split("/MediaBox [0 0 ").nth(1).unwrap();
        let media_box = rest.split(']').next().unwrap();
        let points: Vec<f32> = media_box.split(' ').map(|side| side.parse().unwrap()).collect();
        assert_eq!(points.len(), 2);
        for (points, mm) in points.iter().zip([width_mm, height_mm]) {
            assert!(
                (points - mm * 72.0 / 25.4).abs() < 0.01,
                "{format:?}: {media_box}"
            );
        }
    }
}

#[test]
fn a_png_has_the_size_of_its_sheet_and_says_so() {
    for format in formats() {
        let (width_mm, height_mm) = format.size_mm();
        let png = sheet(&door(Language::De), format, Language::De).png(150).unwrap();
        let pixels = |mm: f32| (mm * 150.0 / 25.4).round() as u32;
        let picture = image::load_from_memory(&png).unwrap();
        assert_eq!(
            (picture.width(), picture.height()),
            (pixels(width_mm), pixels(height_mm)),
            "{format:?}"
        );
        // 150 dpi are 5906 pixels a metre (ISO/IEC 15948, 11.3.5.3).
        let physical = b"pHYs\0\0\x17\x12\0\0\x17\x12\x01";
        assert!(png.windows(physical.len()).any(|bytes| bytes == physical));
    }
}

#[test]
fn a_pass_is_read_from_every_sheet() {
    for format in formats() {
        for language in [Language::De, Language::Ar] {
            let sheet = sheet(&pass(language), format, language);
            assert_eq!(
                read(&sheet.png(300).unwrap()),
                [code_text()],
                "{format:?}, {language}"
            );
        }
    }
}

#[test]
fn a_code_is_read_before_any_background() {
    let look = PosterLook::new(A4, Language::De, Some(&background()));
    let png = look.sheet(&seat()).unwrap().png(150).unwrap();
    assert_eq!(read(&png), ["ELS1:0123456789ABCDEF"]);
    let picture = image::load_from_memory(&png).unwrap().to_rgb8();
    let corners = [(3, 3), (3, picture.height() - 3)].map(|(x, y)| picture.get_pixel(x, y).0);
    assert!(corners[0][0] > corners[0][2] + 20, "reddish: {corners:?}");
    assert!(corners[1][2] > corners[1][0] + 5, "bluish: {corners:?}");
    assert!(
        corners.as_flattened().iter().all(|&channel| channel >= 200),
        "pale: {corners:?}"
    );
}

#[test]
fn no_module_is_small_and_no_quiet_zone_is_cut() {
    for format in formats() {
        let (width_mm, height_mm) = format.size_mm();
        for poster in [pass(Language::De), pass(Language::Uk), seat()] {
            let sheet = sheet(&poster, format, Language::De);
            let code = code(&sheet);
            assert!(code.module_mm > 0.3999, "{format:?}: {}", code.module_mm);
            for (from, sheet_mm) in [(code.x_mm, width_mm), (code.y_mm, height_mm)] {
                let inside = from >= 1.99 && from + code.side_mm() <= sheet_mm - 1.99;
                assert!(inside, "{format:?}: {from} + {}", code.side_mm());
            }
        }
    }
}

#[test]
fn a_code_that_fits_nowhere_is_refused_and_not_shrunk() {
    let Poster::Pass { paper, greeting } = pass(Language::De) else {
        unreachable!("it is a pass")
    };
    let long = Poster::Pass {
        paper: PassPaper {
            qr: "x".repeat(900),
            ..paper
        },
        greeting,
    };
    let small = PosterLook::new(
        SheetFormat {
            paper: PaperFormat::A9,
            ..A4
        },
        Language::De,
        None,
    );
    let error = small.sheet(&long).unwrap_err();
    assert!(
        matches!(error, ReceiptError::CodeTooWideForSheet { needed_mm, room_mm, .. } if needed_mm > room_mm),
        "{error}"
    );
    assert!(PosterLook::new(A4, Language::De, None).sheet(&long).is_ok());
}

#[test]
fn number_and_validity_stand_on_every_pass_and_advice_where_there_is_room() {
    for format in formats() {
        for language in Language::ALL {
            let sheet = sheet(&pass(language), format, language);
            let all = lines(&sheet).join(" ");
            assert!(all.contains("1234 5678 9012"), "{format:?}, {language}: {all}");
            assert!(all.contains("20.12.2026"), "{format:?}, {language}: {all}");
        }
    }
    let large = sheet(&pass(Language::De), A4, Language::De);
    let small = SheetFormat {
        paper: PaperFormat::A10,
        ..A4
    };
    let small = sheet(&pass(Language::De), small, Language::De);
    assert!(lines(&large).join(" ").contains("Pass verloren?"));
    assert!(!lines(&small).join(" ").contains("Pass verloren?"));
}

#[test]
fn everything_stands_within_its_sheet_and_nothing_on_a_code() {
    for format in formats() {
        let (width_mm, height_mm) = format.size_mm();
        for language in Language::ALL {
            for poster in [pass(language), door(language), seat()] {
                let sheet = sheet(&poster, format, language);
                for item in &sheet.list.items {
                    let list::Item::Line(line) = item else { continue };
                    for glyph in &line.glyphs {
                        let inside = (0.5..width_mm - 0.5).contains(&glyph.x_mm)
                            && (0.5..height_mm - 0.5).contains(&glyph.y_mm);
                        assert!(inside, "{format:?}, {language}: {}", line.text);
                        if !matches!(poster, Poster::Door { .. }) {
                            let code = code(&sheet);
                            let side = code.side_mm();
                            let on_it = (code.x_mm..code.x_mm + side).contains(&glyph.x_mm)
                                && (code.y_mm..code.y_mm + side).contains(&glyph.y_mm);
                            assert!(!on_it, "{format:?}, {language}: {}", line.text);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn a_door_poster_greets_and_says_what_to_do() {
    let own = Poster::Door {
        venue: PrinterText::new("Stadtmuseum"),
        zone: Some(PrinterText::new("Saal 2")),
        greeting: Some(PrinterText::new("Grüß Gott")),
    };
    let sheet = sheet(&own, A4, Language::De);
    let all = lines(&sheet).join(" ");
    for text in [
        "Grüß Gott",
        "Stadtmuseum",
        "Saal 2",
        "Code vor die Kamera halten",
        "Beim Gehen",
    ] {
        assert!(all.contains(text), "{text} in {all}");
    }
    assert!(!all.contains("willkommen"), "{all}");
    let shapes = |sheet: &PosterSheet| {
        let shapes = sheet
            .list
            .items
            .iter()
            .filter(|item| matches!(item, list::Item::Shape(_)));
        shapes.count()
    };
    assert!(shapes(&sheet) > 20);
}

#[test]
fn a_poster_of_an_arabic_venue_begins_on_the_right() {
    let sheet = sheet(&door(Language::Ar), A4, Language::Ar);
    let step = sheet.list.items.iter().find_map(|item| match item {
        list::Item::Line(line) if line.text.starts_with("يُرجى توجيه") => Some(line),
        list::Item::Line(_) | list::Item::Shape(_) | list::Item::Code(_) => None,
    });
    let right = step
        .unwrap()
        .glyphs
        .iter()
        .map(|glyph| glyph.x_mm)
        .fold(0.0, f32::max);
    // Beside its picture, which is at the right edge.
    assert!((120.0..170.0).contains(&right), "{right}");
}

#[test]
fn the_letters_of_a_pdf_are_parts_of_the_fonts() {
    let sheets: Vec<PosterSheet> = [Language::Tr, Language::Uk, Language::Ar]
        .map(|language| sheet(&pass(language), A4, language))
        .to_vec();
    let pdf = poster_pdf(&sheets);
    assert!(pdf.len() < 150_000, "{} bytes", pdf.len());
    assert_eq!(pdf, poster_pdf(&sheets));
    let text = String::from_utf8_lossy(&pdf).into_owned();
    let names: BTreeSet<&str> = text
        .split("/FontName /")
        .skip(1)
        .map(|rest| rest.split(['\n', ' ', '/']).next().unwrap())
        .collect();
    assert_eq!(names.len(), 4, "{names:?}");
    for name in names {
        let (tag, font) = name.split_once('+').unwrap();
        assert!(
            tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase()),
            "{name}"
        );
        assert!(crate::fonts::NAMES.contains(&font), "{name}");
    }
    assert!(text.contains("/Count 3") && text.contains("/PrintScaling /None"));
    // What can be selected (UTF-16): Turkish, Ukrainian, Arabic; and lam-alef, which is one letter of the font.
    for meaning in ["<0131>", "<0456>", "<0628>", "<062A>", "<064A>", "<06440627>"] {
        assert!(text.contains(meaning), "{meaning}");
    }
}

#[test]
fn a_background_is_in_a_file_once() {
    let look = PosterLook::new(A4, Language::De, Some(&background()));
    let page = look.sheet(&pass(Language::De)).unwrap();
    let pdf = poster_pdf(&[page.clone(), page]);
    let text = String::from_utf8_lossy(&pdf).into_owned();
    assert_eq!(text.matches("/DCTDecode").count(), 1);
    assert_eq!(text.matches("/Back ").count(), 2);
}

#[test]
fn a_code_is_read_from_the_path_in_an_svg() {
    let sheet = sheet(&pass(Language::De), A4, Language::De);
    let svg = sheet.svg();
    let path = svg.split("<path class=\"code\"").nth(1).unwrap();
    let path = path.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
    let side = code(&sheet).symbol.modules_with_quiet_zone();
    let mut dark = vec![false; side * side];
    for run in path.split_terminator('z') {
        let numbers: Vec<usize> = run
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|number| number.parse().ok())
            .collect();
        let [x, y, width, 1, _] = numbers[..] else {
            panic!("not a run of modules: {run}")
        };
        dark[y * side + x..][..width].fill(true);
    }
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(side * 4, side * 4, |x, y| {
        if dark[y / 4 * side + x / 4] { 0 } else { 255 }
    });
    assert_eq!(prepared.detect_grids()[0].decode().unwrap().1, code_text());
}

#[test]
fn what_is_typed_is_no_markup() {
    let poster = Poster::Door {
        venue: PrinterText::new("A & B <script>"),
        zone: None,
        greeting: None,
    };
    let svg = sheet(&poster, A4, Language::De).svg();
    assert!(svg.contains("A &amp; B &lt;script&gt;") && !svg.contains("<script"));
}

#[test]
fn a_picture_is_neither_too_coarse_nor_too_large() {
    let sheet = sheet(&seat(), A4, Language::De);
    for dpi in [0, 149, 601, u16::MAX] {
        assert!(matches!(sheet.png(dpi), Err(ReceiptError::Resolution { .. })));
    }
}

#[test]
fn debug_shows_no_pass() {
    let sheet = sheet(&pass(Language::De), A4, Language::De);
    assert_eq!(format!("{sheet:?}"), "PosterSheet(210 x 297 mm)");
}
