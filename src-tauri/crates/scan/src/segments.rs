//! The bytes that data words say (ISO/IEC 18004, 7.4; Hanzi by GB/T 18284, 6.4.7).

const ALPHANUMERIC: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
/// What separates the fields of a GS1 text (GS1 General Specifications, 7.8).
const FIELD_SEPARATOR: u8 = 0x1d;

/// All segments, one after the other; kanji as Shift JIS, hanzi as GB 2312. `None` where words say nothing that the standard knows.
pub(crate) fn bytes_of(words: &[u8], version: usize) -> Option<Vec<u8>> {
    let mut bits = Bits { words, taken: 0 };
    let size = usize::from(version > 9) + usize::from(version > 26);
    let mut bytes = Vec::new();
    let mut is_gs1 = false;
    loop {
        match bits.take(4) {
            None | Some(0) => return Some(bytes),
            Some(0b0001) => numeric(&mut bits, size, &mut bytes)?,
            Some(0b0010) => alphanumeric(&mut bits, size, is_gs1, &mut bytes)?,
            Some(0b0100) => {
                let count = bits.take([8, 16, 16][size])?;
                for _ in 0..count {
                    bytes.push(bits.take(8)? as u8);
                }
            }
            Some(0b1000) => {
                let count = bits.take([8, 10, 12][size])?;
                pairs(&mut bits, count, 0xc0, (0x1f00, 0x8140, 0xc140), &mut bytes)?;
            }
            Some(0b1101) => {
                bits.take(4).filter(|&subset| subset == 1)?;
                let count = bits.take([8, 10, 12][size])?;
                pairs(&mut bits, count, 0x60, (0x0a00, 0xa1a1, 0xa6a1), &mut bytes)?;
            }
            // Which characters follow is for the reader of the bytes; which part of a longer text this is, too.
            Some(0b0111) => {
                let first = bits.take(8)?;
                bits.take(match first >> 5 {
                    0..=3 => 0,
                    4 | 5 => 8,
                    6 => 16,
                    _ => return None,
                })?;
            }
            Some(0b0011) => {
                bits.take(16)?;
            }
            Some(0b0101) => is_gs1 = true,
            Some(0b1001) => {
                bits.take(8)?;
                is_gs1 = true;
            }
            Some(_) => return None,
        }
    }
}

fn numeric(bits: &mut Bits<'_>, size: usize, bytes: &mut Vec<u8>) -> Option<()> {
    let mut left = bits.take([10, 12, 14][size])?;
    while left > 0 {
        let digits = left.min(3);
        let value = bits.take([4, 7, 10][digits - 1])?;
        let text = format!("{value:0digits$}");
        if text.len() > digits {
            return None;
        }
        bytes.extend_from_slice(text.as_bytes());
        left -= digits;
    }
    Some(())
}

fn alphanumeric(bits: &mut Bits<'_>, size: usize, is_gs1: bool, bytes: &mut Vec<u8>) -> Option<()> {
    let mut left = bits.take([9, 11, 13][size])?;
    let mut text = Vec::with_capacity(left);
    while left > 0 {
        if left > 1 {
            let pair = bits.take(11)?;
            text.push(*ALPHANUMERIC.get(pair / 45)?);
            text.push(ALPHANUMERIC[pair % 45]);
        } else {
            text.push(*ALPHANUMERIC.get(bits.take(6)?)?);
        }
        left = left.saturating_sub(2);
    }
    let mut text = text.into_iter().peekable();
    while let Some(byte) = text.next() {
        // 7.4.8.3: here a per cent sign separates fields, and two are one.
        let is_separator = is_gs1 && byte == b'%' && text.next_if_eq(&b'%').is_none();
        bytes.push(if is_separator { FIELD_SEPARATOR } else { byte });
    }
    Some(())
}

/// Characters of two bytes in 13 bits; from `(limit, low, high)`, what to add below the limit and from it on.
fn pairs(
    bits: &mut Bits<'_>,
    count: usize,
    row: usize,
    (limit, low, high): (usize, usize, usize),
    bytes: &mut Vec<u8>,
) -> Option<()> {
    for _ in 0..count {
        let value = bits.take(13)?;
        let place = ((value / row) << 8) | (value % row);
        let pair = place + if place < limit { low } else { high };
        bytes.extend_from_slice(&u16::try_from(pair).ok()?.to_be_bytes());
    }
    Some(())
}

struct Bits<'a> {
    words: &'a [u8],
    taken: usize,
}

impl Bits<'_> {
    /// The next so many bits, 16 at most, or nothing when fewer are left.
    fn take(&mut self, count: usize) -> Option<usize> {
        let end = self.taken + count;
        if end > self.words.len() * 8 {
            return None;
        }
        let bit = |at: usize| usize::from(self.words[at / 8] >> (7 - at % 8) & 1);
        let value = (self.taken..end).fold(0, |value, at| value << 1 | bit(at));
        self.taken = end;
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use qrcode::{EcLevel, Version, bits::Bits as Written};

    fn written(version: usize, write: impl FnOnce(&mut Written)) -> Vec<u8> {
        let mut bits = Written::new(Version::Normal(version as i16));
        write(&mut bits);
        bits.push_terminator(EcLevel::L).unwrap();
        bits.into_bytes()
    }

    #[test]
    fn kanji_and_hanzi_are_two_bytes_each() {
        // ISO/IEC 18004, 7.4.6: two kanji, 0x935F and 0xE4AA.
        let kanji = written(5, |bits| bits.push_kanji_data(&[0x93, 0x5f, 0xe4, 0xaa]).unwrap());
        assert_eq!(bytes_of(&kanji, 5).unwrap(), [0x93, 0x5f, 0xe4, 0xaa]);
        // 阿 is 0xB0A2: 0xB0A2 - 0xA6A1 = 0x0A01, 0x0A × 0x60 + 0x01 = 0x3C1, after mode 13, subset 1 and one character.
        let hanzi = [0b1101_0001, 0b0000_0001, 0b0001_1110, 0b0000_1000];
        assert_eq!(bytes_of(&hanzi, 5).unwrap(), [0xb0, 0xa2]);
        // 、 is 0xA1A2, of the rows before 0xB0: 0xA1A2 - 0xA1A1 = 1.
        assert_eq!(
            bytes_of(&[0b1101_0001, 0b0000_0001, 0, 0b0000_1000], 5).unwrap(),
            [0xa1, 0xa2]
        );
        assert_eq!(
            bytes_of(&[0b1101_0010, 0b0000_0001, 0, 0b0000_1000], 5),
            None,
            "another subset"
        );
    }

    #[test]
    fn a_gs1_text_has_its_separators() {
        let words = written(5, |bits| {
            bits.push_fnc1_first_position().unwrap();
            bits.push_numeric_data(b"01095040000591").unwrap();
            bits.push_alphanumeric_data(b"10A%21B%%C").unwrap();
        });
        assert_eq!(bytes_of(&words, 5).unwrap(), b"0109504000059110A\x1d21B%C");
        let words = written(5, |bits| bits.push_alphanumeric_data(b"10A%21B%%C").unwrap());
        assert_eq!(
            bytes_of(&words, 5).unwrap(),
            b"10A%21B%%C",
            "a per cent sign is one elsewhere"
        );
    }

    #[test]
    fn what_is_about_the_text_is_passed_over() {
        let words = written(5, |bits| {
            bits.push_eci_designator(26).unwrap();
            bits.push_byte_data("é".as_bytes()).unwrap();
            bits.push_eci_designator(999).unwrap();
            bits.push_numeric_data(b"007").unwrap();
        });
        assert_eq!(bytes_of(&words, 5).unwrap(), [0xc3, 0xa9, b'0', b'0', b'7']);
        // Second of three parts, then the digit 5.
        assert_eq!(bytes_of(&[0x31, 0x2a, 0xb1, 0x00, 0x54], 5).unwrap(), b"5");
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(
            version in 1usize..=40, digits in "[0-9]{0,9}", text in "[A-Z $*+./:-]{0,5}", bytes in proptest::collection::vec(any::<u8>(), 0..6),
        ) {
            let words = written(version.max(2), |bits| {
                bits.push_numeric_data(digits.as_bytes()).unwrap();
                bits.push_alphanumeric_data(text.as_bytes()).unwrap();
                bits.push_byte_data(&bytes).unwrap();
            });
            prop_assert_eq!(bytes_of(&words, version.max(2)).unwrap(), [digits.as_bytes(), text.as_bytes(), &bytes].concat());
        }

        #[test]
        fn words_of_chance_are_read_or_not(words in proptest::collection::vec(any::<u8>(), 0..200), version in 1usize..=40) {
            if let Some(bytes) = bytes_of(&words, version) {
                prop_assert!(bytes.len() <= words.len() * 8 / 3);
            }
        }
    }
}
