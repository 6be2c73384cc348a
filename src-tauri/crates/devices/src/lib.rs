//! The machine's eyes, hands and voice: cameras, the scanner that watches one, printers, gates, speech. The only code that opens a
//! device.
//!
//! Each adapter keeps its driver's surprises to itself (a read that never returns, a panic, a picture half delivered) and
//! speaks the words of the pure crate whose port it implements. It is not the reader of codes (`einlass-scan`) nor the maker
//! of receipts (`einlass-receipt`), and it decides nothing about visits. It is separate so that everything above it runs on
//! a machine without any device: the picture camera and the paper printer here are adapters like the others.

pub mod camera;
pub mod gate;
pub mod hand_scanner;
pub mod printer;
pub mod scanner;
pub mod speech;
