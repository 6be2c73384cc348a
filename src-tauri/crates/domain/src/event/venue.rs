//! What is said of the venue and its devices: how they began, what was printed, what was destroyed.

use minicbor::{Decode, Encode};

use crate::{
    id::{DeviceId, IssuerId, VenueId},
    time::Day,
};

/// The first event of a venue's log on a device.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct VenueOpened {
    /// The venue.
    #[n(0)]
    pub venue: VenueId,
    /// As it is printed and shown.
    #[n(1)]
    pub name: String,
    /// IANA name of its time zone.
    #[n(2)]
    pub time_zone: String,
    /// The device's Ed25519 public key: signs its events.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub device_key: [u8; 32],
    /// The owner's X25519 public key: visits are sealed to it.
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub owner_key: [u8; 32],
    /// The owner's Ed25519 public key: signs releases.
    #[n(5)]
    #[cbor(with = "minicbor::bytes")]
    pub owner_signing_key: [u8; 32],
    /// The Ed25519 public key that signs the venue's passes.
    #[n(6)]
    #[cbor(with = "minicbor::bytes")]
    pub pass_key: [u8; 32],
}

impl VenueOpened {
    /// The issuer of the venue's passes.
    pub fn issuer(&self) -> IssuerId {
        IssuerId::of(&self.pass_key)
    }

    /// The device that the venue was opened on.
    pub fn device(&self) -> DeviceId {
        DeviceId::of(&self.device_key)
    }
}

/// What a device that joined began with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum JoinSource {
    /// A backup, restored into an empty folder.
    #[n(0)]
    Backup,
    /// The copy in its own folder, and what could be read of its damaged database.
    #[n(1)]
    Salvage,
}

/// The destruction of one device's events of one day.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct DayDestroyed {
    /// Which day.
    #[n(0)]
    pub day: Day,
    /// Whose events.
    #[n(1)]
    pub device: DeviceId,
    /// Visits that began on it.
    #[n(2)]
    pub visits: u32,
    /// The destroyed events, as runs of neighbours in the device's log.
    #[n(3)]
    pub runs: Vec<Run>,
}

impl DayDestroyed {
    /// How many events are gone.
    pub fn events(&self) -> u64 {
        self.runs.iter().map(|run| run.last - run.first + 1).sum()
    }
}

/// Neighbouring events that are gone. The hash of the last one lets the chain be checked across them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Run {
    /// Sequence number of the first.
    #[n(0)]
    pub first: u64,
    /// Sequence number of the last.
    #[n(1)]
    pub last: u64,
    /// The chain's hash at the last.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub hash: [u8; 32],
}

/// Who agreed to the notice about the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum ConsentBy {
    /// The visitor.
    #[n(0)]
    Visitor,
    /// A guardian, for a child.
    #[n(1)]
    Guardian,
    /// Whoever prepared a group says that its people agreed.
    #[n(2)]
    Organiser,
}

/// Why a list of who is inside was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum RollCallCause {
    /// To practise.
    #[n(0)]
    Drill,
    /// Staff pressed the key.
    #[n(1)]
    Emergency,
    /// The mains failed.
    #[n(2)]
    PowerLost,
}

/// How a print went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum PrintOutcome {
    /// All bytes were taken by the printer.
    #[n(0)]
    Sent,
    /// There is no paper. In events from before [`PrintOutcome::Unknown`] nobody knows what is on it.
    #[n(1)]
    Failed,
    /// The printer said that it is on the paper.
    #[n(2)]
    Confirmed,
    /// Some bytes were taken by the printer, or all and it did not say that it has printed them although it can.
    #[n(3)]
    Unknown,
}
