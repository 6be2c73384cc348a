//! What the form demands so that a code gets to the visitor, and what it says of that beside its fields.

use super::crowd;
use crate::{
    contact::{ContactDraft, Field, FieldProblem},
    event::MessageWay,
    post::Ways,
    recipient::{CallingCode, MailAddress, PhoneNumber},
    rules::Confirm,
};

/// Where a code goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CodeTo {
    /// Nowhere: any way to be reached will do, and it is believed.
    #[default]
    Nowhere,
    /// The mail address or, where none is given, the telephone.
    Either,
    /// The mail address.
    Mail,
    /// The telephone.
    Phone,
}

/// What is said beside a field before anything is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldNote {
    /// It is needed: a code comes there.
    CodeComes,
    /// Nobody needs it.
    Optional,
}

/// What the form demands of the two ways to be reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// Where the code goes.
    pub code_to: CodeTo,
    /// The country of numbers without a calling code; none where another program knows it.
    home: Option<CallingCode>,
    /// The field with the address to which no further code goes today, once that was looked up.
    pub crowded: Option<Field>,
}

impl Demand {
    /// Of a rule and the ways out of this machine. A way that is not there is not demanded: nobody is kept out for want of a
    /// mail server. Without `ways` another program sends, and whatever the rule allows is believed to be there.
    pub fn of(rule: Confirm, ways: Option<Ways>) -> Self {
        let by_mail = rule.takes_mail() && ways.is_none_or(|ways| ways.mail);
        let by_phone = rule.takes_sms() && ways.is_none_or(|ways| ways.sms.is_some());
        Self {
            code_to: match (by_mail, by_phone) {
                (true, true) => CodeTo::Either,
                (true, false) => CodeTo::Mail,
                (false, true) => CodeTo::Phone,
                (false, false) => CodeTo::Nowhere,
            },
            home: ways.and_then(|ways| ways.sms),
            crowded: None,
        }
    }

    /// By which way a code goes to somebody with these addresses, if any does.
    pub fn way(&self, email: Option<&str>, phone: Option<&str>) -> Option<MessageWay> {
        let has_mail = email.is_some_and(|email| MailAddress::parse(email).is_ok());
        let has_phone = phone.is_some_and(|phone| self.can_dial(phone));
        match self.code_to {
            CodeTo::Either | CodeTo::Mail if has_mail => Some(MessageWay::Mail),
            CodeTo::Either | CodeTo::Phone if has_phone => Some(MessageWay::Sms),
            CodeTo::Nowhere | CodeTo::Either | CodeTo::Mail | CodeTo::Phone => None,
        }
    }

    /// What codes to this address are counted by: the same for every spelling that ends in the same box or at the same telephone.
    pub fn counted(&self, way: MessageWay, address: &str) -> String {
        match way {
            MessageWay::Mail => crowd::mailbox(address),
            MessageWay::Sms => self
                .home
                .and_then(|home| PhoneNumber::international(address, home).ok())
                .map_or_else(|| address.to_owned(), |number| number.expose().to_owned()),
        }
    }

    /// What is said beside a field.
    pub fn note(&self, field: Field) -> Option<FieldNote> {
        match (self.code_to, field) {
            (CodeTo::Mail, Field::Email) | (CodeTo::Phone, Field::Phone) => Some(FieldNote::CodeComes),
            (CodeTo::Mail, Field::Phone) | (CodeTo::Phone, Field::Email) => Some(FieldNote::Optional),
            (CodeTo::Nowhere | CodeTo::Either, _) | (CodeTo::Mail | CodeTo::Phone, _) => None,
        }
    }

    /// What is wrong with one field, as the form asks for it.
    pub fn problem(&self, draft: &ContactDraft, field: Field) -> Option<FieldProblem> {
        let (email, phone) = (draft.email.trim(), draft.phone.trim());
        let plain = draft.problem(field);
        match (self.code_to, field) {
            (CodeTo::Mail, Field::Email) if email.is_empty() => Some(FieldProblem::MailNeeded),
            (CodeTo::Phone, Field::Phone) if phone.is_empty() => Some(FieldProblem::PhoneNeeded),
            // That the other one is missing says the field that is needed.
            (CodeTo::Mail | CodeTo::Phone, _) if plain == Some(FieldProblem::OneOfTwo) => None,
            _ if plain.is_some() => plain,
            (CodeTo::Mail | CodeTo::Either, Field::Email) if !email.is_empty() => {
                MailAddress::parse(email).err().or(self.crowd(field))
            }
            (CodeTo::Phone, Field::Phone) => self.undialled(draft).or(self.crowd(field)),
            (CodeTo::Either, Field::Phone) if email.is_empty() => self.undialled(draft).or(self.crowd(field)),
            (CodeTo::Nowhere | CodeTo::Either | CodeTo::Mail | CodeTo::Phone, _) => None,
        }
    }

    fn undialled(&self, draft: &ContactDraft) -> Option<FieldProblem> {
        let is_known = draft.dialled().is_some_and(|phone| self.can_dial(&phone));
        (!is_known).then_some(FieldProblem::NoAreaCode)
    }

    fn crowd(&self, field: Field) -> Option<FieldProblem> {
        (self.crowded == Some(field)).then_some(FieldProblem::Crowded)
    }

    fn can_dial(&self, phone: &str) -> bool {
        self.home
            .is_none_or(|home| PhoneNumber::international(phone, home).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Ways {
        Ways {
            mail: true,
            sms: CallingCode::new(49),
        }
    }

    fn problems(demand: Demand, email: &str, phone: &str) -> [Option<FieldProblem>; 2] {
        let mut draft = ContactDraft::default();
        draft.set(Field::Email, email.to_owned());
        draft.set(Field::Phone, phone.to_owned());
        [Field::Email, Field::Phone].map(|field| demand.problem(&draft, field))
    }

    #[test]
    fn the_field_that_a_code_needs_says_so() {
        use FieldProblem::{MailNeeded, NoAreaCode, NotAPhone, NotAnEmail, OneOfTwo, PhoneNeeded};
        let (mail, phone) = ("one@example.org", "0171 1234567");
        for (rule, email, number, wrong) in [
            (Confirm::No, "", "1234567", [None, None]),
            (Confirm::No, "", "", [Some(OneOfTwo), Some(OneOfTwo)]),
            (Confirm::Mail, "", "", [Some(MailNeeded), None]),
            (Confirm::Mail, "", phone, [Some(MailNeeded), None]),
            (Confirm::Mail, mail, "", [None, None]),
            (Confirm::Mail, "a,b@example.org", "", [Some(NotAnEmail), None]),
            (Confirm::Mail, mail, "12a", [None, Some(NotAPhone)]),
            (Confirm::Sms, "", "", [None, Some(PhoneNeeded)]),
            (Confirm::Sms, mail, "", [None, Some(PhoneNeeded)]),
            (Confirm::Sms, "", phone, [None, None]),
            (Confirm::Sms, "", "1234567", [None, Some(NoAreaCode)]),
            (Confirm::Either, "", "", [Some(OneOfTwo), Some(OneOfTwo)]),
            (Confirm::Either, "", "1234567", [None, Some(NoAreaCode)]),
            (Confirm::Either, mail, "1234567", [None, None]),
            (Confirm::Either, "", phone, [None, None]),
        ] {
            let demand = Demand::of(rule, Some(all()));
            assert_eq!(
                problems(demand, email, number),
                wrong,
                "{rule:?} {email:?} {number:?}"
            );
        }
    }

    #[test]
    fn what_has_no_way_out_is_not_demanded() {
        let only_mail = Ways { sms: None, ..all() };
        let to = |rule, ways| Demand::of(rule, ways).code_to;
        assert_eq!(to(Confirm::Either, Some(all())), CodeTo::Either);
        assert_eq!(to(Confirm::Either, Some(only_mail)), CodeTo::Mail);
        assert_eq!(to(Confirm::Sms, Some(only_mail)), CodeTo::Nowhere);
        assert_eq!(to(Confirm::Mail, Some(Ways::default())), CodeTo::Nowhere);
        assert_eq!(to(Confirm::Sms, None), CodeTo::Phone, "another program sends");
    }

    #[test]
    fn a_crowded_address_is_told_where_it_stands() {
        let crowded = Some(Field::Email);
        let demand = Demand {
            crowded,
            ..Demand::of(Confirm::Either, Some(all()))
        };
        let wrong = problems(demand, "one@example.org", "0171 1234567");
        assert_eq!(wrong, [Some(FieldProblem::Crowded), None]);
    }

    #[test]
    fn every_spelling_of_an_address_counts_as_one() {
        let demand = Demand::of(Confirm::Either, Some(all()));
        let counted = |way, address| demand.counted(way, address);
        let mail = counted(MessageWay::Mail, "one.two@example.org");
        for same in [
            "One.Two@Example.org",
            "onetwo+3@example.org",
            "onetwo@example.org",
        ] {
            assert_eq!(counted(MessageWay::Mail, same), mail, "{same}");
        }
        assert_ne!(counted(MessageWay::Mail, "onetwo@example.com"), mail);
        let phone = counted(MessageWay::Sms, "01711234567");
        assert_eq!(counted(MessageWay::Sms, "+491711234567"), phone);
    }
}
