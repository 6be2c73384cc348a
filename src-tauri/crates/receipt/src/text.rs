use std::fmt;

use crate::code_page;

/// Text that can be sent to a printer and does nothing there but print.
///
/// The only way in which typed text reaches paper. It consists of printable ASCII and Latin-1 letters and signs; controls,
/// format characters (among them all that change the direction of writing), surrogates and private characters are gone,
/// line breaks have become spaces. Letters that the printer's code page lacks are written with those it has (`ł` as `l`);
/// what is left is a middle dot a character, so that a reader sees that something is missing and how much.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PrinterText(String);

impl PrinterText {
    /// The longest text, in characters; what follows is not printed.
    pub const MAX_CHARS: usize = 80;

    /// Makes `typed` printable.
    pub fn new(typed: &str) -> Self {
        let mut text: String = printable(typed).chars().take(Self::MAX_CHARS).collect();
        text.truncate(text.trim_end().len());
        Self(text)
    }

    /// Makes a text of the catalogue printable, however long it is.
    pub(crate) fn of_catalogue(words: &str) -> Self {
        Self(printable(words))
    }

    /// The text as it will be printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bytes that print the text on code page 858.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.0.chars().filter_map(code_page::encode).collect()
    }

    /// Breaks the text into lines of at most `columns` characters, at spaces where there are any.
    pub(crate) fn lines(&self, columns: usize) -> Vec<Self> {
        let columns = columns.max(1);
        let mut lines: Vec<String> = Vec::new();
        for word in self.0.split(' ').filter(|word| !word.is_empty()) {
            let letters: Vec<char> = word.chars().collect();
            match lines.last_mut() {
                Some(line) if line.chars().count() + 1 + letters.len() <= columns => {
                    line.push(' ');
                    line.push_str(word);
                }
                Some(_) | None => lines.extend(letters.chunks(columns).map(|part| part.iter().collect())),
            }
        }
        lines.into_iter().map(Self).collect()
    }
}

impl fmt::Display for PrinterText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

const UNPRINTABLE: char = '·';

fn printable(typed: &str) -> String {
    let mut text = String::new();
    for character in typed.chars() {
        match character {
            _ if character.is_whitespace() => push_space(&mut text),
            _ if is_silent(character) => {}
            _ if is_combining(character) => compose_last(&mut text, character),
            ' '..='~' | '\u{A1}'..='\u{FF}' => text.push(character),
            _ => match spelled(character) {
                Some(letters) => text.push_str(letters),
                None => text.push(UNPRINTABLE),
            },
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn push_space(text: &mut String) {
    if !text.is_empty() && !text.ends_with(' ') {
        text.push(' ');
    }
}

/// Whether the character prints nothing: control (Cc), format (Cf), private (Co); Unicode 16 `UnicodeData.txt`. Surrogates
/// (Cs) cannot be in a `str`, and the separators (Zl, Zp) have become spaces.
fn is_silent(character: char) -> bool {
    character.is_control()
        || matches!(u32::from(character),
            0xAD | 0x600..=0x605 | 0x61C | 0x6DD | 0x70F | 0x890..=0x891 | 0x8E2 | 0x180E | 0x200B..=0x200F
            | 0x202A..=0x202E | 0x2060..=0x206F | 0xFEFF | 0xFFF9..=0xFFFB | 0x110BD | 0x110CD
            | 0x13430..=0x1343F | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE007F
            | 0xE000..=0xF8FF | 0xF0000..=0x10FFFF)
}

/// Whether the character is a mark on the one before it: the blocks of combining marks and of variation selectors.
fn is_combining(character: char) -> bool {
    matches!(u32::from(character),
        0x300..=0x36F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F
        | 0xE0100..=0xE01EF)
}

/// Puts a mark on the last letter if Latin-1 has both as one (NFC); if not, the letter stays bare.
fn compose_last(text: &mut String, mark: char) {
    let Some(letter) = text.chars().next_back() else {
        return;
    };
    let (letters, composed) = match mark {
        '\u{300}' => ("AEIOUaeiou", "ÀÈÌÒÙàèìòù"),
        '\u{301}' => ("AEIOUYaeiouy", "ÁÉÍÓÚÝáéíóúý"),
        '\u{302}' => ("AEIOUaeiou", "ÂÊÎÔÛâêîôû"),
        '\u{303}' => ("ANOano", "ÃÑÕãñõ"),
        '\u{308}' => ("AEIOUaeiouy", "ÄËÏÖÜäëïöüÿ"),
        '\u{30A}' => ("Aa", "Åå"),
        '\u{327}' => ("Cc", "Çç"),
        _ => return,
    };
    let Some(whole) = letters
        .chars()
        .zip(composed.chars())
        .find(|&(bare, _)| bare == letter)
    else {
        return;
    };
    text.pop();
    text.push(whole.1);
}

/// The spelling of a character that Latin-1 lacks: Latin Extended-A and the signs that are often pasted.
fn spelled(character: char) -> Option<&'static str> {
    Some(match character {
        'Ā' | 'Ă' | 'Ą' | 'Ǎ' => "A",
        'ā' | 'ă' | 'ą' | 'ǎ' => "a",
        'Ć' | 'Ĉ' | 'Ċ' | 'Č' => "C",
        'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'Ď' | 'Đ' => "D",
        'ď' | 'đ' => "d",
        'Ē' | 'Ĕ' | 'Ė' | 'Ę' | 'Ě' | 'Ə' => "E",
        'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ə' => "e",
        'Ĝ' | 'Ğ' | 'Ġ' | 'Ģ' => "G",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'Ĥ' | 'Ħ' => "H",
        'ĥ' | 'ħ' => "h",
        'Ĩ' | 'Ī' | 'Ĭ' | 'Į' | 'İ' => "I",
        'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'Ĳ' => "IJ",
        'ĳ' => "ij",
        'Ĵ' => "J",
        'ĵ' => "j",
        'Ķ' => "K",
        'ķ' | 'ĸ' => "k",
        'Ĺ' | 'Ļ' | 'Ľ' | 'Ŀ' | 'Ł' => "L",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'Ń' | 'Ņ' | 'Ň' => "N",
        'ń' | 'ņ' | 'ň' | 'ŉ' => "n",
        'Ŋ' => "Ng",
        'ŋ' => "ng",
        'Ō' | 'Ŏ' | 'Ő' | 'Ơ' => "O",
        'ō' | 'ŏ' | 'ő' | 'ơ' => "o",
        'Œ' => "OE",
        'œ' => "oe",
        'Ŕ' | 'Ŗ' | 'Ř' => "R",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'Ś' | 'Ŝ' | 'Ş' | 'Š' | 'Ș' => "S",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ſ' => "s",
        'ẞ' => "SS",
        'Ţ' | 'Ť' | 'Ŧ' | 'Ț' => "T",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'Ũ' | 'Ū' | 'Ŭ' | 'Ů' | 'Ű' | 'Ų' | 'Ư' => "U",
        'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' => "u",
        'Ŵ' => "W",
        'ŵ' => "w",
        'Ŷ' | 'Ÿ' => "Y",
        'ŷ' => "y",
        'Ź' | 'Ż' | 'Ž' => "Z",
        'ź' | 'ż' | 'ž' => "z",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => "-",
        '‘' | '’' | '‚' | '‛' | '′' | '‹' | '›' => "'",
        '“' | '”' | '„' | '‟' | '″' => "\"",
        '•' => "·",
        '…' => "...",
        '€' => "EUR",
        '™' => "TM",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn printed(typed: &str) -> String {
        PrinterText::new(typed).as_str().to_owned()
    }

    #[test]
    fn latin_1_stays_as_it_is() {
        let text = "Gemeindehaus Süd, Raum 3 – ";
        assert_eq!(printed(text), "Gemeindehaus Süd, Raum 3 -");
        let letters: String = ('¡'..='ÿ').filter(|&sign| sign != '\u{AD}').collect();
        assert_eq!(PrinterText::of_catalogue(&letters).as_str(), letters);
    }

    #[test]
    fn letters_that_the_page_lacks_are_spelled() {
        assert_eq!(
            printed("Łódź Šiška Işık Ağa Țară Œuvre"),
            "Lódz Siska Isik Aga Tara OEuvre"
        );
        assert_eq!(printed("„Zum Löwen“ … 5 €"), "\"Zum Löwen\" ... 5 EUR");
    }

    #[test]
    fn a_letter_and_its_mark_are_one() {
        assert_eq!(
            printed("Mu\u{308}nchen, Łódz\u{301}, e\u{323}"),
            "München, Lódz, e"
        );
        assert_eq!(printed("\u{308}a"), "a");
    }

    #[test]
    fn what_cannot_be_printed_is_seen_to_be_missing() {
        assert_eq!(printed("Αθήνα 🎭"), "····· ·");
        assert!(!printed("Ω?").starts_with('?'));
    }

    #[test]
    fn commands_and_directions_are_gone() {
        assert_eq!(
            printed("A\u{1B}@B\u{1D}V\u{0}C\u{10}\u{4}\u{1}\u{7F}\u{9B}"),
            "A@BVC"
        );
        assert_eq!(
            printed("a\u{202E}b\u{2066}c\u{200F}d\u{FEFF}e\u{E000}f\u{AD}g"),
            "abcdefg"
        );
        assert_eq!(
            printed("one\r\ntwo\u{2028}three\tfour\u{A0}five"),
            "one two three four five"
        );
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(printed(&"x".repeat(500)).chars().count(), PrinterText::MAX_CHARS);
        assert_eq!(printed(&format!("{} y", "x".repeat(79))), "x".repeat(79));
    }

    #[test]
    fn lines_break_at_spaces_and_inside_words_that_are_too_long() {
        let lines = |text: &str, columns| -> Vec<String> {
            PrinterText::new(text)
                .lines(columns)
                .iter()
                .map(ToString::to_string)
                .collect()
        };
        assert_eq!(lines("one two three", 7), ["one two", "three"]);
        assert_eq!(lines("a Donaudampfschiff", 10), ["a", "Donaudampf", "schiff"]);
        assert_eq!(lines("", 10), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn any_text_has_a_byte_a_character_and_none_is_a_control(typed in any::<String>(), columns in 1usize..60) {
            let text = PrinterText::new(&typed);
            let bytes = text.bytes();
            prop_assert_eq!(bytes.len(), text.as_str().chars().count());
            prop_assert!(bytes.len() <= PrinterText::MAX_CHARS);
            prop_assert!(bytes.iter().all(|&byte| byte >= 0x20 && byte != 0x7F));
            for line in text.lines(columns) {
                prop_assert!(line.as_str().chars().count() <= columns);
            }
        }

        #[test]
        fn making_text_printable_twice_changes_nothing(typed in any::<String>()) {
            let once = PrinterText::new(&typed);
            prop_assert_eq!(PrinterText::new(once.as_str()), once);
        }
    }
}
