//! What stands in a picture as a code does and could not be read, and what whoever holds it up may do about it.

use crate::{
    GreyFrame, Sighting,
    finder::Finder,
    locate::Place,
    modules::{Correlation, Luma},
    pattern::{MAX_VERSION, Pattern},
};

/// What one picture showed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// The codes that were read, the one nearest to the frame's centre first.
    pub codes: Vec<Sighting>,
    /// The best place that could not be read; none where one was.
    pub almost: Option<Almost>,
}

/// A place which finder and timing patterns speak for, and where nothing could be read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Almost {
    /// Its corners in pixels of the frame as (x, y), as a [`Sighting`] has them; they may lie outside of the frame.
    pub corners: [(i32, i32); 4],
    /// Width of a module in pixels.
    pub module_px: f32,
    /// Mean luma of the light modules that are the same in every code; 255 is burnt out.
    pub light: u8,
    /// The same of the dark ones.
    pub dark: u8,
    /// What whoever holds it up may do, where that is known.
    pub hint: Option<AimHint>,
}

/// What whoever holds a code up may do so that it can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AimHint {
    /// The modules are too small: come nearer.
    Nearer,
    /// The code does not fit into the picture: hold it further away.
    Further,
    /// The light modules are dark: more light, or a brighter screen.
    Brighter,
}

/// A sharp picture is read down to 1.3 px a module, one with the usual blur of 0.8 to 1 px down to 1.6 or 1.8 (measured).
const READABLE_MODULE_PX: f32 = 2.0;
/// Paper and screens are at least so light in a picture that is well exposed.
pub(crate) const LIGHT_ENOUGH: u8 = 70;
/// A code that is longer than so much of the picture's shorter side hardly fits into it, with its margin and a hand that sways.
const FITTING_SHARE: f32 = 0.9;
/// What the dotted line of a side must say when there is nothing else.
const MIN_SIDE_TIMING: f32 = 0.7;
const MIN_SIDE_CONTRAST: u8 = 20;

impl Almost {
    pub(crate) fn of(place: &Place, frame: &GreyFrame, dark_ink: bool) -> Self {
        let side = place.pattern.side as f32;
        let corners = place.plane.corners(side);
        let length = |a: (f32, f32), b: (f32, f32)| (a.0 - b.0).hypot(a.1 - b.1);
        let sides = (0..4).map(|i| length(corners[i], corners[(i + 1) % 4]));
        let longest_px = sides.clone().fold(0.0, f32::max);
        let module_px = sides.sum::<f32>() / 4.0 / side;
        let luma = Luma::of(frame, dark_ink);
        let seen = place.pattern.all().filter_map(|module| {
            let at = place
                .plane
                .at(f32::from(module.column) + 0.5, f32::from(module.row) + 0.5);
            // Beyond the edge there is nothing but its repetition.
            luma.contains(at, 0.0)
                .then(|| (module.ink > 0.0, luma.ink_at(at)))
        });
        let (light, dark) = levels(seen, dark_ink);
        Self::new(corners, (longest_px, module_px), (light, dark), frame)
    }

    fn new(
        corners: [(f32, f32); 4],
        (longest_px, module_px): (f32, f32),
        (light, dark): (u8, u8),
        frame: &GreyFrame,
    ) -> Self {
        let luma = Luma::of(frame, true);
        let is_cut = corners.iter().any(|&corner| !luma.contains(corner, 0.0));
        let shorter_px = frame.width_px().min(frame.height_px()) as f32;
        let hint = if is_cut && longest_px > FITTING_SHARE * shorter_px {
            Some(AimHint::Further)
        } else if module_px < READABLE_MODULE_PX {
            Some(AimHint::Nearer)
        } else if light < LIGHT_ENOUGH {
            Some(AimHint::Brighter)
        } else {
            None
        };
        Self {
            corners: corners.map(|(x, y)| (x.round() as i32, y.round() as i32)),
            module_px,
            light,
            dark,
            hint,
        }
    }

    /// A code of which no more than one side is in the picture: two finder patterns and the dotted line between them, which also says
    /// on which side of them the rest is.
    pub(crate) fn of_one_side(finders: &[Finder], frame: &GreyFrame) -> Option<Self> {
        let shorter_px = frame.width_px().min(frame.height_px()) as f32;
        let real = finders.iter().filter(|finder| finder.seen as f32 > finder.down);
        let mut best: Option<(f32, Self)> = None;
        for (i, a) in real.clone().enumerate() {
            for b in real.clone().skip(i + 1) {
                let between_px = a.distance(b);
                let module_px = a.module().min(b.module());
                let is_side = a.dark == b.dark
                    && (0.66..1.5).contains(&(a.module() / b.module()))
                    && between_px > 11.0 * module_px
                    && between_px + 7.0 * module_px > FITTING_SHARE * shorter_px;
                if !is_side {
                    continue;
                }
                for sign in [1.0, -1.0] {
                    let Some((timing, almost)) = one_side(a, b, sign, frame) else {
                        continue;
                    };
                    if best.as_ref().is_none_or(|(known, _)| *known < timing) {
                        best = Some((timing, almost));
                    }
                }
            }
        }
        best.map(|(_, almost)| almost)
    }
}

/// Two patterns as neighbours, the rest of the code being to one side of them, and how well the dotted line fits.
fn one_side(a: &Finder, b: &Finder, sign: f32, frame: &GreyFrame) -> Option<(f32, Almost)> {
    let luma = Luma::of(frame, a.dark);
    let between_px = a.distance(b);
    let (ux, uy) = ((b.x - a.x) / between_px, (b.y - a.y) / between_px);
    let (vx, vy) = (-sign * uy, sign * ux);
    let near = Pattern::version_near(between_px / (a.module() * b.module()).sqrt() + 7.0);
    let versions = near.saturating_sub(1).max(1)..=(near + 1).min(MAX_VERSION);
    let fitted = versions.map(|version| {
        let side = (17 + 4 * version) as f32;
        let module_px = between_px / (side - 7.0);
        // From the middle of the first pattern, which is module 3.5 both ways.
        let at = |column: f32, row: f32| {
            let (u, v) = ((column - 3.5) * module_px, (row - 3.5) * module_px);
            (a.x + u * ux + v * vx, a.y + u * uy + v * vy)
        };
        let mut timing = Correlation::default();
        let dots = (8..17 + 4 * version - 8).map(|along| {
            let ink = luma.ink_at(at(along as f32 + 0.5, 6.5));
            (along % 2 == 0, ink)
        });
        for (is_ink, ink) in dots.clone() {
            timing.add(if is_ink { 1.0 } else { -1.0 }, ink);
        }
        let corners = [at(0.0, 0.0), at(side, 0.0), at(side, side), at(0.0, side)];
        let sizes = (side * module_px, module_px);
        (
            timing.value(),
            Almost::new(corners, sizes, levels(dots, a.dark), frame),
        )
    });
    let best = fitted.max_by(|one, other| one.0.total_cmp(&other.0))?;
    let has_contrast = best.1.light > best.1.dark.saturating_add(MIN_SIDE_CONTRAST);
    (best.0 >= MIN_SIDE_TIMING && has_contrast).then_some(best)
}

/// The mean luma of what should be light and of what should be dark, from what the modules have of ink.
fn levels(seen: impl Iterator<Item = (bool, f32)>, dark_ink: bool) -> (u8, u8) {
    let (mut paper, mut ink) = ((0.0, 0.0f32), (0.0, 0.0f32));
    for (is_ink, value) in seen {
        let level = if is_ink { &mut ink } else { &mut paper };
        level.0 += value;
        level.1 += 1.0;
    }
    let mean = |(sum, count): (f32, f32)| (sum / count.max(1.0)).abs().round() as u8;
    if dark_ink {
        (mean(paper), mean(ink))
    } else {
        (mean(ink), mean(paper))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        drawn::{Held, finder_patterns, frame_held, frame_of, frame_with, held_at, noise},
        see_while,
    };

    const SIZE: (usize, usize) = (640, 480);
    const SHORT: &[u8] = b"EINLASS/0123456789/ABCDEFGHIJKLM";
    const SHORT_SIDE: f32 = 25.0;

    /// As long as a signed pass.
    fn long() -> Vec<u8> {
        b"HC1:6BF+70790T9WJWG.FKY*4GO0.O1CV2 O5"
            .iter()
            .copied()
            .cycle()
            .take(195)
            .collect()
    }

    fn almost(payload: &[u8], held: &Held) -> Almost {
        let seen = see_while(&frame_held(payload, SIZE, held), &|| true).unwrap();
        assert_eq!(seen.codes, [], "{held:?}");
        seen.almost.unwrap_or_else(|| panic!("nothing at {held:?}"))
    }

    fn assert_place(almost: &Almost, held: &Held, side: f32) {
        let far = side * held.module_px;
        let corners = [(0.0, 0.0), (far, 0.0), (far, far), (0.0, far)];
        for ((x, y), (dx, dy)) in almost.corners.into_iter().zip(corners) {
            let away = (x as f32 - held.at.0 - dx).hypot(y as f32 - held.at.1 - dy);
            assert!(
                away < 2.0 + held.module_px,
                "{away} px beside at {held:?}: {almost:?}"
            );
        }
        let module_px = almost.module_px / held.module_px;
        assert!((0.95..1.05).contains(&module_px), "{almost:?} at {held:?}");
    }

    #[test]
    fn a_code_of_too_small_modules_is_placed_and_is_too_far_away() {
        let cases = [(1.3, 0.8), (1.4, 0.8), (1.4, 1.0), (1.5, 1.0), (1.6, 1.0)];
        for (module_px, blur_px) in cases {
            let held = Held {
                blur_px,
                ..held_at(SHORT, SIZE, module_px)
            };
            let almost = almost(SHORT, &held);
            assert_eq!(almost.hint, Some(AimHint::Nearer), "{held:?}");
            assert_place(&almost, &held, SHORT_SIDE);
        }
        let long = long();
        for (module_px, blur_px) in [(1.0, 0.7), (1.2, 0.8), (1.4, 1.0)] {
            let held = Held {
                blur_px,
                ..held_at(&long, SIZE, module_px)
            };
            assert_eq!(almost(&long, &held).hint, Some(AimHint::Nearer), "{held:?}");
        }
    }

    #[test]
    fn a_code_that_does_not_fit_into_the_picture_is_too_near() {
        for module_px in [18.0, 22.0, 26.0] {
            let mut held = held_at(SHORT, SIZE, module_px);
            // Its lower part is outside.
            held.at.1 = 60.0;
            let almost = almost(SHORT, &held);
            assert_eq!(almost.hint, Some(AimHint::Further), "{held:?}");
            assert_place(&almost, &held, SHORT_SIDE);
            assert!(
                almost.light.abs_diff(210) < 9 && almost.dark.abs_diff(40) < 9,
                "{almost:?}"
            );
        }
    }

    #[test]
    fn a_dark_code_is_told_from_one_that_is_only_blurred() {
        let blurred = Held {
            blur_px: 3.0,
            ..held_at(SHORT, SIZE, 4.0)
        };
        assert_eq!(almost(SHORT, &blurred).hint, None);
        let dark = Held {
            levels: (72, 20),
            ..blurred
        };
        let almost = almost(SHORT, &dark);
        assert_eq!(almost.hint, Some(AimHint::Brighter));
        assert!(almost.dark < almost.light && almost.light < 72, "{almost:?}");
    }

    #[test]
    fn what_is_read_is_not_almost_read() {
        let held = held_at(SHORT, SIZE, 4.0);
        let seen = see_while(&frame_held(SHORT, SIZE, &held), &|| true).unwrap();
        assert_eq!((seen.codes.len(), seen.almost), (1, None));
    }

    #[test]
    fn clutter_is_not_almost_a_code() {
        let coarse = |size: usize, seed| {
            let fine = noise(640, 480, seed);
            frame_of(640, 480, |x, y| {
                fine.pixels()[y / size * size * 640 + x / size * size]
            })
        };
        let clutter = [frame_with(640, 480, &[])]
            .into_iter()
            .chain((1..6).map(|module| finder_patterns(640, 480, module)))
            .chain((1..6).flat_map(|size| (0..4).map(move |seed| coarse(size, seed))));
        for (number, frame) in clutter.enumerate() {
            assert_eq!(
                see_while(&frame, &|| true),
                Ok(Seen::default()),
                "number {number}"
            );
        }
    }
}
