//! From a grey picture to the bytes of the codes in it, and from a stream of sightings to single scans.
//!
//! It is pure: a frame comes in, bytes go out; time is an argument. It is not a camera (that is `einlass-devices`, which
//! implements [`FrameSource`]), and it does not know what a payload means (that is `einlass-domain`): the bytes of a code
//! are a stranger's input and leave this crate exactly as they were printed. It is separate so that a picture of a code can
//! be replayed, fuzzed and measured without a camera, a thread or a clock.
//!
//! Where a code lies is found here (`bitmap`, `finder`, `faint`, `locate`), what each of its modules is (`modules`, `equalise`), and which
//! words they were (`words`, `erasures`: modules that are neither dark nor light say where to doubt, which corrects up to twice as much
//! as the words alone); rqrr checks the words and takes them apart. Why not somebody else's reader, whole:
//!
//! - rqrr's own detector is the part of it that is slow, panics on some pictures (its issue 54), searches without a limit, and sees
//!   nothing light on dark. Its decoder has none of that, but takes milliseconds to find that what it was given is no code, and most
//!   of what is tried on a hard picture is none.
//! - zxing-cpp reads far more and is fast, but is C++ that would take strangers' pictures in the process that holds the keys, and
//!   everybody who builds Einlass would need cmake.
//! - rxing is the same in Rust and Apache-2.0, but takes two minutes to build, seconds for a frame built against it, and cannot be
//!   stopped.
//! - zedbar reads what the others do not, but is LGPL-3.0, which a program handed out as one file under Apache-2.0 cannot simply
//!   hold, and takes tens of milliseconds; quircs is fast and reads least.
//!
//! None of them uses what is known of a code: a third of its modules are the same in each code of its version. Here they place the
//! code to a fraction of a module, teach an equaliser to undo blur and smear, and lead along crumpled paper (`surface`), which reads
//! what nobody else does. A code that is still not read has mostly been found, and says what whoever holds it up may do about it
//! (`almost`, `aim`). Everything asks for the time as it goes, so that no thread has to be abandoned. `tests/bench/README.md` has the
//! figures side by side.

mod aim;
mod almost;
mod bitmap;
mod bracket;
mod cascade;
mod decode;
#[cfg(test)]
mod drawn;
mod equalise;
mod erasures;
mod faint;
mod finder;
mod frame;
mod locate;
mod modules;
mod pattern;
mod plane;
mod repeat;
mod retouch;
mod search;
mod segments;
mod source;
mod still;
mod surface;
mod words;

pub use aim::Aim;
pub use almost::{AimHint, Almost, Seen};
pub use bracket::Bracket;
pub use cascade::Cascade;
pub use decode::{Sighting, decode, decode_while, see_while};
pub use frame::GreyFrame;
pub use repeat::{RepeatFilter, ScanName};
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
