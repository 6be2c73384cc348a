//! The clock that ages are measured by, as the ledger keeps it: going while the program runs, written down now and then.

use std::path::Path;

use einlass_domain::{
    event::{Actor, Fact},
    retention::RetentionClock,
    time::{Day, Timestamp},
};
use rand_core::CryptoRngCore;
use rusqlite::{Connection, OptionalExtension};

use crate::{
    Draft, Ledger, LedgerError,
    data_folder::{Paths, write_durably},
    database::explain,
};

/// The clock's reading is written down when it has moved so far, in milliseconds.
const CLOCK_STEP_MS: i64 = 10 * 60_000;

impl Ledger {
    /// The clock that ages are measured by begins to go: after a stop, when this is called first. See
    /// [`RetentionClock::resume`].
    pub fn start_clock(&mut self, wall: Timestamp, is_synchronised: bool) {
        if !self.clock_goes {
            self.clock = self.clock.resume(wall, is_synchronised);
            self.clock_goes = true;
        }
    }

    /// The clock that ages are measured by goes on: `elapsed_ms` by a clock that nobody can set. Written down now and then.
    ///
    /// # Errors
    /// When it cannot be written down; it goes on all the same.
    pub fn tick(
        &mut self,
        wall: Timestamp,
        elapsed_ms: i64,
        is_synchronised: bool,
    ) -> Result<(), LedgerError> {
        self.start_clock(wall, is_synchronised);
        self.clock.tick(wall, elapsed_ms, is_synchronised);
        let moved = self.clock.now().ms_since(self.clock_written.now()).abs();
        if moved >= CLOCK_STEP_MS || self.clock.is_doubtful() != self.clock_written.is_doubtful() {
            self.write_clock()?;
        }
        Ok(())
    }

    /// Somebody has looked at the wall clock and says that it is right.
    ///
    /// # Errors
    /// When it cannot be recorded.
    pub fn confirm_clock(&mut self, now: Timestamp, rng: &mut impl CryptoRngCore) -> Result<(), LedgerError> {
        self.start_clock(now, false);
        self.clock.confirm(now);
        self.write_clock()?;
        let draft = Draft {
            actor: Actor::Technician,
            fact: Fact::ClockConfirmed,
            record: None,
        };
        self.append(vec![draft], now, rng).map(|_| ())
    }

    /// Takes the note of a technician who has looked at the clock while the kiosk runs, if it is a fresh one; whether it was.
    ///
    /// # Errors
    /// When it cannot be read or recorded.
    pub fn take_clock_note(
        &mut self,
        now: Timestamp,
        rng: &mut impl CryptoRngCore,
    ) -> Result<bool, LedgerError> {
        let path = self.paths.clock_note();
        let seen = match std::fs::read_to_string(&path) {
            Ok(text) => text.trim().parse().ok().map(Timestamp),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(LedgerError::Folder(error)),
        };
        std::fs::remove_file(&path).map_err(LedgerError::Folder)?;
        // The clock may have jumped again since.
        let is_fresh = seen.is_some_and(|seen| now.ms_since(seen).abs() <= CLOCK_STEP_MS);
        if is_fresh {
            self.confirm_clock(now, rng)?;
        }
        Ok(is_fresh)
    }

    pub(crate) fn write_clock(&mut self) -> Result<(), LedgerError> {
        let bytes = minicbor::to_vec(self.clock).expect("writing to memory does not fail");
        let written = self.db.execute(
            "INSERT INTO clock (one, clock) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET clock = ?1",
            [bytes],
        );
        written.map_err(|error| explain("note its clock", error))?;
        self.clock_written = self.clock;
        Ok(())
    }

    /// Whether the wall clock is doubted.
    pub fn is_clock_doubtful(&self) -> bool {
        self.clock.is_doubtful()
    }

    /// The day that ages are measured from.
    pub fn today(&self) -> Day {
        self.zone().day_of(self.clock.now())
    }
}

/// Leaves a note for the kiosk that owns the folder: somebody has looked at the clock, and it is right.
///
/// # Errors
/// [`LedgerError::Folder`].
pub fn leave_clock_note(root: &Path, now: Timestamp) -> Result<(), LedgerError> {
    let path = Paths(root.to_owned()).clock_note();
    write_durably(&path, now.0.to_string().as_bytes()).map_err(LedgerError::Folder)
}

/// The clock as it stood last; none when it was never written down.
pub(crate) fn read(db: &Connection) -> Result<Option<RetentionClock>, LedgerError> {
    let failed = |error| explain("tell its clock", error);
    let bytes: Option<Vec<u8>> = db
        .query_row("SELECT clock FROM clock", [], |row| row.get(0))
        .optional()
        .map_err(failed)?;
    // A reading that cannot be understood is as good as none: the newest event's time stands in for it.
    Ok(bytes.and_then(|bytes| minicbor::decode(&bytes).ok()))
}
