//! What the tests of both drivers need: an authority of their own, servers on loopback, and letters.

#![allow(
    dead_code,
    clippy::allow_attributes,
    reason = "each test program uses its part"
)]

pub(crate) mod authority;
pub(crate) mod http;
pub(crate) mod smtp;

use std::{error::Error, fmt::Write as _};

/// Everything that an error says, by all ways that end in a log.
pub(crate) fn said(error: &(dyn Error + 'static)) -> String {
    let mut said = format!("{error:?}");
    let mut next = Some(error);
    while let Some(error) = next {
        write!(said, " | {error}").unwrap();
        next = error.source();
    }
    said
}
