//! Passphrases, PINs and keys that come from files: never from the command line, where everybody on the machine can read them.

use std::{fs, path::Path};

use anyhow::{Context, bail};
use einlass_kiosk::PIN_DIGITS;
use einlass_vault::OwnerKey;
use zeroize::Zeroizing;

use crate::{arguments::OwnerFiles, output};

/// Below so many characters a passphrase is likely to be guessed.
const SHORT: usize = 20;

/// The first line of a file.
pub(crate) fn first_line(file: &Path, what: &str) -> anyhow::Result<Zeroizing<String>> {
    let text = fs::read_to_string(file)
        .with_context(|| format!("the {what} cannot be read from {}", file.display()))?;
    let text = Zeroizing::new(text);
    let line = Zeroizing::new(text.lines().next().unwrap_or_default().to_owned());
    if line.is_empty() {
        bail!(
            "the first line of {} is the {what}, and it is empty",
            file.display()
        );
    }
    Ok(line)
}

/// A passphrase for a new owner's key file; says so when it is short.
pub(crate) fn new_passphrase(file: &Path) -> anyhow::Result<Zeroizing<String>> {
    let passphrase = first_line(file, "passphrase")?;
    if passphrase.chars().count() < SHORT {
        output::warning("this passphrase is short; five random words or more are hard to guess");
    }
    Ok(passphrase)
}

/// A visitor's PIN for the diary.
pub(crate) fn pin(file: &Path) -> anyhow::Result<Zeroizing<String>> {
    let pin = first_line(file, "PIN")?;
    if pin.len() != PIN_DIGITS || pin.bytes().any(|byte| !byte.is_ascii_digit()) {
        bail!("a PIN for the diary has {PIN_DIGITS} digits");
    }
    Ok(pin)
}

/// The owner's key, opened.
pub(crate) fn owner_key(files: &OwnerFiles) -> anyhow::Result<OwnerKey> {
    let passphrase = first_line(&files.passphrase_file, "passphrase")?;
    let path = &files.owner_key;
    let file =
        fs::read(path).with_context(|| format!("the owner's key cannot be read from {}", path.display()))?;
    OwnerKey::from_file(&file, &passphrase).with_context(|| format!("{} does not open", path.display()))
}
