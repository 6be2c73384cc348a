//! Where things stand on a sheet: everything in its full size, or smaller, or without what is needed least.

mod blocks;
mod wording;

use einlass_domain::words::{Language, ReceiptWords};

use super::list::{DisplayList, Item, PlacedCode};
use super::setting::{LongWords, Setter, Side};
use super::{Poster, SheetFormat};
use crate::ReceiptError;
use crate::code::Symbol;
use blocks::{Block, SetBlock};
use wording::Wording;

/// The smallest module: at 300 dpi, which every office printer has, it is 4.7 dots wide, so that a dot more or less does no harm.
pub(super) const LEAST_MODULE_MM: f32 = 0.4;

/// A code's share of a sheet when there is room for everything.
const CODE_SHARE: f32 = 0.45;

/// What stays free at the edge of a sheet: a share of its short side, but so much that a knife may err.
const MARGIN_SHARE: f32 = 0.06;
const LEAST_MARGIN_MM: f32 = 2.0;

/// From one thing to the next on A4, and on any sheet at least.
const GAP_MM: f32 = 7.0;
const LEAST_GAP_MM: f32 = 0.8;

/// How much further apart things may stand where there is room.
const MOST_GAPS: f32 = 3.0;

/// The narrowest column of text beside a code.
const LEAST_COLUMN_MM: f32 = 8.0;

/// Smaller sizes, as parts of the full one, before something is left out.
const SCALES: [f32; 6] = [1.0, 0.92, 0.84, 0.76, 0.68, 0.6];

/// Rounding of floating point; a thousandth of a mm is not seen.
const SLACK_MM: f32 = 0.001;

/// A rectangle on a sheet, in mm.
#[derive(Debug, Clone, Copy)]
struct Area {
    left: f32,
    top: f32,
    width: f32,
    height: f32,
}

/// Lays `poster` out on a sheet of `format`.
pub(super) fn lay_out(
    poster: &Poster,
    words: &ReceiptWords,
    format: SheetFormat,
    language: Language,
) -> Result<DisplayList, ReceiptError> {
    let (width_mm, height_mm) = format.size_mm();
    let margin = (width_mm.min(height_mm) * MARGIN_SHARE).max(LEAST_MARGIN_MM);
    let area = Area {
        left: margin,
        top: margin,
        width: width_mm - 2.0 * margin,
        height: height_mm - 2.0 * margin,
    };
    let wording = Wording::of(poster, words)?;
    if let Some(symbol) = &wording.code {
        let (needed_mm, room_mm) = (least_side(symbol), area.width.min(area.height));
        if needed_mm > room_mm + SLACK_MM {
            return Err(ReceiptError::CodeTooWideForSheet {
                modules: symbol.modules(),
                needed_mm,
                room_mm,
            });
        }
    }
    let mut fitting = Fitting {
        setter: Setter::new(language.is_right_to_left()),
        is_right_to_left: language.is_right_to_left(),
        area,
        a4_mm: (width_mm * height_mm).sqrt() / (210.0_f32 * 297.0).sqrt(),
    };
    Ok(DisplayList {
        width_mm,
        height_mm,
        backdrop: None,
        items: fitting.fit(&wording),
    })
}

/// The smallest side of a code with its quiet zone.
fn least_side(symbol: &Symbol) -> f32 {
    symbol.modules_with_quiet_zone() as f32 * LEAST_MODULE_MM
}

/// Tries sizes and contents until they fit.
struct Fitting {
    setter: Setter,
    is_right_to_left: bool,
    area: Area,
    /// What a mm of A4 is on this sheet.
    a4_mm: f32,
}

/// One attempt.
#[derive(Clone, Copy)]
struct Attempt {
    scale: f32,
    long_words: LongWords,
}

impl Fitting {
    fn fit(&mut self, wording: &Wording) -> Vec<Item> {
        for least_needed in (0..=Wording::LEAST_NEEDED).rev() {
            let wording = wording.without_above(least_needed);
            for (number, scale) in SCALES.into_iter().enumerate() {
                let is_last = number + 1 == SCALES.len();
                let attempt = Attempt {
                    scale,
                    long_words: if is_last {
                        LongWords::Break
                    } else {
                        LongWords::Refuse
                    },
                };
                if let Some(items) = self.attempt(&wording, attempt) {
                    return items;
                }
            }
        }
        unreachable!("a code alone fits, which was asked first, and a sheet without anything always does")
    }

    fn attempt(&mut self, wording: &Wording, attempt: Attempt) -> Option<Vec<Item>> {
        let area = self.area;
        let is_wide = area.width > area.height;
        match &wording.code {
            Some(symbol) if is_wide => self.side_by_side(wording, symbol, attempt),
            Some(symbol) => {
                let wanted = area.width.min(area.height * CODE_SHARE) * attempt.scale;
                let side = wanted.max(least_side(symbol));
                let mut blocks = self.set(&wording.head, area.width, Side::Centre, attempt)?;
                blocks.push(SetBlock::of_code(symbol.clone(), side, area.width));
                blocks.extend(self.set(&wording.body, area.width, Side::Centre, attempt)?);
                self.stack(blocks, area, attempt)
            }
            None => {
                let mut blocks = self.set(&wording.head, area.width, Side::Centre, attempt)?;
                blocks.extend(self.set(&wording.body, area.width, Side::Centre, attempt)?);
                self.stack(blocks, area, attempt)
            }
        }
    }

    /// The code where reading starts, and all text beside it.
    fn side_by_side(&mut self, wording: &Wording, symbol: &Symbol, attempt: Attempt) -> Option<Vec<Item>> {
        let area = self.area;
        let wanted = area.height.min(area.width * CODE_SHARE) * attempt.scale;
        let side = wanted.max(least_side(symbol));
        let between = (GAP_MM * self.a4_mm).max(LEAST_GAP_MM + 0.4);
        let column = Area {
            width: area.width - side - between,
            left: if self.is_right_to_left {
                area.left
            } else {
                area.left + side + between
            },
            ..area
        };
        let code = PlacedCode {
            symbol: symbol.clone(),
            x_mm: if self.is_right_to_left {
                area.left + area.width - side
            } else {
                area.left
            },
            y_mm: area.top + (area.height - side) / 2.0,
            module_mm: side / symbol.modules_with_quiet_zone() as f32,
        };
        let mut items = vec![Item::Code(code)];
        if wording.has_text() {
            if column.width < LEAST_COLUMN_MM {
                return None;
            }
            let mut blocks = self.set(&wording.head, column.width, Side::Start, attempt)?;
            blocks.extend(self.set(&wording.body, column.width, Side::Start, attempt)?);
            items.extend(self.stack(blocks, column, attempt)?);
        }
        Some(items)
    }

    fn set(
        &mut self,
        blocks: &[Block],
        width_mm: f32,
        side: Side,
        attempt: Attempt,
    ) -> Option<Vec<SetBlock>> {
        let is_wide = self.area.width > self.area.height;
        blocks
            .iter()
            .map(|block| {
                let mm = self.a4_mm * attempt.scale;
                match block {
                    Block::Text(text) => text.set(&mut self.setter, width_mm, mm, side, attempt.long_words),
                    Block::Steps(steps) if is_wide => {
                        steps.set_in_columns(&mut self.setter, width_mm, mm, attempt.long_words)
                    }
                    Block::Steps(steps) => {
                        steps.set_in_rows(&mut self.setter, width_mm, mm, attempt.long_words)
                    }
                }
            })
            .collect()
    }

    /// One under the other, spread over the height; none if they are higher.
    fn stack(&self, blocks: Vec<SetBlock>, area: Area, attempt: Attempt) -> Option<Vec<Item>> {
        let gap = (GAP_MM * self.a4_mm * attempt.scale).max(LEAST_GAP_MM);
        let gaps = blocks.len().saturating_sub(1) as f32;
        let height: f32 = blocks.iter().map(|block| block.height_mm).sum::<f32>() + gaps * gap;
        let spare = area.height - height;
        if spare < -SLACK_MM {
            return None;
        }
        let spread_gap = gap + (spare / (gaps + 2.0)).clamp(0.0, gap * (MOST_GAPS - 1.0));
        let mut top = area.top + (spare - gaps * (spread_gap - gap)) / 2.0;
        let mut items = Vec::new();
        for block in blocks {
            let height_mm = block.height_mm;
            items.extend(block.at(area.left, top));
            top += height_mm + spread_gap;
        }
        Some(items)
    }
}
