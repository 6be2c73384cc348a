//! The gate behind a verdict, a door or a turnstile, and the port through which it is asked to open.

use std::{
    error::Error,
    time::{Duration, Instant},
};

/// Which way somebody goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heading {
    /// Into the venue.
    In,
    /// Out of it.
    Out,
}

/// What became of a gate that was asked to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passage {
    /// Somebody went through.
    Passed,
    /// It has opened; more such a gate does not tell.
    Opened,
    /// It has opened, and nobody went through.
    NotPassed,
}

/// How long a gate is told to open, and how long somebody may take to go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateTimes {
    /// Of the signal. Turnstile makers ask for a tenth of a second at least.
    pub pulse: Duration,
    /// From the signal on.
    pub passage: Duration,
}

impl GateTimes {
    /// The usual pulse, in milliseconds.
    pub const PULSE_MS: u64 = 500;
    /// The usual time to go through, in seconds: after so long turnstiles lock again by themselves.
    pub const PASSAGE_S: u64 = 5;

    /// A pulse in milliseconds, and a time to go through in seconds.
    pub fn new(pulse_ms: u64, passage_s: u64) -> Self {
        Self {
            pulse: Duration::from_millis(pulse_ms),
            passage: Duration::from_secs(passage_s),
        }
    }
}

impl Default for GateTimes {
    fn default() -> Self {
        Self::new(Self::PULSE_MS, Self::PASSAGE_S)
    }
}

/// Opens for one person at a time.
pub trait Gate: Send {
    /// Sees whether the gate can be used, and shuts what was left open. At the start, and every now and then while nobody comes.
    ///
    /// # Errors
    /// [`GateError`].
    fn ready(&mut self) -> Result<(), GateError>;

    /// Whether it tells that somebody went through.
    fn has_sensor(&self) -> bool;

    /// Opens once, and comes back when somebody is through or the time for that is over. The signal is given once, and not after
    /// `by`: a gate that opens late opens for somebody else.
    ///
    /// # Errors
    /// [`GateError`].
    fn open(&mut self, heading: Heading, by: Instant) -> Result<Passage, GateError>;

    /// Names the gate for a technician, for example `relay:/dev/ttyUSB0@9600`.
    fn describe(&self) -> String;
}

/// Why a gate did not open, or nobody knows whether it has.
#[derive(Debug, thiserror::Error)]
pub enum GateError {
    /// It works, but not now. It has not opened.
    #[error("the gate is busy with what was before")]
    Busy,
    /// It was asked for this before. It does not open again.
    #[error("the gate was opened for this already")]
    Repeated,
    /// It cannot be used. It has not opened.
    #[error("the gate {gate} cannot be used")]
    Unreachable {
        /// As [`Gate::describe`] names it.
        gate: String,
        /// Why.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// Something went wrong when the signal was given, or after.
    #[error("nobody knows whether the gate {gate} has opened")]
    Unsure {
        /// As [`Gate::describe`] names it.
        gate: String,
        /// Why.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// The signal could not be ended.
    #[error("the gate {gate} may stand open")]
    LeftOpen {
        /// As [`Gate::describe`] names it.
        gate: String,
        /// Why.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}
