//! The languages of the entrance and the words of the paper pass, read from the catalogue beside this crate.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A language that every text of the entrance exists in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// German, the language of a venue that has not chosen another.
    #[default]
    De,
    /// English.
    En,
}

impl Language {
    /// Every language, in the order in which a screen offers them.
    pub const ALL: [Self; 2] = [Self::De, Self::En];

    /// The two-letter code (ISO 639-1), lower case.
    pub const fn code(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == code)
            .ok_or(UnknownLanguage)
    }
}

/// The text is not the code of a language that the catalogue has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no such language; the catalogue has de and en")]
pub struct UnknownLanguage;

/// What a paper pass says in one language.
///
/// A word in braces is a placeholder; each field names its own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptWords {
    /// The name of the paper.
    pub title: String,
    /// Marks a paper that was printed again; `{copy}` is its number.
    pub copy: String,
    /// Stands before the PIN-ID.
    pub pin_id: String,
    /// How long the pass opens the entrance; `{until}` is a date.
    pub valid_until: String,
    /// What to do when arriving.
    pub arriving: String,
    /// What to do when leaving.
    pub leaving: String,
    /// What to do when the paper is gone.
    pub lost: String,
}

impl ReceiptWords {
    /// The paper's words in `language`.
    pub fn of(language: Language) -> &'static Self {
        static DE: LazyLock<ReceiptWords> = LazyLock::new(|| read(include_str!("../words/receipt.de.json")));
        static EN: LazyLock<ReceiptWords> = LazyLock::new(|| read(include_str!("../words/receipt.en.json")));
        match language {
            Language::De => &DE,
            Language::En => &EN,
        }
    }

    /// Every text with the field's name, for checks that go through all of them.
    pub fn all(&self) -> [(&'static str, &str); 7] {
        let Self {
            title,
            copy,
            pin_id,
            valid_until,
            arriving,
            leaving,
            lost,
        } = self;
        [
            ("title", title),
            ("copy", copy),
            ("pin_id", pin_id),
            ("valid_until", valid_until),
            ("arriving", arriving),
            ("leaving", leaving),
            ("lost", lost),
        ]
    }
}

fn read(json: &str) -> ReceiptWords {
    serde_json::from_str(json).expect("the catalogue is part of the build and a test reads every language")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placeholders(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> = text
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split('}').next())
            .collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn every_language_says_everything() {
        for language in Language::ALL {
            for (field, text) in ReceiptWords::of(language).all() {
                assert!(!text.trim().is_empty(), "{language}: {field} is empty");
            }
        }
    }

    #[test]
    fn every_language_has_the_placeholders_of_the_fields() {
        for language in Language::ALL {
            for (field, text) in ReceiptWords::of(language).all() {
                let expected: &[&str] = match field {
                    "copy" => &["copy"],
                    "valid_until" => &["until"],
                    _ => &[],
                };
                assert_eq!(placeholders(text), expected, "{language}: {field}");
            }
        }
    }

    #[test]
    fn the_languages_differ() {
        assert_ne!(ReceiptWords::of(Language::De), ReceiptWords::of(Language::En));
    }

    #[test]
    fn a_code_names_its_language_everywhere() {
        for language in Language::ALL {
            assert_eq!(language.code().parse(), Ok(language));
            assert_eq!(
                serde_json::to_string(&language).unwrap(),
                format!("\"{language}\"")
            );
        }
        assert_eq!("fr".parse::<Language>(), Err(UnknownLanguage));
        assert_eq!(Language::default(), Language::De);
    }
}
