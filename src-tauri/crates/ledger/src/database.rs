//! Opening the database: the settings that durability and deletion rest on, and the migrations.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, ffi};

use crate::LedgerError;

/// 3.51.3 mends a bug by which two connections could corrupt a WAL database (sqlite.org/wal.html, "WAL-reset").
const OLDEST_SQLITE: i32 = 3_051_003;
/// `EINL`, so that `file(1)` and the next engineer know what this is.
const APPLICATION_ID: i32 = 0x4549_4E4C;

/// Migrations in order; `PRAGMA user_version` counts those that have run. A released one is never edited.
const MIGRATIONS: [&str; 2] = ["
    -- The one venue of this folder.
    CREATE TABLE venue (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        id  BLOB NOT NULL CHECK (length(id) = 8)
    ) STRICT;

    -- Devices whose events are here. Number 1 is this one.
    CREATE TABLE device (
        no         INTEGER PRIMARY KEY,
        id         BLOB NOT NULL UNIQUE CHECK (length(id) = 8),
        public_key BLOB NOT NULL CHECK (length(public_key) = 32)
    ) STRICT;

    -- Append-only. One b-tree: the key is device.no * 2^40 + seq, so a device's events lie together in their order.
    CREATE TABLE event (
        id        INTEGER PRIMARY KEY,
        day       INTEGER NOT NULL,              -- civil day at the venue, days since 1970-01-01
        lasting   INTEGER NOT NULL,              -- 1: sealed under the ledger key, 0: under the key of its day
        head      BLOB NOT NULL,                 -- sealed: who, when, what
        body      BLOB,                          -- sealed: whom it concerns; the hash stays when the body goes
        body_hash BLOB CHECK (length(body_hash) = 32),
        hash      BLOB NOT NULL CHECK (length(hash) = 32),
        signature BLOB NOT NULL CHECK (length(signature) = 64)
    ) STRICT;

    -- Record keys of open visits under the live key. A row goes in the same transaction that ends its visit.
    CREATE TABLE live_wrap (
        visit INTEGER PRIMARY KEY REFERENCES event (id),
        wrap  BLOB NOT NULL
    ) STRICT;

    -- What the state was when the folder was last closed, for `ledger rebuild` to compare with.
    CREATE TABLE fold (
        one     INTEGER PRIMARY KEY CHECK (one = 1),
        version INTEGER NOT NULL,
        event   INTEGER NOT NULL,
        digest  BLOB NOT NULL CHECK (length(digest) = 32)
    ) STRICT;
", "
    -- The live wrap lies with its event: one tree less to write to at the door.
    ALTER TABLE event ADD COLUMN live BLOB;
    UPDATE event SET live = (SELECT wrap FROM live_wrap WHERE visit = event.id)
        WHERE id IN (SELECT visit FROM live_wrap);
    DROP TABLE live_wrap;

    -- The clock that ages are measured by (CBOR), as it stood last.
    CREATE TABLE clock (
        one   INTEGER PRIMARY KEY CHECK (one = 1),
        clock BLOB NOT NULL
    ) STRICT;
"];

/// How long to wait for another connection of this machine (a backup, a check) before giving up.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens the database at `path`, made if it is not there, and brings it up to date.
pub(crate) fn open(path: &Path) -> Result<Connection, LedgerError> {
    check_version()?;
    let mut db = Connection::open(path).map_err(|error| explain("open", error))?;
    db.busy_timeout(PATIENCE)
        .map_err(|error| explain("open", error))?;
    set(&db, "journal_mode", "WAL", "wal")?;
    set(&db, "synchronous", "FULL", "2")?;
    set(&db, "secure_delete", "ON", "1")?;
    set(&db, "temp_store", "MEMORY", "2")?;
    set(&db, "foreign_keys", "ON", "1")?;
    set(&db, "trusted_schema", "OFF", "0")?;
    migrate(&mut db)?;
    Ok(db)
}

/// Opens a database that is up to date beside the program that owns it. Nothing is written through it.
pub(crate) fn look(path: &Path) -> Result<Connection, LedgerError> {
    check_version()?;
    // Not read-only: a write-ahead log that the owner left behind cannot be read without its index file.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).map_err(|error| explain("open", error))?;
    db.busy_timeout(PATIENCE)
        .map_err(|error| explain("open", error))?;
    set(&db, "secure_delete", "ON", "1")?;
    set(&db, "temp_store", "MEMORY", "2")?;
    set(&db, "query_only", "ON", "1")?;
    let found = version(&db)?;
    if found == known() {
        Ok(db)
    } else if found > known() {
        Err(LedgerError::Newer {
            found,
            known: known(),
        })
    } else {
        Err(LedgerError::Older)
    }
}

fn check_version() -> Result<(), LedgerError> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(LedgerError::SqliteTooOld(rusqlite::version()));
    }
    Ok(())
}

/// Names those faults of a database as such that whoever stands before the screen can do something about.
pub(crate) fn explain(what: &'static str, error: rusqlite::Error) -> LedgerError {
    if matches!(
        error,
        rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
    ) {
        return LedgerError::Corrupt(error);
    }
    // Without room for the index of the write-ahead log SQLite speaks of an I/O error.
    let has_no_room = error
        .sqlite_error()
        .is_some_and(|error| error.extended_code == ffi::SQLITE_IOERR_SHMSIZE);
    match error.sqlite_error_code() {
        Some(ffi::ErrorCode::DiskFull) => LedgerError::DiskFull(error),
        _ if has_no_room => LedgerError::DiskFull(error),
        Some(ffi::ErrorCode::ReadOnly) => LedgerError::ReadOnly(error),
        Some(ffi::ErrorCode::DatabaseCorrupt | ffi::ErrorCode::NotADatabase) => LedgerError::Corrupt(error),
        _ => LedgerError::Database(what, error),
    }
}

/// Sets a pragma and asks whether it took.
fn set(db: &Connection, name: &'static str, value: &str, expected: &str) -> Result<(), LedgerError> {
    db.pragma_update(None, name, value)
        .map_err(|error| explain("take its settings", error))?;
    let took = db.pragma_query_value(None, name, |row| {
        let value = row.get_ref(0)?;
        Ok(match value {
            rusqlite::types::ValueRef::Integer(number) => number.to_string(),
            rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
            rusqlite::types::ValueRef::Null
            | rusqlite::types::ValueRef::Real(_)
            | rusqlite::types::ValueRef::Blob(_) => String::new(),
        })
    });
    if took.map_err(|error| explain("tell its settings", error))? == expected {
        Ok(())
    } else {
        Err(LedgerError::Pragma(name))
    }
}

fn migrate(db: &mut Connection) -> Result<(), LedgerError> {
    let failed = |error| explain("come up to date", error);
    let (found, known) = (version(db)?, known());
    if found > known {
        return Err(LedgerError::Newer { found, known });
    }
    for version in found..known {
        let step = db.transaction().map_err(failed)?;
        step.execute_batch(MIGRATIONS[version as usize]).map_err(failed)?;
        step.pragma_update(None, "application_id", APPLICATION_ID)
            .map_err(failed)?;
        step.pragma_update(None, "user_version", version + 1)
            .map_err(failed)?;
        step.commit().map_err(failed)?;
    }
    Ok(())
}

fn version(db: &Connection) -> Result<u32, LedgerError> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(|error| explain("tell its format", error))
}

fn known() -> u32 {
    u32::try_from(MIGRATIONS.len()).expect("there are few migrations")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_linked_library_is_new_enough_and_the_settings_take() {
        let folder = tempfile::tempdir().unwrap();
        let db = open(&folder.path().join("x.db")).unwrap();
        let secure: i64 = db
            .pragma_query_value(None, "secure_delete", |row| row.get(0))
            .unwrap();
        assert_eq!(secure, 1);
        assert!(
            set(&db, "synchronous", "OFF", "2").is_err(),
            "a setting that does not take is noticed"
        );
    }

    #[test]
    fn a_database_of_a_newer_program_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        open(&path)
            .unwrap()
            .pragma_update(None, "user_version", 99)
            .unwrap();
        assert!(matches!(
            open(&path),
            Err(LedgerError::Newer { found: 99, known: 2 })
        ));
    }
}
