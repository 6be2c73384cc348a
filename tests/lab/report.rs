//! What was done and how it went, for people.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::figures::Figures;
use crate::lab::Lab;

/// A table that grows, in the order of what happened.
pub(crate) struct Report {
    out: PathBuf,
    began: Instant,
    rows: Vec<Row>,
    figures: String,
    traces: String,
}

struct Row {
    title: &'static str,
    took: Duration,
    seen: Outcome<String>,
}

impl Report {
    pub(crate) fn new(out: PathBuf) -> Self {
        Self {
            out,
            began: Instant::now(),
            rows: Vec::new(),
            figures: String::new(),
            traces: String::new(),
        }
    }

    /// Adds a row, and says it at once.
    pub(crate) fn add(&mut self, title: &'static str, began: Instant, seen: Outcome<String>) {
        let row = Row {
            title,
            took: began.elapsed(),
            seen,
        };
        let (mark, text) = row.outcome();
        println!(
            "{mark:<6} {title} ({:.1} s){}{text}",
            row.took.as_secs_f64(),
            if text.is_empty() { "" } else { ": " }
        );
        self.rows.push(row);
    }

    /// Keeps how long the machine took.
    pub(crate) fn keep_figures(&mut self, figures: &mut Figures) {
        self.figures = figures.table();
    }

    /// Keeps what helps to find out why something failed.
    pub(crate) fn keep_traces(&mut self, lab: &mut Lab) {
        let complaints = lab.kiosk.complaints().join("\n");
        let state = lab.control.run("look_around").unwrap_or_else(|why| why);
        let console = lab.machine.console();
        self.traces = format!(
            "\n## What the kiosk complained of\n\n```\n{complaints}\n```\n\n## How the machine is\n\n```\n{state}\n{console}\n```\n"
        );
    }

    /// Writes `report.md`; failure if anything failed.
    pub(crate) fn write(&self) -> ExitCode {
        let failed = self.rows.iter().filter(|row| row.seen.is_err()).count();
        let file = self.out.join("report.md");
        if let Err(why) = fs::write(&file, self.text(failed)) {
            println!("{}: {why}", file.display());
            return ExitCode::FAILURE;
        }
        println!("The report: {}", file.display());
        if failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    fn text(&self, failed: usize) -> String {
        let verdict = if failed == 0 {
            "Everything held."
        } else {
            "Something did not hold."
        };
        let mut text = format!(
            "# Device lab\n\n{verdict} {} steps in {:.0} s, on an emulated machine: the times say how long the lab takes, not the kiosk.\n\n",
            self.rows.len(),
            self.began.elapsed().as_secs_f64(),
        );
        text.push_str("| | what was done | s | what was seen |\n|---|---|---:|---|\n");
        for row in &self.rows {
            let (mark, seen) = row.outcome();
            let seen = seen.replace('|', "\\|").replace('\n', " ");
            // Writing to a text does not fail.
            let _ = writeln!(
                text,
                "| {mark} | {} | {:.1} | {seen} |",
                row.title,
                row.took.as_secs_f64()
            );
        }
        text.push_str(&self.figures);
        text.push_str("\nA pass as the printer got it: [pass.png](pass.png). The list of who is inside: [roll-call.png](roll-call.png).\n");
        text + &self.traces
    }
}

impl Row {
    fn outcome(&self) -> (&'static str, &str) {
        match &self.seen {
            Ok(seen) => ("held", seen),
            Err(why) => ("FAILED", why),
        }
    }
}
