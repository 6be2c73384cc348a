//! The tables, as they stand in README.md.

use crate::{
    check_in::{CheckIns, Reference},
    measure::{Row, median_of, three_digits},
    past::Figures,
};

/// Check-ins beside the bare inserts, then what has no multiple.
pub(crate) fn print_times(check_ins: &CheckIns, frames: &[Row]) {
    println!("| What | ÷ SQLite | ÷ SQLCipher | median ms | p95 ms |");
    println!("|---|---:|---:|---:|---:|");
    for row in &check_ins.beside_an_insert {
        print_row(row, Some(&check_ins.reference));
    }
    print_row(&check_ins.from_the_frame, None);
    for row in frames {
        print_row(row, None);
    }
}

fn print_row(row: &Row, reference: Option<&Reference>) {
    let median_ms = row.times.median_ms();
    let ratio = |of: fn(&Reference) -> Option<f64>| {
        let of = reference.and_then(of);
        of.map_or("–".to_owned(), |of| three_digits(median_ms / of))
    };
    println!(
        "| {} | {} | {} | {} | {} |",
        row.what,
        ratio(|reference| Some(reference.sqlite_ms)),
        ratio(|reference| reference.sqlcipher_ms),
        three_digits(median_ms),
        three_digits(row.times.p95_ms()),
    );
}

/// One column for each past, one row for each figure; medians of the runs.
pub(crate) fn print_pasts(pasts: &[Figures]) {
    let head = |past: &Figures| format!(" {} visits |", past.size.visits());
    println!(
        "| A past of 30 days |{}",
        pasts.iter().map(head).collect::<String>()
    );
    println!("|---|{}", "---:|".repeat(pasts.len()));
    for (what, figure) in ROWS {
        let figures = pasts
            .iter()
            .map(|past| format!(" {} |", three_digits(figure(past))));
        println!("| {what} |{}", figures.collect::<String>());
    }
}

/// A row of the table of pasts.
type PastRow = (&'static str, fn(&Figures) -> f64);

const ROWS: [PastRow; 16] = [
    ("opening ÷ reading the same rows and opening none", |past| {
        open_ms(past) / median_of(&past.opened, |run| run.read_ms)
    }),
    ("opening and folding, file cache warm: ms", open_ms),
    ("… µs a visit", |past| open_ms(past) * 1_000.0 / visits(past)),
    ("… peak memory of the process, MB", |past| {
        median_of(&past.opened, |run| run.peak_mb)
    }),
    (
        "restart, file not in the cache: ms until scans are taken",
        |past| median_of(&past.restarted, |run| run.open_ms + run.house_ms),
    ),
    ("… of it `Ledger::open_or_recover`, ms", |past| {
        median_of(&past.restarted, |run| run.open_ms)
    }),
    ("… of it the first `keep_house`, ms", |past| {
        median_of(&past.restarted, |run| run.house_ms)
    }),
    ("… peak memory of the process, MB", |past| {
        median_of(&past.restarted, |run| run.peak_mb)
    }),
    (
        "a typed number that is inside: `Entrance::type_number`, µs",
        |past| median_of(&past.opened, |run| run.number_us),
    ),
    ("all visits of one number on 30 days, µs", |past| {
        median_of(&past.opened, |run| run.visits_us)
    }),
    ("database on the disk: bytes a visit, with its end", |past| {
        past.bytes_a_visit
    }),
    (
        "destroying the oldest day: log written ÷ what the day took up",
        |past| log_bytes(past) / (past.bytes_a_visit * past.size.visits_a_day as f64),
    ),
    ("… visits of the day", |past| past.size.visits_a_day as f64),
    ("… ms", |past| median_of(&past.shredded, |run| run.took_ms)),
    ("… write-ahead log, MB", |past| log_bytes(past) / 1_000_000.0),
    ("… all that was written, MB", |past| {
        median_of(&past.shredded, |run| run.written_bytes as f64) / 1_000_000.0
    }),
];

fn visits(past: &Figures) -> f64 {
    past.size.visits() as f64
}

fn open_ms(past: &Figures) -> f64 {
    median_of(&past.opened, |run| run.open_ms)
}

fn log_bytes(past: &Figures) -> f64 {
    median_of(&past.shredded, |run| run.log_bytes as f64)
}
