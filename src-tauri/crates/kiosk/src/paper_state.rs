//! How it stands with printer and papers, for staff: what is in the printer's way, what is being printed, how the last one went, and
//! which papers nobody knows of whether they came out.

use std::collections::BTreeSet;

use einlass_domain::{
    event::PrintOutcome,
    fold::UnsettledPaper,
    id::{EventId, PassTag},
    time::{Clock, Timestamp},
};
use einlass_receipt::{Delivery, Obstacle, PrinterState};
use rand_core::CryptoRngCore;

use crate::{
    input::Report,
    kiosk::Kiosk,
    lounge::{LoungePage, Paper},
    print_desk::{NotPrinted, Print, Printed},
    screen::{Notice, Screen},
    status::MachineStatus,
};

/// How the printer is, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PrinterHealth {
    /// There is none.
    #[default]
    Missing,
    /// It is switched off, or its line is broken.
    Unreachable,
    /// It says nothing of itself.
    Silent,
    /// What it says.
    Says(PrinterState),
}

impl PrinterHealth {
    /// Whether nothing is known to be against printing.
    pub(crate) fn is_ready(self) -> bool {
        match self {
            Self::Missing | Self::Unreachable => false,
            Self::Silent => true,
            Self::Says(state) => state.obstacle.is_none(),
        }
    }

    fn told(self) -> PrinterIs {
        match self {
            Self::Missing => PrinterIs::Missing,
            Self::Unreachable => PrinterIs::Unreachable,
            Self::Silent => PrinterIs::Ready,
            Self::Says(state) => match state.obstacle {
                Some(Obstacle::PaperOut) => PrinterIs::PaperOut,
                Some(Obstacle::CoverOpen) => PrinterIs::CoverOpen,
                Some(Obstacle::Cutter) => PrinterIs::Jammed,
                Some(Obstacle::Fault) => PrinterIs::Faulty,
                Some(Obstacle::Offline) => PrinterIs::Offline,
                None if state.paper_is_low => PrinterIs::PaperLow,
                None => PrinterIs::Ready,
            },
        }
    }
}

/// How the printer is, for staff.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PrinterIs {
    /// Nothing is known to be against printing.
    Ready,
    /// The roll is near its end.
    PaperLow,
    /// The roll is used up.
    PaperOut,
    /// The cover is open.
    CoverOpen,
    /// The cutter is jammed.
    Jammed,
    /// Something is wrong with the head, the supply or the mechanism.
    Faulty,
    /// It says that it is off line, without a reason.
    Offline,
    /// It says nothing of itself, and the last paper did not come or took too long.
    Doubtful,
    /// It is switched off, or its line is broken.
    Unreachable,
    /// There is none.
    #[default]
    Missing,
}

impl PrinterIs {
    fn notice(self) -> Option<Notice> {
        match self {
            Self::Ready => None,
            Self::PaperLow => Some(Notice::PaperLow),
            Self::PaperOut => Some(Notice::PaperOut),
            Self::CoverOpen => Some(Notice::PrinterOpen),
            Self::Jammed
            | Self::Faulty
            | Self::Offline
            | Self::Doubtful
            | Self::Unreachable
            | Self::Missing => Some(Notice::PrinterUnavailable),
        }
    }
}

/// How it stands with printer and papers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperStatus {
    /// How the printer is.
    pub printer: PrinterIs,
    /// Whether something is being printed, or waits for the printer.
    pub is_busy: bool,
    /// How the last paper went, and when, `14:05`, with the day if that was another one.
    pub last: Option<(PaperEnd, String)>,
    /// Papers of which nobody knows whether they came out: what they are known by, and when they were begun, likewise; oldest first.
    pub unsettled: Vec<(u64, String)>,
}

/// How a paper went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperEnd {
    /// It came out.
    Printed,
    /// The printer took all of it and can say no more.
    Sent,
    /// It did not.
    Failed,
    /// Nobody knows.
    Unknown,
}

impl From<&Printed> for PaperEnd {
    fn from(outcome: &Printed) -> Self {
        match outcome {
            Ok(Delivery::Printed) => Self::Printed,
            Ok(Delivery::Sent) => Self::Sent,
            Err(error) if error.is_blank() => Self::Failed,
            Err(_) => Self::Unknown,
        }
    }
}

impl From<PaperEnd> for PrintOutcome {
    fn from(end: PaperEnd) -> Self {
        match end {
            PaperEnd::Printed => Self::Confirmed,
            PaperEnd::Sent => Self::Sent,
            PaperEnd::Failed => Self::Failed,
            PaperEnd::Unknown => Self::Unknown,
        }
    }
}

/// What the kiosk remembers of printer and papers until it ends.
#[derive(Debug, Default)]
pub(crate) struct Papers {
    health: PrinterHealth,
    /// The event that began the paper which is being printed.
    printing: Option<EventId>,
    last: Option<(PaperEnd, Timestamp)>,
    /// Whether the last print took longer than anybody waits.
    is_late: bool,
}

impl Papers {
    pub(crate) fn of(has_printer: bool) -> Self {
        let health = if has_printer {
            PrinterHealth::Silent
        } else {
            PrinterHealth::Missing
        };
        Self {
            health,
            ..Self::default()
        }
    }

    pub(crate) fn is_late(&mut self) {
        self.is_late = true;
    }

    /// Whether nothing is known to be against printing now.
    pub(crate) fn are_possible(&self) -> bool {
        self.health.is_ready()
    }

    fn printer(&self) -> PrinterIs {
        let has_failed = self.is_late || matches!(self.last, Some((PaperEnd::Failed | PaperEnd::Unknown, _)));
        // Whatever a printer says of itself says more.
        if has_failed && self.health == PrinterHealth::Silent {
            return PrinterIs::Doubtful;
        }
        self.health.told()
    }
}

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    pub(crate) fn printer_is(&mut self, health: PrinterHealth) {
        self.papers.health = health;
        // Whoever waits for the paper gets the number to write down at once, and the paper when it comes.
        if !health.is_ready() {
            self.show_number_instead();
        }
        self.papers_changed();
    }

    /// A paper begins to exist; false when that could not be recorded.
    pub(crate) fn paper_begins(&mut self, pass: PassTag) -> bool {
        match self.entrance.note_print_begun(pass) {
            Ok(begun) => {
                self.papers.printing = Some(begun);
                self.papers_changed();
                true
            }
            Err(error) => {
                self.report(Report::Fault(error));
                false
            }
        }
    }

    pub(crate) fn printed(&mut self, print: Print, outcome: Printed) {
        let end = PaperEnd::from(&outcome);
        let begun = self.papers.printing.take();
        self.papers.is_late = false;
        self.papers.last = Some((end, self.clock.now()));
        if let Err(NotPrinted::Printer(error)) = outcome {
            self.report(Report::Printer(error));
        }
        match print {
            Print::Pass(pass) => {
                let noted = begun.map(|begun| self.entrance.note_print(pass, begun, end.into()));
                if let Some(Err(error)) = noted {
                    self.report(Report::Fault(error));
                }
                self.made_pass_printed(pass, Paper::from(PrintOutcome::from(end)));
                self.show_paper_of(pass, matches!(end, PaperEnd::Printed | PaperEnd::Sent));
            }
            Print::RollCall { actor, cause, people } => {
                self.roll_call_printed(actor, cause, people, end.into());
            }
        }
        self.papers_changed();
    }

    /// The paper of this number in [`PaperStatus::unsettled`]; none when it is settled by now.
    pub(crate) fn unsettled_paper(&self, number: u64) -> Option<EventId> {
        let mut papers = self.unsettled().map(|paper| paper.begun);
        papers.find(|begun| begun.seq == number)
    }

    pub(crate) fn machine_status(&self) -> MachineStatus {
        MachineStatus {
            papers: self.paper_status(),
            ..self.entrance.status()
        }
    }

    pub(crate) fn papers_changed(&mut self) {
        self.take_notices();
        let papers = self.paper_status();
        if let Screen::Status(status) = &mut self.screen {
            status.papers = papers;
        } else if let Screen::Lounge(lounge) = &mut self.screen
            && let LoungePage::Devices(status) = &mut lounge.page
        {
            status.papers = papers;
        }
    }

    pub(crate) fn paper_notices(&self) -> BTreeSet<Notice> {
        let printer = self.papers.printer().notice();
        let unsettled = self.unsettled().next().map(|_| Notice::PaperUnsettled);
        printer.into_iter().chain(unsettled).collect()
    }

    fn paper_status(&self) -> PaperStatus {
        let (zone, today) = (self.entrance.ledger().zone(), self.entrance.today());
        let text = |at: Timestamp| match zone.day_of(at) {
            day if day == today => zone.clock_text(at),
            day => format!("{} {}", day.dotted(), zone.clock_text(at)),
        };
        PaperStatus {
            printer: self.papers.printer(),
            is_busy: self.papers.printing.is_some(),
            last: self.papers.last.map(|(end, at)| (end, text(at))),
            unsettled: self
                .unsettled()
                .map(|paper| (paper.begun.seq, text(paper.at)))
                .collect(),
        }
    }

    /// The papers that nobody knows of, without the one that is being printed.
    fn unsettled(&self) -> impl Iterator<Item = UnsettledPaper> {
        let printing = self.papers.printing;
        let unsettled = self.entrance.unsettled_papers();
        unsettled.filter(move |paper| Some(paper.begun) != printing)
    }

    pub(crate) fn show_number_instead(&mut self) {
        if let Screen::Printing { pass, .. } = &self.screen {
            let pass = *pass;
            self.show_paper_of(pass, false);
        }
    }

    /// Tells whoever waits for this paper how it went.
    fn show_paper_of(&mut self, of: PassTag, is_there: bool) {
        if let Screen::Printing { pass, pin_id, phone } = &self.screen
            && *pass == of
        {
            let (pin_id, phone) = (pin_id.clone(), phone.clone());
            self.show(Screen::PassReady {
                pass: of,
                pin_id,
                phone,
                printed: is_there,
            });
        } else if let Screen::PassReady { pass, printed, .. } = &mut self.screen
            && *pass == of
        {
            *printed = is_there;
            self.linger();
        }
    }
}

#[cfg(test)]
mod tests {
    use einlass_receipt::PrinterError;

    use super::*;

    /// What staff is asked about afterwards depends on it: of a paper that certainly is none nobody has to look for one.
    #[test]
    fn a_paper_is_none_only_where_nothing_was_handed_over() {
        let stopped = |written_bytes| {
            Err(NotPrinted::Printer(PrinterError::TimedOut {
                written_bytes,
                obstacle: None,
            }))
        };
        let ends: [(Printed, PaperEnd); 7] = [
            (Ok(Delivery::Printed), PaperEnd::Printed),
            (Ok(Delivery::Sent), PaperEnd::Sent),
            (Err(NotPrinted::NotRecorded), PaperEnd::Failed),
            (Err(PrinterError::Silent.into()), PaperEnd::Failed),
            (stopped(0), PaperEnd::Failed),
            (stopped(1), PaperEnd::Unknown),
            (
                Err(PrinterError::Unconfirmed { obstacle: None }.into()),
                PaperEnd::Unknown,
            ),
        ];
        for (outcome, end) in ends {
            assert_eq!(PaperEnd::from(&outcome), end, "{outcome:?}");
        }
    }
}
