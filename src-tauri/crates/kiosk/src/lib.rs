//! The controller: one struct that owns the state of the entrance, one loop over everything that can come in.
//!
//! [`Entrance`] holds the use cases (show a code, type a number, go, stay, register) and answers only what is durable;
//! [`Kiosk`] adds the screen, its time limits and the printer; [`Station`] puts camera, printer and kiosk together. The window
//! and the headless program are two ways of looking at the same station.
//!
//! Not here: what is drawn (`ui`), how devices are spoken to (`devices`), what the rules are (`domain`).

mod answer_screen;
mod card_screens;
mod comfort;
mod confirmation;
mod confirmation_screens;
mod courier;
mod diary;
mod diary_screens;
mod entrance;
mod exit;
mod form;
mod form_screens;
mod gate_desk;
mod going_screens;
mod house;
mod idle;
mod input;
mod keypad_screen;
mod kiosk;
mod lists;
mod look;
mod lounge;
mod members;
mod outbox;
mod own_data_screens;
mod paper;
mod paper_log;
mod paper_state;
mod party;
mod passage;
mod phone;
mod power;
mod premises;
mod print_desk;
mod profile;
mod record;
mod screen;
mod seat;
mod seat_screens;
mod second_factor;
mod speech;
mod staff;
mod staff_desk;
mod staff_passes;
mod staff_roll_call;
mod station;
mod status;
mod system;
#[cfg(test)]
mod tests;
mod touch;
mod venue_screens;
mod verdict;

pub use einlass_scan::AimHint;

pub use comfort::{Comfort, Contrast, Controls, Motion, TextSize};
pub use confirmation::NoNewCode;
pub use confirmation_screens::{CODE_DIGITS, CodeSaid, ConfirmHint, Moment, Renewal, SentCode};
pub use courier::Carried;
pub use diary::{
    DIARY_DAYS, DiaryClosed, DiaryDeletion, DiaryDoor, DiaryEntry, DiaryKey, DiaryVerdict, PIN_DIGITS,
    ShownPass,
};
pub use entrance::Entrance;
pub use exit::ExitQuestion;
pub use form::{FormAim, FormStep};
pub use gate_desk::{GateEvent, GateRequest};
pub use input::{Input, Report, Touch};
pub use kiosk::Kiosk;
pub use lists::{ListError, make_pins};
pub use look::{
    Colour, Logo, LogoKind, Look, LookError, MOST_PAGES, ScreenSize, ScreenSizeError, UnfitPage, VenuePage,
    Worded,
};
pub use lounge::{
    Colleague, Company, EveryoneOut, HomePage, InsidePage, InsideRow, Lounge, LoungePage, LoungeTouch,
    MadePass, NumberOutcome, NumberPage, Occupancy, Paper, PassForm, PassPage, RollCall, RollCallGroup,
    RollCallPerson, Said, SignIn, SignInOutcome, VisitPage,
};
pub use lounge::{
    MadePin, MemberAim, MemberForm, MemberProblem, MemberRow, MemberTouch, MemberTyped, MembersPage, NewPin,
    NewSecret, SecondFactor, ShownOnce, Workplace,
};
pub use lounge::{
    OccasionForm, OccasionProblem, OccasionRow, OccasionTyped, Occasions, Rule, RuleProblem, RuleValue,
    Settings,
};
pub use own_data_screens::OwnDataFace;
pub use paper::{pass_paper, pass_paper_job};
pub use paper_state::{PaperEnd, PaperStatus, PrinterHealth, PrinterIs};
pub use party::PartyRecord;
pub use passage::GateSettings;
pub use phone::{NotAPhonePage, PhonePage, ToPhone};
pub use premises::PremisesError;
pub use print_desk::{NotPrinted, Print, Printed};
pub use profile::{OwnData, ProfileError, Registration};
pub use record::{Profile, VisitRecord};
pub use screen::{Answer, FaultCode, KeypadOutcome, Notice, Screen, Snapshot, Wait};
pub use seat::Place;
pub use seat_screens::SeatChoice;
pub use second_factor::{HalfSession, PinVerdict};
pub use staff::{LONGEST_STAFF_PIN, Right, STAFF_PIN_DIGITS, Session, StaffError};
pub use staff_desk::{ByHand, Found};
pub use station::{Camera, Station, StationSettings};
pub use status::{Destruction, MachineStatus};
pub use system::{SystemClock, keep_out_of_core_dumps};
pub use venue_screens::OpenPage;
pub use verdict::{NewPass, NumberVerdict, RegisterError, Verdict};

pub use einlass_ledger::SealedBy;
