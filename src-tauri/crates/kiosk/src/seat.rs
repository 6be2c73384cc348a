//! Where somebody sits: what the seats behind this door are, which are taken, and that a visitor sits down.

use einlass_domain::{
    event::Fact,
    fold::Visit,
    id::{VisitId, ZoneId},
    rules::Seats,
    seat::{has_places, is_place, is_taken, read_seat_code, ways_to_places},
    time::Clock,
    zone::{is_within, path_within},
};
use einlass_ledger::LedgerError;
use rand_core::CryptoRngCore;

use crate::entrance::{Entrance, visitor};

/// A seat or table, or what leads to some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which zone.
    pub zone: ZoneId,
    /// As people call it.
    pub name: String,
    /// Whether somebody sits there and nobody else can.
    pub taken: bool,
}

/// What became of a wish for a seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SeatVerdict {
    /// They sit there: its path from the door on, `Row 15 / Seat 27`.
    Seated(String),
    /// Somebody else does; its name.
    Taken(String),
}

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// Whether visitors say where they sit at this door.
    pub fn asks_for_seat(&self) -> bool {
        let state = self.ledger.state();
        state.rules().seats == Seats::Ask && has_places(state.zones(), self.door_zone())
    }

    /// What can be chosen among in `around`, or behind the door. A zone with a single way on is no choice and is passed.
    pub(crate) fn places(&self, around: Option<ZoneId>) -> (Option<ZoneId>, Vec<Place>) {
        let zones = self.ledger.state().zones();
        let mut around = around.or(self.door_zone());
        let mut ways = ways_to_places(zones, around);
        while let [only] = ways.as_slice()
            && !is_place(zones, *only)
        {
            around = Some(*only);
            ways = ways_to_places(zones, around);
        }
        let places = ways.into_iter().map(|zone| Place {
            zone,
            name: zones[&zone].name.clone(),
            taken: self.is_taken(zone),
        });
        (around, places.collect())
    }

    /// Whether people sit at the zone itself.
    pub(crate) fn is_place(&self, zone: ZoneId) -> bool {
        is_place(self.ledger.state().zones(), zone)
    }

    /// The seat behind this door that a code names.
    pub(crate) fn seat_of_code(&self, code: &[u8]) -> Option<ZoneId> {
        let zones = self.ledger.state().zones();
        let seat = read_seat_code(code)?;
        (is_place(zones, seat) && is_within(zones, Some(seat), self.door_zone())).then_some(seat)
    }

    /// A zone's path from the door on; none for the door itself.
    pub(crate) fn path_from_door(&self, zone: ZoneId) -> Option<String> {
        let path = path_within(self.ledger.state().zones(), zone, self.door_zone());
        (!path.is_empty()).then_some(path)
    }

    /// Where somebody sits, from the door that they came through on.
    pub(crate) fn seat_of(&self, visit: &Visit) -> Option<String> {
        let seat = visit.seat()?;
        Some(path_within(self.ledger.state().zones(), seat, visit.entered()))
    }

    /// The visitor sits down. Whoever moves leaves the seat before.
    ///
    /// # Errors
    /// When it could not be recorded; then they sit where they sat.
    pub(crate) fn sit(&mut self, visit: VisitId, seat: ZoneId) -> Result<SeatVerdict, LedgerError> {
        let name = self.path_from_door(seat).unwrap_or_default();
        let sits_there = self.ledger.state().visit(visit).and_then(|visit| visit.seat()) == Some(seat);
        if !sits_there {
            if self.is_taken(seat) {
                return Ok(SeatVerdict::Taken(name));
            }
            self.append(vec![visitor(Fact::VisitSeated { visit, seat })])?;
        }
        Ok(SeatVerdict::Seated(name))
    }

    fn is_taken(&self, zone: ZoneId) -> bool {
        let state = self.ledger.state();
        let place = state.zones().get(&zone).filter(|_| self.is_place(zone));
        place.is_some_and(|place| is_taken(place, state.people_inside(Some(zone))))
    }

    fn door_zone(&self) -> Option<ZoneId> {
        self.ledger.state().placement(self.ledger.device()).zone
    }
}
