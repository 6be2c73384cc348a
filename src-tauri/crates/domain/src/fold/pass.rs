//! One pass, as its events tell it.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};

use super::{Order, Tries, keep_max};
use crate::{
    event::Event,
    id::EventId,
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

/// The confirmation of an address.
#[derive(Clone, Copy, Debug, PartialEq, Encode, Decode)]
pub struct Asked {
    #[n(0)]
    order: Order,
    /// What the code is checked against.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub check: [u8; 32],
    /// Until when it has to be typed.
    #[n(2)]
    pub by: Timestamp,
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
    asked: Option<Asked>,
    #[n(3)]
    pub(super) tries: Tries,
    #[n(4)]
    confirmed: Option<Order>,
    /// Papers of the days that are kept. When somebody was here to print one is not kept longer than the visit itself.
    #[n(5)]
    papers: BTreeSet<Order>,
}

impl Pass {
    pub(super) fn issue(&mut self, event: &Event, valid_until: Day) {
        self.issued.insert(Order::of(event), valid_until);
    }

    pub(super) fn withdraw(&mut self, order: Order) {
        self.withdrawn = self.withdrawn.max(Some(order));
    }

    pub(super) fn ask(&mut self, order: Order, check: [u8; 32], by: Timestamp) {
        keep_max(&mut self.asked, Asked { order, check, by }, |asked| asked.order);
    }

    pub(super) fn confirm(&mut self, order: Order) {
        self.confirmed = self.confirmed.max(Some(order));
    }

    pub(super) fn print(&mut self, order: Order) {
        self.papers.insert(order);
    }

    pub(super) fn forget(&mut self, is_gone: impl Fn(&Order) -> bool) {
        self.tries.forget(&is_gone);
        self.papers.retain(|order| !is_gone(order));
    }

    /// Papers that were printed, or may have been, on the days that are kept.
    pub(super) fn papers(&self) -> usize {
        self.papers.len()
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

    /// The code that is waited for.
    pub(super) fn asked(&self) -> Option<&Asked> {
        self.asked
            .as_ref()
            .filter(|asked| self.confirmed < Some(asked.order))
    }

    /// Wrong codes since the one that is waited for was sent.
    pub(super) fn wrong(&self) -> u32 {
        self.tries.wrong_since(self.asked.map(|asked| asked.order)).0
    }
}
