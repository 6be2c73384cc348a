//! `zones`: the zones of the venue as lists.

use std::{fs, path::Path};

use anyhow::Context;
use einlass_domain::{
    event::Actor,
    id::ZoneId,
    lists::{
        Word,
        zones::{self, ZonePlan},
    },
    seat,
    zone::{Zones, path},
};
use einlass_receipt::code_png;
use rand_core::{OsRng, RngCore};
use serde_json::json;

use crate::{
    arguments::{ExportList, ImportList, RemoveZone, SeatCodes},
    list, output,
    pass::{PNG_MODULE_PX, QUIET_MODULES},
};

/// `zones import`.
pub(crate) fn import(arguments: &ImportList) -> anyhow::Result<()> {
    let bytes = list::bytes(&arguments.file)?;
    if arguments.dry_run {
        let ledger = output::look(&arguments.data)?;
        let plan = plan(arguments, &bytes, ledger.state().zones())?;
        let wrong = list::tell(&plan.wrong, arguments)?;
        return report(&plan, wrong, false);
    }
    let mut door = output::entrance(output::open(&arguments.data)?);
    let plan = plan(arguments, &bytes, door.ledger().state().zones())?;
    let wrong = list::tell(&plan.wrong, arguments)?;
    let mut set = plan.added.clone();
    set.append(&mut plan.changed.clone());
    door.set_zones(Actor::Technician, set)?;
    report(&plan, wrong, true)?;
    Ok(door.into_ledger().close()?)
}

fn plan(arguments: &ImportList, bytes: &[u8], zones: &Zones) -> anyhow::Result<ZonePlan> {
    let mut make_id = || {
        let mut zone = ZoneId([0; 8]);
        OsRng.fill_bytes(&mut zone.0);
        zone
    };
    list::readable(&arguments.file, zones::plan(bytes, zones, &mut make_id))
}

fn report(plan: &ZonePlan, wrong: usize, is_imported: bool) -> anyhow::Result<()> {
    output::line(&json!({
        "imported": is_imported,
        "added": plan.added.len(),
        "changed": plan.changed.len(),
        "unchanged": plan.unchanged,
        "wrong_lines": wrong,
    }))
}

/// `zones export`.
pub(crate) fn export(arguments: &ExportList) -> anyhow::Result<()> {
    let ledger = output::look(&arguments.data)?;
    let zones = ledger.state().zones();
    let path = &arguments.to;
    fs::write(path, zones::export(zones)).with_context(|| format!("{} cannot be written", path.display()))?;
    output::line(&json!({ "exported": zones.len() }))
}

/// `zones list`: a line a zone, with how many people are in it and its parts.
pub(crate) fn list(data: &Path) -> anyhow::Result<()> {
    let ledger = output::look(data)?;
    let zones = ledger.state().zones();
    for (id, zone) in zones::in_order(zones) {
        output::line(&json!({
            "zone": path(zones, id),
            "kind": zone.kind.word(),
            "capacity": zone.capacity,
            "inside": ledger.state().people_inside(Some(id)),
        }))?;
    }
    Ok(())
}

/// `zones codes`: a picture for each seat. What a file's name cannot hold becomes a hyphen.
pub(crate) fn codes(arguments: &SeatCodes) -> anyhow::Result<()> {
    let ledger = output::look(&arguments.data)?;
    let zones = ledger.state().zones();
    let around = arguments
        .zone
        .as_deref()
        .map(|path| find(zones, path))
        .transpose()?;
    let to = &arguments.to;
    fs::create_dir_all(to).with_context(|| format!("{} cannot be made", to.display()))?;
    for seat in seat::places(zones, around) {
        let (code, path) = (seat::seat_code(seat), path(zones, seat));
        let plain = |letter: char| if letter.is_alphanumeric() { letter } else { '-' };
        // Two seats may have the same letters: the end of the code tells them apart.
        let name: String = path
            .chars()
            .map(plain)
            .chain(['-'])
            .chain(code[code.len() - 4..].chars())
            .collect();
        let file = to.join(format!("{name}.png"));
        let png = code_png(&code, PNG_MODULE_PX, QUIET_MODULES)?;
        fs::write(&file, png).with_context(|| format!("{} cannot be written", file.display()))?;
        output::line(&json!({ "seat": path, "code": code, "png": file.display().to_string() }))?;
    }
    Ok(())
}

/// `zones remove`.
pub(crate) fn remove(arguments: &RemoveZone) -> anyhow::Result<()> {
    let mut door = output::entrance(output::open(&arguments.data)?);
    let zone = find(door.ledger().state().zones(), &arguments.zone)?;
    door.remove_zone(Actor::Technician, zone)?;
    output::line(&json!({ "removed": arguments.zone }))?;
    Ok(door.into_ledger().close()?)
}

/// The zone of a path, as `zones list` writes it.
pub(crate) fn find(zones: &Zones, path: &str) -> anyhow::Result<ZoneId> {
    Ok(zones::find(&zones::by_path(zones), path)?)
}
