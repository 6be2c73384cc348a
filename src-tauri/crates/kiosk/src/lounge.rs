//! The staff's lounge: what is done at the kiosk's own screen by those who work at the entrance.
//!
//! Behind it are the use cases of `staff` and `staff_desk`, which decide who may; here are the pages and what a finger does on them.
//! A list holds endings of numbers and no names: a name is seen on the page of one visit, after a look that is an event.

mod company;
mod desk;
mod door;
mod member_form;
mod members;
mod muster;
mod number;
mod occasions;
mod opening;
mod page;
mod pass_form;
mod roll_call;
mod second_factor;
mod settings;
mod sign_in;
mod touch;
mod undone;

pub use company::Company;
pub use member_form::{MemberAim, MemberForm, MemberProblem, MemberTyped, NewPin};
pub use members::{MadePin, MemberRow, MemberTouch, MembersPage, SecondFactor, ShownOnce, Workplace};
pub(crate) use muster::Muster;
pub use number::{NumberOutcome, NumberPage, PassPage};
pub use occasions::{OccasionForm, OccasionProblem, OccasionRow, OccasionTyped, Occasions};
pub use page::{
    EveryoneOut, HomePage, InsidePage, InsideRow, Lounge, LoungePage, Occupancy, Said, VisitPage,
};
pub use pass_form::{MadePass, PassForm};
pub use roll_call::{Paper, RollCall, RollCallGroup, RollCallPerson};
pub use second_factor::NewSecret;
pub use settings::{Rule, RuleProblem, RuleValue, Settings};
pub use sign_in::{Colleague, SignIn, SignInOutcome};
pub use touch::LoungeTouch;
