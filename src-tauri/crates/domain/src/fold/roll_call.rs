//! One roll call, as its events tell it: who was found, and when.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};

use super::Order;
use crate::{
    event::RollCallCause,
    id::{EventId, VisitId},
    time::Timestamp,
};

/// One roll call.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct RollCall {
    #[n(0)]
    begun: Option<Begun>,
    #[n(1)]
    ended: BTreeSet<Order>,
    /// All words about each visit: the newest counts, and when it is destroyed, the one before.
    #[n(2)]
    ticks: BTreeMap<VisitId, BTreeMap<Order, Tick>>,
}

/// How a roll call began.
#[derive(Clone, Copy, Debug, PartialEq, Encode, Decode)]
pub struct Begun {
    /// When.
    #[n(0)]
    pub at: Timestamp,
    /// Why.
    #[n(1)]
    pub cause: RollCallCause,
}

#[derive(Clone, Copy, Debug, PartialEq, Encode, Decode)]
struct Tick {
    #[n(0)]
    at: Timestamp,
    #[n(1)]
    is_found: bool,
}

impl RollCall {
    pub(super) fn begin(&mut self, at: Timestamp, cause: RollCallCause) {
        self.begun = Some(Begun { at, cause });
    }

    pub(super) fn end(&mut self, order: Order) {
        self.ended.insert(order);
    }

    pub(super) fn tick(&mut self, order: Order, at: Timestamp, visit: VisitId, is_found: bool) {
        self.ticks
            .entry(visit)
            .or_default()
            .insert(order, Tick { at, is_found });
    }

    /// Takes out what destroyed events said; whether anything is left.
    pub(super) fn forget(&mut self, begin_is_gone: bool, is_gone: impl Fn(EventId) -> bool) -> bool {
        self.begun = self.begun.filter(|_| !begin_is_gone);
        self.ended.retain(|order| !is_gone(order.id));
        self.ticks.retain(|_, ticks| {
            ticks.retain(|order, _| !is_gone(order.id));
            !ticks.is_empty()
        });
        *self != Self::default()
    }

    /// Its beginning; none while only ticks have arrived from another device.
    pub fn begun(&self) -> Option<Begun> {
        self.begun
    }

    /// Whether somebody said that it is over.
    pub fn is_ended(&self) -> bool {
        !self.ended.is_empty()
    }

    /// When the people of a visit were found; none when they were not, or not after all.
    pub fn found_at(&self, visit: VisitId) -> Option<Timestamp> {
        let (_, tick) = self.ticks.get(&visit)?.last_key_value()?;
        tick.is_found.then_some(tick.at)
    }
}
