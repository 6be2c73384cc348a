//! `roll-call export`: how long each roll call took, by person.

use std::fs;

use anyhow::Context;
use einlass_domain::lists::roll_calls;
use serde_json::json;

use crate::{arguments::ExportList, output};

/// `roll-call export`. Also while the kiosk runs.
pub(crate) fn export(arguments: &ExportList) -> anyhow::Result<()> {
    let ledger = output::look(&arguments.data)?;
    let (text, lines) = roll_calls::export(ledger.state(), ledger.zone());
    let path = &arguments.to;
    fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))?;
    output::line(&json!({ "exported": lines }))
}
