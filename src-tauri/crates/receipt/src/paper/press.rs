//! The printer's state while a job runs through it.

use super::command::{Alignment, Command, DEFAULT_LINE_DOTS};
use super::glyph::Look;
use super::picture::PaperPicture;
use crate::code::{Correction, Symbol};
use crate::{PrinterProfile, ReceiptError};

/// From the print head to the knife: what `GS V 65` and `66` feed before they cut (about 15 mm at 203 dpi).
const HEAD_TO_KNIFE_DOTS: usize = 120;

/// A printer with paper in it.
pub(super) struct Press {
    paper: PaperPicture,
    state: State,
}

/// What `ESC @` resets.
struct State {
    look: Look,
    alignment: Alignment,
    line_dots: usize,
    line: Vec<(u8, Look)>,
    module_dots: usize,
    correction: Correction,
    stored_code: Option<Vec<u8>>,
}

impl State {
    fn initial() -> Self {
        Self {
            look: Look::INITIAL,
            alignment: Alignment::Left,
            line_dots: DEFAULT_LINE_DOTS,
            line: Vec::new(),
            // The defaults of GS ( k, functions 167 and 169.
            module_dots: 3,
            correction: Correction::L,
            stored_code: None,
        }
    }
}

impl Press {
    pub(super) fn new(profile: &PrinterProfile) -> Self {
        Self {
            paper: PaperPicture::blank(profile.width_dots, 0),
            state: State::initial(),
        }
    }

    pub(super) fn run(&mut self, offset: usize, command: Command<'_>) -> Result<(), ReceiptError> {
        let state = &mut self.state;
        match command {
            Command::Initialise => *state = State::initial(),
            Command::LineSpacing { dots } => state.line_dots = dots,
            Command::Align(alignment) => state.alignment = alignment,
            Command::Bold(bold) => state.look.bold = bold,
            Command::Underline { dots } => state.look.underline_dots = dots,
            Command::Reverse(reverse) => state.look.reverse = reverse,
            Command::Font(font) => state.look.font = font,
            Command::Size { width, height } => (state.look.width, state.look.height) = (width, height),
            Command::Mode {
                font,
                bold,
                width,
                height,
                underlined,
            } => {
                let underline_dots = usize::from(underlined);
                state.look = Look {
                    font,
                    bold,
                    width,
                    height,
                    underline_dots,
                    ..state.look
                };
            }
            Command::CodePage(page) => state.look.code_page = page,
            Command::Invisible => {}
            Command::CodeModule { dots } => state.module_dots = dots,
            Command::CodeCorrection(correction) => state.correction = correction,
            Command::StoreCode(data) => state.stored_code = Some(data.to_vec()),
            Command::PrintCode => self.print_code(offset)?,
            Command::Raster {
                row_bytes,
                rows,
                dot_width,
                dot_height,
            } => {
                self.print_raster(row_bytes, rows, dot_width, dot_height)?;
            }
            Command::Character(byte) => self.add_character(byte)?,
            Command::FeedLines(lines) => self.feed_lines(usize::from(lines))?,
            Command::FeedDots(dots) => self.print_line(usize::from(dots))?,
            Command::Cut { feed_dots } => {
                self.end_line()?;
                if let Some(dots) = feed_dots {
                    self.paper.grow(HEAD_TO_KNIFE_DOTS + usize::from(dots))?;
                }
            }
        }
        Ok(())
    }

    /// The paper after the last command.
    ///
    /// A printer keeps a line that was not ended in its buffer; here it is printed, so that the picture hides nothing.
    pub(super) fn finish(mut self) -> Result<PaperPicture, ReceiptError> {
        self.end_line()?;
        Ok(self.paper)
    }

    fn add_character(&mut self, byte: u8) -> Result<(), ReceiptError> {
        let look = self.state.look;
        if width_dots(&self.state.line) + look.cell_width_dots() > self.paper.width_dots() {
            self.end_line()?;
        }
        self.state.line.push((byte, look));
        Ok(())
    }

    fn feed_lines(&mut self, lines: usize) -> Result<(), ReceiptError> {
        let line_dots = self.state.line_dots;
        match lines.checked_sub(1) {
            None => self.print_line(0),
            Some(empty_lines) => {
                self.print_line(line_dots)?;
                self.paper.grow(empty_lines * line_dots)
            }
        }
    }

    /// Prints what the line buffer holds, if anything.
    fn end_line(&mut self) -> Result<(), ReceiptError> {
        if self.state.line.is_empty() {
            Ok(())
        } else {
            self.print_line(self.state.line_dots)
        }
    }

    /// Prints the line buffer, bottoms aligned, and feeds by its height but at least by `feed_dots`.
    fn print_line(&mut self, feed_dots: usize) -> Result<(), ReceiptError> {
        let line = std::mem::take(&mut self.state.line);
        let height = line
            .iter()
            .map(|(_, look)| look.cell_height_dots())
            .max()
            .unwrap_or_default();
        let top = self.paper.height_dots();
        self.paper.grow(feed_dots.max(height))?;
        let mut left = self.left_of(width_dots(&line));
        for (byte, look) in line {
            let cell_top = top + height - look.cell_height_dots();
            look.draw(byte, |x, y| self.paper.darken(left + x, cell_top + y));
            left += look.cell_width_dots();
        }
        Ok(())
    }

    fn print_code(&mut self, offset: usize) -> Result<(), ReceiptError> {
        self.end_line()?;
        let state = &self.state;
        let data = state
            .stored_code
            .as_ref()
            .ok_or(ReceiptError::NoCodeStored { offset })?;
        let symbol = Symbol::encode(data, state.correction)?;
        let (modules, module_dots, width_dots) =
            (symbol.modules(), state.module_dots, self.paper.width_dots());
        let side_dots = modules * module_dots;
        if side_dots > width_dots {
            return Err(ReceiptError::CodeTooWide { modules, width_dots });
        }
        let (left, top) = (self.left_of(side_dots), self.paper.height_dots());
        self.paper.grow(side_dots)?;
        self.paper.draw_symbol(&symbol, left, top, module_dots);
        Ok(())
    }

    fn print_raster(
        &mut self,
        row_bytes: usize,
        rows: &[u8],
        dot_width: usize,
        dot_height: usize,
    ) -> Result<(), ReceiptError> {
        self.end_line()?;
        let (left, top) = (self.left_of(row_bytes * 8 * dot_width), self.paper.height_dots());
        let rows = rows.chunks_exact(row_bytes);
        self.paper.grow(rows.len() * dot_height)?;
        for (y, row) in rows.enumerate() {
            for x in (0..row_bytes * 8).filter(|x| row[x / 8] & (0x80 >> (x % 8)) != 0) {
                for (dx, dy) in (0..dot_width).flat_map(|dx| (0..dot_height).map(move |dy| (dx, dy))) {
                    self.paper
                        .darken(left + x * dot_width + dx, top + y * dot_height + dy);
                }
            }
        }
        Ok(())
    }

    /// Where something that is `width_dots` wide begins.
    fn left_of(&self, width_dots: usize) -> usize {
        let free_dots = self.paper.width_dots().saturating_sub(width_dots);
        match self.state.alignment {
            Alignment::Left => 0,
            Alignment::Centre => free_dots / 2,
            Alignment::Right => free_dots,
        }
    }
}

fn width_dots(line: &[(u8, Look)]) -> usize {
    line.iter().map(|(_, look)| look.cell_width_dots()).sum()
}
