use super::*;

fn settings() -> MailSettings {
    MailSettings {
        server: "mail.example".to_owned(),
        port: 465,
        security: MailSecurity::Tls,
        login: None,
        from: "Museum <kiosk@museum.example>".to_owned(),
        authority_file: None,
        timeout_ms: 1_000,
    }
}

fn refused(change: impl FnOnce(&mut MailSettings)) -> &'static str {
    let mut settings = settings();
    change(&mut settings);
    match Mailer::new(&settings) {
        Err(UpstreamError::Settings(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn settings_that_cannot_be_right_are_refused_before_the_first_mail() {
    Mailer::new(&settings()).unwrap();
    let unencrypted = refused(|settings| settings.security = MailSecurity::Plain);
    assert!(unencrypted.contains("without encryption"));
    for server in ["", "mail.example\r\nX", "mail example"] {
        assert!(refused(|settings| settings.server = server.to_owned()).contains("no name"));
    }
    for from in [
        "",
        "Museum",
        "kiosk@museum.example, b@museum.example",
        "a@b.example\r\nBcc: c@d.example",
    ] {
        assert!(
            refused(|settings| settings.from = from.to_owned()).contains("no mail address"),
            "{from:?}"
        );
    }
    assert!(refused(|settings| settings.from = "kiösk@museum.example".to_owned()).contains("ASCII"));
    let long = format!("{} <kiosk@museum.example>", "x".repeat(200));
    assert!(refused(|settings| settings.from = long).contains("longer"));
    refused(|settings| settings.timeout_ms = 0);
    let mut loopback = settings();
    (loopback.security, loopback.server) = (MailSecurity::Plain, "127.0.0.1".to_owned());
    Mailer::new(&loopback).unwrap();
}

#[test]
fn the_host_of_an_address_is_written_as_servers_know_it() {
    let address =
        |text| server_address(&MailAddress::parse(text).unwrap()).map(|address| address.to_string());
    assert_eq!(
        address("visitor@Bücher.example").unwrap(),
        "visitor@xn--bcher-kva.example"
    );
    assert_eq!(address("o'neill+x@example.com").unwrap(), "o'neill+x@example.com");
    assert!(matches!(
        address("visitor@xn--0.example"),
        Err(UpstreamError::Address)
    ));
}
