//! `einlass-ctl run` in the machine, and what it says.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::Outcome;
use crate::wire::{COMES_WITHIN, Lines};

/// The kiosk's two streams; whether it runs is up to the shell.
pub(crate) struct Kiosk {
    told: Lines,
    complaints: Lines,
    /// What it complained of, for the report.
    complained: Vec<String>,
}

impl Kiosk {
    pub(crate) fn new(told: Lines, complaints: Lines) -> Self {
        Self {
            told,
            complaints,
            complained: Vec::new(),
        }
    }

    /// Waits for the next verdict, which has to be this one.
    pub(crate) fn expect_verdict(&mut self, verdict: &str) -> Outcome<Value> {
        let missing = |why| {
            format!(
                "no verdict '{verdict}': {why}; it complained: {:?}",
                self.complained
            )
        };
        let line = self.told.next(COMES_WITHIN).map_err(missing)?;
        let object: Value = serde_json::from_str(&line).map_err(|why| format!("{why}: {line}"))?;
        if object["verdict"] == verdict {
            return Ok(object);
        }
        Err(format!("'{verdict}' was expected, and it said {object}"))
    }

    /// The next verdict, if there is one within this time.
    pub(crate) fn verdict_within(&mut self, time: Duration) -> Outcome<Option<String>> {
        let Ok(line) = self.told.next(time) else {
            return Ok(None);
        };
        let object: Value = serde_json::from_str(&line).map_err(|why| format!("{why}: {line}"))?;
        Ok(object["verdict"].as_str().map(str::to_owned))
    }

    /// Fails when there is a verdict within this time.
    pub(crate) fn expect_silence(&mut self, time: Duration) -> Outcome<()> {
        match self.told.next(time) {
            Ok(line) => Err(format!("nobody was to be answered, and it said {line}")),
            Err(_) => Ok(()),
        }
    }

    /// Waits until it complains of something with these words; other complaints before that are kept.
    pub(crate) fn expect_complaint(&mut self, words: &str) -> Outcome<String> {
        let deadline = Instant::now() + COMES_WITHIN;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let line = self.complaints.next(left).map_err(|why| {
                let others = &self.complained;
                format!("no complaint with '{words}': {why}; it complained: {others:?}")
            })?;
            self.complained.push(line.clone());
            if line.contains(words) {
                return Ok(line);
            }
        }
    }

    /// All its complaints until now.
    pub(crate) fn complaints(&mut self) -> &[String] {
        self.complained.extend(self.complaints.so_far());
        &self.complained
    }
}
