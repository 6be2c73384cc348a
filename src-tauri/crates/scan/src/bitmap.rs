//! Black or white: three ways of deciding it, because each sees codes that the others do not.

use crate::GreyFrame;

/// Side of the squares that share a threshold.
const BLOCK: usize = 8;

/// A picture in black and white, one byte a pixel: 1 is black.
pub(crate) struct Bitmap {
    width: usize,
    black: Vec<u8>,
}

impl Bitmap {
    /// By blocks of 8 × 8 pixels and the two rings of blocks around each: fast, and used to shadows and dark surrounds.
    ///
    /// A block without contrast takes the threshold of its neighbours, so that the inside of a large module has one too; how much
    /// contrast counts goes by the noise of this picture (Sauvola and Pietikäinen 2000 for the idea, ZXing for the blocks).
    pub(crate) fn by_blocks(frame: &GreyFrame) -> Self {
        let (width, height) = (frame.width_px() as usize, frame.height_px() as usize);
        let blocks = Blocks::of(frame);
        let thresholds = blocks.thresholds();
        let mut black = Vec::with_capacity(width * height);
        let mut row_thresholds = vec![0u8; width];
        for (y, row) in frame.rows().enumerate() {
            if y % BLOCK == 0 {
                let from = y / BLOCK * blocks.columns;
                for (pixels, &threshold) in row_thresholds.chunks_mut(BLOCK).zip(&thresholds[from..]) {
                    pixels.fill(threshold);
                }
            }
            black.extend(
                row.iter()
                    .zip(&row_thresholds)
                    .map(|(pixel, threshold)| u8::from(pixel < threshold)),
            );
        }
        Self { width, black }
    }

    /// By the mean of the square around each pixel: `radius` pixels each way, black being darker than the mean by `bias`.
    pub(crate) fn by_mean(frame: &GreyFrame, radius: usize, bias: i32) -> Self {
        let width = frame.width_px() as usize;
        let rows: Vec<&[u8]> = frame.rows().collect();
        let mut black = Vec::with_capacity(frame.pixels().len());
        let mut column_sums = vec![0i32; width];
        let mut prefix = vec![0i32; width + 1];
        for row in &rows[..radius.min(rows.len())] {
            add(&mut column_sums, row);
        }
        for (y, row) in rows.iter().enumerate() {
            if let Some(entering) = rows.get(y + radius) {
                add(&mut column_sums, entering);
            }
            if y > radius {
                subtract(&mut column_sums, rows[y - radius - 1]);
            }
            let window_height = (y + radius + 1).min(rows.len()) - y.saturating_sub(radius);
            let mut sum = 0;
            for (after, &column) in prefix[1..].iter_mut().zip(&column_sums) {
                sum += column;
                *after = sum;
            }
            let at_an_edge = |x: usize| {
                let (left, right) = (x.saturating_sub(radius), (x + radius + 1).min(width));
                let area = ((right - left) * window_height) as i32;
                u8::from((i32::from(row[x]) + bias) * area < prefix[right] - prefix[left])
            };
            let left_edge = radius.min(width);
            let right_edge = width.saturating_sub(radius).max(left_edge);
            black.extend((0..left_edge).map(at_an_edge));
            // Nearly all of the row, and without a question for each pixel.
            let area = ((2 * radius + 1) * window_height) as i32;
            let windows = prefix.iter().zip(prefix.iter().skip(2 * radius + 1));
            let inside = row.get(left_edge..right_edge).unwrap_or_default();
            black.extend(inside.iter().zip(windows).map(|(&pixel, (before, after))| {
                u8::from((i32::from(pixel) + bias) * area < after - before)
            }));
            black.extend((right_edge..width).map(at_an_edge));
        }
        Self { width, black }
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    pub(crate) fn height(&self) -> usize {
        self.black.len() / self.width
    }

    /// One row from the left.
    pub(crate) fn row(&self, y: usize) -> &[u8] {
        &self.black[y * self.width..(y + 1) * self.width]
    }

    /// The pixel at this place, 1 being black; `None` beside the picture.
    pub(crate) fn at(&self, x: i32, y: i32) -> Option<u8> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        if x >= self.width {
            return None;
        }
        self.black.get(y * self.width + x).copied()
    }
}

fn add(column_sums: &mut [i32], row: &[u8]) {
    for (sum, &pixel) in column_sums.iter_mut().zip(row) {
        *sum += i32::from(pixel);
    }
}

fn subtract(column_sums: &mut [i32], row: &[u8]) {
    for (sum, &pixel) in column_sums.iter_mut().zip(row) {
        *sum -= i32::from(pixel);
    }
}

/// What is known of each block.
struct Blocks {
    columns: usize,
    rows: usize,
    mean: Vec<u8>,
    min: Vec<u8>,
    max: Vec<u8>,
}

impl Blocks {
    fn of(frame: &GreyFrame) -> Self {
        let (width, height) = (frame.width_px() as usize, frame.height_px() as usize);
        let (columns, rows) = (width.div_ceil(BLOCK), height.div_ceil(BLOCK));
        let mut blocks = Self {
            columns,
            rows,
            mean: Vec::with_capacity(columns * rows),
            min: Vec::with_capacity(columns * rows),
            max: Vec::with_capacity(columns * rows),
        };
        let (mut sums, mut mins, mut maxs) = (vec![0u16; width], vec![0u8; width], vec![0u8; width]);
        for band in frame.pixels().chunks(width * BLOCK) {
            sums.fill(0);
            mins.fill(u8::MAX);
            maxs.fill(0);
            for row in band.chunks_exact(width) {
                for (((sum, min), max), &pixel) in sums.iter_mut().zip(&mut mins).zip(&mut maxs).zip(row) {
                    *sum += u16::from(pixel);
                    *min = pixel.min(*min);
                    *max = pixel.max(*max);
                }
            }
            let band_height = band.len() / width;
            for ((sums, mins), maxs) in sums.chunks(BLOCK).zip(mins.chunks(BLOCK)).zip(maxs.chunks(BLOCK)) {
                let area = sums.len() * band_height;
                let sum: usize = sums.iter().map(|&sum| usize::from(sum)).sum();
                blocks.mean.push((sum / area) as u8);
                blocks.min.push(mins.iter().copied().min().unwrap_or(0));
                blocks.max.push(maxs.iter().copied().max().unwrap_or(0));
            }
        }
        blocks
    }

    /// How far apart the darkest and the brightest pixel of a block are where it holds more than noise.
    fn contrast_that_counts(&self) -> u8 {
        let mut histogram = [0usize; 256];
        for (max, min) in self.max.iter().zip(&self.min) {
            histogram[usize::from(max - min)] += 1;
        }
        let wanted = self.min.len() / 5;
        let mut below = 0;
        let quiet = histogram.iter().position(|&count| {
            below += count;
            below > wanted
        });
        (quiet.unwrap_or(0) * 3 / 2 + 2).clamp(5, 24) as u8
    }

    fn thresholds(&self) -> Vec<u8> {
        let points = self.black_points();
        // Sums over five blocks of a row, then over five rows: a window is moved in where it would reach out.
        let reach = 2.min((self.columns - 1) / 2);
        let reach_down = 2.min((self.rows - 1) / 2);
        let mut across = Vec::with_capacity(points.len());
        for row in points.chunks_exact(self.columns) {
            for x in 0..self.columns {
                let middle = x.clamp(reach, self.columns - 1 - reach);
                let window = &row[middle - reach..=middle + reach];
                across.push(window.iter().map(|&point| u32::from(point)).sum::<u32>());
            }
        }
        let area = ((2 * reach + 1) * (2 * reach_down + 1)) as u32;
        let mut thresholds = Vec::with_capacity(points.len());
        for y in 0..self.rows {
            let middle = y.clamp(reach_down, self.rows - 1 - reach_down);
            for x in 0..self.columns {
                let sum: u32 = (middle - reach_down..=middle + reach_down)
                    .map(|row| across[row * self.columns + x])
                    .sum();
                thresholds.push(((sum + area / 2) / area).min(255) as u8);
            }
        }
        thresholds
    }

    fn black_points(&self) -> Vec<u8> {
        let counts = self.contrast_that_counts();
        let mut points: Vec<u8> = Vec::with_capacity(self.mean.len());
        for i in 0..self.mean.len() {
            let (x, y) = (i % self.columns, i / self.columns);
            let point = if self.max[i] - self.min[i] > counts {
                self.mean[i]
            } else if x > 0 && y > 0 {
                let beside = u32::from(points[i - 1]) * 2
                    + u32::from(points[i - self.columns])
                    + u32::from(points[i - self.columns - 1]);
                let beside = (beside / 4) as u8;
                if self.min[i] < beside {
                    beside
                } else {
                    self.min[i] / 2
                }
            } else {
                self.min[i] / 2
            };
            points.push(point);
        }
        points
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawn::noise;

    #[test]
    fn the_mean_is_that_of_the_square_around_each_pixel_which_ends_at_the_edge() {
        for (width, height, radius, bias) in [(40, 30, 4, 3), (9, 20, 4, 0), (8, 7, 4, -2), (3, 30, 16, 1)] {
            let frame = noise(width, height, 7);
            let bitmap = Bitmap::by_mean(&frame, radius, bias);
            let luma = |x: usize, y: usize| i32::from(frame.pixels()[y * width + x]);
            for (x, y) in (0..width * height).map(|i| (i % width, i / width)) {
                let rows = y.saturating_sub(radius)..(y + radius + 1).min(height);
                let around = rows.flat_map(|row| {
                    (x.saturating_sub(radius)..(x + radius + 1).min(width)).map(move |column| (column, row))
                });
                let (sum, area) = around.fold((0, 0), |(sum, area), (x, y)| (sum + luma(x, y), area + 1));
                let is_black = (luma(x, y) + bias) * area < sum;
                assert_eq!(
                    bitmap.row(y)[x],
                    u8::from(is_black),
                    "{x}, {y} of {width} × {height}"
                );
            }
        }
    }
}
