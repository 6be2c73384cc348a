//! From a look to the bytes of a frame: paper, light, lens, sensor, transport, in this order.

use einlass_scan::GreyFrame;
use image::{GrayImage, ImageFormat, codecs::jpeg::JpegEncoder};
use qrcode::{Color, EcLevel, QrCode};

use crate::{
    blur,
    clutter::Room,
    look::{Light, Look, Medium},
    lots::Lots,
};

pub(crate) const WIDTH: usize = 1280;
pub(crate) const HEIGHT: usize = 720;

/// Distance of the picture plane, in pixels: a lens of about 65 degrees.
const FOCAL_PX: f64 = 1_000.0;
/// Each way; the mean of the samples is the pixel.
const SAMPLES: usize = 3;

/// One frame with a code of this text.
pub(crate) fn frame(text: &str, look: &Look, lots: &mut Lots) -> GreyFrame {
    let room = Room::draw(look.room, lots);
    let mut light = room.light();
    let code = QrCode::with_error_correction_level(text, EcLevel::M).expect("a pass fits into a code");
    Card::new(&code, look, lots).draw(&mut light);
    develop(light, look, lots)
}

/// The same room, nobody in it.
pub(crate) fn empty_frame(look: &Look, lots: &mut Lots) -> GreyFrame {
    let light = Room::draw(look.room, lots).light();
    develop(light, look, lots)
}

/// A code on its medium, in modules: (0, 0) is the middle of the code.
struct Card<'a> {
    code: &'a QrCode,
    look: &'a Look,
    half: f64,
    glare: (f64, f64),
    shadow: (f64, f64, f64),
    streaks: Vec<(f64, f64)>,
    scratches: Vec<[f64; 5]>,
    folds: Vec<Fold>,
}

/// Creases side by side over the whole paper, whose facets lean to and fro.
struct Fold {
    across: (f64, f64),
    /// From one crease to the next but one, in modules.
    length: f64,
    phase: f64,
    /// Where a module goes at most.
    off: (f64, f64),
}

impl Fold {
    const COUNT: usize = 4;
    /// How much darker a facet is that leans away from the light.
    const SHADE: f32 = 0.1;

    fn new(deviation: f64, lots: &mut Lots) -> Self {
        let (angle, way) = (
            lots.between(0.0, std::f64::consts::TAU),
            lots.between(0.0, std::f64::consts::TAU),
        );
        // The deviation of a triangular wave is its height by the root of three.
        let height = deviation * (3.0 / Self::COUNT as f64).sqrt();
        Self {
            across: (angle.cos(), angle.sin()),
            length: lots.between(10.0, 24.0),
            phase: lots.between(0.0, 1.0),
            off: (height * way.cos(), height * way.sin()),
        }
    }

    /// How far along the wave a point is, from 0 to 1.
    fn at(&self, u: f64, v: f64) -> f64 {
        let across = u * self.across.0 + v * self.across.1;
        (across / self.length + self.phase).rem_euclid(1.0)
    }

    fn move_by(&self, u: f64, v: f64) -> (f64, f64) {
        let wave = 4.0 * (self.at(u, v) - 0.5).abs() - 1.0;
        (wave * self.off.0, wave * self.off.1)
    }

    fn shade(&self, u: f64, v: f64) -> f32 {
        if self.at(u, v) < 0.5 {
            1.0
        } else {
            1.0 - Self::SHADE
        }
    }
}

impl<'a> Card<'a> {
    fn new(code: &'a QrCode, look: &'a Look, lots: &mut Lots) -> Self {
        let half = code.width() as f64 / 2.0;
        let streaks = match look.medium {
            Medium::Thermal { streaks, .. } => streaks,
            Medium::Paper | Medium::Phone | Medium::DarkPhone => 0,
        };
        let shadow_angle = lots.between(0.0, std::f64::consts::TAU);
        Self {
            code,
            look,
            half,
            glare: (lots.between(-half, half), lots.between(-half, half)),
            shadow: (
                shadow_angle.cos(),
                shadow_angle.sin(),
                lots.between(-0.5, 0.5) * half,
            ),
            streaks: (0..streaks)
                .map(|_| (lots.between(-half, half), lots.between(0.25, 0.9)))
                .collect(),
            scratches: (0..look.scratches)
                .map(|_| {
                    let angle = lots.between(0.0, std::f64::consts::TAU);
                    let along = lots.between(0.3, 1.2) * half;
                    let (x, y) = (lots.between(-half, half), lots.between(-half, half));
                    [
                        x,
                        y,
                        angle.cos(),
                        angle.sin(),
                        along + lots.between(0.0, 0.3) * 1e-9,
                    ]
                })
                .collect(),
            folds: (0..if look.crumple_modules > 0.0 {
                Fold::COUNT
            } else {
                0
            })
                .map(|_| Fold::new(look.crumple_modules, lots))
                .collect(),
        }
    }

    fn draw(&self, light: &mut [f32]) {
        let to_card = Pose::new(self.look);
        let step = 1.0 / SAMPLES as f64;
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let (u, v) = to_card.card_of(x as f64 + 0.5, y as f64 + 0.5);
                if u.abs().max(v.abs()) > self.half + 30.0 {
                    continue;
                }
                let mut sum = 0.0;
                for sample in 0..SAMPLES * SAMPLES {
                    let (i, j) = (sample % SAMPLES, sample / SAMPLES);
                    let (u, v) = to_card.card_of(
                        x as f64 + (i as f64 + 0.5) * step,
                        y as f64 + (j as f64 + 0.5) * step,
                    );
                    sum += self.luma(u, v).unwrap_or(light[y * WIDTH + x]);
                }
                light[y * WIDTH + x] = sum / (SAMPLES * SAMPLES) as f32;
            }
        }
    }

    /// What the card sends to the camera from this point; `None` beside it.
    fn luma(&self, u: f64, v: f64) -> Option<f32> {
        let u = match self.look.bend_radius_modules {
            None => u,
            // Seen from the front, a cylinder's surface runs away towards its sides.
            Some(radius) if u.abs() < radius => radius * (u / radius).asin(),
            Some(_) => return None,
        };
        let shade: f32 = self.folds.iter().map(|fold| fold.shade(u, v)).product();
        let (u, v) = self.folds.iter().fold((u, v), |(to_u, to_v), fold| {
            let (du, dv) = fold.move_by(u, v);
            (to_u + du, to_v + dv)
        });
        let reach = self.half + self.look.quiet_modules;
        let own = if u.abs() <= reach && v.abs() <= reach {
            self.surface(u, v)
        } else {
            self.beside(u, v)?
        };
        Some(own * shade * self.lit(u, v) + self.shine(u, v))
    }

    fn surface(&self, u: f64, v: f64) -> f32 {
        let (column, row) = ((u + self.half).floor(), (v + self.half).floor());
        let side = self.code.width() as f64;
        let inside = column >= 0.0 && row >= 0.0 && column < side && row < side;
        let dark = inside && self.code[(column as usize, row as usize)] == Color::Dark;
        let scratched = self.scratches.iter().any(|&[x, y, cos, sin, along]| {
            let (du, dv) = (u - x, v - y);
            (du * sin - dv * cos).abs() < 0.32 && (du * cos + dv * sin).abs() < along
        });
        if scratched {
            return self.look.paper * 0.95;
        }
        let (dark_level, light_level) = match self.look.medium {
            Medium::DarkPhone => (self.look.paper, self.look.ink),
            Medium::Paper | Medium::Phone | Medium::Thermal { .. } => (self.look.ink, self.look.paper),
        };
        let level = if dark { dark_level } else { light_level };
        match self.look.medium {
            Medium::Paper => level,
            Medium::Thermal { fade, .. } if dark => {
                let lost = fade * ((v + self.half) / side) as f32;
                let streak = self
                    .streaks
                    .iter()
                    .any(|&(at, width)| (u - at).abs() < width / 2.0);
                if streak {
                    self.look.paper
                } else {
                    level + (self.look.paper - level) * lost * 0.85
                }
            }
            Medium::Thermal { .. } => level,
            Medium::Phone | Medium::DarkPhone => {
                // Some ten picture elements a module would be seen as moiré, if at all.
                let ripple = ((u * 5.3).sin() * (v * 5.3).sin()) as f32;
                level * (1.0 + 0.03 * ripple)
            }
        }
    }

    /// Paper ends at its margin, with a hand below; a phone goes on dark.
    fn beside(&self, u: f64, v: f64) -> Option<f32> {
        let (reach, half) = (self.half + self.look.quiet_modules, self.half);
        match self.look.medium {
            Medium::Paper | Medium::Thermal { .. } => {
                let thumb = ((u - half * 0.6) / 4.0).powi(2) + ((v - reach - 5.0) / 9.0).powi(2);
                (thumb < 1.0).then_some(self.look.room * 1.2 + 20.0)
            }
            Medium::Phone => {
                let in_glass = u.abs() < reach + 1.0 && v.abs() < reach + 16.0;
                in_glass.then_some(12.0 + 8.0 * (u * 0.3).sin() as f32)
            }
            Medium::DarkPhone => {
                let in_glass = u.abs() < reach + 1.0 && v.abs() < reach + 16.0;
                in_glass.then_some(self.look.ink)
            }
        }
    }

    fn lit(&self, u: f64, v: f64) -> f32 {
        let (cos, sin, at) = self.shadow;
        let across = u * cos + v * sin;
        match self.look.light {
            Light::Even | Light::Glare(_) => 1.0,
            Light::Gradient(loss) => {
                let share = (across / (2.0 * self.half) + 0.5).clamp(0.0, 1.0) as f32;
                1.0 - loss * share
            }
            Light::Shadow(left) => {
                // An edge is a little soft.
                let share = ((across - at) / 0.8 + 0.5).clamp(0.0, 1.0) as f32;
                1.0 - (1.0 - left) * share
            }
        }
    }

    fn shine(&self, u: f64, v: f64) -> f32 {
        match self.look.light {
            Light::Glare(radius) => {
                let away = ((u - self.glare.0).hypot(v - self.glare.1) / radius) as f32;
                260.0 * (-away.powi(4)).exp()
            }
            Light::Even | Light::Gradient(_) | Light::Shadow(_) => 0.0,
        }
    }
}

/// Where a point of the picture lies on the card: the inverse of turning, tilting and looking through a pinhole.
struct Pose {
    inverse: [f64; 9],
}

impl Pose {
    fn new(look: &Look) -> Self {
        let (turn, tilt) = (look.turn_deg.to_radians(), look.tilt_deg.to_radians());
        let axis = look.tilt_axis_deg.to_radians();
        let (ax, ay) = (axis.cos(), axis.sin());
        // Columns of the rotation about (ax, ay, 0), after the turn in the plane.
        let rotated = |x: f64, y: f64| {
            let along = ax * x + ay * y;
            let (px, py) = (x - along * ax, y - along * ay);
            let lifted = (ax * y - ay * x) * tilt.sin();
            (along * ax + px * tilt.cos(), along * ay + py * tilt.cos(), lifted)
        };
        let scale = look.module_px;
        let first = rotated(scale * turn.cos(), scale * turn.sin());
        let second = rotated(-scale * turn.sin(), scale * turn.cos());
        let (cx, cy) = (
            WIDTH as f64 / 2.0 + look.shift_px.0,
            HEIGHT as f64 / 2.0 + look.shift_px.1,
        );
        let column =
            |(x, y, z): (f64, f64, f64)| (x + cx * z / FOCAL_PX, y + cy * z / FOCAL_PX, z / FOCAL_PX);
        let ((a, d, g), (b, e, h)) = (column(first), column(second));
        let (c, f, i) = (cx, cy, 1.0);
        Self {
            inverse: [
                e * i - f * h,
                c * h - b * i,
                b * f - c * e,
                f * g - d * i,
                a * i - c * g,
                c * d - a * f,
                d * h - e * g,
                b * g - a * h,
                a * e - b * d,
            ],
        }
    }

    fn card_of(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f, g, h, i] = self.inverse;
        let w = g * x + h * y + i;
        ((a * x + b * y + c) / w, (d * x + e * y + f) / w)
    }
}

/// Lens, sensor and transport.
fn develop(mut light: Vec<f32>, look: &Look, lots: &mut Lots) -> GreyFrame {
    if look.motion_modules > 0.0 {
        light = blur::smear(
            &light,
            look.motion_modules * look.module_px,
            look.motion_deg.to_radians(),
        );
    }
    blur::gaussian(&mut light, look.defocus_modules * look.module_px);
    let pixels: Vec<u8> = light
        .iter()
        .map(|&luma| {
            let exposed = (luma * (1.0 - look.haze) + 255.0 * look.haze) * look.exposure;
            (exposed + look.noise * lots.normal()).round().clamp(0.0, 255.0) as u8
        })
        .collect();
    let pixels = match look.jpeg_quality {
        None => pixels,
        Some(quality) => through_jpeg(pixels, quality),
    };
    GreyFrame::new(WIDTH as u32, HEIGHT as u32, pixels).expect("a frame of this size")
}

fn through_jpeg(pixels: Vec<u8>, quality: u8) -> Vec<u8> {
    let picture = GrayImage::from_raw(WIDTH as u32, HEIGHT as u32, pixels).expect("a frame of this size");
    let mut bytes = Vec::new();
    picture
        .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality))
        .expect("a picture can be written into memory");
    image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg)
        .expect("a picture just written can be read")
        .into_luma8()
        .into_raw()
}
