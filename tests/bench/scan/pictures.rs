//! Pictures of a folder: one folder a category, beside each picture a `.txt` with what it says.

use std::{
    fs,
    path::{Path, PathBuf},
};

use einlass_scan::GreyFrame;

use crate::{
    clock,
    peers::{self, Peer},
    tables::Row,
};

/// The categories of a folder whose pictures have a text: one row each, and one for those that hold no code.
pub(crate) fn rows(folder: &Path, peers: &[&Peer]) -> Vec<Row> {
    let mut rows = Vec::new();
    for category in sorted_entries(folder) {
        let name = category
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        // Micro QR is another code.
        if !category.is_dir() || name.starts_with("micro") {
            continue;
        }
        let mut row = Row::new(&name, peers.len());
        for picture in sorted_entries(&category) {
            let text = fs::read_to_string(picture.with_extension("txt")).ok();
            let is_clutter = name.starts_with("false");
            let Some(frame) = read(&picture) else {
                continue;
            };
            // Without a text beside it nobody can say what is right, unless nothing is.
            let Some(text) = text.or(is_clutter.then(String::new)) else {
                continue;
            };
            let mut amiss = Vec::new();
            row.frame(|turns| {
                for (turn, peer) in peers.iter().enumerate() {
                    let (mut found, ms) = clock::ms(|| peer.read(&frame));
                    take_hanzi(&mut found, &text);
                    if found.is_empty() || found.iter().any(|found| *found != text) {
                        amiss.push(format!("{} {found:?}", peer.name));
                    }
                    turns.take(turn, &found, &text, ms);
                }
            });
            if !amiss.is_empty() && !is_clutter {
                eprintln!("{}: {}", picture.display(), amiss.join(", "));
            }
        }
        rows.push(row);
    }
    rows
}

/// Hanzi are GB 2312 in the code; a peer that gives bytes has read them rightly when they are those.
fn take_hanzi(found: &mut [String], text: &str) {
    let (bytes, _, _) = encoding_rs::GBK.encode(text);
    let guessed = peers::text(bytes.into_owned());
    for found in found.iter_mut().filter(|found| **found == guessed) {
        text.clone_into(found);
    }
}

fn sorted_entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// Transparent parts lie on white.
fn read(file: &Path) -> Option<GreyFrame> {
    let picture = image::open(file).ok()?.into_luma_alpha8();
    let pixels = picture.pixels().map(|pixel| {
        let [luma, alpha] = pixel.0.map(u32::from);
        ((luma * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    });
    GreyFrame::new(picture.width(), picture.height(), pixels.collect()).ok()
}
