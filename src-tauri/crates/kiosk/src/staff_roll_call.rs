//! The list of who is inside, for counting them outside.
//!
//! It lists the whole venue, whoever makes it: in an emergency nobody is left out because of an area. It names nobody; the paper
//! and the screen show the endings of the numbers that stand on the passes.

use std::collections::BTreeMap;

use einlass_domain::{
    event::{Actor, Fact, PrintOutcome, RollCallCause},
    fold::{Begun, Visit},
    id::{EventId, VisitId},
    staff::Deed,
    time::Clock,
    words::{Language, ReceiptWords},
    zone::path,
};
use einlass_ledger::{Draft, LedgerError, Record};
use einlass_receipt::{
    Occasion, PrinterProfile, PrinterText, ReceiptError, RollCallPaper, RollCallRow, RollCallZone,
    WhoIsThere, roll_call_jobs,
};
use einlass_vault::Purpose;
use rand_core::CryptoRngCore;

use crate::{
    entrance::{Entrance, draft},
    lounge::{Paper, RollCall, RollCallGroup, RollCallPerson},
    record::{CalledPass, RollCallRecord},
    staff::{Session, StaffError, by},
};

/// After so long nobody stands outside and waits any more, in milliseconds: whoever calls then begins anew.
pub(crate) const GOES_ON_FOR_MS: i64 = 12 * 3_600_000;

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// Everybody inside, by zone, those who came first in front.
    pub(crate) fn roll_call(&self) -> Vec<RollCallGroup> {
        let open = self.ledger.state().open_visits();
        self.called(open, |visit| self.ending_of(visit), |_| false)
    }

    /// The roll call that was begun here and that nobody has ended, as it stood when the machine went off.
    pub(crate) fn unended_roll_call(&self) -> Option<RollCall> {
        let (state, here, now) = (self.ledger.state(), self.ledger.device(), self.clock.now());
        let goes_on = |(id, begun): &(EventId, Begun)| {
            id.device == here && (0..GOES_ON_FOR_MS).contains(&now.ms_since(begun.at))
        };
        let (id, begun) = state.running_roll_calls().filter(goes_on).last()?;
        let roll_call = state.roll_call(id)?;
        let endings = self.listed_endings(id);
        let groups = self.called(
            state.inside_at(begun.at),
            |visit| endings.get(&visit).cloned().or_else(|| self.ending_of(visit)),
            |visit| roll_call.found_at(visit).is_some(),
        );
        Some(RollCall {
            begun: id,
            cause: begun.cause,
            groups,
            elapsed_s: u32::try_from(now.ms_since(begun.at) / 1_000).unwrap_or(u32::MAX),
            paper: Paper::None,
            printed_at: None,
        })
    }

    /// By which endings a roll call lists its people; none where the list does not open.
    fn listed_endings(&self, begun: EventId) -> BTreeMap<VisitId, String> {
        let opened = self.ledger.running_roll_call(begun).ok();
        let record = opened.and_then(|opened| minicbor::decode::<RollCallRecord>(&opened).ok());
        let listed = record.iter().flat_map(|record| &record.endings);
        listed.map(|pass| (pass.visit, pass.ending.clone())).collect()
    }

    /// Ends the roll calls that were begun here and that nobody stands outside for any more, and destroys their lists.
    ///
    /// # Errors
    /// When it could not be recorded; then they are kept.
    pub(crate) fn end_old_roll_calls(&mut self) -> Result<(), LedgerError> {
        let (state, here, now) = (self.ledger.state(), self.ledger.device(), self.clock.now());
        let old = state
            .running_roll_calls()
            .filter(|(id, begun)| id.device == here && now.ms_since(begun.at) >= GOES_ON_FOR_MS);
        let ends = old.map(|(id, begun)| {
            let roll_call = state.roll_call(id);
            let is_found = |visit| roll_call.is_some_and(|roll_call| roll_call.found_at(visit).is_some());
            let listed = state.inside_at(begun.at).filter(|(visit, _)| is_found(*visit));
            let found = listed.map(|(_, visit)| u32::from(visit.people())).sum();
            draft(Actor::Kiosk, Fact::RollCallEnded { begun: id, found })
        });
        let ends: Vec<_> = ends.collect();
        self.append_if_any(ends)
    }

    fn called<'a>(
        &self,
        visits: impl Iterator<Item = (VisitId, &'a Visit)>,
        ending: impl Fn(VisitId) -> Option<String>,
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
                ending: ending(id),
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

    /// Records that a roll call was begun, with its list.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], or it could not be recorded.
    pub(crate) fn begin_roll_call(
        &mut self,
        session: Session,
        cause: RollCallCause,
        groups: &[RollCallGroup],
    ) -> Result<EventId, StaffError> {
        self.may(session, Deed::RollCall)?;
        let rows = groups.iter().flat_map(|group| &group.rows);
        let endings = rows.clone().filter_map(|row| {
            Some(CalledPass {
                visit: row.visit,
                ending: row.ending.clone()?,
            })
        });
        let list = RollCallRecord {
            endings: endings.collect(),
        };
        let record = Record {
            purpose: Purpose::RollCall,
            plaintext: list.to_bytes(),
            pass: None,
        };
        let people = rows.map(|row| u32::from(row.people)).sum();
        let begun = Draft {
            record: Some(record),
            ..by(session.0, Fact::RollCallBegun { cause, people })
        };
        let events = self.ledger.append(vec![begun], self.clock.now(), &mut self.rng)?;
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
        self.append(vec![draft(actor, fact)])
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
