//! The outlines of glyphs, for files that carry no fonts.

use std::collections::BTreeMap;

use swash::scale::ScaleContext;
use swash::zeno::{Command, PathData};

use crate::fonts;

/// The size in which outlines are kept, so that they are whole units of the font.
pub(super) const OUTLINE_SIZE: f32 = 1000.0;

/// Draws each glyph once.
pub(super) struct Outlines {
    scaler: ScaleContext,
    drawn: BTreeMap<(usize, u16), Vec<Command>>,
}

impl Outlines {
    pub(super) fn new() -> Self {
        Self {
            scaler: ScaleContext::new(),
            drawn: BTreeMap::new(),
        }
    }

    /// The outline of a glyph at [`OUTLINE_SIZE`], from its origin; `y` grows upwards. Empty for a space.
    pub(super) fn of(&mut self, face: usize, glyph: u16) -> &[Command] {
        let scaler = &mut self.scaler;
        self.drawn.entry((face, glyph)).or_insert_with(|| {
            let mut scaler = scaler.builder(fonts::face(face)).size(OUTLINE_SIZE).build();
            let outline = scaler.scale_outline(glyph);
            outline
                .map(|outline| outline.path().commands().collect())
                .unwrap_or_default()
        })
    }

    /// All that were asked for, in the order of their names.
    pub(super) fn into_drawn(self) -> BTreeMap<(usize, u16), Vec<Command>> {
        self.drawn
    }
}
