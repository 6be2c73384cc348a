//! Everything that happens at the entrance is an event: who wrote it, when, and the fact.
//!
//! An event holds no contact data; that stands in its sealed body, which only `vault` makes and opens. Numbers of fields and
//! variants are part of the stored format (CBOR, RFC 8949): they are never reused, new ones are added at the end.

use minicbor::{Decode, Encode};

use crate::{
    id::{EventId, StaffId},
    time::{Day, Hlc, Timestamp},
};

mod fact;
mod kept;
mod letter;
mod refusal;
mod venue;
mod visit;

pub use fact::Fact;
pub use kept::Retention;
pub use letter::{LetterEnd, MessageWay};
pub use refusal::Refusal;
pub use venue::{ConsentBy, DayDestroyed, JoinSource, PrintOutcome, RollCallCause, Run, VenueOpened};
pub use visit::{Correction, EndWay, Way, Why};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Event {
    /// Its name: device and place in that device's log.
    #[n(0)]
    pub id: EventId,
    /// Its place among the events of all devices.
    #[n(1)]
    pub hlc: Hlc,
    /// What the device's wall clock showed.
    #[n(2)]
    pub at: Timestamp,
    /// The venue's offset from UTC then, in minutes.
    #[n(3)]
    pub offset_min: i16,
    /// The day that it is kept with, and dies with: the venue's civil day then, or, when it is about a visit, the day on which
    /// that visit began. So all that is known of a visit goes at once.
    #[n(4)]
    pub day: Day,
    /// Who did it.
    #[n(5)]
    pub actor: Actor,
    /// What happened.
    #[n(6)]
    pub fact: Fact,
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Actor {
    /// The visitor, at the screen or with a code.
    #[n(0)]
    Visitor,
    /// The kiosk by itself.
    #[n(1)]
    Kiosk,
    /// Whoever administers the machine.
    #[n(2)]
    Technician,
    /// Whoever holds the owner's key.
    #[n(3)]
    Owner,
    /// A member of staff, by personal PIN.
    #[n(4)]
    Staff(#[n(0)] StaffId),
}
