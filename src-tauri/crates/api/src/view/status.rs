//! The status page: how the machine is, for whoever looks after it. No personal data.

use einlass_domain::{event::Refusal, retention::ClockState};
use einlass_kiosk::{Destruction, MachineStatus, PaperEnd, PaperStatus, PrinterIs, SealedBy};
use serde::Serialize;

use super::mirrored::mirrored;

/// The status page. Days are written `21.11.2026`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct StatusView {
    /// What seals the device key.
    pub sealed_by: SealedByView,
    /// Days that visits are kept.
    pub retention_days: u8,
    /// The newest destruction; none when no day was old enough yet.
    pub last_destruction: Option<DestructionView>,
    /// Whether days are left that should be gone.
    pub destruction_overdue: bool,
    /// The day on which the owner's key was last proved.
    pub owner_key_proved: Option<String>,
    /// Whether it is time to prove it again.
    pub owner_key_due: bool,
    /// Whether the clock can be believed.
    pub clock: ClockView,
    /// The day of the newest copy of the ledger on this machine.
    pub last_copy: Option<String>,
    /// The day on which a damaged database was replaced.
    pub recovered: Option<String>,
    /// Free room on the disk, in megabytes.
    #[cfg_attr(test, ts(type = "number"))]
    pub free_mb: u64,
    /// Refused codes of the days that are kept, by reason.
    pub refused: Vec<RefusedView>,
    /// Messages to visitors that wait for their way out.
    pub letters: usize,
    /// Events that are kept.
    #[cfg_attr(test, ts(type = "number"))]
    pub events: u64,
    /// The program's version.
    pub version: String,
    /// Printer and papers.
    pub papers: PaperStatusView,
}

/// How it stands with printer and papers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PaperStatusView {
    /// How the printer is.
    pub printer: PrinterIsView,
    /// Whether something is being printed, or waits for the printer.
    pub is_busy: bool,
    /// How the last paper went; none as long as there was none.
    pub last: Option<LastPaperView>,
    /// Papers of which nobody knows whether they came out, oldest first.
    pub unsettled: Vec<UnsettledPaperView>,
}

/// A paper of which nobody knows whether it came out.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct UnsettledPaperView {
    /// What it is known by.
    #[cfg_attr(test, ts(type = "number"))]
    pub paper: u64,
    /// When it was begun, `14:05`.
    pub at: String,
}

/// How the last paper went.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LastPaperView {
    /// How.
    pub end: PaperEndView,
    /// When, `14:05`.
    pub at: String,
}

mirrored! {
    /// How the printer is.
    PrinterIsView, PrinterIs,
    /// Nothing is known to be against printing.
    Ready = PrinterIs::Ready,
    /// The roll is near its end.
    PaperLow = PrinterIs::PaperLow,
    /// The roll is used up.
    PaperOut = PrinterIs::PaperOut,
    /// The cover is open.
    CoverOpen = PrinterIs::CoverOpen,
    /// The cutter is jammed.
    Jammed = PrinterIs::Jammed,
    /// Something is wrong with the head, the supply or the mechanism.
    Faulty = PrinterIs::Faulty,
    /// It says that it is off line, without a reason.
    Offline = PrinterIs::Offline,
    /// It says nothing of itself, and the last paper did not come or took too long.
    Doubtful = PrinterIs::Doubtful,
    /// It is switched off, or its line is broken.
    Unreachable = PrinterIs::Unreachable,
    /// There is none.
    Missing = PrinterIs::Missing,
}

mirrored! {
    /// How a paper went.
    PaperEndView, PaperEnd,
    /// It came out.
    Printed = PaperEnd::Printed,
    /// The printer took all of it and can say no more.
    Sent = PaperEnd::Sent,
    /// It did not.
    Failed = PaperEnd::Failed,
    /// Nobody knows.
    Unknown = PaperEnd::Unknown,
}

/// One destroyed day.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DestructionView {
    /// Which day was destroyed.
    pub day: String,
    /// Visits of it.
    pub visits: u32,
    /// Events of it.
    #[cfg_attr(test, ts(type = "number"))]
    pub events: u64,
    /// On which day that was.
    pub on: String,
}

/// How many codes were refused for one reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RefusedView {
    /// Why.
    pub reason: RefusalView,
    /// How many.
    pub count: usize,
}

mirrored! {
    /// What seals the device key.
    SealedByView, SealedBy,
    /// The TPM of this machine.
    Tpm = SealedBy::Tpm,
    /// The credential key of this machine's systemd.
    SystemdCredential = SealedBy::SystemdCredential,
    /// Nothing but the rights of a file.
    File = SealedBy::File,
}

mirrored! {
    /// Whether the clock can be believed.
    ClockView, ClockState,
    /// It is synchronised with a time server.
    Synchronised = ClockState::Synchronised,
    /// It runs by itself and has not jumped.
    Running = ClockState::Running,
    /// It has jumped, and nobody has said that it is right.
    Doubtful = ClockState::Doubtful,
}

mirrored! {
    /// Why a code was refused.
    RefusalView, Refusal,
    /// Something else than an entry pass.
    Foreign = Refusal::Foreign,
    /// A damaged pass.
    Malformed = Refusal::Malformed,
    /// A pass of another format version.
    Version = Refusal::Version,
    /// A pass of another venue.
    Issuer = Refusal::Issuer,
    /// The signature does not fit.
    Signature = Refusal::Signature,
    /// Not valid yet.
    NotYet = Refusal::NotYet,
    /// Not valid any more.
    Expired = Refusal::Expired,
    /// The code of a phone that is not from now.
    Stale = Refusal::Stale,
    /// The paper of a pass that was replaced or given up.
    Dead = Refusal::Dead,
    /// The venue was closed.
    Closed = Refusal::Closed,
    /// As many people were inside as may be.
    Full = Refusal::Full,
    /// Who had left might not come again yet.
    ReEntry = Refusal::ReEntry,
    /// The address was not confirmed in time.
    Unconfirmed = Refusal::Unconfirmed,
}

impl From<&MachineStatus> for StatusView {
    fn from(status: &MachineStatus) -> Self {
        Self {
            sealed_by: status.sealed_by.into(),
            retention_days: status.retention_days,
            last_destruction: status.last_destruction.map(DestructionView::from),
            destruction_overdue: status.destruction_overdue,
            owner_key_proved: status.owner_key_proved.map(|day| day.dotted()),
            owner_key_due: status.owner_key_due,
            clock: status.clock.into(),
            last_copy: status.last_copy.map(|day| day.dotted()),
            recovered: status.recovered.map(|day| day.dotted()),
            free_mb: status.free_mb,
            refused: refused_views(&status.refused),
            letters: status.letters,
            events: status.events,
            version: status.version.to_owned(),
            papers: (&status.papers).into(),
        }
    }
}

fn unsettled_view((paper, at): &(u64, String)) -> UnsettledPaperView {
    UnsettledPaperView {
        paper: *paper,
        at: at.clone(),
    }
}

impl From<&PaperStatus> for PaperStatusView {
    fn from(papers: &PaperStatus) -> Self {
        Self {
            printer: papers.printer.into(),
            is_busy: papers.is_busy,
            last: papers.last.as_ref().map(|(end, at)| LastPaperView {
                end: (*end).into(),
                at: at.clone(),
            }),
            unsettled: papers.unsettled.iter().map(unsettled_view).collect(),
        }
    }
}

pub(super) fn refused_views(refused: &[(Refusal, usize)]) -> Vec<RefusedView> {
    let view = |(reason, count): &(Refusal, usize)| RefusedView {
        reason: (*reason).into(),
        count: *count,
    };
    refused.iter().map(view).collect()
}

impl From<Destruction> for DestructionView {
    fn from(destruction: Destruction) -> Self {
        Self {
            day: destruction.day.dotted(),
            visits: destruction.visits,
            events: destruction.events,
            on: destruction.on.dotted(),
        }
    }
}
