//! The form, the card that fills it, the notice and the PIN: what is asked is everybody's, what is typed is for the headset.

use einlass_domain::{
    confirmation::{CodeTo, Demand, FieldNote},
    contact::{ContactDraft, Field, FieldProblem},
    words::ScreenText as Text,
};

use super::telling::Telling;
use crate::{
    diary::PIN_DIGITS,
    form::{FormAim, FormStep},
};

pub(super) fn form_heading(
    aim: &FormAim,
    step: FormStep,
    draft: &ContactDraft,
    by_card: bool,
    code_to: CodeTo,
    telling: &mut Telling,
) {
    let [title, hint] = match step {
        _ if by_card => [Text::FormCardTitle, Text::FormCardHint],
        FormStep::Child => [Text::FormChildTitle, Text::FormChildHint],
        FormStep::Name if draft.is_for_child() => [Text::FormGuardianTitle, Text::FormGuardianHint],
        FormStep::Name => [Text::FormNameTitle, Text::FormNameHint],
        FormStep::Reach => [Text::FormReachTitle, reach_hint(code_to)],
        FormStep::Address => [Text::FormAddressTitle, Text::FormAddressHint],
    };
    progress(step.number(draft), aim.steps(draft), telling);
    telling.public(title).public(hint);
    let mut controls: Vec<Text> = step.fields().iter().map(|field| field_name(*field)).collect();
    if asks_for_whom(aim, step, draft) {
        controls.push(Text::FormForChild);
    }
    controls.extend([Text::Back, Text::Next, Text::Keyboard]);
    telling.controls(&controls);
}

/// Whether the key for guardians is there.
fn asks_for_whom(aim: &FormAim, step: FormStep, draft: &ContactDraft) -> bool {
    *aim == FormAim::NewPass && step == FormStep::Name && !draft.is_for_child()
}

pub(super) fn show_card(is_other: bool, is_blind: bool, telling: &mut Telling) {
    if is_blind {
        telling
            .public(Text::DiaryPassTitleNoCamera)
            .public(Text::DiaryPassHintNoCamera);
    } else {
        telling.public(Text::ShowCardTitle).public(Text::ShowCardHint);
    }
    if is_other {
        telling.public(Text::ShowCardOther);
    }
    telling.controls(&[Text::Back, Text::Help]);
}

fn reach_hint(code_to: CodeTo) -> Text {
    match code_to {
        CodeTo::Nowhere => Text::FormReachHint,
        CodeTo::Either => Text::FormReachEither,
        CodeTo::Mail => Text::FormReachMail,
        CodeTo::Phone => Text::FormReachPhone,
    }
}

/// What stands in the fields, and what is wrong with it once somebody wanted to go on.
pub(super) fn fields(step: FormStep, draft: &ContactDraft, checked: bool, telling: &mut Telling) {
    form_fields(step, draft, checked, &Demand::default(), telling);
}

pub(super) fn form_fields(
    step: FormStep,
    draft: &ContactDraft,
    checked: bool,
    demand: &Demand,
    telling: &mut Telling,
) {
    for &field in step.fields() {
        let (name, value) = (telling.text(field_name(field)), draft.text(field));
        let empty = telling.text(Text::SpeechEmpty);
        telling.private_text(&format!(
            "{name}: {}",
            if value.is_empty() { empty } else { value }
        ));
        if let Some(problem) = demand.problem(draft, field).filter(|_| checked) {
            telling.private(problem_text(problem));
        } else if let Some(note) = demand.note(field) {
            telling.private(match note {
                FieldNote::CodeComes => Text::CodeComes,
                FieldNote::Optional => Text::FieldOptional,
            });
        }
    }
}

fn field_name(field: Field) -> Text {
    match field {
        Field::Child => Text::ChildFirstName,
        Field::FirstName => Text::FirstName,
        Field::LastName => Text::LastName,
        Field::Phone => Text::Phone,
        Field::Email => Text::Email,
        Field::Street => Text::Street,
        Field::Postcode => Text::Postcode,
        Field::Town => Text::Town,
    }
}

fn problem_text(problem: FieldProblem) -> Text {
    match problem {
        FieldProblem::Missing => Text::Missing,
        FieldProblem::TooLong => Text::TooLong,
        FieldProblem::NotAllowed => Text::NotAllowed,
        FieldProblem::NotAPhone => Text::NotAPhone,
        FieldProblem::NotAnEmail => Text::NotAnEmail,
        FieldProblem::OneOfTwo => Text::OneOfTwo,
        FieldProblem::MailNeeded => Text::MailNeeded,
        FieldProblem::PhoneNeeded => Text::PhoneNeeded,
        FieldProblem::NoAreaCode => Text::NoAreaCode,
        FieldProblem::Crowded => Text::Crowded,
    }
}

fn progress(number: u8, total: u8, telling: &mut Telling) {
    let (number, total) = (number.to_string(), total.to_string());
    telling.public_with(Text::FormProgress, &[("number", &number), ("total", &total)]);
}

pub(super) fn data_notice(draft: &ContactDraft, telling: &mut Telling) {
    let steps = FormAim::NewPass.steps(draft);
    progress(steps - 1, steps, telling);
    telling
        .public(if draft.is_for_child() {
            Text::NoticeForChild
        } else {
            Text::NoticeTitle
        })
        .public(Text::NoticeWhat)
        .public(Text::NoticeWhatText)
        .public(Text::NoticeWhy)
        .public(Text::NoticeWhyText)
        .public(Text::NoticeWho)
        .public(Text::NoticeWhoText)
        .public(Text::NoticeHowLong)
        .public(Text::NoticeHowLongText)
        .controls(&[Text::Back, Text::NoticeDecline, Text::NoticeConsent]);
}

pub(super) fn choose_pin(draft: &ContactDraft, again: bool, differs: bool, telling: &mut Telling) {
    let length = PIN_DIGITS.to_string();
    if again {
        telling.public(Text::ChoosePinAgain);
    } else if differs {
        telling.public(Text::ChoosePinDiffers).public(Text::ChoosePinAnew);
    } else {
        let steps = FormAim::NewPass.steps(draft);
        progress(steps, steps, telling);
        telling
            .public(Text::ChoosePinTitle)
            .public(Text::ChoosePinHint)
            .public_with(Text::ChoosePinFirst, &[("length", &length)]);
    }
}
