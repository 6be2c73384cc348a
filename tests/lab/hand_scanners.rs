//! Scanners that a hand holds over a code: one on a serial line, one that types.

use std::io::Write;
use std::os::unix::net::UnixStream;

use crate::Outcome;

/// Sends the text of a code as bytes.
pub(crate) struct Serial(UnixStream);

impl Serial {
    pub(crate) fn new(wire: UnixStream) -> Self {
        Self(wire)
    }

    pub(crate) fn scan(&mut self, bytes: &[u8]) -> Outcome<()> {
        self.0
            .write_all(bytes)
            .map_err(|why| format!("nothing is sent: {why}"))
    }
}

/// Types the text of a code as a keyboard would, on a US layout.
pub(crate) struct Typing(UnixStream);

impl Typing {
    pub(crate) fn new(wire: UnixStream) -> Self {
        Self(wire)
    }

    /// Types the text; `\n` is Enter.
    pub(crate) fn scan(&mut self, text: &str) -> Outcome<()> {
        let mut reports = Vec::new();
        for character in text.chars() {
            let (modifiers, usage) = key(character).ok_or(format!("no key for {character:?}"))?;
            reports.extend([modifiers, 0, usage, 0, 0, 0, 0, 0]);
            reports.extend([0; 8]);
        }
        self.0
            .write_all(&reports)
            .map_err(|why| format!("nothing is typed: {why}"))
    }
}

/// Modifiers and usage (USB HID Usage Tables, page 7) of a character.
fn key(character: char) -> Option<(u8, u8)> {
    const LEFT_SHIFT: u8 = 2;
    const PLAIN: (&str, u8) = ("abcdefghijklmnopqrstuvwxyz1234567890\n\x1b\x08\t -=[]\\", 4);
    const PLAIN_BEHIND: (&str, u8) = (";'`,./", 51);
    const SHIFTED: (&str, u8) = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()", 4);
    const SHIFTED_SIGNS: (&str, u8) = ("_+{}|", 45);
    const SHIFTED_BEHIND: (&str, u8) = (":\"~<>?", 51);
    let find = |(row, first): (&str, u8)| {
        Some(first + u8::try_from(row.chars().position(|key| key == character)?).ok()?)
    };
    let plain = [PLAIN, PLAIN_BEHIND].into_iter().find_map(find);
    let shifted = [SHIFTED, SHIFTED_SIGNS, SHIFTED_BEHIND]
        .into_iter()
        .find_map(find);
    plain
        .map(|usage| (0, usage))
        .or(shifted.map(|usage| (LEFT_SHIFT, usage)))
}
