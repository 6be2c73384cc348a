//! vCard: lines of `name;parameters:value`, long ones folded.

use super::{Filling, cut, text_of, unescape};
use crate::contact::Field;

pub(super) fn read(text: &str, filling: &mut Filling) {
    let lines = unfold(text);
    let lines: Vec<Line<'_>> = lines
        .iter()
        .skip(1)
        .map_while(|line| (!line.trim().eq_ignore_ascii_case("END:VCARD")).then(|| Line::of(line)))
        .flatten()
        .collect();
    let named = |name: &'static str| lines.iter().filter(move |line| line.is(name));
    for line in named("N") {
        let parts = line.components();
        filling.fill(Field::LastName, part(&parts, 0));
        filling.fill(Field::FirstName, part(&parts, 1));
    }
    named("FN").for_each(|line| filling.full_name(&line.text()));
    // A mobile one first, a fax never.
    let mut phones: Vec<_> = named("TEL").filter(|line| !line.has("FAX")).collect();
    phones.sort_by_key(|line| !line.has("CELL"));
    for line in phones {
        let text = line.text();
        let number = without_scheme(&text, "tel:");
        filling.fill(Field::Phone, number.split(';').next().unwrap_or_default());
    }
    for line in named("EMAIL") {
        filling.fill(Field::Email, without_scheme(&line.text(), "mailto:"));
    }
    let mut addresses: Vec<_> = named("ADR").collect();
    addresses.sort_by_key(|line| !line.has("HOME"));
    // One whole address: street and town of two would be nowhere.
    if let Some(line) = addresses.first() {
        let parts = line.components();
        filling.fill(Field::Street, part(&parts, 2));
        filling.fill(Field::Town, part(&parts, 3));
        filling.fill(Field::Postcode, part(&parts, 5));
    }
}

/// Lines that go on after a break and a space (RFC 6350, 3.2), or after an equals sign in quoted-printable (RFC 2045, 6.7).
fn unfold(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for piece in text.split('\n') {
        let piece = piece.strip_suffix('\r').unwrap_or(piece);
        match lines.last_mut() {
            Some(last) if piece.starts_with([' ', '\t']) => last.push_str(&piece[1..]),
            Some(last) if last.ends_with('=') && is_quoted_printable(head_of(last)) => {
                last.pop();
                last.push_str(piece);
            }
            _ => lines.push(piece.to_owned()),
        }
    }
    lines
}

struct Line<'a> {
    /// `TEL;TYPE=CELL`
    head: &'a str,
    value: &'a str,
}

impl<'a> Line<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let head = head_of(line);
        let value = line.get(head.len() + 1..)?;
        Some(Self { head, value })
    }

    /// Whether it is called so; a group before the name (`item1.TEL`) does not matter.
    fn is(&self, name: &str) -> bool {
        let called = self.head.split(';').next().unwrap_or_default();
        let called = called.rsplit('.').next().unwrap_or_default();
        called.trim().eq_ignore_ascii_case(name)
    }

    /// Whether one of its parameters has this value.
    fn has(&self, wanted: &str) -> bool {
        let words = self.head.split([';', '=', ',', '"']).skip(1);
        words
            .into_iter()
            .any(|word| word.trim().eq_ignore_ascii_case(wanted))
    }

    fn text(&self) -> String {
        self.plain(self.value)
    }

    fn components(&self) -> Vec<String> {
        let parts = cut(self.value, ';').into_iter();
        // Several values in one part stand side by side: `Anna,Maria`.
        parts
            .map(|part| {
                cut(part, ',')
                    .into_iter()
                    .map(|value| self.plain(value))
                    .collect::<Vec<_>>()
            })
            .map(|values| values.join(" "))
            .collect()
    }

    fn plain(&self, value: &str) -> String {
        if is_quoted_printable(self.head) {
            unescape(&text_of(&octets(value)))
        } else {
            unescape(value)
        }
    }
}

/// What stands before the first colon that is in no quotes; all, where there is none.
fn head_of(line: &str) -> &str {
    let mut is_quoted = false;
    let colon = line.find(|c| {
        is_quoted ^= c == '"';
        c == ':' && !is_quoted
    });
    colon.map_or(line, |colon| &line[..colon])
}

fn is_quoted_printable(head: &str) -> bool {
    head.to_ascii_uppercase().contains("QUOTED-PRINTABLE")
}

/// `=C3=BC` is the two bytes of an ü; what is no pair of hex digits stands for itself.
fn octets(text: &str) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((&byte, after)) = rest.split_first() {
        let pair = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        let hex = pair.filter(|pair| byte == b'=' && pair.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(octet) => {
                bytes.push(octet);
                rest = &after[2..];
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    bytes
}

fn part(parts: &[String], number: usize) -> &str {
    parts.get(number).map_or("", String::as_str)
}

fn without_scheme<'a>(text: &'a str, scheme: &str) -> &'a str {
    let text = text.trim();
    match text.get(..scheme.len()) {
        Some(start) if start.eq_ignore_ascii_case(scheme) => &text[scheme.len()..],
        Some(_) | None => text,
    }
}
