use std::{io, time::Instant};

use thiserror::Error;

use crate::{DrawerPulse, Obstacle, PrinterState, ReceiptError};

/// Something that takes a printer job.
///
/// A printer never sends a job twice by itself; whether to try again is its owner's decision, because a paper may already be
/// there (see [`PrinterError::is_blank`]).
pub trait Printer: Send {
    /// Asks how the printer is; none when it does not say.
    ///
    /// # Errors
    /// [`PrinterError::Unreachable`].
    fn state(&mut self) -> Result<Option<PrinterState>, PrinterError>;

    /// Sends one job, to its printed end or to an error; `told` hears how the printer is meanwhile, as often as it says so.
    fn print(&mut self, job: &[u8], told: &mut dyn FnMut(PrinterState)) -> Result<Delivery, PrinterError>;

    /// Has the drawer port give one pulse now; only for a printer whose profile says that it gives one at once. One that does not
    /// answer, or has something against it, gets none, and none gets it after `by`.
    ///
    /// # Errors
    /// [`PrinterError`]; where it is blank, there was no pulse and there will be none.
    fn pulse(&mut self, pulse: DrawerPulse, by: Instant) -> Result<(), PrinterError>;

    /// Names the printer for a technician, for example `tcp:printer.venue:9100`.
    fn describe(&self) -> String;
}

/// How sure it is that a job is on the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// The printer has said so, or the job is kept.
    Printed,
    /// The printer took everything and nothing was against it; more such a printer does not say.
    Sent,
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
    /// The printer says that it cannot print; nothing was sent.
    #[error("the printer does not print: {0}")]
    NotReady(Obstacle),
    /// The printer was asked how it is and did not answer; nothing was sent.
    #[error("the printer does not answer")]
    Silent,
    /// The printer stopped taking bytes; a part of the paper may have been printed.
    #[error("the printer took {written_bytes} bytes and then no more{}", because(*obstacle))]
    TimedOut {
        /// How much of the job was handed over.
        written_bytes: usize,
        /// Why, if the printer said so.
        obstacle: Option<Obstacle>,
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
    /// The printer took everything and did not say that it has printed it, although it can.
    #[error("the printer took everything but has not confirmed it{}", because(*obstacle))]
    Unconfirmed {
        /// What is against printing, if the printer said so.
        obstacle: Option<Obstacle>,
    },
    /// A job was kept, but its bytes cannot be drawn.
    #[error("the job was kept but cannot be drawn")]
    Draw(#[source] ReceiptError),
}

impl PrinterError {
    /// Whether the paper is certainly blank: nothing of the job was handed over, so that it may be sent again.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::NotReady(_) | Self::Silent => true,
            Self::TimedOut { written_bytes, .. } | Self::Io { written_bytes, .. } => *written_bytes == 0,
            Self::Unconfirmed { .. } | Self::Draw(_) => false,
        }
    }

    /// What the printer said was against printing.
    pub fn obstacle(&self) -> Option<Obstacle> {
        match self {
            Self::NotReady(obstacle) => Some(*obstacle),
            Self::TimedOut { obstacle, .. } | Self::Unconfirmed { obstacle } => *obstacle,
            Self::Unreachable { .. } | Self::Silent | Self::Io { .. } | Self::Draw(_) => None,
        }
    }
}

fn because(obstacle: Option<Obstacle>) -> String {
    obstacle.map_or_else(String::new, |obstacle| format!(": {obstacle}"))
}
