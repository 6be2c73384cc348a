//! A camera on Video4Linux (V4L2), through nokhwa where it knows the camera's formats.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use einlass_scan::{CameraError, FrameSource, GreyFrame};
use nokhwa::NokhwaError;
use nokhwa::backends::capture::V4LCaptureDevice;
use nokhwa::camera_traits::CaptureBackendTrait;
use nokhwa::utils::{CameraFormat, CameraIndex, FrameFormat, RequestedFormat, RequestedFormatType};

use super::CameraTarget;
use super::controls::Controls;
use super::direct::{self, DirectCamera};
use super::luma::{from_luma_plane, from_mjpeg, from_yuyv};
use super::target::video_number;

/// The formats whose luma this crate reads.
const READABLE: [FrameFormat; 4] = [
    FrameFormat::YUYV,
    FrameFormat::NV12,
    FrameFormat::GRAY,
    FrameFormat::MJPEG,
];

const WANTED_WIDTH_PX: u32 = 1280;
const WANTED_HEIGHT_PX: u32 = 720;
const WANTED_FRAMES_PER_S: u32 = 30;

/// A camera that is open and streaming.
///
/// Its driver may do three things that no caller can prevent: never return from a read (a stall without unplugging), panic,
/// and stay unusable after any error. So it wants a thread of its own, and after an error other than
/// [`CameraError::BadFrame`] it is to be dropped and opened anew, as the scanner does.
pub struct V4lCamera {
    device: PathBuf,
    capture: Source,
    controls: Controls,
}

enum Source {
    Nokhwa(Box<V4LCaptureDevice<'static>>),
    Direct(DirectCamera),
}

impl V4lCamera {
    /// Opens a device, or what a link leads to, at the format closest to 1280 x 720 at 30 frames a second.
    ///
    /// # Errors
    /// [`CameraError::Open`] when it is missing, no camera, in use, or has no format whose luma can be read.
    pub fn open(device: &Path) -> Result<Self, CameraError> {
        let refused = |why: String| CameraError::Open {
            target: device.display().to_string(),
            why,
        };
        // By number, as the driver wants it; a link is followed anew each time, since numbers change on replugging.
        let resolved = fs::canonicalize(device).map_err(|why| refused(why.to_string()))?;
        let number = video_number(&resolved).ok_or_else(|| {
            refused(format!(
                "it leads to {}, which is no video device",
                resolved.display()
            ))
        })?;
        let opened = catch_unwind(|| {
            let mut capture = open_capture(number)?;
            choose_format(&mut capture)?;
            capture.open_stream()?;
            Ok::<_, NokhwaError>(capture)
        });
        let capture = match opened.map_err(|_| refused("the driver panicked".to_owned()))? {
            Ok(capture) => Source::Nokhwa(Box::new(capture)),
            Err(why) if direct::captures(&resolved) => {
                let direct = DirectCamera::open(&resolved, WANTED_WIDTH_PX, WANTED_HEIGHT_PX);
                Source::Direct(direct.map_err(|also| refused(format!("{why}; {also}")))?)
            }
            Err(why) => return Err(refused(why.to_string())),
        };
        Ok(Self {
            device: device.to_owned(),
            capture,
            controls: Controls::open(&resolved),
        })
    }
}

impl FrameSource for V4lCamera {
    fn next_frame(&mut self) -> Result<Option<GreyFrame>, CameraError> {
        let frame = match &mut self.capture {
            Source::Nokhwa(capture) => {
                let format = capture.camera_format();
                let bytes = capture.frame_raw();
                bytes
                    .map_err(|why| CameraError::Stream { why: why.to_string() })
                    .and_then(|bytes| luma(format, &bytes))
            }
            Source::Direct(capture) => capture.next_frame(),
        };
        match frame {
            Err(CameraError::Stream { .. }) if !self.device.exists() => Err(CameraError::Unplugged {
                target: self.device.display().to_string(),
            }),
            frame => frame.map(Some),
        }
    }

    fn expose(&mut self, stops: i8) {
        self.controls.expose(stops);
    }
}

/// Closing panics when the driver refuses to stop (v4l 0.14 panics in its drop); the camera is given up either way.
impl Drop for V4lCamera {
    fn drop(&mut self) {
        if let Source::Nokhwa(capture) = &mut self.capture {
            let _ = catch_unwind(AssertUnwindSafe(|| capture.stop_stream()));
        }
    }
}

/// The first camera of this machine, by a name that survives replugging if it has one; `None` when there is none.
///
/// Opens each candidate to learn whether it captures at all: half of the devices of a USB camera deliver metadata only.
#[must_use]
pub fn find_camera() -> Option<CameraTarget> {
    let mut tried = BTreeSet::new();
    candidates(Path::new("/dev")).into_iter().find_map(|device| {
        let number = video_number(&fs::canonicalize(&device).ok()?)?;
        if !tried.insert(number) {
            return None;
        }
        let captures = catch_unwind(|| open_capture(number).is_ok()).unwrap_or(false);
        let captures = captures || direct::captures(&device);
        captures.then_some(CameraTarget::V4l { device })
    })
}

/// Video devices in a `/dev` folder: links by id first, then by number.
fn candidates(dev: &Path) -> Vec<PathBuf> {
    let entries = |folder: PathBuf| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten();
        entries.filter_map(|entry| Some(entry.ok()?.path())).collect()
    };
    let mut by_id = entries(dev.join("v4l/by-id"));
    by_id.sort();
    let mut numbered: Vec<(u32, PathBuf)> = entries(dev.to_owned())
        .into_iter()
        .filter_map(|path| {
            let number = video_number(&Path::new("/dev").join(path.file_name()?))?;
            Some((number, path))
        })
        .collect();
    numbered.sort();
    by_id
        .into_iter()
        .chain(numbered.into_iter().map(|(_, path)| path))
        .collect()
}

fn open_capture(number: u32) -> Result<V4LCaptureDevice<'static>, NokhwaError> {
    let any = RequestedFormat::with_formats(RequestedFormatType::None, &READABLE);
    V4LCaptureDevice::new(&CameraIndex::Index(number), any)
}

/// Asks for the closest formats one after the other; a driver that gives another one than it offered is taken at its word.
fn choose_format(capture: &mut V4LCaptureDevice<'static>) -> Result<(), NokhwaError> {
    const ATTEMPTS: usize = 4;
    let mut offered = capture.compatible_camera_formats()?;
    offered.retain(|format| READABLE.contains(&format.format()));
    offered.sort_by_key(|&format| distance(format));
    let mut formats = offered.into_iter().take(ATTEMPTS);
    let is_set = formats.any(|format| capture.set_camera_format(format).is_ok());
    if !is_set {
        capture.refresh_camera_format()?;
    }
    Ok(())
}

/// How far a format is from the wanted one: the picture's size first, then the pace, then the cost of reading it.
fn distance(format: CameraFormat) -> (u32, u32, usize) {
    let size = format.width().abs_diff(WANTED_WIDTH_PX) + format.height().abs_diff(WANTED_HEIGHT_PX);
    let pace = format.frame_rate().abs_diff(WANTED_FRAMES_PER_S);
    let cost = READABLE.iter().position(|&readable| readable == format.format());
    (size, pace, cost.unwrap_or(READABLE.len()))
}

fn luma(format: CameraFormat, bytes: &[u8]) -> Result<GreyFrame, CameraError> {
    let (width_px, height_px) = (format.width(), format.height());
    match format.format() {
        FrameFormat::YUYV => from_yuyv(width_px, height_px, bytes),
        FrameFormat::NV12 | FrameFormat::GRAY => from_luma_plane(width_px, height_px, bytes),
        FrameFormat::MJPEG => from_mjpeg(bytes),
        other @ (FrameFormat::RAWRGB | FrameFormat::RAWBGR) => Err(CameraError::Stream {
            why: format!("the camera insists on {other}, whose luma is not read"),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nokhwa::utils::Resolution;
    use std::os::unix::fs::symlink;

    fn format(width_px: u32, height_px: u32, format: FrameFormat, frames_per_s: u32) -> CameraFormat {
        CameraFormat::new(Resolution::new(width_px, height_px), format, frames_per_s)
    }

    fn is_open_error(device: &Path, needle: &str) -> bool {
        match V4lCamera::open(device) {
            Err(error @ CameraError::Open { .. }) => error.to_string().contains(needle),
            _ => false,
        }
    }

    #[test]
    fn a_device_that_is_not_there_cannot_be_opened() {
        assert!(is_open_error(Path::new("/dev/video4000"), "/dev/video4000"));
        assert!(is_open_error(
            Path::new("/dev/v4l/by-id/none"),
            "/dev/v4l/by-id/none"
        ));
    }

    #[test]
    fn a_link_to_something_else_cannot_be_opened() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("camera");
        symlink("/dev/null", &link).unwrap();
        assert!(is_open_error(&link, "no video device"));
    }

    #[test]
    fn the_closest_format_is_chosen_by_size_then_pace_then_cost() {
        let mut offered = [
            format(640, 480, FrameFormat::YUYV, 30),
            format(1920, 1080, FrameFormat::MJPEG, 30),
            format(1280, 720, FrameFormat::YUYV, 10),
            format(1280, 720, FrameFormat::MJPEG, 30),
            format(1280, 720, FrameFormat::NV12, 30),
        ];
        offered.sort_by_key(|&format| distance(format));
        assert_eq!(
            offered,
            [
                format(1280, 720, FrameFormat::NV12, 30),
                format(1280, 720, FrameFormat::MJPEG, 30),
                format(1280, 720, FrameFormat::YUYV, 10),
                format(640, 480, FrameFormat::YUYV, 30),
                format(1920, 1080, FrameFormat::MJPEG, 30),
            ]
        );
    }

    #[test]
    fn each_format_is_read_in_its_own_way() {
        let bytes = [1, 200, 2, 200];
        assert_eq!(
            luma(format(2, 1, FrameFormat::YUYV, 30), &bytes)
                .unwrap()
                .pixels(),
            [1, 2]
        );
        assert_eq!(
            luma(format(2, 1, FrameFormat::NV12, 30), &bytes)
                .unwrap()
                .pixels(),
            [1, 200]
        );
        assert!(matches!(
            luma(format(2, 1, FrameFormat::MJPEG, 30), &bytes),
            Err(CameraError::BadFrame { .. })
        ));
        assert!(matches!(
            luma(format(2, 1, FrameFormat::RAWRGB, 30), &bytes),
            Err(CameraError::Stream { .. })
        ));
    }

    #[test]
    fn links_by_id_come_before_numbers_and_numbers_count() {
        let dev = tempfile::tempdir().unwrap();
        fs::create_dir_all(dev.path().join("v4l/by-id")).unwrap();
        for name in [
            "video10",
            "video2",
            "null",
            "videodev",
            "v4l/by-id/usb-b-video-index0",
            "v4l/by-id/usb-a-video-index1",
        ] {
            fs::write(dev.path().join(name), "").unwrap();
        }
        let names: Vec<_> = candidates(dev.path())
            .into_iter()
            .map(|path| path.strip_prefix(dev.path()).unwrap().display().to_string())
            .collect();
        assert_eq!(
            names,
            [
                "v4l/by-id/usb-a-video-index1",
                "v4l/by-id/usb-b-video-index0",
                "video2",
                "video10"
            ]
        );
        assert_eq!(candidates(&dev.path().join("missing")), Vec::<PathBuf>::new());
    }
}
