//! The camera: what it sees, and what becomes of it.

use std::time::Duration;

use crate::Outcome;
use crate::figures::CARD;
use crate::lab::Lab;

const OPTIONS: &str = "--camera v4l:/dev/v4l/by-id/usb-Lab_Camera-video-index0 \
     --scanner serial:/dev/serial/by-id/usb-Lab_serial-if00 \
     --scanner keyboard:/dev/input/by-id/usb-Lab_keyboard-event-kbd \
     --printer usb --on-inside go";

/// A code that was taken away has been forgotten after this time.
pub(super) const FORGOTTEN: Duration = Duration::from_secs(12);

pub(super) fn in_and_out(lab: &mut Lab) -> Outcome<String> {
    let code = lab.printed_code.clone().ok_or("no pass was printed")?;
    lab.start_kiosk()?;
    lab.answered(&code, "welcome")?;
    lab.answered(&code, "goodbye")?;
    Ok("welcome, goodbye".to_owned())
}

pub(super) fn others(lab: &mut Lab) -> Outcome<String> {
    let codes: Vec<String> = lab.passes.iter().map(|pass| pass.qr.clone()).collect();
    for code in &codes {
        lab.answered(code, "welcome")?;
    }
    lab.answered("https://example.org/menu", "refused")?;
    Ok("welcome, welcome, refused".to_owned())
}

pub(super) fn replug(lab: &mut Lab) -> Outcome<String> {
    let code = lab.passes[0].qr.clone();
    lab.control.run("unplug_camera 0")?;
    let complaint = lab.kiosk.expect_complaint("the camera gives no picture")?;
    lab.kiosk.expect_silence(Duration::from_secs(3))?;
    lab.control.run("plug_camera 7")?;
    lab.answered(&code, "goodbye")?;
    Ok(format!("told: {complaint}; then as /dev/video7: goodbye"))
}

impl Lab {
    /// Holds a code up until it is answered with this verdict, takes it away and waits until the kiosk has forgotten it.
    pub(super) fn answered(&mut self, code: &str, verdict: &str) -> Outcome<()> {
        let held_up = self.camera.show(Some(code))?;
        self.kiosk.expect_verdict(verdict)?;
        self.figures.add(CARD, held_up.elapsed());
        self.camera.show(None)?;
        self.kiosk.expect_silence(FORGOTTEN)
    }

    fn start_kiosk(&mut self) -> Outcome<()> {
        self.camera.show(None)?;
        self.control.run(&format!("start_kiosk {OPTIONS}")).map(drop)
    }
}
