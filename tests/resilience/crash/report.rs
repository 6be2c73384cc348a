//! What hunts have found, in numbers.

use std::fmt;
use std::time::Duration;

/// What a hunt has found.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) name: &'static str,
    pub(crate) ops: usize,
    pub(crate) moments: usize,
    /// Moments × fates that were tried.
    pub(crate) points: usize,
    /// Different disks among them; each was opened once.
    pub(crate) images: usize,
    /// Points at which something acknowledged was not there any more.
    pub(crate) lost: usize,
    /// Points at which the folder did not open, or was not whole.
    pub(crate) damaged: usize,
    pub(crate) took: Duration,
    /// What was found: each kind once, with the first point that shows it.
    pub(crate) findings: Vec<String>,
}

impl Report {
    /// Two hunts as one.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.ops += other.ops;
        self.moments += other.moments;
        self.points += other.points;
        self.images += other.images;
        self.lost += other.lost;
        self.damaged += other.damaged;
        self.took += other.took;
        self.findings.extend(other.findings);
        self
    }
}

/// Reports as a table.
pub(crate) struct Table<'a>(pub(crate) &'a [Report], pub(crate) u64);

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(reports, seed) = self;
        writeln!(
            f,
            "{:44} {:>6} {:>7} {:>8} {:>8} {:>7} {:>8} {:>7}",
            "scene", "ops", "moments", "points", "images", "lost", "damaged", "seconds"
        )?;
        for report in *reports {
            writeln!(
                f,
                "{:44} {:>6} {:>7} {:>8} {:>8} {:>7} {:>8} {:>7.1}",
                report.name,
                report.ops,
                report.moments,
                report.points,
                report.images,
                report.lost,
                report.damaged,
                report.took.as_secs_f64()
            )?;
        }
        let sum = |what: fn(&Report) -> usize| reports.iter().map(what).sum::<usize>();
        writeln!(
            f,
            "{:44} {:>6} {:>7} {:>8} {:>8} {:>7} {:>8}         seed {seed}",
            "together",
            sum(|report| report.ops),
            sum(|report| report.moments),
            sum(|report| report.points),
            sum(|report| report.images),
            sum(|report| report.lost),
            sum(|report| report.damaged),
        )
    }
}
