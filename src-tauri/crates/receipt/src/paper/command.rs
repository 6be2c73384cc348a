//! Bytes to commands.

use crate::ReceiptError;
use crate::code::Correction;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alignment {
    Left,
    Centre,
    Right,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Font {
    A,
    B,
}

/// One command with its parameters; the names are those of the ESC/POS command reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command<'job> {
    /// A byte that prints.
    Character(u8),
    /// LF, and `ESC d n`.
    FeedLines(u8),
    /// `ESC J n`.
    FeedDots(u8),
    /// `ESC 2`, and `ESC 3 n`.
    LineSpacing { dots: usize },
    /// `ESC @`.
    Initialise,
    /// `ESC a n`.
    Align(Alignment),
    /// `ESC E n`, and `ESC G n` (double strike), which looks the same.
    Bold(bool),
    /// `ESC - n`; 0 to 2 dots.
    Underline { dots: usize },
    /// `GS B n`.
    Reverse(bool),
    /// `ESC M n`.
    Font(Font),
    /// `GS ! n`; 1 to 8 times.
    Size { width: usize, height: usize },
    /// `ESC ! n`.
    Mode {
        font: Font,
        bold: bool,
        width: usize,
        height: usize,
        underlined: bool,
    },
    /// `ESC t n`.
    CodePage(u8),
    /// `ESC R 0`, `GS b n` (smoothing), `FS .`, CAN: nothing that this drawing shows. Nor does what asks the printer how it is:
    /// `GS a n`, `GS r n`, `GS ( H`.
    Invisible,
    /// `GS ( k` function 167.
    CodeModule { dots: usize },
    /// `GS ( k` function 169.
    CodeCorrection(Correction),
    /// `GS ( k` function 180.
    StoreCode(&'job [u8]),
    /// `GS ( k` function 181.
    PrintCode,
    /// `GS v 0`; rows of `row_bytes` bytes, the leftmost dot is bit 7.
    Raster {
        row_bytes: usize,
        rows: &'job [u8],
        dot_width: usize,
        dot_height: usize,
    },
    /// `GS V m`, with the feed to the knife if `m` asks for it.
    Cut { feed_dots: Option<u8> },
}

const LF: u8 = 0x0A;
const CAN: u8 = 0x18;
const ESC: u8 = 0x1B;
const FS: u8 = 0x1C;
const GS: u8 = 0x1D;

/// `ESC 2` at 203 dpi.
pub(super) const DEFAULT_LINE_DOTS: usize = 30;

/// The commands of a job with the offset of each; ends after the first error.
pub(super) struct Commands<'job> {
    job: &'job [u8],
    at: usize,
}

impl<'job> Commands<'job> {
    pub(super) fn of(job: &'job [u8]) -> Self {
        Self { job, at: 0 }
    }
}

impl<'job> Iterator for Commands<'job> {
    type Item = Result<(usize, Command<'job>), ReceiptError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.job.len() {
            return None;
        }
        let mut bytes = Bytes {
            job: self.job,
            start: self.at,
            at: self.at,
        };
        let command = command(&mut bytes);
        self.at = if command.is_ok() { bytes.at } else { self.job.len() };
        Some(command.map(|command| (bytes.start, command)))
    }
}

fn command<'job>(bytes: &mut Bytes<'job>) -> Result<Command<'job>, ReceiptError> {
    match bytes.take()? {
        LF => Ok(Command::FeedLines(1)),
        CAN => Ok(Command::Invisible),
        ESC => escape(bytes),
        FS => match bytes.take()? {
            b'.' => Ok(Command::Invisible),
            _ => Err(bytes.unknown()),
        },
        GS => group(bytes),
        0x00..=0x1F | 0x7F => Err(bytes.unknown()),
        character => Ok(Command::Character(character)),
    }
}

fn escape<'job>(bytes: &mut Bytes<'job>) -> Result<Command<'job>, ReceiptError> {
    Ok(match bytes.take()? {
        b'@' => Command::Initialise,
        b'2' => Command::LineSpacing {
            dots: DEFAULT_LINE_DOTS,
        },
        b'3' => Command::LineSpacing {
            dots: usize::from(bytes.take()?),
        },
        b'd' => Command::FeedLines(bytes.take()?),
        b'J' => Command::FeedDots(bytes.take()?),
        b't' => Command::CodePage(bytes.take()?),
        b'E' | b'G' => Command::Bold(bytes.take()? & 1 == 1),
        b'a' => Command::Align(match bytes.take()? {
            0 | b'0' => Alignment::Left,
            1 | b'1' => Alignment::Centre,
            2 | b'2' => Alignment::Right,
            _ => return Err(bytes.unknown()),
        }),
        b'-' => Command::Underline {
            dots: match bytes.take()? {
                0 | b'0' => 0,
                1 | b'1' => 1,
                2 | b'2' => 2,
                _ => return Err(bytes.unknown()),
            },
        },
        b'M' => Command::Font(match bytes.take()? {
            0 | b'0' => Font::A,
            1 | b'1' => Font::B,
            _ => return Err(bytes.unknown()),
        }),
        // Other national sets would change what some ASCII bytes print.
        b'R' => match bytes.take()? {
            0 => Command::Invisible,
            _ => return Err(bytes.unknown()),
        },
        b'!' => {
            let mode = bytes.take()?;
            let is_set = |bit: u8| mode & bit != 0;
            Command::Mode {
                font: if is_set(0x01) { Font::B } else { Font::A },
                bold: is_set(0x08),
                height: if is_set(0x10) { 2 } else { 1 },
                width: if is_set(0x20) { 2 } else { 1 },
                underlined: is_set(0x80),
            }
        }
        _ => return Err(bytes.unknown()),
    })
}

fn group<'job>(bytes: &mut Bytes<'job>) -> Result<Command<'job>, ReceiptError> {
    Ok(match bytes.take()? {
        b'!' => {
            let size = bytes.take()?;
            if size & 0b1000_1000 != 0 {
                return Err(bytes.unknown());
            }
            Command::Size {
                width: usize::from(size >> 4) + 1,
                height: usize::from(size & 0x07) + 1,
            }
        }
        b'B' => Command::Reverse(bytes.take()? & 1 == 1),
        b'b' | b'a' | b'r' => {
            bytes.take()?;
            Command::Invisible
        }
        b'V' => match bytes.take()? {
            0 | 1 | b'0' | b'1' => Command::Cut { feed_dots: None },
            65 | 66 => Command::Cut {
                feed_dots: Some(bytes.take()?),
            },
            _ => return Err(bytes.unknown()),
        },
        b'v' => raster(bytes)?,
        b'(' => match bytes.take()? {
            b'k' => code(bytes)?,
            b'H' => {
                let length = bytes.take_u16()?;
                bytes.take_slice(length)?;
                Command::Invisible
            }
            _ => return Err(bytes.unknown()),
        },
        _ => return Err(bytes.unknown()),
    })
}

fn raster<'job>(bytes: &mut Bytes<'job>) -> Result<Command<'job>, ReceiptError> {
    if bytes.take()? != b'0' {
        return Err(bytes.unknown());
    }
    let (dot_width, dot_height) = match bytes.take()? {
        0 | b'0' => (1, 1),
        1 | b'1' => (2, 1),
        2 | b'2' => (1, 2),
        3 | b'3' => (2, 2),
        _ => return Err(bytes.unknown()),
    };
    let row_bytes = bytes.take_u16()?;
    let row_count = bytes.take_u16()?;
    if row_bytes == 0 || row_count == 0 {
        return Err(bytes.unknown());
    }
    let rows = bytes.take_slice(row_bytes * row_count)?;
    Ok(Command::Raster {
        row_bytes,
        rows,
        dot_width,
        dot_height,
    })
}

/// `GS ( k pL pH cn fn ...` with `cn` 49, the QR code.
fn code<'job>(bytes: &mut Bytes<'job>) -> Result<Command<'job>, ReceiptError> {
    let length = bytes.take_u16()?;
    let after = bytes.at + length;
    if bytes.take()? != 49 {
        return Err(bytes.unknown());
    }
    let command = match bytes.take()? {
        65 => match bytes.take()? {
            50 => {
                bytes.take()?;
                Command::Invisible
            }
            _ => return Err(bytes.unknown()),
        },
        67 => match bytes.take()? {
            dots @ 1..=16 => Command::CodeModule {
                dots: usize::from(dots),
            },
            _ => return Err(bytes.unknown()),
        },
        69 => Command::CodeCorrection(match bytes.take()? {
            48 => Correction::L,
            49 => Correction::M,
            50 => Correction::Q,
            51 => Correction::H,
            _ => return Err(bytes.unknown()),
        }),
        80 => {
            if bytes.take()? != 48 {
                return Err(bytes.unknown());
            }
            Command::StoreCode(bytes.take_slice(after.saturating_sub(bytes.at))?)
        }
        81 => match bytes.take()? {
            48 => Command::PrintCode,
            _ => return Err(bytes.unknown()),
        },
        _ => return Err(bytes.unknown()),
    };
    if bytes.at == after {
        Ok(command)
    } else {
        Err(bytes.unknown())
    }
}

/// A place in the job, and where the command began.
struct Bytes<'job> {
    job: &'job [u8],
    start: usize,
    at: usize,
}

impl<'job> Bytes<'job> {
    fn take(&mut self) -> Result<u8, ReceiptError> {
        let byte = *self
            .job
            .get(self.at)
            .ok_or(ReceiptError::CutShort { offset: self.start })?;
        self.at += 1;
        Ok(byte)
    }

    fn take_u16(&mut self) -> Result<usize, ReceiptError> {
        Ok(usize::from(u16::from_le_bytes([self.take()?, self.take()?])))
    }

    fn take_slice(&mut self, length: usize) -> Result<&'job [u8], ReceiptError> {
        let slice = self
            .job
            .get(self.at..self.at + length)
            .ok_or(ReceiptError::CutShort { offset: self.start })?;
        self.at += length;
        Ok(slice)
    }

    /// The error for the byte that was taken last.
    fn unknown(&self) -> ReceiptError {
        let offset = self.at.saturating_sub(1);
        ReceiptError::UnknownCommand {
            offset,
            byte: self.job.get(offset).copied().unwrap_or_default(),
        }
    }
}
