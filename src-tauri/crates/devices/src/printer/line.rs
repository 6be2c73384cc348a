//! Handing a job over, a piece at a time, with an end to the waiting.

use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use einlass_receipt::{PrinterError, StatusRequest};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// How long a printer may take no bytes at all together before a job is given up.
pub(super) const WRITE_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a printer has to say how it is; many never answer.
pub(super) const STATUS_TIMEOUT: Duration = Duration::from_millis(500);

/// What one write hands over: small, so that little is unknown when a printer stops.
const PIECE_BYTES: usize = 1024;

/// A connection to a printer on which nothing waits longer than it is told to.
pub(super) trait Line {
    /// Hands over one byte or more. `TimedOut`, `WouldBlock` and `Interrupted` say that none was taken.
    fn write_some(&mut self, bytes: &[u8], wait: Duration) -> io::Result<usize>;

    /// Receives one byte or more, or none if the printer will not send any more.
    fn read_some(&mut self, buffer: &mut [u8], wait: Duration) -> io::Result<usize>;
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

/// Hands over the whole job until `deadline`.
///
/// # Errors
/// [`PrinterError::TimedOut`] and [`PrinterError::Io`], both with the bytes handed over until then.
pub(super) fn send(line: &mut impl Line, job: &[u8], deadline: Deadline) -> Result<(), PrinterError> {
    let mut written_bytes = 0;
    while written_bytes < job.len() {
        let wait = deadline
            .remaining()
            .ok_or(PrinterError::TimedOut { written_bytes })?;
        let rest = &job[written_bytes..];
        match line.write_some(&rest[..rest.len().min(PIECE_BYTES)], wait) {
            Ok(0) => {
                return Err(PrinterError::Io {
                    written_bytes,
                    source: io::ErrorKind::WriteZero.into(),
                });
            }
            Ok(taken) => written_bytes += taken,
            Err(error) if is_only_late(&error) => {}
            Err(source) => {
                return Err(PrinterError::Io {
                    written_bytes,
                    source,
                });
            }
        }
    }
    Ok(())
}

/// Asks the printer whether something is against printing.
///
/// A printer that does not answer within `timeout` is taken to be fine: it may not be able to. Fails with what the printer
/// says, or if the line breaks while asking.
pub(super) fn check(line: &mut impl Line, timeout: Duration) -> Result<(), PrinterError> {
    forget_unasked(line);
    for request in StatusRequest::ALL {
        match send(line, &request.bytes(), Deadline::after(timeout)) {
            Ok(()) => {}
            Err(PrinterError::TimedOut { written_bytes: 0 }) => return Ok(()),
            Err(PrinterError::TimedOut { .. }) => return Err(PrinterError::TimedOut { written_bytes: 0 }),
            Err(PrinterError::Io { source, .. }) => {
                return Err(PrinterError::Io {
                    written_bytes: 0,
                    source,
                });
            }
            Err(other) => return Err(other),
        }
        match answer(line, timeout) {
            Some(answer) => request.judge(answer)?,
            None => return Ok(()),
        }
    }
    Ok(())
}

/// Whether an error says no more than that nothing happened yet.
pub(super) fn is_only_late(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted
    )
}

/// Drops what the printer sent before it was asked, so that it is not taken for the answer.
fn forget_unasked(line: &mut impl Line) {
    const MOST_READS: usize = 64;
    let mut buffer = [0; 64];
    for _ in 0..MOST_READS {
        match line.read_some(&mut buffer, Duration::ZERO) {
            Ok(1..) => {}
            Ok(0) | Err(_) => return,
        }
    }
}

fn answer(line: &mut impl Line, timeout: Duration) -> Option<u8> {
    let deadline = Deadline::after(timeout);
    let mut buffer = [0; 16];
    while let Some(wait) = deadline.remaining() {
        match line.read_some(&mut buffer, wait) {
            Ok(0) => return None,
            Ok(count) => {
                let answer = buffer[..count]
                    .iter()
                    .copied()
                    .find(|&byte| StatusRequest::is_answer(byte));
                if answer.is_some() {
                    return answer;
                }
            }
            Err(error) if is_only_late(&error) => {}
            Err(_) => return None,
        }
    }
    None
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

    /// Waits until a byte can be written: a driver that works on one piece at a time says so when it has sent the last.
    pub(super) fn wait_writable(&self, wait: Duration) -> io::Result<()> {
        self.wait(PollFlags::OUT, wait)
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::UnixStream;

    /// What a printer does with the next write.
    enum Step {
        Take(usize),
        Fail(io::ErrorKind),
    }

    /// A printer that follows a script and then takes everything, or nothing.
    struct Scripted {
        steps: Vec<Step>,
        stalls_after: bool,
        got: Vec<u8>,
        /// Waits to be read before anything is asked.
        unasked: Vec<u8>,
        /// One a read.
        replies: Vec<Vec<u8>>,
    }

    impl Scripted {
        fn new(steps: Vec<Step>) -> Self {
            Self {
                steps,
                stalls_after: false,
                got: Vec::new(),
                unasked: Vec::new(),
                replies: Vec::new(),
            }
        }
    }

    impl Line for Scripted {
        fn write_some(&mut self, bytes: &[u8], wait: Duration) -> io::Result<usize> {
            let most = if self.steps.is_empty() {
                if self.stalls_after {
                    std::thread::sleep(wait);
                    return Err(io::ErrorKind::TimedOut.into());
                }
                bytes.len()
            } else {
                match self.steps.remove(0) {
                    Step::Take(most) => most,
                    Step::Fail(kind) => return Err(kind.into()),
                }
            };
            let taken = most.min(bytes.len());
            self.got.extend(&bytes[..taken]);
            Ok(taken)
        }

        fn read_some(&mut self, buffer: &mut [u8], wait: Duration) -> io::Result<usize> {
            if !self.unasked.is_empty() {
                let unasked = std::mem::take(&mut self.unasked);
                buffer[..unasked.len()].copy_from_slice(&unasked);
                return Ok(unasked.len());
            }
            if self.replies.is_empty() || wait.is_zero() {
                std::thread::sleep(wait);
                return Err(io::ErrorKind::TimedOut.into());
            }
            let reply = self.replies.remove(0);
            buffer[..reply.len()].copy_from_slice(&reply);
            Ok(reply.len())
        }
    }

    fn job() -> Vec<u8> {
        (0..5000u32).map(|n| n as u8).collect()
    }

    const LONG: Duration = Duration::from_secs(60);
    const SHORT: Duration = Duration::from_secs(1);

    fn send_within(timeout: Duration, line: &mut impl Line, job: &[u8]) -> Result<(), PrinterError> {
        send(line, job, Deadline::after(timeout))
    }

    #[test]
    fn a_slow_printer_gets_every_byte_once_and_in_order() {
        let steps = (0..600)
            .map(|n| match n % 3 {
                0 => Step::Take(7),
                1 => Step::Fail(io::ErrorKind::WouldBlock),
                _ => Step::Fail(io::ErrorKind::Interrupted),
            })
            .collect();
        let mut line = Scripted::new(steps);
        send_within(LONG, &mut line, &job()).unwrap();
        assert_eq!(line.got, job());
    }

    #[test]
    fn a_printer_that_stalls_is_given_up_with_what_it_took() {
        let mut line = Scripted {
            stalls_after: true,
            ..Scripted::new(vec![Step::Take(700), Step::Take(23)])
        };
        let error = send_within(SHORT, &mut line, &job()).unwrap_err();
        assert!(
            matches!(error, PrinterError::TimedOut { written_bytes: 723 }),
            "{error:?}"
        );
    }

    #[test]
    fn a_line_that_breaks_says_after_how_much() {
        let mut line = Scripted::new(vec![Step::Take(700), Step::Fail(io::ErrorKind::BrokenPipe)]);
        let error = send_within(LONG, &mut line, &job()).unwrap_err();
        assert!(
            matches!(&error, PrinterError::Io { written_bytes: 700, source } if source.kind() == io::ErrorKind::BrokenPipe),
            "{error:?}"
        );
        let mut line = Scripted::new(vec![Step::Take(0)]);
        assert!(matches!(
            send_within(LONG, &mut line, &job()),
            Err(PrinterError::Io { written_bytes: 0, .. })
        ));
    }

    #[test]
    fn the_printer_is_asked_for_paper_cover_and_line() {
        let mut line = Scripted {
            replies: vec![vec![0x12]; 3],
            ..Scripted::new(Vec::new())
        };
        check(&mut line, LONG).unwrap();
        assert_eq!(line.got, [0x10, 4, 4, 0x10, 4, 2, 0x10, 4, 1]);
    }

    #[test]
    fn what_comes_unasked_is_not_taken_for_the_answer() {
        // Before the question: an old "paper out". Between questions: automatic status (4 bytes), whose first byte has the
        // bit of "cover open", and XON.
        let mut line = Scripted {
            unasked: vec![0x72],
            replies: vec![
                vec![0x12],
                vec![0x14, 0x00, 0x00, 0x0F],
                vec![0x11, 0x12],
                vec![0x12],
            ],
            ..Scripted::new(Vec::new())
        };
        check(&mut line, LONG).unwrap();
        assert!(line.replies.is_empty());
    }

    #[test]
    fn trouble_is_found_behind_what_comes_unasked() {
        let replies = vec![vec![0x12], vec![0x10, 0x00, 0x00, 0x0F], vec![0x11, 0x16]];
        let mut line = Scripted {
            replies,
            ..Scripted::new(Vec::new())
        };
        assert!(matches!(check(&mut line, LONG), Err(PrinterError::CoverOpen)));
    }

    #[test]
    fn a_printer_that_does_not_answer_is_taken_to_be_fine() {
        let mut line = Scripted::new(Vec::new());
        check(&mut line, SHORT).unwrap();
        assert_eq!(line.got, [0x10, 4, 4], "asked no more after the first silence");
    }

    #[test]
    fn a_real_descriptor_that_is_full_does_not_block() {
        let (ours, theirs) = UnixStream::pair().unwrap();
        ours.set_nonblocking(true).unwrap();
        let mut line = PolledLine::new(ours);
        let error = send_within(SHORT, &mut line, &vec![0; 8 << 20]).unwrap_err();
        assert!(
            matches!(error, PrinterError::TimedOut { written_bytes: 1.. }),
            "{error:?}"
        );
        drop(theirs);
        assert!(matches!(
            send_within(LONG, &mut line, b"x"),
            Err(PrinterError::Io { written_bytes: 0, .. })
        ));
    }
}
