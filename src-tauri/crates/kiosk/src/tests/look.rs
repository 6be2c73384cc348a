//! Looks as owners write them, and as nobody should.

use std::{error::Error, fs};

use tempfile::TempDir;

use crate::{Colour, Logo, LogoKind, Look, LookError, ScreenSize};

/// Signature and header of a PNG of so many pixels; a look is not judged by more.
pub(super) fn png(width_px: u32, height_px: u32) -> Vec<u8> {
    let start = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice();
    [
        start,
        &width_px.to_be_bytes(),
        &height_px.to_be_bytes(),
        b"\x08\x06\0\0\0",
    ]
    .concat()
}

fn look(json: &str, logo: &[u8]) -> Result<Look, LookError> {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("look.json"), json).unwrap();
    fs::write(folder.path().join("logo"), logo).unwrap();
    Look::read(folder.path())
}

fn logo(bytes: &[u8]) -> Result<LogoKind, LookError> {
    look(r#"{"logo":"logo"}"#, bytes).map(|look| look.logo.unwrap().kind)
}

#[test]
fn a_look_is_a_colour_and_a_logo_and_both_may_be_left_out() {
    let bytes = png(600, 200);
    assert_eq!(
        look(r##"{"accent":"#00695C","logo":"logo"}"##, &bytes).unwrap(),
        Look {
            accent: Some(Colour {
                rgb: [0x00, 0x69, 0x5c]
            }),
            logo: Some(Logo {
                kind: LogoKind::Png,
                bytes
            }),
            pages: Vec::new(),
            pictures: Vec::new(),
        }
    );
    assert_eq!(look("{}", b"").unwrap(), Look::default());
}

#[test]
fn what_is_not_understood_is_refused_and_not_guessed() {
    for json in ["", "[]", r##"{"akzent":"#00695c"}"##, r#"{"accent":7}"#] {
        assert!(
            matches!(look(json, b""), Err(LookError::NotUnderstood(_))),
            "{json}"
        );
    }
    for colour in [
        "00695c",
        "#00695",
        "#00695cff",
        "#+0695c",
        "#grün12",
        "rebeccapurple",
    ] {
        let json = format!(r#"{{"accent":"{colour}"}}"#);
        assert!(
            matches!(look(&json, b""), Err(LookError::NotAColour(_))),
            "{colour}"
        );
    }
    let folder = TempDir::new().unwrap();
    let error = Look::read(folder.path()).unwrap_err();
    assert_eq!(error.to_string(), "look.json cannot be read");
    assert!(error.source().is_some());
}

#[test]
fn a_logo_does_not_lie_elsewhere() {
    for name in ["../logo", "/etc/hostname", "a/logo", "..", "", "./logo"] {
        let json = format!(r#"{{"logo":"{name}"}}"#);
        assert!(
            matches!(look(&json, b""), Err(LookError::LogoElsewhere)),
            "{name}"
        );
    }
}

#[test]
fn a_logo_is_what_its_bytes_say() {
    assert_eq!(
        logo(b"<svg xmlns='http://www.w3.org/2000/svg'/>").unwrap(),
        LogoKind::Svg
    );
    let written = "\u{feff}<?xml version='1.0'?>\n<!-- Haus -->\n<svg xmlns='http://www.w3.org/2000/svg'/>";
    assert_eq!(logo(written.as_bytes()).unwrap(), LogoKind::Svg);
    for other in [
        b"".as_slice(),
        b"GIF89a",
        b"<html><svg/></html>",
        b"<?xml version='1.0'?><rss/>",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xfe<svg/>",
    ] {
        assert!(matches!(logo(other), Err(LookError::LogoKind)), "{other:?}");
    }
}

#[test]
fn a_logo_that_unfolds_beyond_all_memory_is_refused() {
    let bomb = "<!DOCTYPE svg [<!ENTITY a 'haha'><!ENTITY b '&a;&a;&a;&a;'>]><svg>&b;</svg>";
    assert!(matches!(logo(bomb.as_bytes()), Err(LookError::LogoEntities)));
    for (width, height) in [(4_097, 10), (10, 4_097), (0, 10), (u32::MAX, u32::MAX)] {
        assert!(matches!(logo(&png(width, height)), Err(LookError::Pixels { .. })));
    }
    assert_eq!(logo(&png(4_096, 4_096)).unwrap(), LogoKind::Png);
    let large = [b"<svg>".as_slice(), &vec![b' '; 256 * 1024]].concat();
    assert!(matches!(
        logo(&large),
        Err(LookError::TooLarge {
            most_bytes: 262_144,
            ..
        })
    ));
}

#[test]
fn a_screen_has_two_sides_of_a_sensible_length() {
    let size = |text: &str| text.parse::<ScreenSize>();
    assert_eq!(
        size("299x531").unwrap(),
        ScreenSize {
            width_mm: 299,
            height_mm: 531
        }
    );
    for text in [
        "299",
        "299x",
        "x531",
        "299x531x2",
        "299.5x531",
        "-299x531",
        "49x531",
        "299x3001",
    ] {
        assert!(size(text).is_err(), "{text}");
    }
}
