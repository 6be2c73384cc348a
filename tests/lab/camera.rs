//! What is held before the machine's camera.

use std::io::Write;
use std::os::unix::net::UnixStream;
use std::time::Instant;

use einlass_devices::camera::SceneHandle;
use einlass_scan::{FrameSource, GreyFrame};

use crate::Outcome;

/// Long enough for the drawn hand to be up.
const RAISED_AFTER_FRAMES: usize = 30;

/// The scene before the camera: a still picture until the next one, 1280 x 720 (V4L2_PIX_FMT_GREY).
pub(crate) struct Camera(UnixStream);

impl Camera {
    pub(crate) fn new(wire: UnixStream) -> Self {
        Self(wire)
    }

    /// Holds up a card with this text as a code, or nothing; when it did.
    pub(crate) fn show(&mut self, text: Option<&str>) -> Outcome<Instant> {
        let frame = drawn(text)?;
        let held_up = Instant::now();
        self.0
            .write_all(frame.pixels())
            .map_err(|why| format!("the picture is not taken: {why}"))?;
        Ok(held_up)
    }
}

/// The hall, with a card in a hand if there is a text.
pub(crate) fn drawn(text: Option<&str>) -> Outcome<GreyFrame> {
    let scene = SceneHandle::new();
    scene.show(text).map_err(|why| why.to_string())?;
    let mut camera = scene.camera();
    let mut frame = None;
    // An empty hall is empty at once.
    for _ in 0..text.map_or(1, |_| RAISED_AFTER_FRAMES) {
        frame = camera.next_frame().map_err(|why| why.to_string())?;
    }
    frame.ok_or_else(|| "the drawn camera has no end".to_owned())
}
