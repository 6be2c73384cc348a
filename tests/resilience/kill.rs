//! Power cuts, as far as killing goes: whoever was told "welcome" is inside and whoever was told "goodbye" is out,
//! whenever the kiosk dies. (The page cache survives a kill; what a lost page does is another test's matter.)

use std::collections::VecDeque;
use std::thread;
use std::time::{Duration, Instant};

use einlass_tests::{Album, Contact, OnInside, Pass, Random, Venue};

const KILLS: usize = 200;
/// Pictures in one run; at ten a second the last is shown half a second after the first.
const SHOWN: usize = 5;

#[test]
fn no_answer_is_forgotten_by_a_kill() {
    let mut random = Random::of_this_run();
    let venue = Venue::open();
    let mut outside: VecDeque<Pass> = (0..2 * SHOWN)
        .map(|number| venue.pass(&Contact::numbered(number)))
        .collect();
    let mut inside: VecDeque<Pass> = VecDeque::new();
    let whole_run = time_of_a_whole_run(&venue, &mut outside);
    let mut answered = [0; SHOWN + 1];

    for kill in 0..KILLS {
        // Turns round when one side runs short, so that check-ins and check-outs are killed alike.
        let goes_in = outside.len() >= SHOWN && (inside.len() < SHOWN || random.below(2) == 0);
        let (from, to, word) = if goes_in {
            (&mut outside, &mut inside, "welcome")
        } else {
            (&mut inside, &mut outside, "goodbye")
        };
        let before = venue.inside() as usize;
        let album = Album::of(from.iter().take(SHOWN).map(|pass| &pass.picture));
        let moment = whole_run.mul_f64(random.fraction());

        let kiosk = venue.start(&album, OnInside::Go);
        thread::sleep(moment);
        let answers = kiosk.kill();

        let place = format!("kill {kill} of seed {}, after {moment:?}", random.seed);
        assert!(
            answers.iter().all(|answer| answer.verdict == word),
            "{place}: {answers:?}"
        );
        let moved = (venue.inside() as usize).abs_diff(before);
        assert!(
            answers.len() <= moved,
            "{place}: {} times {word}, but {moved} moved",
            answers.len()
        );
        assert!(
            moved <= SHOWN,
            "{place}: {SHOWN} passes were shown, but {moved} moved"
        );
        venue.ledger("verify");
        to.extend(from.drain(..moved));
        answered[answers.len()] += 1;
    }

    eprintln!(
        "kills by the number of answers before them (0 to {SHOWN}): {answered:?}, seed {}",
        random.seed
    );
    let in_between: usize = answered[1..SHOWN].iter().sum();
    assert!(
        in_between > KILLS / 10,
        "the kills missed the check-ins and prove little: {answered:?}"
    );
    assert_each_is_where_it_was_told(&venue, &outside, &inside);
}

/// How long a run of [`SHOWN`] pictures takes on this machine, from the start of the process; they are out again then.
fn time_of_a_whole_run(venue: &Venue, passes: &mut VecDeque<Pass>) -> Duration {
    let album = Album::of(passes.iter().take(SHOWN).map(|pass| &pass.picture));
    venue.show(&album, OnInside::Go);
    let start = Instant::now();
    let answers = venue.show(&album, OnInside::Go);
    assert_eq!(answers.len(), SHOWN);
    start.elapsed()
}

/// The count alone would not see one visitor taken for another.
fn assert_each_is_where_it_was_told(venue: &Venue, outside: &VecDeque<Pass>, inside: &VecDeque<Pass>) {
    let album = Album::of(inside.iter().chain(outside).map(|pass| &pass.picture));
    let told: Vec<&str> = inside
        .iter()
        .map(|_| "ask")
        .chain(outside.iter().map(|_| "welcome"))
        .collect();

    let answers = venue.show(&album, OnInside::Ask);

    let answers: Vec<&str> = answers.iter().map(|answer| answer.verdict.as_str()).collect();
    assert_eq!(answers, told);
    venue.ledger("rebuild");
    assert_eq!(
        venue.inside() as usize,
        inside.len() + outside.len(),
        "rebuilt from its events"
    );
}
