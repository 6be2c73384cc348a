//! The codes in one picture.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{
    GreyFrame, ScanError, Seen,
    search::{FIRST, Look, OTHERS, Search, distance},
};

/// One code seen in a frame.
#[derive(Clone, PartialEq, Eq)]
pub struct Sighting {
    /// The bytes exactly as they stand in the code; not necessarily text.
    pub payload: Vec<u8>,
    /// The code's corners in pixels of the frame as (x, y): top left, top right, bottom right and bottom left of the code.
    pub corners: [(i32, i32); 4],
}

/// Leaves the payload out: a pass carries a secret.
impl std::fmt::Debug for Sighting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sighting({} bytes at {:?})", self.payload.len(), self.corners)
    }
}

/// Reads all QR codes (ISO/IEC 18004, model 2) of a frame, dark on light or light on dark, the one nearest to the frame's centre
/// first; a payload that is there twice is returned once.
///
/// Every look there is is tried until one shows a code: for a single picture, of which no second one comes.
///
/// # Errors
/// As [`decode_while`].
pub fn decode(frame: &GreyFrame) -> Result<Vec<Sighting>, ScanError> {
    decode_while(frame, &|| true)
}

/// As [`decode`], for as long as `still_time` says so. It is asked every few milliseconds, but not before the first look has read
/// what is easily read.
///
/// # Errors
/// [`ScanError::DecoderPanicked`] when nothing was read and the decoder panicked on the way. The panic goes through the process's
/// panic hook first; a quiet hook is the binary's business.
pub fn decode_while(frame: &GreyFrame, still_time: &dyn Fn() -> bool) -> Result<Vec<Sighting>, ScanError> {
    see_while(frame, still_time).map(|seen| seen.codes)
}

/// As [`decode_while`], with what almost was a code where none was read.
///
/// # Errors
/// As [`decode_while`].
pub fn see_while(frame: &GreyFrame, still_time: &dyn Fn() -> bool) -> Result<Seen, ScanError> {
    let mut looks = Looks::at(frame, still_time);
    for (turn, look) in std::iter::once(FIRST).chain(OTHERS).enumerate() {
        if turn > 0 && !still_time() {
            return looks.nothing();
        }
        let found = looks.take(look);
        if !found.is_empty() {
            return Ok(Seen::codes(frame, found));
        }
    }
    looks.nothing_but_faint(frame)
}

/// Looks at one picture, one after the other; a panic costs one look.
pub(crate) struct Looks<'a> {
    search: Search<'a>,
    panicked: Option<ScanError>,
}

impl<'a> Looks<'a> {
    pub(crate) fn at(frame: &'a GreyFrame, still_time: &'a dyn Fn() -> bool) -> Self {
        Self {
            search: Search::new(frame, still_time),
            panicked: None,
        }
    }

    pub(crate) fn take(&mut self, look: Look) -> Vec<Sighting> {
        self.contained(|search| search.look(look))
    }

    fn contained(&mut self, look: impl FnOnce(&mut Search<'a>) -> Vec<Sighting>) -> Vec<Sighting> {
        contained(|| look(&mut self.search)).unwrap_or_else(|error| {
            self.panicked = Some(error);
            Vec::new()
        })
    }

    /// Whether something stands in the picture as the patterns of a code do.
    pub(crate) fn is_promising(&self) -> bool {
        self.search.is_promising()
    }

    /// Looks closely where no place was seen, and says what that shows.
    pub(crate) fn nothing_but_faint(mut self, frame: &GreyFrame) -> Result<Seen, ScanError> {
        if self.search.almost().is_none() {
            let found = self.contained(Search::look_closely);
            if !found.is_empty() {
                return Ok(Seen::codes(frame, found));
            }
        }
        self.nothing()
    }

    /// What there is to say when no look showed a code.
    pub(crate) fn nothing(self) -> Result<Seen, ScanError> {
        let almost = self.search.almost();
        let codes = Vec::new();
        self.panicked.map_or(Ok(Seen { codes, almost }), Err)
    }
}

impl Seen {
    pub(crate) fn codes(frame: &GreyFrame, found: Vec<Sighting>) -> Self {
        Self {
            codes: nearest_first(frame, found),
            almost: None,
        }
    }
}

fn contained<T>(read: impl FnOnce() -> T) -> Result<T, ScanError> {
    // Unwind safe: what a look has half noted is looked at again by the next one, and nothing else sees it.
    catch_unwind(AssertUnwindSafe(read)).map_err(|panic| ScanError::DecoderPanicked {
        why: panic_message(panic.as_ref()),
    })
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned())
}

fn nearest_first(frame: &GreyFrame, mut found: Vec<Sighting>) -> Vec<Sighting> {
    let guide = (i64::from(frame.width_px()), i64::from(frame.height_px()));
    found.sort_by_cached_key(|sighting| (sighting.distance_from(guide), sighting.payload.clone()));
    let mut distinct: Vec<Sighting> = Vec::with_capacity(found.len());
    for sighting in found {
        if distinct.iter().all(|known| known.payload != sighting.payload) {
            distinct.push(sighting);
        }
    }
    distinct
}

impl Sighting {
    pub(crate) fn distance_from(&self, guide: (i64, i64)) -> i64 {
        distance(&self.corners, guide)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawn::{MODULE_PX, finder_patterns, frame_of, frame_with, noise};
    use proptest::prelude::*;
    use std::cell::Cell;

    fn payloads(frame: &GreyFrame) -> Vec<Vec<u8>> {
        decode(frame)
            .unwrap()
            .into_iter()
            .map(|sighting| sighting.payload)
            .collect()
    }

    #[test]
    fn a_code_is_read_where_it_stands() {
        let sightings = decode(&frame_with(400, 300, &[(b"EINLASS TEST", 150, 100)])).unwrap();
        assert_eq!(sightings.len(), 1);
        assert_eq!(sightings[0].payload, b"EINLASS TEST");
        let (x, y) = sightings[0].corners[0];
        assert!((x - 150).abs() <= 4 && (y - 100).abs() <= 4, "corner at {x}, {y}");
    }

    #[test]
    fn the_bytes_of_a_code_need_not_be_text() {
        let bytes = [0u8, 0xff, 0xfe, 0x80, b'\n', 0, 0xc3, 0x28];
        assert_eq!(payloads(&frame_with(300, 300, &[(&bytes, 80, 80)])), [bytes]);
    }

    #[test]
    fn the_code_nearest_to_the_centre_comes_first() {
        for (first, second) in [(&b"left"[..], &b"right"[..]), (b"right", b"left")] {
            let frame = frame_with(600, 300, &[(first, 250, 100), (second, 480, 100)]);
            assert_eq!(payloads(&frame), [first, second]);
        }
    }

    #[test]
    fn a_payload_printed_twice_is_one_sighting() {
        let frame = frame_with(600, 300, &[(b"twin", 60, 100), (b"twin", 400, 100)]);
        assert_eq!(payloads(&frame), [b"twin"]);
    }

    #[test]
    fn no_code_is_no_error() {
        assert_eq!(payloads(&frame_with(200, 100, &[])), Vec::<Vec<u8>>::new());
        assert_eq!(
            payloads(&GreyFrame::new(1, 1, vec![0]).unwrap()),
            Vec::<Vec<u8>>::new()
        );
    }

    /// The second threshold earns its time: a surround darker than the ink, beside a thin margin, blinds the running one.
    #[test]
    fn a_code_in_a_dark_surround_is_read() {
        let (width, height, left, top) = (1280, 720, 590, 310);
        let (side, margin) = (25 * MODULE_PX, MODULE_PX);
        let bright = frame_with(width, height, &[(b"EINLASS/DARK/SURROUND", left, top)]);
        let pixels = bright.pixels().iter().enumerate().map(|(i, &pixel)| {
            let (x, y) = (i % width, i / width);
            let on_paper = (left - margin..left + side + margin).contains(&x)
                && (top - margin..top + side + margin).contains(&y);
            match (on_paper, pixel > 128) {
                (false, _) => 20,
                (true, true) => 200,
                (true, false) => 50,
            }
        });
        let frame = GreyFrame::new(width as u32, height as u32, pixels.collect()).unwrap();
        assert_eq!(payloads(&frame), [b"EINLASS/DARK/SURROUND"]);
    }

    /// The first threshold earns its time: modules wider than the surroundings are hollow to the second.
    #[test]
    fn a_code_of_huge_modules_is_read() {
        let small = frame_with(116, 116, &[(b"EINLASS", 16, 16)]);
        let (width, scale) = (116, 18);
        let pixels = (0..width * scale * width * scale).map(|i| {
            let (x, y) = (i % (width * scale) / scale, i / (width * scale) / scale);
            small.pixels()[y * width + x]
        });
        let side = (width * scale) as u32;
        let frame = GreyFrame::new(side, side, pixels.collect()).unwrap();
        assert_eq!(payloads(&frame), [b"EINLASS"]);
    }

    #[test]
    fn a_panic_costs_one_picture() {
        let lost = contained(|| -> Vec<Sighting> { panic!("too wide: {}", 7) });
        assert_eq!(
            lost.err(),
            Some(ScanError::DecoderPanicked {
                why: "too wide: 7".to_owned()
            })
        );
    }

    #[test]
    fn light_on_dark_is_read() {
        let frame = frame_with(500, 400, &[(b"EINLASS/NIGHT", 150, 100)]);
        let inverted = frame_of(500, 400, |x, y| 255 - frame.pixels()[y * 500 + x]);
        assert_eq!(payloads(&inverted), [b"EINLASS/NIGHT"]);
    }

    #[test]
    fn a_mirrored_code_is_read() {
        let frame = frame_with(500, 400, &[(b"EINLASS/MIRROR", 150, 100)]);
        let mirrored = frame_of(500, 400, |x, y| frame.pixels()[y * 500 + 499 - x]);
        assert_eq!(payloads(&mirrored), [b"EINLASS/MIRROR"]);
    }

    #[test]
    fn a_code_is_read_however_it_is_turned() {
        let frame = frame_with(400, 400, &[(b"EINLASS/TURNED", 150, 150)]);
        for degrees in (0..360).step_by(15) {
            let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
            let turned = frame_of(400, 400, |x, y| {
                let (dx, dy) = (x as f64 - 200.0, y as f64 - 200.0);
                let (u, v) = (200.0 + dx * cos - dy * sin, 200.0 + dx * sin + dy * cos);
                let inside = (0.0..400.0).contains(&u) && (0.0..400.0).contains(&v);
                if inside {
                    frame.pixels()[v as usize * 400 + u as usize]
                } else {
                    230
                }
            });
            assert_eq!(payloads(&turned), [b"EINLASS/TURNED"], "{degrees}°");
        }
    }

    /// Blur of one module and more leaves no threshold that tells the modules apart; the equaliser does.
    #[test]
    fn a_smeared_code_is_read() {
        let frame = frame_with(500, 400, &[(b"EINLASS/SMEARED", 150, 120)]);
        let smeared = frame_of(500, 400, |x, y| {
            let reach =
                (x.saturating_sub(3)..(x + 3).min(500)).map(|x| u32::from(frame.pixels()[y * 500 + x]));
            let count = ((x + 3).min(500) - x.saturating_sub(3)) as u32;
            (reach.sum::<u32>() / count) as u8
        });
        assert_eq!(payloads(&smeared), [b"EINLASS/SMEARED"]);
    }

    #[test]
    fn a_frame_built_against_decoders_is_given_up_when_time_is_up() {
        for frame in [
            finder_patterns(640, 360, 2),
            noise(640, 360, 7),
            finder_patterns(640, 360, 4),
        ] {
            let asked = Cell::new(0);
            let still_time = || {
                asked.set(asked.get() + 1);
                false
            };
            assert_eq!(decode_while(&frame, &still_time), Ok(Vec::new()));
            assert!(asked.get() <= 2, "asked {} times", asked.get());
        }
    }

    #[test]
    fn a_good_picture_is_read_without_any_time() {
        let frame = frame_with(400, 300, &[(b"EINLASS", 150, 100)]);
        let sightings = decode_while(&frame, &|| false).unwrap();
        assert_eq!(sightings[0].payload, b"EINLASS");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// Whatever a camera delivers, there is an answer, and no code in it.
        #[test]
        fn noise_of_any_size_holds_no_code(width in 1usize..200, height in 1usize..200, seed: u64, coarse in 1usize..6) {
            let fine = noise(width, height, seed);
            let frame = frame_of(width, height, |x, y| fine.pixels()[y / coarse * coarse * width + x / coarse * coarse]);
            prop_assert_eq!(decode(&frame), Ok(Vec::new()));
        }

        /// A code of which a part is something else is read as it is, or not at all.
        #[test]
        fn a_damaged_code_says_what_it_said_or_nothing(
            payload in proptest::collection::vec(any::<u8>(), 1..80),
            left in 0usize..120, top in 0usize..120, side in 1usize..90, seed: u64,
        ) {
            let frame = frame_with(320, 320, &[(&payload, 40, 40)]);
            let spot = noise(320, 320, seed);
            let damaged = frame_of(320, 320, |x, y| {
                let is_hit = (40 + left..40 + left + side).contains(&x) && (40 + top..40 + top + side).contains(&y);
                let from = if is_hit { &spot } else { &frame };
                from.pixels()[y * 320 + x]
            });
            for sighting in decode(&damaged).unwrap() {
                prop_assert_eq!(&sighting.payload, &payload);
            }
        }

        /// The corners of what is read lie where the code is.
        #[test]
        fn a_code_anywhere_is_read_where_it_stands(left in 16usize..400, top in 16usize..250, bytes in 1usize..60) {
            let payload = vec![b'x'; bytes];
            let sightings = decode(&frame_with(640, 480, &[(&payload, left, top)])).unwrap();
            prop_assert_eq!(sightings.len(), 1);
            prop_assert_eq!(&sightings[0].payload, &payload);
            let (x, y) = sightings[0].corners[0];
            prop_assert!((x - left as i32).abs() <= 2 && (y - top as i32).abs() <= 2, "{} {}", x, y);
        }
    }

    #[test]
    fn debug_does_not_show_the_payload() {
        let sighting = Sighting {
            payload: b"secret".to_vec(),
            corners: [(0, 0); 4],
        };
        assert!(!format!("{sighting:?}").contains("secret"));
    }
}
