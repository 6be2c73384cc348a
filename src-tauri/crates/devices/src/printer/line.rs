//! A line to a printer on which nothing waits longer than it is told to.

use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// A connection to a printer on which nothing waits longer than it is told to.
pub(super) trait Line {
    /// Hands over one byte or more. `TimedOut`, `WouldBlock` and `Interrupted` say that none was taken.
    fn write_some(&mut self, bytes: &[u8], wait: Duration) -> io::Result<usize>;

    /// Receives one byte or more, or none if the printer will not send any more.
    fn read_some(&mut self, buffer: &mut [u8], wait: Duration) -> io::Result<usize>;

    /// Bytes, at least, that the driver has taken and the printer has not.
    fn on_the_way(&mut self) -> io::Result<usize> {
        Ok(0)
    }

    /// Throws these away: what a printer has not taken by now, it shall not get later.
    fn drop_on_the_way(&mut self) {}
}

/// The moment at which waiting ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline(Instant);

impl Deadline {
    pub(super) fn after(timeout: Duration) -> Self {
        Self(Instant::now() + timeout)
    }

    /// What is left, none when it is over.
    pub(super) fn remaining(self) -> Option<Duration> {
        self.0
            .checked_duration_since(Instant::now())
            .filter(|remaining| !remaining.is_zero())
    }
}

/// Whether an error says no more than that nothing happened yet.
pub(super) fn is_only_late(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted
    )
}

/// A file or socket in non-blocking mode.
pub(super) struct PolledLine<T>(T);

impl<T: AsFd + Read + Write> PolledLine<T> {
    /// Takes something that is in non-blocking mode already.
    pub(super) fn new(non_blocking: T) -> Self {
        Self(non_blocking)
    }

    pub(super) fn get_ref(&self) -> &T {
        &self.0
    }

    /// Whether a byte can be written: a driver that works on one piece at a time says so when it has sent the last.
    pub(super) fn is_writable(&self) -> io::Result<bool> {
        match self.wait(PollFlags::OUT, Duration::ZERO) {
            Ok(()) => Ok(true),
            Err(error) if is_only_late(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn wait(&self, event: PollFlags, wait: Duration) -> io::Result<()> {
        let wait = Timespec::try_from(wait).map_err(|_| io::ErrorKind::InvalidInput)?;
        // An error or hang-up ends the waiting too; the read or write that follows says which.
        match poll(&mut [PollFd::new(&self.0, event)], Some(&wait))? {
            0 => Err(io::ErrorKind::TimedOut.into()),
            _ => Ok(()),
        }
    }
}

impl<T: AsFd + Read + Write> Line for PolledLine<T> {
    fn write_some(&mut self, bytes: &[u8], wait: Duration) -> io::Result<usize> {
        self.wait(PollFlags::OUT, wait)?;
        self.0.write(bytes)
    }

    fn read_some(&mut self, buffer: &mut [u8], wait: Duration) -> io::Result<usize> {
        self.wait(PollFlags::IN, wait)?;
        self.0.read(buffer)
    }
}
