//! Every fact that an event can state.

use minicbor::{Decode, Encode};

use super::{
    ConsentBy, Correction, DayDestroyed, EndWay, JoinSource, LetterEnd, MessageWay, PrintOutcome, Refusal,
    RollCallCause, VenueOpened, Way, Why,
};
use crate::{
    admission::{Limit, OnInside},
    id::{AddressTag, CodeTag, DeviceId, EventId, OccasionId, PassTag, StaffId, VisitId, VisitorTag, ZoneId},
    occasion::Occasion,
    retention::RetentionDays,
    rules::VenueRules,
    staff::{PinHash, StaffAccount},
    time::{Day, Timestamp},
    zone::Zone,
};

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
        /// The event that began it; none in events from before that was recorded.
        #[n(2)]
        paper: Option<EventId>,
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
        /// What the code is compared with.
        #[n(1)]
        tag: CodeTag,
        /// Until when: a new code for the same address keeps it.
        #[n(2)]
        by: Timestamp,
        /// By which way the code goes out.
        #[n(3)]
        way: MessageWay,
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
    /// The list of who is inside was begun on the screen. Its passes are in the body until it is ended.
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
    /// A message to a visitor waits for its way out; it is in the body until it is there.
    #[n(44)]
    LetterWritten {
        /// For which pass.
        #[n(0)]
        pass: PassTag,
        /// What codes to its address are counted by; none in events from before they were.
        #[n(1)]
        to: Option<AddressTag>,
    },
    /// It waits no more, and its text is destroyed.
    #[n(45)]
    LetterEnded {
        /// The event that holds it.
        #[n(0)]
        letter: EventId,
        /// How.
        #[n(1)]
        end: LetterEnd,
    },
    /// Somebody of a roll call was found, or was not after all.
    #[n(46)]
    RollCallTicked {
        /// The event that began the roll call.
        #[n(0)]
        begun: EventId,
        /// Whose visit.
        #[n(1)]
        visit: VisitId,
        /// Whether all people of the visit are there.
        #[n(2)]
        is_found: bool,
    },
    /// Somebody of staff looked for a number that opens nothing for them. Holds nothing of the number.
    #[n(47)]
    NumberMissed {
        /// Who.
        #[n(0)]
        staff: StaffId,
    },
    /// The visitor sits there.
    #[n(48)]
    VisitSeated {
        /// Which visit.
        #[n(0)]
        visit: VisitId,
        /// The seat or table.
        #[n(1)]
        seat: ZoneId,
    },
    /// A paper of a pass is about to be printed: from now on there may be one.
    #[n(49)]
    PrintBegun {
        /// Which pass.
        #[n(0)]
        pass: PassTag,
    },
    /// Staff has looked whether a paper came out of which nobody knew.
    #[n(50)]
    PaperSettled {
        /// The event that began it.
        #[n(0)]
        paper: EventId,
        /// Whether it did.
        #[n(1)]
        came: bool,
    },
}
