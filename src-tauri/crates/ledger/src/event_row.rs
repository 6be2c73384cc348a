//! An event as a row: writing it, reading it, and opening its head.

use einlass_domain::{
    event::Event,
    id::{DeviceId, EventId, VenueId},
    time::Day,
};
use einlass_vault::{DeviceDay, Place};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{LedgerError, chain::Link, database::explain, key_folder::KeyFolder};

const SEQ_BITS: u32 = 40;
/// What of a row key is the sequence number.
pub(crate) const SEQ_MASK: i64 = (1 << SEQ_BITS) - 1;

/// The columns in the order that [`EventRow::read`] takes them.
macro_rules! select {
    ($body:literal) => {
        concat!(
            "SELECT id, day, lasting, head, ",
            $body,
            ", body_hash, hash, signature, live FROM event"
        )
    };
}
pub(crate) use select;

/// Whether bodies are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bodies {
    With,
    Without,
}

/// A row of the table `event`.
#[derive(Debug, PartialEq)]
pub(crate) struct EventRow {
    pub(crate) key: i64,
    pub(crate) event: EventId,
    pub(crate) day: Day,
    pub(crate) lasting: bool,
    pub(crate) head: Vec<u8>,
    pub(crate) body: Option<Vec<u8>>,
    pub(crate) body_hash: Option<[u8; 32]>,
    pub(crate) hash: [u8; 32],
    pub(crate) signature: [u8; 64],
    pub(crate) live: Option<Vec<u8>>,
}

/// The row key of a device's event.
pub(crate) fn row_key(device_no: i64, seq: u64) -> i64 {
    (device_no << SEQ_BITS) | i64::try_from(seq).expect("a log has fewer than 2^40 events")
}

impl EventRow {
    pub(crate) fn insert(&self, db: &Connection) -> Result<(), LedgerError> {
        let mut statement = db
            .prepare_cached(
                "INSERT INTO event (id, day, lasting, head, body, body_hash, hash, signature, live) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )
            .map_err(|error| explain("take an event", error))?;
        let values = params![
            self.key,
            self.day.0,
            self.lasting,
            self.head,
            self.body,
            self.body_hash,
            self.hash,
            self.signature,
            self.live
        ];
        statement
            .execute(values)
            .map_err(|error| explain("take an event", error))?;
        Ok(())
    }

    /// Calls `each` with the rows of one device after `after`, in order. Bodies are left out unless asked for: folding needs none.
    pub(crate) fn each_after(
        db: &Connection,
        (device_no, device): (i64, DeviceId),
        after: u64,
        bodies: Bodies,
        mut each: impl FnMut(Self) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let failed = |error| explain("read its events", error);
        let select = match bodies {
            Bodies::With => select!("body"),
            Bodies::Without => select!("NULL"),
        };
        let mut statement = db
            .prepare_cached(&format!("{select} WHERE id > ? AND id < ? ORDER BY id"))
            .map_err(failed)?;
        let mut rows = statement
            .query([row_key(device_no, after), row_key(device_no + 1, 0)])
            .map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            each(Self::read(row, device).map_err(failed)?)?;
        }
        Ok(())
    }

    pub(crate) fn find(db: &Connection, device_no: i64, event: EventId) -> Result<Option<Self>, LedgerError> {
        let failed = |error| explain("read an event", error);
        let mut statement = db
            .prepare_cached(concat!(select!("body"), " WHERE id = ?"))
            .map_err(failed)?;
        let key = row_key(device_no, event.seq);
        statement
            .query_row([key], |row| Self::read(row, event.device))
            .optional()
            .map_err(failed)
    }

    pub(crate) fn read(row: &Row<'_>, device: DeviceId) -> Result<Self, rusqlite::Error> {
        let key: i64 = row.get(0)?;
        let seq = u64::try_from(key & SEQ_MASK).expect("40 bits are not negative");
        Ok(Self {
            key,
            event: EventId { device, seq },
            day: Day(row.get(1)?),
            lasting: row.get(2)?,
            head: row.get(3)?,
            body: row.get(4)?,
            body_hash: row.get(5)?,
            hash: row.get(6)?,
            signature: row.get(7)?,
            live: row.get(8)?,
        })
    }

    pub(crate) fn link(&self) -> Link<'_> {
        Link {
            event: self.event,
            day: self.day,
            lasting: self.lasting,
            head: &self.head,
            body_hash: self.body_hash,
        }
    }

    /// Whose key seals it, if it is not a lasting one.
    pub(crate) fn device_day(&self) -> DeviceDay {
        DeviceDay {
            day: self.day,
            device: self.event.device,
        }
    }

    pub(crate) fn place(&self, venue: VenueId) -> Place {
        Place {
            venue,
            event: self.event,
            day: self.day,
        }
    }

    /// What the row says; none when its day's key is gone, and with it what it said.
    pub(crate) fn open(&self, venue: VenueId, keys: &KeyFolder) -> Result<Option<Event>, LedgerError> {
        let place = self.place(venue);
        let head = if self.lasting {
            einlass_vault::open_head(&keys.ring().ledger, &place, &self.head)
        } else {
            match keys.day_key(self.device_day()) {
                Some(day) => einlass_vault::open_head(day, &place, &self.head),
                None => return Ok(None),
            }
        };
        let head = head.map_err(|source| LedgerError::Seal {
            event: self.event,
            source,
        })?;
        let event = minicbor::decode(&head).map_err(|source| LedgerError::Event(self.event, source))?;
        Ok(Some(event))
    }
}
