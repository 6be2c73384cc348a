//! From finder patterns to the planes in which codes may lie.

use crate::{
    bitmap::Bitmap,
    finder::Finder,
    modules::{Correlation, Fit, Luma, fit, timing},
    pattern::Pattern,
    plane::{Plane, Point},
};

/// Each pattern is tried as a corner with so many of its nearest fellows.
const NEIGHBOURS: usize = 12;
/// More corners of a picture are not looked at; those that fit best come first.
const MAX_CORNERS: usize = 600;
/// From middle to middle of two finder patterns: 14 modules in version 1, 170 in version 40, measured within a fifth.
const DISTANCE_MODULES: std::ops::Range<f32> = 11.0..200.0;

/// How well finder patterns and dotted lines must fit before their place is a place.
const MIN_FINDERS: f32 = 0.4;
const MIN_TIMING: f32 = 0.3;
const MIN_ALL: f32 = 0.45;

/// Three finder patterns that may belong to one code.
pub(crate) struct Corner {
    /// Top left, top right, bottom left, as they lie in the picture: a mirrored code is turned over later.
    pub(crate) finders: [usize; 3],
    /// How far along the sides the view shortens: 0 seen straight on.
    shortening: (f32, f32),
    /// Modules of a side, as measured.
    side: f32,
    misfit: f32,
}

/// A code's place, as good as the fixed modules tell.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) plane: Plane,
    pub(crate) pattern: &'static Pattern,
    pub(crate) fit: Fit,
}

/// All plausible corners among these patterns, best first.
pub(crate) fn corners(finders: &[Finder], bitmap: &Bitmap, scale: f32) -> Vec<Corner> {
    let mut corners = Vec::new();
    let mut near: Vec<(f32, usize)> = Vec::with_capacity(finders.len());
    for (i, finder) in finders.iter().enumerate() {
        near.clear();
        for (j, other) in finders.iter().enumerate() {
            let sizes = finder.module() / other.module();
            if i != j && finder.dark == other.dark && (0.4..2.5).contains(&sizes) {
                near.push((finder.distance(other), j));
            }
        }
        near.sort_by(|one, other| one.0.total_cmp(&other.0));
        near.truncate(NEIGHBOURS);
        for (k, &(_, one)) in near.iter().enumerate() {
            for &(_, other) in &near[k + 1..] {
                corners.extend(corner(finders, bitmap, scale, [i, one, other]));
            }
        }
    }
    corners.sort_by(|one, other| one.misfit.total_cmp(&other.misfit));
    corners.truncate(MAX_CORNERS);
    corners
}

/// Corners of which two patterns were found and the third is looked for where it would be: a scratch, a shadow's edge or a spot of
/// glare has hidden it. The patterns found that way are added to the others.
pub(crate) fn corners_of_two<'a>(
    luma_of: impl Fn(bool) -> Luma<'a>,
    finders: &mut Vec<Finder>,
) -> Vec<Corner> {
    // What was seen in many rows first.
    let mut known: Vec<usize> = (0..finders.len()).collect();
    known.sort_by_key(|&i| std::cmp::Reverse(finders[i].seen));
    known.truncate(MAX_PAIRED);
    let mut corners = Vec::new();
    for (i, &one) in known.iter().enumerate() {
        for &other in &known[i + 1..] {
            let (a, b) = (finders[one], finders[other]);
            let modules = a.distance(&b) / (a.module() * b.module()).sqrt();
            let is_pair = a.dark == b.dark
                && (0.66..1.5).contains(&(a.module() / b.module()))
                && DISTANCE_MODULES.start < modules
                && modules < MAX_PAIR_MODULES;
            if is_pair {
                let luma = luma_of(a.dark);
                for [at, near] in [[one, other], [other, one]] {
                    for sign in [1.0, -1.0] {
                        corners.extend(with_third(&luma, finders, [at, near], sign));
                    }
                }
                for sign in [1.0, -1.0] {
                    corners.extend(with_corner(&luma, finders, [one, other], sign));
                }
            }
        }
    }
    corners
}

/// So many patterns are paired, and so far apart at most: beyond version 10 nobody prints passes, and a pair costs time.
const MAX_PAIRED: usize = 8;
const MAX_PAIR_MODULES: f32 = 72.0;

/// Two patterns as one side of a code, the first of them in the corner: the third is square to it.
fn with_third(
    luma: &Luma<'_>,
    finders: &mut Vec<Finder>,
    [at, near]: [usize; 2],
    sign: f32,
) -> Option<Corner> {
    let (a, b) = (finders[at], finders[near]);
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let third = find_finder(luma, &a, (dx, dy), (a.x - sign * dy, a.y + sign * dx))?;
    finders.push(third);
    let new = finders.len() - 1;
    let (right, below) = if sign > 0.0 { (near, new) } else { (new, near) };
    Some(Corner::square([at, right, below], side_of(&a, &b, 1.0)))
}

/// Two patterns as the diagonal of a code, the corner being to one side of it.
fn with_corner(
    luma: &Luma<'_>,
    finders: &mut Vec<Finder>,
    [one, other]: [usize; 2],
    sign: f32,
) -> Option<Corner> {
    let (a, b) = (finders[one], finders[other]);
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let middle = ((a.x + b.x) / 2.0, (a.y + b.y) / 2.0);
    let place = (middle.0 + sign * dy / 2.0, middle.1 - sign * dx / 2.0);
    let side = (a.x - place.0, a.y - place.1);
    let corner = find_finder(luma, &a, side, place)?;
    finders.push(corner);
    let new = finders.len() - 1;
    // Top right and bottom left, clockwise around the corner.
    let (right, below) = if sign > 0.0 { (other, one) } else { (one, other) };
    let turn = (finders[right].x - corner.x) * (finders[below].y - corner.y)
        - (finders[right].y - corner.y) * (finders[below].x - corner.x);
    let (right, below) = if turn > 0.0 {
        (right, below)
    } else {
        (below, right)
    };
    Some(Corner::square(
        [new, right, below],
        side_of(&a, &b, std::f32::consts::SQRT_2),
    ))
}

/// Modules of a side, from two patterns whose distance is so many times that of neighbours.
fn side_of(a: &Finder, b: &Finder, times: f32) -> f32 {
    // Seen across rows and columns a turned pattern is wider than it is; where it lies straight it is as wide.
    let (dx, dy) = ((b.x - a.x).abs(), (b.y - a.y).abs());
    let long = dx.hypot(dy);
    let slant = if times > 1.0 {
        ((dx + dy) / (long * std::f32::consts::SQRT_2))
            .max((dx - dy).abs() / (long * std::f32::consts::SQRT_2))
    } else {
        dx.max(dy) / long
    };
    let module = (a.module() * b.module()).sqrt() * slant;
    long / times / module + 7.0
}

/// Looks for a finder pattern around a point, turned as `along` says, of the size of another.
fn find_finder(luma: &Luma<'_>, like: &Finder, along: Point, (x, y): Point) -> Option<Finder> {
    let long = along.0.hypot(along.1);
    let slant = along.0.abs().max(along.1.abs()) / long;
    let module = like.module() * slant;
    let (ux, uy) = (along.0 / long * module, along.1 / long * module);
    if !luma.contains((x, y), -3.0 * module) {
        return None;
    }
    let likeness = |du: f32, dv: f32| {
        let middle = (x + du * ux - dv * uy, y + du * uy + dv * ux);
        likeness(luma, middle, (ux, uy), (-uy, ux))
    };
    let mut best = (0.0, (0.0, 0.0));
    for v in -4..=4 {
        for u in -4..=4 {
            let value = likeness(u as f32, v as f32);
            if value > best.0 {
                best = (value, (u as f32, v as f32));
            }
        }
    }
    if best.0 < 0.3 {
        return None;
    }
    for step in [0.5, 0.25] {
        let (u, v) = best.1;
        for (du, dv) in [(step, 0.0), (-step, 0.0), (0.0, step), (0.0, -step)] {
            let value = likeness(u + du, v + dv);
            if value > best.0 {
                best = (value, (u + du, v + dv));
            }
        }
    }
    let (du, dv) = best.1;
    (best.0 >= 0.5).then_some(Finder {
        x: x + du * ux - dv * uy,
        y: y + du * uy + dv * ux,
        seen: 0,
        ..*like
    })
}

/// How much the picture looks like a finder pattern here, from -1 to 1: from module to module it goes `right`, from row to row `down`.
fn likeness(luma: &Luma<'_>, (x, y): Point, right: Point, down: Point) -> f32 {
    let mut correlation = Correlation::default();
    for row in -4i32..=4 {
        for column in -4i32..=4 {
            let ring = row.abs().max(column.abs());
            let ink = if matches!(ring, 2 | 4) { -1.0 } else { 1.0 };
            let (u, v) = (column as f32, row as f32);
            let at = (x + u * right.0 + v * down.0, y + u * right.1 + v * down.1);
            correlation.add(ink, luma.ink_at(at));
        }
    }
    correlation.value()
}

/// Whether the picture looks like this pattern where it was found, lying straight or on a corner: lines through noise happen to cross what
/// is like one on them and nowhere else.
pub(crate) fn is_seen(luma: &Luma<'_>, finder: &Finder) -> bool {
    let (across, down) = (finder.across, finder.down);
    let at = (finder.x, finder.y);
    // On a corner it is measured along its diagonals.
    let turned = ((across / 2.0, down / 2.0), (-across / 2.0, down / 2.0));
    likeness(luma, at, (across, 0.0), (0.0, down)) >= MIN_LIKENESS
        || likeness(luma, at, turned.0, turned.1) >= MIN_LIKENESS
}

/// Three of four patterns of chance are less like one, and none of 3,863 of codes that were read (measured).
const MIN_LIKENESS: f32 = 0.2;

fn corner(finders: &[Finder], bitmap: &Bitmap, scale: f32, [at, one, other]: [usize; 3]) -> Option<Corner> {
    let [a, b, c] = [&finders[at], &finders[one], &finders[other]];
    let (bx, by, cx, cy) = (b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y);
    let (long_b, long_c) = (bx.hypot(by), cx.hypot(cy));
    let cos = (bx * cx + by * cy) / (long_b * long_c);
    if cos.abs() > 0.72 || !(0.28..3.6).contains(&(long_b / long_c)) {
        return None;
    }
    // Seen from above, top right comes clockwise before bottom left.
    let (right, below) = if bx * cy - by * cx > 0.0 {
        (one, other)
    } else {
        (other, one)
    };
    let along = |to: usize| -> Option<(f32, f32)> {
        let (from, to) = (&finders[at], &finders[to]);
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let long = dx.hypot(dy);
        let direction = (dx / long, dy / long);
        let near = module_along(bitmap, from, direction, scale)?;
        let far = module_along(bitmap, to, direction, scale)?;
        let modules = long / (near * far).sqrt();
        let shortening = (near / far).sqrt() - 1.0;
        // Less than what a pixel's error makes of it says nothing.
        let error = 0.6 * scale / (7.0 * near.min(far));
        let shortening = shortening.signum() * (shortening.abs() - error).max(0.0);
        DISTANCE_MODULES
            .contains(&modules)
            .then_some((modules, shortening))
    };
    let (modules_right, shortening_right) = along(right)?;
    let (modules_below, shortening_below) = along(below)?;
    let sides = (modules_right / modules_below).ln().abs();
    if sides > 0.35 || shortening_right.abs() > 0.5 || shortening_below.abs() > 0.5 {
        return None;
    }
    Some(Corner {
        finders: [at, right, below],
        shortening: (shortening_right, shortening_below),
        side: (modules_right + modules_below) / 2.0 + 7.0,
        misfit: 2.0 * sides
            + 0.5 * cos.abs()
            + shortening_right.abs()
            + shortening_below.abs()
            + 0.2 * (long_b / long_c).ln().abs(),
    })
}

/// The width of a module of this pattern in a direction; in the pixels that the finder is given in, of which `scale` make one of
/// the bitmap.
fn module_along(bitmap: &Bitmap, finder: &Finder, direction: Point, scale: f32) -> Option<f32> {
    const STEP: f32 = 0.5;
    let (x, y) = (finder.x / scale, finder.y / scale);
    let limit = (finder.across.max(finder.down) / scale * 7.0 / STEP) as i32 + 4;
    let ink = u8::from(finder.dark);
    let walk = |sign: f32| -> Option<[i32; 3]> {
        let mut ends = [0; 3];
        let mut step = 0;
        for (ring, end) in ends.iter_mut().enumerate() {
            let colour = if ring == 1 { 1 - ink } else { ink };
            loop {
                let reach = sign * step as f32 * STEP;
                let (px, py) = (
                    (x + direction.0 * reach).floor(),
                    (y + direction.1 * reach).floor(),
                );
                match bitmap.at(px as i32, py as i32) {
                    Some(pixel) if pixel == colour && step <= limit => step += 1,
                    Some(_) if step <= limit => break,
                    None if ring == 2 => break,
                    _ => return None,
                }
            }
            *end = step;
        }
        Some(ends)
    };
    let (forth, back) = (walk(1.0)?, walk(-1.0)?);
    // The two edges of the middle lie 3 modules apart, the next 5, the outer 7; both walks counted the start.
    let sum: i32 = forth.iter().chain(&back).sum::<i32>() - 3;
    Some(sum as f32 * STEP / 15.0 * scale)
}

impl Corner {
    pub(crate) fn square(finders: [usize; 3], side: f32) -> Self {
        Self {
            finders,
            shortening: (0.0, 0.0),
            side,
            misfit: 0.0,
        }
    }

    /// Where the code would lie in each of the versions that it may be of.
    pub(crate) fn planes(&self, finders: &[Finder]) -> impl Iterator<Item = (Plane, &'static Pattern)> {
        let centres = self.finders.map(|i| (finders[i].x, finders[i].y));
        let shortening = self.shortening;
        let first = Pattern::version_near(self.side);
        let spread = 1 + first / 9;
        let versions =
            first.saturating_sub(spread).max(1)..=(first + spread).min(crate::pattern::MAX_VERSION);
        versions.filter_map(move |version| {
            let pattern = Pattern::of_version(version);
            let plane = plane(pattern.side as f32, &centres, opposite(&centres, shortening))?;
            Some((plane, pattern))
        })
    }

    /// Where the code would lie, in the version that its dotted lines speak for; `None` when they speak for none.
    pub(crate) fn place(&self, luma: &Luma<'_>, finders: &[Finder]) -> Option<Place> {
        let planes = self.planes(finders).map(|(plane, pattern)| {
            let timing = timing(luma, |u, v| plane.at(u, v), pattern);
            (timing, plane, pattern)
        });
        let best = planes.max_by(|one, other| one.0.total_cmp(&other.0));
        // Most are chance, and go here.
        let (_, plane, pattern) = best.filter(|best| best.0 > MIN_TIMING)?;
        let fit = fit(luma, |u, v| plane.at(u, v), pattern);
        let fits = fit.finders > MIN_FINDERS && fit.all > MIN_ALL;
        fits.then_some(Place { plane, pattern, fit })
    }

    /// The same place after looking for the alignment pattern nearest to the fourth corner.
    pub(crate) fn aligned(&self, luma: &Luma<'_>, finders: &[Finder], place: &Place) -> Option<Place> {
        let centres = self.finders.map(|i| (finders[i].x, finders[i].y));
        let pattern = place.pattern;
        let &(column, row) = pattern.alignment_centres.last()?;
        let (u, v) = (column as f32 + 0.5, row as f32 + 0.5);
        let reach = 2.0 + pattern.side as f32 * 0.05;
        let (du, dv) = find_square(luma, &place.plane, (u, v), reach)?;
        let side = pattern.side as f32;
        let modules = [(3.5, 3.5), (side - 3.5, 3.5), (u, v), (3.5, side - 3.5)];
        let [tl, tr, bl] = centres;
        let plane = Plane::through(side, &modules, &[tl, tr, place.plane.at(u + du, v + dv), bl])?;
        let fit = fit(luma, |u, v| plane.at(u, v), pattern);
        Some(Place { plane, pattern, fit })
    }
}

/// Where the middle of the fourth finder pattern would be, were there one.
fn opposite(&[tl, tr, bl]: &[Point; 3], (right, below): (f32, f32)) -> Point {
    let w = 1.0 + right + below;
    let along = |tl: f32, tr: f32, bl: f32| ((1.0 + right) * tr + (1.0 + below) * bl - tl) / w;
    (along(tl.0, tr.0, bl.0), along(tl.1, tr.1, bl.1))
}

fn plane(side: f32, &[tl, tr, bl]: &[Point; 3], br: Point) -> Option<Plane> {
    let (near, far) = (3.5, side - 3.5);
    Plane::through(
        side,
        &[(near, near), (far, near), (far, far), (near, far)],
        &[tl, tr, br, bl],
    )
}

/// How far from where it should be an alignment pattern is, in modules.
fn find_square(luma: &Luma<'_>, plane: &Plane, (u, v): Point, reach: f32) -> Option<Point> {
    let likeness = |du: f32, dv: f32| {
        let mut correlation = Correlation::default();
        for y in -2i32..=2 {
            for x in -2i32..=2 {
                let ink = if x.abs().max(y.abs()) == 1 { -1.0 } else { 1.0 };
                correlation.add(ink, luma.ink_at(plane.at(u + du + x as f32, v + dv + y as f32)));
            }
        }
        correlation.value()
    };
    let steps = (reach * 2.0).round() as i32;
    let mut best = (0.0, (0.0, 0.0));
    for y in -steps..=steps {
        for x in -steps..=steps {
            let (du, dv) = (x as f32 / 2.0, y as f32 / 2.0);
            // Between two that look alike the nearer one is it.
            let value = likeness(du, dv) - 0.02 * du.hypot(dv);
            if value > best.0 {
                best = (value, (du, dv));
            }
        }
    }
    if best.0 < 0.5 {
        return None;
    }
    for step in [0.25, 0.12] {
        let (at_u, at_v) = best.1;
        for (du, dv) in [(step, 0.0), (-step, 0.0), (0.0, step), (0.0, -step)] {
            let value = likeness(at_u + du, at_v + dv);
            if value > best.0 {
                best = (value, (at_u + du, at_v + dv));
            }
        }
    }
    Some(best.1)
}

impl Place {
    /// Moves the four corners about, and bends what is between them, for as long as the fixed modules fit better for it.
    pub(crate) fn climbed(&self, luma: &Luma<'_>) -> Self {
        let side = self.pattern.side as f32;
        let corners = self.plane.corners(side);
        let module_px = (corners[0].0 - corners[2].0).hypot(corners[0].1 - corners[2].1) / (side * 1.414);
        // Four corners, and two bends.
        let mut at = [
            corners[0],
            corners[1],
            corners[2],
            corners[3],
            (0.0, 0.0),
            (0.0, 0.0),
        ];
        let mut best = *self;
        for step in [1.0, 0.5, 0.25, 0.12] {
            for _ in 0..3 {
                let before = best.fit.all;
                for axis in 0..12 {
                    for shift in [step * module_px, -step * module_px] {
                        let mut moved = at;
                        let point = &mut moved[axis / 2];
                        if axis % 2 == 0 {
                            point.0 += shift
                        } else {
                            point.1 += shift
                        }
                        let [tl, tr, br, bl, along, down] = moved;
                        let Some(plane) = Plane::of_corners(side, &[tl, tr, br, bl]) else {
                            continue;
                        };
                        let plane = plane.bent([along, down]);
                        let fit = fit(luma, |u, v| plane.at(u, v), self.pattern);
                        if fit.all > best.fit.all {
                            best = Place { plane, fit, ..best };
                            at = moved;
                            break;
                        }
                    }
                }
                if best.fit.all - before < 0.002 {
                    break;
                }
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        GreyFrame,
        drawn::{frame_of, noise},
        finder,
    };

    /// What lines across it take for patterns, and how many of those the picture looks like.
    fn found_and_seen(frame: &GreyFrame) -> (usize, usize) {
        let found = finder::find(&Bitmap::by_mean(frame, 24, 3), 2, true);
        let is_seen = |finder: &&Finder| is_seen(&Luma::of(frame, finder.dark), finder);
        (found.len(), found.iter().filter(is_seen).count())
    }

    #[test]
    fn a_pattern_looks_like_one_however_it_is_turned_and_noise_mostly_does_not() {
        for degrees in (0..90).step_by(5) {
            let (sin, cos) = (degrees as f32).to_radians().sin_cos();
            let frame = frame_of(100, 100, |x, y| {
                let (x, y) = (x as f32 - 50.0, y as f32 - 50.0);
                let (u, v) = ((x * cos + y * sin) / 5.0, (y * cos - x * sin) / 5.0);
                match u.abs().max(v.abs()) {
                    ring if ring < 1.5 || (2.5..3.5).contains(&ring) => 40,
                    _light => 200,
                }
            });
            assert_eq!(found_and_seen(&frame), (1, 1), "{degrees}°");
        }
        // A quiet wall as a sensor sees it, through a lens that softens it a little.
        let grain = noise(641, 481, 5);
        let grain = |x: usize, y: usize| usize::from(grain.pixels()[y * 641 + x]);
        let wall = frame_of(640, 480, |x, y| {
            let around = grain(x, y) + grain(x + 1, y) + grain(x, y + 1) + grain(x + 1, y + 1);
            (80 + around / 32) as u8
        });
        let (found, seen) = found_and_seen(&wall);
        assert!(found > 50 && seen < found / 2, "{seen} of {found}");
    }
}
