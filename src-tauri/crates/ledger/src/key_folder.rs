//! The keys of a device at rest: the sealed ring and the device key that opens it, as two files of one generation.
//!
//! ```text
//! keys/ring-7         all keys, sealed under the device key of the same generation
//! keys/device-7.key   the device key (.tpm2, .cred: sealed by the machine)
//! ```
//!
//! A change writes the next generation, ring first, then the device key, each whole and synced, and destroys the old device key
//! and ring. Whenever the power fails, the highest generation that has both is the one that counts.

use std::{
    collections::BTreeMap,
    fs::{self, DirBuilder, OpenOptions},
    io::{self, Write},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use einlass_domain::time::Day;
use einlass_vault::{DatedKey, DayKey, DeviceDay, DeviceKey, DeviceSigner, KeyRing, LiveKey, VenueKeys};
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::{LedgerError, SealedBy, data_folder::write_durably, legacy_keys};

/// A device's keys, opened.
#[derive(Debug)]
pub struct KeyFolder {
    folder: PathBuf,
    generation: u64,
    sealed_by: SealedBy,
    device: DeviceKey,
    ring: KeyRing,
}

impl KeyFolder {
    /// Makes and stores the keys of a new device.
    pub(crate) fn create(
        folder: &Path,
        venue: VenueKeys,
        sealed_by: SealedBy,
        rng: &mut impl CryptoRngCore,
    ) -> Result<Self, LedgerError> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(LedgerError::Folder)?;
        Self::begin(folder, KeyRing::make(venue, rng), sealed_by, rng)
    }

    /// Stores the first generation.
    fn begin(
        folder: &Path,
        ring: KeyRing,
        sealed_by: SealedBy,
        rng: &mut impl CryptoRngCore,
    ) -> Result<Self, LedgerError> {
        let mut keys = Self {
            folder: folder.to_owned(),
            generation: 0,
            sealed_by,
            device: DeviceKey::make(rng),
            ring,
        };
        keys.renew(rng)?;
        Ok(keys)
    }

    /// Opens stored keys; finishes a change that was interrupted.
    pub(crate) fn open(folder: &Path, rng: &mut impl CryptoRngCore) -> Result<Self, LedgerError> {
        if newest(folder)?.is_none() && legacy_keys::are_in(folder) {
            let ring = legacy_keys::read(folder, rng)?;
            return Self::begin(folder, ring, SealedBy::File, rng);
        }
        let keys = Self::look(folder)?;
        keys.clear_away()?;
        Ok(keys)
    }

    /// Opens stored keys and changes nothing.
    pub(crate) fn look(folder: &Path) -> Result<Self, LedgerError> {
        let (generation, sealed_by) = newest(folder)?.ok_or_else(|| LedgerError::KeyFile {
            name: "ring".to_owned(),
            source: io::ErrorKind::NotFound.into(),
        })?;
        let name = device_name(generation, sealed_by);
        let stored = Zeroizing::new(read(folder, &name)?);
        let device = sealed_by.sealer().open(&stored);
        let device = device.map_err(|source| LedgerError::KeyFile { name, source })?;
        let name = ring_name(generation);
        let ring = KeyRing::open(&read(folder, &name)?, generation, &device);
        Ok(Self {
            folder: folder.to_owned(),
            generation,
            sealed_by,
            device,
            ring: ring.map_err(|source| LedgerError::Key { name, source })?,
        })
    }

    /// The keys.
    pub fn ring(&self) -> &KeyRing {
        &self.ring
    }

    /// What seals the device key.
    pub fn sealed_by(&self) -> SealedBy {
        self.sealed_by
    }

    /// The key of one device's `day`; none if it was never made, is elsewhere or has been destroyed.
    pub fn day_key(&self, day: DeviceDay) -> Option<&DayKey> {
        self.ring.days.get(&day).map(|dated| &dated.key)
    }

    /// This device's key of `day`, made and stored durably if it does not exist yet. `today` is when it is made, by the clock that ages are
    /// measured by.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub(crate) fn day_key_for_writing(
        &mut self,
        day: Day,
        today: Day,
        rng: &mut impl CryptoRngCore,
    ) -> Result<DayKey, LedgerError> {
        let device = self.ring.signer.device();
        let name = DeviceDay { day, device };
        if let Some(key) = self.day_key(name) {
            return Ok(key.clone());
        }
        let key = DayKey::make(rng);
        // What is written about another device's visit ages with that visit.
        let others = self.ring.days.iter().filter(|(other, _)| other.day == day);
        let dated = DatedKey {
            key: key.clone(),
            made: others.map(|(_, dated)| dated.made).fold(today, Day::min),
        };
        self.ring.days.insert(name, dated);
        let stored = write(
            &self.folder,
            &ring_name(self.generation),
            &self.seal_ring(self.generation, rng),
        );
        if stored.is_err() {
            // Nothing may be sealed under a key that the next start would not find.
            self.ring.days.remove(&name);
        }
        stored.map(|()| key)
    }

    /// Destroys the keys of `days` (with their visits), together with the device key that every copy of them was sealed under. `fresh_live` also
    /// replaces the live key. No key is made later than `today`.
    pub(crate) fn destroy(
        &mut self,
        days: BTreeMap<DeviceDay, u32>,
        today: Day,
        fresh_live: bool,
        rng: &mut impl CryptoRngCore,
    ) -> Result<(), LedgerError> {
        for (day, visits) in days {
            self.ring.days.remove(&day);
            self.ring.dying.insert(day, visits);
        }
        for dated in self.ring.days.values_mut() {
            dated.made = dated.made.min(today);
        }
        if fresh_live {
            self.ring.live = LiveKey::make(rng);
        }
        self.renew(rng)
    }

    /// The events of these days are gone as well.
    pub(crate) fn forget_dying(&mut self) {
        self.ring.dying.clear();
    }

    /// Takes a new name as a device. Its log begins anew.
    pub(crate) fn replace_signer(
        &mut self,
        signer: DeviceSigner,
        rng: &mut impl CryptoRngCore,
    ) -> Result<(), LedgerError> {
        self.ring.signer = signer;
        self.renew(rng)
    }

    /// Writes the next generation under a new device key and destroys what was before.
    fn renew(&mut self, rng: &mut impl CryptoRngCore) -> Result<(), LedgerError> {
        let next = self.generation + 1;
        let old = std::mem::replace(&mut self.device, DeviceKey::make(rng));
        let stored = self.store(next, rng);
        if stored.is_err() {
            // The files of the old generation still count.
            self.device = old;
            return stored;
        }
        self.generation = next;
        self.clear_away()
    }

    fn store(&self, generation: u64, rng: &mut impl CryptoRngCore) -> Result<(), LedgerError> {
        write(
            &self.folder,
            &ring_name(generation),
            &self.seal_ring(generation, rng),
        )?;
        let name = device_name(generation, self.sealed_by);
        let sealed = self.sealed_by.sealer().seal(&self.device);
        let sealed = Zeroizing::new(sealed.map_err(|source| LedgerError::KeyFile {
            name: name.clone(),
            source,
        })?);
        write(&self.folder, &name, &sealed)
    }

    fn seal_ring(&self, generation: u64, rng: &mut impl CryptoRngCore) -> Vec<u8> {
        self.ring.seal(generation, &self.device, rng)
    }

    /// Overwrites and removes every file that is not of this generation. The device key goes first: without it the rest is noise.
    fn clear_away(&self) -> Result<(), LedgerError> {
        let keep = [
            ring_name(self.generation),
            device_name(self.generation, self.sealed_by),
        ];
        let mut names = names(&self.folder)?;
        names.retain(|name| !keep.contains(name));
        names.sort_by_key(|name| !name.starts_with("device"));
        if names.is_empty() {
            return Ok(());
        }
        for name in names {
            overwrite_and_remove(&self.folder.join(&name))
                .map_err(|source| LedgerError::KeyFile { name, source })?;
        }
        let synced = fs::File::open(&self.folder).and_then(|folder| folder.sync_all());
        synced.map_err(LedgerError::Folder)
    }
}

/// The highest generation that has both files.
fn newest(folder: &Path) -> Result<Option<(u64, SealedBy)>, LedgerError> {
    let names = names(folder)?;
    let generations = names
        .iter()
        .filter_map(|name| name.strip_prefix("ring-")?.parse().ok());
    let whole = generations.filter_map(|generation: u64| {
        let sealed_by = SealedBy::ALL
            .into_iter()
            .find(|sealed_by| names.contains(&device_name(generation, *sealed_by)))?;
        Some((generation, sealed_by))
    });
    Ok(whole.max_by_key(|(generation, _)| *generation))
}

fn names(folder: &Path) -> Result<Vec<String>, LedgerError> {
    let entries = fs::read_dir(folder).map_err(|source| LedgerError::KeyFile {
        name: "keys".to_owned(),
        source,
    })?;
    let names = entries.map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    names.collect::<io::Result<_>>().map_err(LedgerError::Folder)
}

fn ring_name(generation: u64) -> String {
    format!("ring-{generation}")
}

fn device_name(generation: u64, sealed_by: SealedBy) -> String {
    format!("device-{generation}.{}", sealed_by.ending())
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>, LedgerError> {
    fs::read(folder.join(name)).map_err(|source| LedgerError::KeyFile {
        name: name.to_owned(),
        source,
    })
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), LedgerError> {
    write_durably(&folder.join(name), bytes).map_err(|source| LedgerError::KeyFile {
        name: name.to_owned(),
        source,
    })
}

/// Does what a file system can. Flash keeps old blocks all the same, which is why the ring is never there without its lock.
fn overwrite_and_remove(path: &Path) -> io::Result<()> {
    let len = fs::metadata(path)?.len();
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.write_all(&vec![0; usize::try_from(len).unwrap_or(0)])?;
    file.sync_all()?;
    fs::remove_file(path)
}
