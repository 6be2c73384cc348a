//! `visit`, `diary`, `settings`: what staff and the owner can do, without a screen.

use anyhow::{Context, anyhow, bail};
use einlass_domain::{
    contact::Contact,
    event::{Actor, Fact},
    id::VisitId,
    pin_id::PinId,
    retention::RetentionDays,
    time::{Clock, Timestamp},
    zone::path,
};
use einlass_kiosk::{Entrance, Right, Session, SystemClock, VisitRecord};
use einlass_ledger::Draft;
use rand_core::OsRng;
use serde_json::{Value, json};

use crate::{
    arguments::{
        Annul, Correct, OnOff, OneVisit, OpenAsOwner, OwnerFiles, Settings, StaffFiles, UnlockDiary,
    },
    contact_file, output, secret,
};

type Door = Entrance<SystemClock, OsRng>;

/// `visit list`: the visits that are open now. No names.
pub(crate) fn list(data: &std::path::Path) -> anyhow::Result<()> {
    let ledger = output::look(data)?;
    for (id, visit) in ledger.state().open_visits() {
        output::line(&json!({
            "visit": id.to_string(),
            "came": visit.came().map(|at| ledger.zone().rfc3339(at)),
            "zone": visit.zone().map(|zone| path(ledger.state().zones(), zone)),
            "until": visit.until().map(|at| ledger.zone().rfc3339(at)),
        }))?;
    }
    Ok(())
}

/// `visit look`: the contact data of a visit that is open now.
pub(crate) fn look(arguments: &OneVisit) -> anyhow::Result<()> {
    as_staff(&arguments.staff, |door, session| {
        let record = door.look(session, visit(&arguments.visit)?)?;
        output::line(&record_line(&record))
    })
}

/// `visit annul`.
pub(crate) fn annul(arguments: &Annul) -> anyhow::Result<()> {
    as_staff(&arguments.staff, |door, session| {
        door.annul(session, visit(&arguments.visit)?, arguments.why.into())?;
        output::line(&json!({ "annulled": arguments.visit }))
    })
}

/// `visit correct`.
pub(crate) fn correct(arguments: &Correct) -> anyhow::Result<()> {
    let right = match (&arguments.came, &arguments.went, &arguments.contact) {
        (Some(at), None, None) => Right::Came(time(at)?),
        (None, Some(at), None) => Right::Went(time(at)?),
        (None, None, Some(path)) => Right::Contact(contact_file::read(path)?),
        _ => bail!("one of --came, --went and --contact is corrected at a time"),
    };
    as_staff(&arguments.staff, |door, session| {
        door.correct(session, visit(&arguments.visit)?, right, arguments.why.into())?;
        output::line(&json!({ "corrected": arguments.visit }))
    })
}

/// `visit open`: with the owner's key, where the settings allow it.
pub(crate) fn open_as_owner(arguments: &OpenAsOwner) -> anyhow::Result<()> {
    let owner = secret::owner_key(&arguments.owner)?;
    let mut door = output::entrance(output::open(&arguments.data)?);
    let record = door.look_as_owner(&owner, visit(&arguments.visit)?)?;
    output::line(&record_line(&record))?;
    Ok(door.into_ledger().close()?)
}

/// `diary unlock`.
pub(crate) fn unlock_diary(arguments: &UnlockDiary) -> anyhow::Result<()> {
    let pin_id = arguments
        .pin_id
        .parse::<PinId>()
        .map_err(|_| anyhow!("this is no PIN-ID"))?;
    as_staff(&arguments.staff, |door, session| {
        door.unlock_diary(session, pin_id)?;
        output::line(&json!({ "unlocked": true }))
    })
}

/// `settings`: what only the owner decides. Shows what stands, and changes what is given.
pub(crate) fn settings(arguments: &Settings) -> anyhow::Result<()> {
    let mut facts = Vec::new();
    if let Some(days) = arguments.retention_days {
        let days = RetentionDays::new(days)
            .ok_or_else(|| anyhow!("visits are kept for 1 to {} days", RetentionDays::CEILING))?;
        facts.push(Fact::RetentionSet { days });
    }
    if let Some(looks) = arguments.owner_looks {
        let allowed = looks == OnOff::On;
        facts.push(Fact::OwnerLooksSet { allowed });
    }
    let mut ledger = output::open(&arguments.data)?;
    if !facts.is_empty() {
        let (Some(owner_key), Some(passphrase_file)) = (&arguments.owner_key, &arguments.passphrase_file)
        else {
            bail!("settings change with the owner's key only: --owner-key and --passphrase-file");
        };
        let owner = secret::owner_key(&OwnerFiles {
            owner_key: owner_key.clone(),
            passphrase_file: passphrase_file.clone(),
        })?;
        if owner.public() != ledger.owner() {
            bail!("this is the key of another venue's owner");
        }
        let draft = |fact| Draft {
            actor: Actor::Owner,
            fact,
            record: None,
        };
        ledger.append(
            facts.into_iter().map(draft).collect(),
            SystemClock.now(),
            &mut OsRng,
        )?;
    }
    output::line(&json!({
        "retention_days": ledger.state().retention().get(),
        "owner_looks": ledger.state().owner_may_look(),
    }))?;
    Ok(ledger.close()?)
}

pub(crate) fn as_staff(
    files: &StaffFiles,
    work: impl FnOnce(&mut Door, Session) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let pin = secret::first_line(&files.pin_file, "PIN")?;
    let mut door = output::entrance(output::open(&files.data)?);
    let session = door.sign_in(&files.staff, &pin)?;
    work(&mut door, session)?;
    Ok(door.into_ledger().close()?)
}

fn visit(text: &str) -> anyhow::Result<VisitId> {
    text.parse()
        .map_err(|_| anyhow!("{text:?} is no visit; visits are named like 0123456789abcdef-42"))
}

fn time(text: &str) -> anyhow::Result<Timestamp> {
    Timestamp::parse(text)
        .with_context(|| format!("{text:?} is no time; times are written like 2026-11-21T18:30:00+01:00"))
}

fn record_line(record: &VisitRecord) -> Value {
    json!({
        "pin_id": record.pin_id.digits(),
        "contact": record.contact.as_ref().map(contact_line),
        "unconfirmed": record.unconfirmed,
    })
}

fn contact_line(contact: &Contact) -> Value {
    json!({
        "first_name": contact.first_name,
        "last_name": contact.last_name,
        "child": contact.child,
        "phone": contact.phone,
        "email": contact.email,
        "address": { "street": contact.street, "postcode": contact.postcode, "town": contact.town },
    })
}
