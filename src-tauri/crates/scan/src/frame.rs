//! One grey picture.

use std::fmt;
use std::sync::Arc;

use crate::ScanError;

/// One picture in luma: 0 is black, 255 is white, row by row from the top left. Cloning shares the pixels.
#[derive(Clone, PartialEq, Eq)]
pub struct GreyFrame {
    width_px: u32,
    height_px: u32,
    pixels: Arc<[u8]>,
}

impl GreyFrame {
    /// Takes `width_px * height_px` luma bytes, row by row from the top left.
    ///
    /// # Errors
    /// [`ScanError::FrameSize`] when a side is zero or the number of pixels is another.
    pub fn new(width_px: u32, height_px: u32, pixels: Vec<u8>) -> Result<Self, ScanError> {
        let wanted = (width_px as usize).checked_mul(height_px as usize);
        if pixels.is_empty() || wanted != Some(pixels.len()) {
            return Err(ScanError::FrameSize {
                width_px,
                height_px,
                pixels: pixels.len(),
            });
        }
        Ok(Self {
            width_px,
            height_px,
            pixels: pixels.into(),
        })
    }

    /// Width in pixels, never zero.
    #[must_use]
    pub fn width_px(&self) -> u32 {
        self.width_px
    }

    /// Height in pixels, never zero.
    #[must_use]
    pub fn height_px(&self) -> u32 {
        self.height_px
    }

    /// All pixels, row by row from the top left.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The rows from the top, each `width_px` long.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.pixels.chunks_exact(self.width_px as usize)
    }

    /// The same picture no wider than `max_width_px` (at least 1), its shape kept; every pixel is the mean of the box it covers.
    #[must_use]
    pub fn preview(&self, max_width_px: u32) -> GreyFrame {
        let width_px = max_width_px.clamp(1, self.width_px);
        if width_px == self.width_px {
            return self.clone();
        }
        let height_px = scaled(self.height_px, width_px, self.width_px).max(1);
        let columns = boxes(width_px, self.width_px);
        let mut pixels = Vec::with_capacity(width_px as usize * height_px as usize);
        let mut column_sums = vec![0u32; self.width_px as usize];
        for (top, bottom) in boxes(height_px, self.height_px) {
            column_sums.fill(0);
            for row in self.rows().skip(top).take(bottom - top) {
                for (sum, &pixel) in column_sums.iter_mut().zip(row) {
                    *sum += u32::from(pixel);
                }
            }
            for &(left, right) in &columns {
                let sum: u64 = column_sums[left..right].iter().map(|&sum| u64::from(sum)).sum();
                let area = ((right - left) * (bottom - top)) as u64;
                pixels.push(u8::try_from((sum + area / 2) / area).expect("a mean of bytes is a byte"));
            }
        }
        GreyFrame {
            width_px,
            height_px,
            pixels: pixels.into(),
        }
    }
}

/// Leaves the pixels out: a camera's picture may show a pass.
impl fmt::Debug for GreyFrame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GreyFrame({} x {})", self.width_px, self.height_px)
    }
}

fn scaled(length: u32, numerator: u32, denominator: u32) -> u32 {
    let product = u64::from(length) * u64::from(numerator);
    u32::try_from((product + u64::from(denominator) / 2) / u64::from(denominator))
        .expect("scaled down, not up")
}

/// Cuts `length` into `count` half-open ranges without a gap, none empty as `count <= length`.
fn boxes(count: u32, length: u32) -> Vec<(usize, usize)> {
    let edge = |i: u32| (u64::from(i) * u64::from(length) / u64::from(count)) as usize;
    (0..count).map(|i| (edge(i), edge(i + 1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_has_exactly_the_pixels_of_its_size() {
        assert!(GreyFrame::new(3, 2, vec![0; 6]).is_ok());
        for (width_px, height_px, pixels) in [
            (3, 2, 5),
            (3, 2, 7),
            (0, 0, 0),
            (0, 5, 0),
            (5, 0, 0),
            (u32::MAX, u32::MAX, 1),
        ] {
            assert_eq!(
                GreyFrame::new(width_px, height_px, vec![0; pixels]),
                Err(ScanError::FrameSize {
                    width_px,
                    height_px,
                    pixels
                })
            );
        }
    }

    #[test]
    fn a_preview_is_the_mean_of_boxes() {
        let frame = GreyFrame::new(4, 2, vec![0, 10, 100, 200, 20, 32, 100, 201]).unwrap();
        let preview = frame.preview(2);
        assert_eq!((preview.width_px(), preview.height_px()), (2, 1));
        assert_eq!(preview.pixels(), [16, 150]);
    }

    #[test]
    fn a_preview_never_grows_and_never_vanishes() {
        let frame = GreyFrame::new(5, 3, vec![7; 15]).unwrap();
        assert_eq!(frame.preview(100), frame);
        assert_eq!(frame.preview(0).pixels(), [7]);
        let strip = GreyFrame::new(1000, 1, vec![9; 1000]).unwrap();
        assert_eq!(strip.preview(3).pixels(), [9, 9, 9]);
    }

    #[test]
    fn debug_does_not_show_the_picture() {
        let frame = GreyFrame::new(2, 1, vec![123, 45]).unwrap();
        assert_eq!(format!("{frame:?}"), "GreyFrame(2 x 1)");
    }
}
