//! What journeys and fault tests stand on: the real binaries, a venue made of folders, and the real window on a display
//! of its own.
//!
//! Not a double of anything: programs are started as a person would start them. It panics where something goes wrong,
//! because its only callers are tests. It is a crate so that all test targets share it.

mod album;
mod answer;
mod around;
mod binary;
mod broken;
mod broker;
mod contact;
mod display;
mod folder;
mod mail_server;
mod paper;
mod process;
mod random;
mod run;
mod small_disk;
pub mod traces;
mod venue;
mod window;

pub use album::Album;
pub use answer::Answer;
pub use around::{Around, Faults};
pub use binary::binary;
pub use broken::{PAGE_BYTES, overwrite_note_of_last_close, overwrite_page, root_page_of};
pub use broker::{Broker, Listener};
pub use contact::{Address, Contact};
pub use display::Display;
pub use folder::{content_of, copy_folder};
pub use mail_server::{Mail, MailServer};
pub use paper::{codes_on_paper, words_on_paper};
pub use process::{ProcessGroup, wait_until};
pub use random::Random;
pub use run::{OnInside, Run, Verdict};
pub use small_disk::SmallDisk;
pub use venue::{PASSPHRASE, Pass, Venue};
pub use window::Window;
