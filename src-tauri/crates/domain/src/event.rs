//! Everything that happens at the entrance is an event: who wrote it, when, and the fact.
//!
//! An event holds no contact data; that stands in its sealed body, which only `vault` makes and opens. Numbers of fields and
//! variants are part of the stored format (CBOR, RFC 8949): they are never reused, new ones are added at the end.

use minicbor::{Decode, Encode};

use crate::{
    id::{DeviceId, EventId, IssuerId, PassTag, VenueId, VisitId, VisitorTag},
    pass::PassError,
    time::{Day, Hlc, Timestamp},
};

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
    /// The venue's civil day then.
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
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub enum Fact {
    /// The venue was set up on this device.
    #[n(0)]
    VenueOpened(#[n(0)] VenueOpened),
    /// A pass was made; the body holds the visitor's profile, sealed under the pass and to the owner.
    #[n(1)]
    PassIssued {
        /// Finds it again.
        #[n(0)]
        pass: PassTag,
        /// Last day of validity.
        #[n(1)]
        valid_until: Day,
    },
    /// The visitor agreed to the notice about the data.
    #[n(2)]
    ConsentGiven {
        /// For which pass.
        #[n(0)]
        pass: PassTag,
        /// Which text was shown.
        #[n(1)]
        notice: u16,
    },
    /// The bytes of a paper pass went to the printer, or could not.
    #[n(3)]
    PassPrinted {
        /// Which pass.
        #[n(0)]
        pass: PassTag,
        /// How it went.
        #[n(1)]
        outcome: PrintOutcome,
    },
    /// A visit began; the body holds who it is, sealed to the owner and, while it lasts, to the live key.
    #[n(4)]
    CheckedIn {
        /// Finds the visit by its PIN-ID today.
        #[n(0)]
        visitor: VisitorTag,
        /// When it ends by itself.
        #[n(1)]
        until: Timestamp,
        /// How the visitor was known.
        #[n(2)]
        way: Way,
    },
    /// The visitor stays longer.
    #[n(5)]
    VisitExtended {
        /// Which visit.
        #[n(0)]
        visit: VisitId,
        /// When it ends by itself now.
        #[n(1)]
        until: Timestamp,
    },
    /// A visit ended.
    #[n(6)]
    CheckedOut {
        /// Which visit.
        #[n(0)]
        visit: VisitId,
        /// How.
        #[n(1)]
        way: EndWay,
    },
    /// A code was shown that opens nothing here. Holds nothing of the code.
    #[n(7)]
    ScanRefused {
        /// Why.
        #[n(0)]
        reason: Refusal,
    },
    /// A number was typed that opens nothing here. Holds nothing of the number.
    #[n(8)]
    NumberRefused,
    /// A right number was typed: the count of wrong ones starts anew.
    #[n(9)]
    NumberAccepted,
}

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

/// How the visitor was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Way {
    /// By the code of a pass.
    #[n(0)]
    Scanned,
    /// By the PIN-ID, typed at the kiosk.
    #[n(1)]
    Typed,
}

/// How a visit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum EndWay {
    /// The visitor showed the pass.
    #[n(0)]
    Scanned,
    /// The visitor typed the PIN-ID.
    #[n(1)]
    Typed,
    /// The longest stay was over.
    #[n(2)]
    KillTime,
}

impl From<Way> for EndWay {
    fn from(way: Way) -> Self {
        match way {
            Way::Scanned => Self::Scanned,
            Way::Typed => Self::Typed,
        }
    }
}

/// How a print went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum PrintOutcome {
    /// All bytes were taken by the printer.
    #[n(0)]
    Sent,
    /// Some or all bytes were not; nobody knows what is on the paper.
    #[n(1)]
    Failed,
}

/// Why a code was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Refusal {
    /// Something else than an entry pass.
    #[n(0)]
    Foreign,
    /// A damaged pass.
    #[n(1)]
    Malformed,
    /// A pass of another format version.
    #[n(2)]
    Version,
    /// A pass of another venue.
    #[n(3)]
    Issuer,
    /// The signature does not fit.
    #[n(4)]
    Signature,
    /// Not valid yet.
    #[n(5)]
    NotYet,
    /// Not valid any more.
    #[n(6)]
    Expired,
}

impl From<PassError> for Refusal {
    fn from(error: PassError) -> Self {
        match error {
            PassError::Foreign => Self::Foreign,
            PassError::Malformed => Self::Malformed,
            PassError::Version => Self::Version,
            PassError::Issuer => Self::Issuer,
            PassError::Signature => Self::Signature,
            PassError::NotYet => Self::NotYet,
            PassError::Expired => Self::Expired,
        }
    }
}

/// How long an event is kept: its class decides which key seals its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retention {
    /// Until its day is destroyed.
    Day,
    /// As long as the venue.
    Lasting,
}

impl Fact {
    /// How long events of this kind are kept.
    pub fn retention(&self) -> Retention {
        match self {
            Self::VenueOpened(_) | Self::PassIssued { .. } | Self::ConsentGiven { .. } => Retention::Lasting,
            Self::PassPrinted { .. }
            | Self::CheckedIn { .. }
            | Self::VisitExtended { .. }
            | Self::CheckedOut { .. }
            | Self::ScanRefused { .. }
            | Self::NumberRefused
            | Self::NumberAccepted => Retention::Day,
        }
    }
}
