//! The PIN-ID by hand, and what guessing leads to.

use std::time::{Duration, Instant};

use einlass_tests::{Album, Contact, Venue, Window};
use serde_json::{Value, json};

use crate::accessibility::assert_accessible;
use crate::{SOON, keep_picture, named, text, touch, wait_for_answer, wait_for_screen};

/// The kiosk's rule for the fifth wrong number.
const LOCK_LASTS: Duration = Duration::from_secs(30);

#[test]
fn the_number_opens_and_guessing_locks_beyond_a_restart() {
    let venue = Venue::open();
    let pass = venue.pass(&Contact::numbered(1));
    let album = Album::of_nothing();
    let window = venue.open_window(&album);
    wait_for_screen(&window, "attract");
    touch(&window, "open-keypad");
    wait_for_screen(&window, "keypad");
    assert_accessible(&window, "keypad");
    // By touch, with a slip that is taken back.
    for (place, digit) in pass.pin_id.chars().enumerate() {
        if place == 4 {
            touch(&window, "digit-9");
            touch(&window, "erase");
        }
        touch(&window, &format!("digit-{digit}"));
    }
    wait_for_answer(&window, "welcome");

    touch_when_attracted(&window);
    assert_eq!(digits_out_of_order(&window), json!([]));
    let wrong = another_number(&pass.pin_id);
    for tries_left in [
        "Noch 4 Versuche.",
        "Noch 3 Versuche.",
        "Noch 2 Versuche.",
        "Noch ein Versuch.",
    ] {
        type_number(&window, &wrong);
        window.wait_for_text(&named("outcome"), tries_left, SOON);
    }
    type_number(&window, &wrong);
    window.wait_for_text(&named("outcome"), "Zu viele Versuche", SOON);
    let locked_at = Instant::now();
    window.wait_for_text(&named("wait"), "noch 0:2", SOON);
    assert_accessible(&window, "keypad");
    keep_picture(&window, "keypad-locked");

    drop(window);
    let window = venue.open_window(&album);
    wait_for_screen(&window, "attract");
    touch(&window, "open-keypad");
    window.wait_for_text(&named("outcome"), "Zu viele Versuche", SOON);
    // Past the buttons, which are off: the kiosk itself does not listen.
    type_past_the_screen(&window, &pass.pin_id);
    let shown = screen_after_the_next_second(&window);
    assert!(
        locked_at.elapsed() < LOCK_LASTS,
        "this machine takes so long to start a window that the lock was over by itself"
    );
    assert!(shown.contains("Zu viele Versuche"), "{shown}");

    drop(window);
    assert_eq!(venue.inside(), 1);
    venue.ledger("verify");
}

/// Types with a real keyboard's keys, as fast as they come.
pub(crate) fn type_number(window: &Window, digits: &str) {
    window.type_keys("main h1", digits);
}

/// Types eleven digits without waiting between them, and erases them, ten times; gives the numbers that came out otherwise.
fn digits_out_of_order(window: &Window) -> Value {
    let type_and_erase = "
        const { invoke } = window.__TAURI_INTERNALS__;
        const act = (request) => invoke('act', { request });
        const shown = () => invoke('view').then((view) => view.screen.digits);
        return (async () => {
            const others = [];
            for (let round = 0; round < 10; round += 1) {
                await Promise.all([...arguments[0]].map((digit) => act({ kind: 'digit', digit: Number(digit) })));
                while ((await shown()).length < arguments[0].length);
                const number = await shown();
                if (number !== arguments[0]) others.push(number);
                for (const _ of arguments[0]) await act({ kind: 'eraseDigit' });
                while ((await shown()).length > 0);
            }
            return others;
        })()";
    window.run_script(type_and_erase, &[json!("12345678901")])
}

fn type_past_the_screen(window: &Window, digits: &str) {
    let act = "
        const act = (digit) => window.__TAURI_INTERNALS__.invoke('act', { request: { kind: 'digit', digit } });
        return [...arguments[0]].reduce((before, digit) => before.then(() => act(Number(digit))), Promise.resolve())";
    window.run_script(act, &[json!(digits)]);
}

fn touch_when_attracted(window: &Window) {
    wait_for_screen(window, "attract");
    touch(window, "open-keypad");
    wait_for_screen(window, "keypad");
}

/// What is shown once the countdown has moved on, and the kiosk has therefore dealt with all that came before.
fn screen_after_the_next_second(window: &Window) -> String {
    let wait = "
        const shown = () => document.querySelector('main').innerText;
        const before = shown();
        return new Promise((resolve) => {
            const look = () => (shown() === before ? setTimeout(look, 50) : resolve(shown()));
            look();
        })";
    text(&window.run_script(wait, &[]))
}

/// The number with its last digit changed, so that its check digit is wrong at least.
fn another_number(digits: &str) -> String {
    let (rest, last) = digits.split_at(digits.len() - 1);
    format!("{rest}{}", if last == "0" { 1 } else { 0 })
}
