//! A station: camera, printer, voice and kiosk put together, each on its own thread.

use std::{
    path::PathBuf,
    sync::{Mutex, PoisonError},
    thread::{self, JoinHandle},
};

use einlass_devices::{
    camera::{CameraTarget, PictureCamera, SceneHandle},
    gate::share,
    hand_scanner::{HandScanner, HandScannerTarget},
    printer::PrinterTarget,
    scanner::{Picture, Scanner},
    speech::{HeadsetTarget, SpeechTarget},
};
use einlass_domain::{admission::OnInside, post::Post, speech::Voice, words::Language};
use einlass_ledger::{Ledger, LedgerError};
use einlass_receipt::PrinterProfile;
use einlass_scan::{CameraError, FrameSource};
use rand_core::OsRng;
use tokio::sync::{mpsc, watch};

use crate::{
    courier::Courier,
    entrance::Entrance,
    gate_desk::GateDesk,
    input::{Input, Report, Touch},
    kiosk::{Kiosk, Surroundings},
    look::VenuePage,
    passage::GateSettings,
    phone::PhonePage,
    power::PowerSignal,
    print_desk::PrintDesk,
    screen::Snapshot,
    system::SystemClock,
};

/// Inputs that may wait for the controller. A finger is slower than a commit, a camera is held back by its own thread.
const INPUTS: usize = 64;

/// Where the pictures come from.
pub enum Camera {
    /// A camera or a folder of pictures.
    Target(CameraTarget),
    /// A folder of pictures, shown once; the station ends after the last.
    PicturesOnce(PathBuf),
    /// The demonstration's scene.
    Drawn(SceneHandle),
}

/// What a station is made of.
pub struct StationSettings {
    /// Where the pictures come from.
    pub camera: Camera,
    /// Cameras besides that one; each is looked at as well.
    pub more_cameras: Vec<CameraTarget>,
    /// Readers that decode by themselves.
    pub hand_scanners: Vec<HandScannerTarget>,
    /// Where the paper comes from; none where there is no printer.
    pub printer: Option<PrinterTarget>,
    /// What that printer can do.
    pub profile: PrinterProfile,
    /// What opens for whoever comes or goes; none where there is nothing to open.
    pub gate: Option<GateSettings>,
    /// What carries messages to visitors; none where there is no way for them.
    pub post: Option<Box<dyn Post>>,
    /// Where the page for passes on phones is; none where the venue has none, and then no pass is offered to a phone.
    pub phone_page: Option<PhonePage>,
    /// The venue's own pages.
    pub pages: Vec<VenuePage>,
    /// The file that is touched when the mains fail; none where nothing watches them.
    pub power_signal: Option<PathBuf>,
    /// What a pass means whose holder is inside already; none for what the ledger says of this kiosk.
    pub on_inside: Option<OnInside>,
    /// The language of the screen when nobody has chosen one.
    pub language: Language,
    /// What reads the screen aloud.
    pub speech: SpeechTarget,
    /// How it is known that a headset is plugged in.
    pub headset: HeadsetTarget,
    /// Whether this is the demonstration.
    pub demo: bool,
    /// Called with all that happens, on the controller's thread.
    pub report: Box<dyn FnMut(Report) + Send>,
}

/// A running kiosk.
pub struct Station {
    inputs: mpsc::Sender<Input>,
    snapshots: watch::Receiver<Snapshot>,
    scanners: Vec<Scanner>,
    _hand_scanners: Vec<HandScanner>,
    controller: Mutex<Option<JoinHandle<Result<(), LedgerError>>>>,
    _power: Option<PowerSignal>,
}

impl Station {
    /// Starts the threads over an open ledger.
    pub fn start(ledger: Ledger, settings: StationSettings) -> Self {
        let (inputs, queue) = mpsc::channel(INPUTS);
        let printed = inputs.clone();
        let printer = settings
            .printer
            .map(|target| share(target.open(settings.profile)));
        let with_drawer = printer.clone().map(|printer| (printer, settings.profile));
        let desk = printer.map(|printer| {
            PrintDesk::start(Box::new(printer), move |said| {
                // Nobody is left to be told when the program is ending.
                let _ = printed.blocking_send(said);
            })
        });
        let passed = inputs.clone();
        let gate = settings.gate.map(|gate| {
            GateDesk::start(gate.target.open(gate.times, with_drawer), move |event| {
                let _ = passed.blocking_send(Input::Gate(event));
            })
        });
        let carried = inputs.clone();
        let courier = settings.post.map(|post| {
            Courier::start(post, move |delivery| {
                let _ = carried.blocking_send(Input::Delivered(delivery));
            })
        });
        let heard = inputs.clone();
        let voice = settings.speech.start(&settings.headset, move |event| {
            let _ = heard.blocking_send(Input::Speech(event));
        });
        let ends_with_camera = matches!(settings.camera, Camera::PicturesOnce(_));
        let around = Surroundings {
            desk,
            courier,
            gate,
            profile: settings.profile,
            phone_page: settings.phone_page,
            pages: settings.pages,
            language: settings.language,
            demo: settings.demo,
            voice: voice.map(|voice| Box::new(voice) as Box<dyn Voice>),
            ends_with_camera,
            cameras: 1 + settings.more_cameras.len(),
            report: settings.report,
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build();
        let runtime = runtime.expect("a runtime without I/O needs nothing that could be missing");
        let entrance = Entrance::new(ledger, SystemClock, OsRng, settings.on_inside);
        let (kiosk, snapshots) = runtime.block_on(async { Kiosk::new(entrance, SystemClock, around) });
        let controller = thread::Builder::new()
            .name("kiosk".into())
            .spawn(move || runtime.block_on(kiosk.run(queue)))
            .expect("the system gives a thread at start");
        let more_cameras = settings.more_cameras.into_iter().map(Camera::Target);
        let cameras = std::iter::once(settings.camera).chain(more_cameras);
        // All of them together, because what they see is compared by the time since their start.
        let scanners = cameras
            .enumerate()
            .map(|(number, camera)| {
                let scanned = inputs.clone();
                Scanner::start(opener(camera), move |event| {
                    let _ = scanned.blocking_send(Input::Scanner(number, event));
                })
            })
            .collect();
        let hand_scanners = settings
            .hand_scanners
            .into_iter()
            .map(|target| {
                let scanned = inputs.clone();
                HandScanner::start(target, move |event| {
                    let _ = scanned.blocking_send(Input::HandScanner(event));
                })
            })
            .collect();
        let failed = inputs.clone();
        let power = settings.power_signal.map(|file| {
            PowerSignal::watch(file, move || {
                let _ = failed.blocking_send(Input::PowerLost);
            })
        });
        Self {
            _power: power,
            inputs,
            snapshots,
            scanners,
            _hand_scanners: hand_scanners,
            controller: Mutex::new(Some(controller)),
        }
    }

    /// A finger touched the screen.
    pub async fn touch(&self, touch: Touch) {
        // When the controller has ended there is no screen left to touch.
        let _ = self.inputs.send(Input::Touch(touch)).await;
    }

    /// What the screen shows, now and from now on.
    pub fn snapshots(&self) -> watch::Receiver<Snapshot> {
        self.snapshots.clone()
    }

    /// The newest picture of the first camera that has one.
    pub fn newest_picture(&self) -> Option<Picture> {
        self.scanners.iter().find_map(Scanner::newest_picture)
    }

    /// Ends the kiosk; whatever it was doing is finished first. Called again, or after it has ended by itself, does nothing.
    ///
    /// # Errors
    /// When the ledger does not close cleanly.
    pub async fn quit(&self) -> Result<(), LedgerError> {
        let _ = self.inputs.send(Input::Quit).await;
        self.wait()
    }

    /// Waits until the kiosk ends by itself.
    ///
    /// # Errors
    /// When the ledger does not close cleanly.
    pub fn wait(&self) -> Result<(), LedgerError> {
        let controller = self
            .controller
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let Some(controller) = controller else {
            return Ok(());
        };
        controller
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

fn opener(camera: Camera) -> Box<dyn FnMut() -> Result<Box<dyn FrameSource>, CameraError> + Send> {
    match camera {
        Camera::Target(target) => Box::new(move || target.open()),
        Camera::PicturesOnce(folder) => Box::new(move || Ok(Box::new(PictureCamera::open(&folder)?.once()))),
        Camera::Drawn(scene) => Box::new(move || Ok(Box::new(scene.camera()))),
    }
}
