//! `run`: the kiosk, headless. A line a verdict, written after the verdict is on the disk.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use anyhow::{Context, anyhow, bail};
use einlass_devices::{
    camera::{CameraTarget, PictureCamera},
    speech::{HeadsetTarget, SpeechTarget},
};
use einlass_domain::{
    admission::Obstacle,
    time::{Timestamp, VenueZone},
    words::Language,
};
use einlass_kiosk::{Camera, Report, Station, StationSettings, Verdict};
use serde_json::{Value, json};

use crate::{arguments::Run, output};

pub(crate) fn run(arguments: Run) -> anyhow::Result<()> {
    let mut cameras = arguments.cameras.into_iter();
    let first = cameras.next().context("there is no camera")?;
    let more_cameras: Vec<CameraTarget> = cameras.collect();
    if arguments.once && !more_cameras.is_empty() {
        bail!("--once ends after the last picture of one folder");
    }
    let camera = match (first, arguments.once) {
        (CameraTarget::Pictures { folder }, true) => Camera::PicturesOnce(folder),
        (CameraTarget::V4l { .. }, true) => {
            bail!("--once ends after the last picture of a folder; a camera has no last picture")
        }
        (camera, false) => Camera::Target(camera),
    };
    match &camera {
        // Asked here, because a kiosk would wait for pictures to come.
        Camera::PicturesOnce(folder) => drop(PictureCamera::open(folder)?),
        Camera::Target(CameraTarget::Pictures { folder }) => {
            fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
        }
        Camera::Target(CameraTarget::V4l { .. }) | Camera::Drawn(_) => {}
    }
    let post = arguments.upstream.as_deref().map(output::post).transpose()?;
    let (ledger, recovered) = output::open_or_recover(&arguments.data)?;
    if let Some(recovered) = recovered {
        output::warning(&recovered.to_string());
    }
    let zone = ledger.zone().clone();
    let failed = Arc::new(AtomicBool::new(false));
    let settings = StationSettings {
        camera,
        more_cameras,
        hand_scanners: arguments.scanners,
        printer: Some(arguments.printer),
        profile: arguments.profile,
        on_inside: arguments.on_inside.map(Into::into),
        power_signal: arguments.power_signal,
        gate: arguments.gate.settings(),
        post,
        pages: Vec::new(), // nor one that a page could be shown on
        phone_page: None,  // there is no screen that a phone could read it from
        language: Language::De,
        // There is no screen that could be read.
        speech: SpeechTarget::Off,
        headset: HeadsetTarget::Never,
        demo: false,
        report: {
            let failed = Arc::clone(&failed);
            Box::new(move |report| tell(report, &zone, &failed))
        },
    };
    Station::start(ledger, settings).wait()?;
    if failed.load(Ordering::Relaxed) {
        bail!("not everything went well; what failed is named above");
    }
    Ok(())
}

fn tell(report: Report, zone: &VenueZone, failed: &AtomicBool) {
    let (error, goes_on) = match report {
        Report::Verdict { verdict, at } => match output::line(&line(verdict, at, zone)) {
            Ok(()) => return,
            Err(error) => (error, false),
        },
        Report::Undone { visit, at } => {
            let undone = json!({ "verdict": "undone", "at": zone.rfc3339(at), "visit": visit.to_string() });
            match output::line(&undone) {
                Ok(()) => return,
                Err(error) => (error, false),
            }
        }
        Report::Fault(error) => (anyhow!(error).context("nobody was answered"), false),
        Report::House(error) => (
            anyhow!(error).context("the kiosk could not keep house and tries again"),
            true,
        ),
        Report::NoPass(error) => (anyhow!(error), false),
        Report::Printer(error) => (anyhow!(error).context("the printer failed"), true),
        Report::Camera(why) => (anyhow!(why).context("the camera gives no picture"), true),
        Report::HandScanner(why) => (anyhow!(why).context("the hand scanner gives no code"), true),
        Report::Gate(error) => (anyhow!(error).context("the gate failed"), true),
        Report::Speech(error) => (anyhow!(error).context("nothing is read aloud"), true),
        Report::Letter(undelivered) => (
            anyhow!(undelivered.why).context("a message to a visitor did not get out"),
            true,
        ),
    };
    if !goes_on {
        failed.store(true, Ordering::Relaxed);
    }
    output::error(&error);
}

fn line(verdict: Verdict, at: Timestamp, zone: &VenueZone) -> Value {
    let at = zone.rfc3339(at);
    match verdict {
        Verdict::Welcome { visit, until, .. } => {
            json!({ "verdict": "welcome", "at": at, "visit": visit.to_string(), "until": zone.rfc3339(until) })
        }
        Verdict::Stay { visit, until, .. } => {
            json!({ "verdict": "welcome", "at": at, "visit": visit.to_string(), "until": zone.rfc3339(until), "stays": true })
        }
        Verdict::Goodbye { visit } => json!({ "verdict": "goodbye", "at": at, "visit": visit.to_string() }),
        Verdict::Ask { visit, until, .. } => {
            json!({ "verdict": "ask", "at": at, "visit": visit.to_string(), "until": zone.rfc3339(until) })
        }
        Verdict::Check { visit, .. } => json!({ "verdict": "check", "at": at, "visit": visit.to_string() }),
        Verdict::Wait { obstacle } => {
            let (why, from) = match obstacle {
                Obstacle::Closed(opens) => ("closed", opens),
                Obstacle::Full => ("full", None),
                Obstacle::ReEntry(from) => ("re-entry", from),
                Obstacle::Unconfirmed => ("unconfirmed", None),
            };
            let from = from.map(|from| zone.rfc3339(from));
            json!({ "verdict": "wait", "at": at, "why": why, "from": from })
        }
        Verdict::Confirmed => json!({ "verdict": "confirmed", "at": at }),
        Verdict::NoCode { why, .. } => {
            json!({ "verdict": "no-code", "at": at, "why": why.to_string() })
        }
        Verdict::Dead => json!({ "verdict": "dead", "at": at }),
        Verdict::Expired => json!({ "verdict": "expired", "at": at }),
        Verdict::Refused => json!({ "verdict": "refused", "at": at }),
    }
}
