//! `pass new` registers a visitor and makes a pass; `pass replace` makes a new one for a pass that was lost.

use std::fs;

use anyhow::Context;
use einlass_domain::{event::Actor, pin_id::PinId};
use einlass_kiosk::{Registration, pass_paper_job};
use einlass_receipt::code_png;
use serde_json::json;

use crate::{
    arguments::{NewPass, ReplacePass},
    contact_file, output, secret,
};

/// Dots per module and modules of quiet zone in the picture of a code: readable from a screen and when printed.
pub(crate) const PNG_MODULE_PX: usize = 8;
pub(crate) const QUIET_MODULES: usize = 4;

pub(crate) fn new(arguments: &NewPass) -> anyhow::Result<()> {
    make(arguments, None)
}

/// The visitor tells the contact data anew: what was behind the lost pass, nobody here can open.
pub(crate) fn replace(arguments: &ReplacePass) -> anyhow::Result<()> {
    let pin_id = arguments.pin_id.parse().context("this is no number of a pass")?;
    make(&arguments.new, Some(pin_id))
}

fn make(arguments: &NewPass, lost: Option<PinId>) -> anyhow::Result<()> {
    let contact = contact_file::read(&arguments.contact)?;
    let ledger = output::open(&arguments.data)?;
    let venue_name = ledger.venue().name.clone();
    let mut entrance = output::entrance(ledger);
    let pin = arguments.pin_file.as_deref().map(secret::pin).transpose()?;
    let pin = pin.as_deref().map(String::as_str);
    let pass = match lost {
        None => entrance.register(contact, pin)?,
        Some(pin_id) => entrance.replace_pass(
            pin_id,
            Registration {
                pin,
                language: Some(arguments.language),
                actor: Actor::Technician,
                ..Registration::of(contact)
            },
        )?,
    };
    if let Some(path) = &arguments.receipt {
        let job = pass_paper_job(&pass, &venue_name, arguments.language, &arguments.profile)?;
        fs::write(path, job).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    if let Some(path) = &arguments.png {
        let png = code_png(&pass.code, PNG_MODULE_PX, QUIET_MODULES)?;
        fs::write(path, png).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    let mut answer = json!({
        "pin_id": pass.pin_id.digits(),
        "qr": pass.code,
        "valid_until": pass.valid_until.to_string(),
    });
    if let Some(page) = &arguments.phone_page {
        answer["phone_link"] = json!(*entrance.phone_link(&pass, page)?);
    }
    output::line(&answer)?;
    entrance.into_ledger().close()?;
    Ok(())
}
