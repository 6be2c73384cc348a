//! What the entrance costs: reading a frame, recording a visit, opening and shredding a past. Prints Markdown, judges nothing.
//!
//! No part of `./dev test`: a time that was measured on a busy machine proves nothing about the program. What is compared runs
//! in turns in one run, so that the ratios hold where the milliseconds do not. See README.md here.
#![expect(clippy::print_stdout, reason = "its table is its result")]

mod bare;
mod check_in;
mod child;
mod frames;
mod machine;
mod measure;
mod neighbour;
mod opening;
mod past;
mod shredding;
mod syncs;
mod tables;
mod venue;
mod watching;

use std::path::Path;

/// Also a past of a million visits, which takes some minutes and five gigabytes.
const MILLION: &str = "--million";
/// Nothing but the cost of watching, which takes three minutes.
const WATCHING: &str = "--watching";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some((role, with)) = arguments.split_first()
        && play(role, with)
    {
        return;
    }
    println!("{}\n", machine::describe());
    if arguments.iter().any(|argument| argument == WATCHING) {
        watching::print();
        return;
    }

    let check_ins = check_in::measure();
    tables::print_times(&check_ins, &frames::measure());
    println!();
    let mut pasts = vec![past::MONTH.measure()];
    if arguments.iter().any(|argument| argument == MILLION) {
        pasts.push(past::MILLION.measure());
    }
    tables::print_pasts(&pasts);

    println!();
    for note in &check_ins.notes {
        println!("- {note}");
    }
    println!("- {}", syncs::count());
    for past in &pasts {
        println!("- {}", past.note());
    }
}

/// This program is also what it starts; whether it was one of these roles.
fn play(role: &str, with: &[String]) -> bool {
    match (role, with) {
        (syncs::CHILD, []) => syncs::check_in_under_strace(),
        (neighbour::CHILD, [folder, row_bytes]) => neighbour::insert_when_told(folder, row_bytes),
        (opening::OPEN, [folder, persons]) => {
            child::answer(&opening::Opened::measure(Path::new(folder), number(persons)));
        }
        (opening::RESTART, [folder, _]) => child::answer(&opening::Restarted::measure(Path::new(folder))),
        (shredding::CHILD, [folder, visits]) => {
            child::answer(&shredding::Shredded::measure(Path::new(folder), number(visits)));
        }
        _none => return false,
    }
    true
}

fn number(text: &str) -> usize {
    text.parse().expect("it is started with a number")
}
