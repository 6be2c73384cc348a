//! A paper card with a code on it, held up in space before the camera.

use std::ops::Range;

use qrcode::{Color, EcLevel, QrCode};

use super::{HEIGHT_PX, WIDTH_PX};

/// White around the code, in modules (ISO/IEC 18004, 9.1).
const QUIET_MODULES: f64 = 4.0;

/// Finest code shown, version 11 (310 capital letters and digits): modules of 6.7 pixels, of which 95 frames in 100 are read.
const MAX_MODULES: usize = 61;

/// Width of the card before the camera, in pixels.
const CARD_WIDTH_PX: f64 = 460.0;

/// Height of the card in card widths: the code, and lines of print below it.
const CARD_HEIGHT: f64 = 1.2;

/// Distance of the card from the camera, in pixels of its own scale: the smaller, the stronger the perspective.
const DISTANCE_PX: f64 = 1500.0;

const PAPER_LUMA: f64 = 226.0;
const INK_LUMA: f64 = 38.0;
const HAND_LUMA: f64 = 128.0;

/// A card, ready to be drawn at any time.
pub(super) struct Card {
    modules: usize,
    is_dark: Vec<bool>,
}

/// Where the card is at one moment: its centre and the directions of its width and height, each a step of one card pixel.
struct Pose {
    centre: [f64; 3],
    right: [f64; 3],
    down: [f64; 3],
    /// Towards the camera's side, of length one.
    normal: [f64; 3],
}

impl Card {
    /// `None` when the payload makes too fine a code.
    pub(super) fn new(payload: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(payload, EcLevel::M).ok()?;
        let modules = code.width();
        (modules <= MAX_MODULES).then(|| Self {
            modules,
            is_dark: code
                .to_colors()
                .into_iter()
                .map(|color| color == Color::Dark)
                .collect(),
        })
    }

    /// Draws the card, and the hand that holds it, over a frame; so far below its place.
    pub(super) fn draw(&self, pixels: &mut [u8], seconds: f64, below_px: f64) {
        let mut pose = Pose::at(seconds);
        pose.centre[1] += below_px;
        let tilt_light = 1.0 + 0.35 * pose.normal[0] - 0.25 * pose.normal[1];
        let (columns, rows) = pose.pixels_around();
        for y in rows {
            for x in columns.clone() {
                let mut luma = 0.0;
                let mut cover = 0.0;
                // The mean of four places about a pixel apart: the edge is smooth and the print not quite sharp.
                for (dx, dy) in [(-0.55, -0.2), (0.2, -0.55), (0.55, 0.2), (-0.2, 0.55)] {
                    let (u, v) = pose.on_card(x as f64 + dx, y as f64 + dy);
                    if let Some(place) = self.luma(u, v) {
                        cover += 0.25;
                        luma += 0.25 * place;
                    }
                }
                if cover > 0.0 {
                    // Brighter towards the window on the upper left.
                    let (right, down) = (x as f64 / WIDTH_PX as f64, y as f64 / HEIGHT_PX as f64);
                    let light = tilt_light * (1.12 - 0.2 * right - 0.16 * down);
                    let pixel = &mut pixels[y * WIDTH_PX + x];
                    *pixel = (luma * light + f64::from(*pixel) * (1.0 - cover)).clamp(0.0, 255.0) as u8;
                }
            }
        }
    }

    /// Luma at a place (in card widths from the card's upper left corner); `None` where there is neither card nor hand.
    fn luma(&self, u: f64, v: f64) -> Option<f64> {
        let is_card = (0.0..1.0).contains(&u) && (0.0..CARD_HEIGHT).contains(&v);
        if let Some(luma) = hand_luma(u, v, is_card) {
            return Some(luma);
        }
        is_card.then(|| PAPER_LUMA + (INK_LUMA - PAPER_LUMA) * self.ink(u, v))
    }

    /// How much ink is at a place of the card, 0 to 1.
    fn ink(&self, u: f64, v: f64) -> f64 {
        let side = self.modules as f64 + 2.0 * QUIET_MODULES;
        let (column, row) = (u * side - QUIET_MODULES, v * side - QUIET_MODULES);
        let code = 0.0..self.modules as f64;
        if code.contains(&column) && code.contains(&row) {
            let is_dark = self.is_dark[row as usize * self.modules + column as usize];
            return f64::from(u8::from(is_dark));
        }
        print_ink(u, v)
    }
}

/// Two lines that look like small print.
fn print_ink(u: f64, v: f64) -> f64 {
    let is_line =
        |top: f64, left: f64, right: f64| (top..top + 0.026).contains(&v) && (left..right).contains(&u);
    if is_line(1.03, 0.1, 0.6) {
        0.62
    } else if is_line(1.09, 0.1, 0.42) {
        0.4
    } else {
        0.0
    }
}

/// A thumb on the lower edge, clear of the code, and the fist behind it.
fn hand_luma(u: f64, v: f64, is_card: bool) -> Option<f64> {
    // Distance from the thumb's middle line, which leans a little.
    let along = v.clamp(1.09, 1.5);
    let off_thumb = (u - 0.78 - 0.25 * (along - 1.09)).hypot(v - along) / 0.062;
    if off_thumb < 1.0 {
        return Some(HAND_LUMA * (1.12 - 0.22 * off_thumb * off_thumb));
    }
    let off_fist = ((u - 0.76) / 0.24).hypot((v - 1.36) / 0.25);
    (!is_card && off_fist < 1.0).then_some(HAND_LUMA * (0.84 - 0.24 * off_fist * off_fist))
}

impl Pose {
    /// A hand's sway: slow, never quite the same, a few degrees and a few pixels.
    fn at(seconds: f64) -> Self {
        let wave = |per_s: f64, phase: f64| (seconds * per_s * std::f64::consts::TAU + phase).sin();
        let roll = (3.0 * wave(0.13, 0.4)).to_radians();
        let yaw = (9.0 * wave(0.17, 1.1)).to_radians();
        let pitch = (5.0 * wave(0.11, 2.3) - 4.0).to_radians();
        let centre = [
            26.0 * wave(0.19, 0.0) + 7.0 * wave(0.61, 0.9),
            50.0 + 15.0 * wave(0.23, 1.7) + 5.0 * wave(0.53, 0.2),
            DISTANCE_PX * (1.0 + 0.05 * wave(0.09, 0.6)),
        ];
        let turned = |vector: [f64; 3]| turn(turn(turn(vector, roll, 0, 1), pitch, 1, 2), yaw, 0, 2);
        Self {
            centre,
            right: turned([1.0, 0.0, 0.0]),
            down: turned([0.0, 1.0, 0.0]),
            normal: turned([0.0, 0.0, -1.0]),
        }
    }

    /// The columns and rows of the frame that the card and the hand can be in.
    fn pixels_around(&self) -> (Range<usize>, Range<usize>) {
        let corners =
            [(-0.02, -0.02), (1.08, -0.02), (1.08, 1.65), (-0.02, 1.65)].map(|(u, v)| self.in_frame(u, v));
        let range = |places: [f64; 4], end: usize| {
            let first = places.iter().copied().fold(f64::INFINITY, f64::min);
            let last = places.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            (first.floor().max(0.0) as usize).min(end)..(last.ceil().max(0.0) as usize).min(end)
        };
        (
            range(corners.map(|corner| corner.0), WIDTH_PX),
            range(corners.map(|corner| corner.1), HEIGHT_PX),
        )
    }

    /// The pixel where a place of the card is seen.
    fn in_frame(&self, u: f64, v: f64) -> (f64, f64) {
        let (right, down) = ((u - 0.5) * CARD_WIDTH_PX, (v - CARD_HEIGHT / 2.0) * CARD_WIDTH_PX);
        let place =
            [0, 1, 2].map(|axis| self.centre[axis] + right * self.right[axis] + down * self.down[axis]);
        let seen = |axis: usize, length: usize| place[axis] / place[2] * DISTANCE_PX + length as f64 / 2.0;
        (seen(0, WIDTH_PX), seen(1, HEIGHT_PX))
    }

    /// The place of the card that a pixel sees, in card widths from the card's upper left corner.
    fn on_card(&self, x: f64, y: f64) -> (f64, f64) {
        let ray = [x - WIDTH_PX as f64 / 2.0, y - HEIGHT_PX as f64 / 2.0, DISTANCE_PX];
        let along = dot(self.normal, self.centre) / dot(self.normal, ray);
        let from_centre = [
            ray[0] * along - self.centre[0],
            ray[1] * along - self.centre[1],
            ray[2] * along - self.centre[2],
        ];
        let (u, v) = (dot(from_centre, self.right), dot(from_centre, self.down));
        (u / CARD_WIDTH_PX + 0.5, v / CARD_WIDTH_PX + CARD_HEIGHT / 2.0)
    }
}

/// Turns a vector by an angle in the plane of two axes.
fn turn(mut vector: [f64; 3], angle: f64, one: usize, other: usize) -> [f64; 3] {
    let (sin, cos) = angle.sin_cos();
    let (a, b) = (vector[one], vector[other]);
    vector[one] = a * cos - b * sin;
    vector[other] = a * sin + b * cos;
    vector
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
