//! From a plane in the picture to the ink of each module, and from there to the words of the code.
//!
//! The grey value at a module's middle is not yet its colour: light, blur and smear are in it. What the fixed modules of the code
//! look like in this very picture tells how to undo that ([`crate::equalise`]).

use crate::{
    GreyFrame,
    equalise::equalised,
    pattern::{Fixed, Format, Pattern, format_places, format_words},
    plane::Point,
    words::Words,
};

/// Modules sampled beyond each side of the code.
pub(crate) const MARGIN: usize = 2;

/// Of a picture, the part that sampling needs.
pub(crate) struct Luma<'a> {
    width: usize,
    height: usize,
    pixels: &'a [u8],
    /// -1.0 where codes are light on dark.
    sign: f32,
}

impl<'a> Luma<'a> {
    pub(crate) fn of(frame: &'a GreyFrame, dark_ink: bool) -> Self {
        Self {
            width: frame.width_px() as usize,
            height: frame.height_px() as usize,
            pixels: frame.pixels(),
            sign: if dark_ink { -1.0 } else { 1.0 },
        }
    }

    /// How much ink there is at this point, between the four pixels around it; the edge goes on for ever.
    pub(crate) fn ink_at(&self, (x, y): Point) -> f32 {
        let (x, y) = (
            (x - 0.5).clamp(0.0, (self.width - 1) as f32),
            (y - 0.5).clamp(0.0, (self.height - 1) as f32),
        );
        let (left, top) = (x as usize, y as usize);
        let (fx, fy) = (x - left as f32, y - top as f32);
        let right = usize::from(left + 1 < self.width);
        let below = if top + 1 < self.height { self.width } else { 0 };
        let at = top * self.width + left;
        let pixel = |i: usize| f32::from(self.pixels[i]);
        let upper = pixel(at) + (pixel(at + right) - pixel(at)) * fx;
        let lower = pixel(at + below) + (pixel(at + below + right) - pixel(at + below)) * fx;
        self.sign * (upper + (lower - upper) * fy)
    }

    pub(crate) fn contains(&self, (x, y): Point, slack: f32) -> bool {
        x > -slack && y > -slack && x < self.width as f32 + slack && y < self.height as f32 + slack
    }
}

/// How well a plane fits a version: correlation of the fixed modules with what is there, from -1 to 1, for each group.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fit {
    pub(crate) finders: f32,
    pub(crate) timing: f32,
    pub(crate) all: f32,
}

/// Compares every fixed module with the picture; `at` gives where a point of the code is in it.
pub(crate) fn fit(luma: &Luma<'_>, at: impl Fn(f32, f32) -> Point, pattern: &Pattern) -> Fit {
    let mut all = Correlation::default();
    let mut group = |modules: &[Fixed]| {
        let own = compared(luma, &at, modules);
        all.join(&own);
        own.value()
    };
    let finders = group(&pattern.finders);
    let timing = group(&pattern.timing);
    group(&pattern.alignment);
    Fit {
        finders,
        timing,
        all: all.value(),
    }
}

/// The dotted lines of a fit alone, which takes a fraction of the time.
pub(crate) fn timing(luma: &Luma<'_>, at: impl Fn(f32, f32) -> Point, pattern: &Pattern) -> f32 {
    compared(luma, &at, &pattern.timing).value()
}

fn compared(luma: &Luma<'_>, at: impl Fn(f32, f32) -> Point, modules: &[Fixed]) -> Correlation {
    let mut correlation = Correlation::default();
    for module in modules {
        let ink = luma.ink_at(at(f32::from(module.column) + 0.5, f32::from(module.row) + 0.5));
        correlation.add(module.ink, ink);
    }
    correlation
}

/// Pearson's, gathered one pair after the other.
#[derive(Default)]
pub(crate) struct Correlation {
    count: f32,
    wanted: f32,
    seen: f32,
    wanted_wanted: f32,
    seen_seen: f32,
    wanted_seen: f32,
}

impl Correlation {
    pub(crate) fn add(&mut self, wanted: f32, seen: f32) {
        self.count += 1.0;
        self.wanted += wanted;
        self.seen += seen;
        self.wanted_wanted += wanted * wanted;
        self.seen_seen += seen * seen;
        self.wanted_seen += wanted * seen;
    }

    fn join(&mut self, other: &Self) {
        self.count += other.count;
        self.wanted += other.wanted;
        self.seen += other.seen;
        self.wanted_wanted += other.wanted_wanted;
        self.seen_seen += other.seen_seen;
        self.wanted_seen += other.wanted_seen;
    }

    pub(crate) fn value(&self) -> f32 {
        let shared = self.wanted_seen * self.count - self.wanted * self.seen;
        let of_wanted = self.wanted_wanted * self.count - self.wanted * self.wanted;
        let of_seen = self.seen_seen * self.count - self.seen * self.seen;
        let scale = (of_wanted * of_seen).sqrt();
        if scale > 1e-3 { shared / scale } else { 0.0 }
    }
}

/// The ink of every module and of two rows around the code; row by row.
#[derive(Clone)]
pub(crate) struct Modules {
    /// Modules of a side, without the margin.
    pub(crate) side: usize,
    pub(crate) ink: Vec<f32>,
}

impl Modules {
    /// Looks at the middle of each module, or where there are pixels enough at four points around it, which noise minds less.
    ///
    /// `at` gives where a point of the code is in the picture.
    pub(crate) fn sample(luma: &Luma<'_>, at: impl Fn(f32, f32) -> Point, side: usize) -> Self {
        let wide = side + 2 * MARGIN;
        let (a, b) = (
            at(side as f32 / 2.0, side as f32 / 2.0),
            at(side as f32 / 2.0 + 1.0, side as f32 / 2.0),
        );
        let module_px = (a.0 - b.0).hypot(a.1 - b.1);
        let spread: &[Point] = if module_px < 2.8 {
            &[(0.0, 0.0)]
        } else {
            &[(-0.17, -0.17), (0.17, -0.17), (-0.17, 0.17), (0.17, 0.17)]
        };
        let mut ink = Vec::with_capacity(wide * wide);
        for row in 0..wide {
            for column in 0..wide {
                let (u, v) = (
                    column as f32 + 0.5 - MARGIN as f32,
                    row as f32 + 0.5 - MARGIN as f32,
                );
                let sum: f32 = spread
                    .iter()
                    .map(|&(du, dv)| luma.ink_at(at(u + du, v + dv)))
                    .sum();
                ink.push(sum / spread.len() as f32);
            }
        }
        Self { side, ink }
    }

    pub(crate) fn wide(&self) -> usize {
        self.side + 2 * MARGIN
    }

    pub(crate) fn index(&self, column: usize, row: usize) -> usize {
        (row + MARGIN) * self.wide() + column + MARGIN
    }

    /// Each module's ink beyond the mean of the square of so many modules each way around it.
    pub(crate) fn above_mean(&self, radius: usize) -> Self {
        let wide = self.wide();
        let mut sums = vec![0f32; (wide + 1) * (wide + 1)];
        for row in 0..wide {
            let mut along = 0.0;
            for column in 0..wide {
                along += self.ink[row * wide + column];
                sums[(row + 1) * (wide + 1) + column + 1] = sums[row * (wide + 1) + column + 1] + along;
            }
        }
        // The rows just outside are paper: a window that reached further would find more of it than of ink.
        let (first, last) = (MARGIN - 1, wide - MARGIN + 1);
        let window = |middle: usize| {
            let from = middle.saturating_sub(radius).max(first);
            let to = (middle + radius + 1).min(last);
            (from.min(last - 1), to.max(first + 1))
        };
        let mut ink = Vec::with_capacity(self.ink.len());
        for row in 0..wide {
            let (top, bottom) = window(row);
            for column in 0..wide {
                let (left, right) = window(column);
                let at = |y: usize, x: usize| sums[y * (wide + 1) + x];
                let sum = at(bottom, right) - at(top, right) - at(bottom, left) + at(top, left);
                let area = ((bottom - top) * (right - left)) as f32;
                ink.push(self.ink[row * wide + column] - sum / area);
            }
        }
        Self { side: self.side, ink }
    }

    /// What share of the fixed modules has the right colour.
    pub(crate) fn agreement(&self, pattern: &Pattern) -> f32 {
        let (mut right, mut all) = (0, 0);
        for module in pattern.all() {
            let ink = self.ink[self.index(usize::from(module.column), usize::from(module.row))];
            right += u32::from((ink > 0.0) == (module.ink > 0.0));
            all += 1;
        }
        right as f32 / all as f32
    }

    /// The payload, if error correction finds one; modules with positive ink are dark.
    fn read(&self, pattern: &Pattern) -> Option<Vec<u8>> {
        let (straight, mirrored) = (self.best_format(false), self.best_format(true));
        let is_mirrored = mirrored.1 > straight.1;
        let (format, _) = if is_mirrored { mirrored } else { straight };
        let ink = |column: usize, row: usize| {
            let place = if is_mirrored {
                self.index(row, column)
            } else {
                self.index(column, row)
            };
            self.ink[place]
        };
        Words::read(pattern, Format { word: format }, ink)?.payload()
    }

    /// The format word that both copies together look most like, and how much.
    fn best_format(&self, mirrored: bool) -> (u16, f32) {
        let mut ink = [0.0f32; 15];
        for places in format_places(self.side) {
            for (sum, (column, row)) in ink.iter_mut().zip(places) {
                let place = if mirrored {
                    self.index(row, column)
                } else {
                    self.index(column, row)
                };
                // One module burnt out or scratched must not outvote the others.
                *sum += self.ink[place].clamp(-40.0, 40.0);
            }
        }
        let likeness = |word: u16| -> f32 {
            let signed = |(bit, ink): (usize, &f32)| if word & (1 << (14 - bit)) != 0 { *ink } else { -ink };
            ink.iter().enumerate().map(signed).sum()
        };
        let words = format_words().into_iter().map(|word| (word, likeness(word)));
        words
            .max_by(|one, other| one.1.total_cmp(&other.1))
            .unwrap_or((0, f32::MIN))
    }
}

/// How much is tried before a plane counts as no code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Effort {
    /// What a good picture needs.
    Light,
    /// Everything there is.
    Full,
}

/// Of the fixed modules so many must be right before what the others say counts.
const AGREEMENT: f32 = 0.8;

/// Reads the code of which `at` gives where its points are in the picture.
pub(crate) fn read(
    luma: &Luma<'_>,
    at: impl Fn(f32, f32) -> Point,
    pattern: &Pattern,
    effort: Effort,
) -> Option<Vec<u8>> {
    let sampled = Modules::sample(luma, at, pattern.side);
    let try_read = |modules: &Modules| {
        if modules.agreement(pattern) < AGREEMENT {
            None
        } else {
            modules.read(pattern)
        }
    };
    let local = sampled.above_mean(4);
    if let Some(payload) = try_read(&local) {
        return Some(payload);
    }
    let even = equalised(&local, pattern, 1)?;
    if let Some(payload) = try_read(&even) {
        return Some(payload);
    }
    if effort == Effort::Light {
        return None;
    }
    let wider = equalised(&local, pattern, 2)?;
    if let Some(payload) = try_read(&wider) {
        return Some(payload);
    }
    for radius in [2, 8] {
        let other = sampled.above_mean(radius);
        let payload = try_read(&other).or_else(|| equalised(&other, pattern, 1).as_ref().and_then(try_read));
        if payload.is_some() {
            return payload;
        }
    }
    None
}
