//! Both drivers behind the port for messages, made from one file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use einlass_domain::{
    post::{Message, Post, Undelivered, Ways},
    recipient::CallingCode,
    time::Timestamp,
};
use rand_core::OsRng;
use serde::Deserialize;
use serde_json::error::Category;

use crate::{Gateway, GatewaySettings, MailSettings, Mailer, UpstreamError};

/// The file of settings (JSON): how messages leave the house. Files that it names lie beside it, unless their path is absolute.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpstreamSettings {
    /// By e-mail; none where no mail is sent.
    pub mail: Option<MailSettings>,
    /// By SMS; none where none is sent.
    pub sms: Option<SmsSettings>,
}

/// How SMS are sent.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsSettings {
    /// Where numbers without a calling code belong, such as 49.
    pub calling_code: u16,
    /// The request that the gateway wants.
    pub gateway: GatewaySettings,
}

impl UpstreamSettings {
    /// Reads the file.
    ///
    /// # Errors
    /// [`UpstreamError::File`] or [`UpstreamError::Unfit`].
    pub fn read(file: &Path) -> Result<Self, UpstreamError> {
        let text = fs::read_to_string(file).map_err(|source| UpstreamError::File {
            what: "file with the settings",
            source,
        })?;
        let mut settings: Self = serde_json::from_str(&text).map_err(|error| unfit(&error))?;
        let beside = file.parent().unwrap_or(Path::new(""));
        settings.files().for_each(|named| *named = beside.join(&*named));
        Ok(settings)
    }

    fn files(&mut self) -> impl Iterator<Item = &mut PathBuf> {
        let mail = self.mail.iter_mut().flat_map(|mail| {
            let password = mail.login.iter_mut().map(|login| &mut login.password_file);
            password.chain(&mut mail.authority_file)
        });
        let sms = self.sms.iter_mut().flat_map(|sms| {
            let gateway = &mut sms.gateway;
            gateway.secret_file.iter_mut().chain(&mut gateway.authority_file)
        });
        mail.chain(sms)
    }
}

/// What serde says of a value quotes it; what it says of a name does not.
fn unfit(error: &serde_json::Error) -> UpstreamError {
    let said = error.to_string();
    let is_of_a_name = ["unknown field", "missing field", "duplicate field"]
        .iter()
        .any(|start| said.starts_with(start));
    let what = match error.classify() {
        Category::Data if is_of_a_name => said
            .rsplit_once(" at line")
            .map_or(said.as_str(), |(what, _)| what)
            .to_owned(),
        Category::Data => "this value does not belong there".to_owned(),
        Category::Io | Category::Syntax | Category::Eof => "this is no JSON".to_owned(),
    };
    UpstreamError::Unfit {
        line: error.line(),
        column: error.column(),
        what,
    }
}

/// The ways out that a venue has.
#[derive(Debug)]
pub struct Upstream {
    mailer: Option<Mailer>,
    gateway: Option<(Gateway, CallingCode)>,
}

impl Upstream {
    /// Checks the settings and reads their files. Says nothing to anybody yet.
    ///
    /// # Errors
    /// [`UpstreamError::Settings`], [`UpstreamError::File`], [`UpstreamError::ExposedPassword`], [`UpstreamError::Trust`].
    pub fn new(settings: &UpstreamSettings) -> Result<Self, UpstreamError> {
        if settings.mail.is_none() && settings.sms.is_none() {
            return Err(UpstreamError::Settings("there is neither mail nor SMS in them"));
        }
        let gateway = settings.sms.as_ref().map(|sms| {
            let code = CallingCode::new(sms.calling_code).ok_or(UpstreamError::Settings(
                "a country's calling code has one to three digits, such as 49",
            ))?;
            Ok((Gateway::new(&sms.gateway)?, code))
        });
        Ok(Self {
            mailer: settings.mail.as_ref().map(Mailer::new).transpose()?,
            gateway: gateway.transpose()?,
        })
    }
}

impl Post for Upstream {
    fn ways(&self) -> Ways {
        Ways {
            mail: self.mailer.is_some(),
            sms: self.gateway.as_ref().map(|(_, code)| *code),
        }
    }

    fn send(&mut self, message: &Message, at: Timestamp) -> Result<(), Undelivered> {
        let missing = UpstreamError::Settings("they have no such way");
        let sent = match message {
            Message::Mail(to, letter) => match &self.mailer {
                Some(mailer) => mailer.send(to, letter, at, &mut OsRng),
                None => Err(missing),
            },
            Message::Sms(to, text) => match &self.gateway {
                Some((gateway, _)) => gateway.send(to, text),
                None => Err(missing),
            },
        };
        Ok(sent?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = r#""mail": {
        "server": "127.0.0.1", "port": 25, "security": "plain", "from": "Museum <kiosk@museum.example>",
        "login": { "user": "kiosk", "password_file": "password" }
    }"#;
    const SMS: &str = r#""sms": { "calling_code": 49, "gateway": {
        "method": "POST", "url": "https://sms.example/send", "body": { "form": { "to": "{number}", "text": "{text}" } }
    } }"#;

    fn read(text: &str) -> Result<UpstreamSettings, UpstreamError> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("upstream.json");
        fs::write(&file, text).unwrap();
        UpstreamSettings::read(&file)
    }

    fn said(text: &str) -> String {
        match read(text).and_then(|settings| Upstream::new(&settings)) {
            Err(error) => error.to_string(),
            Ok(upstream) => panic!("{upstream:?} of {text}"),
        }
    }

    #[test]
    fn files_are_looked_for_beside_the_settings() {
        let settings = read(&format!("{{ {MAIL}, {SMS} }}")).unwrap();
        let password = settings.mail.unwrap().login.unwrap().password_file;
        assert!(
            password.is_absolute() && password.ends_with("password"),
            "{password:?}"
        );
        let upstream = Upstream::new(&UpstreamSettings {
            mail: None,
            sms: settings.sms,
        });
        let ways = upstream.unwrap().ways();
        assert!(!ways.mail && ways.sms == CallingCode::new(49));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place_and_without_values() {
        assert!(said("{}").contains("neither mail nor SMS"));
        assert!(said("").contains("line 1, column 0: this is no JSON"));
        let sms = SMS.replace("49", "4900");
        assert!(said(&format!("{{ {sms} }}")).contains("calling code"));
        let unknown = MAIL.replace("\"user\"", "\"password\": \"hunter2\", \"user\"");
        let unknown = said(&format!("{{ {unknown} }}"));
        assert!(
            unknown.contains("line 3, column") && unknown.contains("unknown field `password`"),
            "{unknown}"
        );
        let misplaced = MAIL.replace("25", "\"hunter2\"");
        let misplaced = said(&format!("{{ {misplaced} }}"));
        assert!(
            misplaced.contains("line 2, column") && misplaced.contains("does not belong"),
            "{misplaced}"
        );
        for said in [unknown, misplaced] {
            assert!(!said.contains("hunter2"), "{said}");
        }
        let missing = MAIL.replace("\"port\": 25, ", "");
        assert!(said(&format!("{{ {missing} }}")).contains("missing field `port`"));
        assert!(said(&format!("{{ {MAIL} }}")).contains("password file cannot be read"));
    }
}
