use qrcode::types::QrError;
use thiserror::Error;

/// Why a receipt could not be made or drawn.
#[derive(Debug, Error)]
pub enum ReceiptError {
    /// The bytes of the job could not be composed.
    #[error("the printer job could not be composed")]
    Compose(#[source] escpos::errors::PrinterError),
    /// A code is empty or has a character that is not printable ASCII.
    #[error("the text of a code must be printable ASCII and not empty")]
    CodeText,
    /// A code's text has no QR symbol, for example because it is too long.
    #[error("the text does not fit a QR code")]
    CodeEncode(#[source] QrError),
    /// A code is wider than the paper at the smallest module that scanners read from thermal paper.
    #[error("a code of {modules} modules does not fit {width_dots} dots")]
    CodeTooWide {
        /// Modules along one side, without the quiet zone.
        modules: usize,
        /// The printable width in dots.
        width_dots: usize,
    },
    /// A code does not fit a sheet at the smallest module that cameras read from paper at arm's length.
    #[error("a code of {modules} modules needs {needed_mm:.1} mm, and the sheet has {room_mm:.1} mm for it")]
    CodeTooWideForSheet {
        /// Modules along one side, without the quiet zone.
        modules: usize,
        /// The smallest side of the code with its quiet zone.
        needed_mm: f32,
        /// The room within the margins.
        room_mm: f32,
    },
    /// A background is neither PNG nor JPEG.
    #[error("a background picture is a PNG or JPEG file, and this is none")]
    BackgroundFormat,
    /// A background is damaged or too large.
    #[error("the background picture cannot be read")]
    BackgroundRead(#[source] image::ImageError),
    /// A picture of a sheet would be too coarse for its code, or too large.
    #[error("a picture has {least} to {most} pixels an inch")]
    Resolution {
        /// The fewest pixels an inch.
        least: u16,
        /// The most pixels an inch.
        most: u16,
    },
    /// The picture of a sheet could not be written as PNG.
    #[error("the sheet could not be written as PNG")]
    WritePng(#[source] png::EncodingError),
    /// A key was not given as 24 words that are printed as they are.
    #[error("a key on paper needs 24 words of letters that the printer has")]
    KeyWords,
    /// A hash was not given as 64 hexadecimal digits.
    #[error("a hash on paper needs 64 hexadecimal digits")]
    Hash,
    /// A picture would be larger than this crate is willing to make.
    #[error("the picture would be larger than {limit_px} pixels a side")]
    PictureTooLarge {
        /// The longest side that is drawn, in pixels.
        limit_px: usize,
    },
    /// A job has a byte where no command that can be drawn has it.
    #[error("byte {byte:#04x} at offset {offset} belongs to no known printer command")]
    UnknownCommand {
        /// Bytes from the start of the job.
        offset: usize,
        /// The byte that was not understood.
        byte: u8,
    },
    /// A job ends in the middle of a command.
    #[error("the job ends inside the command at offset {offset}")]
    CutShort {
        /// Bytes from the start of the job to the command.
        offset: usize,
    },
    /// A job prints a code although it has not stored one.
    #[error("the command at offset {offset} prints a code, but none was stored")]
    NoCodeStored {
        /// Bytes from the start of the job to the command.
        offset: usize,
    },
    /// A picture could not be written as PNG.
    #[error("the picture could not be written as PNG")]
    EncodePng(#[source] image::ImageError),
}
