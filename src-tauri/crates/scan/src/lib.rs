//! From a grey picture to the bytes of the codes in it, and from a stream of sightings to single scans.
//!
//! It is pure: a frame comes in, bytes go out; time is an argument. It is not a camera (that is `einlass-devices`, which
//! implements [`FrameSource`]), and it does not know what a payload means (that is `einlass-domain`): the bytes of a code
//! are a stranger's input and leave this crate exactly as they were printed. It is separate so that a picture of a code can
//! be replayed, fuzzed and measured without a camera, a thread or a clock.

mod binarise;
mod decode;
mod frame;
mod repeat;
mod source;

pub use decode::{Sighting, decode};
pub use frame::GreyFrame;
pub use repeat::RepeatFilter;
pub use source::{CameraError, FrameSource};

/// What can go wrong between pixels and payloads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// The pixels given do not make a picture of the size given.
    #[error("{pixels} pixels do not make a picture of {width_px} x {height_px}")]
    FrameSize {
        /// Width asked for, in pixels.
        width_px: u32,
        /// Height asked for, in pixels.
        height_px: u32,
        /// Number of pixels given.
        pixels: usize,
    },
    /// The decoder gave up on this picture by panicking; the picture is lost, the next one is not.
    #[error("the decoder panicked on this picture: {why}")]
    DecoderPanicked {
        /// The message of the panic.
        why: String,
    },
}
