//! `poster`: a sheet for the door, or one for every seat.

use std::{ffi::OsStr, fs, path::Path};

use anyhow::{Context, bail, ensure};
use einlass_domain::{
    id::ZoneId,
    lists::zones::in_order,
    seat,
    zone::{Zones, path},
};
use einlass_receipt::{PaperFormat, Poster, PosterSheet, PrinterText, poster_pdf};
use serde_json::json;

use crate::{
    arguments::MakePoster,
    cups::Cups,
    output,
    sheet::{self, Look},
    zones,
};

pub(crate) fn poster(arguments: &MakePoster) -> anyhow::Result<()> {
    let out = arguments.out.as_deref();
    let kind = out.map(Kind::of).transpose()?;
    let queue = arguments.queue.print.as_deref();
    let cups = queue
        .map(|queue| Cups::find().map(|cups| (cups, queue)))
        .transpose()?;
    let look = sheet::look(&arguments.look, PaperFormat::A4, arguments.language)?;
    let ledger = output::look(&arguments.data)?;
    let venue = PrinterText::new(&ledger.venue().name);
    let posters = posters(arguments, &venue, ledger.state().zones(), &look)?;
    let sheets: Vec<PosterSheet> = posters
        .iter()
        .map(|poster| look.look.sheet(poster))
        .collect::<Result<_, _>>()?;

    if let Some((out, kind)) = out.zip(kind) {
        let bytes = kind.bytes(&sheets, arguments.dpi)?;
        fs::write(out, bytes).with_context(|| format!("{} cannot be written", out.display()))?;
    }
    let job = cups
        .map(|(cups, queue)| cups.print(&poster_pdf(&sheets), venue.as_str(), look.paper, queue))
        .transpose()?;
    output::line(&json!({
        "sheets": sheets.len(),
        "format": look.paper.name(),
        "out": out.map(|out| out.display().to_string()),
        "print": job,
    }))
}

fn posters(
    arguments: &MakePoster,
    venue: &PrinterText,
    known: &Zones,
    look: &Look,
) -> anyhow::Result<Vec<Poster>> {
    let zone = arguments
        .zone
        .as_deref()
        .map(|path| zones::find(known, path))
        .transpose()?;
    if !arguments.places {
        return Ok(vec![Poster::Door {
            venue: venue.clone(),
            zone: zone.map(|zone| PrinterText::new(&path(known, zone))),
            greeting: look.greeting.clone(),
        }]);
    }
    let places: Vec<ZoneId> = seat::places(known, zone).collect();
    ensure!(!places.is_empty(), "there is no seat and no table");
    let in_order = in_order(known).into_iter().filter(|(id, _)| places.contains(id));
    Ok(in_order
        .map(|(id, place)| Poster::Place {
            venue: venue.clone(),
            around: PrinterText::new(&place.parent.map(|around| path(known, around)).unwrap_or_default()),
            name: PrinterText::new(&place.name),
            code: seat::seat_code(id),
            greeting: look.greeting.clone(),
        })
        .collect())
}

/// What a file holds, by its ending.
#[derive(Clone, Copy)]
enum Kind {
    Pdf,
    Svg,
    Png,
}

impl Kind {
    fn of(file: &Path) -> anyhow::Result<Self> {
        let ending = file.extension().and_then(OsStr::to_str).unwrap_or_default();
        match ending.to_ascii_lowercase().as_str() {
            "pdf" => Ok(Self::Pdf),
            "svg" => Ok(Self::Svg),
            "png" => Ok(Self::Png),
            _ => bail!("{} has to end in .pdf, .svg or .png", file.display()),
        }
    }

    fn bytes(self, sheets: &[PosterSheet], dpi: u16) -> anyhow::Result<Vec<u8>> {
        match (self, sheets) {
            (Self::Pdf, sheets) => Ok(poster_pdf(sheets)),
            (Self::Svg, [sheet]) => Ok(sheet.svg().into_bytes()),
            (Self::Png, [sheet]) => Ok(sheet.png(dpi)?),
            (Self::Svg | Self::Png, sheets) => {
                bail!(
                    "a picture is one sheet, and these are {}: write them as .pdf",
                    sheets.len()
                )
            }
        }
    }
}
