//! Who has come out of the building: a list to tick, outside the screen's own state, so that a lock loses no tick.

use einlass_domain::{
    event::{PrintOutcome, RollCallCause},
    id::{EventId, VisitId},
};

/// A roll call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollCall {
    pub(crate) begun: EventId,
    /// Why.
    pub cause: RollCallCause,
    /// By zone, in the order in which they are called.
    pub groups: Vec<RollCallGroup>,
    /// Seconds since it was begun.
    pub elapsed_s: u32,
    /// How it stands with something on paper.
    pub paper: Paper,
    /// When it was printed last, `14:05`, while the question is on the screen whether to print it again.
    pub printed_at: Option<String>,
}

/// The visits of one zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollCallGroup {
    /// `Osttribüne / Eingang B`; none for the venue itself.
    pub zone: Option<String>,
    /// Oldest visit first.
    pub rows: Vec<RollCallPerson>,
}

/// One visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollCallPerson {
    pub(crate) visit: VisitId,
    /// The last four digits of the pass; none where the record does not open.
    pub ending: Option<String>,
    /// When it began, `14:05`.
    pub came: String,
    /// How many people it is.
    pub people: u16,
    /// Where they sit, where that is known.
    pub seat: Option<String>,
    /// Whether all of them are there.
    pub is_found: bool,
}

/// How it stands with the list on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// Nobody has asked for it.
    None,
    /// It is with the printer.
    Printing,
    /// The printer took everything.
    Printed,
    /// It did not, or there is none.
    Failed,
}

impl From<PrintOutcome> for Paper {
    fn from(outcome: PrintOutcome) -> Self {
        match outcome {
            PrintOutcome::Sent | PrintOutcome::Confirmed => Self::Printed,
            PrintOutcome::Failed | PrintOutcome::Unknown => Self::Failed,
        }
    }
}

impl RollCall {
    /// How many people it lists.
    pub fn total(&self) -> u32 {
        self.rows().map(|row| u32::from(row.people)).sum()
    }

    /// How many of them are there.
    pub fn found(&self) -> u32 {
        let found = self.rows().filter(|row| row.is_found);
        found.map(|row| u32::from(row.people)).sum()
    }

    fn rows(&self) -> impl Iterator<Item = &RollCallPerson> {
        self.groups.iter().flat_map(|group| &group.rows)
    }
}
