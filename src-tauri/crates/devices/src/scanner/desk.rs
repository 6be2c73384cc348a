//! Where the capturing thread lays its frames down and the decoding thread picks them up.

use std::collections::VecDeque;
use std::mem::discriminant;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use einlass_scan::GreyFrame;

use super::{CodePlace, Patience, Picture};

/// So many capturing threads may hang in a driver at a time; then the scanner waits for one to come back.
const MAX_LEFT_BEHIND: usize = 4;

/// A hand does not move so far in this time that the place of a code in one frame is not that in another.
const PLACE_HOLDS: Duration = Duration::from_millis(200);

/// What the capturing thread has to say.
pub(super) enum Report {
    Frame {
        frame: GreyFrame,
        at: Duration,
        /// Whether its source keeps every frame.
        is_kept: bool,
    },
    FrameLost {
        why: String,
    },
    CameraLost {
        why: String,
    },
    Ended,
}

/// What the decoding thread does next.
pub(super) enum Next {
    Report(Report),
    /// The capturing thread hung and was left behind; one of this generation takes its place.
    LeftBehind {
        generation: u64,
    },
    Stopped,
}

/// What the capturing thread does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    /// In the driver, and holding the only `open` there is: cannot be left behind.
    Opening,
    /// In the driver: reading or closing.
    Reading,
    /// Not in the driver: waiting for the decoding thread, or to open again.
    Waiting,
}

/// The place both threads share.
pub(super) struct Desk {
    patience: Patience,
    started: Instant,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    stopping: bool,
    watcher_left: bool,
    /// Holds at most one frame, so that the decoding thread meets the newest.
    reports: VecDeque<Report>,
    newest: Option<(GreyFrame, Duration)>,
    /// By how many stops the next frames should be brighter.
    stops: i8,
    /// Where a code was read, or almost, in the frame that was searched last, and when that came.
    place: Option<(CodePlace, Duration)>,
    /// The capturing thread that counts; all others were left behind.
    generation: u64,
    left_behind: usize,
    doing: Doing,
    doing_since: Duration,
    /// The last time the camera was known to give frames, or was given leave not to.
    fed_at: Duration,
}

impl Desk {
    pub(super) fn new(patience: Patience) -> Self {
        Self {
            patience,
            started: Instant::now(),
            state: Mutex::new(State {
                stopping: false,
                watcher_left: false,
                reports: VecDeque::new(),
                newest: None,
                place: None,
                stops: 0,
                generation: 0,
                left_behind: 0,
                doing: Doing::Opening,
                doing_since: Duration::ZERO,
                fed_at: Duration::ZERO,
            }),
            changed: Condvar::new(),
        }
    }

    // - For the owner

    pub(super) fn newest_picture(&self) -> Option<Picture> {
        let state = self.lock();
        let (frame, at) = state.newest.clone()?;
        let place = state
            .place
            .filter(|(_, seen)| at.saturating_sub(*seen) <= PLACE_HOLDS);
        Some(Picture {
            frame,
            place: place.map(|(place, _)| place),
        })
    }

    pub(super) fn stop(&self) {
        self.lock().stopping = true;
        self.changed.notify_all();
    }

    pub(super) fn wait_until_left(&self, at_most: Duration) {
        let state = self.lock();
        let waited = self
            .changed
            .wait_timeout_while(state, at_most, |state| !state.watcher_left);
        drop(waited);
    }

    // - For the decoding thread

    pub(super) fn is_stopping(&self) -> bool {
        self.lock().stopping
    }

    /// Says where a code was in the frame that came then.
    pub(super) fn place(&self, place: Option<CodePlace>, at: Duration) {
        self.lock().place = place.map(|place| (place, at));
    }

    /// Wishes the next frames brighter by so many stops.
    pub(super) fn wish(&self, stops: i8) {
        self.lock().stops = stops;
    }

    pub(super) fn leave(&self) {
        self.lock().watcher_left = true;
        self.changed.notify_all();
    }

    /// Waits for the next thing to do. `lost` tells whether the loss of the camera has already been said.
    pub(super) fn next(&self, lost: bool) -> Next {
        let mut state = self.lock();
        loop {
            if state.stopping {
                return Next::Stopped;
            }
            if let Some(report) = state.reports.pop_front() {
                self.changed.notify_all();
                return Next::Report(report);
            }
            let now = self.started.elapsed();
            match state.overdue(lost, now, self.patience.no_frame) {
                Overdue::Frame => {
                    state.newest = None;
                    let why = format!("no frame for {:?}", self.patience.no_frame);
                    return Next::Report(Report::CameraLost { why });
                }
                Overdue::Thread => {
                    state.left_behind += 1;
                    state.generation += 1;
                    state.doing = Doing::Opening;
                    state.doing_since = now;
                    return Next::LeftBehind {
                        generation: state.generation,
                    };
                }
                Overdue::In(wait) => {
                    state = self
                        .changed
                        .wait_timeout(state, wait)
                        .unwrap_or_else(PoisonError::into_inner)
                        .0;
                }
                Overdue::Never => {
                    state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }

    // - For the capturing thread; each answers false, or does nothing, when that thread no longer counts

    /// Says what the thread is about to do.
    pub(super) fn enter(&self, generation: u64, doing: Doing) -> bool {
        let mut state = self.lock();
        if !state.counts(generation) {
            return false;
        }
        state.doing = doing;
        state.doing_since = self.started.elapsed();
        self.changed.notify_all();
        true
    }

    /// By how many stops the next frames should be brighter.
    pub(super) fn wished(&self) -> i8 {
        self.lock().stops
    }

    /// The source is open; from now on it owes frames.
    pub(super) fn opened(&self, generation: u64) {
        let mut state = self.lock();
        if state.counts(generation) {
            state.fed_at = self.started.elapsed();
        }
    }

    /// Lays a frame down in the place of an older one; waits until it was picked up if every frame is to be kept.
    pub(super) fn deliver(&self, generation: u64, frame: GreyFrame, keeps_every_frame: bool) -> bool {
        let mut state = self.lock();
        if !state.counts(generation) {
            return false;
        }
        let at = self.started.elapsed();
        state.fed_at = at;
        state.doing = Doing::Waiting;
        state.newest = Some((frame.clone(), at));
        state.lay_down_frame(frame, at, keeps_every_frame);
        self.changed.notify_all();
        if keeps_every_frame {
            state = self
                .changed
                .wait_while(state, |state| state.counts(generation) && state.has_frame())
                .unwrap_or_else(PoisonError::into_inner);
            state.fed_at = self.started.elapsed();
        }
        state.counts(generation)
    }

    pub(super) fn report(&self, generation: u64, report: Report) {
        let mut state = self.lock();
        if !state.counts(generation) {
            return;
        }
        match report {
            Report::CameraLost { .. } | Report::Ended => state.newest = None,
            Report::Frame { .. } | Report::FrameLost { .. } => {}
        }
        state.lay_down(report);
        self.changed.notify_all();
    }

    pub(super) fn rest_before_reopening(&self, generation: u64) -> bool {
        let mut state = self.lock();
        if state.counts(generation) {
            state.doing = Doing::Waiting;
        }
        let waited = self
            .changed
            .wait_timeout_while(state, self.patience.reopen, |state| state.counts(generation));
        waited
            .unwrap_or_else(PoisonError::into_inner)
            .0
            .counts(generation)
    }

    pub(super) fn capture_left(&self, generation: u64) {
        let mut state = self.lock();
        if state.generation == generation {
            state.doing = Doing::Waiting;
        } else {
            state.left_behind -= 1;
        }
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing between lock and unlock can leave the state half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the camera owes.
enum Overdue {
    Frame,
    Thread,
    In(Duration),
    Never,
}

impl State {
    fn counts(&self, generation: u64) -> bool {
        !self.stopping && self.generation == generation
    }

    fn overdue(&self, lost: bool, now: Duration, no_frame: Duration) -> Overdue {
        let frame_due = (!lost && self.doing != Doing::Waiting).then_some(self.fed_at + no_frame);
        let may_leave = self.doing == Doing::Reading && self.left_behind < MAX_LEFT_BEHIND;
        let thread_due = may_leave.then_some(self.doing_since + no_frame);
        match (frame_due, thread_due) {
            (Some(due), _) if due <= now => Overdue::Frame,
            (_, Some(due)) if due <= now => Overdue::Thread,
            (Some(one), Some(other)) => Overdue::In(one.min(other) - now),
            (Some(due), None) | (None, Some(due)) => Overdue::In(due - now),
            (None, None) => Overdue::Never,
        }
    }

    fn has_frame(&self) -> bool {
        self.reports
            .iter()
            .any(|report| matches!(report, Report::Frame { .. }))
    }

    fn lay_down_frame(&mut self, frame: GreyFrame, at: Duration, is_kept: bool) {
        let mut kept: VecDeque<Report> = VecDeque::new();
        for report in self.reports.drain(..) {
            let is_said = kept
                .iter()
                .any(|known| discriminant(known) == discriminant(&report));
            if !matches!(report, Report::Frame { .. }) && !is_said {
                kept.push_back(report);
            }
        }
        kept.push_back(Report::Frame { frame, at, is_kept });
        self.reports = kept;
    }

    /// Behind the newest frame the same thing is said once, so that no flood fills the memory while a frame is decoded.
    fn lay_down(&mut self, report: Report) {
        let behind_frame = self
            .reports
            .iter()
            .rev()
            .take_while(|known| !matches!(known, Report::Frame { .. }));
        let is_said = behind_frame
            .into_iter()
            .any(|known| discriminant(known) == discriminant(&report));
        if !is_said {
            self.reports.push_back(report);
        }
    }
}
