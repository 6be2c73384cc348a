//! Network printers ("raw" port, by custom 9100).

use std::io;
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::time::Duration;

use einlass_receipt::{Printer, PrinterError};

use super::line::{Deadline, Line, PolledLine, STATUS_TIMEOUT, WRITE_TIMEOUT, check, is_only_late, send};
use super::target::PrinterTarget;

/// A printer that listens on a TCP port.
///
/// Each job has its own connection. Looking up a host name is up to the operating system and has no deadline; an address
/// needs none.
#[derive(Debug)]
pub struct TcpPrinter {
    host: String,
    port: u16,
    timeouts: Timeouts,
}

#[derive(Debug, Clone, Copy)]
struct Timeouts {
    connect: Duration,
    status: Duration,
    write: Duration,
    /// For the printer to close its side after we closed ours.
    close: Duration,
}

impl TcpPrinter {
    /// The printer at `host`, which is not contacted yet.
    pub fn new(host: String, port: u16) -> Self {
        let timeouts = Timeouts {
            connect: Duration::from_secs(5),
            status: STATUS_TIMEOUT,
            write: WRITE_TIMEOUT,
            close: Duration::from_millis(500),
        };
        Self { host, port, timeouts }
    }

    fn connect(&self) -> io::Result<TcpStream> {
        let deadline = Deadline::after(self.timeouts.connect);
        let mut failure = io::Error::from(io::ErrorKind::NotFound);
        for address in (self.host.as_str(), self.port).to_socket_addrs()? {
            let Some(wait) = deadline.remaining() else {
                return Err(io::ErrorKind::TimedOut.into());
            };
            match TcpStream::connect_timeout(&address, wait) {
                Ok(stream) => {
                    stream.set_nonblocking(true)?;
                    return Ok(stream);
                }
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }
}

impl Printer for TcpPrinter {
    fn print(&mut self, job: &[u8]) -> Result<(), PrinterError> {
        let stream = self.connect().map_err(|source| PrinterError::Unreachable {
            printer: self.describe(),
            source,
        })?;
        let mut line = PolledLine::new(stream);
        check(&mut line, self.timeouts.status)?;
        send(&mut line, job, Deadline::after(self.timeouts.write))?;
        close(&mut line, self.timeouts.close).map_err(|source| PrinterError::Io {
            written_bytes: job.len(),
            source,
        })
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
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread::{JoinHandle, spawn};

    const JOB: &[u8] = b"\x1B@a pass\n";

    /// A printer on a port of this machine; `serve` is its firmware.
    fn printer<R: Send + 'static>(
        serve: impl FnOnce(TcpStream) -> R + Send + 'static,
    ) -> (TcpPrinter, JoinHandle<R>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let served = spawn(move || serve(listener.accept().unwrap().0));
        let timeouts = Timeouts {
            connect: Duration::from_secs(60),
            status: Duration::from_secs(60),
            write: Duration::from_secs(60),
            close: Duration::from_secs(60),
        };
        (
            TcpPrinter {
                timeouts,
                ..TcpPrinter::new("127.0.0.1".to_owned(), port)
            },
            served,
        )
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
        printer.print(JOB).unwrap();
        assert_eq!(served.join().unwrap(), JOB);
    }

    #[test]
    fn a_printer_that_says_nothing_gets_the_job_too() {
        let (mut printer, served) = printer(|mut stream| {
            let mut all = Vec::new();
            stream.read_to_end(&mut all).unwrap();
            all
        });
        printer.timeouts.status = Duration::from_millis(50);
        printer.print(JOB).unwrap();
        assert_eq!(served.join().unwrap(), [b"\x10\x04\x04", JOB].concat());
    }

    #[test]
    fn a_printer_that_keeps_its_side_open_is_not_waited_for() {
        let (mut printer, served) = printer(|mut stream| {
            let mut all = Vec::new();
            stream.read_to_end(&mut all).unwrap();
            (stream, all)
        });
        (printer.timeouts.status, printer.timeouts.close) =
            (Duration::from_millis(50), Duration::from_millis(50));
        printer.print(JOB).unwrap();
        assert!(served.join().unwrap().1.ends_with(JOB));
    }

    #[test]
    fn trouble_is_told_before_anything_is_printed() {
        for (asked, trouble, is_expected) in [
            (
                4,
                0x72,
                (|error| matches!(error, PrinterError::PaperOut)) as fn(&PrinterError) -> bool,
            ),
            (2, 0x16, |error| matches!(error, PrinterError::CoverOpen)),
            (2, 0x52, |error| matches!(error, PrinterError::Fault)),
            (1, 0x1A, |error| matches!(error, PrinterError::Offline)),
        ] {
            let (mut printer, served) =
                printer(move |stream| talking(stream, |n| if n == asked { trouble } else { 0x12 }));
            let error = printer.print(JOB).unwrap_err();
            assert!(is_expected(&error), "{error:?}");
            assert_eq!(served.join().unwrap(), b"", "{error:?}");
        }
    }

    #[test]
    fn a_printer_that_breaks_off_says_after_how_much() {
        let (mut printer, served) = printer(|mut stream| {
            let mut start = [0; 1000];
            stream.read_exact(&mut start).unwrap();
        });
        printer.timeouts.status = Duration::from_millis(50);
        let error = printer.print(&vec![b'x'; 16 << 20]).unwrap_err();
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
        printer.timeouts.status = Duration::from_millis(50);
        let error = printer.print(JOB).unwrap_err();
        served.join().unwrap();
        assert!(matches!(error, PrinterError::Io { .. }), "{error:?}");
    }

    #[test]
    fn a_printer_that_stalls_is_given_up() {
        let (mut printer, served) = printer(|stream| stream);
        (printer.timeouts.status, printer.timeouts.write) =
            (Duration::from_millis(50), Duration::from_millis(200));
        let error = printer.print(&vec![b'x'; 16 << 20]).unwrap_err();
        drop(served.join().unwrap());
        assert!(
            matches!(error, PrinterError::TimedOut { written_bytes: 1.. }),
            "{error:?}"
        );
    }

    #[test]
    fn a_printer_that_is_off_cannot_be_reached() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let error = TcpPrinter::new("127.0.0.1".to_owned(), port)
            .print(JOB)
            .unwrap_err();
        assert!(matches!(error, PrinterError::Unreachable { .. }), "{error:?}");
        assert!(error.to_string().contains(&format!("tcp:127.0.0.1:{port}")));
    }
}
