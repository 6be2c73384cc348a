//! From a camera's bytes to luma, without the way through colours.

use std::panic::catch_unwind;

use einlass_scan::{CameraError, GreyFrame};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// Largest side of a Motion-JPEG frame in pixels; a header that claims more is damaged.
const MAX_SIDE_PX: usize = 8192;

/// YUYV (V4L2_PIX_FMT_YUYV): luma is every other byte.
pub(super) fn from_yuyv(width_px: u32, height_px: u32, bytes: &[u8]) -> Result<GreyFrame, CameraError> {
    let wanted = pixel_count(width_px, height_px) * 2;
    let bytes = first(wanted, bytes).ok_or_else(|| too_short("a YUYV frame", bytes.len(), wanted))?;
    frame(
        "a YUYV frame",
        width_px,
        height_px,
        bytes.iter().step_by(2).copied().collect(),
    )
}

/// NV12 or grey (V4L2_PIX_FMT_NV12, V4L2_PIX_FMT_GREY): the luma plane comes first, or is all there is.
pub(super) fn from_luma_plane(width_px: u32, height_px: u32, bytes: &[u8]) -> Result<GreyFrame, CameraError> {
    let wanted = pixel_count(width_px, height_px);
    let plane = first(wanted, bytes).ok_or_else(|| too_short("a luma plane", bytes.len(), wanted))?;
    frame("a luma plane", width_px, height_px, plane.to_vec())
}

/// One Motion-JPEG frame (ITU T.81), alone or followed by what an earlier, larger frame left in the buffer.
///
/// A frame without its end is refused: decoders return such a one "read", with a grey rest.
pub(super) fn from_mjpeg(bytes: &[u8]) -> Result<GreyFrame, CameraError> {
    let end = jpeg_end(bytes).ok_or_else(|| bad("a Motion-JPEG frame", "it is cut off or damaged"))?;
    let jpeg = &bytes[..end];
    // Real cameras deliver damaged frames, and a decoder's panic on one must not cost the camera.
    let decoded =
        catch_unwind(|| decode_luma(jpeg)).unwrap_or_else(|_| Err("the decoder panicked".to_owned()));
    let (width_px, height_px, pixels) = decoded.map_err(|why| bad("a Motion-JPEG frame", &why))?;
    frame("a Motion-JPEG frame", width_px, height_px, pixels)
}

fn decode_luma(jpeg: &[u8]) -> Result<(u32, u32, Vec<u8>), String> {
    let options = DecoderOptions::default()
        .jpeg_set_out_colorspace(ColorSpace::Luma)
        .set_max_width(MAX_SIDE_PX)
        .set_max_height(MAX_SIDE_PX);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(jpeg), options);
    let pixels = decoder.decode().map_err(|error| format!("{error:?}"))?;
    let info = decoder.info().ok_or("it has no size")?;
    Ok((u32::from(info.width), u32::from(info.height), pixels))
}

/// Where the JPEG at the start of `bytes` ends, by walking its segments (ITU T.81, B.1.1); `None` when it does not.
fn jpeg_end(bytes: &[u8]) -> Option<usize> {
    const START_OF_IMAGE: u8 = 0xd8;
    const END_OF_IMAGE: u8 = 0xd9;
    const START_OF_SCAN: u8 = 0xda;
    if !bytes.starts_with(&[0xff, START_OF_IMAGE]) {
        return None;
    }
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            // A fill byte before the marker.
            0xff => at += 1,
            END_OF_IMAGE => return Some(at + 2),
            // Markers that stand alone.
            0x01 | 0xd0..=0xd7 => at += 2,
            _ => {
                let length = u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]);
                at += 2 + usize::from(length.max(2));
                if marker == START_OF_SCAN {
                    at += scan_length(bytes.get(at..)?)?;
                }
            }
        }
    }
}

/// Length of the entropy-coded data: up to a marker that is neither a stuffed byte nor a restart.
fn scan_length(data: &[u8]) -> Option<usize> {
    data.windows(2)
        .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7))
}

fn pixel_count(width_px: u32, height_px: u32) -> usize {
    width_px as usize * height_px as usize
}

fn first(wanted: usize, bytes: &[u8]) -> Option<&[u8]> {
    bytes.get(..wanted)
}

fn frame(what: &str, width_px: u32, height_px: u32, pixels: Vec<u8>) -> Result<GreyFrame, CameraError> {
    GreyFrame::new(width_px, height_px, pixels).map_err(|why| bad(what, &why.to_string()))
}

fn too_short(what: &str, given: usize, wanted: usize) -> CameraError {
    bad(what, &format!("it has {given} bytes of {wanted}"))
}

fn bad(what: &str, why: &str) -> CameraError {
    CameraError::BadFrame {
        what: what.to_owned(),
        why: why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::codecs::jpeg::JpegEncoder;
    use image::{ExtendedColorType, ImageEncoder};

    fn is_bad(result: Result<GreyFrame, CameraError>) -> bool {
        matches!(result, Err(CameraError::BadFrame { .. }))
    }

    /// 64 x 16, dark on the left and bright on the right.
    fn jpeg(color: ExtendedColorType) -> Vec<u8> {
        let channels = usize::from(color.channel_count());
        let pixels: Vec<u8> = (0..64 * 16)
            .flat_map(|i| vec![if i % 64 < 32 { 16 } else { 235 }; channels])
            .collect();
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, 90)
            .write_image(&pixels, 64, 16, color)
            .unwrap();
        bytes
    }

    #[test]
    fn luma_is_every_other_byte_of_yuyv() {
        let bytes = [1, 128, 2, 128, 3, 90, 4, 90, 0xee, 0xee];
        assert_eq!(from_yuyv(2, 2, &bytes).unwrap().pixels(), [1, 2, 3, 4]);
        assert!(is_bad(from_yuyv(2, 2, &bytes[..7])));
        assert!(is_bad(from_yuyv(0, 0, &bytes)));
    }

    #[test]
    fn luma_is_the_first_plane_of_nv12() {
        let bytes = [1, 2, 3, 4, 128, 128];
        assert_eq!(from_luma_plane(2, 2, &bytes).unwrap().pixels(), [1, 2, 3, 4]);
        assert_eq!(from_luma_plane(3, 2, &bytes).unwrap().height_px(), 2);
        assert!(is_bad(from_luma_plane(2, 2, &bytes[..3])));
    }

    #[test]
    fn a_motion_jpeg_frame_is_read_in_colour_and_grey() {
        for color in [ExtendedColorType::Rgb8, ExtendedColorType::L8] {
            let frame = from_mjpeg(&jpeg(color)).unwrap();
            assert_eq!((frame.width_px(), frame.height_px()), (64, 16));
            assert!(
                frame.pixels()[10].abs_diff(16) < 10 && frame.pixels()[50].abs_diff(235) < 10,
                "{color:?}"
            );
        }
    }

    /// The buffer of a camera is larger than the frame, and what lies behind it may be the end of an earlier frame.
    #[test]
    fn what_lies_behind_a_frame_does_not_matter() {
        let jpeg = jpeg(ExtendedColorType::Rgb8);
        let clean = from_mjpeg(&jpeg).unwrap();
        for garbage in [&[0u8; 500][..], &[0xff; 3], &jpeg[100..]] {
            let mut bytes = jpeg.clone();
            bytes.extend(garbage);
            assert_eq!(jpeg_end(&bytes), Some(jpeg.len()));
            assert_eq!(from_mjpeg(&bytes).unwrap(), clean);
        }
    }

    #[test]
    fn a_frame_cut_off_anywhere_is_a_bad_frame() {
        let jpeg = jpeg(ExtendedColorType::Rgb8);
        for length in 0..jpeg.len() {
            assert!(
                is_bad(from_mjpeg(&jpeg[..length])),
                "{length} of {} bytes",
                jpeg.len()
            );
        }
    }

    /// Whatever the damage, the answer is a frame or [`CameraError::BadFrame`].
    #[test]
    fn a_damaged_frame_costs_no_more_than_itself() {
        let jpeg = jpeg(ExtendedColorType::Rgb8);
        for at in 0..jpeg.len() {
            for value in [0, 0x7f, 0xff] {
                let mut bytes = jpeg.clone();
                bytes[at] = value;
                let read = from_mjpeg(&bytes);
                assert!(read.is_ok() || is_bad(read), "byte {at} = {value}");
            }
        }
        assert!(is_bad(from_mjpeg(&[0; 1000])));
    }
}
