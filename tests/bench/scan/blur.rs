//! What a lens and a moving hand do to a picture.

use crate::paint::{HEIGHT, WIDTH};

/// Blurs with this deviation in pixels, rows first, then columns.
pub(crate) fn gaussian(light: &mut [f32], deviation: f64) {
    if deviation < 0.1 {
        return;
    }
    let reach = (deviation * 3.0).ceil() as usize;
    let weights: Vec<f32> = (0..=2 * reach)
        .map(|i| {
            let away = (i as f64 - reach as f64) / deviation;
            (-away * away / 2.0).exp() as f32
        })
        .collect();
    let sum: f32 = weights.iter().sum();
    let weights: Vec<f32> = weights.iter().map(|weight| weight / sum).collect();
    let mut across = vec![0.0; light.len()];
    for y in 0..HEIGHT {
        let row = &light[y * WIDTH..(y + 1) * WIDTH];
        let blurred = &mut across[y * WIDTH..(y + 1) * WIDTH];
        for (i, &weight) in weights.iter().enumerate() {
            for (x, pixel) in blurred.iter_mut().enumerate() {
                *pixel += weight * row[(x + i).saturating_sub(reach).min(WIDTH - 1)];
            }
        }
    }
    light.fill(0.0);
    for (i, &weight) in weights.iter().enumerate() {
        for y in 0..HEIGHT {
            let from = (y + i).saturating_sub(reach).min(HEIGHT - 1);
            let source = &across[from * WIDTH..(from + 1) * WIDTH];
            for (pixel, &value) in light[y * WIDTH..(y + 1) * WIDTH].iter_mut().zip(source) {
                *pixel += weight * value;
            }
        }
    }
}

/// Smears along a line of this length in pixels.
pub(crate) fn smear(light: &[f32], length: f64, angle: f64) -> Vec<f32> {
    let count = (length * 2.0).ceil().max(2.0) as usize;
    let mut smeared = vec![0.0; light.len()];
    let share = 1.0 / count as f32;
    for i in 0..count {
        let along = ((i as f64 + 0.5) / count as f64 - 0.5) * length;
        let (dx, dy) = (along * angle.cos(), along * angle.sin());
        let (left, top) = (dx.floor(), dy.floor());
        let (fx, fy) = ((dx - left) as f32, (dy - top) as f32);
        let corners = [
            (0, 0, (1.0 - fx) * (1.0 - fy)),
            (1, 0, fx * (1.0 - fy)),
            (0, 1, (1.0 - fx) * fy),
            (1, 1, fx * fy),
        ];
        for (cx, cy, weight) in corners {
            let (ox, oy) = (left as isize + cx, top as isize + cy);
            for y in 0..HEIGHT {
                let from_y = y.saturating_add_signed(oy).min(HEIGHT - 1);
                let source = &light[from_y * WIDTH..(from_y + 1) * WIDTH];
                let row = &mut smeared[y * WIDTH..(y + 1) * WIDTH];
                for (x, pixel) in row.iter_mut().enumerate() {
                    *pixel += share * weight * source[x.saturating_add_signed(ox).min(WIDTH - 1)];
                }
            }
        }
    }
    smeared
}
