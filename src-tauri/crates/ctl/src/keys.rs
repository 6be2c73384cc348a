//! `keys`: the owner's key on paper, its way back, and the drill that proves that it still fits.

use std::fs;

use anyhow::{Context, bail};
use einlass_domain::{time::Clock, words::ReceiptWords};
use einlass_kiosk::SystemClock;
use einlass_ledger::leave_proof;
use einlass_receipt::{OwnerKeyPaper, PrinterText, ShareOfKey, owner_key_job};
use einlass_vault::{NEEDED, OwnerKey, PARTS, PaperKey};
use rand_core::OsRng;
use serde_json::json;
use zeroize::Zeroizing;

use crate::{
    arguments::{Drill, Paper, Recover},
    init::write_owner_key,
    output, secret,
};

/// `keys paper`: prints the owner's key, whole or in three parts.
pub(crate) fn paper(arguments: &Paper) -> anyhow::Result<()> {
    let ledger = output::look(&arguments.data)?;
    let owner = secret::owner_key(&arguments.owner)?;
    check_owner(&owner, &ledger)?;
    let made_on = ledger.zone().day_of(SystemClock.now()).dotted();
    let paper = |code: Zeroizing<String>, words: Zeroizing<String>, share| OwnerKeyPaper {
        venue: PrinterText::new(&ledger.venue().name),
        made_on: made_on.clone(),
        qr: code.to_string(),
        words: words.split(' ').map(str::to_owned).collect(),
        share,
    };
    let papers = if arguments.parts {
        let parts = owner.split(&mut OsRng)?;
        let share = |part: &einlass_vault::KeyPart| ShareOfKey {
            number: part.number(),
            of: PARTS,
            needed: NEEDED,
            set: part.set_mark().unwrap_or_default(),
        };
        let papers = parts
            .iter()
            .map(|part| paper(part.paper_code(), part.paper_words(), Some(share(part))));
        papers.collect()
    } else {
        vec![paper(owner.paper_code()?, owner.paper_words()?, None)]
    };
    let words = ReceiptWords::of(arguments.language);
    let jobs = papers
        .iter()
        .map(|paper| owner_key_job(paper, words, &arguments.profile));
    let jobs = jobs.collect::<Result<Vec<_>, _>>()?;
    if let Some(target) = &arguments.printer {
        let mut printer = target.open(arguments.profile);
        for job in &jobs {
            printer.print(job, &mut |_| {}).context("the printer failed")?;
        }
    }
    for (number, job) in jobs.iter().enumerate() {
        if let Some(path) = &arguments.receipt {
            let path = match arguments.parts {
                true => path.with_extension(format!("{}.bin", number + 1)),
                false => path.clone(),
            };
            write_owner_key(&path, job).with_context(|| format!("{} cannot be written", path.display()))?;
        }
    }
    output::line(&json!({ "papers": jobs.len(), "parts": arguments.parts }))
}

/// `keys recover`: from paper back to a key file.
pub(crate) fn recover(arguments: &Recover) -> anyhow::Result<()> {
    let papers = arguments.paper.iter().map(|path| {
        let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        PaperKey::read(&Zeroizing::new(text)).with_context(|| format!("{} does not help", path.display()))
    });
    let owner = PaperKey::together(papers.collect::<anyhow::Result<_>>()?)?;
    if let Some(data) = &arguments.data {
        check_owner(&owner, &output::look(data)?)?;
    }
    let passphrase = secret::new_passphrase(&arguments.passphrase_file)?;
    let path = &arguments.owner_key;
    write_owner_key(path, &owner.to_file(&passphrase)?)
        .with_context(|| format!("the owner's key cannot be written to {}", path.display()))?;
    output::line(&json!({ "recovered": true, "checked": arguments.data.is_some() }))
}

/// `keys drill`: opens what the kiosk sealed, and leaves the proof for it.
pub(crate) fn drill(arguments: &Drill) -> anyhow::Result<()> {
    let ledger = output::look(&arguments.data)?;
    let owner = secret::owner_key(&arguments.owner)?;
    check_owner(&owner, &ledger)?;
    let canary = ledger.open_canary(&owner)?;
    leave_proof(&arguments.data, &canary)?;
    output::line(
        &json!({ "opens": true, "canary": canary.event.to_string(), "laid_on": canary.day.to_string() }),
    )
}

fn check_owner(owner: &OwnerKey, ledger: &einlass_ledger::Ledger) -> anyhow::Result<()> {
    if owner.public() != ledger.owner() {
        bail!("this is the key of another venue's owner");
    }
    Ok(())
}
