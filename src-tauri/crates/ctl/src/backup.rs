//! `backup`, also while the kiosk runs, and `restore` into an empty folder.

use anyhow::Context;
use einlass_domain::time::Clock;
use einlass_kiosk::SystemClock;
use einlass_ledger::DataFolder;
use rand_core::OsRng;
use serde_json::json;

use crate::{
    arguments::{Backup, Restore},
    output, secret,
};

pub(crate) fn backup(arguments: &Backup) -> anyhow::Result<()> {
    let ledger = output::look(&arguments.data)?;
    let bytes = ledger
        .backup(&arguments.to)
        .with_context(|| format!("{} cannot be written", arguments.to.display()))?;
    output::line(
        &json!({ "bytes": bytes, "events": ledger.event_count(), "visits": ledger.state().visit_count() }),
    )
}

pub(crate) fn restore(arguments: &Restore) -> anyhow::Result<()> {
    let owner = secret::owner_key(&arguments.owner)?;
    let folder = DataFolder::make(&arguments.data).context("the data folder cannot be made")?;
    let sealed_by = arguments.device_key.sealed_by();
    let restored = einlass_ledger::restore(
        folder,
        &arguments.from,
        &owner,
        sealed_by,
        SystemClock.now(),
        &mut OsRng,
    );
    let mut ledger = restored.with_context(|| format!("{} cannot be restored", arguments.from.display()))?;
    ledger.lay_canary(SystemClock.now(), &mut OsRng)?;
    output::line(&json!({
        "venue": ledger.venue().name,
        "device": ledger.device().to_string(),
        "passes": ledger.state().pass_count(),
        "sealed_for_good": ledger.unreadable_count(),
    }))?;
    ledger.close()?;
    Ok(())
}
