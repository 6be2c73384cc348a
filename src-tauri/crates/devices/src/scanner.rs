//! Watches a camera and says which codes it sees.

mod capture;
mod desk;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use einlass_scan::{Aim, AimHint, Bracket, CameraError, Cascade, FrameSource, ScanError, Seen, see_while};

pub use einlass_scan::GreyFrame;

use capture::{OpenSource, spawn_capture};
use desk::{Desk, Next, Report};

/// What the scanner has to say, in the order in which it happened.
#[derive(Clone, PartialEq, Eq)]
pub enum ScannerEvent {
    /// A frame with codes in it. Frames without any are not mentioned.
    Codes {
        /// The bytes of each code, the one nearest to the frame's centre first; never empty.
        payloads: Vec<Vec<u8>>,
        /// When the frame arrived, in monotonic time since the scanner's start.
        at: Duration,
    },
    /// What whoever holds a code up may do so that it is read; none when there is nothing to say any more. Said when it changes.
    Aim(Option<AimHint>),
    /// One frame could not be read or not be searched for codes; the camera goes on.
    FrameLost {
        /// Why, for the log.
        why: String,
    },
    /// The camera cannot be opened, failed, or gives no frames. Said once; the scanner keeps trying.
    CameraLost {
        /// Why, for the log.
        why: String,
    },
    /// The first frame after [`ScannerEvent::CameraLost`] has come.
    CameraBack,
    /// The source has no more frames, and all that came before has been said. The last event.
    Ended,
}

/// Leaves the payloads out: a pass carries a secret.
impl fmt::Debug for ScannerEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ScannerEvent::Codes { payloads, at } => write!(f, "Codes({} at {at:?})", payloads.len()),
            ScannerEvent::Aim(hint) => write!(f, "Aim({hint:?})"),
            ScannerEvent::FrameLost { why } => write!(f, "FrameLost({why})"),
            ScannerEvent::CameraLost { why } => write!(f, "CameraLost({why})"),
            ScannerEvent::CameraBack => f.write_str("CameraBack"),
            ScannerEvent::Ended => f.write_str("Ended"),
        }
    }
}

/// One frame, and where a code is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The frame.
    pub frame: GreyFrame,
    /// Where a code was read, or almost; it may be that of a frame up to 200 ms older. None where there is none.
    pub place: Option<CodePlace>,
}

/// Where a code is in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodePlace {
    /// Its corners in pixels of the frame as (x, y): top left, top right, bottom right and bottom left of the code; they may lie
    /// outside of the frame.
    pub corners: [(i32, i32); 4],
    /// Whether it was read, and not only found.
    pub is_read: bool,
}

/// So long the decoding thread may look at one frame. What it does between two questions for the time takes some ten milliseconds
/// at most, so that a frame built against decoders costs less than a tenth of a second.
const BUDGET: Duration = Duration::from_millis(75);

/// How long the scanner puts up with a camera.
#[derive(Debug, Clone, Copy)]
struct Patience {
    /// Without a frame for so long the camera counts as lost, and a read that has not returned as hung.
    no_frame: Duration,
    /// Between a failure and the next attempt to open.
    reopen: Duration,
}

/// A camera being watched, on two threads: one waits for frames, one decodes the newest of them and reports.
///
/// A driver that never returns costs the scanner nothing but that thread: it is left behind and a new one opens the camera
/// again. Dropping the scanner stops it.
pub struct Scanner {
    desk: Arc<Desk>,
    watcher: JoinHandle<()>,
}

impl Scanner {
    /// Starts watching. `open` is called for the first time and after each loss, two seconds apart; `on` is called on the
    /// scanner's own thread, with one event after the other, and may take its time.
    ///
    /// The newest frame is decoded and older ones are skipped, unless the source keeps every frame: then each is decoded
    /// before the next is asked for. A camera counts as lost after two seconds without a frame. While `open` itself does not
    /// return, nothing else can be opened: it is not called twice at a time.
    #[must_use]
    pub fn start(
        open: impl FnMut() -> Result<Box<dyn FrameSource>, CameraError> + Send + 'static,
        on: impl FnMut(ScannerEvent) + Send + 'static,
    ) -> Scanner {
        let patience = Patience {
            no_frame: Duration::from_secs(2),
            reopen: Duration::from_secs(2),
        };
        Self::start_with(patience, open, on)
    }

    fn start_with(
        patience: Patience,
        open: impl FnMut() -> Result<Box<dyn FrameSource>, CameraError> + Send + 'static,
        on: impl FnMut(ScannerEvent) + Send + 'static,
    ) -> Scanner {
        let desk = Arc::new(Desk::new(patience));
        let open: OpenSource = Arc::new(Mutex::new(open));
        let watcher = thread::Builder::new()
            .name("scanner".to_owned())
            .spawn({
                let desk = Arc::clone(&desk);
                move || watch(&desk, &open, on)
            })
            .expect("the system gives a thread at start");
        Scanner { desk, watcher }
    }

    /// The newest frame for the preview; `None` before the first one, and while the camera is lost.
    #[must_use]
    pub fn newest_picture(&self) -> Option<Picture> {
        self.desk.newest_picture()
    }

    /// Stops watching. No event follows once it has returned, except one that is being delivered for longer than a second.
    pub fn stop(self) {}
}

impl Drop for Scanner {
    fn drop(&mut self) {
        self.desk.stop();
        // `on` may own what drops the scanner; it cannot wait for itself.
        if self.watcher.thread().id() != thread::current().id() {
            self.desk.wait_until_left(Duration::from_secs(1));
        }
    }
}

/// The decoding thread: the only one that calls `on`.
fn watch(desk: &Arc<Desk>, open: &OpenSource, mut on: impl FnMut(ScannerEvent)) {
    let _leaving = Leaving(desk);
    spawn_capture(desk, open, 0);
    let mut lost = false;
    let (mut cascade, mut guide, mut bracket) = (Cascade::new(), Guide::default(), Bracket::new());
    loop {
        match desk.next(lost) {
            Next::Stopped => return,
            Next::Report(Report::Ended) => {
                on(ScannerEvent::Ended);
                return;
            }
            Next::Report(Report::FrameLost { why }) => on(ScannerEvent::FrameLost { why }),
            Next::Report(Report::CameraLost { why }) => {
                if !lost {
                    lost = true;
                    guide.lost().into_iter().for_each(&mut on);
                    bracket = Bracket::new();
                    desk.wish(0);
                    on(ScannerEvent::CameraLost { why });
                }
            }
            Next::Report(Report::Frame { frame, at, is_kept }) => {
                if lost {
                    lost = false;
                    on(ScannerEvent::CameraBack);
                }
                let seen = look(&mut cascade, &frame, is_kept);
                desk.place(seen.as_ref().ok().and_then(place), at);
                let hint = seen.as_ref().ok().and_then(|seen| {
                    desk.wish(bracket.after(seen, at));
                    guide.after(seen, at)
                });
                for event in hint.into_iter().chain(told(seen, at)) {
                    if !desk.is_stopping() {
                        on(event);
                    }
                }
            }
            Next::LeftBehind { generation } => spawn_capture(desk, open, generation),
        }
    }
}

fn look(cascade: &mut Cascade, frame: &GreyFrame, is_kept: bool) -> Result<Seen, ScanError> {
    let start = Instant::now();
    let still_time = || start.elapsed() < BUDGET;
    if is_kept {
        // No second picture of the same thing will come.
        see_while(frame, &still_time)
    } else {
        cascade.decode(frame, &still_time)
    }
}

/// What is to be said of the codes in a frame.
fn told(seen: Result<Seen, ScanError>, at: Duration) -> Option<ScannerEvent> {
    match seen {
        Ok(seen) if seen.codes.is_empty() => None,
        Ok(seen) => Some(ScannerEvent::Codes {
            payloads: seen.codes.into_iter().map(|sighting| sighting.payload).collect(),
            at,
        }),
        Err(error) => Some(ScannerEvent::FrameLost {
            why: error.to_string(),
        }),
    }
}

fn place(seen: &Seen) -> Option<CodePlace> {
    let read = seen.codes.first().map(|sighting| (sighting.corners, true));
    let almost = seen.almost.map(|almost| (almost.corners, false));
    let (corners, is_read) = read.or(almost)?;
    Some(CodePlace { corners, is_read })
}

/// The hint that is told, and what makes another one of it.
#[derive(Default)]
struct Guide {
    aim: Aim,
    told: Option<AimHint>,
}

impl Guide {
    fn after(&mut self, seen: &Seen, at: Duration) -> Option<ScannerEvent> {
        let hint = self.aim.after(seen, at);
        let is_new = hint != self.told;
        self.told = hint;
        is_new.then_some(ScannerEvent::Aim(hint))
    }

    fn lost(&mut self) -> Option<ScannerEvent> {
        self.aim = Aim::new();
        self.told.take().map(|_| ScannerEvent::Aim(None))
    }
}

/// Tells the desk that the decoding thread is gone, also when `on` panics.
struct Leaving<'a>(&'a Desk);

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.0.stop();
        self.0.leave();
    }
}
