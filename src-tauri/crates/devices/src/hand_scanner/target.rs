//! Which hand scanner: one word on the command line and in the configuration.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::str::FromStr;

use super::Line;
use super::keyboard::KeyboardLine;
use super::serial::SerialLine;

/// Where codes come from, besides cameras.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandScannerTarget {
    /// `serial:DEV` or `serial:DEV@BAUD`: a serial line with 8 data bits, no parity, 1 stop bit.
    Serial {
        /// The device, or better a link that survives replugging (`/dev/serial/by-id/…`).
        device: PathBuf,
        /// Bits per second; a scanner on USB does not care.
        baud: u32,
    },
    /// `keyboard:DEV`: a scanner that types, on a US layout.
    Keyboard {
        /// The device, or better a link that survives replugging (`/dev/input/by-id/…-event-kbd`).
        device: PathBuf,
    },
}

impl HandScannerTarget {
    /// The speed of a scanner that names none.
    pub const DEFAULT_BAUD: u32 = 9_600;

    pub(super) fn open(&self) -> io::Result<Box<dyn Line>> {
        Ok(match self {
            Self::Serial { device, baud } => Box::new(SerialLine::open(device, *baud)?),
            Self::Keyboard { device } => Box::new(KeyboardLine::open(device)?),
        })
    }
}

impl fmt::Display for HandScannerTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Serial { device, baud } => write!(f, "serial:{}@{baud}", device.display()),
            Self::Keyboard { device } => write!(f, "keyboard:{}", device.display()),
        }
    }
}

/// A text that names no hand scanner.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{given}\" names no hand scanner; write serial:/dev/serial/by-id/NAME, serial:DEV@BAUD, \
     keyboard:/dev/input/by-id/NAME or keyboard:/dev/input/eventN"
)]
pub struct HandScannerTargetError {
    /// What was given.
    pub given: String,
}

impl FromStr for HandScannerTarget {
    type Err = HandScannerTargetError;

    fn from_str(text: &str) -> Result<Self, HandScannerTargetError> {
        let target = match text.split_once(':') {
            Some(("serial", line)) => serial(line),
            Some(("keyboard", device)) => is_input_device(device).then(|| Self::Keyboard {
                device: device.into(),
            }),
            Some(_) | None => None,
        };
        target.ok_or_else(|| HandScannerTargetError {
            given: text.to_owned(),
        })
    }
}

fn serial(line: &str) -> Option<HandScannerTarget> {
    let (device, baud) = match line.rsplit_once('@') {
        Some((device, baud)) => (device, baud.parse().ok().filter(|&baud| baud != 0)?),
        None => (line, HandScannerTarget::DEFAULT_BAUD),
    };
    device.starts_with("/dev/").then(|| HandScannerTarget::Serial {
        device: device.into(),
        baud,
    })
}

fn is_input_device(device: &str) -> bool {
    let links = ["/dev/input/by-id/", "/dev/input/by-path/"];
    let is_link = links.iter().any(|folder| {
        device
            .strip_prefix(folder)
            .is_some_and(|name| !matches!(name, "" | "." | "..") && !name.contains('/'))
    });
    let number = device.strip_prefix("/dev/input/event");
    is_link
        || number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_written_as_it_is_read() {
        for text in [
            "serial:/dev/serial/by-id/usb-Maker_Scanner_1234-if00@9600",
            "serial:/dev/ttyACM0@115200",
            "keyboard:/dev/input/by-id/usb-Maker_Scanner_1234-event-kbd",
            "keyboard:/dev/input/by-path/pci-0000:00:14.0-usb-0:1:1.0-event-kbd",
            "keyboard:/dev/input/event17",
        ] {
            assert_eq!(text.parse::<HandScannerTarget>().unwrap().to_string(), text);
        }
        let HandScannerTarget::Serial { baud, .. } = "serial:/dev/ttyACM0".parse().unwrap() else {
            panic!()
        };
        assert_eq!(baud, 9_600);
    }

    #[test]
    fn what_names_no_hand_scanner_is_told_the_forms() {
        for text in [
            "",
            "serial:",
            "serial:ttyACM0",
            "serial:/dev/ttyACM0@fast",
            "serial:/dev/ttyACM0@0",
            "keyboard:",
            "keyboard:/dev/input/event",
            "keyboard:/dev/input/mouse0",
            "keyboard:/dev/input/by-id/",
            "keyboard:/dev/input/by-id/../event0",
            "keyboard:all",
            "usb",
        ] {
            let error = text.parse::<HandScannerTarget>().unwrap_err();
            assert_eq!(error.given, text);
            for form in ["serial:/dev/serial/by-id/NAME", "keyboard:/dev/input/by-id/NAME"] {
                assert!(error.to_string().contains(form), "{error}");
            }
        }
    }
}
