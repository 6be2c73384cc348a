//! Finder patterns that no line across them shows, because they are too small, too faint or too blurred: found by how much they look
//! like one, all of it.

use crate::{
    GreyFrame,
    finder::Finder,
    locate::{Corner, Place},
    modules::{Correlation, Luma, fit},
    pattern::Pattern,
    plane::Plane,
};

/// Widths of a module that are looked for, in pixels; larger ones in a smaller picture.
const MODULES_PX: [f32; 5] = [0.9, 1.1, 1.3, 1.55, 1.8];
/// More dark spots of a picture are not compared.
const MAX_SPOTS: usize = 4_000;
/// How much darker a spot is than what is around it; noise is not.
const MIN_DEPTH: i32 = 5;
/// How much a spot must look like a finder pattern.
const MIN_LIKENESS: f32 = 0.7;
/// So many of the spots that look most like one are looked at closely, and so many of them put together.
const MAX_CLIMBED: usize = 60;
const MAX_FINDERS: usize = 12;

/// The patterns of dark ink that look most like one, in pixels of this picture.
pub(crate) fn find(frame: &GreyFrame) -> Vec<Finder> {
    let templates = MODULES_PX.map(|module_px| Template::new(module_px, frame.width_px() as usize));
    let likest = |at: usize| {
        let likenesses = templates
            .iter()
            .map(|template| (template.likeness(frame.pixels(), at), template.module_px));
        likenesses.max_by(|one, other| one.0.total_cmp(&other.0))
    };
    let width = frame.width_px() as usize;
    let mut spots: Vec<(f32, f32, (usize, usize))> = dark_spots(frame)
        .into_iter()
        .filter_map(|(x, y)| likest(y * width + x).map(|(likeness, module_px)| (likeness, module_px, (x, y))))
        // The pixel is beside the middle.
        .filter(|(likeness, ..)| *likeness >= MIN_LIKENESS - 0.15)
        .collect();
    spots.sort_by(|one, other| other.0.total_cmp(&one.0));
    let luma = Luma::of(frame, true);
    let mut found: Vec<(f32, Finder)> = Vec::new();
    for (_, module_px, (x, y)) in spots.into_iter().take(MAX_CLIMBED) {
        let (likeness, finder) = climbed(&luma, (x as f32 + 0.5, y as f32 + 0.5), module_px);
        let is_new = found
            .iter()
            .all(|(_, known)| known.distance(&finder) >= 3.0 * finder.module());
        if likeness >= MIN_LIKENESS && is_new {
            found.push((likeness, finder));
        }
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    found.truncate(MAX_FINDERS);
    found.into_iter().map(|(_, finder)| finder).collect()
}

/// What the dotted lines and the finder patterns of a place must say at least: less than elsewhere, because the patterns were found by
/// all of their modules, and because blur leaves little of either.
const MIN_ALTERNATION: f32 = 0.2;
const MIN_FINDERS: f32 = 0.4;
/// So many places are worth to be read.
const MAX_PLACES: usize = 3;

/// The places that three of these patterns, beginning at this one, speak for; the best first.
pub(crate) fn places(luma: &Luma<'_>, finders: &[Finder], first: usize) -> Vec<(Place, [usize; 3])> {
    let mut places: Vec<(f32, Place, [usize; 3])> = Vec::new();
    for corner in corners(finders, first) {
        let fitting = corner
            .planes(finders)
            .map(|(plane, pattern)| (alternation(luma, &plane, pattern), plane, pattern))
            .max_by(|one, other| one.0.total_cmp(&other.0));
        let Some((alternation, plane, pattern)) = fitting.filter(|fitting| fitting.0 >= MIN_ALTERNATION)
        else {
            continue;
        };
        let fit = fit(luma, |u, v| plane.at(u, v), pattern);
        if fit.finders >= MIN_FINDERS {
            places.push((alternation, Place { plane, pattern, fit }, corner.finders));
        }
    }
    places.sort_by(|one, other| other.0.total_cmp(&one.0));
    places.truncate(MAX_PLACES);
    places
        .into_iter()
        .map(|(_, place, finders)| (place, finders))
        .collect()
}

/// How much the dotted lines go up and down from module to module, from -1 to 1. What the modules beside them, or a shadow, have
/// added under the blur is much the same in neighbours, and so left out.
fn alternation(luma: &Luma<'_>, plane: &Plane, pattern: &Pattern) -> f32 {
    let (mut wanted, mut all, mut count) = (0.0, 0.0f32, 0.0);
    for is_column in [false, true] {
        let ink = |along: usize| {
            let along = along as f32 + 0.5;
            let (u, v) = if is_column { (6.5, along) } else { (along, 6.5) };
            luma.ink_at(plane.at(u, v))
        };
        for along in 9..pattern.side - 9 {
            let step = ink(along) - (ink(along - 1) + ink(along + 1)) / 2.0;
            wanted += if along % 2 == 0 { step } else { -step };
            all += step * step;
            count += 1.0;
        }
    }
    wanted / (all * count).sqrt().max(1e-3)
}

fn corners(finders: &[Finder], first: usize) -> Vec<Corner> {
    let mut corners = Vec::new();
    for at in first..finders.len() {
        for one in first..finders.len() {
            for other in one + 1..finders.len() {
                if at != one && at != other {
                    corners.extend(corner(finders, [at, one, other]));
                }
            }
        }
    }
    corners
}

fn corner(finders: &[Finder], [at, one, other]: [usize; 3]) -> Option<Corner> {
    let [a, b, c] = [&finders[at], &finders[one], &finders[other]];
    let alike = |one: &Finder, other: &Finder| (0.75..1.34).contains(&(one.module() / other.module()));
    let (bx, by, cx, cy) = (b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y);
    let (long_b, long_c) = (bx.hypot(by), cx.hypot(cy));
    let cos = (bx * cx + by * cy) / (long_b * long_c);
    let module_px = (a.module() * b.module() * c.module()).cbrt();
    let side = (long_b + long_c) / 2.0 / module_px + 7.0;
    let is_corner = alike(a, b)
        && alike(a, c)
        && cos.abs() < 0.3
        && (0.75..1.34).contains(&(long_b / long_c))
        && (18.0..80.0).contains(&side);
    let (right, below) = if bx * cy - by * cx > 0.0 {
        (one, other)
    } else {
        (other, one)
    };
    is_corner.then(|| Corner::square([at, right, below], side))
}

/// Where a pattern of one module's width has its modules, as offsets in the pixels, and how much ink each: in whole numbers, of which
/// thousands of spots are compared in a few milliseconds.
struct Template {
    module_px: f32,
    modules: Vec<(isize, i32)>,
    ink: i32,
    /// Sum of the squares of the ink's distance from its mean, times the number of modules.
    spread: f32,
}

impl Template {
    fn new(module_px: f32, width: usize) -> Self {
        const STEPS: f32 = 64.0;
        let place = |modules: i32| (modules as f32 * module_px).round() as isize;
        let module = |(column, row, ink): (i32, i32, f32)| {
            let offset = place(row) * width as isize + place(column);
            (offset, (ink * STEPS).round() as i32)
        };
        let modules: Vec<(isize, i32)> = squares().map(module).collect();
        let ink: i32 = modules.iter().map(|(_, ink)| ink).sum();
        let squared: i32 = modules.iter().map(|(_, ink)| ink * ink).sum();
        Self {
            module_px,
            ink,
            spread: (squared * modules.len() as i32) as f32 - (ink * ink) as f32,
            modules,
        }
    }

    /// Pearson's correlation with what is darker around this pixel.
    fn likeness(&self, pixels: &[u8], at: usize) -> f32 {
        let (mut sum, mut squared, mut product) = (0i32, 0i32, 0i32);
        for &(offset, ink) in &self.modules {
            let luma = i32::from(pixels[at.wrapping_add_signed(offset)]);
            sum += luma;
            squared += luma * luma;
            product += luma * ink;
        }
        let count = self.modules.len() as i32;
        let shared = (self.ink * sum - product * count) as f32;
        let spread = self.spread * (squared * count - sum * sum) as f32;
        if spread > 0.0 { shared / spread.sqrt() } else { 0.0 }
    }
}

/// A finder pattern and the light modules around it, softened as a lens does with modules of a pixel: column, row, ink.
fn squares() -> impl Iterator<Item = (i32, i32, f32)> {
    const SOFT: [f32; 3] = [1.0, 0.33, 0.11];
    let sharp = |column: i32, row: i32| match row.abs().max(column.abs()) {
        0 | 1 | 3 => 1.0,
        2 | 4 => -1.0,
        _beyond => 0.0,
    };
    (-4i32..=4).flat_map(move |row| {
        (-4i32..=4).map(move |column| {
            let around = (0..9).map(|i| (i / 3 - 1, i % 3 - 1));
            let ink = around.map(|(dx, dy): (i32, i32)| {
                SOFT[(dx.abs() + dy.abs()) as usize] * sharp(column + dx, row + dy)
            });
            (column, row, ink.sum())
        })
    })
}

/// Moves a pattern about, and changes its size, for as long as it looks more like one.
fn climbed(luma: &Luma<'_>, at: (f32, f32), module_px: f32) -> (f32, Finder) {
    let likeness = |[x, y, module_px]: [f32; 3]| {
        let mut correlation = Correlation::default();
        for (column, row, ink) in squares() {
            correlation.add(
                ink,
                luma.ink_at((x + column as f32 * module_px, y + row as f32 * module_px)),
            );
        }
        correlation.value()
    };
    let mut best = [at.0, at.1, module_px];
    let mut value = likeness(best);
    for step in [0.5, 0.25] {
        for axis in [0, 1, 2, 0, 1] {
            for sign in [1.0, -1.0] {
                let mut moved = best;
                moved[axis] += if axis == 2 {
                    0.2 * sign * step * module_px
                } else {
                    sign * step * module_px
                };
                let likeness = likeness(moved);
                if likeness > value {
                    (best, value) = (moved, likeness);
                    break;
                }
            }
        }
    }
    let [x, y, module_px] = best;
    let finder = Finder {
        x,
        y,
        across: module_px,
        down: module_px,
        seen: 0,
        dark: true,
    };
    (value, finder)
}

/// How far around a spot a template reaches, in pixels.
const REACH: usize = 8;

/// Pixels that are darker than what is around them, when each is seen with its eight neighbours; those nearest to the middle when there
/// are many.
fn dark_spots(frame: &GreyFrame) -> Vec<(usize, usize)> {
    let (width, height) = (frame.width_px() as usize, frame.height_px() as usize);
    if width <= 2 * REACH || height <= 2 * REACH {
        return Vec::new();
    }
    let pixels = frame.pixels();
    let mut rows = vec![0u16; width * height];
    for (sums, row) in rows.chunks_exact_mut(width).zip(frame.rows()) {
        for (sum, three) in sums[1..].iter_mut().zip(row.windows(3)) {
            *sum = u16::from(three[0]) + u16::from(three[1]) + u16::from(three[2]);
        }
    }
    let mut sums = vec![0u16; pixels.len()];
    for y in 1..height - 1 {
        let (above, own, below) = (
            &rows[(y - 1) * width..y * width],
            &rows[y * width..(y + 1) * width],
            &rows[(y + 1) * width..(y + 2) * width],
        );
        for (x, sum) in sums[y * width..(y + 1) * width].iter_mut().enumerate() {
            *sum = above[x] + own[x] + below[x];
        }
    }
    let mut spots = Vec::new();
    for y in REACH..height - REACH {
        let row = |dy: isize| &sums[y.wrapping_add_signed(dy) * width..][..width];
        let (far_above, above, own, below, far_below) = (row(-2), row(-1), row(0), row(1), row(2));
        let (upper, lower) = (row(-5), row(5));
        for x in REACH..width - REACH {
            let sum = own[x];
            let is_spot = sum <= own[x - 1]
                && sum < own[x + 1]
                && sum <= above[x]
                && sum < below[x]
                && sum < own[x - 2]
                && sum < own[x + 2]
                && sum < far_above[x]
                && sum < far_below[x];
            if !is_spot {
                continue;
            }
            let around = [
                own[x - 5],
                own[x + 5],
                upper[x],
                lower[x],
                upper[x - 4],
                upper[x + 4],
                lower[x - 4],
                lower[x + 4],
            ];
            let brighter: i32 = around
                .iter()
                .map(|&other| i32::from(other) - i32::from(sum))
                .sum();
            // Eight sums of nine pixels each.
            if brighter >= 72 * MIN_DEPTH {
                spots.push((x, y));
            }
        }
    }
    if spots.len() > MAX_SPOTS {
        let away = |&(x, y): &(usize, usize)| x.abs_diff(width / 2).pow(2) + y.abs_diff(height / 2).pow(2);
        spots.select_nth_unstable_by_key(MAX_SPOTS, away);
        spots.truncate(MAX_SPOTS);
    }
    spots
}
