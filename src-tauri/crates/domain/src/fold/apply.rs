//! Joining one event in, and taking a destroyed day out again.

use std::collections::BTreeMap;

use super::{
    Canary, Destruction, Diary, Joined, Order, Placement, RollCall, State, Tries,
    inside::Place,
    is_in, keep_max,
    letters::Written,
    pass::{Asked, Pass},
    visit::{Change, Ended, Opened},
};
use crate::{
    event::{DayDestroyed, Event, Fact},
    id::{EventId, PassTag, VisitId},
};

impl State {
    /// Joins one event in.
    pub fn apply(&mut self, event: &Event) {
        let order = Order::of(event);
        self.clock = self.clock.join(event.hlc);
        if self.is_destroyed(event.id) {
            return;
        }
        match &event.fact {
            Fact::VenueOpened(opened) => {
                keep_min(&mut self.venue, (order, opened.clone()), |(order, _)| *order)
            }
            Fact::PassIssued { pass, valid_until } => self.pass_mut(*pass).issue(event, *valid_until),
            Fact::PassWithdrawn { pass } => self.pass_mut(*pass).withdraw(order),
            Fact::PrintBegun { pass } => self.papers.begin(order, *pass, event.at),
            Fact::PassPrinted { pass, outcome, paper } => self.papers.print(order, *pass, *outcome, *paper),
            Fact::PaperSettled { paper, came } => self.papers.settle(order, *paper, *came),
            Fact::ConfirmationAsked { pass, tag, by, way } => {
                let asked = Asked {
                    tag: *tag,
                    by: *by,
                    way: *way,
                    at: event.at,
                };
                self.pass_mut(*pass).ask(order, asked);
            }
            Fact::LetterWritten { pass, to } => {
                let written = Written {
                    pass: *pass,
                    to: *to,
                    at: event.at,
                };
                self.letters.write(order, written);
            }
            Fact::LetterEnded { letter, end } => self.letters.end(order, *letter, *end),
            Fact::ConfirmationTried { pass } => self.pass_mut(*pass).tries.wrong(order, event.at),
            Fact::Confirmed { pass } => self.pass_mut(*pass).confirm(order),
            Fact::RulesSet { rules } => self.premises.set_rules(order, rules),
            Fact::ZoneSet { zone, what } => self.premises.set_zone(order, *zone, Some(what)),
            Fact::ZoneRemoved { zone } => self.premises.set_zone(order, *zone, None),
            Fact::KioskPlaced { zone, on_inside } => {
                let (zone, on_inside) = (*zone, *on_inside);
                let placement = Placement { zone, on_inside };
                self.premises.place(order, event.id.device, placement);
            }
            Fact::OccasionSet { occasion, what } => {
                self.premises.set_occasion(order, *occasion, Some(what));
            }
            Fact::OccasionRemoved { occasion } => self.premises.set_occasion(order, *occasion, None),
            Fact::ConsentGiven { .. }
            | Fact::RollCallPrinted { .. }
            | Fact::VisitLooked { .. }
            | Fact::ClockConfirmed => {}
            Fact::RollCallBegun { cause, .. } => self.roll_call_mut(event.id).begin(event.at, *cause),
            Fact::RollCallTicked {
                begun,
                visit,
                is_found,
            } => {
                self.roll_call_mut(*begun)
                    .tick(order, event.at, *visit, *is_found);
            }
            Fact::RollCallEnded { begun, .. } => self.roll_call_mut(*begun).end(order),
            Fact::CheckedIn {
                visitor,
                until,
                way: _,
                zone,
                limit,
                people,
            } => {
                let opened = Opened {
                    order,
                    at: event.at,
                    day: event.day,
                    visitor: *visitor,
                    until: *until,
                    limit: *limit,
                    zone: *zone,
                    people: *people,
                };
                self.visits.entry(event.id).or_default().open(opened);
                self.visits_of.insert((event.day, *visitor, event.id));
                self.note_open(event.id);
            }
            Fact::VisitExtended { visit, until, limit } => {
                self.change(*visit, order, Change::Until(*until, *limit));
            }
            Fact::PartySet { visit, people } => self.change(*visit, order, Change::Party(*people)),
            Fact::VisitSeated { visit, seat } => self.change(*visit, order, Change::Seated(*seat)),
            Fact::CheckedOut { visit, way } => {
                let ended = Ended {
                    at: event.at,
                    way: *way,
                };
                self.change(*visit, order, Change::Ended(ended));
            }
            Fact::VisitAnnulled { visit, why } => self.change(*visit, order, Change::Annulled(*why)),
            Fact::VisitCorrected {
                visit, correction, ..
            } => self.change(*visit, order, Change::Corrected(*correction)),
            Fact::DiaryDeleted { visit } => self.change(*visit, order, Change::LeftDiary),
            Fact::ScanRefused { reason } => {
                self.refused.entry(*reason).or_default().insert(event.id);
            }
            Fact::NumberRefused => self
                .keypads
                .entry(event.id.device)
                .or_default()
                .wrong(order, event.at),
            Fact::NumberAccepted => self.keypads.entry(event.id.device).or_default().right(order),
            Fact::StaffEnrolled { staff, account } => {
                keep_newest(&mut self.staff, *staff, order, Some(account.clone()));
            }
            Fact::StaffRemoved { staff } => keep_newest(&mut self.staff, *staff, order, None),
            Fact::StaffPinTried { staff } => {
                self.staff_tries.entry(*staff).or_default().wrong(order, event.at)
            }
            Fact::NumberMissed { staff } => self.searches.entry(*staff).or_default().wrong(order, event.at),
            Fact::StaffSignedIn { staff } => self.staff_tries.entry(*staff).or_default().right(order),
            Fact::DiaryPinSet { pass, pin } => {
                let diary = self.diaries.entry(*pass).or_default();
                keep_max(&mut diary.pin, (order, pin.clone()), |(order, _)| *order);
            }
            Fact::DiaryTried { pass } => self
                .diaries
                .entry(*pass)
                .or_default()
                .tries
                .wrong(order, event.at),
            Fact::DiaryOpened { pass } => self.diaries.entry(*pass).or_default().tries.right(order),
            Fact::DiaryLocked { pass } => {
                let diary = self.diaries.entry(*pass).or_default();
                diary.locked = diary.locked.max(Some(order));
            }
            Fact::DiaryUnlocked { pass } => {
                let diary = self.diaries.entry(*pass).or_default();
                diary.unlocked = diary.unlocked.max(Some(order));
            }
            Fact::RetentionSet { days } => keep_max(&mut self.retention, (order, *days), |(order, _)| *order),
            Fact::OwnerLooksSet { allowed } => {
                keep_max(&mut self.owner_looks, (order, *allowed), |(order, _)| *order)
            }
            Fact::CanaryLaid { check } => {
                let canary = Canary {
                    check: *check,
                    day: event.day,
                };
                self.canaries.insert(order, canary);
            }
            Fact::OwnerKeyProved { .. } => {
                keep_max(&mut self.proved, (order, event.day), |(order, _)| *order)
            }
            Fact::DeviceJoined {
                device_key,
                replaces,
                source,
            } => {
                let joined = Joined {
                    device_key: *device_key,
                    replaces: *replaces,
                    source: *source,
                    day: event.day,
                };
                self.joined.insert(order, joined);
            }
            Fact::DayDestroyed(destroyed) => self.destroy(event, order, destroyed),
        }
    }

    fn change(&mut self, visit: VisitId, order: Order, change: Change) {
        self.visits.entry(visit).or_default().change(order, change);
        self.note_open(visit);
    }

    fn pass_mut(&mut self, pass: PassTag) -> &mut Pass {
        self.passes.entry(pass).or_default()
    }

    fn roll_call_mut(&mut self, begun: EventId) -> &mut RollCall {
        self.roll_calls.entry(begun).or_default()
    }

    fn note_open(&mut self, id: VisitId) {
        let open = self.visits.get(&id).filter(|visit| visit.is_open());
        let place = open.map(|visit| Place {
            zone: visit.zone(),
            people: visit.people(),
        });
        self.inside.note(id, place);
    }

    /// Takes all that the destroyed events said out of the state, and remembers which they were, so that a copy of one of them
    /// that arrives later from elsewhere says nothing any more.
    fn destroy(&mut self, event: &Event, order: Order, gone: &DayDestroyed) {
        let destruction = Destruction {
            event: event.id,
            day: gone.day,
            visits: gone.visits,
            events: gone.events(),
            at: event.at,
        };
        self.destructions.insert(order, destruction);
        let runs = self.destroyed.entry(gone.device).or_default();
        for run in &gone.runs {
            let last = runs.entry(run.first).or_insert(run.last);
            *last = run.last.max(*last);
        }
        let runs = self.destroyed[&gone.device].clone();
        let is_gone = |id: EventId| id.device == gone.device && is_in(&runs, id.seq);
        self.visits_of.retain(|(.., visit)| !is_gone(*visit));
        let mut touched = Vec::new();
        self.visits.retain(|id, visit| {
            if visit.forget(is_gone(*id), |order| is_gone(order.id)) {
                touched.push(*id);
            }
            !visit.is_empty()
        });
        touched.into_iter().for_each(|id| self.note_open(id));
        self.refused.retain(|_, events| {
            events.retain(|id| !is_gone(*id));
            !events.is_empty()
        });
        let forget = |tries: &mut Tries| {
            tries.forget(|order| is_gone(order.id));
            !tries.is_empty()
        };
        self.keypads.retain(|_, tries| forget(tries));
        self.staff_tries.retain(|_, tries| forget(tries));
        self.searches.retain(|_, tries| forget(tries));
        self.diaries.retain(|_, diary| {
            forget(&mut diary.tries);
            *diary != Diary::default()
        });
        self.passes.retain(|_, pass| {
            pass.forget(|order| is_gone(order.id));
            *pass != Pass::default()
        });
        self.letters.forget(|order| is_gone(order.id));
        self.papers.forget(|order| is_gone(order.id));
        self.roll_calls
            .retain(|begun, roll_call| roll_call.forget(is_gone(*begun), is_gone));
        self.canaries.retain(|order, _| !is_gone(order.id));
    }
}

fn keep_min<T>(place: &mut Option<T>, new: T, order: impl Fn(&T) -> Order) {
    if place.as_ref().is_none_or(|old| order(&new) < order(old)) {
        *place = Some(new);
    }
}

fn keep_newest<K: Ord, V>(map: &mut BTreeMap<K, (Order, V)>, key: K, order: Order, value: V) {
    let is_newer = map.get(&key).is_none_or(|(known, _)| *known < order);
    if is_newer {
        map.insert(key, (order, value));
    }
}
