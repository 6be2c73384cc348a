//! From the code before the camera to the answer on the screen and in the ear, and from consent to the paper, in the real window.
//!
//!     ./dev bench -- --window      # the window as the tests build it; some minutes
//!
//! The way is whole: a picture camera takes the frame, the code is found in it, the event is on the disk, the view is sent, and the
//! page has painted the answer. What a real camera takes to see and to send is not in it. Judges nothing.
#![expect(clippy::print_stdout, reason = "its table is its result")]

mod first_byte;

use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use einlass_domain::time::Clock;
use einlass_kiosk::SystemClock;
use einlass_tests::{Album, Venue, Window, binary};
use tempfile::TempDir;

/// Visitors who come one after the other.
const VISITORS: usize = 30;
const SOON: Duration = Duration::from_secs(20);

fn main() {
    if !std::env::args().any(|argument| argument == "--window") {
        return;
    }
    let venue = Venue::open();
    let passes = venue.passes(VISITORS);
    let spoken = TempDir::new().expect("a temporary folder can be made");
    let album = Album::of_nothing();
    let window = open(&venue, &album, spoken.path());
    window.wait_for("main[data-screen='attract']", SOON);
    window.click("[data-testid='read-aloud']");
    window.wait_for("[data-testid='reading']", SOON);
    window.run_script(WATCH, &[]);

    let (mut seen, mut heard) = (Vec::new(), Vec::new());
    for pass in &passes {
        let answered = answers(&window);
        wait_until_quiet(spoken.path());
        let recordings = recordings(spoken.path());
        let shown = SystemClock.now().0 as f64;
        album.hold_up(&pass.picture);
        heard.push(wait_for_recording(spoken.path(), recordings) - shown);
        seen.push(wait_for_answer(&window, answered) - shown);
        album.take_away();
        thread::sleep(Duration::from_millis(300));
    }
    println!("| from a code before the camera to … | p50 ms | p95 ms |");
    println!("|---|---:|---:|");
    print("the answer on the screen", seen);
    print("the first sound of it in a recording (eSpeak NG)", heard);
    drop(window);
    println!();
    first_byte::measure();
}

/// Notes the wall clock of each answer once the page has painted it.
const WATCH: &str = "
    window.painted = [];
    let last = null;
    new MutationObserver(() => {
        const answer = document.querySelector('[data-answer]');
        if (!answer || answer === last) return;
        last = answer;
        requestAnimationFrame(() => requestAnimationFrame(() =>
            window.painted.push(performance.timeOrigin + performance.now())));
    }).observe(document.body, { subtree: true, childList: true })";

fn open(venue: &Venue, album: &Album, spoken: &Path) -> Window {
    let folder = |kind: &str, folder: &Path| format!("{kind}:{}", folder.display());
    let data = venue.data_folder();
    Window::open(
        &binary("einlass"),
        &[
            "--data",
            data.to_str().expect("temporary folders have plain names"),
            "--camera",
            &folder("picture", album.folder()),
            "--speech",
            &folder("wav", spoken),
            "--headset",
            "always",
        ],
        &[],
    )
}

fn answers(window: &Window) -> u64 {
    window
        .run_script("return window.painted.length", &[])
        .as_u64()
        .unwrap_or(0)
}

fn wait_for_answer(window: &Window, before: u64) -> f64 {
    let until = Instant::now() + SOON;
    while answers(window) == before {
        assert!(Instant::now() < until, "no answer on the screen");
        thread::sleep(Duration::from_millis(20));
    }
    let painted = window.run_script("return window.painted[window.painted.length - 1]", &[]);
    painted.as_f64().expect("a time is a number")
}

fn recordings(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

fn wait_until_quiet(folder: &Path) {
    let mut known = recordings(folder);
    loop {
        thread::sleep(Duration::from_millis(500));
        let now = recordings(folder);
        if now == known {
            return;
        }
        known = now;
    }
}

/// A recording is there when eSpeak NG has begun to write it.
fn wait_for_recording(folder: &Path, before: usize) -> f64 {
    let until = Instant::now() + SOON;
    while recordings(folder) == before {
        assert!(Instant::now() < until, "nothing was said");
        thread::sleep(Duration::from_millis(1));
    }
    SystemClock.now().0 as f64
}

fn print(what: &str, mut times_ms: Vec<f64>) {
    times_ms.sort_by(f64::total_cmp);
    let at = |share: usize| times_ms[(times_ms.len() - 1) * share / 100];
    println!("| {what} | {:.0} | {:.0} |", at(50), at(95));
}
