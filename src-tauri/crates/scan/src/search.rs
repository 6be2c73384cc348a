//! One search of one picture, in several looks at it.

use crate::{
    Almost, GreyFrame, Sighting,
    bitmap::Bitmap,
    faint,
    finder::{self, Finder},
    locate::{Corner, Place, corners, corners_of_two, is_seen},
    modules::{Effort, Luma, fit, read},
    retouch::{doubled, halved, sharpened},
    surface::{GRIPS, Sheet, Surface},
};

/// A way of looking for finder patterns. Modules are always read from the picture itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Blocks,
    Mean {
        radius: usize,
        bias: i32,
    },
    Halved,
    Sharpened {
        radius: usize,
        strength: i32,
    },
    Doubled,
    /// No new patterns, but places of which two were seen.
    Pairs,
    /// No new patterns either, but places that are on no plane.
    Crumpled,
}

/// The first look, which most pictures need only, and those that follow it.
pub(crate) const FIRST: Look = Look::Blocks;
pub(crate) const OTHERS: [Look; 6] = [
    Look::Pairs,
    Look::Crumpled,
    Look::Mean { radius: 24, bias: 3 },
    Look::Doubled,
    Look::Halved,
    Look::Sharpened {
        radius: 2,
        strength: 2,
    },
];

/// So many new places are read in one look, and so many with all effort.
const MAX_READ: usize = 40;
const MAX_FULLY_READ: usize = 3;
/// What the dotted lines must say for a place to be worth all effort: chance alone says more once in a thousand.
const TIMING_WORTH_EFFORT: f32 = 0.4;

/// More patterns than this in one look are mostly chance, and each is looked at again.
const CROWD: usize = 16;

/// Of finder patterns and dotted lines on crumpled paper so much must be there, and so many places are followed.
const MIN_CRUMPLED_FINDERS: f32 = 0.6;
const MIN_CRUMPLED_TIMING: f32 = 0.6;
const MAX_CRUMPLED: usize = 6;
/// Version 10: beyond it nobody prints passes, and following takes its time.
const MAX_CRUMPLED_SIDE: usize = 57;

/// Faint patterns are looked for in the picture itself, in half of it and in a quarter.
const LARGEST_FAINT_SCALE: f32 = 4.0;

/// A place that nothing could be read from so far.
struct Unread {
    place: Place,
    finders: [usize; 3],
    is_hopeless: bool,
    /// Whether it is one of faint patterns, whose dotted lines say little by themselves.
    is_faint: bool,
}

/// What is known of one picture so far.
pub(crate) struct Search<'a> {
    frame: &'a GreyFrame,
    still_time: &'a dyn Fn() -> bool,
    finders: Vec<Finder>,
    unread: Vec<Unread>,
    /// The first reading of the first look is not hurried: on a machine that is busy elsewhere, too, a good picture is read.
    is_hurried: bool,
}

impl<'a> Search<'a> {
    pub(crate) fn new(frame: &'a GreyFrame, still_time: &'a dyn Fn() -> bool) -> Self {
        Self {
            frame,
            still_time,
            finders: Vec::new(),
            unread: Vec::new(),
            is_hurried: false,
        }
    }

    /// Whether patterns of a code were seen, though nothing could be read.
    pub(crate) fn is_promising(&self) -> bool {
        !self.unread.is_empty()
    }

    /// The last look, where the others showed no place: at what is too small, too faint or too blurred for lines across it.
    pub(crate) fn look_closely(&mut self) -> Vec<Sighting> {
        let luma = Luma::of(self.frame, true);
        let mut places = Vec::new();
        let (mut smaller, mut scale) = (Some(self.frame.clone()), 1.0);
        while let Some(frame) = smaller.filter(|_| scale <= LARGEST_FAINT_SCALE && self.still_time()) {
            let first = self.finders.len();
            let faint = faint::find(&frame).into_iter();
            self.finders.extend(faint.map(|finder| finder.scaled(scale)));
            places.extend(faint::places(&luma, &self.finders, first));
            scale *= 2.0;
            smaller = halved(&frame);
        }
        let before = self.unread.len();
        let found = self.read_all(places);
        self.unread[before..]
            .iter_mut()
            .for_each(|unread| unread.is_faint = true);
        found
    }

    /// The best of the places from which nothing could be read; for a picture in which nothing could.
    pub(crate) fn almost(&self) -> Option<Almost> {
        let speaks = |unread: &&Unread| unread.is_faint || unread.place.fit.timing >= TIMING_WORTH_EFFORT;
        let speaking = self.unread.iter().filter(speaks);
        let best = speaking.max_by(|one, other| one.place.fit.all.total_cmp(&other.place.fit.all));
        best.map(|unread| Almost::of(&unread.place, self.frame, self.finders[unread.finders[0]].dark))
            .or_else(|| Almost::of_one_side(&self.finders, self.frame))
    }

    fn still_time(&self) -> bool {
        !self.is_hurried || (self.still_time)()
    }

    /// All codes that this look and those before it together show.
    pub(crate) fn look(&mut self, look: Look) -> Vec<Sighting> {
        if look == Look::Crumpled {
            return self.look_for_crumpled();
        }
        let corners = if let Some((bitmap, scale, step)) = view(self.frame, look) {
            self.take_in(finder::find(&bitmap, step, look != FIRST), scale);
            corners(&self.finders, &bitmap, scale)
        } else {
            let frame = self.frame;
            corners_of_two(|dark| Luma::of(frame, dark), &mut self.finders)
        };
        let places = self.places(&corners);
        self.read_all(places)
    }

    fn take_in(&mut self, seen: Vec<Finder>, scale: f32) {
        let is_crowded = seen.len() > CROWD;
        for finder in seen.into_iter().map(|finder| finder.scaled(scale)) {
            if is_crowded && !is_seen(&Luma::of(self.frame, finder.dark), &finder) {
                continue;
            }
            let known = self
                .finders
                .iter_mut()
                .find(|known| known.dark == finder.dark && known.distance(&finder) < 1.5 * finder.module());
            match known {
                Some(known) if known.seen < finder.seen => *known = finder,
                Some(_) => {}
                None => self.finders.push(finder),
            }
        }
    }

    /// The places that finder and timing patterns speak for, the one nearest to the middle of the picture first.
    fn places(&self, corners: &[Corner]) -> Vec<(Place, [usize; 3])> {
        let mut places: Vec<(Place, [usize; 3])> = Vec::new();
        for corner in corners {
            if !self.still_time() {
                break;
            }
            let luma = Luma::of(self.frame, self.finders[corner.finders[0]].dark);
            let Some(place) = corner.place(&luma, &self.finders) else {
                continue;
            };
            let middle = place
                .plane
                .at(place.pattern.side as f32 / 2.0, place.pattern.side as f32 / 2.0);
            if self.is_known(&place) || !luma.contains(middle, 0.0) {
                continue;
            }
            let aligned = corner.aligned(&luma, &self.finders, &place);
            let place = match aligned {
                Some(aligned) if aligned.fit.all >= place.fit.all => aligned,
                Some(_) | None => place,
            };
            places.push((place, corner.finders));
        }
        places.sort_by_cached_key(|(place, finders)| (self.distance(place), *finders));
        places
    }

    fn read_all(&mut self, places: Vec<(Place, [usize; 3])>) -> Vec<Sighting> {
        let mut found: Vec<Sighting> = Vec::new();
        let mut used = vec![false; self.finders.len()];
        for (place, finders) in places.into_iter().take(MAX_READ) {
            if !self.still_time() {
                return found;
            }
            if finders.iter().any(|&i| used[i]) {
                continue;
            }
            match self.read(&place, finders, Effort::Light) {
                Some(sighting) => {
                    finders.iter().for_each(|&i| used[i] = true);
                    found.push(sighting);
                }
                None => self.unread.push(Unread {
                    place,
                    finders,
                    is_hopeless: place.fit.timing < TIMING_WORTH_EFFORT,
                    is_faint: false,
                }),
            }
        }
        self.is_hurried = true;
        // Whoever is nearer than what was read deserves the effort; further away nobody asks for it.
        let nearest = found
            .first()
            .map_or(i64::MAX, |sighting| sighting.distance_from(self.guide()));
        let is_worth_it = |unread: &Unread| {
            let fit = unread.place.fit;
            let is_alone = found.is_empty() || (fit.timing > 0.6 && fit.all > 0.7);
            !unread.is_hopeless && is_alone && self.distance(&unread.place) < nearest
        };
        let mut order: Vec<usize> = (0..self.unread.len())
            .filter(|&i| is_worth_it(&self.unread[i]))
            .collect();
        order.sort_by(|&one, &other| {
            self.unread[other]
                .place
                .fit
                .all
                .total_cmp(&self.unread[one].place.fit.all)
        });
        for i in order.into_iter().take(MAX_FULLY_READ) {
            if !self.still_time() {
                break;
            }
            let Unread { place, finders, .. } = self.unread[i];
            if finders.iter().any(|&finder| used[finder]) {
                continue;
            }
            self.unread[i].is_hopeless = true;
            let luma = Luma::of(self.frame, self.finders[finders[0]].dark);
            if let Some(sighting) = self.read(&place.climbed(&luma), finders, Effort::Full) {
                finders.iter().for_each(|&i| used[i] = true);
                found.push(sighting);
            }
        }
        found
    }

    fn read(&self, place: &Place, finders: [usize; 3], effort: Effort) -> Option<Sighting> {
        let luma = Luma::of(self.frame, self.finders[finders[0]].dark);
        let payload = read(&luma, |u, v| place.plane.at(u, v), place.pattern, effort)?;
        Some(Sighting {
            payload,
            corners: corners_of(place),
        })
    }

    /// Codes whose finder patterns are where they should be, and nothing between them is.
    fn look_for_crumpled(&self) -> Vec<Sighting> {
        if self.finders.len() < 3 {
            return Vec::new();
        }
        let bitmap = Bitmap::by_blocks(self.frame);
        let mut places: Vec<(Place, [usize; 3])> = Vec::new();
        for corner in corners(&self.finders, &bitmap, 1.0) {
            let luma = Luma::of(self.frame, self.finders[corner.finders[0]].dark);
            for (plane, pattern) in corner.planes(&self.finders) {
                if pattern.side > MAX_CRUMPLED_SIDE {
                    continue;
                }
                let fit = fit(&luma, |u, v| plane.at(u, v), pattern);
                if fit.finders < MIN_CRUMPLED_FINDERS {
                    continue;
                }
                let place = Place { plane, pattern, fit };
                let aligned = corner.aligned(&luma, &self.finders, &place);
                places.push((aligned.unwrap_or(place), corner.finders));
            }
            if !self.still_time() {
                break;
            }
        }
        places.sort_by(|(one, _), (other, _)| other.fit.all.total_cmp(&one.fit.all));
        let likely = places.iter().take(MAX_CRUMPLED);
        let found = likely
            .take_while(|_| self.still_time())
            .find_map(|(place, finders)| self.read_crumpled(place, *finders));
        found.into_iter().collect()
    }

    fn read_crumpled(&self, place: &Place, finders: [usize; 3]) -> Option<Sighting> {
        let luma = Luma::of(self.frame, self.finders[finders[0]].dark);
        let sheet = Sheet::new(&luma, &place.plane, place.pattern);
        let mut grips = GRIPS.iter().take_while(|_| self.still_time());
        let payload = grips.find_map(|grip| {
            let surface = Surface::follow(&sheet, grip);
            let at = |u: f32, v: f32| surface.at(u, v);
            let timing = fit(&luma, at, place.pattern).timing;
            let is_likely = timing >= MIN_CRUMPLED_TIMING;
            is_likely.then(|| read(&luma, at, place.pattern, Effort::Light))?
        });
        payload.map(|payload| Sighting {
            payload,
            corners: corners_of(place),
        })
    }

    /// Whether the same place was read in vain before.
    fn is_known(&self, place: &Place) -> bool {
        let side = place.pattern.side as f32;
        let corners = place.plane.corners(side);
        let module = (corners[0].0 - corners[2].0).hypot(corners[0].1 - corners[2].1) / (side * 1.414);
        self.unread.iter().any(|known| {
            let others = known.place.plane.corners(side);
            known.place.pattern.side == place.pattern.side
                && corners
                    .iter()
                    .zip(&others)
                    .all(|(one, other)| (one.0 - other.0).hypot(one.1 - other.1) < 0.3 * module)
        })
    }

    fn guide(&self) -> (i64, i64) {
        (
            i64::from(self.frame.width_px()),
            i64::from(self.frame.height_px()),
        )
    }

    fn distance(&self, place: &Place) -> i64 {
        distance(&corners_of(place), self.guide())
    }
}

fn corners_of(place: &Place) -> [(i32, i32); 4] {
    place
        .plane
        .corners(place.pattern.side as f32)
        .map(|(x, y)| (x.round() as i32, y.round() as i32))
}

/// Square of the distance of the middle of these corners from the middle of a frame of this size, in eighths of a pixel so that no
/// halves are lost.
pub(crate) fn distance(corners: &[(i32, i32); 4], (width, height): (i64, i64)) -> i64 {
    let sum =
        |pick: fn(&(i32, i32)) -> i32| -> i64 { corners.iter().map(|corner| i64::from(pick(corner))).sum() };
    let dx = 2 * sum(|corner| corner.0) - 4 * width;
    let dy = 2 * sum(|corner| corner.1) - 4 * height;
    dx.saturating_mul(dx).saturating_add(dy.saturating_mul(dy))
}

/// The picture in black and white, how many of its pixels one of that is, and which rows are looked at; `None` where the look needs
/// none.
fn view(frame: &GreyFrame, look: Look) -> Option<(Bitmap, f32, usize)> {
    Some(match look {
        Look::Blocks => (Bitmap::by_blocks(frame), 1.0, 2),
        Look::Mean { radius, bias } => (Bitmap::by_mean(frame, radius, bias), 1.0, 2),
        Look::Halved => (Bitmap::by_blocks(&halved(frame)?), 2.0, 1),
        Look::Sharpened { radius, strength } => {
            (Bitmap::by_blocks(&sharpened(frame, radius, strength)?), 1.0, 1)
        }
        Look::Doubled => (Bitmap::by_mean(&doubled(frame)?, 16, 1), 0.5, 2),
        Look::Pairs | Look::Crumpled => return None,
    })
}
