//! A gate that is asked by a message (MQTT 5.0), and tells by one that somebody went through.
//!
//! Each opening has a connection of its own, with a session that is gone with it, and says its message once: what is not acknowledged
//! is not repeated. The broker is told when the message is of no use any more, and does not keep it for a controller that comes back
//! later. Without encryption, unless there is an authority by whose certificate the broker proves itself (TLS): it stands in the house,
//! at best on the same machine.

mod line;
mod packet;

use std::{
    error::Error,
    fs::File,
    io::{self, Read},
    os::unix::fs::PermissionsExt,
    path::Path,
    time::{Duration, Instant},
};

use einlass_domain::gate::{Gate, GateError, GateTimes, Heading, Passage};
use zeroize::Zeroizing;

use self::{
    line::Line,
    packet::{Heard, Malformed},
};
use super::target::{GateTarget, MqttTarget};

/// For the broker to answer.
const ANSWER: Duration = Duration::from_millis(1_500);
/// Longer than any name and password.
const LONGEST_LOGIN: u64 = 4_096;

/// A gate behind a broker in the house.
pub struct MqttGate {
    target: MqttTarget,
    times: GateTimes,
}

/// Why the broker is of no use.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("the login cannot be read")]
    Login(#[source] io::Error),
    #[error("the login can be read by others; chmod o= FILE mends that")]
    ExposedLogin,
    #[error("the certificate of the broker's authority cannot be read")]
    Authority(#[source] io::Error),
    #[error("the broker does not prove that it is the right one")]
    Impostor(#[source] rustls::Error),
    #[error("the connection to the broker failed")]
    Io(#[from] io::Error),
    #[error(transparent)]
    Malformed(#[from] Malformed),
    #[error("the broker does not answer")]
    Silent,
    #[error("the broker does not let us in ({})", reason(*.0))]
    MayNotConnect(u8),
    #[error("the broker does not let us listen to the sensor ({})", reason(*.0))]
    MayNotListen(u8),
    #[error("the broker does not let us send to the gate ({})", reason(*.0))]
    MayNotSend(u8),
    #[error("nobody listens there: the gate's controller is not connected")]
    NobodyListens,
    #[error("the broker has ended the connection ({})", reason(*.0))]
    Gone(u8),
}

/// 2.4: reason codes from here on are refusals.
const REFUSED: u8 = 0x80;
/// 3.4.2.1: the broker knows of nobody who listens.
const NOBODY_LISTENS: u8 = 0x10;

/// 2.4: the codes that somebody who sets a gate up meets.
fn reason(code: u8) -> String {
    match code {
        0x01 | 0x84 => "it does not know MQTT 5".to_owned(),
        0x86 => "wrong name or password".to_owned(),
        0x87 => "not authorised".to_owned(),
        other => format!("reason {other:#04x}"),
    }
}

impl MqttGate {
    /// The gate there, which is not asked for yet.
    pub fn new(target: MqttTarget, times: GateTimes) -> Self {
        Self { target, times }
    }

    /// Connects, and listens to the sensor where there is one.
    fn connect(&self, by: Instant) -> Result<Session, Trouble> {
        let login = self.target.login.as_deref().map(login).transpose()?;
        let login = login
            .as_ref()
            .map(|login| login.split_once('\n').unwrap_or((login, "")));
        let trimmed = |text: &'_ str| text.trim_end_matches(['\r', '\n']).to_owned();
        let login = login.map(|(name, password)| (trimmed(name), Zeroizing::new(trimmed(password))));
        let login = login
            .as_ref()
            .map(|(name, password)| (name.as_str(), password.as_str()));
        let mut session = Session::open(&self.target, by)?;
        session.say(&packet::connect(login))?;
        let connected = |heard: &Heard| {
            if let Heard::Connected(code) = heard {
                Some(*code)
            } else {
                None
            }
        };
        match session.answer(by, connected)? {
            0 => {}
            code => return Err(Trouble::MayNotConnect(code)),
        }
        if let Some(passed) = &self.target.passed {
            session.say(&packet::subscribe(passed))?;
            let listening = |heard: &Heard| {
                if let Heard::Listening(code) = heard {
                    Some(*code)
                } else {
                    None
                }
            };
            let code = session.answer(by, listening)?;
            if code >= REFUSED {
                return Err(Trouble::MayNotListen(code));
            }
        }
        Ok(session)
    }

    /// Says the message; gives whether the sensor has told something when the broker has it.
    fn send(&self, session: &mut Session, heading: Heading, by: Instant) -> Result<bool, Trouble> {
        let rest = by.saturating_duration_since(Instant::now());
        let expires_s = u32::try_from(rest.as_secs().max(1)).unwrap_or(1);
        let topic = self.target.topics.of(heading);
        session.say(&packet::publish(&topic, &self.target.say, expires_s))?;
        let mut is_through = false;
        let taken = session.answer(Instant::now() + ANSWER, |heard| {
            is_through |= self.tells_passed(heard);
            if let Heard::Taken(code) = heard {
                Some(*code)
            } else {
                None
            }
        });
        match taken? {
            NOBODY_LISTENS => Err(Trouble::NobodyListens),
            code if code >= REFUSED => Err(Trouble::MayNotSend(code)),
            _taken => Ok(is_through),
        }
    }

    fn tells_passed(&self, heard: &Heard) -> bool {
        let Heard::Message { topic, is_kept } = heard else {
            return false;
        };
        let passed = self.target.passed.as_deref();
        !is_kept && passed.is_some_and(|passed| passed.as_bytes() == topic)
    }

    fn unreachable(&self, trouble: Trouble) -> GateError {
        let (gate, source) = (self.describe(), Box::<dyn Error + Send + Sync>::from(trouble));
        GateError::Unreachable { gate, source }
    }

    fn unsure(&self, trouble: Trouble) -> GateError {
        let (gate, source) = (self.describe(), Box::<dyn Error + Send + Sync>::from(trouble));
        GateError::Unsure { gate, source }
    }
}

impl Gate for MqttGate {
    fn ready(&mut self) -> Result<(), GateError> {
        let session = self.connect(Instant::now() + ANSWER);
        session.map_err(|trouble| self.unreachable(trouble))?.leave();
        Ok(())
    }

    fn has_sensor(&self) -> bool {
        self.target.passed.is_some()
    }

    fn open(&mut self, heading: Heading, by: Instant) -> Result<Passage, GateError> {
        let mut session = self
            .connect(by.min(Instant::now() + ANSWER))
            .map_err(|trouble| self.unreachable(trouble))?;
        session.forget().map_err(|trouble| self.unreachable(trouble))?;
        let began = Instant::now();
        if by < began {
            return Err(GateError::Busy);
        }
        let is_through = match self.send(&mut session, heading, by) {
            Ok(is_through) => is_through,
            Err(trouble @ (Trouble::NobodyListens | Trouble::MayNotSend(_))) => {
                return Err(self.unreachable(trouble));
            }
            Err(trouble) => return Err(self.unsure(trouble)),
        };
        let passage = if !self.has_sensor() {
            Passage::Opened
        } else if is_through {
            Passage::Passed
        } else {
            match session.answer(began + self.times.passage, |heard| {
                self.tells_passed(heard).then_some(())
            }) {
                Ok(_) => Passage::Passed,
                Err(Trouble::Silent) => Passage::NotPassed,
                Err(trouble) => return Err(self.unsure(trouble)),
            }
        };
        session.leave();
        Ok(passage)
    }

    fn describe(&self) -> String {
        GateTarget::Mqtt(self.target.clone()).to_string()
    }
}

/// A conversation with the broker.
struct Session {
    line: Line,
    came: Vec<u8>,
}

impl Session {
    fn open(target: &MqttTarget, by: Instant) -> Result<Self, Trouble> {
        let (line, came) = (Line::open(target, by)?, Vec::new());
        Ok(Self { line, came })
    }

    fn say(&mut self, packet: &[u8]) -> Result<(), Trouble> {
        self.line.say(packet)
    }

    /// Waits for what `of` takes for an answer, and gives what it says.
    fn answer<T>(&mut self, by: Instant, mut of: impl FnMut(&Heard) -> Option<T>) -> Result<T, Trouble> {
        loop {
            match packet::hear(&mut self.came)? {
                Some(Heard::Gone(code)) => return Err(Trouble::Gone(code)),
                Some(heard) => {
                    if let Some(said) = of(&heard) {
                        return Ok(said);
                    }
                }
                None => {
                    let came = self.line.hear(rest(by).ok_or(Trouble::Silent)?)?;
                    self.came.extend(came);
                }
            }
        }
    }

    /// Forgets what the sensor has told so far: it is about somebody before.
    fn forget(&mut self) -> Result<(), Trouble> {
        match self.answer(Instant::now() + Duration::from_millis(1), |_| None::<()>) {
            Ok(_) | Err(Trouble::Silent) => Ok(()),
            Err(trouble) => Err(trouble),
        }
    }

    /// Says goodbye; otherwise the broker's log would be full of lost clients.
    fn leave(mut self) {
        let _ = self.say(&packet::DISCONNECT);
    }
}

fn rest(by: Instant) -> Option<Duration> {
    let rest = by.checked_duration_since(Instant::now());
    rest.filter(|rest| !rest.is_zero())
}

fn login(file: &Path) -> Result<Zeroizing<String>, Trouble> {
    let opened = File::open(file).map_err(Trouble::Login)?;
    let mode = opened.metadata().map_err(Trouble::Login)?.permissions().mode();
    if mode & 0o007 != 0 {
        return Err(Trouble::ExposedLogin);
    }
    let mut text = Zeroizing::new(String::with_capacity(LONGEST_LOGIN as usize));
    let mut start = opened.take(LONGEST_LOGIN);
    start.read_to_string(&mut text).map_err(Trouble::Login)?;
    Ok(text)
}

#[cfg(test)]
mod tests;
