//! Readers that decode by themselves: a hand scanner on a serial line (USB-COM, CDC-ACM), or one that types like a keyboard.
//!
//! A keyboard would type into the screen, and whatever is plugged in as one could type anything there. So one device is read,
//! the one that the technician names; it is taken away from everybody else as long as it is read, and what it types is a code
//! only if a pass could look like that.

mod code;
mod keyboard;
mod keys;
mod serial;
mod target;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use code::{CodeReader, Read};
pub use target::{HandScannerTarget, HandScannerTargetError};

/// Without a byte for so long a code is over.
const GAP: Duration = Duration::from_millis(100);

/// Between a failure and the next attempt to open.
const REOPEN: Duration = Duration::from_secs(2);

/// How often it is looked at whether the scanner is still wanted.
const LOOK_UP: Duration = Duration::from_millis(500);

/// What a hand scanner has to say, in the order in which it happened.
#[derive(Clone, PartialEq, Eq)]
pub enum HandScannerEvent {
    /// A code.
    Code {
        /// Its bytes; never empty.
        payload: Vec<u8>,
        /// When its last byte came, in monotonic time since the hand scanner's start.
        at: Duration,
    },
    /// Something came that cannot be a pass.
    Refused {
        /// Why, for the log; never what it was.
        why: String,
    },
    /// It cannot be opened, or is gone. Said once; it is tried again.
    Lost {
        /// Why, for the log.
        why: String,
    },
    /// It is open again after [`HandScannerEvent::Lost`].
    Back,
}

/// Leaves the payload out: a pass carries a secret.
impl fmt::Debug for HandScannerEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HandScannerEvent::Code { at, .. } => write!(f, "Code(at {at:?})"),
            HandScannerEvent::Refused { why } => write!(f, "Refused({why})"),
            HandScannerEvent::Lost { why } => write!(f, "Lost({why})"),
            HandScannerEvent::Back => f.write_str("Back"),
        }
    }
}

/// What a scanner sends, whichever way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sent {
    Byte(u8),
    /// A key or a combination that stands for no character of a code.
    Nonsense,
    /// Nobody knows: the kernel keeps some ten characters of a keyboard for whoever reads it, and had to drop some.
    Gap,
}

/// An open scanner.
trait Line {
    /// What came within `wait`; none when nothing did. Something may come that says nothing: a key is let go.
    fn receive(&mut self, wait: Duration) -> io::Result<Option<Vec<Sent>>>;
}

/// A hand scanner that is being listened to, on a thread of its own, until this is dropped.
pub struct HandScanner {
    _wanted: Sender<()>,
}

impl HandScanner {
    /// Starts listening; `on` is called on that thread. The scanner may be plugged in later, pulled out and come back.
    #[must_use]
    pub fn start(target: HandScannerTarget, on: impl FnMut(HandScannerEvent) + Send + 'static) -> Self {
        Self::start_with(REOPEN, move || target.open(), on)
    }

    fn start_with(
        reopen: Duration,
        open: impl FnMut() -> io::Result<Box<dyn Line>> + Send + 'static,
        on: impl FnMut(HandScannerEvent) + Send + 'static,
    ) -> Self {
        let (wanted, until) = channel::<()>();
        let is_wanted = move |wait| until.recv_timeout(wait) == Err(RecvTimeoutError::Timeout);
        thread::Builder::new()
            .name("hand scanner".to_owned())
            .spawn(move || listen(reopen, open, on, is_wanted))
            .expect("the system gives a thread at start");
        Self { _wanted: wanted }
    }
}

fn listen(
    reopen: Duration,
    mut open: impl FnMut() -> io::Result<Box<dyn Line>>,
    mut on: impl FnMut(HandScannerEvent),
    is_wanted: impl Fn(Duration) -> bool,
) {
    let started = Instant::now();
    let mut lost = false;
    loop {
        let failed = open().and_then(|line| {
            if lost {
                lost = false;
                on(HandScannerEvent::Back);
            }
            read(line, started, &mut on, &is_wanted)
        });
        match failed {
            Ok(()) => return,
            Err(why) if !lost => {
                lost = true;
                on(HandScannerEvent::Lost { why: why.to_string() });
            }
            Err(_) => {}
        }
        if !is_wanted(reopen) {
            return;
        }
    }
}

/// Reads until it is no longer wanted, or until the line breaks.
fn read(
    mut line: Box<dyn Line>,
    started: Instant,
    on: &mut impl FnMut(HandScannerEvent),
    is_wanted: &impl Fn(Duration) -> bool,
) -> io::Result<()> {
    let mut code = CodeReader::default();
    let mut last = Instant::now();
    while is_wanted(Duration::ZERO) {
        let wait = if code.is_empty() { LOOK_UP } else { GAP };
        let read: Vec<_> = if let Some(sent) = line.receive(wait)? {
            last = Instant::now();
            sent.into_iter().filter_map(|sent| code.push(sent)).collect()
        } else if last.elapsed() >= GAP {
            code.pause().into_iter().collect()
        } else {
            continue;
        };
        let at = started.elapsed();
        for read in read {
            on(match read {
                Read::Code(payload) => HandScannerEvent::Code { payload, at },
                Read::Refused(why) => HandScannerEvent::Refused { why: why.to_owned() },
            });
        }
    }
    Ok(())
}
