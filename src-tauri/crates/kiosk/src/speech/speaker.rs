//! Whether the screen is read aloud, and how far it has been read.

use std::time::Duration;

use einlass_domain::{
    speech::{Audience, Urgency, Utterance, Voice},
    words::{Language, ScreenText},
};

use super::{script, telling::Telling};
use crate::screen::Snapshot;

/// Whoever listens needs longer than whoever looks.
const LISTENING: u32 = 3;

/// Reads the screen aloud while it is asked to.
pub(crate) struct Speaker {
    voice: Option<Box<dyn Voice>>,
    is_on: bool,
    /// The last that was read; none while nobody has listened.
    read: Option<Snapshot>,
}

impl Speaker {
    pub(crate) fn new(voice: Option<Box<dyn Voice>>) -> Self {
        Self {
            voice,
            is_on: false,
            read: None,
        }
    }

    /// Whether the screen is read aloud; none where there is no voice.
    pub(crate) fn state(&self) -> Option<bool> {
        self.voice.as_ref().map(|_| self.is_on)
    }

    pub(crate) fn is_on(&self) -> bool {
        self.state() == Some(true)
    }

    /// Starts or ends reading aloud.
    pub(crate) fn turn(&mut self, on: bool) {
        self.is_on = on;
    }

    /// A headset came: everything is read anew, for now there is somebody who may hear all of it. It went: so did they.
    pub(crate) fn headset(&mut self, is_plugged: bool) {
        self.is_on = is_plugged;
        self.read = self.read.take().filter(|_| !is_plugged);
    }

    /// How long a screen stays.
    pub(crate) fn stretch(&self, dwell: Duration) -> Duration {
        if self.is_on() { dwell * LISTENING } else { dwell }
    }

    /// Says what a finger found. That may be anything that is on the screen, so only a headset hears it.
    pub(crate) fn say(&mut self, text: String, language: Language) {
        if let Some(voice) = self.voice.as_mut().filter(|_| self.is_on) {
            voice.say(Utterance {
                language,
                text,
                audience: Audience::Headset,
                urgency: Urgency::Interrupts,
            });
        }
    }

    /// Reads what is new since the last time.
    pub(crate) fn follow(&mut self, now: &Snapshot) {
        let Some(voice) = &mut self.voice else { return };
        let said = if self.is_on {
            let said = match &self.read {
                Some(read) if read.revision == now.revision => return,
                read => script(read.as_ref(), now),
            };
            self.read = Some(now.clone());
            said
        } else if self.read.take().is_some() {
            voice.hush();
            let mut telling = Telling::new(now.language);
            telling.public(ScreenText::SpeechOff);
            telling.into_utterances(true)
        } else {
            return;
        };
        said.into_iter().for_each(|utterance| voice.say(utterance));
    }
}
