//! The command line, and what is meant when it says nothing.

use std::{env, path::PathBuf};

use clap::{Parser, value_parser};
use einlass_devices::{
    camera::CameraTarget,
    gate::GateTarget,
    hand_scanner::HandScannerTarget,
    printer::PrinterTarget,
    speech::{HeadsetTarget, SpeechTarget},
};
use einlass_domain::{gate::GateTimes, words::Language};
use einlass_kiosk::{GateSettings, PhonePage, ScreenSize};
use einlass_receipt::PrinterProfile;

/// The entrance kiosk.
#[derive(Debug, Parser)]
#[command(name = "einlass", version, about)]
pub(crate) struct Arguments {
    /// Take the whole screen, without a frame.
    #[arg(long)]
    pub(crate) kiosk: bool,
    /// The data folder of a venue, made with `einlass-ctl init`. Without one: the folder `venue` of the user's data, else the
    /// demonstration.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Play the demonstration, also where a venue was set up.
    #[arg(long, conflicts_with = "data")]
    demo: bool,
    /// Where pictures come from: `v4l:DEV` or `picture:DIR`. Without it: the first camera of the machine; in the demonstration, where
    /// there is none, a drawn scene. Given again, for one more camera.
    #[arg(long = "camera", value_name = "CAMERA")]
    pub(crate) cameras: Vec<CameraTarget>,
    /// A hand scanner: `serial:DEV`, or `keyboard:DEV` for one that types, which nobody else hears then. Given again, for one more.
    #[arg(long = "scanner", value_name = "SCANNER")]
    pub(crate) scanners: Vec<HandScannerTarget>,
    /// Where the paper comes from: `tcp:HOST:PORT`, `usb`, `serial:DEV` or `paper:DIR`. Without it, only the demonstration prints, into a
    /// folder.
    #[arg(long, value_name = "PRINTER")]
    pub(crate) printer: Option<PrinterTarget>,
    /// The printer's profile.
    #[arg(long, value_name = "NAME", value_parser = profile, default_value = PrinterProfile::EPSON_80MM.name)]
    pub(crate) profile: PrinterProfile,
    /// Where the venue has put the page that shows passes on phones (`ui/phone`). Without it, no pass is offered to a phone.
    #[arg(long, value_name = "URL")]
    pub(crate) phone_page: Option<PhonePage>,
    /// How messages to visitors leave the house (JSON; see the README). Without it, none does.
    #[arg(long, value_name = "FILE")]
    pub(crate) upstream: Option<PathBuf>,
    /// What opens for whoever comes or goes: `relay:DEV`, `gpio:CHIP:LINE`, `drawer` or `mqtt:HOST:PORT/TOPIC` (all forms: README).
    #[arg(long, value_name = "GATE")]
    gate: Option<GateTarget>,
    /// How long its signal lasts, in milliseconds.
    #[arg(long, value_name = "MS", default_value_t = GateTimes::PULSE_MS, value_parser = value_parser!(u64).range(100..=5_000))]
    gate_pulse_ms: u64,
    /// How long somebody may take to go through, in seconds.
    #[arg(long, value_name = "S", default_value_t = GateTimes::PASSAGE_S, value_parser = value_parser!(u64).range(1..=30))]
    gate_wait_s: u64,
    /// A file that is touched when the mains fail: the list of who is inside is printed then, once.
    #[arg(long, value_name = "FILE")]
    pub(crate) power_signal: Option<PathBuf>,
    /// The language that the screen speaks by itself.
    #[arg(long, value_name = Language::CODES, default_value_t = Language::De)]
    pub(crate) language: Language,
    /// The venue's look: a folder with `look.json` (`accent`: `#rrggbb`, `logo`: the name of a PNG or SVG in the folder,
    /// `pages`: up to two pages for whoever is inside).
    #[arg(long, value_name = "DIR")]
    pub(crate) look: Option<PathBuf>,
    /// How large the screen's picture is, so that everything is large enough for a finger.
    #[arg(long, value_name = "WIDTHxHEIGHT")]
    pub(crate) screen_mm: Option<ScreenSize>,
    /// What reads the screen aloud: `espeak`, `speech-dispatcher`, `wav:DIR` (kept, not heard) or `off`. Without it: eSpeak NG where it is
    /// installed.
    #[arg(long, value_name = "VOICE")]
    pub(crate) speech: Option<SpeechTarget>,
    /// How it is known that somebody wears a headset: `jack`, `jack:CARD`, `always` or `never`. What is personal is said to nobody else.
    #[arg(long, value_name = "HEADSET", default_value = "jack")]
    pub(crate) headset: HeadsetTarget,
}

/// What is run.
pub(crate) enum Venue {
    /// A venue that was set up.
    Real(PathBuf),
    /// The demonstration, in this folder.
    Demo(PathBuf),
}

impl Arguments {
    /// The door or turnstile, if there is one.
    pub(crate) fn gate(&self) -> Option<GateSettings> {
        let times = GateTimes::new(self.gate_pulse_ms, self.gate_wait_s);
        self.gate.clone().map(|target| GateSettings { target, times })
    }

    /// The venue that these arguments mean.
    pub(crate) fn venue(&self) -> Venue {
        let home = user_data().join("einlass");
        match &self.data {
            Some(folder) => Venue::Real(folder.clone()),
            None if !self.demo && home.join("venue").is_dir() => Venue::Real(home.join("venue")),
            None => Venue::Demo(home.join("demo")),
        }
    }
}

/// `$XDG_DATA_HOME`, else `~/.local/share` (XDG Base Directory Specification).
fn user_data() -> PathBuf {
    let absolute = |name| {
        env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    absolute("XDG_DATA_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".local/share")))
        .unwrap_or_else(env::temp_dir)
}

fn profile(name: &str) -> Result<PrinterProfile, String> {
    let names = PrinterProfile::ALL.map(|profile| profile.name).join(", ");
    PrinterProfile::named(name).ok_or_else(|| format!("there is no such profile; there are {names}"))
}
