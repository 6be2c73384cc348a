//! A camera that names ranges of sizes instead of a list, as HDMI grabbers and the camera ports of small boards do. nokhwa reads lists
//! only and refuses it ("Failed to Fufill"); so its driver is asked for what is wanted, and taken at its word (V4L2 API, VIDIOC_S_FMT).

use std::borrow::Cow;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Duration;

use ::v4l::buffer::Type;
use ::v4l::io::mmap::Stream;
use ::v4l::io::traits::CaptureStream;
use ::v4l::video::Capture;
use ::v4l::{Device, Format, FourCC};
use einlass_scan::{CameraError, GreyFrame};

use super::luma::{from_luma_plane, from_mjpeg, from_yuyv};

/// What is asked for, the cheapest to read first.
const READABLE: [&[u8; 4]; 4] = [b"GREY", b"NV12", b"YUYV", b"MJPG"];
const BUFFERS: u32 = 4;
/// A camera that shows nothing for so long is opened anew by whoever reads it.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// A camera that is open and streaming.
pub(super) struct DirectCamera {
    // None only while it is closed.
    stream: Option<Stream<'static>>,
    format: Format,
}

impl DirectCamera {
    /// Opens it at what its driver makes of `width_px` x `height_px`.
    ///
    /// # Errors
    /// When it is missing, in use, no camera, or gives nothing whose luma can be read.
    pub(super) fn open(device: &Path, width_px: u32, height_px: u32) -> io::Result<Self> {
        let device = Device::with_path(device)?;
        let format = chosen(&device, width_px, height_px)?;
        let mut stream = Stream::with_buffers(&device, Type::VideoCapture, BUFFERS)?;
        stream.set_timeout(LONGEST_WAIT);
        Ok(Self {
            stream: Some(stream),
            format,
        })
    }

    /// The next picture.
    ///
    /// # Errors
    /// [`CameraError::BadFrame`] for a damaged one; anything else means that the camera is to be opened anew.
    pub(super) fn next_frame(&mut self) -> Result<GreyFrame, CameraError> {
        let stream = self.stream.as_mut().ok_or_else(closed)?;
        let next = stream.next();
        let (bytes, _) = next.map_err(|why| CameraError::Stream { why: why.to_string() })?;
        luma(&self.format, bytes)
    }
}

fn closed() -> CameraError {
    CameraError::Stream {
        why: "it is closed".to_owned(),
    }
}

/// Closing panics when the driver refuses to stop (v4l 0.14); the camera is given up either way.
impl Drop for DirectCamera {
    fn drop(&mut self) {
        let stream = self.stream.take();
        let _ = catch_unwind(AssertUnwindSafe(|| drop(stream)));
    }
}

/// Whether it captures something whose luma can be read.
pub(super) fn captures(device: &Path) -> bool {
    let offered = Device::with_path(device).and_then(|device| device.enum_formats());
    offered.is_ok_and(|offered| offered.iter().any(|format| is_readable(format.fourcc)))
}

fn chosen(device: &Device, width_px: u32, height_px: u32) -> io::Result<Format> {
    let offered = device.enum_formats()?;
    for wanted in READABLE {
        if offered.iter().any(|format| format.fourcc.repr == *wanted) {
            let format = device.set_format(&Format::new(width_px, height_px, FourCC::new(wanted)))?;
            // A driver may answer with another format than it was asked for.
            if is_readable(format.fourcc) {
                return Ok(format);
            }
        }
    }
    Err(io::Error::other("it has no format whose luma can be read"))
}

fn is_readable(fourcc: FourCC) -> bool {
    READABLE.iter().any(|readable| **readable == fourcc.repr)
}

fn luma(format: &Format, bytes: &[u8]) -> Result<GreyFrame, CameraError> {
    let (width_px, height_px) = (format.width, format.height);
    match &format.fourcc.repr {
        b"MJPG" => from_mjpeg(bytes),
        b"YUYV" => from_yuyv(width_px, height_px, &without_gaps(format, 2, bytes)),
        _grey_or_nv12 => from_luma_plane(width_px, height_px, &without_gaps(format, 1, bytes)),
    }
}

/// The rows without what the driver puts between them (`bytesperline`).
fn without_gaps<'a>(format: &Format, bytes_per_px: usize, bytes: &'a [u8]) -> Cow<'a, [u8]> {
    let row = format.width as usize * bytes_per_px;
    let stride = (format.stride as usize).max(row);
    if stride == row {
        return Cow::Borrowed(bytes);
    }
    let rows = bytes.chunks(stride).take(format.height as usize);
    rows.flat_map(|chunk| &chunk[..row.min(chunk.len())])
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(fourcc: &[u8; 4], stride: u32) -> Format {
        Format {
            stride,
            ..Format::new(2, 2, FourCC::new(fourcc))
        }
    }

    #[test]
    fn rows_are_read_without_the_gaps_between_them() {
        let grey = luma(&format(b"GREY", 4), &[1, 2, 0, 0, 3, 4, 0, 0]).unwrap();
        assert_eq!(grey.pixels(), [1, 2, 3, 4]);
        let yuyv = luma(&format(b"YUYV", 6), &[1, 9, 2, 9, 0, 0, 3, 9, 4, 9, 0, 0]).unwrap();
        assert_eq!(yuyv.pixels(), [1, 2, 3, 4]);
        // The last row may come without one.
        let nv12 = luma(&format(b"NV12", 3), &[1, 2, 0, 3, 4]).unwrap();
        assert_eq!(nv12.pixels(), [1, 2, 3, 4]);
    }

    #[test]
    fn a_frame_that_is_too_short_is_damaged() {
        let short = luma(&format(b"GREY", 2), &[1, 2, 3]);
        assert!(matches!(short, Err(CameraError::BadFrame { .. })));
    }

    #[test]
    fn what_is_no_camera_is_not_opened() {
        assert!(DirectCamera::open(Path::new("/dev/null"), 2, 2).is_err());
        assert!(!captures(Path::new("/dev/null")));
        assert!(DirectCamera::open(Path::new("/dev/video4000"), 2, 2).is_err());
    }
}
