//! Texts, fields and JSON with blanks in them. What fills a blank is never looked at again, and is escaped as a whole.

use serde_json::{Map, Value};

use crate::UpstreamError;

/// What the blanks are filled with.
pub(super) struct Blanks<'a> {
    /// `+49…`
    pub(super) number: &'a str,
    pub(super) text: &'a str,
    pub(super) secret: &'a str,
}

/// A text with blanks.
pub(super) struct Template(Vec<Piece>);

enum Piece {
    Fixed(String),
    Number,
    Digits,
    Text,
    Secret,
}

impl Template {
    /// # Errors
    /// [`UpstreamError::Settings`] for a brace that belongs to no blank.
    pub(super) fn parse(text: &str) -> Result<Self, UpstreamError> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(brace) = rest.find(['{', '}']) {
            let (before, blank) = rest.split_at(brace);
            pieces.push(Piece::Fixed(before.to_owned()));
            let (piece, length) = match blank {
                _ if blank.starts_with("{number}") => (Piece::Number, 8),
                _ if blank.starts_with("{digits}") => (Piece::Digits, 8),
                _ if blank.starts_with("{text}") => (Piece::Text, 6),
                _ if blank.starts_with("{secret}") => (Piece::Secret, 8),
                _ => {
                    return Err(UpstreamError::Settings(
                        "there are no other blanks than {number}, {digits}, {text} and {secret}",
                    ));
                }
            };
            pieces.push(piece);
            rest = &blank[length..];
        }
        pieces.push(Piece::Fixed(rest.to_owned()));
        Ok(Self(pieces))
    }

    pub(super) fn fill(&self, blanks: &Blanks<'_>) -> String {
        let filled = self.0.iter().map(|piece| match piece {
            Piece::Fixed(text) => text,
            Piece::Number => blanks.number,
            Piece::Digits => blanks.number.trim_start_matches('+'),
            Piece::Text => blanks.text,
            Piece::Secret => blanks.secret,
        });
        filled.collect()
    }

    /// The names of its blanks.
    pub(super) fn blanks(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Fixed(_) => None,
            Piece::Number => Some("number"),
            Piece::Digits => Some("digits"),
            Piece::Text => Some("text"),
            Piece::Secret => Some("secret"),
        })
    }
}

/// Names and values with blanks: a query, or the fields of a form. Both are written the same way (WHATWG URL, 5.2).
pub(super) struct PairsTemplate(Vec<(String, Template)>);

impl PairsTemplate {
    pub(super) fn new(
        pairs: impl Iterator<Item = (impl AsRef<str>, impl AsRef<str>)>,
    ) -> Result<Self, UpstreamError> {
        let pairs = pairs.map(|(name, value)| {
            if name.as_ref().contains(['{', '}']) {
                return Err(UpstreamError::Settings("a field's name has no blanks"));
            }
            Ok((name.as_ref().to_owned(), Template::parse(value.as_ref())?))
        });
        Ok(Self(pairs.collect::<Result<_, _>>()?))
    }

    pub(super) fn fill(&self, blanks: &Blanks<'_>) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &self.0 {
            form.append_pair(name, &value.fill(blanks));
        }
        form.finish()
    }

    pub(super) fn blanks(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().flat_map(|(_, value)| value.blanks())
    }
}

/// A JSON value with blanks in its texts.
pub(super) enum JsonTemplate {
    Fixed(Value),
    Text(Template),
    List(Vec<JsonTemplate>),
    Object(Vec<(String, JsonTemplate)>),
}

impl JsonTemplate {
    pub(super) fn new(value: &Value) -> Result<Self, UpstreamError> {
        Ok(match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => Self::Fixed(value.clone()),
            Value::String(text) => Self::Text(Template::parse(text)?),
            Value::Array(values) => Self::List(values.iter().map(Self::new).collect::<Result<_, _>>()?),
            Value::Object(members) => {
                let member = |(name, value): (&String, &Value)| {
                    if name.contains(['{', '}']) {
                        return Err(UpstreamError::Settings("a field's name has no blanks"));
                    }
                    Ok((name.clone(), Self::new(value)?))
                };
                Self::Object(members.iter().map(member).collect::<Result<_, _>>()?)
            }
        })
    }

    pub(super) fn fill(&self, blanks: &Blanks<'_>) -> Value {
        match self {
            Self::Fixed(value) => value.clone(),
            Self::Text(text) => Value::String(text.fill(blanks)),
            Self::List(values) => Value::Array(values.iter().map(|value| value.fill(blanks)).collect()),
            Self::Object(members) => {
                let filled = members
                    .iter()
                    .map(|(name, value)| (name.clone(), value.fill(blanks)));
                Value::Object(filled.collect::<Map<_, _>>())
            }
        }
    }

    pub(super) fn blanks(&self) -> Vec<&'static str> {
        match self {
            Self::Fixed(_) => Vec::new(),
            Self::Text(text) => text.blanks().collect(),
            Self::List(values) => values.iter().flat_map(Self::blanks).collect(),
            Self::Object(members) => members.iter().flat_map(|(_, value)| value.blanks()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const HOSTILE: &str =
        "\"}],\"to\":\"+1900\",\\\r\n\u{0}\u{1f}\u{2028}&to=+1900#x%00%26{number}{secret}äж😀";

    fn blanks(text: &str) -> Blanks<'_> {
        Blanks {
            number: "+491711234567",
            text,
            secret: "s3&cr=t",
        }
    }

    #[test]
    fn a_hostile_text_stays_one_json_text() {
        let template = json!({ "messages": [{ "to": ["{number}"], "content": "[{text}]", "flash": false }], "key": "{secret}" });
        let written = JsonTemplate::new(&template)
            .unwrap()
            .fill(&blanks(HOSTILE))
            .to_string();
        let read: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(
            read,
            json!({
                "messages": [{ "to": ["+491711234567"], "content": format!("[{HOSTILE}]"), "flash": false }],
                "key": "s3&cr=t"
            })
        );
        assert!(
            !written.contains(['\r', '\n', '\0']),
            "control characters are escaped"
        );
    }

    #[test]
    fn a_hostile_text_stays_one_field() {
        let fields = [("to", "{digits}"), ("text", "{text}"), ("key", "{secret}")];
        let template = PairsTemplate::new(fields.into_iter()).unwrap();
        let written = template.fill(&blanks(HOSTILE));
        assert!(written.is_ascii() && !written.contains(['\r', '\n', ' ', '#', '"', '<']));
        let read: Vec<(String, String)> = form_urlencoded::parse(written.as_bytes()).into_owned().collect();
        let expected = [("to", "491711234567"), ("text", HOSTILE), ("key", "s3&cr=t")];
        assert_eq!(
            read,
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }

    #[test]
    fn braces_that_are_no_blank_are_refused() {
        for text in [
            "{", "}", "{text", "{Text}", "{{text}}", "{txt}", "a}b", "{ text }",
        ] {
            assert!(
                matches!(Template::parse(text), Err(UpstreamError::Settings(_))),
                "{text}"
            );
        }
        assert!(JsonTemplate::new(&json!({ "{text}": 1 })).is_err());
        assert!(PairsTemplate::new([("{text}", "")].into_iter()).is_err());
    }

    proptest! {
        #[test]
        fn any_text_comes_out_as_it_went_in(text: String) {
            let json = JsonTemplate::new(&json!({ "a": "<{text}>" })).unwrap();
            let read: Value = serde_json::from_str(&json.fill(&blanks(&text)).to_string()).unwrap();
            prop_assert_eq!(read, json!({ "a": format!("<{text}>") }));

            let pairs = PairsTemplate::new([("a", "<{text}>"), ("b", "fixed")].into_iter()).unwrap();
            let read: Vec<_> = form_urlencoded::parse(pairs.fill(&blanks(&text)).as_bytes()).into_owned().collect();
            prop_assert_eq!(read, vec![("a".to_owned(), format!("<{text}>")), ("b".to_owned(), "fixed".to_owned())]);
        }
    }
}
