//! Papers of passes: which were begun, and whether they came out.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};

use super::Order;
use crate::{
    event::PrintOutcome,
    id::{DeviceId, EventId, PassTag},
    time::Timestamp,
};

/// A paper of which nobody knows whether it came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnsettledPaper {
    /// The event that began it.
    pub begun: EventId,
    /// Whose paper it is.
    pub pass: PassTag,
    /// When it was begun.
    pub at: Timestamp,
}

/// Papers of the days that are kept. When somebody was here to print one is not kept longer than the visit itself.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Papers {
    #[n(0)]
    begun: BTreeMap<Order, Begun>,
    /// Whether it came, by the event that began it; the last word counts.
    #[n(1)]
    ended: BTreeMap<EventId, BTreeMap<Order, bool>>,
    /// From before papers were recorded when they begin: each may have come.
    #[n(2)]
    unbegun: BTreeSet<(PassTag, Order)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Encode, Decode)]
struct Begun {
    #[n(0)]
    pass: PassTag,
    #[n(1)]
    at: Timestamp,
}

impl Papers {
    pub(super) fn begin(&mut self, order: Order, pass: PassTag, at: Timestamp) {
        self.begun.insert(order, Begun { pass, at });
    }

    pub(super) fn print(
        &mut self,
        order: Order,
        pass: PassTag,
        outcome: PrintOutcome,
        paper: Option<EventId>,
    ) {
        match (paper, outcome) {
            (None, _) => {
                self.unbegun.insert((pass, order));
            }
            (Some(paper), PrintOutcome::Sent | PrintOutcome::Confirmed) => self.settle(order, paper, true),
            (Some(paper), PrintOutcome::Failed) => self.settle(order, paper, false),
            // That it was begun says as much.
            (Some(_), PrintOutcome::Unknown) => {}
        }
    }

    pub(super) fn settle(&mut self, order: Order, paper: EventId, came: bool) {
        self.ended.entry(paper).or_default().insert(order, came);
    }

    pub(super) fn forget(&mut self, is_gone: impl Fn(&Order) -> bool) {
        self.begun.retain(|order, _| !is_gone(order));
        self.unbegun.retain(|(_, order)| !is_gone(order));
        self.ended.retain(|_, ends| {
            ends.retain(|order, _| !is_gone(order));
            !ends.is_empty()
        });
    }

    /// How many papers of `pass` came out, or may have.
    pub(super) fn count(&self, pass: PassTag) -> usize {
        let begun = self.begun.iter().filter(|(order, begun)| {
            // Nobody holds a paper of which it is known that it did not come.
            begun.pass == pass && self.came(order.id) != Some(false)
        });
        let unbegun = self.unbegun.iter().filter(|(of, _)| *of == pass);
        begun.count() + unbegun.count()
    }

    /// Those that `kiosk` began and of which nobody knows whether they came out, oldest first.
    pub(super) fn unsettled(&self, kiosk: DeviceId) -> impl Iterator<Item = UnsettledPaper> {
        let own = self
            .begun
            .iter()
            .filter(move |(order, _)| order.id.device == kiosk);
        let unsettled = own.filter(|(order, _)| self.came(order.id).is_none());
        unsettled.map(|(order, Begun { pass, at })| UnsettledPaper {
            begun: order.id,
            pass: *pass,
            at: *at,
        })
    }

    fn came(&self, paper: EventId) -> Option<bool> {
        self.ended.get(&paper)?.values().next_back().copied()
    }
}
