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
        let paths = self.paths();
        [paths.database(), paths.next_database(), paths.copy()]
            .iter()
            .any(|file| file.exists())
    }

    /// Where everything lies.
    pub(crate) fn paths(&self) -> Paths {
        Paths(self.root.clone())
    }
}

const BACKUP: &str = "backup-";

/// Where everything lies in a data folder, whoever owns it.
#[derive(Clone, Debug)]
pub(crate) struct Paths(pub(crate) PathBuf);

impl Paths {
    pub(crate) fn database(&self) -> PathBuf {
        self.0.join("ledger.db")
    }

    /// A database that is whole and only has to take the place of the damaged one.
    pub(crate) fn next_database(&self) -> PathBuf {
        self.0.join("ledger.next")
    }

    /// A database that is being made.
    pub(crate) fn half_database(&self) -> PathBuf {
        self.0.join("ledger.half")
    }

    /// The newest copy of the database.
    pub(crate) fn copy(&self) -> PathBuf {
        self.0.join("copy.db")
    }

    pub(crate) fn keys(&self) -> PathBuf {
        self.0.join("keys")
    }

    /// Where a backup is made before it is sealed: a name of its own, because the kiosk may be making its copy at this moment.
    pub(crate) fn half_backup(&self) -> PathBuf {
        self.0.join(format!("{BACKUP}{}.half", std::process::id()))
    }

    /// Removes what a power cut has left of databases that were being made. Not the backup of a program that is still at it.
    pub(crate) fn sweep(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.0)? {
            let name = entry?.file_name();
            let name = name.to_string_lossy();
            let is_half = name.ends_with(".half") || name.contains(".half-");
            let maker = name
                .strip_prefix(BACKUP)
                .and_then(|rest| rest.split_once(".half"));
            let is_made_now = maker.is_some_and(|(maker, _)| is_running(maker));
            if is_half && !is_made_now {
                fs::remove_file(self.0.join(&*name))?;
            }
        }
        Ok(())
    }

    /// Where `einlass-ctl clock confirm` leaves its note for the kiosk.
    pub(crate) fn clock_note(&self) -> PathBuf {
        self.0.join("clock-confirmed")
    }

    /// Where `einlass-ctl keys drill` leaves its proof for the kiosk.
    pub(crate) fn proof(&self) -> PathBuf {
        self.0.join("owner-key-proof")
    }
}

/// Whether there is such a process of ours, other than this one. After a restart of the machine its number may be another's.
fn is_running(process: &str) -> bool {
    let name = fs::read_to_string(Path::new("/proc").join(process).join("comm"));
    process != std::process::id().to_string() && name.is_ok_and(|name| name.starts_with("einlass"))
}

/// The files of a database: itself, its write-ahead log and the index of that, its rollback journal.
pub(crate) fn database_files(path: &Path) -> [PathBuf; 4] {
    ["", "-wal", "-shm", "-journal"].map(|ending| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    })
}

/// Removes a database that nobody has open, if it is there.
pub(crate) fn remove_database(path: &Path) -> io::Result<()> {
    for file in database_files(path) {
        match fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
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
    sync_folder(folder)
}
