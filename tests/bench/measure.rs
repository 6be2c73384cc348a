//! Rounds in which every contestant has one turn, and what their turns took.

use std::time::{Duration, Instant};

use einlass_tests::Random;

/// Something that is measured.
pub(crate) struct Contestant<'a> {
    what: String,
    turn: Box<dyn FnMut() -> Duration + 'a>,
}

/// A line of the table.
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) times: Times,
}

/// What the turns of one contestant took, shortest first; never empty.
pub(crate) struct Times(Vec<Duration>);

impl<'a> Contestant<'a> {
    /// One whose turn is timed from its beginning to its end.
    pub(crate) fn new<T>(what: impl Into<String>, mut work: impl FnMut() -> T + 'a) -> Self {
        Self::timing_itself(what, move || {
            let start = Instant::now();
            std::hint::black_box(work());
            start.elapsed()
        })
    }

    /// One whose turn has a part that does not count, and that therefore says itself how long the rest took.
    pub(crate) fn timing_itself(what: impl Into<String>, turn: impl FnMut() -> Duration + 'a) -> Self {
        Self {
            what: what.into(),
            turn: Box::new(turn),
        }
    }
}

/// Gives every contestant one turn a round, in an order drawn by lot each time: whatever a turn leaves behind for the next (a
/// cache, a queue of the disk) falls on all of them. The lots are the same in every run.
pub(crate) fn in_turns(warm_up: usize, rounds: usize, mut contestants: Vec<Contestant<'_>>) -> Vec<Row> {
    let count = contestants.len();
    let mut times = vec![Vec::with_capacity(rounds); count];
    let mut order: Vec<usize> = (0..count).collect();
    let mut lots = Random::of(0);
    for round in 0..warm_up + rounds {
        shuffle(&mut order, &mut lots);
        for &whose in &order {
            let took = (contestants[whose].turn)();
            if round >= warm_up {
                times[whose].push(took);
            }
        }
    }
    let rows = contestants.into_iter().zip(times);
    rows.map(|(contestant, times)| Row {
        what: contestant.what,
        times: Times::new(times),
    })
    .collect()
}

/// Every order is equally likely (Fisher and Yates; Durstenfeld 1964).
fn shuffle(order: &mut [usize], lots: &mut Random) {
    for last in (1..order.len()).rev() {
        let drawn = lots.below(last as u64 + 1) as usize;
        order.swap(last, drawn);
    }
}

impl Times {
    fn new(mut times: Vec<Duration>) -> Self {
        assert!(!times.is_empty(), "there is at least one round");
        times.sort_unstable();
        Self(times)
    }

    pub(crate) fn median_ms(&self) -> f64 {
        self.at_percent(50)
    }

    pub(crate) fn p95_ms(&self) -> f64 {
        self.at_percent(95)
    }

    /// The nearest rank: the shortest time that so many percent of the turns did not exceed.
    fn at_percent(&self, percent: usize) -> f64 {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0[rank - 1].as_secs_f64() * 1_000.0
    }
}

/// The middle one of what several runs have given; of an even number the lower one.
pub(crate) fn median_of<T>(runs: &[T], figure: impl Fn(&T) -> f64) -> f64 {
    let mut figures: Vec<f64> = runs.iter().map(figure).collect();
    figures.sort_unstable_by(f64::total_cmp);
    *figures
        .get((figures.len() - 1) / 2)
        .expect("there is at least one run")
}

/// As many digits as the measurement carries: three, and the whole number where it has more.
pub(crate) fn three_digits(number: f64) -> String {
    let decimals = match number {
        ..1.0 => 3,
        1.0..10.0 => 2,
        10.0..100.0 => 1,
        _hundreds => 0,
    };
    format!("{number:.decimals$}")
}
