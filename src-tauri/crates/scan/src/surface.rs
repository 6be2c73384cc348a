//! Crumpled paper: where the modules are when they are on no plane.
//!
//! A module's middle is as dark or as light as it gets; between two of them grey values are mixed. So a patch of modules is looked at
//! in the place where its middles differ most, beginning at the finder patterns, whose places are known, and going on from patch to
//! patch, each of which is near to where its neighbours say.

use crate::{
    modules::Luma,
    pattern::Pattern,
    plane::{Plane, Point},
};

/// Samples along a module.
const FINE: usize = 5;
/// Modules around the code that are looked at as well.
const MARGIN: usize = 3;
/// Modules between two nodes, and those each way around a node that make its patch.
const STEP: usize = 3;
const REACH: i32 = 3;
/// How far a patch may be from where its neighbours say, in samples, and how often all are looked at again.
const STRAY: i32 = 4;
const ROUNDS: usize = 2;
/// What straying by a module costs, in parts of the contrast.
const STIFFNESS: f32 = 0.5;

/// A code's modules on something that is no plane.
pub(crate) struct Surface {
    plane: Plane,
    /// Nodes along a side.
    nodes: usize,
    /// How far each node is from its place in the plane, in modules.
    off: Vec<Point>,
}

impl Surface {
    /// Follows the modules from the finder patterns on.
    pub(crate) fn follow(luma: &Luma<'_>, plane: &Plane, pattern: &Pattern) -> Self {
        let sheet = Sheet::new(luma, plane, pattern);
        let nodes = pattern.side.div_ceil(STEP) + 1;
        let mut places = sheet.spread(nodes);
        for _ in 0..ROUNDS {
            sheet.settle(nodes, &mut places);
        }
        let modules = |samples: i32| samples as f32 / FINE as f32;
        let off = places.iter().map(|&(x, y)| (modules(x), modules(y)));
        Self {
            plane: *plane,
            nodes,
            off: off.collect(),
        }
    }

    /// Where a point of the code is in the picture.
    pub(crate) fn at(&self, u: f32, v: f32) -> Point {
        let last = (self.nodes - 1) as f32;
        let (x, y) = (
            (u / STEP as f32).clamp(0.0, last),
            (v / STEP as f32).clamp(0.0, last),
        );
        let (left, top) = ((x as usize).min(self.nodes - 2), (y as usize).min(self.nodes - 2));
        let (fx, fy) = (x - left as f32, y - top as f32);
        let mix = |a: Point, b: Point, share: f32| (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share);
        let node = |column: usize, row: usize| self.off[row * self.nodes + column];
        let upper = mix(node(left, top), node(left + 1, top), fx);
        let lower = mix(node(left, top + 1), node(left + 1, top + 1), fx);
        let (du, dv) = mix(upper, lower, fy);
        self.plane.at(u + du, v + dv)
    }
}

/// The picture straightened as the plane says, in fine samples, and what is known of its modules.
struct Sheet {
    side: usize,
    wide: usize,
    /// Ink beyond what is around it.
    ink: Vec<f32>,
    /// 1 where a module is dark in every code of this version, -1 where it is light, 0 where it may be either.
    known: Vec<i8>,
    /// Mean of how far ink is from what is around it.
    contrast: f32,
}

/// Of a node, in samples from its place in the plane.
type Shift = (i32, i32);

impl Sheet {
    fn new(luma: &Luma<'_>, plane: &Plane, pattern: &Pattern) -> Self {
        let side = pattern.side;
        let wide = (side + 2 * MARGIN) * FINE;
        let mut seen = Vec::with_capacity(wide * wide);
        let modules = |sample: usize| (sample as f32 + 0.5) / FINE as f32 - MARGIN as f32;
        for y in 0..wide {
            for x in 0..wide {
                seen.push(luma.ink_at(plane.at(modules(x), modules(y))));
            }
        }
        let mean = mean_around(&seen, wide, 4 * FINE + FINE / 2);
        let ink: Vec<f32> = seen.iter().zip(mean).map(|(ink, mean)| ink - mean).collect();
        let contrast = ink.iter().map(|ink| ink.abs()).sum::<f32>() / ink.len() as f32;
        let mut known = vec![0; side * side];
        for module in pattern.all() {
            let at = usize::from(module.row) * side + usize::from(module.column);
            known[at] = if module.ink > 0.0 { 1 } else { -1 };
        }
        Self {
            side,
            wide,
            ink,
            known,
            contrast,
        }
    }

    /// How sharply the modules around a node are seen when it is moved so.
    fn sharpness(&self, node: (usize, usize), (dx, dy): Shift) -> f32 {
        let side = self.side as i32;
        let last = self.wide as i32 - 1;
        let (mut sum, mut count) = (0.0, 0.0f32);
        let (column, row) = ((node.0 * STEP) as i32, (node.1 * STEP) as i32);
        for v in row - REACH..row + REACH {
            for u in column - REACH..column + REACH {
                if u < 0 || v < 0 || u >= side || v >= side {
                    continue;
                }
                let sample = |module: i32, shift: i32| {
                    let fine = FINE as i32;
                    ((module + MARGIN as i32) * fine + fine / 2 + shift).clamp(0, last) as usize
                };
                let ink = self.ink[sample(v, dy) * self.wide + sample(u, dx)];
                sum += match self.known[(v * side + u) as usize] {
                    0 => ink.abs(),
                    known => ink * f32::from(known),
                };
                count += 1.0;
            }
        }
        sum / count.max(1.0)
    }

    /// The sharpest place of a node near to where it should be.
    fn sharpest(&self, node: (usize, usize), wanted: (f32, f32), stray: i32) -> Shift {
        let start = (wanted.0.round() as i32, wanted.1.round() as i32);
        let mut best = (f32::MIN, start);
        for dy in -stray..=stray {
            for dx in -stray..=stray {
                let shift = (start.0 + dx, start.1 + dy);
                let away = (shift.0 as f32 - wanted.0).hypot(shift.1 as f32 - wanted.1) / FINE as f32;
                let value = self.sharpness(node, shift) - STIFFNESS * self.contrast * away * away;
                if value > best.0 {
                    best = (value, shift);
                }
            }
        }
        best.1
    }

    /// Finds all nodes, the finder patterns' first.
    fn spread(&self, nodes: usize) -> Vec<Shift> {
        let mut places: Vec<Option<Shift>> = vec![None; nodes * nodes];
        let far = (self.side - 4).div_ceil(STEP).min(nodes - 1);
        let near = 1;
        let mut next: Vec<(usize, usize)> = Vec::new();
        for seed in [(near, near), (far, near), (near, far)] {
            places[seed.1 * nodes + seed.0] = Some(self.sharpest(seed, (0.0, 0.0), 2 * STRAY));
            next.push(seed);
        }
        // Ring by ring around the seeds.
        while !next.is_empty() {
            let mut ring: Vec<(usize, usize)> = next
                .iter()
                .flat_map(|&node| neighbours(node, nodes))
                .filter(|&(x, y)| places[y * nodes + x].is_none())
                .collect();
            ring.sort_unstable();
            ring.dedup();
            let found: Vec<Shift> = ring
                .iter()
                .map(|&node| {
                    let known = neighbours(node, nodes).filter_map(|(x, y)| places[y * nodes + x]);
                    self.sharpest(node, mean(known), STRAY)
                })
                .collect();
            for (&(x, y), shift) in ring.iter().zip(found) {
                places[y * nodes + x] = Some(shift);
            }
            next = ring;
        }
        places.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// Looks at each node again, now that all its neighbours are known.
    fn settle(&self, nodes: usize, places: &mut [Shift]) {
        for y in 0..nodes {
            for x in 0..nodes {
                let known = neighbours((x, y), nodes).map(|(x, y)| places[y * nodes + x]);
                places[y * nodes + x] = self.sharpest((x, y), mean(known), STRAY);
            }
        }
    }
}

fn neighbours((x, y): (usize, usize), nodes: usize) -> impl Iterator<Item = (usize, usize)> {
    let around = [
        (-1, 0),
        (1, 0),
        (0, -1),
        (0, 1),
        (-1, -1),
        (1, -1),
        (-1, 1),
        (1, 1),
    ];
    around.into_iter().filter_map(move |(dx, dy)| {
        let (x, y) = (x.checked_add_signed(dx)?, y.checked_add_signed(dy)?);
        (x < nodes && y < nodes).then_some((x, y))
    })
}

fn mean(shifts: impl Iterator<Item = Shift>) -> (f32, f32) {
    let (mut sum, mut count) = ((0.0, 0.0), 0.0f32);
    for (x, y) in shifts {
        sum = (sum.0 + x as f32, sum.1 + y as f32);
        count += 1.0;
    }
    (sum.0 / count.max(1.0), sum.1 / count.max(1.0))
}

/// The mean of the square of so many values each way around each.
fn mean_around(values: &[f32], wide: usize, radius: usize) -> Vec<f32> {
    let mut sums = vec![0f64; (wide + 1) * (wide + 1)];
    for y in 0..wide {
        let mut along = 0.0;
        for x in 0..wide {
            along += f64::from(values[y * wide + x]);
            sums[(y + 1) * (wide + 1) + x + 1] = sums[y * (wide + 1) + x + 1] + along;
        }
    }
    let mut means = Vec::with_capacity(values.len());
    for y in 0..wide {
        let (top, bottom) = (y.saturating_sub(radius), (y + radius + 1).min(wide));
        for x in 0..wide {
            let (left, right) = (x.saturating_sub(radius), (x + radius + 1).min(wide));
            let at = |y: usize, x: usize| sums[y * (wide + 1) + x];
            let sum = at(bottom, right) - at(top, right) - at(bottom, left) + at(top, left);
            means.push((sum / ((bottom - top) * (right - left)) as f64) as f32);
        }
    }
    means
}

#[cfg(test)]
mod tests {
    use qrcode::{Color, EcLevel, QrCode};

    use crate::{GreyFrame, decode, drawn::frame_of};

    const MODULE_PX: f32 = 4.0;

    /// A code on paper whose facets lean to and fro: each of three folds moves its modules by so many at most.
    fn crumpled(payload: &[u8], most: f32) -> GreyFrame {
        let code = QrCode::with_error_correction_level(payload, EcLevel::M).unwrap();
        let side = code.width() as f32;
        let fold = |across: f32, length: f32| 4.0 * ((across / length).rem_euclid(1.0) - 0.5).abs() - 1.0;
        frame_of(400, 300, |x, y| {
            let (u, v) = ((x as f32 - 120.0) / MODULE_PX, (y as f32 - 70.0) / MODULE_PX);
            let (a, b, c) = (
                most * fold(u + 0.4 * v + 3.0, 15.0),
                most * fold(v - 0.3 * u, 19.0),
                most * fold(u + v, 23.0),
            );
            let (u, v) = (u + 0.8 * a - 0.6 * b + 0.7 * c, v + 0.6 * a + 0.8 * b - 0.7 * c);
            let is_inside = (0.0..side).contains(&u) && (0.0..side).contains(&v);
            let is_dark = is_inside && code[(u as usize, v as usize)] == Color::Dark;
            if is_dark { 40 } else { 210 }
        })
    }

    #[test]
    fn a_code_on_crumpled_paper_is_read() {
        let payload = b"EINLASS/0123456789/ABCDEFGHIJKLMNOPQRSTUVWXYZ/0123456789";
        for most in [0.0, 0.2, 0.3, 0.35] {
            let sightings = decode(&crumpled(payload, most)).unwrap();
            assert_eq!(sightings.len(), 1, "{most}");
            assert_eq!(sightings[0].payload, payload, "{most}");
        }
    }
}
