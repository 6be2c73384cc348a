//! A USB board with GPIO lines, without hardware: the device's end, of which the kernel's own driver (`hid-cp2112`) holds the other.
//!
//! It is a program in the lab's machine. `uhid` gives it the bus (Linux, `include/uapi/linux/uhid.h`), and it answers as the chip of such
//! boards does, as far as its lines go (Silicon Labs AN495, "CP2112 Interface Specification", 4). Contacts at its inputs come from
//! a file as `LINE LEVEL`, 0 or 1; what its outputs are set to is written down in the same form.
#![expect(clippy::print_stderr, reason = "whoever watches the machine wants to know")]

use std::env;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread;

/// Silicon Labs CP2112 on USB.
const BUS_USB: u16 = 3;
const VENDOR: u32 = 0x10c4;
const PRODUCT: u32 = 0xea90;

/// One feature report of the vendor's own; the driver knows the others by heart (Device Class Definition for HID 1.11, 6.2.2).
const REPORTS: [u8; 22] = [
    0x06, 0x00, 0xff, 0x09, 0x01, 0xa1, 0x01, 0x85, 0x03, 0x09, 0x01, 0x15, 0x00, 0x25, 0x7f, 0x75, 0x08,
    0x95, 0x01, 0xb1, 0x02, 0xc0,
];

/// Kinds of events (`uhid_event_type`).
const GET_REPORT: u32 = 9;
const GET_REPORT_REPLY: u32 = 10;
const CREATE: u32 = 11;
const SET_REPORT: u32 = 13;
const SET_REPORT_REPLY: u32 = 14;

/// The largest event.
const EVENT_BYTES: usize = 4_380;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [bus, contacts, notes] = arguments.as_slice() else {
        eprintln!("usage: lab-gpio-board UHID CONTACTS NOTES");
        return ExitCode::from(2);
    };
    match serve(bus, contacts, notes) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("lab-gpio-board: {why}");
            ExitCode::FAILURE
        }
    }
}

fn serve(bus: &str, contacts: &str, notes: &str) -> io::Result<()> {
    // Contacts are open, and the chip pulls its inputs up.
    let inputs = Arc::new(AtomicU8::new(0xff));
    let touched = Arc::clone(&inputs);
    // For writing as well: somebody always holds the other end.
    let contacts = File::options().read(true).write(true).open(contacts)?;
    thread::spawn(move || {
        let lines = BufReader::new(contacts).lines().map_while(Result::ok);
        lines.for_each(|line| touch(&touched, &line));
    });
    let mut board = Board {
        bus: File::options().read(true).write(true).open(bus)?,
        notes: File::options().create(true).append(true).open(notes)?,
        inputs,
        outputs: 0,
        levels: 0,
    };
    board.bus.write_all(&introduction())?;
    loop {
        board.serve_one()?;
    }
}

fn touch(inputs: &AtomicU8, line: &str) {
    let parsed = line.split_once(' ').and_then(|(number, level)| {
        let bit = 1_u8.checked_shl(number.parse().ok()?)?;
        Some((bit, level == "1"))
    });
    match parsed {
        Some((bit, true)) => drop(inputs.fetch_or(bit, Ordering::Relaxed)),
        Some((bit, false)) => drop(inputs.fetch_and(!bit, Ordering::Relaxed)),
        None => eprintln!("lab-gpio-board: no contact: {line}"),
    }
}

/// `uhid_create2_req`: a name, a place, a number; then what the reports are, and what the device is.
fn introduction() -> Vec<u8> {
    let mut event = CREATE.to_ne_bytes().to_vec();
    for (text, bytes) in [("Lab GPIO board", 128), ("lab", 64), ("LAB-gpio", 64)] {
        let end = event.len() + bytes;
        event.extend_from_slice(text.as_bytes());
        event.resize(end, 0);
    }
    event.extend((REPORTS.len() as u16).to_ne_bytes());
    event.extend(BUS_USB.to_ne_bytes());
    event.extend([VENDOR, PRODUCT, 0, 0].map(u32::to_ne_bytes).concat());
    event.extend(REPORTS);
    event
}

struct Board {
    bus: File,
    notes: File,
    /// A bit a line, as the contacts are.
    inputs: Arc<AtomicU8>,
    /// Which lines are outputs, and what they are set to.
    outputs: u8,
    levels: u8,
}

impl Board {
    fn serve_one(&mut self) -> io::Result<()> {
        let mut event = [0; EVENT_BYTES];
        let read = self.bus.read(&mut event)?;
        let Some((kind, rest)) = event[..read].split_first_chunk() else {
            return Ok(());
        };
        let Some((id, rest)) = rest.split_first_chunk::<4>() else {
            return Ok(());
        };
        match u32::from_ne_bytes(*kind) {
            GET_REPORT => {
                let said = self.says(rest[0]);
                let refused = u16::from(said.is_empty());
                let length = said.len() as u16;
                let head = [refused.to_ne_bytes(), length.to_ne_bytes()].concat();
                let reply = [&GET_REPORT_REPLY.to_ne_bytes()[..], id, &head, &said].concat();
                self.bus.write_all(&reply)
            }
            SET_REPORT => {
                // Its number, its kind and its length come first; the number comes again with it.
                self.takes(&rest[4..])?;
                let reply = [&SET_REPORT_REPLY.to_ne_bytes()[..], id, &[0, 0]].concat();
                self.bus.write_all(&reply)
            }
            _what_only_happens => Ok(()),
        }
    }

    fn says(&self, report: u8) -> Vec<u8> {
        match report {
            // Directions, push-pull, what else the lines do, the clock.
            0x02 => vec![report, self.outputs, 0xff, 0, 0],
            0x03 => {
                let inputs = self.inputs.load(Ordering::Relaxed);
                vec![report, (self.levels & self.outputs) | (inputs & !self.outputs)]
            }
            // The part, and which one of it.
            0x05 => vec![report, 0x0c, 0x02],
            // The other bus that the chip has.
            0x06 => [&[report][..], &[0; 13]].concat(),
            // All is written for good.
            0x20 => vec![report, 0],
            _ => Vec::new(),
        }
    }

    fn takes(&mut self, report: &[u8]) -> io::Result<()> {
        match *report {
            [0x02, outputs, ..] => self.outputs = outputs,
            [0x04, levels, which, ..] => {
                let before = self.levels;
                self.levels = (before & !which) | (levels & which);
                for line in (0..8).filter(|line| (before ^ self.levels) >> line & 1 == 1) {
                    writeln!(self.notes, "{line} {}", self.levels >> line & 1)?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}
