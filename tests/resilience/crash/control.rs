//! Whether the hunt can find anything: a plain table under settings of which SQLite's manual says what a power cut does to them
//! (sqlite.org/pragma.html, "synchronous"). Where it promises durability nothing may be lost, elsewhere something must be.

use std::path::Path;

use rusqlite::Connection;

use crate::disk::fresh_folder;
use crate::hunt::{Story, hunt};
use crate::outage::Syncs;
use crate::recorder;
use crate::report::Report;

const ROWS: usize = 12;

/// A table of numbers, filled one commit at a time.
pub(crate) struct Plain {
    name: &'static str,
    journal: &'static str,
    synchronous: &'static str,
    /// Whether acknowledged rows may go.
    pub(crate) forgets: bool,
    /// Whether the database may be damaged.
    pub(crate) breaks: bool,
}

/// What the manual says of each setting.
pub(crate) const SETTINGS: [Plain; 6] = [
    plain("plain table, WAL, FULL", "WAL", "FULL", false, false),
    plain("plain table, WAL, NORMAL", "WAL", "NORMAL", true, false),
    plain("plain table, WAL, OFF", "WAL", "OFF", true, true),
    plain("plain table, DELETE, EXTRA", "DELETE", "EXTRA", false, false),
    // A journal whose deletion is not synced comes back and takes the last transaction with it.
    plain("plain table, DELETE, FULL", "DELETE", "FULL", true, false),
    plain("plain table, DELETE, OFF", "DELETE", "OFF", true, true),
];

const fn plain(
    name: &'static str,
    journal: &'static str,
    synchronous: &'static str,
    forgets: bool,
    breaks: bool,
) -> Plain {
    Plain {
        name,
        journal,
        synchronous,
        forgets,
        breaks,
    }
}

impl Plain {
    pub(crate) fn hunt(&self, syncs: Syncs, chances: usize, seed: u64) -> Report {
        hunt(&self.story(), syncs, chances, seed, &look)
    }

    fn story(&self) -> Story {
        let folder = fresh_folder();
        let path = folder.path().join("plain.db");
        self.open(&path)
            .execute_batch("CREATE TABLE row (number INTEGER PRIMARY KEY, filling BLOB)")
            .expect("a new table is taken");
        recorder::start(folder.path());
        let db = self.open(&path);
        let mut promises = Vec::new();
        for number in 1..=ROWS {
            db.execute("INSERT INTO row VALUES (?, randomblob(3000))", [number as i64])
                .expect("a row is taken");
            promises.push((recorder::position(), number));
            if number == ROWS / 2 {
                // Nothing happens in the journal modes that have no log.
                db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
                    .expect("nobody else holds the log");
            }
        }
        db.close().expect("nothing is left to do");
        Story::of(self.name, recorder::finish(), promises)
    }

    fn open(&self, path: &Path) -> Connection {
        let db = Connection::open(path).expect("a new database opens");
        let settings = [("journal_mode", self.journal), ("synchronous", self.synchronous)];
        for (name, value) in settings {
            db.pragma_update(None, name, value)
                .expect("a known setting is taken");
        }
        db
    }
}

fn look(folder: &Path) -> Result<usize, String> {
    let count = || {
        let db = Connection::open(folder.join("plain.db"))?;
        let fine: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        let (count, newest): (i64, i64) =
            db.query_row("SELECT count(*), coalesce(max(number), 0) FROM row", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        Ok((fine, count, newest))
    };
    match count() {
        Ok((fine, count, newest)) if fine == "ok" && count == newest => Ok(count as usize),
        Ok((fine, count, newest)) => Err(format!("{count} rows up to {newest}: {fine}")),
        Err(error) => Err(rusqlite::Error::to_string(&error)),
    }
}
