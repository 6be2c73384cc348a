//! Everything that happens at the entrance is an event: who wrote it, when, and the fact.
//!
//! An event holds no contact data; that stands in its sealed body, which only `vault` makes and opens. Numbers of fields and
//! variants are part of the stored format (CBOR, RFC 8949): they are never reused, new ones are added at the end.

use minicbor::{Decode, Encode};

use crate::{
    admission::{Limit, Obstacle, OnInside},
    id::{DeviceId, EventId, IssuerId, OccasionId, PassTag, StaffId, VenueId, VisitId, VisitorTag, ZoneId},
    occasion::Occasion,
    pass::PassError,
    retention::RetentionDays,
    rules::VenueRules,
    staff::{PinHash, StaffAccount},
    time::{Day, Hlc, Timestamp},
    zone::Zone,
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
        /// Who agreed; none in events from before this was asked, when everybody agreed for themselves.
        #[n(2)]
        by: Option<ConsentBy>,
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
        /// Where; none for the venue itself.
        #[n(3)]
        zone: Option<ZoneId>,
        /// Why it ends by itself then; none in events from before closing times, for the longest stay.
        #[n(4)]
        limit: Option<Limit>,
        /// How many people came on the pass; none for one.
        #[n(5)]
        people: Option<u16>,
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
        /// Why it ends by itself then, as at the check-in.
        #[n(2)]
        limit: Option<Limit>,
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
    /// A code was shown that opens nothing here, or somebody has to wait. Holds nothing of the code.
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
    /// A check-in was a mistake: the visit never was. Its record is destroyed at once.
    #[n(10)]
    VisitAnnulled {
        /// Which visit.
        #[n(0)]
        visit: VisitId,
        /// Why.
        #[n(1)]
        why: Why,
    },
    /// Something about a visit was wrong. What stood before stays in the log until its day dies; a corrected contact is in the body.
    #[n(11)]
    VisitCorrected {
        /// Which visit.
        #[n(0)]
        visit: VisitId,
        /// What is right.
        #[n(1)]
        correction: Correction,
        /// Why.
        #[n(2)]
        why: Why,
    },
    /// Somebody looked at the contact data of a visit.
    #[n(12)]
    VisitLooked {
        /// Which visit.
        #[n(0)]
        visit: VisitId,
    },
    /// A day was old enough: its key and its events are gone.
    #[n(13)]
    DayDestroyed(#[n(0)] DayDestroyed),
    /// The owner decided how long visits are kept.
    #[n(14)]
    RetentionSet {
        /// In days.
        #[n(0)]
        days: RetentionDays,
    },
    /// The owner decided whether the owner's key may open visits on this machine that are over.
    #[n(15)]
    OwnerLooksSet {
        /// Whether it may.
        #[n(0)]
        allowed: bool,
    },
    /// Somebody became a member of staff, or got another PIN, role or area.
    #[n(16)]
    StaffEnrolled {
        /// Who.
        #[n(0)]
        staff: StaffId,
        /// Everything about the account.
        #[n(1)]
        account: StaffAccount,
    },
    /// A staff PIN is about to be checked. Written before, so that switching the machine off wins no try.
    #[n(17)]
    StaffPinTried {
        /// Whose.
        #[n(0)]
        staff: StaffId,
    },
    /// The PIN was right.
    #[n(18)]
    StaffSignedIn {
        /// Who.
        #[n(0)]
        staff: StaffId,
    },
    /// A PIN for the diary was chosen.
    #[n(19)]
    DiaryPinSet {
        /// For which pass.
        #[n(0)]
        pass: PassTag,
        /// What the PIN is checked against.
        #[n(1)]
        pin: PinHash,
    },
    /// A PIN for the diary is about to be checked. Written before, so that switching the machine off wins no try.
    #[n(20)]
    DiaryTried {
        /// For which pass.
        #[n(0)]
        pass: PassTag,
    },
    /// The PIN was right, and the diary was shown.
    #[n(21)]
    DiaryOpened {
        /// For which pass.
        #[n(0)]
        pass: PassTag,
    },
    /// Too many wrong PINs: shut until staff opens it.
    #[n(22)]
    DiaryLocked {
        /// For which pass.
        #[n(0)]
        pass: PassTag,
    },
    /// Staff opened it again.
    #[n(23)]
    DiaryUnlocked {
        /// For which pass.
        #[n(0)]
        pass: PassTag,
    },
    /// The visitor took a visit out of the diary. The venue's own record stays until its day dies.
    #[n(24)]
    DiaryDeleted {
        /// Which visit.
        #[n(0)]
        visit: VisitId,
    },
    /// A record was sealed that only proves, later, that the owner's key still opens what is written here.
    #[n(25)]
    CanaryLaid {
        /// SHA-256 of what is sealed in the body.
        #[n(0)]
        #[cbor(with = "minicbor::bytes")]
        check: [u8; 32],
    },
    /// Somebody opened a canary with the owner's key.
    #[n(26)]
    OwnerKeyProved {
        /// Which one.
        #[n(0)]
        canary: EventId,
    },
    /// A device began to write for this venue: another one, or this one anew after its log was damaged or restored.
    #[n(27)]
    DeviceJoined {
        /// Its Ed25519 public key.
        #[n(0)]
        #[cbor(with = "minicbor::bytes")]
        device_key: [u8; 32],
        /// Whose place it takes.
        #[n(1)]
        replaces: Option<DeviceId>,
        /// From what.
        #[n(2)]
        source: JoinSource,
    },
    /// The technician said that the clock is right.
    #[n(28)]
    ClockConfirmed,
    /// The rules of the entrance, whole.
    #[n(29)]
    RulesSet {
        /// From now on.
        #[n(0)]
        rules: VenueRules,
    },
    /// A zone was made or changed.
    #[n(30)]
    ZoneSet {
        /// Which.
        #[n(0)]
        zone: ZoneId,
        /// Everything about it.
        #[n(1)]
        what: Zone,
    },
    /// A zone is one no more. What was recorded in it keeps its name.
    #[n(31)]
    ZoneRemoved {
        /// Which.
        #[n(0)]
        zone: ZoneId,
    },
    /// The writing device stands at this door.
    #[n(32)]
    KioskPlaced {
        /// The zone behind the door; none for the venue itself.
        #[n(0)]
        zone: Option<ZoneId>,
        /// What it does with people who are inside already.
        #[n(1)]
        on_inside: OnInside,
    },
    /// Something that is on at the venue was planned or changed.
    #[n(33)]
    OccasionSet {
        /// Which.
        #[n(0)]
        occasion: OccasionId,
        /// Everything about it.
        #[n(1)]
        what: Occasion,
    },
    /// It does not take place.
    #[n(34)]
    OccasionRemoved {
        /// Which.
        #[n(0)]
        occasion: OccasionId,
    },
    /// So many people belong to a visit; their names, where the venue asks for them, are in the body.
    #[n(35)]
    PartySet {
        /// Which visit.
        #[n(0)]
        visit: VisitId,
        /// The holder of the pass included.
        #[n(1)]
        people: u16,
    },
    /// The visitor wants to be forgotten: the profile of the pass is destroyed, and its papers open nothing any more.
    #[n(36)]
    PassWithdrawn {
        /// Which pass.
        #[n(0)]
        pass: PassTag,
    },
    /// The visitor's address has to be confirmed with a code.
    #[n(37)]
    ConfirmationAsked {
        /// For which pass.
        #[n(0)]
        pass: PassTag,
        /// What the code is checked against.
        #[n(1)]
        #[cbor(with = "minicbor::bytes")]
        check: [u8; 32],
        /// Until when.
        #[n(2)]
        by: Timestamp,
    },
    /// A confirmation code is about to be checked. Written before, so that switching the machine off wins no try.
    #[n(38)]
    ConfirmationTried {
        /// For which pass.
        #[n(0)]
        pass: PassTag,
    },
    /// The code was right.
    #[n(39)]
    Confirmed {
        /// For which pass.
        #[n(0)]
        pass: PassTag,
    },
    /// Somebody is a member of staff no more.
    #[n(40)]
    StaffRemoved {
        /// Who.
        #[n(0)]
        staff: StaffId,
    },
    /// The list of who is inside went to the printer, or could not.
    #[n(41)]
    RollCallPrinted {
        /// Why.
        #[n(0)]
        cause: RollCallCause,
        /// How many people it lists.
        #[n(1)]
        people: u32,
        /// How it went.
        #[n(2)]
        outcome: PrintOutcome,
    },
    /// The list of who is inside was begun on the screen.
    #[n(42)]
    RollCallBegun {
        /// Why.
        #[n(0)]
        cause: RollCallCause,
        /// How many people it lists.
        #[n(1)]
        people: u32,
    },
    /// The list on the screen was ended.
    #[n(43)]
    RollCallEnded {
        /// The event that began it.
        #[n(0)]
        begun: EventId,
        /// How many people were found.
        #[n(1)]
        found: u32,
    },
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
    /// Staff did it by hand.
    #[n(2)]
    Staff,
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
    /// Staff ended it by hand.
    #[n(3)]
    Staff,
    /// The venue closed.
    #[n(4)]
    Closing,
    /// The visitor checked in elsewhere in the venue.
    #[n(5)]
    Implicit,
    /// Nobody saw it; staff wrote down about when.
    #[n(6)]
    Estimated,
}

impl From<Limit> for EndWay {
    fn from(limit: Limit) -> Self {
        match limit {
            Limit::LongestStay => Self::KillTime,
            Limit::Closing => Self::Closing,
        }
    }
}

/// Why something was annulled or corrected. A closed list: free text would be one more place for personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Why {
    /// A slip of whoever operated.
    #[n(0)]
    Slip,
    /// It was another person.
    #[n(1)]
    OtherPerson,
    /// The visitor forgot to check out.
    #[n(2)]
    Forgotten,
    /// The visitor asked for it.
    #[n(3)]
    OnRequest,
}

/// What is right about a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Correction {
    /// It began then.
    #[n(0)]
    Came(#[n(0)] Timestamp),
    /// It ended then.
    #[n(1)]
    Went(#[n(0)] Timestamp),
    /// The contact is the one in the body.
    #[n(2)]
    Contact,
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

impl From<Way> for EndWay {
    fn from(way: Way) -> Self {
        match way {
            Way::Scanned => Self::Scanned,
            Way::Typed => Self::Typed,
            Way::Staff => Self::Staff,
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
    /// The code of a phone that is not from now.
    #[n(7)]
    Stale,
    /// The paper of a pass that was lost and replaced, or whose holder wanted to be forgotten.
    #[n(8)]
    Dead,
    /// The venue is closed.
    #[n(9)]
    Closed,
    /// As many people are inside as may be.
    #[n(10)]
    Full,
    /// Who has left may not come again yet.
    #[n(11)]
    ReEntry,
    /// The address was not confirmed in time.
    #[n(12)]
    Unconfirmed,
}

impl From<Obstacle> for Refusal {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::Closed(_) => Self::Closed,
            Obstacle::Full => Self::Full,
            Obstacle::ReEntry(_) => Self::ReEntry,
            Obstacle::Unconfirmed => Self::Unconfirmed,
        }
    }
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
            PassError::Stale => Self::Stale,
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
            Self::VenueOpened(_)
            | Self::PassIssued { .. }
            | Self::ConsentGiven { .. }
            | Self::DayDestroyed(_)
            | Self::RetentionSet { .. }
            | Self::OwnerLooksSet { .. }
            | Self::StaffEnrolled { .. }
            | Self::DiaryPinSet { .. }
            | Self::DiaryLocked { .. }
            | Self::DiaryUnlocked { .. }
            | Self::OwnerKeyProved { .. }
            | Self::DeviceJoined { .. }
            | Self::RulesSet { .. }
            | Self::ZoneSet { .. }
            | Self::ZoneRemoved { .. }
            | Self::KioskPlaced { .. }
            | Self::OccasionSet { .. }
            | Self::OccasionRemoved { .. }
            | Self::PassWithdrawn { .. }
            | Self::ConfirmationAsked { .. }
            | Self::Confirmed { .. }
            | Self::StaffRemoved { .. } => Retention::Lasting,
            Self::PassPrinted { .. }
            | Self::CheckedIn { .. }
            | Self::VisitExtended { .. }
            | Self::CheckedOut { .. }
            | Self::VisitAnnulled { .. }
            | Self::VisitCorrected { .. }
            | Self::VisitLooked { .. }
            | Self::ScanRefused { .. }
            | Self::NumberRefused
            | Self::NumberAccepted
            | Self::StaffPinTried { .. }
            | Self::StaffSignedIn { .. }
            | Self::DiaryTried { .. }
            | Self::DiaryOpened { .. }
            | Self::DiaryDeleted { .. }
            | Self::CanaryLaid { .. }
            | Self::PartySet { .. }
            | Self::ConfirmationTried { .. }
            | Self::RollCallPrinted { .. }
            | Self::RollCallBegun { .. }
            | Self::RollCallEnded { .. }
            | Self::ClockConfirmed => Retention::Day,
        }
    }

    /// The visit that this is about, when it is about one that has begun before.
    pub fn about(&self) -> Option<VisitId> {
        match self {
            Self::VisitExtended { visit, .. }
            | Self::CheckedOut { visit, .. }
            | Self::VisitAnnulled { visit, .. }
            | Self::VisitCorrected { visit, .. }
            | Self::VisitLooked { visit }
            | Self::DiaryDeleted { visit }
            | Self::PartySet { visit, .. } => Some(*visit),
            Self::VenueOpened(_)
            | Self::PassIssued { .. }
            | Self::ConsentGiven { .. }
            | Self::PassPrinted { .. }
            | Self::CheckedIn { .. }
            | Self::ScanRefused { .. }
            | Self::NumberRefused
            | Self::NumberAccepted
            | Self::DayDestroyed(_)
            | Self::RetentionSet { .. }
            | Self::OwnerLooksSet { .. }
            | Self::StaffEnrolled { .. }
            | Self::StaffPinTried { .. }
            | Self::StaffSignedIn { .. }
            | Self::DiaryPinSet { .. }
            | Self::DiaryTried { .. }
            | Self::DiaryOpened { .. }
            | Self::DiaryLocked { .. }
            | Self::DiaryUnlocked { .. }
            | Self::CanaryLaid { .. }
            | Self::OwnerKeyProved { .. }
            | Self::DeviceJoined { .. }
            | Self::RulesSet { .. }
            | Self::ZoneSet { .. }
            | Self::ZoneRemoved { .. }
            | Self::KioskPlaced { .. }
            | Self::OccasionSet { .. }
            | Self::OccasionRemoved { .. }
            | Self::PassWithdrawn { .. }
            | Self::ConfirmationAsked { .. }
            | Self::ConfirmationTried { .. }
            | Self::Confirmed { .. }
            | Self::StaffRemoved { .. }
            | Self::RollCallPrinted { .. }
            | Self::RollCallBegun { .. }
            | Self::RollCallEnded { .. }
            | Self::ClockConfirmed => None,
        }
    }
}
