//! A stream of pictures: the first look at each, the others in turn.

use crate::{
    GreyFrame, ScanError, Sighting,
    decode::{Looks, nearest_first},
    search::{FIRST, OTHERS},
};

/// Reads the pictures of a camera, of which the next one comes soon.
///
/// Each picture gets the first look, which reads most codes, and one of the others, every time the next; when there is something in
/// the picture that stands as a code does, all others, for as long as there is time. An empty room costs two looks a picture.
#[derive(Debug, Default)]
pub struct Cascade {
    next: usize,
}

impl Cascade {
    /// One that has seen nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the codes of the next picture as [`decode`](crate::decode()) does, for as long as `still_time` says so.
    ///
    /// # Errors
    /// As [`decode_while`](crate::decode_while()).
    pub fn decode(
        &mut self,
        frame: &GreyFrame,
        still_time: &dyn Fn() -> bool,
    ) -> Result<Vec<Sighting>, ScanError> {
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
                return Ok(nearest_first(frame, found));
            }
        }
        looks.nothing()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawn::frame_with;

    #[test]
    fn a_code_in_sight_is_read_in_every_picture() {
        let frame = frame_with(640, 400, &[(b"near", 260, 150), (b"far", 20, 20)]);
        let mut cascade = Cascade::new();
        for _ in 0..2 * OTHERS.len() {
            let seen = cascade.decode(&frame, &|| true).unwrap();
            let payloads: Vec<_> = seen.iter().map(|sighting| sighting.payload.as_slice()).collect();
            assert_eq!(payloads, [&b"near"[..], b"far"]);
        }
    }

    #[test]
    fn an_empty_picture_gets_the_first_look_and_the_next_of_the_others() {
        let empty = frame_with(200, 200, &[]);
        let mut cascade = Cascade::new();
        for turn in 0..2 * OTHERS.len() {
            assert_eq!(cascade.next, turn % OTHERS.len());
            assert_eq!(cascade.decode(&empty, &|| true), Ok(Vec::new()));
        }
    }
}
