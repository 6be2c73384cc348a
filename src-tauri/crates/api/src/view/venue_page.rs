//! What the venue has written itself.

use einlass_kiosk::Worded;
use serde::Serialize;

use super::Language;

/// A text of the venue, and the language that it is in. To be shown as text and nothing else.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct WordedView {
    /// Its language.
    pub language: Language,
    /// The text; lines end with a line feed.
    pub text: String,
}

impl From<&Worded> for WordedView {
    fn from(worded: &Worded) -> Self {
        Self {
            language: worded.language.into(),
            text: worded.text.clone(),
        }
    }
}
