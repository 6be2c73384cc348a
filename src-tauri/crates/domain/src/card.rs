//! A contact card in a code, for filling the form: vCard 2.1, 3.0 and 4.0 (versit vCard 2.1, RFC 2426, RFC 6350) and MECARD (NTT
//! Docomo, "2D Code Formats").
//!
//! Of a card, only what the form asks for is taken, and of that only what the form would take; the rest is left where it is. Not
//! here: photos, several cards in one code, anything that would be kept of a card. The crates that read vCards model them whole
//! and leave quoted-printable names to their users; seven fields need less.

mod mecard;
mod vcard;

use crate::contact::{ContactDraft, Field};

/// A code of the largest QR version in its smallest correction level has 2,953 bytes (ISO/IEC 18004).
const LARGEST: usize = 2_953;

/// The code holds nothing that the form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the code holds no contact card")]
pub struct NoCard;

/// Whether the code says of itself that it is a contact card.
pub fn is_card(code: &[u8]) -> bool {
    let starts = |with: &[u8]| {
        code.trim_ascii_start()
            .get(..with.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    starts(b"BEGIN:VCARD") || starts(b"MECARD:")
}

/// Fills a form from the card. What the card does not have, or has in a way that the form would not take, stays empty.
///
/// # Errors
/// [`NoCard`].
pub fn read_card(code: &[u8]) -> Result<ContactDraft, NoCard> {
    if !is_card(code) || code.len() > LARGEST {
        return Err(NoCard);
    }
    let text = text_of(code);
    let text = text.trim_start();
    let mut filling = Filling::default();
    match text
        .get(..7)
        .filter(|start| start.eq_ignore_ascii_case("MECARD:"))
    {
        Some(start) => mecard::read(&text[start.len()..], &mut filling),
        None => vcard::read(text, &mut filling),
    }
    filling.finish()
}

/// UTF-8, or else what codes were written in before it: ISO 8859-1, in which every byte is a character.
fn text_of(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().copied().map(char::from).collect(), str::to_owned)
}

/// The form while a card fills it.
#[derive(Default)]
struct Filling {
    draft: ContactDraft,
    full_name: String,
}

impl Filling {
    /// Puts a text into a field, if the field takes it; the first that fits stays.
    fn fill(&mut self, field: Field, text: &str) {
        let text = one_line(text);
        if self.draft.text(field).is_empty() && !text.is_empty() && field.takes(&text) {
            self.draft.set(field, text);
        }
    }

    /// `Given Family`, for cards that have no names in parts.
    fn full_name(&mut self, text: &str) {
        if self.full_name.is_empty() {
            self.full_name = one_line(text);
        }
    }

    fn finish(mut self) -> Result<ContactDraft, NoCard> {
        if self.draft.last_name.is_empty() && self.draft.first_name.is_empty() {
            let name = std::mem::take(&mut self.full_name);
            let (first, last) = name.rsplit_once(' ').unwrap_or(("", &name));
            self.fill(Field::FirstName, first);
            self.fill(Field::LastName, last);
        }
        let has = |field| !self.draft.text(field).is_empty();
        let is_of_somebody = [Field::FirstName, Field::LastName, Field::Phone, Field::Email]
            .into_iter()
            .any(has);
        is_of_somebody.then_some(self.draft).ok_or(NoCard)
    }
}

/// A field of the form has one line: what breaks it becomes a space.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// Cuts at each separator that no backslash stands before; the pieces keep their backslashes.
fn cut(text: &str, separator: char) -> Vec<&str> {
    let (mut pieces, mut start, mut is_escaped) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        if c == separator && !is_escaped {
            pieces.push(&text[start..at]);
            start = at + c.len_utf8();
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    pieces.push(&text[start..]);
    pieces
}

/// Takes the backslashes away (RFC 6350, 3.4): `\n` is a line break, any other character stands for itself.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(c) = letters.next() {
        match c {
            '\\' => match letters.next() {
                Some('n' | 'N') => plain.push('\n'),
                Some(c) => plain.push(c),
                None => {}
            },
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests;
