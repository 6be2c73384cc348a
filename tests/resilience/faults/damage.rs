//! A damaged database: the kiosk goes on with its copy and with what can still be read, and the damaged file stays.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use einlass_tests::{
    Album, Answer, OnInside, PAGE_BYTES, Pass, Venue, Verdict, copy_folder, overwrite_page, root_page_of,
};
use tempfile::TempDir;

use crate::Breakage;

/// A visit takes several hundred bytes, so no page holds more of them.
const VISITS_ON_A_PAGE: usize = 8;
/// Visitors who came after the copy was made.
const LATE: usize = 12;

#[test]
fn a_damaged_page_costs_at_most_what_stood_on_it() {
    let scene = Scene::with_late_visitors();
    let pages = fs::metadata(scene.database()).expect("there is one").len() as usize / PAGE_BYTES;
    let signposts = scene.signposts();
    let (mut recovered, mut costly) = (0, 0);

    for page in 1..=pages {
        let (venue, _place) = scene.damaged(|database| overwrite_page(database, page));
        let shown = scene.show_all(&venue);
        let place = format!("page {page} of {pages}: {shown}");

        let known = scene.known_again(&shown, &place);
        assert!(known.early, "the copy holds the first visitor; {place}");
        let lost = LATE - known.late;
        let is_signpost = signposts.contains(&page);
        assert!(
            is_signpost || lost <= VISITS_ON_A_PAGE,
            "{lost} visits are lost; {place}"
        );
        if !shown.warnings().is_empty() {
            recovered += 1;
            assert_told_and_kept(&venue, &shown, &place);
        }
        costly += usize::from(lost > 0);
        if lost == 0 {
            venue.ledger("verify");
        }
        assert!(
            scene.show_all(&venue).warnings().is_empty(),
            "mended twice; {place}"
        );
    }

    eprintln!("of {pages} pages, {recovered} were missed, and {costly} took visits with them");
    assert!(recovered > pages / 2, "hardly any damage was noticed");
    assert!(costly > 0, "no page held a visit, so this proves nothing");
}

#[test]
fn what_the_copy_holds_outlives_the_database() {
    let scene = Scene::with_late_visitors();
    let damages: [Breakage; 4] = [
        ("cut to half", |database| {
            let whole = fs::read(database).expect("ours");
            fs::write(database, &whole[..whole.len() / 2]).expect("ours");
        }),
        ("a header of noise", |database| {
            let file = OpenOptions::new().write(true).open(database).expect("ours");
            file.write_all_at(&[0xA5; 100], 0).expect("ours");
        }),
        ("all zeros", |database| {
            let len = fs::metadata(database).expect("ours").len() as usize;
            fs::write(database, vec![0; len]).expect("ours");
        }),
        ("emptied", |database| fs::write(database, "").expect("ours")),
    ];

    for (damage, break_it) in damages {
        let (venue, _place) = scene.damaged(break_it);
        let shown = scene.show_all(&venue);

        assert!(scene.known_again(&shown, damage).early, "{damage}: {shown}");
        assert_told_and_kept(&venue, &shown, damage);
        venue.ledger("verify");
        venue.ledger("rebuild");
        assert_eq!(
            venue.inside() as usize,
            1 + LATE,
            "{damage}: all passes open the door again"
        );
    }
}

/// A venue with one visitor in the copy of the database and others who came later.
pub(crate) struct Scene {
    venue: Venue,
    early: Pass,
    late: Vec<Pass>,
}

/// Whom the kiosk knew to be inside.
pub(crate) struct Known {
    pub(crate) early: bool,
    pub(crate) late: usize,
}

impl Scene {
    pub(crate) fn with_late_visitors() -> Scene {
        let venue = Venue::open();
        let mut passes = venue.passes(1 + LATE);
        let early = passes.remove(0);
        // The copy is made when the kiosk starts.
        venue.show(&Album::of([&early.picture]), OnInside::Ask);
        venue.show(&Album::of(passes.iter().map(|pass| &pass.picture)), OnInside::Ask);
        assert_eq!(venue.inside() as usize, 1 + LATE);
        Scene {
            venue,
            early,
            late: passes,
        }
    }

    fn database(&self) -> PathBuf {
        self.venue.data_folder().join("ledger.db")
    }

    /// The pages that say where the events are: without them the events cannot be found, and only the copy is left.
    fn signposts(&self) -> [usize; 2] {
        [1, root_page_of(&self.database(), "event")]
    }

    /// The venue in a copy of its folder with a broken database.
    pub(crate) fn damaged(&self, break_it: impl FnOnce(&Path)) -> (Venue, TempDir) {
        let place = TempDir::new().expect("a temporary folder can be made");
        let data = place.path().join("data");
        copy_folder(&self.venue.data_folder(), &data);
        break_it(&data.join("ledger.db"));
        (self.venue.at(&data), place)
    }

    /// How many came after the copy was made.
    pub(crate) fn late(&self) -> usize {
        self.late.len()
    }

    /// Everybody shows the pass again.
    pub(crate) fn show_all(&self, venue: &Venue) -> Answer {
        let passes = std::iter::once(&self.early).chain(&self.late);
        venue.try_show(&Album::of(passes.map(|pass| &pass.picture)), OnInside::Ask)
    }

    /// Whom it knew. Everybody must have been answered.
    pub(crate) fn known_again(&self, shown: &Answer, place: &str) -> Known {
        let verdicts = shown.verdicts();
        assert_eq!(verdicts.len(), 1 + LATE, "{place}: {shown}");
        assert!(
            verdicts.iter().all(|verdict| verdict.verdict != "refused"),
            "{place}: {shown}"
        );
        let asked = |verdict: &Verdict| verdict.verdict == "ask";
        Known {
            early: asked(&verdicts[0]),
            late: verdicts[1..].iter().filter(|verdict| asked(verdict)).count(),
        }
    }
}

/// Whoever looks after the machine is told, and the damaged file lies where the words say.
fn assert_told_and_kept(venue: &Venue, shown: &Answer, place: &str) {
    let warnings = shown.warnings();
    assert_eq!(warnings.len(), 1, "{place}: {shown}");
    assert!(warnings[0].contains("was damaged"), "{place}: {warnings:?}");
    assert!(
        venue.status()["recovered"].is_string(),
        "{place}: {}",
        venue.status()
    );
    let entries = fs::read_dir(venue.data_folder()).expect("there is one");
    let aside = entries.map(|entry| entry.expect("it is there").path());
    let aside: Vec<PathBuf> = aside.filter(|path| path.join("ledger.db").exists()).collect();
    assert_eq!(aside.len(), 1, "{place}: {aside:?}");
    let folder = aside[0].to_str().expect("a plain name");
    assert!(
        warnings[0].contains(folder),
        "{place}: {warnings:?} is not about {folder}"
    );
}
