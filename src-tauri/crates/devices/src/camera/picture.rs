//! A folder of pictures, shown like a camera's.

use std::collections::HashSet;
use std::collections::VecDeque;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use einlass_scan::{CameraError, FrameSource, GreyFrame};
use image::{DynamicImage, ImageDecoder, ImageError, ImageReader, Limits};

/// Largest picture read, in pixels; a phone's largest are 50 million.
const MAX_PIXELS: u64 = 64_000_000;

/// Memory a picture may take while it is decoded, in bytes: [`MAX_PIXELS`] at 16 bits in four channels.
const MAX_DECODED_BYTES: u64 = MAX_PIXELS * 8;

/// Why a file gives no picture.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The file cannot be opened or read, or is no file.
    #[error("the file cannot be read")]
    Read(#[source] io::Error),
    /// The bytes are no PNG, JPEG, WebP, BMP or GIF, or a damaged one.
    #[error("the file is no PNG, JPEG, WebP, BMP or GIF picture")]
    Decode(#[source] ImageError),
    /// The picture is larger than any camera's.
    #[error("the picture has {width_px} x {height_px} pixels, which is more than {MAX_PIXELS}")]
    TooLarge {
        /// Width in pixels.
        width_px: u32,
        /// Height in pixels.
        height_px: u32,
    },
}

/// Reads a PNG, JPEG, WebP, BMP or GIF (its first picture) as luma; what is transparent is white.
///
/// A turned picture stays turned (EXIF is not read): a code is read in any direction.
///
/// # Errors
/// [`PictureError`] says whether the file, its bytes or its size are the reason.
pub fn read_picture(path: &Path) -> Result<GreyFrame, PictureError> {
    // A pipe or a device would block or never end.
    if !fs::metadata(path).map_err(PictureError::Read)?.is_file() {
        return Err(PictureError::Read(io::Error::new(
            io::ErrorKind::InvalidInput,
            "not a regular file",
        )));
    }
    let mut reader = ImageReader::open(path)
        .and_then(ImageReader::with_guessed_format)
        .map_err(PictureError::Read)?;
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(PictureError::Decode)?;
    let (width_px, height_px) = decoder.dimensions();
    if u64::from(width_px) * u64::from(height_px) > MAX_PIXELS {
        return Err(PictureError::TooLarge { width_px, height_px });
    }
    let picture = DynamicImage::from_decoder(decoder).map_err(PictureError::Decode)?;
    let pixels = luma_on_white(&picture);
    // The decoders refuse pictures without pixels; should one not, it is as unreadable as any other.
    GreyFrame::new(picture.width(), picture.height(), pixels)
        .map_err(|why| PictureError::Read(io::Error::new(io::ErrorKind::InvalidData, why)))
}

fn luma_on_white(picture: &DynamicImage) -> Vec<u8> {
    if !picture.color().has_alpha() {
        return picture.to_luma8().into_raw();
    }
    let over_white = |[luma, alpha]: [u8; 2]| {
        let (luma, alpha) = (u32::from(luma), u32::from(alpha));
        ((luma * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    picture
        .to_luma_alpha8()
        .pixels()
        .map(|pixel| over_white(pixel.0))
        .collect()
}

/// Shows the pictures of a folder in the order of their names, ten a second, over and over.
///
/// Each round lists the folder anew, so that pictures can be added and removed meanwhile. Hidden files and subfolders do
/// not count. A file that is no picture is reported once, as [`CameraError::BadFrame`], and tried again in each round (it
/// may have been half written).
#[derive(Debug)]
pub struct PictureCamera {
    folder: PathBuf,
    interval: Duration,
    once: bool,
    round: VecDeque<PathBuf>,
    shown_in_round: bool,
    reported: HashSet<PathBuf>,
    next_due: Option<Instant>,
}

impl PictureCamera {
    /// Opens a folder with at least one file in it.
    ///
    /// # Errors
    /// [`CameraError::Open`] when the folder is missing, unreadable or empty.
    pub fn open(folder: &Path) -> Result<Self, CameraError> {
        let refused = |why: String| CameraError::Open {
            target: format!("the pictures in {}", folder.display()),
            why,
        };
        let round = list(folder).map_err(|why| refused(why.to_string()))?;
        if round.is_empty() {
            return Err(refused("the folder is empty".to_owned()));
        }
        Ok(Self {
            folder: folder.to_owned(),
            interval: Duration::from_millis(100),
            once: false,
            round,
            shown_in_round: false,
            reported: HashSet::new(),
            next_due: None,
        })
    }

    /// Ends after the last picture of the first round.
    #[must_use]
    pub fn once(mut self) -> Self {
        self.once = true;
        self
    }

    /// Another pace than ten a second.
    #[must_use]
    pub fn with_interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    fn wait_until_due(&mut self) {
        let now = Instant::now();
        let due = self.next_due.unwrap_or(now);
        thread::sleep(due.saturating_duration_since(now));
        // From now on when late: pictures missed are not shown in a hurry.
        self.next_due = Some(due.max(now) + self.interval);
    }

    fn next_round(&mut self) -> Result<(), CameraError> {
        let nothing_shown = !self.shown_in_round;
        self.shown_in_round = false;
        self.round = list(&self.folder).unwrap_or_default();
        if self.round.is_empty() {
            return Err(CameraError::Unplugged {
                target: format!("the folder of pictures {}", self.folder.display()),
            });
        }
        if nothing_shown {
            return Err(CameraError::Stream {
                why: format!("no file in {} is a readable picture", self.folder.display()),
            });
        }
        Ok(())
    }
}

impl FrameSource for PictureCamera {
    fn next_frame(&mut self) -> Result<Option<GreyFrame>, CameraError> {
        self.wait_until_due();
        loop {
            let Some(path) = self.round.pop_front() else {
                if self.once {
                    return Ok(None);
                }
                self.next_round()?;
                continue;
            };
            match read_picture(&path) {
                Ok(frame) => {
                    self.shown_in_round = true;
                    self.reported.remove(&path);
                    return Ok(Some(frame));
                }
                Err(error) if !self.reported.contains(&path) => {
                    let bad = CameraError::BadFrame {
                        what: path.display().to_string(),
                        why: with_sources(&error),
                    };
                    self.reported.insert(path);
                    return Err(bad);
                }
                Err(_) => {}
            }
        }
    }

    fn keeps_every_frame(&self) -> bool {
        true
    }
}

fn list(folder: &Path) -> io::Result<VecDeque<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        // A file that vanishes while the folder is read is no error.
        if !is_hidden && fs::metadata(entry.path()).is_ok_and(|file| file.is_file()) {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files.into())
}

fn with_sources(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageBuffer, ImageFormat, Luma, LumaA, Rgb, Rgba};

    fn one_luma(folder: &Path, name: &str, luma: u8) {
        let picture = ImageBuffer::from_pixel(3, 2, Luma([luma]));
        picture
            .save_with_format(folder.join(name), ImageFormat::Png)
            .unwrap();
    }

    fn camera(folder: &Path) -> PictureCamera {
        PictureCamera::open(folder).unwrap().with_interval(Duration::ZERO)
    }

    fn next_luma(camera: &mut PictureCamera) -> Option<u8> {
        camera.next_frame().unwrap().map(|frame| frame.pixels()[0])
    }

    #[test]
    fn every_format_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let picture = DynamicImage::ImageRgb8(ImageBuffer::from_fn(64, 48, |x, _| {
            Rgb([if x < 32 { 10 } else { 240 }; 3])
        }));
        for (name, format) in [
            ("a.png", ImageFormat::Png),
            ("a.jpg", ImageFormat::Jpeg),
            ("a.webp", ImageFormat::WebP),
            ("a.bmp", ImageFormat::Bmp),
            ("a.gif", ImageFormat::Gif),
            ("png named.jpg", ImageFormat::Png),
        ] {
            let path = folder.path().join(name);
            picture.save_with_format(&path, format).unwrap();
            let frame = read_picture(&path).unwrap();
            assert_eq!((frame.width_px(), frame.height_px()), (64, 48), "{name}");
            assert!(
                frame.pixels()[5].abs_diff(10) < 8 && frame.pixels()[60].abs_diff(240) < 8,
                "{name}"
            );
        }
    }

    #[test]
    fn transparent_is_white_and_16_bits_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.png");
        let alpha = ImageBuffer::from_fn(3, 1, |x, _| Rgba([0u8, 0, 0, [0, 255, 128][x as usize]]));
        alpha.save(&path).unwrap();
        assert_eq!(read_picture(&path).unwrap().pixels(), [255, 0, 127]);
        ImageBuffer::from_pixel(1, 1, Luma([0x8000u16]))
            .save(&path)
            .unwrap();
        assert_eq!(read_picture(&path).unwrap().pixels(), [128]);
        ImageBuffer::from_pixel(1, 1, LumaA([0u16, 0]))
            .save(&path)
            .unwrap();
        assert_eq!(read_picture(&path).unwrap().pixels(), [255]);
    }

    #[test]
    fn what_is_no_picture_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.png");
        assert!(matches!(read_picture(&path), Err(PictureError::Read(_))));
        assert!(matches!(read_picture(folder.path()), Err(PictureError::Read(_))));
        for bytes in [&b""[..], b"a text", b"\x89PNG\r\n\x1a\nbroken"] {
            fs::write(&path, bytes).unwrap();
            assert!(
                matches!(read_picture(&path), Err(PictureError::Decode(_))),
                "{bytes:?}"
            );
        }
    }

    /// The header alone is enough to refuse: a BMP of 54 bytes that claims 60,000 x 60,000 pixels.
    #[test]
    fn a_picture_that_claims_too_much_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("huge.bmp");
        let mut bmp = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
        bmp.extend(60_000i32.to_le_bytes());
        bmp.extend(60_000i32.to_le_bytes());
        bmp.extend([1, 0, 24, 0]);
        bmp.resize(54, 0);
        fs::write(&path, bmp).unwrap();
        let error = read_picture(&path).unwrap_err();
        assert!(
            matches!(
                error,
                PictureError::TooLarge {
                    width_px: 60_000,
                    height_px: 60_000
                }
            ),
            "{error:?}"
        );
    }

    #[test]
    fn pictures_come_in_the_order_of_their_names_over_and_over() {
        let folder = tempfile::tempdir().unwrap();
        for (name, luma) in [("b.png", 2), ("c.png", 3), ("a.png", 1), (".hidden.png", 9)] {
            one_luma(folder.path(), name, luma);
        }
        fs::create_dir(folder.path().join("aa")).unwrap();
        let mut camera = camera(folder.path());
        assert!(camera.keeps_every_frame());
        let shown: Vec<_> = (0..7).map(|_| next_luma(&mut camera).unwrap()).collect();
        assert_eq!(shown, [1, 2, 3, 1, 2, 3, 1]);
    }

    #[test]
    fn once_ends_after_the_last() {
        let folder = tempfile::tempdir().unwrap();
        one_luma(folder.path(), "a.png", 1);
        one_luma(folder.path(), "b.png", 2);
        let mut camera = camera(folder.path()).once();
        let shown: Vec<_> = (0..4).map(|_| next_luma(&mut camera)).collect();
        assert_eq!(shown, [Some(1), Some(2), None, None]);
    }

    #[test]
    fn each_round_lists_the_folder_anew() {
        let folder = tempfile::tempdir().unwrap();
        one_luma(folder.path(), "b.png", 2);
        let mut camera = camera(folder.path());
        assert_eq!(next_luma(&mut camera), Some(2));
        one_luma(folder.path(), "a.png", 1);
        assert_eq!(next_luma(&mut camera), Some(1));
        assert_eq!(next_luma(&mut camera), Some(2));
        fs::remove_dir_all(folder.path()).unwrap();
        assert!(matches!(camera.next_frame(), Err(CameraError::Unplugged { .. })));
    }

    #[test]
    fn a_file_that_is_no_picture_is_reported_once_and_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let text = folder.path().join("a.txt");
        fs::write(&text, "no picture").unwrap();
        one_luma(folder.path(), "b.png", 2);
        let mut camera = camera(folder.path());
        let error = camera.next_frame().unwrap_err();
        assert!(
            matches!(&error, CameraError::BadFrame { what, .. } if what.ends_with("a.txt")),
            "{error:?}"
        );
        assert_eq!(next_luma(&mut camera), Some(2));
        assert_eq!(next_luma(&mut camera), Some(2));
        one_luma(folder.path(), "a.txt", 1);
        assert_eq!(next_luma(&mut camera), Some(1));
    }

    #[test]
    fn a_folder_without_any_picture_is_an_error_each_round() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), "no picture").unwrap();
        let mut camera = camera(folder.path());
        assert!(matches!(camera.next_frame(), Err(CameraError::BadFrame { .. })));
        for _ in 0..3 {
            assert!(matches!(camera.next_frame(), Err(CameraError::Stream { .. })));
        }
    }

    #[test]
    fn an_empty_or_missing_folder_cannot_be_opened() {
        let folder = tempfile::tempdir().unwrap();
        for path in [folder.path().to_owned(), folder.path().join("missing")] {
            let error = PictureCamera::open(&path).unwrap_err();
            assert!(matches!(error, CameraError::Open { .. }), "{error:?}");
        }
    }
}
