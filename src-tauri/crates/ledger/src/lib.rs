//! The data folder of a kiosk: the event log in SQLite, the wrapped keys beside it, and the state that both fold to.
//!
//! An event is durable before [`Ledger::append`] returns: nobody is told anything earlier. This is the only crate with SQL, and
//! the only one that reads or writes the data folder. What the events mean is decided in `domain`, how they are sealed in `vault`.
//!
//! The folded state is kept in memory only. Stored in clear it would give away the times that the sealed heads hide.

mod backup;
mod canary;
mod chain;
mod clock;
mod data_folder;
mod database;
mod event_row;
mod key_folder;
mod key_sealer;
mod ledger;
mod legacy_keys;
mod record;
mod recovery;
mod shred;
mod verify;
mod writer;

pub use backup::restore;
pub use canary::{Canary, leave_proof};
pub use clock::leave_clock_note;
pub use data_folder::DataFolder;
pub use key_folder::KeyFolder;
pub use key_sealer::{KeySealer, SealedBy};
pub use ledger::{Draft, Ledger, Opening, Record};
pub use recovery::Recovered;
pub use verify::{Fault, Rebuilt, Verified, find_fork, verify_folder};

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
    /// The disk is nearly full. What is left is kept for check-outs and for destroying.
    #[error(
        "the disk is nearly full: {free_mb} MB are left, and they are kept for check-outs and for destroying"
    )]
    NoRoom {
        /// In megabytes.
        free_mb: u64,
    },
    /// The disk takes no writing.
    #[error("the disk cannot be written to")]
    ReadOnly(#[source] rusqlite::Error),
    /// The database is damaged.
    #[error("the database is damaged")]
    Corrupt(#[source] rusqlite::Error),
    /// A page of the database does not fit the others.
    #[error("the database is damaged: {0}")]
    BadPage(String),
    /// A page of the database cannot be read from the disk at this moment.
    #[error("the disk does not give what is on it: {0}")]
    Unreadable(String),
    /// There are keys and a copy, but no database.
    #[error("the database is gone")]
    DatabaseGone,
    /// The database holds no venue.
    #[error("the database holds no venue")]
    NoVenue,
    /// The device that the keys belong to has never written here: a recovery was interrupted.
    #[error("the database does not know this device ({0})")]
    UnknownDevice(einlass_domain::id::DeviceId),
    /// Written by an older program; whoever owns the folder brings it up to date by opening it.
    #[error("the data folder was written by an older program; start the kiosk once")]
    Older,
    /// The database is damaged and nothing of it can be saved.
    #[error(
        "the database is damaged, and neither it nor its copy can be read; restore a backup into a new folder"
    )]
    BeyondRepair,
    /// The write-ahead log could not be cut, so destroyed events may still lie in it.
    #[error("what was destroyed may still lie in the write-ahead log")]
    NotCut,
    /// A backup cannot be written.
    #[error("the backup cannot be written")]
    Backup(#[source] std::io::Error),
    /// A backup does not open.
    #[error("the backup does not open")]
    Restore(#[from] einlass_vault::SealedFileError),
    /// A backup belongs to another owner.
    #[error("this backup belongs to a venue with another owner's key")]
    OtherOwner,
    /// Keys cannot be made from the owner's.
    #[error("the owner's key cannot do that")]
    Owner(#[source] einlass_vault::VaultError),
    /// There is no canary to prove a key with.
    #[error("the kiosk has not laid a canary yet; start it once")]
    NoCanary,
    /// The setting does not allow it.
    #[error("the venue's settings do not allow the owner's key to open visits that are over")]
    OwnerMayNotLook,
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
    /// The venue names a time zone that this program does not know.
    #[error("the venue's time zone is unknown")]
    Zone(#[from] UnknownZone),
    /// The event has no body, or its day has been destroyed.
    #[error("event {0} has no body that could be opened")]
    NoBody(EventId),
}

impl LedgerError {
    /// Whether the database itself is broken, so that trying again or freeing the disk will not help.
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Corrupt(_)
            | Self::BadPage(_)
            | Self::DatabaseGone
            | Self::NoVenue
            | Self::UnknownDevice(_)
            | Self::Event(..)
            | Self::Seal { .. } => true,
            Self::Folder(_)
            | Self::Unreadable(_)
            | Self::InUse
            | Self::AlreadySetUp
            | Self::NotSetUp
            | Self::SqliteTooOld(_)
            | Self::Database(..)
            | Self::DiskFull(_)
            | Self::NoRoom { .. }
            | Self::ReadOnly(_)
            | Self::Older
            | Self::BeyondRepair
            | Self::NotCut
            | Self::Backup(_)
            | Self::Restore(_)
            | Self::OtherOwner
            | Self::Owner(_)
            | Self::NoCanary
            | Self::OwnerMayNotLook
            | Self::Pragma(_)
            | Self::Newer { .. }
            | Self::KeyFile { .. }
            | Self::Key { .. }
            | Self::Zone(_)
            | Self::NoBody(_) => false,
        }
    }
}
