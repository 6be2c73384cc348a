//! A paper in letters that are sent as dots: for scripts that the printer has no letters for.

use std::ops::Range;

use crate::PrinterProfile;
use crate::sheet::Sheet;
use crate::style::{COLUMN_DOTS, Piece, Side, Style};
use crate::typeset::{SetText, Typesetter, reads_right_to_left};

/// The side of a box that is ticked with a thick pen (5 mm), and the thickness of its lines.
const BOX_DOTS: usize = 40;
const BOX_LINE_DOTS: usize = 3;

/// From one box to the next: 7 mm.
const BOX_ROW_DOTS: usize = 56;

/// What was drawn and not yet sent, and how the next text is drawn.
pub(crate) struct Drawing {
    sheet: Sheet,
    typesetter: Typesetter,
    side: Side,
    is_right_to_left: bool,
}

impl Drawing {
    /// A paper of a printer of `profile` that is read as its title is.
    pub(crate) fn start(profile: &PrinterProfile, title: &str) -> Self {
        let is_right_to_left = reads_right_to_left(title);
        Self {
            sheet: Sheet::new(profile),
            typesetter: Typesetter::new(is_right_to_left),
            side: Side::Centre,
            is_right_to_left,
        }
    }

    pub(crate) fn align(&mut self, side: Side) {
        self.side = side;
    }

    pub(crate) fn text(&mut self, text: &str, style: Style) {
        if text.is_empty() {
            return;
        }
        let width_dots = self.sheet.width_dots();
        let set = self.typesetter.set(text, style, width_dots, self.side);
        let top = self.sheet.grow(set.height_dots());
        self.ink(&set, 0, top);
    }

    /// Draws `pieces` beside each other on one baseline, each in as many lines as it needs.
    pub(crate) fn row(&mut self, pieces: &[Piece<'_>]) {
        self.beside_each_other(pieces, 0);
    }

    /// The same with a box to tick, which takes the first columns.
    pub(crate) fn row_to_tick(&mut self, pieces: &[Piece<'_>]) {
        let top = self.sheet.height_dots();
        self.beside_each_other(pieces, BOX_ROW_DOTS);
        let gap = (BOX_ROW_DOTS - BOX_DOTS) / 2;
        let left = self.left_edge(gap, BOX_DOTS);
        for y in 0..BOX_DOTS {
            for x in 0..BOX_DOTS {
                let is_line = |dot: usize| !(BOX_LINE_DOTS..BOX_DOTS - BOX_LINE_DOTS).contains(&dot);
                if is_line(x) || is_line(y) {
                    self.sheet.darken((left + x) as i32, (top + gap + y) as i32);
                }
            }
        }
    }

    /// Draws a thin line over each of `spans`, which are columns.
    pub(crate) fn rule(&mut self, spans: &[Range<usize>]) {
        let top = self.sheet.grow(2) as i32;
        for span in spans {
            let width_dots = span.len() * COLUMN_DOTS;
            let left = self.left_edge(span.start * COLUMN_DOTS, width_dots);
            for x in left..left + width_dots {
                self.sheet.darken(x as i32, top);
                self.sheet.darken(x as i32, top + 1);
            }
        }
    }

    pub(crate) fn space(&mut self, dots: usize) {
        self.sheet.grow(dots);
    }

    /// Whether `text` stands on one line.
    pub(crate) fn fits(&mut self, text: &str, style: Style) -> bool {
        self.typesetter.fits(text, style, self.sheet.width_dots())
    }

    /// The paper below what was drawn, for dots that are no letters.
    pub(crate) fn sheet(&mut self) -> &mut Sheet {
        &mut self.sheet
    }

    /// The commands that print what was drawn since the last time.
    pub(crate) fn take_commands(&mut self) -> Vec<u8> {
        self.sheet.take().commands()
    }

    fn beside_each_other(&mut self, pieces: &[Piece<'_>], least_height_dots: usize) {
        let columns = self.sheet.width_dots() / COLUMN_DOTS;
        let set: Vec<(usize, SetText)> = pieces
            .iter()
            .zip(Piece::rooms(pieces, columns))
            .map(|(piece, room)| {
                let width_dots = room * COLUMN_DOTS;
                let text = self
                    .typesetter
                    .set(piece.text.as_str(), piece.style, width_dots, Side::Start);
                (self.left_edge(piece.column * COLUMN_DOTS, width_dots), text)
            })
            .collect();
        let baseline = set
            .iter()
            .map(|(_, text)| text.baseline_dots())
            .max()
            .unwrap_or_default();
        let lowered = |text: &SetText| baseline - text.baseline_dots();
        let height = set
            .iter()
            .map(|(_, text)| lowered(text) + text.height_dots())
            .max();
        let height = height.unwrap_or_default();
        let top = self.sheet.grow(height.max(least_height_dots));
        // A low row stands in the middle of the height it was given.
        let top = top + least_height_dots.saturating_sub(height) / 2;
        for (left, text) in &set {
            self.ink(text, *left, top + lowered(text));
        }
    }

    /// The left edge of something that begins `start_dots` from the side where reading starts.
    fn left_edge(&self, start_dots: usize, width_dots: usize) -> usize {
        if self.is_right_to_left {
            self.sheet.width_dots().saturating_sub(start_dots + width_dots)
        } else {
            start_dots
        }
    }

    fn ink(&mut self, text: &SetText, left: usize, top: usize) {
        let (left, top) = (left as i32, top as i32);
        let sheet = &mut self.sheet;
        self.typesetter.ink(text, |x, y| sheet.darken(left + x, top + y));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PrinterText;
    use crate::paper::{PaperPicture, draw};

    const PROFILE: PrinterProfile = PrinterProfile::GENERIC_58MM;

    fn picture(title: &str, write: impl FnOnce(&mut Drawing)) -> PaperPicture {
        let mut drawing = Drawing::start(&PROFILE, title);
        write(&mut drawing);
        draw(&drawing.take_commands(), &PROFILE).unwrap()
    }

    /// First and last of the dark dots between `from` and `to`, across the paper or down it.
    fn extent(picture: &PaperPicture, from: usize, to: usize, across: bool) -> (usize, usize) {
        let dark: Vec<usize> = (0..picture.height_dots())
            .flat_map(|y| (from..to).map(move |x| (x, y)))
            .filter(|&(x, y)| picture.is_dark(x, y))
            .map(|(x, y)| if across { x } else { y })
            .collect();
        (*dark.iter().min().unwrap(), *dark.iter().max().unwrap())
    }

    fn row_of_two(left_style: Style) -> impl FnOnce(&mut Drawing) {
        move |drawing| {
            let text = PrinterText::new("H");
            let piece = |column, style| Piece {
                column,
                text: &text,
                style,
            };
            drawing.row_to_tick(&[piece(8, left_style), piece(20, Style::PLAIN)]);
        }
    }

    #[test]
    fn a_row_is_mirrored_on_a_paper_that_is_read_from_the_right() {
        for (title, box_place, first, second) in [
            ("Pass", 0..60, 96..130, 240..270),
            ("بطاقة", 324..384, 254..288, 114..144),
        ] {
            let picture = picture(title, row_of_two(Style::PLAIN));
            let (left, right) = extent(&picture, box_place.start, box_place.end, true);
            assert_eq!(right - left + 1, BOX_DOTS, "{title}");
            for place in [first, second] {
                let (left, right) = extent(&picture, place.start, place.end, true);
                assert!((10..24).contains(&(right - left)), "{title}: {left} to {right}");
            }
        }
    }

    #[test]
    fn letters_of_all_sizes_stand_on_one_line() {
        let picture = picture("Pass", row_of_two(Style::HEAD));
        let (large_top, large_bottom) = extent(&picture, 96, 160, false);
        let (small_top, small_bottom) = extent(&picture, 240, 290, false);
        assert!(
            large_bottom.abs_diff(small_bottom) <= 1,
            "{large_bottom}, {small_bottom}"
        );
        assert!(small_top > large_top + 10);
    }

    #[test]
    fn a_rule_begins_where_reading_does() {
        for (title, extent_dots) in [("Pass", (12, 59)), ("بطاقة", (384 - 60, 384 - 13))] {
            let picture = picture(title, |drawing| drawing.rule(&[1..3, 3..5]));
            assert_eq!(extent(&picture, 0, PROFILE.width_dots, true), extent_dots);
        }
    }
}
