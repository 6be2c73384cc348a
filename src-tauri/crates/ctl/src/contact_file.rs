//! A visitor's contact data as a JSON file.
//!
//! ```json
//! {"first_name": "…", "last_name": "…", "phone": "…", "email": "…", "address": {"street": "…", "postcode": "…", "town": "…"}}
//! ```
//!
//! `name` may stand for both names, and `address` may be one text, `street, postcode town`. One of phone and e-mail is enough.

use std::{fs, path::Path};

use anyhow::{Context, anyhow};
use einlass_domain::contact::{Contact, ContactDraft, Field};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContactFile {
    #[serde(default)]
    name: String,
    #[serde(default)]
    first_name: String,
    #[serde(default)]
    last_name: String,
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    email: Option<String>,
    address: Address,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Address {
    Text(String),
    Parts(AddressParts),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AddressParts {
    street: String,
    #[serde(default)]
    postcode: String,
    #[serde(default, alias = "city")]
    town: String,
}

/// Reads and checks a contact.
pub(crate) fn read(path: &Path) -> anyhow::Result<Contact> {
    let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let file: ContactFile =
        serde_json::from_str(&text).with_context(|| format!("{} is no contact", path.display()))?;
    draft(file)
        .check()
        .map_err(|(field, problem)| anyhow!("{}: {} {problem}", path.display(), name(field)))
}

fn draft(file: ContactFile) -> ContactDraft {
    let (first, last) = file
        .name
        .trim()
        .rsplit_once(' ')
        .unwrap_or(("", file.name.trim()));
    let address = match file.address {
        Address::Parts(parts) => parts,
        Address::Text(text) => split(&text),
    };
    ContactDraft {
        first_name: if file.first_name.is_empty() {
            first.to_owned()
        } else {
            file.first_name
        },
        last_name: if file.last_name.is_empty() {
            last.to_owned()
        } else {
            file.last_name
        },
        phone: file.phone.unwrap_or_default(),
        email: file.email.unwrap_or_default(),
        street: address.street,
        postcode: address.postcode,
        town: address.town,
    }
}

/// `street, postcode town`; a text of another form is all street.
fn split(text: &str) -> AddressParts {
    let parts = text
        .rsplit_once(',')
        .and_then(|(street, place)| Some((street, place.trim().split_once(' ')?)));
    match parts {
        Some((street, (postcode, town))) if postcode.chars().any(|c| c.is_ascii_digit()) => AddressParts {
            street: street.trim().to_owned(),
            postcode: postcode.to_owned(),
            town: town.trim().to_owned(),
        },
        _ => AddressParts {
            street: text.to_owned(),
            postcode: String::new(),
            town: String::new(),
        },
    }
}

fn name(field: Field) -> &'static str {
    match field {
        Field::FirstName => "first_name",
        Field::LastName => "last_name",
        Field::Phone => "phone",
        Field::Email => "email",
        Field::Street => "address.street",
        Field::Postcode => "address.postcode",
        Field::Town => "address.town",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Option<Contact> {
        draft(serde_json::from_str(text).ok()?).check().ok()
    }

    #[test]
    fn both_forms_say_the_same() {
        let parts = r#"{"first_name": "A B", "last_name": "C", "phone": "01234 5", "email": null,
                        "address": {"street": "Weg 1, Hof", "postcode": "12345", "town": "Am Ort"}}"#;
        let texts = r#"{"name": "A B C", "phone": "01234 5", "address": "Weg 1, Hof, 12345 Am Ort"}"#;
        assert_eq!(read_text(parts).unwrap(), read_text(texts).unwrap());
    }

    #[test]
    fn what_is_no_contact_is_refused() {
        assert!(
            read_text(r#"{"name": "C", "phone": "012345", "address": "Weg 1", "shoe_size": 43}"#).is_none()
        );
        assert!(
            read_text(r#"{"name": "C", "address": "Weg 1"}"#).is_none(),
            "no way to be reached"
        );
        assert!(read_text(r#"{"name": "", "phone": "012345", "address": "Weg 1"}"#).is_none());
        assert!(read_text(r#"{"name": "C", "phone": "012345", "address": "Weg 1"}"#).is_some());
    }
}
