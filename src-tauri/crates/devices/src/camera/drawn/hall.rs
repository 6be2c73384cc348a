//! The background: a calm, empty hall, and a visitor out of focus once a code is held up.

use super::{HEIGHT_PX, WIDTH_PX};

/// How far the visitor sways, in pixels.
const SWAY_PX: f64 = 9.0;

/// The parts of the background that stay the same, drawn once.
pub(super) struct Hall {
    wall: Vec<u8>,
    /// The visitor's luma and cover.
    visitor: Vec<(u8, u8)>,
}

impl Hall {
    pub(super) fn new() -> Self {
        Self {
            wall: every_pixel(|x, y| byte(wall_luma(x, y))),
            visitor: every_pixel(visitor),
        }
    }

    /// The background at a time, as luma.
    pub(super) fn draw(&self, has_visitor: bool, seconds: f64) -> Vec<u8> {
        let mut pixels = self.wall.clone();
        if !has_visitor {
            return pixels;
        }
        let shift = (SWAY_PX * (seconds * 0.9).sin()).round() as isize;
        let rows = pixels
            .chunks_exact_mut(WIDTH_PX)
            .zip(self.visitor.chunks_exact(WIDTH_PX));
        for (row, visitor) in rows {
            for (x, pixel) in row.iter_mut().enumerate() {
                let from = x.saturating_add_signed(-shift).min(WIDTH_PX - 1);
                let (luma, cover) = visitor[from];
                let mixed = u32::from(*pixel) * u32::from(255 - cover) + u32::from(luma) * u32::from(cover);
                *pixel = (mixed / 255) as u8;
            }
        }
        pixels
    }
}

/// A sensor's noise: a few grey levels, other ones in each frame.
pub(super) fn add_noise(pixels: &mut [u8], frame_number: u32) {
    let mut state = frame_number.wrapping_mul(0x9e37_79b9) | 1;
    for four in pixels.chunks_mut(4) {
        // xorshift32 (Marsaglia 2003); one step is enough for four pixels.
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        for (pixel, byte) in four.iter_mut().zip(state.to_le_bytes()) {
            *pixel = pixel.saturating_add(byte >> 6).saturating_sub(byte >> 4 & 3);
        }
    }
}

/// A visitor out of focus at a pixel: luma and cover.
fn visitor(x: f64, y: f64) -> (u8, u8) {
    let u = x - WIDTH_PX as f64 / 2.0;
    let head = soft_edge(ellipse(u, y - 122.0, 84.0, 104.0), 0.17);
    let neck = soft_edge(ellipse(u, y - 225.0, 52.0, 80.0), 0.2);
    let body = soft_edge(rounded(u, y - 640.0, 265.0, 365.0), 0.07);
    let face = soft_edge(ellipse(u, y - 140.0, 58.0, 74.0), 0.3);
    // Light falls from the left.
    let light = smooth(u, 260.0, -260.0);
    let luma = 40.0 + 34.0 * light + (34.0 + 30.0 * light) * face.max(0.7 * neck * (1.0 - body));
    (byte(luma), byte(255.0 * 0.94 * head.max(neck).max(body)))
}

/// A wall with a window's light on it, an open door with the day behind it, and a floor that shines a little.
fn wall_luma(x: f64, y: f64) -> f64 {
    let window = (-((x - 250.0) / 360.0).powi(2) - ((y - 170.0) / 300.0).powi(2)).exp();
    let plain = 142.0 - 22.0 * (x / WIDTH_PX as f64) - 18.0 * (y / HEIGHT_PX as f64) + 58.0 * window;
    let door = |grow: f64| {
        smooth(x, 958.0 - grow, 974.0 - grow)
            * smooth(x, 1152.0 + grow, 1136.0 + grow)
            * smooth(y, 112.0 - grow, 128.0 - grow)
    };
    let day = 206.0 - 34.0 * smooth(y, 150.0, 600.0);
    let framed = plain + (98.0 - plain) * door(22.0);
    let upright = framed + (day - framed) * door(0.0);
    let day_on_floor = (-((x - 1055.0 + (y - 610.0) * 0.9) / 120.0).powi(2)).exp() * smooth(y, 760.0, 600.0);
    let floor = 92.0 + 16.0 * window + 14.0 * smooth(y, 610.0, 720.0) + 66.0 * day_on_floor;
    upright + (floor - upright) * smooth(y, 600.0, 616.0)
}

fn every_pixel<T>(draw: impl Fn(f64, f64) -> T) -> Vec<T> {
    (0..WIDTH_PX * HEIGHT_PX)
        .map(|i| draw((i % WIDTH_PX) as f64, (i / WIDTH_PX) as f64))
        .collect()
}

/// Below 1 inside the ellipse, above it outside.
fn ellipse(u: f64, v: f64, half_width: f64, half_height: f64) -> f64 {
    (u / half_width).hypot(v / half_height)
}

/// The same for a box with round corners.
fn rounded(u: f64, v: f64, half_width: f64, half_height: f64) -> f64 {
    ((u / half_width).abs().powf(2.8) + (v / half_height).abs().powf(2.8)).powf(1.0 / 2.8)
}

fn soft_edge(distance: f64, softness: f64) -> f64 {
    smooth(distance, 1.0 + softness, 1.0 - softness)
}

/// 0 at `from`, 1 at `to`, without a corner in between.
fn smooth(value: f64, from: f64, to: f64) -> f64 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

fn byte(luma: f64) -> u8 {
    luma.round().clamp(0.0, 255.0) as u8
}
