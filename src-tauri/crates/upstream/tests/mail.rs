//! Mail against a real server on loopback: what arrives, what is refused, and what is told of it.

#![expect(clippy::unwrap_used, reason = "a test stops where it is surprised")]

mod support;

use std::{
    fs::{self, Permissions},
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use einlass_domain::{
    confirmation::ConfirmationCode,
    letter::{ConfirmationBlanks, Letter, LetterPicture},
    post::Outlook,
    recipient::MailAddress,
    time::{Timestamp, VenueZone},
    words::Language,
};
use einlass_upstream::{Login, MailSecurity, MailSettings, MailStep, Mailer, UpstreamError};
use rand_core::OsRng;
use serde_json::{Value, json};
use support::{authority::Authority, said, smtp::SmtpServer};
use tempfile::TempDir;

const PASSWORD: &str = "pass wörd";
/// 2026-11-21T18:30:00Z.
const AT: Timestamp = Timestamp(1_795_285_800_000);

/// A server and what a kiosk knows of it.
struct Stage {
    server: SmtpServer,
    settings: MailSettings,
    folder: TempDir,
}

impl Stage {
    /// A server whose certificate is for `name`, asked for as `localhost`.
    fn new(mode: &str, security: MailSecurity, name: &str) -> Self {
        let authority = Authority::new();
        let server = SmtpServer::start(mode, Some(&authority.issue(name)));
        let folder = tempfile::tempdir().unwrap();
        let authority_file = folder.path().join("authority.pem");
        fs::copy(authority.file(), &authority_file).unwrap();
        let settings = MailSettings {
            server: "localhost".to_owned(),
            port: server.port,
            security,
            login: Some(Login {
                user: "kiosk".to_owned(),
                password_file: password_file(folder.path(), PASSWORD),
            }),
            from: "Museum Øst <kiosk@museum.example>".to_owned(),
            authority_file: Some(authority_file),
            timeout_ms: 20_000,
        };
        Self {
            server,
            settings,
            folder,
        }
    }

    fn start_tls() -> Self {
        Self::new("starttls", MailSecurity::StartTls, "localhost")
    }

    fn send(&self, to: &str, letter: &Letter) -> Result<(), UpstreamError> {
        let to = MailAddress::parse(to).unwrap();
        Mailer::new(&self.settings)?.send(&to, letter, AT, &mut OsRng)
    }

    /// Ends the server; what it was told besides greetings and farewells.
    fn heard(self) -> Vec<Value> {
        let polite =
            |what: &Value| what["heard"] == "QUIT" || what["heard"] == "EHLO" || !what["failed"].is_null();
        self.server
            .end()
            .into_iter()
            .filter(|what| !polite(what))
            .collect()
    }
}

fn password_file(folder: &Path, password: &str) -> std::path::PathBuf {
    let file = folder.join("password");
    fs::write(&file, format!("{password}\n")).unwrap();
    fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
    file
}

fn letter(subject: &str, body: &str) -> Letter {
    Letter {
        subject: subject.to_owned(),
        body: body.to_owned(),
        picture: None,
    }
}

fn header<'a>(mail: &'a Value, name: &str) -> &'a str {
    let headers = mail["headers"].as_array().unwrap();
    let found: Vec<_> = headers.iter().filter(|header| header[0] == name).collect();
    assert_eq!(found.len(), 1, "{name} stands there once: {headers:?}");
    found[0][1].as_str().unwrap()
}

#[test]
fn a_confirmation_arrives_as_it_was_written() {
    let code = ConfirmationCode::make(&mut OsRng);
    let zone = VenueZone::named("Europe/Berlin").unwrap();
    for (mode, security) in [("starttls", MailSecurity::StartTls), ("tls", MailSecurity::Tls)] {
        let stage = Stage::new(mode, security, "localhost");
        let blanks = ConfirmationBlanks {
            venue: "Museum für Völkerkunde متحف الفن",
            code: &code,
            until: AT.plus_ms(48 * 3_600_000),
            zone: &zone,
        };
        let letter = blanks.letter(Language::De, None);
        stage.send("visitor@Bücher.example", &letter).unwrap();

        let mail = stage.server.mail();
        assert_eq!(mail["encrypted"], json!(true), "{mode}");
        assert_eq!(mail["user"], json!("kiosk"), "{mode}");
        assert_eq!(mail["sender"], json!("kiosk@museum.example"));
        assert_eq!(mail["recipients"], json!(["visitor@xn--bcher-kva.example"]));
        assert_eq!(mail["body"], json!(letter.body), "{mode}");
        assert_eq!(header(&mail, "Subject"), letter.subject);
        assert_eq!(header(&mail, "From"), "Museum Øst <kiosk@museum.example>");
        assert_eq!(header(&mail, "To"), "visitor@xn--bcher-kva.example");
        assert_eq!(header(&mail, "Date"), "Sat, 21 Nov 2026 18:30:00 +0000");
        assert_eq!(header(&mail, "Auto-Submitted"), "auto-generated");
        let id = header(&mail, "Message-ID");
        assert!(id.ends_with("@museum.example>") && id.len() == 49, "{id}");
        assert_eq!(
            mail["parts"],
            json!(["text/plain"]),
            "nothing that could be loaded"
        );
        assert_eq!(mail["ascii"], json!(true), "no server has to know 8BITMIME");
        let names: Vec<_> = mail["headers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|header| header[0].as_str().unwrap())
            .collect();
        assert!(
            !names.contains(&"User-Agent") && !names.contains(&"X-Mailer"),
            "{names:?}"
        );
    }
}

#[test]
fn the_picture_of_the_code_comes_with_it() {
    let stage = Stage::start_tls();
    let png = [b"\x89PNG\r\n\x1a\n".as_slice(), &[0; 3_000], b"\r\n.\r\n"].concat();
    let letter = Letter {
        picture: Some(LetterPicture {
            name: "Bestätigung.png".to_owned(),
            png: png.clone(),
        }),
        ..letter("Betreff", "Text\n")
    };
    stage.send("visitor@example.com", &letter).unwrap();

    let mail = stage.server.mail();
    assert_eq!(
        mail["parts"],
        json!(["multipart/mixed", "text/plain", "image/png"])
    );
    assert_eq!(mail["body"], json!("Text\n"));
    assert_eq!(
        mail["attached"],
        json!([["Bestätigung.png", STANDARD.encode(png)]])
    );
}

#[test]
fn lines_keep_to_998_characters_and_dots_stay_dots() {
    let stage = Stage::start_tls();
    for (subject, line) in [
        ("x".repeat(2_000), "y".repeat(5_000)),
        ("ü".repeat(1_000), "ä".repeat(3_000)),
        (
            "متحف الفن ".repeat(100).trim_end().to_owned(),
            "متحف ".repeat(900).trim_end().to_owned(),
        ),
    ] {
        let body = format!(".\n..\n.{line}\nFrom here\n\n.\n");
        stage
            .send("visitor@example.com", &letter(&subject, &body))
            .unwrap();
        let mail = stage.server.mail();
        assert_eq!(mail["body"], json!(body));
        let (arrived, sent) = (header(&mail, "Subject"), subject.chars().take(199));
        assert_eq!(arrived, sent.chain(['…']).collect::<String>());
        assert!(mail["longest_line"].as_u64().unwrap() <= 998, "{mail}");
        assert_eq!(mail["bare_ends"], json!(0));
    }
}

#[test]
fn a_text_cannot_become_a_header_a_command_or_a_second_mail() {
    let stage = Stage::start_tls();
    let hostile = "Hello\r\nBcc: other@example.com\r\n\r\n.\r\nMAIL FROM:<x@example.com>\r\nRCPT TO:<other@example.com>\r\n";
    stage
        .send("visitor@example.com", &letter(hostile, hostile))
        .unwrap();
    let mail = stage.server.mail();
    assert_eq!(mail["recipients"], json!(["visitor@example.com"]));
    let names: Vec<_> = mail["headers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|header| header[0].as_str().unwrap())
        .collect();
    assert!(!names.contains(&"Bcc"), "{names:?}");
    let rest = stage.heard();
    assert!(
        rest.iter().all(|what| what["headers"].is_null()),
        "no second mail: {rest:?}"
    );
}

#[test]
fn a_wrong_password_is_the_operators_to_mend() {
    let mut stage = Stage::start_tls();
    stage.settings.login = Some(Login {
        user: "kiosk".to_owned(),
        password_file: password_file(stage.folder.path(), "wrong"),
    });
    let error = stage
        .send("visitor@example.com", &letter("Subject", "Text"))
        .unwrap_err();
    assert!(
        matches!(
            error,
            UpstreamError::Refused {
                step: MailStep::Login,
                code: 535
            }
        ),
        "{error:?}"
    );
    assert_eq!(error.outlook(), Outlook::Settings);
    assert!(
        stage.heard().iter().all(|what| what["heard"] != "MAIL"),
        "nothing after that"
    );
}

#[test]
fn a_server_that_wants_a_login_is_the_operators_to_mend() {
    let mut stage = Stage::start_tls();
    stage.settings.login = None;
    let error = stage
        .send("visitor@example.com", &letter("Subject", "Text"))
        .unwrap_err();
    assert!(
        matches!(error, UpstreamError::Refused { code: 530, .. }),
        "{error:?}"
    );
    assert_eq!(error.outlook(), Outlook::Settings);
}

#[test]
fn what_the_server_says_of_the_address_decides_about_the_next_try() {
    let stage = Stage::start_tls();
    let letter = letter("Subject", "Text");
    let refused = |to: &str| {
        let error = stage.send(to, &letter).unwrap_err();
        let UpstreamError::Refused { step, code } = error else {
            panic!("{to}: {error:?}");
        };
        // The server repeats the address; nobody else does.
        assert!(!said(&error).contains("example.com"), "{}", said(&error));
        (step, code, error.outlook())
    };
    let grey = refused("grey@example.com");
    assert_eq!(grey, (MailStep::Recipient, 451, Outlook::Transient));
    stage.send("grey@example.com", &letter).unwrap();
    let full = refused("full@example.com");
    assert_eq!(full, (MailStep::Recipient, 452, Outlook::Transient));
    let gone = refused("gone@example.com");
    assert_eq!(gone, (MailStep::Recipient, 550, Outlook::Permanent));
    let spam = refused("spam@example.com");
    assert_eq!(spam, (MailStep::Content, 554, Outlook::Permanent));
}

#[test]
fn letters_that_the_server_cannot_write_to_are_given_up() {
    let stage = Stage::start_tls();
    let error = stage
        .send("wörter@example.com", &letter("Subject", "Text"))
        .unwrap_err();
    assert!(matches!(error, UpstreamError::Address), "{error:?}");
    assert_eq!(error.outlook(), Outlook::Permanent);
}

#[test]
fn a_server_that_is_down_or_says_nothing_is_asked_again() {
    let mut stage = Stage::start_tls();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    stage.settings.port = silent.local_addr().unwrap().port();
    stage.settings.timeout_ms = 300;
    let started = Instant::now();
    let error = stage
        .send("visitor@example.com", &letter("Subject", "Text"))
        .unwrap_err();
    assert!(
        matches!(
            error,
            UpstreamError::Broken {
                step: MailStep::Connection,
                kind: Some(_)
            }
        ),
        "{error:?}"
    );
    assert_eq!(error.outlook(), Outlook::Transient);
    assert!(started.elapsed() < Duration::from_secs(15), "the timeout is kept");

    drop(silent);
    let error = stage
        .send("visitor@example.com", &letter("Subject", "Text"))
        .unwrap_err();
    assert!(
        matches!(
            error,
            UpstreamError::Broken {
                kind: Some(std::io::ErrorKind::ConnectionRefused),
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(error.outlook(), Outlook::Transient);
}

#[test]
fn a_certificate_for_another_name_or_of_a_stranger_is_refused() {
    for (mode, security) in [("starttls", MailSecurity::StartTls), ("tls", MailSecurity::Tls)] {
        let another_name = Stage::new(mode, security, "mail.example");
        let mut stranger = Stage::new(mode, security, "localhost");
        stranger.settings.authority_file = None;
        for (what, stage) in [("another name", another_name), ("stranger", stranger)] {
            let error = stage
                .send("visitor@example.com", &letter("Subject", "Text"))
                .unwrap_err();
            assert!(
                matches!(error, UpstreamError::Trust(rustls::Error::InvalidCertificate(_))),
                "{mode}, {what}: {error:?}"
            );
            assert_eq!(error.outlook(), Outlook::Settings);
            let heard = stage.heard();
            assert!(
                heard.iter().all(|what| what["heard"] == "STARTTLS"),
                "{mode}, {what}: {heard:?}"
            );
        }
    }
}

#[test]
fn a_server_without_starttls_gets_neither_password_nor_address() {
    let stage = Stage::new("plain", MailSecurity::StartTls, "localhost");
    let error = stage
        .send("visitor@example.com", &letter("Subject", "Text"))
        .unwrap_err();
    assert!(
        matches!(error, UpstreamError::NotOffered(MailStep::Connection)),
        "{error:?}"
    );
    assert_eq!(error.outlook(), Outlook::Settings);
    assert_eq!(stage.heard(), Vec::<Value>::new());
}

#[test]
fn a_server_that_only_says_yes_is_not_believed() {
    // As somebody would who slips replies in: 250 to everything, whatever was asked.
    use std::io::{BufRead, BufReader, Write};
    let yes = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = yes.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in yes.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            stream.get_mut().write_all(b"220 yes\r\n").unwrap();
            let mut line = String::new();
            while stream.read_line(&mut line).is_ok_and(|read| read > 0) {
                if stream.get_mut().write_all(b"250 yes\r\n").is_err() {
                    break;
                }
            }
        }
    });
    let mailer = Mailer::new(&MailSettings {
        server: "127.0.0.1".to_owned(),
        port,
        security: MailSecurity::Plain,
        login: None,
        from: "kiosk@museum.example".to_owned(),
        authority_file: None,
        timeout_ms: 5_000,
    })
    .unwrap();
    let to = MailAddress::parse("visitor@example.com").unwrap();
    let error = mailer
        .send(&to, &letter("Subject", "Text"), AT, &mut OsRng)
        .unwrap_err();
    assert!(
        matches!(
            error,
            UpstreamError::Broken {
                step: MailStep::Content,
                kind: Some(std::io::ErrorKind::InvalidData)
            }
        ),
        "{error:?}"
    );
}
