//! Sources of pictures: a camera on V4L2, a folder of pictures, or a drawn scene.

mod controls;
mod direct;
mod drawn;
mod luma;
mod picture;
mod target;
mod v4l;

pub use drawn::{DrawnCamera, PayloadTooLong, SceneHandle};
pub use picture::{PictureCamera, PictureError, read_picture};
pub use target::{CameraTarget, CameraTargetError};
pub use v4l::{V4lCamera, find_camera};
