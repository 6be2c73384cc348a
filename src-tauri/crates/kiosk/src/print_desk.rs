//! The printer on a thread of its own: a printer that stalls must not stop the door.

use std::{
    sync::mpsc::{Sender, channel},
    thread,
};

use einlass_domain::{
    event::{Actor, RollCallCause},
    id::PassTag,
};
use einlass_receipt::{Delivery, Printer, PrinterError};

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

/// Takes jobs and says later how each went, in order.
pub(crate) struct PrintDesk {
    jobs: Sender<(Print, Vec<Vec<u8>>)>,
}

impl PrintDesk {
    /// Starts the thread; it ends when the desk is dropped and the last job is done.
    pub(crate) fn start(
        mut printer: Box<dyn Printer>,
        mut done: impl FnMut(Print, Result<Delivery, PrinterError>) + Send + 'static,
    ) -> Self {
        let (jobs, queue) = channel::<(Print, Vec<Vec<u8>>)>();
        let work = move || {
            queue.into_iter().for_each(|(print, sheets)| {
                let mut delivery = Delivery::Printed;
                let outcome = sheets.iter().try_for_each(|sheet| {
                    if printer.print(sheet, &mut |_| {})? == Delivery::Sent {
                        delivery = Delivery::Sent;
                    }
                    Ok(())
                });
                done(print, outcome.map(|()| delivery));
            })
        };
        thread::Builder::new()
            .name("printer".into())
            .spawn(work)
            .expect("the system gives a thread at start");
        Self { jobs }
    }

    /// Queues the sheets of one thing; the first that fails ends it. False when the thread has died.
    pub(crate) fn print(&self, print: Print, sheets: Vec<Vec<u8>>) -> bool {
        self.jobs.send((print, sheets)).is_ok()
    }
}
