//! The voice on a thread of its own: a speech system that stalls or dies must not stop the door.

use std::{
    collections::VecDeque,
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    thread,
    time::{Duration, Instant},
};

use einlass_domain::{
    speech::{Audience, Urgency, Utterance, Voice},
    words::{Language, ScreenText, ScreenWords},
};

use super::{Engine, SpeechError, headset::Headset};

/// Orders that may wait while the speech system stalls; what comes on top is not said.
const ORDERS: usize = 32;
/// How often is looked whether an utterance has ended.
const TICK: Duration = Duration::from_millis(30);
/// How often is looked whether a headset came or went.
const HEADSET_EVERY: Duration = Duration::from_secs(1);
/// The same while something private is said, which must not go on without it.
const HEADSET_EVERY_PRIVATE: Duration = Duration::from_millis(250);
/// The request for headphones is not repeated within this time.
const HEADPHONES_GAP: Duration = Duration::from_secs(10);
/// A speech system that failed is not tried again within this time.
const REST: Duration = Duration::from_secs(5);

/// What the voice tells.
#[derive(Debug)]
pub enum SpeechEvent {
    /// A headset was plugged in, or pulled out.
    Headset(bool),
    /// Something could not be said.
    Failed(SpeechError),
}

enum Order {
    Say(Utterance),
    Hush,
}

/// Takes utterances and says them one after the other. Gone silent when it is dropped.
pub struct SpeechDesk {
    orders: SyncSender<Order>,
}

type Opener = Box<dyn FnMut() -> Result<Box<dyn Engine>, SpeechError> + Send>;

impl SpeechDesk {
    pub(super) fn start(
        open: Opener,
        headset: Box<dyn Headset>,
        tell: impl FnMut(SpeechEvent) + Send + 'static,
    ) -> Self {
        let (orders, queue) = sync_channel(ORDERS);
        let speaker = Speaker {
            open,
            engine: None,
            rests_until: None,
            headset,
            is_plugged: None,
            looked_at: None,
            waiting: VecDeque::new(),
            saying: None,
            headphones_at: None,
            tell: Box::new(tell),
        };
        thread::Builder::new()
            .name("speech".into())
            .spawn(move || speaker.run(&queue))
            .expect("the system gives a thread at start");
        Self { orders }
    }
}

impl Voice for SpeechDesk {
    fn say(&mut self, utterance: Utterance) {
        // A speech system that stalls for so long is not heard anyway.
        let _ = self.orders.try_send(Order::Say(utterance));
    }

    fn hush(&mut self) {
        let _ = self.orders.try_send(Order::Hush);
    }
}

struct Speaker {
    open: Opener,
    engine: Option<Box<dyn Engine>>,
    rests_until: Option<Instant>,
    headset: Box<dyn Headset>,
    is_plugged: Option<bool>,
    looked_at: Option<Instant>,
    waiting: VecDeque<Utterance>,
    saying: Option<Audience>,
    headphones_at: Option<Instant>,
    tell: Box<dyn FnMut(SpeechEvent) + Send>,
}

impl Speaker {
    fn run(mut self, orders: &Receiver<Order>) {
        loop {
            self.look_at_headset();
            let wait = if self.saying.is_some() {
                TICK
            } else {
                HEADSET_EVERY
            };
            match orders.recv_timeout(wait) {
                Ok(Order::Say(utterance)) => self.take(utterance),
                Ok(Order::Hush) => self.hush(),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return self.hush(),
            }
            self.go_on();
        }
    }

    fn take(&mut self, utterance: Utterance) {
        if utterance.urgency == Urgency::Interrupts {
            self.hush();
        }
        self.waiting.push_back(utterance);
    }

    fn hush(&mut self) {
        self.waiting.clear();
        if self.saying.take().is_some() {
            self.with_engine(|engine| engine.stop());
        }
    }

    /// Says what waits, when nothing is being said.
    fn go_on(&mut self) {
        if self.saying.is_some() && self.with_engine(|engine| engine.is_speaking()) == Some(true) {
            return;
        }
        self.saying = None;
        while let Some(next) = self.waiting.pop_front() {
            let Some(utterance) = self.admit(next) else {
                continue;
            };
            let started = self.with_engine(|engine| engine.start(&utterance));
            self.saying = started.map(|()| utterance.audience);
            return;
        }
    }

    /// What is said instead of an utterance, which is itself where nothing speaks against it.
    fn admit(&mut self, utterance: Utterance) -> Option<Utterance> {
        match utterance.audience {
            Audience::Everybody => Some(utterance),
            // Asked anew: it may have been pulled out since the last look.
            Audience::Headset if self.headset.is_plugged() == Some(true) => Some(utterance),
            Audience::Headset => self.headphones(utterance.language),
        }
    }

    fn headphones(&mut self, language: Language) -> Option<Utterance> {
        let now = Instant::now();
        let is_fresh = self
            .headphones_at
            .is_some_and(|at| now.duration_since(at) < HEADPHONES_GAP);
        (!is_fresh).then(|| {
            self.headphones_at = Some(now);
            Utterance {
                language,
                text: ScreenWords::of(language)
                    .text(ScreenText::SpeechHeadphones)
                    .to_owned(),
                audience: Audience::Everybody,
                urgency: Urgency::Waits,
            }
        })
    }

    fn look_at_headset(&mut self) {
        let every = if self.saying == Some(Audience::Headset) {
            HEADSET_EVERY_PRIVATE
        } else {
            HEADSET_EVERY
        };
        let now = Instant::now();
        if self.looked_at.is_some_and(|at| now.duration_since(at) < every) {
            return;
        }
        self.looked_at = Some(now);
        let is_plugged = self.headset.is_plugged().unwrap_or(false);
        if !is_plugged && self.saying == Some(Audience::Headset) {
            self.hush();
        }
        // What was plugged in before the kiosk started says nothing about anybody who stands there.
        if self
            .is_plugged
            .replace(is_plugged)
            .is_some_and(|before| before != is_plugged)
        {
            (self.tell)(SpeechEvent::Headset(is_plugged));
        }
    }

    /// None when it failed, is resting from a failure, or cannot be had.
    fn with_engine<T>(&mut self, work: impl FnOnce(&mut dyn Engine) -> Result<T, SpeechError>) -> Option<T> {
        if self.rests_until.is_some_and(|until| Instant::now() < until) {
            return None;
        }
        let engine = match self.engine.take() {
            Some(engine) => Ok(engine),
            None => (self.open)(),
        };
        let done = engine.and_then(|mut engine| {
            let done = work(engine.as_mut())?;
            self.engine = Some(engine);
            Ok(done)
        });
        match done {
            Ok(done) => {
                self.rests_until = None;
                Some(done)
            }
            Err(error) => {
                self.rests_until = Some(Instant::now() + REST);
                (self.tell)(SpeechEvent::Failed(error));
                None
            }
        }
    }
}
