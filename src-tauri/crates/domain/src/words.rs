//! The languages of the entrance and the words of its papers and screens, read from the catalogue beside this crate.

mod screen;

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use screen::{ScreenText, ScreenWords};

/// A language that every text of the entrance exists in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// German, the language of a venue that has not chosen another.
    #[default]
    De,
    /// German in short sentences, by the rules of Leichte Sprache (DIN SPEC 33429).
    DeSimple,
    /// English.
    En,
    /// French.
    Fr,
    /// Polish.
    Pl,
    /// Turkish.
    Tr,
    /// Ukrainian.
    Uk,
    /// Modern Standard Arabic.
    Ar,
}

impl Language {
    /// Every language, in the order in which a screen offers them: the venue's, English, then by own name and script.
    pub const ALL: [Self; 8] = [
        Self::De,
        Self::DeSimple,
        Self::En,
        Self::Fr,
        Self::Pl,
        Self::Tr,
        Self::Uk,
        Self::Ar,
    ];
    /// Every code, as the help of a program lists them.
    pub const CODES: &'static str = "de|de-simple|en|fr|pl|tr|uk|ar";

    /// The language tag (BCP 47), lower case. `simple` is a registered variant: what knows only German takes it for German.
    pub const fn code(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::DeSimple => "de-simple",
            Self::En => "en",
            Self::Fr => "fr",
            Self::Pl => "pl",
            Self::Tr => "tr",
            Self::Uk => "uk",
            Self::Ar => "ar",
        }
    }

    /// Whether its lines run from right to left.
    pub const fn is_right_to_left(self) -> bool {
        match self {
            Self::De | Self::DeSimple | Self::En | Self::Fr | Self::Pl | Self::Tr | Self::Uk => false,
            Self::Ar => true,
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

/// As its tag, which never changes; a number would bind the order of the list.
impl<C> Encode<C> for Language {
    fn encode<W: encode::Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), encode::Error<W::Error>> {
        e.str(self.code()).map(|_| ())
    }
}

impl<'b, C> Decode<'b, C> for Language {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        d.str()?.parse().map_err(decode::Error::custom)
    }
}

/// The text is not the code of a language that the catalogue has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no such language; the catalogue has {}", Language::CODES)]
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
    /// The list of everybody inside.
    pub roll_call: RollCallWords,
    /// The poster beside the door, and the sheet on a seat.
    pub poster: PosterWords,
}

paper_words! {
    /// What a paper pass says.
    PassWords, "pass" {
        /// The name of the paper.
        title,
        /// Marks a paper that was printed again; `{copy}` is its number.
        copy,
        /// Marks a paper that takes the place of a lost one.
        replaces,
        /// Stands before the PIN-ID.
        pin_id,
        /// How long the pass opens the entrance; `{until}` is a date.
        valid_until,
        /// That it is a child's, and who agreed.
        child,
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

paper_words! {
    /// What the list of everybody inside says.
    RollCallWords, "roll_call" {
        /// Marks a list that was printed because the building is left in earnest.
        emergency,
        /// Marks a list that was printed to practise.
        drill,
        /// The name of the paper.
        title,
        /// The moment of which it is true; `{moment}` is a date and a time.
        as_of,
        /// How many are inside; `{people}` is a number.
        total,
        /// Which sheet this is; `{page}` of `{pages}`.
        page,
        /// What to do with the boxes.
        tick,
        /// Stands above the names and numbers of passes.
        who,
        /// Stands above the times; short.
        came,
        /// Stands above the numbers of people; five characters.
        people,
        /// Somebody without a name; `{digits}` are the last four of the PIN-ID.
        pass_ending,
        /// Stands below a zone's name that was on the sheet before.
        continued,
        /// That the list goes on; `{page}` is the next sheet's number.
        continues,
        /// That it does not.
        end,
        /// That no visit is open.
        nobody,
        /// That the paper is destroyed after use.
        destroy,
    }
}

paper_words! {
    /// What the poster beside a door says, and the sheet on a seat or table.
    PosterWords, "poster" {
        /// Greets whoever comes, where the venue has no greeting of its own.
        welcome,
        /// Stands below the picture of a pass before a camera.
        show,
        /// Stands below the picture of the screen.
        wait,
        /// Stands below the picture of the way out: the pass is shown again.
        again,
        /// What whoever has no pass does.
        no_pass,
        /// Stands above the name of a seat or table.
        seat,
        /// What the code of a seat is for.
        seat_show,
    }
}

impl ReceiptWords {
    /// The papers' words in `language`.
    pub fn of(language: Language) -> &'static Self {
        macro_rules! paper_words_in {
            ($code:literal) => {{
                static WORDS: LazyLock<ReceiptWords> =
                    LazyLock::new(|| read(include_str!(concat!("../words/receipt.", $code, ".json"))));
                &WORDS
            }};
        }
        match language {
            Language::De => paper_words_in!("de"),
            Language::DeSimple => paper_words_in!("de-simple"),
            Language::En => paper_words_in!("en"),
            Language::Fr => paper_words_in!("fr"),
            Language::Pl => paper_words_in!("pl"),
            Language::Tr => paper_words_in!("tr"),
            Language::Uk => paper_words_in!("uk"),
            Language::Ar => paper_words_in!("ar"),
        }
    }

    /// Every text with its name (`pass.title`), for checks that go through all of them.
    pub fn all(&self) -> Vec<(&'static str, &str)> {
        let Self {
            pass,
            owner_key,
            certificate,
            roll_call,
            poster,
        } = self;
        [
            pass.all(),
            owner_key.all(),
            certificate.all(),
            roll_call.all(),
            poster.all(),
        ]
        .concat()
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
                    "roll_call.as_of" => &["moment"],
                    "roll_call.total" => &["people"],
                    "roll_call.page" => &["page", "pages"],
                    "roll_call.pass_ending" => &["digits"],
                    "roll_call.continues" => &["page"],
                    _ => &[],
                };
                assert_eq!(placeholders(text), expected, "{language}: {field}");
            }
        }
    }

    #[test]
    fn the_languages_differ() {
        for (i, language) in Language::ALL.into_iter().enumerate() {
            for other in &Language::ALL[i + 1..] {
                assert_ne!(
                    ReceiptWords::of(language),
                    ReceiptWords::of(*other),
                    "{language} and {other}"
                );
            }
        }
    }

    #[test]
    fn a_code_names_its_language_everywhere() {
        for language in Language::ALL {
            assert_eq!(language.code().parse(), Ok(language));
            assert_eq!(
                serde_json::to_string(&language).unwrap(),
                format!("\"{language}\"")
            );
            let stored = minicbor::to_vec(language).unwrap();
            assert_eq!(stored[1..], *language.code().as_bytes());
            assert_eq!(minicbor::decode::<Language>(&stored).unwrap(), language);
        }
        assert_eq!(Language::ALL.map(Language::code).join("|"), Language::CODES);
        assert_eq!("xx".parse::<Language>(), Err(UnknownLanguage));
        assert!(minicbor::decode::<Language>(b"\x62xx").is_err());
        assert_eq!(Language::default(), Language::De);
    }

    #[test]
    fn a_language_runs_the_way_its_letters_do() {
        let is_arabic = |c: char| ('\u{600}'..='\u{6ff}').contains(&c);
        for language in Language::ALL {
            let title = &ReceiptWords::of(language).pass.title;
            assert_eq!(
                title.contains(is_arabic),
                language.is_right_to_left(),
                "{language}"
            );
        }
    }
}
