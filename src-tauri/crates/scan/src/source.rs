//! The port through which pictures come in; its adapters live in `einlass-devices`.

use crate::GreyFrame;

/// Something that gives one picture after the other: a camera, a folder of pictures.
pub trait FrameSource: Send {
    /// Waits for the next picture; `None` when there will be no more. It may block for as long as its driver likes.
    ///
    /// # Errors
    /// [`CameraError::BadFrame`] costs this one picture. After any other error the source must be dropped and opened anew.
    fn next_frame(&mut self) -> Result<Option<GreyFrame>, CameraError>;

    /// Makes its pictures brighter by so many stops, each of which is twice the light, or darker by as many below zero; 0 leaves it to
    /// the camera. A camera that cannot does nothing.
    fn expose(&mut self, _stops: i8) {}

    /// Whether each picture must be looked at. A camera's may be skipped (only the newest counts), a folder's may not.
    fn keeps_every_frame(&self) -> bool {
        false
    }
}

/// What can go wrong with a source of pictures, in words for the technician's log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CameraError {
    /// The source could not be opened or set up.
    #[error("cannot open {target}: {why}")]
    Open {
        /// Which source.
        target: String,
        /// The driver's or the system's words.
        why: String,
    },
    /// The source was open and failed.
    #[error("the camera stopped: {why}")]
    Stream {
        /// The driver's or the system's words.
        why: String,
    },
    /// The source is no longer there.
    #[error("{target} is gone")]
    Unplugged {
        /// Which source.
        target: String,
    },
    /// One picture could not be read; the next one may be.
    #[error("{what} is not a readable picture: {why}")]
    BadFrame {
        /// Which picture: a file, or a frame's format.
        what: String,
        /// What is wrong with it.
        why: String,
    },
}
