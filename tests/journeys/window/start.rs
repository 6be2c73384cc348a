//! How the program starts: where it cannot, and where nothing was set up.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use einlass_tests::{Album, Contact, Display, OnInside, ProcessGroup, Venue, Window, binary};

use crate::{SOON, keep_picture, text, wait_for_answer, wait_for_screen};

/// Longer than the demonstration takes for its first visitor.
const FIRST_VISITOR_WITHIN: Duration = Duration::from_secs(30);

#[test]
fn a_window_whose_data_another_program_holds_says_so() {
    let venue = Venue::open();
    let pass = venue.pass(&Contact::numbered(1));
    let album = Album::of([&pass.picture]);
    let mut other = venue.start(&album, OnInside::Ask);
    assert_eq!(other.first_verdict().verdict, "welcome");

    let window = venue.open_window(&album);
    window.wait_for(
        "main[data-screen='outOfService'] [data-code='dataFolderInUse']",
        SOON,
    );
    window.wait_for_text("main h1", "Außer Betrieb", SOON);
    window.wait_for_text("main", "Das Programm läuft schon.", SOON);
    crate::accessibility::assert_accessible(&window, "outOfService");
    keep_picture(&window, "out-of-service");

    drop(window);
    drop(other);
    assert_eq!(venue.inside(), 1, "the other program's data are whole");
    venue.ledger("verify");
}

#[test]
fn without_a_venue_the_demonstration_plays_by_itself() {
    let window = Window::open(&binary("einlass"), &[], &[]);
    wait_for_screen(&window, "attract");
    window.wait_for_text("main header", "Vorführung", SOON);
    keep_picture(&window, "demonstration");
    if has_camera() {
        // Then the demonstration shows what that camera sees, and nobody can say what that is.
        return;
    }

    window.wait_for("[data-answer='welcome']", FIRST_VISITOR_WITHIN);
    wait_for_answer(&window, "welcome");
    let title = window.run_script("return document.querySelector('h1').innerText", &[]);
    assert_eq!(text(&title), "Willkommen");
}

#[test]
fn a_page_whose_process_has_died_is_drawn_again() {
    let display = Display::open();
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let mut program = ProcessGroup::start(
        Command::new(binary("einlass"))
            .arg("--demo")
            .env("DISPLAY", display.name())
            .env("XDG_DATA_HOME", home.path())
            .stderr(Stdio::null()),
    );
    let group = program.leader().id();
    let picture = home.path().join("screen.png");
    wait_until("the page is drawn", || is_drawn(&display, &picture));
    let before = page_processes(group);
    assert!(!before.is_empty(), "the page has a process of its own");

    for process in &before {
        let killed = Command::new("kill").args(["-s", "KILL", process]).status();
        assert!(killed.expect("there is a kill").success());
    }

    let is_another = || {
        page_processes(group)
            .iter()
            .any(|process| !before.contains(process))
    };
    wait_until("another process draws the page", is_another);
    wait_until("the page is drawn again", || is_drawn(&display, &picture));
}

/// The processes of the program's group that draw pages.
fn page_processes(group: u32) -> Vec<String> {
    let found = Command::new("pgrep")
        .args(["-g", &group.to_string(), "-f", "WebKitWebProcess"])
        .output()
        .expect("there is a pgrep");
    let found = String::from_utf8_lossy(&found.stdout).into_owned();
    found.lines().map(str::to_owned).collect()
}

/// An empty window has one or two colours, a screen of ours has many.
fn is_drawn(display: &Display, picture: &Path) -> bool {
    display.take_picture(picture);
    let picture = image::open(picture).expect("import writes a picture").to_rgb8();
    let colours: BTreeSet<[u8; 3]> = picture.pixels().map(|pixel| pixel.0).collect();
    colours.len() > 20
}

fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + SOON;
    while !is_so() {
        assert!(Instant::now() < deadline, "{what}: not within {SOON:?}");
        thread::sleep(Duration::from_millis(200));
    }
}

fn has_camera() -> bool {
    let devices = fs::read_dir("/dev").expect("Linux has devices");
    let mut names = devices.map(|device| device.expect("a listed file exists").file_name());
    names.any(|name| name.as_encoded_bytes().starts_with(b"video"))
}
