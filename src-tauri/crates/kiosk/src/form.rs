//! The form: what it is for, its questions and their order.

use einlass_domain::contact::{ContactDraft, Field};

use crate::diary::DiaryKey;

/// What the form is filled for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormAim {
    /// A pass.
    NewPass,
    /// Other data behind this pass.
    OwnData(DiaryKey),
}

/// The steps of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormStep {
    /// For which child; asked only of guardians.
    Child,
    /// Who.
    Name,
    /// By phone or mail.
    Reach,
    /// Where.
    Address,
}

impl FormAim {
    /// How many steps there are. For a pass, the notice about the data and the PIN come after the form.
    pub fn steps(&self, draft: &ContactDraft) -> u8 {
        match self {
            Self::NewPass => FormStep::Address.number(draft) + 2,
            Self::OwnData(_) => FormStep::Address.number(draft),
        }
    }
}

impl FormStep {
    /// The questions of this step, in order.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Child => &[Field::Child],
            Self::Name => &[Field::FirstName, Field::LastName],
            Self::Reach => &[Field::Phone, Field::Email],
            Self::Address => &[Field::Street, Field::Postcode, Field::Town],
        }
    }

    /// The step that such a form begins with.
    pub(crate) fn first(draft: &ContactDraft) -> Self {
        if draft.is_for_child() {
            Self::Child
        } else {
            Self::Name
        }
    }

    /// Its place among the steps, from 1.
    pub fn number(self, draft: &ContactDraft) -> u8 {
        match self {
            Self::Child => 1,
            Self::Name => 1 + u8::from(draft.is_for_child()),
            Self::Reach => 2 + u8::from(draft.is_for_child()),
            Self::Address => 3 + u8::from(draft.is_for_child()),
        }
    }

    pub(crate) fn next(self) -> Option<Self> {
        match self {
            Self::Child => Some(Self::Name),
            Self::Name => Some(Self::Reach),
            Self::Reach => Some(Self::Address),
            Self::Address => None,
        }
    }

    pub(crate) fn previous(self, draft: &ContactDraft) -> Option<Self> {
        match self {
            Self::Child => None,
            Self::Name => draft.is_for_child().then_some(Self::Child),
            Self::Reach => Some(Self::Name),
            Self::Address => Some(Self::Reach),
        }
    }
}
