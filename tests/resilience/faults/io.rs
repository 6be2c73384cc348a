//! Calls to the system that fail (libfiu): now and then, and all of a sudden.

use std::thread::sleep;

use einlass_tests::{Album, Around, Faults, OnInside, Venue, copy_folder};
use tempfile::TempDir;

use crate::{OUT_OF_SERVICE, acknowledged::Acknowledged, words};

/// errno(3).
const EIO: u32 = 5;
const ENOSPC: u32 = 28;

/// Starts of the kiosk for each kind of fault.
const RUNS: usize = 16;
/// Codes that are shown in a run. After a fault the kiosk answers nobody for longer than the rest of them take.
const SHOWN: usize = 3;

/// Starts of the kiosk with reads that fail, and visitors who came after the last copy of the database.
const BAD_READS: usize = 60;
const LATE: usize = 7;

/// The call, its error, and how often it fails.
const FAULTS: [(&str, u32, f64); 4] = [
    ("posix/io/rw/pwrite", ENOSPC, 0.03),
    ("posix/io/rw/pwrite", EIO, 0.03),
    ("posix/io/sync/fdatasync", EIO, 0.2),
    ("posix/io/sync/fsync", EIO, 0.2),
];

#[test]
fn calls_that_fail_now_and_then_take_nothing_back() {
    let venue = Venue::open();
    let passes = venue.passes(2 * SHOWN);
    let mut acknowledged = Acknowledged::default();

    for (call, error, probability) in FAULTS {
        let fault = format!("enable_random name={call},probability={probability},failinfo={error}");
        let failing = venue.under(&Around::faults(Some(&fault), None));
        let (mut answered, mut failed) = (0, 0);
        for run in 0..3 * RUNS {
            // Chance may have it that the first calls fail more often than not.
            if run >= RUNS && answered > RUNS {
                break;
            }
            let from = (run % 2) * SHOWN;
            let album = Album::of(passes[from..from + SHOWN].iter().map(|pass| &pass.picture));
            let shown = failing.try_show(&album, OnInside::Go);
            failed += usize::from(!shown.errors().is_empty());
            let answers = shown.verdicts();
            acknowledged.settle(&venue, &answers, SHOWN);
            answered += answers.len();
        }
        eprintln!("{call} with error {error}: {failed} runs met a fault, {answered} answers");
        assert!(failed > 0, "{call} never failed, so this proves nothing");
        assert!(
            answered > RUNS,
            "{call} failed so often that hardly anybody was answered"
        );
    }
    assert_eq!(venue.inside() as usize, acknowledged.inside());
    venue.ledger("rebuild");
    assert_eq!(
        venue.inside() as usize,
        acknowledged.inside(),
        "made anew from the events"
    );
}

#[test]
fn reads_that_fail_for_a_moment_lose_nobody() {
    let venue = Venue::open();
    let passes = venue.passes(1 + LATE);
    let empty = Album::of_nothing();
    venue.show(&Album::of([&passes[0].picture]), OnInside::Ask);
    // After the copy of the database was made: they are in the database alone.
    venue.show(
        &Album::of(passes[1..].iter().map(|pass| &pass.picture)),
        OnInside::Ask,
    );
    let told = venue.open_visits();
    assert_eq!(told.len(), 1 + LATE);
    let fault = format!("enable_random name=posix/io/rw/pread,probability=0.01,failinfo={EIO}");

    let mut failed = 0;
    for run in 0..BAD_READS {
        let place = TempDir::new().expect("a temporary folder can be made");
        let here = venue.at(&place.path().join("data"));
        copy_folder(&venue.data_folder(), &here.data_folder());

        let shown = here
            .under(&Around::faults(Some(&fault), None))
            .try_show(&empty, OnInside::Ask);
        let said = shown.printed();
        failed += usize::from(!said.is_empty());
        let then = here.try_show(&empty, OnInside::Ask);

        let place = format!("run {run}: {said}, then {}", then.printed());
        assert_eq!(then.errors(), [""; 0], "{place}");
        assert_eq!(here.open_visits(), told, "{place}");
        here.ledger("verify");
    }
    eprintln!("{failed} of {BAD_READS} starts met a failed read");
    assert!(failed > 0, "no read failed, so this proves nothing");
}

#[test]
fn a_disk_that_fails_all_of_a_sudden_is_survived() {
    for (call, error, why) in [
        ("posix/io/rw/pwrite", ENOSPC, "the disk is full"),
        ("posix/io/rw/pwrite", EIO, "disk I/O error"),
        ("posix/io/sync/fdatasync", EIO, "disk I/O error"),
    ] {
        let venue = Venue::open();
        let passes = venue.passes(3);
        let faults = Faults::by(&venue.file(""));
        let album = Album::of_nothing();
        let mut kiosk = venue
            .under(&Around::faults(None, Some(&faults)))
            .start(&album, OnInside::Ask);
        album.hold_up(&passes[0].picture);
        kiosk.first_verdict();

        let process = kiosk.id();
        faults.begin(process, call, error);
        album.hold_up(&passes[1].picture);
        let errors = kiosk.wait_for_errors(1);
        assert!(errors[0].contains(why), "{call} with error {error}: {errors:?}");
        assert_eq!(
            kiosk.answers().len(),
            1,
            "{call} with error {error}: {:?}",
            kiosk.answers()
        );
        faults.end(process, call);
        sleep(OUT_OF_SERVICE);
        album.hold_up(&passes[2].picture);

        assert_eq!(
            words(&kiosk.wait_for_answers(2)),
            ["welcome", "welcome"],
            "{call}"
        );
        let answers = kiosk.kill();
        Acknowledged::default().settle(&venue, &answers, 3);
    }
}
