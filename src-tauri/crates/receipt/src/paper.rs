//! The paper that comes out: a printer job's bytes drawn in dots, one to one.
//!
//! It understands the part of ESC/POS (Epson, ESC/POS Command Reference) that receipts are made of, not only what this
//! crate's own jobs send, and nothing but the bytes: a code is drawn from the data stored in the job. A byte that it does
//! not understand is an error and never guessed at, because a printer would print something else than the picture shows.

mod command;
mod glyph;
mod picture;
mod press;
#[cfg(test)]
pub(crate) mod reading;

pub use picture::{PaperPicture, png};

use crate::{PrinterProfile, ReceiptError};
use command::Commands;
use press::Press;

/// Draws what a printer of `profile` makes of `job`.
///
/// Lines are 30 dots apart (`ESC 2`), the top is the first printed dot. Fails at the first command that is unknown or cut
/// short, at a code that cannot be encoded or does not fit, and at more paper than [`PaperPicture::LIMIT_DOTS`].
pub fn draw(job: &[u8], profile: &PrinterProfile) -> Result<PaperPicture, ReceiptError> {
    let mut press = Press::new(profile);
    for step in Commands::of(job) {
        let (offset, command) = step?;
        press.run(offset, command)?;
    }
    press.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PROFILE: PrinterProfile = PrinterProfile::EPSON_80MM;

    fn drawn(job: &[u8]) -> PaperPicture {
        draw(job, &PROFILE).unwrap()
    }

    /// Columns of the first and last dark dot.
    fn extent(picture: &PaperPicture) -> Option<(usize, usize)> {
        let mut dark = (0..picture.height_dots())
            .flat_map(|y| (0..picture.width_dots()).map(move |x| (x, y)))
            .filter(|&(x, y)| picture.is_dark(x, y))
            .map(|(x, _)| x);
        let first = dark.next()?;
        Some(dark.fold((first, first), |(low, high), x| (low.min(x), high.max(x))))
    }

    #[test]
    fn text_stands_where_it_is_told_to() {
        let (left, right) = extent(&drawn(b"\x1B@HHHH\n")).unwrap();
        assert!(right < 4 * 12, "{left}..{right}");
        let (left, right) = extent(&drawn(b"\x1B@\x1Ba\x02HHHH\n")).unwrap();
        assert!(left >= 576 - 4 * 12, "{left}..{right}");
        let (left, right) = extent(&drawn(b"\x1B@\x1Ba\x01HHHH\n")).unwrap();
        assert!(left >= 288 - 24 && right < 288 + 24, "{left}..{right}");
    }

    #[test]
    fn text_is_as_large_as_it_is_told_to_be() {
        let width = |job: &[u8]| extent(&drawn(job)).map(|(left, right)| right - left).unwrap();
        let plain = width(b"HHHH\n");
        assert!(width(b"\x1D!\x11HHHH\n").abs_diff(2 * plain) <= 4);
        assert!(width(b"\x1B!\x20HHHH\n").abs_diff(2 * plain) <= 4);
        assert_eq!(drawn(b"\x1D!\x02H\n").height_dots(), 72);
        assert!(width(b"\x1BM\x01HHHH\n") < plain);
    }

    #[test]
    fn bold_is_darker_and_reverse_is_dark_where_plain_is_light() {
        let dark = |job: &[u8]| {
            let picture = drawn(job);
            picture.luma().iter().filter(|&&luma| luma == 0).count()
        };
        assert!(dark(b"\x1BE\x01HHHH\n") > dark(b"HHHH\n"));
        assert_eq!(dark(b"\x1DB\x01HHHH\n"), 4 * 12 * 24 - dark(b"HHHH\n"));
        assert!(dark(b"\x1B-\x01HHHH\n") > dark(b"HHHH\n"));
    }

    #[test]
    fn the_code_page_decides_what_a_byte_prints() {
        let page_858 = drawn(b"\x1Bt\x13\x81\n");
        let unknown = drawn(b"\x1Bt\x00\x81\n");
        assert_ne!(page_858.luma(), unknown.luma());
        assert_ne!(page_858.luma(), drawn(b"u\n").luma());
    }

    #[test]
    fn a_line_that_is_full_continues_on_the_next() {
        assert_eq!(drawn(&[b'x'; 48]).height_dots(), 30);
        assert_eq!(drawn(&[b'x'; 49]).height_dots(), 60);
    }

    #[test]
    fn feeds_and_cut_move_the_paper() {
        assert_eq!(drawn(b"\x1Bd\x05").height_dots(), 150);
        assert_eq!(drawn(b"x\x1Bd\x05").height_dots(), 150);
        assert_eq!(drawn(b"\x1BJ\x07").height_dots(), 7);
        assert_eq!(drawn(b"\x1B3\x28\n\x1B2\n").height_dots(), 70);
        assert!(drawn(b"\n\x1DVB\x00").height_dots() > 30);
    }

    #[test]
    fn raster_dots_are_drawn_one_to_one() {
        let picture = drawn(b"\x1Dv0\x00\x02\x00\x02\x00\x80\x01\x00\xFF");
        let row = |y| {
            (0..16)
                .map(|x| if picture.is_dark(x, y) { '#' } else { '.' })
                .collect::<String>()
        };
        assert_eq!(
            (row(0), row(1)),
            ("#..............#".to_owned(), "........########".to_owned())
        );
        assert_eq!(picture.height_dots(), 2);
    }

    #[test]
    fn a_byte_that_is_not_understood_is_named() {
        let error = |job: &[u8]| draw(job, &PROFILE).unwrap_err();
        assert!(matches!(
            error(b"ab\x1B\x01"),
            ReceiptError::UnknownCommand { offset: 3, byte: 1 }
        ));
        assert!(matches!(
            error(b"\x07"),
            ReceiptError::UnknownCommand { offset: 0, byte: 7 }
        ));
        assert!(matches!(
            error(b"\x1Ba\x09"),
            ReceiptError::UnknownCommand { offset: 2, byte: 9 }
        ));
        assert!(matches!(error(b"x\x1B"), ReceiptError::CutShort { offset: 1 }));
        assert!(matches!(
            error(b"\x1Dv0\x00\x48\x00\x08\x00abc"),
            ReceiptError::CutShort { offset: 0 }
        ));
        assert!(matches!(
            error(b"\x1D(k\x03\x001Q0"),
            ReceiptError::NoCodeStored { offset: 0 }
        ));
        // Model 1 is what `escpos` selects by default, and what newer scanners do not read.
        assert!(matches!(
            error(b"\x1D(k\x04\x001A1\x00"),
            ReceiptError::UnknownCommand {
                offset: 7,
                byte: b'1'
            }
        ));
    }

    #[test]
    fn paper_is_not_endless() {
        let job: Vec<u8> = b"\x1Bd\xFF".iter().copied().cycle().take(3 * 1000).collect();
        assert!(matches!(
            draw(&job, &PROFILE),
            Err(ReceiptError::PictureTooLarge { .. })
        ));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(job in prop::collection::vec(any::<u8>(), 0..400)) {
            drop(draw(&job, &PROFILE));
        }

        /// Random bytes seldom start a command, so these begin with real ones.
        #[test]
        fn no_parameters_make_it_panic(
            steps in prop::collection::vec(
                (
                    prop::sample::select(vec![
                        &b"\x1B!"[..], b"\x1D!", b"\x1Ba", b"\x1Bd", b"\x1BJ", b"\x1B3", b"\x1BM", b"\x1Bt", b"\x1DB",
                        b"\x1B-", b"\x1BE", b"\x1DV", b"\x1Dv0\x00", b"\x1D(k", b"\x1D(k\x03\x001C",
                        b"\x1D(k\x03\x001E", b"\x1D(k\x06\x001P0abc", b"\x1D(k\x03\x001Q0", b"\n", b"text",
                    ]),
                    prop::collection::vec(any::<u8>(), 0..4),
                ),
                0..30,
            ),
        ) {
            let job: Vec<u8> = steps.iter().flat_map(|(start, rest)| [start, rest.as_slice()].concat()).collect();
            drop(draw(&job, &PROFILE));
        }
    }
}
