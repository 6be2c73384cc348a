use super::*;
use crate::paper::draw;
use crate::paper::reading::{
    first_strange_byte, harmless, in_own_letters, is_drawn, keep, lines, typed_text,
};
use crate::samples;
use einlass_domain::words::Language;
use proptest::prelude::*;

fn row(who: WhoIsThere) -> RollCallRow {
    RollCallRow {
        who,
        came_at: "14:05".to_owned(),
        people: 2,
        seat: None,
    }
}

fn zone(name: &str, rows: usize) -> RollCallZone {
    let who = |number| match number % 3 {
        0 => WhoIsThere::PassEnding(format!("{number:04}")),
        _ => WhoIsThere::Name(PrinterText::new(&format!("Müller, Anna {number}"))),
    };
    RollCallZone {
        name: PrinterText::new(name),
        rows: (0..rows).map(|number| row(who(number))).collect(),
    }
}

fn paper(zones: Vec<RollCallZone>) -> RollCallPaper {
    RollCallPaper {
        venue: PrinterText::new("Gemeindehaus Süd"),
        occasion: Occasion::Drill,
        as_of: "21.11.2026, 14:30".to_owned(),
        zones,
    }
}

fn jobs(paper: &RollCallPaper, profile: &PrinterProfile) -> Vec<Vec<u8>> {
    roll_call_jobs(paper, ReceiptWords::of(Language::De), profile).unwrap()
}

fn text(paper: &RollCallPaper, profile: &PrinterProfile) -> Vec<String> {
    jobs(paper, profile)
        .iter()
        .map(|job| lines(job, profile).join(" "))
        .collect()
}

#[test]
fn everybody_stands_on_the_list_once() {
    for profile in PrinterProfile::ALL {
        let text = text(&paper(vec![zone("Saal", 20), zone("Hof", 21)]), &profile).join(" ");
        for number in 0..20 {
            let (who, times) = if number % 3 == 0 {
                (format!("Pass ...{number:04} 14:05 2"), 2)
            } else {
                (format!("Anna {number} "), 2)
            };
            let found = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let found = found.matches(&who).count();
            // On narrow paper a name goes on below the time.
            assert!(
                found == times || profile == PrinterProfile::GENERIC_58MM,
                "{who}: {found}"
            );
        }
        assert_eq!(text.matches("[ ]").count(), 41);
        assert_eq!(text.matches("14:05").count(), 41);
        assert!(text.contains("Im Haus: 82"), "{text}");
    }
}

#[test]
fn every_sheet_says_what_it_is_and_what_follows() {
    let profile = PrinterProfile::EPSON_80MM;
    let sheets = text(&paper(vec![zone("Saal", 40), zone("Hof", 30)]), &profile);
    assert_eq!(sheets.len(), 3);
    for (number, sheet) in (1..).zip(&sheets) {
        for words in [
            "ÜBUNG",
            "Gemeindehaus Süd",
            "21.11.2026, 14:30",
            "Nach Gebrauch vernichten",
        ] {
            assert!(sheet.contains(words), "{words}: {sheet}");
        }
        assert!(sheet.contains(&format!("Blatt {number} von 3")));
        assert_eq!(sheet.contains("Ende der Liste"), number == 3);
        assert_eq!(
            sheet.contains(&format!("Weiter auf Blatt {}", number + 1)),
            number < 3
        );
    }
    assert!(!sheets[0].contains("(Fortsetzung)"));
    assert!(sheets[1].contains("Saal") && sheets[1].contains("(Fortsetzung)") && sheets[1].contains("Hof"));
    assert!(sheets[2].contains("Hof") && !sheets[2].contains("Saal"));
}

#[test]
fn a_drill_is_not_taken_for_an_emergency() {
    let profile = PrinterProfile::EPSON_80MM;
    let drill = paper(vec![zone("Saal", 1)]);
    let emergency = RollCallPaper {
        occasion: Occasion::Emergency,
        ..drill.clone()
    };
    let [drill, emergency] = [drill, emergency].map(|paper| text(&paper, &profile).join(" "));
    assert!(drill.contains("ÜBUNG") && !drill.contains("RÄUMUNG"));
    assert!(emergency.contains("RÄUMUNG") && !emergency.contains("ÜBUNG"));
}

#[test]
fn an_empty_house_is_a_paper_that_says_so() {
    for zones in [vec![], vec![zone("Saal", 0), zone("Hof", 0)]] {
        let text = text(&paper(zones), &PrinterProfile::EPSON_80MM);
        assert_eq!(text.len(), 1);
        assert!(text[0].contains("Niemand ist angemeldet.") && text[0].contains("Im Haus: 0"));
    }
}

#[test]
fn a_heading_never_ends_a_sheet() {
    for rows in 0..70 {
        let zones = vec![zone("Saal", rows), zone("Hof", 1), zone("Keller", 33)];
        let parts = divided(&paper(zones), ROWS_OF_PAPER);
        let all: Vec<Part> = parts.concat();
        let count = |wanted: fn(&Part) -> bool| all.iter().filter(|&part| wanted(part)).count();
        assert_eq!(count(|part| matches!(part, Part::Row { .. })), rows + 34);
        assert_eq!(
            count(|part| matches!(part, Part::Heading { continued: false, .. })),
            3
        );
        for sheet in &parts {
            assert!(matches!(sheet.first(), Some(Part::Heading { .. })), "{rows}");
            assert!(
                matches!(sheet.last(), Some(Part::Row { .. })),
                "{rows}: {sheet:?}"
            );
            assert!(sheet.len() <= ROWS_OF_PAPER + 1, "{rows}");
        }
    }
}

#[test]
fn the_list_is_printed_in_every_script() {
    for sample in samples::all() {
        for profile in PrinterProfile::ALL {
            let paper = RollCallPaper {
                venue: PrinterText::new(sample.venue),
                ..paper(vec![zone(sample.venue, 2)])
            };
            for job in roll_call_jobs(&paper, &sample.words, &profile).unwrap() {
                assert_eq!(is_drawn(&job), sample.is_drawn, "{}", sample.code);
                assert_eq!(first_strange_byte(&job, &job), None);
                keep(
                    &draw(&job, &profile).unwrap(),
                    &format!("roll-call-{}-{}", sample.code, profile.width_dots),
                );
                if !sample.is_drawn {
                    let text = lines(&job, &profile).join(" ");
                    let words = &sample.words.roll_call;
                    for word in [
                        &words.title,
                        &words.tick,
                        &words.drill,
                        &words.end,
                        &words.destroy,
                    ] {
                        assert!(text.contains(&in_own_letters(word)), "{word}: {text}");
                    }
                }
            }
        }
    }
}

#[test]
fn one_foreign_name_draws_all_sheets_alike() {
    let mut foreign = paper(vec![zone("Saal", 50)]);
    assert!(
        jobs(&foreign, &PrinterProfile::EPSON_80MM)
            .iter()
            .all(|job| !is_drawn(job))
    );
    foreign.zones[0].rows[49].who = WhoIsThere::Name(PrinterText::new("Шевченко, Ганна"));
    assert!(
        jobs(&foreign, &PrinterProfile::EPSON_80MM)
            .iter()
            .all(|job| is_drawn(job))
    );
}

/// Eight seconds of a slow printer (50 mm/s), a minute of a serial line at 19,200 baud.
#[test]
fn a_thousand_rows_are_short_jobs() {
    let profiles = [
        (PrinterProfile::EPSON_80MM, 34),
        (PrinterProfile::GENERIC_58MM, 51),
    ];
    for (profile, sheets) in profiles {
        let letters = jobs(&paper(vec![zone("Saal", 600), zone("Hof", 400)]), &profile);
        let drawn = jobs(&paper(vec![zone("Зал", 600), zone("Двір", 400)]), &profile);
        assert_eq!((letters.len(), drawn.len()), (sheets, sheets));
        let bytes = |jobs: &[Vec<u8>]| jobs.iter().map(Vec::len).sum::<usize>();
        println!(
            "{}: {} bytes in letters, {} drawn, longest {} dots",
            profile.name,
            bytes(&letters),
            bytes(&drawn),
            drawn
                .iter()
                .map(|job| draw(job, &profile).unwrap().height_dots())
                .max()
                .unwrap()
        );
        for job in letters.iter().chain(&drawn) {
            let length_dots = draw(job, &profile).unwrap().height_dots();
            assert!(
                length_dots < 3_200 && job.len() < 115_000,
                "{length_dots}, {}",
                job.len()
            );
        }
    }
}

proptest! {
    #[test]
    fn typed_text_never_becomes_a_command(typed in prop::array::uniform3(typed_text()), native in any::<bool>()) {
        let profile = if native { PrinterProfile::EPSON_80MM } else { PrinterProfile::GENERIC_58MM };
        let with = |[venue, name, who]: [&str; 3]| {
            let rows = vec![row(WhoIsThere::Name(PrinterText::new(who))), row(WhoIsThere::PassEnding(who.to_owned()))];
            let zone = RollCallZone { name: PrinterText::new(name), rows };
            let paper = RollCallPaper { venue: PrinterText::new(venue), ..paper(vec![zone]) };
            jobs(&paper, &profile).concat()
        };
        let template = typed.each_ref().map(|text| harmless(text));
        let template = with(template.each_ref().map(String::as_str));
        let typed = with(typed.each_ref().map(String::as_str));
        prop_assert_eq!(first_strange_byte(&typed, &template), None);
        prop_assert!(draw(&typed, &profile).is_ok());
    }
}
