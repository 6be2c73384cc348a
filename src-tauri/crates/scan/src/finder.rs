//! The three nested squares at a code's corners (ISO/IEC 18004, 6.3.3): found by the lengths of what a line through one crosses.

use crate::bitmap::Bitmap;

/// More are not looked for, and of those found so many are kept, nearest to the middle: a picture built from finder patterns must not
/// hold the scanner up.
const MAX_FOUND: usize = 900;
const MAX_FINDERS: usize = 160;
/// More than so many are not believed at once.
const MANY: usize = 16;

/// One finder pattern, in pixels of the bitmap.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Finder {
    /// Its middle.
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// Width of a module along the rows and along the columns.
    pub(crate) across: f32,
    pub(crate) down: f32,
    /// In how many rows it was seen.
    pub(crate) seen: u32,
    /// Whether its ink is the dark colour; not so where a screen shows light on dark.
    pub(crate) dark: bool,
}

impl Finder {
    /// Width of a module, direction left aside.
    pub(crate) fn module(&self) -> f32 {
        (self.across * self.down).sqrt()
    }

    pub(crate) fn distance(&self, other: &Finder) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// Whether a row that crosses a pattern of this colour here crosses this one.
    fn is_crossed(&self, x: f32, y: f32, dark: bool) -> bool {
        let is_near = (self.x - x).abs() < 2.0 * self.across && (self.y - y).abs() < 2.5 * self.down;
        is_near && self.dark == dark
    }

    fn is_same(&self, other: &Finder) -> bool {
        self.dark == other.dark && self.distance(other) < 2.0 * self.module()
    }

    /// The same pattern in a picture so many times as large.
    pub(crate) fn scaled(self, factor: f32) -> Self {
        Self {
            // The middle of a pixel, not its corner, is where the factor leaves it.
            x: self.x * factor,
            y: self.y * factor,
            across: self.across * factor,
            down: self.down * factor,
            ..self
        }
    }
}

/// All finder patterns of both colours, looking at every `step`th row; also scratched ones if those are wanted, which takes longer and
/// finds more that is none.
pub(crate) fn find(bitmap: &Bitmap, step: usize, scratched_too: bool) -> Vec<Finder> {
    let mut found: Vec<Finder> = Vec::new();
    // Those that the rows may still cross.
    let mut open: Vec<usize> = Vec::new();
    let mut edges: Vec<u32> = Vec::with_capacity(bitmap.width());
    for y in (step / 2..bitmap.height()).step_by(step) {
        let row = bitmap.row(y);
        open.retain(|&i| y as f32 + 0.5 - found[i].y < 2.5 * found[i].down);
        edges.clear();
        push_edges(&mut edges, row);
        for (i, six) in edges.windows(6).enumerate() {
            let Some(module) = ratio(&[six[0], six[1], six[2], six[3], six[4], six[5]]) else {
                continue;
            };
            // Runs take turns: the first one of the row has the colour of its first pixel.
            let dark = (row[0] == 1) == (i % 2 == 0);
            let x = (six[2] + six[3]) as f32 / 2.0;
            let beside: &[f32] = if scratched_too && module >= 3.0 {
                &[0.0, -0.8, 0.8]
            } else {
                &[0.0]
            };
            let known = open
                .iter()
                .rev()
                .find(|&&i| found[i].is_crossed(x, y as f32 + 0.5, dark));
            if let Some(&known) = known {
                found[known].seen += 1;
            } else if found.len() < MAX_FOUND
                && let Some(finder) = confirm(bitmap, (x, y as f32 + 0.5), (module, dark), beside)
                && !found.iter().any(|known| known.is_same(&finder))
            {
                open.push(found.len());
                found.push(finder);
            }
        }
        if found.len() >= MAX_FOUND {
            break;
        }
    }
    if found.len() > MANY {
        // Among much data some of it stands like a finder pattern in a single row; a real one does in all that cross its middle.
        found.retain(|finder| finder.seen as f32 * step as f32 >= 0.9 * finder.down);
    }
    if found.len() > MAX_FINDERS {
        let (x, y) = (bitmap.width() as f32 / 2.0, bitmap.height() as f32 / 2.0);
        found.sort_by(|one, other| {
            let away = |finder: &Finder| (finder.x - x).hypot(finder.y - y);
            away(one).total_cmp(&away(other))
        });
        found.truncate(MAX_FINDERS);
    }
    found
}

/// Where the colour changes, the row's own ends included.
fn push_edges(edges: &mut Vec<u32>, row: &[u8]) {
    edges.push(0);
    let mut x = 1;
    while x < row.len() {
        // Eight pixels at a time where nothing changes, which is nearly everywhere.
        if let (Some(here), Some(before)) = (row[x..].first_chunk::<8>(), row[x - 1..].first_chunk::<8>()) {
            let changed = u64::from_le_bytes(*here) ^ u64::from_le_bytes(*before);
            let mut left = changed;
            while left != 0 {
                edges.push((x + left.trailing_zeros() as usize / 8) as u32);
                left &= left - 1;
            }
            x += 8;
        } else {
            if row[x] != row[x - 1] {
                edges.push(x as u32);
            }
            x += 1;
        }
    }
    edges.push(row.len() as u32);
}

/// The width of a module if these edges stand as those of a finder pattern do: runs of 1, 1, 3, 1 and 1 modules.
///
/// Blur and a threshold that is not in the middle make ink wider at the cost of paper or the other way round; from an edge to the
/// next one of the same kind it makes no difference, so those distances are compared.
fn ratio(edges: &[u32; 6]) -> Option<f32> {
    let distance = |from: usize, to: usize| (edges[to] - edges[from]) as f32;
    let middle = distance(2, 3);
    let rings = [distance(0, 1), distance(1, 2), distance(3, 4), distance(4, 5)];
    let twos = [distance(0, 2), distance(3, 5)];
    let fours = [distance(1, 3), distance(2, 4)];
    let module = (twos[0] + twos[1] + fours[0] + fours[1]) / 12.0;
    let fits = twos
        .iter()
        .all(|two| (two - 2.0 * module).abs() <= 0.6 * module + 0.6)
        && fours
            .iter()
            .all(|four| (four - 4.0 * module).abs() <= 0.9 * module + 0.8)
        && rings
            .iter()
            .all(|&ring| ring < middle && ring <= 2.2 * module + 0.6)
        && middle <= 4.2 * module + 1.0;
    fits.then_some(module)
}

/// Looks at a supposed pattern along its column, again along its row, and along both diagonals.
///
/// A scratch may run through the middle: column and row are tried so many modules beside it as well.
fn confirm(
    bitmap: &Bitmap,
    (x, y): (f32, f32),
    (module, dark): (f32, bool),
    beside: &[f32],
) -> Option<Finder> {
    let column = |x: f32, y: f32, module: f32| {
        let (shift, down) = cross(bitmap, x, y, (0, 1), dark, module * 4.0)?;
        Some((y + shift, down))
    };
    let (y, down) = beside
        .iter()
        .find_map(|beside| column(x + beside * module, y, module))?;
    let row = |y: f32| {
        let (shift, across) = cross(bitmap, x, y, (1, 0), dark, module * 2.0)?;
        Some((x + shift, across))
    };
    let (x, across) = beside.iter().find_map(|beside| row(y + beside * down))?;
    let (y, down) = column(x, y, down / 2.0).unwrap_or((y, down));
    let longer = down.max(across);
    let diagonal = |direction| cross(bitmap, x, y, direction, dark, longer * 1.6).is_some();
    (diagonal((1, 1)) || diagonal((1, -1))).then_some(Finder {
        x,
        y,
        across,
        down,
        seen: 1,
        dark,
    })
}

/// Goes through (x, y) in both directions to the pattern's outer edges.
///
/// Returns how many steps on the middle is, and the width of a module in steps; `None` if this is no finder pattern.
fn cross(
    bitmap: &Bitmap,
    x: f32,
    y: f32,
    direction: (i32, i32),
    dark: bool,
    max_module: f32,
) -> Option<(f32, f32)> {
    let (start_x, start_y) = (x.floor() as i32, y.floor() as i32);
    let ink = u8::from(dark);
    let limit = (max_module * 5.0) as i32 + 3;
    // Steps to the end of the middle, of the light ring, of the dark ring.
    let walk = |sign: i32| -> Option<[i32; 3]> {
        let mut ends = [0; 3];
        let mut step = 0;
        for (ring, end) in ends.iter_mut().enumerate() {
            let colour = if ring == 1 { 1 - ink } else { ink };
            loop {
                let pixel = bitmap.at(
                    start_x + sign * step * direction.0,
                    start_y + sign * step * direction.1,
                );
                match pixel {
                    Some(pixel) if pixel == colour => step += 1,
                    Some(_) => break,
                    None if ring == 2 => break,
                    None => return None,
                }
                if step > limit {
                    return None;
                }
            }
            *end = step;
        }
        Some(ends)
    };
    let (forth, back) = (walk(1)?, walk(-1)?);
    if forth[0] == 0 {
        return None;
    }
    // The pixel in the middle is counted by both.
    let at = |step: i32| (step + limit) as u32;
    let edges = [
        at(1 - back[2]),
        at(1 - back[1]),
        at(1 - back[0]),
        at(forth[0]),
        at(forth[1]),
        at(forth[2]),
    ];
    let module = ratio(&edges)?;
    if module > max_module {
        return None;
    }
    // The middle is where the three pairs of edges agree; from the pixel's own middle.
    let middle = (forth[0] + forth[1] + forth[2] - back[0] - back[1] - back[2] + 3) as f32 / 6.0;
    let inside = match direction {
        (1, _) => x - x.floor(),
        _ => y - y.floor(),
    };
    Some((middle - inside, module))
}
