//! SMS against a gateway on loopback: what it is asked, what its answers mean, and what is told of it.

#![expect(clippy::unwrap_used, reason = "a test stops where it is surprised")]

mod support;

use std::{
    fs::{self, Permissions},
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    time::{Duration, Instant},
};

use einlass_domain::{
    post::Outlook,
    recipient::{CallingCode, PhoneNumber},
};
use einlass_upstream::{Gateway, GatewaySettings, UpstreamError};
use serde_json::{Value, json};
use support::{authority::Authority, http::HttpServer, said};

const HOSTILE: &str = "\"}],\"to\":\"+1900\"&to=+1900#%00\r\nX-Injected: 1\r\n\r\n{number}{secret}ä متحف 😀";

fn number() -> PhoneNumber {
    PhoneNumber::international("01711234567", CallingCode::new(49).unwrap()).unwrap()
}

fn settings(description: Value) -> GatewaySettings {
    serde_json::from_value(description).unwrap()
}

/// A gateway that takes JSON and answers with `head`; what it was asked, and what came of it.
fn answered(head: &str) -> Result<(), UpstreamError> {
    let server = HttpServer::start(head, None);
    let gateway = Gateway::new(&settings(json!({
        "method": "POST",
        "url": format!("http://127.0.0.1:{}/send", server.port),
        "body": { "json": { "to": "{number}", "text": "{text}" } },
    })));
    let sent = gateway.unwrap().send(&number(), "1234 5678");
    server.asked();
    sent
}

#[test]
fn a_json_gateway_gets_one_text_for_one_number() {
    let folder = tempfile::tempdir().unwrap();
    let secret_file = folder.path().join("secret");
    fs::write(&secret_file, "s3cret\n").unwrap();
    fs::set_permissions(&secret_file, Permissions::from_mode(0o600)).unwrap();
    let server = HttpServer::start("202 Accepted\r\n", None);
    let gateway = Gateway::new(&settings(json!({
        "method": "POST",
        "url": format!("http://127.0.0.1:{}/v1/send", server.port),
        "headers": { "Authorization": "Bearer {secret}", "X-Tenant": "museum" },
        "body": { "json": { "messages": [{ "to": "{number}", "content": "{text}" }], "flash": false } },
        "secret_file": secret_file,
    })))
    .unwrap();
    gateway.send(&number(), HOSTILE).unwrap();

    let asked = server.asked();
    assert_eq!(asked.line, "POST /v1/send HTTP/1.1");
    assert_eq!(asked.header("authorization"), Some("Bearer s3cret"));
    assert_eq!(asked.header("x-tenant"), Some("museum"));
    assert_eq!(asked.header("content-type"), Some("application/json"));
    assert_eq!(asked.header("x-injected"), None);
    assert_eq!(
        asked.header("user-agent"),
        None,
        "what runs here is nobody's business"
    );
    let body: Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!(
        body,
        json!({ "messages": [{ "to": "+491711234567", "content": HOSTILE }], "flash": false })
    );
}

#[test]
fn a_form_gateway_and_a_query_gateway_get_the_same() {
    let expected = [
        ("from", "Museum & Café"),
        ("text", HOSTILE),
        ("to", "491711234567"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let read = |text: &str| {
        let mut pairs: Vec<(String, String)> = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
        pairs.sort();
        pairs
    };

    let server = HttpServer::start("200 OK\r\n", None);
    let form = json!({ "to": "{digits}", "text": "{text}", "from": "Museum & Café" });
    let gateway = Gateway::new(&settings(json!({
        "method": "POST",
        "url": format!("http://127.0.0.1:{}/sms?v=2", server.port),
        "body": { "form": form },
    })))
    .unwrap();
    gateway.send(&number(), HOSTILE).unwrap();
    let asked = server.asked();
    assert_eq!(asked.line, "POST /sms?v=2 HTTP/1.1");
    assert_eq!(
        asked.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(read(&asked.body), expected);

    let server = HttpServer::start("200 OK\r\n", None);
    let gateway = Gateway::new(&settings(json!({
        "method": "GET",
        "url": format!("http://127.0.0.1:{}/sms?to={{digits}}&text={{text}}&from=Museum%20%26%20Caf%C3%A9", server.port),
        "body": "none",
    })))
    .unwrap();
    gateway.send(&number(), HOSTILE).unwrap();
    let asked = server.asked();
    let query = asked
        .line
        .strip_prefix("GET /sms?")
        .unwrap()
        .strip_suffix(" HTTP/1.1")
        .unwrap();
    assert_eq!(read(query), expected);
    assert_eq!(asked.header("x-injected"), None);
    assert_eq!(asked.body, "");
}

#[test]
fn only_the_status_that_means_success_is_success() {
    answered("204 No Content\r\n").unwrap();
    let outlook = |head: &str| answered(head).unwrap_err().outlook();
    assert_eq!(outlook("503 Service Unavailable\r\n"), Outlook::Transient);
    assert_eq!(outlook("401 Unauthorized\r\n"), Outlook::Settings);
    assert_eq!(outlook("422 Unprocessable Content\r\n"), Outlook::Permanent);
    let busy = answered("429 Too Many Requests\r\nRetry-After: 120\r\n").unwrap_err();
    assert_eq!(
        (busy.outlook(), busy.retry_after_ms()),
        (Outlook::Transient, Some(120_000))
    );
    let forever = answered("429 Too Many Requests\r\nRetry-After: 4294967295\r\n").unwrap_err();
    assert_eq!(
        forever.retry_after_ms(),
        Some(86_400_000),
        "a day, and then we ask"
    );
    let nonsense = answered("503 Service Unavailable\r\nRetry-After: -1\r\n").unwrap_err();
    assert_eq!(nonsense.retry_after_ms(), None);
}

#[test]
fn a_redirection_is_not_followed() {
    let elsewhere = HttpServer::start("200 OK\r\n", None);
    let head = format!(
        "307 Temporary Redirect\r\nLocation: http://127.0.0.1:{}/\r\n",
        elsewhere.port
    );
    let error = answered(&head).unwrap_err();
    assert!(
        matches!(error, UpstreamError::Answered { status: 307, .. }),
        "{error:?}"
    );
    assert!(elsewhere.was_not_asked());
}

#[test]
fn the_certificate_is_checked() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    let gateway = |server: &HttpServer, authority_file: Option<&Authority>| {
        Gateway::new(&settings(json!({
            "method": "POST",
            "url": format!("https://localhost:{}/send", server.port),
            "body": { "form": { "to": "{number}", "text": "{text}" } },
            "authority_file": authority_file.map(Authority::file),
        })))
        .unwrap()
    };
    let right = HttpServer::start("200 OK\r\n", Some(&authority.issue("localhost")));
    gateway(&right, Some(&authority)).send(&number(), "Text").unwrap();
    right.asked();

    let other_name = HttpServer::start("200 OK\r\n", Some(&authority.issue("sms.example")));
    for (what, server, believed) in [
        ("another name", &other_name, Some(&authority)),
        ("a stranger", &right, Some(&stranger)),
        ("nobody", &right, None),
    ] {
        let error = gateway(server, believed).send(&number(), "Text").unwrap_err();
        assert!(
            matches!(error, UpstreamError::Trust(rustls::Error::InvalidCertificate(_))),
            "{what}: {error:?}"
        );
        assert_eq!(error.outlook(), Outlook::Settings);
        assert!(server.was_not_asked(), "{what}");
    }
}

#[test]
fn a_gateway_that_is_down_or_says_nothing_is_asked_again_and_nothing_is_told() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let gateway = Gateway::new(&settings(json!({
        "method": "GET",
        "url": format!("http://127.0.0.1:{port}/?to={{number}}&text={{text}}"),
        "body": "none",
        "timeout_ms": 300,
    })))
    .unwrap();
    let started = Instant::now();
    let timed_out = gateway.send(&number(), "1234 5678").unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(15), "the timeout is kept");
    drop(silent);
    let refused = gateway.send(&number(), "1234 5678").unwrap_err();
    for (error, kind) in [
        (timed_out, std::io::ErrorKind::TimedOut),
        (refused, std::io::ErrorKind::ConnectionRefused),
    ] {
        assert!(
            matches!(error, UpstreamError::Unreachable { kind: Some(found) } if found == kind),
            "{error:?}"
        );
        assert_eq!(error.outlook(), Outlook::Transient);
        let said = said(&error);
        assert!(!said.contains("1711234567") && !said.contains("5678"), "{said}");
    }
}
