//! A power cut: what a disk may hold of a recording that ends at some moment.
//!
//! Whatever was synced is there. Of all else nothing is sure: each operation may have reached the disk or not, in any order and,
//! where it is a write, in any choice of its sectors. As SQLite does for Unix, we take it that writing damages no bytes beside the
//! written ones (`SQLITE_IOCAP_POWERSAFE_OVERWRITE`); a sector that was being written may hold anything.

use einlass_tests::Random;

use crate::disk::{Disk, Op, folder_of};
use crate::recorder::Log;

/// What disks have written whole or not at all since there are disks.
const SECTOR: usize = 512;

/// Whether the disk keeps what it has said that it has kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syncs {
    /// It does.
    Kept,
    /// It says so at once and writes when it likes.
    Ignored,
}

/// What became of the operations that were not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// None reached the disk.
    Dropped,
    /// All did.
    Kept,
    /// All did but the last, a write, of which only so many sectors did.
    Torn(usize),
    /// Some operations did, each whole.
    SomeOps,
    /// Some sectors did.
    SomeSectors,
    /// Some sectors did, and one holds rubbish.
    Rubbish,
}

/// A recording up to a moment, divided into what lasts and what does not.
pub(crate) struct Outage<'a> {
    log: &'a Log,
    syncs: Syncs,
    /// The power goes before this operation.
    moment: usize,
    solid: Disk,
    loose: Vec<usize>,
}

impl<'a> Outage<'a> {
    /// Before the first operation.
    pub(crate) fn at_start(log: &'a Log, syncs: Syncs) -> Self {
        Self {
            log,
            syncs,
            moment: 0,
            solid: log.start.clone(),
            loose: Vec::new(),
        }
    }

    /// Lets the power go later: before operation `moment`, which is not before the last one asked for.
    pub(crate) fn move_to(&mut self, moment: usize) {
        for number in self.moment..moment {
            match &self.log.ops[number] {
                sync @ (Op::Sync(_) | Op::SyncFolder(_)) if self.syncs == Syncs::Kept => self.settle(sync),
                Op::Sync(_) | Op::SyncFolder(_) => {}
                Op::MakeFolder(_)
                | Op::Link(..)
                | Op::Unlink(_)
                | Op::Rename(..)
                | Op::Write(..)
                | Op::Truncate(..) => self.loose.push(number),
            }
        }
        self.moment = moment;
    }

    /// Makes solid what a sync covers.
    fn settle(&mut self, sync: &Op) {
        let (log, solid) = (self.log, &mut self.solid);
        self.loose.retain(|number| {
            let op = &log.ops[*number];
            let lasts = covers(sync, op);
            if lasts {
                solid.apply(op);
            }
            !lasts
        });
    }

    /// The fates that differ at this moment, of those with chance in them at most `chances` each.
    pub(crate) fn fates(&self, chances: usize) -> Vec<Fate> {
        let mut fates = vec![Fate::Dropped];
        let Some(last) = self.loose.last() else {
            return fates;
        };
        fates.push(Fate::Kept);
        if *last + 1 == self.moment
            && let Op::Write(_, at, bytes) = &self.log.ops[*last]
        {
            fates.extend((1..sectors(*at, bytes).count()).map(Fate::Torn));
        }
        let ops = self.loose.len();
        let parts: usize = self.loose.iter().map(|number| self.parts(*number)).sum();
        let at_most = |bits: usize| {
            1_usize
                .checked_shl(bits as u32)
                .unwrap_or(usize::MAX)
                .min(chances)
        };
        fates.extend((1..at_most(ops)).map(|_| Fate::SomeOps));
        if parts > ops {
            fates.extend((1..at_most(parts)).map(|_| Fate::SomeSectors));
        }
        if self.loose.iter().any(|number| self.is_write(*number)) {
            fates.extend((0..at_most(parts) / 4).map(|_| Fate::Rubbish));
        }
        fates
    }

    fn parts(&self, number: usize) -> usize {
        match &self.log.ops[number] {
            Op::Write(_, at, bytes) => sectors(*at, bytes).count(),
            Op::MakeFolder(_)
            | Op::Link(..)
            | Op::Unlink(_)
            | Op::Rename(..)
            | Op::Truncate(..)
            | Op::Sync(_)
            | Op::SyncFolder(_) => 1,
        }
    }

    fn is_write(&self, number: usize) -> bool {
        matches!(self.log.ops[number], Op::Write(..))
    }

    /// The disk after the power cut.
    pub(crate) fn disk(&self, fate: Fate, random: &mut Random) -> Disk {
        let mut disk = self.solid.clone();
        let rubbish_at = match fate {
            Fate::Rubbish => self.any_write(random),
            Fate::Dropped | Fate::Kept | Fate::Torn(_) | Fate::SomeOps | Fate::SomeSectors => None,
        };
        // Few, half or most of them: with one chance for all images, the rare ones would never come.
        let odds = 1 + random.below(7);
        for number in &self.loose {
            let is_last = self.loose.last() == Some(number);
            let rubbish = rubbish_at == Some(*number);
            match (&self.log.ops[*number], fate) {
                (_, Fate::Dropped) => {}
                (Op::Write(file, at, bytes), Fate::Torn(kept)) if is_last => {
                    for (at, sector) in sectors(*at, bytes).take(kept) {
                        disk.write(*file, at, sector);
                    }
                }
                (op, Fate::Kept | Fate::Torn(_)) => disk.apply(op),
                (Op::Write(file, at, bytes), Fate::SomeSectors | Fate::Rubbish) => {
                    let bad = random.below(sectors(*at, bytes).count() as u64) as usize;
                    for (place, (at, sector)) in sectors(*at, bytes).enumerate() {
                        if rubbish && place == bad {
                            let noise: Vec<u8> = sector.iter().map(|_| random.bits() as u8).collect();
                            disk.write(*file, at, &noise);
                        } else if random.below(8) < odds {
                            disk.write(*file, at, sector);
                        }
                    }
                }
                (op, Fate::SomeOps | Fate::SomeSectors | Fate::Rubbish) => {
                    if random.below(8) < odds {
                        disk.apply(op);
                    }
                }
            }
        }
        disk
    }

    fn any_write(&self, random: &mut Random) -> Option<usize> {
        let writes = self.loose.iter().filter(|number| self.is_write(**number));
        let writes: Vec<usize> = writes.copied().collect();
        (!writes.is_empty()).then(|| writes[random.below(writes.len() as u64) as usize])
    }
}

/// Whether an operation lasts once `sync` is done.
fn covers(sync: &Op, op: &Op) -> bool {
    match op {
        Op::Write(file, ..) | Op::Truncate(file, _) => *sync == Op::Sync(*file),
        Op::MakeFolder(name) | Op::Link(name, _) | Op::Unlink(name) | Op::Rename(name, ..) => {
            matches!(sync, Op::SyncFolder(folder) if **folder == *folder_of(name))
        }
        Op::Sync(_) | Op::SyncFolder(_) => true,
    }
}

/// The parts of a write that reach a disk whole or not at all.
fn sectors(at: usize, bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut rest = bytes;
    let mut at = at;
    std::iter::from_fn(move || {
        let length = (SECTOR - at % SECTOR).min(rest.len());
        let (sector, after) = rest.split_at(length);
        let place = at;
        rest = after;
        at += length;
        (!sector.is_empty()).then_some((place, sector))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// A file `a` of two sectors: made, written, its folder synced or not, then written over.
    fn log(middle: &[Op]) -> Log {
        let mut ops = vec![
            Op::Link("a".into(), 1),
            Op::Write(1, 0, Arc::from([1; 2 * SECTOR])),
        ];
        ops.extend_from_slice(middle);
        ops.push(Op::Write(1, 0, Arc::from([2; 2 * SECTOR])));
        Log {
            start: Disk::default(),
            ops,
        }
    }

    fn content_after(log: &Log, syncs: Syncs, fate: Fate) -> Option<Vec<u8>> {
        let mut outage = Outage::at_start(log, syncs);
        outage.move_to(log.ops.len());
        let disk = outage.disk(fate, &mut Random::of(1));
        let file = disk.files().next().map(|(_, file)| file);
        file.map(|file| disk.content(file).to_vec())
    }

    #[test]
    fn what_was_synced_is_there_and_nothing_else_is_sure() {
        let synced = log(&[Op::Sync(1), Op::SyncFolder("".into())]);
        let after = |fate| content_after(&synced, Syncs::Kept, fate);
        assert_eq!(after(Fate::Dropped), Some(vec![1; 2 * SECTOR]));
        assert_eq!(after(Fate::Kept), Some(vec![2; 2 * SECTOR]));
        let torn = [[2; SECTOR], [1; SECTOR]].concat();
        assert_eq!(after(Fate::Torn(1)), Some(torn));
        assert_eq!(content_after(&synced, Syncs::Ignored, Fate::Dropped), None);
    }

    #[test]
    fn a_files_sync_is_not_its_names() {
        let nameless = log(&[Op::Sync(1)]);
        assert_eq!(content_after(&nameless, Syncs::Kept, Fate::Dropped), None);
        let empty = log(&[Op::SyncFolder("".into())]);
        assert_eq!(content_after(&empty, Syncs::Kept, Fate::Dropped), Some(vec![]));
        let elsewhere = log(&[Op::SyncFolder("keys".into())]);
        assert_eq!(content_after(&elsewhere, Syncs::Kept, Fate::Dropped), None);
    }

    #[test]
    fn chance_reaches_every_choice_of_sectors() {
        let synced = log(&[Op::Sync(1), Op::SyncFolder("".into())]);
        let mut outage = Outage::at_start(&synced, Syncs::Kept);
        outage.move_to(synced.ops.len());
        let mut random = Random::of(7);
        let seen: std::collections::BTreeSet<u64> = (0..100)
            .map(|_| outage.disk(Fate::SomeSectors, &mut random).fingerprint())
            .collect();
        assert_eq!(seen.len(), 4);
        assert_eq!(
            outage.fates(1).len(),
            3,
            "dropped, kept, torn once: {:?}",
            outage.fates(1)
        );
    }
}
