//! What the entrance costs: reading a frame, recording a visit, opening the folder. Prints Markdown, judges nothing.
//!
//! No part of `./dev test`: a time that was measured on a busy machine proves nothing about the program. What is compared runs
//! in turns in one run, so that the ratios hold where the milliseconds do not. See README.md here.
#![expect(clippy::print_stdout, reason = "its table is its result")]

mod check_in;
mod frames;
mod machine;
mod measure;
mod opening;
mod syncs;
mod venue;

use measure::Row;

fn main() {
    if std::env::args().nth(1).as_deref() == Some(syncs::CHILD) {
        syncs::check_in_under_strace();
        return;
    }
    println!("{}\n", machine::describe());

    let check_ins = check_in::measure();
    let reference = Some(&check_ins.reference);
    println!("| What | median ms | p95 ms | ÷ durable insert | ÷ insert that is not durable |");
    println!("|---|---:|---:|---:|---:|");
    for row in &check_ins.beside_an_insert {
        print_row(row, reference);
    }
    print_row(&check_ins.from_the_frame, None);
    for row in frames::measure().iter().chain(&opening::measure()) {
        print_row(row, None);
    }

    println!();
    for note in [check_ins.note, syncs::count()] {
        println!("- {note}");
    }
}

fn print_row(row: &Row, reference: Option<&check_in::Reference>) {
    let median_ms = row.times.median_ms();
    let ratio = |of: fn(&check_in::Reference) -> f64| {
        reference.map_or("–".to_owned(), |reference| {
            measure::three_digits(median_ms / of(reference))
        })
    };
    println!(
        "| {} | {} | {} | {} | {} |",
        row.what,
        measure::three_digits(median_ms),
        measure::three_digits(row.times.p95_ms()),
        ratio(|reference| reference.durable_ms),
        ratio(|reference| reference.not_durable_ms),
    );
}
