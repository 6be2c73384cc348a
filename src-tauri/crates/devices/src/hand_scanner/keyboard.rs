//! A scanner that is a keyboard, taken away from everybody else (evdev, `EVIOCGRAB`).

use std::io;
use std::path::Path;
use std::time::Duration;

use evdev::raw_stream::RawDevice;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, fcntl_setfl};
use rustix::io::Errno;

use super::keys::Typist;
use super::{Line, Sent};

/// The keyboard; when it is closed, everybody has it again.
pub(super) struct KeyboardLine {
    device: RawDevice,
    typist: Typist,
}

impl KeyboardLine {
    pub(super) fn open(device: &Path) -> io::Result<Self> {
        let mut device = RawDevice::open(device)?;
        // Before the first key is read: what is typed into the screen as well must not count here.
        device.grab()?;
        fcntl_setfl(&device, OFlags::RDWR | OFlags::NONBLOCK)?;
        Ok(Self {
            device,
            typist: Typist::default(),
        })
    }
}

impl Line for KeyboardLine {
    fn receive(&mut self, wait: Duration) -> io::Result<Option<Vec<Sent>>> {
        wait_readable(&self.device, wait)?;
        match self.device.fetch_events() {
            Ok(events) => Ok(Some(
                events.filter_map(|event| self.typist.typed(event)).collect(),
            )),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// An error or a hang-up ends the waiting too; the read that follows says which.
fn wait_readable(device: &RawDevice, wait: Duration) -> io::Result<()> {
    let wait = Timespec::try_from(wait).map_err(|_| io::ErrorKind::InvalidInput)?;
    match poll(&mut [PollFd::new(device, PollFlags::IN)], Some(&wait)) {
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
