//! The voice: text becomes sound on a thread of its own, and what is private only while a headset is plugged in.
//!
//! eSpeak NG, speech-dispatcher and the folder of recordings differ only in how an utterance is started and stopped; the order of
//! utterances, the headset and what happens when a speech system dies are the same.

mod desk;
mod espeak;
mod headset;
mod ssip;
mod target;

use std::{io, path::PathBuf, process::ExitStatus};

use einlass_domain::speech::Utterance;

pub use desk::{SpeechDesk, SpeechEvent};
pub use headset::{HeadsetTarget, HeadsetTargetError};
pub use target::{SpeechTarget, SpeechTargetError, find_speech};

/// Makes one utterance after the other heard; knows nothing of who may hear it.
trait Engine: Send {
    /// Begins to say this, and does not wait for the sound. Only while nothing is being said.
    fn start(&mut self, utterance: &Utterance) -> Result<(), SpeechError>;

    /// Whether something is being said; an error when it ended badly.
    fn is_speaking(&mut self) -> Result<bool, SpeechError>;

    /// Breaks off what is being said.
    fn stop(&mut self) -> Result<(), SpeechError>;
}

/// Why nothing is heard.
#[derive(Debug, thiserror::Error)]
pub enum SpeechError {
    /// The program is not there, or cannot be started.
    #[error("{} cannot be started", program.display())]
    Start {
        /// Which.
        program: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The program took no text.
    #[error("the text was not taken")]
    Text(#[source] io::Error),
    /// The program ended without having said everything.
    #[error("the voice ended early, with {0}")]
    Ended(ExitStatus),
    /// The recording cannot be kept.
    #[error("{} cannot be written", file.display())]
    Recording {
        /// Which file or folder.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Nobody answers at the socket.
    #[error("speech-dispatcher cannot be reached at {}", socket.display())]
    Unreachable {
        /// Which.
        socket: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The connection broke, or no answer came in time.
    #[error("speech-dispatcher does not answer")]
    Silent(#[source] io::Error),
    /// It answered with an error, or with what is no answer.
    #[error("speech-dispatcher answered \"{0}\"")]
    Refused(String),
}

/// What eSpeak NG and speech-dispatcher call a language: the primary subtag (RFC 5646), with the accent where there are several.
fn voice_of(code: &str) -> &str {
    match code.split('-').next().unwrap_or(code) {
        "en" => "en-gb",
        "fr" => "fr-fr",
        plain => plain,
    }
}

/// The one character that the text is, which is said by its name: a full stop is heard as a pause otherwise.
fn character(text: &str) -> Option<char> {
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

#[cfg(test)]
mod tests;
