//! `papers`: those that were begun and of which nobody knows whether they came out.

use std::path::Path;

use anyhow::anyhow;
use einlass_domain::id::EventId;
use serde_json::json;

use crate::{
    arguments::{PaperAnswer, SettlePaper},
    output,
    visit::as_staff,
};

/// `papers list`, also while the kiosk runs. No names, no numbers.
pub(crate) fn list(data: &Path) -> anyhow::Result<()> {
    let ledger = output::look(data)?;
    for paper in ledger.state().unsettled_papers(ledger.device()) {
        output::line(&json!({
            "paper": paper.begun.to_string(),
            "begun": ledger.zone().rfc3339(paper.at),
        }))?;
    }
    Ok(())
}

/// `papers settle`: somebody has looked.
pub(crate) fn settle(arguments: &SettlePaper) -> anyhow::Result<()> {
    let paper: EventId = arguments
        .paper
        .parse()
        .map_err(|_| anyhow!("{:?} is no paper; papers list names them", arguments.paper))?;
    let came = matches!(arguments.answer, PaperAnswer::Came);
    as_staff(&arguments.staff, |door, session| {
        if !door.unsettled_papers().any(|unsettled| unsettled.begun == paper) {
            return Err(anyhow!("nobody asks about this paper (any more)"));
        }
        door.settle_paper(session, paper, came)?;
        output::line(&json!({ "settled": arguments.paper, "came": came }))
    })
}
