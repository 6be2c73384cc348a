//! Power cuts, as far as killing goes: whoever was told "welcome" is inside and whoever was told "goodbye" is out,
//! whenever the kiosk dies. (The page cache survives a kill; what a lost page does is another test's matter.)

use std::collections::{BTreeSet, VecDeque};
use std::thread;
use std::time::{Duration, Instant};

use einlass_receipt::{PrinterProfile, paper};
use einlass_testkit::{EmulatedPrinter, Temper};
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

const PRINT_KILLS: usize = 40;

/// A paper that was begun has come, or is asked about; whatever happens afterwards, it is not printed again.
#[test]
fn a_kill_leaves_one_question_at_most_and_no_second_paper() {
    let mut random = Random::of_this_run();
    let venue = Venue::open();
    let people = "first_name;last_name;phone\nA;One;+49 30 1\nB;Two;+49 30 2\nC;Three;+49 30 3\n";
    let list = venue.write_file("people.csv", people);
    let list = list.to_str().expect("temporary folders have plain names");
    let slow = Temper {
        pause: Duration::from_millis(4),
        ..Temper::default()
    };
    let prepare = |printer: &EmulatedPrinter| {
        let port = printer.listen().expect("there is a free port");
        let target = format!("tcp:127.0.0.1:{port}");
        let consent = ["--consent-of", "organiser", "--printer", &target];
        venue.begin(&[&["passes", "prepare", list], &consent[..]].concat())
    };
    let start = Instant::now();
    let whole = EmulatedPrinter::new(slow);
    let status = prepare(&whole).leader().wait().expect("it is our child");
    assert!(status.success());
    let whole_run = start.elapsed();
    assert_eq!(whole.papers().len(), 3);
    assert!(venue.unsettled_papers().is_empty());

    let mut by_questions = [0; 2];
    for kill in 0..PRINT_KILLS {
        let moment = whole_run.mul_f64(random.fraction());
        let printer = EmulatedPrinter::new(slow);
        let before = venue.unsettled_papers().len();
        let process = prepare(&printer);
        thread::sleep(moment);
        drop(process);
        let place = format!("kill {kill} of seed {}, after {moment:?}", random.seed);

        let questions = venue.unsettled_papers().len() - before;
        by_questions[questions] += 1;
        // What it has taken it prints, and then nothing more comes.
        let papers = settled(&printer);
        let rest = printer.printed().split_off(papers.iter().map(Vec::len).sum());
        assert!(
            questions == 1 || !puts_ink(&rest),
            "{place}: nobody asks about a part of a paper, {rest:02x?} after {} papers",
            papers.len()
        );
        let different: BTreeSet<&Vec<u8>> = papers.iter().collect();
        assert_eq!(different.len(), papers.len(), "{place}: a paper came twice");
        venue.ledger("verify");
    }
    eprintln!(
        "kills by the questions they left (0, 1): {by_questions:?}, seed {}",
        random.seed
    );
    assert!(
        by_questions[1] > PRINT_KILLS / 10,
        "the kills missed the printing: {by_questions:?}"
    );
    venue.ledger("rebuild");
    assert_eq!(
        venue.unsettled_papers().len(),
        by_questions[1],
        "rebuilt from its events"
    );
}

/// Whether anything of it is seen on paper. Commands that ask how the printer is come between the papers.
fn puts_ink(commands: &[u8]) -> bool {
    let drawn = paper::draw(commands, &PrinterProfile::EPSON_80MM);
    // What breaks off in the middle of a command is a part of a paper.
    drawn.map_or(true, |drawn| drawn.luma().iter().any(|&luma| luma < 128))
}

/// The papers of a printer that nobody sends anything to any more.
fn settled(printer: &EmulatedPrinter) -> Vec<Vec<u8>> {
    loop {
        let before = printer.printed().len();
        thread::sleep(Duration::from_millis(60));
        if printer.printed().len() == before {
            return printer.papers();
        }
    }
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
