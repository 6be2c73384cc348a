//! Where a message to a visitor goes: one mail address, or one telephone number as the world dials it.

use std::fmt;

use minicbor::{Decode, Encode};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::contact::{Contact, FieldProblem, check_email};

/// Who gets a message, and by which way.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Recipient {
    /// By e-mail.
    #[n(0)]
    Mail(#[n(0)] MailAddress),
    /// By SMS.
    #[n(1)]
    Sms(#[n(0)] PhoneNumber),
}

impl Recipient {
    /// The visitor's mail address, if one is known to which mail can be sent.
    pub fn mail_of(contact: &Contact) -> Option<Self> {
        let address = MailAddress::parse(contact.email.as_deref()?).ok()?;
        Some(Self::Mail(address))
    }

    /// The visitor's telephone number, if one is known that can be dialled from anywhere.
    pub fn sms_of(contact: &Contact, home: CallingCode) -> Option<Self> {
        let number = PhoneNumber::international(contact.phone.as_deref()?, home).ok()?;
        Some(Self::Sms(number))
    }
}

/// One mail address, of a kind that cannot be mistaken for two, for a name, or for a line of a header.
#[derive(Clone, PartialEq, Eq, Encode, Decode, Zeroize, ZeroizeOnDrop)]
#[cbor(transparent)]
pub struct MailAddress(#[n(0)] String);

impl MailAddress {
    /// Takes what a visitor typed.
    ///
    /// # Errors
    /// [`FieldProblem::NotAnEmail`] where it is no address or a form that is allowed but that nobody has: quoted, routed, with a
    /// comment (RFC 5322, 3.4.1). Others as for the form.
    pub fn parse(text: &str) -> Result<Self, FieldProblem> {
        check_email(text)?;
        let (local, host) = text.split_once('@').ok_or(FieldProblem::NotAnEmail)?;
        // RFC 5321, 4.5.3.1: 64 octets before the @, and what stands between < and > is at most 254 long.
        let fits = local.len() <= 64 && text.len() <= 254;
        let plain = !text.chars().any(|c| "()<>[]:;\\,\"".contains(c));
        let dotted = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
        let is_host = host.split('.').all(|label| {
            !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .chars()
                    .all(|c| c.is_alphanumeric() || c == '-' || !c.is_ascii())
        });
        if !(fits && plain && dotted && is_host) {
            return Err(FieldProblem::NotAnEmail);
        }
        Ok(Self(text.to_owned()))
    }

    /// The address, for the one place that hands it to a mail server.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// A telephone number in international form: `+`, then 7 to 15 digits (ITU-T E.164).
#[derive(Clone, PartialEq, Eq, Encode, Decode, Zeroize, ZeroizeOnDrop)]
#[cbor(transparent)]
pub struct PhoneNumber(#[n(0)] String);

/// A country's calling code, such as 49 (ITU-T E.164, annex): where numbers without one belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallingCode(u16);

impl CallingCode {
    /// None where the code does not have one to three digits.
    pub fn new(code: u16) -> Option<Self> {
        (1..=999).contains(&code).then_some(Self(code))
    }

    /// Italy and what shares its code keep the 0 in front of a number when it is dialled from abroad.
    fn keeps_zero(self) -> bool {
        self.0 == 39
    }
}

impl PhoneNumber {
    /// Takes a number as [`Contact`] holds it (digits, perhaps a `+` in front), written at a venue in the country `home`.
    ///
    /// # Errors
    /// [`FieldProblem::NotAPhone`] where it cannot be told how the number is dialled from abroad.
    pub fn international(text: &str, home: CallingCode) -> Result<Self, FieldProblem> {
        let code = home.0.to_string();
        let international = match (text.strip_prefix('+'), text.strip_prefix("00")) {
            (Some(rest), _) | (None, Some(rest)) => rest.to_owned(),
            (None, None) => {
                let national = text.strip_prefix('0').filter(|_| !home.keeps_zero());
                // Numbers without a 0 in front are local ones in most countries; guessing the town would be worse than not sending.
                match (national, home.keeps_zero()) {
                    (Some(rest), _) => format!("{code}{rest}"),
                    (None, true) => format!("{code}{text}"),
                    (None, false) => return Err(FieldProblem::NotAPhone),
                }
            }
        };
        // `+49 (0)30 …` is how people write it, and `+49030…` is how nobody can dial it.
        let dialled = match international.strip_prefix(&format!("{code}0")) {
            Some(rest) if !home.keeps_zero() => format!("{code}{rest}"),
            Some(_) | None => international,
        };
        let is_number = (7..=15).contains(&dialled.len())
            && dialled.bytes().all(|byte| byte.is_ascii_digit())
            && !dialled.starts_with('0');
        if !is_number {
            return Err(FieldProblem::NotAPhone);
        }
        Ok(Self(format!("+{dialled}")))
    }

    /// `+49…`, for the one place that hands it to a gateway.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Shows nothing of the person.
impl fmt::Debug for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailAddress(…)")
    }
}

/// Shows nothing of the person.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_is_one_address_and_nothing_else() {
        for address in [
            "visitor@example.com",
            "o'neill+door@sub.example.co.uk",
            "wörter@bücher.example",
            "a@1.de",
        ] {
            assert_eq!(MailAddress::parse(address).unwrap().expose(), address);
        }
        for hostile in [
            "",
            "visitor",
            "visitor@localhost",
            "a@example.com,b@example.com",
            "a,b@example.com",
            "a@example.com;b@example.com",
            "a@example.com b@example.com",
            "a@example.com\r\nBcc: b@example.com",
            "a@example.com\nRCPT TO:<b@example.com>",
            "a\r\n@example.com",
            "a@example.com>",
            "<a@example.com>",
            "Name<a@example.com>",
            "\"a b\"@example.com",
            "\"a\"@example.com",
            "@relay.example:a@example.com",
            "a(comment)@example.com",
            "a@[127.0.0.1]",
            "a@exam_ple.com",
            "a@-example.com",
            ".a@example.com",
            "a..b@example.com",
            "a%b@example.com@example.com",
            "a\u{202e}@example.com",
            "-oQ/tmp@example.com",
        ] {
            assert!(MailAddress::parse(hostile).is_err(), "{hostile:?}");
        }
        let long = format!("{}@example.com", "x".repeat(65));
        assert_eq!(MailAddress::parse(&long), Err(FieldProblem::NotAnEmail));
    }

    #[test]
    fn a_number_becomes_what_the_world_dials() {
        let germany = CallingCode::new(49).unwrap();
        for (written, dialled) in [
            ("01711234567", "+491711234567"),
            ("+491711234567", "+491711234567"),
            ("00491711234567", "+491711234567"),
            ("+4901711234567", "+491711234567"),
            ("+436641234567", "+436641234567"),
        ] {
            let number = PhoneNumber::international(written, germany).unwrap();
            assert_eq!(number.expose(), dialled, "{written}");
        }
        for nowhere in [
            "1234567",
            "110",
            "+0123456789",
            "0001234567",
            "+1234567890123456",
            "",
        ] {
            assert_eq!(
                PhoneNumber::international(nowhere, germany),
                Err(FieldProblem::NotAPhone),
                "{nowhere}"
            );
        }
        let italy = CallingCode::new(39).unwrap();
        let rome = PhoneNumber::international("0612345678", italy).unwrap();
        assert_eq!(rome.expose(), "+390612345678", "the 0 belongs to the number");
        assert_eq!(CallingCode::new(0), None);
        assert_eq!(CallingCode::new(1_000), None);
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_a_recipient_that_could_carry_more(text in "\\PC*|[-+0-9a-z@.,;<>\"\r\n ]{0,40}") {
            if let Ok(address) = MailAddress::parse(&text) {
                prop_assert_eq!(address.expose().matches('@').count(), 1);
                prop_assert!(!address.expose().contains([' ', '\r', '\n', ',', ';', '<', '>', '"', '\0']));
            }
            if let Ok(number) = PhoneNumber::international(&text, CallingCode(49)) {
                prop_assert!(number.expose().strip_prefix('+').unwrap().bytes().all(|byte| byte.is_ascii_digit()));
            }
        }
    }

    #[test]
    fn debug_shows_nothing() {
        let mail = Recipient::Mail(MailAddress::parse("visitor@example.com").unwrap());
        let phone = PhoneNumber::international("01711234567", CallingCode(49)).unwrap();
        let shown = format!("{mail:?} {:?}", Recipient::Sms(phone));
        assert_eq!(shown, "Mail(MailAddress(…)) Sms(PhoneNumber(…))");
    }
}
