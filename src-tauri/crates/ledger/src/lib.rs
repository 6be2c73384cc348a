//! The data folder of a kiosk: the event log in SQLite, the wrapped keys beside it, and the state that both fold to.
//!
//! An event is durable before [`Ledger::append`] returns: nobody is told anything earlier. This is the only crate with SQL, and
//! the only one that reads or writes the data folder. What the events mean is decided in `domain`, how they are sealed in `vault`.
//!
//! The folded state is kept in memory only. Stored in clear it would give away the times that the sealed heads hide.

mod chain;
mod data_folder;
mod database;
mod event_row;
mod key_folder;
mod ledger;
mod verify;

pub use data_folder::DataFolder;
pub use key_folder::KeyFolder;
pub use ledger::{Draft, Ledger, Opening, Record};
pub use verify::{Fault, Rebuilt, Verified, verify_folder};

use einlass_domain::{id::EventId, time::UnknownZone};
use einlass_vault::VaultError;

/// What can go wrong, named by what was tried.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The data folder cannot be made or reached.
    #[error("the data folder cannot be used")]
    Folder(#[source] std::io::Error),
    /// Another program owns the data folder.
    #[error("another program is using this data folder; stop it first")]
    InUse,
    /// There is a venue already where one should be made.
    #[error("this data folder already holds a venue")]
    AlreadySetUp,
    /// There is no venue where one should be.
    #[error("this data folder holds no venue; make one with `einlass-ctl init`")]
    NotSetUp,
    /// The linked SQLite can corrupt a database (WAL reset, mended in 3.51.3).
    #[error("SQLite {0} is too old: 3.51.3 or newer is needed")]
    SqliteTooOld(&'static str),
    /// The database does not do what was asked of it.
    #[error("the database did not {0}")]
    Database(&'static str, #[source] rusqlite::Error),
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull(#[source] rusqlite::Error),
    /// A setting that durability or deletion rests on did not take.
    #[error("the database refuses the setting {0}")]
    Pragma(&'static str),
    /// Written by a newer program.
    #[error("the data folder was written by a newer program (format {found}, this one knows {known})")]
    Newer {
        /// Its format.
        found: u32,
        /// The newest that this program knows.
        known: u32,
    },
    /// A key file cannot be read or written.
    #[error("the key file {name} cannot be read or written")]
    KeyFile {
        /// Which.
        name: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A key file does not open.
    #[error("the key file {name} does not open")]
    Key {
        /// Which.
        name: String,
        /// Why.
        #[source]
        source: VaultError,
    },
    /// An event cannot be sealed or opened.
    #[error("event {event} cannot be sealed or opened")]
    Seal {
        /// Which.
        event: EventId,
        /// Why.
        #[source]
        source: VaultError,
    },
    /// An event opens but says nothing that this program understands.
    #[error("event {0} cannot be understood")]
    Event(EventId, #[source] minicbor::decode::Error),
    /// A row is no event.
    #[error("row {0} is no event")]
    Row(i64),
    /// The venue names a time zone that this program does not know.
    #[error("the venue's time zone is unknown")]
    Zone(#[from] UnknownZone),
    /// The event has no body, or its day has been destroyed.
    #[error("event {0} has no body that could be opened")]
    NoBody(EventId),
}
