//! Which printer: one word on the command line and in the configuration.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use einlass_receipt::{Printer, PrinterProfile};

use super::{PaperPrinter, SerialPrinter, TcpPrinter, UsbPrinter};

/// Where jobs go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrinterTarget {
    /// `tcp:HOST:PORT`: a network printer, which by custom listens on port 9100; an IPv6 address stands in brackets.
    Tcp {
        /// Name or address.
        host: String,
        /// TCP port.
        port: u16,
    },
    /// `usb`: the first USB printer; `usb:DEV`: this one.
    Usb {
        /// The device, for example `/dev/usb/lp1` or a link that stays the same.
        device: Option<PathBuf>,
    },
    /// `serial:DEV` or `serial:DEV@BAUD`: a serial line with 8 data bits, no parity, 1 stop bit.
    Serial {
        /// The device, for example `/dev/ttyUSB0`.
        device: PathBuf,
        /// Bits per second.
        baud: u32,
    },
    /// `paper:DIR`: no device; jobs and their pictures are kept in a folder.
    Paper {
        /// The folder, made when the first job comes.
        folder: PathBuf,
    },
}

impl PrinterTarget {
    /// The speed of a serial printer that names none.
    pub const DEFAULT_BAUD: u32 = 115_200;

    /// The printer there, of model `profile`.
    ///
    /// Nothing is opened before there is a job, so that a printer may be switched on later than the kiosk.
    pub fn open(&self, profile: PrinterProfile) -> Box<dyn Printer> {
        let tells = profile.tells;
        match self {
            Self::Tcp { host, port } => Box::new(TcpPrinter::new(host.clone(), *port, tells)),
            Self::Usb { device } => Box::new(UsbPrinter::new(device.clone(), tells)),
            Self::Serial { device, baud } => Box::new(SerialPrinter::new(device.clone(), *baud, tells)),
            Self::Paper { folder } => Box::new(PaperPrinter::new(folder.clone(), profile)),
        }
    }
}

impl fmt::Display for PrinterTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp { host, port } if host.contains(':') => write!(f, "tcp:[{host}]:{port}"),
            Self::Tcp { host, port } => write!(f, "tcp:{host}:{port}"),
            Self::Usb { device: None } => f.write_str("usb"),
            Self::Usb { device: Some(device) } => write!(f, "usb:{}", device.display()),
            Self::Serial { device, baud } => write!(f, "serial:{}@{baud}", device.display()),
            Self::Paper { folder } => write!(f, "paper:{}", folder.display()),
        }
    }
}

/// A text that names no printer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{given}\" names no printer; write tcp:HOST:PORT, usb, usb:DEV, serial:DEV, serial:DEV@BAUD or paper:DIR"
)]
pub struct PrinterTargetError {
    /// What was given.
    pub given: String,
}

impl FromStr for PrinterTarget {
    type Err = PrinterTargetError;

    fn from_str(text: &str) -> Result<Self, PrinterTargetError> {
        let target = match text.split_once(':') {
            None if text == "usb" => Some(Self::Usb { device: None }),
            Some(("usb", device)) if !device.is_empty() => Some(Self::Usb {
                device: Some(device.into()),
            }),
            Some(("tcp", address)) => tcp(address),
            Some(("serial", line)) => serial(line),
            Some(("paper", folder)) if !folder.is_empty() => Some(Self::Paper {
                folder: folder.into(),
            }),
            Some(_) | None => None,
        };
        target.ok_or_else(|| PrinterTargetError {
            given: text.to_owned(),
        })
    }
}

fn tcp(address: &str) -> Option<PrinterTarget> {
    let (host, port) = address.rsplit_once(':')?;
    let host = match host.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']')?,
        None if host.contains(':') => return None,
        None => host,
    };
    let port = port.parse().ok().filter(|&port| port != 0)?;
    (!host.is_empty()).then(|| PrinterTarget::Tcp {
        host: host.to_owned(),
        port,
    })
}

fn serial(line: &str) -> Option<PrinterTarget> {
    let (device, baud) = match line.rsplit_once('@') {
        Some((device, baud)) => (device, baud.parse().ok().filter(|&baud| baud != 0)?),
        None => (line, PrinterTarget::DEFAULT_BAUD),
    };
    (!device.is_empty()).then(|| PrinterTarget::Serial {
        device: device.into(),
        baud,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_written_as_it_is_read() {
        for text in [
            "tcp:printer.venue:9100",
            "tcp:192.0.2.7:9100",
            "tcp:[2001:db8::7]:9100",
            "usb",
            "usb:/dev/usb/lp1",
            "serial:/dev/ttyUSB0@9600",
            "paper:/var/lib/einlass/paper",
            "paper:a:b",
        ] {
            assert_eq!(text.parse::<PrinterTarget>().unwrap().to_string(), text);
        }
        let PrinterTarget::Serial { baud, .. } = "serial:/dev/ttyS0".parse().unwrap() else {
            panic!()
        };
        assert_eq!(baud, 115_200);
    }

    #[test]
    fn what_names_no_printer_is_told_the_forms() {
        for text in [
            "",
            "usb:",
            "tcp:",
            "tcp:host",
            "tcp:host:",
            "tcp::9100",
            "tcp:host:0",
            "tcp:host:70000",
            "tcp:2001:db8::7:9100",
            "tcp:[::1:9100",
            "serial:",
            "serial:@9600",
            "serial:/dev/ttyS0@fast",
            "paper:",
            "lpt1",
            "Usb",
        ] {
            let error = text.parse::<PrinterTarget>().unwrap_err().to_string();
            for form in ["tcp:HOST:PORT", "usb", "usb:DEV", "serial:DEV@BAUD", "paper:DIR"] {
                assert!(error.contains(form), "{text}: {error}");
            }
        }
    }

    #[test]
    fn a_printer_that_is_off_can_be_opened() {
        for text in [
            "tcp:192.0.2.7:9100",
            "usb",
            "serial:/dev/no-such-line@9600",
            "paper:/nonexistent/paper",
        ] {
            let target: PrinterTarget = text.parse().unwrap();
            assert_eq!(target.open(PrinterProfile::default()).describe(), text);
        }
    }
}
