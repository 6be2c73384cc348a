//! The form that a visitor fills.

use einlass_domain::{
    confirmation::{CodeTo, Demand, FieldNote},
    contact,
    contact::ContactDraft,
};
use einlass_kiosk::{FormStep, PassForm};
use serde::Serialize;

use super::mirrored::{mirrored, mutual};

mirrored! {
    /// A step of the form.
    #[cfg_attr(test, ts(rename = "FormStep"))]
    FormStepName, FormStep,
    /// For which child; asked only of guardians.
    Child = FormStep::Child,
    /// Who.
    Name = FormStep::Name,
    /// By phone or mail.
    Reach = FormStep::Reach,
    /// Where.
    Address = FormStep::Address,
}

/// One field of the form.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FieldView {
    /// Which.
    pub field: FieldName,
    /// What is typed.
    pub value: String,
    /// What is wrong with it.
    pub problem: Option<FieldProblem>,
    /// What is to be known of it before.
    pub note: Option<FieldNoteView>,
}

mirrored! {
    /// What is to be known of a field before anything is wrong with it.
    FieldNoteView, FieldNote,
    /// It is needed: a code comes there.
    CodeComes = FieldNote::CodeComes,
    /// Nobody needs it.
    Optional = FieldNote::Optional,
}

mirrored! {
    /// Where the code goes that confirms the address.
    CodeToView, CodeTo,
    /// Nowhere: no code is sent.
    Nowhere = CodeTo::Nowhere,
    /// The mail address or, where none is given, the telephone.
    Either = CodeTo::Either,
    /// The mail address.
    Mail = CodeTo::Mail,
    /// The telephone.
    Phone = CodeTo::Phone,
}

mutual! {
    /// The fields of the form.
    FieldName, contact::Field,
    /// First name of the child, where a guardian fills the form for one.
    Child = contact::Field::Child,
    /// First name or names.
    FirstName = contact::Field::FirstName,
    /// Family name.
    LastName = contact::Field::LastName,
    /// Telephone number.
    Phone = contact::Field::Phone,
    /// E-mail address.
    Email = contact::Field::Email,
    /// Street and house number.
    Street = contact::Field::Street,
    /// Postcode.
    Postcode = contact::Field::Postcode,
    /// Town.
    Town = contact::Field::Town,
}

mirrored! {
    /// What is wrong with a field.
    FieldProblem, contact::FieldProblem,
    /// Nothing is typed.
    Missing = contact::FieldProblem::Missing,
    /// Too many characters.
    TooLong = contact::FieldProblem::TooLong,
    /// Characters that cannot stand there.
    NotAllowed = contact::FieldProblem::NotAllowed,
    /// No telephone number.
    NotAPhone = contact::FieldProblem::NotAPhone,
    /// No e-mail address.
    NotAnEmail = contact::FieldProblem::NotAnEmail,
    /// Neither of phone and e-mail is given.
    OneOfTwo = contact::FieldProblem::OneOfTwo,
    /// A mail address is needed for a code.
    MailNeeded = contact::FieldProblem::MailNeeded,
    /// A telephone number is needed for a code.
    PhoneNeeded = contact::FieldProblem::PhoneNeeded,
    /// It cannot be told how the number is dialled from elsewhere.
    NoAreaCode = contact::FieldProblem::NoAreaCode,
    /// No further code goes there today.
    Crowded = contact::FieldProblem::Crowded,
}

/// All fields on one page, as staff fill them: what may be left out has no problem.
pub(super) fn staff_field_views(form: &PassForm) -> Vec<FieldView> {
    let problem = |field| {
        let crowded = (form.crowded == Some(field)).then_some(contact::FieldProblem::Crowded);
        let of_draft = form.draft.problems().find(|(wrong, _)| *wrong == field);
        of_draft.map(|(_, problem)| problem).or(crowded)
    };
    let view = |field: contact::Field| FieldView {
        field: field.into(),
        value: form.draft.text(field).to_owned(),
        problem: problem(field).filter(|_| form.checked).map(FieldProblem::from),
        note: None,
    };
    let child = form.draft.is_for_child().then_some(contact::Field::Child);
    child.into_iter().chain(STAFF_FIELDS).map(view).collect()
}

/// In the order in which staff ask.
const STAFF_FIELDS: [contact::Field; 7] = [
    contact::Field::LastName,
    contact::Field::FirstName,
    contact::Field::Phone,
    contact::Field::Email,
    contact::Field::Street,
    contact::Field::Postcode,
    contact::Field::Town,
];

pub(super) fn field_views(
    step: FormStep,
    draft: &ContactDraft,
    checked: bool,
    demand: &Demand,
) -> Vec<FieldView> {
    let view = |field: &contact::Field| FieldView {
        field: (*field).into(),
        value: draft.text(*field).to_owned(),
        problem: demand
            .problem(draft, *field)
            .filter(|_| checked)
            .map(FieldProblem::from),
        note: demand.note(*field).map(FieldNoteView::from),
    };
    step.fields().iter().map(view).collect()
}
