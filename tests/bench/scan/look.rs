//! How a code looks to the camera: each kind of trouble is one category, a few lines long.

use crate::lots::Lots;

/// Everything that makes one frame; [`Look::usual`] is a good day.
#[derive(Clone)]
pub(crate) struct Look {
    /// Pixels a module, seen straight on.
    pub(crate) module_px: f64,
    /// Turned in its own plane.
    pub(crate) turn_deg: f64,
    /// Tilted away from the camera, and around which axis.
    pub(crate) tilt_deg: f64,
    pub(crate) tilt_axis_deg: f64,
    /// Where the middle of the code is, from the middle of the frame, in pixels.
    pub(crate) shift_px: (f64, f64),
    pub(crate) quiet_modules: f64,
    pub(crate) medium: Medium,
    pub(crate) ink: f32,
    pub(crate) paper: f32,
    /// What is around the card: brightness of the room.
    pub(crate) room: f32,
    /// Deviation of the lens's blur, in modules.
    pub(crate) defocus_modules: f64,
    /// Length of the smear, in modules, and its direction.
    pub(crate) motion_modules: f64,
    pub(crate) motion_deg: f64,
    pub(crate) light: Light,
    /// Factor on all light; above 1 it burns out.
    pub(crate) exposure: f32,
    /// Light that reaches the sensor past the picture: lifts black.
    pub(crate) haze: f32,
    pub(crate) noise: f32,
    pub(crate) scratches: usize,
    pub(crate) jpeg_quality: Option<u8>,
    /// The surface is bent around an upright cylinder: radius in modules.
    pub(crate) bend_radius_modules: Option<f64>,
    /// Crumpled paper, smoothed out again: the deviation by which its modules are off their places.
    pub(crate) crumple_modules: f64,
}

/// What the code is on.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Medium {
    Paper,
    /// Ink that lacks in rows and fades along the paper.
    Thermal {
        streaks: usize,
        fade: f32,
    },
    /// A screen in a dark frame; its picture elements are seen faintly.
    Phone,
    /// The same with light modules on dark.
    DarkPhone,
}

/// What the light does across the card.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Light {
    Even,
    /// From one side of the code to the other it loses this share.
    Gradient(f32),
    /// A hard edge through the code; behind it only this share of light is left.
    Shadow(f32),
    /// A bright spot of so many modules' radius on the code.
    Glare(f64),
}

impl Look {
    /// A pass held up well: the small differences from visitor to visitor are drawn by lot.
    fn usual(lots: &mut Lots) -> Self {
        Self {
            module_px: 4.0,
            turn_deg: lots.between(-8.0, 8.0),
            tilt_deg: lots.between(0.0, 10.0),
            tilt_axis_deg: lots.between(0.0, 360.0),
            shift_px: (lots.between(-240.0, 240.0), lots.between(-110.0, 110.0)),
            quiet_modules: 4.0,
            medium: Medium::Paper,
            ink: lots.between(28.0, 45.0) as f32,
            paper: lots.between(195.0, 225.0) as f32,
            room: lots.between(70.0, 150.0) as f32,
            defocus_modules: 0.12,
            motion_modules: 0.0,
            motion_deg: lots.between(0.0, 180.0),
            light: Light::Even,
            exposure: 1.0,
            haze: 0.0,
            noise: 2.5,
            scratches: 0,
            jpeg_quality: None,
            bend_radius_modules: None,
            crumple_modules: 0.0,
        }
    }
}

/// A kind of trouble, and what it does to a usual look.
pub(crate) type Category = (&'static str, fn(&mut Look, &mut Lots));

pub(crate) const CATEGORIES: &[Category] = &[
    ("nominal", |_, _| {}),
    ("turned 0-360°", |look, lots| {
        look.turn_deg = lots.between(0.0, 360.0)
    }),
    ("tilt 40°", |look, _| look.tilt_deg = 40.0),
    ("tilt 50°, turned", |look, lots| {
        look.tilt_deg = 50.0;
        look.turn_deg = lots.between(0.0, 360.0);
    }),
    ("tilt 60°", |look, _| look.tilt_deg = 60.0),
    ("module 8 px", |look, _| look.module_px = 8.0),
    ("module 2.5 px", |look, _| look.module_px = 2.5),
    ("module 2 px", |look, _| look.module_px = 2.0),
    ("module 1.6 px", |look, _| look.module_px = 1.6),
    ("module 1.3 px", |look, _| look.module_px = 1.3),
    ("defocus σ 0.3 module", |look, _| look.defocus_modules = 0.3),
    ("defocus σ 0.5 module", |look, _| look.defocus_modules = 0.5),
    ("defocus σ 0.7 module", |look, _| look.defocus_modules = 0.7),
    ("motion 1 module", |look, _| look.motion_modules = 1.0),
    ("motion 1.5 modules", |look, _| look.motion_modules = 1.5),
    ("motion 2 modules", |look, _| look.motion_modules = 2.0),
    ("phone", |look, _| {
        look.medium = Medium::Phone;
        look.quiet_modules = 2.0;
    }),
    ("phone, dark mode", |look, _| {
        look.medium = Medium::DarkPhone;
        look.quiet_modules = 2.0;
    }),
    ("dark surround, margin 1", |look, _| {
        look.room = 18.0;
        look.quiet_modules = 1.0;
    }),
    ("low contrast", |look, _| {
        look.ink = 112.0;
        look.paper = 134.0;
    }),
    ("dark room", |look, _| {
        look.exposure = 0.09;
        look.noise = 1.8;
    }),
    ("overexposed", |look, _| {
        look.exposure = 2.3;
        look.haze = 0.25;
        look.defocus_modules = 0.25;
    }),
    ("light gradient", |look, _| look.light = Light::Gradient(0.8)),
    ("shadow edge", |look, _| look.light = Light::Shadow(0.22)),
    ("glare", |look, lots| {
        look.light = Light::Glare(lots.between(3.5, 8.5))
    }),
    ("thermal paper", |look, lots| {
        look.medium = Medium::Thermal {
            streaks: 1 + lots.below(3),
            fade: lots.between(0.3, 0.8) as f32,
        };
        look.ink = 75.0;
    }),
    ("scratches", |look, lots| look.scratches = 4 + lots.below(7)),
    ("bent", |look, lots| {
        look.bend_radius_modules = Some(lots.between(24.0, 40.0));
    }),
    ("crumpled σ 0.25 module", |look, _| look.crumple_modules = 0.25),
    ("crumpled σ 0.4 module", |look, _| look.crumple_modules = 0.4),
    ("JPEG q25, 2.5 px", |look, _| {
        look.module_px = 2.5;
        look.jpeg_quality = Some(25);
    }),
    ("noise σ 25", |look, _| look.noise = 25.0),
    ("far, dim, unsteady", |look, lots| {
        look.module_px = 2.6;
        look.exposure = 0.35;
        look.noise = 4.0;
        look.motion_modules = 0.8;
        look.tilt_deg = lots.between(15.0, 35.0);
        look.jpeg_quality = Some(60);
    }),
];

/// The look of one frame of a category, and the lots that the rest of it is drawn by.
pub(crate) fn look(category: &Category, text_kind: &str, number: u64) -> (Look, Lots) {
    let mut lots = Lots::of(&format!("{} {text_kind}", category.0), number);
    let mut look = Look::usual(&mut lots);
    (category.1)(&mut look, &mut lots);
    (look, lots)
}
