//! What a venue may change about the screen: one colour, its logo, and two pages of its own. Read once, from a folder that the
//! owner fills.
//!
//! A logo comes from a designer and may be anything. It is looked at here, as far as this is needed to say what is wrong with it;
//! the screen shows it only as an `<img>`, in which WebKit runs no script and loads nothing.

mod page;

use std::{
    fs::File,
    io::{self, Read},
    num::ParseIntError,
    path::Path,
    str::FromStr,
};

use serde::Deserialize;
use thiserror::Error;

pub use self::page::{MOST_PAGES, UnfitPage, VenuePage, Worded};
use self::page::{PageFile, read_pages};

/// The file that names colour and logo.
const LOOK_FILE: &str = "look.json";
const LARGEST_LOOK_BYTES: u64 = 4 * 1024;
/// It is sent to the screen as one text.
const LARGEST_LOGO_BYTES: u64 = 256 * 1024;
/// A small file may unfold into a picture that no memory holds.
const LARGEST_PICTURE_PX: u32 = 4_096;

/// The venue's look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The colour of buttons and signs, as the venue has it; the screen makes it readable.
    pub accent: Option<Colour>,
    /// The picture beside the venue's name.
    pub logo: Option<Logo>,
    /// What is shown to whoever is inside, at most two.
    pub pages: Vec<VenuePage>,
    /// The pictures of the pages, each a PNG of at most 1 MiB.
    pub pictures: Vec<Vec<u8>>,
}

/// A colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    /// Red, green, blue.
    pub rgb: [u8; 3],
}

/// A logo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// What the bytes are.
    pub kind: LogoKind,
    /// The file, at most 256 KiB.
    pub bytes: Vec<u8>,
}

/// What a logo may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogoKind {
    /// Portable Network Graphics (ISO/IEC 15948).
    Png,
    /// Scalable Vector Graphics.
    Svg,
}

/// Width and height of the screen's picture as it is mounted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScreenSize {
    /// From left to right, in millimetres.
    pub width_mm: u32,
    /// From top to bottom, in millimetres.
    pub height_mm: u32,
}

/// Why a look is not used.
#[derive(Debug, Error)]
pub enum LookError {
    /// The file cannot be read.
    #[error("{file} cannot be read")]
    File {
        /// Which.
        file: String,
        /// Why.
        source: io::Error,
    },
    /// The file is too large.
    #[error("{file} is larger than {most_bytes} bytes")]
    TooLarge {
        /// Which.
        file: String,
        /// What it may have.
        most_bytes: u64,
    },
    /// The file does not say what it should.
    #[error(
        "look.json is not understood; it takes \"accent\": \"#rrggbb\", \"logo\": \"FILE\" and \"pages\": [{{ \"title\": {{ \"de\": \"…\" }}, \"text\" or \"picture\": {{ \"de\": \"FILE\" }} }}]"
    )]
    NotUnderstood(#[source] serde_json::Error),
    /// Not a colour.
    #[error("{0:?} is no colour; a colour is #rrggbb")]
    NotAColour(String),
    /// The logo's name leads out of the folder.
    #[error("the logo has to lie in the folder of the look, under a plain name")]
    LogoElsewhere,
    /// Neither PNG nor SVG.
    #[error("the logo is neither PNG nor SVG")]
    LogoKind,
    /// A PNG with too many pixels, or none.
    #[error(
        "a picture has {width_px} x {height_px} pixels; it may have up to {LARGEST_PICTURE_PX} in each direction"
    )]
    Pixels {
        /// Its width.
        width_px: u32,
        /// Its height.
        height_px: u32,
    },
    /// An SVG that declares entities: a few lines of them unfold into gigabytes.
    #[error("the logo has a document type declaration; please save it as a plain SVG")]
    LogoEntities,
    /// More pages than the screen has room for.
    #[error("there may be up to {MOST_PAGES} pages")]
    TooManyPages,
    /// One of the pages is not as it should be.
    #[error("page {number}: {why}")]
    Page {
        /// Which, from 1.
        number: usize,
        /// Why.
        why: UnfitPage,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LookFile {
    accent: Option<String>,
    logo: Option<String>,
    #[serde(default)]
    pages: Vec<PageFile>,
}

impl Look {
    /// Reads `look.json` in `folder`, and the files that it names.
    ///
    /// # Errors
    /// When anything in it is not as it should be; then nothing of it is used.
    pub fn read(folder: &Path) -> Result<Self, LookError> {
        let text = read(folder, LOOK_FILE, LARGEST_LOOK_BYTES)?;
        let file: LookFile = serde_json::from_slice(&text).map_err(LookError::NotUnderstood)?;
        let (pages, pictures) = read_pages(folder, file.pages)?;
        Ok(Self {
            accent: file.accent.map(|text| text.parse()).transpose()?,
            logo: file.logo.map(|name| Logo::read(folder, &name)).transpose()?,
            pages,
            pictures,
        })
    }
}

impl Logo {
    fn read(folder: &Path, name: &str) -> Result<Self, LookError> {
        if !is_plain_name(name) {
            return Err(LookError::LogoElsewhere);
        }
        let bytes = read(folder, name, LARGEST_LOGO_BYTES)?;
        let kind = kind_of(&bytes)?;
        Ok(Self { kind, bytes })
    }
}

impl FromStr for Colour {
    type Err = LookError;

    fn from_str(text: &str) -> Result<Self, LookError> {
        let hex = text.strip_prefix('#').filter(|hex| hex.len() == 6);
        let hex = hex.filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let number = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let [_, rgb @ ..] = number
            .ok_or_else(|| LookError::NotAColour(text.to_owned()))?
            .to_be_bytes();
        Ok(Self { rgb })
    }
}

/// Why a text is no size of a screen.
#[derive(Debug, Error)]
pub enum ScreenSizeError {
    /// Not two numbers.
    #[error("the size is WIDTHxHEIGHT in whole millimetres, such as 299x531")]
    NotASize(#[source] Option<ParseIntError>),
    /// No screen is so small or so large.
    #[error("a screen measures 50 to 3000 mm in each direction")]
    NotAScreen,
}

impl FromStr for ScreenSize {
    type Err = ScreenSizeError;

    fn from_str(text: &str) -> Result<Self, ScreenSizeError> {
        let (width, height) = text.split_once('x').ok_or(ScreenSizeError::NotASize(None))?;
        let millimetres = |text: &str| {
            text.parse()
                .map_err(|error| ScreenSizeError::NotASize(Some(error)))
        };
        let size = Self {
            width_mm: millimetres(width)?,
            height_mm: millimetres(height)?,
        };
        let is_a_screen = |mm| (50..=3_000).contains(&mm);
        if is_a_screen(size.width_mm) && is_a_screen(size.height_mm) {
            Ok(size)
        } else {
            Err(ScreenSizeError::NotAScreen)
        }
    }
}

fn is_plain_name(name: &str) -> bool {
    Path::new(name).file_name().is_some_and(|plain| plain == name)
}

fn read(folder: &Path, name: &str, most_bytes: u64) -> Result<Vec<u8>, LookError> {
    let file = || name.to_owned();
    let opened = File::open(folder.join(name)).map_err(|source| LookError::File { file: file(), source })?;
    let mut bytes = Vec::new();
    // One more than allowed, and not what the file claims to have.
    let read = opened.take(most_bytes + 1).read_to_end(&mut bytes);
    read.map_err(|source| LookError::File { file: file(), source })?;
    if bytes.len() as u64 > most_bytes {
        return Err(LookError::TooLarge {
            file: file(),
            most_bytes,
        });
    }
    Ok(bytes)
}

fn kind_of(bytes: &[u8]) -> Result<LogoKind, LookError> {
    // ISO/IEC 15948, 5.2 and 11.2.2: the signature, then the header with width and height at offset 16.
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let at = |from: usize| -> Option<u32> {
            Some(u32::from_be_bytes(bytes.get(from..from + 4)?.try_into().ok()?))
        };
        let (width_px, height_px) = at(16).zip(at(20)).ok_or(LookError::LogoKind)?;
        let is_drawable = |px| (1..=LARGEST_PICTURE_PX).contains(&px);
        return if is_drawable(width_px) && is_drawable(height_px) {
            Ok(LogoKind::Png)
        } else {
            Err(LookError::Pixels { width_px, height_px })
        };
    }
    let text = std::str::from_utf8(bytes).map_err(|_| LookError::LogoKind)?;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !(text.starts_with("<svg") || text.starts_with("<?xml") || text.starts_with("<!"))
        || !text.contains("<svg")
    {
        return Err(LookError::LogoKind);
    }
    let upper = text.to_ascii_uppercase();
    if upper.contains("<!DOCTYPE") || upper.contains("<!ENTITY") {
        return Err(LookError::LogoEntities);
    }
    Ok(LogoKind::Svg)
}
