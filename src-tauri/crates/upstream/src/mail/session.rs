//! The conversation with the server, step by step, so that a refusal can be told from another (RFC 5321, RFC 4954).

use std::{error::Error as _, io};

use lettre::{
    Address,
    transport::smtp::{
        Error as SmtpError,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{SmtpConnection, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailParameter},
        response::Response,
    },
};

use super::{Encryption, Mailer};
use crate::{MailStep, UpstreamError, error::Cause};

/// Connects, hands one mail over, and leaves.
pub(super) fn deliver(mailer: &Mailer, to: &Address, mail: &[u8]) -> Result<(), UpstreamError> {
    let mut connection = connect(mailer)?;
    let delivered = login(&mut connection, mailer.credentials.as_ref())
        .and_then(|()| hand_over(&mut connection, &mailer.from.email, to, mail));
    // What the server says to the farewell changes nothing.
    match &delivered {
        Ok(()) => drop(connection.quit()),
        Err(_) => connection.abort(),
    }
    delivered
}

fn connect(mailer: &Mailer) -> Result<SmtpConnection, UpstreamError> {
    let failed = |error| failure(MailStep::Connection, &error);
    // An address literal that says nothing about this machine (RFC 5321, 4.1.4).
    let hello = ClientId::default();
    let server = (mailer.server.as_str(), mailer.port);
    let timeout = Some(mailer.timeout);
    let open = |tls: Option<&TlsParameters>| SmtpConnection::connect(server, timeout, &hello, tls, None);
    match &mailer.encryption {
        Encryption::FirstByte(tls) => open(Some(tls)).map_err(failed),
        Encryption::None => open(None).map_err(failed),
        Encryption::StartTls(tls) => {
            let mut connection = open(None).map_err(failed)?;
            if let Err(error) = connection.starttls(tls, &hello) {
                connection.abort();
                return Err(failed(error));
            }
            assert!(connection.is_encrypted(), "STARTTLS succeeded");
            Ok(connection)
        }
    }
}

fn login(connection: &mut SmtpConnection, credentials: Option<&Credentials>) -> Result<(), UpstreamError> {
    let Some(credentials) = credentials else {
        return Ok(());
    };
    let answer = connection.auth(DEFAULT_MECHANISMS, credentials);
    expect(MailStep::Login, 235, answer)
}

fn hand_over(
    connection: &mut SmtpConnection,
    from: &Address,
    to: &Address,
    mail: &[u8],
) -> Result<(), UpstreamError> {
    let international = !to.to_string().is_ascii();
    if international && !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
        return Err(UpstreamError::Address);
    }
    let parameters = international.then_some(MailParameter::SmtpUtfEight);
    let sender = Mail::new(Some(from.clone()), parameters.into_iter().collect());
    expect(MailStep::Sender, 250, connection.command(sender))?;
    let recipient = connection.command(Rcpt::new(to.clone(), Vec::new()));
    match recipient {
        // 251: the server knows where the user has moved to and sends it there.
        Ok(answer) if code(&answer) == 251 => {}
        other => expect(MailStep::Recipient, 250, other)?,
    }
    expect(MailStep::Content, 354, connection.command(Data))?;
    expect(MailStep::Content, 250, connection.message(mail))
}

/// Exactly the answer that the step has: replies that somebody has slipped in do not fit for long.
fn expect(step: MailStep, expected: u16, answer: Result<Response, SmtpError>) -> Result<(), UpstreamError> {
    match answer {
        Ok(answer) if code(&answer) == expected => Ok(()),
        Ok(_) => Err(UpstreamError::Broken {
            step,
            kind: Some(io::ErrorKind::InvalidData),
        }),
        Err(error) => Err(failure(step, &error)),
    }
}

fn code(answer: &Response) -> u16 {
    answer.code().into()
}

/// What went wrong, without the server's words: they may hold the address.
fn failure(step: MailStep, error: &SmtpError) -> UpstreamError {
    if let Some(code) = error.status() {
        return UpstreamError::Refused {
            step,
            code: code.into(),
        };
    }
    if error.is_client() {
        return UpstreamError::NotOffered(step);
    }
    match error.source().map(Cause::of) {
        Some(Cause::Tls(tls)) => UpstreamError::Trust(tls),
        Some(Cause::System(kind)) => UpstreamError::Broken {
            step,
            kind: Some(kind),
        },
        Some(Cause::Unknown) | None => UpstreamError::Broken { step, kind: None },
    }
}
