//! A visitor's contact data as a JSON file.
//!
//! ```json
//! {"first_name": "…", "last_name": "…", "phone": "…", "email": "…", "address": {"street": "…", "postcode": "…", "town": "…"}}
//! ```
//!
//! `name` may stand for both names; `address` may be one text, `street, postcode town`, and its parts may stand beside the names.
//! One of phone and e-mail is enough. With `child`, the first name of a child under 13, all else is the guardian's. What is not
//! understood is named, not kept.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, anyhow};
use einlass_domain::contact::{Contact, ContactDraft, Field};
use serde::Deserialize;
use serde_json::Value;

use crate::output;

#[derive(Default, Deserialize)]
#[serde(default)]
struct ContactFile {
    name: String,
    #[serde(alias = "firstName")]
    first_name: String,
    #[serde(alias = "lastName")]
    last_name: String,
    phone: Option<String>,
    email: Option<String>,
    address: Option<Address>,
    child: Option<String>,
    /// What stands beside the names: parts of the address, and whatever is not understood.
    #[serde(flatten)]
    beside: AddressParts,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Address {
    Text(String),
    Parts(AddressParts),
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct AddressParts {
    street: String,
    #[serde(alias = "zip")]
    postcode: String,
    #[serde(alias = "city")]
    town: String,
    #[serde(flatten)]
    others: BTreeMap<String, Value>,
}

/// Reads and checks a contact.
pub(crate) fn read(path: &Path) -> anyhow::Result<Contact> {
    let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let file = serde_json::from_str(&text).with_context(|| format!("{} is no contact", path.display()))?;
    let (draft, others) = draft(file);
    for other in others {
        output::warning(&format!(
            "{}: \"{other}\" is not understood and not kept",
            path.display()
        ));
    }
    draft
        .check()
        .map_err(|(field, problem)| anyhow!("{}: {} {problem}", path.display(), name(field)))
}

/// The form that the file fills, and the names in it that are not understood.
fn draft(file: ContactFile) -> (ContactDraft, Vec<String>) {
    let full_name = file.name.trim();
    let (first, last) = full_name.rsplit_once(' ').unwrap_or(("", full_name));
    let mut others: Vec<String> = file.beside.others.keys().cloned().collect();
    if file.address.is_some() {
        // Two addresses: the one that is called so counts.
        let beside = [
            ("street", &file.beside.street),
            ("postcode", &file.beside.postcode),
            ("town", &file.beside.town),
        ];
        let doubled = beside.into_iter().filter(|(_, text)| !text.is_empty());
        others.extend(doubled.map(|(name, _)| name.to_owned()));
    }
    let address = match file.address {
        None => file.beside,
        Some(Address::Parts(parts)) => {
            others.extend(parts.others.keys().cloned());
            parts
        }
        Some(Address::Text(text)) => split(&text),
    };
    let or = |given: String, otherwise: &str| {
        if given.is_empty() {
            otherwise.to_owned()
        } else {
            given
        }
    };
    let draft = ContactDraft {
        first_name: or(file.first_name, first),
        last_name: or(file.last_name, last),
        phone: file.phone.unwrap_or_default(),
        email: file.email.unwrap_or_default(),
        street: address.street,
        postcode: address.postcode,
        town: address.town,
        child: file.child,
    };
    (draft, others)
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
            ..AddressParts::default()
        },
        _ => AddressParts {
            street: text.to_owned(),
            ..AddressParts::default()
        },
    }
}

fn name(field: Field) -> &'static str {
    match field {
        Field::Child => "child",
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
        draft(serde_json::from_str(text).ok()?).0.check().ok()
    }

    #[test]
    fn all_forms_say_the_same() {
        let parts = r#"{"first_name": "A B", "last_name": "C", "phone": "01234 5", "email": null,
                        "address": {"street": "Weg 1, Hof", "postcode": "12345", "town": "Am Ort"}}"#;
        let texts = r#"{"name": "A B C", "phone": "01234 5", "address": "Weg 1, Hof, 12345 Am Ort"}"#;
        let beside = r#"{"firstName": "A B", "lastName": "C", "phone": "01234 5", "street": "Weg 1, Hof", "zip": "12345", "city": "Am Ort"}"#;
        let contact = read_text(parts).unwrap();
        assert_eq!(contact.town, "Am Ort");
        assert_eq!(read_text(texts).unwrap(), contact);
        assert_eq!(read_text(beside).unwrap(), contact);
    }

    #[test]
    fn what_is_no_contact_is_refused() {
        assert!(
            read_text(r#"{"name": "C", "address": "Weg 1"}"#).is_none(),
            "no way to be reached"
        );
        assert!(read_text(r#"{"name": "", "phone": "012345", "address": "Weg 1"}"#).is_none());
        assert!(read_text(r#"{"name": "C", "phone": "012345", "address": "=Weg 1"}"#).is_none());
        assert!(
            read_text(r#"{"name": "C", "phone": 12345}"#).is_none(),
            "a number is no text"
        );
        assert!(read_text(r#"{"name": "C", "phone": "012345"}"#).is_some());
    }

    #[test]
    fn what_is_not_understood_is_named() {
        let text = r#"{"name": "C", "phone": "012345", "shoe_size": 43, "address": {"street": "Weg 1", "planet": "x"}}"#;
        assert_eq!(
            draft(serde_json::from_str(text).unwrap()).1,
            ["shoe_size", "planet"]
        );
        let two_addresses = r#"{"name": "C", "phone": "012345", "street": "Weg 2", "address": "Weg 1"}"#;
        assert_eq!(draft(serde_json::from_str(two_addresses).unwrap()).1, ["street"]);
    }
}
