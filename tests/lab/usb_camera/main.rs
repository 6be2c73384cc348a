//! A USB camera without hardware: the device's end of a cable, of which the kernel's own drivers hold the other.
//!
//! It is a program in the lab's machine. `gadgetfs` gives it the bus (Linux, `include/uapi/linux/usb/gadgetfs.h`): what the host asks
//! comes out of one file and is answered there, pictures go into another. A picture comes from the wire as its length (32 bits, little
//! endian) and its bytes, and is sent 15 times a second until the next one comes; a length of 0 means that none is sent. What is set
//! at the camera is written down.
#![expect(clippy::print_stderr, reason = "whoever watches the machine wants to know")]

mod controls;
mod descriptors;

use std::env;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use controls::{Control, agreement};
use descriptors::{MAX_PICTURE_BYTES, NAMES, PACKET_BYTES, VIDEO_STREAMING};

/// `EIDRM`, `EL2HLT`: what was asked is not asked any more.
const OVERTAKEN: [i32; 2] = [43, 51];

/// What is sent now; nothing while it is empty.
type Picture = Arc<Mutex<Vec<u8>>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [bus, wire, notes] = arguments.as_slice() else {
        eprintln!("usage: lab-usb-camera GADGETFS PICTURES NOTES");
        return ExitCode::from(2);
    };
    match serve(Path::new(bus), Path::new(wire), Path::new(notes)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("lab-usb-camera: {why}");
            ExitCode::FAILURE
        }
    }
}

fn serve(bus: &Path, wire: &Path, notes: &Path) -> io::Result<()> {
    let picture = Picture::default();
    let (shown, mut wire) = (Arc::clone(&picture), File::open(wire)?);
    thread::spawn(move || while take_picture(&mut wire, &shown).is_ok() {});

    let device = File::options()
        .read(true)
        .write(true)
        .open(bus.join("dummy_udc"))?;
    let mut camera = Camera {
        device,
        notes: File::create(notes)?,
        controls: controls::all(),
        stream: None,
    };
    camera.device.write_all(&descriptors::introduction())?;
    loop {
        match camera.serve_one(bus, &picture) {
            // It asks for something else meanwhile, or the bus was reset.
            Err(why) if why.raw_os_error().is_some_and(|error| OVERTAKEN.contains(&error)) => {}
            served => served?,
        }
    }
}

fn take_picture(wire: &mut File, picture: &Picture) -> io::Result<()> {
    let mut length = [0; 4];
    wire.read_exact(&mut length)?;
    let mut next = vec![0; u32::from_le_bytes(length) as usize];
    wire.read_exact(&mut next)?;
    *picture.lock().unwrap_or_else(PoisonError::into_inner) = next;
    Ok(())
}

/// Sends pictures from now on; who does not want them does not fetch them.
fn open_stream(bus: &Path, picture: Picture) -> io::Result<thread::JoinHandle<()>> {
    let mut pipe = File::options()
        .read(true)
        .write(true)
        .open(bus.join("ep1in-bulk"))?;
    pipe.write_all(&descriptors::endpoints())?;
    Ok(thread::spawn(move || {
        let mut number = 0_u8;
        loop {
            thread::sleep(Duration::from_nanos(u64::from(descriptors::INTERVAL) * 100));
            let picture = picture.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if picture.is_empty() || picture.len() + 3 > MAX_PICTURE_BYTES as usize {
                continue;
            }
            if let Err(why) = pipe.write_all(&payload(&picture, number)) {
                eprintln!("lab-usb-camera: a picture is not fetched: {why}");
            }
            number ^= 1;
        }
    }))
}

/// A whole picture behind its header (2.4.3.3), of which two neighbours differ. It ends with a packet that is not full.
fn payload(picture: &[u8], number: u8) -> Vec<u8> {
    const END_OF_HEADER: u8 = 0x80;
    const END_OF_PICTURE: u8 = 0x02;
    let mut payload = vec![2, END_OF_HEADER | END_OF_PICTURE | number];
    payload.extend_from_slice(picture);
    if payload.len() % usize::from(PACKET_BYTES) == 0 {
        payload.push(0);
    }
    payload
}

/// What the host asks for (USB 2.0, 9.3).
struct Request {
    kind: u8,
    request: u8,
    value: u16,
    index: u16,
    length: u16,
}

impl Request {
    /// The configuration was chosen.
    fn is_configuration(&self) -> bool {
        (self.kind, self.request) == (0x00, 9)
    }

    fn wants_answer(&self) -> bool {
        self.kind & 0x80 != 0
    }
}

struct Camera {
    device: File,
    notes: File,
    controls: [Control; 6],
    stream: Option<thread::JoinHandle<()>>,
}

impl Camera {
    /// Waits for the next thing that the host asks for, and answers it.
    fn serve_one(&mut self, bus: &Path, picture: &Picture) -> io::Result<()> {
        let Some(request) = self.next_request()? else {
            return Ok(());
        };
        if request.is_configuration() && self.stream.is_none() {
            self.stream = Some(open_stream(bus, Arc::clone(picture))?);
        }
        self.answer(&request)
    }

    /// The next thing that the host asks for; `None` for what only happens to the bus.
    fn next_request(&mut self) -> io::Result<Option<Request>> {
        const SETUP: u32 = 3;
        let mut event = [0; 12];
        let read = self.device.read(&mut event)?;
        let [kind, request, v0, v1, i0, i1, l0, l1, rest @ ..] = event;
        let is_request = read == event.len() && u32::from_ne_bytes(rest) == SETUP;
        Ok(is_request.then_some(Request {
            kind,
            request,
            value: u16::from_le_bytes([v0, v1]),
            index: u16::from_le_bytes([i0, i1]),
            length: u16::from_le_bytes([l0, l1]),
        }))
    }

    fn answer(&mut self, request: &Request) -> io::Result<()> {
        if request.wants_answer() {
            let said = self.says(request);
            return self.say(said, request.length);
        }
        let mut value = vec![0; usize::from(request.length)];
        // Reading also says that it is taken.
        let read = self.device.read(&mut value)?;
        self.takes(request, &value[..read])
    }

    fn says(&self, request: &Request) -> Option<Vec<u8>> {
        const STRING: u8 = 3;
        let [entity, interface] = request.index.to_be_bytes();
        let [selector, number] = request.value.to_be_bytes();
        match (request.kind, request.request) {
            (0x80, 6) if selector == STRING => name(number),
            (0xa1, asked) if interface == VIDEO_STREAMING => agreement(asked),
            (0xa1, asked) => {
                let control = self
                    .controls
                    .iter()
                    .find(|control| control.is(entity, selector))?;
                control.answer(asked)
            }
            _ => None,
        }
    }

    fn say(&mut self, said: Option<Vec<u8>>, at_most: u16) -> io::Result<()> {
        let Some(mut said) = said else {
            // The wrong way round is how a request is refused; that it is, is told as an error.
            let _ = self.device.read(&mut []);
            return Ok(());
        };
        said.truncate(at_most.into());
        self.device.write(&said).map(drop)
    }

    fn takes(&mut self, request: &Request, value: &[u8]) -> io::Result<()> {
        let [entity, interface] = request.index.to_be_bytes();
        let [selector, _] = request.value.to_be_bytes();
        if request.kind != 0x21 || interface == VIDEO_STREAMING {
            return Ok(());
        }
        for control in &mut self.controls {
            if control.is(entity, selector) && control.set(request.request, value) {
                writeln!(self.notes, "{} {}", control.name, control.now)?;
            }
        }
        Ok(())
    }
}

/// A name, or with 0 the languages in which there are names (USB 2.0, 9.6.7).
fn name(number: u8) -> Option<Vec<u8>> {
    const ENGLISH: u16 = 0x0409;
    let units: Vec<u16> = match number {
        0 => vec![ENGLISH],
        _ => NAMES.get(usize::from(number) - 1)?.encode_utf16().collect(),
    };
    let mut said = vec![u8::try_from(2 + 2 * units.len()).ok()?, 3];
    said.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    Some(said)
}
