//! Serial printers.

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::Duration;

use einlass_receipt::{Printer, PrinterError};
use rustix::fs::{Mode, OFlags, open};
use serialport::{SerialPort, TTYPort};

use super::line::{Deadline, PolledLine, STATUS_TIMEOUT, WRITE_TIMEOUT, check, send};
use super::target::PrinterTarget;

/// A printer on a serial line, 8 data bits, no parity, 1 stop bit.
#[derive(Debug)]
pub struct SerialPrinter {
    device: PathBuf,
    baud: u32,
    patience: Duration,
    status_patience: Duration,
}

impl SerialPrinter {
    /// The printer on `device` at `baud` bits per second, which is not opened yet.
    pub fn new(device: PathBuf, baud: u32) -> Self {
        Self {
            device,
            baud,
            patience: WRITE_TIMEOUT,
            status_patience: STATUS_TIMEOUT,
        }
    }

    /// Sets the line up and opens it a second time in non-blocking mode: the `serialport` crate's own handle waits without
    /// limit for a printer that holds the line.
    fn open(&self) -> io::Result<(TTYPort, File)> {
        let port = serialport::new(self.device.to_string_lossy(), self.baud)
            .timeout(STATUS_TIMEOUT)
            .exclusive(false)
            .open_native()?;
        let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let file = open(&self.device, flags, Mode::empty())?;
        Ok((port, file.into()))
    }

    /// How long `bytes` may take: the patience for a printer that stalls, and the line's own time at ten bits a byte.
    fn timeout(&self, bytes: usize) -> Duration {
        let bits = 10 * bytes as u64;
        self.patience + Duration::from_millis(1000 * bits / u64::from(self.baud.max(1)))
    }
}

impl Printer for SerialPrinter {
    fn print(&mut self, job: &[u8]) -> Result<(), PrinterError> {
        let (port, file) = self.open().map_err(|source| PrinterError::Unreachable {
            printer: self.describe(),
            source,
        })?;
        let mut line = PolledLine::new(file);
        check(&mut line, self.status_patience)?;
        let deadline = Deadline::after(self.timeout(job.len()));
        send(&mut line, job, deadline)?;
        wait_until_sent(&port, job.len(), deadline)
    }

    fn describe(&self) -> String {
        PrinterTarget::Serial {
            device: self.device.clone(),
            baud: self.baud,
        }
        .to_string()
    }
}

/// Waits until the driver's buffer is empty; what remains in it at the deadline was not written.
fn wait_until_sent(port: &TTYPort, job_bytes: usize, deadline: Deadline) -> Result<(), PrinterError> {
    const LOOK_AGAIN: Duration = Duration::from_millis(10);
    loop {
        let waiting = port.bytes_to_write().map_err(|error| PrinterError::Io {
            written_bytes: job_bytes,
            source: error.into(),
        })?;
        if waiting == 0 {
            return Ok(());
        }
        if deadline.remaining().is_none() {
            // Closing a line waits for its buffer as well; what a printer has not taken by now it shall not get later.
            drop(port.clear(serialport::ClearBuffer::Output));
            let written_bytes = job_bytes.saturating_sub(usize::try_from(waiting).unwrap_or(job_bytes));
            return Err(PrinterError::TimedOut { written_bytes });
        }
        sleep(LOOK_AGAIN);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::thread::spawn;

    /// Fast, so that the line itself takes no time.
    const BAUD: u32 = 4_000_000;

    fn line() -> (TTYPort, TTYPort, SerialPrinter) {
        let (mut printer_side, kiosk_side) = TTYPort::pair().unwrap();
        printer_side.set_timeout(Duration::from_secs(60)).unwrap();
        let mut printer = SerialPrinter::new(kiosk_side.name().unwrap().into(), BAUD);
        // A busy machine may take long to let the other side answer.
        printer.status_patience = Duration::from_secs(60);
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
        printer.print(&job).unwrap();
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
        assert!(matches!(printer.print(b"x"), Err(PrinterError::PaperOut)));
        drop(reader.join().unwrap());
    }

    #[test]
    fn a_printer_that_holds_the_line_is_given_up() {
        let (_printer_side, _kiosk_side, mut printer) = line();
        printer.patience = Duration::from_millis(50);
        printer.status_patience = Duration::from_millis(50);
        let error = printer.print(&vec![b'x'; 1 << 16]).unwrap_err();
        assert!(
            matches!(
                error,
                PrinterError::TimedOut {
                    written_bytes: 1..65536
                }
            ),
            "{error:?}"
        );
    }

    /// The test above cannot see it: a pseudo terminal has room for a whole piece or for none.
    #[test]
    fn a_write_to_the_line_never_blocks() {
        let (_printer_side, _kiosk_side, printer) = line();
        let (_port, file) = printer.open().unwrap();
        assert!(rustix::fs::fcntl_getfl(&file).unwrap().contains(OFlags::NONBLOCK));
    }

    #[test]
    fn a_slow_line_has_the_time_it_needs() {
        let printer = SerialPrinter::new("/dev/ttyS0".into(), 9600);
        assert_eq!(printer.timeout(9600), WRITE_TIMEOUT + Duration::from_secs(10));
    }

    #[test]
    fn a_line_that_is_not_there_cannot_be_reached() {
        let error = SerialPrinter::new("/dev/no-such-line".into(), BAUD)
            .print(b"x")
            .unwrap_err();
        assert!(matches!(error, PrinterError::Unreachable { .. }), "{error:?}");
    }
}
