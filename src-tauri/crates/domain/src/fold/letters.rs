//! Messages to visitors: which wait, and how the others ended.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use super::Order;
use crate::{
    event::LetterEnd,
    id::{AddressTag, EventId, PassTag},
    time::Timestamp,
};

/// One message, as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Encode, Decode)]
pub(super) struct Written {
    #[n(0)]
    pub(super) pass: PassTag,
    #[n(1)]
    pub(super) to: Option<AddressTag>,
    #[n(2)]
    pub(super) at: Timestamp,
}

/// Messages of the days that are kept.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Letters {
    #[n(0)]
    written: BTreeMap<Order, Written>,
    #[n(1)]
    ended: BTreeMap<EventId, BTreeMap<Order, LetterEnd>>,
}

impl Letters {
    pub(super) fn write(&mut self, order: Order, written: Written) {
        self.written.insert(order, written);
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
            .map(|(order, written)| (*order, written.pass))
    }

    /// The newest message for `pass` that was written after `order`, and how it ended if it has.
    pub(super) fn newest_of(&self, pass: PassTag, order: Order) -> Option<(EventId, Option<LetterEnd>)> {
        let mut later = self.written.range(order..).rev();
        let (found, _) = later.find(|(_, written)| written.pass == pass)?;
        Some((found.id, self.end_of(found.id)))
    }

    /// All to one address, with the pass and when they were written.
    pub(super) fn to(&self, address: AddressTag) -> impl Iterator<Item = (Order, &Written)> {
        let written = self.written.iter().map(|(order, written)| (*order, written));
        written.filter(move |(_, written)| written.to == Some(address))
    }

    /// What the address of the newest message for `pass` is counted by.
    pub(super) fn newest_address_of(&self, pass: PassTag) -> Option<AddressTag> {
        let mut newest_first = self.written.values().rev();
        newest_first.find(|written| written.pass == pass)?.to
    }

    fn end_of(&self, letter: EventId) -> Option<LetterEnd> {
        self.ended.get(&letter)?.values().next_back().copied()
    }
}
