//! The list of who is inside, for counting them outside.
//!
//! It lists the whole venue, whoever makes it: in an emergency nobody is left out because of an area. It names nobody; the paper
//! and the screen show the endings of the numbers that stand on the passes.

use std::collections::BTreeMap;

use einlass_domain::{
    event::{Actor, Fact, PrintOutcome, RollCallCause},
    fold::{self, Visit},
    id::{EventId, VisitId},
    staff::Deed,
    time::Clock,
    words::{Language, ReceiptWords},
    zone::path,
};
use einlass_ledger::{Draft, LedgerError};
use einlass_receipt::{
    Occasion, PrinterProfile, PrinterText, ReceiptError, RollCallPaper, RollCallRow, RollCallZone,
    WhoIsThere, roll_call_jobs,
};
use rand_core::CryptoRngCore;

use crate::{
    entrance::{Entrance, visitor},
    lounge::{Paper, RollCall, RollCallGroup, RollCallPerson},
    staff::{Session, StaffError, by},
};

/// After so long nobody stands outside and waits any more, in milliseconds: whoever calls then begins anew.
pub(crate) const GOES_ON_FOR_MS: i64 = 12 * 3_600_000;

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// Everybody inside, by zone, those who came first in front.
    pub(crate) fn roll_call(&self) -> Vec<RollCallGroup> {
        self.called(self.ledger.state().open_visits(), |_| false)
    }

    /// The roll call that was begun here and that nobody has ended, as it stood when the machine went off.
    pub(crate) fn unended_roll_call(&self) -> Option<RollCall> {
        let (state, here, now) = (self.ledger.state(), self.ledger.device(), self.clock.now());
        let goes_on = |(id, roll_call): &(EventId, &fold::RollCall)| {
            let age_ms = roll_call.begun().map(|begun| now.ms_since(begun.at));
            id.device == here
                && !roll_call.is_ended()
                && age_ms.is_some_and(|age_ms| (0..GOES_ON_FOR_MS).contains(&age_ms))
        };
        let (id, roll_call) = state.roll_calls().filter(goes_on).last()?;
        let begun = roll_call.begun()?;
        let groups = self.called(state.inside_at(begun.at), |visit| {
            roll_call.found_at(visit).is_some()
        });
        Some(RollCall {
            begun: id,
            cause: begun.cause,
            groups,
            elapsed_s: u32::try_from(now.ms_since(begun.at) / 1_000).unwrap_or(u32::MAX),
            paper: Paper::None,
            printed_at: None,
        })
    }

    fn called<'a>(
        &self,
        visits: impl Iterator<Item = (VisitId, &'a Visit)>,
        is_found: impl Fn(VisitId) -> bool,
    ) -> Vec<RollCallGroup> {
        let state = self.ledger.state();
        let mut open: Vec<_> = visits.collect();
        open.sort_by_key(|(id, visit)| (visit.came(), *id));
        let mut groups: BTreeMap<Option<String>, Vec<RollCallPerson>> = BTreeMap::new();
        for (id, visit) in open {
            // Who sits is called where everybody came in: a zone with one person each would be no list.
            let zone = visit.entered().map(|zone| path(state.zones(), zone));
            groups.entry(zone).or_default().push(RollCallPerson {
                visit: id,
                ending: self.ending_of(id),
                came: self.ledger.zone().clock_text(visit.came().unwrap_or_default()),
                people: visit.people(),
                seat: self.seat_of(visit),
                is_found: is_found(id),
            });
        }
        groups
            .into_iter()
            .map(|(zone, rows)| RollCallGroup { zone, rows })
            .collect()
    }

    /// The sheets of the list as it stands now.
    pub(crate) fn roll_call_sheets(
        &self,
        cause: RollCallCause,
        groups: &[RollCallGroup],
        language: Language,
        profile: &PrinterProfile,
    ) -> Result<Vec<Vec<u8>>, ReceiptError> {
        let venue = &self.ledger.venue().name;
        let (zone, now) = (self.ledger.zone(), self.clock.now());
        let paper = RollCallPaper {
            venue: PrinterText::new(venue),
            occasion: match cause {
                RollCallCause::Drill => Occasion::Drill,
                RollCallCause::Emergency | RollCallCause::PowerLost => Occasion::Emergency,
            },
            as_of: format!("{} {}", zone.day_of(now).dotted(), zone.clock_text(now)),
            zones: groups
                .iter()
                .map(|group| RollCallZone {
                    name: PrinterText::new(group.zone.as_ref().unwrap_or(venue)),
                    rows: group.rows.iter().map(paper_row).collect(),
                })
                .collect(),
        };
        roll_call_jobs(&paper, ReceiptWords::of(language), profile)
    }

    /// Records that a roll call was begun.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], or it could not be recorded.
    pub(crate) fn begin_roll_call(
        &mut self,
        session: Session,
        cause: RollCallCause,
        people: u32,
    ) -> Result<EventId, StaffError> {
        self.may(session, Deed::RollCall)?;
        let draft = by(session.0, Fact::RollCallBegun { cause, people });
        let events = self.ledger.append(vec![draft], self.clock.now(), &mut self.rng)?;
        Ok(*events.last().expect("there was one draft"))
    }

    /// Records that the people of a visit were found, or were not after all.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], or it could not be recorded.
    pub(crate) fn tick_roll_call(
        &mut self,
        session: Session,
        begun: EventId,
        visit: VisitId,
        is_found: bool,
    ) -> Result<(), StaffError> {
        self.may(session, Deed::RollCall)?;
        let fact = Fact::RollCallTicked {
            begun,
            visit,
            is_found,
        };
        Ok(self.append(vec![by(session.0, fact)])?)
    }

    /// Records that it was ended.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], or it could not be recorded.
    pub(crate) fn end_roll_call(
        &mut self,
        session: Session,
        begun: EventId,
        found: u32,
    ) -> Result<(), StaffError> {
        self.may(session, Deed::RollCall)?;
        Ok(self.append(vec![by(session.0, Fact::RollCallEnded { begun, found })])?)
    }

    /// Records how printing the list went.
    ///
    /// # Errors
    /// When it could not be recorded.
    pub(crate) fn note_roll_call_print(
        &mut self,
        actor: Actor,
        cause: RollCallCause,
        people: u32,
        outcome: PrintOutcome,
    ) -> Result<(), LedgerError> {
        let fact = Fact::RollCallPrinted {
            cause,
            people,
            outcome,
        };
        self.append(vec![Draft {
            actor,
            ..visitor(fact)
        }])
    }
}

fn paper_row(person: &RollCallPerson) -> RollCallRow {
    RollCallRow {
        who: WhoIsThere::PassEnding(person.ending.clone().unwrap_or_else(|| "????".to_owned())),
        came_at: person.came.clone(),
        people: person.people,
        seat: person.seat.as_deref().map(PrinterText::new),
    }
}
