//! What the USB camera sends.

use std::io::Write;
use std::os::unix::net::UnixStream;
use std::time::Instant;

use einlass_scan::{GreyFrame, decode};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GrayImage};

use crate::Outcome;
use crate::camera::drawn;

const QUALITY: u8 = 85;

/// A camera with pictures in Motion JPEG, which sends the same one until the next is given.
pub(crate) struct UsbCamera(UnixStream);

impl UsbCamera {
    pub(crate) fn new(wire: UnixStream) -> Self {
        Self(wire)
    }

    /// Holds up a card with this text as a code, or shows the empty hall; when it did.
    pub(crate) fn show(&mut self, text: Option<&str>) -> Outcome<Instant> {
        let picture = jpeg(&drawn(text)?, |_, luma| luma)?;
        let held_up = Instant::now();
        self.send(&picture)?;
        Ok(held_up)
    }

    /// The same, so bright that paper is white and the middle of the code is nothing but that.
    pub(crate) fn show_burnt_out(&mut self, text: &str) -> Outcome<()> {
        /// Of the code's side: the patterns in its corners and the lines between them are left.
        const GLARE: f64 = 0.32;
        let frame = drawn(Some(text))?;
        let codes = decode(&frame).map_err(|why| why.to_string())?;
        let [code] = codes.as_slice() else {
            return Err(format!("{} codes are drawn", codes.len()));
        };
        let corners = code.corners.map(|(x, y)| (f64::from(x), f64::from(y)));
        let middle = (
            corners.iter().map(|corner| corner.0).sum::<f64>() / 4.0,
            corners.iter().map(|corner| corner.1).sum::<f64>() / 4.0,
        );
        let side = (corners[0].0 - corners[1].0).hypot(corners[0].1 - corners[1].1);
        let bright = |(x, y): (u32, u32), luma: u8| {
            let away = (f64::from(x) - middle.0).hypot(f64::from(y) - middle.1);
            if away < GLARE * side {
                255
            } else {
                luma.saturating_mul(3)
            }
        };
        let picture = jpeg(&frame, bright)?;
        self.send(&picture)
    }

    /// Pictures of which the cable has swallowed the second half.
    pub(crate) fn show_damaged(&mut self, text: &str) -> Outcome<()> {
        let picture = jpeg(&drawn(Some(text))?, |_, luma| luma)?;
        self.send(&picture[..picture.len() / 2])
    }

    /// It is there and sends nothing.
    pub(crate) fn freeze(&mut self) -> Outcome<()> {
        self.send(&[])
    }

    fn send(&mut self, picture: &[u8]) -> Outcome<()> {
        let length = u32::try_from(picture.len()).map_err(|why| why.to_string())?;
        let sent = self.0.write_all(&length.to_le_bytes());
        sent.and_then(|()| self.0.write_all(picture))
            .map_err(|why| format!("the picture is not taken: {why}"))
    }
}

/// A frame as such cameras send it, in colours, each pixel through `change`.
fn jpeg(frame: &GreyFrame, change: impl Fn((u32, u32), u8) -> u8) -> Outcome<Vec<u8>> {
    let (width_px, height_px) = (frame.width_px(), frame.height_px());
    let mut grey = GrayImage::from_raw(width_px, height_px, frame.pixels().to_vec())
        .ok_or("a frame has as many pixels as its size says")?;
    for (x, y, luma) in grey.enumerate_pixels_mut() {
        luma.0[0] = change((x, y), luma.0[0]);
    }
    let mut bytes = Vec::new();
    DynamicImage::ImageLuma8(grey)
        .to_rgb8()
        .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))
        .map_err(|why| why.to_string())?;
    Ok(bytes)
}
