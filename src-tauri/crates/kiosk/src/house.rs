//! Keeping house: what the kiosk does by itself, every half minute and every night.

use std::collections::BTreeSet;

use einlass_domain::{
    event::JoinSource,
    retention::ClockState,
    time::{Clock, Day},
};
use einlass_ledger::LedgerError;
use rand_core::CryptoRngCore;

use crate::{
    entrance::Entrance,
    paper_state::PaperStatus,
    screen::Notice,
    status::{Destruction, MachineStatus},
    system::free_bytes,
};

/// Below so much free room staff is told, in megabytes.
const LOW_MB: u64 = 500;
/// Below so much nobody is let in any more, in megabytes: what is left is for check-outs and for destroying.
const RESERVE_MB: u64 = 100;
/// A mended database is mentioned for so many days.
const MENTION_DAYS: i32 = 7;

/// What the kiosk remembers about keeping house.
#[derive(Debug, Default)]
pub(crate) struct House {
    uptime_ms: Option<i64>,
    night_of: Option<Day>,
    free_mb: Option<u64>,
    is_overdue: bool,
}

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// Lets the clock go on, ends overdue visits and roll calls, takes proofs of the owner's key; on a new day, and as long as that has not worked,
    /// destroys what is too old, lays a canary, and copies the database. Gives what went wrong; all else is done all the same.
    pub fn keep_house(&mut self) -> Vec<LedgerError> {
        let now = self.clock.now();
        let uptime_ms = self.clock.uptime_ms();
        let elapsed_ms = self
            .house
            .uptime_ms
            .replace(uptime_ms)
            .map_or(0, |before| uptime_ms - before);
        let is_synchronised = self.clock.is_synchronised();
        let mut errors = Vec::new();
        self.ledger.start_clock(now, is_synchronised);
        errors.extend(self.ledger.tick(now, elapsed_ms, is_synchronised).err());
        errors.extend(self.ledger.take_clock_note(now, &mut self.rng).err());
        errors.extend(self.ledger.take_proof(now, &mut self.rng).err());
        errors.extend(self.end_overdue().err());
        errors.extend(self.end_old_letters().err());
        errors.extend(self.end_old_roll_calls().err());
        self.house.free_mb = free_bytes(self.ledger.folder()).map(|bytes| bytes / 1_000_000);
        let today = self.ledger.today();
        if self.house.night_of != Some(today) || self.house.is_overdue {
            let wrong = errors.len();
            errors.extend(self.ledger.shred(now, &mut self.rng).err());
            self.house.is_overdue = self.ledger.is_overdue().unwrap_or(true);
            errors.extend(self.ledger.lay_canary(now, &mut self.rng).err());
            // A copy from before would still hold what was destroyed.
            errors.extend(self.ledger.copy().err());
            if errors.len() == wrong {
                self.house.night_of = Some(today);
            }
        }
        errors
    }

    /// Does now what the next check-in would wait for.
    pub fn prepare(&mut self) {
        // An owner's key that one cannot seal to shows itself at the check-in.
        let _ = self.ledger.prepare(&mut self.rng);
    }

    /// Whether there is room for one more visitor's record, and for what must be written after it.
    ///
    /// # Errors
    /// [`LedgerError::NoRoom`].
    pub(crate) fn need_room(&self) -> Result<(), LedgerError> {
        match self.house.free_mb {
            Some(free_mb) if free_mb < RESERVE_MB => Err(LedgerError::NoRoom { free_mb }),
            Some(_) | None => Ok(()),
        }
    }

    /// What staff should know.
    pub fn house_notices(&self) -> BTreeSet<Notice> {
        let status = self.status();
        let recovered = status
            .recovered
            .is_some_and(|day| self.ledger.today() < day.plus(MENTION_DAYS));
        let notices = [
            (status.destruction_overdue, Notice::DestructionOverdue),
            (status.owner_key_due, Notice::OwnerKeyUnproven),
            (status.clock == ClockState::Doubtful, Notice::ClockDoubtful),
            (
                self.house.free_mb.is_some_and(|free| free < LOW_MB),
                Notice::DiskLow,
            ),
            (recovered, Notice::Recovered),
        ];
        notices
            .into_iter()
            .filter(|(is_so, _)| *is_so)
            .map(|(_, notice)| notice)
            .collect()
    }

    /// How the machine is.
    pub fn status(&self) -> MachineStatus {
        let state = self.ledger.state();
        let salvaged = state
            .joined()
            .rfind(|joined| joined.source == JoinSource::Salvage);
        MachineStatus {
            sealed_by: self.ledger.keys().sealed_by(),
            retention_days: state.retention().get(),
            last_destruction: state.destructions().next_back().map(|gone| Destruction {
                day: gone.day,
                visits: gone.visits,
                events: gone.events,
                on: self.ledger.zone().day_of(gone.at),
            }),
            destruction_overdue: self.house.is_overdue,
            owner_key_proved: state.owner_key_proved(),
            owner_key_due: self.ledger.is_proof_due(self.clock.now()),
            clock: self.clock_state(),
            last_copy: self.ledger.copy_day(),
            recovered: salvaged.map(|joined| joined.day),
            free_mb: self.house.free_mb.unwrap_or(0),
            refused: state.refused().collect(),
            letters: state.waiting_letters().count(),
            events: self.ledger.event_count(),
            version: env!("CARGO_PKG_VERSION"),
            // The door itself has no printer.
            papers: PaperStatus::default(),
        }
    }
}
