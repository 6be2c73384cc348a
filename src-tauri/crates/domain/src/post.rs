//! The way out of the house for messages to visitors, and the port through which they take it.

use std::{error::Error, fmt};

use crate::{
    letter::Letter,
    recipient::{CallingCode, MailAddress, PhoneNumber},
    time::Timestamp,
};

/// Which ways there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// By e-mail.
    pub mail: bool,
    /// By SMS; with the country in which numbers without a calling code belong.
    pub sms: Option<CallingCode>,
}

/// A message and whom it is for.
#[derive(Clone, PartialEq, Eq)]
pub enum Message {
    /// By e-mail.
    Mail(MailAddress, Letter),
    /// By SMS.
    Sms(PhoneNumber, String),
}

/// What to do with a message that did not get out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlook {
    /// Keep it and try again by itself.
    Transient,
    /// Keep it, try again, and tell the operator: no message gets out before somebody mends the settings, here or at the server.
    Settings,
    /// Give it up: this message will never get out.
    Permanent,
}

/// A message did not get out, as far as is known.
#[derive(Debug)]
pub struct Undelivered {
    /// What to do with it.
    pub outlook: Outlook,
    /// How long the other side asks to be left alone, in milliseconds.
    pub retry_after_ms: Option<i64>,
    /// Why. Holds nothing of the visitor.
    pub why: Box<dyn Error + Send + Sync>,
}

/// Sends messages. Each call takes as long as the other side does.
pub trait Post: Send {
    /// Which ways there are; the same all the time.
    fn ways(&self) -> Ways;

    /// Sends one message, and comes back when the other side has taken it.
    ///
    /// # Errors
    /// [`Undelivered`]; the message may be out all the same when the answer is what was lost.
    fn send(&mut self, message: &Message, at: Timestamp) -> Result<(), Undelivered>;
}

/// Shows nothing of the person and nothing of the text.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mail(..) => "Message::Mail(…)",
            Self::Sms(..) => "Message::Sms(…)",
        })
    }
}
