//! The languages of the entrance and the words of its papers and screens, read from the catalogue beside this crate.

mod screen;

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use screen::{ScreenText, ScreenWords};

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

/// A paper's part of the catalogue: its texts, and all of them with their names, so that no check can leave one out.
macro_rules! paper_words {
    (
        $(#[$doc:meta])*
        $name:ident, $paper:literal {
            $($(#[$field_doc:meta])* $field:ident,)+
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: String,)+
        }

        impl $name {
            fn all(&self) -> Vec<(&'static str, &str)> {
                vec![$((concat!($paper, ".", stringify!($field)), self.$field.as_str()),)+]
            }
        }
    };
}

/// What the papers say in one language.
///
/// A word in braces is a placeholder; each field names its own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptWords {
    /// The paper pass.
    pub pass: PassWords,
    /// The owner's key, and a part of it.
    pub owner_key: OwnerKeyWords,
    /// The certificate of destruction.
    pub certificate: CertificateWords,
}

paper_words! {
    /// What a paper pass says.
    PassWords, "pass" {
        /// The name of the paper.
        title,
        /// Marks a paper that was printed again; `{copy}` is its number.
        copy,
        /// Stands before the PIN-ID.
        pin_id,
        /// How long the pass opens the entrance; `{until}` is a date.
        valid_until,
        /// What to do when arriving.
        arriving,
        /// What to do when leaving.
        leaving,
        /// What to do when the paper is gone.
        lost,
    }
}

paper_words! {
    /// What the paper with the owner's key says, or with a part of it.
    OwnerKeyWords, "owner_key" {
        /// The name of the key.
        title,
        /// The name of a part; `{number}` is its number, `{of}` how many there are.
        part_title,
        /// When the key was made; `{date}` is a date.
        made_on,
        /// What the key is and what it opens.
        what,
        /// What a part is; `{needed}` parts of `{of}` make the key.
        part_what,
        /// Stands before the mark that all parts of one key have.
        mark,
        /// How many parts are needed; `{needed}` of `{of}`.
        needed,
        /// That they must have this mark.
        same_mark,
        /// Stands above the words of the key.
        key_words,
        /// Stands above the words of part `{number}`, which are of no use without it.
        part_key_words,
        /// Stands above the advice for keeping the paper.
        keeping,
        /// Where to keep the key.
        keep_place,
        /// Where to keep the parts.
        part_keep_place,
        /// That nobody may make a picture of it.
        keep_unseen,
        /// What keeps thermal paper legible.
        keep_legible,
        /// What is written by hand besides.
        keep_by_hand,
        /// The same for a part.
        part_keep_by_hand,
    }
}

paper_words! {
    /// What the certificate of destruction says.
    CertificateWords, "certificate" {
        /// The name of the paper.
        title,
        /// Stands before the destroyed day.
        what,
        /// What was destroyed and deleted.
        how,
        /// Stands before the number of visits.
        visits,
        /// Stands before the number of records.
        events,
        /// Stands before how long visits are kept.
        retention,
        /// How long that is; `{days}` is a number, but not 1.
        days,
        /// How long that is, for 1.
        one_day,
        /// Stands before the moment of the destruction.
        destroyed_at,
        /// Stands before the device that did it.
        device,
        /// Stands above what is compared with the log.
        proof,
        /// What is compared with what.
        compare,
        /// Stands before the event's name.
        event,
        /// Stands before the event's hash.
        hash,
        /// Stands above the place to sign.
        signing,
        /// Stands below the place for the date.
        date,
        /// Stands below the place for the name.
        name,
    }
}

impl ReceiptWords {
    /// The papers' words in `language`.
    pub fn of(language: Language) -> &'static Self {
        static DE: LazyLock<ReceiptWords> = LazyLock::new(|| read(include_str!("../words/receipt.de.json")));
        static EN: LazyLock<ReceiptWords> = LazyLock::new(|| read(include_str!("../words/receipt.en.json")));
        match language {
            Language::De => &DE,
            Language::En => &EN,
        }
    }

    /// Every text with its name (`pass.title`), for checks that go through all of them.
    pub fn all(&self) -> Vec<(&'static str, &str)> {
        let Self {
            pass,
            owner_key,
            certificate,
        } = self;
        [pass.all(), owner_key.all(), certificate.all()].concat()
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
                    "pass.copy" => &["copy"],
                    "pass.valid_until" => &["until"],
                    "owner_key.part_title" => &["number", "of"],
                    "owner_key.part_key_words" => &["number"],
                    "owner_key.made_on" => &["date"],
                    "owner_key.part_what" | "owner_key.needed" => &["needed", "of"],
                    "certificate.days" => &["days"],
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
