//! A key as it is stored: under the device key, bound to its name.

use einlass_domain::time::Day;
use rand_core::CryptoRngCore;

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

/// 1 ‖ AES-256-GCM(HKDF(device key, "einlass/1/stored-key"), "einlass/1/" ‖ name, key): 61 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedKey(Vec<u8>);

const VERSION: u8 = 1;

impl WrappedKey {
    /// Wraps 32 secret bytes.
    pub fn seal(name: KeyName, key: &Secret, device: &DeviceKey, rng: &mut impl CryptoRngCore) -> Self {
        let sealed = hazmat::seal(&derive_wrapping(device), &aad(name), key.as_slice(), rng);
        Self([[VERSION].as_slice(), &sealed].concat())
    }

    /// The stored bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Takes stored bytes; whether they open shows in [`Self::open`].
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Unwraps.
    ///
    /// # Errors
    /// [`VaultError::Truncated`], [`VaultError::Version`] or [`VaultError::StoredKey`].
    pub fn open(&self, name: KeyName, device: &DeviceKey) -> Result<Secret, VaultError> {
        let (version, sealed) = self.0.split_first().ok_or(VaultError::Truncated)?;
        if *version != VERSION {
            return Err(VaultError::Version);
        }
        let opened =
            hazmat::open(&derive_wrapping(device), &aad(name), sealed).map_err(|_| VaultError::StoredKey)?;
        Ok(Secret::new(
            opened.as_slice().try_into().map_err(|_| VaultError::StoredKey)?,
        ))
    }
}

fn derive_wrapping(device: &DeviceKey) -> Secret {
    hazmat::derive_secret(device.0.as_slice(), "einlass/1/stored-key")
}

fn aad(name: KeyName) -> Vec<u8> {
    format!("einlass/1/{name}").into_bytes()
}

#[cfg(test)]
mod tests {
    use rand_core::OsRng;

    use super::*;

    #[test]
    fn a_stored_key_opens_under_its_name_and_device_only() {
        let (device, key) = (DeviceKey::make(&mut OsRng), hazmat::make_secret(&mut OsRng));
        let stored = WrappedKey::seal(KeyName::Day(Day(20_000)), &key, &device, &mut OsRng);
        assert_eq!(stored.open(KeyName::Day(Day(20_000)), &device).unwrap(), key);
        assert_eq!(
            stored.open(KeyName::Day(Day(20_001)), &device),
            Err(VaultError::StoredKey)
        );
        assert_eq!(stored.open(KeyName::Live, &device), Err(VaultError::StoredKey));
        assert_eq!(
            stored.open(KeyName::Day(Day(20_000)), &DeviceKey::make(&mut OsRng)),
            Err(VaultError::StoredKey)
        );
        assert_eq!(
            WrappedKey::from_bytes(vec![]).open(KeyName::Live, &device),
            Err(VaultError::Truncated)
        );
        assert_eq!(
            WrappedKey::from_bytes(vec![9; 61]).open(KeyName::Live, &device),
            Err(VaultError::Version)
        );
    }
}
