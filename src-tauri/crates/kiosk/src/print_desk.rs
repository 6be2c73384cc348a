//! The printer on a thread of its own: a printer that stalls must not stop the door.

use std::{
    sync::mpsc::{Sender, channel},
    thread,
};

use einlass_domain::id::PassTag;
use einlass_receipt::{Printer, PrinterError};

/// Takes jobs and says later how each went, in order.
pub(crate) struct PrintDesk {
    jobs: Sender<(PassTag, Vec<u8>)>,
}

impl PrintDesk {
    /// Starts the thread; it ends when the desk is dropped and the last job is done.
    pub(crate) fn start(
        mut printer: Box<dyn Printer>,
        mut done: impl FnMut(PassTag, Result<(), PrinterError>) + Send + 'static,
    ) -> Self {
        let (jobs, queue) = channel::<(PassTag, Vec<u8>)>();
        let work = move || {
            queue
                .into_iter()
                .for_each(|(pass, job)| done(pass, printer.print(&job)))
        };
        thread::Builder::new()
            .name("printer".into())
            .spawn(work)
            .expect("the system gives a thread at start");
        Self { jobs }
    }

    /// Queues a job; false when the thread has died.
    pub(crate) fn print(&self, pass: PassTag, job: Vec<u8>) -> bool {
        self.jobs.send((pass, job)).is_ok()
    }
}
