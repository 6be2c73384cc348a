//! A stream of pictures: the first look at each, the others in turn.

use crate::{
    GreyFrame, ScanError, Seen,
    decode::Looks,
    search::{FIRST, OTHERS},
    still::Tiles,
};

/// Reads the pictures of a camera, of which the next one comes soon.
///
/// Each picture gets the first look, which reads most codes, and one of the others, every time the next; when there is something in
/// the picture that stands as a code does, all others, for as long as there is time. An empty room costs two looks a picture, and a
/// close one at every eighth; where that shows something, the next pictures get it too. Where nothing has moved for a while and nothing
/// was read, only every fourth picture is looked at, until something moves.
#[derive(Debug, Default)]
pub struct Cascade {
    next: usize,
    /// So many pictures until one is looked at closely.
    close_in: usize,
    /// The picture that was looked at last, and what was seen in it; none where a code was read.
    last: Option<(Tiles, Seen)>,
    /// Since so many pictures nothing has moved.
    still: usize,
}

/// Twice a second at fifteen pictures; at every third it took half of a core to watch an empty room.
const CLOSE_EVERY: usize = 8;

/// Two seconds at fifteen pictures: each look has had its turn several times.
const REST_AFTER: usize = 30;
/// Of the pictures of a place that is at rest. A lens that is slow to find its focus is no movement.
const REST_EVERY: usize = 4;

impl Cascade {
    /// One that has seen nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the codes of the next picture as [`decode`](crate::decode()) does, for as long as `still_time` says so, and tells what
    /// almost was one where none was read.
    ///
    /// # Errors
    /// As [`decode_while`](crate::decode_while()).
    pub fn decode(&mut self, frame: &GreyFrame, still_time: &dyn Fn() -> bool) -> Result<Seen, ScanError> {
        let tiles = Tiles::of(frame);
        let known = self.last.as_ref().filter(|(then, _)| tiles.are_as(then));
        self.still = known.map_or(0, |_| self.still + 1);
        let rests = self.still > REST_AFTER && !self.still.is_multiple_of(REST_EVERY);
        if let Some((_, seen)) = known.filter(|_| rests) {
            return Ok(seen.clone());
        }
        let seen = self.look(frame, still_time)?;
        self.last = seen.codes.is_empty().then(|| (tiles, seen.clone()));
        Ok(seen)
    }

    fn look(&mut self, frame: &GreyFrame, still_time: &dyn Fn() -> bool) -> Result<Seen, ScanError> {
        let mut looks = Looks::at(frame, still_time);
        let begin = self.next;
        let others = (0..OTHERS.len()).map(|i| OTHERS[(begin + i) % OTHERS.len()]);
        self.next = (self.next + 1) % OTHERS.len();
        for (turn, look) in std::iter::once(FIRST).chain(others).enumerate() {
            let is_worth_it = turn < 2 || looks.is_promising();
            if turn > 0 && !(is_worth_it && still_time()) {
                break;
            }
            let found = looks.take(look);
            if !found.is_empty() {
                return Ok(Seen::codes(frame, found));
            }
        }
        if self.close_in > 0 || !still_time() {
            self.close_in = self.close_in.saturating_sub(1);
            return looks.nothing();
        }
        let seen = looks.nothing_but_faint(frame);
        let shows_nothing = matches!(&seen, Ok(seen) if *seen == Seen::default());
        self.close_in = if shows_nothing { CLOSE_EVERY - 1 } else { 0 };
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawn::{Held, frame_held, frame_with, held_at};

    #[test]
    fn a_code_in_sight_is_read_in_every_picture() {
        let frame = frame_with(640, 400, &[(b"near", 260, 150), (b"far", 20, 20)]);
        let mut cascade = Cascade::new();
        for _ in 0..2 * REST_AFTER {
            let seen = cascade.decode(&frame, &|| true).unwrap();
            let payloads: Vec<_> = seen
                .codes
                .iter()
                .map(|sighting| sighting.payload.as_slice())
                .collect();
            assert_eq!(payloads, [&b"near"[..], b"far"]);
        }
    }

    #[test]
    fn an_empty_picture_gets_the_first_look_and_the_next_of_the_others() {
        let empty = frame_with(200, 200, &[]);
        let mut cascade = Cascade::new();
        for turn in 0..2 * OTHERS.len() {
            assert_eq!(cascade.next, turn % OTHERS.len());
            assert_eq!(cascade.decode(&empty, &|| true), Ok(Seen::default()));
        }
    }

    #[test]
    fn where_nothing_moves_every_fourth_picture_is_looked_at_until_something_does() {
        let empty = frame_with(640, 400, &[]);
        let mut cascade = Cascade::new();
        let looks = |cascade: &mut Cascade, pictures: usize| {
            let look = |_: &usize| {
                let before = cascade.next;
                cascade.decode(&empty, &|| true).unwrap();
                cascade.next != before
            };
            (0..pictures).filter(look).count()
        };
        assert_eq!(looks(&mut cascade, REST_AFTER + 1), REST_AFTER + 1);
        assert_eq!(looks(&mut cascade, 10 * REST_EVERY), 10);
        let shown = frame_with(640, 400, &[(b"shown", 260, 150)]);
        assert_eq!(cascade.decode(&shown, &|| true).unwrap().codes.len(), 1);
        assert_eq!(looks(&mut cascade, REST_AFTER + 1), REST_AFTER + 1);
    }

    #[test]
    fn a_code_that_is_too_far_away_is_noticed_soon_and_then_in_every_picture() {
        let (payload, size) = (&b"EINLASS/0123456789/ABCDEFGHIJKLM"[..], (640, 480));
        let held = held_at(payload, size, 1.4);
        let far = frame_held(payload, size, &Held { blur_px: 0.8, ..held });
        let empty = frame_with(640, 480, &[]);
        let mut cascade = Cascade::new();
        for _ in 0..4 {
            cascade.decode(&empty, &|| true).unwrap();
        }
        // Also when it lies there so long that not every picture is looked at any more.
        let noticed: Vec<bool> = (0..2 * REST_AFTER)
            .map(|_| cascade.decode(&far, &|| true).unwrap().almost.is_some())
            .collect();
        let first = noticed.iter().position(|&is_noticed| is_noticed).unwrap();
        assert!(first < CLOSE_EVERY, "{noticed:?}");
        assert!(
            noticed[first..].iter().all(|&is_noticed| is_noticed),
            "{noticed:?}"
        );
    }
}
