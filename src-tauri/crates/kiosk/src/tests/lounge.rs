//! The lounge: who gets in, and that a lock wipes what stood there.

use std::time::Duration;

use einlass_domain::{
    admission::OnInside,
    event::{Actor, EndWay},
    id::{DeviceId, VisitId},
    pin_id::PinId,
    rules::VenueRules,
    staff::{Area, Deed, NotAllowed, Role},
    words::Language,
};
use einlass_ledger::{DataFolder, Ledger};
use einlass_receipt::PrinterProfile;
use einlass_testkit::{CaughtPaper, ManualClock, START, contact, make_venue};
use rand_core::OsRng;
use tempfile::TempDir;
use tokio::{sync::mpsc, time::sleep};

use super::{
    lounge_rights::all_touches,
    stage::{Stage, settle, stage_with},
};
use crate::{
    Colleague, Entrance, Input, Kiosk, Lounge, LoungePage, LoungeTouch, NumberOutcome, PinVerdict, RollCall,
    Said, Screen, SignInOutcome, StaffError, Touch, Verdict, kiosk::Surroundings, print_desk::PrintDesk,
};

const PIN: &str = "135790";

/// A kiosk whose loop does not run: what it is touched with happens at once.
pub(super) struct Bench {
    pub(super) kiosk: Kiosk<ManualClock, OsRng>,
    pub(super) clock: ManualClock,
    pub(super) paper: CaughtPaper,
    pub(super) printed: mpsc::Receiver<Input>,
    pub(super) visit: VisitId,
    pub(super) pin_id: PinId,
    pub(super) code: String,
    pub(super) outside: PinId,
    pub(super) folder: TempDir,
}

pub(super) fn bench() -> Bench {
    let folder = TempDir::new().unwrap();
    let clock = ManualClock::at(START);
    let (ledger, _) = make_venue(&folder.path().join("data")).unwrap();
    let mut door = Entrance::new(ledger, clock.clone(), OsRng, Some(OnInside::Go));
    let pass = door.register(contact("One"), Some("111222")).unwrap();
    let outside = door.register(contact("Two"), None).unwrap().pin_id;
    let Verdict::Welcome { visit, .. } = door.show_code(pass.code.as_bytes()).unwrap() else {
        panic!("not let in")
    };
    let paper = CaughtPaper::default();
    let (kiosk, printed) = kiosk(door, &clock, &paper);
    let (pin_id, code) = (pass.pin_id, pass.code);
    Bench {
        kiosk,
        clock,
        paper,
        printed,
        visit,
        pin_id,
        code,
        outside,
        folder,
    }
}

fn kiosk(
    door: Entrance<ManualClock, OsRng>,
    clock: &ManualClock,
    paper: &CaughtPaper,
) -> (Kiosk<ManualClock, OsRng>, mpsc::Receiver<Input>) {
    let (done, printed) = mpsc::channel(8);
    let desk = PrintDesk::start(Box::new(paper.clone()), move |said| {
        if matches!(said, Input::PaperBegins(..) | Input::Printed(..)) {
            let _ = done.blocking_send(said);
        }
    });
    let around = Surroundings {
        desk: Some(desk),
        courier: None,
        gate: None,
        profile: PrinterProfile::EPSON_80MM,
        pages: Vec::new(),
        phone_page: None,
        language: Language::De,
        demo: false,
        voice: None,
        ends_with_camera: false,
        cameras: 1,
        report: Box::new(|_| {}),
    };
    let (kiosk, _) = Kiosk::new(door, clock.clone(), around);
    (kiosk, printed)
}

impl Bench {
    /// Hears the desk until a paper of a pass has ended.
    pub(super) async fn paper_ends(&mut self) {
        loop {
            let said = self.printed.recv().await.unwrap();
            if self.hear(said) {
                return;
            }
        }
    }

    /// Takes what the desk says; whether a paper has ended with it.
    pub(super) fn hear(&mut self, said: Input) -> bool {
        let is_end = matches!(said, Input::Printed(..));
        if let Input::PaperBegins(pass, go) = said {
            go.send(self.kiosk.paper_begins(pass)).unwrap();
        } else if let Input::PrinterIs(health) = said {
            self.kiosk.printer_is(health);
        } else if let Input::Printed(print, outcome) = said {
            self.kiosk.printed(print, outcome);
        }
        is_end
    }

    pub(super) fn colleague(&mut self, role: Role, area: Area) -> Colleague {
        let door = &mut self.kiosk.entrance;
        let name = format!("{role:?} {}", door.staff_names().len());
        door.enrol(&name, role, area, PIN).unwrap();
        let session = door.sign_in(&name, PIN).unwrap();
        Colleague { session, name, role }
    }

    pub(super) fn at(&mut self, colleague: &Colleague, page: LoungePage) {
        self.kiosk.screen = Screen::Lounge(Box::new(Lounge {
            colleague: Some(colleague.clone()),
            said: None,
            page,
        }));
    }

    pub(super) fn touch(&mut self, touch: LoungeTouch) {
        let Screen::Lounge(lounge) = std::mem::take(&mut self.kiosk.screen) else {
            panic!("not in the lounge")
        };
        self.kiosk.touched_lounge(touch, *lounge);
    }

    pub(super) fn lounge(&self) -> Lounge {
        let Screen::Lounge(lounge) = &self.kiosk.screen else {
            panic!("not in the lounge")
        };
        lounge.as_ref().clone()
    }

    pub(super) fn type_number(&mut self, digits: &str) {
        self.touch(LoungeTouch::OpenNumber);
        for digit in digits.bytes() {
            self.touch(LoungeTouch::Digit(digit - b'0'));
        }
    }

    pub(super) fn home(&mut self, colleague: &Colleague) {
        let page = LoungePage::Number(crate::NumberPage {
            digits: String::new(),
            outcome: None,
        });
        self.at(colleague, page);
        self.touch(LoungeTouch::Home);
    }

    pub(super) fn roll_call(&self) -> RollCall {
        let LoungePage::RollCall(roll_call) = self.lounge().page else {
            panic!("no roll call")
        };
        *roll_call
    }

    /// The venue closes every day at `time`.
    pub(super) fn open_until(&mut self, time: &str) {
        let rules = VenueRules {
            opening: Some(format!("Mo-Su 06:00-{time}").parse().unwrap()),
            ..self.kiosk.entrance.ledger().state().rules().clone()
        };
        self.kiosk.entrance.set_rules(Actor::Technician, rules).unwrap();
    }

    /// The machine was switched off and on.
    pub(super) fn restarted(self) -> Self {
        self.kiosk.entrance.into_ledger().close().unwrap();
        let data = DataFolder::take(&self.folder.path().join("data")).unwrap();
        let ledger = Ledger::open(data, &mut OsRng).unwrap();
        let door = Entrance::new(ledger, self.clock.clone(), OsRng, Some(OnInside::Go));
        let (kiosk, printed) = kiosk(door, &self.clock, &self.paper);
        Self {
            kiosk,
            printed,
            ..self
        }
    }
}

#[tokio::test]
async fn the_own_area_limits_lists_and_numbers() {
    let mut bench = bench();
    let elsewhere = bench.colleague(Role::ShiftLead, Area::Kiosk(DeviceId([9; 8])));
    bench.home(&elsewhere);
    bench.touch(LoungeTouch::OpenInside);
    let LoungePage::Inside(inside) = bench.lounge().page else {
        panic!()
    };
    assert_eq!((inside.rows.len(), inside.visits, inside.people), (0, 0, 0));
    let digits = bench.pin_id.digits();
    bench.type_number(&digits);
    let LoungePage::Number(number) = bench.lounge().page else {
        panic!()
    };
    assert_eq!(number.outcome, Some(NumberOutcome::OtherArea));
    bench.touch(LoungeTouch::OpenEveryoneOut);
    bench.touch(LoungeTouch::ConfirmEveryoneOut);
    bench.touch(LoungeTouch::ConfirmEveryoneOut);
    assert_eq!(bench.lounge().said, Some(Said::AllOut(0)));
    let outside = bench.outside.digits();
    bench.type_number(&outside);
    bench.touch(LoungeTouch::CheckIn);
    assert_eq!(bench.lounge().said, Some(Said::NotAllowed(NotAllowed::Area)));
    let here = bench.colleague(Role::ShiftLead, Area::Venue);
    bench.home(&here);
    bench.touch(LoungeTouch::OpenInside);
    let LoungePage::Inside(inside) = bench.lounge().page else {
        panic!()
    };
    assert_eq!(inside.rows[0].ending, Some(digits[8..].to_owned()));
}

#[tokio::test]
async fn a_visit_begins_is_seen_and_ends_by_hand() {
    let mut bench = bench();
    let colleague = bench.colleague(Role::Entrance, Area::Venue);
    bench.home(&colleague);
    let outside = bench.outside.digits();
    bench.type_number(&outside);
    bench.touch(LoungeTouch::CheckIn);
    assert_eq!(bench.lounge().said, Some(Said::CheckedIn));
    let digits = bench.pin_id.digits();
    bench.type_number(&digits);
    let LoungePage::Visit(visit) = bench.lounge().page else {
        panic!()
    };
    assert_eq!(
        (visit.looked, visit.contact.is_none(), visit.row.visit),
        (false, true, bench.visit)
    );
    let deeds = [
        Deed::Look,
        Deed::CheckOutByHand,
        Deed::Extend,
        Deed::Annul,
        Deed::ReplacePass,
    ];
    assert_eq!(visit.deeds, deeds);
    bench.touch(LoungeTouch::Look);
    let LoungePage::Visit(visit) = bench.lounge().page else {
        panic!()
    };
    assert_eq!(visit.contact.unwrap().last_name, "One");
    bench.touch(LoungeTouch::CheckOutAt("25:00".to_owned()));
    assert_eq!(bench.lounge().said, Some(Said::NotATime));
    bench.clock.advance_ms(3 * 3_600_000);
    let half_way = bench
        .kiosk
        .entrance
        .ledger()
        .zone()
        .clock_text(START.plus_ms(3_600_000));
    bench.touch(LoungeTouch::CheckOutAt(half_way));
    assert_eq!(bench.lounge().said, Some(Said::CheckedOut));
    let state = bench.kiosk.entrance.ledger().state();
    let ended = state.visit(bench.visit).unwrap();
    assert_eq!(ended.ended().unwrap().way, EndWay::Estimated);
    let went = ended.went().unwrap().ms_since(START);
    assert!((3_540_000..=3_600_000).contains(&went), "{went}");
    bench.type_number("123456789012");
    let LoungePage::Number(number) = bench.lounge().page else {
        panic!()
    };
    assert_eq!(number.outcome, Some(NumberOutcome::Mistyped));
}

#[tokio::test]
async fn everyone_is_out_after_the_second_yes_and_the_day_is_a_curve() {
    let mut bench = bench();
    let colleague = bench.colleague(Role::ShiftLead, Area::Venue);
    bench.home(&colleague);
    bench.clock.advance_ms(3_600_000);
    bench.touch(LoungeTouch::OpenEveryoneOut);
    bench.touch(LoungeTouch::ConfirmEveryoneOut);
    let open = |bench: &Bench| bench.kiosk.entrance.ledger().state().open_visits().len();
    assert_eq!(open(&bench), 1, "asked again");
    bench.touch(LoungeTouch::ConfirmEveryoneOut);
    assert_eq!((open(&bench), bench.lounge().said), (0, Some(Said::AllOut(1))));
    let points = bench.kiosk.entrance.occupancy(colleague.session).unwrap();
    assert_eq!(points.iter().map(|(_, people)| *people).max(), Some(1));
    assert_eq!(
        (points[0].1, points.last().unwrap().1),
        (0, 0),
        "empty before and after"
    );
}

#[tokio::test]
async fn a_code_of_the_second_factor_is_asked_for_and_counts_once() {
    let mut bench = bench();
    let door = &mut bench.kiosk.entrance;
    door.enrol("Office", Role::BackOffice, Area::Venue, PIN).unwrap();
    assert!(matches!(
        door.show_pin("Office", PIN),
        Err(StaffError::NoSecondFactor)
    ));
    let secret = door.set_second_factor("Office").unwrap();
    let Ok(PinVerdict::AskCode(half)) = door.show_pin("Office", PIN) else {
        panic!("no code asked")
    };
    assert!(matches!(
        door.show_code_of(half, "000000"),
        Err(StaffError::WrongPin)
    ));
    let code = (0..1_000_000)
        .map(|code| format!("{code:06}"))
        .find(|code| einlass_vault::totp_step(&secret, code, START, None).is_some())
        .unwrap();
    assert!(door.show_code_of(half, &code).is_ok());
    assert!(matches!(
        door.show_code_of(half, &code),
        Err(StaffError::WrongPin)
    ));
    drop(std::mem::take(&mut door.used_codes));
    assert!(
        matches!(door.show_code_of(half, &code), Err(StaffError::WrongPin)),
        "nor after a restart"
    );
}

#[tokio::test]
async fn a_lock_survives_a_restart() {
    let mut bench = bench();
    let door = &mut bench.kiosk.entrance;
    door.enrol("Entrance", Role::Entrance, Area::Venue, PIN).unwrap();
    for _ in 0..5 {
        assert!(door.show_pin("Entrance", "000000").is_err());
    }
    let mut bench = bench.restarted();
    assert!(matches!(
        bench.kiosk.entrance.show_pin("Entrance", PIN),
        Err(StaffError::Locked { .. })
    ));
}

async fn sign_in(stage: &Stage) {
    stage.touch(Touch::OpenLounge).await;
    stage.touch(Touch::Lounge(LoungeTouch::Choose(0))).await;
    for digit in PIN.bytes() {
        stage.touch(Touch::Lounge(LoungeTouch::Digit(digit - b'0'))).await;
    }
    stage.touch(Touch::Lounge(LoungeTouch::Enter)).await;
}

#[tokio::test(start_paused = true)]
async fn two_quiet_minutes_lock_the_lounge_and_then_it_is_the_visitors_again() {
    let mut stage = stage_with(None, |door| {
        door.enrol("Entrance", Role::Entrance, Area::Venue, PIN).unwrap();
    });
    let code = stage.code.clone();
    stage.show(&code, 0).await;
    sign_in(&stage).await;
    stage.touch(Touch::Lounge(LoungeTouch::OpenInside)).await;
    stage.touch(Touch::Lounge(LoungeTouch::OpenVisit(0))).await;
    stage.touch(Touch::Lounge(LoungeTouch::Look)).await;
    sleep(Duration::from_secs(119)).await;
    settle().await;
    assert!(
        matches!(stage.screen(), Screen::Lounge(lounge) if matches!(&lounge.page,
        LoungePage::Visit(visit) if visit.contact.is_some()))
    );
    sleep(Duration::from_secs(2)).await;
    settle().await;
    let Screen::Lounge(lounge) = stage.screen() else {
        panic!()
    };
    assert!(lounge.colleague.is_none() && matches!(lounge.page, LoungePage::SignIn(_)));
    sleep(Duration::from_secs(31)).await;
    settle().await;
    assert_eq!(stage.screen(), Screen::Attract);
}

#[tokio::test(start_paused = true)]
async fn a_wrong_pin_is_wrong_and_nothing_opens_without_one() {
    let stage = stage_with(None, |door| {
        door.enrol("Entrance", Role::Entrance, Area::Venue, PIN).unwrap();
    });
    stage.touch(Touch::OpenLounge).await;
    for (touch, _) in all_touches() {
        if touch != LoungeTouch::Lock {
            stage.touch(Touch::Lounge(touch)).await;
        }
    }
    let Screen::Lounge(lounge) = stage.screen() else {
        panic!()
    };
    assert!(lounge.colleague.is_none());
    stage.touch(Touch::Lounge(LoungeTouch::Choose(0))).await;
    stage.touch(Touch::Lounge(LoungeTouch::Digit(1))).await;
    stage.touch(Touch::Lounge(LoungeTouch::Enter)).await;
    let Screen::Lounge(lounge) = stage.screen() else {
        panic!()
    };
    assert!(matches!(&lounge.page, LoungePage::SignIn(sign_in)
        if sign_in.outcome == Some(SignInOutcome::Wrong) && sign_in.digits.is_empty()));
    stage.touch(Touch::Back).await;
    sign_in(&stage).await;
    assert!(matches!(stage.screen(), Screen::Lounge(lounge) if matches!(lounge.page, LoungePage::Home(_))));
}
