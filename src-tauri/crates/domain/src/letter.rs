//! What is written to a visitor: the texts of mail and SMS, from the catalogue beside this crate, with their blanks filled in.

use std::{fmt, sync::LazyLock};

use serde::Deserialize;

use crate::{
    confirmation::ConfirmationCode,
    time::{Timestamp, VenueZone},
    words::Language,
};

/// What the messages say in one language. A word in braces is a placeholder; each field names its own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailWords {
    /// The message with a confirmation code.
    pub confirmation: ConfirmationWords,
}

/// What the message with a confirmation code says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmationWords {
    /// The mail's subject; `{venue}` is the venue's name. Never the code: subjects stand on locked screens and in servers' logs.
    pub subject: String,
    /// Greeting, why this message comes, and that the code follows; `{venue}` as before.
    pub asked: String,
    /// What to do with the code; `{until}` is a date and a time.
    #[serde(rename = "use")]
    pub use_: String,
    /// What else can be done where a picture is attached.
    pub hold_up: String,
    /// What to do for somebody who has not registered.
    pub not_you: String,
    /// That no person has written this.
    pub automatic: String,
    /// The name of the attached picture's file.
    pub picture_name: String,
    /// All of the SMS; `{venue}`, `{code}`, `{until}`. With a short name of the venue it fits into one (160 characters of GSM 03.38).
    pub sms: String,
}

impl MailWords {
    /// The messages' words in `language`.
    pub fn of(language: Language) -> &'static Self {
        macro_rules! words_in {
            ($code:literal) => {{
                static WORDS: LazyLock<MailWords> =
                    LazyLock::new(|| read(include_str!(concat!("../words/mail.", $code, ".json"))));
                &WORDS
            }};
        }
        match language {
            Language::De => words_in!("de"),
            Language::DeSimple => words_in!("de-simple"),
            Language::En => words_in!("en"),
            Language::Fr => words_in!("fr"),
            Language::Pl => words_in!("pl"),
            Language::Tr => words_in!("tr"),
            Language::Uk => words_in!("uk"),
            Language::Ar => words_in!("ar"),
        }
    }
}

fn read(json: &str) -> MailWords {
    serde_json::from_str(json).expect("the catalogue is part of the build and a test reads every language")
}

/// What the blanks of a confirmation message are filled with.
#[derive(Clone, Copy, Debug)]
pub struct ConfirmationBlanks<'a> {
    /// The venue's name.
    pub venue: &'a str,
    /// The code.
    pub code: &'a ConfirmationCode,
    /// When the code expires.
    pub until: Timestamp,
    /// Where the clock of the text stands.
    pub zone: &'a VenueZone,
}

/// A mail's text: a subject of one line, and a body with `\n` between its lines.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// One line, without control characters.
    pub subject: String,
    /// Paragraphs with an empty line between them.
    pub body: String,
    /// The picture of the code for the camera.
    pub picture: Option<LetterPicture>,
}

/// A picture that is attached to a letter.
#[derive(Clone, PartialEq, Eq)]
pub struct LetterPicture {
    /// The name of its file.
    pub name: String,
    /// PNG.
    pub png: Vec<u8>,
}

impl ConfirmationBlanks<'_> {
    /// The mail, with `png` attached if there is one: the code as a QR code.
    pub fn letter(&self, language: Language, png: Option<Vec<u8>>) -> Letter {
        let words = &MailWords::of(language).confirmation;
        let code = format!("    {}", self.code.grouped());
        let mut paragraphs = vec![self.fill(&words.asked), code, self.fill(&words.use_)];
        paragraphs.extend(png.is_some().then(|| words.hold_up.clone()));
        paragraphs.extend([words.not_you.clone(), words.automatic.clone()]);
        Letter {
            subject: self.fill(&words.subject),
            body: paragraphs.join("\n\n") + "\n",
            picture: png.map(|png| LetterPicture {
                name: words.picture_name.clone(),
                png,
            }),
        }
    }

    /// The SMS.
    pub fn sms(&self, language: Language) -> String {
        self.fill(&MailWords::of(language).confirmation.sms)
    }

    /// Each placeholder once, from left to right: what a blank is filled with is not looked at again.
    fn fill(&self, text: &str) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').expect("a test checks the braces");
            filled.push_str(before);
            filled.push_str(&match name {
                "venue" => one_line(self.venue),
                "code" => self.code.grouped(),
                "until" => self.until_text(),
                other => unreachable!("a test checks the names, and {other} is none"),
            });
            rest = after;
        }
        filled + rest
    }

    /// `23.11.2026, 18:30`.
    fn until_text(&self) -> String {
        let day = self.zone.day_of(self.until).dotted();
        format!("{day}, {}", self.zone.clock_text(self.until))
    }
}

/// A name as it may stand in a header: what would break the line or turn the writing around becomes a space.
fn one_line(name: &str) -> String {
    let breaks = |c: char| {
        c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let words: Vec<&str> = name
        .split(|c: char| breaks(c) || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// Shows nothing of the text: it has the code in it.
impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Letter(…)")
    }
}

/// Shows nothing of the picture: it has the code in it.
impl fmt::Debug for LetterPicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LetterPicture(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blanks<'a>(venue: &'a str, code: &'a ConfirmationCode, zone: &'a VenueZone) -> ConfirmationBlanks<'a> {
        ConfirmationBlanks {
            venue,
            code,
            until: Timestamp::parse("2026-11-23T17:30:00Z").unwrap(),
            zone,
        }
    }

    fn code() -> ConfirmationCode {
        // The check digit of 572 is 4 (Damm's own example).
        "00005724".parse().unwrap()
    }

    fn berlin() -> VenueZone {
        VenueZone::named("Europe/Berlin").unwrap()
    }

    fn fields(words: &ConfirmationWords) -> [(&str, &str, &[&str]); 8] {
        let ConfirmationWords {
            subject,
            asked,
            use_,
            hold_up,
            not_you,
            automatic,
            picture_name,
            sms,
        } = words;
        [
            ("subject", subject, &["venue"]),
            ("asked", asked, &["venue"]),
            ("use", use_, &["until"]),
            ("hold_up", hold_up, &[]),
            ("not_you", not_you, &[]),
            ("automatic", automatic, &[]),
            ("picture_name", picture_name, &[]),
            ("sms", sms, &["code", "until", "venue"]),
        ]
    }

    #[test]
    fn every_language_says_everything_with_its_placeholders() {
        for language in Language::ALL {
            for (field, text, expected) in fields(&MailWords::of(language).confirmation) {
                assert!(!text.trim().is_empty(), "{language}: {field} is empty");
                let mut found: Vec<&str> = text
                    .split('{')
                    .skip(1)
                    .map(|rest| {
                        rest.split_once('}')
                            .unwrap_or_else(|| panic!("{language}: {field}"))
                            .0
                    })
                    .collect();
                found.sort_unstable();
                assert_eq!(found, expected, "{language}: {field}");
            }
        }
    }

    #[test]
    fn every_language_tells_code_and_deadline_and_keeps_the_code_out_of_the_subject() {
        let (code, zone) = (code(), berlin());
        for language in Language::ALL {
            let letter = blanks("Museum Øst", &code, &zone).letter(language, None);
            assert!(letter.subject.contains("Museum Øst"), "{language}");
            assert!(!letter.subject.contains("5724"), "{language}");
            assert!(letter.body.contains("\n\n    0000 5724\n\n"), "{language}");
            assert!(letter.body.contains("23.11.2026, 18:30"), "{language}");
            let words = &MailWords::of(language).confirmation;
            assert!(!letter.body.contains(&words.hold_up), "{language}: no picture");
            let with_picture = blanks("Museum Øst", &code, &zone).letter(language, Some(vec![1]));
            assert!(with_picture.body.contains(&words.hold_up), "{language}");
            let sms = blanks("Museum Øst", &code, &zone).sms(language);
            assert!(
                sms.contains("0000 5724") && sms.contains("Museum Øst"),
                "{language}"
            );
        }
    }

    #[test]
    fn the_venues_name_cannot_break_out_of_its_blank() {
        let (code, zone) = (code(), berlin());
        let letter = blanks("Bar\r\nBcc: all@example.com\u{2028}{code}\u{202e}", &code, &zone)
            .letter(Language::En, None);
        assert_eq!(
            letter.subject,
            "Bar Bcc: all@example.com {code}: please confirm your registration"
        );
    }

    #[test]
    fn debug_shows_nothing() {
        let (code, zone) = (code(), berlin());
        let blanks = blanks("Museum", &code, &zone);
        let shown = format!("{blanks:?} {:?}", blanks.letter(Language::De, Some(vec![1])));
        assert!(!shown.contains("5724"), "{shown}");
    }
}
