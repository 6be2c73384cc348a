//! The printer: what comes out, and what becomes of it.

use std::time::{Duration, Instant};
use std::{fs, thread};

use einlass_receipt::{PrinterProfile, paper};
use einlass_tests::codes_on_paper;

use crate::Outcome;
use crate::figures::PAPER;
use crate::lab::{Lab, visitors};

/// Longer than a printer that is ready takes to begin, on a machine that is emulated.
const QUIET: Duration = Duration::from_secs(8);

pub(super) fn print_pass(lab: &mut Lab) -> Outcome<String> {
    lab.control
        .run(&format!("printf '{}' >/tmp/group.csv", visitors(&[7])))?;
    let ordered = Instant::now();
    lab.control
        .run("einlass-ctl passes prepare /tmp/group.csv --consent-of visitor --printer usb --data /venue")?;
    let job = lab.printer.take_paper()?;
    lab.figures.add(PAPER, ordered.elapsed());
    draw(lab, "pass.png", &job)?;
    match codes_on_paper(&job).as_slice() {
        [code] => lab.printed_code = Some(code.clone()),
        codes => return Err(format!("{} codes are on the paper", codes.len())),
    }
    Ok(format!("{} bytes of paper", job.len()))
}

pub(super) fn not_ready(lab: &mut Lab) -> Outcome<String> {
    let printed_before = lab.printer.works.printed().len();
    let nothing_is_sent = |lab: &mut Lab, why: &str| {
        thread::sleep(QUIET);
        match lab.printer.works.printed().len() - printed_before {
            0 => Ok(()),
            bytes => Err(format!(
                "{bytes} bytes were sent to a printer that cannot print: {why}"
            )),
        }
    };
    lab.printer.works.set_open(true);
    mains_fail(lab)?;
    nothing_is_sent(lab, "its cover is open")?;
    lab.printer.works.set_out_of_paper(true);
    lab.printer.works.set_open(false);
    nothing_is_sent(lab, "it is out of paper")?;
    lab.control.run("unplug printer")?;
    nothing_is_sent(lab, "it is not there")?;
    Ok("nothing is sent".to_owned())
}

pub(super) fn roll_call(lab: &mut Lab) -> Outcome<String> {
    lab.printer.works.set_out_of_paper(false);
    lab.control.run("plug printer 0 && wait_for /dev/usb/lp0")?;
    let job = lab.printer.take_paper()?;
    draw(lab, "roll-call.png", &job)?;
    let printed = lab.printer.works.printed().len();
    mains_fail(lab)?;
    thread::sleep(QUIET);
    match lab.printer.works.printed().len() - printed {
        0 => Ok(format!("{} bytes", job.len())),
        more => Err(format!("{more} bytes more for a list that has just come")),
    }
}

fn mains_fail(lab: &mut Lab) -> Outcome<()> {
    // Touched within the same second it would be the same touch.
    thread::sleep(Duration::from_millis(1_500));
    lab.control.run("touch /tmp/on-battery").map(drop)
}

fn draw(lab: &Lab, name: &str, job: &[u8]) -> Outcome<()> {
    let drawn = paper::draw(job, &PrinterProfile::EPSON_80MM).map_err(|why| why.to_string())?;
    let file = lab.out.join(name);
    let png = paper::png(&drawn).map_err(|why| why.to_string())?;
    fs::write(&file, png).map_err(|why| format!("{}: {why}", file.display()))
}
