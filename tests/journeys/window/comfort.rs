//! Seeing and reaching the screen better: one touch away, and forgotten with the guest.

use std::time::Duration;

use einlass_tests::{Album, Venue, Window};

use crate::accessibility::assert_accessible;
use crate::{SOON, keep_picture, touch, wait_for_screen};

/// The kiosk's rule: after so much quiet the next guest finds everything as it was.
const GUEST_GONE: Duration = Duration::from_secs(45);

#[test]
fn what_a_visitor_chose_holds_on_every_screen_and_goes_with_the_visitor() {
    let venue = Venue::open();
    let album = Album::of_nothing();
    let window = venue.open_window(&album);
    wait_for_screen(&window, "attract");
    let usual = letters_px(&window);
    touch(&window, "open-comfort");
    wait_for_screen(&window, "comfort");
    assert_accessible(&window, "comfort");
    for switch in ["contrast", "text", "controls"] {
        touch(&window, switch);
    }
    let chosen = "html[data-contrast='high'][data-text='large'][data-controls='low']";
    window.wait_for(chosen, SOON);
    assert_accessible(&window, "comfort");
    keep_picture(&window, "comfort");
    touch(&window, "done");

    wait_for_screen(&window, "attract");
    keep_picture(&window, "comfort-attract");
    assert!(letters_px(&window) > usual * 1.25, "{usual} px have not grown");
    assert_eq!(controls_above_the_middle(&window), [""; 0]);
    assert_accessible(&window, "attract");
    touch(&window, "open-keypad");
    wait_for_screen(&window, "keypad");
    assert!(window.has(chosen));
    assert_eq!(controls_above_the_middle(&window), [""; 0]);
    assert_accessible(&window, "keypad");
    touch(&window, "back");

    let forgotten = "html[data-contrast='normal'][data-text='normal'][data-controls='spread']";
    window.wait_for(forgotten, GUEST_GONE + SOON);
    assert_eq!(letters_px(&window), usual);
}

/// The size of the letters that everything is measured in.
fn letters_px(window: &Window) -> f64 {
    let read = "return parseFloat(getComputedStyle(document.documentElement).fontSize)";
    window.run_script(read, &[]).as_f64().expect("a size is a number")
}

/// On an upright screen; a lying one is low as it is. The way to the lounge is for staff, and stays out of reach.
fn controls_above_the_middle(window: &Window) -> Vec<String> {
    let look = "
        if (innerHeight < innerWidth) return [];
        return [...document.querySelectorAll('main button')]
            .filter((button) => button.getBoundingClientRect().top < innerHeight / 2)
            .map((button) => button.dataset.testid)
            .filter((name) => name !== 'open-lounge')";
    let found = window.run_script(look, &[]);
    let found = found.as_array().expect("the script returns a list");
    found.iter().map(crate::text).collect()
}
