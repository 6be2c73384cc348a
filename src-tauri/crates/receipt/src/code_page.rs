//! Code page 858: CP850 with the euro sign, `ESC t 19`.
//!
//! It has all of Latin-1, and the German letters sit where code page 437 has them too, so that a printer that ignores
//! `ESC t` still prints them right. The table of the `escpos` crate (0.20.1) lacks the inverted question mark and O with
//! grave, moves the registered sign and O with circumflex, and replaces the ASCII hyphen; hence this one.

/// What bytes 0x80 to 0xFF print; equal to the `cp858` codec of CPython. The soft hyphen and the no-break space stand at
/// 0xF0 and 0xFF.
const UPPER_HALF: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å', // 8
    'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', 'ø', '£', 'Ø', '×', 'ƒ', // 9
    'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '®', '¬', '½', '¼', '¡', '«', '»', // A
    '░', '▒', '▓', '│', '┤', 'Á', 'Â', 'À', '©', '╣', '║', '╗', '╝', '¢', '¥', '┐', // B
    '└', '┴', '┬', '├', '─', '┼', 'ã', 'Ã', '╚', '╔', '╩', '╦', '╠', '═', '╬', '¤', // C
    'ð', 'Ð', 'Ê', 'Ë', 'È', '€', 'Í', 'Î', 'Ï', '┘', '┌', '█', '▄', '¦', 'Ì', '▀', // D
    'Ó', 'ß', 'Ô', 'Ò', 'õ', 'Õ', 'µ', 'þ', 'Þ', 'Ú', 'Û', 'Ù', 'ý', 'Ý', '¯', '´', // E
    '\u{AD}', '±', '‗', '¾', '¶', '§', '÷', '¸', '°', '¨', '·', '¹', '³', '²', '■', '\u{A0}', // F
];

/// The byte that prints `character`, if it is printable ASCII or in the upper half.
pub(crate) fn encode(character: char) -> Option<u8> {
    if matches!(character, ' '..='~') {
        return u8::try_from(character).ok();
    }
    let place = UPPER_HALF.iter().position(|&printed| printed == character)?;
    u8::try_from(0x80 + place).ok()
}

/// What `byte` prints, if it is not a control.
pub(crate) fn decode(byte: u8) -> Option<char> {
    match byte {
        0x20..=0x7E => Some(char::from(byte)),
        0x80..=0xFF => Some(UPPER_HALF[usize::from(byte - 0x80)]),
        0x00..=0x1F | 0x7F => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_that_prints_has_one_character() {
        for byte in 0..=u8::MAX {
            if let Some(character) = decode(byte) {
                assert_eq!(encode(character), Some(byte), "{character:?}");
            }
        }
    }

    #[test]
    fn all_of_latin_1_is_there() {
        for character in '\u{A0}'..='\u{FF}' {
            assert!(encode(character).is_some(), "{character:?}");
        }
    }

    /// Among them the places where the table of `escpos` is wrong.
    #[test]
    fn known_places() {
        for (character, byte) in [
            ('ü', 0x81),
            ('ß', 0xE1),
            ('€', 0xD5),
            ('¿', 0xA8),
            ('®', 0xA9),
            ('Ô', 0xE2),
            ('Ò', 0xE3),
            ('-', b'-'),
        ] {
            assert_eq!(encode(character), Some(byte), "{character:?}");
        }
    }

    #[test]
    fn a_control_has_no_byte() {
        for control in ('\0'..'\u{20}').chain('\u{7F}'..='\u{9F}') {
            assert_eq!(encode(control), None, "{control:?}");
        }
    }
}
