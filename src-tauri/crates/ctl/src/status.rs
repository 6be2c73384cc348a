//! `status`, also while the kiosk runs: how the machine is. No personal data.

use std::path::Path;

use einlass_domain::{
    event::{JoinSource, Refusal},
    time::Clock,
};
use einlass_kiosk::SystemClock;
use einlass_ledger::{SealedBy, leave_clock_note};
use serde_json::{Map, json};

use crate::output;

pub(crate) fn status(data: &Path) -> anyhow::Result<()> {
    let mut ledger = output::look(data)?;
    let now = SystemClock.now();
    ledger.start_clock(now, SystemClock.is_synchronised());
    let state = ledger.state();
    let refused: Map<_, _> = state
        .refused()
        .map(|(why, count)| (refusal_text(why).to_owned(), count.into()))
        .collect();
    let last = state.destructions().next_back();
    let recovered = state
        .joined()
        .rfind(|joined| joined.source == JoinSource::Salvage);
    output::line(&json!({
        "device_key": sealed_by_text(ledger.keys().sealed_by()),
        "retention_days": state.retention().get(),
        "last_destruction": last.map(|gone| json!({
            "day": gone.day.to_string(),
            "visits": gone.visits,
            "events": gone.events,
            "at": ledger.zone().rfc3339(gone.at),
        })),
        "destruction_overdue": ledger.is_overdue()?,
        "owner_key_proved": state.owner_key_proved().map(|day| day.to_string()),
        "owner_key_due": ledger.is_proof_due(now),
        "clock_doubtful": ledger.is_clock_doubtful(),
        "last_copy": ledger.copy_day().map(|day| day.to_string()),
        "recovered": recovered.map(|joined| joined.day.to_string()),
        "refused": refused,
        "letters": state.waiting_letters().count(),
        "unsettled_papers": state.unsettled_papers(ledger.device()).count(),
        "events": ledger.event_count(),
    }))
}

/// `clock confirm`: somebody has looked at the clock, and it is right. The kiosk takes it over within a minute, or when it starts.
pub(crate) fn confirm_clock(data: &Path) -> anyhow::Result<()> {
    let ledger = output::look(data)?;
    let now = SystemClock.now();
    leave_clock_note(data, now)?;
    output::line(&json!({ "confirmed": ledger.zone().rfc3339(now) }))
}

pub(crate) fn sealed_by_text(sealed_by: SealedBy) -> &'static str {
    match sealed_by {
        SealedBy::Tpm => "tpm2",
        SealedBy::SystemdCredential => "systemd",
        SealedBy::File => "file",
    }
}

fn refusal_text(why: Refusal) -> &'static str {
    match why {
        Refusal::Foreign => "foreign",
        Refusal::Malformed => "malformed",
        Refusal::Version => "version",
        Refusal::Issuer => "issuer",
        Refusal::Signature => "signature",
        Refusal::NotYet => "not_yet",
        Refusal::Expired => "expired",
        Refusal::Stale => "stale",
        Refusal::Dead => "dead",
        Refusal::Closed => "closed",
        Refusal::Full => "full",
        Refusal::ReEntry => "re-entry",
        Refusal::Unconfirmed => "unconfirmed",
    }
}
