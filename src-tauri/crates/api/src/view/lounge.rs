//! The staff's lounge. A list holds endings of numbers and no names; a name is in the view of one visit, after a look.

use einlass_domain::{
    contact::Contact,
    event::{RollCallCause, Why},
    rules::LARGEST_PARTY,
    staff::{Deed, NotAllowed, Role},
};
use einlass_kiosk::{
    Colleague, Company, InsideRow, Lounge, LoungePage, NumberOutcome, Paper, RollCallGroup, RollCallPerson,
    Said, SignInOutcome, Wait,
};
use serde::{Deserialize, Serialize};

mod settings;

pub use settings::{
    CompanionsView, ExitCheckView, OccasionProblemView, OccasionTypedView, OccasionView, ReEntryView,
    RuleName, RuleProblemView, RuleView, SettingsView, SpecialDayView,
};

use super::{
    answer::{MomentView, WaitView, wait_view},
    confirm::ConfirmHintView,
    form::{FieldView, staff_field_views},
    mirrored::mirrored,
    status::{RefusedView, StatusView, refused_views},
};

/// The lounge, as it stands before somebody. Times are written `18:30`, in the venue's zone.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LoungeView {
    /// Who has signed in; none while somebody does.
    pub staff: Option<StaffView>,
    /// What became of the last touch, where the page alone does not say it.
    pub said: Option<LoungeSaidView>,
    /// What is shown.
    pub page: LoungePageView,
}

/// Somebody who has signed in.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StaffView {
    /// As colleagues know them.
    pub name: String,
    /// What they are.
    pub role: RoleView,
    /// What somebody of this role may do at all. Only for what is offered: who may is decided again at each touch.
    pub deeds: Vec<DeedView>,
}

mirrored! {
    /// What somebody is.
    RoleView, Role,
    /// Looks after the door.
    Entrance = Role::Entrance,
    /// Corrects, keeps the master data, imports.
    BackOffice = Role::BackOffice,
    /// Leads a shift.
    ShiftLead = Role::ShiftLead,
    /// Owns the venue.
    Owner = Role::Owner,
    /// Looks after the machines.
    Technician = Role::Technician,
}

mirrored! {
    /// What staff can do at a kiosk.
    DeedView, Deed,
    /// See who is inside: numbers and times.
    SeeInside = Deed::SeeInside,
    /// See the contact data of an open visit.
    Look = Deed::Look,
    /// Check somebody in by hand.
    CheckInByHand = Deed::CheckInByHand,
    /// Check somebody out by hand.
    CheckOutByHand = Deed::CheckOutByHand,
    /// Let somebody stay longer.
    Extend = Deed::Extend,
    /// Check everybody out.
    EveryoneOut = Deed::EveryoneOut,
    /// Undo a check-in.
    Annul = Deed::Annul,
    /// Correct a visit.
    Correct = Deed::Correct,
    /// Take down a visitor without a phone.
    Register = Deed::Register,
    /// Print a pass again that was made a moment ago.
    Reprint = Deed::Reprint,
    /// Replace a lost pass.
    ReplacePass = Deed::ReplacePass,
    /// Open a diary that wrong PINs have shut.
    UnlockDiary = Deed::UnlockDiary,
    /// Make the list of who is inside, on paper and on the screen.
    RollCall = Deed::RollCall,
    /// See how many were inside when.
    SeeOccupancy = Deed::SeeOccupancy,
    /// See how many codes were refused, and why.
    SeeRefused = Deed::SeeRefused,
    /// See printers and cameras.
    SeeDevices = Deed::SeeDevices,
    /// Say at which door a kiosk stands.
    PlaceKiosk = Deed::PlaceKiosk,
    /// Set what is on.
    PlanOccasion = Deed::PlanOccasion,
    /// Set the rules of the entrance.
    SetRules = Deed::SetRules,
    /// Set how long visits are kept.
    SetRetention = Deed::SetRetention,
    /// Set the zones.
    SetZones = Deed::SetZones,
    /// Import lists.
    Import = Deed::Import,
    /// Make, change and remove members of staff.
    EnrolStaff = Deed::EnrolStaff,
}

/// What became of a touch.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum LoungeSaidView {
    /// In.
    CheckedIn,
    /// Out.
    CheckedOut,
    /// So many people are out.
    AllOut {
        /// How many.
        people: u32,
    },
    /// The visit never was.
    Annulled,
    /// It is right now.
    Corrected,
    /// It counts from now on.
    Set,
    /// It does not take place.
    Removed,
    /// It lasts longer now.
    Extended,
    /// The old paper opens nothing any more.
    Replaced,
    /// The diary opens again.
    Unlocked,
    /// The rules say no; nothing was done.
    NotAllowed {
        /// Why.
        why: NotAllowedView,
    },
    /// That is no time of day.
    NotATime,
}

mirrored! {
    /// Why staff may not.
    NotAllowedView, NotAllowed,
    /// The role does not cover it.
    Role = NotAllowed::Role,
    /// The visit belongs to another area.
    Area = NotAllowed::Area,
    /// The visit is over.
    Over = NotAllowed::Over,
    /// There is no such visit.
    NoVisit = NotAllowed::NoVisit,
    /// A check-in can be annulled for 15 minutes.
    TooLate = NotAllowed::TooLate,
    /// A visit cannot end before it began, and not in the future.
    Times = NotAllowed::Times,
    /// The venue closes then.
    Closing = NotAllowed::Closing,
}

/// One page of the lounge.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "name", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum LoungePageView {
    /// Who is it? A name, then the PIN and "enter", then for some a code of six digits.
    SignIn {
        /// Those who work here.
        names: Vec<String>,
        /// Whose name was touched, from 0.
        chosen: Option<usize>,
        /// How many digits are typed, of the PIN or of the code.
        typed: usize,
        /// Whether the PIN was right and a code of the second factor is asked for.
        second_factor: bool,
        /// What became of what was typed before.
        outcome: Option<SignInOutcomeView>,
    },
    /// What there is to do, and how it stands.
    Home {
        /// People in the own area; none for whoever may not see that.
        inside: Option<u32>,
        /// How many people may be there; none for any number.
        capacity: Option<u32>,
        /// Whether a roll call goes on.
        roll_call: bool,
    },
    /// Who is inside, newest first.
    Inside {
        /// The visits of this page.
        rows: Vec<InsideRowView>,
        /// Visits on all pages.
        visits: usize,
        /// People on all pages.
        people: u32,
        /// Which page it is, from 0.
        page: usize,
        /// How many there are, at least 1.
        pages: usize,
    },
    /// Types the number of a pass; the twelfth digit searches.
    Number {
        /// The digits so far.
        digits: String,
        /// What became of the number before.
        outcome: Option<NumberOutcomeView>,
    },
    /// A pass whose holder is not inside.
    Pass {
        /// Its last four digits.
        ending: String,
        /// Why its holder was not let in at the last touch.
        wait: Option<WaitView>,
        /// From when on; none when that is not known.
        from: Option<MomentView>,
        /// What may be done with it.
        deeds: Vec<DeedView>,
    },
    /// One visit.
    Visit {
        /// Which.
        row: InsideRowView,
        /// Whether somebody has looked who it is.
        looked: bool,
        /// What was seen then; none also where the record holds none.
        contact: Option<ContactView>,
        /// What may be done with it now.
        deeds: Vec<DeedView>,
    },
    /// Takes a visitor down, all fields on one page, or replaces a lost pass.
    PassForm {
        /// The last four digits of the lost pass; none for a new visitor.
        replaces: Option<String>,
        /// What is typed, as it was sent last, and what is wrong with it. With the child's name, it is a guardian's.
        fields: Vec<FieldView>,
        /// Whether others may come in on the same pass, and what is asked about them.
        companions: CompanionsView,
        /// Who does, as it was sent last.
        company: CompanyView,
        /// Whether these cannot be.
        company_problem: bool,
        /// The most who may come along.
        most_companions: u16,
    },
    /// The pass that was just made.
    Made {
        /// Its number, in groups of four.
        pin_id: String,
        /// Whether it takes the place of a lost one.
        replaces: bool,
        /// How it stands with its paper.
        paper: PaperView,
        /// Why its holder was not let in at the last touch.
        wait: Option<WaitView>,
        /// From when on; none when that is not known.
        from: Option<MomentView>,
        /// What may be done with it now.
        deeds: Vec<DeedView>,
    },
    /// Is everybody to be checked out? Asked twice.
    EveryoneOut {
        /// How many visits would end.
        visits: usize,
        /// How many people these are.
        people: u32,
        /// Whether it is asked the second time.
        again: bool,
    },
    /// Who has come out of the building.
    RollCall {
        /// Why.
        cause: RollCallCauseView,
        /// By zone, in the order in which they are called.
        groups: Vec<RollCallGroupView>,
        /// How many people are there.
        found: u32,
        /// How many people it lists.
        total: u32,
        /// Seconds since it was begun; a new view comes each second.
        elapsed_s: u32,
        /// How it stands with the list on paper.
        paper: PaperView,
        /// When it was printed last, while the question is on the screen whether to print it again.
        printed_at: Option<String>,
    },
    /// How many people were inside today, by the quarter of an hour.
    Occupancy {
        /// Oldest first; the last one is now.
        points: Vec<OccupancyPointView>,
        /// How many may be inside; none for any number.
        capacity: Option<u32>,
    },
    /// The rules of the entrance.
    Settings {
        /// They.
        settings: SettingsView,
    },
    /// What is on now or will be, the next one first.
    Occasions {
        /// Each.
        rows: Vec<OccasionView>,
    },
    /// Something new is announced.
    OccasionForm {
        /// Where it can be, by row.
        zones: Vec<String>,
        /// What is typed, as it was sent last.
        typed: OccasionTypedView,
        /// What is wrong with it.
        problem: Option<OccasionProblemView>,
    },
    /// How many codes were refused on the days that are kept.
    Refused {
        /// By reason.
        counts: Vec<RefusedView>,
    },
    /// How the machine is.
    Devices {
        /// How.
        status: StatusView,
    },
}

/// Those who come in on the pass of somebody whom staff take down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CompanyView {
    /// How many, without the holder of the pass; not asked where names are.
    pub companions: u16,
    /// Their names, where these are asked for.
    pub names: Vec<String>,
}

/// Why nobody is signed in yet.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SignInOutcomeView {
    /// Another PIN or code.
    Wrong,
    /// Too many wrong ones.
    Locked {
        /// Seconds until the next try; a new view comes each second.
        wait_s: u32,
    },
    /// The role needs a second factor, and the account has none: it cannot sign in here.
    NoSecondFactor,
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

mirrored! {
    /// Why a visit is annulled or corrected.
    WhyView, Why,
    /// A slip of whoever operated.
    Slip = Why::Slip,
    /// It was another person.
    OtherPerson = Why::OtherPerson,
    /// The visitor forgot to check out.
    Forgotten = Why::Forgotten,
    /// The visitor asked for it.
    OnRequest = Why::OnRequest,
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

impl From<&Lounge> for LoungeView {
    fn from(lounge: &Lounge) -> Self {
        Self {
            staff: lounge.colleague.as_ref().map(StaffView::from),
            said: lounge.said.map(LoungeSaidView::from),
            page: (&lounge.page).into(),
        }
    }
}

impl From<&Colleague> for StaffView {
    fn from(colleague: &Colleague) -> Self {
        let deeds = Deed::ALL.into_iter().filter(|deed| colleague.role.may(*deed));
        Self {
            name: colleague.name.clone(),
            role: colleague.role.into(),
            deeds: deeds.map(DeedView::from).collect(),
        }
    }
}

impl From<Said> for LoungeSaidView {
    fn from(said: Said) -> Self {
        match said {
            Said::CheckedIn => Self::CheckedIn,
            Said::CheckedOut => Self::CheckedOut,
            Said::AllOut(people) => Self::AllOut { people },
            Said::Annulled => Self::Annulled,
            Said::Corrected => Self::Corrected,
            Said::Set => Self::Set,
            Said::Removed => Self::Removed,
            Said::Extended => Self::Extended,
            Said::Replaced => Self::Replaced,
            Said::Unlocked => Self::Unlocked,
            Said::NotAllowed(why) => Self::NotAllowed { why: why.into() },
            Said::NotATime => Self::NotATime,
        }
    }
}

impl From<&LoungePage> for LoungePageView {
    fn from(page: &LoungePage) -> Self {
        match page {
            LoungePage::SignIn(sign_in) => Self::SignIn {
                names: sign_in.names.clone(),
                chosen: sign_in.chosen,
                typed: sign_in.digits.len(),
                second_factor: sign_in.half.is_some(),
                outcome: sign_in.outcome.map(SignInOutcomeView::from),
            },
            LoungePage::Home(home) => Self::Home {
                inside: home.inside,
                capacity: home.capacity,
                roll_call: home.roll_call,
            },
            LoungePage::Inside(inside) => Self::Inside {
                rows: inside.rows.iter().map(InsideRowView::from).collect(),
                visits: inside.visits,
                people: inside.people,
                page: inside.page,
                pages: inside.pages,
            },
            LoungePage::Number(number) => Self::Number {
                digits: number.digits.clone(),
                outcome: number.outcome.map(NumberOutcomeView::from),
            },
            LoungePage::Pass(pass) => {
                let (wait, from) = pass.wait.as_ref().map(wait_view_of).unwrap_or_default();
                Self::Pass {
                    ending: pass.ending.clone(),
                    wait,
                    from,
                    deeds: deed_views(&pass.deeds),
                }
            }
            LoungePage::Visit(visit) => Self::Visit {
                row: (&visit.row).into(),
                looked: visit.looked,
                contact: visit.contact.as_ref().map(ContactView::from),
                deeds: deed_views(&visit.deeds),
            },
            LoungePage::PassForm(form) => Self::PassForm {
                replaces: form.replaces.map(|lost| lost.digits().split_off(8)),
                fields: staff_field_views(form),
                companions: form.companions.into(),
                company: (&form.company).into(),
                company_problem: form.company_problem,
                most_companions: LARGEST_PARTY - 1,
            },
            LoungePage::Made(made) => {
                let (wait, from) = made.wait.as_ref().map(wait_view_of).unwrap_or_default();
                Self::Made {
                    pin_id: made.pin_id(),
                    replaces: made.replaces(),
                    paper: made.paper.into(),
                    wait,
                    from,
                    deeds: deed_views(&made.deeds),
                }
            }
            LoungePage::EveryoneOut(question) => Self::EveryoneOut {
                visits: question.visits,
                people: question.people,
                again: question.again,
            },
            LoungePage::RollCall(roll_call) => Self::RollCall {
                cause: roll_call.cause.into(),
                groups: roll_call.groups.iter().map(RollCallGroupView::from).collect(),
                found: roll_call.found(),
                total: roll_call.total(),
                elapsed_s: roll_call.elapsed_s,
                paper: roll_call.paper.into(),
                printed_at: roll_call.printed_at.clone(),
            },
            LoungePage::Occupancy(occupancy) => Self::Occupancy {
                points: occupancy.points.iter().map(point_view).collect(),
                capacity: occupancy.capacity,
            },
            LoungePage::Settings(settings) => Self::Settings {
                settings: settings.as_ref().into(),
            },
            LoungePage::Occasions(on) => Self::Occasions {
                rows: on.rows.iter().map(OccasionView::from).collect(),
            },
            LoungePage::OccasionForm(form) => Self::OccasionForm {
                zones: form.zones().map(str::to_owned).collect(),
                typed: form.as_ref().into(),
                problem: form.problem.map(OccasionProblemView::from),
            },
            LoungePage::Refused(counts) => Self::Refused {
                counts: refused_views(counts),
            },
            LoungePage::Devices(status) => Self::Devices {
                status: status.as_ref().into(),
            },
        }
    }
}

fn wait_view_of(wait: &Wait) -> (Option<WaitView>, Option<MomentView>) {
    let (why, from) = wait_view(wait);
    (Some(why), from)
}

fn deed_views(deeds: &[Deed]) -> Vec<DeedView> {
    deeds.iter().copied().map(DeedView::from).collect()
}

fn point_view((at, people): &(String, u32)) -> OccupancyPointView {
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

impl From<SignInOutcome> for SignInOutcomeView {
    fn from(outcome: SignInOutcome) -> Self {
        match outcome {
            SignInOutcome::Wrong => Self::Wrong,
            SignInOutcome::Locked { wait_s } => Self::Locked { wait_s },
            SignInOutcome::NoSecondFactor => Self::NoSecondFactor,
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
