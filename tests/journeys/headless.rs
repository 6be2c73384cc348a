//! A visitor's way in and out, told to the kiosk without a window: the pictures are really decoded, the ledger is really
//! written, and each step is a process of its own.

use std::{fs, iter, thread, time::Duration};

use einlass_domain::{phone::Step, time::Clock};
use einlass_kiosk::SystemClock;
use einlass_testkit::{EmulatedPrinter, Temper};
use einlass_tests::traces::traces_in;
use einlass_tests::{Album, Contact, OnInside, Venue, Verdict, codes_on_paper, wait_until};
use einlass_vault::PhonePass;
use rand_core::OsRng;

#[test]
fn a_pass_lets_in_and_the_same_pass_lets_out() {
    let venue = Venue::open();
    let pass = venue.pass(&Contact::numbered(1));
    let album = Album::of([&pass.picture]);

    assert_eq!(words(&venue.show(&album, OnInside::Go)), ["welcome"]);
    assert_eq!(venue.inside(), 1);
    assert_eq!(words(&venue.show(&album, OnInside::Go)), ["goodbye"]);
    assert_eq!(venue.inside(), 0);
    assert_eq!(
        words(&venue.show(&album, OnInside::Go)),
        ["welcome"],
        "a pass is good for more than one visit"
    );
    venue.ledger("verify");
}

#[test]
fn somebody_inside_is_asked_and_may_stay() {
    let venue = Venue::open();
    let pass = venue.pass(&Contact::numbered(1));
    let album = Album::of([&pass.picture]);
    venue.show(&album, OnInside::Ask);

    assert_eq!(words(&venue.show(&album, OnInside::Ask)), ["ask"]);
    assert_eq!(venue.inside(), 1, "a question changes nothing");
    let stays = venue.show(&album, OnInside::Stay);
    assert_eq!(stays.len(), 1);
    assert_eq!(stays[0].line["stays"], true, "{:?}", stays[0].line);
    assert_eq!(venue.inside(), 1, "who stays is inside once");
}

#[test]
fn visitors_come_and_go_independently() {
    let venue = Venue::open();
    let [one, two, three] = [1, 2, 3].map(|number| venue.pass(&Contact::numbered(number)));

    let all = Album::of([&one.picture, &two.picture, &three.picture]);
    assert_eq!(
        words(&venue.show(&all, OnInside::Go)),
        ["welcome", "welcome", "welcome"]
    );
    assert_eq!(
        words(&venue.show(&Album::of([&two.picture]), OnInside::Go)),
        ["goodbye"]
    );
    assert_eq!(words(&venue.show(&all, OnInside::Ask)), ["ask", "welcome", "ask"]);
    assert_eq!(venue.inside(), 3);
}

#[test]
fn two_cameras_watch_one_door() {
    let venue = Venue::open();
    let [one, other] = [1, 2].map(|number| venue.pass(&Contact::numbered(number)));
    let (left, right) = (Album::of([&one.picture]), Album::of([&other.picture]));

    let mut kiosk = venue.start_with_two_cameras(&left, &right);
    assert_eq!(words(&kiosk.wait_for_answers(2)), ["welcome", "welcome"]);
    drop(kiosk);
    assert_eq!(venue.inside(), 2);
}

#[test]
fn the_loss_of_mains_prints_once_who_is_inside() {
    let venue = Venue::open();
    let pass = venue.pass(&Contact::numbered(1));
    let signal = venue.file("on-battery");
    let album = Album::of([&pass.picture]);
    let mut kiosk = venue.start_with(&album, "--power-signal", &signal);
    assert_eq!(words(&kiosk.wait_for_answers(1)), ["welcome"]);

    let ending = &pass.pin_id.as_bytes()[8..];
    let lists = || {
        let sheets = fs::read_dir(venue.paper_folder()).into_iter().flatten().flatten();
        let jobs = sheets
            .map(|sheet| sheet.path())
            .filter(|path| path.extension().is_some_and(|end| end == "bin"));
        let jobs = jobs.map(|path| fs::read(path).expect("the paper is ours"));
        jobs.filter(|job| job.windows(4).any(|bytes| bytes == ending))
            .count()
    };
    assert_eq!(lists(), 0);
    fs::write(&signal, "").expect("the folder is ours");
    wait_until("the list is printed", || lists() == 1);
    // The battery's watcher says it again, and once more.
    for _ in 0..2 {
        thread::sleep(Duration::from_millis(1_200));
        fs::write(&signal, "again").expect("the folder is ours");
    }
    thread::sleep(Duration::from_millis(2_500));
    assert_eq!(lists(), 1, "one list is enough");
    drop(kiosk);
    venue.ledger("verify");
}

#[test]
fn codes_that_are_no_pass_of_this_venue_are_refused() {
    let venue = Venue::open();
    let own = venue.pass(&Contact::numbered(1));
    let elsewhere = Venue::open().pass(&Contact::numbered(1));

    let strangers = [
        ("any text", "a code from a bottle of water".to_owned()),
        ("an address", "https://example.org/pass/1".to_owned()),
        ("a PIN-ID without the pass", own.pin_id.clone()),
        ("another venue's pass", elsewhere.qr),
        ("a pass with one changed character", changed(&own.qr)),
        ("a pass that is cut short", own.qr[..own.qr.len() - 3].to_owned()),
    ];
    for (what, text) in &strangers {
        let album = Album::of([venue.code(text)]);
        assert_eq!(
            words(&venue.show(&album, OnInside::Go)),
            ["refused"],
            "{what}: {text}"
        );
    }
    assert_eq!(venue.inside(), 0);

    let drawn = Album::of([venue.code(&own.qr)]);
    assert_eq!(
        words(&venue.show(&drawn, OnInside::Go)),
        ["welcome"],
        "the same drawing of a true pass is let in"
    );
}

#[test]
fn a_pass_held_in_view_counts_once() {
    let venue = Venue::open();
    let pass = venue.pass(&Contact::numbered(1));
    let held = Album::of(iter::repeat_n(&pass.picture, 20));

    assert_eq!(words(&venue.show(&held, OnInside::Go)), ["welcome"]);
}

#[test]
fn the_paper_pass_shows_the_same_code() {
    let venue = Venue::open();
    let pass = venue.pass(&Contact::numbered(1));

    assert_eq!(codes_on_paper(&pass.receipt), [pass.qr]);
}

#[test]
fn the_phone_shows_codes_of_now_and_old_ones_open_nothing() {
    let venue = Venue::open();
    let pass = venue.pass(&Contact::numbered(1));
    let (_, given) = pass.phone_link.split_once('#').expect("the pass follows the #");
    let phone = PhonePass::read(given).expect("the page can read it");
    let held_up = |ago_ms: i64| {
        let step = Step::at(SystemClock.now().plus_ms(-ago_ms));
        Album::of([venue.code(&phone.code(step, &mut OsRng))])
    };

    // No kiosk is believed to the second on a machine that no time server sets: a quarter of an hour is old for each.
    assert_eq!(words(&venue.show(&held_up(900_000), OnInside::Go)), ["refused"]);
    assert_eq!(words(&venue.show(&held_up(0), OnInside::Go)), ["welcome"]);
    assert_eq!(
        words(&venue.show(&Album::of([&pass.picture]), OnInside::Go)),
        ["goodbye"],
        "paper and phone are one pass"
    );
    assert_eq!(venue.status()["refused"]["stale"], 1);
}

/// The power goes while a pass is half out of the printer. Nobody can know whether it came: staff are asked, and say.
#[test]
fn a_paper_that_the_power_took_is_asked_about_and_settled_by_staff() {
    let venue = Venue::open();
    let pin = venue.write_file("pin", "135790");
    let pin = pin.to_str().expect("temporary folders have plain names");
    let staff = ["--pin-file", pin];
    venue
        .ask(
            &[
                &["staff", "add", "--name", "Kim", "--role", "technician"],
                &staff[..],
            ]
            .concat(),
        )
        .line();
    let list = venue.write_file("people.csv", "first_name;last_name;phone\nA;One;+49 30 1\n");
    let list = list.to_str().expect("temporary folders have plain names");
    let printer = EmulatedPrinter::new(Temper {
        // The roll ends under the code: the job stands still.
        paper_rows: Some(90),
        ..Temper::default()
    });
    let target = format!(
        "tcp:127.0.0.1:{}",
        printer.listen().expect("there is a free port")
    );
    let args = [
        "passes",
        "prepare",
        list,
        "--consent-of",
        "organiser",
        "--printer",
        &target,
    ];

    let process = venue.begin(&args);
    wait_until("something is printed", || !printer.printed().is_empty());
    drop(process);

    let asked = venue.unsettled_papers();
    let [paper] = &asked[..] else {
        panic!("one question: {asked:?}")
    };
    assert_eq!(venue.status()["unsettled_papers"], 1);
    venue.show(&Album::of([&venue.code("anything")]), OnInside::Go);
    assert_eq!(
        venue.unsettled_papers(),
        asked,
        "a restart neither forgets nor prints it"
    );
    assert!(!venue.paper_folder().exists(), "nothing is printed by itself");

    let settle = |paper: &str| {
        let settle = [
            "papers", "settle", "--staff", "Kim", "--paper", paper, "--answer", "missing",
        ];
        venue.ask(&[&settle[..], &staff].concat())
    };
    assert_eq!(settle(paper).line()["came"], false);
    assert!(venue.unsettled_papers().is_empty());
    assert_eq!(venue.status()["unsettled_papers"], 0);
    assert!(settle(paper).error().contains("nobody asks about this paper"));
    assert!(settle("4711").error().contains("is no paper"));
    venue.ledger("verify");
}

#[test]
fn a_second_kiosk_on_the_same_data_is_told_so() {
    let venue = Venue::open();
    let pass = venue.pass(&Contact::numbered(1));
    let album = Album::of([&pass.picture]);
    let mut first = venue.start(&album, OnInside::Ask);
    assert_eq!(first.first_verdict().verdict, "welcome");

    let second = venue.try_show(&album, OnInside::Go);

    let why = second.refusal();
    assert!(
        why.contains("another program is using this data folder"),
        "it says: {why}"
    );
    drop(first);
    assert_eq!(
        words(&venue.show(&album, OnInside::Go)),
        ["goodbye"],
        "the first one's data is whole"
    );
}

#[test]
fn the_data_folder_never_shows_who_visits() {
    let venue = Venue::open();
    let contact = Contact::conspicuous();
    let pass = venue.pass(&contact);
    let secrets = [
        contact.first_name.as_str(),
        &contact.last_name,
        &contact.phone,
        "+491715550123",
        "1715550123",
        &contact.email,
        &contact.address.street,
        &contact.address.town,
        &pass.qr,
    ];
    let album = Album::of([&pass.picture]);

    assert_eq!(
        traces_in(&venue.data_folder(), &secrets),
        [],
        "with a pass given out"
    );
    let mut kiosk = venue.start(&album, OnInside::Ask);
    assert_eq!(kiosk.first_verdict().verdict, "welcome");
    assert_eq!(
        traces_in(&venue.data_folder(), &secrets),
        [],
        "inside, with the kiosk running"
    );
    drop(kiosk);
    assert_eq!(
        traces_in(&venue.data_folder(), &secrets),
        [],
        "inside, after the kiosk was killed"
    );
    assert_eq!(words(&venue.show(&album, OnInside::Go)), ["goodbye"]);
    assert_eq!(traces_in(&venue.data_folder(), &secrets), [], "after the visit");
}

fn words(verdicts: &[Verdict]) -> Vec<&str> {
    verdicts.iter().map(|verdict| verdict.verdict.as_str()).collect()
}

/// The text with one character in its middle replaced by another of its alphabet.
fn changed(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let middle = bytes.len() / 2;
    bytes[middle] = if bytes[middle] == b'7' { b'8' } else { b'7' };
    String::from_utf8(bytes).expect("the code of a pass is ASCII")
}
