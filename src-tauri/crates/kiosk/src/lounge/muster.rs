//! The roll call behind the screen: it goes on while the lounge is locked, and an emergency prints it once.

use einlass_domain::{
    event::{Actor, PrintOutcome, RollCallCause},
    time::{Clock, Timestamp},
};
use rand_core::CryptoRngCore;
use tokio::time::Instant;

use super::{Colleague, LoungePage, Paper, RollCall, RollCallGroup};
use crate::{
    input::Report, kiosk::Kiosk, print_desk::Print, screen::Screen, staff::StaffError,
    staff_roll_call::GOES_ON_FOR_MS,
};

/// So long a printed list is new enough that nobody wants another one by itself, in milliseconds.
const NEW_FOR_MS: i64 = 10 * 60_000;

/// The roll call that goes on, and when the list was printed in earnest. Of the print only memory knows: after a restart the key prints
/// at once.
#[derive(Debug, Default)]
pub(crate) struct Muster {
    /// As it stood at that moment, and as it was ticked since.
    running: Option<(RollCall, Instant)>,
    printed: Option<Timestamp>,
}

impl Muster {
    /// With the roll call that went on when the machine went off.
    pub(crate) fn resumed(unended: Option<RollCall>) -> Self {
        Self {
            running: unended.map(|roll_call| (roll_call, Instant::now())),
            printed: None,
        }
    }

    pub(crate) fn is_running(&self) -> bool {
        self.running.is_some()
    }

    pub(crate) fn elapsed_s(&self) -> u32 {
        self.running.as_ref().map_or(0, |(roll_call, since)| {
            let since = u32::try_from(since.elapsed().as_secs()).unwrap_or(u32::MAX);
            roll_call.elapsed_s.saturating_add(since)
        })
    }
}

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    /// The page of the roll call that goes on.
    pub(super) fn muster_page(&self) -> Option<LoungePage> {
        let (roll_call, _) = self.muster.running.as_ref()?;
        let elapsed_s = self.muster.elapsed_s();
        Some(LoungePage::RollCall(Box::new(RollCall {
            elapsed_s,
            ..roll_call.clone()
        })))
    }

    /// Begins a roll call, or goes on with the one that is of the same kind.
    pub(super) fn begin_muster(
        &mut self,
        colleague: &Colleague,
        cause: RollCallCause,
    ) -> Result<(), StaffError> {
        let goes_on = self.muster.running.as_ref().map(|(roll_call, _)| roll_call.cause);
        // Practice ends where earnest begins; a drill never takes the place of an emergency.
        let is_over = i64::from(self.muster.elapsed_s()) * 1_000 >= GOES_ON_FOR_MS;
        if !is_over && goes_on.is_some_and(|running| running == cause || cause == RollCallCause::Drill) {
            return Ok(());
        }
        self.end_muster(colleague)?;
        let groups = self.entrance.roll_call();
        let begun = self.entrance.begin_roll_call(colleague.session, cause, &groups)?;
        let roll_call = RollCall {
            begun,
            cause,
            groups,
            elapsed_s: 0,
            paper: Paper::None,
            printed_at: None,
        };
        self.muster.running = Some((roll_call, Instant::now()));
        Ok(())
    }

    pub(super) fn end_muster(&mut self, colleague: &Colleague) -> Result<(), StaffError> {
        if let Some((roll_call, _)) = &self.muster.running {
            let (begun, found) = (roll_call.begun, roll_call.found());
            self.entrance.end_roll_call(colleague.session, begun, found)?;
            self.muster.running = None;
        }
        Ok(())
    }

    /// Ticks a line, or takes the tick back. It counts also where it cannot be recorded: people stand outside and are counted now.
    pub(super) fn tick(&mut self, colleague: &Colleague, group: usize, row: usize) {
        let Some((roll_call, _)) = &mut self.muster.running else {
            return;
        };
        let groups = roll_call.groups.get_mut(group);
        let Some(person) = groups.and_then(|group| group.rows.get_mut(row)) else {
            return;
        };
        person.is_found = !person.is_found;
        let (begun, visit, is_found) = (roll_call.begun, person.visit, person.is_found);
        let ticked = self
            .entrance
            .tick_roll_call(colleague.session, begun, visit, is_found);
        if let Err(StaffError::Ledger(error)) = ticked {
            self.report(Report::Fault(error));
        }
    }

    /// The emergency key. Pressed again soon after, it asks before it prints again.
    pub(super) fn emergency(&mut self, colleague: &Colleague) -> Result<(), StaffError> {
        // Paper first: whatever fails afterwards, the list is on its way.
        let printed_at = self.printed_lately();
        if printed_at.is_none() {
            let groups = self.entrance.roll_call();
            self.print_groups(
                Actor::Staff(colleague.session.0),
                RollCallCause::Emergency,
                &groups,
            );
        }
        let paper = self.muster.running.as_ref().map(|(roll_call, _)| roll_call.paper);
        let begun = self.begin_muster(colleague, RollCallCause::Emergency);
        if let Some((roll_call, _)) = &mut self.muster.running {
            roll_call.printed_at = printed_at.map(|at| self.entrance.ledger().zone().clock_text(at));
            if printed_at.is_none() {
                roll_call.paper = Paper::Printing;
            } else if let Some(paper) = paper {
                roll_call.paper = paper;
            }
        }
        begun
    }

    /// Prints the list that is on the screen.
    pub(super) fn print_muster(&mut self, colleague: &Colleague) {
        let Some((roll_call, _)) = &mut self.muster.running else {
            return;
        };
        roll_call.paper = Paper::Printing;
        roll_call.printed_at = None;
        let (cause, groups) = (roll_call.cause, roll_call.groups.clone());
        self.print_groups(Actor::Staff(colleague.session.0), cause, &groups);
    }

    /// The mains failed: as long as the battery lasts there is time for one list.
    pub(crate) fn power_lost(&mut self) {
        if self.printed_lately().is_none() {
            let groups = self.entrance.roll_call();
            self.print_groups(Actor::Kiosk, RollCallCause::PowerLost, &groups);
        }
    }

    pub(crate) fn roll_call_printed(
        &mut self,
        actor: Actor,
        cause: RollCallCause,
        people: u32,
        outcome: PrintOutcome,
    ) {
        if let Err(error) = self.entrance.note_roll_call_print(actor, cause, people, outcome) {
            self.report(Report::Fault(error));
        }
        let paper = Paper::from(outcome);
        if paper == Paper::Failed {
            // Nothing has come out: the key prints at once when it is pressed again.
            self.muster.printed = None;
        }
        if let Some((roll_call, _)) = &mut self.muster.running {
            roll_call.paper = paper;
        }
        if let Screen::Lounge(lounge) = &mut self.screen
            && let LoungePage::RollCall(roll_call) = &mut lounge.page
        {
            roll_call.paper = paper;
        }
    }

    fn printed_lately(&self) -> Option<Timestamp> {
        let now = self.clock.now();
        let printed = self.muster.printed;
        printed.filter(|at| (0..NEW_FOR_MS).contains(&now.ms_since(*at)))
    }

    fn print_groups(&mut self, actor: Actor, cause: RollCallCause, groups: &[RollCallGroup]) {
        let people = people(groups);
        let sheets = self
            .entrance
            .roll_call_sheets(cause, groups, self.home_language, &self.profile);
        let print = Print::RollCall { actor, cause, people };
        let queued =
            sheets.is_ok_and(|sheets| self.desk.as_ref().is_some_and(|desk| desk.print(print, sheets)));
        if cause != RollCallCause::Drill {
            self.muster.printed = Some(self.clock.now());
        }
        if !queued {
            self.roll_call_printed(actor, cause, people, PrintOutcome::Failed);
        }
    }
}

fn people(groups: &[RollCallGroup]) -> u32 {
    let rows = groups.iter().flat_map(|group| &group.rows);
    rows.map(|row| u32::from(row.people)).sum()
}
