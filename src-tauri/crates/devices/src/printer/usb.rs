//! USB printers, through the kernel's printer class driver.
//!
//! The driver (`usblp`) is used as it is and not pushed aside, so that the device node stays. It blocks without limit on a
//! printer without paper; hence non-blocking mode.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use einlass_receipt::{AskedJob, Delivery, DrawerPulse, Printer, PrinterError, PrinterState, Tells};
use rustix::fs::{Mode, OFlags, open};

use super::line::{Line, PolledLine};
use super::talk::{self, Manner};
use super::target::PrinterTarget;

/// A USB printer: `/dev/usb/lp0`, or the next up to `lp7` that opens, or the one whose device is named.
#[derive(Debug)]
pub struct UsbPrinter {
    device: Option<PathBuf>,
    folder: PathBuf,
    manner: Manner,
    jobs: u32,
}

impl UsbPrinter {
    /// The printer on `device`, or the first one, which is looked for when there is a job and says of itself what `tells` says.
    pub fn new(device: Option<PathBuf>, tells: Tells) -> Self {
        Self {
            device,
            folder: "/dev/usb".into(),
            manner: Manner::of(tells),
            jobs: 0,
        }
    }

    fn open(&self) -> Result<UsbLine, PrinterError> {
        let opened = match &self.device {
            Some(device) => open_device(device),
            None => self.open_first(),
        };
        match opened {
            Ok(file) => Ok(UsbLine(PolledLine::new(file))),
            Err(source) => Err(PrinterError::Unreachable {
                printer: self.describe(),
                source,
            }),
        }
    }

    /// Opens the first device that can be; if none can, the error of one that is there says more than that others are not.
    fn open_first(&self) -> io::Result<File> {
        let mut failure = io::Error::from(io::ErrorKind::NotFound);
        for number in 0..8 {
            match open_device(&self.folder.join(format!("lp{number}"))) {
                Ok(opened) => return Ok(opened),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }
}

impl Printer for UsbPrinter {
    fn state(&mut self) -> Result<Option<PrinterState>, PrinterError> {
        talk::ask(&mut self.open()?, &self.manner)
    }

    fn print(&mut self, job: &[u8], told: &mut dyn FnMut(PrinterState)) -> Result<Delivery, PrinterError> {
        let mut line = self.open()?;
        self.jobs = self.jobs.wrapping_add(1);
        let asked = AskedJob::of(job, self.manner.tells, self.jobs);
        talk::print(&mut line, &asked, &self.manner, told)
    }

    fn pulse(&mut self, pulse: DrawerPulse, by: Instant) -> Result<(), PrinterError> {
        talk::pulse(&mut self.open()?, pulse, by, &self.manner)
    }

    fn describe(&self) -> String {
        PrinterTarget::Usb {
            device: self.device.clone(),
        }
        .to_string()
    }
}

fn open_device(device: &Path) -> io::Result<File> {
    let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(open(device, flags, Mode::empty())?.into())
}

/// The driver takes a piece before the printer has it, and closing the device drops what is still on its way.
struct UsbLine(PolledLine<File>);

impl Line for UsbLine {
    fn write_some(&mut self, bytes: &[u8], wait: Duration) -> io::Result<usize> {
        self.0.write_some(bytes, wait)
    }

    fn read_some(&mut self, buffer: &mut [u8], wait: Duration) -> io::Result<usize> {
        self.0.read_some(buffer, wait)
    }

    /// How many of the last piece, the driver does not say.
    fn on_the_way(&mut self) -> io::Result<usize> {
        Ok(usize::from(!self.0.is_writable()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use einlass_receipt::PrinterProfile;
    use serialport::{SerialPort, TTYPort};
    use std::io::Read;
    use std::os::unix::fs::symlink;
    use std::thread::spawn;

    fn printer(folder: &Path) -> UsbPrinter {
        UsbPrinter {
            folder: folder.into(),
            ..UsbPrinter::new(None, PrinterProfile::GENERIC_80MM.tells)
        }
    }

    fn print(printer: &mut UsbPrinter, job: &[u8]) -> Result<Delivery, PrinterError> {
        printer.print(job, &mut |_| {})
    }

    #[test]
    fn without_a_printer_there_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let error = print(&mut printer(folder.path()), b"x").unwrap_err();
        assert!(
            matches!(&error, PrinterError::Unreachable { source, .. } if source.kind() == io::ErrorKind::NotFound),
            "{error:?}"
        );
    }

    #[test]
    fn the_reason_of_a_printer_that_does_not_open_is_told() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("lp2")).unwrap();
        let error = print(&mut printer(folder.path()), b"x").unwrap_err();
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
            // Still plugged in: a printer that hangs up leaves the job unconfirmed.
            (got, printer_side)
        });
        let delivery = print(&mut printer(folder.path()), &job).unwrap();
        assert_eq!(delivery, Delivery::Sent);
        assert!(reader.join().unwrap().0 == expected);
    }

    #[test]
    fn the_printer_that_is_named_gets_the_job_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let mut named = UsbPrinter {
            folder: folder.path().into(),
            ..UsbPrinter::new(
                Some("/dev/no-such-printer".into()),
                PrinterProfile::GENERIC_80MM.tells,
            )
        };
        let (_printer_side, kiosk_side) = TTYPort::pair().unwrap();
        symlink(kiosk_side.name().unwrap(), folder.path().join("lp0")).unwrap();
        let error = print(&mut named, b"x").unwrap_err();
        assert!(error.to_string().contains("usb:/dev/no-such-printer"), "{error}");
    }
}
