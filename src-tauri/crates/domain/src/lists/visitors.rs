//! The visitors of a group, for whom passes are prepared: `first_name`, `last_name`, `phone`, `email`, `street`, `postcode`, `town`.
//!
//! A line is checked like the form at the kiosk. Such a list is the organiser's; nothing here writes one.

use std::collections::BTreeMap;

use super::{
    Finding, Problem, Unreadable,
    table::{self, Column},
};
use crate::contact::{Contact, ContactDraft, Field};

/// Its own words are shorter; what is longer is told by [`crate::contact`] as well.
const LONGEST: usize = 80;
const FIELDS: [(&str, Field); 7] = [
    ("first_name", Field::FirstName),
    ("last_name", Field::LastName),
    ("phone", Field::Phone),
    ("email", Field::Email),
    ("street", Field::Street),
    ("postcode", Field::Postcode),
    ("town", Field::Town),
];

/// The columns of a list of visitors.
pub const COLUMNS: [Column; 7] = {
    let mut columns = [Column {
        name: "",
        is_needed: false,
        longest: LONGEST,
    }; 7];
    let mut at = 0;
    while at < FIELDS.len() {
        columns[at].name = FIELDS[at].0;
        columns[at].is_needed = matches!(FIELDS[at].1, Field::LastName);
        at += 1;
    }
    columns
};

/// A group as a list has it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// Line and contact of everybody whose line is right.
    pub people: Vec<(u64, Contact)>,
    /// What is wrong, by line.
    pub wrong: Vec<Finding>,
}

/// Reads the list of a group.
///
/// # Errors
/// [`Unreadable`], when no line can be judged.
pub fn read(bytes: &[u8]) -> Result<Group, Unreadable> {
    let mut group = Group::default();
    let mut told: BTreeMap<Vec<String>, u64> = BTreeMap::new();
    for mut row in table::read(bytes, &COLUMNS)? {
        if row.is_even() {
            let mut draft = ContactDraft::default();
            for (name, field) in FIELDS {
                draft.set(field, row.text(name).to_owned());
            }
            for (field, problem) in draft.problems() {
                let (name, _) = FIELDS
                    .iter()
                    .find(|(_, known)| *known == field)
                    .expect("every field has a column");
                row.wrong(name, problem.into());
            }
            let texts = FIELDS.map(|(_, field)| draft.text(field).to_owned()).to_vec();
            if let Some(line) = told.insert(texts, row.line) {
                row.findings.push(Finding {
                    line: row.line,
                    column: None,
                    // Findings go to screens and logs: nobody's name stands in them.
                    problem: Problem::Twice("the same visitor".to_owned(), line),
                });
            }
            if row.findings.is_empty()
                && let Ok(contact) = draft.check()
            {
                group.people.push((row.line, contact));
            }
        }
        group.wrong.append(&mut row.findings);
    }
    Ok(group)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::FieldProblem;

    #[test]
    fn everybody_whose_line_is_right_is_in_the_group() {
        let list = "first_name,last_name,phone,email,street,postcode,town\n\
                    Ada,Eins,'+49 30 5550001,,Weg 1,12345,Ort\n\
                    Bea,Zwei,,bea@example.org,,,\n";
        let group = read(list.as_bytes()).unwrap();
        assert_eq!(group.wrong, []);
        let phones: Vec<_> = group
            .people
            .iter()
            .map(|(line, one)| (*line, one.phone.as_deref()))
            .collect();
        assert_eq!(phones, [(2, Some("+49305550001")), (3, None)]);
    }

    #[test]
    fn every_wrong_cell_is_named_without_what_stands_in_it() {
        let list = "last_name;phone;email;town\n;12;nobody;=1\nEins;;;\nZwei;+49 30 5550002;;\nZwei;+49 30 5550002;;\n";
        let group = read(list.as_bytes()).unwrap();
        let found: Vec<_> = group
            .wrong
            .iter()
            .map(|finding| (finding.line, finding.column, finding.problem.clone()))
            .collect();
        assert_eq!(
            found,
            [
                (2, Some("last_name"), FieldProblem::Missing.into()),
                (2, Some("phone"), FieldProblem::NotAPhone.into()),
                (2, Some("email"), FieldProblem::NotAnEmail.into()),
                (2, Some("town"), FieldProblem::NotAllowed.into()),
                (3, Some("phone"), FieldProblem::OneOfTwo.into()),
                (5, None, Problem::Twice("the same visitor".to_owned(), 4)),
            ]
        );
        assert_eq!(group.people.len(), 1);
        assert!(!format!("{:?}", group.wrong).contains("Zwei"));
    }
}
