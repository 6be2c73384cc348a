//! The languages, in both directions: the screen shows one and asks for one.

use einlass_domain::words;
use serde::{Deserialize, Serialize};

macro_rules! languages {
    ($($variant:ident),+ $(,)?) => {
        /// A language of the catalogue, by its code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[serde(rename_all = "kebab-case")]
        pub enum Language {
            $(
                #[doc = concat!("As `words::Language::", stringify!($variant), "`.")]
                $variant
            ),+
        }

        impl From<words::Language> for Language {
            fn from(theirs: words::Language) -> Self {
                match theirs {
                    $(words::Language::$variant => Self::$variant),+
                }
            }
        }

        impl From<Language> for words::Language {
            fn from(ours: Language) -> Self {
                match ours {
                    $(Language::$variant => Self::$variant),+
                }
            }
        }
    };
}

languages!(De, DeSimple, En, Fr, Pl, Tr, Uk, Ar);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_screen_calls_each_language_by_its_code() {
        for language in words::Language::ALL {
            let ours = Language::from(language);
            assert_eq!(words::Language::from(ours), language);
            assert_eq!(
                serde_json::to_string(&ours).unwrap(),
                format!("\"{}\"", language.code())
            );
        }
    }
}
