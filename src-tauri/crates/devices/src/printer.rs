//! Printers: which one, and getting a job to it in a bounded time.
//!
//! Network, USB and serial printers differ only in how they are opened and how they are known to have taken everything; the
//! question for paper and the loop that hands over a job are the same. The paper printer needs no device.

mod line;
mod paper;
mod serial;
mod target;
mod tcp;
mod usb;

pub use paper::PaperPrinter;
pub use serial::SerialPrinter;
pub use target::{PrinterTarget, PrinterTargetError};
pub use tcp::TcpPrinter;
pub use usb::UsbPrinter;
