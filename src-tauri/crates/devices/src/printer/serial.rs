//! Serial printers.

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use einlass_receipt::{AskedJob, Delivery, DrawerPulse, Printer, PrinterError, PrinterState, Tells};
use rustix::fs::{Mode, OFlags, open};
use serialport::{SerialPort, TTYPort};

use super::line::{Line, PolledLine};
use super::talk::{self, Manner};
use super::target::PrinterTarget;

/// A printer on a serial line, 8 data bits, no parity, 1 stop bit.
#[derive(Debug)]
pub struct SerialPrinter {
    device: PathBuf,
    baud: u32,
    manner: Manner,
    jobs: u32,
}

impl SerialPrinter {
    /// The printer on `device` at `baud` bits per second, which is not opened yet and says of itself what `tells` says.
    pub fn new(device: PathBuf, baud: u32, tells: Tells) -> Self {
        Self {
            device,
            baud,
            manner: Manner::of(tells),
            jobs: 0,
        }
    }

    fn open(&self) -> Result<SerialLine, PrinterError> {
        self.open_twice().map_err(|source| PrinterError::Unreachable {
            printer: self.describe(),
            source,
        })
    }

    /// Sets the line up and opens it a second time in non-blocking mode: the `serialport` crate's own handle waits without
    /// limit for a printer that holds the line.
    fn open_twice(&self) -> io::Result<SerialLine> {
        let port = serialport::new(self.device.to_string_lossy(), self.baud)
            .exclusive(false)
            .open_native()?;
        let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let file = File::from(open(&self.device, flags, Mode::empty())?);
        Ok(SerialLine {
            port,
            line: PolledLine::new(file),
        })
    }

    /// How one talks about `job_bytes`: with as much more time as the line itself takes, at ten bits a byte.
    fn manner(&self, job_bytes: usize) -> Manner {
        let mut manner = self.manner;
        let bits = 10 * job_bytes as u64;
        manner.patience.whole += Duration::from_millis(1000 * bits / u64::from(self.baud.max(1)));
        manner
    }
}

impl Printer for SerialPrinter {
    fn state(&mut self) -> Result<Option<PrinterState>, PrinterError> {
        talk::ask(&mut self.open()?, &self.manner)
    }

    fn print(&mut self, job: &[u8], told: &mut dyn FnMut(PrinterState)) -> Result<Delivery, PrinterError> {
        let mut line = self.open()?;
        self.jobs = self.jobs.wrapping_add(1);
        let asked = AskedJob::of(job, self.manner.tells, self.jobs);
        talk::print(&mut line, &asked, &self.manner(job.len()), told)
    }

    fn pulse(&mut self, pulse: DrawerPulse, by: Instant) -> Result<(), PrinterError> {
        talk::pulse(&mut self.open()?, pulse, by, &self.manner)
    }

    fn describe(&self) -> String {
        PrinterTarget::Serial {
            device: self.device.clone(),
            baud: self.baud,
        }
        .to_string()
    }
}

/// The driver's buffer is larger than what a printer takes at once; closing the line waits for it, without an end.
struct SerialLine {
    port: TTYPort,
    line: PolledLine<File>,
}

impl Line for SerialLine {
    fn write_some(&mut self, bytes: &[u8], wait: Duration) -> io::Result<usize> {
        self.line.write_some(bytes, wait)
    }

    fn read_some(&mut self, buffer: &mut [u8], wait: Duration) -> io::Result<usize> {
        self.line.read_some(buffer, wait)
    }

    fn on_the_way(&mut self) -> io::Result<usize> {
        let waiting = self.port.bytes_to_write()?;
        Ok(usize::try_from(waiting).unwrap_or(usize::MAX))
    }

    fn drop_on_the_way(&mut self) {
        drop(self.port.clear(serialport::ClearBuffer::Output));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printer::talk::Patience;
    use einlass_receipt::{Obstacle, PrinterProfile};
    use std::io::{Read, Write};
    use std::thread::spawn;

    /// Fast, so that the line itself takes no time.
    const BAUD: u32 = 4_000_000;

    const TELLS: Tells = PrinterProfile::GENERIC_80MM.tells;

    fn print(printer: &mut SerialPrinter, job: &[u8]) -> Result<Delivery, PrinterError> {
        printer.print(job, &mut |_| {})
    }

    fn line() -> (TTYPort, TTYPort, SerialPrinter) {
        let (mut printer_side, kiosk_side) = TTYPort::pair().unwrap();
        printer_side.set_timeout(Duration::from_secs(60)).unwrap();
        let mut printer = SerialPrinter::new(kiosk_side.name().unwrap().into(), BAUD, TELLS);
        printer.manner.patience = Patience {
            // A busy machine may take long to let the other side answer.
            answer: Duration::from_secs(60),
            settling: Duration::ZERO,
            ..Patience::default()
        };
        (printer_side, kiosk_side, printer)
    }

    #[test]
    fn a_printer_on_a_line_gets_every_byte() {
        let (mut printer_side, _kiosk_side, mut printer) = line();
        let job: Vec<u8> = (0..20_000u32).map(|n| n as u8).collect();
        let mut got = vec![0; job.len()];
        let reader = spawn(move || {
            for n in [4, 2, 1] {
                let mut question = [0; 3];
                printer_side.read_exact(&mut question).unwrap();
                assert_eq!(question, [0x10, 0x04, n]);
                printer_side.write_all(&[0x12]).unwrap();
            }
            printer_side.read_exact(&mut got).unwrap();
            // Not hung up: the kiosk may still be asking the line whether all has gone.
            (got, printer_side)
        });
        print(&mut printer, &job).unwrap();
        assert!(reader.join().unwrap().0 == job);
    }

    #[test]
    fn paper_out_is_told_on_a_line_too() {
        let (mut printer_side, _kiosk_side, mut printer) = line();
        let reader = spawn(move || {
            printer_side.read_exact(&mut [0; 3]).unwrap();
            printer_side.write_all(&[0x72]).unwrap();
            printer_side
        });
        let error = print(&mut printer, b"x").unwrap_err();
        assert_eq!(error.obstacle(), Some(Obstacle::PaperOut));
        drop(reader.join().unwrap());
    }

    #[test]
    fn a_printer_that_holds_the_line_is_given_up() {
        let (_printer_side, _kiosk_side, mut printer) = line();
        printer.manner.patience.taking = Duration::from_millis(50);
        printer.manner.patience.answer = Duration::from_millis(50);
        let error = print(&mut printer, &vec![b'x'; 1 << 16]).unwrap_err();
        assert!(
            matches!(
                error,
                PrinterError::TimedOut {
                    written_bytes: 1..65536,
                    obstacle: None,
                }
            ),
            "{error:?}"
        );
    }

    /// The test above cannot see it: a pseudo terminal has room for a whole piece or for none.
    #[test]
    fn a_write_to_the_line_never_blocks() {
        let (_printer_side, _kiosk_side, printer) = line();
        let opened = printer.open().unwrap();
        let flags = rustix::fs::fcntl_getfl(opened.line.get_ref()).unwrap();
        assert!(flags.contains(OFlags::NONBLOCK));
    }

    #[test]
    fn a_slow_line_has_the_time_it_needs() {
        let printer = SerialPrinter::new("/dev/ttyS0".into(), 9600, TELLS);
        let whole = printer.manner(9600).patience.whole;
        assert_eq!(whole, Patience::default().whole + Duration::from_secs(10));
    }

    #[test]
    fn a_line_that_is_not_there_cannot_be_reached() {
        let mut printer = SerialPrinter::new("/dev/no-such-line".into(), BAUD, TELLS);
        let error = print(&mut printer, b"x").unwrap_err();
        assert!(matches!(error, PrinterError::Unreachable { .. }), "{error:?}");
    }
}
