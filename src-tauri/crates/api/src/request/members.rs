//! What an owner asks for about those who work here.

use einlass_kiosk::{MemberTouch, MemberTyped, NewPin};
use serde::Deserialize;

use super::cut;
use crate::view::{MemberTypedView, RoleView};

/// A touch on a page about those who work here. Not to be printed: it carries PINs.
#[derive(Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum MemberRequest {
    /// Who works here?
    OpenList,
    /// The one of this row.
    Open {
        /// From 0.
        row: u32,
    },
    /// Back to the one whom the page is about.
    Return,
    /// There is somebody new.
    OpenNew,
    /// It is this.
    Enrol {
        /// Who.
        typed: MemberTypedView,
        /// With which PIN.
        pin: NewPinRequest,
    },
    /// The one on the page shall have another role or area.
    OpenPlace,
    /// These.
    Place {
        /// What they may do.
        role: RoleView,
        /// The row of the area, from 0.
        area: u32,
    },
    /// The one on the page shall have another PIN.
    OpenPin,
    /// This.
    SetPin {
        /// Which.
        pin: NewPinRequest,
    },
    /// The one on the page shall have a new second factor.
    MakeSecondFactor,
    /// The app has it.
    ConfirmSecondFactor {
        /// A code of it.
        code: String,
    },
    /// The one on the page shall have none any more.
    TakeSecondFactor,
    /// The one on the page works here no more. Asked before.
    Dismiss,
}

/// Where a new PIN comes from. Not to be printed.
#[derive(Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "from", rename_all = "camelCase")]
pub enum NewPinRequest {
    /// It is typed twice.
    Typed {
        /// Once.
        pin: String,
        /// And once more.
        again: String,
    },
    /// The machine makes it.
    Made,
}

impl From<MemberRequest> for MemberTouch {
    fn from(request: MemberRequest) -> Self {
        match request {
            MemberRequest::OpenList => Self::OpenList,
            MemberRequest::Open { row } => Self::Open(index(row)),
            MemberRequest::Return => Self::Return,
            MemberRequest::OpenNew => Self::OpenNew,
            MemberRequest::Enrol { typed, pin } => Self::Enrol(typed.into(), pin.into()),
            MemberRequest::OpenPlace => Self::OpenPlace,
            MemberRequest::Place { role, area } => Self::Place(role.into(), index(area)),
            MemberRequest::OpenPin => Self::OpenPin,
            MemberRequest::SetPin { pin } => Self::SetPin(pin.into()),
            MemberRequest::MakeSecondFactor => Self::MakeSecondFactor,
            MemberRequest::ConfirmSecondFactor { code } => Self::ConfirmSecondFactor(code),
            MemberRequest::TakeSecondFactor => Self::TakeSecondFactor,
            MemberRequest::Dismiss => Self::Dismiss,
        }
    }
}

impl From<MemberTypedView> for MemberTyped {
    fn from(typed: MemberTypedView) -> Self {
        Self {
            name: cut(&typed.name),
            role: typed.role.into(),
            area: index(typed.area),
        }
    }
}

impl From<NewPinRequest> for NewPin {
    fn from(request: NewPinRequest) -> Self {
        match request {
            NewPinRequest::Typed { pin, again } => Self::typed(pin, again),
            NewPinRequest::Made => Self::Made,
        }
    }
}

fn index(row: u32) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}
