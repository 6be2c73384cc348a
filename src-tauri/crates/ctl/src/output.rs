//! What is printed: an object a line.

use std::{
    io::{Write, stderr, stdout},
    path::Path,
};

use anyhow::Context;
use einlass_domain::{lists::Finding, post::Post, time::Clock};
use einlass_kiosk::{Entrance, SystemClock};
use einlass_ledger::{DataFolder, Ledger, Recovered};
use einlass_upstream::{Upstream, UpstreamSettings};
use rand_core::OsRng;
use serde_json::{Value, json};

/// Prints one object on standard output, at once: whoever reads a verdict may rely on it.
pub(crate) fn line(object: &Value) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "{object}")
        .and_then(|()| out.flush())
        .context("standard output cannot be written")
}

/// Prints an error with its causes on standard error.
pub(crate) fn error(error: &anyhow::Error) {
    let causes: Vec<String> = error.chain().skip(1).map(ToString::to_string).collect();
    // Where standard error is closed, nobody is left to be told.
    let _ = writeln!(
        stderr(),
        "{}",
        json!({ "error": error.to_string(), "causes": causes })
    );
}

/// Prints a warning on standard error: what was asked for is done all the same.
pub(crate) fn warning(text: &str) {
    let _ = writeln!(stderr(), "{}", json!({ "warning": text }));
}

/// Prints what is wrong with a line of a list: an error where nothing is imported, a warning where the others are.
pub(crate) fn finding(finding: &Finding, is_skipped: bool) {
    let Finding {
        line,
        column,
        problem,
    } = finding;
    let text = match column {
        Some(column) => format!("line {line}, {column}: {problem}"),
        None => format!("line {line}: {problem}"),
    };
    let object = if is_skipped {
        json!({ "warning": text, "line": line, "column": column })
    } else {
        json!({ "error": text, "line": line, "column": column })
    };
    let _ = writeln!(stderr(), "{object}");
}

/// Opens a data folder.
pub(crate) fn open(data: &Path) -> anyhow::Result<Ledger> {
    let folder = DataFolder::take(data).with_context(|| format!("{} cannot be opened", data.display()))?;
    Ledger::open(folder, &mut OsRng).with_context(|| format!("{} cannot be opened", data.display()))
}

/// Opens a data folder, with whatever can be saved of a damaged one.
pub(crate) fn open_or_recover(data: &Path) -> anyhow::Result<(Ledger, Option<Recovered>)> {
    let folder = DataFolder::take(data).with_context(|| format!("{} cannot be opened", data.display()))?;
    Ledger::open_or_recover(folder, SystemClock.now(), &mut OsRng)
        .with_context(|| format!("{} cannot be opened", data.display()))
}

/// The ways by which messages leave the house. Nothing is said to anybody yet.
pub(crate) fn post(file: &Path) -> anyhow::Result<Box<dyn Post>> {
    let post = UpstreamSettings::read(file).and_then(|settings| Upstream::new(&settings));
    Ok(Box::new(
        post.with_context(|| format!("{} cannot be used", file.display()))?,
    ))
}

/// Looks into a data folder, whether a kiosk runs on it or not.
pub(crate) fn look(data: &Path) -> anyhow::Result<Ledger> {
    Ledger::look(data).with_context(|| format!("{} cannot be opened", data.display()))
}

/// The door over an open ledger.
pub(crate) fn entrance(ledger: Ledger) -> Entrance<SystemClock, OsRng> {
    Entrance::new(ledger, SystemClock, OsRng, None)
}
