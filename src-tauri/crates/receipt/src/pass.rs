use einlass_domain::words::ReceiptWords;

use crate::code::Correction;
use crate::job::Job;
use crate::style::Style;
use crate::{PrinterProfile, PrinterText, ReceiptError};

/// What stands on a paper pass.
///
/// A reprint is the same pass: only `copy` differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassPaper {
    /// The venue's name, as typed by its owner.
    pub venue: PrinterText,
    /// The text of the QR code; printable ASCII.
    pub qr: String,
    /// The PIN-ID in groups of four digits.
    pub pin_id_grouped: String,
    /// The last moment at which the pass opens the entrance, as it shall be read.
    pub valid_until: String,
    /// 0 for the first paper, else the number of the copy, which is printed on it.
    pub copy: u8,
}

/// Composes the bytes that print `paper` on a printer of `profile`.
///
/// The same arguments give the same bytes. Fails if the code's text is empty or not printable ASCII, or if the code does not
/// fit the paper.
pub fn pass_job(
    paper: &PassPaper,
    words: &ReceiptWords,
    profile: &PrinterProfile,
) -> Result<Vec<u8>, ReceiptError> {
    let words = &words.pass;
    let mut job = Job::start(profile)?;
    job.text(&paper.venue, Style::HEAD)?;
    job.text(&PrinterText::of_catalogue(&words.title), Style::TITLE)?;
    if paper.copy > 0 {
        let copy = words.copy.replace("{copy}", &paper.copy.to_string());
        job.text(&PrinterText::of_catalogue(&copy), Style::HEAD)?;
    }

    job.code(&paper.qr, Correction::M)?;

    let pin_id = PrinterText::new(&paper.pin_id_grouped);
    let pin_id_style = job.largest(&pin_id);
    job.text(&PrinterText::of_catalogue(&words.pin_id), Style::PLAIN)?;
    job.text(&pin_id, pin_id_style)?;
    let until = PrinterText::new(&paper.valid_until);
    let valid_until = words.valid_until.replace("{until}", until.as_str());
    job.text(&PrinterText::of_catalogue(&valid_until), Style::BOLD)?;

    for advice in [&words.arriving, &words.leaving, &words.lost] {
        job.space(1)?;
        job.text(&PrinterText::of_catalogue(advice), Style::PLAIN)?;
    }
    job.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::draw;
    use crate::paper::reading::{codes, first_strange_byte, harmless, typed_text};
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
    fn the_printer_is_told_what_it_would_else_guess() {
        let epson = job(&paper("Süd"), &PrinterProfile::EPSON_80MM);
        let has = |job: &[u8], command: &[u8]| job.windows(command.len()).any(|window| window == command);
        assert!(epson.starts_with(b"\x1B@"), "initialise");
        assert!(has(&epson, b"\x1Bt\x13"), "code page 858");
        assert!(has(&epson, b"\x1D(k\x04\x001A2\x00"), "model 2");
        assert!(has(&epson, b"\x1D(k\x03\x001E1"), "EC level M");
        assert!(has(&epson, b"\x1D(k\x03\x001C\x08"), "8 dots a module");
        assert!(epson.ends_with(b"\x1DVB\x00"), "partial cut");
        assert!(
            !has(&epson, b"\x1C."),
            "prints a full stop on printers without Kanji mode"
        );

        let generic = job(&paper("Süd"), &PrinterProfile::GENERIC_58MM);
        assert!(has(&generic, b"\x1C."), "no Kanji mode");
        assert!(!has(&generic, b"\x1D(k") && !has(&generic, b"\x1DV"));
        assert!(has(&generic, b"\x1Dv0\x00\x30\x00\xC0\x00"), "bands of 192 rows");
    }

    #[test]
    fn the_catalogue_can_be_printed_as_it_is() {
        for language in Language::ALL {
            for (field, text) in ReceiptWords::of(language).all() {
                assert_eq!(
                    PrinterText::of_catalogue(text).as_str(),
                    text,
                    "{language}: {field}"
                );
            }
        }
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
            native in any::<bool>(),
        ) {
            let profile = if native { PrinterProfile::EPSON_80MM } else { PrinterProfile::GENERIC_58MM };
            let typed = PassPaper { copy, ..paper(&venue) };
            let template = PassPaper { venue: PrinterText::new(&harmless(&venue)), ..typed.clone() };
            let (job, template) = (job(&typed, &profile), job(&template, &profile));
            prop_assert_eq!(first_strange_byte(&job, &template), None);
            prop_assert!(draw(&job, &profile).is_ok());
        }
    }
}
