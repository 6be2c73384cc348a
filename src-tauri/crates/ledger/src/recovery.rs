//! When the database is damaged: it is moved aside, never deleted, and the kiosk goes on with its copy and with whatever can still
//! be read of the damaged one, each event by itself proved genuine.
//!
//! ```text
//! ledger.next          the new database, made in peace beside the damaged one
//! keys                 a new signing key: the device begins a log of its own
//! damaged-2026-11-21…  the damaged database is moved here
//! ledger.db            ledger.next takes its name
//! ```
//!
//! The power may fail after each step: before the damaged database has left its place all is begun anew, afterwards it is finished.

use std::{
    fs,
    path::{Path, PathBuf},
};

use einlass_domain::{event::JoinSource, id::VenueId, time::Timestamp};
use einlass_vault::{DeviceSigner, verify_event};
use rand_core::CryptoRngCore;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::{
    KeyFolder, LedgerError, backup, chain,
    data_folder::{Paths, database_files, remove_database, sync_folder},
    database::{self, explain},
    event_row::{EventRow, row_key, select},
    ledger::{insert_device, read_devices},
};

/// What was saved of a damaged database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// Where the damaged one lies now.
    pub aside: PathBuf,
    /// Events that the copy held.
    pub from_copy: u64,
    /// Events that only the damaged database held, and that could be read.
    pub salvaged: u64,
}

/// For whoever looks after the machine.
impl std::fmt::Display for Recovered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "the database was damaged and lies in {} now; {} events came from its copy, {} more were saved from it",
            self.aside.display(),
            self.from_copy,
            self.salvaged
        )
    }
}

/// Finishes a recovery whose new database is whole.
pub(crate) fn finish(paths: &Paths) -> Result<(), LedgerError> {
    if !paths.next_database().exists() {
        return Ok(());
    }
    let moved = move_aside(paths, Timestamp::default());
    let renamed = moved.and_then(|_| fs::rename(paths.next_database(), paths.database()));
    renamed
        .and_then(|()| sync_folder(&paths.0))
        .map_err(LedgerError::Folder)
}

/// Makes a new database of the copy and of what the damaged one still gives.
pub(crate) fn recover(
    paths: &Paths,
    now: Timestamp,
    rng: &mut impl CryptoRngCore,
) -> Result<Recovered, LedgerError> {
    let mut keys = KeyFolder::open(&paths.keys(), rng)?;
    let half = paths.half_database();
    remove_database(&half).map_err(LedgerError::Folder)?;
    let damaged = Damaged::open(paths);
    let has_copy = fs::copy(paths.copy(), &half).is_ok() && is_whole(&half);
    if !has_copy {
        remove_database(&half).map_err(LedgerError::Folder)?;
        let venue = damaged.venue().ok_or(LedgerError::BeyondRepair)?;
        let failed = |error| explain("take the venue", error);
        let db = database::open(&half)?;
        db.execute("INSERT INTO venue (one, id) VALUES (1, ?)", [venue.0])
            .map_err(failed)?;
    }
    let db = database::open(&half)?;
    let from_copy = count_events(&db)?;
    let salvaged = damaged.salvage(&db, &keys)?;
    drop(damaged);
    let signer = DeviceSigner::make(rng);
    keys.replace_signer(signer, rng)?;
    let joined = backup::join(db, keys, paths.clone(), JoinSource::Salvage, now, rng, |_| Ok(()));
    if let Err(LedgerError::NoVenue) = joined {
        return Err(LedgerError::BeyondRepair);
    }
    joined?;
    let aside = fs::rename(&half, paths.next_database())
        .and_then(|()| sync_folder(&paths.0))
        .and_then(|()| move_aside(paths, now));
    finish(paths)?;
    Ok(Recovered {
        aside: aside.map_err(LedgerError::Folder)?,
        from_copy,
        salvaged,
    })
}

/// Whether the copy can stand in for the database.
fn is_whole(copy: &Path) -> bool {
    let Ok(db) = database::open(copy) else {
        return false;
    };
    let found = db.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    let venue = db.query_row("SELECT id FROM venue", [], |row| row.get::<_, [u8; 8]>(0));
    found.is_ok_and(|found| found == "ok") && venue.is_ok()
}

fn move_aside(paths: &Paths, now: Timestamp) -> std::io::Result<PathBuf> {
    let aside = (0..)
        .map(|number: u32| paths.0.join(format!("damaged-{}-{number}", now.0)))
        .find(|aside| !aside.exists())
        .expect("there are more numbers than folders");
    let files = database_files(&paths.database())
        .into_iter()
        .filter(|file| file.exists());
    for file in files {
        fs::create_dir_all(&aside)?;
        let name = file.file_name().expect("a database has a name");
        fs::rename(&file, aside.join(name))?;
    }
    if aside.exists() {
        // It has to have arrived before something else takes its name.
        sync_folder(&aside)?;
        sync_folder(&paths.0)?;
    }
    Ok(aside)
}

/// A database that may give something or nothing.
struct Damaged(Option<Connection>);

impl Damaged {
    fn open(paths: &Paths) -> Self {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Self(Connection::open_with_flags(paths.database(), flags).ok())
    }

    fn venue(&self) -> Option<VenueId> {
        let row = self
            .0
            .as_ref()?
            .query_row("SELECT id FROM venue", [], |row| row.get(0));
        row.ok().map(VenueId)
    }

    /// Copies every event into `into` that can be read and is proved by its device's signature; says how many were missing there.
    fn salvage(&self, into: &Connection, keys: &KeyFolder) -> Result<u64, LedgerError> {
        let Some(db) = &self.0 else {
            return Ok(0);
        };
        let mut devices = read_devices(into)?;
        for (device, row) in read_devices(db).unwrap_or_default() {
            if !devices.contains_key(&device) {
                let free = devices.values().all(|known| known.no != row.no);
                if free {
                    insert_device(into, row.no, &row.public_key)?;
                    devices.insert(device, row);
                }
            }
        }
        let before = count_events(into)?;
        let venue: VenueId = into
            .query_row("SELECT id FROM venue", [], |row| row.get(0).map(VenueId))
            .map_err(|error| explain("tell its venue", error))?;
        for (device, row) in &devices {
            for direction in ["ASC", "DESC"] {
                let sql = format!(
                    "{} WHERE id > ? AND id < ? ORDER BY id {direction}",
                    select!("body")
                );
                let Ok(mut statement) = db.prepare(&sql) else {
                    continue;
                };
                let Ok(mut rows) = statement.query([row_key(row.no, 0), row_key(row.no + 1, 0)]) else {
                    continue;
                };
                // A page that cannot be read ends this direction; the other comes from behind.
                loop {
                    let found = match rows.next() {
                        Ok(Some(found)) => found,
                        Ok(None) => break,
                        // What the disk does not give now it may give later: nothing is given up for that.
                        Err(error) if error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure) => {
                            return Err(explain("be read", error));
                        }
                        Err(_) => break,
                    };
                    let Ok(event) = EventRow::read(found, *device) else {
                        continue;
                    };
                    if is_genuine(&event, &row.public_key, venue, keys) {
                        insert_if_missing(&event, into)?;
                    }
                }
            }
        }
        Ok(count_events(into)? - before)
    }
}

fn is_genuine(row: &EventRow, public_key: &[u8; 32], venue: VenueId, keys: &KeyFolder) -> bool {
    let body_fits = row
        .body
        .as_deref()
        .is_none_or(|body| row.body_hash == Some(chain::body_hash(body)));
    body_fits && verify_event(public_key, &row.hash, &row.signature) && row.open(venue, keys).is_ok()
}

fn insert_if_missing(row: &EventRow, into: &Connection) -> Result<(), LedgerError> {
    let known = into.prepare_cached("SELECT 1 FROM event WHERE id = ?");
    let known = known.and_then(|mut statement| statement.exists([row.key]));
    if known.map_err(|error| explain("take an event", error))? {
        Ok(())
    } else {
        row.insert(into)
    }
}

fn count_events(db: &Connection) -> Result<u64, LedgerError> {
    db.query_row("SELECT count(*) FROM event", [], |row| row.get::<_, i64>(0))
        .map(i64::unsigned_abs)
        .map_err(|error| explain("count its events", error))
}
