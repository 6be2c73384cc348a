//! The vocabulary of an entrance and its decisions: PIN-ID, pass, contact, visit, event, the fold, admission.
//!
//! Not here: keys and ciphers (`vault`), storage (`ledger`), anything that reads a clock, a file or a socket. It is a crate
//! of its own so that the rules of the door can be read, tested and proved without a machine around them.

pub mod admission;
pub mod backoff;
pub mod card;
pub mod confirmation;
pub mod contact;
pub mod event;
pub mod fold;
pub mod gate;
pub mod id;
pub mod keypad;
pub mod letter;
pub mod lists;
pub mod occasion;
pub mod opening;
pub mod pass;
pub mod phone;
pub mod pin_id;
pub mod post;
pub mod recipient;
pub mod retention;
pub mod rules;
pub mod search;
pub mod seat;
pub mod speech;
pub mod staff;
pub mod time;
pub mod words;
pub mod zone;
