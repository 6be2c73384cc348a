//! What was read, counted.

use std::fmt::Write;

/// The two whose union is the bar.
pub(crate) const BAR: [&str; 2] = ["zxing-cpp", "zedbar"];

/// One peer in one category.
#[derive(Clone, Default)]
pub(crate) struct Tally {
    pub(crate) read: usize,
    pub(crate) wrong: usize,
    pub(crate) ms: Vec<f64>,
}

impl Tally {
    /// Counts what was found where `text` was to be found, and says whether it was.
    pub(crate) fn take(&mut self, found: &[String], text: Option<&str>, ms: f64) -> bool {
        let is_read = found.iter().any(|found| Some(found.as_str()) == text);
        self.read += usize::from(is_read);
        self.wrong += usize::from(found.iter().any(|found| Some(found.as_str()) != text));
        self.ms.push(ms);
        is_read
    }
}

/// All peers in one category.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) frames: usize,
    pub(crate) tallies: Vec<Tally>,
    /// Which peers read each frame.
    readers: Vec<Vec<bool>>,
}

/// One frame on its way past all peers.
pub(crate) struct Turns<'a> {
    tallies: &'a mut [Tally],
    readers: Vec<bool>,
}

impl Turns<'_> {
    pub(crate) fn take(&mut self, peer: usize, found: &[String], text: &str, ms: f64) {
        self.readers[peer] = self.tallies[peer].take(found, Some(text), ms);
    }
}

impl Row {
    pub(crate) fn new(name: &str, peers: usize) -> Self {
        Self {
            name: name.to_owned(),
            frames: 0,
            tallies: vec![Tally::default(); peers],
            readers: Vec::new(),
        }
    }

    /// One frame, shown to the peers in any order.
    pub(crate) fn frame(&mut self, show: impl FnOnce(&mut Turns<'_>)) {
        let readers = vec![false; self.tallies.len()];
        let mut turns = Turns {
            tallies: &mut self.tallies,
            readers,
        };
        show(&mut turns);
        let readers = turns.readers;
        self.readers.push(readers);
        self.frames += 1;
    }

    /// How many frames at least one of these peers read.
    fn together(&self, peers: &[usize]) -> usize {
        self.readers
            .iter()
            .filter(|readers| peers.iter().any(|&peer| readers[peer]))
            .count()
    }

    pub(crate) fn line(&self) -> String {
        let reads = self.tallies.iter().map(|tally| format!("{:>3}", tally.read));
        format!("{} of {}", reads.collect::<Vec<_>>().join(" "), self.frames)
    }
}

/// Of how many frames the text was read, by category, and the bar.
pub(crate) fn rates(title: &str, names: &[&str], rows: &[Row]) -> String {
    let bar: Vec<usize> = BAR
        .iter()
        .filter_map(|bar| names.iter().position(|name| name == bar))
        .collect();
    let mut table = format!("| {title} | frames |");
    names.iter().for_each(|name| {
        let _ = write!(table, " {name} |");
    });
    let _ = write!(
        table,
        " {} |\n|---|---:|{}---:|\n",
        BAR.join(" + "),
        "---:|".repeat(names.len())
    );
    for row in rows {
        let _ = write!(table, "| {} | {} |", row.name, row.frames);
        row.tallies.iter().for_each(|tally| {
            let _ = write!(table, " {} |", tally.read);
        });
        let _ = writeln!(table, " {} |", row.together(&bar));
    }
    let frames: usize = rows.iter().map(|row| row.frames).sum();
    let share = |read: usize| format!(" **{:.1} %** |", 100.0 * read as f64 / frames.max(1) as f64);
    let _ = write!(table, "| **all** | {frames} |");
    for peer in 0..names.len() {
        table.push_str(&share(rows.iter().map(|row| row.tallies[peer].read).sum()));
    }
    let _ = writeln!(
        table,
        "{}",
        share(rows.iter().map(|row| row.together(&bar)).sum())
    );
    let _ = write!(table, "| wrong texts | |");
    for peer in 0..names.len() {
        let wrong: usize = rows.iter().map(|row| row.tallies[peer].wrong).sum();
        let _ = write!(table, " {wrong} |");
    }
    let _ = writeln!(table, " |");
    table
}

/// Milliseconds a frame, and multiples of zxing-cpp's.
pub(crate) fn times(names: &[&str], rows: &[Row]) -> String {
    let mut table =
        "| ms a frame of 1280 × 720 | median | ÷ zxing-cpp | p95 | longest |\n|---|---:|---:|---:|---:|\n"
            .to_owned();
    let all = |peer: usize| sorted(rows.iter().flat_map(|row| row.tallies[peer].ms.iter().copied()));
    let scale = names
        .iter()
        .position(|name| *name == BAR[0])
        .map(|peer| at(&all(peer), 50));
    for (peer, name) in names.iter().enumerate() {
        let ms = all(peer);
        let ratio = scale.map_or("–".to_owned(), |scale| format!("{:.2}", at(&ms, 50) / scale));
        let _ = writeln!(
            table,
            "| {name} | {:.2} | {ratio} | {:.2} | {:.1} |",
            at(&ms, 50),
            at(&ms, 95),
            ms.last().copied().unwrap_or(0.0)
        );
    }
    table
}

/// What was found where there was nothing.
pub(crate) fn clutter(names: &[&str], frames: u64, tallies: &[Tally]) -> String {
    let mut table = format!(
        "| {frames} frames without a code | codes found | median ms | p95 ms | longest ms |\n|---|---:|---:|---:|---:|\n"
    );
    for (name, tally) in names.iter().zip(tallies) {
        let ms = sorted(tally.ms.iter().copied());
        let _ = writeln!(
            table,
            "| {name} | {} | {:.2} | {:.2} | {:.1} |",
            tally.wrong,
            at(&ms, 50),
            at(&ms, 95),
            ms.last().copied().unwrap_or(0.0)
        );
    }
    table
}

fn sorted(ms: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut ms: Vec<f64> = ms.collect();
    ms.sort_unstable_by(f64::total_cmp);
    ms
}

/// The nearest rank.
fn at(ms: &[f64], percent: usize) -> f64 {
    let rank = (ms.len() * percent).div_ceil(100).max(1);
    ms.get(rank - 1).copied().unwrap_or(0.0)
}
