//! Frames drawn for tests.

use qrcode::{Color, EcLevel, QrCode};

use crate::GreyFrame;

pub(crate) const MODULE_PX: usize = 4;

/// A white frame with codes at the given places (top left of the code, quiet zone not counted).
pub(crate) fn frame_with(width: usize, height: usize, codes: &[(&[u8], usize, usize)]) -> GreyFrame {
    let mut pixels = vec![230u8; width * height];
    for (payload, left, top) in codes {
        let code = QrCode::with_error_correction_level(payload, EcLevel::M).unwrap();
        let side = code.width() * MODULE_PX;
        for y in 0..side {
            for x in 0..side {
                if code[(x / MODULE_PX, y / MODULE_PX)] == Color::Dark {
                    pixels[(top + y) * width + left + x] = 20;
                }
            }
        }
    }
    GreyFrame::new(width as u32, height as u32, pixels).unwrap()
}

/// Each pixel from its place.
pub(crate) fn frame_of(width: usize, height: usize, pixel: impl Fn(usize, usize) -> u8) -> GreyFrame {
    let pixels = (0..width * height).map(|i| pixel(i % width, i / width)).collect();
    GreyFrame::new(width as u32, height as u32, pixels).unwrap()
}

/// A frame full of finder patterns that belong to nothing.
pub(crate) fn finder_patterns(width: usize, height: usize, module: usize) -> GreyFrame {
    frame_of(width, height, |x, y| {
        let (x, y) = (x % (9 * module) / module, y % (9 * module) / module);
        let is_dark = x < 7 && y < 7 && x.min(y).min(6 - x).min(6 - y) != 1;
        if is_dark { 25 } else { 225 }
    })
}

/// The same noise for the same seed.
pub(crate) fn noise(width: usize, height: usize, seed: u64) -> GreyFrame {
    frame_of(width, height, |x, y| {
        let mixed = (seed ^ ((y * width + x) as u64)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        ((mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 56) as u8
    })
}

/// How a code is held before the camera.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held {
    pub(crate) module_px: f32,
    /// Its top left corner, in pixels.
    pub(crate) at: (f32, f32),
    /// Standard deviation of the blur, in pixels.
    pub(crate) blur_px: f32,
    /// Luma of paper and ink.
    pub(crate) levels: (u8, u8),
    /// Half the width of the noise.
    pub(crate) noise: u8,
}

/// A code in the middle of a picture, in good light, sharp.
pub(crate) fn held_at(payload: &[u8], (width, height): (usize, usize), module_px: f32) -> Held {
    let side = QrCode::with_error_correction_level(payload, EcLevel::M)
        .unwrap()
        .width() as f32
        * module_px;
    Held {
        module_px,
        at: (
            (width as f32 - side) / 2.0 + 0.3,
            (height as f32 - side) / 2.0 + 0.6,
        ),
        blur_px: 0.0,
        levels: (210, 40),
        noise: 4,
    }
}

/// A grey room with a code in it, each pixel the mean of what it covers.
pub(crate) fn frame_held(payload: &[u8], (width, height): (usize, usize), held: &Held) -> GreyFrame {
    const SAMPLES: usize = 4;
    let code = QrCode::with_error_correction_level(payload, EcLevel::M).unwrap();
    let side = code.width() as f32;
    let (paper, ink) = (f32::from(held.levels.0), f32::from(held.levels.1));
    let luma = |x: f32, y: f32| {
        let (u, v) = ((x - held.at.0) / held.module_px, (y - held.at.1) / held.module_px);
        let inside = |place: f32, margin: f32| place >= -margin && place < side + margin;
        if !(inside(u, 4.0) && inside(v, 4.0)) {
            return 0.6 * paper;
        }
        let is_ink = inside(u, 0.0) && inside(v, 0.0) && code[(u as usize, v as usize)] == Color::Dark;
        if is_ink { ink } else { paper }
    };
    let mut sharp = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let sum: f32 = (0..SAMPLES * SAMPLES)
                .map(|i| {
                    let part = |i: usize| (i as f32 + 0.5) / SAMPLES as f32;
                    luma(x as f32 + part(i % SAMPLES), y as f32 + part(i / SAMPLES))
                })
                .sum();
            sharp.push(sum / (SAMPLES * SAMPLES) as f32);
        }
    }
    let reach = (3.0 * held.blur_px).ceil() as i32;
    let weights: Vec<(i32, f32)> = (-reach..=reach)
        .map(|away| {
            (
                away,
                (-0.5 * (away as f32 / held.blur_px.max(0.01)).powi(2)).exp(),
            )
        })
        .collect();
    let all: f32 = weights.iter().map(|(_, weight)| weight).sum();
    let at =
        |place: usize, away: i32, count: usize| (place as i32 + away).clamp(0, count as i32 - 1) as usize;
    let mean = |picture: &[f32], (x, y): (usize, usize), (dx, dy): (i32, i32)| -> f32 {
        let weighed = weights.iter().map(|&(away, weight)| {
            weight * picture[at(y, dy * away, height) * width + at(x, dx * away, width)]
        });
        weighed.sum::<f32>() / all
    };
    let across: Vec<f32> = (0..sharp.len())
        .map(|i| mean(&sharp, (i % width, i / width), (1, 0)))
        .collect();
    let blurred: Vec<f32> = (0..sharp.len())
        .map(|i| mean(&across, (i % width, i / width), (0, 1)))
        .collect();
    let grain = noise(width, height, 11);
    frame_of(width, height, |x, y| {
        let i = y * width + x;
        let grain = (f32::from(grain.pixels()[i]) / 127.5 - 1.0) * f32::from(held.noise);
        (blurred[i] + grain).clamp(0.0, 255.0).round() as u8
    })
}
