//! From what a scanner sends to codes: where one ends, and whether it can be a pass.

use super::Sent;

/// Longer than any pass; a scanner that sends more sends something else.
const MAX_BYTES: usize = 512;

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Read {
    Code(Vec<u8>),
    Refused(&'static str),
}

/// The code that is coming in.
#[derive(Default)]
pub(super) struct CodeReader {
    bytes: Vec<u8>,
    wrong: Option<&'static str>,
}

impl CodeReader {
    /// Whether nothing has come since the last code.
    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty() && self.wrong.is_none()
    }

    /// Takes one thing; a code is over with Enter or Tab.
    pub(super) fn push(&mut self, sent: Sent) -> Option<Read> {
        match sent {
            Sent::Byte(b'\r' | b'\n' | b'\t') => return self.pause(),
            Sent::Byte(byte) if byte != b' ' && !byte.is_ascii_graphic() => {
                self.wrong = Some("it has a character that no pass has");
            }
            Sent::Byte(_) if self.bytes.len() == MAX_BYTES => self.wrong = Some("it is longer than any pass"),
            Sent::Byte(byte) => self.bytes.push(byte),
            Sent::Nonsense => self.wrong = Some("it was typed with keys that no pass needs"),
            Sent::Gap => self.wrong = Some("it was typed faster than this machine could read; scan it again"),
        }
        None
    }

    /// Takes the end of what came so far. Nothing comes of nothing: CR and LF end a code once.
    pub(super) fn pause(&mut self) -> Option<Read> {
        let CodeReader { bytes, wrong } = std::mem::take(self);
        match wrong {
            Some(why) => Some(Read::Refused(why)),
            None if bytes.is_empty() => None,
            None => Some(Read::Code(bytes)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sent: &[u8]) -> Vec<Read> {
        let mut code = CodeReader::default();
        sent.iter()
            .filter_map(|&byte| code.push(Sent::Byte(byte)))
            .collect()
    }

    fn code(text: &str) -> Read {
        Read::Code(text.as_bytes().to_vec())
    }

    #[test]
    fn a_code_ends_with_enter_or_tab_and_once() {
        for end in ["\r", "\n", "\t", "\r\n", "\r\n\t"] {
            let sent = format!("EL1:ABC $%*+-./:{end}EL1:X{end}");
            assert_eq!(read(sent.as_bytes()), [code("EL1:ABC $%*+-./:"), code("EL1:X")]);
        }
        assert_eq!(read(b"EL1:UNFINISHED"), []);
    }

    #[test]
    fn a_pause_ends_a_code_that_has_no_end_of_its_own() {
        let mut reader = CodeReader::default();
        assert!(reader.is_empty());
        assert_eq!(reader.pause(), None);
        assert_eq!(reader.push(Sent::Byte(b'A')), None);
        assert!(!reader.is_empty());
        assert_eq!(reader.pause(), Some(code("A")));
        assert!(reader.is_empty());
    }

    #[test]
    fn what_no_pass_can_hold_spoils_its_code_and_no_other() {
        for wrong in [&b"\x1b"[..], b"\x00", b"\x7f", "ü".as_bytes(), b"\x08"] {
            let sent = [b"AB", wrong, b"C\rEL1:X\r"].concat();
            let read = read(&sent);
            assert!(matches!(read[0], Read::Refused(_)), "{wrong:?}");
            assert_eq!(read[1..], [code("EL1:X")]);
        }
        for wrong in [Sent::Nonsense, Sent::Gap] {
            let mut reader = CodeReader::default();
            reader.push(Sent::Byte(b'A'));
            reader.push(wrong);
            assert!(matches!(reader.push(Sent::Byte(b'\r')), Some(Read::Refused(_))));
        }
    }

    #[test]
    fn a_flood_is_no_code_and_fills_no_memory() {
        let longest = "A".repeat(MAX_BYTES);
        assert_eq!(read(format!("{longest}\r").as_bytes()), [code(&longest)]);
        let flood = read(format!("{}\rB\r", "A".repeat(100_000)).as_bytes());
        assert!(matches!(flood[..], [Read::Refused(_), Read::Code(_)]));
    }
}
