//! The printer: what comes out, and what becomes of it.

use std::fs;
use std::time::Duration;

use einlass_receipt::{PrinterProfile, paper};
use einlass_tests::codes_on_paper;

use crate::Outcome;
use crate::lab::{Lab, visitors};

pub(super) fn print_pass(lab: &mut Lab) -> Outcome<String> {
    lab.control
        .run(&format!("printf '{}' >/tmp/group.csv", visitors(&[7])))?;
    lab.control
        .run("einlass-ctl passes prepare /tmp/group.csv --consent-of visitor --printer usb --data /venue")?;
    let job = lab.printer.take_paper()?;
    draw(lab, "pass.png", &job)?;
    match codes_on_paper(&job).as_slice() {
        [code] => lab.printed_code = Some(code.clone()),
        codes => return Err(format!("{} codes are on the paper", codes.len())),
    }
    Ok(format!("{} bytes of paper", job.len()))
}

pub(super) fn not_ready(lab: &mut Lab) -> Outcome<String> {
    let printed_before = lab.printer.works.printed().len();
    let mut told = Vec::new();
    lab.printer.works.set_open(true);
    mains_fail(lab)?;
    told.push(lab.kiosk.expect_complaint("the printer failed")?);
    lab.printer.works.set_open(false);
    lab.printer.works.set_out_of_paper(true);
    mains_fail(lab)?;
    told.push(lab.kiosk.expect_complaint("the printer failed")?);
    lab.printer.works.set_out_of_paper(false);
    match lab.printer.works.printed().len() - printed_before {
        0 => Ok(told.join("; ")),
        bytes => Err(format!(
            "{bytes} bytes were sent to a printer that had said it cannot print"
        )),
    }
}

pub(super) fn unplug(lab: &mut Lab) -> Outcome<String> {
    lab.control.run("unplug printer")?;
    mains_fail(lab)?;
    let complaint = lab.kiosk.expect_complaint("the printer failed")?;
    lab.control.run("plug printer 0 && wait_for /dev/usb/lp0")?;
    Ok(complaint)
}

pub(super) fn roll_call(lab: &mut Lab) -> Outcome<String> {
    mains_fail(lab)?;
    let job = lab.printer.take_paper()?;
    draw(lab, "roll-call.png", &job)?;
    Ok(format!("{} bytes", job.len()))
}

fn mains_fail(lab: &mut Lab) -> Outcome<()> {
    // Touched within the same second it would be the same touch.
    std::thread::sleep(Duration::from_millis(1_500));
    lab.control.run("touch /tmp/on-battery").map(drop)
}

fn draw(lab: &Lab, name: &str, job: &[u8]) -> Outcome<()> {
    let drawn = paper::draw(job, &PrinterProfile::EPSON_80MM).map_err(|why| why.to_string())?;
    let file = lab.out.join(name);
    let png = paper::png(&drawn).map_err(|why| why.to_string())?;
    fs::write(&file, png).map_err(|why| format!("{}: {why}", file.display()))
}
