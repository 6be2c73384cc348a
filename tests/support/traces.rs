//! Looking for personal data where it must not be: in every file of a folder, in the shapes that software gives to text.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{fs, iter};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// Shorter needles would be found in any large file by chance.
const SHORTEST_NEEDLE: usize = 5;

/// A secret that was found.
#[derive(Debug, PartialEq, Eq)]
pub struct Trace {
    /// The file that has it in its content or its name.
    pub file: PathBuf,
    /// The secret as it was asked for.
    pub secret: String,
    /// The shape that it was found in, such as `utf-16le of lower case`.
    pub shape: String,
}

/// Every trace of the secrets in the folder's files and below.
pub fn traces_in(folder: &Path, secrets: &[&str]) -> Vec<Trace> {
    let needles: Vec<(&str, Vec<Needle>)> = secrets
        .iter()
        .map(|secret| (*secret, needles_of(secret)))
        .collect();
    let mut traces = Vec::new();
    for file in files_in(folder) {
        let mut content = file
            .file_name()
            .expect("a listed file has a name")
            .as_encoded_bytes()
            .to_vec();
        content.push(0);
        content.extend(fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display())));
        for (secret, needles) in &needles {
            for needle in needles.iter().filter(|needle| contains(&content, &needle.bytes)) {
                traces.push(Trace {
                    file: file.clone(),
                    secret: (*secret).to_owned(),
                    shape: needle.shape.clone(),
                });
            }
        }
    }
    traces
}

/// All regular files below the folder.
pub fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries
        .map(|entry| entry.expect("a listed file exists").path())
        .flat_map(|path| {
            if path.is_dir() {
                files_in(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.is_file())
        .collect()
}

struct Needle {
    shape: String,
    bytes: Vec<u8>,
}

fn needles_of(secret: &str) -> Vec<Needle> {
    let spellings = [
        ("the text", secret.to_owned()),
        ("lower case", secret.to_lowercase()),
        ("upper case", secret.to_uppercase()),
        ("reversed", secret.chars().rev().collect()),
    ];
    let mut seen = BTreeSet::new();
    spellings
        .iter()
        .flat_map(|(spelling, text)| {
            shapes_of(text)
                .into_iter()
                .map(move |(shape, bytes)| (format!("{shape} of {spelling}"), bytes))
        })
        .filter(|(_, bytes)| seen.insert(bytes.clone()))
        .inspect(|(shape, bytes)| {
            assert!(
                bytes.len() >= SHORTEST_NEEDLE,
                "{secret:?} as {shape} is too short to look for"
            );
        })
        .map(|(shape, bytes)| Needle { shape, bytes })
        .collect()
}

fn shapes_of(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let utf8 = text.as_bytes();
    let mut shapes = vec![
        ("utf-8", utf8.to_vec()),
        (
            "utf-16le",
            text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ),
        (
            "utf-16be",
            text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        ),
        ("hex", hex(utf8).into_bytes()),
        ("upper-case hex", hex(utf8).to_uppercase().into_bytes()),
        ("percent-encoding", percent_encoding(utf8).into_bytes()),
    ];
    for before in 0..3 {
        shapes.push(("base64", base64_inside(&STANDARD_NO_PAD, utf8, before)));
        shapes.push(("url-safe base64", base64_inside(&URL_SAFE_NO_PAD, utf8, before)));
    }
    if let Some(latin1) = text.chars().map(|c| u8::try_from(c).ok()).collect() {
        shapes.push(("latin-1", latin1));
    }
    shapes
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes any text");
        text
    })
}

/// RFC 3986, section 2.1: all but the unreserved characters.
fn percent_encoding(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(*byte))
            }
            _reserved => write!(text, "%{byte:02X}").expect("a string takes any text"),
        }
        text
    })
}

/// The characters of base64 that do not depend on what stands around the bytes, if `before` bytes stand in front of them
/// in their group of three (RFC 4648, section 4).
fn base64_inside(alphabet: &impl Engine, bytes: &[u8], before: usize) -> Vec<u8> {
    let padded: Vec<u8> = iter::repeat_n(0, before).chain(bytes.iter().copied()).collect();
    let text = alphabet.encode(&padded).into_bytes();
    let first = (before * 8).div_ceil(6);
    let end = padded.len() * 8 / 6;
    text[first..end].to_vec()
}

fn contains(content: &[u8], needle: &[u8]) -> bool {
    content.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "Besucherin Zwölf";

    /// Each shape is planted by other means than the search makes its needles by.
    #[test]
    fn a_planted_secret_is_found_in_every_shape() {
        let planted: Vec<(&str, Vec<u8>)> = vec![
            ("utf-8", SECRET.into()),
            ("lower case", "besucherin zwölf".into()),
            ("upper case", "BESUCHERIN ZWÖLF".into()),
            ("reversed", "flöwZ nirehcuseB".into()),
            ("utf-16le", SECRET.chars().flat_map(|c| [c as u8, 0]).collect()),
            ("utf-16be", SECRET.chars().flat_map(|c| [0, c as u8]).collect()),
            ("latin-1", b"Besucherin Zw\xF6lf".to_vec()),
            ("hex", "4265737563686572696e205a77c3b66c66".into()),
            ("upper-case hex", "4265737563686572696E205A77C3B66C66".into()),
            ("percent-encoding", "Besucherin%20Zw%C3%B6lf".into()),
            (
                "base64 at 0",
                STANDARD_NO_PAD.encode(format!("{SECRET}!!")).into(),
            ),
            (
                "base64 at 1",
                STANDARD_NO_PAD.encode(format!("?{SECRET}!")).into(),
            ),
            (
                "base64 at 2",
                STANDARD_NO_PAD.encode(format!("??{SECRET}")).into(),
            ),
            (
                "url-safe base64",
                URL_SAFE_NO_PAD.encode(format!("~~~~{SECRET}~")).into(),
            ),
        ];
        for (shape, secret) in planted {
            let folder = tempfile::tempdir().unwrap();
            let content = [vec![0xA5; 1000], secret, vec![0x5A; 1000]].concat();
            fs::create_dir(folder.path().join("below")).unwrap();
            fs::write(folder.path().join("below/file"), content).unwrap();

            assert!(
                !traces_in(folder.path(), &[SECRET]).is_empty(),
                "not found as {shape}"
            );
        }
    }

    #[test]
    fn a_secret_in_a_file_name_is_found() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("Besucherin Zwölf.txt"), "").unwrap();

        assert!(!traces_in(folder.path(), &[SECRET]).is_empty());
    }

    #[test]
    fn nothing_is_found_where_nothing_is() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "Besucherin Elf, 4265737563686572").unwrap();

        assert_eq!(traces_in(folder.path(), &[SECRET]), []);
    }
}
