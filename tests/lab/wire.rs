//! A wire into the machine: a virtio port there, a socket here.

use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::Outcome;

/// An emulated machine beside busy neighbours is slow; this is for what never comes.
pub(crate) const COMES_WITHIN: Duration = Duration::from_secs(240);

/// A socket that the machine has not been plugged into yet.
pub(crate) struct Socket {
    pub(crate) name: &'static str,
    pub(crate) path: PathBuf,
    listener: UnixListener,
}

impl Socket {
    pub(crate) fn new(folder: &Path, name: &'static str) -> Outcome<Self> {
        let path = folder.join(name);
        let listener = UnixListener::bind(&path).map_err(|why| format!("{}: {why}", path.display()))?;
        listener.set_nonblocking(true).map_err(|why| why.to_string())?;
        Ok(Self { name, path, listener })
    }

    /// Waits for the machine.
    pub(crate) fn wire(self) -> Outcome<UnixStream> {
        let deadline = Instant::now() + COMES_WITHIN;
        loop {
            match self.listener.accept() {
                Ok((stream, _)) => {
                    stream.set_nonblocking(false).map_err(|why| why.to_string())?;
                    return Ok(stream);
                }
                Err(why) if why.kind() == io::ErrorKind::WouldBlock && Instant::now() < deadline => {
                    thread::sleep(Duration::from_millis(50));
                }
                Err(why) => return Err(format!("the machine did not plug {} in: {why}", self.name)),
            }
        }
    }
}

/// What comes out of a wire, line by line.
pub(crate) struct Lines(Receiver<String>);

impl Lines {
    pub(crate) fn of(stream: UnixStream) -> Self {
        let (tell, told) = channel();
        thread::spawn(move || {
            let lines = BufReader::new(stream).split(b'\n').map_while(Result::ok);
            let texts = lines.map(|line| String::from_utf8_lossy(&line).trim_end().to_owned());
            // Whoever does not listen any more wants no more lines.
            texts
                .map(|line| tell.send(line))
                .take_while(Result::is_ok)
                .for_each(drop);
        });
        Self(told)
    }

    pub(crate) fn next(&self, within: Duration) -> Outcome<String> {
        self.0.recv_timeout(within).map_err(|why| match why {
            RecvTimeoutError::Timeout => format!("nothing within {} s", within.as_secs()),
            RecvTimeoutError::Disconnected => "the machine is off".to_owned(),
        })
    }

    /// What has come by now.
    pub(crate) fn so_far(&self) -> Vec<String> {
        self.0.try_iter().collect()
    }
}

/// The shell in the machine.
pub(crate) struct Control {
    stream: UnixStream,
    lines: Lines,
}

impl Control {
    pub(crate) fn new(stream: UnixStream) -> Outcome<Self> {
        let reading = stream.try_clone().map_err(|why| why.to_string())?;
        let control = Self {
            stream,
            lines: Lines::of(reading),
        };
        control.until("lab: ready")?;
        Ok(control)
    }

    /// Does one line of the shell there; what it printed, if it succeeded.
    pub(crate) fn run(&mut self, command: &str) -> Outcome<String> {
        writeln!(self.stream, "{command}").map_err(|why| format!("{command}: {why}"))?;
        let (printed, last) = self
            .until("lab: done")
            .map_err(|why| format!("{command}: {why}"))?;
        if last == "lab: done 0" {
            return Ok(printed);
        }
        Err(format!("{command}: {last}: {printed}"))
    }

    fn until(&self, end: &str) -> Outcome<(String, String)> {
        let mut printed = String::new();
        loop {
            let line = self
                .lines
                .next(COMES_WITHIN)
                .map_err(|why| format!("{why}; so far: {printed}"))?;
            if line.starts_with(end) {
                return Ok((printed, line));
            }
            printed.push_str(&line);
            printed.push('\n');
        }
    }
}
