//! The bare insert in SQLCipher, as it is out of the box: a key from a passphrase, every page sealed (AES-256-CBC, HMAC-SHA-512).
//!
//! `einlass-bench-sqlcipher FOLDER BYTES` is started by the benches of the entrance and takes turns with what they measure.

use std::path::Path;

#[path = "../bare.rs"]
mod bare;

use bare::BareTable;

const KEY: &str = "PRAGMA key = 'a passphrase that protects nothing';";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, row_bytes] = arguments.as_slice() else {
        panic!("usage: einlass-bench-sqlcipher FOLDER BYTES");
    };
    let folder = Path::new(folder);
    let row_bytes = row_bytes.parse().expect("the size of a row is a number");
    let mut table = BareTable::make(folder, KEY, "FULL", row_bytes).expect("SQLCipher makes a database");

    let database = std::fs::read(folder.join("bare.db")).expect("the database is there");
    assert!(
        !database.is_empty() && !database.starts_with(b"SQLite format 3\0"),
        "a database that anybody can read is no SQLCipher"
    );
    let hello = cipher(folder).expect("SQLCipher tells what it is");
    table.serve(&hello).expect("whoever measures listens");
}

/// What it calls itself, and whose arithmetic it uses.
fn cipher(folder: &Path) -> rusqlite::Result<String> {
    let db = rusqlite::Connection::open(folder.join("bare.db"))?;
    db.execute_batch(KEY)?;
    let tell = |pragma: &str| db.pragma_query_value(None, pragma, |row| row.get::<_, String>(0));
    Ok(format!(
        "SQLCipher {} in SQLite {}, {}",
        tell("cipher_version")?,
        rusqlite::version(),
        tell("cipher_provider_version")?
    ))
}
