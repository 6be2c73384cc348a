//! The end of a day: its key is destroyed, then its events, then the traces of both.
//!
//! 1. The key ring is written anew without the day's key, under a new device key; the old ones are overwritten and removed. From
//!    here on nothing opens the day, in no backup either. The ring remembers that the day is dying.
//! 2. One transaction deletes the day's rows and appends the event that says so, with the hashes that keep the chain checkable.
//! 3. The write-ahead log is moved into the database and cut. SQLite overwrites what it deletes (`secure_delete`).
//! 4. The copy of the database is made anew.
//!
//! Whenever the power fails in between, the next start goes on where it stopped: there is never a certificate of something that
//! did not happen.

use std::collections::{BTreeMap, BTreeSet};

use einlass_domain::{
    event::{Actor, DayDestroyed, Fact, Run},
    fold::Destruction,
    time::{Day, Timestamp},
};
use einlass_vault::DeviceDay;
use rand_core::CryptoRngCore;
use rusqlite::{Connection, params};

use crate::{
    Draft, Ledger, LedgerError,
    database::explain,
    event_row::{SEQ_MASK, row_key},
    ledger::Devices,
};

impl Ledger {
    /// Destroys every day that is older than the setting allows, and finishes destructions that were interrupted. Says what was
    /// destroyed. Harmless when there is nothing to do.
    ///
    /// # Errors
    /// Whatever stopped it; what is destroyed then is destroyed, and calling it again goes on. [`LedgerError::NotCut`] when only
    /// the last step is missing.
    pub fn shred(
        &mut self,
        now: Timestamp,
        rng: &mut impl CryptoRngCore,
    ) -> Result<Vec<Destruction>, LedgerError> {
        self.start_clock(now, false);
        let known: BTreeSet<_> = self.state.destructions().map(|gone| gone.event).collect();
        self.delete_dying(now, rng)?;
        let over = self.days_over()?;
        if !over.is_empty() {
            // Nobody inside or called, no message on its way: the live key can go too, and with it every live wrap that lies in an
            // old block or an old copy.
            let fresh_live = self.state.open_visits().len() == 0
                && self.state.waiting_letters().next().is_none()
                && self.state.running_roll_calls().next().is_none();
            let today = self.today();
            self.keys.destroy(over, today, fresh_live, rng)?;
            self.is_uncut = true;
            self.delete_dying(now, rng)?;
        }
        if self.is_uncut {
            self.tidy()?;
        }
        let gone = self
            .state
            .destructions()
            .filter(|gone| !known.contains(&gone.event));
        Ok(gone.copied().collect())
    }

    /// Whether something is left that should be gone.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn is_overdue(&self) -> Result<bool, LedgerError> {
        Ok(self.is_uncut || !self.days_over()?.is_empty() || self.is_dying_left()?)
    }

    /// Whether a day whose key is destroyed has events left. The ring remembers such a day until it is written the next time, which
    /// may be after they are gone.
    fn is_dying_left(&self) -> Result<bool, LedgerError> {
        let dying = &self.keys.ring().dying;
        Ok(!dying.is_empty()
            && days_of_rows(&self.db, &self.devices)?
                .iter()
                .any(|name| dying.contains_key(name)))
    }

    /// Days that are kept no longer, with their visits: by the day their key was made, or, where there is no key, by the day itself.
    fn days_over(&self) -> Result<BTreeMap<DeviceDay, u32>, LedgerError> {
        let (today, retention) = (self.today(), self.state.retention());
        let keys = &self.keys.ring().days;
        let mut over: BTreeMap<DeviceDay, u32> = keys
            .iter()
            .filter(|(name, dated)| retention.is_over(self.made(**name, dated.made), today))
            .map(|(name, _)| (*name, 0))
            .collect();
        let keyless = days_of_rows(&self.db, &self.devices)?
            .into_iter()
            .filter(|name| !keys.contains_key(name) && retention.is_over(name.day, today));
        over.extend(keyless.map(|name| (name, 0)));
        if !over.is_empty() {
            for (id, opened) in self.state.visits() {
                let (day, device) = (opened.day, id.device);
                over.entry(DeviceDay { day, device })
                    .and_modify(|visits| *visits += 1);
            }
        }
        Ok(over)
    }

    /// The day on which a day's key was made, as far as is known now.
    pub fn made(&self, name: DeviceDay, believed_then: Day) -> Day {
        self.clock
            .made(name.day, believed_then, |at| self.zone().day_of(at))
    }

    /// Deletes the events of days whose keys are destroyed, and says so in the log.
    pub(crate) fn delete_dying(
        &mut self,
        now: Timestamp,
        rng: &mut impl CryptoRngCore,
    ) -> Result<(), LedgerError> {
        if self.keys.ring().dying.is_empty() {
            return Ok(());
        }
        let dying = self.keys.ring().dying.clone();
        let devices = self.devices.clone();
        self.transact(now, |writer| {
            // What the state was at the last close cannot be made anew without these events.
            let forgotten = writer.db.execute("DELETE FROM fold", []);
            forgotten.map_err(|error| explain("forget its last state", error))?;
            for (name, visits) in dying {
                let Some(row) = devices.get(&name.device) else {
                    continue;
                };
                let Some(destroyed) = delete_day(writer.db, row.no, name, visits)? else {
                    continue;
                };
                let draft = Draft {
                    actor: Actor::Kiosk,
                    fact: Fact::DayDestroyed(destroyed),
                    record: None,
                };
                writer.write(draft, rng)?;
            }
            Ok(())
        })?;
        self.keys.forget_dying();
        self.is_uncut = true;
        Ok(())
    }

    /// Moves the write-ahead log into the database and cuts it, so that what was deleted is gone from both.
    ///
    /// # Errors
    /// [`LedgerError::NotCut`] while another program reads; nothing is lost then, only not yet overwritten.
    pub fn tidy(&mut self) -> Result<(), LedgerError> {
        let failed = |error| explain("cut its write-ahead log", error);
        let result: (i64, i64, i64) = self
            .db
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .map_err(failed)?;
        if result == (0, 0, 0) {
            self.is_uncut = false;
            Ok(())
        } else {
            Err(LedgerError::NotCut)
        }
    }
}

fn days_of_rows(db: &Connection, devices: &Devices) -> Result<Vec<DeviceDay>, LedgerError> {
    let failed = |error| explain("tell its days", error);
    let mut names = Vec::new();
    for (device, row) in devices {
        let mut statement = db
            .prepare_cached("SELECT DISTINCT day FROM event WHERE id > ? AND id < ? AND lasting = 0")
            .map_err(failed)?;
        let rows = [row_key(row.no, 0), row_key(row.no + 1, 0)];
        let days = statement.query_map(rows, |row| row.get(0).map(Day));
        for day in days.map_err(failed)? {
            names.push(DeviceDay {
                day: day.map_err(failed)?,
                device: *device,
            });
        }
    }
    Ok(names)
}

/// Deletes one device's events of one day; none when there are none.
fn delete_day(
    db: &Connection,
    no: i64,
    name: DeviceDay,
    visits: u32,
) -> Result<Option<DayDestroyed>, LedgerError> {
    let failed = |error| explain("delete a day", error);
    let (day, first, end) = (name.day, row_key(no, 0), row_key(no + 1, 0));
    let mut destroyed = DayDestroyed {
        day,
        device: name.device,
        visits,
        runs: Vec::new(),
    };
    let mut statement = db
        .prepare_cached(
            "SELECT id, hash FROM event WHERE id > ? AND id < ? AND day = ? AND lasting = 0 ORDER BY id",
        )
        .map_err(failed)?;
    let mut rows = statement.query(params![first, end, day.0]).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        let key: i64 = row.get(0).map_err(failed)?;
        let seq = u64::try_from(key & SEQ_MASK).expect("40 bits are not negative");
        let hash = row.get(1).map_err(failed)?;
        match destroyed.runs.last_mut() {
            Some(run) if run.last + 1 == seq => (run.last, run.hash) = (seq, hash),
            _ => destroyed.runs.push(Run {
                first: seq,
                last: seq,
                hash,
            }),
        }
    }
    if destroyed.runs.is_empty() {
        return Ok(None);
    }
    db.execute(
        "DELETE FROM event WHERE id > ? AND id < ? AND day = ? AND lasting = 0",
        params![first, end, day.0],
    )
    .map_err(failed)?;
    Ok(Some(destroyed))
}
