//! What staff may ask for in the lounge. Whether they may is decided behind it, at each touch.

use einlass_domain::rules::LARGEST_PARTY;
use einlass_kiosk::{Company, LoungeTouch};
use serde::Deserialize;

use super::{FieldValue, MemberRequest, RuleRequest, pair};
use crate::view::{CompanyView, OccasionTypedView, RuleName, WhyView};

/// A touch in the lounge. Not to be printed: it carries what people type.
#[derive(Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum LoungeRequest {
    /// It is me.
    Choose {
        /// The name's row, from 0.
        row: u32,
    },
    /// Types a digit: of the PIN, of the code, of a number.
    Digit {
        /// 0 to 9.
        digit: u8,
    },
    /// Takes the last digit back.
    Erase,
    /// That was the PIN.
    Enter,
    /// Back to what there is to do; from the sign-in, back to the names.
    Home,
    /// Signs out.
    Lock,
    /// Who is inside?
    OpenInside,
    /// The list's page.
    TurnTo {
        /// From 0.
        page: u32,
    },
    /// The visit of this row.
    OpenVisit {
        /// From 0.
        row: u32,
    },
    /// Wants to type a number.
    OpenNumber,
    /// Who is it?
    Look,
    /// The visit ends now.
    CheckOut,
    /// The visit ended about then, and nobody saw it.
    CheckOutAt {
        /// `17:40`, today; of a visit that began yesterday, the last time it was that late.
        time: String,
    },
    /// The check-in was a mistake.
    Annul {
        /// Why.
        why: WhyView,
    },
    /// The visit began then.
    CorrectCame {
        /// `17:40`, on the day on which it began.
        time: String,
        /// Why.
        why: WhyView,
    },
    /// Lets the holder of the pass in.
    CheckIn,
    /// Opens the diary of the pass again.
    UnlockDiary,
    /// Lets the visitor stay longer.
    Extend,
    /// A visitor wants a pass and tells staff the contact data.
    OpenRegister,
    /// The pass on the page was lost.
    OpenReplace,
    /// The visitor has agreed to the notice: makes the pass and prints it.
    #[serde(rename_all = "camelCase")]
    Register {
        /// What stands in the fields.
        values: Vec<FieldValue>,
        /// Who comes in on the same pass; names are cut as other texts are, and those beyond the largest party are left out.
        company: CompanyView,
        /// Whether the visitor comes in at once.
        comes_in: bool,
    },
    /// The same for the lost pass.
    Replace {
        /// What stands in the fields.
        values: Vec<FieldValue>,
    },
    /// Prints the pass again that was just made.
    Reprint,
    /// Everybody is to be checked out.
    OpenEveryoneOut,
    /// Yes. Asked twice.
    ConfirmEveryoneOut,
    /// Back to the roll call that goes on.
    OpenRollCall,
    /// Begins to practise.
    BeginDrill,
    /// The emergency key: begins the roll call and prints it, once.
    Emergency,
    /// These people are there, or they are not after all.
    Tick {
        /// From 0.
        group: u32,
        /// From 0.
        row: u32,
    },
    /// Prints the list, again if need be.
    PrintRollCall,
    /// Everybody is counted.
    EndRollCall,
    /// The rules of the entrance.
    OpenSettings,
    /// Wants to change this one.
    OpenRule {
        /// Which.
        rule: RuleName,
    },
    /// It shall be so.
    SetRule {
        /// Which, and how.
        value: RuleRequest,
    },
    /// What is on?
    OpenOccasions,
    /// Something new is announced.
    OpenOccasionForm,
    /// It is this.
    SetOccasion {
        /// What is typed.
        typed: OccasionTypedView,
    },
    /// What stands in this row does not take place.
    RemoveOccasion {
        /// From 0.
        row: u32,
    },
    /// About those who work here.
    Members {
        /// What.
        touch: MemberRequest,
    },
    /// How many were inside when?
    OpenOccupancy,
    /// How many codes were refused?
    OpenRefused,
    /// How is the machine?
    OpenDevices,
    /// Has looked whether this paper came out.
    SettlePaper {
        /// What it is known by.
        #[cfg_attr(test, ts(type = "number"))]
        paper: u64,
        /// Whether it did.
        came: bool,
    },
}

/// More than any time of day has.
const LONGEST_TIME: usize = 8;

impl From<LoungeRequest> for LoungeTouch {
    fn from(request: LoungeRequest) -> Self {
        match request {
            LoungeRequest::Choose { row } => Self::Choose(index(row)),
            LoungeRequest::Digit { digit } => Self::Digit(digit),
            LoungeRequest::Erase => Self::Erase,
            LoungeRequest::Enter => Self::Enter,
            LoungeRequest::Home => Self::Home,
            LoungeRequest::Lock => Self::Lock,
            LoungeRequest::OpenInside => Self::OpenInside,
            LoungeRequest::TurnTo { page } => Self::TurnTo(index(page)),
            LoungeRequest::OpenVisit { row } => Self::OpenVisit(index(row)),
            LoungeRequest::OpenNumber => Self::OpenNumber,
            LoungeRequest::Look => Self::Look,
            LoungeRequest::CheckOut => Self::CheckOut,
            LoungeRequest::CheckOutAt { time } => Self::CheckOutAt(cut(&time)),
            LoungeRequest::Annul { why } => Self::Annul(why.into()),
            LoungeRequest::CorrectCame { time, why } => Self::CorrectCame(cut(&time), why.into()),
            LoungeRequest::CheckIn => Self::CheckIn,
            LoungeRequest::UnlockDiary => Self::UnlockDiary,
            LoungeRequest::Extend => Self::Extend,
            LoungeRequest::OpenRegister => Self::OpenRegister,
            LoungeRequest::OpenReplace => Self::OpenReplace,
            LoungeRequest::Register {
                values,
                company,
                comes_in,
            } => Self::Register {
                values: values.into_iter().map(pair).collect(),
                company: company_of(company),
                comes_in,
            },
            LoungeRequest::Replace { values } => Self::Replace(values.into_iter().map(pair).collect()),
            LoungeRequest::Reprint => Self::Reprint,
            LoungeRequest::OpenEveryoneOut => Self::OpenEveryoneOut,
            LoungeRequest::ConfirmEveryoneOut => Self::ConfirmEveryoneOut,
            LoungeRequest::OpenRollCall => Self::OpenRollCall,
            LoungeRequest::BeginDrill => Self::BeginDrill,
            LoungeRequest::Emergency => Self::Emergency,
            LoungeRequest::Tick { group, row } => Self::Tick {
                group: index(group),
                row: index(row),
            },
            LoungeRequest::PrintRollCall => Self::PrintRollCall,
            LoungeRequest::EndRollCall => Self::EndRollCall,
            LoungeRequest::OpenSettings => Self::OpenSettings,
            LoungeRequest::OpenRule { rule } => Self::OpenRule(rule.into()),
            LoungeRequest::SetRule { value } => Self::SetRule(value.into()),
            LoungeRequest::OpenOccasions => Self::OpenOccasions,
            LoungeRequest::OpenOccasionForm => Self::OpenOccasionForm,
            LoungeRequest::SetOccasion { typed } => Self::SetOccasion(typed.into()),
            LoungeRequest::RemoveOccasion { row } => Self::RemoveOccasion(index(row)),
            LoungeRequest::Members { touch } => Self::Members(touch.into()),
            LoungeRequest::OpenOccupancy => Self::OpenOccupancy,
            LoungeRequest::OpenRefused => Self::OpenRefused,
            LoungeRequest::OpenDevices => Self::OpenDevices,
            LoungeRequest::SettlePaper { paper, came } => Self::SettlePaper(paper, came),
        }
    }
}

fn company_of(company: CompanyView) -> Company {
    // One more than may come, so that it is told and nobody is left behind in silence.
    let names = company.names.iter().take(usize::from(LARGEST_PARTY));
    Company {
        companions: company.companions,
        names: names.map(|name| super::cut(name)).collect(),
    }
}

fn index(row: u32) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}

fn cut(time: &str) -> String {
    time.chars().take(LONGEST_TIME).collect()
}
