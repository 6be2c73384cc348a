//! `inside`: how many visitors are inside.

use std::path::Path;

use serde_json::json;

use crate::output;

pub(crate) fn inside(data: &Path) -> anyhow::Result<()> {
    let ledger = output::look(data)?;
    let state = ledger.state();
    output::line(&json!({
        "inside": state.open_visits().len(),
        "visits": state.visit_count(),
        "passes": state.pass_count(),
    }))
}
