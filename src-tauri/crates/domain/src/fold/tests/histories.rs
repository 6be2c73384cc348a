//! Any history at all: order, doubling, loss and destruction leave what they must.

use proptest::prelude::*;

use super::*;

fn any_fact() -> impl Strategy<Value = Fact> {
    let visit = (1_u8..4, 1_u64..12).prop_map(|(device, seq)| EventId {
        device: DeviceId([device; 8]),
        seq,
    });
    let pass = (0_u8..3).prop_map(|pass| PassTag([pass; 16]));
    let staff = (0_u8..2).prop_map(|staff| StaffId([staff; 8]));
    let time = (0_i64..9_000).prop_map(Timestamp);
    let (why, way) = (Why::Slip, EndWay::Scanned);
    let outcomes = prop_oneof![
        Just(PrintOutcome::Sent),
        Just(PrintOutcome::Failed),
        Just(PrintOutcome::Confirmed),
        Just(PrintOutcome::Unknown),
    ];
    prop_oneof![
        4 => (0_u8..4).prop_map(check_in),
        2 => (visit.clone(), time.clone()).prop_map(|(visit, until)| Fact::VisitExtended { visit, until, limit: None }),
        1 => (visit.clone(), 1_u16..5).prop_map(|(visit, people)| Fact::PartySet { visit, people }),
        1 => (visit.clone(), 0_u8..3).prop_map(|(visit, seat)| Fact::VisitSeated { visit, seat: ZoneId([seat; 8]) }),
        4 => visit.clone().prop_map(move |visit| Fact::CheckedOut { visit, way }),
        1 => visit.clone().prop_map(move |visit| Fact::VisitAnnulled { visit, why }),
        1 => (visit.clone(), time).prop_map(move |(visit, at)| Fact::VisitCorrected { visit, correction: Correction::Went(at), why }),
        1 => visit.clone().prop_map(|visit| Fact::DiaryDeleted { visit }),
        1 => visit.clone().prop_map(|visit| Fact::VisitLooked { visit }),
        1 => Just(Fact::RollCallBegun { cause: RollCallCause::Drill, people: 1 }),
        2 => (visit.clone(), visit.clone(), any::<bool>()).prop_map(|(begun, visit, is_found)| Fact::RollCallTicked { begun, visit, is_found }),
        1 => visit.clone().prop_map(|begun| Fact::RollCallEnded { begun, found: 1 }),
        1 => pass.clone().prop_map(|pass| Fact::PassIssued { pass, valid_until: Day(30_000) }),
        1 => pass.clone().prop_map(|pass| Fact::PassPrinted { pass, outcome: PrintOutcome::Sent, paper: None }),
        2 => pass.clone().prop_map(|pass| Fact::PrintBegun { pass }),
        2 => (pass.clone(), visit.clone(), outcomes).prop_map(|(pass, paper, outcome)| Fact::PassPrinted { pass, outcome, paper: Some(paper) }),
        1 => (visit.clone(), any::<bool>()).prop_map(|(paper, came)| Fact::PaperSettled { paper, came }),
        1 => Just(Fact::ScanRefused { reason: Refusal::Foreign }),
        1 => Just(Fact::NumberRefused),
        1 => Just(Fact::NumberAccepted),
        1 => (pass.clone(), 0_u8..3).prop_map(|(pass, pin)| Fact::DiaryPinSet { pass, pin: PinHash(vec![pin]) }),
        2 => pass.clone().prop_map(|pass| Fact::DiaryTried { pass }),
        1 => pass.clone().prop_map(|pass| Fact::DiaryOpened { pass }),
        1 => pass.clone().prop_map(|pass| Fact::DiaryLocked { pass }),
        1 => pass.clone().prop_map(|pass| Fact::DiaryUnlocked { pass }),
        1 => pass.clone().prop_map(|pass| Fact::PassWithdrawn { pass }),
        1 => (pass.clone(), 0_u8..3).prop_map(|(pass, tag)| Fact::ConfirmationAsked { pass, tag: CodeTag([tag; 16]), by: Timestamp(5_000), way: MessageWay::Sms }),
        1 => pass.clone().prop_map(|pass| Fact::ConfirmationTried { pass }),
        1 => (pass.clone(), 0_u8..3).prop_map(|(pass, to)| Fact::LetterWritten { pass, to: (to > 0).then_some(AddressTag([to; 16])) }),
        1 => visit.prop_map(|letter| Fact::LetterEnded { letter, end: LetterEnd::Sent }),
        1 => pass.prop_map(|pass| Fact::Confirmed { pass }),
        1 => (0_u8..3, 0_u8..3).prop_map(|(zone, parent)| zone_set(zone, parent)),
        1 => (0_u8..3).prop_map(|zone| Fact::ZoneRemoved { zone: ZoneId([zone; 8]) }),
        1 => (0_u8..3).prop_map(|zone| Fact::KioskPlaced { zone: Some(ZoneId([zone; 8])), on_inside: OnInside::Go }),
        1 => (1_u16..9).prop_map(|repeat_gap_s| Fact::RulesSet { rules: VenueRules { repeat_gap_s, ..VenueRules::default() } }),
        1 => staff.clone().prop_map(|staff| Fact::StaffRemoved { staff }),
        1 => staff.clone().prop_map(|staff| Fact::StaffPinTried { staff }),
        1 => staff.prop_map(|staff| Fact::StaffSignedIn { staff }),
        1 => (1_u8..=30).prop_map(|days| Fact::RetentionSet { days: RetentionDays::new(days).unwrap() }),
        1 => (0_u8..3).prop_map(|check| Fact::CanaryLaid { check: [check; 32] }),
        // Stands for the destruction of whatever the device has written of this kind so far; see `any_log`.
        1 => Just(destroyed(&[])),
    ]
}

/// What three devices wrote, each with its own sequence and a clock that does not run backwards.
fn any_log() -> impl Strategy<Value = Vec<Event>> {
    proptest::collection::vec((1_u8..4, 0_i64..3, any_fact()), 0..48).prop_map(|drafts| {
        let mut logs = BTreeMap::<u8, Vec<Event>>::new();
        let mut clocks = BTreeMap::<u8, i64>::new();
        for (device, step, fact) in drafts {
            let log = logs.entry(device).or_default();
            let ms = clocks.entry(device).or_default();
            *ms += step;
            let mut new = event(device, log.len() as u64 + 1, *ms, fact);
            new.hlc = log
                .last()
                .map_or(Hlc::default(), |last| last.hlc)
                .tick(Timestamp(*ms));
            if let Fact::DayDestroyed(gone) = &mut new.fact {
                gone.device = new.id.device;
                gone.runs = runs_to_destroy(log);
            }
            log.push(new);
        }
        logs.into_values().flatten().collect()
    })
}

fn runs_to_destroy(log: &[Event]) -> Vec<Run> {
    let state = fold(log);
    let dies = |event: &&Event| event.fact.retention() == Retention::Day && !state.is_destroyed(event.id);
    let run = |event: &Event| Run {
        first: event.id.seq,
        last: event.id.seq,
        hash: [0; 32],
    };
    log.iter().filter(dies).map(run).collect()
}

/// A log, and the same events shuffled with some of them twice.
fn any_history() -> impl Strategy<Value = (Vec<Event>, Vec<Event>)> {
    any_log().prop_flat_map(|log| {
        let doubled = [log.clone(), log.iter().step_by(3).cloned().collect()].concat();
        (Just(log), Just(doubled).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn order_and_duplication_do_not_matter((log, shuffled) in any_history()) {
        let state = fold(&log);
        prop_assert_eq!(&fold(&shuffled), &state);
        prop_assert_eq!(fold(&shuffled).digest(), state.digest());
    }

    #[test]
    fn what_was_lost_on_the_way_and_sent_again_changes_nothing(
        (log, shuffled) in any_history(),
        lost in proptest::collection::vec(any::<bool>(), 64),
    ) {
        let mut state = State::default();
        let arrived = |index: &usize| !lost[index % lost.len()];
        shuffled.iter().enumerate().filter(|(index, _)| arrived(index)).for_each(|(_, event)| state.apply(event));
        shuffled.iter().rev().for_each(|event| state.apply(event));
        prop_assert_eq!(state, fold(&log));
    }

    #[test]
    fn what_was_destroyed_leaves_the_state_that_the_rest_makes((log, shuffled) in any_history()) {
        let state = fold(&shuffled);
        let left: Vec<Event> = log.into_iter().filter(|event| !state.is_destroyed(event.id)).collect();
        prop_assert_eq!(fold(&left).digest(), state.digest());
    }
}
