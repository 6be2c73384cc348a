//! Journeys in the real window: touched through WebDriver as a finger would, with real pictures before the camera, real paper
//! from the printer and the real ledger behind it all.
//!
//! Each window is a program of its own; one runs at a time. `ui/dist` has to be built, because it is a part of the program.

mod accessibility;
mod comfort;
mod confirmation;
mod diary;
mod door;
mod form;
mod keypad;
mod language;
mod layout;
mod lock_down;
mod lounge;
mod own_data;
mod rules;
mod start;

use std::fs;
use std::path::Path;
use std::time::Duration;

use einlass_tests::Window;

/// Long enough for a starved machine. Nothing is measured by it: whoever waits goes on at once when it is there.
const SOON: Duration = Duration::from_secs(20);

/// The selector of an element by the name that the screens give it for tests.
fn named(testid: &str) -> String {
    format!("[data-testid='{testid}']")
}

fn wait_for_screen(window: &Window, name: &str) {
    window.wait_for(&format!("main[data-screen='{name}']"), SOON);
}

fn wait_for_answer(window: &Window, kind: &str) {
    window.wait_for(
        &format!("main[data-screen='answer'] [data-answer='{kind}']"),
        SOON,
    );
}

/// Touches what is there, or comes with the screen after the last touch.
fn touch(window: &Window, testid: &str) {
    window.wait_for(&named(testid), SOON);
    window.click(&named(testid));
}

/// The name of the screen and, for an answer, which one.
fn shown(window: &Window) -> String {
    let script = "
        const main = document.querySelector('main');
        const answer = main.querySelector('[data-answer]');
        return answer ? `${main.dataset.screen} ${answer.dataset.answer}` : main.dataset.screen";
    text(&window.run_script(script, &[]))
}

fn page(window: &Window) -> String {
    text(&window.run_script("return document.querySelector('main').innerText", &[]))
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().expect("the script returns a text").to_owned()
}

/// Keeps a picture of the screen for people, in the target folder under `tmp/window`.
fn keep_picture(window: &Window, name: &str) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("window");
    fs::create_dir_all(&folder).expect("cargo's folder for tests is ours");
    // What the page has is on the display only some frames later.
    let painted = "
        return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 300))))";
    window.run_script(painted, &[]);
    window.take_picture(&folder.join(format!("{name}.png")));
}
