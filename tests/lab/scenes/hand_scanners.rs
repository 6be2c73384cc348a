//! Hand scanners: what they send, and what becomes of them.

use std::thread;
use std::time::Duration;

use crate::Outcome;
use crate::lab::Lab;

/// Looked for every two seconds, of which this machine's are longer.
const REOPENED: Duration = Duration::from_secs(8);

/// Nothing more comes of what was sent.
const SILENT: Duration = Duration::from_secs(3);

pub(super) fn serial(lab: &mut Lab) -> Outcome<String> {
    let code = lab.passes[0].qr.clone();
    lab.serial.scan(format!("{code}\r\n").as_bytes())?;
    lab.kiosk.expect_verdict("welcome")?;
    // Without an end of its own: the pause is one. So short that it stays in one piece, however slow the machine is.
    lab.serial.scan(b"menu")?;
    lab.kiosk.expect_verdict("refused")?;
    lab.serial.scan(b"\x1b[2J\r")?;
    let complaint = lab.kiosk.expect_complaint("the hand scanner gives no code")?;
    lab.kiosk.expect_silence(SILENT)?;
    Ok(format!("welcome, refused; told: {complaint}"))
}

pub(super) fn typing(lab: &mut Lab) -> Outcome<String> {
    let code = lab.passes[1].qr.clone();
    let keyboard = "/dev/input/by-id/usb-Lab_keyboard-event-kbd";
    lab.control
        .run(&format!("cat {keyboard} >/tmp/heard & echo $! >/tmp/listener"))?;
    lab.typing.scan(&format!("{code}\n"))?;
    lab.kiosk.expect_verdict("goodbye")?;
    let heard = lab.control.run("kill $(cat /tmp/listener); wc -c </tmp/heard")?;
    if heard.trim() != "0" {
        return Err(format!("somebody else heard {} bytes of it", heard.trim()));
    }
    lab.typing.scan("\x1babc\n")?;
    let complaint = lab.kiosk.expect_complaint("the hand scanner gives no code")?;
    Ok(format!(
        "goodbye, and a second listener heard nothing; told: {complaint}"
    ))
}

pub(super) fn replug(lab: &mut Lab) -> Outcome<String> {
    let [one, other] = [0, 1].map(|pass| lab.passes[pass].qr.clone());
    for name in ["serial", "keyboard"] {
        lab.control.run(&format!("unplug {name}"))?;
        lab.kiosk.expect_complaint("the hand scanner gives no code")?;
        lab.control.run(&format!("plug_{name}"))?;
    }
    // What comes before it is open is thrown away.
    thread::sleep(REOPENED);
    lab.serial.scan(format!("{one}\r").as_bytes())?;
    lab.kiosk.expect_verdict("goodbye")?;
    lab.typing.scan(&format!("{other}\n"))?;
    lab.kiosk.expect_verdict("welcome")?;
    Ok("each told; then goodbye, welcome".to_owned())
}
