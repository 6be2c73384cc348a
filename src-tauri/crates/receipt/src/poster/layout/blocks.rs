//! What a sheet is stacked from: texts, steps in pictures, a code.

use crate::code::Symbol;
use crate::poster::list::{Item, PlacedCode};
use crate::poster::pictures::Picture;
use crate::poster::setting::{Letters, LongWords, SetText, Setter, Side};

/// The smallest letters that are still read, at the distance of a book (5.4 points).
const LEAST_LETTERS_MM: f32 = 1.9;

/// The smallest picture in which one still sees what is held up to what.
const LEAST_PICTURE_MM: f32 = 6.5;

/// A picture and its letters on A4, and what is between them, as a share of the picture.
const PICTURE_MM: f32 = 42.0;
const STEP_LETTERS_MM: f32 = 10.0;
const BESIDE_SHARE: f32 = 0.18;
const BELOW_SHARE: f32 = 0.06;

/// Something that stands on a sheet.
#[derive(Clone)]
pub(super) enum Block {
    Text(Text),
    Steps(Steps),
}

impl Block {
    /// The order in which things are left out: the highest first.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::Text(text) => text.rank,
            Self::Steps(steps) => steps.rank,
        }
    }
}

/// A text of its own.
#[derive(Clone)]
pub(super) struct Text {
    pub(super) text: String,
    /// The size of its letters on A4.
    pub(super) letters_mm: f32,
    pub(super) is_bold: bool,
    pub(super) rank: u8,
}

impl Text {
    pub(super) fn set(
        &self,
        setter: &mut Setter,
        width_mm: f32,
        mm: f32,
        side: Side,
        long_words: LongWords,
    ) -> Option<SetBlock> {
        let letters = letters(self.letters_mm * mm, self.is_bold);
        let set = setter.set(&self.text, letters, width_mm, side, long_words)?;
        Some(SetBlock {
            height_mm: set.height_mm,
            items: items(set, 0.0, 0.0),
        })
    }
}

/// What to do, in three pictures and the words to each.
#[derive(Clone)]
pub(super) struct Steps {
    pub(super) steps: [(Picture, String); 3],
    pub(super) is_right_to_left: bool,
    pub(super) rank: u8,
}

impl Steps {
    /// One under the other, the words beside.
    pub(super) fn set_in_rows(
        &self,
        setter: &mut Setter,
        width_mm: f32,
        mm: f32,
        long_words: LongWords,
    ) -> Option<SetBlock> {
        let picture = (PICTURE_MM * mm).max(LEAST_PICTURE_MM);
        let beside = picture * BESIDE_SHARE;
        let letters = letters(STEP_LETTERS_MM * mm, false);
        let mut block = SetBlock::default();
        for (number, (drawn, words)) in self.steps.iter().enumerate() {
            if number > 0 {
                block.height_mm += picture * BELOW_SHARE;
            }
            let room = width_mm - picture - beside;
            let text = setter.set(words, letters, room, Side::Start, long_words)?;
            let height = picture.max(text.height_mm);
            let (picture_left, text_left) = if self.is_right_to_left {
                (width_mm - picture, 0.0)
            } else {
                (0.0, picture + beside)
            };
            let top = block.height_mm;
            block
                .items
                .extend(drawn.draw(picture_left, top + (height - picture) / 2.0, picture));
            let text_top = top + (height - text.height_mm) / 2.0;
            block.items.extend(items(text, text_left, text_top));
            block.height_mm += height;
        }
        Some(block)
    }

    /// Side by side, the words below.
    pub(super) fn set_in_columns(
        &self,
        setter: &mut Setter,
        width_mm: f32,
        mm: f32,
        long_words: LongWords,
    ) -> Option<SetBlock> {
        let picture = (PICTURE_MM * mm).max(LEAST_PICTURE_MM);
        let between = picture * BESIDE_SHARE;
        let column = (width_mm - 2.0 * between) / 3.0;
        if column < picture {
            return None;
        }
        let letters = letters(STEP_LETTERS_MM * mm, false);
        let mut block = SetBlock::default();
        for (number, (drawn, words)) in self.steps.iter().enumerate() {
            let place = if self.is_right_to_left { 2 - number } else { number };
            let left = place as f32 * (column + between);
            block
                .items
                .extend(drawn.draw(left + (column - picture) / 2.0, 0.0, picture));
            let text = setter.set(words, letters, column, Side::Centre, long_words)?;
            let top = picture * (1.0 + BELOW_SHARE);
            block.height_mm = block.height_mm.max(top + text.height_mm);
            block.items.extend(items(text, left, top));
        }
        Some(block)
    }
}

/// Something whose size is known; places count from its upper left corner.
#[derive(Default)]
pub(super) struct SetBlock {
    pub(super) height_mm: f32,
    items: Vec<Item>,
}

impl SetBlock {
    /// A code in the middle of `width_mm`.
    pub(super) fn of_code(symbol: Symbol, side_mm: f32, width_mm: f32) -> Self {
        let module_mm = side_mm / symbol.modules_with_quiet_zone() as f32;
        Self {
            height_mm: side_mm,
            items: vec![Item::Code(PlacedCode {
                symbol,
                x_mm: (width_mm - side_mm) / 2.0,
                y_mm: 0.0,
                module_mm,
            })],
        }
    }

    /// Its parts, with its corner here.
    pub(super) fn at(self, left_mm: f32, top_mm: f32) -> impl Iterator<Item = Item> {
        self.items
            .into_iter()
            .map(move |item| item.moved(left_mm, top_mm))
    }
}

fn letters(size_mm: f32, is_bold: bool) -> Letters {
    Letters {
        size_mm: size_mm.max(LEAST_LETTERS_MM),
        is_bold,
    }
}

fn items(text: SetText, left_mm: f32, top_mm: f32) -> Vec<Item> {
    text.lines
        .into_iter()
        .map(|line| Item::Line(line).moved(left_mm, top_mm))
        .collect()
}
