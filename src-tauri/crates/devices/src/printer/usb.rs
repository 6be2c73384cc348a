//! USB printers, through the kernel's printer class driver.
//!
//! The driver (`usblp`) is used as it is and not pushed aside, so that the device node stays. It blocks without limit on a
//! printer without paper; hence non-blocking mode.

use std::fs::File;
use std::io;
use std::path::PathBuf;

use einlass_receipt::{Printer, PrinterError};
use rustix::fs::{Mode, OFlags, open};

use super::line::{Deadline, PolledLine, STATUS_TIMEOUT, WRITE_TIMEOUT, check, is_only_late, send};
use super::target::PrinterTarget;

/// The first USB printer: `/dev/usb/lp0`, or the next up to `lp7` that opens.
#[derive(Debug)]
pub struct UsbPrinter {
    folder: PathBuf,
}

impl UsbPrinter {
    /// The printer, which is looked for when there is a job.
    pub fn new() -> Self {
        Self {
            folder: "/dev/usb".into(),
        }
    }

    /// Opens the first device that can be; if none can, the error of one that is there says more than that others are not.
    fn open(&self) -> io::Result<File> {
        let mut failure = io::Error::from(io::ErrorKind::NotFound);
        for number in 0..8 {
            let device = self.folder.join(format!("lp{number}"));
            let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
            match open(&device, flags, Mode::empty()).map_err(io::Error::from) {
                Ok(opened) => return Ok(opened.into()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }
}

impl Default for UsbPrinter {
    fn default() -> Self {
        Self::new()
    }
}

impl Printer for UsbPrinter {
    fn print(&mut self, job: &[u8]) -> Result<(), PrinterError> {
        let file = self.open().map_err(|source| PrinterError::Unreachable {
            printer: self.describe(),
            source,
        })?;
        let mut line = PolledLine::new(file);
        check(&mut line, STATUS_TIMEOUT)?;
        let deadline = Deadline::after(WRITE_TIMEOUT);
        send(&mut line, job, deadline)?;
        wait_until_sent(&line, job.len(), deadline)
    }

    fn describe(&self) -> String {
        PrinterTarget::Usb.to_string()
    }
}

/// Waits for the last piece: the driver takes it before the printer has it, and closing the device drops what is still on
/// its way.
fn wait_until_sent(
    line: &PolledLine<File>,
    written_bytes: usize,
    deadline: Deadline,
) -> Result<(), PrinterError> {
    loop {
        let wait = deadline
            .remaining()
            .ok_or(PrinterError::TimedOut { written_bytes })?;
        match line.wait_writable(wait) {
            Ok(()) => return Ok(()),
            Err(error) if is_only_late(&error) => {}
            Err(source) => {
                return Err(PrinterError::Io {
                    written_bytes,
                    source,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serialport::{SerialPort, TTYPort};
    use std::io::Read;
    use std::os::unix::fs::symlink;
    use std::thread::spawn;
    use std::time::Duration;

    #[test]
    fn without_a_printer_there_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let error = UsbPrinter {
            folder: folder.path().into(),
        }
        .print(b"x")
        .unwrap_err();
        assert!(
            matches!(&error, PrinterError::Unreachable { source, .. } if source.kind() == io::ErrorKind::NotFound),
            "{error:?}"
        );
    }

    #[test]
    fn the_reason_of_a_printer_that_does_not_open_is_told() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("lp2")).unwrap();
        let error = UsbPrinter {
            folder: folder.path().into(),
        }
        .print(b"x")
        .unwrap_err();
        assert!(
            matches!(&error, PrinterError::Unreachable { source, .. } if source.kind() == io::ErrorKind::IsADirectory),
            "{error:?}"
        );
    }

    #[test]
    fn the_first_printer_that_is_there_gets_the_job() {
        let (mut printer_side, kiosk_side) = TTYPort::pair().unwrap();
        let folder = tempfile::tempdir().unwrap();
        symlink(kiosk_side.name().unwrap(), folder.path().join("lp3")).unwrap();
        let job: Vec<u8> = (0..20_000u32).map(|n| n as u8).collect();
        let expected = [b"\x10\x04\x04".to_vec(), job.clone()].concat();
        let mut got = vec![0; expected.len()];
        printer_side.set_timeout(Duration::from_secs(60)).unwrap();
        let reader = spawn(move || {
            printer_side.read_exact(&mut got).unwrap();
            got
        });
        UsbPrinter {
            folder: folder.path().into(),
        }
        .print(&job)
        .unwrap();
        assert!(reader.join().unwrap() == expected);
    }
}
