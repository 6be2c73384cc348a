//! One visit, as its events tell it.

use minicbor::{Decode, Encode};

use super::Order;
use crate::{
    admission::Limit,
    event::{Correction, EndWay, Why},
    id::{EventId, VisitorTag, ZoneId},
    time::{Day, Timestamp},
};

/// One visit.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Visit {
    #[n(0)]
    opened: Option<Opened>,
    /// By order, each once.
    #[n(1)]
    changes: Vec<(Order, Change)>,
}

/// How a visit began.
#[derive(Clone, Copy, Debug, PartialEq, Encode, Decode)]
pub struct Opened {
    #[n(0)]
    pub(super) order: Order,
    /// When.
    #[n(1)]
    pub at: Timestamp,
    /// On which day: names the keys of its record.
    #[n(2)]
    pub day: Day,
    /// Whose, within that day.
    #[n(3)]
    pub visitor: VisitorTag,
    /// When it was to end by itself.
    #[n(4)]
    pub(super) until: Timestamp,
    #[n(5)]
    pub(super) limit: Option<Limit>,
    #[n(6)]
    pub(super) zone: Option<ZoneId>,
    #[n(7)]
    pub(super) people: Option<u16>,
}

/// How a visit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Ended {
    /// When.
    #[n(0)]
    pub at: Timestamp,
    /// In which way.
    #[n(1)]
    pub way: EndWay,
}

/// What happened to a visit after it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub(super) enum Change {
    #[n(0)]
    Until(#[n(0)] Timestamp, #[n(1)] Option<Limit>),
    #[n(1)]
    Ended(#[n(0)] Ended),
    #[n(2)]
    Annulled(#[n(0)] Why),
    #[n(3)]
    Corrected(#[n(0)] Correction),
    #[n(4)]
    LeftDiary,
    #[n(5)]
    Party(#[n(0)] u16),
    #[n(6)]
    Seated(#[n(0)] ZoneId),
}

impl Visit {
    pub(super) fn open(&mut self, opened: Opened) {
        self.opened = Some(opened);
    }

    pub(super) fn change(&mut self, order: Order, change: Change) {
        if let Err(place) = self.changes.binary_search(&(order, change)) {
            if self.changes.is_empty() {
                // Most visits change once: they end.
                self.changes.reserve_exact(1);
            }
            self.changes.insert(place, (order, change));
        }
    }

    /// Takes out what destroyed events said; whether anything was.
    pub(super) fn forget(&mut self, opening_is_gone: bool, is_gone: impl Fn(&Order) -> bool) -> bool {
        let changes = self.changes.len();
        self.changes.retain(|(order, _)| !is_gone(order));
        let opened = opening_is_gone && self.opened.take().is_some();
        opened || self.changes.len() != changes
    }

    pub(super) fn is_empty(&self) -> bool {
        self.opened.is_none() && self.changes.is_empty()
    }

    /// Its beginning; none while only its end has arrived from another device.
    pub fn opened(&self) -> Option<&Opened> {
        self.opened.as_ref()
    }

    /// When it ends by itself: the newest of check-in and extensions decides.
    pub fn until(&self) -> Option<Timestamp> {
        self.term().map(|(until, _)| until)
    }

    /// Why it ends by itself then.
    pub fn limit(&self) -> Limit {
        let limit = self.term().and_then(|(_, limit)| limit);
        limit.unwrap_or(Limit::LongestStay)
    }

    fn term(&self) -> Option<(Timestamp, Option<Limit>)> {
        let opened = self
            .opened
            .map(|opened| (opened.order, opened.until, opened.limit));
        let extended = self.changes.iter().filter_map(|(order, change)| match change {
            Change::Until(until, limit) => Some((*order, *until, *limit)),
            Change::Ended(_)
            | Change::Annulled(_)
            | Change::Corrected(_)
            | Change::LeftDiary
            | Change::Party(_)
            | Change::Seated(_) => None,
        });
        extended
            .chain(opened)
            .max()
            .map(|(_, until, limit)| (until, limit))
    }

    /// Where it is, as exactly as is known: the seat, or what is behind the door; none for the venue itself.
    pub fn zone(&self) -> Option<ZoneId> {
        self.opened?;
        self.seat().or(self.entered())
    }

    /// What is behind the door that it came through; none for the venue itself.
    pub fn entered(&self) -> Option<ZoneId> {
        self.opened?.zone
    }

    /// The seat or table, by the newest word.
    pub fn seat(&self) -> Option<ZoneId> {
        let mut newest_first = self.changes.iter().rev();
        newest_first.find_map(|(_, change)| match change {
            Change::Seated(seat) => Some(*seat),
            Change::Until(..)
            | Change::Ended(_)
            | Change::Annulled(_)
            | Change::Corrected(_)
            | Change::LeftDiary
            | Change::Party(_) => None,
        })
    }

    /// How many people it is, by the newest word.
    pub fn people(&self) -> u16 {
        let mut set = self.changes.iter().filter_map(|(_, change)| match change {
            Change::Party(people) => Some(*people),
            Change::Until(..)
            | Change::Ended(_)
            | Change::Annulled(_)
            | Change::Corrected(_)
            | Change::LeftDiary
            | Change::Seated(_) => None,
        });
        let came = self.opened.and_then(|opened| opened.people);
        set.next_back().or(came).unwrap_or(1).max(1)
    }

    /// Its end: the earliest one counts.
    pub fn ended(&self) -> Option<&Ended> {
        self.changes.iter().find_map(|(_, change)| match change {
            Change::Ended(ended) => Some(ended),
            Change::Until(..)
            | Change::Annulled(_)
            | Change::Corrected(_)
            | Change::LeftDiary
            | Change::Party(_)
            | Change::Seated(_) => None,
        })
    }

    /// Whether the visitor is inside.
    pub fn is_open(&self) -> bool {
        self.opened.is_some() && self.ended().is_none() && !self.is_annulled()
    }

    /// Whether it is open as it began. What its visitor says on the way in, how many they are and where they sit, changes nothing.
    pub fn has_just_begun(&self) -> bool {
        let is_said = |change: &Change| match change {
            Change::Party(_) | Change::Seated(_) => true,
            Change::Until(..)
            | Change::Ended(_)
            | Change::Annulled(_)
            | Change::Corrected(_)
            | Change::LeftDiary => false,
        };
        self.opened.is_some() && self.changes.iter().all(|(_, change)| is_said(change))
    }

    /// Whether it was a mistake and never was.
    pub fn is_annulled(&self) -> bool {
        self.changes
            .iter()
            .any(|(_, change)| matches!(change, Change::Annulled(_)))
    }

    /// Whether the visitor has taken it out of the diary.
    pub fn has_left_diary(&self) -> bool {
        self.changes
            .iter()
            .any(|(_, change)| *change == Change::LeftDiary)
    }

    /// When it began, as corrected last.
    pub fn came(&self) -> Option<Timestamp> {
        let corrected = self.corrections().filter_map(|correction| match correction {
            Correction::Came(at) => Some(at),
            Correction::Went(_) | Correction::Contact => None,
        });
        corrected.last().or(self.opened.map(|opened| opened.at))
    }

    /// When it ended, as corrected last.
    pub fn went(&self) -> Option<Timestamp> {
        let corrected = self.corrections().filter_map(|correction| match correction {
            Correction::Went(at) => Some(at),
            Correction::Came(_) | Correction::Contact => None,
        });
        let ended = self.ended()?;
        corrected.last().or(Some(ended.at))
    }

    /// The events whose bodies hold a corrected contact, oldest first.
    pub fn contact_corrections(&self) -> impl DoubleEndedIterator<Item = EventId> {
        let of_contact = |change: &Change| *change == Change::Corrected(Correction::Contact);
        self.changes
            .iter()
            .filter(move |(_, change)| of_contact(change))
            .map(|(order, _)| order.id)
    }

    /// The events, besides its beginning, whose bodies hold something of the people who came.
    pub fn sealed_changes(&self) -> impl Iterator<Item = EventId> {
        let is_sealed = |change: &Change| match change {
            Change::Corrected(Correction::Contact) | Change::Party(_) => true,
            Change::Corrected(Correction::Came(_) | Correction::Went(_))
            | Change::Until(..)
            | Change::Ended(_)
            | Change::Annulled(_)
            | Change::LeftDiary
            | Change::Seated(_) => false,
        };
        self.changes
            .iter()
            .filter(move |(_, change)| is_sealed(change))
            .map(|(order, _)| order.id)
    }

    /// The event whose body holds the names of the companions; none where nobody asked for them.
    pub fn party(&self) -> Option<EventId> {
        let party = |change: &Change| matches!(change, Change::Party(_));
        let mut newest_first = self.changes.iter().rev();
        newest_first
            .find(|(_, change)| party(change))
            .map(|(order, _)| order.id)
    }

    /// The corrections, oldest first.
    pub fn corrections(&self) -> impl Iterator<Item = Correction> {
        self.changes.iter().filter_map(|(_, change)| match change {
            Change::Corrected(correction) => Some(*correction),
            Change::Until(..)
            | Change::Ended(_)
            | Change::Annulled(_)
            | Change::LeftDiary
            | Change::Party(_)
            | Change::Seated(_) => None,
        })
    }
}
