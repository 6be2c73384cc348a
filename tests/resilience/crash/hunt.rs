//! The hunt: cuts the power at every moment of a story, in many ways, and looks at what is left.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::thread;
use std::time::Instant;

use einlass_tests::Random;

use crate::disk::fresh_folder;
use crate::outage::{Fate, Outage, Syncs};
use crate::recorder::Log;
use crate::report::Report;

const THREADS: usize = 2;

/// Something that was done and recorded, and what was promised on the way.
pub(crate) struct Story {
    pub(crate) name: &'static str,
    pub(crate) log: Log,
    /// When the power goes: before which operations, in order.
    pub(crate) moments: Vec<usize>,
    /// From a moment of the log on, at least this state has to be found.
    pub(crate) promises: Vec<(usize, usize)>,
}

impl Story {
    /// The power goes before each operation, and after the last.
    pub(crate) fn of(name: &'static str, log: Log, promises: Vec<(usize, usize)>) -> Self {
        Self {
            name,
            moments: (0..=log.ops.len()).collect(),
            log,
            promises,
        }
    }

    fn promised_at(&self, moment: usize) -> usize {
        let kept = self.promises.iter().filter(|(from, _)| *from <= moment);
        kept.map(|(_, state)| *state).max().unwrap_or(0)
    }
}

/// Looks at a folder after a power cut: the number of the state that it is in, or what is wrong with it.
pub(crate) type Look<'a> = &'a (dyn Fn(&Path) -> Result<usize, String> + Sync);

/// Cuts the power at the story's moments in every way; where chance decides, up to `chances` times each.
pub(crate) fn hunt(story: &Story, syncs: Syncs, chances: usize, seed: u64, look: Look<'_>) -> Report {
    let start = Instant::now();
    let hunt = Hunt {
        story,
        syncs,
        chances,
        seed,
        look,
        next: AtomicUsize::new(0),
        seen: Mutex::default(),
        found: Mutex::default(),
    };
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| hunt.work());
        }
    });
    let images = lock(&hunt.seen).len();
    let mut found = hunt.found.into_inner().expect("no thread has panicked");
    let mut kinds: Vec<_> = std::mem::take(&mut found.kinds).into_iter().collect();
    kinds.sort_by_key(|(_, kind)| kind.first);
    let findings = kinds.into_iter().map(|(what, kind)| {
        let (moment, number) = kind.first;
        format!(
            "{}: {what}: {} times, first before operation {moment} of {}, point {number} ({:?}), seed {seed}",
            story.name,
            kind.times,
            story.log.ops.len(),
            kind.fate,
        )
    });
    Report {
        name: story.name,
        ops: story.log.ops.len(),
        moments: story.moments.len(),
        points: found.points,
        images,
        lost: found.lost,
        damaged: found.damaged,
        took: start.elapsed(),
        findings: findings.collect(),
    }
}

struct Hunt<'a> {
    story: &'a Story,
    syncs: Syncs,
    chances: usize,
    seed: u64,
    look: Look<'a>,
    next: AtomicUsize,
    /// By fingerprint, what a look at the disk gave.
    seen: Mutex<HashMap<u64, Result<usize, String>>>,
    found: Mutex<Found>,
}

#[derive(Default)]
struct Found {
    points: usize,
    lost: usize,
    damaged: usize,
    /// By what was found.
    kinds: HashMap<String, Kind>,
}

/// Findings that say the same.
struct Kind {
    first: (usize, usize),
    fate: Fate,
    times: usize,
}

impl Hunt<'_> {
    fn work(&self) {
        let place = fresh_folder();
        let folder = place.path().join("after");
        let mut outage = Outage::at_start(&self.story.log, self.syncs);
        loop {
            let next = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(moment) = self.story.moments.get(next).copied() else {
                return;
            };
            outage.move_to(moment);
            let promised = self.story.promised_at(moment);
            for (number, fate) in outage.fates(self.chances).into_iter().enumerate() {
                let answer = self.try_fate(&outage, (moment, number), fate, &folder);
                self.note((moment, number), fate, promised, answer);
            }
        }
    }

    fn try_fate(
        &self,
        outage: &Outage<'_>,
        point: (usize, usize),
        fate: Fate,
        folder: &Path,
    ) -> Result<usize, String> {
        let mut hasher = DefaultHasher::new();
        (self.seed, self.story.name, point).hash(&mut hasher);
        let disk = outage.disk(fate, &mut Random::of(hasher.finish()));
        let fingerprint = disk.fingerprint();
        if let Some(known) = lock(&self.seen).get(&fingerprint) {
            return known.clone();
        }
        disk.write_to(folder)
            .expect("there is room for a folder in memory");
        let answer = (self.look)(folder);
        lock(&self.seen).insert(fingerprint, answer.clone());
        answer
    }

    fn note(&self, point: (usize, usize), fate: Fate, promised: usize, answer: Result<usize, String>) {
        let mut found = lock(&self.found);
        found.points += 1;
        let what = match answer {
            Ok(state) if state >= promised => return,
            Ok(state) => {
                found.lost += 1;
                format!("state {state} is there, {promised} was acknowledged")
            }
            Err(why) => {
                found.damaged += 1;
                why
            }
        };
        let kind = found.kinds.entry(what).or_insert(Kind {
            first: point,
            fate,
            times: 0,
        });
        kind.times += 1;
        if point < kind.first {
            (kind.first, kind.fate) = (point, fate);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("a thread that panics ends the hunt")
}
