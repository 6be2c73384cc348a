//! The rates as a picture: one line a category, one dot a peer.

use std::fmt::Write;

use crate::tables::Row;

const COLOURS: [&str; 7] = [
    "#c2185b", "#f57c00", "#1565c0", "#2e7d32", "#6d4c41", "#8e24aa", "#757575",
];
const LEFT: f64 = 210.0;
const WIDTH: f64 = 560.0;
const LINE: f64 = 22.0;
const TOP: f64 = 64.0;

/// Read rates by category.
pub(crate) fn svg(names: &[&str], rows: &[Row]) -> String {
    let (width, height) = (LEFT + WIDTH + 40.0, TOP + LINE * rows.len() as f64 + 40.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n\
         <text x=\"10\" y=\"22\" font-size=\"15\" fill=\"#222\">Codes read, percent of the frames of a category</text>\n"
    );
    for (i, name) in names.iter().enumerate() {
        let x = 20.0 + i as f64 * 110.0;
        let _ = writeln!(
            svg,
            "<circle cx=\"{x}\" cy=\"42\" r=\"5\" fill=\"{}\"/><text x=\"{}\" y=\"46\" fill=\"#222\">{name}</text>",
            colour(i),
            x + 9.0
        );
    }
    for percent in (0..=100).step_by(20) {
        let x = LEFT + WIDTH * f64::from(percent) / 100.0;
        let bottom = TOP + LINE * rows.len() as f64;
        let _ = writeln!(
            svg,
            "<path d=\"M{x} {TOP}V{bottom}\" stroke=\"#ddd\"/><text x=\"{x}\" y=\"{}\" text-anchor=\"middle\" fill=\"#555\">{percent}</text>",
            bottom + 18.0
        );
    }
    for (line, row) in rows.iter().enumerate() {
        let y = TOP + LINE * (line as f64 + 0.5);
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\" fill=\"#222\">{}</text><path d=\"M{LEFT} {y}H{}\" stroke=\"#eee\"/>",
            LEFT - 12.0,
            y + 4.0,
            row.name,
            LEFT + WIDTH
        );
        // Ours last, so that it lies on top; those that agree lie a little apart.
        for (peer, tally) in row.tallies.iter().enumerate().rev() {
            let x = LEFT + WIDTH * tally.read as f64 / row.frames.max(1) as f64;
            let _ = writeln!(
                svg,
                "<circle cx=\"{x:.1}\" cy=\"{:.1}\" r=\"{}\" fill=\"{}\"/>",
                y + (peer as f64 - (names.len() - 1) as f64 / 2.0) * 2.2,
                if peer == 0 { 5.0 } else { 4.0 },
                colour(peer)
            );
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn colour(peer: usize) -> &'static str {
    COLOURS[peer % COLOURS.len()]
}
