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

use crate::{arguments::Init, output, secret, status::sealed_by_text};

pub(crate) fn init(arguments: &Init) -> anyhow::Result<()> {
    let name = arguments.venue.trim();
    if name.is_empty() || name.chars().count() > 80 || name.chars().any(char::is_control) {
        bail!("a venue's name has 1 to 80 characters and no control characters");
    }
    let passphrase = secret::new_passphrase(&arguments.passphrase_file)?;
    let folder = DataFolder::make(&arguments.data).context("the data folder cannot be made")?;
    if folder.is_set_up() {
        bail!(LedgerError::AlreadySetUp);
    }
    let owner = OwnerKey::make(&mut OsRng);
    // The key is safe before anything is sealed to it.
    write_owner_key(&arguments.owner_key, &owner.to_file(&passphrase)?).with_context(|| {
        format!(
            "the owner's key cannot be written to {}",
            arguments.owner_key.display()
        )
    })?;
    let opening = Opening {
        name: name.to_owned(),
        time_zone: arguments.time_zone.clone(),
        sealed_by: arguments.device_key.sealed_by(),
    };
    let made = Ledger::create(folder, opening, &owner, SystemClock.now(), &mut OsRng);
    let mut ledger = made.inspect_err(|_| {
        // A key to a venue that does not exist would only confuse; the error that matters is the one that is returned.
        let _ = fs::remove_file(&arguments.owner_key);
    })?;
    // So that the key can be proved from the first minute.
    ledger.lay_canary(SystemClock.now(), &mut OsRng)?;
    let venue = ledger.venue();
    output::line(&json!({
        "venue": venue.venue.to_string(),
        "name": venue.name,
        "device": venue.device().to_string(),
        "issuer": venue.issuer().to_string(),
        "time_zone": venue.time_zone,
        "device_key": sealed_by_text(ledger.keys().sealed_by()),
    }))?;
    ledger.close()?;
    Ok(())
}

/// Never over another file: it could be the key of another venue.
pub(crate) fn write_owner_key(path: &Path, key: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(key)?;
    file.sync_all()
}
