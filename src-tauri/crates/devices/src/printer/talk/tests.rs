use std::net::TcpStream;

use einlass_receipt::PrinterProfile;
use einlass_testkit::{EmulatedPrinter, Temper};
use serialport::{SerialPort, TTYPort};

use super::*;
use crate::printer::line::PolledLine;

const JOB: &[u8] = b"\x1B@a pass\n\x1Dv0\x00\x01\x00\x04\x00\xFF\x10\x81\xFFits number\n\x1DVB\x00\x1B@";

/// Waits for the printer as long as a busy machine needs, and not for people.
const BRISK: Patience = Patience {
    answer: Duration::from_secs(20),
    taking: Duration::from_secs(20),
    printing: Duration::from_secs(20),
    settling: Duration::from_millis(50),
    mending: Duration::from_millis(300),
    whole: Duration::from_secs(60),
};

struct Bench {
    printer: EmulatedPrinter,
    port: u16,
    profile: PrinterProfile,
    patience: Patience,
    told: Vec<PrinterState>,
}

impl Bench {
    fn new(temper: Temper, profile: PrinterProfile) -> Self {
        let printer = EmulatedPrinter::new(temper);
        Self {
            port: printer.listen().unwrap(),
            printer,
            profile,
            patience: BRISK,
            told: Vec::new(),
        }
    }

    fn print(&mut self, job: &[u8]) -> Result<Delivery, PrinterError> {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_nonblocking(true).unwrap();
        let manner = Manner {
            tells: self.profile.tells,
            patience: self.patience,
        };
        let job = AskedJob::of(job, manner.tells, 7);
        let told = &mut self.told;
        print(&mut PolledLine::new(stream), &job, &manner, &mut |state| {
            told.push(state)
        })
    }

    fn obstacles(&self) -> Vec<Option<Obstacle>> {
        let mut obstacles: Vec<_> = self.told.iter().map(|state| state.obstacle).collect();
        obstacles.dedup();
        obstacles
    }
}

/// What the printer prints of `JOB`, without its first reset and what is asked.
fn is_whole(paper: &[u8]) -> bool {
    paper.ends_with(&JOB[2..JOB.len() - 2])
}

#[test]
fn every_printer_that_can_says_that_it_has_printed() {
    for (profile, delivery) in [
        (PrinterProfile::EPSON_80MM, Delivery::Printed),
        (PrinterProfile::EPSON_T88, Delivery::Printed),
        (PrinterProfile::GENERIC_58MM, Delivery::Sent),
    ] {
        let mut bench = Bench::new(Temper::default(), profile);
        assert_eq!(bench.print(JOB).unwrap(), delivery, "{}", profile.name);
        assert_eq!(bench.obstacles(), [None]);
        let papers = bench.printer.papers();
        assert!(papers.len() == 1 && is_whole(&papers[0]), "{}", profile.name);
    }
}

#[test]
fn nothing_is_sent_to_a_printer_that_says_that_it_cannot() {
    for obstacle in [Obstacle::PaperOut, Obstacle::CoverOpen, Obstacle::Cutter] {
        let mut bench = Bench::new(Temper::default(), PrinterProfile::EPSON_80MM);
        bench.printer.set_out_of_paper(obstacle == Obstacle::PaperOut);
        bench.printer.set_open(obstacle == Obstacle::CoverOpen);
        bench.printer.set_jammed(obstacle == Obstacle::Cutter);
        let error = bench.print(JOB).unwrap_err();
        assert!(error.is_blank(), "{error}");
        assert_eq!(error.obstacle(), Some(obstacle));
        assert_eq!(bench.obstacles(), [Some(obstacle)]);
        assert!(bench.printer.printed().is_empty());
        assert_eq!(bench.printer.taken_bytes() % 3, 0, "only questions");
    }
}

#[test]
fn a_roll_that_is_near_its_end_is_told_and_printed_on() {
    let mut bench = Bench::new(Temper::default(), PrinterProfile::EPSON_80MM);
    bench.printer.set_low(true);
    assert_eq!(bench.print(JOB).unwrap(), Delivery::Printed);
    assert!(
        bench
            .told
            .iter()
            .all(|state| state.paper_is_low && state.obstacle.is_none())
    );
}

#[test]
fn paper_that_ends_in_the_middle_is_told_and_the_job_goes_on_with_a_new_roll() {
    for buffer_bytes in [16, 4096] {
        let temper = Temper {
            buffer_bytes,
            paper_rows: Some(31),
            ..Temper::default()
        };
        let mut bench = Bench::new(temper, PrinterProfile::EPSON_80MM);
        bench.patience.mending = Duration::from_secs(20);
        let printer = bench.printer.clone();
        let staff = std::thread::spawn(move || {
            while printer.printed().len() < JOB.len() / 2 {
                std::thread::sleep(LISTEN_EVERY);
            }
            std::thread::sleep(3 * LISTEN_EVERY);
            printer.set_out_of_paper(false);
        });
        assert_eq!(bench.print(JOB).unwrap(), Delivery::Printed, "{buffer_bytes}");
        staff.join().unwrap();
        assert_eq!(
            bench.obstacles(),
            [None, Some(Obstacle::PaperOut), None],
            "{buffer_bytes}"
        );
        assert_eq!(bench.printer.papers().len(), 1, "{buffer_bytes}");
    }
}

#[test]
fn paper_that_ends_in_the_middle_and_is_not_put_in_is_the_reason() {
    for (buffer_bytes, is_taken) in [(16, false), (4096, true)] {
        let temper = Temper {
            buffer_bytes,
            paper_rows: Some(31),
            ..Temper::default()
        };
        let mut bench = Bench::new(temper, PrinterProfile::EPSON_80MM);
        // More than the system's own buffers hold.
        let job = [JOB, &vec![b'x'; if is_taken { 0 } else { 16 << 20 }]].concat();
        let error = bench.print(&job).unwrap_err();
        assert_eq!(
            matches!(error, PrinterError::Unconfirmed { .. }),
            is_taken,
            "{error:?}"
        );
        assert_eq!(error.obstacle(), Some(Obstacle::PaperOut));
        assert!(!error.is_blank());
    }
}

#[test]
fn a_silent_printer_gets_the_job_and_no_more_is_said() {
    let temper = Temper {
        is_silent: true,
        ..Temper::default()
    };
    let mut bench = Bench::new(temper, PrinterProfile::EPSON_80MM);
    bench.patience.answer = Duration::from_millis(50);
    assert_eq!(bench.print(JOB).unwrap(), Delivery::Sent);
    assert!(bench.told.is_empty());
}

#[test]
fn a_printer_that_could_say_that_it_is_done_and_does_not_is_doubted() {
    let temper = Temper {
        keeps_the_end_to_itself: true,
        ..Temper::default()
    };
    for profile in [PrinterProfile::EPSON_80MM, PrinterProfile::EPSON_T88] {
        let mut bench = Bench::new(temper, profile);
        bench.patience.printing = Duration::from_millis(300);
        let error = bench.print(JOB).unwrap_err();
        assert!(
            matches!(error, PrinterError::Unconfirmed { obstacle: None }),
            "{error:?}"
        );
    }
}

#[test]
fn a_slow_printer_is_waited_for() {
    let temper = Temper {
        buffer_bytes: 64,
        pause: Duration::from_millis(10),
        ..Temper::default()
    };
    let mut bench = Bench::new(temper, PrinterProfile::EPSON_80MM);
    let job = [&[b'x'; 2000], JOB].concat();
    assert_eq!(bench.print(&job).unwrap(), Delivery::Printed);
    assert_eq!(bench.printer.papers().len(), 1);
}

/// The line is cut after each byte. Whatever is said then is true, and no paper comes twice.
#[test]
fn a_line_that_is_cut_anywhere_leaves_no_false_certainty() {
    for profile in [
        PrinterProfile::EPSON_80MM,
        PrinterProfile::EPSON_T88,
        PrinterProfile::GENERIC_58MM,
    ] {
        let asked = AskedJob::of(JOB, profile.tells, 7);
        let all = 3 * StatusRequest::ALL.len() + asked.bytes.len();
        for after in 0..all {
            let temper = Temper {
                cut_after: Some(after),
                ..Temper::default()
            };
            let mut bench = Bench::new(temper, profile);
            bench.patience.settling = Duration::from_secs(1);
            let outcome = bench.print(JOB);
            let papers = bench.printer.papers();
            let printed = bench.printer.printed();
            match outcome {
                Ok(Delivery::Printed) => assert!(papers.len() == 1 && is_whole(&papers[0]), "{after}"),
                Ok(Delivery::Sent) => panic!("{}: sent, after {after} of {all} bytes", profile.name),
                Err(error) if error.is_blank() => {
                    assert!(
                        printed.len() <= asked.before_paper,
                        "{after}: {error}, {printed:?}"
                    );
                }
                Err(_) => assert!(papers.len() <= 1, "{after}"),
            }
        }
    }
}

#[test]
fn the_same_is_said_over_a_serial_line() {
    let (mut printer_side, kiosk_side) = TTYPort::pair().unwrap();
    printer_side.set_timeout(Duration::from_millis(2)).unwrap();
    let printer = EmulatedPrinter::new(Temper::default());
    let emulated = printer.clone();
    std::thread::spawn(move || emulated.serve(printer_side));
    let mut serial = crate::printer::SerialPrinter::new(
        kiosk_side.name().unwrap().into(),
        115_200,
        PrinterProfile::EPSON_T88.tells,
    );
    use einlass_receipt::Printer;
    assert_eq!(serial.print(JOB, &mut |_| {}).unwrap(), Delivery::Printed);
    assert_eq!(serial.state().unwrap(), Some(PrinterState::READY));
    printer.set_out_of_paper(true);
    assert_eq!(
        serial.state().unwrap().unwrap().obstacle,
        Some(Obstacle::PaperOut)
    );
    let error = serial.print(JOB, &mut |_| {}).unwrap_err();
    assert!(error.is_blank());
    assert_eq!(printer.papers().len(), 1);
}
