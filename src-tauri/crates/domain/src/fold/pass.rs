//! One pass, as its events tell it.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use super::{Order, Tries};
use crate::{
    confirmation::{Confirmation, Delivery},
    event::{Event, MessageWay},
    id::{CodeTag, EventId},
    time::{Day, Timestamp},
};

/// A registered pass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PassFacts {
    /// The event whose body holds the profile.
    pub issued: EventId,
    /// Last day of validity.
    pub valid_until: Day,
}

/// A code that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Encode, Decode)]
pub(super) struct Asked {
    #[n(0)]
    pub(super) tag: CodeTag,
    #[n(1)]
    pub(super) by: Timestamp,
    #[n(2)]
    pub(super) way: MessageWay,
    #[n(3)]
    pub(super) at: Timestamp,
}

/// What is known of a pass.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Pass {
    /// Last day of validity by the event that issued it: the first time, or anew with another profile or another key.
    #[n(0)]
    issued: BTreeMap<Order, Day>,
    #[n(1)]
    withdrawn: Option<Order>,
    #[n(2)]
    asked: BTreeMap<Order, Asked>,
    #[n(3)]
    pub(super) tries: Tries,
    #[n(4)]
    confirmed: Option<Order>,
}

impl Pass {
    pub(super) fn issue(&mut self, event: &Event, valid_until: Day) {
        self.issued.insert(Order::of(event), valid_until);
    }

    pub(super) fn withdraw(&mut self, order: Order) {
        self.withdrawn = self.withdrawn.max(Some(order));
    }

    pub(super) fn ask(&mut self, order: Order, asked: Asked) {
        self.asked.insert(order, asked);
    }

    pub(super) fn confirm(&mut self, order: Order) {
        self.confirmed = self.confirmed.max(Some(order));
    }

    pub(super) fn forget(&mut self, is_gone: impl Fn(&Order) -> bool) {
        self.tries.forget(&is_gone);
    }

    /// None when it is not registered, or not any more.
    pub(super) fn facts(&self) -> Option<PassFacts> {
        let (order, valid_until) = self.issued.last_key_value()?;
        let facts = PassFacts {
            issued: order.id,
            valid_until: *valid_until,
        };
        (self.withdrawn < Some(*order)).then_some(facts)
    }

    /// The events whose bodies hold its profiles, oldest first.
    pub(super) fn issues(&self) -> impl Iterator<Item = EventId> {
        self.issued.keys().map(|order| order.id)
    }

    /// Whether it was registered once and is not any more.
    pub(super) fn is_withdrawn(&self) -> bool {
        self.withdrawn.is_some() && self.facts().is_none()
    }

    /// When a code was asked for that is waited for, by the order of events.
    pub(super) fn waits_since(&self) -> Option<Order> {
        let (order, _) = self.asked.last_key_value()?;
        let is_there = self.facts().is_some();
        (is_there && self.confirmed < Some(*order)).then_some(*order)
    }

    /// Whether a code has come since.
    pub(super) fn was_confirmed_after(&self, order: Order) -> bool {
        self.confirmed > Some(order)
    }

    /// The code that is waited for; what became of its message is said elsewhere.
    pub(super) fn confirmation(&self, delivery: Delivery) -> Option<Confirmation> {
        let order = self.waits_since()?;
        let asked = self.asked.get(&order)?;
        let of_this_address = self.asked.values().filter(|other| other.by == asked.by);
        Some(Confirmation {
            asked: order.id,
            by: asked.by,
            tag: asked.tag,
            way: asked.way,
            made_at: asked.at,
            codes: u32::try_from(of_this_address.count()).unwrap_or(u32::MAX),
            wrong: self.tries.wrong_since(Some(order)).0,
            delivery,
        })
    }

    /// Whether this event has asked for a code for it.
    pub(super) fn was_asked_by(&self, event: EventId) -> bool {
        self.asked.keys().any(|order| order.id == event)
    }

    /// The newest code of all, whether it is waited for or has come.
    pub(super) fn newest_code(&self) -> Option<(EventId, CodeTag)> {
        let (order, asked) = self.asked.last_key_value()?;
        Some((order.id, asked.tag))
    }
}
