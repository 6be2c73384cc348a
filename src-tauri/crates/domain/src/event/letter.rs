//! What events say of messages to visitors.

use minicbor::{Decode, Encode};

/// By which way a message goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum MessageWay {
    /// By e-mail.
    #[n(0)]
    Mail,
    /// By SMS.
    #[n(1)]
    Sms,
}

/// Why a message waits no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum LetterEnd {
    /// It is out.
    #[n(0)]
    Sent,
    /// It can never reach this address.
    #[n(1)]
    Undeliverable,
    /// Its code is of no use any more, or it cannot be opened any more.
    #[n(2)]
    Over,
}
