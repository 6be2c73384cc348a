//! `scan`: reads the codes in pictures.

use std::{
    panic,
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::Context;
use base64::{Engine, engine::general_purpose::STANDARD};
use einlass_devices::camera::read_picture;
use serde_json::{Value, json};

use crate::{arguments::Scan, output};

/// For a picture of a camera's size as at the door, for a larger one as much more.
const BUDGET: Duration = Duration::from_millis(75);
const CAMERA_PIXELS: usize = 1280 * 720;

/// A line a picture; a file that is no picture is an error for that file alone.
pub(crate) fn scan(arguments: &Scan) -> ExitCode {
    // A decoder that panics on a picture costs that picture; its last words are no line of the contract.
    panic::set_hook(Box::new(|_| {}));
    let mut all_read = true;
    for file in &arguments.files {
        if let Err(error) = scan_file(file) {
            output::error(&error);
            all_read = false;
        }
    }
    if all_read {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn scan_file(file: &Path) -> anyhow::Result<()> {
    let frame = read_picture(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let budget = BUDGET * u32::try_from(frame.pixels().len().div_ceil(CAMERA_PIXELS)).unwrap_or(u32::MAX);
    let start = Instant::now();
    let sightings = einlass_scan::decode_while(&frame, &|| start.elapsed() < budget);
    let ms = start.elapsed().as_secs_f64() * 1_000.0;
    // A decoder that gave up has found nothing; the picture was read all the same.
    let payloads: Vec<Value> = sightings
        .unwrap_or_default()
        .into_iter()
        .map(|sighting| payload(sighting.payload))
        .collect();
    output::line(
        &json!({ "file": file.display().to_string(), "payloads": payloads, "ms": (ms * 1_000.0).round() / 1_000.0 }),
    )
}

/// A payload is its text, or its bytes in Base64 where it is none.
fn payload(bytes: Vec<u8>) -> Value {
    String::from_utf8(bytes).map_or_else(
        |error| json!({ "base64": STANDARD.encode(error.as_bytes()) }),
        Value::String,
    )
}
