//! What a printer says of itself: the questions, the bytes that come back, and what they mean (Epson, ESC/POS command reference).

use std::fmt;

use crate::profile::{Tells, WhenDone};

/// A question about the printer's state that it answers at once, even when it is off line (`DLE EOT n`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusRequest {
    /// `n = 4`: is there paper?
    Paper,
    /// `n = 2`: why is it off line?
    OfflineCause,
    /// `n = 3`: what kind of error is it?
    ErrorCause,
    /// `n = 1`: is it off line at all?
    Online,
}

impl StatusRequest {
    /// The questions in the order that finds the most telling answer first. What kind of error it is, is asked only when there is one.
    pub const ALL: [Self; 3] = [Self::Paper, Self::OfflineCause, Self::Online];

    /// The bytes that ask.
    pub const fn bytes(self) -> [u8; 3] {
        let n = match self {
            Self::Online => 1,
            Self::OfflineCause => 2,
            Self::ErrorCause => 3,
            Self::Paper => 4,
        };
        [0x10, 0x04, n]
    }

    /// What `answer` means.
    pub fn read(self, answer: u8) -> PrinterState {
        let stopped = |why| PrinterState {
            obstacle: Some(why),
            paper_is_low: false,
        };
        match self {
            Self::Paper if answer & 0b0110_0000 != 0 => stopped(Obstacle::PaperOut),
            Self::Paper => PrinterState {
                obstacle: None,
                paper_is_low: answer & 0b0000_1100 != 0,
            },
            Self::OfflineCause if answer & 0b0000_0100 != 0 => stopped(Obstacle::CoverOpen),
            Self::OfflineCause if answer & 0b0010_0000 != 0 => stopped(Obstacle::PaperOut),
            Self::OfflineCause if answer & 0b0100_0000 != 0 => stopped(Obstacle::Fault),
            Self::ErrorCause if answer & 0b0000_1000 != 0 => stopped(Obstacle::Cutter),
            Self::ErrorCause if answer & 0b0110_0100 != 0 => stopped(Obstacle::Fault),
            Self::Online if answer & 0b0000_1000 != 0 => stopped(Obstacle::Offline),
            Self::OfflineCause | Self::ErrorCause | Self::Online => PrinterState::READY,
        }
    }
}

/// Why a printer does not print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// The paper is used up.
    PaperOut,
    /// The cover is open.
    CoverOpen,
    /// The cutter is jammed.
    Cutter,
    /// Something is wrong with the head, the supply or the mechanism.
    Fault,
    /// It says that it is off line, without a reason.
    Offline,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PaperOut => "it is out of paper",
            Self::CoverOpen => "its cover is open",
            Self::Cutter => "its cutter is jammed",
            Self::Fault => "it reports a fault",
            Self::Offline => "it is off line",
        })
    }
}

/// How a printer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrinterState {
    /// What is against printing, the most telling first.
    pub obstacle: Option<Obstacle>,
    /// Whether the roll is near its end.
    pub paper_is_low: bool,
}

impl PrinterState {
    /// Nothing is against printing.
    pub const READY: Self = Self {
        obstacle: None,
        paper_is_low: false,
    };

    /// Both together: the first obstacle stands.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            obstacle: self.obstacle.or(other.obstacle),
            paper_is_low: self.paper_is_low || other.paper_is_low,
        }
    }
}

/// Something that a printer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saying {
    /// The answer to a [`StatusRequest`].
    Answer(u8),
    /// Its state, because that has changed (`GS a`).
    Changed(PrinterState),
    /// The answer to `GS r 1`: all before it is printed.
    Done,
    /// The number of a job whose printing is over (`GS ( H`).
    JobDone([u8; 4]),
}

/// Tells apart what comes from a printer, byte by byte.
///
/// Answers to `DLE EOT` are `0xx1xx10`, the first of four bytes that come by themselves is `0xx1xx00` and the other three are
/// `0xx0xxxx`, as are answers to `GS r`; blocks of text begin with `0xx1xx11` and end with NUL. The four bytes come in one
/// go; only what has another pattern may stand between them.
#[derive(Debug, Default)]
pub struct Hearing {
    changed: Vec<u8>,
    block: Option<Vec<u8>>,
}

impl Hearing {
    /// The longest block of text that is waited for; what is longer was no block.
    const LONGEST_BLOCK: usize = 80;

    /// Takes the next byte; says what is complete with it.
    pub fn hear(&mut self, byte: u8) -> Option<Saying> {
        const XON: u8 = 0x11;
        const XOFF: u8 = 0x13;
        if let Some(block) = &mut self.block {
            if byte != 0 && block.len() < Self::LONGEST_BLOCK {
                block.push(byte);
                return None;
            }
            let block = self.block.take().unwrap_or_default();
            // Header 0x37, identifier 0x22: the answer to GS ( H, function 48.
            return match block[..] {
                [0x37, 0x22, a, b, c, d] => Some(Saying::JobDone([a, b, c, d])),
                _ => None,
            };
        }
        match byte {
            XON | XOFF => None,
            0x37 | 0x5F => {
                self.block = Some(vec![byte]);
                None
            }
            _ if byte & 0b1001_0011 == 0b0001_0010 => Some(Saying::Answer(byte)),
            _ if byte & 0b1001_0011 == 0b0001_0000 => {
                self.changed = vec![byte];
                None
            }
            _ if byte & 0b1001_0000 != 0 => None,
            _ if self.changed.is_empty() => Some(Saying::Done),
            _ => {
                self.changed.push(byte);
                let [first, second, third, _] = self.changed[..] else {
                    return None;
                };
                self.changed.clear();
                Some(Saying::Changed(changed(first, second, third)))
            }
        }
    }
}

fn changed(first: u8, second: u8, third: u8) -> PrinterState {
    let obstacles = [
        (third & 0b0000_1100 != 0, Obstacle::PaperOut),
        (first & 0b0010_0000 != 0, Obstacle::CoverOpen),
        (second & 0b0000_1000 != 0, Obstacle::Cutter),
        (second & 0b0110_0100 != 0, Obstacle::Fault),
        (first & 0b0000_1000 != 0, Obstacle::Offline),
    ];
    PrinterState {
        obstacle: obstacles
            .into_iter()
            .find(|(is_so, _)| *is_so)
            .map(|(_, why)| why),
        paper_is_low: third & 0b0000_0011 != 0,
    }
}

/// A job with what has the printer say how it goes and when it is done.
#[derive(Debug)]
pub struct AskedJob {
    /// All that is sent.
    pub bytes: Vec<u8>,
    /// How much of it is sent before the first dot can be printed.
    pub before_paper: usize,
    /// What the printer says when all is on the paper; none where it cannot.
    pub done: Option<Saying>,
}

impl AskedJob {
    /// `job` for a printer that tells `tells`, with a number that its answer is known by.
    pub fn of(job: &[u8], tells: Tells, number: u32) -> Self {
        const RESET: &[u8] = b"\x1B@";
        // On line or not, errors, paper.
        const SAY_WHAT_CHANGES: [u8; 3] = [0x1D, b'a', 0b0000_1110];
        let mut bytes = Vec::with_capacity(job.len() + 16);
        // A reset ends it, so it stands behind the first one.
        let rest = match job.strip_prefix(RESET) {
            Some(rest) => {
                bytes.extend(RESET);
                rest
            }
            None => job,
        };
        if tells.by_itself {
            bytes.extend(SAY_WHAT_CHANGES);
        }
        let before_paper = bytes.len();
        bytes.extend(rest);
        let done = match tells.when_done {
            WhenDone::Never => None,
            WhenDone::Status => {
                bytes.extend([0x1D, b'r', 1]);
                Some(Saying::Done)
            }
            WhenDone::JobNumber => {
                let number = job_number(number);
                bytes.extend([0x1D, b'(', b'H', 6, 0, 48, 48]);
                bytes.extend(number);
                Some(Saying::JobDone(number))
            }
        };
        Self {
            bytes,
            before_paper,
            done,
        }
    }
}

/// Four digits, because a printer takes characters from 32 to 126.
fn job_number(number: u32) -> [u8; 4] {
    [1000, 100, 10, 1].map(|place| b'0' + u8::try_from(number / place % 10).expect("a digit"))
}

#[cfg(test)]
mod tests;
