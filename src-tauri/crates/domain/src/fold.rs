//! The state of the entrance: what all events together say.
//!
//! The fold is a join: every part of the state is a set of what single events say, or follows from such a set by the order of
//! events. So any order, any duplication and any batching of the same events give the same state, a destroyed day takes exactly
//! its own events out again, and a state can always be made anew from the log.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

use crate::{
    confirmation::{Confirmation, Delivery},
    event::{Event, JoinSource, LetterEnd, Refusal, VenueOpened},
    id::{AddressTag, CodeTag, DeviceId, EventId, OccasionId, PassTag, StaffId, VisitId, VisitorTag, ZoneId},
    keypad::KeypadTries,
    occasion::Occasion,
    retention::RetentionDays,
    rules::VenueRules,
    staff::{PinHash, StaffAccount},
    time::{Day, Hlc, Timestamp},
    zone::Zones,
};

mod apply;
mod inside;
mod letters;
mod papers;
mod pass;
mod premises;
mod roll_call;
mod tries;
mod visit;

use inside::Inside;
use letters::Letters;
use papers::Papers;
pub use papers::UnsettledPaper;
use pass::Pass;
pub use pass::PassFacts;
pub use premises::Placement;
use premises::Premises;
pub use roll_call::{Begun, RollCall};
pub use tries::Tries;
pub use visit::{Ended, Opened, Visit};

/// Wrong PINs that lock a diary.
pub const DIARY_TRIES: u32 = 10;

/// An event's place among the events of all devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Order {
    /// First by the hybrid clock,
    #[n(0)]
    hlc: Hlc,
    /// then by name.
    #[n(1)]
    id: EventId,
}

impl Order {
    fn of(event: &Event) -> Self {
        Self {
            hlc: event.hlc,
            id: event.id,
        }
    }
}

/// What all events together say.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct State {
    #[n(0)]
    venue: Option<(Order, VenueOpened)>,
    #[n(1)]
    visits: BTreeMap<VisitId, Visit>,
    #[n(2)]
    visits_of: BTreeSet<(Day, VisitorTag, VisitId)>,
    #[n(3)]
    inside: Inside,
    #[n(4)]
    passes: BTreeMap<PassTag, Pass>,
    #[n(5)]
    refused: BTreeMap<Refusal, BTreeSet<EventId>>,
    #[n(6)]
    keypads: BTreeMap<DeviceId, Tries>,
    #[n(7)]
    clock: Hlc,
    #[n(8)]
    diaries: BTreeMap<PassTag, Diary>,
    #[n(9)]
    staff: BTreeMap<StaffId, (Order, Option<StaffAccount>)>,
    #[n(10)]
    staff_tries: BTreeMap<StaffId, Tries>,
    #[n(11)]
    retention: Option<(Order, RetentionDays)>,
    #[n(12)]
    owner_looks: Option<(Order, bool)>,
    #[n(13)]
    canaries: BTreeMap<Order, Canary>,
    #[n(14)]
    proved: Option<(Order, Day)>,
    #[n(15)]
    joined: BTreeMap<Order, Joined>,
    #[n(16)]
    destroyed: BTreeMap<DeviceId, BTreeMap<u64, u64>>,
    #[n(17)]
    destructions: BTreeMap<Order, Destruction>,
    #[n(18)]
    premises: Premises,
    #[n(19)]
    letters: Letters,
    #[n(20)]
    searches: BTreeMap<StaffId, Tries>,
    #[n(21)]
    roll_calls: BTreeMap<EventId, RollCall>,
    #[n(22)]
    papers: Papers,
}

/// A diary: its PIN and what was tried at it.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Diary {
    #[n(0)]
    pin: Option<(Order, PinHash)>,
    #[n(1)]
    tries: Tries,
    #[n(2)]
    locked: Option<Order>,
    #[n(3)]
    unlocked: Option<Order>,
}

/// A record that proves, when it is opened, that the owner's key still fits.
#[derive(Clone, Copy, Debug, PartialEq, Encode, Decode)]
pub struct Canary {
    /// SHA-256 of what it holds.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub check: [u8; 32],
    /// When it was laid.
    #[n(1)]
    pub day: Day,
}

/// A device that joined.
#[derive(Clone, Copy, Debug, PartialEq, Encode, Decode)]
pub struct Joined {
    /// Its public key.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub device_key: [u8; 32],
    /// Whose place it took.
    #[n(1)]
    pub replaces: Option<DeviceId>,
    /// What it began with.
    #[n(2)]
    pub source: JoinSource,
    /// On which day.
    #[n(3)]
    pub day: Day,
}

/// A destruction, without the runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Destruction {
    /// The event that says so.
    #[n(0)]
    pub event: EventId,
    /// Which day was destroyed.
    #[n(1)]
    pub day: Day,
    /// Visits of it.
    #[n(2)]
    pub visits: u32,
    /// Events of it.
    #[n(3)]
    pub events: u64,
    /// When.
    #[n(4)]
    pub at: Timestamp,
}

impl Diary {
    /// What its PIN is checked against.
    pub fn pin(&self) -> Option<&PinHash> {
        self.pin.as_ref().map(|(_, pin)| pin)
    }

    /// Wrong PINs since the last right one, or since staff opened it.
    pub fn wrong(&self) -> u32 {
        self.tries.wrong_since(self.unlocked).0
    }

    /// Whether only staff can open it.
    pub fn is_locked(&self) -> bool {
        self.unlocked < self.locked || self.wrong() >= DIARY_TRIES
    }
}

impl State {
    /// Whether the event was destroyed with its day.
    pub fn is_destroyed(&self, event: EventId) -> bool {
        self.destroyed
            .get(&event.device)
            .is_some_and(|runs| is_in(runs, event.seq))
    }

    /// The venue, once its first event is here.
    pub fn venue(&self) -> Option<&VenueOpened> {
        self.venue.as_ref().map(|(_, venue)| venue)
    }

    /// When the venue was opened.
    pub fn opened_at(&self) -> Option<Timestamp> {
        self.venue.as_ref().map(|(order, _)| order.hlc.physical())
    }

    /// The newest reading of the hybrid clock among all events.
    pub fn clock(&self) -> Hlc {
        self.clock
    }

    /// One visit.
    pub fn visit(&self, id: VisitId) -> Option<&Visit> {
        self.visits.get(&id)
    }

    /// The visits that are open now, by name.
    pub fn open_visits(&self) -> impl ExactSizeIterator<Item = (VisitId, &Visit)> {
        self.inside
            .visits()
            .map(|id| (id, self.visits.get(&id).expect("an open visit is a visit")))
    }

    /// All visits that are kept and whose beginning is here.
    pub fn visits(&self) -> impl Iterator<Item = (VisitId, &Opened)> {
        self.visits
            .iter()
            .filter_map(|(id, visit)| Some((*id, visit.opened()?)))
    }

    /// The visits that were open `at` that moment, by name; those that never were left out.
    pub fn inside_at(&self, at: Timestamp) -> impl Iterator<Item = (VisitId, &Visit)> {
        let was_open = move |visit: &Visit| {
            visit.opened().is_some_and(|opened| opened.at <= at)
                && visit.ended().is_none_or(|ended| at < ended.at)
                && !visit.is_annulled()
        };
        let visits = self.visits.iter().filter(move |(_, visit)| was_open(visit));
        visits.map(|(id, visit)| (*id, visit))
    }

    /// Roll calls of the days that are kept, by the events that began them.
    pub fn roll_calls(&self) -> impl Iterator<Item = (EventId, &RollCall)> {
        self.roll_calls
            .iter()
            .map(|(begun, roll_call)| (*begun, roll_call))
    }

    /// The roll call that this event began.
    pub fn roll_call(&self, begun: EventId) -> Option<&RollCall> {
        self.roll_calls.get(&begun)
    }

    /// Those of them that nobody has ended.
    pub fn running_roll_calls(&self) -> impl Iterator<Item = (EventId, Begun)> {
        let running = self
            .roll_calls
            .iter()
            .filter(|(_, roll_call)| !roll_call.is_ended());
        running.filter_map(|(id, roll_call)| Some((*id, roll_call.begun()?)))
    }

    /// The days and devices on which visits began that are open now: whose index keys it takes to look a PIN-ID up.
    pub fn days_with_open_visits(&self) -> BTreeSet<(Day, DeviceId)> {
        self.open_visits()
            .filter_map(|(id, visit)| visit.opened().map(|opened| (opened.day, id.device)))
            .collect()
    }

    /// The visits of `visitor` that began on `day`, by name.
    pub fn visits_of(&self, day: Day, visitor: VisitorTag) -> impl Iterator<Item = (VisitId, &Visit)> {
        let first = EventId {
            device: DeviceId([0; 8]),
            seq: 0,
        };
        let last = EventId {
            device: DeviceId([u8::MAX; 8]),
            seq: u64::MAX,
        };
        self.visits_of
            .range((day, visitor, first)..=(day, visitor, last))
            .filter_map(|(.., id)| Some((*id, self.visits.get(id)?)))
    }

    /// The newest open visit of `visitor` that began on `day`.
    pub fn open_visit_of(&self, day: Day, visitor: VisitorTag) -> Option<VisitId> {
        let open = self.visits_of(day, visitor).filter(|(_, visit)| visit.is_open());
        open.max_by_key(|(_, visit)| visit.until()).map(|(id, _)| id)
    }

    /// A registered pass.
    pub fn pass(&self, pass: PassTag) -> Option<PassFacts> {
        self.passes.get(&pass)?.facts()
    }

    /// The events whose bodies hold the profiles of a pass, oldest first: only the newest is of use.
    pub fn profiles_of(&self, pass: PassTag) -> impl Iterator<Item = EventId> {
        self.passes.get(&pass).into_iter().flat_map(Pass::issues)
    }

    /// Papers of a pass that came out, or may have, on the days that are kept.
    pub fn papers_of(&self, pass: PassTag) -> usize {
        self.papers.count(pass)
    }

    /// Papers that `kiosk` began on a day that is kept, and of which nobody knows whether they came out, oldest first.
    pub fn unsettled_papers(&self, kiosk: DeviceId) -> impl Iterator<Item = UnsettledPaper> {
        self.papers.unsettled(kiosk)
    }

    /// Whether the holder of the pass wanted to be forgotten.
    pub fn is_withdrawn(&self, pass: PassTag) -> bool {
        self.passes.get(&pass).is_some_and(Pass::is_withdrawn)
    }

    /// The confirmation that a pass waits for; none when there is nothing to confirm.
    pub fn confirmation(&self, pass: PassTag) -> Option<Confirmation> {
        let known = self.passes.get(&pass)?;
        let letter = self.letters.newest_of(pass, known.waits_since()?);
        known.confirmation(match letter {
            Some((_, None)) => Delivery::Waits,
            Some((_, Some(LetterEnd::Undeliverable))) => Delivery::Undeliverable,
            // What is not kept any more is old, and went out long ago.
            Some((_, Some(LetterEnd::Sent | LetterEnd::Over))) | None => Delivery::Sent,
        })
    }

    /// The pass that a code was asked for by this event, and the newest code for it: the event that asked for that one, and what
    /// it is compared with. Also when it has come already.
    pub fn code_asked_by(&self, event: EventId) -> Option<(PassTag, EventId, CodeTag)> {
        let mut passes = self.passes.iter().filter(|(_, pass)| pass.facts().is_some());
        let (tag, pass) = passes.find(|(_, pass)| pass.was_asked_by(event))?;
        let (asked, code) = pass.newest_code()?;
        Some((*tag, asked, code))
    }

    /// The messages that wait for their way out, oldest first. Those whose code is of no use any more wait no longer: a newer one
    /// was asked for, it has come, or the pass is given up.
    pub fn waiting_letters(&self) -> impl Iterator<Item = (EventId, PassTag)> {
        let is_wanted = |order: Order, pass| {
            let since = self.passes.get(&pass).and_then(Pass::waits_since);
            since.is_some_and(|since| since < order)
        };
        self.letters
            .unended()
            .filter(move |(order, pass)| is_wanted(*order, *pass))
            .map(|(order, pass)| (order.id, pass))
    }

    /// When codes were written to this address that have not come back, of the days that are kept.
    pub fn open_codes_to(&self, address: AddressTag) -> impl Iterator<Item = Timestamp> {
        let has_come = |order: Order, pass| {
            let known: Option<&Pass> = self.passes.get(&pass);
            known.is_some_and(|pass| pass.was_confirmed_after(order))
        };
        let all = self.letters.to(address);
        all.filter(move |(order, written)| !has_come(*order, written.pass))
            .map(|(_, written)| written.at)
    }

    /// What the address is counted by to which the newest code for this pass has gone; none when that is not kept any more.
    pub fn code_address_of(&self, pass: PassTag) -> Option<AddressTag> {
        self.letters.newest_address_of(pass)
    }

    /// Messages for this pass that have not ended.
    pub fn unended_letters_of(&self, pass: PassTag) -> impl Iterator<Item = EventId> {
        let of_pass = self.letters.unended().filter(move |(_, of)| *of == pass);
        of_pass.map(|(order, _)| order.id)
    }

    /// Registered passes.
    pub fn pass_count(&self) -> usize {
        self.passes.values().filter(|pass| pass.facts().is_some()).count()
    }

    /// The rules of the entrance.
    pub fn rules(&self) -> &VenueRules {
        self.premises.rules()
    }

    /// The zones of the venue.
    pub fn zones(&self) -> &Zones {
        self.premises.zones()
    }

    /// Where a kiosk stands.
    pub fn placement(&self, kiosk: DeviceId) -> Placement {
        self.premises.placement(kiosk)
    }

    /// What is planned, and what was.
    pub fn occasions(&self) -> &BTreeMap<OccasionId, Occasion> {
        self.premises.occasions()
    }

    /// People in `zone` and all its parts; none for the whole venue.
    pub fn people_inside(&self, zone: Option<ZoneId>) -> u32 {
        self.inside.people(self.premises.zones(), zone)
    }

    /// Visits, open and ended, that are kept.
    pub fn visit_count(&self) -> usize {
        self.visits.len()
    }

    /// Refused codes of the days that are kept, by reason.
    pub fn refused(&self) -> impl Iterator<Item = (Refusal, usize)> {
        self.refused
            .iter()
            .map(|(reason, events)| (*reason, events.len()))
    }

    /// Wrong numbers typed at `device` since the last right one.
    pub fn keypad(&self, device: DeviceId) -> KeypadTries {
        self.keypads
            .get(&device)
            .map(Tries::as_keypad)
            .unwrap_or_default()
    }

    /// A pass's diary; none when its holder wanted to be forgotten.
    pub fn diary(&self, pass: PassTag) -> Option<&Diary> {
        self.diaries.get(&pass).filter(|_| !self.is_withdrawn(pass))
    }

    /// A member of staff.
    pub fn staff(&self, staff: StaffId) -> Option<&StaffAccount> {
        self.staff.get(&staff)?.1.as_ref()
    }

    /// All members of staff.
    pub fn all_staff(&self) -> impl Iterator<Item = (StaffId, &StaffAccount)> {
        self.staff
            .iter()
            .filter_map(|(id, (_, account))| Some((*id, account.as_ref()?)))
    }

    /// Wrong PINs of somebody since the last right one.
    pub fn staff_tries(&self, staff: StaffId) -> KeypadTries {
        self.staff_tries
            .get(&staff)
            .map(Tries::as_keypad)
            .unwrap_or_default()
    }

    /// When somebody of staff looked for numbers that open nothing for them, newest first, of the days that are kept.
    pub fn missed_numbers(&self, staff: StaffId) -> impl Iterator<Item = Timestamp> {
        self.searches.get(&staff).into_iter().flat_map(Tries::wrong_at)
    }

    /// When somebody signed in last, of the days that are kept.
    pub fn staff_signed_in_at(&self, staff: StaffId) -> Option<Timestamp> {
        self.staff_tries.get(&staff)?.right_at()
    }

    /// Days that visits are kept.
    pub fn retention(&self) -> RetentionDays {
        self.retention.map(|(_, days)| days).unwrap_or_default()
    }

    /// Whether the owner's key may open ended visits on this machine.
    pub fn owner_may_look(&self) -> bool {
        self.owner_looks.is_some_and(|(_, allowed)| allowed)
    }

    /// The newest canary and its event.
    pub fn canary(&self) -> Option<(EventId, Canary)> {
        self.canaries
            .last_key_value()
            .map(|(order, canary)| (order.id, *canary))
    }

    /// The canary of this event.
    pub fn canary_of(&self, event: EventId) -> Option<Canary> {
        let mut canaries = self.canaries.iter();
        canaries
            .find(|(order, _)| order.id == event)
            .map(|(_, canary)| *canary)
    }

    /// The day on which the owner's key was last proved.
    pub fn owner_key_proved(&self) -> Option<Day> {
        self.proved.map(|(_, day)| day)
    }

    /// Devices that joined after the first, in order.
    pub fn joined(&self) -> impl DoubleEndedIterator<Item = &Joined> {
        self.joined.values()
    }

    /// Destructions, oldest first.
    pub fn destructions(&self) -> impl DoubleEndedIterator<Item = &Destruction> {
        self.destructions.values()
    }

    /// SHA-256 over the state's canonical bytes: equal states have equal digests.
    pub fn digest(&self) -> [u8; 32] {
        let mut bytes = Vec::new();
        minicbor::encode(self, &mut bytes).expect("writing to memory does not fail");
        Sha256::digest(bytes).into()
    }
}

fn is_in(runs: &BTreeMap<u64, u64>, seq: u64) -> bool {
    runs.range(..=seq)
        .next_back()
        .is_some_and(|(_, last)| seq <= *last)
}

fn keep_max<T>(place: &mut Option<T>, new: T, order: impl Fn(&T) -> Order) {
    if place.as_ref().is_none_or(|old| order(old) < order(&new)) {
        *place = Some(new);
    }
}

#[cfg(test)]
mod tests;
