//! Tells a story of a kiosk's ledger, while it is recorded, and remembers what was promised when.

use std::fs;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::sync::Arc;

use einlass_domain::event::{Actor, EndWay, Fact, Way};
use einlass_domain::id::VisitId;
use einlass_domain::pin_id::PinId;
use einlass_domain::time::Timestamp;
use einlass_ledger::{DataFolder, Draft, Ledger, Record};
use einlass_testkit::{START, make_venue, open_venue};
use einlass_vault::Purpose;
use rand_core::OsRng;
use rusqlite::Connection;
use tempfile::TempDir;

use crate::disk::{Disk, fresh_folder};
use crate::format_1;
use crate::hunt::Story;
use crate::look::{BACKUP, Closeness, DATA, Known, RECORD, Stand};
use crate::recorder;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// A story, and what has to be known to look at what a power cut leaves of it.
pub(crate) type Played = (Story, Known);

/// A venue that things happen to.
pub(crate) struct Teller {
    folder: TempDir,
    ledger: Option<Ledger>,
    now: Timestamp,
    known: Known,
    /// Events in the backup, once there is one.
    backup: Option<u64>,
    promises: Option<Vec<(usize, usize)>>,
}

impl Teller {
    /// A new venue, closed.
    pub(crate) fn new() -> Self {
        let mut teller = Self::over(fresh_folder(), Known::default());
        teller.make();
        teller.close();
        teller
    }

    /// An empty folder, which is a state of its own: that in which there is nothing yet.
    pub(crate) fn nowhere() -> Self {
        let mut teller = Self::over(fresh_folder(), Known::default());
        teller.known.stands.push(Stand::NOWHERE);
        teller
    }

    /// A folder of format 1.
    pub(crate) fn old() -> Self {
        let mut teller = Self::over(fresh_folder(), Known::default());
        format_1::unpack(&teller.data());
        // Any program that knows it sees the same in it; ours changes it when it looks.
        teller.open();
        teller.ledger = None;
        fs::remove_dir_all(teller.data()).expect("nobody has it open any more");
        format_1::unpack(&teller.data());
        teller
    }

    /// A folder that has been written before.
    pub(crate) fn over(folder: TempDir, known: Known) -> Self {
        for name in [DATA, "stick"] {
            fs::create_dir_all(folder.path().join(name)).expect("a folder can be made");
        }
        Self {
            folder,
            ledger: None,
            now: known.keeps_house_at.unwrap_or(START),
            known,
            backup: None,
            promises: None,
        }
    }

    /// Closes the venue, if it is open, and records from here on.
    pub(crate) fn record(&mut self) {
        if self.ledger.is_some() {
            self.close();
        }
        recorder::start(self.folder.path());
        self.promises = Some(Vec::new());
    }

    /// The story so far.
    pub(crate) fn end(self, name: &'static str) -> Played {
        let log = recorder::finish();
        let promises = self.promises.expect("a story that is told is recorded");
        (Story::of(name, log, promises), self.known)
    }

    pub(crate) fn make(&mut self) {
        let (ledger, owner) = make_venue(&self.data()).expect("a venue can be made");
        self.known.owner = Some(Arc::new(owner));
        self.ledger = Some(ledger);
        self.acknowledged();
    }

    pub(crate) fn open(&mut self) {
        let opened = open_venue(&self.data()).expect("the folder is whole");
        self.ledger.insert(opened).start_clock(self.now, true);
        self.acknowledged();
    }

    /// Opens the folder as [`Self::open`], or what can be saved of it.
    pub(crate) fn recover(&mut self) {
        let folder = DataFolder::take(&self.data()).expect("nobody else has the folder");
        let opened = Ledger::open_or_recover(folder, self.now, &mut OsRng);
        let (ledger, recovered) = opened.expect("the copy is whole");
        assert!(recovered.is_some(), "the damage is seen");
        self.ledger = Some(ledger);
        self.acknowledged();
    }

    /// The power goes, with a log that is not empty, and the disk writes rubbish over a page in the middle of the database.
    pub(crate) fn damage(&mut self) {
        const RUBBISH: [u8; 4096] = [0xDB; 4096];
        let disk = Disk::read(self.folder.path());
        self.close();
        disk.write_to(self.folder.path())
            .expect("there is room for a folder in memory");
        let file = fs::OpenOptions::new().write(true).open(self.database());
        let file = file.expect("a closed database can be written to");
        let pages = file.metadata().expect("an open file can be asked about").len() / 4096;
        file.write_all_at(&RUBBISH, pages / 2 * 4096)
            .expect("it has a middle");
        self.known.damage = Some(RUBBISH.to_vec());
    }

    /// From here on only the visits are compared.
    pub(crate) fn compare_visits(&mut self) {
        self.known.closeness = Closeness::Visits;
        self.known.stands.clear();
    }

    pub(crate) fn close(&mut self) {
        let ledger = self.ledger.take().expect("the folder is open");
        ledger.close().expect("nobody else holds the folder");
    }

    pub(crate) fn tidy(&mut self) {
        self.ledger().tidy().expect("nobody else holds the log");
    }

    /// Moves the log into the database without cutting it, as SQLite itself does after every thousand pages: the next event
    /// is written over the log's beginning.
    pub(crate) fn move_log(&mut self) {
        let beside = Connection::open(self.database()).expect("the database can be opened twice");
        let moved: (i64, i64, i64) = beside
            .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .expect("the log can be moved");
        assert!(
            moved.0 == 0 && moved.1 == moved.2,
            "all of it is moved: {moved:?}"
        );
        beside.close().expect("nothing is left to do");
    }

    /// Pages in the write-ahead log (sqlite.org/fileformat2.html#walformat).
    pub(crate) fn pages_in_log(&self) -> u64 {
        let log = self.database().with_extension("db-wal");
        let log = fs::metadata(log).expect("an open ledger has a log");
        log.len() / (24 + 4096)
    }

    /// Somebody comes.
    pub(crate) fn check_in(&mut self) -> VisitId {
        self.check_in_with(RECORD.to_vec())
    }

    /// Somebody comes about whom there is much to say: more than so many pages.
    pub(crate) fn check_in_with_much(&mut self, pages: usize) -> VisitId {
        self.check_in_with(RECORD.iter().copied().cycle().take(pages * 4096).collect())
    }

    fn check_in_with(&mut self, record: Vec<u8>) -> VisitId {
        self.now = self.now.plus_ms(MINUTE_MS);
        let (now, ledger) = (self.now, self.ledger());
        let day = ledger.zone().day_of(now);
        let key = ledger.day_key_for_writing(day, now, &mut OsRng);
        let visitor = key
            .expect("the day's key can be stored")
            .derive_visitor_tag(PinId::make(&mut OsRng));
        let draft = Draft {
            actor: Actor::Visitor,
            fact: Fact::CheckedIn {
                visitor,
                until: now.plus_ms(8 * 60 * MINUTE_MS),
                way: Way::Scanned,
                zone: None,
                limit: None,
                people: None,
            },
            record: Some(Record {
                purpose: Purpose::Visit,
                plaintext: record.into(),
                pass: None,
            }),
        };
        self.append(vec![draft])[0]
    }

    /// Somebody goes, or several at once.
    pub(crate) fn check_out(&mut self, visits: &[VisitId]) {
        self.now = self.now.plus_ms(MINUTE_MS);
        let drafts = visits.iter().map(|visit| Draft {
            actor: Actor::Visitor,
            fact: Fact::CheckedOut {
                visit: *visit,
                way: EndWay::Scanned,
            },
            record: None,
        });
        self.append(drafts.collect());
    }

    fn append(&mut self, drafts: Vec<Draft>) -> Vec<VisitId> {
        let now = self.now;
        let events = self.ledger().append(drafts, now, &mut OsRng);
        let events = events.expect("the ledger takes events");
        self.acknowledged();
        events
    }

    /// So many days pass while the kiosk is off. It asks a time server when it starts.
    pub(crate) fn days_later(&mut self, days: i64) {
        self.close();
        self.now = self.now.plus_ms(days * DAY_MS);
        self.open();
    }

    /// From now on, whatever a power cut leaves, the next start destroys what is too old today; nothing may be left then of what
    /// the events of `visits`' day hold now.
    pub(crate) fn expect_gone(&mut self, visit: VisitId) {
        self.known.keeps_house_at = Some(self.now);
        let db = Connection::open(self.database()).expect("the database can be opened");
        let sql = "SELECT head FROM event WHERE lasting = 0 AND day = (SELECT day FROM event WHERE id & 0xFFFFFF = ?1)
                   UNION SELECT body FROM event WHERE body IS NOT NULL AND day = (SELECT day FROM event WHERE id & 0xFFFFFF = ?1)";
        let mut statement = db.prepare(sql).expect("events have heads and bodies");
        let rows = statement.query_map([visit.seq as i64], |row| row.get::<_, Vec<u8>>(0));
        let rows = rows
            .expect("events can be read")
            .map(|row| row.expect("events can be read"));
        // Enough to be told from chance, little enough to lie on one page.
        self.known.gone.extend(rows.map(|sealed| sealed[..24].to_vec()));
        assert!(!self.known.gone.is_empty(), "there is something to be destroyed");
    }

    /// The kiosk keeps house: destroys what is too old, then makes its copy anew.
    pub(crate) fn keep_house(&mut self) {
        self.known.before_house = self.known.stands.len() - 1;
        let now = self.now;
        self.ledger()
            .shred(now, &mut OsRng)
            .expect("what is too old can be destroyed");
        self.acknowledged();
        self.copy();
    }

    pub(crate) fn copy(&mut self) {
        self.ledger().copy().expect("the database can be copied");
    }

    /// A backup on a stick.
    pub(crate) fn back_up(&mut self) {
        let to = self.folder.path().join(BACKUP);
        self.ledger().backup(&to).expect("a backup can be written");
        self.backup = Some(self.ledger().event_count());
        self.acknowledged();
    }

    /// What was done up to here, somebody has been told.
    fn acknowledged(&mut self) {
        let backup = self.backup;
        let stand = self
            .known
            .stand(self.ledger.as_ref().expect("the folder is open"), backup);
        let state = self.known.stands.iter().position(|known| *known == stand);
        let state = state.unwrap_or_else(|| {
            self.known.stands.push(stand);
            self.known.stands.len() - 1
        });
        if let Some(promises) = &mut self.promises {
            promises.push((recorder::position(), state));
        }
    }

    fn ledger(&mut self) -> &mut Ledger {
        self.ledger.as_mut().expect("the folder is open")
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join(DATA)
    }

    fn database(&self) -> PathBuf {
        self.data().join("ledger.db")
    }
}
