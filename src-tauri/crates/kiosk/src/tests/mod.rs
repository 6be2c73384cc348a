//! The door and the kiosk, on a real ledger in a folder of their own.

mod entrance;
mod kiosk;
