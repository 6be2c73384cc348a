//! Each language, everywhere.

use std::collections::BTreeSet;

use einlass_tests::{Album, Venue, Window};

use crate::{SOON, keep_picture, named, touch, wait_for_answer, wait_for_screen};

/// Screens that a touch opens, and the touch that leads back.
const SCREENS: [(&str, &str, &str); 3] = [
    ("open-keypad", "keypad", "back"),
    ("open-form", "form", "back"),
    ("help", "help", "back"),
];

/// What is the same in both: the venue, the languages' own names, a key's face.
const SHARED: [&str; 10] = [
    "Haus am Test",
    "Deutsch",
    "Leichte Sprache",
    "English",
    "Français",
    "Polski",
    "Türkçe",
    "Українська",
    "العربية",
    "áêñ",
];

#[test]
fn english_is_at_hand_and_leaves_no_german() {
    let venue = Venue::open();
    let album = Album::of_nothing();
    let window = venue.open_window(&album);
    wait_for_screen(&window, "attract");
    let german = all_texts(&window);

    choose(&window, "en");
    window.wait_for("html[lang='en']", crate::SOON);
    keep_picture(&window, "english");
    let english = all_texts(&window);

    assert!(german.contains("Bitte zeigen Sie Ihren Code"), "{german:?}");
    assert!(english.contains("Please show your code"), "{english:?}");
    let left: Vec<_> = german.intersection(&english).collect();
    assert_eq!(left, [""; 0], "the same in both");

    choose(&window, "de");
    window.wait_for("html[lang='de']", crate::SOON);
    assert!(texts(&window, "attract").is_subset(&german));
}

#[test]
fn arabic_runs_from_right_to_left_and_digits_do_not() {
    let venue = Venue::open();
    let album = Album::of_nothing();
    let window = venue.open_window(&album);
    wait_for_screen(&window, "attract");
    touch(&window, "open-form");
    wait_for_screen(&window, "form");
    assert!(left_of(&window, "back") < left_of(&window, "next"));
    touch(&window, "back");
    wait_for_screen(&window, "attract");

    choose(&window, "ar");
    window.wait_for("html[lang='ar'][dir='rtl']", crate::SOON);
    keep_picture(&window, "arabic");
    touch(&window, "open-form");
    wait_for_screen(&window, "form");
    assert!(left_of(&window, "back") > left_of(&window, "next"));
    touch(&window, "back");
    wait_for_screen(&window, "attract");

    touch(&window, "open-keypad");
    wait_for_screen(&window, "keypad");
    assert!(left_of(&window, "digit-1") < left_of(&window, "digit-3"));
}

#[test]
fn a_pass_keeps_its_holders_language() {
    let venue = Venue::open();
    let album = Album::of_nothing();
    let window = venue.open_window(&album);
    wait_for_screen(&window, "attract");
    choose(&window, "en");
    window.wait_for("html[lang='en']", SOON);
    touch(&window, "open-form");
    for (field, text) in [
        ("firstName", "Guest"),
        ("lastName", "Twelve"),
        ("phone", "030 5550"),
        ("street", "Test Street 12"),
        ("postcode", "10115"),
        ("town", "Testtown"),
    ] {
        window.wait_for(&named(&format!("field-{field}")), SOON);
        window.type_keys(&named(&format!("field-{field}")), text);
        if ["lastName", "phone", "town"].contains(&field) {
            touch(&window, "next");
        }
    }
    wait_for_screen(&window, "notice");
    touch(&window, "consent");
    wait_for_screen(&window, "choosePin");
    touch(&window, "skip-pin");
    wait_for_screen(&window, "passReady");
    touch(&window, "done");
    wait_for_screen(&window, "attract");
    choose(&window, "de");
    window.wait_for("html[lang='de']", SOON);

    album.hold_up(&venue.paper_folder().join("pass-0001.png"));
    wait_for_answer(&window, "welcome");
    window.wait_for_text("html[lang='en'] main h1", "Welcome", SOON);
    keep_picture(&window, "welcome-in-the-language-of-the-pass");
    album.take_away();
    wait_for_screen(&window, "attract");
    assert!(
        window.has("html[lang='de']"),
        "the next visitor finds the venue's language"
    );
}

/// Touches a language's button, which a screen of less height has on a sheet of its own.
fn choose(window: &Window, code: &str) {
    let sheet = "return document.querySelector(\"[data-testid='languages']\") !== null";
    if window.run_script(sheet, &[]) == true {
        touch(window, "languages");
    }
    touch(window, &format!("lang-{code}"));
}

/// Where something on the screen begins, in CSS pixels from the left.
fn left_of(window: &Window, testid: &str) -> f64 {
    let script =
        format!("return document.querySelector(\"[data-testid='{testid}']\").getBoundingClientRect().left");
    window
        .run_script(&script, &[])
        .as_f64()
        .expect("the script returns a number")
}

fn all_texts(window: &Window) -> BTreeSet<String> {
    let mut all = texts(window, "attract");
    for (touched, screen, back) in SCREENS {
        touch(window, touched);
        all.append(&mut texts(window, screen));
        touch(window, back);
        wait_for_screen(window, "attract");
    }
    all
}

/// Every text of the screen that is read or read out, but for single letters and what both languages share.
fn texts(window: &Window, screen: &str) -> BTreeSet<String> {
    wait_for_screen(window, screen);
    let script = "
        const texts = [...document.querySelectorAll('[aria-label]')].map((element) => element.ariaLabel);
        const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) texts.push(walker.currentNode.data.trim());
        return texts.filter((text) => /\\p{L}{2}/u.test(text))";
    let texts = window.run_script(script, &[]);
    let texts = texts
        .as_array()
        .expect("the script returns a list")
        .iter()
        .map(crate::text);
    texts.filter(|text| !SHARED.contains(&text.as_str())).collect()
}
