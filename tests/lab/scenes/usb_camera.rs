//! A camera behind the driver that nearly all have: what it sees, what is set at it, and what becomes of it.

use std::thread;
use std::time::{Duration, Instant};

use super::camera::FORGOTTEN;
use super::end;
use crate::Outcome;
use crate::figures::USB;
use crate::lab::Lab;
use crate::wire::COMES_WITHIN;

pub(super) const OPTIONS: &str =
    "--camera v4l:/dev/v4l/by-id/usb-Lab_USB_camera-video-index0 --printer usb --on-inside go";

/// What is set when it is opened: it exposes and focuses by itself, at an even pace, and lamps of 50 Hz make no stripes.
const AT_OPENING: [&str; 4] = [
    "exposure-mode 8",
    "exposure-priority 0",
    "focus-auto 1",
    "lamps 1",
];

pub(super) fn silent(lab: &mut Lab) -> Outcome<String> {
    lab.control.run("plug_usb_camera")?;
    lab.control.run(&format!("start_kiosk {OPTIONS}"))?;
    let complaint = lab.kiosk.expect_complaint("the camera gives no picture")?;
    let notes = lab.notes()?;
    if let Some(missing) = AT_OPENING.iter().find(|note| !notes.contains(*note)) {
        return Err(format!("'{missing}' was not set: {notes}"));
    }
    lab.seen_on_usb(1, "goodbye")?;
    Ok(format!(
        "told: {complaint}; then goodbye; set at opening: {}",
        AT_OPENING.join(", ")
    ))
}

pub(super) fn burnt_out(lab: &mut Lab) -> Outcome<String> {
    let code = lab.passes[0].qr.clone();
    let before = lab.notes()?.lines().count();
    lab.usb_camera.show_burnt_out(&code)?;
    lab.wait_for_note(before, "exposure-time 40")?;
    let set = lab.notes_since(before)?;
    lab.seen_on_usb(0, "welcome")?;
    lab.wait_for_note(before, "exposure-mode 8")?;
    Ok(format!(
        "set: {}; then welcome; then left to itself",
        set.join(", ")
    ))
}

pub(super) fn damaged(lab: &mut Lab) -> Outcome<String> {
    let code = lab.passes[0].qr.clone();
    lab.usb_camera.show_damaged(&code)?;
    lab.kiosk.expect_silence(Duration::from_secs(1))?;
    lab.seen_on_usb(0, "goodbye")?;
    lab.usb_camera.freeze()?;
    lab.kiosk.expect_complaint("the camera gives no picture")?;
    lab.seen_on_usb(0, "welcome")?;
    Ok("nothing for the damaged ones, goodbye; told that it gives no picture; welcome".to_owned())
}

pub(super) fn replug(lab: &mut Lab) -> Outcome<String> {
    lab.control.run("unplug_usb_camera")?;
    let complaint = lab.kiosk.expect_complaint("the camera gives no picture")?;
    lab.control.run("plug_usb_camera")?;
    lab.seen_on_usb(1, "welcome")?;
    end::killed_with(lab, 2)?;
    Ok(format!(
        "told: {complaint}; welcome; whole, and two visitors are inside"
    ))
}

impl Lab {
    /// Holds up a visitor's pass until it is answered with this verdict, and waits until the kiosk has forgotten it.
    pub(super) fn seen_on_usb(&mut self, pass: usize, verdict: &str) -> Outcome<()> {
        self.shown_on_usb(pass, verdict)?;
        self.forgotten_on_usb()
    }

    /// Holds up a visitor's pass until it is answered with this verdict.
    pub(super) fn shown_on_usb(&mut self, pass: usize, verdict: &str) -> Outcome<()> {
        let code = self.passes[pass].qr.clone();
        let held_up = self.usb_camera.show(Some(&code))?;
        self.kiosk.expect_verdict(verdict)?;
        self.figures.add(USB, held_up.elapsed());
        Ok(())
    }

    /// Takes the pass away until the kiosk has forgotten it, which says nothing meanwhile.
    pub(super) fn forgotten_on_usb(&mut self) -> Outcome<()> {
        self.usb_camera.show(None)?;
        self.kiosk.expect_silence(FORGOTTEN)
    }

    /// What was set at the camera since it was plugged in.
    fn notes(&mut self) -> Outcome<String> {
        self.control.run("cat /tmp/usb-camera.notes")
    }

    fn notes_since(&mut self, line: usize) -> Outcome<Vec<String>> {
        Ok(self.notes()?.lines().skip(line).map(str::to_owned).collect())
    }

    fn wait_for_note(&mut self, since: usize, wanted: &str) -> Outcome<()> {
        let deadline = Instant::now() + COMES_WITHIN;
        loop {
            let notes = self.notes_since(since)?;
            if notes.iter().any(|note| note == wanted) {
                return Ok(());
            }
            if Instant::now() >= deadline {
                return Err(format!("'{wanted}' was not set: {notes:?}"));
            }
            thread::sleep(Duration::from_millis(500));
        }
    }
}
