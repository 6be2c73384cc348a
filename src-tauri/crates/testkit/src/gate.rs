//! A gate without the gate: it does what it is told to say.

use std::{
    collections::VecDeque,
    io,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use einlass_domain::gate::{Gate, GateError, Heading, Passage};

use crate::lock;

/// The gate. Clones are the same one. Asked to open when it has nothing more to answer, it panics, as a driver may.
#[derive(Clone, Debug)]
pub struct ScriptedGate {
    has_sensor: bool,
    script: Arc<Mutex<Script>>,
}

#[derive(Debug, Default)]
struct Script {
    answers: VecDeque<Result<Passage, GateError>>,
    opened: Vec<Heading>,
    takes: Duration,
    is_away: bool,
}

impl ScriptedGate {
    /// One that tells whether somebody went through.
    pub fn with_sensor() -> Self {
        Self {
            has_sensor: true,
            script: Arc::default(),
        }
    }

    /// One that only opens.
    pub fn without_sensor() -> Self {
        Self {
            has_sensor: false,
            ..Self::with_sensor()
        }
    }

    /// What it answers next.
    pub fn answer(&self, answers: impl IntoIterator<Item = Result<Passage, GateError>>) {
        lock(&self.script).answers.extend(answers);
    }

    /// How long it takes to answer.
    pub fn takes(&self, time: Duration) {
        lock(&self.script).takes = time;
    }

    /// Pulls its plug, or puts it in.
    pub fn set_away(&self, is_away: bool) {
        lock(&self.script).is_away = is_away;
    }

    /// Which ways it has opened so far.
    pub fn opened(&self) -> Vec<Heading> {
        lock(&self.script).opened.clone()
    }

    fn away(&self) -> Result<(), GateError> {
        let is_away = lock(&self.script).is_away;
        (!is_away).then_some(()).ok_or_else(|| GateError::Unreachable {
            gate: self.describe(),
            source: io::Error::from(io::ErrorKind::NotFound).into(),
        })
    }
}

impl Gate for ScriptedGate {
    fn ready(&mut self) -> Result<(), GateError> {
        self.away()
    }

    fn has_sensor(&self) -> bool {
        self.has_sensor
    }

    fn open(&mut self, heading: Heading, _by: Instant) -> Result<Passage, GateError> {
        self.away()?;
        let (answer, takes) = {
            let mut script = lock(&self.script);
            let answer = script.answers.pop_front();
            if answer.is_some() {
                script.opened.push(heading);
            }
            (answer, script.takes)
        };
        thread::sleep(takes);
        answer.expect("a gate that has an answer left")
    }

    fn describe(&self) -> String {
        "scripted gate".to_owned()
    }
}
