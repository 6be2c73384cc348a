//! The printer at the other end of the USB cable, and what comes out of it.

use std::os::unix::net::UnixStream;
use std::thread;
use std::time::{Duration, Instant};

use einlass_testkit::{EmulatedPrinter, Temper};

use crate::Outcome;
use crate::wire::COMES_WITHIN;

/// How often the printer looks at its buttons, and we into its tray.
const TICK: Duration = Duration::from_millis(20);

/// The printer, on a thread of its own.
pub(crate) struct Printer {
    /// Whose cover and paper the scenes play with.
    pub(crate) works: EmulatedPrinter,
    taken: usize,
}

impl Printer {
    pub(crate) fn new(wire: UnixStream) -> Outcome<Self> {
        wire.set_read_timeout(Some(TICK)).map_err(|why| why.to_string())?;
        let works = EmulatedPrinter::new(Temper::default());
        let printing = works.clone();
        thread::spawn(move || printing.serve(wire));
        Ok(Self { works, taken: 0 })
    }

    /// Waits for the next paper that is cut off, and takes it.
    pub(crate) fn take_paper(&mut self) -> Outcome<Vec<u8>> {
        let deadline = Instant::now() + COMES_WITHIN;
        loop {
            if let Some(paper) = self.works.papers().into_iter().nth(self.taken) {
                self.taken += 1;
                return Ok(paper);
            }
            if Instant::now() >= deadline {
                return Err(format!(
                    "no paper came; it took {} bytes",
                    self.works.taken_bytes()
                ));
            }
            thread::sleep(TICK);
        }
    }
}
