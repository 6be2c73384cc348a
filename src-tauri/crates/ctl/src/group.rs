//! `passes prepare`: passes for everybody of a group.

use std::{fs, path::Path};

use anyhow::{Context, anyhow, bail};
use einlass_domain::{event::Actor, lists::visitors};
use einlass_kiosk::{NewPass, pass_paper_job};
use einlass_receipt::code_png;
use serde_json::json;

use crate::{
    arguments::PreparePasses,
    list, output, papers,
    pass::{PNG_MODULE_PX, QUIET_MODULES},
};

pub(crate) fn prepare(arguments: &PreparePasses) -> anyhow::Result<()> {
    let file = &arguments.list.file;
    let group = list::readable(file, visitors::read(&list::bytes(file)?))?;
    let wrong = list::tell(&group.wrong, &arguments.list)?;
    let report = |made: usize| {
        output::line(&json!({ "prepared": made, "people": group.people.len(), "wrong_lines": wrong }))
    };
    if arguments.list.dry_run {
        return report(0);
    }
    // Asked before anybody has a pass: its code is nowhere but on these papers.
    arguments.to.as_deref().map(make_empty).transpose()?;
    let ledger = output::open(&arguments.list.data)?;
    let venue = ledger.venue().name.clone();
    let mut door = output::entrance(ledger);
    let (lines, people): (Vec<u64>, Vec<_>) = group.people.iter().cloned().unzip();
    let passes = door.prepare_group(Actor::Technician, people, arguments.consent_of.into())?;
    let mut printer = arguments
        .printer
        .as_ref()
        .map(|target| target.open(arguments.profile));
    let mut unprinted = 0_usize;
    for (line, pass) in lines.iter().zip(&passes) {
        let job = pass_paper_job(pass, &venue, arguments.language, &arguments.profile)?;
        if let Some(folder) = &arguments.to {
            keep(folder, *line, pass, &job)?;
        }
        if let Some(printer) = &mut printer {
            let begun = door.note_print_begun(pass.tag)?;
            let printed = printer.print(&job, &mut |_| {});
            door.note_print(pass.tag, begun, papers::outcome(&printed))?;
            if let Err(error) = printed {
                output::error(
                    &anyhow!(error).context(format!("line {line}: the pass is made but not printed")),
                );
                unprinted += 1;
            }
        }
        output::line(&json!({
            "line": line,
            "pin_id": pass.pin_id.digits(),
            "valid_until": pass.valid_until.to_string(),
        }))?;
    }
    report(passes.len())?;
    door.into_ledger().close()?;
    if unprinted > 0 {
        bail!("{unprinted} of {} passes are not printed", passes.len());
    }
    Ok(())
}

/// A folder without anything in it, so that no paper is written over.
fn make_empty(folder: &Path) -> anyhow::Result<()> {
    let unusable = || format!("{} cannot be used", folder.display());
    fs::create_dir_all(folder).with_context(unusable)?;
    if fs::read_dir(folder).with_context(unusable)?.next().is_some() {
        bail!("{} is not empty", folder.display());
    }
    Ok(())
}

/// `line-0002.bin` for the printer, `line-0002.png` to send.
fn keep(folder: &Path, line: u64, pass: &NewPass, job: &[u8]) -> anyhow::Result<()> {
    let png = code_png(&pass.code, PNG_MODULE_PX, QUIET_MODULES)?;
    for (ending, bytes) in [("bin", job), ("png", &png[..])] {
        let path = folder.join(format!("line-{line:04}.{ending}"));
        fs::write(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}
