//! What tests read from a paper: its lines and codes, and whether typed text became a command.

use proptest::prelude::*;

use super::command::{Command, Commands};
use super::{PaperPicture, png};
use crate::{PrinterProfile, PrinterText, code_page};

/// The codes in a picture.
pub(crate) fn codes(picture: &PaperPicture) -> Vec<String> {
    let (width, luma) = (picture.width_dots(), picture.luma());
    let mut prepared =
        rqrr::PreparedImage::prepare_from_greyscale(width, picture.height_dots(), |x, y| luma[y * width + x]);
    prepared
        .detect_grids()
        .iter()
        .map(|grid| grid.decode().unwrap().1)
        .collect()
}

/// The lines of text that `job` prints, without the spaces around them; none may be wider than the paper, because a printer
/// breaks such a line anywhere.
pub(crate) fn lines(job: &[u8], profile: &PrinterProfile) -> Vec<String> {
    let mut lines = vec![String::new()];
    let (mut columns, mut times) = (0, 1);
    for (_, command) in Commands::of(job).map(Result::unwrap) {
        if let Command::Size { width, .. } = command {
            times = width;
        } else if let Command::Character(byte) = command {
            columns += times;
            lines.last_mut().unwrap().push(code_page::decode(byte).unwrap());
            assert!(columns <= profile.font_a_columns, "too wide: {lines:?}");
        } else if matches!(command, Command::FeedLines(_) | Command::FeedDots(_)) {
            columns = 0;
            lines.push(String::new());
        }
    }
    lines
        .iter()
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

/// Anything that can be typed, and commands as somebody could type them: cut, drawer, status, raster.
pub(crate) fn typed_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        prop::collection::vec(0u8..0x30, 0..90)
            .prop_map(|bytes| bytes.into_iter().map(char::from).collect::<String>()),
    ]
}

/// A text without any sign that breaks into the same lines as `typed`.
pub(crate) fn harmless(typed: &str) -> String {
    let is_space = |sign| if sign == ' ' { ' ' } else { 'x' };
    let typed = PrinterText::new(typed).in_own_letters();
    typed.as_str().chars().map(is_space).collect()
}

/// Whether `job` sends its letters as dots.
pub(crate) fn is_drawn(job: &[u8]) -> bool {
    !Commands::of(job)
        .map(Result::unwrap)
        .any(|(_, command)| matches!(command, Command::Character(_)))
}

/// A text of the catalogue as [`lines`] reads it.
pub(crate) fn in_own_letters(words: &str) -> String {
    PrinterText::of_catalogue(words).in_own_letters().to_string()
}

/// Where `job` has a byte that a printer could take for a command, unless the same job with harmless text has it there too.
///
/// In a drawn job, where it has a command that papers do not need.
pub(crate) fn first_strange_byte(job: &[u8], harmless: &[u8]) -> Option<usize> {
    if is_drawn(job) {
        return first_strange_command(job);
    }
    let is_text = |byte: u8| byte >= 0x20 && byte != 0x7F;
    let differs = |(&byte, &expected): (&u8, &u8)| byte != expected && !(is_text(byte) && is_text(expected));
    if job.len() != harmless.len() {
        return Some(job.len().min(harmless.len()));
    }
    job.iter().zip(harmless).position(differs)
}

fn first_strange_command(job: &[u8]) -> Option<usize> {
    let is_needed = |command| {
        matches!(
            command,
            Command::Initialise
                | Command::Invisible
                | Command::Align(_)
                | Command::CodeModule { .. }
                | Command::CodeCorrection(_)
                | Command::StoreCode(_)
                | Command::PrintCode
                | Command::Raster { .. }
                | Command::FeedLines(_)
                | Command::Cut { .. }
        )
    };
    Commands::of(job)
        .map(Result::unwrap)
        .find(|&(_, command)| !is_needed(command))
        .map(|(offset, _)| offset)
}

/// Keeps a picture for looking at it: `PICTURES=folder cargo test -p einlass-receipt`.
// Marked although all of this file is for tests: whoever looks for files and environment in pure crates stops here.
#[cfg(test)]
pub(crate) fn keep(picture: &PaperPicture, name: &str) {
    if let Some(folder) = std::env::var_os("PICTURES") {
        let file = std::path::Path::new(&folder).join(format!("{name}.png"));
        std::fs::write(file, png(picture).unwrap()).unwrap();
    }
}
