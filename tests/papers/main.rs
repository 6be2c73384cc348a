//! The receipts as somebody else's printer draws them, and their codes as somebody else's reader reads them.
//!
//! `PAPERS=DIR` keeps the pictures.

use std::{env, fs, path::PathBuf};

use einlass_domain::words::{Language, ReceiptWords};
use einlass_receipt::{
    AskedJob, CertificatePaper, Occasion, PassPaper, PrinterProfile, PrinterText, RollCallPaper, RollCallRow,
    RollCallZone, WhoIsThere, certificate_job, pass_job, roll_call_jobs,
};
use hardless_escpos::{Node, parse};
use hardless_render::{PaperWidth, RenderOptions, render_png, to_text};
use zedbar::{DecoderConfig, Image, Scanner};

/// As long as the codes of passes are.
const CODE: &str = "EINLASS1:6BFOXN*TS0BI$ZD-PHHWM 4V0QTUCG8EJ5R3N/O7DA2KHL:9W.XV6S+YB1MQF0PZ%JT4R8C-U3E5G7I9K*LNOADWXS:2HB6V/QYF8TM0J4RZ1C5P";

/// Narrow, middle and wide paper; codes that the printer draws and codes that are sent.
const PROFILES: [PrinterProfile; 4] = [
    PrinterProfile::GENERIC_58MM,
    PrinterProfile::EPSON_T88,
    PrinterProfile::EPSON_80MM,
    PrinterProfile::STAR_ESCPOS_80MM,
];

/// What the other side does not know. None of it puts a dot on the paper, or, `ESC J`, only moves it by half a line.
const UNKNOWN_THERE: [&str; 7] = ["ESC J", "ESC R", "FS .", "GS a", "GS r", "GS ( H", "CAN"];

fn pass(language: Language, profile: &PrinterProfile) -> Vec<u8> {
    let paper = PassPaper {
        venue: PrinterText::new("Café Größenwahn"),
        qr: CODE.to_owned(),
        pin_id_grouped: "4711 0815 4242".to_owned(),
        valid_until: "31.12.2026".to_owned(),
        copy: 1,
        by_guardian: false,
        replaces: true,
    };
    pass_job(&paper, ReceiptWords::of(language), profile).expect("a pass fits every paper")
}

/// What the other side understands, with the bands of a picture put together again, because it leaves a gap between two.
fn understood(job: &[u8], profile: &PrinterProfile) -> Vec<Node> {
    let asked = AskedJob::of(job, profile.tells, 1);
    let mut nodes = Vec::new();
    for node in parse(&asked.bytes) {
        match (node, nodes.last_mut()) {
            (
                Node::Unknown {
                    command,
                    warning,
                    bytes,
                },
                _,
            ) => {
                let name = command.clone().unwrap_or_default();
                assert!(
                    UNKNOWN_THERE.contains(&name.as_str()) || bytes == [0x18],
                    "{}: {command:?}: {warning}: {bytes:02x?}",
                    profile.name
                );
            }
            (
                Node::RasterImage {
                    width_bytes,
                    height,
                    data,
                    ..
                },
                Some(Node::RasterImage {
                    width_bytes: width,
                    height: rows,
                    data: dots,
                    ..
                }),
            ) => {
                let wider = (*width).max(width_bytes);
                let mut joined = widened(dots, *width, wider);
                joined.extend(widened(&data, width_bytes, wider));
                (*width, *rows, *dots) = (wider, *rows + height, joined);
            }
            (node, _) => nodes.push(node),
        }
    }
    nodes
}

fn widened(rows: &[u8], from: u16, to: u16) -> Vec<u8> {
    let row = |row: &[u8]| {
        let mut row = row.to_vec();
        row.resize(usize::from(to), 0);
        row
    };
    rows.chunks(usize::from(from)).flat_map(row).collect()
}

fn picture(job: &[u8], profile: &PrinterProfile, name: &str) -> Vec<u8> {
    let png = drawn_by_others(&understood(job, profile), profile);
    if let Some(folder) = env::var_os("PAPERS").map(PathBuf::from) {
        fs::create_dir_all(&folder).expect("the folder can be made");
        fs::write(folder.join(format!("{name}-{}.png", profile.name)), &png).expect("it can be kept");
    }
    png
}

/// The other side knows paper of 384 and of 576 dots. Paper of 512 dots is drawn on the wider one; that nothing needs more than
/// 512 is a test of its own.
fn drawn_by_others(nodes: &[Node], profile: &PrinterProfile) -> Vec<u8> {
    let options = RenderOptions {
        paper: if profile.width_dots < 500 {
            PaperWidth::Mm58
        } else {
            PaperWidth::Mm80
        },
        show_unknown: false,
    };
    render_png(nodes, &options).expect("it can be drawn")
}

fn codes(png: &[u8]) -> Vec<String> {
    let grey = image::load_from_memory(png).expect("it is a picture").to_luma8();
    let mut picture = Image::from_gray(grey.as_raw(), grey.width(), grey.height()).expect("it is grey");
    let symbols = Scanner::with_config(DecoderConfig::all())
        .scan(&mut picture)
        .into_symbols();
    symbols
        .iter()
        .filter_map(|symbol| symbol.data_string().map(str::to_owned))
        .collect()
}

#[test]
fn another_reader_reads_the_code_of_a_pass_that_another_printer_has_drawn() {
    for profile in PROFILES {
        for (language, name) in [
            (Language::De, "pass-de"),
            (Language::Uk, "pass-uk"),
            (Language::Ar, "pass-ar"),
        ] {
            let png = picture(&pass(language, &profile), &profile, name);
            assert_eq!(codes(&png), [CODE], "{name}, {}", profile.name);
        }
    }
}

/// What the test above is worth: the reader does not find a code that lacks a corner.
#[test]
fn a_code_that_is_not_whole_is_not_read() {
    let profile = PrinterProfile::GENERIC_58MM;
    let mut nodes = understood(&pass(Language::De, &profile), &profile);
    let drawn = nodes.iter_mut().find_map(|node| match node {
        Node::RasterImage {
            width_bytes, data, ..
        } => Some((*width_bytes, data)),
        _other => None,
    });
    let (width, dots) = drawn.expect("narrow printers are sent the picture of a code");
    let corner = dots.len() / 3 / usize::from(width) * usize::from(width);
    dots[..corner].fill(0);
    assert_eq!(codes(&drawn_by_others(&nodes, &profile)), [""; 0]);
}

#[test]
fn what_is_printed_in_the_printers_letters_is_what_was_meant() {
    for profile in PROFILES {
        let text = to_text(&understood(&pass(Language::De, &profile), &profile));
        for meant in ["Café Größenwahn", "4711 0815 4242", "31.12.2026", "DUPLIKAT"] {
            assert!(text.contains(meant), "{}: {meant} in {text}", profile.name);
        }
    }
}

#[test]
fn nothing_is_wider_than_the_paper() {
    for profile in PROFILES {
        for language in [Language::De, Language::Tr, Language::Ar] {
            let nodes = understood(&pass(language, &profile), &profile);
            for line in to_text(&nodes).lines().filter(|line| !line.contains("QR")) {
                let columns = line.trim().chars().count();
                assert!(columns <= profile.font_a_columns, "{}: {line}", profile.name);
            }
            for node in nodes {
                if let Node::RasterImage { width_bytes, .. } = node {
                    assert!(
                        usize::from(width_bytes) * 8 <= profile.width_dots,
                        "{}",
                        profile.name
                    );
                }
            }
        }
    }
}

#[test]
fn the_other_papers_are_understood_as_well() {
    let roll_call = RollCallPaper {
        venue: PrinterText::new("Café Größenwahn"),
        occasion: Occasion::Emergency,
        as_of: "28.11.2026 14:05".to_owned(),
        zones: vec![RollCallZone {
            name: PrinterText::new("Osttribüne"),
            rows: (0..40)
                .map(|number| RollCallRow {
                    who: WhoIsThere::PassEnding(format!("{:04}", 4200 + number)),
                    came_at: "13:37".to_owned(),
                    people: 1 + number % 3,
                    seat: None,
                })
                .collect(),
        }],
    };
    let certificate = CertificatePaper {
        venue: PrinterText::new("Café Größenwahn"),
        day: "28.10.2026".to_owned(),
        visits: 312,
        events: 1024,
        destroyed_at: "28.11.2026, 00:00".to_owned(),
        retention_days: 30,
        device: "0f".repeat(16),
        event: "1024".to_owned(),
        hash: "5e".repeat(32),
    };
    for profile in PROFILES {
        let words = ReceiptWords::of(Language::De);
        let sheets = roll_call_jobs(&roll_call, words, &profile).expect("a list fits every paper");
        let text: String = sheets
            .iter()
            .map(|sheet| to_text(&understood(sheet, &profile)))
            .collect();
        for ending in ["4200", "4239", "Osttribüne"] {
            assert!(text.contains(ending), "{}: {ending}", profile.name);
        }
        picture(&sheets[0], &profile, "roll-call");
        let job = certificate_job(&certificate, words, &profile).expect("a certificate fits every paper");
        picture(&job, &profile, "certificate");
        assert!(
            to_text(&understood(&job, &profile)).contains("312"),
            "{}",
            profile.name
        );
    }
}
