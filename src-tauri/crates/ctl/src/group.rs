//! `passes prepare`: passes for everybody of a group.

use std::{fs, path::Path};

use anyhow::{Context, anyhow, bail};
use einlass_domain::{
    contact::Contact,
    event::{Actor, PrintOutcome},
    lists::{
        passes::{PreparedPass, mail_merge},
        visitors,
    },
};
use einlass_kiosk::{NewPass, NotPrinted, PaperEnd, pass_paper, pass_paper_job};
use einlass_receipt::{PaperFormat, Poster, PosterSheet, code_png, poster_pdf};
use serde_json::json;

use crate::{
    arguments::PreparePasses,
    cups::Cups,
    list, output,
    pass::{PNG_MODULE_PX, QUIET_MODULES},
    sheet::{self, Look},
};

pub(crate) fn prepare(arguments: &PreparePasses) -> anyhow::Result<()> {
    let file = &arguments.list.file;
    let group = list::readable(file, visitors::read(&list::bytes(file)?))?;
    let wrong = list::tell(&group.wrong, &arguments.list)?;
    let report = |made: usize, job: Option<String>| {
        let mut answer = json!({ "prepared": made, "people": group.people.len(), "wrong_lines": wrong });
        if let Some(job) = job {
            answer["print"] = json!(job);
        }
        output::line(&answer)
    };
    // Asked before anybody has a pass: its code is nowhere but on these papers.
    let look = sheet::look(&arguments.look, PaperFormat::A6, arguments.language)?;
    let queue = arguments.queue.print.as_deref();
    let cups = queue
        .map(|queue| Cups::find().map(|cups| (cups, queue)))
        .transpose()?;
    if arguments.list.dry_run {
        return report(0, None);
    }
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
            let printed = printer.print(&job, &mut |_| {}).map_err(NotPrinted::from);
            door.note_print(pass.tag, begun, PaperEnd::from(&printed).into())?;
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
    if let Some(folder) = arguments.to.as_deref().filter(|_| arguments.mail_merge) {
        let rows = passes
            .iter()
            .zip(&group.people)
            .map(|(pass, (line, person))| row(pass, *line, person));
        write(&folder.join("passes.csv"), mail_merge(rows).as_bytes())?;
    }
    let mut job = None;
    if arguments.pdf || cups.is_some() {
        let pdf = poster_pdf(&sheets(&passes, &venue, &look)?);
        if let Some(folder) = arguments.to.as_deref().filter(|_| arguments.pdf) {
            write(&folder.join("passes.pdf"), &pdf)?;
        }
        if let Some((cups, queue)) = cups {
            let begun = passes.iter().map(|pass| door.note_print_begun(pass.tag));
            let begun = begun.collect::<Result<Vec<_>, _>>()?;
            let printed = cups.print(&pdf, &venue, look.paper, queue);
            let outcome = if printed.is_ok() {
                PrintOutcome::Sent
            } else {
                PrintOutcome::Failed
            };
            for (pass, begun) in passes.iter().zip(begun) {
                door.note_print(pass.tag, begun, outcome)?;
            }
            match printed {
                Ok(answer) => job = Some(answer),
                Err(error) => {
                    output::error(&error.context("the passes are made but not printed"));
                    unprinted = passes.len();
                }
            }
        }
    }
    report(passes.len(), job)?;
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
    write(&folder.join(format!("line-{line:04}.bin")), job)?;
    write(&folder.join(code_picture(line)), &png)
}

fn code_picture(line: u64) -> String {
    format!("line-{line:04}.png")
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    fs::write(path, bytes).with_context(|| format!("{} cannot be written", path.display()))
}

fn row(pass: &NewPass, line: u64, person: &Contact) -> PreparedPass {
    PreparedPass {
        name: format!("{} {}", person.first_name, person.last_name)
            .trim()
            .to_owned(),
        pin_id: pass.pin_id.grouped(),
        valid_until: pass.valid_until.dotted(),
        code_picture: code_picture(line),
    }
}

/// A sheet for each pass.
fn sheets(passes: &[NewPass], venue: &str, look: &Look) -> anyhow::Result<Vec<PosterSheet>> {
    let sheets = passes.iter().map(|pass| {
        look.look.sheet(&Poster::Pass {
            paper: pass_paper(pass, venue),
            greeting: look.greeting.clone(),
        })
    });
    Ok(sheets.collect::<Result<_, _>>()?)
}
