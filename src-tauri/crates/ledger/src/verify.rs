//! Checking the log: the chain and its signatures, and that the state can be made anew from it.

use einlass_domain::{
    fold::State,
    id::{DeviceId, EventId},
};
use einlass_vault::verify_event;
use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    DataFolder, KeyFolder, Ledger, LedgerError, chain,
    database::{self, explain},
    event_row::{EventRow, row_key},
    ledger::THIS_DEVICE,
};

/// Grows whenever the same events fold to other bytes.
const FOLD_VERSION: u32 = 1;

/// What a check of the chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Events that were read.
    pub events: u64,
    /// The first fault; none when the log is whole.
    pub fault: Option<Fault>,
}

/// What is wrong with a log, at which event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Events are missing before this one.
    Gap(EventId),
    /// This event is not what was written: its hash does not fit it or the one before.
    Rewritten(EventId),
    /// The hash fits, the device's signature over it does not.
    Signature(EventId),
}

/// What making the state anew gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// SHA-256 of the state's bytes.
    pub digest: [u8; 32],
    /// Whether it equals what the state was when the folder was last closed; none when that is not known.
    pub same_as_at_close: Option<bool>,
    /// Live wraps of visits that are over, which were destroyed now.
    pub stray_live_wraps: usize,
}

/// Checks the log of a data folder that may be too damaged to be opened; otherwise as [`Ledger::verify`].
///
/// # Errors
/// [`LedgerError::NotSetUp`], keys that do not open, or a database that cannot be read.
pub fn verify_folder(folder: &DataFolder) -> Result<Verified, LedgerError> {
    if !folder.is_set_up() {
        return Err(LedgerError::NotSetUp);
    }
    let keys = KeyFolder::open(&folder.keys())?;
    check_chain(&database::open(&folder.database())?, &keys.signer.public())
}

impl Ledger {
    /// Checks every event of this device: place in the sequence, hash, signature.
    ///
    /// # Errors
    /// When the database cannot be read. A fault in the log is no error but the answer.
    pub fn verify(&self) -> Result<Verified, LedgerError> {
        check_chain(&self.db, &self.venue().device_key)
    }

    /// Folds all events anew, compares the result with what the state was when the folder was last closed, and destroys live
    /// wraps that belong to no open visit.
    ///
    /// # Errors
    /// When the database cannot be read or an event does not open.
    pub fn rebuild(&mut self) -> Result<Rebuilt, LedgerError> {
        let failed = |error| explain("tell its last state", error);
        let at_close: Option<(u32, i64, [u8; 32])> = self
            .db
            .query_row("SELECT version, event, digest FROM fold", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()
            .map_err(failed)?;
        let at_close = at_close.filter(|(version, ..)| *version == FOLD_VERSION);
        let mut state = State::default();
        let mut same_as_at_close = None;
        let (venue, keys) = (self.venue, &mut self.keys);
        EventRow::each_after(&self.db, (THIS_DEVICE, self.device), 0, |row| {
            if let Some(event) = row.open(venue, keys)? {
                state.apply(&event);
            }
            if let Some((_, _, digest)) = at_close.filter(|(_, event, _)| *event == row.key) {
                same_as_at_close = Some(state.digest() == digest);
            }
            Ok(())
        })?;
        let stray_live_wraps = self.destroy_stray_live_wraps(&state)?;
        Ok(Rebuilt {
            digest: state.digest(),
            same_as_at_close,
            stray_live_wraps,
        })
    }

    fn destroy_stray_live_wraps(&self, state: &State) -> Result<usize, LedgerError> {
        let failed = |error| explain("destroy live wraps", error);
        let open: Vec<i64> = state
            .open_visits()
            .map(|(visit, _)| row_key(THIS_DEVICE, visit.seq))
            .collect();
        let mut statement = self.db.prepare("SELECT visit FROM live_wrap").map_err(failed)?;
        let wraps = statement
            .query_map([], |row| row.get::<_, i64>(0))
            .map_err(failed)?;
        let wraps = wraps.collect::<Result<Vec<_>, _>>().map_err(failed)?;
        let stray: Vec<_> = wraps
            .into_iter()
            .filter(|visit| open.binary_search(visit).is_err())
            .collect();
        for visit in &stray {
            self.db
                .execute("DELETE FROM live_wrap WHERE visit = ?", [visit])
                .map_err(failed)?;
        }
        Ok(stray.len())
    }

    /// Notes what the state is and closes the database, which empties and removes the write-ahead log.
    ///
    /// # Errors
    /// When the database cannot. Nothing that was appended is lost then.
    pub fn close(self) -> Result<(), LedgerError> {
        let failed = |error| explain("close", error);
        let newest = row_key(THIS_DEVICE, self.event_count());
        self.db
            .execute(
                "INSERT INTO fold (one, version, event, digest) VALUES (1, ?1, ?2, ?3)
                 ON CONFLICT (one) DO UPDATE SET version = ?1, event = ?2, digest = ?3",
                params![FOLD_VERSION, newest, self.state().digest()],
            )
            .map_err(failed)?;
        self.db.close().map_err(|(_, error)| failed(error))
    }
}

fn check_chain(db: &Connection, public: &[u8; 32]) -> Result<Verified, LedgerError> {
    let mut verified = Verified {
        events: 0,
        fault: None,
    };
    let mut previous = chain::GENESIS;
    EventRow::each_after(db, (THIS_DEVICE, DeviceId::of(public)), 0, |row| {
        verified.events += 1;
        if verified.fault.is_none() {
            verified.fault = fault(&row, verified.events, &previous, public);
        }
        previous = row.hash;
        Ok(())
    })?;
    Ok(verified)
}

fn fault(row: &EventRow, expected_seq: u64, previous: &[u8; 32], public: &[u8; 32]) -> Option<Fault> {
    if row.event.seq != expected_seq {
        return Some(Fault::Gap(row.event));
    }
    let body_fits = row
        .body
        .as_deref()
        .is_none_or(|body| row.body_hash == Some(chain::body_hash(body)));
    if !body_fits || row.link().hash(previous) != row.hash {
        return Some(Fault::Rewritten(row.event));
    }
    (!verify_event(public, &row.hash, &row.signature)).then_some(Fault::Signature(row.event))
}
