//! The printer on a thread of its own: a printer that stalls must not stop the door.
//!
//! A paper may exist from its first byte on. So that is recorded before, and whatever happens after it, the desk never sends a
//! job a second time by itself: only one of which nothing was handed over waits for the printer to be mended.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread,
    time::{Duration, Instant},
};

use einlass_domain::{
    event::{Actor, RollCallCause},
    id::PassTag,
};
use einlass_receipt::{Delivery, Printer, PrinterError, PrinterState};

use crate::{input::Input, paper_state::PrinterHealth};

/// How often the printer is asked how it is while it has nothing to do.
const LOOK_EVERY: Duration = Duration::from_secs(20);
/// How often while a job waits for it; tests have no time.
const LOOK_AGAIN: Duration = Duration::from_millis(if cfg!(test) { 10 } else { 1000 });
/// So long a visitor's paper waits for the printer: afterwards nobody stands there any more, and nobody shall find it.
const PASS_WAITS: Duration = Duration::from_secs(90);
/// So long the list of who is inside waits.
const ROLL_CALL_WAITS: Duration = Duration::from_secs(10 * 60);

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Print {
    /// The paper of a pass.
    Pass(PassTag),
    /// The list of who is inside.
    RollCall {
        /// Who wanted it.
        actor: Actor,
        /// Why.
        cause: RollCallCause,
        /// How many people it lists.
        people: u32,
    },
}

impl Print {
    fn waits(self) -> Duration {
        match self {
            Self::Pass(_) => PASS_WAITS,
            Self::RollCall { .. } => ROLL_CALL_WAITS,
        }
    }
}

/// How a print went.
pub type Printed = Result<Delivery, NotPrinted>;

/// Why a print did not come, or is not known to have.
#[derive(Debug, thiserror::Error)]
pub enum NotPrinted {
    /// The printer failed.
    #[error(transparent)]
    Printer(#[from] PrinterError),
    /// That it begins could not be recorded; nothing was sent.
    #[error("the print could not be recorded")]
    NotRecorded,
}

impl NotPrinted {
    /// Whether there is certainly no paper.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Printer(error) => error.is_blank(),
            Self::NotRecorded => true,
        }
    }
}

/// Takes jobs and says later how each went, in order.
pub(crate) struct PrintDesk {
    jobs: Sender<(Print, Vec<Vec<u8>>)>,
}

impl PrintDesk {
    /// Starts the thread; it ends when the desk is dropped and the last job is done. `say` takes what it has to say to the kiosk.
    pub(crate) fn start(printer: Box<dyn Printer>, say: impl FnMut(Input) + Send + 'static) -> Self {
        let (jobs, queue) = channel();
        let mut clerk = Clerk {
            printer,
            say,
            health: None,
        };
        thread::Builder::new()
            .name("printer".into())
            .spawn(move || clerk.work(&queue))
            .expect("the system gives a thread at start");
        Self { jobs }
    }

    /// Queues the sheets of one thing; the first that fails ends it. False when the thread has died.
    pub(crate) fn print(&self, print: Print, sheets: Vec<Vec<u8>>) -> bool {
        self.jobs.send((print, sheets)).is_ok()
    }
}

struct Clerk<S> {
    printer: Box<dyn Printer>,
    say: S,
    health: Option<PrinterHealth>,
}

impl<S: FnMut(Input)> Clerk<S> {
    fn work(&mut self, queue: &Receiver<(Print, Vec<Vec<u8>>)>) {
        self.look();
        loop {
            match queue.recv_timeout(LOOK_EVERY) {
                Ok((print, sheets)) => {
                    let outcome = self.print(print, &sheets);
                    (self.say)(Input::Printed(print, outcome));
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.look();
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn print(&mut self, print: Print, sheets: &[Vec<u8>]) -> Printed {
        if let Print::Pass(pass) = print {
            let (go, may_go) = channel();
            (self.say)(Input::PaperBegins(pass, go));
            if may_go.recv() != Ok(true) {
                return Err(NotPrinted::NotRecorded);
            }
        }
        let until = Instant::now() + print.waits();
        let mut delivery = Delivery::Printed;
        for sheet in sheets {
            if self.print_sheet(sheet, until)? == Delivery::Sent {
                delivery = Delivery::Sent;
            }
        }
        Ok(delivery)
    }

    /// Prints one sheet, as soon as the printer is ready. One that was begun is never begun again.
    fn print_sheet(&mut self, sheet: &[u8], until: Instant) -> Result<Delivery, PrinterError> {
        loop {
            let Self { printer, say, health } = self;
            let outcome = printer.print(sheet, &mut |state| tell(say, health, PrinterHealth::Says(state)));
            let error = match outcome {
                Ok(delivery) => {
                    // What was in its way is not any more, also where it has not said so.
                    self.tell(match self.health {
                        Some(PrinterHealth::Says(state)) => PrinterHealth::Says(PrinterState {
                            obstacle: None,
                            ..state
                        }),
                        Some(PrinterHealth::Missing | PrinterHealth::Unreachable | PrinterHealth::Silent)
                        | None => PrinterHealth::Silent,
                    });
                    return Ok(delivery);
                }
                Err(error) => error,
            };
            if !error.is_blank() {
                return Err(error);
            }
            self.tell(match error.obstacle() {
                Some(why) => PrinterHealth::Says(PrinterState {
                    obstacle: Some(why),
                    ..PrinterState::READY
                }),
                None => PrinterHealth::Unreachable,
            });
            loop {
                if Instant::now() >= until {
                    return Err(error);
                }
                thread::sleep(LOOK_AGAIN);
                if self.look() {
                    break;
                }
            }
        }
    }

    /// Asks the printer how it is; says whether it can print as far as is known.
    fn look(&mut self) -> bool {
        let health = match self.printer.state() {
            Ok(Some(state)) => PrinterHealth::Says(state),
            Ok(None) => PrinterHealth::Silent,
            Err(_) => PrinterHealth::Unreachable,
        };
        self.tell(health);
        health.is_ready()
    }

    fn tell(&mut self, now: PrinterHealth) {
        tell(&mut self.say, &mut self.health, now);
    }
}

fn tell(say: &mut impl FnMut(Input), health: &mut Option<PrinterHealth>, now: PrinterHealth) {
    if *health != Some(now) {
        *health = Some(now);
        say(Input::PrinterIs(now));
    }
}
