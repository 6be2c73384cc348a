//! The papers: what is printed, as the bytes a printer understands and as a picture of what these bytes print; and the sheets that
//! other printers print, as PDF, SVG and PNG.
//!
//! Not here: sockets, files and devices (`devices` sends the bytes), and the decision who gets a paper (`kiosk`). It is a
//! crate of its own because typed text becomes printer commands here, and because the picture can only be trusted as
//! long as it is drawn from the bytes alone.

mod certificate;
mod code;
mod code_page;
mod compose;
mod drawer;
mod drawing;
mod error;
mod fonts;
mod job;
mod memory;
mod owner_key;
mod pass;
mod port;
mod poster;
mod profile;
mod roll_call;
#[cfg(test)]
mod samples;
mod sheet;
mod status;
mod style;
mod text;
mod typeset;

pub mod paper;

pub use certificate::{CertificatePaper, certificate_job};
pub use code::{CodeOutline, code_outline, code_png};
pub use drawer::{DrawerPin, DrawerPulse};
pub use error::ReceiptError;
pub use owner_key::{OwnerKeyPaper, ShareOfKey, owner_key_job};
pub use pass::{PassPaper, pass_job};
pub use port::{Delivery, Printer, PrinterError};
pub use poster::{
    Background, Orientation, PaperFormat, Poster, PosterLook, PosterSheet, SheetFormat, UnknownFormat,
    poster_pdf,
};
pub use profile::{PrinterProfile, Tells, WhenDone};
pub use roll_call::{Occasion, RollCallPaper, RollCallRow, RollCallZone, WhoIsThere, roll_call_jobs};
pub use status::{AskedJob, Hearing, Obstacle, PrinterState, Saying, StatusRequest};
pub use text::PrinterText;
