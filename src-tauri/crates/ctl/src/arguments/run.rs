//! `run`: the kiosk and its devices.

use std::path::PathBuf;

use clap::{Args, ValueEnum, value_parser};
use einlass_devices::{
    camera::CameraTarget, gate::GateTarget, hand_scanner::HandScannerTarget, printer::PrinterTarget,
};
use einlass_domain::{admission, gate::GateTimes};
use einlass_kiosk::GateSettings;
use einlass_receipt::PrinterProfile;

use super::profile;

#[derive(Debug, Args)]
pub(crate) struct Run {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Where pictures come from: `picture:DIR` or `v4l:DEV`. Given again, for one more camera.
    #[arg(long = "camera", value_name = "CAMERA", required = true)]
    pub(crate) cameras: Vec<CameraTarget>,
    /// A hand scanner: `serial:DEV`, or `keyboard:DEV` for one that types, which nobody else hears then. Given again, for one more.
    #[arg(long = "scanner", value_name = "SCANNER")]
    pub(crate) scanners: Vec<HandScannerTarget>,
    /// Where the paper comes from: `paper:DIR`, `tcp:HOST:PORT`, `usb` or `serial:DEV`.
    #[arg(long, value_name = "PRINTER")]
    pub(crate) printer: PrinterTarget,
    /// The printer's profile.
    #[arg(long, value_name = "NAME", value_parser = profile, default_value = PrinterProfile::EPSON_80MM.name)]
    pub(crate) profile: PrinterProfile,
    /// End after the last picture of the folder.
    #[arg(long)]
    pub(crate) once: bool,
    /// What a pass means whose holder is inside already.
    #[arg(long, value_enum)]
    pub(crate) on_inside: Option<OnInside>,
    /// A file that is touched when the mains fail: the list of who is inside is printed then, once.
    #[arg(long, value_name = "FILE")]
    pub(crate) power_signal: Option<PathBuf>,
    /// How messages to visitors leave the house (JSON; see the README). Without it, none does.
    #[arg(long, value_name = "FILE")]
    pub(crate) upstream: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) gate: Gate,
}

/// The door or turnstile.
#[derive(Debug, Args)]
pub(crate) struct Gate {
    /// What opens for whoever comes or goes: `relay:DEV`, `gpio:CHIP:LINE`, `drawer` or `mqtt:HOST:PORT/TOPIC` (all forms: README).
    #[arg(long, value_name = "GATE")]
    gate: Option<GateTarget>,
    /// How long its signal lasts, in milliseconds.
    #[arg(long, value_name = "MS", default_value_t = GateTimes::PULSE_MS, value_parser = value_parser!(u64).range(100..=5_000))]
    gate_pulse_ms: u64,
    /// How long somebody may take to go through, in seconds.
    #[arg(long, value_name = "S", default_value_t = GateTimes::PASSAGE_S, value_parser = value_parser!(u64).range(1..=30))]
    gate_wait_s: u64,
}

impl Gate {
    pub(crate) fn settings(self) -> Option<GateSettings> {
        let times = GateTimes::new(self.gate_pulse_ms, self.gate_wait_s);
        self.gate.map(|target| GateSettings { target, times })
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum OnInside {
    /// Check out.
    Go,
    /// Extend the visit.
    Stay,
    /// Ask.
    Ask,
}

impl From<OnInside> for admission::OnInside {
    fn from(on_inside: OnInside) -> Self {
        match on_inside {
            OnInside::Go => Self::Go,
            OnInside::Stay => Self::Stay,
            OnInside::Ask => Self::Ask,
        }
    }
}
