//! The camera's picture on its way to the screen: small, with the place of the code in it.

use einlass_devices::scanner::{CodePlace, Picture};

/// The preview is drawn this wide at most, in pixels: enough to aim with, little to send.
const WIDTH_PX: u32 = 640;

/// Width and height (u16); whether there is a place (u16: 0 none, 1 of a code found, 2 of one read) and its corners (four times x and y,
/// i16, in pixels of this picture, all zero without a place); then a byte of luma a pixel. All numbers are little-endian.
pub(crate) fn bytes(picture: &Picture) -> Vec<u8> {
    let frame = picture.frame.preview(WIDTH_PX);
    let short = |px: u32| u16::try_from(px).unwrap_or(u16::MAX);
    let scale = f64::from(frame.width_px()) / f64::from(picture.frame.width_px());
    // A float becomes the nearest number that there is.
    let along = |px: i32| (f64::from(px) * scale).round() as i16;
    let (kind, corners) = match picture.place {
        None => (0, [(0, 0); 4]),
        Some(CodePlace { corners, is_read }) => (1 + u16::from(is_read), corners),
    };
    let mut bytes = Vec::with_capacity(22 + frame.pixels().len());
    for number in [short(frame.width_px()), short(frame.height_px()), kind] {
        bytes.extend(number.to_le_bytes());
    }
    for px in corners.into_iter().flat_map(|(x, y)| [x, y]) {
        bytes.extend(along(px).to_le_bytes());
    }
    bytes.extend(frame.pixels());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use einlass_devices::scanner::GreyFrame;

    fn picture(width_px: u32, place: Option<CodePlace>) -> Picture {
        Picture {
            frame: GreyFrame::new(width_px, 2, vec![7; 2 * width_px as usize]).unwrap(),
            place,
        }
    }

    #[test]
    fn a_picture_without_a_code_has_no_place() {
        let bytes = bytes(&picture(3, None));
        assert_eq!(bytes[..6], [3, 0, 2, 0, 0, 0]);
        assert_eq!(bytes[6..22], [0; 16]);
        assert_eq!(bytes[22..], [7; 6]);
    }

    #[test]
    fn a_place_is_scaled_with_its_picture() {
        let corners = [(-4, 6), (2_000, 6), (2_000, 600), (1_000_000, -1_000_000)];
        let place = |is_read| Some(CodePlace { corners, is_read });
        let found = bytes(&picture(1280, place(false)));
        assert_eq!(found[..6], [0x80, 2, 1, 0, 1, 0]);
        let numbers: Vec<i16> = found[6..22]
            .chunks(2)
            .map(|two| i16::from_le_bytes([two[0], two[1]]))
            .collect();
        assert_eq!(numbers, [-2, 3, 1_000, 3, 1_000, 300, i16::MAX, i16::MIN]);
        assert_eq!(bytes(&picture(1280, place(true)))[4], 2);
    }
}
