//! Crumpled paper: where the modules are when they are on no plane.
//!
//! A module's middle is as dark or as light as it gets; between two of them grey values are mixed. So a patch of modules is looked at
//! in the place where its middles differ most, beginning at the finder patterns, whose places are known, and going on from patch to
//! patch, each of which is near to where its neighbours say. No size of patch is right for every crease, so three are tried.

use std::cell::OnceCell;

use crate::{
    modules::Luma,
    pattern::Pattern,
    plane::{Plane, Point},
};

/// Samples along a module.
const FINE: usize = 5;
/// Modules around the code that are looked at as well.
const MARGIN: usize = 3;
/// How far a node may be from its place in the plane, in samples.
const FAR: i32 = 20;
/// Modules between two nodes.
const STEP: usize = 3;
/// How far a patch may be from where its neighbours say, in samples, and how often all are looked at again.
const STRAY: i32 = 4;
const ROUNDS: usize = 2;

/// How patches are looked for. A small one lies in one crease, a large one is surer of itself: what one misses another follows.
pub(crate) struct Grip {
    /// Modules each way around a node that make its patch.
    reach: usize,
    /// What straying by a module costs, in parts of the contrast.
    stiffness: f32,
}

/// The first one reads most.
pub(crate) const GRIPS: [Grip; 3] = [
    Grip {
        reach: 2,
        stiffness: 1.0,
    },
    Grip {
        reach: 3,
        stiffness: 0.5,
    },
    Grip {
        reach: 4,
        stiffness: 0.25,
    },
];

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
    pub(crate) fn follow(sheet: &Sheet, grip: &Grip) -> Self {
        let nodes = sheet.side.div_ceil(STEP) + 1;
        let mut places = sheet.spread(grip, nodes);
        for _ in 0..ROUNDS {
            sheet.settle(grip, nodes, &mut places);
        }
        let modules = |samples: i32| samples as f32 / FINE as f32;
        let off = places.iter().map(|&(x, y)| (modules(x), modules(y)));
        Self {
            plane: sheet.plane,
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
pub(crate) struct Sheet {
    plane: Plane,
    side: usize,
    wide: usize,
    /// Ink beyond what is around it.
    ink: Vec<f32>,
    /// 1 where a module is dark in every code of this version, -1 where it is light, 0 where it may be either.
    known: Vec<i8>,
    /// Mean of how far ink is from what is around it.
    contrast: f32,
    /// For each shift that was asked for.
    sums: Vec<OnceCell<Vec<f32>>>,
}

/// Of a node, in samples from its place in the plane.
type Shift = (i32, i32);

impl Sheet {
    pub(crate) fn new(luma: &Luma<'_>, plane: &Plane, pattern: &Pattern) -> Self {
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
            plane: *plane,
            side,
            wide,
            ink,
            known,
            contrast,
            sums: vec![OnceCell::new(); ((2 * FAR + 1) * (2 * FAR + 1)) as usize],
        }
    }

    /// How sharply the modules around a node are seen when it is moved so.
    fn sharpness(&self, reach: usize, node: (usize, usize), shift: Shift) -> Option<f32> {
        let sums = self.sums(shift)?;
        let (column, row) = (node.0 * STEP, node.1 * STEP);
        let along = |middle: usize| (middle.saturating_sub(reach), (middle + reach).min(self.side));
        let ((left, right), (top, bottom)) = (along(column), along(row));
        let at = |x: usize, y: usize| sums[y * (self.side + 1) + x];
        let sum = at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top);
        Some(sum / ((right - left) * (bottom - top)).max(1) as f32)
    }

    /// How sharply all modules are seen when they are moved so, summed up from the top left on; nothing beyond [`FAR`].
    fn sums(&self, (dx, dy): Shift) -> Option<&[f32]> {
        if dx.abs() > FAR || dy.abs() > FAR {
            return None;
        }
        let at = (dy + FAR) * (2 * FAR + 1) + dx + FAR;
        Some(self.sums[at as usize].get_or_init(|| self.summed((dx, dy))))
    }

    fn summed(&self, (dx, dy): Shift) -> Vec<f32> {
        let side = self.side;
        let last = self.wide as i32 - 1;
        let sample = |module: usize, shift: i32| {
            let middle = ((module + MARGIN) * FINE + FINE / 2) as i32;
            (middle + shift).clamp(0, last) as usize
        };
        let mut sums = vec![0.0; (side + 1) * (side + 1)];
        for v in 0..side {
            let mut along = 0.0;
            for u in 0..side {
                let ink = self.ink[sample(v, dy) * self.wide + sample(u, dx)];
                along += match self.known[v * side + u] {
                    0 => ink.abs(),
                    known => ink * f32::from(known),
                };
                sums[(v + 1) * (side + 1) + u + 1] = sums[v * (side + 1) + u + 1] + along;
            }
        }
        sums
    }

    /// The sharpest place of a node near to where it should be, and how sharp.
    fn sharpest(&self, grip: &Grip, node: (usize, usize), wanted: (f32, f32), stray: i32) -> (f32, Shift) {
        let start = (wanted.0.round() as i32, wanted.1.round() as i32);
        let mut best = (f32::MIN, start);
        for dy in -stray..=stray {
            for dx in -stray..=stray {
                let shift = (start.0 + dx, start.1 + dy);
                let away = (shift.0 as f32 - wanted.0).hypot(shift.1 as f32 - wanted.1) / FINE as f32;
                let Some(sharpness) = self.sharpness(grip.reach, node, shift) else {
                    continue;
                };
                let value = sharpness - grip.stiffness * self.contrast * away * away;
                if value > best.0 {
                    best = (value, shift);
                }
            }
        }
        best
    }

    /// Finds all nodes: the finder patterns' first, then always the one that is seen most sharply beside those found, so that creases
    /// are met from both sides and last.
    fn spread(&self, grip: &Grip, nodes: usize) -> Vec<Shift> {
        let far = (self.side - 4).div_ceil(STEP).min(nodes - 1);
        let near = 1;
        let mut places: Vec<Option<Shift>> = vec![None; nodes * nodes];
        let mut open: Vec<Option<(f32, Shift)>> = vec![None; nodes * nodes];
        let mut found = vec![(near, near), (far, near), (near, far)];
        for &(x, y) in &found {
            places[y * nodes + x] = Some(self.sharpest(grip, (x, y), (0.0, 0.0), 2 * STRAY).1);
        }
        while !found.is_empty() {
            let beside = found.drain(..).flat_map(|node| neighbours(node, nodes));
            for (x, y) in beside.filter(|&(x, y)| places[y * nodes + x].is_none()) {
                let known = neighbours((x, y), nodes).filter_map(|(x, y)| places[y * nodes + x]);
                open[y * nodes + x] = Some(self.sharpest(grip, (x, y), mean(known), STRAY));
            }
            let sharpness = |at: &usize| open[*at].map_or(f32::MIN, |(sharpness, _)| sharpness);
            let best = (0..open.len()).max_by(|one, other| sharpness(one).total_cmp(&sharpness(other)));
            if let Some((at, (_, shift))) = best.and_then(|at| Some((at, open[at].take()?))) {
                places[at] = Some(shift);
                found.push((at % nodes, at / nodes));
            }
        }
        places.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// Looks at each node again, now that all its neighbours are known.
    fn settle(&self, grip: &Grip, nodes: usize, places: &mut [Shift]) {
        for y in 0..nodes {
            for x in 0..nodes {
                let known = neighbours((x, y), nodes).map(|(x, y)| places[y * nodes + x]);
                places[y * nodes + x] = self.sharpest(grip, (x, y), mean(known), STRAY).1;
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
        for most in [0.0, 0.2, 0.3, 0.35, 0.4, 0.42] {
            let sightings = decode(&crumpled(payload, most)).unwrap();
            assert_eq!(sightings.len(), 1, "{most}");
            assert_eq!(sightings[0].payload, payload, "{most}");
        }
    }
}
