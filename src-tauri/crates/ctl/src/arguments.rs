//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use einlass_devices::{camera::CameraTarget, printer::PrinterTarget};
use einlass_domain::{admission, words::Language};
use einlass_receipt::PrinterProfile;

/// The entrance kiosk without a window.
#[derive(Debug, Parser)]
#[command(name = "einlass-ctl", version, about)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Set a venue up in an empty data folder.
    Init(Init),
    /// Make passes.
    #[command(subcommand)]
    Pass(PassCommand),
    /// Read the codes in pictures.
    Scan(Scan),
    /// Run the kiosk.
    Run(Run),
    /// Say how many visitors are inside.
    Inside(Data),
    /// Check the event log.
    #[command(subcommand)]
    Ledger(LedgerCommand),
}

#[derive(Debug, Subcommand)]
pub(crate) enum PassCommand {
    /// Register a visitor and make a pass.
    New(NewPass),
}

#[derive(Debug, Subcommand)]
pub(crate) enum LedgerCommand {
    /// Check the chain of hashes and signatures.
    Verify(Data),
    /// Make the state anew from the events.
    Rebuild(Data),
}

#[derive(Debug, Args)]
pub(crate) struct Data {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The data folder; made if it is not there.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The venue's name, as it is shown and printed.
    #[arg(long, value_name = "NAME")]
    pub(crate) venue: String,
    /// Where to write the owner's key, encrypted. Keep it away from the kiosk.
    #[arg(long, value_name = "FILE")]
    pub(crate) owner_key: PathBuf,
    /// A file whose first line is the passphrase for the owner's key.
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: PathBuf,
    /// The venue's time zone, by its IANA name.
    #[arg(long, value_name = "ZONE", default_value = "Europe/Berlin")]
    pub(crate) time_zone: String,
}

#[derive(Debug, Args)]
pub(crate) struct NewPass {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The visitor's contact data, as JSON.
    #[arg(long, value_name = "FILE.json")]
    pub(crate) contact: PathBuf,
    /// Where to write the bytes for the printer.
    #[arg(long, value_name = "FILE.bin")]
    pub(crate) receipt: Option<PathBuf>,
    /// Where to write a picture of the code.
    #[arg(long, value_name = "FILE.png")]
    pub(crate) png: Option<PathBuf>,
    /// The language of the paper.
    #[arg(long, value_name = "de|en", default_value_t = Language::De)]
    pub(crate) language: Language,
    /// The printer's profile.
    #[arg(long, value_name = "NAME", value_parser = profile, default_value = PrinterProfile::EPSON_80MM.name)]
    pub(crate) profile: PrinterProfile,
}

#[derive(Debug, Args)]
pub(crate) struct Scan {
    /// Pictures.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Run {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Where pictures come from: `picture:DIR` or `v4l:DEV`.
    #[arg(long, value_name = "CAMERA")]
    pub(crate) camera: CameraTarget,
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
    #[arg(long, value_enum, default_value_t = OnInside::Ask)]
    pub(crate) on_inside: OnInside,
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

fn profile(name: &str) -> Result<PrinterProfile, String> {
    let names = PrinterProfile::ALL.map(|profile| profile.name).join(", ");
    PrinterProfile::named(name).ok_or_else(|| format!("there is no such profile; there are {names}"))
}
