//! The mail itself (RFC 5322, MIME).

use std::time::{Duration, SystemTime};

use einlass_domain::{letter::Letter, time::Timestamp};
use lettre::{
    Address, Message,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use rand_core::CryptoRngCore;

use crate::UpstreamError;

/// Longest subject, in characters. No server takes a line of more than 998 (RFC 5322, 2.1.1), and one word cannot be folded.
const LONGEST_SUBJECT: usize = 200;

/// The mail's bytes: text only, one picture perhaps, nothing that is loaded or that tells who has read it.
pub(super) fn compose(
    from: &Mailbox,
    to: &Address,
    letter: &Letter,
    at: Timestamp,
    rng: &mut impl CryptoRngCore,
) -> Result<Vec<u8>, UpstreamError> {
    let mut id = [0; 16];
    rng.fill_bytes(&mut id);
    let id: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
    let mail = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to.clone()))
        .subject(shortened(&letter.subject))
        .date(SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(at.0).unwrap_or(0)))
        // The sender's domain, not this machine's name, which is nobody's business.
        .message_id(Some(format!("<{id}@{}>", from.email.domain())))
        // RFC 3834, 5: no holiday note shall answer.
        .raw_header(header("Auto-Submitted", "auto-generated"));
    let text = SinglePart::plain(letter.body.clone());
    let mail = match &letter.picture {
        None => mail.singlepart(text),
        Some(picture) => {
            let png = ContentType::parse("image/png").expect("this is a content type");
            let picture = Attachment::new(picture.name.clone()).body(picture.png.clone(), png);
            mail.multipart(MultiPart::mixed().singlepart(text).singlepart(picture))
        }
    };
    let mut mail = mail.map_err(|_| UpstreamError::Compose)?.formatted();
    // The end of the last line comes with the end of the mail (RFC 5321, 4.1.1.4); more would be empty lines below the text.
    while mail.ends_with(b"\r\n") {
        mail.truncate(mail.len() - 2);
    }
    Ok(mail)
}

fn shortened(subject: &str) -> String {
    if subject.chars().count() <= LONGEST_SUBJECT {
        return subject.to_owned();
    }
    let kept: String = subject.chars().take(LONGEST_SUBJECT - 1).collect();
    kept + "…"
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str(name);
    HeaderValue::new(name, value.to_owned())
}
