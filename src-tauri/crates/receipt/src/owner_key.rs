use std::fmt;

use einlass_domain::words::{OwnerKeyWords, ReceiptWords};

use crate::code::Correction;
use crate::compose::compose_one;
use crate::job::Job;
use crate::style::{Piece, Side, Style};
use crate::{PrinterProfile, PrinterText, ReceiptError};

/// Words of a key: 256 bits and a checksum at 11 bits a word (BIP-39).
const KEY_WORDS: usize = 24;

/// The place of one numbered word, in characters; three stand on 80 mm paper, two on 58 mm.
const WORD_COLUMNS: usize = 16;

/// Where the word begins in its place, after the number.
const WORD_COLUMN: usize = 3;

/// Letters of a word, with two free characters before the next number.
const LONGEST_WORD: usize = WORD_COLUMNS - WORD_COLUMN - 2;

/// Words without a gap between them. Whoever copies them counts in fours.
const WORDS_TOGETHER: usize = 4;

/// What stands on the paper with the owner's key, or with a part of it.
///
/// Whoever holds the paper holds the key; `Debug` shows neither code nor words.
pub struct OwnerKeyPaper {
    /// The venue's name, as typed by its owner.
    pub venue: PrinterText,
    /// The day on which the key was made, as it shall be read.
    pub made_on: String,
    /// The text of the QR code; printable ASCII, a smaller code without lower case.
    pub qr: String,
    /// The same as 24 words.
    pub words: Vec<String>,
    /// Which part this is; none for the whole key.
    pub share: Option<ShareOfKey>,
}

/// A part of a key that was divided among several papers.
#[derive(Debug)]
pub struct ShareOfKey {
    /// Which part, counted from 1.
    pub number: u8,
    /// How many parts there are.
    pub of: u8,
    /// How many of them make the key.
    pub needed: u8,
    /// The mark of all parts of this key, four letters or digits.
    pub set: String,
}

impl fmt::Debug for OwnerKeyPaper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnerKeyPaper")
            .field("venue", &self.venue)
            .field("made_on", &self.made_on)
            .field("share", &self.share)
            .finish_non_exhaustive()
    }
}

/// Composes the bytes that print `paper` on a printer of `profile`.
///
/// The same arguments give the same bytes, which are as secret as the key. Fails if there are not 24 words of at most 11
/// letters that the printer has, if the code's text is empty or not printable ASCII, or if the code does not fit the paper.
pub fn owner_key_job(
    paper: &OwnerKeyPaper,
    words: &ReceiptWords,
    profile: &PrinterProfile,
) -> Result<Vec<u8>, ReceiptError> {
    let words = &words.owner_key;
    let key_words = key_words(&paper.words)?;
    compose_one(profile, &words.title, |job| write(job, paper, &key_words, words))
}

fn write(
    job: &mut Job,
    paper: &OwnerKeyPaper,
    key_words: &[PrinterText],
    words: &OwnerKeyWords,
) -> Result<(), ReceiptError> {
    head(job, paper, words)?;
    // A quarter of it may be damaged: this paper is folded, and read years later.
    job.code(&paper.qr, Correction::Q)?;
    job.align(Side::Start)?;
    let part_key_words = paper
        .share
        .as_ref()
        .map(|share| filled(&words.part_key_words, share));
    let above_words = part_key_words.as_ref().unwrap_or(&words.key_words);
    job.section(&PrinterText::of_catalogue(above_words))?;
    word_table(job, key_words)?;
    keeping(job, words, paper.share.is_some())
}

/// The words as they are printed; they must not lose anything on the way.
fn key_words(typed: &[String]) -> Result<Vec<PrinterText>, ReceiptError> {
    typed
        .iter()
        .map(|typed| {
            let is_word =
                typed.chars().all(char::is_alphabetic) && (1..=LONGEST_WORD).contains(&typed.chars().count());
            let printed = PrinterText::new(typed);
            (is_word && printed.in_own_letters().as_str() == typed).then_some(printed)
        })
        .collect::<Option<Vec<PrinterText>>>()
        .filter(|words| words.len() == KEY_WORDS)
        .ok_or(ReceiptError::KeyWords)
}

fn head(job: &mut Job, paper: &OwnerKeyPaper, words: &OwnerKeyWords) -> Result<(), ReceiptError> {
    let title = PrinterText::of_catalogue(&words.title);
    let made_on = words
        .made_on
        .replace("{date}", PrinterText::new(&paper.made_on).as_str());
    match &paper.share {
        Some(share) => {
            let part_title = PrinterText::of_catalogue(&filled(&words.part_title, share));
            let part_title_style = job.largest(&part_title);
            job.text(&part_title, part_title_style)?;
            job.text(&title, Style::TITLE)?;
        }
        None => job.text(&title, Style::HEAD)?,
    }
    job.half_space()?;
    job.text(&paper.venue, Style::BOLD)?;
    job.text(&PrinterText::of_catalogue(&made_on), Style::PLAIN)?;

    job.half_space()?;
    job.align(Side::Start)?;
    let what = paper.share.as_ref().map(|share| filled(&words.part_what, share));
    let what = what.as_ref().unwrap_or(&words.what);
    job.text(&PrinterText::of_catalogue(what), Style::PLAIN)?;
    job.align(Side::Centre)?;

    if let Some(share) = &paper.share {
        let mark = PrinterText::new(&share.set);
        let mark_style = job.largest(&mark);
        let needed = filled(&words.needed, share);
        job.half_space()?;
        job.text(&PrinterText::of_catalogue(&words.mark), Style::PLAIN)?;
        job.text(&mark, mark_style)?;
        job.text(&PrinterText::of_catalogue(&needed), Style::BOLD)?;
        job.text(&PrinterText::of_catalogue(&words.same_mark), Style::BOLD)?;
    }
    job.half_space()
}

fn filled(words: &str, share: &ShareOfKey) -> String {
    words
        .replace("{number}", &share.number.to_string())
        .replace("{needed}", &share.needed.to_string())
        .replace("{of}", &share.of.to_string())
}

/// Prints the words with their numbers, down one column after the other, as they are copied and typed.
fn word_table(job: &mut Job, key_words: &[PrinterText]) -> Result<(), ReceiptError> {
    let numbers: Vec<PrinterText> = (1..=key_words.len())
        .map(|number| PrinterText::new(&number.to_string()))
        .collect();
    let across = job.columns(Style::PLAIN) / WORD_COLUMNS;
    let down = key_words.len().div_ceil(across);
    for row in 0..down {
        if row > 0 && row % WORDS_TOGETHER == 0 {
            job.half_space()?;
        }
        let pieces: Vec<Piece<'_>> = (0..across)
            .filter_map(|column| {
                let place = column * down + row;
                let (number, word) = (numbers.get(place)?, key_words.get(place)?);
                let left = column * WORD_COLUMNS;
                let digits = number.as_str().len();
                let number = Piece {
                    column: left + WORD_COLUMN - 1 - digits,
                    text: number,
                    style: Style::PLAIN,
                };
                let word = Piece {
                    column: left + WORD_COLUMN,
                    text: word,
                    style: Style::BOLD,
                };
                Some([number, word])
            })
            .flatten()
            .collect();
        job.row(&pieces)?;
    }
    Ok(())
}

fn keeping(job: &mut Job, words: &OwnerKeyWords, is_part: bool) -> Result<(), ReceiptError> {
    let (place, by_hand) = if is_part {
        (&words.part_keep_place, &words.part_keep_by_hand)
    } else {
        (&words.keep_place, &words.keep_by_hand)
    };
    job.section(&PrinterText::of_catalogue(&words.keeping))?;
    let advice = [place, &words.keep_unseen, &words.keep_legible, by_hand];
    for (number, advice) in (1u8..).zip(advice) {
        if number > 1 {
            job.half_space()?;
        }
        let number = PrinterText::new(&format!("{number}."));
        job.entry(&number, 3, &PrinterText::of_catalogue(advice), Style::PLAIN)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
