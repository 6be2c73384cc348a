//! `ledger verify` (also while the kiosk runs) and `ledger rebuild`.

use std::path::Path;

use anyhow::bail;
use einlass_ledger::{Fault, find_fork, verify_folder};
use serde_json::json;

use crate::output;

pub(crate) fn verify(data: &Path, against: Option<&Path>) -> anyhow::Result<()> {
    let mut verified = verify_folder(data)?;
    if let Some(other) = against.filter(|_| verified.fault.is_none()) {
        verified.fault = find_fork(data, other)?.map(Fault::Fork);
    }
    let (verdict, event) = match verified.fault {
        None => ("ok", None),
        Some(Fault::Gap(event)) => ("gap", Some(event)),
        Some(Fault::Rewritten(event)) => ("rewritten", Some(event)),
        Some(Fault::Fork(event)) => ("fork", Some(event)),
    };
    let event = event.map(|event| event.to_string());
    output::line(&json!({ "verdict": verdict, "events": verified.events, "event": event }))?;
    if verified.fault.is_some() {
        bail!("the log is not whole");
    }
    Ok(())
}

pub(crate) fn rebuild(data: &Path) -> anyhow::Result<()> {
    let mut ledger = output::open(data)?;
    let rebuilt = ledger.rebuild()?;
    let digest: String = rebuilt.digest.iter().map(|byte| format!("{byte:02x}")).collect();
    output::line(&json!({
        "events": ledger.event_count(),
        "inside": ledger.state().open_visits().len(),
        "digest": digest,
        "same_as_at_close": rebuilt.same_as_at_close,
        "stray_live_wraps": rebuilt.stray_live_wraps,
    }))?;
    ledger.close()?;
    if rebuilt.same_as_at_close == Some(false) {
        bail!("the events fold to another state than when the folder was last closed");
    }
    Ok(())
}
