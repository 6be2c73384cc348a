//! speech-dispatcher, spoken to in SSIP (Speech Synthesis Interface Protocol, its manual) over its Unix socket.
//!
//! The seven commands that are needed. Answers and notifications come mixed, and every wait has an end.

use std::{
    io::{self, ErrorKind, Read, Write},
    os::unix::net::UnixStream,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use einlass_domain::speech::Utterance;

use super::{Engine, SpeechError, character, voice_of};

/// An answer comes at once, or something is wrong.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);
/// More than any answer has; a line without an end is no answer.
const LONGEST_ANSWER_BYTES: usize = 64 * 1024;

/// A connection to speech-dispatcher.
pub(super) struct Dispatcher {
    socket: UnixStream,
    received: Vec<u8>,
    /// The number of the message that is being said.
    pub(super) speaking: Option<String>,
    /// The lines of a notification that has not come to its end.
    notified: Vec<String>,
}

impl Dispatcher {
    /// Connects; where nobody answers, asks speech-dispatcher to start, as its own library does.
    pub(super) fn open(path: &Path) -> Result<Self, SpeechError> {
        let socket = UnixStream::connect(path).or_else(|error| {
            if path.parent().is_some_and(Path::exists) {
                spawn(path);
                UnixStream::connect(path)
            } else {
                Err(error)
            }
        });
        let socket = socket.map_err(|source| SpeechError::Unreachable {
            socket: path.to_owned(),
            source,
        })?;
        socket
            .set_write_timeout(Some(ANSWER_WITHIN))
            .map_err(SpeechError::Silent)?;
        let mut dispatcher = Self {
            socket,
            received: Vec::new(),
            speaking: None,
            notified: Vec::new(),
        };
        dispatcher.ask("SET self CLIENT_NAME kiosk:einlass:main")?;
        dispatcher.ask("SET self SSML_MODE off")?;
        dispatcher.ask("SET self NOTIFICATION END on")?;
        dispatcher.ask("SET self NOTIFICATION CANCEL on")?;
        Ok(dispatcher)
    }

    /// Sends a line; gives the lines of data in the answer.
    fn ask(&mut self, line: &str) -> Result<Vec<String>, SpeechError> {
        self.socket
            .write_all(format!("{line}\r\n").as_bytes())
            .map_err(SpeechError::Silent)?;
        let until = Instant::now() + ANSWER_WITHIN;
        let mut data = Vec::new();
        loop {
            let Some(line) = self.line(until)? else {
                return Err(SpeechError::Silent(ErrorKind::TimedOut.into()));
            };
            match Answer::read(&line) {
                Some(answer) if answer.is_notification() => self.notice(answer),
                Some(answer) if answer.goes_on => data.push(answer.text.to_owned()),
                Some(answer) if answer.code.starts_with('2') => return Ok(data),
                Some(_) | None => return Err(SpeechError::Refused(line)),
            }
        }
    }

    /// One line, without its end; none when `until` comes first.
    fn line(&mut self, until: Instant) -> Result<Option<String>, SpeechError> {
        loop {
            if let Some(end) = self.received.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.received.drain(..=end).collect();
                return Ok(Some(String::from_utf8_lossy(&line).trim_end().to_owned()));
            }
            if self.received.len() > LONGEST_ANSWER_BYTES {
                return Err(SpeechError::Silent(ErrorKind::InvalidData.into()));
            }
            // A timeout of nothing would mean to wait for ever.
            let left = until
                .saturating_duration_since(Instant::now())
                .max(Duration::from_millis(1));
            self.socket
                .set_read_timeout(Some(left))
                .map_err(SpeechError::Silent)?;
            let mut piece = [0; 1024];
            match self.socket.read(&mut piece) {
                Ok(0) => return Err(SpeechError::Silent(ErrorKind::UnexpectedEof.into())),
                Ok(bytes) => self.received.extend(&piece[..bytes]),
                Err(error) if is_timeout(&error) => return Ok(None),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(SpeechError::Silent(error)),
            }
        }
    }

    /// A notification's lines are the message, the client, and what happened to it.
    fn notice(&mut self, answer: Answer<'_>) {
        if answer.goes_on {
            return self.notified.push(answer.text.to_owned());
        }
        let lines = std::mem::take(&mut self.notified);
        let is_over = ["702", "703"].contains(&answer.code);
        if is_over && lines.first() == self.speaking.as_ref() {
            self.speaking = None;
        }
    }
}

impl Engine for Dispatcher {
    fn start(&mut self, utterance: &Utterance) -> Result<(), SpeechError> {
        let language = voice_of(utterance.language.code());
        self.ask(&format!("SET self LANGUAGE {language}"))?;
        let data = match character(&utterance.text) {
            Some(character) if !character.is_whitespace() => self.ask(&format!("CHAR {character}"))?,
            Some(_) | None => {
                self.ask("SPEAK")?;
                self.ask(&format!("{}\r\n.", one_line(&utterance.text)))?
            }
        };
        self.speaking = data.into_iter().next();
        Ok(())
    }

    fn is_speaking(&mut self) -> Result<bool, SpeechError> {
        while self.speaking.is_some() {
            let Some(line) = self.line(Instant::now())? else {
                break;
            };
            match Answer::read(&line) {
                Some(answer) if answer.is_notification() => self.notice(answer),
                Some(_) | None => return Err(SpeechError::Refused(line)),
            }
        }
        Ok(self.speaking.is_some())
    }

    fn stop(&mut self) -> Result<(), SpeechError> {
        if self.speaking.take().is_some() {
            self.ask("CANCEL self")?;
        }
        Ok(())
    }
}

impl Drop for Dispatcher {
    fn drop(&mut self) {
        // Nobody is left to be told.
        let _ = self.stop();
    }
}

/// A line `225-text` of an answer, or its last line `225 text`.
struct Answer<'a> {
    code: &'a str,
    goes_on: bool,
    text: &'a str,
}

impl<'a> Answer<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let (code, rest) = line.split_at_checked(3)?;
        let is_code = code.bytes().all(|byte| byte.is_ascii_digit());
        let (mark, text) = rest.split_at_checked(1)?;
        (is_code && ["-", " "].contains(&mark)).then_some(Self {
            code,
            goes_on: mark == "-",
            text,
        })
    }

    fn is_notification(&self) -> bool {
        self.code.starts_with('7')
    }
}

/// In one line, which does not end the text however it begins (SSIP, SPEAK: a dot in front is doubled).
fn one_line(text: &str) -> String {
    let line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if line.starts_with('.') {
        format!(".{line}")
    } else {
        line
    }
}

fn spawn(socket: &Path) {
    let mut dispatcher = Command::new("speech-dispatcher");
    dispatcher.arg("--spawn").arg("--socket-path").arg(socket);
    // Comes back when it listens; where it is not installed, connecting says so.
    let _ = dispatcher.stdout(Stdio::null()).stderr(Stdio::null()).status();
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}
