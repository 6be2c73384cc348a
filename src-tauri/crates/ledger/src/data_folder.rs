//! The folder that holds a venue, and the lock that makes it one program's at a time.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use crate::LedgerError;

/// A data folder that this program owns until the value is dropped.
#[derive(Debug)]
pub struct DataFolder {
    root: PathBuf,
    _lock: File,
}

impl DataFolder {
    /// Takes the folder, making it (for its owner alone) if it is not there.
    ///
    /// # Errors
    /// [`LedgerError::InUse`] when another program owns it, [`LedgerError::Folder`] when it cannot be made or reached.
    pub fn make(root: &Path) -> Result<Self, LedgerError> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(root)
            .map_err(LedgerError::Folder)?;
        Self::take(root)
    }

    /// Takes a folder that is there.
    ///
    /// # Errors
    /// As [`Self::make`], and [`LedgerError::NotSetUp`] when there is no such folder.
    pub fn take(root: &Path) -> Result<Self, LedgerError> {
        if !root.is_dir() {
            return Err(LedgerError::NotSetUp);
        }
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(root.join("lock"));
        let lock = lock.map_err(LedgerError::Folder)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                root: root.to_owned(),
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => Err(LedgerError::InUse),
            Err(TryLockError::Error(error)) => Err(LedgerError::Folder(error)),
        }
    }

    /// Whether a venue was set up here.
    pub fn is_set_up(&self) -> bool {
        self.database().exists()
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.root.join("ledger.db")
    }

    pub(crate) fn keys(&self) -> PathBuf {
        self.root.join("keys")
    }
}

/// Writes a file so that after a power cut it is there whole or not at all; readable for its owner alone.
pub(crate) fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let half = path.with_extension("half");
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(true)
        .write(true)
        .mode(0o600)
        .open(&half)?;
    io::Write::write_all(&mut file, bytes)?;
    file.sync_all()?;
    fs::rename(&half, path)?;
    File::open(folder)?.sync_all()
}
