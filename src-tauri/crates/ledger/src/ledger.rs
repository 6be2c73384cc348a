//! The ledger: appends events durably and keeps the state that they fold to.

use std::{collections::BTreeMap, time::Duration};

use einlass_domain::{
    event::{Actor, Fact, VenueOpened},
    fold::State,
    id::{DeviceId, EventId, VenueId},
    pass::ProfileKey,
    retention::RetentionClock,
    time::{Day, Timestamp, VenueZone},
};
use einlass_vault::{DayKey, OwnerKey, OwnerPublic, OwnerWrap, Purpose};
use rand_core::CryptoRngCore;
use rusqlite::{Connection, OptionalExtension, params};
use zeroize::Zeroizing;

use crate::{
    DataFolder, KeyFolder, LedgerError, Recovered, SealedBy, chain, clock,
    data_folder::{Paths, remove_database, sync_folder},
    database::{self, explain},
    event_row::{Bodies, EventRow, row_key},
    recovery,
    writer::Writer,
};

/// The number of the device that a venue is opened on. One that joins later takes the next.
pub(crate) const FIRST_DEVICE: i64 = 1;
/// How often a database has to look damaged before it is taken for damaged.
const TRIES: u32 = 5;
const BETWEEN_TRIES: Duration = Duration::from_millis(10);

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
    /// What is to seal the device key.
    pub sealed_by: SealedBy,
}

/// The data folder, open.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) db: Connection,
    pub(crate) keys: KeyFolder,
    pub(crate) venue: VenueId,
    pub(crate) device: DeviceId,
    pub(crate) devices: Devices,
    pub(crate) paths: Paths,
    pub(crate) state: State,
    pub(crate) newest: Newest,
    pub(crate) clock: RetentionClock,
    /// Set while deleted rows may still lie in the write-ahead log.
    pub(crate) is_uncut: bool,
    opened: VenueOpened,
    zone: VenueZone,
    pub(crate) clock_goes: bool,
    pub(crate) clock_written: RetentionClock,
    wrap: Option<OwnerWrap>,
    unreadable: usize,
    _folder: Option<DataFolder>,
}

/// The devices whose events are here, with the number that stands for each in the rows.
pub(crate) type Devices = BTreeMap<DeviceId, DeviceRow>;

/// A row of the table `device`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DeviceRow {
    pub(crate) no: i64,
    pub(crate) public_key: [u8; 32],
}

/// The end of the own chain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Newest {
    pub(crate) seq: u64,
    pub(crate) hash: [u8; 32],
}

impl Newest {
    pub(crate) const NOTHING: Self = Self {
        seq: 0,
        hash: chain::GENESIS,
    };
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
        owner: &OwnerKey,
        now: Timestamp,
        rng: &mut impl CryptoRngCore,
    ) -> Result<Self, LedgerError> {
        if folder.is_set_up() {
            return Err(LedgerError::AlreadySetUp);
        }
        let _known_zone = VenueZone::named(&opening.time_zone)?;
        let paths = folder.paths();
        let venue_keys = owner.venue_keys().map_err(LedgerError::Owner)?;
        let keys = KeyFolder::create(&paths.keys(), venue_keys, opening.sealed_by, rng)?;
        let mut venue = VenueId([0; 8]);
        rng.fill_bytes(&mut venue.0);
        let opened = VenueOpened {
            venue,
            name: opening.name,
            time_zone: opening.time_zone,
            device_key: keys.ring().signer.public(),
            owner_key: owner.public().sealing,
            owner_signing_key: owner.public().signing,
            pass_key: keys.ring().pass_signer.public(),
        };
        // Under its final name only once the first event is in it: a power cut before that leaves nothing to open.
        let half = paths.half_database();
        remove_database(&half).map_err(LedgerError::Folder)?;
        let db = database::open(&half)?;
        let failed = |error| explain("take the venue", error);
        db.execute("INSERT INTO venue (one, id) VALUES (1, ?)", [venue.0])
            .map_err(failed)?;
        insert_device(&db, FIRST_DEVICE, &opened.device_key)?;
        let mut ledger = Self::begin(db, keys, paths.clone(), opened.clone(), State::default(), now)?;
        let draft = Draft {
            actor: Actor::Technician,
            fact: Fact::VenueOpened(opened),
            record: None,
        };
        ledger.append(vec![draft], now, rng)?;
        ledger.db.close().map_err(|(_, error)| explain("close", error))?;
        std::fs::rename(&half, paths.database()).map_err(LedgerError::Folder)?;
        sync_folder(&paths.0).map_err(LedgerError::Folder)?;
        Self::open(folder, rng)
    }

    /// A ledger whose last rows have not been read, if there are any.
    pub(crate) fn begin(
        db: Connection,
        keys: KeyFolder,
        paths: Paths,
        opened: VenueOpened,
        state: State,
        now: Timestamp,
    ) -> Result<Self, LedgerError> {
        let devices = read_devices(&db)?;
        Ok(Self {
            venue: opened.venue,
            device: keys.ring().signer.device(),
            zone: VenueZone::named(&opened.time_zone)?,
            devices,
            db,
            keys,
            paths,
            state,
            opened,
            newest: Newest::NOTHING,
            clock: RetentionClock::begin(now),
            is_uncut: false,
            clock_goes: true,
            clock_written: RetentionClock::begin(Timestamp::default()),
            wrap: None,
            unreadable: 0,
            _folder: None,
        })
    }

    /// Opens a data folder and folds its events.
    ///
    /// # Errors
    /// [`LedgerError::NotSetUp`], keys that do not open, events that do not open or say nothing known.
    pub fn open(folder: DataFolder, rng: &mut impl CryptoRngCore) -> Result<Self, LedgerError> {
        let mut ledger = Self::open_unlocked(&folder.paths(), rng)?;
        ledger._folder = Some(folder);
        Ok(ledger)
    }

    /// Opens a data folder; when its database is damaged, that is moved aside and what can be saved is opened.
    ///
    /// # Errors
    /// As [`Self::open`]; [`LedgerError::BeyondRepair`] when neither the database nor its copy can be read.
    pub fn open_or_recover(
        folder: DataFolder,
        now: Timestamp,
        rng: &mut impl CryptoRngCore,
    ) -> Result<(Self, Option<Recovered>), LedgerError> {
        let paths = folder.paths();
        // A disk that fails to read now and then looks like a damaged database, but not every time.
        let mut opened = Self::open_whole(&paths, rng);
        for _ in 1..TRIES {
            if !matches!(&opened, Err(error) if error.is_damage()) {
                break;
            }
            std::thread::sleep(BETWEEN_TRIES);
            opened = Self::open_whole(&paths, rng);
        }
        let (mut ledger, recovered) = match opened {
            Err(error) if error.is_damage() => {
                let recovered = recovery::recover(&paths, now, rng)?;
                (Self::open_unlocked(&paths, rng)?, Some(recovered))
            }
            opened => (opened?, None),
        };
        ledger._folder = Some(folder);
        Ok((ledger, recovered))
    }

    fn open_whole(paths: &Paths, rng: &mut impl CryptoRngCore) -> Result<Self, LedgerError> {
        let ledger = Self::open_unlocked(paths, rng)?;
        ledger.check_pages().map(|()| ledger)
    }

    fn open_unlocked(paths: &Paths, rng: &mut impl CryptoRngCore) -> Result<Self, LedgerError> {
        recovery::finish(paths)?;
        if !paths.database().exists() {
            return Err(if paths.copy().exists() {
                LedgerError::DatabaseGone
            } else {
                LedgerError::NotSetUp
            });
        }
        paths.sweep().map_err(LedgerError::Folder)?;
        let db = database::open(&paths.database())?;
        Self::read(db, KeyFolder::open(&paths.keys(), rng)?, paths.clone())
    }

    /// Reads every page of the database and looks whether it hangs together.
    fn check_pages(&self) -> Result<(), LedgerError> {
        let found: String = self
            .db
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
            .map_err(|error| explain("check itself", error))?;
        // A page that the disk does not give is not a page that is wrong: the next try may get it.
        match found.as_str() {
            "ok" => Ok(()),
            text if text.contains("unable to get the page") => Err(LedgerError::Unreadable(found)),
            _ => Err(LedgerError::BadPage(found)),
        }
    }

    /// Looks into a data folder that another program may own at this moment. Nothing can be appended.
    ///
    /// # Errors
    /// As [`Self::open`]; [`LedgerError::Older`] when the owner has to bring the folder up to date first.
    pub fn look(root: &std::path::Path) -> Result<Self, LedgerError> {
        let paths = Paths(root.to_owned());
        if !paths.database().exists() {
            return Err(LedgerError::NotSetUp);
        }
        let read = || {
            Self::read(
                database::look(&paths.database())?,
                KeyFolder::look(&paths.keys())?,
                paths.clone(),
            )
        };
        // The owner may just be replacing the keys.
        read().or_else(|_| read())
    }

    pub(crate) fn read(db: Connection, keys: KeyFolder, paths: Paths) -> Result<Self, LedgerError> {
        let failed = |error| explain("tell its venue", error);
        let venue: Option<[u8; 8]> = db
            .query_row("SELECT id FROM venue", [], |row| row.get(0))
            .optional()
            .map_err(failed)?;
        // A database gets its name when a venue is in it.
        let venue = VenueId(venue.ok_or(LedgerError::NoVenue)?);
        let own = keys.ring().signer.device();
        let (mut state, mut newest, mut unreadable) = (State::default(), Newest::NOTHING, 0);
        let devices = read_devices(&db)?;
        if !devices.contains_key(&own) {
            return Err(LedgerError::UnknownDevice(own));
        }
        for (device, row) in devices {
            EventRow::each_after(&db, (row.no, device), 0, Bodies::Without, |row| {
                match row.open(venue, &keys)? {
                    Some(event) => state.apply(&event),
                    None => unreadable += 1,
                }
                if device == own {
                    newest = Newest {
                        seq: row.event.seq,
                        hash: row.hash,
                    };
                }
                Ok(())
            })?;
        }
        let opened = state.venue().cloned().ok_or(LedgerError::NoVenue)?;
        let clock = clock::read(&db)?;
        let paused = clock.unwrap_or_else(|| RetentionClock::begin(state.clock().physical()));
        let mut ledger = Self::begin(db, keys, paths, opened, state, Timestamp::default())?;
        ledger.newest = newest;
        ledger.unreadable = unreadable;
        ledger.clock = paused;
        ledger.clock_written = paused;
        ledger.clock_goes = false;
        Ok(ledger)
    }

    /// Appends events in one transaction. When this returns they are on the disk, all of them; when it fails, none is.
    ///
    /// Live wraps go with their visits: a check-in brings one, its end takes it away, in the same transaction.
    ///
    /// # Errors
    /// [`LedgerError::DiskFull`] or whatever the database says; [`LedgerError::KeyFile`] when a new day's key cannot be stored.
    pub fn append(
        &mut self,
        drafts: Vec<Draft>,
        now: Timestamp,
        rng: &mut impl CryptoRngCore,
    ) -> Result<Vec<EventId>, LedgerError> {
        self.start_clock(now, false);
        self.delete_dying(now, rng)?;
        self.transact(now, |writer| {
            drafts.into_iter().try_for_each(|draft| writer.write(draft, rng))
        })
    }

    /// The name that the next event will have, and those after it in order, if they are appended at `now`.
    ///
    /// # Errors
    /// As [`Self::append`], which would do the same first.
    pub fn next_event(
        &mut self,
        now: Timestamp,
        rng: &mut impl CryptoRngCore,
    ) -> Result<EventId, LedgerError> {
        self.start_clock(now, false);
        // What is written by itself comes before it.
        self.delete_dying(now, rng)?;
        Ok(EventId {
            device: self.device,
            seq: self.newest.seq + 1,
        })
    }

    /// Does `work` in one transaction and joins what it wrote into the state.
    pub(crate) fn transact(
        &mut self,
        now: Timestamp,
        work: impl FnOnce(&mut Writer<'_>) -> Result<(), LedgerError>,
    ) -> Result<Vec<EventId>, LedgerError> {
        let done = self.try_transact(now, work);
        if done.is_err() {
            // A commit that failed may still have reached the disk. What is there has happened.
            self.catch_up()?;
        }
        done
    }

    fn try_transact(
        &mut self,
        now: Timestamp,
        work: impl FnOnce(&mut Writer<'_>) -> Result<(), LedgerError>,
    ) -> Result<Vec<EventId>, LedgerError> {
        let failed = |error| explain("write events", error);
        let transaction = self.db.transaction().map_err(failed)?;
        let mut writer = Writer {
            db: &transaction,
            device: self.device,
            devices: &self.devices,
            venue: &self.opened,
            zone: &self.zone,
            state: &self.state,
            keys: &mut self.keys,
            wrap: &mut self.wrap,
            today: self.zone.day_of(self.clock.now()),
            now,
            clock: self.state.clock(),
            newest: self.newest,
            events: Vec::new(),
        };
        work(&mut writer)?;
        let (newest, events) = (writer.newest, writer.events);
        transaction.commit().map_err(failed)?;
        self.newest = newest;
        events.iter().for_each(|event| self.state.apply(event));
        Ok(events.into_iter().map(|event| event.id).collect())
    }

    fn catch_up(&mut self) -> Result<(), LedgerError> {
        let own = (self.devices[&self.device].no, self.device);
        let (venue, keys, state, newest) = (self.venue, &self.keys, &mut self.state, &mut self.newest);
        EventRow::each_after(&self.db, own, newest.seq, Bodies::Without, |row| {
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

    /// Does now what the next check-in would otherwise wait for: the arithmetic of its wrap for the owner.
    ///
    /// # Errors
    /// [`LedgerError::Owner`] when the owner's public key is no key.
    pub fn prepare(&mut self, rng: &mut impl CryptoRngCore) -> Result<(), LedgerError> {
        if self.wrap.is_none() {
            self.wrap = Some(OwnerWrap::make(&self.owner(), rng).map_err(LedgerError::Owner)?);
        }
        Ok(())
    }

    /// The day on which the venue was opened.
    pub(crate) fn first_day(&self) -> Day {
        self.zone.day_of(self.state.opened_at().unwrap_or_default())
    }

    /// What all events together say.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The venue.
    pub fn venue(&self) -> &VenueOpened {
        &self.opened
    }

    /// Whom everything is sealed to.
    pub fn owner(&self) -> OwnerPublic {
        OwnerPublic {
            sealing: self.opened.owner_key,
            signing: self.opened.owner_signing_key,
        }
    }

    /// The venue's time zone.
    pub fn zone(&self) -> &VenueZone {
        &self.zone
    }

    /// This device.
    pub fn device(&self) -> DeviceId {
        self.device
    }

    /// The data folder.
    pub fn folder(&self) -> &std::path::Path {
        &self.paths.0
    }

    /// This device's keys.
    pub fn keys(&self) -> &KeyFolder {
        &self.keys
    }

    /// This device's key of `day`, made if there is none yet.
    ///
    /// # Errors
    /// When a new one cannot be stored.
    pub fn day_key_for_writing(
        &mut self,
        day: Day,
        now: Timestamp,
        rng: &mut impl CryptoRngCore,
    ) -> Result<DayKey, LedgerError> {
        self.start_clock(now, false);
        self.delete_dying(now, rng)?;
        let today = self.today();
        self.keys.day_key_for_writing(day, today, rng)
    }

    /// Events that this device has written.
    pub fn event_count(&self) -> u64 {
        self.newest.seq
    }

    /// Events whose day's key is not here.
    pub fn unreadable_count(&self) -> usize {
        self.unreadable
    }

    pub(crate) fn row_key(&self, event: EventId) -> Result<i64, LedgerError> {
        let device = self
            .devices
            .get(&event.device)
            .ok_or(LedgerError::NoBody(event))?;
        Ok(row_key(device.no, event.seq))
    }

    pub(crate) fn row(&self, event: EventId) -> Result<EventRow, LedgerError> {
        let device = self
            .devices
            .get(&event.device)
            .ok_or(LedgerError::NoBody(event))?;
        EventRow::find(&self.db, device.no, event)?.ok_or(LedgerError::NoBody(event))
    }
}

/// The devices in the database.
pub(crate) fn read_devices(db: &Connection) -> Result<Devices, LedgerError> {
    let failed = |error| explain("tell its devices", error);
    let mut statement = db.prepare("SELECT no, public_key FROM device").map_err(failed)?;
    let rows = statement.query_map([], |row| {
        Ok(DeviceRow {
            no: row.get(0)?,
            public_key: row.get(1)?,
        })
    });
    rows.map_err(failed)?
        .map(|row| {
            row.map(|row| (DeviceId::of(&row.public_key), row))
                .map_err(failed)
        })
        .collect()
}

pub(crate) fn insert_device(db: &Connection, no: i64, public_key: &[u8; 32]) -> Result<(), LedgerError> {
    let inserted = db.execute(
        "INSERT INTO device (no, id, public_key) VALUES (?, ?, ?)",
        params![no, DeviceId::of(public_key).0, public_key],
    );
    inserted
        .map(|_| ())
        .map_err(|error| explain("take a device", error))
}
