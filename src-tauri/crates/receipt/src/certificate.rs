use einlass_domain::words::{CertificateWords, ReceiptWords};

use crate::compose::compose_one;
use crate::job::Job;
use crate::style::{Piece, Side, Style};
use crate::{PrinterProfile, PrinterText, ReceiptError};

/// Digits of a SHA-256 in hexadecimal.
const HASH_DIGITS: usize = 64;

/// Digits that are compared at a glance.
const GROUP_DIGITS: usize = 4;

/// Characters of a line of four groups.
const HASH_LINE_CHARS: usize = 4 * (GROUP_DIGITS + 1) - 1;

/// What stands on a certificate of destruction. Holds no personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificatePaper {
    /// The venue's name, as typed by its owner.
    pub venue: PrinterText,
    /// The destroyed day, as it shall be read.
    pub day: String,
    /// Check-ins of that day.
    pub visits: u32,
    /// Events of that day.
    pub events: u64,
    /// When it was destroyed, as it shall be read.
    pub destroyed_at: String,
    /// Days that visits are kept.
    pub retention_days: u8,
    /// The device that did it.
    pub device: String,
    /// The name of the event in the log that says so.
    pub event: String,
    /// That event's hash, 64 hexadecimal digits.
    pub hash: String,
}

/// Composes the bytes that print `paper` on a printer of `profile`.
///
/// The same arguments give the same bytes. Fails if the hash is not 64 hexadecimal digits.
pub fn certificate_job(
    paper: &CertificatePaper,
    words: &ReceiptWords,
    profile: &PrinterProfile,
) -> Result<Vec<u8>, ReceiptError> {
    let words = &words.certificate;
    let hash = hash_in_groups(&paper.hash)?;
    compose_one(profile, &words.title, |job| write(job, paper, words, &hash))
}

fn write(
    job: &mut Job,
    paper: &CertificatePaper,
    words: &CertificateWords,
    hash: &PrinterText,
) -> Result<(), ReceiptError> {
    let day = PrinterText::new(&paper.day);
    job.text(&PrinterText::of_catalogue(&words.title), Style::HEAD)?;
    job.half_space()?;
    job.text(&paper.venue, Style::BOLD)?;
    job.half_space()?;
    job.text(&PrinterText::of_catalogue(&words.what), Style::PLAIN)?;
    job.text(&day, Style::HEAD)?;
    job.half_space()?;
    job.align(Side::Start)?;
    job.text(&PrinterText::of_catalogue(&words.how), Style::PLAIN)?;

    let column = value_column(job, words);
    facts(job, paper, words, column)?;
    proof(job, paper, words, hash)?;
    place_to_sign(job, words, column)
}

fn hash_in_groups(hash: &str) -> Result<PrinterText, ReceiptError> {
    if hash.len() != HASH_DIGITS || !hash.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(ReceiptError::Hash);
    }
    let digits: Vec<char> = hash.chars().collect();
    let groups: Vec<String> = digits
        .chunks(GROUP_DIGITS)
        .map(|group| group.iter().collect())
        .collect();
    Ok(PrinterText::new(&groups.join(" ")))
}

/// Where the values begin: two characters after the longest label, but not before a third of the line.
fn value_column(job: &Job, words: &CertificateWords) -> usize {
    let labels = [
        &words.visits,
        &words.events,
        &words.retention,
        &words.destroyed_at,
        &words.device,
    ];
    let longest = labels.into_iter().map(|label| label.chars().count()).max();
    (longest.unwrap_or_default() + 2).max(job.columns(Style::PLAIN) / 3)
}

fn facts(
    job: &mut Job,
    paper: &CertificatePaper,
    words: &CertificateWords,
    column: usize,
) -> Result<(), ReceiptError> {
    let retention = match paper.retention_days {
        1 => words.one_day.clone(),
        days => words.days.replace("{days}", &days.to_string()),
    };
    job.divide()?;
    for (label, value) in [
        (&words.visits, &paper.visits.to_string()),
        (&words.events, &paper.events.to_string()),
        (&words.retention, &retention),
        (&words.destroyed_at, &paper.destroyed_at),
        (&words.device, &paper.device),
    ] {
        let (label, value) = (PrinterText::of_catalogue(label), PrinterText::new(value));
        job.entry(&label, column, &value, Style::BOLD)?;
    }
    Ok(())
}

fn proof(
    job: &mut Job,
    paper: &CertificatePaper,
    words: &CertificateWords,
    hash: &PrinterText,
) -> Result<(), ReceiptError> {
    job.section(&PrinterText::of_catalogue(&words.proof))?;
    job.text(&PrinterText::of_catalogue(&words.compare), Style::PLAIN)?;
    job.half_space()?;
    job.text(&PrinterText::of_catalogue(&words.event), Style::PLAIN)?;
    job.text(&PrinterText::new(&paper.event), Style::BOLD)?;
    job.half_space()?;
    job.text(&PrinterText::of_catalogue(&words.hash), Style::PLAIN)?;
    for line in hash.lines(HASH_LINE_CHARS) {
        job.text(&line, Style::BOLD)?;
    }
    Ok(())
}

/// Two lines to write on, the second one for the name.
fn place_to_sign(job: &mut Job, words: &CertificateWords, column: usize) -> Result<(), ReceiptError> {
    let [date, name] = [&words.date, &words.name].map(|text| PrinterText::of_catalogue(text));
    let columns = job.columns(Style::PLAIN);
    job.section(&PrinterText::of_catalogue(&words.signing))?;
    // 8 mm to write in.
    job.space(2)?;
    job.rule(&[0..column - 2, column..columns])?;
    job.half_space()?;
    let style = Style::PLAIN;
    job.row(&[
        Piece {
            column: 0,
            text: &date,
            style,
        },
        Piece {
            column,
            text: &name,
            style,
        },
    ])
}

#[cfg(test)]
mod tests;
