//! How a visitor can be reached: the few fields of the form, and what may stand in them.

use std::fmt;

use minicbor::{Decode, Encode};
use zeroize::{Zeroize, ZeroizeOnDrop};

const LONGEST: usize = 80;
/// Starts that turn a cell of a spreadsheet into a formula (OWASP, CSV Injection).
const FORMULA_STARTS: [char; 4] = ['=', '+', '-', '@'];

/// A visitor's contact data, checked.
#[derive(Clone, PartialEq, Eq, Encode, Decode, Zeroize, ZeroizeOnDrop)]
#[cbor(map)]
pub struct Contact {
    /// First name or names.
    #[n(0)]
    pub first_name: String,
    /// Family name.
    #[n(1)]
    pub last_name: String,
    /// Digits, with `+` in front when the country is named.
    #[n(2)]
    pub phone: Option<String>,
    /// An address that has the form of one.
    #[n(3)]
    pub email: Option<String>,
    /// Street and house number; empty where there is no address.
    #[n(4)]
    pub street: String,
    /// Postcode; empty where there is none.
    #[n(5)]
    pub postcode: String,
    /// Town; empty where the address names none.
    #[n(6)]
    pub town: String,
    /// First name of the child under 13 who comes; all else is the guardian's. None for whoever comes for themselves.
    #[n(7)]
    pub child: Option<String>,
}

/// The fields of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// First name of the child, where a guardian fills the form for one.
    Child,
    /// First name or names.
    FirstName,
    /// Family name.
    LastName,
    /// Telephone number.
    Phone,
    /// E-mail address.
    Email,
    /// Street and house number.
    Street,
    /// Postcode.
    Postcode,
    /// Town.
    Town,
}

/// What is wrong with one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldProblem {
    /// Nothing is typed where something is needed.
    #[error("is missing")]
    Missing,
    /// More than 80 characters.
    #[error("has more than {LONGEST} characters")]
    TooLong,
    /// Control characters, or a start that a spreadsheet takes for a formula.
    #[error("has characters that cannot stand there")]
    NotAllowed,
    /// No telephone number.
    #[error("is no telephone number")]
    NotAPhone,
    /// No e-mail address.
    #[error("is no e-mail address")]
    NotAnEmail,
    /// Neither a telephone number nor an e-mail address is given.
    #[error("or another way to be reached is needed")]
    OneOfTwo,
    /// A mail address is needed, because a code is sent there.
    #[error("is missing, and a code is to be sent there")]
    MailNeeded,
    /// A telephone number is needed, because a code is sent there.
    #[error("is missing, and a code is to be sent there")]
    PhoneNeeded,
    /// It cannot be told how the number is dialled from elsewhere, and a code is sent there.
    #[error("has no area code, and a code is to be sent there")]
    NoAreaCode,
    /// As many codes are on their way there as may be.
    #[error("gets no further code today")]
    Crowded,
}

/// What a person typed, not checked yet.
#[derive(Clone, Default, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct ContactDraft {
    /// As in [`Contact`].
    pub first_name: String,
    /// As in [`Contact`].
    pub last_name: String,
    /// As in [`Contact`]; empty means none.
    pub phone: String,
    /// As in [`Contact`]; empty means none.
    pub email: String,
    /// As in [`Contact`].
    pub street: String,
    /// As in [`Contact`].
    pub postcode: String,
    /// As in [`Contact`].
    pub town: String,
    /// As in [`Contact`]; empty while a guardian has not typed it yet.
    pub child: Option<String>,
}

impl Field {
    /// Whether the text, without spaces around it, may stand in this field.
    pub fn takes(self, text: &str) -> bool {
        self.check(text).is_ok()
    }

    fn check(self, text: &str) -> Result<(), FieldProblem> {
        match self {
            Self::Phone => normal_phone(text).map(drop),
            Self::Email => check_email(text),
            Self::Child | Self::FirstName | Self::LastName | Self::Street | Self::Postcode | Self::Town => {
                check_text(text)
            }
        }
    }
}

impl ContactDraft {
    /// Whether a guardian fills it for a child.
    pub fn is_for_child(&self) -> bool {
        self.child.is_some()
    }

    /// The text of one field.
    pub fn text(&self, field: Field) -> &str {
        match field {
            Field::Child => self.child.as_deref().unwrap_or_default(),
            Field::FirstName => &self.first_name,
            Field::LastName => &self.last_name,
            Field::Phone => &self.phone,
            Field::Email => &self.email,
            Field::Street => &self.street,
            Field::Postcode => &self.postcode,
            Field::Town => &self.town,
        }
    }

    /// Replaces the text of one field.
    pub fn set(&mut self, field: Field, text: String) {
        let place = match field {
            Field::Child => self.child.get_or_insert_default(),
            Field::FirstName => &mut self.first_name,
            Field::LastName => &mut self.last_name,
            Field::Phone => &mut self.phone,
            Field::Email => &mut self.email,
            Field::Street => &mut self.street,
            Field::Postcode => &mut self.postcode,
            Field::Town => &mut self.town,
        };
        place.zeroize();
        *place = text;
    }

    /// What is wrong with one field, as the form asks for it: everything but one of phone and e-mail is needed.
    pub fn problem(&self, field: Field) -> Option<FieldProblem> {
        let text = self.text(field).trim();
        match field {
            Field::Phone | Field::Email if self.phone.trim().is_empty() && self.email.trim().is_empty() => {
                Some(FieldProblem::OneOfTwo)
            }
            Field::Phone | Field::Email if text.is_empty() => None,
            Field::Child if !self.is_for_child() => None,
            Field::Child
            | Field::FirstName
            | Field::LastName
            | Field::Street
            | Field::Postcode
            | Field::Town
                if text.is_empty() =>
            {
                Some(FieldProblem::Missing)
            }
            Field::Child
            | Field::FirstName
            | Field::LastName
            | Field::Phone
            | Field::Email
            | Field::Street
            | Field::Postcode
            | Field::Town => field.check(text).err(),
        }
    }

    /// The telephone number as [`Contact`] holds it; none where there is none.
    pub fn dialled(&self) -> Option<String> {
        normal_phone(self.phone.trim()).ok()
    }

    /// Everything that is wrong with it. First name and address may be empty here, as in [`Self::check`].
    pub fn problems(&self) -> impl Iterator<Item = (Field, FieldProblem)> {
        let is_unreachable = self.problem(Field::Phone) == Some(FieldProblem::OneOfTwo);
        // That there is no way to reach somebody is one problem, not two.
        let fields = [Field::Child, Field::LastName, Field::Phone, Field::Email];
        let needed = fields
            .into_iter()
            .filter(move |field| !(is_unreachable && *field == Field::Email))
            .filter_map(|field| Some((field, self.problem(field)?)));
        let optional = [Field::FirstName, Field::Street, Field::Postcode, Field::Town];
        let optional = optional
            .into_iter()
            .filter_map(|field| Some((field, check_text(self.text(field).trim()).err()?)));
        needed.chain(optional)
    }

    /// The checked contact. First name and address may be empty here: not everybody has them, and staff may know better than
    /// the form.
    ///
    /// # Errors
    /// The first field that has a problem.
    pub fn check(&self) -> Result<Contact, (Field, FieldProblem)> {
        self.problems().next().map_or(Ok(()), Err)?;
        let optional = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        Ok(Contact {
            first_name: self.first_name.trim().to_owned(),
            last_name: self.last_name.trim().to_owned(),
            phone: optional(&self.phone)
                .map(|phone| normal_phone(&phone).map_err(|problem| (Field::Phone, problem)))
                .transpose()?,
            email: optional(&self.email),
            street: self.street.trim().to_owned(),
            postcode: self.postcode.trim().to_owned(),
            town: self.town.trim().to_owned(),
            child: self.child.as_ref().map(|name| name.trim().to_owned()),
        })
    }
}

impl From<&Contact> for ContactDraft {
    /// What was typed once, to be changed.
    fn from(contact: &Contact) -> Self {
        Self {
            first_name: contact.first_name.clone(),
            last_name: contact.last_name.clone(),
            phone: contact.phone.clone().unwrap_or_default(),
            email: contact.email.clone().unwrap_or_default(),
            street: contact.street.clone(),
            postcode: contact.postcode.clone(),
            town: contact.town.clone(),
            child: contact.child.clone(),
        }
    }
}

fn check_text(text: &str) -> Result<(), FieldProblem> {
    if text.chars().count() > LONGEST {
        return Err(FieldProblem::TooLong);
    }
    let invisible = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    if text.starts_with(FORMULA_STARTS) || text.chars().any(invisible) {
        return Err(FieldProblem::NotAllowed);
    }
    Ok(())
}

/// Digits with an optional `+` in front; the marks that people write between them are dropped.
fn normal_phone(text: &str) -> Result<String, FieldProblem> {
    let bare: String = text.chars().filter(|c| !" -/().".contains(*c)).collect();
    let digits = bare.strip_prefix('+').unwrap_or(&bare);
    // ITU-T E.164: at most 15 digits.
    if !(4..=15).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(FieldProblem::NotAPhone);
    }
    Ok(bare)
}

/// One `@`, something before it, a dotted name after it, no spaces. Whether mail arrives only a mail can tell.
pub(crate) fn check_email(text: &str) -> Result<(), FieldProblem> {
    check_text(text)?;
    let (local, host) = text.split_once('@').ok_or(FieldProblem::NotAnEmail)?;
    let dotted = host.split('.').count() > 1 && host.split('.').all(|label| !label.is_empty());
    if local.is_empty() || host.contains('@') || !dotted || text.chars().any(char::is_whitespace) {
        return Err(FieldProblem::NotAnEmail);
    }
    Ok(())
}

/// Shows nothing of the person.
impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(…)")
    }
}

/// Shows nothing of the person.
impl fmt::Debug for ContactDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContactDraft(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> ContactDraft {
        ContactDraft {
            first_name: " Visitor ".into(),
            last_name: "Øne-Zwölf".into(),
            phone: "+49 (0)30 / 123-45".into(),
            email: String::new(),
            street: "Weg 1".into(),
            postcode: "12345".into(),
            town: "Ort".into(),
            child: None,
        }
    }

    #[test]
    fn a_guardian_names_the_child() {
        let mut draft = draft();
        assert_eq!(draft.problem(Field::Child), None);
        draft.set(Field::Child, " ".to_owned());
        assert_eq!(
            draft.check(),
            Err((Field::Child, FieldProblem::Missing)),
            "whoever says that it is for a child says for which"
        );
        draft.set(Field::Child, "=Kind".to_owned());
        assert_eq!(draft.problem(Field::Child), Some(FieldProblem::NotAllowed));
        draft.set(Field::Child, " Kind ".to_owned());
        let contact = draft.check().unwrap();
        assert_eq!(contact.child.as_deref(), Some("Kind"));
        assert_eq!(ContactDraft::from(&contact).check(), Ok(contact));
    }

    #[test]
    fn a_contact_of_whoever_comes_alone_is_written_as_before() {
        let contact = draft().check().unwrap();
        let bytes = minicbor::to_vec(&contact).unwrap();
        // A map of six: number 3, the mail address, and 7, the child, are not there.
        assert_eq!(bytes[0], 0xa6);
        assert_eq!(minicbor::decode::<Contact>(&bytes).unwrap(), contact);
    }

    #[test]
    fn a_filled_form_becomes_a_contact() {
        let contact = draft().check().unwrap();
        assert_eq!(contact.first_name, "Visitor");
        assert_eq!(contact.phone.as_deref(), Some("+4903012345"));
        assert_eq!(contact.email, None);
    }

    #[test]
    fn each_problem_is_named() {
        let with = |field, text: &str| {
            let mut draft = draft();
            draft.set(field, text.to_owned());
            draft.problem(field)
        };
        assert_eq!(with(Field::LastName, " "), Some(FieldProblem::Missing));
        assert_eq!(
            with(Field::LastName, &"x".repeat(81)),
            Some(FieldProblem::TooLong)
        );
        assert_eq!(
            with(Field::LastName, "=HYPERLINK(1)"),
            Some(FieldProblem::NotAllowed)
        );
        assert_eq!(
            with(Field::LastName, "a\u{202e}b"),
            Some(FieldProblem::NotAllowed)
        );
        assert_eq!(with(Field::Town, "a\nb"), Some(FieldProblem::NotAllowed));
        assert_eq!(with(Field::Phone, "12a45"), Some(FieldProblem::NotAPhone));
        assert_eq!(with(Field::Phone, ""), Some(FieldProblem::OneOfTwo));
        assert_eq!(with(Field::Email, "a@b"), Some(FieldProblem::NotAnEmail));
        assert_eq!(with(Field::Email, "a b@c.de"), Some(FieldProblem::NotAnEmail));
        assert_eq!(with(Field::Email, "a@c.de"), None);
    }

    #[test]
    fn names_of_the_world_are_names() {
        // Everything that the screen's keyboards can write, and the apostrophes that people bring along.
        for name in [
            "O'Neill",
            "Łucja Śniadecka-Żółć",
            "İpek Çağrı Gümüşoğlu",
            "Noëlle L’Œuvre",
            "Григорій Ґалаґан-Їжакевич",
            "Дем'яненко",
            "Дем’яненко",
            "Дем\u{2bc}яненко",
            "عبد الرحمن",
            "آمنة المؤمنيّ",
            "فاطمة الزهراء-Müller",
        ] {
            let mut draft = draft();
            draft.set(Field::FirstName, name.to_owned());
            draft.set(Field::LastName, name.to_owned());
            draft.set(Field::Town, name.to_owned());
            let contact = draft
                .check()
                .unwrap_or_else(|problem| panic!("{name}: {problem:?}"));
            assert_eq!(contact.last_name, name);
        }
    }

    #[test]
    fn debug_shows_nothing() {
        assert!(!format!("{:?} {:?}", draft(), draft().check().unwrap()).contains("Visitor"));
    }
}
