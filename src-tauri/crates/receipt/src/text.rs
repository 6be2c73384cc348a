use std::fmt;

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::{code_page, fonts};

/// Text that can be sent to a printer and does nothing there but print.
///
/// The only way in which typed text reaches paper. It consists of letters, marks and signs that the fonts of this crate have
/// (Latin, Greek, Cyrillic, Arabic), composed (NFC); controls, format characters (among them all that change the direction of
/// writing), surrogates and private characters are gone, line breaks have become spaces. What the fonts lack is a middle dot
/// a character, so that a reader sees that something is missing and how much.
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

    /// Whether the printer's own letters carry the text: each letter is on its code page, each sign is or has a spelling.
    pub(crate) fn has_own_letters(&self) -> bool {
        self.0
            .chars()
            .all(|character| is_own(character) || spelled(character).is_some())
    }

    /// The text in the printer's own letters: other letters are middle dots, signs are spelled.
    pub(crate) fn in_own_letters(&self) -> Self {
        let mut text = String::new();
        for character in self.0.chars() {
            match spelled(character) {
                Some(letters) => text.push_str(letters),
                None if is_own(character) => text.push(character),
                None => text.push(UNPRINTABLE),
            }
        }
        Self(text)
    }

    /// The bytes that print the text on code page 858; for a text in the printer's own letters.
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

/// Marks on one letter, above and below; more of them would climb into the lines around it.
const MOST_MARKS: usize = 2;

fn printable(typed: &str) -> String {
    let cleaned = cleaned(typed);
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&cleaned);
    let mut text = String::new();
    let mut is_missing = false;
    for character in composed.chars() {
        if is_mark(character) {
            if fonts::draws(character) && !is_missing {
                text.push(character);
            }
            continue;
        }
        is_missing = !fonts::draws(character);
        text.push(if is_missing { UNPRINTABLE } else { character });
    }
    text.truncate(text.trim_end().len());
    text
}

/// The text without what is not seen, with single spaces and few marks.
fn cleaned(typed: &str) -> String {
    let mut text = String::new();
    let mut marks = 0;
    for character in typed.chars() {
        if character.is_whitespace() {
            if !text.is_empty() && !text.ends_with(' ') {
                text.push(' ');
            }
        } else if is_mark(character) {
            // A mark of another script, or on a sign, would stand beside it.
            let has_letter = text.chars().next_back().is_some_and(|last| {
                (last.is_alphabetic() || is_mark(last)) && is_arabic(last) == is_arabic(character)
            });
            if has_letter && marks < MOST_MARKS && fonts::draws(character) {
                text.push(character);
                marks += 1;
            }
        } else if !is_silent(character) {
            text.push(character);
            marks = 0;
        }
    }
    text
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

/// Whether the character is a mark on the one before it: the blocks of combining marks and of variation selectors, and the
/// marks of Cyrillic, Hebrew and Arabic.
fn is_mark(character: char) -> bool {
    matches!(u32::from(character),
        0x300..=0x36F | 0x483..=0x489 | 0x591..=0x5BD | 0x610..=0x61A | 0x64B..=0x65F | 0x670 | 0x6D6..=0x6DC
        | 0x6DF..=0x6E4 | 0x6E7..=0x6E8 | 0x6EA..=0x6ED | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF
        | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F | 0xE0100..=0xE01EF)
}

/// Whether the character is in the Arabic block.
fn is_arabic(character: char) -> bool {
    matches!(character, '\u{600}'..='\u{6FF}')
}

/// Whether the printer has the character and prints it as what it is on every code page like 858.
fn is_own(character: char) -> bool {
    matches!(character, ' '..='~' | '\u{A1}'..='\u{FF}')
}

/// The spelling of a sign that the printer lacks and that means the same in other signs.
fn spelled(character: char) -> Option<&'static str> {
    Some(match character {
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

    fn in_own_letters(typed: &str) -> String {
        PrinterText::new(typed).in_own_letters().as_str().to_owned()
    }

    #[test]
    fn latin_1_stays_as_it_is() {
        let letters: String = ('¡'..='ÿ').filter(|&sign| sign != '\u{AD}').collect();
        let text = PrinterText::of_catalogue(&letters);
        assert_eq!(text.as_str(), letters);
        assert!(text.has_own_letters());
        assert_eq!(text.in_own_letters(), text);
    }

    #[test]
    fn letters_of_other_scripts_stay_but_are_not_the_printers() {
        for text in ["Łódź", "Işık Ağa", "Œuvre", "Київ", "Αθήνα", "مرحبا", "Nguyễn"] {
            assert_eq!(printed(text), text);
            assert!(!PrinterText::new(text).has_own_letters(), "{text}");
        }
        assert_eq!(in_own_letters("Łódź"), "·ód·");
    }

    #[test]
    fn signs_that_the_printer_lacks_are_spelled() {
        let text = "„Zum Löwen“ – l’été … 5 €";
        assert_eq!(printed(text), text);
        assert!(PrinterText::new(text).has_own_letters());
        assert_eq!(in_own_letters(text), "\"Zum Löwen\" - l'été ... 5 EUR");
    }

    #[test]
    fn a_letter_and_its_marks_are_one() {
        assert_eq!(
            printed("Mu\u{308}nchen, Łódz\u{301}, e\u{323}"),
            "München, Łódź, ẹ"
        );
        assert_eq!(printed("\u{308}a \u{308}b"), "a b");
        assert_eq!(printed("بَ j\u{64B} ب\u{308} ١\u{64B} -\u{308}"), "بَ j ب ١ -");
        assert_eq!(
            printed(&format!("x{}y", "\u{302}".repeat(500))),
            "x\u{302}\u{302}y"
        );
    }

    #[test]
    fn what_cannot_be_printed_is_seen_to_be_missing() {
        assert_eq!(printed("漢字 🎭\u{301}\u{FE0F} a"), "·· · a");
        assert!(PrinterText::new("Süd 🎭").has_own_letters());
    }

    #[test]
    fn commands_and_directions_are_gone() {
        assert_eq!(
            printed("A\u{1B}@B\u{1D}V\u{0}C\u{10}\u{4}\u{1}\u{7F}\u{9B}"),
            "A@BVC"
        );
        assert_eq!(
            printed("a\u{202E}b\u{2066}c\u{200F}d\u{FEFF}e\u{E000}f\u{AD}g\u{61C}h"),
            "abcdefgh"
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
            prop_assert!(text.as_str().chars().count() <= PrinterText::MAX_CHARS);
            prop_assert!(text.as_str().chars().all(fonts::draws), "{:?}", text);
            let own = text.in_own_letters();
            let bytes = own.bytes();
            prop_assert_eq!(bytes.len(), own.as_str().chars().count());
            prop_assert!(bytes.iter().all(|&byte| byte >= 0x20 && byte != 0x7F));
            for line in own.lines(columns) {
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
