//! The printer at the other end of the USB cable: takes bytes, answers questions about itself (Epson, ESC/POS command reference),
//! and keeps what it was told to print.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::wire::COMES_WITHIN;

const DLE: u8 = 0x10;
const EOT: u8 = 0x04;
const GS: u8 = 0x1D;

/// After this time without a byte a job is over.
const QUIET: Duration = Duration::from_secs(3);

/// What is the matter with it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    Fine,
    PaperOut,
    CoverOpen,
}

impl Condition {
    /// The answer to `DLE EOT n`.
    fn status(self, n: u8) -> u8 {
        const ALWAYS: u8 = 0b0001_0010;
        ALWAYS
            | match (self, n) {
                (Condition::PaperOut | Condition::CoverOpen, 1) => 0b0000_1000,
                (Condition::PaperOut, 2) => 0b0010_0000,
                (Condition::CoverOpen, 2) => 0b0000_0100,
                (Condition::PaperOut, 4) => 0b0110_0000,
                (Condition::Fine, _) | (Condition::PaperOut | Condition::CoverOpen, _) => 0,
            }
    }
}

/// The printer, on a thread of its own.
pub(crate) struct Printer {
    state: Arc<Mutex<State>>,
}

struct State {
    condition: Condition,
    /// Without the questions.
    paper: Vec<u8>,
    asked: u32,
    last_byte: Option<Instant>,
}

impl Printer {
    pub(crate) fn new(wire: UnixStream) -> Self {
        let state = State {
            condition: Condition::Fine,
            paper: Vec::new(),
            asked: 0,
            last_byte: None,
        };
        let state = Arc::new(Mutex::new(state));
        let printing = Arc::clone(&state);
        thread::spawn(move || print(wire, &printing));
        Self { state }
    }

    pub(crate) fn set(&self, condition: Condition) {
        self.lock().condition = condition;
    }

    /// How often it was asked how it is.
    pub(crate) fn asked(&self) -> u32 {
        self.lock().asked
    }

    /// Waits for paper that ends with a cut, and takes it out of the printer.
    pub(crate) fn take_paper(&self) -> Outcome<Vec<u8>> {
        let deadline = Instant::now() + COMES_WITHIN;
        loop {
            let mut state = self.lock();
            let is_quiet = state.last_byte.is_some_and(|at| at.elapsed() >= QUIET);
            if is_quiet && !state.paper.is_empty() {
                state.last_byte = None;
                return Ok(std::mem::take(&mut state.paper));
            }
            if Instant::now() >= deadline {
                return Err(format!(
                    "no paper came; it was asked {} times how it is",
                    state.asked
                ));
            }
            drop(state);
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// What has been printed and not been taken.
    pub(crate) fn unclaimed_bytes(&self) -> usize {
        self.lock().paper.len()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn print(mut wire: UnixStream, state: &Mutex<State>) {
    let mut buffer = [0; 4096];
    let mut reader = Reader::default();
    loop {
        let Ok(count @ 1..) = wire.read(&mut buffer) else {
            return;
        };
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut answers = Vec::new();
        for &byte in &buffer[..count] {
            match reader.read(byte) {
                Some(Question::RealTime(n)) => {
                    state.asked += 1;
                    answers.push(state.condition.status(n));
                    let before = state.paper.len() - 2;
                    state.paper.truncate(before);
                }
                Some(Question::Paper) => {
                    answers.push(0);
                    state.paper.push(byte);
                }
                Some(Question::Done(id)) => {
                    // GS ( H, function 48: header, identifier, process id, NUL.
                    answers.extend([0x37, 0x22]);
                    answers.extend(id);
                    answers.push(0);
                    state.paper.push(byte);
                }
                None => state.paper.push(byte),
            }
        }
        state.last_byte = Some(Instant::now());
        drop(state);
        if !answers.is_empty() && wire.write_all(&answers).is_err() {
            return;
        }
    }
}

/// Something that wants an answer.
enum Question {
    /// `DLE EOT n`.
    RealTime(u8),
    /// `GS r n`.
    Paper,
    /// `GS ( H`, function 48: asked behind a job, answered when that is printed.
    Done([u8; 4]),
}

/// Finds the questions among the bytes; picture data may look like any command and is passed over.
#[derive(Default)]
struct Reader {
    command: Vec<u8>,
    data_left: usize,
}

impl Reader {
    fn read(&mut self, byte: u8) -> Option<Question> {
        if self.data_left > 0 {
            self.data_left -= 1;
            return None;
        }
        self.command.push(byte);
        let question = match self.command.as_slice() {
            [DLE] | [DLE, EOT] | [GS] => return None,
            &[DLE, EOT, n] => Some(Question::RealTime(n)),
            [GS, b'r', _] => Some(Question::Paper),
            &[GS, b'v', b'0', _, width_low, width_high, rows_low, rows_high] => {
                self.data_left = number(width_low, width_high) * number(rows_low, rows_high);
                None
            }
            &[GS, b'(', b'H', low, high, 48, _, ref id @ ..] if id.len() == 4 && number(low, high) == 6 => {
                let id = <[u8; 4]>::try_from(id).expect("its length was looked at");
                Some(Question::Done(id))
            }
            [GS, b'(', b'H'] | [GS, b'(', b'H', _] | [GS, b'(', b'H', _, _] => return None,
            &[GS, b'(', b'H', low, high, ref rest @ ..] if rest.len() < number(low, high) => return None,
            [GS, b'(', _] | [GS, b'(', _, _] => return None,
            &[GS, b'(', _, low, high] => {
                self.data_left = number(low, high);
                None
            }
            [GS, b'r'] | [GS, b'('] => return None,
            [GS, b'v', rest @ ..] if rest.len() < 6 => return None,
            _other => None,
        };
        self.command.clear();
        question
    }
}

fn number(low: u8, high: u8) -> usize {
    usize::from(u16::from_le_bytes([low, high]))
}
