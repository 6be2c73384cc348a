//! Sheets for office printers.

use std::path::PathBuf;

use clap::Args;
use einlass_domain::words::Language;
use einlass_receipt::{Orientation, PaperFormat, PosterSheet, PrinterText};

/// How sheets look.
#[derive(Debug, Args)]
pub(crate) struct GivenLook {
    /// The size of a sheet; a4 for posters and a6 for passes if none is given.
    #[arg(long, value_name = PaperFormat::NAMES)]
    pub(crate) format: Option<PaperFormat>,
    /// Sheets lie on their long side.
    #[arg(long)]
    pub(crate) landscape: bool,
    /// The venue's own greeting.
    #[arg(long, value_name = "TEXT", value_parser = greeting)]
    pub(crate) greeting: Option<String>,
    /// A picture that is laid pale behind everything: PNG or JPEG.
    #[arg(long, value_name = "FILE")]
    pub(crate) background: Option<PathBuf>,
}

impl GivenLook {
    pub(crate) fn orientation(&self) -> Orientation {
        if self.landscape {
            Orientation::Landscape
        } else {
            Orientation::Portrait
        }
    }
}

/// On which of CUPS' printers.
#[derive(Debug, Args)]
pub(crate) struct GivenQueue {
    /// Hand the sheets over to CUPS; to its own printer of choice, or with `--print=QUEUE` to another.
    #[arg(long, value_name = "QUEUE", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub(crate) print: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct MakePoster {
    /// The data folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The zone that the poster is for, as `zones list` names it.
    #[arg(long, value_name = "PATH")]
    pub(crate) zone: Option<String>,
    /// A sheet with its code for every seat and table, in that zone or everywhere, instead of a poster for the door.
    #[arg(long)]
    pub(crate) places: bool,
    #[command(flatten)]
    pub(crate) look: GivenLook,
    /// The language of the sheets.
    #[arg(long, value_name = Language::CODES, default_value_t = Language::De)]
    pub(crate) language: Language,
    /// Where to write the sheets; the ending says as what. SVG and PNG are one sheet each.
    #[arg(long, value_name = "FILE.pdf|svg|png", required_unless_present = "print")]
    pub(crate) out: Option<PathBuf>,
    /// Pixels an inch of a PNG.
    #[arg(long, value_name = "DPI", default_value_t = 300, value_parser = clap::value_parser!(u16)
        .range(i64::from(PosterSheet::LEAST_DPI)..=i64::from(PosterSheet::MOST_DPI)))]
    pub(crate) dpi: u16,
    #[command(flatten)]
    pub(crate) queue: GivenQueue,
}

/// Refuses what would be cut.
fn greeting(text: &str) -> Result<String, String> {
    if text.chars().count() > PrinterText::MAX_CHARS {
        return Err(format!(
            "a greeting has at most {} characters",
            PrinterText::MAX_CHARS
        ));
    }
    Ok(text.to_owned())
}
