//! Those who work here, as whoever may change them sees them. The one PIN and the one secret in a view are those that were just made.

use std::fmt;

use einlass_kiosk::{
    LONGEST_STAFF_PIN, MadePin, MemberAim, MemberForm, MemberProblem, MemberRow, MembersPage, NewSecret,
    STAFF_PIN_DIGITS, SecondFactor, ShownOnce, Workplace,
};
use serde::{Deserialize, Serialize};

use super::RoleView;
use crate::view::mirrored::mirrored;

/// A page about those who work here.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum MembersView {
    /// All of them, by name.
    List {
        /// Each.
        rows: Vec<MemberView>,
    },
    /// One.
    One {
        /// Who.
        member: MemberView,
    },
    /// Somebody new, or something else about one.
    Form {
        /// What it is for.
        aim: MemberAimView,
        /// Where somebody can work, by row.
        areas: Vec<WorkplaceView>,
        /// What is typed, as it was sent last. PINs are not sent back.
        typed: MemberTypedView,
        /// What is wrong with it.
        problem: Option<MemberProblemView>,
        /// Fewest digits of a PIN.
        least_digits: usize,
        /// Most digits of a PIN.
        most_digits: usize,
    },
    /// The PIN that the machine made. It is shown here and never again.
    MadePin {
        /// Whose.
        name: String,
        /// It.
        pin: OnceView,
    },
    /// A secret on its way into an app. It is shown here and never again, and counts once a code of it is typed.
    NewSecret {
        /// Whose.
        name: String,
        /// What the app reads; none where it is too long for a code.
        code: Option<SecretCodeView>,
        /// The same to be typed, in groups of four.
        text: OnceView,
        /// Whether the code that was typed was none of it.
        wrong: bool,
    },
}

/// Somebody who works here.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct MemberView {
    /// As colleagues know them.
    pub name: String,
    /// What they are.
    pub role: RoleView,
    /// Where.
    pub workplace: WorkplaceView,
    /// How it stands with the second factor.
    pub second_factor: SecondFactorView,
    /// Whether it is whoever looks.
    pub oneself: bool,
}

/// Where somebody works.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum WorkplaceView {
    /// Everywhere.
    Venue,
    /// At this kiosk.
    ThisKiosk,
    /// At another one.
    OtherKiosk,
    /// In a zone and all its parts.
    Zone {
        /// `Osttribüne / Eingang B`.
        path: String,
    },
    /// In a zone that there is no more.
    Gone,
}

mirrored! {
    /// How it stands with somebody's second factor.
    SecondFactorView, SecondFactor,
    /// They have one.
    Set = SecondFactor::Set,
    /// They have none and need none.
    No = SecondFactor::No,
    /// They have none, and their role does not sign in without.
    Missing = SecondFactor::Missing,
}

mirrored! {
    /// What the form is for.
    MemberAimView, MemberAim,
    /// Somebody new.
    New = MemberAim::New,
    /// Another role or area.
    Place = MemberAim::Place(_),
    /// Another PIN.
    Pin = MemberAim::Pin(_),
}

mirrored! {
    /// What is wrong with the form, and where.
    MemberProblemView, MemberProblem,
    /// None, too long a one, or one that nobody could read.
    Name = MemberProblem::Name,
    /// Somebody else is called so.
    NameTaken = MemberProblem::NameTaken,
    /// There is no such area any more.
    Area = MemberProblem::Area,
    /// Too few digits, or too many.
    Pin = MemberProblem::Pin,
    /// It was another one the second time.
    PinAgain = MemberProblem::PinAgain,
}

/// What is typed about somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MemberTypedView {
    /// As colleagues call them; cut at 400 characters when it is taken over.
    pub name: String,
    /// What they may do.
    pub role: RoleView,
    /// The row of the area, from 0.
    pub area: u32,
}

/// Something secret that is shown once.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OnceView(String);

/// Shows nothing of it.
impl fmt::Debug for OnceView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnceView(…)")
    }
}

/// A code that an app reads from the screen.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SecretCodeView {
    /// The side of the square, in modules, quiet zone included.
    pub side: usize,
    /// SVG path data of the dark modules, one unit each.
    pub path: String,
}

/// Leaves the path out.
impl fmt::Debug for SecretCodeView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretCodeView({} modules)", self.side)
    }
}

impl From<&MembersPage> for MembersView {
    fn from(page: &MembersPage) -> Self {
        match page {
            MembersPage::List(rows) => Self::List {
                rows: rows.iter().map(MemberView::from).collect(),
            },
            MembersPage::One(member) => Self::One {
                member: member.into(),
            },
            MembersPage::Form(form) => Self::Form {
                aim: form.aim.clone().into(),
                areas: form.areas().map(WorkplaceView::from).collect(),
                typed: form.into(),
                problem: form.problem.map(MemberProblemView::from),
                least_digits: STAFF_PIN_DIGITS,
                most_digits: LONGEST_STAFF_PIN,
            },
            MembersPage::MadePin(MadePin { member, pin }) => Self::MadePin {
                name: member.name.clone(),
                pin: pin.into(),
            },
            MembersPage::NewSecret(secret) => secret.into(),
        }
    }
}

impl From<&NewSecret> for MembersView {
    fn from(secret: &NewSecret) -> Self {
        Self::NewSecret {
            name: secret.member.name.clone(),
            code: secret.code.as_ref().map(|outline| SecretCodeView {
                side: outline.side,
                path: outline.path.clone(),
            }),
            text: (&secret.text).into(),
            wrong: secret.is_wrong,
        }
    }
}

impl From<&MemberRow> for MemberView {
    fn from(row: &MemberRow) -> Self {
        Self {
            name: row.name.clone(),
            role: row.role.into(),
            workplace: (&row.workplace).into(),
            second_factor: row.second_factor.into(),
            oneself: row.is_oneself,
        }
    }
}

impl From<&Workplace> for WorkplaceView {
    fn from(workplace: &Workplace) -> Self {
        match workplace {
            Workplace::Venue => Self::Venue,
            Workplace::ThisKiosk => Self::ThisKiosk,
            Workplace::OtherKiosk => Self::OtherKiosk,
            Workplace::Zone(path) => Self::Zone { path: path.clone() },
            Workplace::Gone => Self::Gone,
        }
    }
}

impl From<&MemberForm> for MemberTypedView {
    fn from(form: &MemberForm) -> Self {
        let typed = form.typed.clone();
        Self {
            name: typed.name,
            role: typed.role.into(),
            area: u32::try_from(typed.area).unwrap_or(u32::MAX),
        }
    }
}

impl From<&ShownOnce> for OnceView {
    fn from(once: &ShownOnce) -> Self {
        Self(once.as_str().to_owned())
    }
}
