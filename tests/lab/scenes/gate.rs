//! A relay board at the door's lock, on a serial line.

use std::thread;
use std::time::Duration;

use super::{end, usb_camera};
use crate::Outcome;
use crate::lab::Lab;

const BOARD: &str = "/dev/serial/by-id/usb-Lab_relay-if00";

/// The first relay holds, and lets go, as such a board is told (LCUS-1: start, relay, state, sum).
const HOLD: &str = "a00101a2";
const LET_GO: &str = "a00100a1";

/// A gate that is away is looked for every three seconds, of which this machine's are longer.
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

impl Lab {
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
