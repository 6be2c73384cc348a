//! The capturing thread: the only one that touches the driver, and so the only one a driver can hold up.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use einlass_scan::{CameraError, FrameSource};

use super::desk::{Desk, Doing, Report};

/// Opens the source; shared by the capturing threads that follow one another.
pub(super) type OpenSource = Arc<Mutex<dyn FnMut() -> Result<Box<dyn FrameSource>, CameraError> + Send>>;

/// Starts the capturing thread of a generation. It ends when the source does, on stop, or when it was left behind.
pub(super) fn spawn_capture(desk: &Arc<Desk>, open: &OpenSource, generation: u64) {
    let (desk, open) = (Arc::clone(desk), Arc::clone(open));
    // Detached: nobody may ever wait for a thread that a driver can hold up.
    thread::Builder::new()
        .name(format!("camera {generation}"))
        .spawn(move || {
            capture(&desk, &open, generation);
            desk.capture_left(generation);
        })
        .expect("the system gives a thread; at most a handful are ever left behind");
}

fn capture(desk: &Desk, open: &OpenSource, generation: u64) {
    while desk.enter(generation, Doing::Opening) {
        let opened = contained(|| {
            let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
            open()
        });
        let why = match opened.and_then(|opened| opened.map_err(|error| error.to_string())) {
            Ok(source) => match read_until_lost(desk, source, generation) {
                Left::Lost { why } => why,
                Left::Ended => {
                    desk.report(generation, Report::Ended);
                    return;
                }
                Left::NotWanted => return,
            },
            Err(why) => why,
        };
        desk.report(generation, Report::CameraLost { why });
        if !desk.rest_before_reopening(generation) {
            return;
        }
    }
}

/// Why reading came to an end.
enum Left {
    Lost { why: String },
    Ended,
    NotWanted,
}

fn read_until_lost(desk: &Desk, mut source: Box<dyn FrameSource>, generation: u64) -> Left {
    desk.opened(generation);
    let mut stops = 0;
    let left = loop {
        if !desk.enter(generation, Doing::Reading) {
            break Left::NotWanted;
        }
        let wished = desk.wished();
        let exposed = contained(|| {
            if wished != stops {
                source.expose(wished);
            }
        });
        stops = wished;
        let next = exposed.and_then(|()| contained(|| (source.next_frame(), source.keeps_every_frame())));
        match next {
            Ok((Ok(Some(frame)), keeps_every_frame)) => {
                if !desk.deliver(generation, frame, keeps_every_frame) {
                    break Left::NotWanted;
                }
            }
            Ok((Ok(None), _)) => break Left::Ended,
            Ok((Err(error @ CameraError::BadFrame { .. }), _)) => {
                let why = error.to_string();
                desk.report(generation, Report::FrameLost { why });
            }
            Ok((Err(error), _)) => {
                break Left::Lost {
                    why: error.to_string(),
                };
            }
            Err(why) => break Left::Lost { why },
        }
    };
    // Closing talks to the driver like reading does, and panics in some; the source is given up either way.
    let _ = contained(|| drop(source));
    left
}

fn contained<T>(call: impl FnOnce() -> T) -> Result<T, String> {
    // Unwind safe: a source that panicked is dropped and never asked again.
    catch_unwind(AssertUnwindSafe(call)).map_err(|panic| panic_message(panic.as_ref()))
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    format!(
        "the driver panicked: {}",
        text.unwrap_or_else(|| "no message".to_owned())
    )
}
