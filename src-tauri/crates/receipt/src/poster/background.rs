//! The picture behind a poster: read, turned the right way up, made pale.

use std::io::Cursor;
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage};

use crate::ReceiptError;

/// How much of the picture is left under the white, of 255: black becomes a grey of 204, on which black letters have a contrast of
/// 13:1, more than the 7:1 of WCAG 2.2, 1.4.6.
const LEFT_OF_255: u16 = 51;

/// The finest picture that is kept: behind white and letters more is not seen, and only makes files large.
const MOST_DPI: f32 = 150.0;

/// The longest side of a file's picture, in pixels, and what its pixels may take, in bytes.
const LONGEST_PX: u32 = 12_000;
const MOST_BYTES: u64 = 512 << 20;

/// Of 100.
const JPEG_QUALITY: u8 = 85;

/// A picture that can be laid behind a poster.
#[derive(Clone)]
pub struct Background {
    picture: RgbImage,
}

/// Says how large it is and not what is on it.
impl std::fmt::Debug for Background {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (width, height) = self.picture.dimensions();
        write!(f, "Background({width} x {height} px)")
    }
}

impl Background {
    /// Reads the bytes of a PNG or JPEG file. What is transparent becomes white; a photograph is turned as its Exif data says, and
    /// nothing else of these (camera, place) is kept.
    ///
    /// # Errors
    /// [`ReceiptError::BackgroundFormat`] for other files, [`ReceiptError::BackgroundRead`] for damaged ones and for pictures of
    /// more than 12,000 pixels a side.
    pub fn read(bytes: &[u8]) -> Result<Self, ReceiptError> {
        let mut reader = match image::guess_format(bytes) {
            Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg)) => {
                ImageReader::with_format(Cursor::new(bytes), format)
            }
            Ok(_) | Err(_) => return Err(ReceiptError::BackgroundFormat),
        };
        let mut limits = Limits::no_limits();
        limits.max_image_width = Some(LONGEST_PX);
        limits.max_image_height = Some(LONGEST_PX);
        limits.max_alloc = Some(MOST_BYTES);
        reader.limits(limits);
        let mut decoder = reader.into_decoder().map_err(ReceiptError::BackgroundRead)?;
        // A photograph that does not say how it was held was held upright.
        let held = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let mut picture = DynamicImage::from_decoder(decoder).map_err(ReceiptError::BackgroundRead)?;
        picture.apply_orientation(held);
        Ok(Self {
            picture: on_white(&picture),
        })
    }

    /// The part that fills a sheet of this size (mm), from the middle of the picture, pale.
    pub(super) fn fill(&self, (width_mm, height_mm): (f32, f32)) -> Backdrop {
        let (width, height) = self.picture.dimensions();
        let aspect = width_mm / height_mm;
        let part_width = (height as f32 * aspect).round().clamp(1.0, width as f32) as u32;
        let part_height = (width as f32 / aspect).round().clamp(1.0, height as f32) as u32;
        let (left, top) = ((width - part_width) / 2, (height - part_height) / 2);
        let part = image::imageops::crop_imm(&self.picture, left, top, part_width, part_height);
        let most_px = |mm: f32| (mm / super::MM_PER_INCH * MOST_DPI).ceil().max(1.0) as u32;
        let mut pale = if part_width > most_px(width_mm) {
            let (width, height) = (most_px(width_mm), most_px(height_mm));
            image::imageops::resize(&*part, width, height, FilterType::Triangle)
        } else {
            part.to_image()
        };
        for Rgb(channels) in pale.pixels_mut() {
            *channels = channels.map(|channel| whitened(channel, LEFT_OF_255));
        }
        Backdrop {
            picture: Arc::new(pale),
        }
    }
}

/// The picture behind sheets of one size, which it fills. Sheets that belong together share it.
#[derive(Clone)]
pub(super) struct Backdrop {
    pub(super) picture: Arc<RgbImage>,
}

impl Backdrop {
    /// Whether both are one and the same, not only alike.
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.picture, &other.picture)
    }

    /// As a JPEG file (ITU-T T.81), three colours of eight bits.
    pub(super) fn jpeg(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)
            .encode_image(&*self.picture)
            .expect("memory takes it, and a sheet at 150 dpi is within what JPEG can be");
        bytes
    }
}

fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let seen = picture.to_rgba8();
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [channels @ .., alpha] = seen.get_pixel(x, y).0;
        Rgb(channels.map(|channel| whitened(channel, alpha.into())))
    })
}

/// A channel of which `left` of 255 is seen under white.
fn whitened(channel: u8, left: u16) -> u8 {
    let dark = u16::from(255 - channel) * left / 255;
    255 - dark as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::poster::sample;

    #[test]
    fn a_picture_is_pale_and_fills_the_sheet_from_its_middle() {
        // A black picture with a red stripe in the middle.
        let stripe = sample::picture(300, 100, ImageFormat::Png, |x, _| match x {
            100..200 => [255, 0, 0],
            _ => [0, 0, 0],
        });
        let backdrop = Background::read(&stripe).unwrap().fill((210.0, 297.0));
        let (width, height) = backdrop.picture.dimensions();
        assert_eq!((width, height), (71, 100));
        assert!(backdrop.picture.pixels().all(|pixel| pixel.0 == [255, 204, 204]));
    }

    #[test]
    fn a_large_picture_is_kept_no_finer_than_can_be_seen() {
        let large = sample::picture(3000, 2000, ImageFormat::Jpeg, |x, y| [x as u8, y as u8, 7]);
        let backdrop = Background::read(&large).unwrap().fill((37.0, 26.0));
        assert_eq!(backdrop.picture.dimensions(), (219, 154));
        assert!(
            backdrop
                .picture
                .pixels()
                .all(|pixel| pixel.0.iter().all(|&c| c >= 204))
        );
    }

    #[test]
    fn what_is_transparent_is_white() {
        let mut clear = image::RgbaImage::new(4, 4);
        clear.put_pixel(0, 0, image::Rgba([0, 0, 0, 255]));
        let mut bytes = Cursor::new(Vec::new());
        clear.write_to(&mut bytes, ImageFormat::Png).unwrap();
        let picture = Background::read(bytes.get_ref()).unwrap().picture;
        assert_eq!(picture.get_pixel(0, 0).0, [0; 3]);
        assert_eq!(picture.get_pixel(1, 0).0, [255; 3]);
    }

    #[test]
    fn a_photograph_is_turned_as_it_was_held() {
        let photo = sample::picture(40, 20, ImageFormat::Jpeg, |_, _| [9, 9, 9]);
        // An Exif segment that says 6, *turned right* (CIPA DC-008, 4.6.4), behind the start of the file.
        let exif = b"\xFF\xE1\x00\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let held = [&photo[..2], exif, &photo[2..]].concat();
        let size = |bytes: &[u8]| Background::read(bytes).unwrap().picture.dimensions();
        assert_eq!((size(&photo), size(&held)), ((40, 20), (20, 40)));
    }

    #[test]
    fn what_is_no_picture_is_refused_in_words() {
        for other in [&b"%PDF-1.7"[..], b"", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8 "] {
            assert!(matches!(
                Background::read(other),
                Err(ReceiptError::BackgroundFormat)
            ));
        }
        let whole = sample::picture(30, 30, ImageFormat::Png, |_, _| [1, 2, 3]);
        let broken = Background::read(&whole[..whole.len() / 2]).unwrap_err();
        assert!(matches!(broken, ReceiptError::BackgroundRead(_)));
        assert_eq!(broken.to_string(), "the background picture cannot be read");
        let wide = sample::picture(LONGEST_PX + 1, 1, ImageFormat::Png, |_, _| [1, 2, 3]);
        assert!(matches!(
            Background::read(&wide),
            Err(ReceiptError::BackgroundRead(image::ImageError::Limits(_)))
        ));
    }
}
