//! A receipt printer without the printer: it takes bytes on a TCP port or any other line, answers as Epson's do, and can run out
//! of paper, stand open, be silent, slow, full, or cut off after any byte.
//!
//! It knows how long each command of a receipt is and how much paper it takes, and nothing of what it shows.

use std::{
    io::{self, Read, Write},
    net::{Ipv4Addr, TcpListener},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use crate::lock;

/// How often the printer looks at its line and its buttons.
const TICK: Duration = Duration::from_millis(2);

/// What kind of printer it is.
#[derive(Clone, Copy, Debug)]
pub struct Temper {
    /// Never says a word.
    pub is_silent: bool,
    /// Answers at once, but never says that a job is done.
    pub keeps_the_end_to_itself: bool,
    /// What it takes before it has printed any of it.
    pub buffer_bytes: usize,
    /// So long it thinks about each 64 bytes.
    pub pause: Duration,
    /// The line is cut once, after it has taken so many bytes.
    pub cut_after: Option<usize>,
    /// Dot rows that are left on the roll; none for a new one.
    pub paper_rows: Option<usize>,
}

impl Default for Temper {
    fn default() -> Self {
        Self {
            is_silent: false,
            keeps_the_end_to_itself: false,
            buffer_bytes: 4096,
            pause: Duration::ZERO,
            cut_after: None,
            paper_rows: None,
        }
    }
}

/// The printer. Clones are the same one.
#[derive(Clone, Debug)]
pub struct EmulatedPrinter {
    firmware: Arc<Mutex<Firmware>>,
}

impl EmulatedPrinter {
    /// A printer that is not connected to anything yet.
    pub fn new(temper: Temper) -> Self {
        let firmware = Firmware {
            temper,
            ..Firmware::default()
        };
        Self {
            firmware: Arc::new(Mutex::new(firmware)),
        }
    }

    /// Connects it to a port of this machine, which is returned; one connection after the other, until the test ends.
    ///
    /// # Errors
    /// When there is no port.
    pub fn listen(&self) -> io::Result<u16> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let printer = self.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stream.set_read_timeout(Some(TICK)).is_ok() {
                    printer.serve(stream);
                }
            }
        });
        Ok(port)
    }

    /// Works on a line whose reads end soon, until it ends.
    pub fn serve(&self, mut line: impl Read + Write) {
        lock(&self.firmware).begin();
        let mut buffer = [0; 64];
        loop {
            let (room, pause) = {
                let firmware = lock(&self.firmware);
                (firmware.room().min(buffer.len()), firmware.temper.pause)
            };
            let count = if room == 0 {
                thread::sleep(TICK);
                0
            } else {
                match line.read(&mut buffer[..room]) {
                    Ok(0) => return,
                    Ok(count) => count,
                    Err(error) if is_only_late(&error) => 0,
                    Err(_) => return,
                }
            };
            if count > 0 {
                thread::sleep(pause);
            }
            let Some(said) = lock(&self.firmware).tick(&buffer[..count]) else {
                return;
            };
            if line.write_all(&said).is_err() {
                return;
            }
        }
    }

    /// Takes the paper out, or puts a new roll in.
    pub fn set_out_of_paper(&self, is_out: bool) {
        let mut firmware = lock(&self.firmware);
        firmware.is_out = is_out;
        firmware.temper.paper_rows = None;
    }

    /// Says that the roll is near its end, or not.
    pub fn set_low(&self, is_low: bool) {
        lock(&self.firmware).is_low = is_low;
    }

    /// Opens or closes the cover.
    pub fn set_open(&self, is_open: bool) {
        lock(&self.firmware).is_open = is_open;
    }

    /// Jams the cutter, or frees it.
    pub fn set_jammed(&self, is_jammed: bool) {
        lock(&self.firmware).is_jammed = is_jammed;
    }

    /// Everything that has come out, as the commands that made it, in order.
    pub fn printed(&self) -> Vec<u8> {
        lock(&self.firmware).printed.clone()
    }

    /// The same, cut into papers; what is not cut off yet is not among them.
    pub fn papers(&self) -> Vec<Vec<u8>> {
        lock(&self.firmware).papers.clone()
    }

    /// Pulses of its drawer port: the output, and the length in tenths of a second.
    pub fn pulses(&self) -> Vec<(u8, u8)> {
        lock(&self.firmware).pulses.clone()
    }

    /// Bytes that it has taken, from all its lines.
    pub fn taken_bytes(&self) -> usize {
        lock(&self.firmware).taken
    }
}

fn is_only_late(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted
    )
}

#[derive(Debug, Default)]
struct Firmware {
    temper: Temper,
    is_out: bool,
    is_low: bool,
    is_open: bool,
    is_jammed: bool,
    /// What was taken and not worked off.
    buffer: Vec<u8>,
    /// The last bytes that were taken: a real-time command is obeyed as it comes in.
    tail: [u8; 5],
    taken: usize,
    taken_on_line: usize,
    /// What `GS a` asks for, and what was said last.
    says_changes: bool,
    said: Option<[u8; 4]>,
    printed: Vec<u8>,
    paper: Vec<u8>,
    papers: Vec<Vec<u8>>,
    pulses: Vec<(u8, u8)>,
}

impl Firmware {
    fn begin(&mut self) {
        self.taken_on_line = 0;
        self.tail = [0; 5];
    }

    fn room(&self) -> usize {
        self.temper.buffer_bytes.saturating_sub(self.buffer.len())
    }

    /// Takes what came in and works; gives what it says, or none when the line is cut.
    fn tick(&mut self, received: &[u8]) -> Option<Vec<u8>> {
        let mut said = Vec::new();
        for &byte in received {
            if self
                .temper
                .cut_after
                .is_some_and(|after| self.taken_on_line >= after)
            {
                break;
            }
            self.taken += 1;
            self.taken_on_line += 1;
            self.tail.rotate_left(1);
            self.tail[4] = byte;
            self.buffer.push(byte);
            match self.tail {
                [.., 0x10, 0x04, n @ 1..=4] => said.push(self.answer(n)),
                [0x10, 0x14, 1, pin @ 0..=1, tenths @ 1..=8] => self.pulses.push((pin, tenths)),
                _ => {}
            }
        }
        while !self.is_stopped() && self.step(&mut said) {}
        if self
            .temper
            .cut_after
            .is_some_and(|after| self.taken_on_line >= after)
        {
            self.temper.cut_after = None;
            return None;
        }
        self.say_change(&mut said);
        if self.temper.is_silent {
            said.clear();
        }
        Some(said)
    }

    fn is_stopped(&self) -> bool {
        self.is_out || self.is_open || self.is_jammed
    }

    fn answer(&self, n: u8) -> u8 {
        let bit = |is_set: bool, bits: u8| if is_set { bits } else { 0 };
        0x12 | match n {
            1 => bit(self.is_stopped(), 0x08),
            2 => bit(self.is_open, 0x04) | bit(self.is_out, 0x20) | bit(self.is_jammed, 0x40),
            3 => bit(self.is_jammed, 0x08),
            _ => bit(self.is_low || self.is_out, 0x0C) | bit(self.is_out, 0x60),
        }
    }

    fn say_change(&mut self, said: &mut Vec<u8>) {
        let bit = |is_set: bool, bits: u8| if is_set { bits } else { 0 };
        let now = [
            0x10 | bit(self.is_stopped(), 0x08) | bit(self.is_open, 0x20),
            bit(self.is_jammed, 0x08),
            bit(self.is_low || self.is_out, 0x03) | bit(self.is_out, 0x0C),
            0,
        ];
        if self.says_changes && self.said != Some(now) {
            self.said = Some(now);
            said.extend(now);
        }
    }

    /// Works one command off; false when none is complete.
    fn step(&mut self, said: &mut Vec<u8>) -> bool {
        let Some((length, rows)) = command(&self.buffer) else {
            return false;
        };
        let command: Vec<u8> = self.buffer.drain(..length).collect();
        match command[..] {
            [0x10, ..] => return true,
            [0x1B, b'@'] => (self.says_changes, self.said) = (false, None),
            [0x1D, b'a', what] => (self.says_changes, self.said) = (what != 0, None),
            [0x1D, b'r', _] if !self.temper.keeps_the_end_to_itself => {
                said.push(if self.is_low { 0x03 } else { 0x00 });
            }
            [0x1D, b'(', b'H', 6, 0, 48, 48, a, b, c, d] if !self.temper.keeps_the_end_to_itself => {
                said.extend([0x37, 0x22, a, b, c, d, 0]);
            }
            _ => {}
        }
        self.printed.extend(&command);
        self.paper.extend(&command);
        if command.starts_with(b"\x1DV") {
            self.papers.push(std::mem::take(&mut self.paper));
        }
        if let Some(left) = &mut self.temper.paper_rows {
            *left = left.saturating_sub(rows);
            self.is_out |= *left == 0;
        }
        true
    }
}

/// The length of the first command, and how many dot rows of paper it takes; none when it is not complete.
fn command(bytes: &[u8]) -> Option<(usize, usize)> {
    const LINE: usize = 30;
    let at = |place: usize| bytes.get(place).map(|&byte| usize::from(byte));
    let word = |place: usize| Some(at(place)? + 256 * at(place + 1)?);
    let (length, rows) = match [at(0)?, at(1).unwrap_or(0)] {
        [0x0A, _] => (1, LINE),
        [0x10, 0x14] => (5, 0),
        [0x10, _] => (3, 0),
        [0x1B, next] => {
            at(1)?;
            match u8::try_from(next).unwrap_or(0) {
                b'@' | b'2' => (2, 0),
                b'd' => (3, LINE * at(2)?),
                b'J' => (3, at(2)?),
                _ => (3, 0),
            }
        }
        [0x1C, _] => (2, 0),
        [0x1D, next] => {
            at(1)?;
            match u8::try_from(next).unwrap_or(0) {
                b'(' => (5 + word(3)?, 0),
                b'v' => (8 + word(4)? * word(6)?, word(6)?),
                b'V' if at(2)? >= 65 => (4, 0),
                _ => (3, 0),
            }
        }
        _ => (1, 0),
    };
    (bytes.len() >= length).then_some((length, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(printer: &EmulatedPrinter, bytes: &[u8]) -> Vec<u8> {
        lock(&printer.firmware).tick(bytes).unwrap()
    }

    #[test]
    fn it_works_whole_commands_off_and_cuts() {
        let printer = EmulatedPrinter::new(Temper::default());
        let job = b"\x1B@a\n\x1Dv0\x00\x01\x00\x02\x00\x0A\x0A\x1DVB\x00\x1B@";
        for byte in job {
            heard(&printer, &[*byte]);
        }
        assert_eq!(printer.printed(), job);
        assert_eq!(printer.papers(), [job[..job.len() - 2].to_vec()]);
    }

    #[test]
    fn it_answers_at_once_and_says_what_changes_until_it_is_reset() {
        let printer = EmulatedPrinter::new(Temper::default());
        assert_eq!(heard(&printer, b"\x10\x04\x04\x10\x04\x01"), [0x12, 0x12]);
        assert_eq!(heard(&printer, b"\x1Da\x0E"), [0x10, 0, 0, 0]);
        printer.set_out_of_paper(true);
        assert_eq!(
            heard(&printer, b"\x1Dr\x01\x10\x04\x04"),
            [0x7E, 0x18, 0, 0x0F, 0]
        );
        printer.set_out_of_paper(false);
        assert_eq!(heard(&printer, b""), [0x00, 0x10, 0, 0, 0]);
        assert!(heard(&printer, b"\x1B@").is_empty());
        printer.set_open(true);
        assert!(heard(&printer, b"").is_empty());
    }

    #[test]
    fn the_roll_ends_where_it_ends() {
        let printer = EmulatedPrinter::new(Temper {
            paper_rows: Some(60),
            ..Temper::default()
        });
        heard(&printer, b"a\nb\nc\n");
        assert_eq!(printer.printed(), b"a\nb\n");
        printer.set_out_of_paper(false);
        heard(&printer, b"");
        assert_eq!(printer.printed(), b"a\nb\nc\n");
    }
}
