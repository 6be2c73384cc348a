//! Power cuts with the page cache: at every operation that reaches the disk, and with every choice of what the disk had
//! written by then, an acknowledged event is there and the folder opens.
//!
//! Real programs write to a real folder; the [`tap`] and the [`recorder`] note each write, sync and name. From the notes an
//! [`outage`] makes the folders that a power cut might leave, the [`hunt`] opens each of them as the kiosk would. Not a test of
//! disks that lie: from such no software saves anybody, and the [`control`] shows that the hunt would notice.

mod control;
mod disk;
mod format_1;
mod hunt;
mod look;
mod outage;
mod recorder;
mod report;
mod scenes;
mod tap;
mod teller;
mod watch;

use std::io::{self, Write};

use einlass_tests::Random;

use crate::control::SETTINGS;
use crate::hunt::hunt;
use crate::outage::Syncs;
use crate::report::{Report, Table};
use crate::teller::Played;

/// How often chance decides at each moment, for each kind of fate.
const CHANCES: usize = 400;
/// So few points would prove little.
const LEAST_POINTS: usize = 100_000;

#[test]
fn nothing_acknowledged_is_lost_and_every_folder_opens() {
    let mut random = Random::of_this_run();
    let seed = random.seed;
    let (day, destruction) = (scenes::day(), scenes::destruction());
    let starts = scenes::starts_after("starts after a power cut, and the next one", &day, &mut random);
    let late = scenes::starts_after(
        "starts amid a destruction, and the next one",
        &destruction,
        &mut random,
    );
    let scenes = [
        (vec![scenes::set_up()], CHANCES),
        (vec![scenes::check_in()], CHANCES),
        (vec![scenes::check_out()], CHANCES),
        (vec![scenes::closing_time()], CHANCES),
        (vec![day], CHANCES),
        (vec![scenes::log_wraps()], CHANCES),
        // Each of its folders takes as long as fifty others.
        (vec![scenes::log_is_full()], 2),
        (starts, CHANCES / 8),
        (vec![destruction], CHANCES),
        (vec![scenes::destruction_of_all()], CHANCES),
        (late, CHANCES / 8),
        (vec![scenes::backup()], CHANCES),
        (vec![scenes::migration()], CHANCES),
        // And these as long as five.
        (vec![scenes::recovery()], CHANCES / 8),
    ];
    let reports: Vec<Report> = scenes
        .iter()
        .map(|(played, chances)| {
            let reports = played
                .iter()
                .map(|played| hunt_scene(played, Syncs::Kept, *chances, seed));
            reports
                .reduce(Report::and)
                .expect("a scene is played at least once")
        })
        .collect();

    tell(&Table(&reports, seed));
    let findings: Vec<&str> = reports
        .iter()
        .flat_map(|report| &report.findings)
        .map(String::as_str)
        .collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    let points: usize = reports.iter().map(|report| report.points).sum();
    assert!(points >= LEAST_POINTS, "{points} points prove little");
}

#[test]
fn a_disk_that_lies_is_noticed() {
    let seed = Random::of_this_run().seed;
    let report = hunt_scene(&scenes::day(), Syncs::Ignored, 4, seed);
    tell(&Table(std::slice::from_ref(&report), seed));
    assert!(report.lost > 0, "nothing was lost on a disk that keeps nothing");
    assert!(
        report.damaged > 0,
        "nothing was damaged on a disk that writes in any order"
    );
}

#[test]
fn a_plain_table_loses_what_the_manual_says() {
    let seed = Random::of_this_run().seed;
    let reports = SETTINGS.map(|plain| (plain.hunt(Syncs::Kept, 4, seed), plain));
    let (reports, settings): (Vec<Report>, Vec<_>) = reports.into_iter().unzip();
    tell(&Table(&reports, seed));
    for (report, plain) in reports.iter().zip(settings) {
        assert_eq!(report.lost > 0, plain.forgets, "{report:#?}");
        assert_eq!(report.damaged > 0, plain.breaks, "{report:#?}");
    }
}

fn hunt_scene((story, known): &Played, syncs: Syncs, chances: usize, seed: u64) -> Report {
    hunt(story, syncs, chances, seed, &|root| known.look(root))
}

/// Past the test runner, which would keep it for itself unless the test fails.
fn tell(table: &Table<'_>) {
    // A closed standard error is no reason to fail.
    let _ = io::stderr().write_all(format!("\n{table}").as_bytes());
}
