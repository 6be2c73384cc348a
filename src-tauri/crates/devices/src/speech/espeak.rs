//! eSpeak NG: one child process an utterance, which is killed when it is to be silent.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Seek, SeekFrom, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use einlass_domain::speech::{Audience, Utterance};

use super::{Engine, SpeechError, character, voice_of};

/// The canonical header of RIFF WAVE with one format and one data chunk.
const WAV_HEADER_BYTES: u64 = 44;

/// Speaks, or keeps in a folder what it would speak, as `say-0001-everybody.wav` or `say-0001-headset.wav`.
///
/// Numbers continue where the folder's files end. Only the user who runs the kiosk can read them: they may hold what a person typed.
pub(super) struct Espeak {
    pub(super) program: PathBuf,
    folder: Option<PathBuf>,
    speaking: Option<Speaking>,
}

struct Speaking {
    child: Child,
    recording: Option<Recording>,
}

struct Recording {
    file: File,
    unfinished: PathBuf,
    finished: PathBuf,
}

impl Espeak {
    /// Speaks through the machine's sound.
    pub(super) fn aloud() -> Self {
        Self::new(None)
    }

    /// Keeps recordings in `folder`.
    pub(super) fn into_folder(folder: PathBuf) -> Self {
        Self::new(Some(folder))
    }

    fn new(folder: Option<PathBuf>) -> Self {
        Self {
            program: "espeak-ng".into(),
            folder,
            speaking: None,
        }
    }
}

impl Engine for Espeak {
    fn start(&mut self, utterance: &Utterance) -> Result<(), SpeechError> {
        let recording = self
            .folder
            .as_deref()
            .map(|folder| {
                Recording::begin(folder, utterance.audience).map_err(|source| unkept(folder, source))
            })
            .transpose()?;
        let mut espeak = Command::new(&self.program);
        // Text in UTF-8 (-b 1), and from standard input: arguments can be read by every user of the machine.
        espeak.args(["-v", voice_of(utterance.language.code()), "-b", "1", "--stdin"]);
        if character(&utterance.text).is_some() {
            espeak.arg("--punct");
        }
        espeak.stdin(Stdio::piped()).stderr(Stdio::null());
        match &recording {
            Some(recording) => {
                let file = recording.file.try_clone();
                let file = file.map_err(|source| unkept(&recording.unfinished, source))?;
                espeak.arg("--stdout").stdout(file)
            }
            None => espeak.stdout(Stdio::null()),
        };
        let mut child = espeak.spawn().map_err(|source| SpeechError::Start {
            program: self.program.clone(),
            source,
        })?;
        let mut stdin = child.stdin.take().expect("standard input was asked to be a pipe");
        self.speaking = Some(Speaking { child, recording });
        // Shorter than what a pipe holds, so this does not wait for the child.
        stdin
            .write_all(plain(&utterance.text).as_bytes())
            .map_err(SpeechError::Text)
    }

    fn is_speaking(&mut self) -> Result<bool, SpeechError> {
        let Some(speaking) = &mut self.speaking else {
            return Ok(false);
        };
        let Some(status) = speaking.child.try_wait().map_err(SpeechError::Text)? else {
            return Ok(true);
        };
        let recording = self.speaking.take().and_then(|speaking| speaking.recording);
        if !status.success() {
            return Err(SpeechError::Ended(status));
        }
        recording.map_or(Ok(()), Recording::finish)?;
        Ok(false)
    }

    fn stop(&mut self) -> Result<(), SpeechError> {
        let Some(mut speaking) = self.speaking.take() else {
            return Ok(());
        };
        // Fails only where the child has ended by itself.
        let _ = speaking.child.kill();
        let _ = speaking.child.wait();
        // What was heard until then is kept.
        speaking.recording.map_or(Ok(()), Recording::finish)
    }
}

impl Drop for Espeak {
    fn drop(&mut self) {
        // Nobody is left to be told.
        let _ = self.stop();
    }
}

/// Without what eSpeak NG takes for phonemes (`[[…]]`) and without control characters.
fn plain(text: &str) -> String {
    let mut plain: String = text
        .replace("[[", "[ [")
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    plain.push('\n');
    plain
}

fn unkept(file: &Path, source: io::Error) -> SpeechError {
    SpeechError::Recording {
        file: file.to_owned(),
        source,
    }
}

impl Recording {
    fn begin(folder: &Path, audience: Audience) -> io::Result<Self> {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let mut last = 0;
        for entry in fs::read_dir(folder)? {
            last = last.max(number(&entry?.path()).unwrap_or(0));
        }
        let audience = match audience {
            Audience::Everybody => "everybody",
            Audience::Headset => "headset",
        };
        let name = format!("say-{:04}-{audience}.wav", last + 1);
        let unfinished = folder.join(format!(".{name}.unfinished"));
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&unfinished)?;
        Ok(Self {
            file,
            unfinished,
            finished: folder.join(name),
        })
    }

    /// Writes the lengths, which eSpeak NG cannot know when it writes the header, and gives the file its name.
    fn finish(self) -> Result<(), SpeechError> {
        self.close().map_err(|source| unkept(&self.finished, source))
    }

    fn close(&self) -> io::Result<()> {
        let mut file = &self.file;
        let bytes = file.metadata()?.len();
        // Broken off before there was any sound.
        if bytes < WAV_HEADER_BYTES {
            return fs::remove_file(&self.unfinished);
        }
        let length = |bytes: u64| u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes();
        file.seek(SeekFrom::Start(4))?;
        file.write_all(&length(bytes - 8))?;
        file.seek(SeekFrom::Start(40))?;
        file.write_all(&length(bytes - WAV_HEADER_BYTES))?;
        fs::rename(&self.unfinished, &self.finished)
    }
}

/// The number in `say-0001-everybody.wav`.
fn number(file: &Path) -> Option<u64> {
    let name = file.file_name()?.to_str()?.strip_prefix("say-")?;
    let (digits, _) = name.strip_suffix(".wav")?.split_once('-')?;
    digits.parse().ok()
}
