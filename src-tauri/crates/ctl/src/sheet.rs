//! What posters and passes on sheets have in common: how they look.

use std::{fs, path::Path};

use anyhow::Context;
use einlass_domain::words::Language;
use einlass_receipt::{Background, PaperFormat, PosterLook, PrinterText, SheetFormat};

use crate::arguments::GivenLook;

/// A picture in a file is no larger, in bytes.
const LARGEST_PICTURE: u64 = 64 << 20;

/// How sheets look, and how large they are.
pub(crate) struct Look {
    pub(crate) look: PosterLook,
    pub(crate) paper: PaperFormat,
    pub(crate) greeting: Option<PrinterText>,
}

/// Reads what was given; the background is opened now, before anything is done that cannot be undone.
pub(crate) fn look(given: &GivenLook, usual: PaperFormat, language: Language) -> anyhow::Result<Look> {
    let background = given.background.as_deref().map(background).transpose()?;
    let format = SheetFormat {
        paper: given.format.unwrap_or(usual),
        orientation: given.orientation(),
    };
    Ok(Look {
        look: PosterLook::new(format, language, background.as_ref()),
        paper: format.paper,
        greeting: given.greeting.as_deref().map(PrinterText::new),
    })
}

fn background(file: &Path) -> anyhow::Result<Background> {
    let size = fs::metadata(file).map(|found| found.len());
    let unread = || format!("{} cannot be read", file.display());
    anyhow::ensure!(
        size.with_context(unread)? <= LARGEST_PICTURE,
        "{} is too large for a background: more than {} MiB",
        file.display(),
        LARGEST_PICTURE >> 20
    );
    let bytes = fs::read(file).with_context(unread)?;
    Background::read(&bytes).with_context(|| format!("{} cannot be a background", file.display()))
}
