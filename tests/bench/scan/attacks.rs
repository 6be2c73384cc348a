//! Frames built against decoders.

use std::fmt::Write;

use einlass_scan::GreyFrame;
use qrcode::{Color, EcLevel, QrCode};

use crate::{
    clock,
    lots::Lots,
    paint::{HEIGHT, WIDTH},
    peers::Peer,
};

/// What each peer's time is for one of each.
pub(crate) fn table(peers: &[&Peer]) -> String {
    let mut table = "| ms for one frame built against decoders |".to_owned();
    peers.iter().for_each(|peer| {
        let _ = write!(table, " {} |", peer.name);
    });
    let _ = writeln!(table, "\n|---|{}", "---:|".repeat(peers.len()));
    for (name, frame) in frames() {
        let _ = write!(table, "| {name} |");
        for peer in peers {
            let (found, ms) = clock::ms(|| peer.read(&frame));
            let _ = write!(table, " {ms:.0} ({}) |", found.len());
        }
        table.push('\n');
    }
    table
}

fn frames() -> Vec<(&'static str, GreyFrame)> {
    vec![
        ("665 bare finder patterns", finders(4, 36)),
        ("2,800 bare finder patterns of 2 px", finders(2, 18)),
        ("a grid of 140 codes", codes(140)),
        ("a grid of 8 codes", codes(8)),
        ("noise", noise(1)),
        ("coarse noise", noise(3)),
        ("140 codes whose data is noise", spoilt()),
        ("checks of 1 px", of(|x, y| (x + y) % 2 == 0)),
        (
            "stripes as 1:1:3:1:1",
            of(|x, _| matches!(x / 3 % 8, 0 | 2..=4 | 6)),
        ),
    ]
}

fn of(is_dark: impl Fn(usize, usize) -> bool) -> GreyFrame {
    let pixels = (0..WIDTH * HEIGHT).map(|i| if is_dark(i % WIDTH, i / WIDTH) { 25 } else { 225 });
    GreyFrame::new(WIDTH as u32, HEIGHT as u32, pixels.collect()).expect("a frame of this size")
}

fn finders(module: usize, pitch: usize) -> GreyFrame {
    of(|x, y| {
        let (x, y) = (x % pitch / module, y % pitch / module);
        x < 7 && y < 7 && x.min(y).min(6 - x).min(6 - y) != 1
    })
}

fn codes(count: usize) -> GreyFrame {
    let columns = ((count as f64 * 16.0 / 9.0).sqrt().ceil() as usize).max(1);
    let pitch = WIDTH / columns;
    let codes: Vec<QrCode> = (0..count)
        .map(|i| QrCode::with_error_correction_level(format!("CODE {i}"), EcLevel::M).expect("it fits"))
        .collect();
    let module = pitch / 29;
    of(|x, y| {
        let Some(code) = codes.get(y / pitch * columns + x / pitch) else {
            return false;
        };
        let (column, row) = (
            (x % pitch / module).wrapping_sub(4),
            (y % pitch / module).wrapping_sub(4),
        );
        let inside = x / pitch < columns && column < code.width() && row < code.width();
        inside && code[(column, row)] == Color::Dark
    })
}

fn spoilt() -> GreyFrame {
    let frame = codes(140);
    let mut lots = Lots::of("spoilt", 0);
    let (module, pitch) = (2, 80);
    let noise: Vec<bool> = (0..WIDTH * HEIGHT).map(|_| lots.either()).collect();
    let pixels = frame.pixels().iter().enumerate().map(|(i, &pixel)| {
        let (x, y) = (i % WIDTH, i / WIDTH);
        let (column, row) = (
            (x % pitch / module).wrapping_sub(4),
            (y % pitch / module).wrapping_sub(4),
        );
        let is_data = (9..21).contains(&column) && (9..21).contains(&row);
        if is_data && noise[y / module * WIDTH + x / module] {
            250 - pixel
        } else {
            pixel
        }
    });
    GreyFrame::new(WIDTH as u32, HEIGHT as u32, pixels.collect()).expect("a frame of this size")
}

fn noise(size: usize) -> GreyFrame {
    let mut lots = Lots::of("noise", size as u64);
    let values: Vec<bool> = (0..WIDTH * HEIGHT).map(|_| lots.either()).collect();
    of(|x, y| values[y / size * WIDTH + x / size])
}
