//! What is said aloud, and the port through which it is said.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::words::Language;

/// Something to be said. Not to be printed: it may be what a person typed.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Utterance {
    /// The language of the text.
    #[zeroize(skip)]
    pub language: Language,
    /// Plain text; no markup.
    pub text: String,
    /// Who may hear it.
    #[zeroize(skip)]
    pub audience: Audience,
    /// What becomes of that which is being said.
    #[zeroize(skip)]
    pub urgency: Urgency,
}

/// Who may hear an utterance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Whoever stands around: nothing of one person is in it.
    Everybody,
    /// Only whoever wears the headset (EN 301 549, 5.1.3.9 private listening). Without one it is never said aloud.
    Headset,
}

/// What becomes of that which is being said already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// It is broken off, with all that waits.
    Interrupts,
    /// It is said to its end first.
    Waits,
}

/// Says what it is given, one after the other. Neither call waits for the sound.
pub trait Voice: Send {
    /// Says this; a voice that cannot, stays silent.
    fn say(&mut self, utterance: Utterance);

    /// Is silent at once, and forgets what waits.
    fn hush(&mut self);
}

impl fmt::Debug for Utterance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Utterance")
            .field("language", &self.language)
            .field("audience", &self.audience)
            .field("urgency", &self.urgency)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_in_no_log() {
        let utterance = Utterance {
            language: Language::De,
            text: "Zwölf".to_owned(),
            audience: Audience::Headset,
            urgency: Urgency::Waits,
        };
        let debug = format!("{utterance:?}");
        assert!(debug.contains("Headset"), "{debug}");
        assert!(!debug.contains("Zwölf"), "{debug}");
    }
}
