//! Sentences that become utterances: what follows for the same ears is said in one breath.

use einlass_domain::{
    speech::{Audience, Urgency, Utterance},
    words::{Language, ScreenText as Text, ScreenWords},
};

use crate::{diary::PIN_DIGITS, look::Worded};

/// What is going to be said, sentence by sentence.
pub(super) struct Telling {
    language: Language,
    words: &'static ScreenWords,
    utterances: Vec<Utterance>,
}

impl Telling {
    pub(super) fn new(language: Language) -> Self {
        Self {
            language,
            words: ScreenWords::of(language),
            utterances: Vec::new(),
        }
    }

    /// The first breaks off what is being said, or waits for its end; the others follow.
    pub(super) fn into_utterances(mut self, interrupts: bool) -> Vec<Utterance> {
        if let Some(first) = self.utterances.first_mut().filter(|_| interrupts) {
            first.urgency = Urgency::Interrupts;
        }
        self.utterances
    }

    pub(super) fn text(&self, text: Text) -> &'static str {
        self.words.text(text)
    }

    /// How many tries are left, as the screen says it.
    pub(super) fn tries(&self, tries: u32) -> String {
        match tries {
            1 => self.text(Text::LastTry).to_owned(),
            _ => self
                .words
                .filled(Text::TriesLeft, &[("tries", &tries.to_string())]),
        }
    }

    pub(super) fn public(&mut self, text: Text) -> &mut Self {
        self.public_text(self.text(text))
    }

    pub(super) fn public_with(&mut self, text: Text, values: &[(&str, &str)]) -> &mut Self {
        self.public_text(&self.words.filled(text, values))
    }

    /// Only for texts that were made of the catalogue.
    pub(super) fn public_text(&mut self, text: &str) -> &mut Self {
        self.sentence(text, Audience::Everybody)
    }

    /// What the venue has written, in the language that it has written it in.
    pub(super) fn venues(&mut self, words: &Worded) -> &mut Self {
        self.sentence_in(words.language, &words.text, Audience::Everybody)
    }

    pub(super) fn private(&mut self, text: Text) -> &mut Self {
        self.private_text(self.text(text))
    }

    pub(super) fn private_with(&mut self, text: Text, values: &[(&str, &str)]) -> &mut Self {
        self.private_text(&self.words.filled(text, values))
    }

    pub(super) fn private_text(&mut self, text: &str) -> &mut Self {
        self.sentence(text, Audience::Headset)
    }

    /// Digit by digit; groups, where there are some, with a pause between them. Nothing where there are none.
    pub(super) fn private_spelled(&mut self, digits: &str) -> &mut Self {
        let spell = |group: &str| group.chars().map(String::from).collect::<Vec<_>>().join(" ");
        let groups: Vec<String> = digits.split_whitespace().map(spell).collect();
        if groups.is_empty() {
            return self;
        }
        self.private_text(&groups.join(", "))
    }

    /// How much of a PIN is typed. Never which digits, in the headset neither (EN 301 549, 5.1.3.8 masked entry).
    pub(super) fn private_progress(&mut self, digits: &str) -> &mut Self {
        let (typed, length) = (digits.len().to_string(), PIN_DIGITS.to_string());
        self.private_with(Text::PinProgress, &[("typed", &typed), ("length", &length)])
    }

    /// What can be touched, from top to bottom.
    pub(super) fn controls(&mut self, controls: &[Text]) -> &mut Self {
        let names: Vec<&str> = controls.iter().map(|control| self.text(*control)).collect();
        self.public_with(Text::SpeechControls, &[("controls", &names.join(", "))])
    }

    /// Where the keys of a number pad are.
    pub(super) fn number_pad(&mut self) -> &mut Self {
        let (left, right) = (self.text(Text::Back), self.text(Text::KeypadErase));
        self.public_with(Text::SpeechNumberPad, &[("left", left), ("right", right)])
    }

    fn sentence(&mut self, text: &str, audience: Audience) -> &mut Self {
        self.sentence_in(self.language, text, audience)
    }

    fn sentence_in(&mut self, language: Language, text: &str, audience: Audience) -> &mut Self {
        // A heading has no full stop; without one, the voice would run on.
        let is_whole = text.ends_with(['.', '!', '?', '؟', ':', '…']);
        let stop = if is_whole { "" } else { "." };
        match self
            .utterances
            .last_mut()
            .filter(|last| last.audience == audience && last.language == language)
        {
            Some(last) => last.text.push_str(&format!(" {text}{stop}")),
            None => self.utterances.push(Utterance {
                language,
                text: format!("{text}{stop}"),
                audience,
                urgency: Urgency::Waits,
            }),
        }
        self
    }
}
