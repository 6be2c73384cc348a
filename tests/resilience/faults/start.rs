//! Kills while the kiosk starts with days to destroy: whenever it dies, the next start finishes, and says so in a log that
//! hangs together.

use std::thread;
use std::time::{Duration, Instant};

use einlass_tests::{Album, Around, OnInside, Random, Venue, copy_folder};
use tempfile::TempDir;

const KILLS: usize = 50;
/// Days that are over when the kiosk starts.
const OVER: usize = 5;

#[test]
fn a_destruction_that_is_killed_is_finished_by_the_next_start() {
    let mut random = Random::of_this_run();
    let scene = Scene::begin();
    let whole_start = scene.time_of_a_start();
    let (mut before, mut between, mut after) = (0, 0, 0);

    for kill in 0..KILLS {
        let (venue, _place) = scene.copy();
        let moment = whole_start.mul_f64(random.fraction());
        let place = format!("kill {kill} of seed {}, after {moment:?}", random.seed);

        let kiosk = venue.start(&scene.album, OnInside::Ask);
        thread::sleep(moment);
        let told = kiosk.kill();

        venue.ledger("verify");
        let (visits, certified) = (visits_of(&venue), certificates_of(&venue));
        assert!(
            certified == 0 || certified == OVER,
            "{place}: {certified} of {OVER} days are certified"
        );
        assert!(visits == OVER || visits <= 1, "{place}: {visits} visits are left");
        assert!(
            certified == 0 || visits <= 1,
            "{place}: certified, but not destroyed"
        );
        match (visits, certified) {
            (OVER, _) => before += 1,
            (_, 0) => between += 1,
            _ => after += 1,
        }

        let finished = venue.show(&scene.album, OnInside::Ask);
        let expected = if told.is_empty() {
            ["welcome", "ask"]
        } else {
            ["ask", "ask"]
        };
        assert!(
            expected.contains(&finished[0].verdict.as_str()),
            "{place}: {finished:?}"
        );
        venue.ledger("verify");
        assert_eq!(certificates_of(&venue), OVER, "{place}");
        assert_eq!(visits_of(&venue), 1, "{place}: only today's");
        let status = venue.status();
        assert_eq!(status["destruction_overdue"], false, "{place}: {status}");
        assert_eq!(status["last_destruction"]["visits"], 1, "{place}: {status}");
    }

    eprintln!(
        "kills before the keys were destroyed: {before}, then before the certificates: {between}, after them: {after}, seed {}",
        random.seed
    );
    assert!(
        before > 0 && after > 0,
        "all kills missed the destruction, on the same side of it"
    );
}

/// A venue that is to destroy [`OVER`] days, with a visit on each, when it starts.
struct Scene {
    venue: Venue,
    album: Album,
}

impl Scene {
    fn begin() -> Scene {
        let venue = Venue::open_with(None, Around::clock(&on(1)));
        let albums = venue.passes(2).into_iter().map(|pass| Album::of([pass.picture]));
        let mut albums: Vec<Album> = albums.collect();
        for day in 1..=OVER {
            let venue = venue.under(&Around::clock(&on(day)));
            // Whoever came yesterday may still be inside for a moment, so the two take turns.
            let answers = venue.show(&albums[day % 2], OnInside::Ask);
            assert_eq!(answers[0].verdict, "welcome");
        }
        let owner = venue.under(&Around::clock(&on(OVER + 1)));
        owner.ask_as_owner(&["settings", "--retention-days", "1"]).line();
        let venue = venue.under(&Around::clock(&on(OVER + 3)));
        assert_eq!(visits_of(&venue), OVER, "something is destroyed already");
        Scene {
            venue,
            album: albums.remove(0),
        }
    }

    fn copy(&self) -> (Venue, TempDir) {
        let place = TempDir::new().expect("a temporary folder can be made");
        let data = place.path().join("data");
        copy_folder(&self.venue.data_folder(), &data);
        (self.venue.at(&data), place)
    }

    /// From the start of the process to the first answer.
    fn time_of_a_start(&self) -> Duration {
        let (venue, _place) = self.copy();
        let start = Instant::now();
        let mut kiosk = venue.start(&self.album, OnInside::Ask);
        kiosk.first_verdict();
        let took = start.elapsed();
        assert_eq!(certificates_of(&venue), OVER, "nothing is destroyed at the start");
        took
    }
}

fn visits_of(venue: &Venue) -> usize {
    let answer = venue.ask(&["inside"]).line();
    let visits = answer["visits"]
        .as_u64()
        .and_then(|visits| usize::try_from(visits).ok());
    visits.unwrap_or_else(|| panic!("no visits in {answer}"))
}

/// How many of the days have a certificate.
fn certificates_of(venue: &Venue) -> usize {
    let day = |day| venue.ask(&["certificate", "--day", &format!("2027-03-{day:02}")]);
    let certified = (1..=OVER)
        .map(day)
        .filter(|answer| match answer.errors().as_slice() {
            [] => answer.line()["visits"] == 1,
            [why] => !why.contains("no such day"),
            more => panic!("{more:?}"),
        });
    certified.count()
}

fn on(day: usize) -> String {
    format!("2027-03-{day:02} 10:00:00")
}
