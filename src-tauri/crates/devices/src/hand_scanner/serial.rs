//! A scanner on a serial line.

use std::io::{self, Read};
use std::path::Path;
use std::time::Duration;

use serialport::{ClearBuffer, SerialPort, TTYPort};

use super::{Line, Sent};

/// The line, which nobody else can open meanwhile.
pub(super) struct SerialLine(TTYPort);

impl SerialLine {
    pub(super) fn open(device: &Path, baud: u32) -> io::Result<Self> {
        let port = serialport::new(device.to_string_lossy(), baud).open_native()?;
        // What was sent before anybody listened is nobody's pass of now.
        port.clear(ClearBuffer::Input)?;
        Ok(Self(port))
    }
}

impl Line for SerialLine {
    fn receive(&mut self, wait: Duration) -> io::Result<Option<Vec<Sent>>> {
        self.0.set_timeout(wait)?;
        let mut buffer = [0; 256];
        match self.0.read(&mut buffer) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => Ok(Some(
                buffer[..count].iter().map(|&byte| Sent::Byte(byte)).collect(),
            )),
            Err(error) if is_only_late(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn is_only_late(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted
    )
}
