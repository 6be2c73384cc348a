//! The keys of a data folder of format 1: a file each. Read once, then they are a ring.

use std::{fs, path::Path};

use einlass_domain::time::Day;
use einlass_vault::{
    DatedKey, DayKey, DeviceDay, DeviceKey, DeviceSigner, KeyName, KeyRing, LedgerKey, LiveKey, PassIndexKey,
    PassSigner, PinPepper, open_wrapped_key,
};
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::LedgerError;

const DEVICE_KEY: &str = "device.key";

/// Whether the folder holds keys of format 1.
pub(crate) fn are_in(folder: &Path) -> bool {
    folder.join(DEVICE_KEY).exists()
}

/// Reads them. PINs are new with the ring, so their pepper is made here.
pub(crate) fn read(folder: &Path, rng: &mut impl CryptoRngCore) -> Result<KeyRing, LedgerError> {
    let unreadable = |name: &str, source| LedgerError::KeyFile {
        name: name.to_owned(),
        source,
    };
    let file = |name: &str| fs::read(folder.join(name)).map_err(|source| unreadable(name, source));
    let device = Zeroizing::new(file(DEVICE_KEY)?);
    let device = device.as_slice().try_into().map_err(|_| LedgerError::Key {
        name: DEVICE_KEY.to_owned(),
        source: einlass_vault::VaultError::Truncated,
    })?;
    let device = DeviceKey::from_bytes(Zeroizing::new(device));
    let key = |name: KeyName| {
        let file_name = format!("{name}.key");
        let opened = open_wrapped_key(&file(&file_name)?, name, &device);
        opened.map_err(|source| LedgerError::Key {
            name: file_name,
            source,
        })
    };
    let mut ring = KeyRing {
        signer: DeviceSigner::from_bytes(&key(KeyName::Device)?),
        pass_signer: PassSigner::from_bytes(&key(KeyName::Pass)?),
        pass_index: PassIndexKey::from_bytes(key(KeyName::PassIndex)?),
        ledger: LedgerKey::from_bytes(key(KeyName::Ledger)?),
        pepper: PinPepper::make(rng),
        live: LiveKey::from_bytes(key(KeyName::Live)?),
        days: Default::default(),
        dying: Default::default(),
    };
    for entry in fs::read_dir(folder).map_err(LedgerError::Folder)? {
        let name = entry.map_err(LedgerError::Folder)?.file_name();
        let name = name.to_string_lossy();
        let day = name
            .strip_prefix("day-")
            .and_then(|name| name.strip_suffix(".key"));
        if let Some(day) = day.and_then(Day::parse) {
            let dated = DatedKey {
                key: DayKey::from_bytes(key(KeyName::Day(day))?),
                made: day,
            };
            let device = ring.signer.device();
            ring.days.insert(DeviceDay { day, device }, dated);
        }
    }
    Ok(ring)
}
