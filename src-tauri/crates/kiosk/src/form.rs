//! The form: what it is for, its questions and their order.

use einlass_domain::contact::Field;

use crate::diary::DiaryKey;

/// What the form is filled for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormAim {
    /// A pass of one's own.
    NewPass,
    /// Other data behind this pass.
    OwnData(DiaryKey),
}

/// The steps of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormStep {
    /// Who.
    Name,
    /// By phone or mail.
    Reach,
    /// Where.
    Address,
}

impl FormAim {
    /// How many steps there are. For a pass, the notice about the data and the PIN come after the form.
    pub fn steps(&self) -> u8 {
        match self {
            Self::NewPass => FormStep::TOTAL,
            Self::OwnData(_) => FormStep::TOTAL - 2,
        }
    }
}

impl FormStep {
    /// The questions of this step, in order.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Name => &[Field::FirstName, Field::LastName],
            Self::Reach => &[Field::Phone, Field::Email],
            Self::Address => &[Field::Street, Field::Postcode, Field::Town],
        }
    }

    /// Its place among the steps, from 1; the notice about the data is the last.
    pub fn number(self) -> u8 {
        match self {
            Self::Name => 1,
            Self::Reach => 2,
            Self::Address => 3,
        }
    }

    /// How many steps lead to a pass, the notice about the data and the PIN included.
    pub const TOTAL: u8 = 5;

    pub(crate) fn next(self) -> Option<Self> {
        match self {
            Self::Name => Some(Self::Reach),
            Self::Reach => Some(Self::Address),
            Self::Address => None,
        }
    }

    pub(crate) fn previous(self) -> Option<Self> {
        match self {
            Self::Name => None,
            Self::Reach => Some(Self::Name),
            Self::Address => Some(Self::Reach),
        }
    }
}
