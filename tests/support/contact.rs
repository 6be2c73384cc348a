use serde::Serialize;

/// What a visitor tells; the fields of the contact file.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Contact {
    pub first_name: String,
    pub last_name: String,
    pub phone: String,
    pub email: String,
    pub address: Address,
}

/// Where a visitor lives.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Address {
    pub street: String,
    pub postcode: String,
    pub town: String,
}

impl Contact {
    /// A visitor whose data are found wherever they stand: no part of them occurs by chance.
    pub fn conspicuous() -> Contact {
        Contact {
            first_name: "Besucherin".to_owned(),
            last_name: "Zwölf-Prüfung".to_owned(),
            phone: "+49 171 5550123".to_owned(),
            email: "besucherin.zwoelf@example.org".to_owned(),
            address: Address {
                street: "Nirgendwostraße 12".to_owned(),
                postcode: "99999".to_owned(),
                town: "Musterhausen".to_owned(),
            },
        }
    }

    /// A visitor who is told from others by the number.
    pub fn numbered(number: usize) -> Contact {
        Contact {
            first_name: "Visitor".to_owned(),
            last_name: format!("Number {number}"),
            phone: format!("+49 30 5550{number:04}"),
            email: format!("visitor.{number}@example.org"),
            address: Address {
                street: format!("Teststraße {number}"),
                postcode: "10115".to_owned(),
                town: "Musterstadt".to_owned(),
            },
        }
    }
}
