//! Papers of passes in the log: begun before their first byte, ended by the printer or, where it does not say, by staff.

use einlass_domain::{
    event::{Actor, Fact, PrintOutcome},
    fold::UnsettledPaper,
    id::{EventId, PassTag},
    staff::Deed,
    time::Clock,
};
use einlass_ledger::LedgerError;
use rand_core::CryptoRngCore;

use crate::{
    entrance::{Entrance, draft},
    staff::{Session, StaffError, by},
};

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// Records that a paper of a pass begins to exist: before the first byte, so that it is known of whatever happens then.
    /// Says by which event.
    ///
    /// # Errors
    /// When it could not be recorded; then nothing is to be printed.
    pub fn note_print_begun(&mut self, pass: PassTag) -> Result<EventId, LedgerError> {
        let now = self.clock.now();
        let begun = vec![draft(Actor::Kiosk, Fact::PrintBegun { pass })];
        let written = self.ledger.append(begun, now, &mut self.rng)?;
        Ok(*written.last().expect("a draft becomes an event"))
    }

    /// Records how it went with the paper of `pass` that `begun` began.
    ///
    /// # Errors
    /// When it could not be recorded; then it is asked about like one that a power cut took.
    pub fn note_print(
        &mut self,
        pass: PassTag,
        begun: EventId,
        outcome: PrintOutcome,
    ) -> Result<(), LedgerError> {
        let paper = Some(begun);
        self.append(vec![draft(
            Actor::Kiosk,
            Fact::PassPrinted { pass, outcome, paper },
        )])
    }

    /// Papers of this kiosk of which nobody knows whether they came out, oldest first.
    pub fn unsettled_papers(&self) -> impl Iterator<Item = UnsettledPaper> {
        self.ledger.state().unsettled_papers(self.ledger.device())
    }

    /// Records whether a paper came out of which nobody knew; does nothing when that is known by now. One that did not opens
    /// nothing that its pass does not, so nothing else changes: whoever has neither paper nor number gets another pass.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], or it could not be recorded.
    pub fn settle_paper(&mut self, session: Session, paper: EventId, came: bool) -> Result<(), StaffError> {
        self.may(session, Deed::SeeDevices)?;
        let is_asked_about = self.unsettled_papers().any(|unsettled| unsettled.begun == paper);
        let settled = is_asked_about.then(|| by(session.0, Fact::PaperSettled { paper, came }));
        Ok(self.append_if_any(settled.into_iter().collect())?)
    }
}
