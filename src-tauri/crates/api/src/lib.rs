//! The contract with the screen: what it is shown ([`KioskView`]) and what it may ask for ([`Request`]).
//!
//! Views hold what is drawn and nothing else: no key, no PIN, no name of a visitor but what the visitor is typing or looks at with pass
//! and PIN, no code of a pass but the picture of the one that its holder wants on the phone; and, before an owner, the PIN or the second
//! factor that was just made for one of staff, on one page. It is a crate of its own so that the contract can change only on purpose: `ui/src/generated/api.gen.ts` is made from
//! it by a test and compared in every run.

mod request;
mod view;

pub use request::{FieldValue, LoungeRequest, MemberRequest, NewPinRequest, Request, RuleRequest};
pub use view::{
    AimHintView, AnswerView, ClockView, CodeSaidView, CodeToView, ComfortView, CompanionsView, CompanyView,
    ConfirmHintView, ConfirmView, ConsentByView, ContactView, ContrastView, ControlsView, DeedView,
    DestructionView, DiaryClosedView, DiaryDeletionView, DiaryEndView, DiaryEntryView, EndWayView, ErrorCode,
    ExitCheckView, ExitQuestionView, FieldName, FieldNoteView, FieldProblem, FieldView, FormAimView,
    FormStepName, InsideRowView, KeypadOutcomeView, KioskView, Language, LastPaperView, LookView,
    LoungePageView, LoungeSaidView, LoungeView, MemberAimView, MemberProblemView, MemberTypedView,
    MemberView, MembersView, MessageWayView, MomentView, MotionView, NotAllowedView, NoticeView,
    NumberOutcomeView, OccasionProblemView, OccasionTypedView, OccasionView, OccupancyPointView, OnceView,
    OwnDataFaceView, OwnDataView, PaperEndView, PaperStatusView, PaperView, PlaceView, PrinterIsView,
    ReEntryView, RefusalView, RefusedView, RenewalView, RoleView, RollCallCauseView, RollCallGroupView,
    RollCallPersonView, RuleName, RuleProblemView, RuleView, ScreenSizeView, ScreenView, SealedByView,
    SeatsView, SecondFactorView, SecretCodeView, SentCodeView, SettingsView, SignInOutcomeView,
    SpecialDayView, StaffView, StatusView, TextSizeView, ToPhoneView, TrafficView, UnsettledPaperView,
    WaitView, WhyView, WordedView, WorkplaceView,
};

#[cfg(test)]
mod bindings;
