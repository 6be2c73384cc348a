//! Which voice: one word on the command line and in the configuration.

use std::{env, fmt, path::PathBuf, process::Command, str::FromStr};

use super::{
    Engine, SpeechError,
    desk::{SpeechDesk, SpeechEvent},
    espeak::Espeak,
    headset::HeadsetTarget,
    ssip::Dispatcher,
};

/// What speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpeechTarget {
    /// `off`: nothing.
    Off,
    /// `espeak`: eSpeak NG.
    Espeak,
    /// `speech-dispatcher` or `speech-dispatcher:SOCKET`: speech-dispatcher, and eSpeak NG where it cannot be reached.
    Dispatcher {
        /// Its socket; without one, where it has it by itself.
        socket: Option<PathBuf>,
    },
    /// `wav:DIR`: no sound; what would be heard is kept in a folder.
    Wav {
        /// The folder, made with the first recording.
        folder: PathBuf,
    },
}

impl SpeechTarget {
    /// Starts the voice on a thread of its own; none where it is off. `tell` is called on that thread.
    pub fn start(
        &self,
        headset: &HeadsetTarget,
        tell: impl FnMut(SpeechEvent) + Send + 'static,
    ) -> Option<SpeechDesk> {
        let target = self.clone();
        let open = move || target.open();
        (*self != Self::Off).then(|| SpeechDesk::start(Box::new(open), headset.open(), tell))
    }

    fn open(&self) -> Result<Box<dyn Engine>, SpeechError> {
        Ok(match self {
            Self::Dispatcher { socket } => {
                let socket = socket.clone().unwrap_or_else(default_socket);
                match Dispatcher::open(&socket) {
                    Ok(dispatcher) => Box::new(dispatcher),
                    Err(_) if has_espeak() => Box::new(Espeak::aloud()),
                    Err(error) => return Err(error),
                }
            }
            Self::Espeak | Self::Off => Box::new(Espeak::aloud()),
            Self::Wav { folder } => Box::new(Espeak::into_folder(folder.clone())),
        })
    }
}

/// The voice that this machine has: eSpeak NG where it is installed.
pub fn find_speech() -> SpeechTarget {
    if has_espeak() {
        SpeechTarget::Espeak
    } else {
        SpeechTarget::Off
    }
}

fn has_espeak() -> bool {
    let asked = Command::new("espeak-ng").arg("--version").output();
    asked.is_ok_and(|said| said.status.success())
}

/// Where speech-dispatcher listens by itself (its manual, "Speech Dispatcher Path").
fn default_socket() -> PathBuf {
    let runtime = env::var_os("XDG_RUNTIME_DIR").unwrap_or_else(|| "/run".into());
    PathBuf::from(runtime).join("speech-dispatcher/speechd.sock")
}

impl fmt::Display for SpeechTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => f.write_str("off"),
            Self::Espeak => f.write_str("espeak"),
            Self::Dispatcher { socket: None } => f.write_str("speech-dispatcher"),
            Self::Dispatcher {
                socket: Some(socket), ..
            } => write!(f, "speech-dispatcher:{}", socket.display()),
            Self::Wav { folder } => write!(f, "wav:{}", folder.display()),
        }
    }
}

/// A text that names no voice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{given}\" names no voice; write off, espeak, speech-dispatcher, speech-dispatcher:SOCKET or wav:DIR"
)]
pub struct SpeechTargetError {
    /// What was given.
    pub given: String,
}

impl FromStr for SpeechTarget {
    type Err = SpeechTargetError;

    fn from_str(text: &str) -> Result<Self, SpeechTargetError> {
        let target = match text.split_once(':') {
            None if text == "off" => Some(Self::Off),
            None if text == "espeak" => Some(Self::Espeak),
            None if text == "speech-dispatcher" => Some(Self::Dispatcher { socket: None }),
            Some(("speech-dispatcher", socket)) if !socket.is_empty() => Some(Self::Dispatcher {
                socket: Some(socket.into()),
            }),
            Some(("wav", folder)) if !folder.is_empty() => Some(Self::Wav {
                folder: folder.into(),
            }),
            None | Some(_) => None,
        };
        target.ok_or_else(|| SpeechTargetError {
            given: text.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_written_as_it_is_read() {
        for text in [
            "off",
            "espeak",
            "speech-dispatcher",
            "speech-dispatcher:/run/user/1000/speech-dispatcher/speechd.sock",
            "wav:/tmp/said",
            "wav:a:b",
        ] {
            assert_eq!(text.parse::<SpeechTarget>().unwrap().to_string(), text);
        }
        for text in ["", "on", "espeak:", "wav", "wav:", "speech-dispatcher:", "Espeak"] {
            let error = text.parse::<SpeechTarget>().unwrap_err().to_string();
            for form in ["off", "espeak", "speech-dispatcher:SOCKET", "wav:DIR"] {
                assert!(error.contains(form), "{text}: {error}");
            }
        }
    }

    #[test]
    fn a_voice_that_is_off_is_none() {
        assert!(SpeechTarget::Off.start(&HeadsetTarget::Always, |_| ()).is_none());
    }

    #[test]
    fn without_speech_dispatcher_espeak_speaks() {
        let target = SpeechTarget::Dispatcher {
            socket: Some("/nonexistent/speechd.sock".into()),
        };
        assert!(!target.open().unwrap().is_speaking().unwrap());
    }
}
