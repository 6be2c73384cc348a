//! An event as a row: writing it, reading it, and opening its head.

use einlass_domain::{
    event::Event,
    id::{DeviceId, EventId, VenueId},
    time::Day,
};
use einlass_vault::Place;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{LedgerError, chain::Link, database::explain, key_folder::KeyFolder};

const SEQ_BITS: u32 = 40;

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
}

/// The row key of a device's event.
pub(crate) fn row_key(device_no: i64, seq: u64) -> i64 {
    (device_no << SEQ_BITS) | i64::try_from(seq).expect("a log has fewer than 2^40 events")
}

impl EventRow {
    pub(crate) fn insert(&self, db: &Connection) -> Result<(), LedgerError> {
        let mut statement = db
            .prepare_cached(
                "INSERT INTO event (id, day, lasting, head, body, body_hash, hash, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
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
            self.signature
        ];
        statement
            .execute(values)
            .map_err(|error| explain("take an event", error))?;
        Ok(())
    }

    /// Calls `each` with the rows of one device after `after`, in order.
    pub(crate) fn each_after(
        db: &Connection,
        (device_no, device): (i64, DeviceId),
        after: u64,
        mut each: impl FnMut(Self) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let failed = |error| explain("read its events", error);
        let mut statement = db
            .prepare_cached("SELECT * FROM event WHERE id > ? AND id < ? ORDER BY id")
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
            .prepare_cached("SELECT * FROM event WHERE id = ?")
            .map_err(failed)?;
        let key = row_key(device_no, event.seq);
        statement
            .query_row([key], |row| Self::read(row, event.device))
            .optional()
            .map_err(failed)
    }

    fn read(row: &Row<'_>, device: DeviceId) -> Result<Self, rusqlite::Error> {
        let key: i64 = row.get("id")?;
        let seq = u64::try_from(key & ((1 << SEQ_BITS) - 1)).expect("40 bits are not negative");
        Ok(Self {
            key,
            event: EventId { device, seq },
            day: Day(row.get("day")?),
            lasting: row.get("lasting")?,
            head: row.get("head")?,
            body: row.get("body")?,
            body_hash: row.get("body_hash")?,
            hash: row.get("hash")?,
            signature: row.get("signature")?,
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

    pub(crate) fn place(&self, venue: VenueId) -> Place {
        Place {
            venue,
            event: self.event,
            day: self.day,
        }
    }

    /// What the row says; none when its day's key is gone, and with it what it said.
    pub(crate) fn open(&self, venue: VenueId, keys: &mut KeyFolder) -> Result<Option<Event>, LedgerError> {
        let place = self.place(venue);
        let head = if self.lasting {
            einlass_vault::open_head(&keys.ledger, &place, &self.head)
        } else {
            match keys.day_key(self.day)? {
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
