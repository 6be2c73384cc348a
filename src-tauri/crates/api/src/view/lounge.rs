//! The staff's lounge. A list holds endings of numbers and no names; a name is in the view of one visit, after a look.

use einlass_domain::{rules::LARGEST_PARTY, staff::Deed};
use einlass_kiosk::{Lounge, LoungePage, Wait};
use serde::Serialize;

mod members;
mod rows;
mod settings;
mod staff;

pub use members::{
    MemberAimView, MemberProblemView, MemberTypedView, MemberView, MembersView, OnceView, SecondFactorView,
    SecretCodeView, WorkplaceView,
};
pub use rows::{
    CompanyView, ContactView, InsideRowView, NumberOutcomeView, OccupancyPointView, PaperView,
    RollCallCauseView, RollCallGroupView, RollCallPersonView, WhyView,
};
pub use settings::{
    CompanionsView, ConfirmView, ExitCheckView, OccasionProblemView, OccasionTypedView, OccasionView,
    ReEntryView, RuleName, RuleProblemView, RuleView, SeatsView, SettingsView, SpecialDayView,
};
pub use staff::{DeedView, LoungeSaidView, NotAllowedView, RoleView, SignInOutcomeView, StaffView};

use rows::point_view;

use super::{
    answer::{MomentView, WaitView, wait_view},
    form::{FieldView, staff_field_views},
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
    /// Who works here.
    Members {
        /// They, or what is done about one of them.
        members: MembersView,
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

impl From<&Lounge> for LoungeView {
    fn from(lounge: &Lounge) -> Self {
        Self {
            staff: lounge.colleague.as_ref().map(StaffView::from),
            said: lounge.said.map(LoungeSaidView::from),
            page: (&lounge.page).into(),
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
            LoungePage::Members(members) => Self::Members {
                members: members.as_ref().into(),
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
