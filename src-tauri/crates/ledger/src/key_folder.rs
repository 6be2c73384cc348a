//! The keys of a device at rest: the device key in a file for its owner alone, all others wrapped under it.

use std::{
    collections::BTreeMap,
    fs::{self, DirBuilder},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use einlass_domain::time::Day;
use einlass_vault::{
    DayKey, DeviceKey, DeviceSigner, KeyName, LedgerKey, LiveKey, PassIndexKey, PassSigner, WrappedKey,
};
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::{LedgerError, data_folder::write_durably};

const DEVICE_KEY: &str = "device.key";

/// A device's keys, opened.
#[derive(Debug)]
pub struct KeyFolder {
    folder: PathBuf,
    device: DeviceKey,
    days: BTreeMap<Day, DayKey>,
    /// Signs the device's events.
    pub signer: DeviceSigner,
    /// Signs the venue's passes.
    pub pass_signer: PassSigner,
    /// Looks registered passes up.
    pub pass_index: PassIndexKey,
    /// Opens the records of open visits.
    pub live: LiveKey,
    pub(crate) ledger: LedgerKey,
}

impl KeyFolder {
    /// Makes and stores fresh keys.
    pub(crate) fn create(folder: &Path, rng: &mut impl CryptoRngCore) -> Result<Self, LedgerError> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(LedgerError::Folder)?;
        let device = DeviceKey::make(rng);
        write_key(folder, DEVICE_KEY, device.expose().as_slice())?;
        let keys = Self {
            folder: folder.to_owned(),
            device,
            days: BTreeMap::new(),
            signer: DeviceSigner::make(rng),
            pass_signer: PassSigner::make(rng),
            pass_index: PassIndexKey::make(rng),
            live: LiveKey::make(rng),
            ledger: LedgerKey::make(rng),
        };
        keys.store(KeyName::Device, &keys.signer.expose(), rng)?;
        keys.store(KeyName::Pass, &keys.pass_signer.expose(), rng)?;
        keys.store(KeyName::PassIndex, keys.pass_index.expose(), rng)?;
        keys.store(KeyName::Live, keys.live.expose(), rng)?;
        keys.store(KeyName::Ledger, keys.ledger.expose(), rng)?;
        Ok(keys)
    }

    /// Opens stored keys.
    pub(crate) fn open(folder: &Path) -> Result<Self, LedgerError> {
        let bytes = Zeroizing::new(read_key(folder, DEVICE_KEY)?);
        let bytes = bytes.as_slice().try_into().map_err(|_| LedgerError::Key {
            name: DEVICE_KEY.to_owned(),
            source: einlass_vault::VaultError::Truncated,
        })?;
        let device = DeviceKey::from_bytes(Zeroizing::new(bytes));
        let load = |name| load(folder, name, &device);
        Ok(Self {
            signer: DeviceSigner::from_bytes(&load(KeyName::Device)?),
            pass_signer: PassSigner::from_bytes(&load(KeyName::Pass)?),
            pass_index: PassIndexKey::from_bytes(load(KeyName::PassIndex)?),
            live: LiveKey::from_bytes(load(KeyName::Live)?),
            ledger: LedgerKey::from_bytes(load(KeyName::Ledger)?),
            days: BTreeMap::new(),
            folder: folder.to_owned(),
            device,
        })
    }

    /// The key of `day`; none if it was never made or has been destroyed.
    ///
    /// # Errors
    /// When it is there and does not open.
    pub fn day_key(&mut self, day: Day) -> Result<Option<&DayKey>, LedgerError> {
        if !self.days.contains_key(&day) {
            if !path(&self.folder, &file_name(KeyName::Day(day))).exists() {
                return Ok(None);
            }
            let key = DayKey::from_bytes(load(&self.folder, KeyName::Day(day), &self.device)?);
            self.days.insert(day, key);
        }
        Ok(self.days.get(&day))
    }

    /// The key of `day`, made and stored durably if it does not exist yet.
    ///
    /// # Errors
    /// When it cannot be stored or does not open.
    pub fn day_key_for_writing(
        &mut self,
        day: Day,
        rng: &mut impl CryptoRngCore,
    ) -> Result<DayKey, LedgerError> {
        if let Some(key) = self.day_key(day)? {
            return Ok(key.clone());
        }
        let key = DayKey::make(rng);
        self.store(KeyName::Day(day), key.expose(), rng)?;
        self.days.insert(day, key.clone());
        Ok(key)
    }

    fn store(
        &self,
        name: KeyName,
        key: &Zeroizing<[u8; 32]>,
        rng: &mut impl CryptoRngCore,
    ) -> Result<(), LedgerError> {
        write_key(
            &self.folder,
            &file_name(name),
            WrappedKey::seal(name, key, &self.device, rng).as_bytes(),
        )
    }
}

fn load(folder: &Path, name: KeyName, device: &DeviceKey) -> Result<Zeroizing<[u8; 32]>, LedgerError> {
    let wrapped = WrappedKey::from_bytes(read_key(folder, &file_name(name))?);
    wrapped.open(name, device).map_err(|source| LedgerError::Key {
        name: file_name(name),
        source,
    })
}

fn file_name(name: KeyName) -> String {
    format!("{name}.key")
}

fn path(folder: &Path, name: &str) -> PathBuf {
    folder.join(name)
}

fn read_key(folder: &Path, name: &str) -> Result<Vec<u8>, LedgerError> {
    fs::read(path(folder, name)).map_err(|source| LedgerError::KeyFile {
        name: name.to_owned(),
        source,
    })
}

fn write_key(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), LedgerError> {
    write_durably(&path(folder, name), bytes).map_err(|source| LedgerError::KeyFile {
        name: name.to_owned(),
        source,
    })
}
