//! The device lab: `einlass-ctl` on real device files, in a machine made of a stock kernel whose modules are the devices.
//!
//! The kernel's own drivers stand between the kiosk and us: cameras that show what we hold up, a USB printer whose other end we
//! are. Plugs are pulled, paper runs out, and what the kiosk answers is checked here, outside of that machine. QEMU
//! emulates it in software, so it runs on any Linux machine and its times say little. No part of `./dev test`: it takes
//! minutes; `./dev lab` runs it and says where the report is.
#![expect(
    clippy::print_stdout,
    reason = "whoever waits for minutes wants to see what happens"
)]

mod camera;
mod figures;
mod hand_scanners;
mod initrd;
mod kiosk;
mod lab;
mod machine;
mod printer;
mod report;
mod scenes;
mod usb_pictures;
mod wire;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use lab::Lab;
use report::Report;

/// What may go wrong, for whoever reads the report.
type Outcome<T> = Result<T, String>;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(kernel), Some(out), None) = (arguments.next(), arguments.next(), arguments.next()) else {
        println!("usage: lab KERNEL OUT; ./dev lab knows both");
        return ExitCode::from(2);
    };
    let mut report = Report::new(out.clone());
    let began = Instant::now();
    let lab = Lab::start(&kernel, &out);
    let started = lab.as_ref().map(|_| String::new()).map_err(String::clone);
    report.add("The machine starts with its devices", began, started);
    if let Ok(mut lab) = lab {
        for scene in scenes::ALL {
            let began = Instant::now();
            let played = (scene.play)(&mut lab);
            let went_well = played.is_ok();
            report.add(scene.title, began, played);
            if !went_well {
                report.keep_traces(&mut lab);
                break;
            }
        }
        report.keep_figures(&mut lab.figures);
    }
    report.write()
}
