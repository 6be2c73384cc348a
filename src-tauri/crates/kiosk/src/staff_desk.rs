//! What staff does for visitors by hand: who is inside, in and out, and how the day went. Each in the own area only.

use einlass_domain::{
    admission::{Admission, Limit, Obstacle, Term},
    contact::Contact,
    event::{Actor, Correction, EndWay, Fact, Refusal, Way, Why},
    fold::Visit,
    id::VisitId,
    pass::ProfileKey,
    pin_id::PinId,
    search::{Misses, after_misses},
    staff::{Area, Deed, NotAllowed, StaffAccount},
    time::{Clock, Timestamp},
};
use einlass_ledger::Draft;
use rand_core::CryptoRngCore;

use crate::{
    entrance::{Coming, Entrance},
    record::VisitRecord,
    staff::{Session, StaffError, by},
};

/// How far apart the points of the day's plot are, in milliseconds.
const QUARTER_MS: i64 = 15 * 60_000;

/// What a number leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Its holder is inside.
    Visit(VisitId, PinId),
    /// Its holder is inside, in somebody else's area.
    OtherArea,
    /// Its holder is not inside.
    Pass(PinId),
    /// No pass has it.
    Unknown {
        /// How many such numbers this person may still type.
        left: usize,
    },
    /// Its check digit is wrong: no pass anywhere has it.
    Mistyped,
}

/// What became of a check-in by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByHand {
    /// In.
    Entered(VisitId),
    /// Inside already.
    Inside(VisitId),
    /// Not now: the door's rules hold for staff too.
    Wait(Obstacle),
}

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// Whether somebody may do it at all.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`]; [`StaffError::WrongPin`] when they are staff no more.
    pub fn may(&self, session: Session, deed: Deed) -> Result<(), StaffError> {
        Ok(self.account(session.0)?.may(deed)?)
    }

    /// The visits that are open in the own area, newest first.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`].
    pub fn inside(&self, session: Session) -> Result<Vec<(VisitId, &Visit)>, StaffError> {
        let account = self.account(session.0)?;
        account.may(Deed::SeeInside)?;
        let mut open = self.open_in(account.area);
        open.sort_by_key(|(id, visit)| (std::cmp::Reverse(visit.came()), *id));
        Ok(open)
    }

    /// Where a whole number leads. There is no search by a part: what is stored is a keyed hash. Numbers that lead nowhere are
    /// counted, on the disk before the answer, so that nobody walks through them.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`]; [`StaffError::Missed`] after many; or a miss could not be recorded.
    pub fn find(&mut self, session: Session, digits: &str) -> Result<Found, StaffError> {
        let account = self.account(session.0)?;
        account.may(Deed::SeeInside)?;
        self.may_miss(session)?;
        let Ok(pin_id) = digits.parse::<PinId>() else {
            return Ok(Found::Mistyped);
        };
        let is_registered = self.ledger.state().pass(self.pass_tag(pin_id)).is_some();
        match self.open_visit_of(pin_id) {
            Some(id) if self.covers(&account, id) => Ok(Found::Visit(id, pin_id)),
            None if is_registered => Ok(Found::Pass(pin_id)),
            elsewhere => {
                let left = self.missed(session)?;
                Ok(elsewhere.map_or(Found::Unknown { left }, |_| Found::OtherArea))
            }
        }
    }

    /// How long somebody waits who has missed many numbers, in milliseconds; 0 for not at all.
    pub(crate) fn search_wait_ms(&self, session: Session) -> i64 {
        self.misses(session).wait_ms
    }

    /// Whether somebody may miss another number.
    pub(crate) fn may_miss(&self, session: Session) -> Result<(), StaffError> {
        match self.search_wait_ms(session) {
            0 => Ok(()),
            wait_ms => Err(StaffError::Missed { wait_ms }),
        }
    }

    /// Writes a miss down; says how many are left.
    pub(crate) fn missed(&mut self, session: Session) -> Result<usize, StaffError> {
        let staff = session.0;
        self.append(vec![by(staff, Fact::NumberMissed { staff })])?;
        Ok(self.misses(session).left)
    }

    fn misses(&self, session: Session) -> Misses {
        after_misses(self.ledger.state().missed_numbers(session.0), self.clock.now())
    }

    /// Lets the holder of a pass in whose number was typed by staff. The door decides as it does for everybody.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], also at the door of another area; [`StaffError::NoPass`]; or it could not be recorded.
    pub fn check_in_by_hand(&mut self, session: Session, pin_id: PinId) -> Result<ByHand, StaffError> {
        self.admit_by_hand(session, pin_id, None, None)
    }

    pub(crate) fn admit_by_hand(
        &mut self,
        session: Session,
        pin_id: PinId,
        contact: Option<Contact>,
        profile_key: Option<ProfileKey>,
    ) -> Result<ByHand, StaffError> {
        let account = self.account(session.0)?;
        account.may(Deed::CheckInByHand)?;
        let (state, here) = (self.ledger.state(), self.ledger.device());
        let behind = state.placement(here).zone;
        if !account.area.covers_door(here, behind, state.zones()) {
            return Err(NotAllowed::Area.into());
        }
        if !self.is_registered(pin_id) {
            return Err(StaffError::NoPass);
        }
        let now = self.clock.now();
        let person = self.standing_of(pin_id, self.pass_tag(pin_id));
        let state = self.ledger.state();
        let admission = self.at_door(|door| door.admit(&person, now, |zone| state.people_inside(zone)));
        match admission {
            Admission::CheckIn { term, closes } => {
                let coming = Coming {
                    pin_id,
                    contact,
                    profile_key,
                    way: Way::Staff,
                    actor: Actor::Staff(session.0),
                };
                self.check_in(coming, term, closes, Vec::new())?;
                let visit = self.open_visit_of(pin_id).ok_or(NotAllowed::NoVisit)?;
                Ok(ByHand::Entered(visit))
            }
            Admission::CheckOut(visit) | Admission::Extend(visit) | Admission::Ask(visit) => {
                Ok(ByHand::Inside(visit))
            }
            Admission::Wait(obstacle) => {
                let reason = Refusal::from(obstacle);
                self.append(vec![by(session.0, Fact::ScanRefused { reason })])?;
                Ok(ByHand::Wait(obstacle))
            }
        }
    }

    /// Ends a visit of the own area: now, or, where nobody saw it, about `at`.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], or it could not be recorded.
    pub fn check_out_by_hand(
        &mut self,
        session: Session,
        visit: VisitId,
        at: Option<Timestamp>,
    ) -> Result<(), StaffError> {
        let account = self.account(session.0)?;
        let state = self.ledger.state();
        let open = state.visit(visit);
        account.may_with_open(Deed::CheckOutByHand, visit, open, state.zones())?;
        let came = open.and_then(Visit::came);
        let now = self.clock.now();
        let Some(at) = at else {
            return Ok(self.append(vec![end(session, visit, EndWay::Staff)])?);
        };
        if now < at || came.is_some_and(|came| at < came) {
            return Err(NotAllowed::Times.into());
        }
        let (correction, why) = (Correction::Went(at), Why::Forgotten);
        let corrected = Fact::VisitCorrected {
            visit,
            correction,
            why,
        };
        let ended = end(session, visit, EndWay::Estimated);
        Ok(self.append(vec![ended, by(session.0, corrected)])?)
    }

    /// Lets somebody stay longer, as *stay longer* at the door would; never beyond closing. Says until when.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], or it could not be recorded; then the visit ends when it would have ended.
    pub fn extend_by_hand(&mut self, session: Session, visit: VisitId) -> Result<Timestamp, StaffError> {
        let account = self.account(session.0)?;
        let state = self.ledger.state();
        let open = state.visit(visit);
        account.may_with_open(Deed::Extend, visit, open, state.zones())?;
        let (stands, zone) = (open.and_then(Visit::until), open.and_then(Visit::zone));
        let now = self.clock.now();
        let Term { until, limit } = self.at_door_of(zone, |door| door.extended(now, stands));
        if stands == Some(until) && limit == Limit::Closing {
            return Err(NotAllowed::Closing.into());
        }
        let limit = Some(limit);
        let fact = Fact::VisitExtended { visit, until, limit };
        self.append(vec![by(session.0, fact)])?;
        Ok(until)
    }

    /// Ends all visits of the own area; says how many people these were.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], or it could not be recorded; then nobody is out.
    pub fn everyone_out(&mut self, session: Session) -> Result<u32, StaffError> {
        let account = self.account(session.0)?;
        account.may(Deed::EveryoneOut)?;
        let open = self.open_in(account.area);
        let people = people(&open);
        let ends = open.iter().map(|(id, _)| end(session, *id, EndWay::Staff));
        let ends: Vec<_> = ends.collect();
        self.append_if_any(ends)?;
        Ok(people)
    }

    /// People in the own area.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`].
    pub fn people_in_area(&self, session: Session) -> Result<u32, StaffError> {
        let account = self.account(session.0)?;
        account.may(Deed::SeeInside)?;
        Ok(people(&self.open_in(account.area)))
    }

    /// How many people may be in the own area now; none for any number.
    ///
    /// # Errors
    /// [`StaffError::WrongPin`] when they are staff no more.
    pub fn capacity_of_area(&self, session: Session) -> Result<Option<u32>, StaffError> {
        let zone = match self.account(session.0)?.area {
            Area::Venue => None,
            Area::Kiosk(device) => self.ledger.state().placement(device).zone,
            Area::Zone(zone) => Some(zone),
        };
        let now = self.clock.now();
        Ok(self.at_door(|door| door.capacity(zone, now)))
    }

    /// How many people were in the own area today, at each quarter of an hour from the one before the first of them, and now.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`].
    pub fn occupancy(&self, session: Session) -> Result<Vec<(Timestamp, u32)>, StaffError> {
        let account = self.account(session.0)?;
        account.may(Deed::SeeOccupancy)?;
        let (state, now, today) = (self.ledger.state(), self.clock.now(), self.today());
        let stays: Vec<_> = state
            .visits()
            .filter_map(|(id, _)| Some((id, state.visit(id)?)))
            .filter(|(id, visit)| !visit.is_annulled() && account.area.covers(*id, visit, state.zones()))
            .filter_map(|(_, visit)| Some((visit.came()?, visit.went(), u32::from(visit.people()))))
            .collect();
        let at = |moment: Timestamp| {
            let there = |(came, went, _): &&(Timestamp, Option<Timestamp>, u32)| {
                *came <= moment && went.is_none_or(|went| moment < went)
            };
            stays.iter().filter(there).map(|(.., people)| people).sum::<u32>()
        };
        let last = Timestamp(now.0.div_euclid(QUARTER_MS) * QUARTER_MS);
        let is_today = |moment: &Timestamp| self.ledger.zone().day_of(*moment) == today;
        let back = std::iter::successors(Some(last), |moment| Some(moment.plus_ms(-QUARTER_MS)));
        let mut points: Vec<(Timestamp, u32)> = back
            .take_while(is_today)
            .map(|moment| (moment, at(moment)))
            .collect();
        points.reverse();
        points.push((now, at(now)));
        let first = points.iter().position(|(_, people)| *people > 0);
        let first = first.unwrap_or(points.len() - 1).saturating_sub(1);
        Ok(points.split_off(first))
    }

    /// The last four digits of the pass of a visit that is open now; none where its record does not open.
    pub(crate) fn ending_of(&self, visit: VisitId) -> Option<String> {
        Some(self.number_of(visit)?.digits().split_off(8))
    }

    /// The number of the pass of a visit that is open now; none where its record does not open.
    pub(crate) fn number_of(&self, visit: VisitId) -> Option<PinId> {
        let opened = self.ledger.live_record(visit).ok()?;
        let record: VisitRecord = minicbor::decode(&opened).ok()?;
        Some(record.pin_id)
    }

    fn open_in(&self, area: Area) -> Vec<(VisitId, &Visit)> {
        let state = self.ledger.state();
        let open = state.open_visits();
        open.filter(|(id, visit)| area.covers(*id, visit, state.zones()))
            .collect()
    }

    fn covers(&self, account: &StaffAccount, visit: VisitId) -> bool {
        let state = self.ledger.state();
        let known = state.visit(visit);
        known.is_some_and(|known| account.area.covers(visit, known, state.zones()))
    }
}

fn people(visits: &[(VisitId, &Visit)]) -> u32 {
    visits.iter().map(|(_, visit)| u32::from(visit.people())).sum()
}

fn end(session: Session, visit: VisitId, way: EndWay) -> Draft {
    by(session.0, Fact::CheckedOut { visit, way })
}
