//! The ledger: appends events durably and keeps the state that they fold to.

use einlass_domain::{
    event::{Actor, Event, Fact, Retention, VenueOpened},
    fold::State,
    id::{DeviceId, EventId, VenueId, VisitId},
    pass::ProfileKey,
    time::{Timestamp, VenueZone},
};
use einlass_vault::{Envelope, LiveWrap, OpenedRecord, OwnerKey, OwnerPublic, Purpose};
use rand_core::CryptoRngCore;
use rusqlite::{Connection, OptionalExtension, params};
use zeroize::Zeroizing;

use crate::{
    DataFolder, KeyFolder, LedgerError, chain,
    database::{self, explain},
    event_row::{EventRow, row_key},
};

pub(crate) const THIS_DEVICE: i64 = 1;

/// An event that is about to happen.
#[derive(Debug)]
pub struct Draft {
    /// Who does it.
    pub actor: Actor,
    /// What happens.
    pub fact: Fact,
    /// What is sealed with it.
    pub record: Option<Record>,
}

/// What is sealed in the body of an event.
#[derive(Debug)]
pub struct Record {
    /// What it is.
    pub purpose: Purpose,
    /// The bytes in clear; wiped when dropped.
    pub plaintext: Zeroizing<Vec<u8>>,
    /// Set when the holder of the pass may open it.
    pub pass: Option<ProfileKey>,
}

/// What a venue begins with.
#[derive(Clone, Debug)]
pub struct Opening {
    /// As it is printed and shown.
    pub name: String,
    /// IANA name of its time zone.
    pub time_zone: String,
    /// Whom everything is sealed to.
    pub owner: OwnerPublic,
}

/// The data folder, open.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) db: Connection,
    pub(crate) keys: KeyFolder,
    pub(crate) venue: VenueId,
    pub(crate) device: DeviceId,
    opened: VenueOpened,
    zone: VenueZone,
    state: State,
    newest: Newest,
    destroyed: usize,
    _folder: DataFolder,
}

/// The end of the own chain.
#[derive(Clone, Copy, Debug)]
struct Newest {
    seq: u64,
    hash: [u8; 32],
}

impl Ledger {
    /// Makes a venue in an empty data folder.
    ///
    /// # Errors
    /// [`LedgerError::AlreadySetUp`], an unknown time zone, or whatever storing it hits. A half-made venue is no venue: it can be
    /// made again.
    pub fn create(
        folder: DataFolder,
        opening: Opening,
        now: Timestamp,
        rng: &mut impl CryptoRngCore,
    ) -> Result<Self, LedgerError> {
        if folder.is_set_up() {
            return Err(LedgerError::AlreadySetUp);
        }
        let zone = VenueZone::named(&opening.time_zone)?;
        let keys = KeyFolder::create(&folder.keys(), rng)?;
        let mut venue = VenueId([0; 8]);
        rng.fill_bytes(&mut venue.0);
        let opened = VenueOpened {
            venue,
            name: opening.name,
            time_zone: opening.time_zone,
            device_key: keys.signer.public(),
            owner_key: opening.owner.sealing,
            owner_signing_key: opening.owner.signing,
            pass_key: keys.pass_signer.public(),
        };
        // Under its final name only once the first event is in it: a power cut before that leaves nothing to open.
        let path = folder.database();
        let half = path.with_extension("half");
        for leftover in [
            half.clone(),
            half.with_extension("half-wal"),
            half.with_extension("half-shm"),
        ] {
            if leftover.exists() {
                std::fs::remove_file(leftover).map_err(LedgerError::Folder)?;
            }
        }
        let db = database::open(&half)?;
        let failed = |error| explain("take the venue", error);
        db.execute("INSERT INTO venue (one, id) VALUES (1, ?)", [venue.0])
            .map_err(failed)?;
        db.execute(
            "INSERT INTO device (no, id, public_key) VALUES (?, ?, ?)",
            params![THIS_DEVICE, keys.signer.device().0, opened.device_key],
        )
        .map_err(failed)?;
        let mut ledger = Self {
            device: keys.signer.device(),
            db,
            keys,
            venue,
            opened: opened.clone(),
            zone,
            state: State::default(),
            newest: Newest {
                seq: 0,
                hash: chain::GENESIS,
            },
            destroyed: 0,
            _folder: folder,
        };
        let draft = Draft {
            actor: Actor::Technician,
            fact: Fact::VenueOpened(opened),
            record: None,
        };
        ledger.append(vec![draft], now, rng)?;
        let Self {
            db, _folder: folder, ..
        } = ledger;
        db.close().map_err(|(_, error)| explain("close", error))?;
        std::fs::rename(&half, &path).map_err(LedgerError::Folder)?;
        let parent = path
            .parent()
            .map(std::fs::File::open)
            .transpose()
            .map_err(LedgerError::Folder)?;
        parent
            .map(|parent| parent.sync_all())
            .transpose()
            .map_err(LedgerError::Folder)?;
        Self::open(folder)
    }

    /// Opens a data folder and folds its events.
    ///
    /// # Errors
    /// [`LedgerError::NotSetUp`], keys that do not open, events that do not open or say nothing known.
    pub fn open(folder: DataFolder) -> Result<Self, LedgerError> {
        if !folder.is_set_up() {
            return Err(LedgerError::NotSetUp);
        }
        let db = database::open(&folder.database())?;
        let mut keys = KeyFolder::open(&folder.keys())?;
        let venue: Option<[u8; 8]> = db
            .query_row("SELECT id FROM venue", [], |row| row.get(0))
            .optional()
            .map_err(|e| explain("tell its venue", e))?;
        let venue = VenueId(venue.ok_or(LedgerError::NotSetUp)?);
        let device = keys.signer.device();
        let mut state = State::default();
        let mut newest = Newest {
            seq: 0,
            hash: chain::GENESIS,
        };
        let mut destroyed = 0;
        EventRow::each_after(&db, (THIS_DEVICE, device), 0, |row| {
            match row.open(venue, &mut keys)? {
                Some(event) => state.apply(&event),
                None => destroyed += 1,
            }
            newest = Newest {
                seq: row.event.seq,
                hash: row.hash,
            };
            Ok(())
        })?;
        let opened = state.venue().cloned().ok_or(LedgerError::NotSetUp)?;
        let zone = VenueZone::named(&opened.time_zone)?;
        Ok(Self {
            db,
            keys,
            venue,
            device,
            opened,
            zone,
            state,
            newest,
            destroyed,
            _folder: folder,
        })
    }

    /// Appends events in one transaction. When this returns they are on the disk, all of them; when it fails, none is.
    ///
    /// Live wraps go with their visits: a check-in brings one, a check-out takes it away, in the same transaction.
    ///
    /// # Errors
    /// [`LedgerError::DiskFull`] or whatever the database says; [`LedgerError::KeyFile`] when a new day's key cannot be stored.
    pub fn append(
        &mut self,
        drafts: Vec<Draft>,
        now: Timestamp,
        rng: &mut impl CryptoRngCore,
    ) -> Result<Vec<EventId>, LedgerError> {
        let appended = self.try_append(drafts, now, rng);
        if appended.is_err() {
            // A commit that failed may still have reached the disk. What is there has happened.
            self.catch_up()?;
        }
        appended
    }

    fn try_append(
        &mut self,
        drafts: Vec<Draft>,
        now: Timestamp,
        rng: &mut impl CryptoRngCore,
    ) -> Result<Vec<EventId>, LedgerError> {
        let mut newest = self.newest;
        let mut clock = self.state.clock();
        let mut events = Vec::with_capacity(drafts.len());
        let failed = |error| explain("write events", error);
        let transaction = self.db.transaction().map_err(failed)?;
        for draft in drafts {
            clock = clock.tick(now);
            let event = Event {
                id: EventId {
                    device: self.device,
                    seq: newest.seq + 1,
                },
                hlc: clock,
                at: now,
                offset_min: self.zone.offset_min(now),
                day: self.zone.day_of(now),
                actor: draft.actor,
                fact: draft.fact,
            };
            let (row, live) = seal(
                &event,
                draft.record,
                &newest.hash,
                &self.opened,
                &mut self.keys,
                rng,
            )?;
            row.insert(&transaction)?;
            if let (Fact::CheckedIn { .. }, Some(live)) = (&event.fact, live) {
                let inserted = transaction
                    .prepare_cached("INSERT INTO live_wrap (visit, wrap) VALUES (?, ?)")
                    .and_then(|mut statement| statement.execute(params![row.key, live.0]));
                inserted.map_err(failed)?;
            }
            if let Fact::CheckedOut { visit, .. } = &event.fact {
                let deleted = transaction
                    .prepare_cached("DELETE FROM live_wrap WHERE visit = ?")
                    .and_then(|mut statement| statement.execute([row_key(THIS_DEVICE, visit.seq)]));
                deleted.map_err(failed)?;
            }
            newest = Newest {
                seq: row.event.seq,
                hash: row.hash,
            };
            events.push(event);
        }
        transaction.commit().map_err(failed)?;
        self.newest = newest;
        events.iter().for_each(|event| self.state.apply(event));
        Ok(events.into_iter().map(|event| event.id).collect())
    }

    fn catch_up(&mut self) -> Result<(), LedgerError> {
        let (venue, keys, state, newest) = (self.venue, &mut self.keys, &mut self.state, &mut self.newest);
        EventRow::each_after(&self.db, (THIS_DEVICE, self.device), newest.seq, |row| {
            if let Some(event) = row.open(venue, keys)? {
                state.apply(&event);
            }
            *newest = Newest {
                seq: row.event.seq,
                hash: row.hash,
            };
            Ok(())
        })
    }

    /// What all events together say.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The venue.
    pub fn venue(&self) -> &VenueOpened {
        &self.opened
    }

    /// The venue's time zone.
    pub fn zone(&self) -> &VenueZone {
        &self.zone
    }

    /// This device.
    pub fn device(&self) -> DeviceId {
        self.device
    }

    /// This device's keys.
    pub fn keys(&mut self) -> &mut KeyFolder {
        &mut self.keys
    }

    /// Events of this device.
    pub fn event_count(&self) -> u64 {
        self.newest.seq
    }

    /// Events whose day's key is gone.
    pub fn destroyed_count(&self) -> usize {
        self.destroyed
    }

    /// The profile that was sealed when a pass was issued, opened with the key that the pass carries.
    ///
    /// # Errors
    /// [`LedgerError::NoBody`] or [`LedgerError::Seal`].
    pub fn profile(&self, issued: EventId, pass: &ProfileKey) -> Result<OpenedRecord, LedgerError> {
        let row = self.row(issued)?;
        let body = row.body.as_deref().ok_or(LedgerError::NoBody(issued))?;
        let opened = Envelope::from_bytes(body)
            .and_then(|envelope| envelope.open_with_pass(&row.place(self.venue), Purpose::Profile, pass));
        opened.map_err(|source| LedgerError::Seal {
            event: issued,
            source,
        })
    }

    /// The record of a visit that is open now.
    ///
    /// # Errors
    /// [`LedgerError::NoBody`] when the visit is over: nothing on this machine opens it then.
    pub fn live_record(&mut self, visit: VisitId) -> Result<OpenedRecord, LedgerError> {
        let wrap: Option<Vec<u8>> = self
            .db
            .query_row(
                "SELECT wrap FROM live_wrap WHERE visit = ?",
                [row_key(THIS_DEVICE, visit.seq)],
                |row| row.get(0),
            )
            .optional()
            .map_err(|error| explain("read a live wrap", error))?;
        let wrap = LiveWrap(wrap.ok_or(LedgerError::NoBody(visit))?);
        let (place, envelope) = self.visit_envelope(visit)?;
        let opened = envelope.open_live(&place, Purpose::Visit, &self.keys.live, &wrap);
        opened.map_err(|source| LedgerError::Seal { event: visit, source })
    }

    /// The record of a visit, opened by the owner while the day's key lives.
    ///
    /// # Errors
    /// [`LedgerError::NoBody`] when the day is destroyed, [`LedgerError::Seal`] for another owner's key.
    pub fn record_as_owner(&mut self, visit: VisitId, owner: &OwnerKey) -> Result<OpenedRecord, LedgerError> {
        let (place, envelope) = self.visit_envelope(visit)?;
        let opened = envelope.open_as_owner(&place, Purpose::Visit, owner);
        opened.map_err(|source| LedgerError::Seal { event: visit, source })
    }

    fn visit_envelope(&mut self, visit: VisitId) -> Result<(einlass_vault::Place, Envelope), LedgerError> {
        let row = self.row(visit)?;
        let place = row.place(self.venue);
        let day = self.keys.day_key(row.day)?.ok_or(LedgerError::NoBody(visit))?;
        let body = row.body.as_deref().ok_or(LedgerError::NoBody(visit))?;
        let envelope = Envelope::open_for_day(&place, Purpose::Visit, day, body);
        Ok((
            place,
            envelope.map_err(|source| LedgerError::Seal { event: visit, source })?,
        ))
    }

    fn row(&self, event: EventId) -> Result<EventRow, LedgerError> {
        EventRow::find(&self.db, THIS_DEVICE, event)?.ok_or(LedgerError::NoBody(event))
    }

    /// Moves the write-ahead log into the database and cuts it, so that deleted live wraps are gone from both.
    ///
    /// # Errors
    /// When the database cannot; nothing is lost then, only not yet overwritten.
    pub fn tidy(&self) -> Result<(), LedgerError> {
        let failed = |error| explain("cut its write-ahead log", error);
        let busy: i64 = self
            .db
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(failed)?;
        if busy == 0 {
            Ok(())
        } else {
            Err(LedgerError::Pragma("wal_checkpoint"))
        }
    }
}

/// Seals an event into its row, and its record, if it has one, for owner, pass and live key.
fn seal(
    event: &Event,
    record: Option<Record>,
    previous: &[u8; 32],
    venue: &VenueOpened,
    keys: &mut KeyFolder,
    rng: &mut impl CryptoRngCore,
) -> Result<(EventRow, Option<LiveWrap>), LedgerError> {
    let place = einlass_vault::Place {
        venue: venue.venue,
        event: event.id,
        day: event.day,
    };
    let lasting = event.fact.retention() == Retention::Lasting;
    let day = if lasting {
        None
    } else {
        Some(keys.day_key_for_writing(event.day, rng)?)
    };
    let mut head = Zeroizing::new(Vec::new());
    minicbor::encode(event, &mut *head).expect("writing to memory does not fail");
    let head = match &day {
        Some(day) => einlass_vault::seal_head(day, &place, &head, rng),
        None => einlass_vault::seal_head(&keys.ledger, &place, &head, rng),
    };
    let owner = OwnerPublic {
        sealing: venue.owner_key,
        signing: venue.owner_signing_key,
    };
    let sealed = record.map(
        |Record {
             purpose,
             plaintext,
             pass,
         }| {
            let sealed = Envelope::seal(
                &place,
                purpose,
                &plaintext,
                &owner,
                pass.as_ref(),
                &keys.live,
                rng,
            );
            let (envelope, live) = sealed.map_err(|source| LedgerError::Seal {
                event: event.id,
                source,
            })?;
            let body = match &day {
                Some(day) => envelope.seal_for_day(&place, purpose, day, rng),
                None => envelope.to_bytes(),
            };
            Ok::<_, LedgerError>((body, live))
        },
    );
    let (body, live) = sealed.transpose()?.unzip();
    let mut row = EventRow {
        key: row_key(THIS_DEVICE, event.id.seq),
        event: event.id,
        day: event.day,
        lasting,
        head,
        body_hash: body.as_deref().map(chain::body_hash),
        body,
        hash: chain::GENESIS,
        signature: [0; 64],
    };
    row.hash = row.link().hash(previous);
    row.signature = keys.signer.sign(&row.hash);
    Ok((row, live))
}
