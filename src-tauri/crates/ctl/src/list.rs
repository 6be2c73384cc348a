//! What all lists have in common: how a file is read, and what becomes of wrong lines.

use std::{fs::File, io::Read, path::Path};

use anyhow::{Context, bail};
use einlass_domain::lists::{Finding, LARGEST, Unreadable};

use crate::{arguments::ImportList, output};

/// Reads a file as far as a list goes; what is longer is told to be too long, not read.
pub(crate) fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let unread = || format!("{} cannot be read", path.display());
    let file = File::open(path).with_context(unread)?;
    let mut bytes = Vec::new();
    let most = LARGEST as u64 + 1;
    file.take(most).read_to_end(&mut bytes).with_context(unread)?;
    Ok(bytes)
}

/// Says which file is no list.
pub(crate) fn readable<T>(path: &Path, read: Result<T, Unreadable>) -> anyhow::Result<T> {
    read.with_context(|| format!("{} is not imported", path.display()))
}

/// Tells every finding; says how many lines are wrong.
///
/// # Errors
/// When one is, and the wrong ones are not to be left out.
pub(crate) fn tell(wrong: &[Finding], arguments: &ImportList) -> anyhow::Result<usize> {
    for finding in wrong {
        output::finding(finding, arguments.skip_wrong);
    }
    let mut lines: Vec<u64> = wrong.iter().map(|finding| finding.line).collect();
    lines.dedup();
    if !lines.is_empty() && !arguments.skip_wrong {
        bail!(
            "nothing is imported from {}: wrong lines: {}; --skip-wrong leaves them out",
            arguments.file.display(),
            lines.len()
        );
    }
    Ok(lines.len())
}
