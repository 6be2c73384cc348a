//! `staff`: who works at the venue.

use std::{fs, path::Path};

use anyhow::Context;
use einlass_domain::{
    event::Actor,
    lists::{
        Word,
        staff::{self, Places, StaffPlan},
        tidy,
    },
    staff::Area,
};
use einlass_kiosk::make_pins;
use einlass_ledger::Ledger;
use einlass_receipt::code_png;
use einlass_vault::totp_uri;
use rand_core::OsRng;
use serde_json::json;

use crate::{
    arguments::{AddStaff, ExportList, ImportList, RemoveStaff, SecondFactor},
    list, output,
    pass::{PNG_MODULE_PX, QUIET_MODULES},
    secret,
};

/// `staff add`.
pub(crate) fn add(arguments: &AddStaff) -> anyhow::Result<()> {
    let pin = secret::first_line(&arguments.pin_file, "PIN")?;
    let mut door = output::entrance(output::open(&arguments.data)?);
    let area = if arguments.this_kiosk {
        Area::Kiosk(door.ledger().device())
    } else {
        staff::read_area(&tidy(&arguments.area), places(door.ledger()))
            .with_context(|| format!("the area {:?} is none", arguments.area))?
    };
    let staff = door.enrol(arguments.name.trim(), arguments.role, area, &pin)?;
    output::line(&json!({ "staff": staff.to_string() }))?;
    Ok(door.into_ledger().close()?)
}

/// `staff totp`. What the app reads is drawn into a file and told nowhere else.
pub(crate) fn second_factor(arguments: &SecondFactor) -> anyhow::Result<()> {
    let mut door = output::entrance(output::open(&arguments.data)?);
    let name = arguments.name.trim();
    let secret = door
        .set_second_factor(name)
        .with_context(|| format!("nobody is called {name:?}"))?;
    let uri = totp_uri(&secret, &door.ledger().venue().name, name);
    let png = code_png(&uri, PNG_MODULE_PX, QUIET_MODULES)?;
    fs::write(&arguments.png, png)
        .with_context(|| format!("{} cannot be written", arguments.png.display()))?;
    output::line(&json!({ "name": name, "second_factor": true }))?;
    Ok(door.into_ledger().close()?)
}

/// `staff import`. The PINs of whoever is new are told once, after they are recorded.
pub(crate) fn import(arguments: &ImportList) -> anyhow::Result<()> {
    let bytes = list::bytes(&arguments.file)?;
    if arguments.dry_run {
        let plan = plan(arguments, &bytes, &output::look(&arguments.data)?)?;
        let wrong = list::tell(&plan.wrong, arguments)?;
        return report(&plan, wrong, false);
    }
    let mut door = output::entrance(output::open(&arguments.data)?);
    let plan = plan(arguments, &bytes, door.ledger())?;
    let wrong = list::tell(&plan.wrong, arguments)?;
    let pins = make_pins(plan.added.len(), &mut OsRng);
    let added = plan.added.iter().cloned().zip(pins.iter().cloned()).collect();
    door.set_staff(Actor::Technician, added, plan.changed.clone())?;
    for (member, pin) in plan.added.iter().zip(&pins) {
        output::line(&json!({ "name": member.name, "role": member.role.word(), "pin": pin.as_str() }))?;
    }
    report(&plan, wrong, true)?;
    Ok(door.into_ledger().close()?)
}

fn plan(arguments: &ImportList, bytes: &[u8], ledger: &Ledger) -> anyhow::Result<StaffPlan> {
    let plan = staff::plan(bytes, ledger.state().all_staff(), places(ledger));
    list::readable(&arguments.file, plan)
}

fn report(plan: &StaffPlan, wrong: usize, is_imported: bool) -> anyhow::Result<()> {
    output::line(&json!({
        "imported": is_imported,
        "added": plan.added.len(),
        "changed": plan.changed.len(),
        "unchanged": plan.unchanged,
        "wrong_lines": wrong,
    }))
}

/// `staff export`.
pub(crate) fn export(arguments: &ExportList) -> anyhow::Result<()> {
    let ledger = output::look(&arguments.data)?;
    let all = || ledger.state().all_staff().map(|(_, account)| account);
    let text = staff::export(all(), places(&ledger));
    let path = &arguments.to;
    fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))?;
    output::line(&json!({ "exported": all().count() }))
}

/// `staff list`.
pub(crate) fn list(data: &Path) -> anyhow::Result<()> {
    let ledger = output::look(data)?;
    for (id, account) in ledger.state().all_staff() {
        output::line(&json!({
            "staff": id.to_string(),
            "name": account.name,
            "role": account.role.word(),
            "area": staff::write_area(account.area, places(&ledger)),
        }))?;
    }
    Ok(())
}

/// `staff remove`.
pub(crate) fn remove(arguments: &RemoveStaff) -> anyhow::Result<()> {
    let mut door = output::entrance(output::open(&arguments.data)?);
    door.dismiss(Actor::Technician, arguments.name.trim())?;
    output::line(&json!({ "removed": arguments.name.trim() }))?;
    Ok(door.into_ledger().close()?)
}

fn places(ledger: &Ledger) -> Places<'_> {
    Places {
        zones: ledger.state().zones(),
        here: ledger.device(),
    }
}
