//! The screen on which somebody says where they sit, by touch or by the code on the seat. Nobody has to.

use einlass_domain::{
    id::{VisitId, ZoneId},
    time::Clock,
};
use rand_core::CryptoRngCore;

use crate::{
    input::Touch,
    kiosk::Kiosk,
    screen::{Answer, Screen},
    seat::{Place, SeatVerdict},
};

/// What somebody chooses a seat among.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatChoice {
    /// Whose visit.
    pub visit: VisitId,
    /// What the seats are in; none for the venue itself.
    pub(crate) around: Option<ZoneId>,
    /// What was chosen among before, innermost last.
    pub(crate) before: Vec<Option<ZoneId>>,
    /// What the seats are in, from the door on; none for all that is behind the door.
    pub path: Option<String>,
    /// Seats, tables, and what leads to some.
    pub places: Vec<Place>,
    /// The seat that was wanted and is taken.
    pub gone: Option<String>,
}

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    pub(crate) fn touched_seat(&mut self, touch: Touch, screen: Screen) {
        match (touch, screen) {
            (
                Touch::OpenSeat,
                Screen::Answer(
                    Answer::Welcome {
                        visit, seat: true, ..
                    }
                    | Answer::Party {
                        visit, seat: true, ..
                    },
                ),
            ) => self.show_seats(visit, None, Vec::new(), None),
            (Touch::PickSeat(number), Screen::Seat(choice)) => self.pick_seat(*choice, number),
            (Touch::Back, Screen::Seat(choice)) => self.leave_seats(*choice),
            // A touch that was meant for a screen that has just gone.
            (_, screen) => self.screen = screen,
        }
    }

    /// The code of a seat, before somebody who is inside. Whether it was one.
    pub(crate) fn seat_seen(&mut self, code: &[u8]) -> bool {
        let choosing = if let Screen::Seat(choice) = &self.screen {
            Some(choice.visit)
        } else {
            None
        };
        let visit = choosing.or(self.screen.visit_inside());
        let seat = self
            .entrance
            .seat_of_code(code)
            .filter(|_| self.entrance.asks_for_seat());
        let (Some(visit), Some(seat)) = (visit, seat) else {
            return false;
        };
        let (around, before) = if let Screen::Seat(choice) = std::mem::take(&mut self.screen) {
            (choice.around, choice.before)
        } else {
            (None, Vec::new())
        };
        self.sit(visit, seat, around, before);
        true
    }

    fn pick_seat(&mut self, mut choice: SeatChoice, number: usize) {
        let Some(place) = choice.places.get(number).map(|place| place.zone) else {
            self.screen = Screen::Seat(Box::new(choice));
            return;
        };
        if self.entrance.is_place(place) {
            self.sit(choice.visit, place, choice.around, choice.before);
        } else {
            choice.before.push(choice.around);
            self.show_seats(choice.visit, Some(place), choice.before, None);
        }
    }

    fn sit(&mut self, visit: VisitId, seat: ZoneId, around: Option<ZoneId>, before: Vec<Option<ZoneId>>) {
        match self.entrance.sit(visit, seat) {
            Ok(SeatVerdict::Seated(seat)) => {
                self.answered += 1;
                self.show(Screen::Answer(Answer::Seated { seat, visit }));
            }
            Ok(SeatVerdict::Taken(name)) => self.show_seats(visit, around, before, Some(name)),
            Err(error) => self.fault(error),
        }
    }

    fn leave_seats(&mut self, mut choice: SeatChoice) {
        match choice.before.pop() {
            Some(around) => self.show_seats(choice.visit, around, choice.before, None),
            None => self.show(Screen::Attract),
        }
    }

    fn show_seats(
        &mut self,
        visit: VisitId,
        around: Option<ZoneId>,
        before: Vec<Option<ZoneId>>,
        gone: Option<String>,
    ) {
        let (around, places) = self.entrance.places(around);
        self.show(Screen::Seat(Box::new(SeatChoice {
            visit,
            around,
            before,
            path: around.and_then(|zone| self.entrance.path_from_door(zone)),
            places,
            gone,
        })));
    }
}
