//! Who is inside now: the open visits, and how many people are in which zone.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use crate::{
    id::{VisitId, ZoneId},
    zone::{Zones, is_within},
};

/// Where the people of an open visit are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub(super) struct Place {
    #[n(0)]
    pub(super) zone: Option<ZoneId>,
    #[n(1)]
    pub(super) people: u16,
}

/// The open visits, and the people counted by zone: at the door nobody waits for a count over all of them.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Inside {
    #[n(0)]
    open: BTreeMap<VisitId, Place>,
    #[n(1)]
    people: BTreeMap<Option<ZoneId>, u32>,
}

impl Inside {
    /// Notes where a visit is now; none when it is not open.
    pub(super) fn note(&mut self, visit: VisitId, place: Option<Place>) {
        let before = match place {
            Some(place) => self.open.insert(visit, place),
            None => self.open.remove(&visit),
        };
        if let Some(before) = before {
            let people = self.people.entry(before.zone).or_default();
            *people = people.saturating_sub(before.people.into());
            if *people == 0 {
                self.people.remove(&before.zone);
            }
        }
        if let Some(place) = place {
            *self.people.entry(place.zone).or_default() += u32::from(place.people);
        }
    }

    pub(super) fn visits(&self) -> impl ExactSizeIterator<Item = VisitId> {
        self.open.keys().copied()
    }

    /// People in `zone` and all its parts.
    pub(super) fn people(&self, zones: &Zones, zone: Option<ZoneId>) -> u32 {
        let parts = self
            .people
            .iter()
            .filter(|(part, _)| is_within(zones, **part, zone));
        parts.map(|(_, people)| people).sum()
    }
}
