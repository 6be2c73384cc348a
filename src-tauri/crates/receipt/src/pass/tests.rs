use super::*;
use crate::paper::draw;
use crate::paper::reading::{codes, first_strange_byte, harmless, is_drawn, keep, typed_text};
use crate::samples::{self, Sample};
use einlass_domain::words::Language;
use proptest::prelude::*;

fn code_text() -> String {
    let base45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    format!(
        "EL1:{}",
        base45.chars().rev().cycle().take(147).collect::<String>()
    )
}

fn paper(venue: &str) -> PassPaper {
    PassPaper {
        venue: PrinterText::new(venue),
        qr: code_text(),
        pin_id_grouped: "1234 5678 9012".to_owned(),
        valid_until: "20.12.2026".to_owned(),
        copy: 0,
        by_guardian: false,
        replaces: false,
    }
}

fn job(paper: &PassPaper, profile: &PrinterProfile) -> Vec<u8> {
    pass_job(paper, ReceiptWords::of(Language::De), profile).unwrap()
}

fn contains(job: &[u8], text: &str) -> bool {
    let text = PrinterText::of_catalogue(text).bytes();
    job.windows(text.len()).any(|window| window == text)
}

#[test]
fn the_code_on_the_paper_reads_as_the_pass() {
    for profile in PrinterProfile::ALL {
        let picture = draw(&job(&paper("Gemeindehaus Süd"), &profile), &profile).unwrap();
        assert_eq!(codes(&picture), [code_text()], "{}", profile.name);
    }
}

#[test]
fn everything_a_visitor_needs_is_on_the_paper() {
    for profile in PrinterProfile::ALL {
        let job = job(&paper("Süd"), &profile);
        for text in [
            "Süd",
            "Eintrittspass",
            "PIN-ID",
            "1234 5678 9012",
            "Gültig bis 20.12.2026",
            "Kommen",
            "Gehen",
            "verloren",
        ] {
            assert!(contains(&job, text), "{}: {text}", profile.name);
        }
    }
}

#[test]
fn a_copy_says_that_it_is_one_and_is_the_same_pass() {
    for (language, word) in [(Language::De, "DUPLIKAT 2"), (Language::En, "DUPLICATE 2")] {
        let words = ReceiptWords::of(language);
        let original = paper("Süd");
        let copy = PassPaper {
            copy: 2,
            ..original.clone()
        };
        let [original, copy] =
            [original, copy].map(|paper| pass_job(&paper, words, &PrinterProfile::EPSON_80MM).unwrap());
        assert!(contains(&copy, word) && !contains(&original, word));
        assert_eq!(
            codes(&draw(&copy, &PrinterProfile::EPSON_80MM).unwrap()),
            [code_text()]
        );
    }
}

#[test]
fn a_paper_for_a_lost_one_says_that_the_old_one_is_dead() {
    let new = PassPaper {
        replaces: true,
        ..paper("Süd")
    };
    for profile in PrinterProfile::ALL {
        assert!(contains(&job(&new, &profile), "Ersetzt"), "{}", profile.name);
        assert!(!contains(&job(&paper("Süd"), &profile), "Ersetzt"));
    }
}

#[test]
fn the_printer_is_told_what_it_would_else_guess() {
    let epson = job(&paper("Süd"), &PrinterProfile::EPSON_80MM);
    let has = |job: &[u8], command: &[u8]| job.windows(command.len()).any(|window| window == command);
    assert!(epson.starts_with(b"\x1B@"), "initialise");
    assert!(has(&epson, b"\x1Bt\x13"), "code page 858");
    assert!(has(&epson, b"\x1D(k\x04\x001A2\x00"), "model 2");
    assert!(has(&epson, b"\x1D(k\x03\x001E1"), "EC level M");
    assert!(has(&epson, b"\x1D(k\x03\x001C\x08"), "8 dots a module");
    assert!(
        epson.ends_with(b"\x1DVB\x00\x1B@"),
        "partial cut, and the code is forgotten"
    );
    assert!(
        !has(&epson, b"\x1C."),
        "prints a full stop on printers without Kanji mode"
    );

    let generic = job(&paper("Süd"), &PrinterProfile::GENERIC_58MM);
    assert!(has(&generic, b"\x1C."), "no Kanji mode");
    assert!(!has(&generic, b"\x1D(k") && !has(&generic, b"\x1DV"));
    assert!(has(&generic, b"\x1Dv0\x00\x30\x00\x80\x00"), "bands of 128 rows");
}

#[test]
fn the_catalogue_can_be_printed_as_it_is() {
    for language in Language::ALL {
        for (field, text) in ReceiptWords::of(language).all() {
            assert_eq!(
                PrinterText::of_catalogue(text).as_str(),
                text.replace(['\u{A0}', '\u{202F}'], " "),
                "{language}: {field}"
            );
        }
    }
}

#[test]
fn the_pass_of_a_child_says_who_agreed() {
    let [own, childs] = [false, true].map(|by_guardian| {
        let paper = PassPaper {
            by_guardian,
            ..paper("Süd")
        };
        job(&paper, &PrinterProfile::EPSON_80MM)
    });
    let who = "sorgeberechtigte";
    assert!(contains(&childs, who) && !contains(&own, who));
}

#[test]
fn a_code_that_is_no_text_is_refused() {
    let paper = PassPaper {
        qr: "EL1:\n".to_owned(),
        ..paper("Süd")
    };
    let made = pass_job(
        &paper,
        ReceiptWords::of(Language::De),
        &PrinterProfile::EPSON_80MM,
    );
    assert!(matches!(made, Err(ReceiptError::CodeText)));
}

proptest! {
    /// Bytes that a printer could take for a command stand only where the same job with harmless text has them.
    #[test]
    fn typed_text_never_becomes_a_command(
        venue in typed_text(),
        copy in 0u8..3,
        by_guardian in any::<bool>(),
        native in any::<bool>(),
    ) {
        let profile = if native { PrinterProfile::EPSON_80MM } else { PrinterProfile::GENERIC_58MM };
        let typed = PassPaper { copy, by_guardian, ..paper(&venue) };
        let template = PassPaper { venue: PrinterText::new(&harmless(&venue)), ..typed.clone() };
        let (job, template) = (job(&typed, &profile), job(&template, &profile));
        prop_assert_eq!(first_strange_byte(&job, &template), None);
        prop_assert!(draw(&job, &profile).is_ok());
    }
}

fn job_of(sample: &Sample, copy: u8, profile: &PrinterProfile) -> Vec<u8> {
    let paper = PassPaper {
        copy,
        by_guardian: true,
        ..paper(sample.venue)
    };
    pass_job(&paper, &sample.words, profile).unwrap()
}

#[test]
fn a_pass_is_printed_in_every_script() {
    for sample in samples::all() {
        for profile in PrinterProfile::ALL {
            let job = job_of(&sample, 1, &profile);
            assert_eq!(is_drawn(&job), sample.is_drawn, "{}", sample.code);
            assert_eq!(first_strange_byte(&job, &job), None, "{}", sample.code);
            let picture = draw(&job, &profile).unwrap();
            assert_eq!(codes(&picture), [code_text()], "{}", sample.code);
            keep(&picture, &format!("pass-{}-{}", sample.code, profile.width_dots));
        }
    }
}

#[test]
fn the_printers_own_letters_are_used_as_long_as_they_carry_all() {
    let profile = PrinterProfile::EPSON_80MM;
    for (venue, drawn) in [
        ("Gemeindehaus Süd", false),
        ("Café „L’été“ – 5 €", false),
        ("Zum 🎭", false),
        ("Łódź", true),
        ("Œuvre", true),
        ("مركز", true),
    ] {
        assert_eq!(is_drawn(&job(&paper(venue), &profile)), drawn, "{venue}");
    }
}

#[test]
fn a_drawn_copy_says_that_it_is_one_in_large_letters() {
    for code in ["tr", "pl", "uk", "ar"] {
        let sample = samples::of(code);
        for profile in PrinterProfile::ALL {
            let [original, copy] =
                [0, 2].map(|copy| draw(&job_of(&sample, copy, &profile), &profile).unwrap());
            // One line of the largest style that titles have: 48 dots and what is above and below them.
            let line = copy.height_dots() - original.height_dots();
            assert!((60..110).contains(&line), "{code}: {line}");
            assert_eq!(codes(&copy), codes(&original));
        }
    }
}

#[test]
fn a_printer_forgets_the_pass() {
    for sample in samples::all() {
        for profile in PrinterProfile::ALL {
            let job = job_of(&sample, 0, &profile);
            assert!(job.starts_with(b"\x1B@"));
            let again = [job.as_slice(), b"\x1D(k\x03\x001Q0"].concat();
            let error = draw(&again, &profile).unwrap_err();
            assert!(matches!(error, ReceiptError::NoCodeStored { .. }), "{error:?}");
        }
    }
}

#[test]
fn ten_thousand_hostile_characters_are_one_short_line_or_two() {
    let profile = PrinterProfile::GENERIC_58MM;
    let plain = draw(&job(&paper("Łódź"), &profile), &profile).unwrap();
    for hostile in [
        "\u{202E}\u{1B}@\u{0}\u{1D}V0",
        "🎭\u{FE0F}\u{200D}",
        "Ł\u{302}\u{323}\u{302}\u{302}",
        "ﷺ\u{FDFA}",
        "شَّ",
        "Щ",
    ] {
        let typed = hostile.repeat(10_000 / hostile.len());
        let picture = draw(&job(&paper(&typed), &profile), &profile).unwrap();
        assert_eq!(codes(&picture), [code_text()]);
        assert!(picture.height_dots() < plain.height_dots() + 800, "{hostile:?}");
    }
}
