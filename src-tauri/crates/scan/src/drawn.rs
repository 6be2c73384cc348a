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
