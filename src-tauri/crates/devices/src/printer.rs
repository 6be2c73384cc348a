//! Printers: which one, and getting a job to it in a bounded time.
//!
//! Network, USB and serial printers differ only in how they are opened and what their driver holds back; the questions, the
//! loop that hands over a job and the wait for its end are the same. The paper printer needs no device.

mod line;
mod paper;
mod serial;
mod talk;
mod target;
mod tcp;
mod usb;

pub use paper::PaperPrinter;
pub use serial::SerialPrinter;
pub use target::{PrinterTarget, PrinterTargetError};
pub use tcp::TcpPrinter;
pub use usb::UsbPrinter;
