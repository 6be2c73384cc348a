//! Wrong and right tries at something that a number opens.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};

use super::Order;
use crate::{keypad::KeypadTries, time::Timestamp};

/// Wrong and right tries. What is checked after the try was written counts as wrong until the right one follows.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Tries {
    #[n(0)]
    wrong: BTreeMap<Order, Timestamp>,
    #[n(1)]
    right: BTreeSet<Order>,
}

impl Tries {
    pub(super) fn wrong(&mut self, order: Order, at: Timestamp) {
        self.wrong.insert(order, at);
    }

    pub(super) fn right(&mut self, order: Order) {
        self.right.insert(order);
    }

    pub(super) fn forget(&mut self, is_gone: impl Fn(&Order) -> bool) {
        self.wrong.retain(|order, _| !is_gone(order));
        self.right.retain(|order| !is_gone(order));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.wrong.is_empty() && self.right.is_empty()
    }

    /// Wrong ones after the last right one and after `reset`, and when the last of them was.
    pub(super) fn wrong_since(&self, reset: Option<Order>) -> (u32, Option<Timestamp>) {
        let after = self.right.last().copied().max(reset);
        let wrong = self.wrong.iter().rev();
        let wrong = wrong.take_while(|(order, _)| Some(**order) > after);
        let mut count = 0_u32;
        let mut last = None;
        for (_, at) in wrong {
            count = count.saturating_add(1);
            last.get_or_insert(*at);
        }
        (count, last)
    }

    /// When the wrong ones were, newest first.
    pub(super) fn wrong_at(&self) -> impl Iterator<Item = Timestamp> {
        self.wrong.values().rev().copied()
    }

    /// When the last right one was, by the clock of the log.
    pub(super) fn right_at(&self) -> Option<Timestamp> {
        self.right.last().map(|order| order.hlc.physical())
    }

    pub(super) fn as_keypad(&self) -> KeypadTries {
        let (wrong, last) = self.wrong_since(None);
        KeypadTries {
            wrong,
            last_wrong_at: last.unwrap_or_default(),
        }
    }
}
