//! What can go wrong with a message, and what that means for the next try.

use std::{error::Error, fmt, io};

use einlass_domain::post::{Outlook, Undelivered};

/// What can go wrong, named by what was tried. Holds nothing of the visitor.
#[derive(Debug, thiserror::Error)]
pub enum UpstreamError {
    /// The settings contradict each other or the rules.
    #[error("the settings do not fit: {0}")]
    Settings(&'static str),
    /// The file with the settings is not written as such a file is. Never quotes a value: it may be a secret in the wrong place.
    #[error("the file with the settings cannot be understood: line {line}, column {column}: {what}")]
    Unfit {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What is wrong there.
        what: String,
    },
    /// A file that the settings name cannot be read.
    #[error("the {what} cannot be read")]
    File {
        /// What is in it.
        what: &'static str,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Other users of the machine can read the password.
    #[error("everybody on this machine can read the password file; allow its owner alone (chmod o= FILE)")]
    ExposedPassword,
    /// The encryption does not come about: most often a certificate that is not for this name or not of a known authority.
    #[error("there is no trusted connection")]
    Trust(#[source] rustls::Error),
    /// The mail server lacks what the settings demand; also what an attacker's removal of STARTTLS looks like.
    #[error("the mail server does not offer what the settings ask for, at {0}")]
    NotOffered(MailStep),
    /// The mail server said no.
    #[error("the mail server refused {step} with code {code}")]
    Refused {
        /// When.
        step: MailStep,
        /// Reply code (RFC 5321, 4.2.3).
        code: u16,
    },
    /// The connection to the mail server failed, or what came back was no SMTP.
    #[error("no answer from the mail server to {step} ({})", Named(*kind))]
    Broken {
        /// When.
        step: MailStep,
        /// How, where the system says so.
        kind: Option<io::ErrorKind>,
    },
    /// No mail can be sent to this address, at least not by this server.
    #[error("no mail can be sent to this address")]
    Address,
    /// The mail could not be written.
    #[error("the mail cannot be composed")]
    Compose,
    /// The gateway cannot be reached, or did not answer in time.
    #[error("no answer from the gateway ({})", Named(*kind))]
    Unreachable {
        /// How, where the system says so.
        kind: Option<io::ErrorKind>,
    },
    /// The gateway answered with a status that does not mean success.
    #[error("the gateway answered with status {status}")]
    Answered {
        /// HTTP status (RFC 9110, 15).
        status: u16,
        /// How long it asks to be left alone, in milliseconds.
        retry_after_ms: Option<i64>,
    },
}

/// Where a conversation with a mail server stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailStep {
    /// Connection, greeting, encryption.
    Connection,
    /// User and password.
    Login,
    /// `MAIL FROM`: the venue's own address.
    Sender,
    /// `RCPT TO`: the visitor's address.
    Recipient,
    /// `DATA` and what follows it.
    Content,
}

impl UpstreamError {
    /// What to do with the message.
    pub fn outlook(&self) -> Outlook {
        match self {
            Self::Settings(_)
            | Self::Unfit { .. }
            | Self::File { .. }
            | Self::ExposedPassword
            | Self::Trust(_)
            | Self::NotOffered(_) => Outlook::Settings,
            Self::Refused { step, code } => refused(*step, *code),
            Self::Answered { status, .. } => answered(*status),
            Self::Broken { .. } | Self::Unreachable { .. } => Outlook::Transient,
            Self::Address | Self::Compose => Outlook::Permanent,
        }
    }

    /// How long the other side asks to be left alone, in milliseconds.
    pub fn retry_after_ms(&self) -> Option<i64> {
        match self {
            Self::Answered { retry_after_ms, .. } => *retry_after_ms,
            Self::Settings(_)
            | Self::Unfit { .. }
            | Self::File { .. }
            | Self::ExposedPassword
            | Self::Trust(_)
            | Self::NotOffered(_)
            | Self::Refused { .. }
            | Self::Broken { .. }
            | Self::Unreachable { .. }
            | Self::Address
            | Self::Compose => None,
        }
    }
}

impl From<UpstreamError> for Undelivered {
    fn from(error: UpstreamError) -> Self {
        Self {
            outlook: error.outlook(),
            retry_after_ms: error.retry_after_ms(),
            why: Box::new(error),
        }
    }
}

/// RFC 5321, 4.2.1: 4yz may work later, 5yz will not. Whose fault a 5yz is depends on what was refused; that one has to log in
/// (RFC 4954, 6: 530, 534, 535, 538) is never the visitor's.
fn refused(step: MailStep, code: u16) -> Outlook {
    match (step, code) {
        (_, 400..=499) => Outlook::Transient,
        (_, 530 | 534 | 535 | 538) => Outlook::Settings,
        (MailStep::Recipient | MailStep::Content, _) => Outlook::Permanent,
        (MailStep::Connection | MailStep::Login | MailStep::Sender, _) => Outlook::Settings,
    }
}

/// RFC 9110, 15: what a client error says about the message, and what about the way to the gateway.
fn answered(status: u16) -> Outlook {
    match status {
        // Timeout, too early (RFC 8470), too many, and everything that is the server's own fault.
        408 | 425 | 429 | 500..=599 => Outlook::Transient,
        // These are about this one message.
        400 | 409 | 410 | 413 | 422 | 451 => Outlook::Permanent,
        // Credentials, credit, address, method, redirection, and whatever nobody has expected.
        _ => Outlook::Settings,
    }
}

impl fmt::Display for MailStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connection => "the connection",
            Self::Login => "the login",
            Self::Sender => "the sender",
            Self::Recipient => "the recipient",
            Self::Content => "the content",
        })
    }
}

struct Named(Option<io::ErrorKind>);

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(kind) => kind.fmt(f),
            None => f.write_str("no reason given"),
        }
    }
}

/// What lies at the bottom of a driver's error: TLS, or the system.
pub(crate) enum Cause {
    Tls(rustls::Error),
    System(io::ErrorKind),
    Unknown,
}

impl Cause {
    /// Goes down the sources; an `io::Error` hides what it was made of from `source`.
    pub(crate) fn of(error: &(dyn Error + 'static)) -> Self {
        let mut found = Self::Unknown;
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(tls) = error.downcast_ref::<rustls::Error>() {
                return Self::Tls(tls.clone());
            }
            let io = error.downcast_ref::<io::Error>();
            if let Some(io) = io {
                found = Self::System(io.kind());
            }
            let hidden = io.and_then(|io| io.get_ref());
            next = match hidden {
                Some(hidden) => Some(hidden),
                None => error.source(),
            };
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_means_what_was_refused() {
        let outlook = |step, code| UpstreamError::Refused { step, code }.outlook();
        assert_eq!(
            outlook(MailStep::Recipient, 451),
            Outlook::Transient,
            "greylisted"
        );
        assert_eq!(outlook(MailStep::Login, 454), Outlook::Transient);
        assert_eq!(outlook(MailStep::Recipient, 550), Outlook::Permanent);
        assert_eq!(outlook(MailStep::Content, 554), Outlook::Permanent);
        assert_eq!(
            outlook(MailStep::Recipient, 530),
            Outlook::Settings,
            "the visitor cannot log in for us"
        );
        assert_eq!(outlook(MailStep::Login, 535), Outlook::Settings);
        assert_eq!(outlook(MailStep::Sender, 550), Outlook::Settings);
        assert_eq!(outlook(MailStep::Connection, 554), Outlook::Settings);
    }

    #[test]
    fn a_status_is_about_the_message_or_about_the_gateway() {
        let outlook = |status| {
            UpstreamError::Answered {
                status,
                retry_after_ms: None,
            }
            .outlook()
        };
        for status in [408, 425, 429, 500, 502, 503, 504, 599] {
            assert_eq!(outlook(status), Outlook::Transient, "{status}");
        }
        for status in [400, 422] {
            assert_eq!(outlook(status), Outlook::Permanent, "{status}");
        }
        for status in [301, 302, 304, 401, 402, 403, 404, 405, 407, 418] {
            assert_eq!(outlook(status), Outlook::Settings, "{status}");
        }
    }

    #[test]
    fn the_cause_is_found_under_wrappings() {
        let tls = rustls::Error::NoCertificatesPresented;
        let wrapped = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, tls.clone()));
        assert!(matches!(Cause::of(&wrapped), Cause::Tls(found) if found == tls));
        let down = io::Error::from(io::ErrorKind::ConnectionRefused);
        assert!(matches!(
            Cause::of(&down),
            Cause::System(io::ErrorKind::ConnectionRefused)
        ));
        assert!(matches!(Cause::of(&fmt::Error), Cause::Unknown));
    }
}
