//! Network printers ("raw" port, by custom 9100).

use std::io;
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use einlass_receipt::{AskedJob, Delivery, DrawerPulse, Printer, PrinterError, PrinterState, Tells};

use super::line::{Deadline, Line, PolledLine, is_only_late};
use super::talk::{self, Manner};
use super::target::PrinterTarget;

/// A printer that listens on a TCP port.
///
/// Each job has its own connection. Looking up a host name is up to the operating system and has no deadline; an address
/// needs none.
#[derive(Debug)]
pub struct TcpPrinter {
    host: String,
    port: u16,
    manner: Manner,
    connect_timeout: Duration,
    /// For the printer to close its side after we closed ours.
    close_timeout: Duration,
    jobs: u32,
}

impl TcpPrinter {
    /// The printer at `host`, which is not contacted yet and says of itself what `tells` says.
    pub fn new(host: String, port: u16, tells: Tells) -> Self {
        Self {
            host,
            port,
            manner: Manner::of(tells),
            connect_timeout: Duration::from_secs(5),
            close_timeout: Duration::from_millis(500),
            jobs: 0,
        }
    }

    fn open(&self) -> Result<PolledLine<TcpStream>, PrinterError> {
        match self.connect() {
            Ok(stream) => Ok(PolledLine::new(stream)),
            Err(source) => Err(PrinterError::Unreachable {
                printer: self.describe(),
                source,
            }),
        }
    }

    fn connect(&self) -> io::Result<TcpStream> {
        let deadline = Deadline::after(self.connect_timeout);
        let mut failure = io::Error::from(io::ErrorKind::NotFound);
        for address in (self.host.as_str(), self.port).to_socket_addrs()? {
            let Some(wait) = deadline.remaining() else {
                return Err(io::ErrorKind::TimedOut.into());
            };
            match TcpStream::connect_timeout(&address, wait) {
                Ok(stream) => {
                    stream.set_nonblocking(true)?;
                    // A question is three bytes that must not wait for more.
                    stream.set_nodelay(true)?;
                    return Ok(stream);
                }
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }
}

impl Printer for TcpPrinter {
    fn state(&mut self) -> Result<Option<PrinterState>, PrinterError> {
        let mut line = self.open()?;
        let state = talk::ask(&mut line, &self.manner)?;
        // Some close their side only when ours is.
        let _ = line.get_ref().shutdown(Shutdown::Write);
        Ok(state)
    }

    fn print(&mut self, job: &[u8], told: &mut dyn FnMut(PrinterState)) -> Result<Delivery, PrinterError> {
        let mut line = self.open()?;
        self.jobs = self.jobs.wrapping_add(1);
        let asked = AskedJob::of(job, self.manner.tells, self.jobs);
        let delivery = talk::print(&mut line, &asked, &self.manner, told)?;
        let closed = close(&mut line, self.close_timeout);
        match (delivery, closed) {
            // It is on the paper, however the line ends.
            (Delivery::Printed, _) | (Delivery::Sent, Ok(())) => Ok(delivery),
            (Delivery::Sent, Err(source)) => Err(PrinterError::Io {
                written_bytes: job.len(),
                source,
            }),
        }
    }

    fn pulse(&mut self, pulse: DrawerPulse, by: Instant) -> Result<(), PrinterError> {
        let mut line = self.open()?;
        talk::pulse(&mut line, pulse, by, &self.manner)?;
        // It has the command, however the line ends.
        let _ = close(&mut line, self.close_timeout);
        Ok(())
    }

    fn describe(&self) -> String {
        PrinterTarget::Tcp {
            host: self.host.clone(),
            port: self.port,
        }
        .to_string()
    }
}

/// Says that the job is over and waits a moment for the printer to say so too.
///
/// Closing at once would not do: if the printer has sent something that nobody read, the system resets the connection, and
/// the end of the job is lost. A printer that keeps its side open is left alone after `timeout`.
fn close(line: &mut PolledLine<TcpStream>, timeout: Duration) -> io::Result<()> {
    line.get_ref().shutdown(Shutdown::Write)?;
    let deadline = Deadline::after(timeout);
    let mut buffer = [0; 64];
    while let Some(wait) = deadline.remaining() {
        match line.read_some(&mut buffer, wait) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) if is_only_late(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printer::talk::Patience;
    use einlass_receipt::{Obstacle, PrinterProfile};
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread::{JoinHandle, spawn};

    const JOB: &[u8] = b"\x1B@a pass\n";

    /// Asked before and after, and no more.
    const TELLS: Tells = PrinterProfile::GENERIC_80MM.tells;

    fn print(printer: &mut TcpPrinter, job: &[u8]) -> Result<Delivery, PrinterError> {
        printer.print(job, &mut |_| {})
    }

    /// A printer on a port of this machine; `serve` is its firmware.
    fn printer<R: Send + 'static>(
        serve: impl FnOnce(TcpStream) -> R + Send + 'static,
    ) -> (TcpPrinter, JoinHandle<R>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let served = spawn(move || serve(listener.accept().unwrap().0));
        let long = Duration::from_secs(60);
        let mut printer = TcpPrinter::new("127.0.0.1".to_owned(), port, TELLS);
        (printer.connect_timeout, printer.close_timeout) = (long, long);
        printer.manner.patience = Patience {
            answer: long,
            settling: Duration::ZERO,
            ..Patience::default()
        };
        (printer, served)
    }

    /// Answers `DLE EOT n` with what `answer` says until something else comes; gives all that is no question.
    fn talking(mut stream: TcpStream, answer: impl Fn(u8) -> u8) -> Vec<u8> {
        let mut job = Vec::new();
        let mut start = [0; 3];
        while stream.read_exact(&mut start).is_ok() {
            match start {
                [0x10, 0x04, n] => stream.write_all(&[answer(n)]).unwrap(),
                _ => {
                    job.extend(start);
                    stream.read_to_end(&mut job).unwrap();
                }
            }
        }
        job
    }

    #[test]
    fn a_healthy_printer_gets_the_job_once() {
        let (mut printer, served) = printer(|stream| talking(stream, |_| 0x12));
        assert_eq!(print(&mut printer, JOB).unwrap(), Delivery::Sent);
        assert_eq!(served.join().unwrap(), JOB);
    }

    #[test]
    fn a_printer_that_says_nothing_gets_the_job_too() {
        let (mut printer, served) = printer(|mut stream| {
            let mut all = Vec::new();
            stream.read_to_end(&mut all).unwrap();
            all
        });
        printer.manner.patience.answer = Duration::from_millis(50);
        assert_eq!(print(&mut printer, JOB).unwrap(), Delivery::Sent);
        assert_eq!(served.join().unwrap(), [b"\x10\x04\x04", JOB].concat());
    }

    #[test]
    fn a_printer_that_keeps_its_side_open_is_not_waited_for() {
        let (mut printer, served) = printer(|mut stream| {
            let mut all = Vec::new();
            stream.read_to_end(&mut all).unwrap();
            (stream, all)
        });
        printer.manner.patience.answer = Duration::from_millis(50);
        printer.close_timeout = Duration::from_millis(50);
        assert_eq!(print(&mut printer, JOB).unwrap(), Delivery::Sent);
        assert!(served.join().unwrap().1.ends_with(JOB));
    }

    #[test]
    fn trouble_is_told_before_anything_is_printed() {
        for (asked, trouble, obstacle) in [
            (4, 0x72, Obstacle::PaperOut),
            (2, 0x16, Obstacle::CoverOpen),
            (2, 0x52, Obstacle::Fault),
            (1, 0x1A, Obstacle::Offline),
        ] {
            let (mut printer, served) =
                printer(move |stream| talking(stream, |n| if n == asked { trouble } else { 0x12 }));
            let error = print(&mut printer, JOB).unwrap_err();
            assert!(error.is_blank());
            assert_eq!(error.obstacle(), Some(obstacle));
            assert_eq!(served.join().unwrap(), b"", "{error:?}");
        }
    }

    #[test]
    fn a_question_alone_prints_nothing() {
        let (mut printer, served) = printer(|stream| talking(stream, |n| if n == 4 { 0x1E } else { 0x12 }));
        let state = printer.state().unwrap().unwrap();
        assert!(state.paper_is_low && state.obstacle.is_none());
        assert_eq!(served.join().unwrap(), b"");
    }

    #[test]
    fn a_printer_that_breaks_off_says_after_how_much() {
        let (mut printer, served) = printer(|mut stream| {
            let mut start = [0; 1000];
            stream.read_exact(&mut start).unwrap();
        });
        printer.manner.patience.answer = Duration::from_millis(50);
        let error = print(&mut printer, &vec![b'x'; 16 << 20]).unwrap_err();
        served.join().unwrap();
        assert!(
            matches!(
                error,
                PrinterError::Io {
                    written_bytes: 1..,
                    ..
                }
            ),
            "{error:?}"
        );
    }

    #[test]
    fn a_printer_that_breaks_off_with_a_short_job_unread_is_noticed() {
        let (mut printer, served) = printer(|mut stream| {
            // The question and a part of the job; closing with the rest unread resets the connection.
            stream.read_exact(&mut [0; 3 + 4]).unwrap();
            while stream.peek(&mut [0]).unwrap() == 0 {}
        });
        printer.manner.patience.answer = Duration::from_millis(50);
        let error = print(&mut printer, JOB).unwrap_err();
        served.join().unwrap();
        assert!(matches!(error, PrinterError::Io { .. }), "{error:?}");
    }

    #[test]
    fn a_printer_that_stalls_is_given_up() {
        let (mut printer, served) = printer(|stream| stream);
        printer.manner.patience.answer = Duration::from_millis(50);
        printer.manner.patience.taking = Duration::from_millis(200);
        let error = print(&mut printer, &vec![b'x'; 16 << 20]).unwrap_err();
        drop(served.join().unwrap());
        assert!(
            matches!(
                error,
                PrinterError::TimedOut {
                    written_bytes: 1..,
                    obstacle: None
                }
            ),
            "{error:?}"
        );
    }

    #[test]
    fn a_printer_that_is_off_cannot_be_reached() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let mut printer = TcpPrinter::new("127.0.0.1".to_owned(), port, TELLS);
        let error = print(&mut printer, JOB).unwrap_err();
        assert!(matches!(error, PrinterError::Unreachable { .. }), "{error:?}");
        assert!(error.to_string().contains(&format!("tcp:127.0.0.1:{port}")));
    }
}
