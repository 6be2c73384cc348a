use einlass_domain::words::{PassWords, ReceiptWords};

use crate::code::Correction;
use crate::compose::compose_one;
use crate::job::Job;
use crate::style::Style;
use crate::{PrinterProfile, PrinterText, ReceiptError};

/// What stands on a paper pass.
///
/// A reprint is the same pass: only `copy` differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassPaper {
    /// The venue's name, as typed by its owner.
    pub venue: PrinterText,
    /// The text of the QR code; printable ASCII.
    pub qr: String,
    /// The PIN-ID in groups of four digits.
    pub pin_id_grouped: String,
    /// The last moment at which the pass opens the entrance, as it shall be read.
    pub valid_until: String,
    /// 0 for the first paper, else the number of the copy, which is printed on it.
    pub copy: u8,
    /// Whether it is a child's, and a guardian agreed to it: the paper says so.
    pub by_guardian: bool,
    /// Whether it takes the place of a lost pass, which is said on it: whoever finds the old paper as well shall know which is good.
    pub replaces: bool,
}

/// Composes the bytes that print `paper` on a printer of `profile`.
///
/// The same arguments give the same bytes. Fails if the code's text is empty or not printable ASCII, or if the code does not
/// fit the paper.
pub fn pass_job(
    paper: &PassPaper,
    words: &ReceiptWords,
    profile: &PrinterProfile,
) -> Result<Vec<u8>, ReceiptError> {
    let words = &words.pass;
    compose_one(profile, &words.title, |job| write(job, paper, words))
}

fn write(job: &mut Job, paper: &PassPaper, words: &PassWords) -> Result<(), ReceiptError> {
    job.text(&paper.venue, Style::HEAD)?;
    job.text(&PrinterText::of_catalogue(&words.title), Style::TITLE)?;
    if paper.copy > 0 {
        let copy = words.copy.replace("{copy}", &paper.copy.to_string());
        job.text(&PrinterText::of_catalogue(&copy), Style::HEAD)?;
    }
    if paper.replaces {
        job.text(&PrinterText::of_catalogue(&words.replaces), Style::BOLD)?;
    }

    job.code(&paper.qr, Correction::M)?;

    let pin_id = PrinterText::new(&paper.pin_id_grouped);
    let pin_id_style = job.largest(&pin_id);
    job.text(&PrinterText::of_catalogue(&words.pin_id), Style::PLAIN)?;
    job.text(&pin_id, pin_id_style)?;
    let until = PrinterText::new(&paper.valid_until);
    let valid_until = words.valid_until.replace("{until}", until.as_str());
    job.text(&PrinterText::of_catalogue(&valid_until), Style::BOLD)?;

    if paper.by_guardian {
        job.space(1)?;
        job.text(&PrinterText::of_catalogue(&words.child), Style::BOLD)?;
    }

    for advice in [&words.arriving, &words.leaving, &words.lost] {
        job.space(1)?;
        job.text(&PrinterText::of_catalogue(advice), Style::PLAIN)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
