use super::*;
use crate::paper::draw;
use crate::paper::reading::{
    codes, first_strange_byte, harmless, in_own_letters, is_drawn, keep, lines, typed_text,
};
use crate::samples;
use einlass_domain::words::Language;
use proptest::prelude::*;

/// As long as a key with its public half, upper case.
fn code_text() -> String {
    "EK1:0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        .chars()
        .cycle()
        .take(110)
        .collect()
}

/// Different words, the shortest and the longest that fit among them.
fn some_words() -> Vec<String> {
    (0..24u8)
        .map(|number| {
            let letter = char::from(b'a' + number).to_string();
            letter.repeat(1 + usize::from(number) % 11)
        })
        .collect()
}

fn whole_key() -> OwnerKeyPaper {
    OwnerKeyPaper {
        venue: PrinterText::new("Gemeindehaus Süd"),
        made_on: "21.11.2026".to_owned(),
        qr: code_text(),
        words: some_words(),
        share: None,
    }
}

fn part() -> OwnerKeyPaper {
    let share = ShareOfKey {
        number: 2,
        of: 3,
        needed: 2,
        set: "QXTR".to_owned(),
    };
    OwnerKeyPaper {
        share: Some(share),
        ..whole_key()
    }
}

fn job(paper: &OwnerKeyPaper, language: Language, profile: &PrinterProfile) -> Vec<u8> {
    owner_key_job(paper, ReceiptWords::of(language), profile).unwrap()
}

/// Every paper in every language on every printer.
fn jobs() -> impl Iterator<Item = (OwnerKeyPaper, Language, PrinterProfile, Vec<u8>)> {
    [whole_key, part].into_iter().flat_map(|paper| {
        Language::ALL.into_iter().flat_map(move |language| {
            PrinterProfile::ALL.into_iter().map(move |profile| {
                let job = job(&paper(), language, &profile);
                (paper(), language, profile, job)
            })
        })
    })
}

/// Those whose letters the printers have.
fn jobs_in_letters() -> impl Iterator<Item = (OwnerKeyPaper, Language, PrinterProfile, Vec<u8>)> {
    jobs().filter(|(.., job)| !is_drawn(job))
}

#[test]
fn the_code_on_the_paper_reads_as_the_key() {
    for (_, _, profile, job) in jobs() {
        let picture = draw(&job, &profile).unwrap();
        assert_eq!(codes(&picture), [code_text()], "{}", profile.name);
    }
}

#[test]
fn a_quarter_of_the_code_may_be_damaged() {
    let job = job(&whole_key(), Language::De, &PrinterProfile::EPSON_80MM);
    let level_q = b"\x1D(k\x03\x001E2";
    assert!(job.windows(level_q.len()).any(|window| window == level_q));
}

#[test]
fn all_words_stand_on_the_paper_in_their_order() {
    for (_, language, profile, job) in jobs_in_letters() {
        let words = &ReceiptWords::of(language).owner_key;
        let (key_words, keeping) = (in_own_letters(&words.key_words), in_own_letters(&words.keeping));
        let lines = lines(&job, &profile);
        let table: Vec<&str> = lines
            .iter()
            .skip_while(|line| !line.starts_with(&key_words))
            .skip(1)
            .take_while(|line| **line != keeping)
            .flat_map(|line| line.split_whitespace())
            .collect();
        let mut numbered: Vec<(usize, &str)> = table
            .chunks(2)
            .map(|pair| (pair[0].parse().unwrap(), pair[1]))
            .collect();
        let down = 24 / (profile.font_a_columns / WORD_COLUMNS);
        assert_eq!(
            numbered[1].0,
            1 + down,
            "the second column begins in the first line"
        );
        numbered.sort_unstable();
        let expected: Vec<(usize, String)> = (1..).zip(some_words()).collect();
        assert!(
            numbered
                .iter()
                .map(|&(number, word)| (number, word.to_owned()))
                .eq(expected),
            "{}: {table:?}",
            profile.name
        );
    }
}

#[test]
fn every_sentence_stands_on_the_paper_whole() {
    for (paper, language, profile, job) in jobs_in_letters() {
        let text = lines(&job, &profile).join(" ");
        for (name, words) in ReceiptWords::of(language).all() {
            let Some(field) = name.strip_prefix("owner_key.") else {
                continue;
            };
            let only_whole = matches!(field, "what" | "keep_place" | "keep_by_hand");
            let only_part = field.starts_with("part_") || matches!(field, "mark" | "needed" | "same_mark");
            let expected = match &paper.share {
                Some(_) => !only_whole,
                None => !only_part,
            };
            let words = words
                .replace("{date}", "21.11.2026")
                .replace("{number}", "2")
                .replace("{needed}", "2")
                .replace("{of}", "3");
            assert_eq!(
                text.contains(&in_own_letters(&words)),
                expected,
                "{}: {name}: {text}",
                profile.name
            );
        }
        assert!(text.contains("Gemeindehaus Süd"));
        assert_eq!(text.contains("QXTR"), paper.share.is_some());
    }
}

#[test]
fn a_printer_does_not_keep_the_key() {
    for (_, _, profile, job) in jobs() {
        let again = [job.as_slice(), b"\x1D(k\x03\x001Q0"].concat();
        let error = draw(&again, &profile).unwrap_err();
        assert!(matches!(error, ReceiptError::NoCodeStored { .. }), "{error:?}");
    }
}

#[test]
fn the_paper_is_cut_or_torn_off() {
    let job = |profile| job(&whole_key(), Language::De, profile);
    assert!(job(&PrinterProfile::EPSON_80MM).ends_with(b"\x1DVB\x00\x1B@"));
    assert!(job(&PrinterProfile::GENERIC_58MM).ends_with(b"\x1Bd\x04\x1B@"));
}

#[test]
fn words_that_would_be_printed_otherwise_are_refused() {
    let refused = |words: Vec<String>| {
        let paper = OwnerKeyPaper { words, ..whole_key() };
        let made = owner_key_job(
            &paper,
            ReceiptWords::of(Language::De),
            &PrinterProfile::EPSON_80MM,
        );
        matches!(made, Err(ReceiptError::KeyWords))
    };
    assert!(!refused(some_words()));
    assert!(refused(some_words().split_off(1)));
    assert!(refused([some_words(), vec!["more".to_owned()]].concat()));
    for word in [
        "",
        " ",
        "two words",
        "\u{1B}@",
        "a\u{0}b",
        "łódź",
        "r2d2",
        "twelve-chars",
        "twelveletter",
    ] {
        let mut words = some_words();
        words[7] = word.to_owned();
        assert!(refused(words), "{word:?}");
    }
}

#[test]
fn nothing_secret_is_shown_to_a_programmer() {
    let shown = format!("{:?}", part());
    assert!(shown.contains("Gemeindehaus Süd") && shown.contains("QXTR"));
    assert!(!shown.contains("EK1") && !shown.contains("bb"), "{shown}");
}

/// A key is typed from these words: where the rest is drawn, they are drawn too.
#[test]
fn the_key_is_printed_in_every_script() {
    for sample in samples::all() {
        for profile in PrinterProfile::ALL {
            let paper = OwnerKeyPaper {
                venue: PrinterText::new(sample.venue),
                ..part()
            };
            let job = owner_key_job(&paper, &sample.words, &profile).unwrap();
            assert_eq!(is_drawn(&job), sample.is_drawn, "{}", sample.code);
            let picture = draw(&job, &profile).unwrap();
            assert_eq!(codes(&picture), [code_text()], "{}", sample.code);
            keep(&picture, &format!("key-{}-{}", sample.code, profile.width_dots));
        }
    }
}

proptest! {
    #[test]
    fn typed_text_never_becomes_a_command(
        venue in typed_text(),
        made_on in typed_text(),
        set in typed_text(),
        native in any::<bool>(),
    ) {
        let profile = if native { PrinterProfile::EPSON_80MM } else { PrinterProfile::GENERIC_58MM };
        let with = |venue: &str, made_on: &str, set: &str| {
            let share = ShareOfKey { number: 1, of: 3, needed: 2, set: set.to_owned() };
            let (venue, made_on) = (PrinterText::new(venue), made_on.to_owned());
            let paper = OwnerKeyPaper { venue, made_on, share: Some(share), ..whole_key() };
            job(&paper, Language::De, &profile)
        };
        let typed = with(&venue, &made_on, &set);
        let template = with(&harmless(&venue), &harmless(&made_on), &harmless(&set));
        prop_assert_eq!(first_strange_byte(&typed, &template), None);
        prop_assert!(draw(&typed, &profile).is_ok());
    }
}
