//! Whether a headset is plugged in. What cannot be told counts as no headset.

use std::{fmt, path::PathBuf, process::Command, str::FromStr};

/// Looks at the socket.
pub(super) trait Headset: Send {
    /// Whether something is plugged in; none when that cannot be told.
    fn is_plugged(&mut self) -> Option<bool>;
}

/// How a headset is known: `jack`, `jack:CARD`, `always` or `never`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeadsetTarget {
    /// `jack` or `jack:CARD`: the socket of a sound card, which says whether something is plugged in.
    Jack {
        /// Number or name of the card, as ALSA has it; without one, the default card.
        card: Option<String>,
    },
    /// `always`: nothing but a headset or a handset can be heard here.
    Always,
    /// `never`: there is no socket.
    Never,
}

impl HeadsetTarget {
    pub(super) fn open(&self) -> Box<dyn Headset> {
        match self {
            Self::Jack { card } => Box::new(AlsaJack::new(card.clone())),
            Self::Always => Box::new(Fixed(true)),
            Self::Never => Box::new(Fixed(false)),
        }
    }
}

impl fmt::Display for HeadsetTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Jack { card: None } => f.write_str("jack"),
            Self::Jack { card: Some(card) } => write!(f, "jack:{card}"),
            Self::Always => f.write_str("always"),
            Self::Never => f.write_str("never"),
        }
    }
}

/// A text that names no way to know a headset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{given}\" is no way to know a headset; write jack, jack:CARD, always or never")]
pub struct HeadsetTargetError {
    /// What was given.
    pub given: String,
}

impl FromStr for HeadsetTarget {
    type Err = HeadsetTargetError;

    fn from_str(text: &str) -> Result<Self, HeadsetTargetError> {
        match text.split_once(':') {
            None if text == "jack" => Ok(Self::Jack { card: None }),
            None if text == "always" => Ok(Self::Always),
            None if text == "never" => Ok(Self::Never),
            Some(("jack", card)) if is_card(card) => Ok(Self::Jack {
                card: Some(card.to_owned()),
            }),
            None | Some(_) => Err(HeadsetTargetError {
                given: text.to_owned(),
            }),
        }
    }
}

/// A card's number or id; nothing that amixer could take for an option.
fn is_card(card: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !card.is_empty() && card.chars().all(is_plain)
}

struct Fixed(bool);

impl Headset for Fixed {
    fn is_plugged(&mut self) -> Option<bool> {
        Some(self.0)
    }
}

/// Asks ALSA for the controls of the card (`amixer contents`, alsa-utils).
pub(super) struct AlsaJack {
    pub(super) program: PathBuf,
    card: Option<String>,
}

impl AlsaJack {
    pub(super) fn new(card: Option<String>) -> Self {
        Self {
            program: "amixer".into(),
            card,
        }
    }
}

impl Headset for AlsaJack {
    fn is_plugged(&mut self) -> Option<bool> {
        let mut amixer = Command::new(&self.program);
        if let Some(card) = &self.card {
            amixer.args(["-c", card]);
        }
        let said = amixer.arg("contents").env("LC_ALL", "C").output().ok()?;
        said.status
            .success()
            .then(|| plugged(&String::from_utf8_lossy(&said.stdout)))?
    }
}

/// Reads a control's name in one line and its value two lines below:
///
/// ```text
/// numid=15,iface=CARD,name='Headphone Jack'
///   ; type=BOOLEAN,access=r-------,values=1
///   : values=off
/// ```
///
/// A "Phantom Jack" senses nothing and is always on (Linux, hda_jack.c).
fn plugged(contents: &str) -> Option<bool> {
    let mut found = None;
    let mut is_jack = false;
    for line in contents.lines() {
        if let Some((_, name)) = line.split_once("name='") {
            is_jack = ["Headphone", "Headset"].iter().any(|what| name.contains(what))
                && name.contains("Jack")
                && !name.contains("Phantom");
        } else if let Some(values) = line.trim_start().strip_prefix(": values=").filter(|_| is_jack) {
            found = Some(found.unwrap_or(false) || values.trim_end() == "on");
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt};

    use super::*;

    const MASTER: &str = "numid=1,iface=MIXER,name='Headphone Playback Switch'\n  ; type=BOOLEAN,access=rw------,values=2\n  : values=on,on\n";

    fn jack(name: &str, value: &str) -> String {
        format!(
            "numid=15,iface=CARD,name='{name}'\n  ; type=BOOLEAN,access=r-------,values=1\n  : values={value}\n"
        )
    }

    #[test]
    fn a_jack_says_whether_something_is_in_it() {
        for (contents, expected) in [
            (jack("Headphone Jack", "on"), Some(true)),
            (jack("Headphone Jack", "off"), Some(false)),
            (jack("Front Headphone Jack", "on"), Some(true)),
            (jack("Headphone Mic Jack", "off"), Some(false)),
            (jack("Headset Jack", "on"), Some(true)),
            (jack("Mic Jack", "on"), None),
            (jack("Headphone Phantom Jack", "on"), None),
            (MASTER.to_owned(), None),
            (String::new(), None),
            ("Invalid card number.".to_owned(), None),
            (
                format!(
                    "{}{MASTER}{}",
                    jack("Headphone Jack", "off"),
                    jack("Headset Jack", "on")
                ),
                Some(true),
            ),
            (format!("{}{MASTER}", jack("Headphone Jack", "off")), Some(false)),
        ] {
            assert_eq!(plugged(&contents), expected, "{contents}");
        }
    }

    #[test]
    fn what_amixer_cannot_tell_is_unknown() {
        let folder = tempfile::tempdir().unwrap();
        let stand_in = |name: &str, script: &str| {
            let program = folder.path().join(name);
            fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
            let mut jack = AlsaJack::new(Some("PCH".to_owned()));
            jack.program = program;
            jack.is_plugged()
        };
        let contents = jack("Headphone Jack", "on");
        let asked = format!("[ \"$*\" = \"-c PCH contents\" ] || exit 9\ncat <<'END'\n{contents}END");
        assert_eq!(stand_in("on", &asked), Some(true));
        assert_eq!(stand_in("fails", &format!("{asked}\nexit 1")), None);
        let mut gone = AlsaJack::new(None);
        gone.program = folder.path().join("gone");
        assert_eq!(gone.is_plugged(), None);
    }

    #[test]
    fn a_target_is_written_as_it_is_read() {
        for text in ["jack", "jack:0", "jack:PCH", "always", "never"] {
            assert_eq!(text.parse::<HeadsetTarget>().unwrap().to_string(), text);
        }
        for text in ["", "jack:", "jack:-c", "jack:a b", "sometimes", "always:"] {
            let error = text.parse::<HeadsetTarget>().unwrap_err().to_string();
            assert!(error.contains("jack:CARD"), "{error}");
        }
    }
}
