use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;
use std::path::Path;

use rusqlite::Connection;

/// SQLite's default, which nobody has changed (sqlite.org/fileformat2.html, 1.2).
pub const PAGE_BYTES: usize = 4096;

/// Overwrites a page of a database that nobody has open, counted from 1 as SQLite counts.
pub fn overwrite_page(database: &Path, page: usize) {
    let file = OpenOptions::new().write(true).open(database);
    let file = file.unwrap_or_else(|error| panic!("{}: {error}", database.display()));
    let at = (page - 1) * PAGE_BYTES;
    file.write_all_at(&[0xA5; PAGE_BYTES], at as u64)
        .expect("the file is ours");
}

/// The first page of a table.
pub fn root_page_of(database: &Path, table: &str) -> usize {
    let db = Connection::open(database).expect("it is a database");
    let page = db.query_row(
        "SELECT rootpage FROM sqlite_schema WHERE name = ?",
        [table],
        |row| row.get::<_, u32>(0),
    );
    page.unwrap_or_else(|error| panic!("{table}: {error}")) as usize
}

/// Damages a database so that nothing of it is lost but the note of the last closing, in a table of its own.
pub fn overwrite_note_of_last_close(database: &Path) {
    overwrite_page(database, root_page_of(database, "fold"));
}
