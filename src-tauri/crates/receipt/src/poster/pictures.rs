//! The three pictures of a door poster: hold the code up, look at the screen, and once more on the way out. Drawn here, from
//! corners and circles, so that they belong to nobody else.

use super::list::{Item, Pen, Tone};

/// A picture that says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Picture {
    /// A pass before a camera.
    Show,
    /// A screen with a tick.
    Wait,
    /// A pass, and a way out of a door.
    Again,
}

/// Sides of the square in which they are drawn.
const SIDE: f32 = 100.0;

impl Picture {
    /// Draws it in a square of `side_mm` whose upper left corner is here.
    pub(super) fn draw(self, left_mm: f32, top_mm: f32, side_mm: f32) -> Vec<Item> {
        let pad = Pad {
            left_mm,
            top_mm,
            mm: side_mm / SIDE,
        };
        match self {
            Self::Show => [pad.pass(2.0, 22.0), pad.arrow(45.0, 50.0), pad.camera(66.0, 31.0)].concat(),
            Self::Wait => pad.screen(),
            Self::Again => [pad.pass(2.0, 22.0), pad.way_out()].concat(),
        }
    }
}

/// Where a picture is drawn.
struct Pad {
    left_mm: f32,
    top_mm: f32,
    mm: f32,
}

impl Pad {
    fn rounded(&self, tone: Tone, [left, top, width, height]: [f32; 4], radius: f32) -> Item {
        Pen::new(tone)
            .rounded(
                self.x(left),
                self.y(top),
                width * self.mm,
                height * self.mm,
                radius * self.mm,
            )
            .shape()
    }

    fn block(&self, tone: Tone, [left, top, width, height]: [f32; 4]) -> Item {
        Pen::new(tone)
            .rectangle(self.x(left), self.y(top), width * self.mm, height * self.mm)
            .shape()
    }

    fn circle(&self, tone: Tone, x: f32, y: f32, radius: f32) -> Item {
        Pen::new(tone)
            .circle(self.x(x), self.y(y), radius * self.mm)
            .shape()
    }

    fn corners(&self, tone: Tone, corners: &[(f32, f32)]) -> Item {
        let corners: Vec<(f32, f32)> = corners.iter().map(|(x, y)| (self.x(*x), self.y(*y))).collect();
        Pen::new(tone).corners(&corners).shape()
    }

    /// A card of 38 × 56 with the three eyes of a code.
    fn pass(&self, left: f32, top: f32) -> Vec<Item> {
        let mut items = vec![
            self.rounded(Tone::Black, [left, top, 38.0, 56.0], 5.0),
            self.rounded(Tone::White, [left + 3.0, top + 3.0, 32.0, 50.0], 3.0),
        ];
        for (x, y) in [(7.0, 8.0), (21.0, 8.0), (7.0, 22.0)] {
            let (x, y) = (left + x, top + y);
            items.push(self.block(Tone::Black, [x, y, 10.0, 10.0]));
            items.push(self.block(Tone::White, [x + 2.5, y + 2.5, 5.0, 5.0]));
        }
        for (x, y) in [
            (21.0, 22.0),
            (27.0, 22.0),
            (24.0, 25.0),
            (21.0, 28.0),
            (28.0, 29.0),
        ] {
            items.push(self.block(Tone::Black, [left + x, top + y, 3.5, 3.5]));
        }
        items.push(self.block(Tone::Black, [left + 7.0, top + 39.0, 24.0, 3.0]));
        items.push(self.block(Tone::Black, [left + 7.0, top + 45.0, 16.0, 3.0]));
        items
    }

    /// An arrow of 17 to the right, of which this is the end.
    fn arrow(&self, left: f32, middle: f32) -> Vec<Item> {
        vec![self.corners(
            Tone::Black,
            &[
                (left, middle - 3.0),
                (left + 8.0, middle - 3.0),
                (left + 8.0, middle - 9.0),
                (left + 17.0, middle),
                (left + 8.0, middle + 9.0),
                (left + 8.0, middle + 3.0),
                (left, middle + 3.0),
            ],
        )]
    }

    /// A camera of 32 × 38.
    fn camera(&self, left: f32, top: f32) -> Vec<Item> {
        let (x, y) = (left + 16.0, top + 19.0);
        vec![
            self.rounded(Tone::Black, [left, top, 32.0, 38.0], 6.0),
            self.circle(Tone::White, x, y, 12.0),
            self.circle(Tone::Black, x, y, 9.0),
            self.circle(Tone::White, x - 3.0, y - 3.0, 2.5),
        ]
    }

    fn screen(&self) -> Vec<Item> {
        vec![
            self.rounded(Tone::Black, [8.0, 14.0, 84.0, 58.0], 6.0),
            self.rounded(Tone::White, [13.0, 19.0, 74.0, 48.0], 3.0),
            self.corners(
                Tone::Black,
                &[
                    (31.0, 43.0),
                    (36.0, 37.5),
                    (46.0, 46.5),
                    (65.0, 26.5),
                    (70.5, 32.0),
                    (46.5, 57.5),
                ],
            ),
            self.block(Tone::Black, [45.0, 72.0, 10.0, 10.0]),
            self.rounded(Tone::Black, [30.0, 80.0, 40.0, 6.0], 2.0),
        ]
    }

    /// A door frame with an arrow that leads through it.
    fn way_out(&self) -> Vec<Item> {
        let mut items = vec![
            self.block(Tone::Black, [50.0, 12.0, 38.0, 76.0]),
            self.block(Tone::White, [55.0, 17.0, 28.0, 71.0]),
        ];
        items.push(self.corners(
            Tone::Black,
            &[
                (60.0, 46.0),
                (80.0, 46.0),
                (80.0, 37.0),
                (99.0, 50.0),
                (80.0, 63.0),
                (80.0, 54.0),
                (60.0, 54.0),
            ],
        ));
        items
    }

    fn x(&self, x: f32) -> f32 {
        self.left_mm + x * self.mm
    }

    fn y(&self, y: f32) -> f32 {
        self.top_mm + y * self.mm
    }
}
