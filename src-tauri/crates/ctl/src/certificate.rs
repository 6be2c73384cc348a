//! `certificate`: the destruction of a day, on paper.

use anyhow::{Context, anyhow};
use einlass_domain::words::ReceiptWords;
use einlass_receipt::{CertificatePaper, PrinterText, certificate_job};
use serde_json::json;

use crate::{arguments::Certificate, output};

pub(crate) fn certificate(arguments: &Certificate) -> anyhow::Result<()> {
    let ledger = output::look(&arguments.data)?;
    let mut destructions = ledger.state().destructions();
    let gone = match arguments.day {
        Some(day) => destructions.rfind(|gone| gone.day == day),
        None => destructions.next_back(),
    };
    let gone = gone.ok_or_else(|| anyhow!("no such day has been destroyed"))?;
    let hash = ledger.hash_of(gone.event)?;
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let zone = ledger.zone();
    let paper = CertificatePaper {
        venue: PrinterText::new(&ledger.venue().name),
        day: gone.day.dotted(),
        visits: gone.visits,
        events: gone.events,
        destroyed_at: format!("{}, {}", zone.day_of(gone.at).dotted(), zone.clock_text(gone.at)),
        retention_days: ledger.state().retention().get(),
        device: gone.event.device.to_string(),
        event: gone.event.to_string(),
        hash: hash.clone(),
    };
    let job = certificate_job(&paper, ReceiptWords::of(arguments.language), &arguments.profile)?;
    if let Some(target) = &arguments.printer {
        let mut printer = target.open(arguments.profile);
        printer.print(&job, &mut |_| {}).context("the printer failed")?;
    }
    if let Some(path) = &arguments.receipt {
        std::fs::write(path, job).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    output::line(&json!({
        "day": gone.day.to_string(),
        "visits": gone.visits,
        "events": gone.events,
        "destroyed_at": zone.rfc3339(gone.at),
        "event": gone.event.to_string(),
        "hash": hash,
    }))
}
