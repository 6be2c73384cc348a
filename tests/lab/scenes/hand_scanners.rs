//! Hand scanners: what they send, and what becomes of them.

use std::thread;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::figures::SERIAL;
use crate::lab::Lab;

/// Looked for every two seconds, of which this machine's are longer.
const REOPENED: Duration = Duration::from_secs(8);

/// Whoever is not answered scans again, so often.
const SCANS: usize = 5;

/// A scan is lost that was not answered after this time.
const LOST: Duration = Duration::from_secs(15);

/// Nothing more comes of what was sent.
const SILENT: Duration = Duration::from_secs(3);

pub(super) fn serial(lab: &mut Lab) -> Outcome<String> {
    let code = lab.passes[0].qr.clone();
    let sent = Instant::now();
    lab.serial.scan(format!("{code}\r\n").as_bytes())?;
    lab.kiosk.expect_verdict("welcome")?;
    lab.figures.add(SERIAL, sent.elapsed());
    // Without an end of its own: the pause is one. So short that it stays in one piece, however slow the machine is.
    lab.serial.scan(b"menu")?;
    lab.kiosk.expect_verdict("refused")?;
    lab.serial.scan(b"\x1b[2J\r")?;
    let complaint = lab.kiosk.expect_complaint("the hand scanner gives no code")?;
    lab.kiosk.expect_silence(SILENT)?;
    Ok(format!("welcome, refused; told: {complaint}"))
}

pub(super) fn typing(lab: &mut Lab) -> Outcome<String> {
    let keyboard = "/dev/input/by-id/usb-Lab_keyboard-event-kbd";
    lab.control
        .run(&format!("cat {keyboard} >/tmp/heard & echo $! >/tmp/listener"))?;
    let scans = lab.typed(1, "goodbye")?;
    let heard = lab.control.run("kill $(cat /tmp/listener); wc -c </tmp/heard")?;
    if heard.trim() != "0" {
        return Err(format!("somebody else heard {} bytes of it", heard.trim()));
    }
    // What it complained of before is not this.
    lab.kiosk.complaints();
    lab.typing.scan("\x1babc\n")?;
    let complaint = lab.kiosk.expect_complaint("the hand scanner gives no code")?;
    Ok(format!(
        "goodbye at scan {scans}, and a second listener heard nothing; told: {complaint}"
    ))
}

pub(super) fn replug(lab: &mut Lab) -> Outcome<String> {
    let one = lab.passes[0].qr.clone();
    for name in ["serial", "keyboard"] {
        lab.control.run(&format!("unplug {name}"))?;
        lab.kiosk.expect_complaint("the hand scanner gives no code")?;
        lab.control.run(&format!("plug_{name}"))?;
    }
    // What comes before it is open is thrown away.
    thread::sleep(REOPENED);
    lab.serial.scan(format!("{one}\r").as_bytes())?;
    lab.kiosk.expect_verdict("goodbye")?;
    let scans = lab.typed(1, "welcome")?;
    Ok(format!("each told; then goodbye, and welcome at scan {scans}"))
}

impl Lab {
    /// Scans a visitor's pass with the scanner that types, again where a scan is lost; at which of them this verdict came.
    ///
    /// The kernel keeps 64 events for whoever reads a keyboard (`EVDEV_MIN_BUFFER_SIZE`), some ten characters, and drops the others;
    /// on an emulated machine the kiosk may be later than that.
    fn typed(&mut self, pass: usize, verdict: &str) -> Outcome<usize> {
        let code = self.passes[pass].qr.clone();
        for scan in 1..=SCANS {
            self.typing.scan(&format!("{code}\n"))?;
            match self.kiosk.verdict_within(LOST)? {
                Some(said) if said == verdict => return Ok(scan),
                Some(said) if said != "refused" => {
                    return Err(format!("'{verdict}' was expected, and it said {said}"));
                }
                Some(_) | None => {}
            }
            // The rest of what was refused.
            while self.kiosk.verdict_within(SILENT)?.is_some() {}
        }
        Err(format!("no verdict '{verdict}' after {SCANS} scans"))
    }
}
