//! Everybody who reads the same frames: ours, and those one could have taken instead.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use einlass_scan::{Cascade, GreyFrame, Sighting};

/// A reader: all texts that it finds in a frame.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    read: fn(&GreyFrame) -> Vec<String>,
}

pub(crate) const PEERS: &[Peer] = &[
    Peer {
        name: "einlass",
        read: einlass,
    },
    Peer {
        name: "einlass-door",
        read: einlass_door,
    },
    #[cfg(feature = "peers")]
    Peer {
        name: "zxing-cpp",
        read: zxing_cpp,
    },
    #[cfg(feature = "peers")]
    Peer {
        name: "zedbar",
        read: zedbar,
    },
    #[cfg(feature = "peers")]
    Peer {
        name: "rxing",
        read: rxing,
    },
    #[cfg(feature = "peers")]
    Peer {
        name: "quircs",
        read: quircs,
    },
    #[cfg(feature = "peers")]
    Peer {
        name: "rqrr",
        read: rqrr,
    },
];

impl Peer {
    /// A peer that panics has read nothing.
    pub(crate) fn read(&self, frame: &GreyFrame) -> Vec<String> {
        catch_unwind(AssertUnwindSafe(|| (self.read)(frame))).unwrap_or_default()
    }
}

/// Most peers give bytes. What is no UTF-8 in the public pictures is Shift JIS, as it was when they were taken.
pub(crate) fn text(bytes: Vec<u8>) -> String {
    let guessed = |error: std::string::FromUtf8Error| {
        let (text, _, is_wrong) = encoding_rs::SHIFT_JIS.decode(error.as_bytes());
        if is_wrong {
            error.as_bytes().iter().map(|&byte| char::from(byte)).collect()
        } else {
            text.into_owned()
        }
    };
    String::from_utf8(bytes).unwrap_or_else(guessed)
}

/// With every look, however long it takes.
fn einlass(frame: &GreyFrame) -> Vec<String> {
    texts(einlass_scan::decode(frame).unwrap_or_default())
}

/// One frame of the stream at the door, with the time that `einlass-devices` gives it.
fn einlass_door(frame: &GreyFrame) -> Vec<String> {
    const BUDGET: Duration = Duration::from_millis(75);
    let start = Instant::now();
    let seen = Cascade::new().decode(frame, &|| start.elapsed() < BUDGET);
    texts(seen.unwrap_or_default().codes)
}

fn texts(sightings: Vec<Sighting>) -> Vec<String> {
    sightings
        .into_iter()
        .map(|sighting| text(sighting.payload))
        .collect()
}

#[cfg(feature = "peers")]
/// With all that it has: harder, rotated, inverted, downscaled.
fn zxing_cpp(frame: &GreyFrame) -> Vec<String> {
    use zxingcpp::{BarcodeFormat, ImageFormat, ImageView};
    let view = ImageView::from_slice(
        frame.pixels(),
        frame.width_px() as i32,
        frame.height_px() as i32,
        ImageFormat::Lum,
    );
    let read = view.and_then(|view| zxingcpp::read().formats([BarcodeFormat::QRCode]).from(view));
    read.map(|codes| codes.into_iter().map(|code| code.text()).collect())
        .unwrap_or_default()
}

#[cfg(feature = "peers")]
/// With all its retries.
fn zedbar(frame: &GreyFrame) -> Vec<String> {
    let config = zedbar::DecoderConfig::new()
        .enable(zedbar::config::QrCode)
        .test_inverted(true)
        .retry_undecoded_regions(true)
        .retry_downscaled(true)
        .retry_smoothed(true);
    let Ok(mut image) = zedbar::Image::from_gray(frame.pixels(), frame.width_px(), frame.height_px()) else {
        return Vec::new();
    };
    let symbols = zedbar::Scanner::with_config(config).scan(&mut image);
    symbols
        .into_iter()
        .map(|symbol| text(symbol.data().to_vec()))
        .collect()
}

#[cfg(feature = "peers")]
fn rxing(frame: &GreyFrame) -> Vec<String> {
    let mut hints = rxing::DecodeHints {
        AlsoInverted: Some(true),
        ..Default::default()
    };
    let read = rxing::helpers::detect_in_luma_slice_with_hints(
        frame.pixels(),
        frame.width_px(),
        frame.height_px(),
        Some(rxing::BarcodeFormat::QR_CODE),
        &mut hints,
    );
    read.map(|code| vec![code.getText().to_owned()])
        .unwrap_or_default()
}

#[cfg(feature = "peers")]
fn quircs(frame: &GreyFrame) -> Vec<String> {
    let mut quirc = quircs::Quirc::default();
    let codes = quirc.identify(
        frame.width_px() as usize,
        frame.height_px() as usize,
        frame.pixels(),
    );
    codes
        .filter_map(|code| code.ok()?.decode().ok())
        .map(|data| text(data.payload))
        .collect()
}

#[cfg(feature = "peers")]
/// As it comes.
fn rqrr(frame: &GreyFrame) -> Vec<String> {
    let (width, height) = (frame.width_px() as usize, frame.height_px() as usize);
    let mut picture =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| frame.pixels()[y * width + x]);
    let grids = picture.detect_grids();
    grids
        .iter()
        .filter_map(|grid| {
            let mut payload = Vec::new();
            grid.decode_to(&mut payload).ok()?;
            Some(text(payload))
        })
        .collect()
}
