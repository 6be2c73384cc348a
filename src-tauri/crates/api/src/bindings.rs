//! Writes the contract for the screen, and fails when it differs from what was committed.

use std::{fs, path::Path};

use ts_rs::{Config, TS};

use crate::{
    AimHintView, AnswerView, ClockView, CodeSaidView, CodeToView, ComfortView, CompanionsView, CompanyView,
    ConfirmHintView, ConfirmView, ConsentByView, ContactView, ContrastView, ControlsView, DeedView,
    DestructionView, DiaryClosedView, DiaryDeletionView, DiaryEndView, DiaryEntryView, EndWayView, ErrorCode,
    ExitCheckView, ExitQuestionView, FieldName, FieldNoteView, FieldProblem, FieldValue, FieldView,
    FormAimView, FormStepName, InsideRowView, KeypadOutcomeView, KioskView, Language, LastPaperView,
    LookView, LoungePageView, LoungeRequest, LoungeSaidView, LoungeView, MemberAimView, MemberProblemView,
    MemberRequest, MemberTypedView, MemberView, MembersView, MessageWayView, MomentView, MotionView,
    NewPinRequest, NotAllowedView, NoticeView, NumberOutcomeView, OccasionProblemView, OccasionTypedView,
    OccasionView, OccupancyPointView, OnceView, OwnDataFaceView, OwnDataView, PaperEndView, PaperStatusView,
    PaperView, PlaceView, PrinterIsView, ReEntryView, RefusalView, RefusedView, RenewalView, Request,
    RoleView, RollCallCauseView, RollCallGroupView, RollCallPersonView, RuleName, RuleProblemView,
    RuleRequest, RuleView, ScreenSizeView, ScreenView, SealedByView, SeatsView, SecondFactorView,
    SecretCodeView, SentCodeView, SettingsView, SignInOutcomeView, SpecialDayView, StaffView, StatusView,
    TextSizeView, ToPhoneView, TrafficView, UnsettledPaperView, WaitView, WhyView, WordedView, WorkplaceView,
};

const HEADER: &str =
    "// Made from the crate `api` by its tests (cargo test -p einlass-api); a change there shows here.\n";

fn bindings() -> String {
    let config = Config::default();
    let types = [
        Language::decl(&config),
        KioskView::decl(&config),
        ComfortView::decl(&config),
        ContrastView::decl(&config),
        TextSizeView::decl(&config),
        ControlsView::decl(&config),
        MotionView::decl(&config),
        LookView::decl(&config),
        ScreenSizeView::decl(&config),
        NoticeView::decl(&config),
        ScreenView::decl(&config),
        TrafficView::decl(&config),
        AimHintView::decl(&config),
        WordedView::decl(&config),
        PlaceView::decl(&config),
        ExitQuestionView::decl(&config),
        ConfirmHintView::decl(&config),
        SentCodeView::decl(&config),
        MessageWayView::decl(&config),
        RenewalView::decl(&config),
        CodeSaidView::decl(&config),
        AnswerView::decl(&config),
        WaitView::decl(&config),
        MomentView::decl(&config),
        KeypadOutcomeView::decl(&config),
        FormAimView::decl(&config),
        FormStepName::decl(&config),
        FieldName::decl(&config),
        FieldProblem::decl(&config),
        FieldNoteView::decl(&config),
        CodeToView::decl(&config),
        FieldView::decl(&config),
        ToPhoneView::decl(&config),
        DiaryClosedView::decl(&config),
        DiaryEntryView::decl(&config),
        DiaryEndView::decl(&config),
        EndWayView::decl(&config),
        DiaryDeletionView::decl(&config),
        OwnDataView::decl(&config),
        ConsentByView::decl(&config),
        OwnDataFaceView::decl(&config),
        StatusView::decl(&config),
        PaperStatusView::decl(&config),
        PrinterIsView::decl(&config),
        UnsettledPaperView::decl(&config),
        LastPaperView::decl(&config),
        PaperEndView::decl(&config),
        DestructionView::decl(&config),
        RefusedView::decl(&config),
        SealedByView::decl(&config),
        ClockView::decl(&config),
        RefusalView::decl(&config),
        LoungeView::decl(&config),
        StaffView::decl(&config),
        RoleView::decl(&config),
        DeedView::decl(&config),
        LoungeSaidView::decl(&config),
        NotAllowedView::decl(&config),
        CompanyView::decl(&config),
        LoungePageView::decl(&config),
        SignInOutcomeView::decl(&config),
        InsideRowView::decl(&config),
        ContactView::decl(&config),
        NumberOutcomeView::decl(&config),
        RollCallCauseView::decl(&config),
        RollCallGroupView::decl(&config),
        RollCallPersonView::decl(&config),
        PaperView::decl(&config),
        OccupancyPointView::decl(&config),
        WhyView::decl(&config),
        SettingsView::decl(&config),
        SeatsView::decl(&config),
        ConfirmView::decl(&config),
        SpecialDayView::decl(&config),
        RuleView::decl(&config),
        RuleName::decl(&config),
        ExitCheckView::decl(&config),
        CompanionsView::decl(&config),
        ReEntryView::decl(&config),
        RuleProblemView::decl(&config),
        OccasionView::decl(&config),
        OccasionTypedView::decl(&config),
        OccasionProblemView::decl(&config),
        MembersView::decl(&config),
        MemberView::decl(&config),
        WorkplaceView::decl(&config),
        SecondFactorView::decl(&config),
        MemberAimView::decl(&config),
        MemberProblemView::decl(&config),
        MemberTypedView::decl(&config),
        OnceView::decl(&config),
        SecretCodeView::decl(&config),
        ErrorCode::decl(&config),
        FieldValue::decl(&config),
        RuleRequest::decl(&config),
        NewPinRequest::decl(&config),
        MemberRequest::decl(&config),
        LoungeRequest::decl(&config),
        Request::decl(&config),
    ];
    types.iter().fold(HEADER.to_owned(), |text, declaration| {
        format!("{text}\nexport {declaration}\n")
    })
}

#[test]
fn the_screens_contract_is_the_committed_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/generated/api.gen.ts");
    let committed = fs::read_to_string(&path).unwrap_or_default();
    let made = bindings();
    if committed != made {
        fs::write(&path, &made).unwrap();
        panic!(
            "ui/src/generated/api.gen.ts was out of date and has been written anew; look at the change and commit it"
        );
    }
}
