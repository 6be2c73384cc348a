//! What journeys and fault tests stand on: the real binaries, a venue made of folders, and the real window on a display
//! of its own.
//!
//! Not a double of anything: programs are started as a person would start them. It panics where something goes wrong,
//! because its only callers are tests. It is a crate so that all test targets share it.

mod album;
mod binary;
mod display;
mod paper;
mod process;
mod random;
pub mod traces;
mod venue;
mod window;

pub use album::Album;
pub use binary::binary;
pub use display::Display;
pub use paper::codes_on_paper;
pub use process::ProcessGroup;
pub use random::Random;
pub use venue::{Address, Contact, OnInside, Pass, Run, Venue, Verdict};
pub use window::Window;
