//! Mail, handed to the venue's own mail server (message submission, RFC 6409).
//!
//! Encryption is demanded, not tried: a server that has lost its STARTTLS on the way gets neither password nor address. Encryption
//! from the first byte (RFC 8314) is the better choice where the server has it: with STARTTLS somebody on the line can still slip
//! replies in before the encryption starts, and so at worst make the kiosk believe that a mail was taken.

mod message;
mod session;

use std::{fmt, path::PathBuf, time::Duration};

use einlass_domain::{letter::Letter, recipient::MailAddress, time::Timestamp};
use lettre::{
    Address,
    message::Mailbox,
    transport::smtp::{authentication::Credentials, client::Certificate, client::TlsParameters},
};
use rand_core::CryptoRngCore;
use serde::Deserialize;

use crate::{
    UpstreamError,
    host::is_loopback,
    secret::Secret,
    trust::{client_config, own_authority},
};

/// Longest sender, name and address, in characters: encoded, it still keeps to a line of 998.
const LONGEST_SENDER: usize = 200;

/// How the venue's mail server is reached.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// Its name, which its certificate must bear, or its address.
    pub server: String,
    /// Its port: 465 with [`MailSecurity::Tls`], 587 with [`MailSecurity::StartTls`], unless the provider says otherwise.
    pub port: u16,
    /// How the connection is encrypted.
    pub security: MailSecurity,
    /// Who logs in; none where the server knows this machine.
    pub login: Option<Login>,
    /// What the visitor sees as the sender: `Museum <kiosk@museum.example>`. What cannot be delivered comes back there.
    pub from: String,
    /// Certificates (PEM) of an authority that is believed besides the machine's.
    pub authority_file: Option<PathBuf>,
    /// How long each answer of the server may take, in milliseconds. RFC 5321, 4.5.3.2, asks for minutes; a submission server answers
    /// at once, and a mail that was given up too early comes twice, with the same code.
    #[serde(default = "default_timeout_ms")]
    pub timeout_ms: u64,
}

fn default_timeout_ms() -> u64 {
    30_000
}

/// How the connection to a mail server is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailSecurity {
    /// From the first byte (RFC 8314).
    Tls,
    /// After STARTTLS (RFC 3207), or not at all.
    StartTls,
    /// Not: for a server on this machine only.
    Plain,
}

/// Who logs in at the mail server.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// The account.
    pub user: String,
    /// A file that has the password in it and nothing else, and that not everybody can read.
    pub password_file: PathBuf,
}

/// Sends mail. Blocks; for a thread of its own.
pub struct Mailer {
    server: String,
    port: u16,
    encryption: Encryption,
    credentials: Option<Credentials>,
    timeout: Duration,
    from: Mailbox,
}

enum Encryption {
    FirstByte(TlsParameters),
    StartTls(TlsParameters),
    None,
}

impl Mailer {
    /// Checks the settings and reads their files. Says nothing to the server yet.
    ///
    /// # Errors
    /// [`UpstreamError::Settings`], [`UpstreamError::File`], [`UpstreamError::ExposedPassword`], [`UpstreamError::Trust`].
    pub fn new(settings: &MailSettings) -> Result<Self, UpstreamError> {
        let from: Mailbox = settings.from.parse().map_err(|_| {
            UpstreamError::Settings("the sender is no mail address such as Museum <kiosk@museum.example>")
        })?;
        if !from.email.to_string().is_ascii() {
            return Err(UpstreamError::Settings(
                "the sender's address has other letters than ASCII",
            ));
        }
        if settings.from.chars().count() > LONGEST_SENDER {
            return Err(UpstreamError::Settings("the sender is longer than a line may be"));
        }
        if settings.server.is_empty() || settings.server.contains(char::is_whitespace) {
            return Err(UpstreamError::Settings("the mail server has no name"));
        }
        if settings.timeout_ms == 0 {
            return Err(UpstreamError::Settings("answers need more than no time"));
        }
        let login = settings.login.as_ref();
        let credentials = login.map(|login| {
            let password = Secret::read(&login.password_file)?;
            Ok(Credentials::new(login.user.clone(), password.expose().to_owned()))
        });
        Ok(Self {
            server: settings.server.clone(),
            port: settings.port,
            encryption: encryption(settings)?,
            credentials: credentials.transpose()?,
            timeout: Duration::from_millis(settings.timeout_ms),
            from,
        })
    }

    /// Sends one letter to one address, and comes back when the server has taken it.
    ///
    /// After an error the mail is out at most once: the connection can break between the server's taking it and its saying so.
    ///
    /// # Errors
    /// [`UpstreamError`]; its outlook says whether to try again.
    pub fn send(
        &self,
        to: &MailAddress,
        letter: &Letter,
        at: Timestamp,
        rng: &mut impl CryptoRngCore,
    ) -> Result<(), UpstreamError> {
        let to = server_address(to)?;
        let mail = message::compose(&self.from, &to, letter, at, rng)?;
        session::deliver(self, &to, &mail)
    }
}

fn encryption(settings: &MailSettings) -> Result<Encryption, UpstreamError> {
    match settings.security {
        MailSecurity::Tls => tls_parameters(settings).map(Encryption::FirstByte),
        MailSecurity::StartTls => tls_parameters(settings).map(Encryption::StartTls),
        MailSecurity::Plain if is_loopback(&settings.server) => Ok(Encryption::None),
        MailSecurity::Plain => Err(UpstreamError::Settings(
            "only a mail server on this machine may be spoken to without encryption",
        )),
    }
}

fn tls_parameters(settings: &MailSettings) -> Result<TlsParameters, UpstreamError> {
    let own = own_authority(settings.authority_file.as_deref())?;
    // Checks what lettre would report without saying what it is.
    client_config(own.clone())?;
    let mut tls = TlsParameters::builder(settings.server.clone());
    for certificate in own {
        let certificate = Certificate::from_der(certificate.to_vec())
            .expect("rustls takes any bytes here and has parsed these before");
        tls = tls.add_root_certificate(certificate);
    }
    Ok(tls
        .build()
        .expect("TLS 1.2 and ring exist, and the certificates have been parsed before"))
}

/// The address as a server takes it: the part behind the @ in ASCII (RFC 5891), or no mail would reach `bücher.example`.
fn server_address(to: &MailAddress) -> Result<Address, UpstreamError> {
    let (local, host) = to.expose().rsplit_once('@').ok_or(UpstreamError::Address)?;
    let host = idna::domain_to_ascii_strict(host).map_err(|_| UpstreamError::Address)?;
    Address::new(local, host).map_err(|_| UpstreamError::Address)
}

/// Shows where mail goes to, and nothing that is secret.
impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mailer({}:{})", self.server, self.port)
    }
}

#[cfg(test)]
mod tests;
