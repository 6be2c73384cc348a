//! The codes in one picture.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rqrr::PreparedImage;

use crate::binarise::local_mean;
use crate::{GreyFrame, ScanError};

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

/// Reads all QR codes (ISO/IEC 18004, model 2) of a frame, the one nearest to the frame's centre first; a payload that is
/// there twice is returned once.
///
/// The time it takes is not bounded: a picture made of hundreds of bare finder patterns costs seconds, because the decoder
/// tries their combinations and offers no limit. Call it on a thread that may be late.
///
/// # Errors
/// [`ScanError::DecoderPanicked`] when nothing was read and the decoder panicked on the way, which it does on some pictures
/// (rqrr issue 54). The panic goes through the process's panic hook first; a quiet hook is the binary's business.
pub fn decode(frame: &GreyFrame) -> Result<Vec<Sighting>, ScanError> {
    let plain = contained(|| read(frame, Threshold::Running));
    if let Ok(found) = &plain
        && !found.is_empty()
    {
        return Ok(nearest_first(frame, found.clone()));
    }
    let local = contained(|| read(frame, Threshold::LocalMean))?;
    if local.is_empty() {
        plain?;
    }
    Ok(nearest_first(frame, local))
}

/// How pixels become black or white. The second reads many a picture that the first does not, and the other way round.
#[derive(Clone, Copy)]
enum Threshold {
    /// The decoder's own, a mean that runs along the rows.
    Running,
    /// The mean of the pixel's own surroundings.
    LocalMean,
}

fn read(frame: &GreyFrame, threshold: Threshold) -> Vec<Sighting> {
    let (width, height) = (frame.width_px() as usize, frame.height_px() as usize);
    let mut picture = match threshold {
        Threshold::Running => {
            PreparedImage::prepare_from_greyscale(width, height, |x, y| frame.pixels()[y * width + x])
        }
        Threshold::LocalMean => {
            let black = local_mean(frame);
            PreparedImage::prepare_from_bitmap(width, height, |x, y| black[y * width + x])
        }
    };
    let mut found = Vec::new();
    for grid in picture.detect_grids() {
        let mut payload = Vec::new();
        // A grid that does not decode is a pattern in the wallpaper or a code that moved: the next frame is due anyway.
        if grid.decode_to(&mut payload).is_ok() {
            found.push(Sighting {
                payload,
                corners: grid.bounds.map(|corner| (corner.x, corner.y)),
            });
        }
    }
    found
}

fn contained<T>(read: impl FnOnce() -> T) -> Result<T, ScanError> {
    // Unwind safe: the pass owns everything it changes and is gone after the panic.
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
    found.sort_by_cached_key(|sighting| (distance_from_centre(frame, sighting), sighting.payload.clone()));
    let mut distinct: Vec<Sighting> = Vec::with_capacity(found.len());
    for sighting in found {
        if distinct.iter().all(|known| known.payload != sighting.payload) {
            distinct.push(sighting);
        }
    }
    distinct
}

/// Square of the distance between the two centres, in eighths of a pixel so that no halves are lost.
fn distance_from_centre(frame: &GreyFrame, sighting: &Sighting) -> i128 {
    let sum = |pick: fn(&(i32, i32)) -> i32| -> i64 {
        sighting
            .corners
            .iter()
            .map(|corner| i64::from(pick(corner)))
            .sum()
    };
    let dx = i128::from(2 * sum(|corner| corner.0) - 4 * i64::from(frame.width_px()));
    let dy = i128::from(2 * sum(|corner| corner.1) - 4 * i64::from(frame.height_px()));
    dx * dx + dy * dy
}

#[cfg(test)]
mod tests {
    use super::*;
    use qrcode::{Color, EcLevel, QrCode};

    const MODULE_PX: usize = 4;

    /// A white frame with codes at the given places (top left of the code, quiet zone not counted).
    fn frame_with(width: usize, height: usize, codes: &[(&[u8], usize, usize)]) -> GreyFrame {
        let mut pixels = vec![230u8; width * height];
        for (payload, left, top) in codes {
            let code = QrCode::with_error_correction_level(payload, EcLevel::M).unwrap();
            let side = code.width() * MODULE_PX;
            for y in 0..side {
                for x in 0..side {
                    if code[(x / MODULE_PX, y / MODULE_PX)] == Color::Dark {
                        pixels[(top + y) * width + left + x] = 20;
                    }
                }
            }
        }
        GreyFrame::new(width as u32, height as u32, pixels).unwrap()
    }

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
        assert!(
            read(&frame, Threshold::Running).is_empty(),
            "not a test of the second threshold"
        );
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
        assert!(
            read(&frame, Threshold::LocalMean).is_empty(),
            "not a test of the first threshold"
        );
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
    fn debug_does_not_show_the_payload() {
        let sighting = Sighting {
            payload: b"secret".to_vec(),
            corners: [(0, 0); 4],
        };
        assert!(!format!("{sighting:?}").contains("secret"));
    }
}
