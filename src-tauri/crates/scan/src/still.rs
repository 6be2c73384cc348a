//! Whether anything has moved before a camera.

use crate::GreyFrame;

/// Of a tile, in pixels. The code of a pass covers many of them at any distance at which it can be read.
const TILE_PX: usize = 16;

/// Luma by which the mean of a tile differs when something moves in it; the noise of 256 pixels together is less.
const MOVED: f32 = 3.0;
/// A dark room is noisy, and lamps make all of it a little brighter and darker: a tile that moves differs so many times as much as
/// tiles do on the whole.
const MOVED_OF_MEAN: f32 = 6.0;
/// Luma by which everything differs when the light is switched on, or somebody stands before the camera.
const ALL_MOVED: f32 = 6.0;

/// The mean luma of each tile of a picture, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tiles {
    size: (u32, u32),
    means: Vec<f32>,
}

impl Tiles {
    pub(crate) fn of(frame: &GreyFrame) -> Self {
        let width = frame.width_px() as usize;
        let columns = width.div_ceil(TILE_PX);
        let mut means = Vec::with_capacity(columns * frame.rows().len().div_ceil(TILE_PX));
        let mut sums = vec![0_u32; columns];
        for rows in frame.pixels().chunks(TILE_PX * width) {
            sums.fill(0);
            for row in rows.chunks_exact(width) {
                for (sum, part) in sums.iter_mut().zip(row.chunks(TILE_PX)) {
                    *sum += part.iter().map(|&luma| u32::from(luma)).sum::<u32>();
                }
            }
            let height = rows.len() / width;
            let area = |column: usize| (height * TILE_PX.min(width - column * TILE_PX)) as f32;
            means.extend(
                sums.iter()
                    .enumerate()
                    .map(|(column, &sum)| sum as f32 / area(column)),
            );
        }
        let size = (frame.width_px(), frame.height_px());
        Self { size, means }
    }

    /// Whether nothing has moved between this picture and that.
    pub(crate) fn are_as(&self, other: &Self) -> bool {
        if self.size != other.size {
            return false;
        }
        let apart = |(a, b): (&f32, &f32)| (a - b).abs();
        let differences = || self.means.iter().zip(&other.means).map(apart);
        let mean = differences().sum::<f32>() / self.means.len() as f32;
        let most = differences().fold(0.0, f32::max);
        mean < ALL_MOVED && most < MOVED + MOVED_OF_MEAN * mean
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawn::{frame_of, frame_with, noise};

    const SIZE: (usize, usize) = (330, 250);

    /// A grey room with the noise of a camera, from ± so much; `darker` is what lies in it.
    fn room(level: i32, noisy: i32, seed: u64, darker: impl Fn(usize, usize) -> i32) -> Tiles {
        let grain = noise(SIZE.0, SIZE.1, seed);
        Tiles::of(&frame_of(SIZE.0, SIZE.1, |x, y| {
            let grain = i32::from(grain.pixels()[y * SIZE.0 + x]) - 128;
            (level - darker(x, y) + grain * noisy / 128).clamp(0, 255) as u8
        }))
    }

    fn nothing(_x: usize, _y: usize) -> i32 {
        0
    }

    #[test]
    fn the_mean_of_a_tile_is_that_of_its_pixels_also_at_the_edge() {
        let tiles = Tiles::of(&frame_of(20, 17, |x, y| (10 * (x / 16) + y / 16) as u8));
        assert_eq!(tiles.means, [0.0, 10.0, 1.0, 11.0]);
    }

    #[test]
    fn noise_and_lamps_that_flicker_are_no_movement() {
        for noisy in [0, 8, 25, 40] {
            assert!(
                room(120, noisy, 1, nothing).are_as(&room(120, noisy, 2, nothing)),
                "± {noisy}"
            );
        }
        assert!(room(120, 8, 1, nothing).are_as(&room(124, 8, 2, nothing)));
    }

    #[test]
    fn a_small_code_far_away_is_movement_also_in_a_noisy_room() {
        // 33 modules of two pixels, half of them dark; and a card that is hardly darker than the wall.
        let code = |x: usize, y: usize| {
            if (100..166).contains(&x) && (80..146).contains(&y) {
                40
            } else {
                0
            }
        };
        let card = |x: usize, y: usize| {
            if (100..180).contains(&x) && (80..130).contains(&y) {
                12
            } else {
                0
            }
        };
        for noisy in [0, 8, 25] {
            let empty = room(120, noisy, 1, nothing);
            assert!(!room(120, noisy, 2, code).are_as(&empty), "± {noisy}");
            assert!(!room(120, noisy, 2, card).are_as(&empty), "± {noisy}");
        }
    }

    #[test]
    fn a_code_that_sways_moves() {
        let held = |left| Tiles::of(&frame_with(330, 250, &[(b"swaying", left, 60)]));
        assert!(!held(101).are_as(&held(100)));
    }

    #[test]
    fn light_that_is_switched_on_is_movement_and_so_is_another_size() {
        assert!(!room(120, 8, 1, nothing).are_as(&room(60, 8, 2, nothing)));
        let small = Tiles::of(&frame_with(200, 200, &[]));
        assert!(!small.are_as(&Tiles::of(&frame_with(200, 201, &[]))));
    }
}
