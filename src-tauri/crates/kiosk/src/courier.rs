//! The way out on a thread of its own: a mail server that stalls must not stop the door.

use std::{
    sync::mpsc::{Sender, channel},
    thread,
};

use einlass_domain::{
    id::EventId,
    post::{Message, Post, Undelivered, Ways},
    time::Timestamp,
};

/// How one message ended that was handed to the courier.
pub type Carried = (EventId, Result<(), Undelivered>);

/// Takes one message after the other and says later how it went.
pub(crate) struct Courier {
    ways: Ways,
    letters: Sender<(EventId, Message, Timestamp)>,
}

impl Courier {
    /// Starts the thread; it ends when the courier is dropped and the last message is out or has failed.
    pub(crate) fn start(mut post: Box<dyn Post>, mut done: impl FnMut(Carried) + Send + 'static) -> Self {
        let (letters, queue) = channel::<(EventId, Message, Timestamp)>();
        let ways = post.ways();
        let work = move || {
            queue
                .into_iter()
                .for_each(|(letter, message, at)| done((letter, post.send(&message, at))))
        };
        thread::Builder::new()
            .name("courier".into())
            .spawn(work)
            .expect("the system gives a thread at start");
        Self { ways, letters }
    }

    pub(crate) fn ways(&self) -> Ways {
        self.ways
    }

    /// Hands a message over. False when the thread has died.
    pub(crate) fn carry(&self, letter: EventId, message: Message, at: Timestamp) -> bool {
        self.letters.send((letter, message, at)).is_ok()
    }
}
