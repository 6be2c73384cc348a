//! Which camera: one word on the command line and in the configuration.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use einlass_scan::{CameraError, FrameSource};

use super::{PictureCamera, V4lCamera};

/// Where pictures come from: `picture:DIR` or `v4l:DEV`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CameraTarget {
    /// `picture:DIR`: the pictures of a folder, in the order of their names.
    Pictures {
        /// The folder.
        folder: PathBuf,
    },
    /// `v4l:DEV`: a Video4Linux device, `/dev/videoN` or better a link that survives replugging (`/dev/v4l/by-id/…`).
    V4l {
        /// The device or the link to it.
        device: PathBuf,
    },
}

impl CameraTarget {
    /// Opens the source; a folder's pictures come over and over.
    ///
    /// # Errors
    /// [`CameraError::Open`] when it is not there or cannot be used.
    pub fn open(&self) -> Result<Box<dyn FrameSource>, CameraError> {
        match self {
            CameraTarget::Pictures { folder } => Ok(Box::new(PictureCamera::open(folder)?)),
            CameraTarget::V4l { device } => Ok(Box::new(V4lCamera::open(device)?)),
        }
    }
}

impl fmt::Display for CameraTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CameraTarget::Pictures { folder } => write!(f, "picture:{}", folder.display()),
            CameraTarget::V4l { device } => write!(f, "v4l:{}", device.display()),
        }
    }
}

/// A text that names no camera.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{given}\" names no camera; write picture:DIR, v4l:/dev/videoN, v4l:/dev/v4l/by-id/NAME or v4l:/dev/v4l/by-path/NAME"
)]
pub struct CameraTargetError {
    /// What was given.
    pub given: String,
}

impl FromStr for CameraTarget {
    type Err = CameraTargetError;

    fn from_str(text: &str) -> Result<Self, CameraTargetError> {
        match text.split_once(':') {
            Some(("picture", folder)) if !folder.is_empty() => Ok(CameraTarget::Pictures {
                folder: folder.into(),
            }),
            Some(("v4l", device)) if is_device_path(device) => Ok(CameraTarget::V4l {
                device: device.into(),
            }),
            _ => Err(CameraTargetError {
                given: text.to_owned(),
            }),
        }
    }
}

fn is_device_path(device: &str) -> bool {
    let is_link = ["/dev/v4l/by-id/", "/dev/v4l/by-path/"].iter().any(|folder| {
        device
            .strip_prefix(folder)
            .is_some_and(|name| !matches!(name, "" | "." | "..") && !name.contains('/'))
    });
    is_link || video_number(Path::new(device)).is_some()
}

/// The N of `/dev/videoN`.
pub(super) fn video_number(device: &Path) -> Option<u32> {
    let digits = device.to_str()?.strip_prefix("/dev/video")?;
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_reads_and_writes_itself() {
        for text in [
            "picture:/srv/pictures",
            "picture:relative/dir",
            "picture:with:colon",
            "v4l:/dev/video0",
            "v4l:/dev/video17",
            "v4l:/dev/v4l/by-id/usb-Maker_Camera_1234-video-index0",
            "v4l:/dev/v4l/by-path/pci-0000:00:14.0-usb-0:1:1.0-video-index0",
        ] {
            assert_eq!(text.parse::<CameraTarget>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn anything_else_is_told_the_forms() {
        for text in [
            "",
            "picture",
            "picture:",
            "camera:/dev/video0",
            "v4l:",
            "v4l:0",
            "v4l:/dev/video",
            "v4l:/dev/video+1",
            "v4l:/dev/video99999999999",
            "v4l:/dev/sda",
            "v4l:/dev/v4l/by-id/",
            "v4l:/dev/v4l/by-id/..",
            "v4l:/dev/v4l/by-id/../../sda",
            "/dev/video0",
        ] {
            let error = text.parse::<CameraTarget>().unwrap_err();
            assert_eq!(error.given, text);
            for form in ["picture:DIR", "v4l:/dev/videoN", "v4l:/dev/v4l/by-id/NAME"] {
                assert!(error.to_string().contains(form), "{error}");
            }
        }
    }
}
