//! What is drawn on a sheet: a short list of things with places in mm, from the upper left corner. It is made once, and each kind of
//! file is written from it.

use swash::zeno::{Command, PathBuilder, Transform, Vector};

use super::background::Backdrop;
use crate::code::Symbol;

/// A sheet, ready to be written.
#[derive(Clone)]
pub(super) struct DisplayList {
    pub(super) width_mm: f32,
    pub(super) height_mm: f32,
    pub(super) backdrop: Option<Backdrop>,
    pub(super) items: Vec<Item>,
}

/// Something on a sheet; later ones lie on earlier ones.
#[derive(Clone)]
pub(super) enum Item {
    /// A line of text, in black.
    Line(Line),
    /// A filled area (nonzero).
    Shape(Shape),
    /// A code on a white square.
    Code(PlacedCode),
}

impl Item {
    /// The same thing elsewhere.
    pub(super) fn moved(self, right_mm: f32, down_mm: f32) -> Self {
        match self {
            Self::Line(mut line) => {
                for glyph in &mut line.glyphs {
                    glyph.x_mm += right_mm;
                    glyph.y_mm += down_mm;
                }
                Self::Line(line)
            }
            Self::Shape(mut shape) => {
                let by = Transform::translation(right_mm, down_mm);
                shape.outline = shape
                    .outline
                    .iter()
                    .map(|command| command.transform(&by))
                    .collect();
                Self::Shape(shape)
            }
            Self::Code(code) => Self::Code(PlacedCode {
                x_mm: code.x_mm + right_mm,
                y_mm: code.y_mm + down_mm,
                ..code
            }),
        }
    }
}

/// A line of letters that are set.
#[derive(Clone)]
pub(super) struct Line {
    /// What it says, in the order of reading.
    pub(super) text: String,
    /// Height of the letter's body.
    pub(super) size_mm: f32,
    /// The letters in the order of their places, from the left.
    pub(super) glyphs: Vec<PlacedGlyph>,
}

/// A glyph and where its origin is.
#[derive(Clone)]
pub(super) struct PlacedGlyph {
    /// The font's number among the bundled ones.
    pub(super) face: usize,
    /// The glyph's number within the font.
    pub(super) id: u16,
    /// From the left.
    pub(super) x_mm: f32,
    /// From the top to the baseline.
    pub(super) y_mm: f32,
    /// The characters that it stands for; empty for a further glyph of the same characters.
    pub(super) text: String,
}

/// A filled area.
#[derive(Clone)]
pub(super) struct Shape {
    pub(super) outline: Vec<Command>,
    pub(super) tone: Tone,
}

/// The colours of a sheet, which can be printed anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Black,
    White,
}

/// A code and where it is.
#[derive(Clone)]
pub(super) struct PlacedCode {
    pub(super) symbol: Symbol,
    /// The corner of the white square, the quiet zone of which is outside of the symbol.
    pub(super) x_mm: f32,
    pub(super) y_mm: f32,
    pub(super) module_mm: f32,
}

impl PlacedCode {
    /// The side of the white square.
    pub(super) fn side_mm(&self) -> f32 {
        self.symbol.modules_with_quiet_zone() as f32 * self.module_mm
    }
}

/// Paths by hand: corners and circles in mm.
pub(super) struct Pen {
    outline: Vec<Command>,
    tone: Tone,
}

impl Pen {
    pub(super) fn new(tone: Tone) -> Self {
        Self {
            outline: Vec::new(),
            tone,
        }
    }

    pub(super) fn rectangle(mut self, left: f32, top: f32, width: f32, height: f32) -> Self {
        self.outline.add_rect((left, top), width, height);
        self
    }

    pub(super) fn rounded(mut self, left: f32, top: f32, width: f32, height: f32, radius: f32) -> Self {
        self.outline
            .add_round_rect((left, top), width, height, radius, radius);
        self
    }

    pub(super) fn circle(mut self, x: f32, y: f32, radius: f32) -> Self {
        self.outline.add_circle((x, y), radius);
        self
    }

    pub(super) fn corners(mut self, corners: &[(f32, f32)]) -> Self {
        for (number, (x, y)) in corners.iter().enumerate() {
            let corner = Vector::new(*x, *y);
            self.outline.push(if number == 0 {
                Command::MoveTo(corner)
            } else {
                Command::LineTo(corner)
            });
        }
        self.outline.push(Command::Close);
        self
    }

    pub(super) fn shape(self) -> Item {
        Item::Shape(Shape {
            outline: self.outline,
            tone: self.tone,
        })
    }
}
