//! Messages to visitors: which wait, and how the others ended.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use super::Order;
use crate::{
    event::LetterEnd,
    id::{EventId, PassTag},
};

/// Messages of the days that are kept.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Letters {
    #[n(0)]
    written: BTreeMap<Order, PassTag>,
    #[n(1)]
    ended: BTreeMap<EventId, BTreeMap<Order, LetterEnd>>,
}

impl Letters {
    pub(super) fn write(&mut self, order: Order, pass: PassTag) {
        self.written.insert(order, pass);
    }

    pub(super) fn end(&mut self, order: Order, letter: EventId, end: LetterEnd) {
        self.ended.entry(letter).or_default().insert(order, end);
    }

    pub(super) fn forget(&mut self, is_gone: impl Fn(&Order) -> bool) {
        self.written.retain(|order, _| !is_gone(order));
        self.ended.retain(|_, ends| {
            ends.retain(|order, _| !is_gone(order));
            !ends.is_empty()
        });
    }

    /// All that have not ended, oldest first.
    pub(super) fn unended(&self) -> impl Iterator<Item = (Order, PassTag)> {
        self.written
            .iter()
            .filter(|(order, _)| self.end_of(order.id).is_none())
            .map(|(order, pass)| (*order, *pass))
    }

    /// The newest message for `pass` that was written after `order`, and how it ended if it has.
    pub(super) fn newest_of(&self, pass: PassTag, order: Order) -> Option<(EventId, Option<LetterEnd>)> {
        let mut later = self.written.range(order..).rev();
        let (found, _) = later.find(|(_, of)| **of == pass)?;
        Some((found.id, self.end_of(found.id)))
    }

    fn end_of(&self, letter: EventId) -> Option<LetterEnd> {
        self.ended.get(&letter)?.values().next_back().copied()
    }
}
