//! What the pages of the lounge are made of: visits, contacts, roll calls, figures.

use einlass_domain::{
    contact::Contact,
    event::{RollCallCause, Why},
};
use einlass_kiosk::{Company, InsideRow, NumberOutcome, Paper, RollCallGroup, RollCallPerson};
use serde::{Deserialize, Serialize};

use crate::view::{confirm::ConfirmHintView, mirrored::mirrored};

/// Those who come in on the pass of somebody whom staff take down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CompanyView {
    /// How many, without the holder of the pass; not asked where names are.
    pub companions: u16,
    /// Their names, where these are asked for.
    pub names: Vec<String>,
}

/// One visit in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct InsideRowView {
    /// The last four digits of the pass; none where the record does not open.
    pub ending: Option<String>,
    /// When it began.
    pub came: String,
    /// When it ends by itself.
    pub until: String,
    /// `Osttribüne / Eingang B`; none for the venue itself.
    pub zone: Option<String>,
    /// How many people it is.
    pub people: u16,
    /// Until when the visitor's address is to be confirmed; none when it is, or need not be.
    pub confirm: Option<ConfirmHintView>,
}

/// Who it is.
#[derive(Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ContactView {
    /// First name or names.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Digits.
    pub phone: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// Street and house number; empty where there is no address.
    pub street: String,
    /// Postcode; empty where there is none.
    pub postcode: String,
    /// Town; empty where there is none.
    pub town: String,
    /// First name of the child who comes, where all else is the guardian's.
    pub child: Option<String>,
}

/// Shows nothing of it.
impl std::fmt::Debug for ContactView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ContactView(…)")
    }
}

/// What became of a typed number.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum NumberOutcomeView {
    /// Its check digit is wrong.
    Mistyped,
    /// No pass has it.
    Unknown {
        /// How many such numbers this person may still type.
        left: usize,
    },
    /// Too many led nowhere.
    Locked {
        /// Seconds until the next try; a new view comes each second.
        wait_s: u32,
    },
    /// Its holder is inside, in somebody else's area.
    OtherArea,
}

mirrored! {
    /// Why a roll call is made.
    RollCallCauseView, RollCallCause,
    /// To practise.
    Drill = RollCallCause::Drill,
    /// Staff pressed the key.
    Emergency = RollCallCause::Emergency,
    /// The mains failed.
    PowerLost = RollCallCause::PowerLost,
}

/// The visits of one zone.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RollCallGroupView {
    /// `Osttribüne / Eingang B`; none for the venue itself.
    pub zone: Option<String>,
    /// Oldest visit first.
    pub rows: Vec<RollCallPersonView>,
}

/// One visit in a roll call.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RollCallPersonView {
    /// The last four digits of the pass; none where the record does not open.
    pub ending: Option<String>,
    /// When it began.
    pub came: String,
    /// How many people it is.
    pub people: u16,
    /// Where they sit: `Row 15 / Seat 27`.
    pub seat: Option<String>,
    /// Whether all of them are there.
    pub found: bool,
}

mirrored! {
    /// How it stands with something on paper.
    PaperView, Paper,
    /// Nobody has asked for it.
    None = Paper::None,
    /// It is with the printer.
    Printing = Paper::Printing,
    /// The printer took everything.
    Printed = Paper::Printed,
    /// It did not, or there is none.
    Failed = Paper::Failed,
}

/// How many people were inside at one moment.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OccupancyPointView {
    /// When, `10:15`.
    pub at: String,
    /// How many.
    pub people: u32,
}

/// Why staff annul or correct a visit. What only the kiosk can know is not among it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum WhyView {
    /// A slip of whoever operated.
    Slip,
    /// It was another person.
    OtherPerson,
    /// The visitor forgot to check out.
    Forgotten,
    /// The visitor asked for it.
    OnRequest,
}

impl From<WhyView> for Why {
    fn from(why: WhyView) -> Self {
        match why {
            WhyView::Slip => Self::Slip,
            WhyView::OtherPerson => Self::OtherPerson,
            WhyView::Forgotten => Self::Forgotten,
            WhyView::OnRequest => Self::OnRequest,
        }
    }
}

pub(super) fn point_view((at, people): &(String, u32)) -> OccupancyPointView {
    OccupancyPointView {
        at: at.clone(),
        people: *people,
    }
}

impl From<&Company> for CompanyView {
    fn from(company: &Company) -> Self {
        Self {
            companions: company.companions,
            names: company.names.clone(),
        }
    }
}

impl From<NumberOutcome> for NumberOutcomeView {
    fn from(outcome: NumberOutcome) -> Self {
        match outcome {
            NumberOutcome::Mistyped => Self::Mistyped,
            NumberOutcome::Unknown { left } => Self::Unknown { left },
            NumberOutcome::Locked { wait_s } => Self::Locked { wait_s },
            NumberOutcome::OtherArea => Self::OtherArea,
        }
    }
}

impl From<&InsideRow> for InsideRowView {
    fn from(row: &InsideRow) -> Self {
        Self {
            ending: row.ending.clone(),
            came: row.came.clone(),
            until: row.until.clone(),
            zone: row.zone.clone(),
            people: row.people,
            confirm: row.confirm.as_ref().map(ConfirmHintView::from),
        }
    }
}

impl From<&Contact> for ContactView {
    fn from(contact: &Contact) -> Self {
        Self {
            first_name: contact.first_name.clone(),
            last_name: contact.last_name.clone(),
            phone: contact.phone.clone(),
            email: contact.email.clone(),
            street: contact.street.clone(),
            postcode: contact.postcode.clone(),
            town: contact.town.clone(),
            child: contact.child.clone(),
        }
    }
}

impl From<&RollCallGroup> for RollCallGroupView {
    fn from(group: &RollCallGroup) -> Self {
        Self {
            zone: group.zone.clone(),
            rows: group.rows.iter().map(RollCallPersonView::from).collect(),
        }
    }
}

impl From<&RollCallPerson> for RollCallPersonView {
    fn from(row: &RollCallPerson) -> Self {
        Self {
            ending: row.ending.clone(),
            came: row.came.clone(),
            people: row.people,
            seat: row.seat.clone(),
            found: row.is_found,
        }
    }
}
