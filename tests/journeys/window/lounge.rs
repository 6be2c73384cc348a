//! A day of staff in the lounge: sign in, look, let in and out, replace a pass, extend, drill, set a rule; and what a lock leaves.

use std::{fs, process::Command, time::Duration};

use einlass_domain::{staff::TotpSecret, time::Clock};
use einlass_kiosk::SystemClock;
use einlass_tests::{Album, Answer, Contact, Pass, Venue, Window, binary, codes_on_paper};

use crate::accessibility::assert_accessible;
use crate::{SOON, keep_picture, named, text, touch, wait_for_answer, wait_for_screen};

const PIN: &str = "135790";
/// What the lounge waits for a finger.
const LOCKED_AFTER: Duration = Duration::from_secs(2 * 60);

#[test]
fn a_shift_at_the_door() {
    let venue = Venue::open();
    add_staff(&venue, "Eva", "entrance");
    let passes = venue.passes(2);
    let album = Album::of_nothing();
    let window = venue.open_window(&album);
    wait_for_screen(&window, "attract");
    sign_in(&window, "name-0");
    assert_accessible(&window, "lounge");

    find(&window, &passes[0]);
    touch(&window, "checkIn");
    window.wait_for(&named("checkOut"), SOON);
    said(&window, "Angemeldet.");
    touch(&window, "extend");
    said(&window, "Verlängert.");
    touch(&window, "look");
    window.wait_for(&named("nameless"), SOON);
    assert_accessible(&window, "lounge");
    keep_picture(&window, "lounge-visit");
    touch(&window, "checkOut");
    said(&window, "Abgemeldet.");
    assert_eq!(venue.inside(), 0);

    a_walk_in_is_taken_down(&window, &venue);
    a_lost_pass_is_replaced(&window, &venue, &passes[1], &album);
    everybody_is_found_in_a_drill(&window, &venue);
    venue.ledger("verify");
}

/// Name and phone, one touch, and the visitor is inside with the paper in hand.
fn a_walk_in_is_taken_down(window: &Window, venue: &Venue) {
    touch(window, "back");
    touch(window, "openRegister");
    window.wait_for(&named("desk-lastName"), SOON);
    touch(window, "print-in");
    window.wait_for_text(&named("desk-lastName-problem"), "Bitte ausfüllen.", SOON);
    assert_accessible(window, "lounge");
    keep_picture(window, "lounge-register");
    window.type_keys(&named("desk-lastName"), "Zwölf");
    touch(window, "desk-phone");
    for key in ["0", "3", "0", "5", "5", "5", "0", "1"] {
        touch(window, &format!("key-{key}"));
    }
    touch(window, "print-in");
    window.wait_for_text(&named("fact-paper"), "ist gedruckt", SOON);
    said(window, "Angemeldet.");
    assert_accessible(window, "lounge");
    keep_picture(window, "lounge-made");
    assert_eq!(venue.inside(), 1);
}

/// The number stays; the old paper is dead and the new one opens.
fn a_lost_pass_is_replaced(window: &Window, venue: &Venue, lost: &Pass, album: &Album) {
    touch(window, "back");
    find(window, lost);
    window.wait_for(&named("no-reprint"), SOON);
    keep_picture(window, "lounge-pass");
    touch(window, "openReplace");
    window.wait_for(&named("desk-lastName"), SOON);
    window.type_keys(&named("desk-lastName"), "Zwölf");
    window.type_keys(&named("desk-email"), "zwoelf@example.org");
    touch(window, "replace");
    said(window, "Der alte Pass gilt nicht mehr.");
    window.wait_for_text(&named("fact-paper"), "ist gedruckt", SOON);
    touch(window, "lock");
    wait_for_screen(window, "attract");

    album.hold_up(&lost.picture);
    wait_for_answer(window, "dead");
    album.take_away();
    wait_for_screen(window, "attract");
    let job = fs::read(venue.paper_folder().join("pass-0002.bin")).expect("the new pass was printed");
    assert_ne!(codes_on_paper(&job), std::slice::from_ref(&lost.qr));
    album.hold_up(&venue.paper_folder().join("pass-0002.png"));
    wait_for_answer(window, "welcome");
    album.take_away();
    wait_for_screen(window, "attract");
    assert_eq!(venue.inside(), 2);
}

/// Ticks go on after a lock, and the log says how long it took.
fn everybody_is_found_in_a_drill(window: &Window, venue: &Venue) {
    sign_in(window, "name-0");
    touch(window, "beginDrill");
    window.wait_for(&named("roll-call"), SOON);
    assert_accessible(window, "lounge");
    touch(window, "tick-0-0");
    window.wait_for(&format!("{}[aria-pressed='true']", named("tick-0-0")), SOON);
    touch(window, "lock");
    wait_for_screen(window, "attract");
    sign_in(window, "name-0");
    window.wait_for(&format!("{}[aria-pressed='true']", named("tick-0-0")), SOON);
    touch(window, "tick-0-1");
    window.wait_for(&format!("{}[aria-pressed='true']", named("tick-0-1")), SOON);
    keep_picture(window, "lounge-drill");
    touch(window, "end-roll-call");
    window.wait_for(&named("beginDrill"), SOON);
    let list = venue.file("roll-calls.csv");
    venue
        .ask(&["roll-call", "export", "--to", list.to_str().expect("plain names")])
        .line();
    let list = fs::read_to_string(list).expect("it was exported");
    let seconds: Vec<_> = list.lines().skip(1).map(|line| line.rsplit(';').next()).collect();
    assert_eq!(seconds.len(), 2, "{list}");
    assert!(
        seconds
            .iter()
            .all(|seconds| seconds.is_some_and(|s| s.parse::<u32>().is_ok())),
        "{list}"
    );
}

#[test]
fn the_owner_shows_two_things_and_sets_rules_and_the_lounge_locks_itself() {
    let venue = Venue::open();
    add_staff(&venue, "Olga", "owner");
    let png = venue.file("second-factor.png");
    venue
        .ask(&[
            "staff",
            "totp",
            "--name",
            "Olga",
            "--png",
            png.to_str().expect("plain names"),
        ])
        .line();
    let scanned = Answer::of(Command::new(binary("einlass-ctl")).arg("scan").arg(&png)).line();
    let uri = text(&scanned["payloads"][0]);
    let album = Album::of_nothing();
    let pass = venue.pass(&Contact::conspicuous());
    let window = venue.open_window(&album);
    wait_for_screen(&window, "attract");
    album.hold_up(&pass.picture);
    wait_for_answer(&window, "welcome");
    album.take_away();
    wait_for_screen(&window, "attract");
    sign_in_to_code(&window, "name-0");
    type_digits(&window, &code_now(&uri));
    window.wait_for(&named("openSettings"), SOON);
    keep_picture(&window, "lounge-home-owner");

    touch(&window, "openSettings");
    window.wait_for(&named("rule-capacity"), SOON);
    assert_accessible(&window, "lounge");
    keep_picture(&window, "lounge-settings");
    touch(&window, "rule-capacity");
    type_digits(&window, "2");
    touch(&window, "enter");
    said(&window, "Gilt ab jetzt.");
    let rules = venue.ask(&["rules", "show"]).line();
    assert_eq!(rules["capacity"], 2);

    touch(&window, "back");
    let pin = somebody_is_enrolled(&window);
    touch(&window, "back");
    touch(&window, "openInside");
    touch(&window, "visit-0");
    touch(&window, "look");
    window.wait_for_text(&named("fact-name"), "Zwölf-Prüfung", SOON);
    keep_picture(&window, "lounge-looked");
    // Nobody touches anything any more: whoever comes next sees no name.
    window.wait_for(&named("name-0"), LOCKED_AFTER + SOON);
    let page = window.run_script("return document.documentElement.outerHTML", &[]);
    assert!(!page.to_string().contains("Zwölf-Prüfung"));
    window.wait_for("main[data-screen='attract']", LOCKED_AFTER + SOON);

    // Names stand in the order of the alphabet: the new one before the owner.
    touch(&window, "open-lounge");
    touch(&window, "name-0");
    window.wait_for(&format!("{}:not(:disabled)", named("digit-1")), SOON);
    type_digits(&window, &pin);
    touch(&window, "enter");
    window.wait_for(&named("openInside"), SOON);
    assert!(
        !window.has(&named("openSettings")),
        "whoever is at the entrance sets no rules"
    );
}

/// Somebody for the entrance, with the PIN that the machine makes; gives it.
fn somebody_is_enrolled(window: &Window) -> String {
    touch(window, "members");
    touch(window, "new-member");
    window.wait_for(&named("desk-name"), SOON);
    window.type_keys(&named("desk-name"), "Kasse");
    touch(window, "make-pin");
    window.wait_for(&named("made-pin"), SOON);
    assert_accessible(window, "lounge");
    keep_picture(window, "lounge-made-pin");
    let pin = window.text(&named("made-pin")).split_whitespace().collect();
    touch(window, "noted");
    window.wait_for(&named("open-pin"), SOON);
    assert_accessible(window, "lounge");
    touch(window, "back");
    window.wait_for(&named("member-1"), SOON);
    assert_accessible(window, "lounge");
    keep_picture(window, "lounge-members");
    pin
}

fn add_staff(venue: &Venue, name: &str, role: &str) {
    let pin = venue.write_file("pin", PIN);
    let pin = pin.to_str().expect("temporary folders have plain names");
    venue
        .ask(&["staff", "add", "--name", name, "--role", role, "--pin-file", pin])
        .line();
}

fn sign_in(window: &Window, name: &str) {
    sign_in_to_code(window, name);
    window.wait_for(&named("lock"), SOON);
}

fn sign_in_to_code(window: &Window, name: &str) {
    touch(window, "open-lounge");
    window.wait_for(&named(name), SOON);
    touch(window, name);
    window.wait_for(&format!("{}:not(:disabled)", named("digit-1")), SOON);
    type_digits(window, PIN);
    touch(window, "enter");
}

fn find(window: &Window, pass: &Pass) {
    touch(window, "openNumber");
    window.wait_for(&named("digit-1"), SOON);
    type_digits(window, &pass.pin_id);
    window.wait_for(&named("openReplace"), SOON);
}

fn type_digits(window: &Window, digits: &str) {
    for digit in digits.chars() {
        touch(window, &format!("digit-{digit}"));
    }
}

fn said(window: &Window, text: &str) {
    window.wait_for_text(&named("said"), text, SOON);
}

/// What an authenticator app would show, found as a thief could not: with the secret.
fn code_now(uri: &str) -> String {
    let secret = uri.split("secret=").nth(1).expect("the link holds the secret");
    let secret = secret.split('&').next().expect("there is a first part");
    let secret = TotpSecret(base32(secret));
    let now = SystemClock.now();
    (0..1_000_000)
        .map(|code| format!("{code:06}"))
        .find(|code| einlass_vault::totp_step(&secret, code, now, None).is_some())
        .expect("one of a million is right")
}

/// RFC 4648, without padding.
fn base32(text: &str) -> Vec<u8> {
    let value = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'2'..=b'7' => c - b'2' + 26,
        _ => panic!("no base32: {text}"),
    };
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for five in text.bytes().map(value) {
        bits = bits << 5 | u32::from(five);
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).expect("a byte was masked"));
        }
    }
    bytes
}
