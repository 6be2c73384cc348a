//! Who goes through the gate: it is asked after a verdict, and where it tells that nobody went through, the check-in is undone.

use std::time::Duration;

use einlass_devices::gate::GateTarget;
use einlass_domain::{
    event::{Actor, Fact, Why},
    fold::Visit,
    gate::{GateError, GateTimes, Heading, Passage},
    id::VisitId,
    time::Clock,
};
use einlass_ledger::LedgerError;
use einlass_scan::ScanName;
use rand_core::CryptoRngCore;

use crate::{
    entrance::{Entrance, draft},
    gate_desk::{GateEvent, GateRequest},
    input::Report,
    kiosk::Kiosk,
    screen::{Answer, Notice, Screen},
};

/// Whoever did not get through may show the pass again after it was out of view for so long.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// The gate behind this kiosk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateSettings {
    /// What is told to open.
    pub target: GateTarget,
    /// How long it opens, and how long somebody may take.
    pub times: GateTimes,
}

/// Somebody for whom the gate was asked to open and has not answered yet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Passing {
    request: GateRequest,
    known_by: KnownBy,
}

/// How somebody got the gate opened.
#[derive(Clone, Copy, Debug)]
pub(crate) enum KnownBy {
    /// With a code.
    Code(Option<ScanName>),
    /// With a number.
    Number,
    /// By staff in the lounge.
    Staff,
}

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// The gate says that nobody went through: the visit never was. Not if something was done with it meanwhile; says which.
    ///
    /// # Errors
    /// When it could not be recorded; then the visit stands.
    pub fn undo_check_in(&mut self, visit: VisitId) -> Result<bool, LedgerError> {
        let known = self.ledger.state().visit(visit);
        if !known.is_some_and(Visit::has_just_begun) {
            return Ok(false);
        }
        let why = Why::NotPassed;
        self.append(vec![draft(Actor::Kiosk, Fact::VisitAnnulled { visit, why })])?;
        Ok(true)
    }
}

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    /// Asks the gate to open, where there is one. What it answers for is on the disk already.
    pub(crate) fn ask_gate(&mut self, visit: VisitId, heading: Heading, known_by: KnownBy) {
        let Some(desk) = &self.gate else {
            return;
        };
        let request = GateRequest { visit, heading };
        if desk.ask(request) {
            self.passing.push(Passing { request, known_by });
        } else {
            self.notices.insert(Notice::GateUnavailable);
        }
    }

    /// Whether the gate has still to say what became of whoever stands before the screen.
    pub(crate) fn waits_for_gate(&self) -> bool {
        let tells = self.gate.as_ref().is_some_and(|gate| gate.has_sensor());
        let mut passing = self.passing.iter();
        tells && passing.any(|passing| is_about(&self.screen, passing.request.visit))
    }

    pub(crate) fn gate_said(&mut self, event: GateEvent) {
        match event {
            GateEvent::Back => {
                self.notices.remove(&Notice::GateUnavailable);
            }
            GateEvent::Lost(error) => {
                self.notices.insert(Notice::GateUnavailable);
                self.report(Report::Gate(error));
            }
            GateEvent::Done(request, done) => {
                let place = self.passing.iter().position(|passing| passing.request == request);
                if let Some(passing) = place.map(|place| self.passing.remove(place)) {
                    self.gate_done(passing, done);
                }
            }
        }
    }

    fn gate_done(&mut self, passing: Passing, done: Result<Passage, GateError>) {
        let tells = self.gate.as_ref().is_some_and(|gate| gate.has_sensor());
        let is_outside = match done {
            Ok(passage) => {
                self.notices.remove(&Notice::GateUnavailable);
                passage == Passage::NotPassed
            }
            Err(error) => {
                // A gate that did not open let nobody through. One that is broken is no reason to forget who came: staff lets them in.
                let is_busy = matches!(error, GateError::Busy);
                if !matches!(error, GateError::Busy | GateError::Repeated) || (is_busy && !tells) {
                    self.notices.insert(Notice::GateUnavailable);
                }
                self.report(Report::Gate(error));
                is_busy && tells
            }
        };
        if is_outside && passing.request.heading == Heading::In {
            self.undo_check_in(passing);
        } else if is_about(&self.screen, passing.request.visit) {
            self.linger();
        }
    }

    fn undo_check_in(&mut self, passing: Passing) {
        let visit = passing.request.visit;
        match self.entrance.undo_check_in(visit) {
            Ok(true) => {}
            Ok(false) => return self.linger(),
            Err(error) => return self.fault(error),
        }
        let at = self.clock.now();
        self.report(Report::Undone { visit, at });
        self.tidy_soon();
        if let KnownBy::Code(Some(scan)) = passing.known_by {
            self.repeats.shorten(scan, TRY_AGAIN_AFTER);
        }
        if matches!(passing.known_by, KnownBy::Staff) {
            self.tell_staff_undone(visit);
        } else if is_about(&self.screen, visit) {
            self.answered += 1;
            self.show(Screen::Answer(Answer::NotPassed));
        }
    }
}

/// Whether the screen is about this visit, or asks its visitor something.
fn is_about(screen: &Screen, about: VisitId) -> bool {
    let asked = if let Screen::Party { visit, .. } | Screen::Companion { visit, .. } = screen {
        Some(*visit)
    } else if let Screen::Seat(choice) = screen {
        Some(choice.visit)
    } else {
        screen.visit_inside()
    };
    asked == Some(about)
}
