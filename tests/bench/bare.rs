//! The bare table: one table, one column, one row a transaction. The least that SQLite can do for as many bytes.
//!
//! Compiled twice: here with SQLite, and in `sqlcipher/` with SQLCipher, so that nothing but the encryption is different.

use std::io::{self, BufRead, Write};
use std::path::Path;
use std::time::Instant;

use rusqlite::Connection;

/// A table and the row that goes into it again and again.
pub(crate) struct BareTable {
    db: Connection,
    row: Vec<u8>,
}

impl BareTable {
    /// Makes the database `bare.db` in `folder`. `begin` is said to it first: the key, where there is one.
    pub(crate) fn make(
        folder: &Path,
        begin: &str,
        synchronous: &str,
        row_bytes: u32,
    ) -> rusqlite::Result<Self> {
        let db = Connection::open(folder.join("bare.db"))?;
        db.execute_batch(begin)?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", synchronous)?;
        db.execute_batch(
            "CREATE TABLE bare (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
             PRAGMA wal_checkpoint(TRUNCATE);",
        )?;
        let row = db.query_row("SELECT randomblob(?)", [row_bytes], |row| row.get(0))?;
        Ok(Self { db, row })
    }

    /// One row, one transaction.
    pub(crate) fn insert(&mut self) {
        let inserted = self
            .db
            .prepare_cached("INSERT INTO bare (bytes) VALUES (?)")
            .and_then(|mut statement| statement.execute([&self.row]));
        inserted.expect("SQLite takes a row");
    }

    /// Says hello, then inserts one row for each line that comes in and answers with the nanoseconds that it took.
    pub(crate) fn serve(&mut self, hello: &str) -> io::Result<()> {
        let mut answers = io::stdout().lock();
        writeln!(answers, "{hello}")?;
        answers.flush()?;
        for line in io::stdin().lock().lines() {
            line?;
            let start = Instant::now();
            self.insert();
            let took = start.elapsed().as_nanos();
            writeln!(answers, "{took}")?;
            answers.flush()?;
        }
        Ok(())
    }
}
