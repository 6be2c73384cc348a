//! Black or white by the neighbourhood: what is darker than the mean of its surroundings is ink.

use crate::GreyFrame;

/// Half the side of the square a pixel is compared with; larger than a finder pattern of a code held at arm's length.
const RADIUS_PX: usize = 32;

/// How much darker than its surroundings ink is at least, so that the noise of an even surface stays white.
const OFFSET: u32 = 4;

/// For every pixel of the frame, row by row: is it black?
///
/// It reads what one running threshold misses: a shadow's edge, a dark surround close to the code, a phone's screen.
pub(crate) fn local_mean(frame: &GreyFrame) -> Vec<bool> {
    let width = frame.width_px() as usize;
    let rows: Vec<&[u8]> = frame.rows().collect();
    let mut black = Vec::with_capacity(frame.pixels().len());
    let mut column_sums = vec![0u32; width];
    for row in &rows[..RADIUS_PX.min(rows.len())] {
        add(&mut column_sums, row);
    }
    for (y, row) in rows.iter().enumerate() {
        if let Some(entering) = rows.get(y + RADIUS_PX) {
            add(&mut column_sums, entering);
        }
        if y > RADIUS_PX {
            subtract(&mut column_sums, rows[y - RADIUS_PX - 1]);
        }
        let window_height = (y + RADIUS_PX + 1).min(rows.len()) - y.saturating_sub(RADIUS_PX);
        push_black_row(&mut black, row, &column_sums, window_height);
    }
    black
}

fn push_black_row(black: &mut Vec<bool>, row: &[u8], column_sums: &[u32], window_height: usize) {
    let width = row.len();
    let mut sum: u32 = column_sums[..RADIUS_PX.min(width)].iter().sum();
    for (x, &pixel) in row.iter().enumerate() {
        if let Some(&entering) = column_sums.get(x + RADIUS_PX) {
            sum += entering;
        }
        if x > RADIUS_PX {
            sum -= column_sums[x - RADIUS_PX - 1];
        }
        let window_width = (x + RADIUS_PX + 1).min(width) - x.saturating_sub(RADIUS_PX);
        let area = (window_width * window_height) as u32;
        black.push((u32::from(pixel) + OFFSET) * area < sum);
    }
}

fn add(column_sums: &mut [u32], row: &[u8]) {
    for (sum, &pixel) in column_sums.iter_mut().zip(row) {
        *sum += u32::from(pixel);
    }
}

fn subtract(column_sums: &mut [u32], row: &[u8]) {
    for (sum, &pixel) in column_sums.iter_mut().zip(row) {
        *sum -= u32::from(pixel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition, pixel by pixel.
    fn by_definition(frame: &GreyFrame) -> Vec<bool> {
        let (width, height) = (frame.width_px() as usize, frame.height_px() as usize);
        let mut black = Vec::new();
        for y in 0..height {
            for x in 0..width {
                let (left, right) = (x.saturating_sub(RADIUS_PX), (x + RADIUS_PX).min(width - 1));
                let (top, bottom) = (y.saturating_sub(RADIUS_PX), (y + RADIUS_PX).min(height - 1));
                let mut sum = 0u32;
                let mut area = 0u32;
                for v in top..=bottom {
                    for u in left..=right {
                        sum += u32::from(frame.pixels()[v * width + u]);
                        area += 1;
                    }
                }
                black.push((u32::from(frame.pixels()[y * width + x]) + OFFSET) * area < sum);
            }
        }
        black
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn the_sliding_sums_are_the_definition(width in 1u32..90, height in 1u32..90, seed: u64) {
            let mut state = seed | 1;
            let pixels = (0..width * height)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    (state >> 56) as u8
                })
                .collect();
            let frame = GreyFrame::new(width, height, pixels).unwrap();
            prop_assert_eq!(local_mean(&frame), by_definition(&frame));
        }
    }

    #[test]
    fn an_even_surface_is_white() {
        let frame = GreyFrame::new(100, 80, vec![128; 8000]).unwrap();
        assert!(local_mean(&frame).iter().all(|&black| !black));
    }
}
