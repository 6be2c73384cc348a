//! Copies of the database: one beside it, for the day when it is damaged, and backups sealed to the owner.
//!
//! No copy holds a key, and none holds a live wrap: what was over when it was made cannot be read with it, and what was not over
//! cannot either. A backup older than the retention is noise.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Seek},
    path::Path,
};

use einlass_domain::{
    event::{Actor, Fact, JoinSource},
    time::{Day, Timestamp},
};
use einlass_vault::{OwnerKey, open_file, seal_file};
use rand_core::CryptoRngCore;
use rusqlite::Connection;

use crate::{
    DataFolder, Draft, KeyFolder, Ledger, LedgerError, SealedBy,
    data_folder::{remove_database, sync_folder},
    database::{self, explain},
    ledger::insert_device,
};

impl Ledger {
    /// Writes a backup, sealed to the owner, while the kiosk runs or not. Says how many bytes were sealed. The file appears whole
    /// or not at all.
    ///
    /// # Errors
    /// [`LedgerError::Backup`] or what the database says.
    pub fn backup(&self, to: &Path) -> Result<u64, LedgerError> {
        let plain = self.paths.half_backup();
        let sealed = self
            .write_copy(&plain)
            .and_then(|()| self.seal_copy(&plain, to).map_err(LedgerError::Backup));
        let removed = remove_database(&plain).map_err(LedgerError::Backup);
        sealed.and_then(|bytes| removed.map(|()| bytes))
    }

    fn seal_copy(&self, plain: &Path, to: &Path) -> io::Result<u64> {
        let folder = to
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let half = to.with_extension("half");
        let mut file = File::create(&half)?;
        let sealed = seal_file(
            &self.owner(),
            &mut BufReader::new(File::open(plain)?),
            BufWriter::new(&mut file),
        );
        let bytes = sealed.inspect_err(|_| drop(fs::remove_file(&half)))?;
        file.sync_all()?;
        fs::rename(&half, to)?;
        sync_folder(folder)?;
        Ok(bytes)
    }

    /// Makes the copy beside the database anew.
    ///
    /// # Errors
    /// When it cannot be written; the old one stays then.
    pub fn copy(&self) -> Result<(), LedgerError> {
        let half = self.paths.copy().with_extension("half");
        self.write_copy(&half)?;
        let renamed = fs::rename(&half, self.paths.copy()).and_then(|()| sync_folder(&self.paths.0));
        renamed.map_err(LedgerError::Folder)
    }

    /// The day on which the copy was made; none when there is none.
    pub fn copy_day(&self) -> Option<Day> {
        let made = fs::metadata(self.paths.copy())
            .and_then(|file| file.modified())
            .ok()?;
        let since_epoch = made.duration_since(std::time::UNIX_EPOCH).ok()?;
        let at = Timestamp(i64::try_from(since_epoch.as_millis()).ok()?);
        Some(self.zone().day_of(at))
    }

    fn write_copy(&self, to: &Path) -> Result<(), LedgerError> {
        let failed = |error| explain("copy itself", error);
        remove_database(to).map_err(LedgerError::Folder)?;
        let name = to.to_string_lossy();
        // Whoever only looks may not write, and SQLite takes writing another file for writing.
        let query_only: bool = self
            .db
            .pragma_query_value(None, "query_only", |row| row.get(0))
            .map_err(failed)?;
        self.db.pragma_update(None, "query_only", false).map_err(failed)?;
        let copied = self.db.execute("VACUUM INTO ?", [name.as_ref()]);
        self.db
            .pragma_update(None, "query_only", query_only)
            .map_err(failed)?;
        copied.map_err(failed)?;
        let copy = Connection::open(to).map_err(failed)?;
        // What is taken out must not stay in a journal.
        copy.pragma_update(None, "journal_mode", "MEMORY")
            .map_err(failed)?;
        copy.pragma_update(None, "secure_delete", "ON").map_err(failed)?;
        copy.execute_batch("UPDATE event SET live = NULL WHERE live IS NOT NULL; DELETE FROM fold;")
            .map_err(failed)?;
        copy.close().map_err(|(_, error)| failed(error))?;
        File::open(to)
            .and_then(|file| file.sync_all())
            .map_err(LedgerError::Folder)
    }
}

/// Makes a venue from a backup in an empty data folder. The device begins a log of its own: it never goes on in one that another
/// machine, or this one in another life, may have continued. Visits of the days before stay sealed, because their keys are in no
/// backup; passes, settings and staff work as before.
///
/// # Errors
/// [`LedgerError::AlreadySetUp`], [`LedgerError::Restore`], [`LedgerError::OtherOwner`], [`LedgerError::Owner`].
pub fn restore(
    folder: DataFolder,
    from: &Path,
    owner: &OwnerKey,
    sealed_by: SealedBy,
    now: Timestamp,
    rng: &mut impl CryptoRngCore,
) -> Result<Ledger, LedgerError> {
    if folder.is_set_up() {
        return Err(LedgerError::AlreadySetUp);
    }
    let paths = folder.paths();
    let half = paths.half_database();
    remove_database(&half).map_err(LedgerError::Folder)?;
    let mut file = File::create_new(&half).map_err(LedgerError::Folder)?;
    let backup = File::open(from).map_err(LedgerError::Backup)?;
    open_file(owner, BufReader::new(backup), &mut file)?;
    file.sync_all()
        .and_then(|()| file.rewind())
        .map_err(LedgerError::Folder)?;
    drop(file);
    let venue_keys = owner.venue_keys().map_err(LedgerError::Owner)?;
    let keys = KeyFolder::create(&paths.keys(), venue_keys, sealed_by, rng)?;
    join(
        database::open(&half)?,
        keys,
        paths.clone(),
        JoinSource::Backup,
        now,
        rng,
        |ledger| {
            if ledger.owner() == owner.public() {
                Ok(())
            } else {
                Err(LedgerError::OtherOwner)
            }
        },
    )?;
    fs::rename(&half, paths.database())
        .and_then(|()| sync_folder(&paths.0))
        .map_err(LedgerError::Folder)?;
    Ledger::open(folder, rng)
}

/// Makes the device of `keys` the newest one of the venue in `db`, and closes the database.
pub(crate) fn join(
    db: Connection,
    keys: KeyFolder,
    paths: crate::data_folder::Paths,
    source: JoinSource,
    now: Timestamp,
    rng: &mut impl CryptoRngCore,
    check: impl FnOnce(&Ledger) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    let failed = |error| explain("take a device", error);
    let last: (i64, [u8; 32]) = db
        .query_row(
            "SELECT no, public_key FROM device ORDER BY no DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .map_err(failed)?;
    let device_key = keys.ring().signer.public();
    insert_device(&db, last.0 + 1, &device_key)?;
    let mut ledger = Ledger::read(db, keys, paths)?;
    check(&ledger)?;
    let draft = Draft {
        actor: Actor::Technician,
        fact: Fact::DeviceJoined {
            device_key,
            replaces: Some(einlass_domain::id::DeviceId::of(&last.1)),
            source,
        },
        record: None,
    };
    ledger.append(vec![draft], now, rng)?;
    ledger.write_clock()?;
    ledger.db.close().map_err(|(_, error)| failed(error))
}
