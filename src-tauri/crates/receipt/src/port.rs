use std::io;

use thiserror::Error;

use crate::ReceiptError;

/// Something that takes a printer job.
///
/// `Ok` means that the job's bytes left this machine (or are kept), not that the paper came out: the ESC/POS line has no
/// general acknowledgement. A printer never sends a job twice by itself; whether to try again is its owner's decision,
/// because after a [`PrinterError::TimedOut`] or [`PrinterError::Io`] a paper may already be there.
pub trait Printer: Send {
    /// Sends one job, to the last byte or to an error.
    fn print(&mut self, job: &[u8]) -> Result<(), PrinterError>;

    /// Names the printer for a technician, for example `tcp:printer.venue:9100`.
    fn describe(&self) -> String;
}

/// Why a job was not printed, or not known to be.
#[derive(Debug, Error)]
pub enum PrinterError {
    /// The printer could not be opened; nothing was sent.
    #[error("printer {printer} cannot be reached")]
    Unreachable {
        /// The printer as [`Printer::describe`] names it.
        printer: String,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// The paper is used up; nothing was sent.
    #[error("the printer is out of paper")]
    PaperOut,
    /// The cover is open; nothing was sent.
    #[error("the printer's cover is open")]
    CoverOpen,
    /// The printer reports an error of the cutter, the head or the supply; nothing was sent.
    #[error("the printer reports a fault")]
    Fault,
    /// The printer says that it is off line, without a reason; nothing was sent.
    #[error("the printer is off line")]
    Offline,
    /// The printer stopped taking bytes; a part of the paper may have been printed.
    #[error("the printer took {written_bytes} bytes and then no more")]
    TimedOut {
        /// How much of the job was handed over.
        written_bytes: usize,
    },
    /// The line broke; a part of the paper may have been printed.
    #[error("the line to the printer broke after {written_bytes} bytes")]
    Io {
        /// How much of the job was handed over.
        written_bytes: usize,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// A job was kept, but its bytes cannot be drawn.
    #[error("the job was kept but cannot be drawn")]
    Draw(#[source] ReceiptError),
}
