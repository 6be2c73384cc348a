use super::*;
use crate::paper::draw;
use crate::paper::reading::{
    first_strange_byte, harmless, in_own_letters, is_drawn, keep, lines, typed_text,
};
use crate::samples;
use einlass_domain::words::Language;
use proptest::prelude::*;

const HASH: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

fn certificate() -> CertificatePaper {
    CertificatePaper {
        venue: PrinterText::new("Gemeindehaus Süd"),
        day: "21.10.2026".to_owned(),
        visits: 214,
        events: 1431,
        destroyed_at: "21.11.2026, 03:05".to_owned(),
        retention_days: 30,
        device: "4f1c22a09be07d13".to_owned(),
        event: "4f1c22a09be07d13-52117".to_owned(),
        hash: HASH.to_owned(),
    }
}

fn job(paper: &CertificatePaper, language: Language, profile: &PrinterProfile) -> Vec<u8> {
    certificate_job(paper, ReceiptWords::of(language), profile).unwrap()
}

/// The lines of the certificate in every language that printers have the letters of, on every printer.
fn papers() -> impl Iterator<Item = (Language, Vec<String>)> {
    Language::ALL.into_iter().flat_map(|language| {
        PrinterProfile::ALL.into_iter().filter_map(move |profile| {
            let job = job(&certificate(), language, &profile);
            draw(&job, &profile).unwrap();
            (!is_drawn(&job)).then(|| (language, lines(&job, &profile)))
        })
    })
}

#[test]
fn every_sentence_stands_on_the_paper_whole() {
    for (language, lines) in papers() {
        let text = lines.join(" ");
        for (name, words) in ReceiptWords::of(language).all() {
            if name.starts_with("certificate.") && name != "certificate.one_day" {
                let words = in_own_letters(&words.replace("{days}", "30"));
                assert!(text.contains(&words), "{name}: {text}");
            }
        }
        assert!(text.contains("Gemeindehaus Süd"));
        assert!(lines.contains(&"21.10.2026".to_owned()), "{lines:?}");
    }
}

#[test]
fn each_fact_stands_beside_its_name() {
    for (language, lines) in papers() {
        let words = &ReceiptWords::of(language).certificate;
        for (label, value) in [
            (&words.visits, "214"),
            (&words.events, "1431"),
            (&words.retention, &words.days.replace("{days}", "30")),
            (&words.destroyed_at, "21.11.2026, 03:05"),
            (&words.device, "4f1c22a09be07d13"),
        ] {
            let has_both = |line: &String| {
                line.strip_prefix(in_own_letters(label).as_str())
                    .is_some_and(|rest| rest.starts_with("  ") && rest.trim() == value)
            };
            assert_eq!(
                lines.iter().filter(|line| has_both(line)).count(),
                1,
                "{label}: {lines:?}"
            );
        }
        assert!(lines.contains(&"4f1c22a09be07d13-52117".to_owned()));
    }
}

#[test]
fn a_fact_that_is_missing_is_seen_to_be_missing() {
    let paper = CertificatePaper {
        device: String::new(),
        ..certificate()
    };
    let profile = PrinterProfile::EPSON_80MM;
    let lines = lines(&job(&paper, Language::De, &profile), &profile);
    assert!(lines.contains(&"Gerät".to_owned()), "{lines:?}");
}

#[test]
fn a_single_day_is_not_many() {
    let paper = CertificatePaper {
        retention_days: 1,
        ..certificate()
    };
    let profile = PrinterProfile::EPSON_80MM;
    let text = lines(&job(&paper, Language::De, &profile), &profile).join(" ");
    assert!(text.contains(" 1 Tag ") && !text.contains("1 Tage"), "{text}");
}

#[test]
fn the_hash_stands_in_four_lines_of_four_groups() {
    for (language, lines) in papers() {
        let label = &ReceiptWords::of(language).certificate.hash;
        let after: Vec<&String> = lines
            .iter()
            .skip_while(|line| **line != in_own_letters(label))
            .skip(1)
            .take(4)
            .collect();
        assert_eq!(
            after,
            [
                "9f86 d081 884c 7d65",
                "9a2f eaa0 c55a d015",
                "a3bf 4f1b 2b0b 822c",
                "d15d 6c15 b0f0 0a08"
            ]
        );
    }
}

#[test]
fn a_hash_that_is_none_is_refused() {
    for hash in ["", "9f86", &HASH[1..], &HASH.replace('9', "g"), &"é".repeat(32)] {
        let paper = CertificatePaper {
            hash: hash.to_owned(),
            ..certificate()
        };
        let made = certificate_job(
            &paper,
            ReceiptWords::of(Language::De),
            &PrinterProfile::EPSON_80MM,
        );
        assert!(matches!(made, Err(ReceiptError::Hash)), "{hash:?}");
    }
}

#[test]
fn two_lines_to_write_on_end_the_paper() {
    for profile in PrinterProfile::ALL {
        let picture = draw(&job(&certificate(), Language::De, &profile), &profile).unwrap();
        let runs = |y| {
            let starts = |&x: &usize| picture.is_dark(x, y) && (x == 0 || !picture.is_dark(x - 1, y));
            (0..picture.width_dots()).filter(starts).count()
        };
        let dark = |y| {
            (0..picture.width_dots())
                .filter(|&x| picture.is_dark(x, y))
                .count()
        };
        let ruled: Vec<usize> = (0..picture.height_dots())
            .filter(|&y| dark(y) + 2 * 12 >= 12 * profile.font_a_columns)
            .map(runs)
            .collect();
        // Each line is two dots high: one above the facts, the proof and the signature, then the place to sign.
        assert_eq!(ruled, [1, 1, 1, 1, 1, 1, 2, 2], "{}", profile.name);
    }
}

#[test]
fn the_paper_is_cut_or_torn_off() {
    let job = |profile| job(&certificate(), Language::De, profile);
    assert!(job(&PrinterProfile::EPSON_80MM).ends_with(b"\x1DVB\x00\x1B@"));
    assert!(job(&PrinterProfile::GENERIC_58MM).ends_with(b"\x1Bd\x04\x1B@"));
}

#[test]
fn the_certificate_is_printed_in_every_script() {
    for sample in samples::all() {
        for profile in PrinterProfile::ALL {
            let paper = CertificatePaper {
                venue: PrinterText::new(sample.venue),
                ..certificate()
            };
            let job = certificate_job(&paper, &sample.words, &profile).unwrap();
            assert_eq!(is_drawn(&job), sample.is_drawn, "{}", sample.code);
            keep(
                &draw(&job, &profile).unwrap(),
                &format!("certificate-{}-{}", sample.code, profile.width_dots),
            );
        }
    }
}

proptest! {
    #[test]
    fn typed_text_never_becomes_a_command(
        typed in prop::array::uniform5(typed_text()),
        native in any::<bool>(),
    ) {
        let profile = if native { PrinterProfile::EPSON_80MM } else { PrinterProfile::GENERIC_58MM };
        let with = |[venue, day, destroyed_at, device, event]: [String; 5]| {
            let venue = PrinterText::new(&venue);
            let paper = CertificatePaper { venue, day, destroyed_at, device, event, ..certificate() };
            job(&paper, Language::De, &profile)
        };
        let template = with(typed.each_ref().map(|text| harmless(text)));
        let typed = with(typed);
        prop_assert_eq!(first_strange_byte(&typed, &template), None);
        prop_assert!(draw(&typed, &profile).is_ok());
    }
}
