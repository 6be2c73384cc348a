//! What stands behind the verdict: a relay board at the door's lock, on a serial line, and a turnstile on GPIO lines.

use std::thread;
use std::time::Duration;

use super::{end, usb_camera};
use crate::Outcome;
use crate::lab::Lab;

const BOARD: &str = "/dev/serial/by-id/usb-Lab_relay-if00";

/// The first relay holds, and lets go, as such a board is told (LCUS-1: start, relay, state, sum).
const HOLD: &str = "a00101a2";
const LET_GO: &str = "a00100a1";

/// A gate is looked after every three seconds, of which this machine's are longer.
const LOOKED_FOR: Duration = Duration::from_secs(12);

pub(super) fn relay(lab: &mut Lab) -> Outcome<String> {
    lab.control.run("plug_relay")?;
    lab.control.run(&format!(
        "start_kiosk {} --gate relay:{BOARD}",
        usb_camera::OPTIONS
    ))?;
    lab.seen_on_usb(1, "goodbye")?;
    lab.expect_opened(1)?;
    // What it complained of before is not this.
    lab.kiosk.complaints();
    lab.control.run("unplug relay")?;
    lab.control.run(&format!("rm {BOARD}"))?;
    lab.seen_on_usb(1, "welcome")?;
    let complaint = lab.kiosk.expect_complaint("the gate failed")?;
    lab.expect_opened(1)?;
    lab.control.run("plug_relay")?;
    thread::sleep(LOOKED_FOR);
    lab.seen_on_usb(1, "goodbye")?;
    lab.expect_opened(2)?;
    end::killed_with(lab, 1)?;
    Ok(format!(
        "opened for goodbye; pulled out, welcome all the same, told: {complaint}; opened for goodbye, not for what was before"
    ))
}

/// The second line opens; the third one's contact closes when somebody has gone through.
const TURNSTILE: &str = "--gate gpio:cp2112_gpio:2,passed=!3 --gate-wait-s 8";

pub(super) fn turnstile(lab: &mut Lab) -> Outcome<String> {
    lab.control.run("plug_gpio_board")?;
    lab.control
        .run(&format!("start_kiosk {} {TURNSTILE}", usb_camera::OPTIONS))?;
    // Who goes through before, when the lines are held, does not count for who comes next.
    thread::sleep(LOOKED_FOR);
    lab.control.run("turn")?;
    lab.shown_on_usb(1, "welcome")?;
    lab.usb_camera.show(None)?;
    lab.kiosk.expect_verdict("undone")?;
    lab.forgotten_on_usb()?;
    lab.expect_set(1)?;
    lab.goes_through(1, "welcome", 2)?;
    // What it complained of before is not this.
    lab.kiosk.complaints();
    lab.control.run("unplug_gpio_board")?;
    lab.seen_on_usb(1, "goodbye")?;
    let complaint = lab.kiosk.expect_complaint("the gate failed")?;
    lab.expect_set(2)?;
    lab.control.run("plug_gpio_board")?;
    thread::sleep(LOOKED_FOR);
    lab.goes_through(1, "welcome", 3)?;
    end::killed_with(lab, 2)?;
    Ok(format!(
        "welcome, and undone where nobody went; welcome, and through; pulled out, goodbye all the same, told: {complaint}; welcome, and through"
    ))
}

impl Lab {
    /// Holds up a visitor's pass until it is answered with this verdict; it opens for the time with this number, somebody goes through,
    /// and nothing is undone.
    fn goes_through(&mut self, pass: usize, verdict: &str, time: usize) -> Outcome<()> {
        self.shown_on_usb(pass, verdict)?;
        self.control.run(&format!("turn_when_open {time}"))?;
        self.forgotten_on_usb()?;
        self.expect_set(time)
    }

    /// As often as this the line that opens was set, and each time it was set back.
    fn expect_set(&mut self, times: usize) -> Outcome<()> {
        let notes = self.control.run("cat /tmp/gpio.notes")?;
        if notes == "2 1\n2 0\n".repeat(times) {
            return Ok(());
        }
        Err(format!(
            "it was to open {times} times, and its lines went {notes:?}"
        ))
    }

    /// Looks at all that the board was told so far: as often as this to hold, and never without being told to let go after it.
    fn expect_opened(&mut self, times: usize) -> Outcome<()> {
        let told = self.control.run("xxd -p /tmp/relay | tr -d '\\n'; echo")?;
        let told = told.trim();
        let opened = told.matches(HOLD).count();
        let ended = told.matches(&format!("{HOLD}{LET_GO}")).count();
        if (opened, ended) == (times, times) {
            return Ok(());
        }
        Err(format!(
            "it was to open {times} times, and the board was told {told}"
        ))
    }
}
