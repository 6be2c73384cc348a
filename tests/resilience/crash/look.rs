//! Looks at a folder after a power cut, as the kiosk does at its next start: which of the story's states is it in, and does
//! everything hold that must hold of any ledger?

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use einlass_domain::event::{Actor, Fact, Refusal};
use einlass_domain::id::VisitId;
use einlass_domain::time::{Day, Timestamp};
use einlass_ledger::{DataFolder, Draft, Ledger, LedgerError, SealedBy, restore};
use einlass_testkit::{START, make_venue};
use einlass_vault::OwnerKey;
use rand_core::OsRng;
use rusqlite::Connection;

use crate::disk::is_for_the_moment;

/// The kiosk's data folder, below the recorded one.
pub(crate) const DATA: &str = "data";
/// Where backups go.
pub(crate) const BACKUP: &str = "stick/backup.age";
/// What every record begins with.
pub(crate) const RECORD: &[u8] = b"who came";

/// Where a story stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stand {
    events: u64,
    says: Vec<u8>,
    /// Events in the backup, when there is one.
    backup: Option<u64>,
}

/// How closely two states are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Closeness {
    /// Everything that the events say together.
    #[default]
    Exact,
    /// The visits alone: what a start after a power cut does of its own accord, it does at another time or as another device.
    Visits,
}

impl Stand {
    /// Before there is a venue.
    pub(crate) const NOWHERE: Self = Self {
        events: 0,
        says: Vec::new(),
        backup: None,
    };
}

/// What is known of a story.
#[derive(Clone, Default)]
pub(crate) struct Known {
    /// The states that it went through, in order.
    pub(crate) stands: Vec<Stand>,
    pub(crate) closeness: Closeness,
    /// Opens records and backups; none where nobody knows it any more.
    pub(crate) owner: Option<Arc<OwnerKey>>,
    /// When set, each start destroys what is too old at this time.
    pub(crate) keeps_house_at: Option<Timestamp>,
    /// The last state before that.
    pub(crate) before_house: usize,
    /// What no file may hold after that.
    pub(crate) gone: Vec<Vec<u8>>,
    /// What stands in a damaged database, which is to be kept whatever happens.
    pub(crate) damage: Option<Vec<u8>>,
}

impl Known {
    pub(crate) fn stand(&self, ledger: &Ledger, backup: Option<u64>) -> Stand {
        let (events, says) = match self.closeness {
            Closeness::Exact => (ledger.event_count(), ledger.state().digest().to_vec()),
            Closeness::Visits => {
                let visits: Vec<_> = ledger.state().visits().collect();
                (visits.len() as u64, format!("{visits:?}").into_bytes())
            }
        };
        Stand { events, says, backup }
    }

    /// The number of the state that the folder is in, or what is wrong with it.
    pub(crate) fn look(&self, root: &Path) -> Result<usize, String> {
        let data = root.join(DATA);
        let (mut ledger, found) = self.open(&data)?;
        check_certificates(&ledger)?;
        check_copy(&data.join("copy.db"))?;
        let backup = self.backup(root)?;
        let found = found.unwrap_or_else(|| self.stand(&ledger, backup));
        let mut state = self.stands.iter().position(|known| *known == found);
        // Of a day whose key is gone and whose rows are not, a check would say much.
        if state.is_some() && ledger.unreadable_count() == 0 {
            self.check(&mut ledger).map_err(text)??;
        }
        if let Some(now) = self.keeps_house_at {
            state = state.or(self.half_destroyed(&ledger));
            self.keep_house(&mut ledger, now).map_err(text)??;
            self.check_gone(&data)?;
            let after = self.stand(&ledger, backup);
            if self.closeness == Closeness::Exact && !self.stands.contains(&after) {
                return Err("after keeping house it is in a state that never was".into());
            }
            self.check(&mut ledger).map_err(text)??;
        }
        let state = state.ok_or_else(|| format!("{} events, in a state that never was", found.events))?;
        append_one_more(&mut ledger).map_err(text)?;
        drop(ledger);
        check_database(&data.join("ledger.db"))?;
        self.check_files(root)?;
        Ok(state)
    }

    /// Opens the folder; makes a venue where there was none, and says that there was none.
    fn open(&self, data: &Path) -> Result<(Ledger, Option<Stand>), String> {
        let opened = DataFolder::take(data).and_then(|folder| {
            Ledger::open_or_recover(folder, self.keeps_house_at.unwrap_or(START), &mut OsRng)
        });
        match opened {
            Ok((ledger, None)) => Ok((ledger, None)),
            Ok((ledger, Some(_))) if self.damage.is_some() => Ok((ledger, None)),
            Ok((_, Some(_))) => Err("is taken for damaged".into()),
            Err(LedgerError::NotSetUp) if self.stands.contains(&Stand::NOWHERE) => {
                let made =
                    make_venue(data).map_err(|error| format!("cannot be made again: {}", text(error)))?;
                Ok((made.0, Some(Stand::NOWHERE)))
            }
            Err(error) => Err(format!("does not open: {}", text(error))),
        }
    }

    /// Whether a day is dead and its remains are still there: then it is dead as a whole, and nobody has said yet that it is gone.
    fn half_destroyed(&self, ledger: &Ledger) -> Option<usize> {
        let dying: BTreeSet<Day> = ledger.keys().ring().dying.keys().map(|name| name.day).collect();
        let certified = ledger
            .state()
            .destructions()
            .any(|gone| dying.contains(&gone.day));
        (!dying.is_empty() && !certified && 0 < ledger.unreadable_count()).then_some(self.before_house)
    }

    fn keep_house(&self, ledger: &mut Ledger, now: Timestamp) -> Result<Result<(), String>, LedgerError> {
        ledger.start_clock(now, true);
        ledger.shred(now, &mut OsRng)?;
        ledger.copy()?;
        if ledger.is_overdue()? {
            return Ok(Err("something is left that should be gone".into()));
        }
        Ok(Ok(()))
    }

    fn check(&self, ledger: &mut Ledger) -> Result<Result<(), String>, LedgerError> {
        let verified = ledger.verify()?;
        if verified.fault.is_some() {
            return Ok(Err(format!("{verified:?}")));
        }
        let visits: Vec<(VisitId, bool)> = {
            let state = ledger.state();
            let inside: BTreeSet<VisitId> = state.open_visits().map(|(visit, _)| visit).collect();
            state
                .visits()
                .map(|(visit, _)| (visit, inside.contains(&visit)))
                .collect()
        };
        for (visit, is_inside) in visits {
            let can_look = ledger
                .live_record(visit)
                .is_ok_and(|record| record.starts_with(RECORD));
            // A copy tells nobody who is inside, so after a recovery nobody can look.
            if can_look != is_inside && (can_look || self.damage.is_none()) {
                return Ok(Err(format!(
                    "{visit}: inside {is_inside}, can be looked at {can_look}"
                )));
            }
            if let Some(owner) = &self.owner
                && !ledger.record_as_owner(visit, owner)?.starts_with(RECORD)
            {
                return Ok(Err(format!("{visit} opens to something else")));
            }
        }
        let rebuilt = ledger.rebuild()?;
        let wrong = if rebuilt.digest != ledger.state().digest() {
            "rebuilt, it says something else"
        } else if rebuilt.same_as_at_close == Some(false) {
            "rebuilt, it is said to have changed since it was closed"
        } else if rebuilt.stray_live_wraps != 0 && ledger.unreadable_count() == 0 {
            // Of a day that is being destroyed nobody can tell any more which visits were open.
            "rebuilt, it has live wraps of visits that are over"
        } else {
            return Ok(Ok(()));
        };
        Ok(Err(wrong.into()))
    }

    /// The number of events in the backup, if there is one.
    fn backup(&self, root: &Path) -> Result<Option<u64>, String> {
        let (file, owner) = (root.join(BACKUP), self.owner.as_ref());
        let Some(owner) = owner.filter(|_| file.exists()) else {
            return Ok(None);
        };
        let restored = DataFolder::make(&root.join("restored"))
            .and_then(|folder| restore(folder, &file, owner, SealedBy::File, START, &mut OsRng))
            .and_then(|ledger| ledger.verify());
        match restored.map_err(|error| format!("the backup does not open: {}", text(error)))? {
            verified if verified.fault.is_some() => Err(format!("the backup: {verified:?}")),
            // The restored device has begun with an event of its own.
            verified => Ok(Some(verified.events - 1)),
        }
    }

    /// Nothing is left over, and nothing that should be gone is in what is there.
    fn check_files(&self, root: &Path) -> Result<(), String> {
        let data = root.join(DATA);
        let keys = names(&data.join("keys"))?;
        if keys.len() != 2 {
            return Err(format!("a ring and its key are what should be there: {keys:?}"));
        }
        let known = [
            "ledger.db",
            "ledger.db-wal",
            "ledger.db-shm",
            "copy.db",
            "lock",
            "keys",
        ];
        let mut files = names(&data)?;
        if let Some(damage) = &self.damage {
            files.retain(|name| !name.starts_with("damaged-"));
            if !is_in(&data, damage) {
                return Err("the damaged database was not kept".into());
            }
        }
        if let Some(left_over) = files.iter().find(|name| !known.contains(&name.as_str())) {
            return Err(format!("{left_over} is left over"));
        }
        Ok(())
    }

    /// No file holds what should be gone, while the ledger is still open: a kiosk runs for weeks.
    fn check_gone(&self, data: &Path) -> Result<(), String> {
        let holds = self.gone.iter().find(|gone| is_in(data, gone));
        holds.map_or(Ok(()), |gone| {
            Err(format!("{} bytes of a destroyed day are still there", gone.len()))
        })
    }
}

/// A ledger that nothing can be written to is of no use.
fn append_one_more(ledger: &mut Ledger) -> Result<(), LedgerError> {
    let next = Draft {
        actor: Actor::Visitor,
        fact: Fact::ScanRefused {
            reason: Refusal::Foreign,
        },
        record: None,
    };
    let at = ledger.state().clock().physical();
    ledger.append(vec![next], at, &mut OsRng).map(|_| ())
}

/// What is said to be destroyed is destroyed, whenever the power goes.
fn check_certificates(ledger: &Ledger) -> Result<(), String> {
    let mut destroyed = ledger.state().destructions();
    let alive = destroyed.find(|gone| ledger.keys().ring().days.keys().any(|name| name.day == gone.day));
    alive.map_or(Ok(()), |gone| {
        Err(format!("{} is said to be destroyed, and has a key", gone.day))
    })
}

/// The copy beside the database, if there is one, is whole whenever the power goes.
fn check_copy(path: &Path) -> Result<(), String> {
    if !path.exists() {
        return Ok(());
    }
    check_database(path).map_err(|why| format!("the copy: {why}"))
}

fn check_database(path: &Path) -> Result<(), String> {
    let ask = || {
        let db = Connection::open(path)?;
        let whole: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        let events: i64 = db.query_row("SELECT count(*) FROM event", [], |row| row.get(0))?;
        let strays: i64 = db.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
            row.get(0)
        })?;
        Ok((whole, events, strays))
    };
    match ask() {
        Ok((whole, 1.., 0)) if whole == "ok" => Ok(()),
        Ok((whole, events, strays)) => Err(format!(
            "integrity: {whole}; {events} events; {strays} rows without the row they belong to"
        )),
        Err(error) => Err(text::<rusqlite::Error>(error)),
    }
}

/// Whether a file of the folder, or of one in it, holds the bytes. The index of the log holds nothing, and SQLite's locks on it
/// would go if it were opened here.
fn is_in(folder: &Path, bytes: &[u8]) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths = entries
        .map(|entry| entry.path())
        .filter(|path| !is_for_the_moment(&path.to_string_lossy()));
    paths.any(|path| is_in(&path, bytes) || fs::read(&path).is_ok_and(|content| contains(&content, bytes)))
}

fn contains(content: &[u8], bytes: &[u8]) -> bool {
    content.windows(bytes.len()).any(|window| window == bytes)
}

fn names(folder: &Path) -> Result<Vec<String>, String> {
    let entries = fs::read_dir(folder).map_err(text)?;
    let names = entries.map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    names.collect::<Result<_, _>>().map_err(text)
}

/// An error and what it comes from.
fn text<E: Error>(error: E) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}
