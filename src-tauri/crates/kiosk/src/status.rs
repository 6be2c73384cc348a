//! How the machine is, for whoever looks after it. Holds no personal data.

use einlass_domain::{event::Refusal, retention::ClockState, time::Day};
use einlass_ledger::SealedBy;

use crate::paper_state::PaperStatus;

/// The status page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MachineStatus {
    /// What seals the device key.
    pub sealed_by: SealedBy,
    /// Days that visits are kept.
    pub retention_days: u8,
    /// The newest destruction; none when no day was old enough yet.
    pub last_destruction: Option<Destruction>,
    /// Whether days are left that should be gone.
    pub destruction_overdue: bool,
    /// The day on which the owner's key was last proved to open what is written here.
    pub owner_key_proved: Option<Day>,
    /// Whether it is time to prove it again.
    pub owner_key_due: bool,
    /// Whether the clock can be believed.
    pub clock: ClockState,
    /// The day of the newest copy of the ledger on this machine.
    pub last_copy: Option<Day>,
    /// The day on which a damaged database was replaced.
    pub recovered: Option<Day>,
    /// Free room on the disk, in megabytes.
    pub free_mb: u64,
    /// Refused codes of the days that are kept, by reason.
    pub refused: Vec<(Refusal, usize)>,
    /// Messages to visitors that wait for their way out.
    pub letters: usize,
    /// Events that are kept.
    pub events: u64,
    /// The program's version.
    pub version: &'static str,
    /// Printer and papers.
    pub papers: PaperStatus,
}

/// One destroyed day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Destruction {
    /// Which day was destroyed.
    pub day: Day,
    /// Visits of it.
    pub visits: u32,
    /// Events of it.
    pub events: u64,
    /// On which day that was.
    pub on: Day,
}
