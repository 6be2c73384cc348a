//! `init`: sets a venue up.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use anyhow::{Context, bail};
use einlass_domain::time::Clock;
use einlass_kiosk::SystemClock;
use einlass_ledger::{DataFolder, Ledger, LedgerError, Opening};
use einlass_vault::OwnerKey;
use rand_core::OsRng;
use serde_json::json;

use crate::{arguments::Init, output};

pub(crate) fn init(arguments: &Init) -> anyhow::Result<()> {
    let name = arguments.venue.trim();
    if name.is_empty() || name.chars().count() > 80 || name.chars().any(char::is_control) {
        bail!("a venue's name has 1 to 80 characters and no control characters");
    }
    let passphrase = passphrase(&arguments.passphrase_file)?;
    let folder = DataFolder::make(&arguments.data).context("the data folder cannot be made")?;
    if folder.is_set_up() {
        bail!(LedgerError::AlreadySetUp);
    }
    let owner = OwnerKey::make(&mut OsRng);
    // The key is safe before anything is sealed to it.
    write_owner_key(&arguments.owner_key, &owner.to_file(&passphrase)).with_context(|| {
        format!(
            "the owner's key cannot be written to {}",
            arguments.owner_key.display()
        )
    })?;
    let opening = Opening {
        name: name.to_owned(),
        time_zone: arguments.time_zone.clone(),
        owner: owner.public(),
    };
    let made = Ledger::create(folder, opening, SystemClock.now(), &mut OsRng);
    let ledger = made.inspect_err(|_| {
        // A key to a venue that does not exist would only confuse; the error that matters is the one that is returned.
        let _ = fs::remove_file(&arguments.owner_key);
    })?;
    let venue = ledger.venue();
    output::line(&json!({
        "venue": venue.venue.to_string(),
        "name": venue.name,
        "device": venue.device().to_string(),
        "issuer": venue.issuer().to_string(),
        "time_zone": venue.time_zone,
    }))?;
    ledger.close()?;
    Ok(())
}

fn passphrase(file: &Path) -> anyhow::Result<String> {
    let text = fs::read_to_string(file)
        .with_context(|| format!("the passphrase cannot be read from {}", file.display()))?;
    let passphrase = text.lines().next().unwrap_or_default().to_owned();
    if passphrase.is_empty() {
        bail!(
            "the first line of {} is the passphrase, and it is empty",
            file.display()
        );
    }
    Ok(passphrase)
}

/// Never over another file: it could be the key of another venue.
fn write_owner_key(path: &Path, key: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(key)?;
    file.sync_all()
}
