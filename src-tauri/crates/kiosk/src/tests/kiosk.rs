use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use einlass_devices::{hand_scanner::HandScannerEvent, scanner::ScannerEvent, speech::SpeechEvent};
use einlass_domain::{
    admission::{Limit, OnInside},
    contact::Field,
    gate::Gate,
    id::VisitId,
    post::Post,
    words::Language,
};
use einlass_ledger::{Ledger, LedgerError};
use einlass_receipt::PrinterProfile;
use einlass_testkit::{CaughtPaper, CaughtVoice, ManualClock, START, ScriptedGate, contact, make_venue};
use rand_core::OsRng;
use tempfile::TempDir;
use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
    time::sleep,
};

use crate::{
    AimHint, Answer, Entrance, FaultCode, FormStep, Input, KeypadOutcome, Kiosk, Notice, PaperEnd, Report,
    Screen, Snapshot, Touch, VenuePage, Verdict, courier::Courier, gate_desk::GateDesk, kiosk::Surroundings,
    print_desk::PrintDesk,
};

pub(super) struct Stage {
    pub(super) inputs: mpsc::Sender<Input>,
    snapshots: watch::Receiver<Snapshot>,
    verdicts: Arc<Mutex<Vec<Verdict>>>,
    pub(super) clock: ManualClock,
    pub(super) paper: CaughtPaper,
    pub(super) voice: CaughtVoice,
    pub(super) code: String,
    pub(super) other_code: String,
    at: Duration,
    pub(super) data: PathBuf,
    controller: JoinHandle<Result<(), LedgerError>>,
    _folder: TempDir,
}

/// A kiosk with one registered visitor, before whom time stands still unless waited for.
pub(super) fn stage() -> Stage {
    stage_with_pin(None)
}

/// The same; the visitor's pass has this PIN.
pub(super) fn stage_with_pin(pin: Option<&str>) -> Stage {
    stage_with(pin, |_| {})
}

/// The same, with whatever else the door is given before it opens.
pub(super) fn stage_with(
    pin: Option<&str>,
    prepare: impl FnOnce(&mut Entrance<ManualClock, OsRng>),
) -> Stage {
    stage_with_surroundings(pin, Around::default(), prepare)
}

/// The same, with pages of the venue's own.
pub(super) fn stage_with_pages(
    pin: Option<&str>,
    pages: Vec<VenuePage>,
    prepare: impl FnOnce(&mut Entrance<ManualClock, OsRng>),
) -> Stage {
    let around = Around {
        pages,
        ..Around::default()
    };
    stage_with_surroundings(pin, around, prepare)
}

/// The same, with a way out for messages.
pub(super) fn stage_with_post(
    pin: Option<&str>,
    post: Option<Box<dyn Post>>,
    prepare: impl FnOnce(&mut Entrance<ManualClock, OsRng>),
) -> Stage {
    let around = Around {
        post,
        ..Around::default()
    };
    stage_with_surroundings(pin, around, prepare)
}

/// The same, with a gate.
pub(super) fn stage_with_gate(
    gate: &ScriptedGate,
    prepare: impl FnOnce(&mut Entrance<ManualClock, OsRng>),
) -> Stage {
    let around = Around {
        gate: Some(Box::new(gate.clone())),
        ..Around::default()
    };
    stage_with_surroundings(None, around, prepare)
}

/// The same, where no device tells anything by itself.
pub(super) fn stage_without_printer(prepare: impl FnOnce(&mut Entrance<ManualClock, OsRng>)) -> Stage {
    let around = Around {
        is_without_printer: true,
        ..Around::default()
    };
    stage_with_surroundings(None, around, prepare)
}

/// What not every stage has.
#[derive(Default)]
struct Around {
    is_without_printer: bool,
    pages: Vec<VenuePage>,
    post: Option<Box<dyn Post>>,
    gate: Option<Box<dyn Gate>>,
}

fn stage_with_surroundings(
    pin: Option<&str>,
    more: Around,
    prepare: impl FnOnce(&mut Entrance<ManualClock, OsRng>),
) -> Stage {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let (ledger, _) = make_venue(&data).unwrap();
    let clock = ManualClock::at(START);
    let mut entrance = Entrance::new(ledger, clock.clone(), OsRng, Some(OnInside::Ask));
    let code = entrance.register(contact("One"), pin).unwrap().code;
    let other_code = entrance.register(contact("Other"), None).unwrap().code;
    prepare(&mut entrance);
    let (inputs, queue) = mpsc::channel(64);
    let paper = CaughtPaper::default();
    let printed = inputs.clone();
    let desk = (!more.is_without_printer).then(|| {
        PrintDesk::start(Box::new(paper.clone()), move |said| {
            let _ = printed.blocking_send(said);
        })
    });
    let carried = inputs.clone();
    let courier = more.post.map(|post| {
        Courier::start(post, move |delivery| {
            let _ = carried.blocking_send(Input::Delivered(delivery));
        })
    });
    let passed = inputs.clone();
    let gate = more.gate.map(|gate| {
        GateDesk::start(gate, move |event| {
            let _ = passed.blocking_send(Input::Gate(event));
        })
    });
    let verdicts = Arc::new(Mutex::new(Vec::new()));
    let voice = CaughtVoice::default();
    let around = Surroundings {
        desk,
        courier,
        gate,
        profile: PrinterProfile::EPSON_80MM,
        pages: more.pages,
        phone_page: Some("https://pass.example.org/".parse().unwrap()),
        language: Language::De,
        demo: false,
        voice: Some(Box::new(voice.clone())),
        ends_with_camera: true,
        cameras: 2,
        report: {
            let verdicts = Arc::clone(&verdicts);
            Box::new(move |report| {
                if let Report::Verdict { verdict, .. } = report {
                    verdicts.lock().unwrap().push(verdict);
                }
            })
        },
    };
    let (kiosk, snapshots) = Kiosk::new(entrance, clock.clone(), around);
    let controller = tokio::spawn(kiosk.run(queue));
    let at = Duration::ZERO;
    Stage {
        inputs,
        snapshots,
        verdicts,
        clock,
        paper,
        voice,
        code,
        other_code,
        at,
        data,
        controller,
        _folder: folder,
    }
}

impl Stage {
    pub(super) async fn show(&mut self, code: &str, later_ms: u64) {
        self.at += Duration::from_millis(later_ms);
        let codes = ScannerEvent::Codes {
            payloads: vec![code.as_bytes().to_vec()],
            at: self.at,
        };
        self.inputs.send(Input::Scanner(0, codes)).await.unwrap();
        settle().await;
    }

    /// A camera tells what whoever holds a code up may do.
    pub(super) async fn aim(&self, camera: usize, hint: Option<AimHint>) {
        let event = ScannerEvent::Aim(hint);
        self.inputs.send(Input::Scanner(camera, event)).await.unwrap();
        settle().await;
    }

    pub(super) async fn headset(&self, is_plugged: bool) {
        let event = SpeechEvent::Headset(is_plugged);
        self.inputs.send(Input::Speech(event)).await.unwrap();
        settle().await;
    }

    pub(super) async fn touch(&self, touch: Touch) {
        self.inputs.send(Input::Touch(touch)).await.unwrap();
        settle().await;
    }

    pub(super) async fn type_digits(&self, digits: &str) {
        for digit in digits.bytes() {
            self.touch(Touch::Digit(digit - b'0')).await;
        }
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        self.snapshots.borrow().clone()
    }

    pub(super) fn screen(&self) -> Screen {
        self.snapshot().screen
    }

    /// What is on the disk.
    pub(super) fn ledger(&self) -> Ledger {
        Ledger::look(&self.data).unwrap()
    }

    /// Visits that the ledger holds.
    pub(super) fn visits(&self) -> usize {
        self.ledger().state().visit_count()
    }

    /// The code on the paper that was printed last.
    pub(super) fn printed_code(&self) -> String {
        let job = self.paper.jobs().pop().unwrap();
        let picture = einlass_receipt::paper::draw(&job, &PrinterProfile::EPSON_80MM).unwrap();
        let (width, height) = (picture.width_dots() as u32, picture.height_dots() as u32);
        let frame = einlass_scan::GreyFrame::new(width, height, picture.luma().to_vec()).unwrap();
        let seen = einlass_scan::decode(&frame).unwrap();
        String::from_utf8(seen[0].payload.clone()).unwrap()
    }

    /// The visit that began last.
    pub(super) fn visit(&self) -> Option<VisitId> {
        let verdicts = self.verdicts.lock().unwrap();
        verdicts.iter().rev().find_map(|verdict| match verdict {
            Verdict::Welcome { visit, .. } => Some(*visit),
            Verdict::Goodbye { .. }
            | Verdict::Stay { .. }
            | Verdict::Ask { .. }
            | Verdict::Check { .. }
            | Verdict::Wait { .. }
            | Verdict::Confirmed
            | Verdict::NoCode { .. }
            | Verdict::Dead
            | Verdict::Expired
            | Verdict::Refused => None,
        })
    }

    pub(super) fn verdicts(&self) -> usize {
        self.verdicts.lock().unwrap().len()
    }

    pub(super) async fn fill_form(&self) {
        self.touch(Touch::OpenForm).await;
        let values = |values: &[(Field, &str)]| values.iter().map(|(f, v)| (*f, (*v).to_owned())).collect();
        self.touch(Touch::FormNext(values(&[
            (Field::FirstName, "Visitor"),
            (Field::LastName, "Two"),
        ])))
        .await;
        self.touch(Touch::FormNext(values(&[
            (Field::Phone, ""),
            (Field::Email, "two@example.org"),
        ])))
        .await;
        let address = [
            (Field::Street, "Weg 2"),
            (Field::Postcode, "1"),
            (Field::Town, "Ort"),
        ];
        self.touch(Touch::FormNext(values(&address))).await;
    }

    /// Waits in real time: the printer has a thread of its own.
    pub(super) async fn wait_for(&self, wanted: impl Fn(&Screen) -> bool) -> Screen {
        for _ in 0..10_000 {
            if wanted(&self.screen()) {
                return self.screen();
            }
            std::thread::sleep(Duration::from_millis(2));
            settle().await;
        }
        panic!("still {:?}", self.screen());
    }
}

/// Lets the controller take what was sent.
pub(super) async fn settle() {
    for _ in 0..8 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_pass_held_up_counts_once_and_then_asks() {
    let mut stage = stage();
    let code = stage.code.clone();
    for _ in 0..300 {
        stage.show(&code, 100).await;
    }
    assert_eq!(stage.verdicts(), 1, "half a minute in view is one scan");
    assert_eq!(
        stage.screen(),
        Screen::Answer(Answer::Welcome {
            until: "00:13".into(),
            limit: Limit::LongestStay,
            visit: stage.visit().unwrap(),
            companions: true,
            seat: false,
        })
    );
    stage.show(&code, 9_900).await;
    assert_eq!(stage.verdicts(), 1);
    stage.show(&code, 10_100).await;
    assert!(matches!(stage.screen(), Screen::GoOrStay { .. }));
    stage.touch(Touch::Stay).await;
    assert_eq!(
        stage.screen(),
        Screen::Answer(Answer::Stay {
            until: "00:13".into(),
            limit: Limit::LongestStay,
            visit: stage.visit().unwrap(),
        })
    );
    stage.show(&code, 10_100).await;
    stage.touch(Touch::Go).await;
    assert_eq!(stage.screen(), Screen::Answer(Answer::Goodbye));
    stage.touch(Touch::Go).await;
    assert_eq!(stage.verdicts(), 5, "a second touch finds nothing to do");
}

#[tokio::test(start_paused = true)]
async fn an_answer_goes_by_itself_and_the_next_visitor_need_not_wait() {
    let mut stage = stage();
    let code = stage.code.clone();
    stage.show("foreign", 100).await;
    assert_eq!(stage.screen(), Screen::Answer(Answer::Refused));
    stage.show(&code, 100).await;
    assert!(matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })));
    sleep(Duration::from_millis(5_100)).await;
    assert_eq!(stage.screen(), Screen::Attract);
}

#[tokio::test(start_paused = true)]
async fn a_filled_form_becomes_paper_that_opens_the_door() {
    let mut stage = stage();
    stage.touch(Touch::ChooseLanguage(Language::En)).await;
    stage.fill_form().await;
    assert!(matches!(stage.screen(), Screen::DataNotice { .. }));
    stage.touch(Touch::Consent).await;
    stage.touch(Touch::SkipPin).await;
    let ready = stage
        .wait_for(|screen| matches!(screen, Screen::PassReady { .. }))
        .await;
    assert!(matches!(&ready, Screen::PassReady { printed: true, pin_id, .. } if pin_id.len() == 14));
    let code = stage.printed_code();
    stage.show(&code, 100).await;
    assert!(matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })));
}

#[tokio::test(start_paused = true)]
async fn a_form_with_problems_stays_and_names_them() {
    let stage = stage();
    stage.touch(Touch::OpenForm).await;
    let values = vec![
        (Field::FirstName, "Visitor".to_owned()),
        (Field::Town, "not asked here".to_owned()),
    ];
    stage.touch(Touch::FormNext(values)).await;
    let Screen::Form {
        step: FormStep::Name,
        draft,
        checked: true,
        ..
    } = stage.screen()
    else {
        panic!("went on")
    };
    assert!(draft.problem(Field::LastName).is_some());
    assert_eq!(
        draft.text(Field::Town),
        "",
        "a field of another step is not taken"
    );
}

#[tokio::test(start_paused = true)]
async fn what_was_typed_is_wiped_when_nobody_is_there() {
    let stage = stage();
    stage.fill_form().await;
    sleep(Duration::from_secs(60)).await;
    stage.touch(Touch::Touched).await;
    sleep(Duration::from_secs(60)).await;
    assert!(
        matches!(stage.screen(), Screen::DataNotice { .. }),
        "a touch prolongs it"
    );
    sleep(Duration::from_secs(6)).await;
    assert_eq!(stage.screen(), Screen::Attract);
    stage.touch(Touch::OpenForm).await;
    let Screen::Form { draft, .. } = stage.screen() else {
        panic!("no form")
    };
    assert_eq!(draft.text(Field::LastName), "");
}

#[tokio::test(start_paused = true)]
async fn a_code_that_lies_there_does_not_disturb_the_form() {
    let mut stage = stage();
    let code = stage.code.clone();
    stage.touch(Touch::OpenForm).await;
    stage.show(&code, 100).await;
    assert!(matches!(stage.screen(), Screen::Form { .. }));
    stage.touch(Touch::Back).await;
    stage.show(&code, 100).await;
    assert!(
        matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })),
        "and counts when it is meant"
    );
}

#[tokio::test(start_paused = true)]
async fn without_paper_the_number_is_shown_and_staff_see_why() {
    let stage = stage();
    stage.paper.set_out_of_paper(true);
    stage.fill_form().await;
    stage.touch(Touch::Consent).await;
    stage.touch(Touch::SkipPin).await;
    let ready = stage
        .wait_for(|screen| matches!(screen, Screen::PassReady { .. }))
        .await;
    assert!(matches!(ready, Screen::PassReady { printed: false, .. }));
    assert!(stage.snapshots.borrow().notices.contains(&Notice::PaperOut));
    assert!(stage.paper.jobs().is_empty());
    stage.paper.set_out_of_paper(false);
    let ready = stage
        .wait_for(|screen| matches!(screen, Screen::PassReady { printed: true, .. }))
        .await;
    assert!(
        matches!(ready, Screen::PassReady { .. }),
        "and comes when there is paper again"
    );
    assert_eq!(stage.paper.jobs().len(), 1);
    assert!(!stage.snapshots.borrow().notices.contains(&Notice::PaperOut));
}

#[tokio::test(start_paused = true)]
async fn a_paper_that_may_have_come_is_not_printed_again_and_asked_about() {
    let stage = stage();
    stage.paper.set_unconfirmed();
    stage.fill_form().await;
    stage.touch(Touch::Consent).await;
    stage.touch(Touch::SkipPin).await;
    let ready = stage
        .wait_for(|screen| matches!(screen, Screen::PassReady { .. }))
        .await;
    assert!(matches!(ready, Screen::PassReady { printed: false, .. }));
    assert_eq!(stage.paper.jobs().len(), 1);
    settle().await;
    assert!(stage.snapshots.borrow().notices.contains(&Notice::PaperUnsettled));
    stage.touch(Touch::Back).await;
    stage.touch(Touch::OpenStatus).await;
    let Screen::Status(status) = stage.screen() else {
        panic!("no status")
    };
    let papers = status.papers;
    assert_eq!(papers.last, Some((PaperEnd::Unknown, "16:13".to_owned())));
    let unsettled = papers.unsettled.iter().map(|(_, at)| at.as_str());
    assert_eq!(unsettled.collect::<Vec<_>>(), ["16:13"]);
}

#[tokio::test(start_paused = true)]
async fn the_keypad_counts_down_and_opens_again() {
    let stage = stage();
    stage.touch(Touch::OpenKeypad).await;
    for _ in 0..5 {
        stage.type_digits("111111111111").await;
    }
    let locked = |wait_s| Screen::Keypad {
        digits: String::new(),
        outcome: Some(KeypadOutcome::Locked { wait_s }),
    };
    assert_eq!(stage.screen(), locked(30));
    stage.type_digits("1").await;
    assert_eq!(stage.screen(), locked(30), "shut means shut");
    stage.touch(Touch::Back).await;
    stage.touch(Touch::OpenKeypad).await;
    assert_eq!(
        stage.screen(),
        locked(30),
        "going away and coming back does not open it"
    );
}

#[tokio::test(start_paused = true)]
async fn the_language_of_a_guest_goes_with_the_guest() {
    let stage = stage();
    stage.touch(Touch::ChooseLanguage(Language::En)).await;
    assert_eq!(stage.snapshots.borrow().language, Language::En);
    sleep(Duration::from_secs(46)).await;
    assert_eq!(stage.snapshots.borrow().language, Language::De);
}

#[tokio::test(start_paused = true)]
async fn nobody_is_welcomed_whose_visit_cannot_be_written() {
    let mut stage = stage();
    let code = stage.code.clone();
    let stop = "CREATE TRIGGER stop BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'no'); END";
    let database = stage.data.join("ledger.db");
    let sql = |sql: &str| {
        rusqlite::Connection::open(&database)
            .unwrap()
            .execute_batch(sql)
            .unwrap()
    };
    sql(stop);
    stage.show(&code, 100).await;
    assert_eq!(stage.screen(), Screen::OutOfService(FaultCode::LedgerUnavailable));
    assert_eq!(stage.verdicts(), 0);
    sql("DROP TRIGGER stop");
    sleep(Duration::from_secs(6)).await;
    stage.show(&code, 100).await;
    assert!(
        matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })),
        "the same pass may try again at once"
    );
}

#[tokio::test(start_paused = true)]
async fn a_lost_camera_is_told_when_no_other_sees_and_the_end_of_pictures_ends_the_run() {
    let stage = stage();
    let say = async |camera, event| stage.inputs.send(Input::Scanner(camera, event)).await.unwrap();
    let lost = || ScannerEvent::CameraLost {
        why: "unplugged".into(),
    };
    let is_told = || stage.snapshots.borrow().notices.contains(&Notice::CameraLost);
    for (camera, event, told) in [
        (0, lost(), false),
        (1, lost(), true),
        (0, ScannerEvent::CameraBack, false),
        (0, lost(), true),
        (1, ScannerEvent::CameraBack, false),
        (0, ScannerEvent::CameraBack, false),
    ] {
        let what = format!("camera {camera}: {event:?}");
        say(camera, event).await;
        settle().await;
        assert_eq!(is_told(), told, "{what}");
    }
    say(0, ScannerEvent::Ended).await;
    stage.controller.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_code_from_a_hand_scanner_is_the_same_scan_as_in_the_camera() {
    let mut stage = stage();
    let code = stage.code.clone();
    let by_hand = HandScannerEvent::Code {
        payload: code.as_bytes().to_vec(),
        at: Duration::ZERO,
    };
    stage.inputs.send(Input::HandScanner(by_hand)).await.unwrap();
    settle().await;
    assert!(matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })));
    stage.show(&code, 500).await;
    assert_eq!(stage.verdicts(), 1, "still in view");
}

/// Of what waits at the same time, the controller takes either first: hence the repetitions.
#[tokio::test(start_paused = true)]
async fn the_house_is_kept_before_anything_is_taken() {
    for _ in 0..8 {
        let stage = stage();
        stage.inputs.try_send(Input::Quit).unwrap();
        stage.controller.await.unwrap().unwrap();
        assert!(
            stage.data.join("copy.db").exists(),
            "nothing was destroyed, nothing copied"
        );
    }
}
