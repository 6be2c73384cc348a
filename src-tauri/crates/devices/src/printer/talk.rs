//! Talking with a printer about one job: how it is, the job, whether it is printed. Every wait has an end.

use std::io;
use std::time::{Duration, Instant};

use einlass_receipt::{
    AskedJob, Delivery, DrawerPulse, Hearing, Obstacle, PrinterError, PrinterState, Saying, StatusRequest,
    Tells,
};

use super::line::{Deadline, Line, is_only_late};

/// What one write hands over: small, so that little is unknown when a printer stops.
const PIECE_BYTES: usize = 1024;

/// How often a printer is listened to, and asked, while it works.
const LISTEN_EVERY: Duration = Duration::from_millis(100);
const ASK_EVERY: Duration = Duration::from_millis(500);

/// How long is waited for what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// For the answer to a question; many printers never answer.
    pub(super) answer: Duration,
    /// For the next byte to be taken, when nothing is known to be against it.
    pub(super) taking: Duration,
    /// For a printer that has everything to say that it has printed it.
    pub(super) printing: Duration,
    /// For one that cannot say so to come to a stop, if it does.
    pub(super) settling: Duration,
    /// For somebody to put paper in or close the cover in the middle of a job.
    pub(super) mending: Duration,
    /// For all of it: a printer that takes a byte now and then must not hold up the next job for ever.
    pub(super) whole: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            answer: Duration::from_millis(500),
            taking: Duration::from_secs(10),
            printing: Duration::from_secs(20),
            settling: Duration::from_secs(3),
            mending: Duration::from_secs(60),
            whole: Duration::from_secs(180),
        }
    }
}

/// How one talks with a printer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    pub(super) tells: Tells,
    pub(super) patience: Patience,
}

impl Manner {
    pub(super) fn of(tells: Tells) -> Self {
        Self {
            tells,
            patience: Patience::default(),
        }
    }
}

/// Asks how the printer is; none when it does not say.
pub(super) fn ask(line: &mut impl Line, manner: &Manner) -> Result<Option<PrinterState>, PrinterError> {
    let mut silent = |_| {};
    let mut talk = Talk::begin(line, manner, &mut silent);
    talk.ask()
}

/// Hands `job` over and waits until it is printed, as far as the printer says so.
pub(super) fn print(
    line: &mut impl Line,
    job: &AskedJob,
    manner: &Manner,
    told: &mut dyn FnMut(PrinterState),
) -> Result<Delivery, PrinterError> {
    let mut talk = Talk::begin(line, manner, told);
    if let Some(obstacle) = talk.ask()?.and_then(|state| state.obstacle) {
        return Err(PrinterError::NotReady(obstacle));
    }
    talk.hand_over(job)?;
    talk.wait_until_printed(job.done)
}

/// Has the drawer port give a pulse, if the printer answers and says nothing against it. What it has not taken by `by`, or within the
/// time for an answer, it does not get later.
pub(super) fn pulse(
    line: &mut impl Line,
    pulse: DrawerPulse,
    by: Instant,
    manner: &Manner,
) -> Result<(), PrinterError> {
    let mut silent = |_| {};
    let mut talk = Talk::begin(line, manner, &mut silent);
    let state = talk.ask()?.ok_or(PrinterError::Silent)?;
    if let Some(obstacle) = state.obstacle {
        return Err(PrinterError::NotReady(obstacle));
    }
    let given = talk.give(&pulse.bytes(), by);
    if given.is_err() {
        line.drop_on_the_way();
    }
    given
}

struct Talk<'line, L> {
    line: &'line mut L,
    hearing: Hearing,
    manner: Manner,
    told: &'line mut dyn FnMut(PrinterState),
    state: PrinterState,
    /// Whether the printer has said anything about itself.
    speaks: bool,
    /// Whether it is asked: not after a question without an answer, because a late one would be taken for that to the next.
    asks: bool,
    /// What was heard last and not looked at.
    heard: Vec<Saying>,
    whole: Deadline,
}

impl<'line, L: Line> Talk<'line, L> {
    fn begin(line: &'line mut L, manner: &Manner, told: &'line mut dyn FnMut(PrinterState)) -> Self {
        let mut talk = Self {
            line,
            hearing: Hearing::default(),
            manner: *manner,
            told,
            state: PrinterState::READY,
            speaks: false,
            asks: manner.tells.at_any_moment,
            heard: Vec::new(),
            whole: Deadline::after(manner.patience.whole),
        };
        talk.forget_unasked();
        talk
    }

    /// Drops what the printer sent before it was asked, so that it is not taken for the answer.
    fn forget_unasked(&mut self) {
        const MOST_READS: usize = 64;
        let mut buffer = [0; 64];
        for _ in 0..MOST_READS {
            match self.line.read_some(&mut buffer, Duration::ZERO) {
                Ok(1..) => {}
                Ok(0) | Err(_) => return,
            }
        }
    }

    /// How the printer is, question by question up to the first obstacle; none when it does not say.
    fn ask(&mut self) -> Result<Option<PrinterState>, PrinterError> {
        let mut state = PrinterState::READY;
        let mut is_known = false;
        for request in StatusRequest::ALL {
            let Some(mut answer) = self.answer(request)? else {
                break;
            };
            is_known = true;
            if answer.obstacle == Some(Obstacle::Fault)
                && let Some(cause) = self.answer(StatusRequest::ErrorCause)?
            {
                answer = cause.and(answer);
            }
            state = state.and(answer);
            if state.obstacle.is_some() {
                break;
            }
        }
        if is_known {
            self.note(state);
        }
        Ok(is_known.then_some(state))
    }

    fn answer(&mut self, request: StatusRequest) -> Result<Option<PrinterState>, PrinterError> {
        if !self.asks {
            return Ok(None);
        }
        let deadline = Deadline::after(self.manner.patience.answer);
        let question = request.bytes();
        let mut asked = 0;
        while asked < question.len() {
            let Some(wait) = deadline.remaining() else {
                self.asks = false;
                return Ok(None);
            };
            match self.line.write_some(&question[asked..], wait) {
                Ok(taken) if taken > 0 => asked += taken,
                Ok(_) => return Err(broken(0, io::ErrorKind::WriteZero.into())),
                Err(error) if is_only_late(&error) => {}
                Err(source) => return Err(broken(0, source)),
            }
        }
        while let Some(wait) = deadline.remaining() {
            if !self.listen(wait) {
                // Whoever hangs up when asked does not take a job either.
                return Err(broken(0, io::ErrorKind::UnexpectedEof.into()));
            }
            let is_answer = |saying: &Saying| matches!(saying, Saying::Answer(_));
            if let Some(place) = self.heard.iter().position(is_answer)
                && let Saying::Answer(byte) = self.heard.remove(place)
            {
                return Ok(Some(request.read(byte)));
            }
        }
        self.asks = false;
        Ok(None)
    }

    /// Hands a command over that is of no use later.
    fn give(&mut self, command: &[u8], by: Instant) -> Result<(), PrinterError> {
        let by = by.min(Instant::now() + self.manner.patience.answer);
        let mut taken = 0;
        loop {
            let is_taken = taken == command.len();
            let waiting = self.line.on_the_way().map_err(|source| broken(taken, source))?;
            if is_taken && waiting == 0 {
                return Ok(());
            }
            let rest = by.checked_duration_since(Instant::now());
            let Some(wait) = rest.filter(|rest| !rest.is_zero()) else {
                return Err(PrinterError::TimedOut {
                    written_bytes: taken,
                    obstacle: None,
                });
            };
            if is_taken {
                self.listen(wait.min(LISTEN_EVERY));
                continue;
            }
            match self.line.write_some(&command[taken..], wait) {
                Ok(0) => return Err(broken(taken, io::ErrorKind::WriteZero.into())),
                Ok(count) => taken += count,
                Err(error) if is_only_late(&error) => {}
                Err(source) => return Err(broken(taken, source)),
            }
        }
    }

    fn hand_over(&mut self, job: &AskedJob) -> Result<(), PrinterError> {
        let on_paper = |taken: usize| taken.saturating_sub(job.before_paper);
        let mut taken = 0;
        let mut since = Instant::now();
        while taken < job.bytes.len() {
            let wait = self.wait_for_taking(since, on_paper(taken))?;
            // What was said so far cannot be about the end.
            self.heard.clear();
            let rest = &job.bytes[taken..];
            match self.line.write_some(&rest[..rest.len().min(PIECE_BYTES)], wait) {
                Ok(0) => return Err(broken(on_paper(taken), io::ErrorKind::WriteZero.into())),
                Ok(count) => {
                    taken += count;
                    since = Instant::now();
                }
                Err(error) if is_only_late(&error) => {}
                Err(source) => return Err(broken(on_paper(taken), source)),
            }
            self.listen(Duration::ZERO);
        }
        self.wait_until_taken(since, on_paper(taken))
    }

    /// Waits for what the driver has and the printer has not: closing the line may drop it.
    fn wait_until_taken(&mut self, mut since: Instant, written_bytes: usize) -> Result<(), PrinterError> {
        let mut before = usize::MAX;
        loop {
            let waiting = self
                .line
                .on_the_way()
                .map_err(|source| broken(written_bytes, source))?;
            if waiting == 0 {
                return Ok(());
            }
            if waiting < before {
                since = Instant::now();
                before = waiting;
            }
            let wait = self
                .wait_for_taking(since, written_bytes.saturating_sub(waiting))
                .inspect_err(|_| self.line.drop_on_the_way())?;
            self.listen(wait);
        }
    }

    /// How long to wait now for the next byte to be taken.
    fn wait_for_taking(&self, since: Instant, written_bytes: usize) -> Result<Duration, PrinterError> {
        let Patience { taking, mending, .. } = self.manner.patience;
        let obstacle = self.state.obstacle;
        let patience = if obstacle.is_some() { mending } else { taking };
        let wait = patience
            .checked_sub(since.elapsed())
            .filter(|wait| !wait.is_zero());
        match (wait, self.whole.remaining()) {
            (Some(wait), Some(_)) => Ok(wait.min(LISTEN_EVERY)),
            _ => Err(PrinterError::TimedOut {
                written_bytes,
                obstacle,
            }),
        }
    }

    /// Waits for the printer to say that it is done, or to say nothing against it for as long as it can take.
    fn wait_until_printed(&mut self, done: Option<Saying>) -> Result<Delivery, PrinterError> {
        if !self.speaks && self.listen(Duration::ZERO) {
            return Ok(Delivery::Sent);
        }
        let Patience {
            printing,
            settling,
            mending,
            ..
        } = self.manner.patience;
        let mut since = Instant::now();
        let mut asked = Instant::now();
        let mut before = self.state.obstacle;
        loop {
            if done.is_some_and(|done| self.heard.contains(&done)) {
                if self.state.obstacle.is_some() {
                    // What was in the way is not: nothing else is said of that once the job's end has reset the printer.
                    let obstacle = None;
                    self.note(PrinterState {
                        obstacle,
                        ..self.state
                    });
                }
                return Ok(Delivery::Printed);
            }
            self.heard.clear();
            let obstacle = self.state.obstacle;
            if obstacle.is_some() != before.is_some() {
                (since, before) = (Instant::now(), obstacle);
            }
            let patience = match (obstacle, done) {
                (Some(_), _) => mending,
                (None, Some(_)) => printing,
                (None, None) => settling,
            };
            if since.elapsed() >= patience {
                return match (obstacle, done) {
                    (None, None) => Ok(Delivery::Sent),
                    _ => Err(PrinterError::Unconfirmed { obstacle }),
                };
            }
            if !self.listen(LISTEN_EVERY.min(patience)) {
                // A printer that hangs up will not say any more; whether it prints is its secret.
                return Err(PrinterError::Unconfirmed { obstacle });
            }
            if asked.elapsed() >= ASK_EVERY && !done.is_some_and(|done| self.heard.contains(&done)) {
                asked = Instant::now();
                let is_lost = self.ask().is_err();
                if is_lost {
                    return Err(PrinterError::Unconfirmed { obstacle });
                }
            }
        }
    }

    /// Hears what the printer says within `wait`; false when it will not say any more.
    fn listen(&mut self, wait: Duration) -> bool {
        let mut buffer = [0; 64];
        let count = match self.line.read_some(&mut buffer, wait) {
            Ok(0) => return false,
            Ok(count) => count,
            Err(error) => return is_only_late(&error),
        };
        for &byte in &buffer[..count] {
            match self.hearing.hear(byte) {
                Some(Saying::Changed(state)) => self.note(state),
                Some(saying) => self.heard.push(saying),
                None => {}
            }
        }
        true
    }

    fn note(&mut self, state: PrinterState) {
        self.speaks = true;
        self.state = state;
        (self.told)(state);
    }
}

fn broken(written_bytes: usize, source: io::Error) -> PrinterError {
    PrinterError::Io {
        written_bytes,
        source,
    }
}

#[cfg(test)]
mod tests;
