use serde_json::json;

use super::*;

fn settings(changes: Value) -> GatewaySettings {
    let mut settings = json!({
        "method": "POST",
        "url": "https://sms.example/send",
        "body": { "json": { "to": "{number}", "text": "{text}" } },
    });
    let members = settings.as_object_mut().unwrap();
    members.extend(changes.as_object().unwrap().clone());
    serde_json::from_value(settings).unwrap()
}

fn refused(changes: Value) -> &'static str {
    match Gateway::new(&settings(changes.clone())) {
        Err(UpstreamError::Settings(reason)) => reason,
        other => panic!("{changes}: {other:?}"),
    }
}

#[test]
fn descriptions_that_cannot_be_right_are_refused_before_the_first_message() {
    Gateway::new(&settings(json!({}))).unwrap();
    for changes in [
        json!({ "url": "http://sms.example/send" }),
        json!({ "url": "ftp://sms.example/send" }),
        json!({ "url": "file:///etc/passwd" }),
        json!({ "url": "https://user:password@sms.example/" }),
        json!({ "url": "https://{number}.example/" }),
        json!({ "url": "https://sms.example/{text}" }),
        json!({ "url": "https://sms.example/?{text}=1" }),
        json!({ "url": "https://sms.example/?a={no}" }),
        json!({ "url": "https://sms.example/#{text}" }),
        json!({ "method": "GET" }),
        json!({ "body": { "json": { "text": "{text}" } } }),
        json!({ "body": { "json": { "to": "{number}" } } }),
        json!({ "body": "none" }),
        json!({ "headers": { "X-To": "{number}" } }),
        json!({ "headers": { "Authorization": "Bearer {secret}" } }),
        json!({ "headers": { "Bad Name": "x" } }),
        json!({ "headers": { "X": "a\r\nY: b" } }),
        json!({ "success": [200, 302] }),
        json!({ "success": [299, 200] }),
        json!({ "timeout_ms": 0 }),
    ] {
        refused(changes);
    }
}

#[test]
fn unknown_settings_are_refused() {
    let unknown = json!({ "method": "GET", "url": "https://sms.example/", "body": "none", "verify": false });
    assert!(serde_json::from_value::<GatewaySettings>(unknown).is_err());
}

#[test]
fn debug_shows_no_secret() {
    let settings = settings(json!({ "headers": { "X-Key": "careless" } }));
    let shown = format!(
        "{settings:?} {:?} {:?}",
        settings.body,
        Gateway::new(&settings).unwrap()
    );
    assert_eq!(shown, "GatewaySettings(…) GatewayBody(…) Gateway(sms.example)");
}
