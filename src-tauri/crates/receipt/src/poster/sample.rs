//! Pictures and sheets for tests.

use std::io::Cursor;

use einlass_domain::words::Language;
use image::{ImageFormat, Rgb, RgbImage};

use super::{Background, Orientation, PaperFormat, Poster, PosterLook, PosterSheet, SheetFormat};
use crate::{PassPaper, PrinterText};

pub(super) fn picture(
    width: u32,
    height: u32,
    format: ImageFormat,
    colour: impl Fn(u32, u32) -> [u8; 3],
) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| Rgb(colour(x, y)));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// As long as a pass: the prefix and 147 characters of Base45 (RFC 9285).
pub(super) fn code_text() -> String {
    let base45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    format!("EL1:{}", base45.chars().cycle().take(147).collect::<String>())
}

/// As the venue of each script would call itself.
fn venue(language: Language) -> PrinterText {
    PrinterText::new(match language {
        Language::De | Language::DeSimple | Language::En => "Gemeindehaus Süd",
        Language::Fr => "Hôtel de l’Étoile",
        Language::Pl => "Ośrodek Świętej Jadwigi",
        Language::Tr => "Güneş Çarşısı",
        Language::Uk => "Будинок «Їжак і ґанок»",
        Language::Ar => "مركز السلام",
    })
}

pub(super) fn pass(language: Language) -> Poster {
    Poster::Pass {
        paper: PassPaper {
            venue: venue(language),
            qr: code_text(),
            pin_id_grouped: "1234 5678 9012".to_owned(),
            valid_until: "20.12.2026".to_owned(),
            copy: 0,
            by_guardian: false,
            replaces: false,
        },
        greeting: None,
    }
}

pub(super) fn door(language: Language) -> Poster {
    Poster::Door {
        venue: venue(language),
        zone: None,
        greeting: None,
    }
}

pub(super) fn seat() -> Poster {
    Poster::Place {
        venue: venue(Language::De),
        around: PrinterText::new("Osttribüne / Reihe 15"),
        name: PrinterText::new("Platz 12"),
        code: "ELS1:0123456789ABCDEF".to_owned(),
        greeting: Some(PrinterText::new("Schön, dass Sie da sind")),
    }
}

/// All formats, upright and on their sides.
pub(super) fn formats() -> impl Iterator<Item = SheetFormat> {
    PaperFormat::ALL.into_iter().flat_map(|paper| {
        [Orientation::Portrait, Orientation::Landscape].map(|orientation| SheetFormat { paper, orientation })
    })
}

pub(super) fn sheet(poster: &Poster, format: SheetFormat, language: Language) -> PosterSheet {
    PosterLook::new(format, language, None).sheet(poster).unwrap()
}

/// Red above, dark blue below, with a line of white between.
pub(super) fn background() -> Background {
    let bytes = picture(400, 300, ImageFormat::Jpeg, |_, y| match y {
        0..140 => [200, 30, 30],
        140..160 => [255, 255, 255],
        _ => [0, 0, 60],
    });
    Background::read(&bytes).unwrap()
}
