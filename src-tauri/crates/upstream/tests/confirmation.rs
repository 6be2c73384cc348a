//! From the registration to the confirmed visitor: what is mailed is what the kiosk takes, and what it keeps is not the code.

#![expect(clippy::unwrap_used, reason = "a test stops where it is surprised")]

mod support;

use einlass_domain::{
    confirmation::{CodeRefused, CodeSlip, Confirmation, ConfirmationCode, Delivery},
    contact::{ContactDraft, Field},
    event::MessageWay,
    id::{DeviceId, EventId},
    letter::ConfirmationBlanks,
    recipient::Recipient,
    time::{Timestamp, VenueZone},
    words::Language,
};
use einlass_upstream::{MailSecurity, MailSettings, Mailer};
use einlass_vault::PinPepper;
use rand_core::OsRng;
use support::smtp::SmtpServer;
use zeroize::Zeroizing;

const NOW: Timestamp = Timestamp(1_795_285_800_000);

fn registration(seq: u64) -> EventId {
    EventId {
        device: DeviceId([7; 8]),
        seq,
    }
}

#[test]
fn the_code_that_is_mailed_confirms_and_no_other() {
    let pepper = PinPepper::make(&mut OsRng);
    let code = ConfirmationCode::make(&mut OsRng);
    let tag = pepper.derive_code_tag(registration(1), &code);
    let confirmation = Confirmation {
        asked: registration(1),
        by: Confirmation::deadline(NOW),
        tag,
        way: MessageWay::Mail,
        made_at: NOW,
        codes: 1,
        wrong: 0,
        delivery: Delivery::Waits,
    };
    let mut draft = ContactDraft::default();
    draft.set(Field::LastName, "Öztürk".to_owned());
    draft.set(Field::Email, "visitor@example.com".to_owned());
    let Some(Recipient::Mail(address)) = Recipient::mail_of(&draft.check().unwrap()) else {
        panic!("mail can be sent to this visitor");
    };

    let server = SmtpServer::start("plain", None);
    let mailer = Mailer::new(&MailSettings {
        server: "127.0.0.1".to_owned(),
        port: server.port,
        security: MailSecurity::Plain,
        login: None,
        from: "kiosk@museum.example".to_owned(),
        authority_file: None,
        timeout_ms: 20_000,
    })
    .unwrap();
    let blanks = ConfirmationBlanks {
        venue: "Museum",
        code: &code,
        until: confirmation.code_until(),
        zone: &VenueZone::named("Europe/Berlin").unwrap(),
    };
    mailer
        .send(&address, &blanks.letter(Language::En, None), NOW, &mut OsRng)
        .unwrap();

    let mail = server.mail();
    let line = mail["body"]
        .as_str()
        .unwrap()
        .lines()
        .find(|line| line.starts_with("    "));
    let typed: ConfirmationCode = line.unwrap().trim().parse().unwrap();
    let other = std::iter::repeat_with(|| ConfirmationCode::make(&mut OsRng)).find(|other| *other != code);
    let wrong = pepper.derive_code_tag(registration(1), &other.unwrap());
    assert_eq!(
        confirmation.check(wrong, NOW),
        Err(CodeRefused::Wrong { left: 9 })
    );
    let typed = pepper.derive_code_tag(registration(1), &typed);
    assert_eq!(confirmation.check(typed, NOW), Ok(()));
}

#[test]
fn a_tag_belongs_to_one_code_of_one_registration_under_one_key() {
    let (pepper, other_pepper) = (PinPepper::make(&mut OsRng), PinPepper::make(&mut OsRng));
    let code: ConfirmationCode = "0000 5724".parse().unwrap();
    let tag = pepper.derive_code_tag(registration(1), &code);
    assert_eq!(tag, pepper.derive_code_tag(registration(1), &code));
    assert_ne!(tag, pepper.derive_code_tag(registration(2), &code));
    assert_ne!(tag, other_pepper.derive_code_tag(registration(1), &code));
    let slip = CodeSlip {
        registration: registration(1),
        code,
    };
    let held_up = CodeSlip::from_text(&slip.to_text()).unwrap();
    assert_eq!(tag, pepper.derive_code_tag(held_up.registration, &held_up.code));
}

/// By Python's `hmac`: HKDF-SHA-256 (RFC 5869) of 32 bytes 07 without salt for `einlass/1/confirmation-code`, then HMAC-SHA-256 of
/// 8 bytes 07, the number 1 in 8 bytes and the eight digits.
#[test]
fn the_form_of_a_tag_is_frozen() {
    let pepper = PinPepper::from_bytes(Zeroizing::new([7; 32]));
    let tag = pepper.derive_code_tag(registration(1), &"00005724".parse().unwrap());
    assert_eq!(tag.to_string(), "351fd64fda663f1ea248070bdc6e972d");
}
