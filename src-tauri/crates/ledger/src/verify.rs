//! Checking the log: the chain and its signatures, and that the state can be made anew from it.

use std::{collections::BTreeMap, path::Path};

use einlass_domain::{
    event::{Fact, Run},
    fold::State,
    id::{DeviceId, EventId, VenueId},
};
use einlass_vault::verify_event;
use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    KeyFolder, Ledger, LedgerError, chain,
    data_folder::Paths,
    database::{self, explain},
    event_row::{Bodies, EventRow, row_key},
    ledger::{Devices, read_devices},
};

/// Grows whenever the same events fold to other bytes.
const FOLD_VERSION: u32 = 6;

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
    /// Events are missing before this one, and no destruction accounts for them.
    Gap(EventId),
    /// The device has signed this event in another history than the one before it: a copy of the folder has lived on by itself.
    Fork(EventId),
    /// This event is not what the device wrote and signed.
    Rewritten(EventId),
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

/// Checks the log of a data folder that may be too damaged to be opened, or that a kiosk owns at this moment; otherwise as
/// [`Ledger::verify`].
///
/// # Errors
/// [`LedgerError::NotSetUp`], keys that do not open, or a database that cannot be read.
pub fn verify_folder(root: &Path) -> Result<Verified, LedgerError> {
    let paths = Paths(root.to_owned());
    if !paths.database().exists() {
        return Err(LedgerError::NotSetUp);
    }
    check(
        &database::look(&paths.database())?,
        &KeyFolder::look(&paths.keys())?,
    )
}

/// Compares the logs in two data folders: the first event that a device has signed in both, differently.
///
/// # Errors
/// When one of them cannot be read.
pub fn find_fork(root: &Path, other: &Path) -> Result<Option<EventId>, LedgerError> {
    let (ours, theirs) = (Paths(root.to_owned()), Paths(other.to_owned()));
    let (ours, theirs) = (
        database::look(&ours.database())?,
        database::look(&theirs.database())?,
    );
    let known = read_devices(&theirs)?;
    for (device, row) in read_devices(&ours)? {
        let Some(theirs_row) = known.get(&device) else {
            continue;
        };
        let mut fork = None;
        EventRow::each_after(&ours, (row.no, device), 0, Bodies::Without, |event| {
            if fork.is_none()
                && let Some(other) = EventRow::find(&theirs, theirs_row.no, event.event)?
                && other.hash != event.hash
            {
                fork = Some(event.event);
            }
            Ok(())
        })?;
        if fork.is_some() {
            return Ok(fork);
        }
    }
    Ok(None)
}

impl Ledger {
    /// Checks every event of every device: place in the sequence, hash, signature, body.
    ///
    /// # Errors
    /// When the database cannot be read. A fault in the log is no error but the answer.
    pub fn verify(&self) -> Result<Verified, LedgerError> {
        check(&self.db, &self.keys)
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
        let mut unreadable = false;
        let own = self.device;
        // The own log comes last: what was noted at its end was the state of all.
        let others = self.devices.iter().filter(|(device, _)| **device != own);
        for (device, row) in others.chain(self.devices.get_key_value(&own)) {
            EventRow::each_after(&self.db, (row.no, *device), 0, Bodies::Without, |row| {
                match row.open(self.venue, &self.keys)? {
                    Some(event) => state.apply(&event),
                    None => unreadable = true,
                }
                if let Some((_, _, digest)) = at_close.filter(|(_, event, _)| *event == row.key) {
                    same_as_at_close = Some(state.digest() == digest);
                }
                Ok(())
            })?;
        }
        let stray_live_wraps = self.destroy_stray_live_wraps(&state)?;
        Ok(Rebuilt {
            digest: state.digest(),
            // Without a day's key its events say nothing; the state at the close may have known them.
            same_as_at_close: same_as_at_close.filter(|_| !unreadable),
            stray_live_wraps,
        })
    }

    fn destroy_stray_live_wraps(&self, state: &State) -> Result<usize, LedgerError> {
        let failed = |error| explain("destroy live wraps", error);
        let of_visits = state
            .open_visits()
            .flat_map(|(id, visit)| visit.sealed_changes().chain([id]));
        let of_letters = state.waiting_letters().map(|(letter, _)| letter);
        let of_roll_calls = state.running_roll_calls().map(|(begun, _)| begun);
        let open: Vec<i64> = of_visits
            .chain(of_letters)
            .chain(of_roll_calls)
            .map(|event| self.row_key(event))
            .collect::<Result<_, _>>()?;
        let mut statement = self
            .db
            .prepare("SELECT id FROM event WHERE live IS NOT NULL")
            .map_err(failed)?;
        let wraps = statement
            .query_map([], |row| row.get::<_, i64>(0))
            .map_err(failed)?;
        let wraps = wraps.collect::<Result<Vec<_>, _>>().map_err(failed)?;
        let stray: Vec<_> = wraps.into_iter().filter(|visit| !open.contains(visit)).collect();
        for visit in &stray {
            self.db
                .execute("UPDATE event SET live = NULL WHERE id = ?", [visit])
                .map_err(failed)?;
        }
        Ok(stray.len())
    }

    /// Notes what the state and the clock are and closes the database, which empties and removes the write-ahead log.
    ///
    /// # Errors
    /// When the database cannot. Nothing that was appended is lost then.
    pub fn close(mut self) -> Result<(), LedgerError> {
        let failed = |error| explain("close", error);
        let newest = row_key(self.devices[&self.device].no, self.event_count());
        self.db
            .execute(
                "INSERT INTO fold (one, version, event, digest) VALUES (1, ?1, ?2, ?3)
                 ON CONFLICT (one) DO UPDATE SET version = ?1, event = ?2, digest = ?3",
                params![FOLD_VERSION, newest, self.state().digest()],
            )
            .map_err(failed)?;
        self.write_clock()?;
        self.db.close().map_err(|(_, error)| failed(error))
    }
}

fn check(db: &Connection, keys: &KeyFolder) -> Result<Verified, LedgerError> {
    let failed = |error| explain("tell its venue", error);
    let venue = db
        .query_row("SELECT id FROM venue", [], |row| row.get(0).map(VenueId))
        .map_err(failed)?;
    let devices = read_devices(db)?;
    let destroyed = destroyed_runs(db, &devices, venue, keys)?;
    let mut verified = Verified {
        events: 0,
        fault: None,
    };
    for (device, row) in &devices {
        let mut chain = Chain {
            public_key: row.public_key,
            venue,
            keys,
            destroyed: destroyed.get(device),
            seq: 0,
            hash: chain::GENESIS,
        };
        EventRow::each_after(db, (row.no, *device), 0, Bodies::With, |row| {
            verified.events += 1;
            let fault = chain.next(&row);
            verified.fault = verified.fault.or(fault);
            Ok(())
        })?;
    }
    Ok(verified)
}

type Runs = BTreeMap<u64, Run>;

/// What destructions account for, by device and first event. A certificate is itself an event of the log that is checked.
fn destroyed_runs(
    db: &Connection,
    devices: &Devices,
    venue: VenueId,
    keys: &KeyFolder,
) -> Result<BTreeMap<DeviceId, Runs>, LedgerError> {
    let mut destroyed: BTreeMap<DeviceId, Runs> = BTreeMap::new();
    for (device, row) in devices {
        EventRow::each_after(db, (row.no, *device), 0, Bodies::Without, |row| {
            // One that does not open is found by the check itself.
            if row.lasting
                && let Ok(Some(event)) = row.open(venue, keys)
                && let Fact::DayDestroyed(gone) = event.fact
            {
                let runs = destroyed.entry(gone.device).or_default();
                runs.extend(gone.runs.iter().map(|run| (run.first, *run)));
            }
            Ok(())
        })?;
    }
    Ok(destroyed)
}

/// One device's log, walked from its beginning.
struct Chain<'a> {
    public_key: [u8; 32],
    venue: VenueId,
    keys: &'a KeyFolder,
    destroyed: Option<&'a Runs>,
    seq: u64,
    hash: [u8; 32],
}

impl Chain<'_> {
    fn next(&mut self, row: &EventRow) -> Option<Fault> {
        if row.event.seq != self.seq + 1 && !self.skip_to(row.event.seq) {
            (self.seq, self.hash) = (row.event.seq, row.hash);
            return Some(Fault::Gap(row.event));
        }
        let previous = std::mem::replace(&mut self.hash, row.hash);
        self.seq = row.event.seq;
        let is_signed = verify_event(&self.public_key, &row.hash, &row.signature);
        let body_fits = row
            .body
            .as_deref()
            .is_none_or(|body| row.body_hash == Some(chain::body_hash(body)));
        if !body_fits {
            return Some(Fault::Rewritten(row.event));
        }
        if row.link().hash(&previous) != row.hash {
            // What the device has sealed and signed itself belongs to another history; anything else was written by somebody else.
            let opens = matches!(row.open(self.venue, self.keys), Ok(Some(event)) if event.id == row.event);
            return Some(if is_signed && opens {
                Fault::Fork(row.event)
            } else {
                Fault::Rewritten(row.event)
            });
        }
        (!is_signed).then_some(Fault::Rewritten(row.event))
    }

    /// Steps over events that were destroyed; false when some are missing that were not.
    fn skip_to(&mut self, seq: u64) -> bool {
        let runs = self.destroyed;
        while self.seq + 1 < seq {
            let Some(run) = runs.and_then(|runs| runs.get(&(self.seq + 1))) else {
                return false;
            };
            if run.last < run.first || seq <= run.last {
                return false;
            }
            (self.seq, self.hash) = (run.last, run.hash);
        }
        true
    }
}
