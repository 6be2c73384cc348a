//! The state of the entrance: what all events together say.
//!
//! The fold is a join: every part of the state is a set, a minimum or a maximum by the order of events. So any order, any
//! duplication and any batching of the same events give the same state, and a state can always be made anew from the log.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

use crate::{
    event::{EndWay, Event, Fact, Refusal, VenueOpened},
    id::{DeviceId, EventId, PassTag, VisitId, VisitorTag},
    keypad::KeypadTries,
    time::{Day, Hlc, Timestamp},
};

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
    visits_of: BTreeMap<(Day, VisitorTag), BTreeSet<VisitId>>,
    #[n(3)]
    open: BTreeSet<VisitId>,
    #[n(4)]
    passes: BTreeMap<PassTag, PassFacts>,
    #[n(5)]
    refused: BTreeMap<Refusal, BTreeSet<EventId>>,
    #[n(6)]
    keypads: BTreeMap<DeviceId, Keypad>,
    #[n(7)]
    clock: Hlc,
}

/// One visit.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Visit {
    #[n(0)]
    opened: Option<Opened>,
    #[n(1)]
    until: Option<(Order, Timestamp)>,
    #[n(2)]
    ended: Option<(Order, Ended)>,
}

/// How a visit began.
#[derive(Clone, Copy, Debug, PartialEq, Encode, Decode)]
pub struct Opened {
    /// When.
    #[n(0)]
    pub at: Timestamp,
    /// On which day: names the keys of its record.
    #[n(1)]
    pub day: Day,
    /// Whose, within that day.
    #[n(2)]
    pub visitor: VisitorTag,
}

/// How a visit ended.
#[derive(Clone, Copy, Debug, PartialEq, Encode, Decode)]
pub struct Ended {
    /// When.
    #[n(0)]
    pub at: Timestamp,
    /// In which way.
    #[n(1)]
    pub way: EndWay,
}

impl Visit {
    /// Its beginning; none while only its end has arrived from another device.
    pub fn opened(&self) -> Option<&Opened> {
        self.opened.as_ref()
    }

    /// When it ends by itself: the newest of check-in and extensions decides.
    pub fn until(&self) -> Option<Timestamp> {
        self.until.map(|(_, until)| until)
    }

    /// Its end: the earliest one counts.
    pub fn ended(&self) -> Option<&Ended> {
        self.ended.as_ref().map(|(_, ended)| ended)
    }
}

/// A registered pass.
#[derive(Clone, Copy, Debug, PartialEq, Encode, Decode)]
pub struct PassFacts {
    #[n(0)]
    order: Order,
    /// The event whose body holds the profile.
    #[n(1)]
    pub issued: EventId,
    /// Last day of validity.
    #[n(2)]
    pub valid_until: Day,
}

#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
struct Keypad {
    #[n(0)]
    accepted: Option<Order>,
    #[n(1)]
    refused: BTreeMap<Order, Timestamp>,
}

impl State {
    /// Joins one event in.
    pub fn apply(&mut self, event: &Event) {
        let order = Order::of(event);
        self.clock = self.clock.join(event.hlc);
        match &event.fact {
            Fact::VenueOpened(opened) => {
                keep_min(&mut self.venue, (order, opened.clone()), |(order, _)| *order)
            }
            Fact::PassIssued { pass, valid_until } => {
                let facts = PassFacts {
                    order,
                    issued: event.id,
                    valid_until: *valid_until,
                };
                let known = self.passes.entry(*pass).or_insert(facts);
                if known.order < order {
                    *known = facts;
                }
            }
            Fact::ConsentGiven { .. } | Fact::PassPrinted { .. } => {}
            Fact::CheckedIn { visitor, until, .. } => {
                let visit = self.visits.entry(event.id).or_default();
                visit.opened = Some(Opened {
                    at: event.at,
                    day: event.day,
                    visitor: *visitor,
                });
                keep_max(&mut visit.until, (order, *until), |(order, _)| *order);
                self.visits_of
                    .entry((event.day, *visitor))
                    .or_default()
                    .insert(event.id);
                self.note_open(event.id);
            }
            Fact::VisitExtended { visit, until } => {
                let extended = self.visits.entry(*visit).or_default();
                keep_max(&mut extended.until, (order, *until), |(order, _)| *order);
            }
            Fact::CheckedOut { visit, way } => {
                let ended = Ended {
                    at: event.at,
                    way: *way,
                };
                keep_min(
                    &mut self.visits.entry(*visit).or_default().ended,
                    (order, ended),
                    |(order, _)| *order,
                );
                self.note_open(*visit);
            }
            Fact::ScanRefused { reason } => {
                self.refused.entry(*reason).or_default().insert(event.id);
            }
            Fact::NumberRefused => self
                .keypads
                .entry(event.id.device)
                .or_default()
                .refuse(order, event.at),
            Fact::NumberAccepted => self.keypads.entry(event.id.device).or_default().accept(order),
        }
    }

    fn note_open(&mut self, id: VisitId) {
        let is_open = self
            .visits
            .get(&id)
            .is_some_and(|visit| visit.opened.is_some() && visit.ended.is_none());
        if is_open {
            self.open.insert(id);
        } else {
            self.open.remove(&id);
        }
    }

    /// The venue, once its first event is here.
    pub fn venue(&self) -> Option<&VenueOpened> {
        self.venue.as_ref().map(|(_, venue)| venue)
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
        self.open
            .iter()
            .map(|id| (*id, self.visits.get(id).expect("an open visit is a visit")))
    }

    /// The days on which visits began that are open now: whose index keys it takes to look a PIN-ID up.
    pub fn days_with_open_visits(&self) -> BTreeSet<Day> {
        self.open_visits()
            .filter_map(|(_, visit)| visit.opened.map(|opened| opened.day))
            .collect()
    }

    /// The newest open visit of `visitor` that began on `day`.
    pub fn open_visit_of(&self, day: Day, visitor: VisitorTag) -> Option<VisitId> {
        let of_visitor = self.visits_of.get(&(day, visitor))?;
        of_visitor
            .iter()
            .filter(|id| self.open.contains(id))
            .max_by_key(|id| self.visits[id].until)
            .copied()
    }

    /// A registered pass.
    pub fn pass(&self, pass: PassTag) -> Option<&PassFacts> {
        self.passes.get(&pass)
    }

    /// Registered passes.
    pub fn pass_count(&self) -> usize {
        self.passes.len()
    }

    /// Visits, open and ended.
    pub fn visit_count(&self) -> usize {
        self.visits.len()
    }

    /// Refused codes by reason.
    pub fn refused(&self) -> impl Iterator<Item = (Refusal, usize)> {
        self.refused
            .iter()
            .map(|(reason, events)| (*reason, events.len()))
    }

    /// Wrong numbers typed at `device` since the last right one.
    pub fn keypad(&self, device: DeviceId) -> KeypadTries {
        self.keypads.get(&device).map(Keypad::tries).unwrap_or_default()
    }

    /// SHA-256 over the state's canonical bytes: equal states have equal digests.
    pub fn digest(&self) -> [u8; 32] {
        let mut bytes = Vec::new();
        minicbor::encode(self, &mut bytes).expect("writing to memory does not fail");
        Sha256::digest(bytes).into()
    }
}

impl Keypad {
    fn refuse(&mut self, order: Order, at: Timestamp) {
        if self.accepted < Some(order) {
            self.refused.insert(order, at);
        }
    }

    fn accept(&mut self, order: Order) {
        self.accepted = self.accepted.max(Some(order));
        self.refused.retain(|refused, _| Some(*refused) > self.accepted);
    }

    fn tries(&self) -> KeypadTries {
        KeypadTries {
            wrong: u32::try_from(self.refused.len()).unwrap_or(u32::MAX),
            last_wrong_at: self
                .refused
                .last_key_value()
                .map(|(_, at)| *at)
                .unwrap_or_default(),
        }
    }
}

fn keep_min<T>(place: &mut Option<T>, new: T, order: impl Fn(&T) -> Order) {
    if place.as_ref().is_none_or(|old| order(&new) < order(old)) {
        *place = Some(new);
    }
}

fn keep_max<T>(place: &mut Option<T>, new: T, order: impl Fn(&T) -> Order) {
    if place.as_ref().is_none_or(|old| order(old) < order(&new)) {
        *place = Some(new);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::event::{Actor, Way};

    fn event(device: u8, seq: u64, ms: i64, fact: Fact) -> Event {
        Event {
            id: EventId {
                device: DeviceId([device; 8]),
                seq,
            },
            hlc: Hlc::default().tick(Timestamp(ms)),
            at: Timestamp(ms),
            offset_min: 60,
            day: Day(20_000),
            actor: Actor::Visitor,
            fact,
        }
    }

    fn check_in(visitor: u8) -> Fact {
        Fact::CheckedIn {
            visitor: VisitorTag([visitor; 16]),
            until: Timestamp(99_000),
            way: Way::Scanned,
        }
    }

    fn fold(events: &[Event]) -> State {
        let mut state = State::default();
        events.iter().for_each(|event| state.apply(event));
        state
    }

    #[test]
    fn a_visit_opens_is_extended_and_ends() {
        let came = event(1, 1, 1_000, check_in(7));
        let stays = event(
            1,
            2,
            2_000,
            Fact::VisitExtended {
                visit: came.id,
                until: Timestamp(150_000),
            },
        );
        let goes = event(
            1,
            3,
            3_000,
            Fact::CheckedOut {
                visit: came.id,
                way: EndWay::Scanned,
            },
        );
        let inside = fold(&[came.clone(), stays.clone()]);
        assert_eq!(
            inside.open_visit_of(Day(20_000), VisitorTag([7; 16])),
            Some(came.id)
        );
        assert_eq!(inside.visit(came.id).unwrap().until(), Some(Timestamp(150_000)));
        let outside = fold(&[came.clone(), stays, goes]);
        assert_eq!(outside.open_visits().len(), 0);
        assert_eq!(outside.open_visit_of(Day(20_000), VisitorTag([7; 16])), None);
        assert_eq!(
            outside.visit(came.id).unwrap().ended().unwrap().at,
            Timestamp(3_000)
        );
    }

    #[test]
    fn of_two_check_outs_the_earlier_counts() {
        let came = event(1, 1, 1_000, check_in(7));
        let scanned = event(
            2,
            1,
            3_000,
            Fact::CheckedOut {
                visit: came.id,
                way: EndWay::Scanned,
            },
        );
        let killed = event(
            1,
            2,
            4_000,
            Fact::CheckedOut {
                visit: came.id,
                way: EndWay::KillTime,
            },
        );
        let state = fold(&[killed, came.clone(), scanned]);
        assert_eq!(
            state.visit(came.id).unwrap().ended().unwrap().way,
            EndWay::Scanned
        );
    }

    #[test]
    fn a_right_number_clears_the_wrong_ones_before_it_only() {
        let wrong = |seq, ms| event(1, seq, ms, Fact::NumberRefused);
        let state = fold(&[
            wrong(1, 1_000),
            wrong(2, 2_000),
            event(1, 3, 3_000, Fact::NumberAccepted),
            wrong(4, 4_000),
        ]);
        assert_eq!(
            state.keypad(DeviceId([1; 8])),
            KeypadTries {
                wrong: 1,
                last_wrong_at: Timestamp(4_000)
            }
        );
        assert_eq!(
            state.keypad(DeviceId([2; 8])).wrong,
            0,
            "each kiosk has its own keypad"
        );
    }

    fn any_fact() -> impl Strategy<Value = Fact> {
        let visit = (1_u8..4, 1_u64..12).prop_map(|(device, seq)| EventId {
            device: DeviceId([device; 8]),
            seq,
        });
        prop_oneof![
            (0_u8..4).prop_map(check_in),
            (visit.clone(), 0_i64..9_000).prop_map(|(visit, until)| Fact::VisitExtended {
                visit,
                until: Timestamp(until)
            }),
            visit.prop_map(|visit| Fact::CheckedOut {
                visit,
                way: EndWay::Scanned
            }),
            (0_u8..3).prop_map(|pass| Fact::PassIssued {
                pass: PassTag([pass; 16]),
                valid_until: Day(30_000)
            }),
            Just(Fact::ScanRefused {
                reason: Refusal::Foreign
            }),
            Just(Fact::NumberRefused),
            Just(Fact::NumberAccepted),
        ]
    }

    /// Events of three devices, each with its own sequence, in a shuffled order with some of them twice.
    fn any_history() -> impl Strategy<Value = (Vec<Event>, Vec<Event>)> {
        proptest::collection::vec((1_u8..4, 0_i64..5, any_fact()), 0..40).prop_flat_map(|drafts| {
            let mut seq = BTreeMap::<u8, u64>::new();
            let events: Vec<Event> = drafts
                .into_iter()
                .map(|(device, ms, fact)| {
                    let seq = seq.entry(device).and_modify(|seq| *seq += 1).or_insert(1);
                    event(device, *seq, ms, fact)
                })
                .collect();
            let doubled = [events.clone(), events.iter().step_by(3).cloned().collect()].concat();
            (Just(events), Just(doubled).prop_shuffle())
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn order_and_duplication_do_not_matter((events, shuffled) in any_history()) {
            let state = fold(&events);
            prop_assert_eq!(&fold(&shuffled), &state);
            prop_assert_eq!(fold(&shuffled).digest(), state.digest());
        }
    }
}
