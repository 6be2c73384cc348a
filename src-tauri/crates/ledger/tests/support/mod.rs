//! A venue with a clock that is set by hand, for tests of what happens over days.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use einlass_domain::{
    event::{Actor, EndWay, Fact, Way},
    fold::Destruction,
    id::{EventId, VisitId, VisitorTag},
    time::{Day, Timestamp},
};
use einlass_ledger::{DataFolder, Draft, Ledger, Opening, Record, SealedBy};
use einlass_vault::{DeviceDay, OwnerKey, Purpose, open_file};
use rand_core::OsRng;
use tempfile::TempDir;
use zeroize::Zeroizing;

/// 2026-09-21, 16:13 in Berlin.
pub(crate) const NOON: Timestamp = Timestamp(1_790_000_000_000);
/// What every record holds.
pub(crate) const NAME: &str = "Zwölf-Prüfung";
const DAY_MS: i64 = 86_400_000;

pub(crate) struct Venue {
    pub(crate) ledger: Ledger,
    pub(crate) owner: OwnerKey,
    pub(crate) now: Timestamp,
    pub(crate) folder: TempDir,
}

impl Venue {
    pub(crate) fn open() -> Self {
        Self::open_at(NOON)
    }

    pub(crate) fn open_at(now: Timestamp) -> Self {
        let folder = TempDir::new().unwrap();
        let owner = OwnerKey::make(&mut OsRng);
        let opening = Opening {
            name: "Museum".into(),
            time_zone: "Europe/Berlin".into(),
            sealed_by: SealedBy::File,
        };
        let data = DataFolder::make(&folder.path().join("data")).unwrap();
        let ledger = Ledger::create(data, opening, &owner, now, &mut OsRng).unwrap();
        Self {
            ledger,
            owner,
            now,
            folder,
        }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn append(&mut self, fact: Fact) -> EventId {
        self.ledger
            .append(vec![draft(fact)], self.now, &mut OsRng)
            .unwrap()[0]
    }

    pub(crate) fn check_in(&mut self, who: u8) -> VisitId {
        let fact = Fact::CheckedIn {
            visitor: VisitorTag([who; 16]),
            until: self.now.plus_ms(3_600_000),
            way: Way::Scanned,
            zone: None,
            limit: None,
            people: None,
        };
        let record = Record {
            purpose: Purpose::Visit,
            plaintext: Zeroizing::new(format!("{NAME} {who}").into_bytes()),
            pass: None,
        };
        let draft = Draft {
            record: Some(record),
            ..draft(fact)
        };
        self.ledger.append(vec![draft], self.now, &mut OsRng).unwrap()[0]
    }

    pub(crate) fn check_out(&mut self, visit: VisitId) {
        self.append(Fact::CheckedOut {
            visit,
            way: EndWay::Scanned,
        });
    }

    /// The key of the own device's day, if it lives.
    pub(crate) fn day_key(&self, day: Day) -> Option<[u8; 32]> {
        let device = self.ledger.device();
        let key = self.ledger.keys().day_key(DeviceDay { day, device });
        key.map(|key| **key.expose())
    }

    pub(crate) fn day_of(&self, visit: VisitId) -> Day {
        self.ledger.state().visit(visit).unwrap().opened().unwrap().day
    }

    /// The kiosk runs on; nothing happens.
    pub(crate) fn days_later(&mut self, days: i64) {
        for _ in 0..days * 24 {
            self.now = self.now.plus_ms(DAY_MS / 24);
            self.ledger.tick(self.now, DAY_MS / 24, false).unwrap();
        }
    }

    pub(crate) fn shred(&mut self) -> Vec<Destruction> {
        self.ledger.shred(self.now, &mut OsRng).unwrap()
    }

    pub(crate) fn assert_whole(&self) {
        assert_eq!(self.ledger.verify().unwrap().fault, None);
    }

    pub(crate) fn key_files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.data().join("keys")).unwrap();
        let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
        entries.map(name).collect()
    }

    /// Lets go of the folder; the venue stands aside in an empty one.
    pub(crate) fn stop(&mut self) {
        let aside = Self::open_at(self.now);
        drop(std::mem::replace(&mut self.ledger, aside.ledger));
        drop(aside.folder);
    }

    pub(crate) fn start(&mut self) {
        // A process that another test is just starting holds every lock of this one for a moment.
        let folder = (0..100).find_map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(10));
            DataFolder::take(&self.data()).ok()
        });
        self.ledger = Ledger::open(folder.unwrap(), &mut OsRng).unwrap();
    }

    pub(crate) fn restart(&mut self) {
        self.stop();
        self.start();
        self.ledger.start_clock(self.now, false);
    }

    pub(crate) fn copy_of_data(&self) -> TempDir {
        let copy = TempDir::new().unwrap();
        copy_folder(&self.data(), &copy.path().join("data"));
        copy
    }

    /// Puts an older copy of the folder back, with other keys if given.
    pub(crate) fn replace_data(&self, copy: &TempDir, keys: Option<&Path>) {
        let kept = TempDir::new().unwrap();
        if let Some(keys) = keys {
            copy_folder(keys, &kept.path().join("keys"));
        }
        fs::remove_dir_all(self.data()).unwrap();
        copy_folder(&copy.path().join("data"), &self.data());
        if keys.is_some() {
            fs::remove_dir_all(self.data().join("keys")).unwrap();
            copy_folder(&kept.path().join("keys"), &self.data().join("keys"));
        }
    }

    /// Changes the database behind the ledger's back.
    pub(crate) fn change(&self, sql: &str) {
        let db = rusqlite::Connection::open(self.data().join("ledger.db")).unwrap();
        db.execute_batch(sql).unwrap();
    }

    pub(crate) fn open_backup(&self, path: &Path) -> Vec<u8> {
        let mut opened = Vec::new();
        open_file(&self.owner, fs::File::open(path).unwrap(), &mut opened).unwrap();
        opened
    }
}

pub(crate) fn draft(fact: Fact) -> Draft {
    Draft {
        actor: Actor::Visitor,
        fact,
        record: None,
    }
}

/// The days of the rows in the bytes of a database.
pub(crate) fn rows_of(database: &[u8]) -> Vec<Day> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("x.db");
    fs::write(&path, database).unwrap();
    let db = rusqlite::Connection::open(&path).unwrap();
    let mut statement = db.prepare("SELECT day FROM event WHERE lasting = 0").unwrap();
    let days = statement.query_map([], |row| row.get(0).map(Day)).unwrap();
    days.map(Result::unwrap).collect()
}

pub(crate) fn copy_folder(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-r").arg(from).arg(to).status().unwrap();
    assert!(copied.success());
}

pub(crate) fn contains_anywhere(folder: &Path, needle: &[u8]) -> bool {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut entries = entries.into_iter();
    entries.any(|path| {
        if path.is_dir() {
            contains_anywhere(&path, needle)
        } else {
            contains(&fs::read(path).unwrap(), needle)
        }
    })
}

pub(crate) fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
