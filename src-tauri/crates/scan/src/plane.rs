//! Where the modules of a code lie in the picture: a plane seen through a pinhole.

/// A point of the picture, in pixels.
pub(crate) type Point = (f32, f32);

/// Maps module coordinates, (0, 0) being the code's top left corner and (side, side) its bottom right, to pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plane {
    /// Row by row; the last one is 1.
    m: [f32; 9],
    /// How far, in pixels, the middle lies beside where a plane's would: by bending along the columns, and along the rows.
    bulge: [Point; 2],
    /// Modules of a side; what bends is 0 there and at 0.
    side: f32,
}

impl Plane {
    /// The plane in which the corners of a square of `side` modules lie at these points: top left, top right, bottom right,
    /// bottom left (Heckbert 1989, 2.2.3). `None` when they do not span one.
    pub(crate) fn of_corners(side: f32, corners: &[Point; 4]) -> Option<Self> {
        let [(x0, y0), (x1, y1), (x2, y2), (x3, y3)] = *corners;
        let (dx1, dy1) = (x1 - x2, y1 - y2);
        let (dx2, dy2) = (x3 - x2, y3 - y2);
        let (sx, sy) = (x0 - x1 + x2 - x3, y0 - y1 + y2 - y3);
        let area = dx1 * dy2 - dx2 * dy1;
        if area.abs() < 1e-3 {
            return None;
        }
        let g = (sx * dy2 - dx2 * sy) / area;
        let h = (dx1 * sy - sx * dy1) / area;
        // Behind the camera there is nothing to see.
        if 1.0 + g <= 0.05 || 1.0 + h <= 0.05 || 1.0 + g + h <= 0.05 {
            return None;
        }
        Some(Self {
            bulge: [(0.0, 0.0); 2],
            side,
            m: [
                (x1 - x0 + g * x1) / side,
                (x3 - x0 + h * x3) / side,
                x0,
                (y1 - y0 + g * y1) / side,
                (y3 - y0 + h * y3) / side,
                y0,
                g / side,
                h / side,
                1.0,
            ],
        })
    }

    /// The plane that takes four points of the code to four points of the picture; neither four may hold three in a line.
    pub(crate) fn through(side: f32, modules: &[Point; 4], pixels: &[Point; 4]) -> Option<Self> {
        let from = Self::of_corners(1.0, modules)?;
        let to = Self::of_corners(1.0, pixels)?;
        let inverse = adjugate(&from.m);
        let m = product(&to.m, &inverse);
        let scale = m[8];
        if scale.abs() < 1e-9 {
            return None;
        }
        Some(Self {
            m: m.map(|value| value / scale),
            bulge: [(0.0, 0.0); 2],
            side,
        })
    }

    pub(crate) fn at(&self, u: f32, v: f32) -> Point {
        let m = &self.m;
        let w = 1.0 / (m[6] * u + m[7] * v + m[8]);
        let (s, t) = (u / self.side, v / self.side);
        let (along, down) = (4.0 * s * (1.0 - s), 4.0 * t * (1.0 - t));
        let [a, b] = self.bulge;
        (
            (m[0] * u + m[1] * v + m[2]) * w + a.0 * along + b.0 * down,
            (m[3] * u + m[4] * v + m[5]) * w + a.1 * along + b.1 * down,
        )
    }

    /// The same corners, bent so far between them.
    pub(crate) fn bent(self, bulge: [Point; 2]) -> Self {
        Self { bulge, ..self }
    }

    /// The corners of a square of `side` modules.
    pub(crate) fn corners(&self, side: f32) -> [Point; 4] {
        [
            self.at(0.0, 0.0),
            self.at(side, 0.0),
            self.at(side, side),
            self.at(0.0, side),
        ]
    }
}

fn adjugate(m: &[f32; 9]) -> [f32; 9] {
    let [a, b, c, d, e, f, g, h, i] = *m;
    [
        e * i - f * h,
        c * h - b * i,
        b * f - c * e,
        f * g - d * i,
        a * i - c * g,
        c * d - a * f,
        d * h - e * g,
        b * g - a * h,
        a * e - b * d,
    ]
}

fn product(a: &[f32; 9], b: &[f32; 9]) -> [f32; 9] {
    std::array::from_fn(|i| (0..3).map(|k| a[i / 3 * 3 + k] * b[k * 3 + i % 3]).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: Point, b: Point) -> bool {
        (a.0 - b.0).abs() < 0.05 && (a.1 - b.1).abs() < 0.05
    }

    #[test]
    fn a_plane_passes_through_its_corners() {
        let corners = [(100.0, 80.0), (300.0, 120.0), (280.0, 330.0), (90.0, 260.0)];
        let plane = Plane::of_corners(41.0, &corners).unwrap();
        for (got, wanted) in plane.corners(41.0).into_iter().zip(corners) {
            assert!(near(got, wanted), "{got:?} {wanted:?}");
        }
    }

    #[test]
    fn a_plane_passes_through_any_four_points_of_it() {
        let corners = [(100.0, 80.0), (300.0, 120.0), (280.0, 330.0), (90.0, 260.0)];
        let plane = Plane::of_corners(41.0, &corners).unwrap();
        let modules = [(3.5, 3.5), (37.5, 3.5), (34.5, 34.5), (3.5, 37.5)];
        let again = Plane::through(41.0, &modules, &modules.map(|(u, v)| plane.at(u, v))).unwrap();
        for (u, v) in [(0.0, 0.0), (41.0, 0.0), (20.0, 30.0), (41.0, 41.0)] {
            assert!(near(again.at(u, v), plane.at(u, v)));
        }
    }

    #[test]
    fn points_in_a_line_span_no_plane() {
        assert!(Plane::of_corners(21.0, &[(0.0, 0.0), (10.0, 0.0), (20.0, 0.0), (30.0, 0.0)]).is_none());
    }
}
