//! A kiosk to try: a real ledger, a door that hears and sees what the test says, and time that stands still.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use einlass_devices::{scanner::ScannerEvent, speech::SpeechEvent};
use einlass_domain::{
    admission::OnInside, contact::Field, gate::Gate, id::VisitId, post::Post, words::Language,
};
use einlass_ledger::{Ledger, LedgerError};
use einlass_receipt::PrinterProfile;
use einlass_testkit::{CaughtPaper, CaughtVoice, ManualClock, START, ScriptedGate, contact, make_venue};
use rand_core::OsRng;
use tempfile::TempDir;
use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
};

use crate::{
    AimHint, Entrance, Input, Kiosk, Report, Screen, Snapshot, Touch, VenuePage, Verdict, courier::Courier,
    gate_desk::GateDesk, kiosk::Surroundings, print_desk::PrintDesk,
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
    pub(super) controller: JoinHandle<Result<(), LedgerError>>,
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
