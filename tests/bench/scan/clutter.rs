//! The room before the camera: what is in it when no code is.

use crate::{
    lots::Lots,
    paint::{HEIGHT, WIDTH},
};

/// A wall, and things before it that a decoder may take for parts of a code.
pub(crate) struct Room {
    light: Vec<f32>,
}

impl Room {
    /// A room of this brightness.
    pub(crate) fn draw(brightness: f32, lots: &mut Lots) -> Self {
        let (slope_x, slope_y) = (lots.between(-0.4, 0.4) as f32, lots.between(-0.4, 0.4) as f32);
        let mut light: Vec<f32> = (0..WIDTH * HEIGHT)
            .map(|i| {
                let (x, y) = (
                    (i % WIDTH) as f32 / WIDTH as f32 - 0.5,
                    (i / WIDTH) as f32 / HEIGHT as f32 - 0.5,
                );
                brightness * (1.0 + slope_x * x + slope_y * y)
            })
            .collect();
        for _ in 0..6 + lots.below(14) {
            let thing = Thing::draw(brightness, lots);
            thing.put(&mut light, lots);
        }
        Self { light }
    }

    pub(crate) fn light(self) -> Vec<f32> {
        self.light
    }
}

/// Something with an outline.
enum Thing {
    /// Windows, tiles, shelves: a grid of bars.
    Grid {
        pitch: usize,
        bar: usize,
    },
    /// Text from afar: short strokes in rows.
    Text {
        size: usize,
    },
    /// Stripes of a shirt, blinds, a bar code.
    Stripes {
        period: usize,
    },
    /// Squares within squares: a finder pattern, or nearly, without a code.
    Nested {
        module: usize,
    },
    /// Leaves, hair, grain.
    Grain {
        size: usize,
    },
    Plain,
}

impl Thing {
    fn draw(_: f32, lots: &mut Lots) -> Self {
        match lots.below(8) {
            0 => Thing::Grid {
                pitch: 8 + lots.below(40),
                bar: 2 + lots.below(8),
            },
            1 => Thing::Text {
                size: 2 + lots.below(6),
            },
            2 => Thing::Stripes {
                period: 3 + lots.below(24),
            },
            3 => Thing::Nested {
                module: 2 + lots.below(9),
            },
            4 => Thing::Grain {
                size: 1 + lots.below(7),
            },
            _ => Thing::Plain,
        }
    }

    fn put(&self, light: &mut [f32], lots: &mut Lots) {
        let (width, height) = match *self {
            Thing::Nested { module } => (7 * module, 7 * module),
            Thing::Grid { .. }
            | Thing::Text { .. }
            | Thing::Stripes { .. }
            | Thing::Grain { .. }
            | Thing::Plain => (40 + lots.below(420), 40 + lots.below(320)),
        };
        let (left, top) = (lots.below(WIDTH - 40), lots.below(HEIGHT - 40));
        let (dark, bright) = (lots.between(10.0, 110.0) as f32, lots.between(90.0, 235.0) as f32);
        let seed = lots.next();
        for y in top..(top + height).min(HEIGHT) {
            for x in left..(left + width).min(WIDTH) {
                let is_dark = self.is_dark(x - left, y - top, seed);
                light[y * WIDTH + x] = if is_dark { dark } else { bright };
            }
        }
    }

    fn is_dark(&self, x: usize, y: usize, seed: u64) -> bool {
        match *self {
            Thing::Grid { pitch, bar } => x % pitch < bar || y % pitch < bar,
            Thing::Text { size } => {
                let (column, row) = (x / size, y / size);
                row % 5 < 3 && chance(seed, column, row / 5 * 7 + row % 5) < 110
            }
            Thing::Stripes { period } => (x + (seed % 2) as usize * y) % period < period / 2,
            Thing::Nested { module } => {
                let ring = [x, y, 7 * module - 1 - x, 7 * module - 1 - y]
                    .into_iter()
                    .min()
                    .unwrap_or(0)
                    / module;
                ring != 1
            }
            Thing::Grain { size } => chance(seed, x / size, y / size) < 128,
            Thing::Plain => seed & 1 == 0,
        }
    }
}

fn chance(seed: u64, x: usize, y: usize) -> u8 {
    let mixed = (x as u64 * 0x9e37_79b9_7f4a_7c15) ^ (y as u64 * 0xc2b2_ae3d_27d4_eb4f) ^ seed;
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed >> 56) as u8
}
