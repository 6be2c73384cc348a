//! What stands behind the window: a running station, or the reason why there is none.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Context;
use einlass_api::{KioskView, LookView};
use einlass_devices::{
    camera::{CameraTarget, find_camera},
    printer::PrinterTarget,
    speech::find_speech,
};
use einlass_domain::{post::Post, time::Clock};
use einlass_kiosk::{
    Camera, Comfort, FaultCode, Look, Report, Screen, Snapshot, Station, StationSettings, SystemClock, Touch,
};
use einlass_ledger::{DataFolder, Ledger, LedgerError};
use einlass_upstream::{Upstream, UpstreamSettings};
use rand_core::OsRng;
use tauri::async_runtime::block_on;

use crate::{
    arguments::{Arguments, Venue},
    demo::Demo,
    say,
};

/// Behind the window.
pub(crate) struct Front {
    station: Mutex<Option<Arc<Station>>>,
    without_station: KioskView,
    look: LookView,
}

impl Front {
    /// Opens the data folder and starts the station. A folder that cannot be opened is no reason to show nothing: the window says so.
    pub(crate) fn open(arguments: &Arguments) -> anyhow::Result<Self> {
        let (venue, printer, demo) = match arguments.venue() {
            Venue::Real(folder) => (folder, arguments.printer.clone(), None),
            Venue::Demo(folder) => {
                let paper = PrinterTarget::Paper {
                    folder: folder.join("paper"),
                };
                say(&format!(
                    "no venue is set up; this is the demonstration in {}",
                    folder.display()
                ));
                (
                    folder.join("venue"),
                    Some(arguments.printer.clone().unwrap_or(paper)),
                    Some(Demo::new()),
                )
            }
        };
        let opened = match &demo {
            Some(_) => Demo::make_venue(&venue),
            None => DataFolder::take(&venue).and_then(open),
        };
        let look = look(arguments.look.as_deref());
        let pages = look.pages.clone();
        let look = LookView::new(&look, arguments.screen_mm);
        let without_station = |code| {
            KioskView::from(&Snapshot {
                revision: 0,
                venue: String::new(),
                language: arguments.language,
                comfort: Comfort::default(),
                demo: demo.is_some(),
                screen: Screen::OutOfService(code),
                still_there_s: None,
                answered: 0,
                speech: None,
                notices: Default::default(),
                traffic: None,
                pages: Vec::new(),
                confirm: None,
                aim: None,
            })
        };
        let ledger = match opened {
            Ok(ledger) => ledger,
            Err(error) => {
                let code = FaultCode::from(&error);
                say(&format!(
                    "{:#}",
                    anyhow::Error::new(error).context(format!("{} cannot be opened", venue.display()))
                ));
                return Ok(Self {
                    station: Mutex::new(None),
                    without_station: without_station(code),
                    look,
                });
            }
        };
        let (ledger, visitors) = match &demo {
            Some(_) => {
                Demo::invite(ledger).context("the demonstration's visitors could not be registered")?
            }
            None => (ledger, Vec::new()),
        };
        let without_station = without_station(FaultCode::Internal);
        let mut cameras = arguments.cameras.iter().cloned();
        let camera = cameras.next().or_else(find_camera);
        let plays = demo.is_some() && camera.is_none();
        let settings = StationSettings {
            camera: match (camera, &demo) {
                (Some(target), _) => Camera::Target(target),
                (None, Some(demo)) => Camera::Drawn(demo.scene()),
                // Named so that the notice about the missing camera names it; opened as soon as one is plugged in.
                (None, None) => Camera::Target(CameraTarget::V4l {
                    device: "/dev/video0".into(),
                }),
            },
            more_cameras: cameras.collect(),
            hand_scanners: arguments.scanners.clone(),
            printer,
            profile: arguments.profile,
            gate: arguments.gate(),
            on_inside: None,
            post: arguments.upstream.as_deref().and_then(post),
            phone_page: arguments.phone_page.clone(),
            pages,
            power_signal: arguments.power_signal.clone(),
            language: arguments.language,
            speech: arguments.speech.clone().unwrap_or_else(find_speech),
            headset: arguments.headset.clone(),
            demo: demo.is_some(),
            report: Box::new(tell),
        };
        let station = Arc::new(Station::start(ledger, settings));
        if let Some(demo) = demo.filter(|_| plays) {
            demo.play(visitors, Arc::downgrade(&station));
        }
        Ok(Self {
            station: Mutex::new(Some(station)),
            without_station,
            look,
        })
    }

    /// The running station.
    pub(crate) fn station(&self) -> Option<Arc<Station>> {
        self.station
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// What the screen shows now.
    pub(crate) fn view(&self) -> KioskView {
        self.station().map_or_else(
            || self.without_station.clone(),
            |station| (&*station.snapshots().borrow()).into(),
        )
    }

    /// What does not change about the screen.
    pub(crate) fn look(&self) -> LookView {
        self.look.clone()
    }

    /// A finger touched the screen.
    pub(crate) async fn touch(&self, touch: Touch) {
        if let Some(station) = self.station() {
            station.touch(touch).await;
        }
    }

    /// Ends the station.
    pub(crate) fn close(&self) -> Result<(), LedgerError> {
        let station = self.station.lock().unwrap_or_else(PoisonError::into_inner).take();
        station.map_or(Ok(()), |station| block_on(station.quit()))
    }
}

/// The venue's look. One that cannot be used is no reason to keep the door shut.
fn look(folder: Option<&Path>) -> Look {
    let read = folder.map(Look::read).transpose();
    read.map(Option::unwrap_or_default).unwrap_or_else(|error| {
        let error = anyhow::Error::new(error).context("the venue's look is not used");
        say(&format!("{error:#}"));
        Look::default()
    })
}

/// The ways out. Settings that cannot be used are no reason to keep the door shut: staff sees that messages do not get out.
fn post(file: &Path) -> Option<Box<dyn Post>> {
    let post = UpstreamSettings::read(file).and_then(|settings| Upstream::new(&settings));
    match post {
        Ok(post) => Some(Box::new(post)),
        Err(error) => {
            let error = anyhow::Error::new(error).context(format!("{} is not used", file.display()));
            say(&format!("{error:#}"));
            None
        }
    }
}

/// Opens a venue, with whatever can be saved of a damaged one.
fn open(folder: DataFolder) -> Result<Ledger, LedgerError> {
    let (ledger, recovered) = Ledger::open_or_recover(folder, SystemClock.now(), &mut OsRng)?;
    if let Some(recovered) = recovered {
        say(&recovered.to_string());
    }
    Ok(ledger)
}

/// Says what went wrong to whoever started the program; visitors see it on the screen.
fn tell(report: Report) {
    let error = match report {
        Report::Verdict { .. } | Report::Undone { .. } => return,
        Report::Fault(error) | Report::House(error) => anyhow::Error::new(error),
        Report::NoPass(error) => anyhow::Error::new(error),
        Report::Printer(error) => anyhow::Error::new(error),
        Report::Camera(why) => anyhow::anyhow!("camera: {why}"),
        Report::HandScanner(why) => anyhow::anyhow!("hand scanner: {why}"),
        Report::Gate(error) => anyhow::Error::new(error).context("the gate failed"),
        Report::Speech(error) => anyhow::Error::new(error).context("nothing is read aloud"),
        Report::Letter(undelivered) => {
            anyhow::anyhow!(undelivered.why).context("a message to a visitor did not get out")
        }
    };
    say(&format!("{error:#}"));
}
