//! The keys of a data folder of format 1: a file each, wrapped under the device key and bound to its name. Read, never written:
//! opening such a folder turns them into a key ring.

use einlass_domain::time::Day;

use crate::{
    VaultError,
    hazmat::{self, Secret},
    keys::DeviceKey,
};

/// What a stored key is called; a file under another name does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyName {
    /// Signs the device's events.
    Device,
    /// Signs the venue's passes.
    Pass,
    /// Looks passes up.
    PassIndex,
    /// Seals lasting heads.
    Ledger,
    /// Opens records of open visits.
    Live,
    /// Opens everything of one day.
    Day(Day),
}

impl std::fmt::Display for KeyName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Device => f.write_str("device-signing"),
            Self::Pass => f.write_str("pass-signing"),
            Self::PassIndex => f.write_str("pass-index"),
            Self::Ledger => f.write_str("ledger"),
            Self::Live => f.write_str("live"),
            Self::Day(day) => write!(f, "day-{day}"),
        }
    }
}

const VERSION: u8 = 1;

/// Opens 1 ‖ AES-256-GCM(HKDF(device key, "einlass/1/stored-key"), "einlass/1/" ‖ name, key): 61 bytes.
///
/// # Errors
/// [`VaultError::Truncated`], [`VaultError::Version`] or [`VaultError::StoredKey`].
pub fn open_wrapped_key(stored: &[u8], name: KeyName, device: &DeviceKey) -> Result<Secret, VaultError> {
    let (version, sealed) = stored.split_first().ok_or(VaultError::Truncated)?;
    if *version != VERSION {
        return Err(VaultError::Version);
    }
    let wrapping = hazmat::derive_secret(device.0.as_slice(), "einlass/1/stored-key");
    let opened = hazmat::open(&wrapping, format!("einlass/1/{name}").as_bytes(), sealed);
    let opened = opened.map_err(|_| VaultError::StoredKey)?;
    Ok(Secret::new(
        opened.as_slice().try_into().map_err(|_| VaultError::StoredKey)?,
    ))
}
