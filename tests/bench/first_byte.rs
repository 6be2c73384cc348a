//! From consent to the paper: visitors without a phone fill the form, and a printer takes what comes.

use std::thread;
use std::time::{Duration, Instant};

use einlass_domain::time::Clock;
use einlass_kiosk::SystemClock;
use einlass_testkit::{EmulatedPrinter, Temper};
use einlass_tests::{Album, Venue, Window, binary};

use crate::{SOON, print};

/// Visitors who come one after the other.
const VISITORS: usize = 20;
/// How long the clock may be wrong by: how often the printer is looked at.
const TICK: Duration = Duration::from_millis(1);

pub(crate) fn measure() {
    let venue = Venue::open();
    let printer = EmulatedPrinter::new(Temper::default());
    let port = printer.listen().expect("this machine has a free port");
    let album = Album::of_nothing();
    let window = open(&venue, &album, port);
    let (mut first, mut last) = (Vec::new(), Vec::new());
    for _ in 0..VISITORS {
        fill_the_form(&window);
        let (bytes, papers) = (printer.printed().len(), printer.papers().len());
        let touched = touch_at(&window, "skip-pin");
        first.push(wait_for(|| printer.printed().len() > bytes) - touched);
        last.push(wait_for(|| printer.papers().len() > papers) - touched);
        window.wait_for("main[data-screen='passReady']", SOON);
        window.click(&named("done"));
    }
    println!("| from the last touch of the form to … | p50 ms | p95 ms |");
    println!("|---|---:|---:|");
    print("the first byte of the pass at the printer", first);
    print("its cut", last);
}

fn open(venue: &Venue, album: &Album, port: u16) -> Window {
    let data = venue.data_folder();
    let camera = format!("picture:{}", album.folder().display());
    let printer = format!("tcp:127.0.0.1:{port}");
    let data = data.to_str().expect("temporary folders have plain names");
    let arguments = ["--data", data, "--camera", &camera, "--printer", &printer];
    Window::open(&binary("einlass"), &arguments, &[])
}

/// Up to the last question, whose answer is consent and pass.
fn fill_the_form(window: &Window) {
    window.wait_for("main[data-screen='attract']", SOON);
    window.click(&named("open-form"));
    let steps: [(&str, &[(&str, &str)]); 3] = [
        ("name", &[("firstName", "Gast"), ("lastName", "Zwanzig")]),
        ("reach", &[("phone", "030 55501")]),
        (
            "address",
            &[
                ("street", "Teststraße 12"),
                ("postcode", "10115"),
                ("town", "Musterstadt"),
            ],
        ),
    ];
    for (step, fields) in steps {
        window.wait_for(&format!("[data-step='{step}']"), SOON);
        for (field, text) in fields {
            window.type_keys(&named(&format!("field-{field}")), text);
        }
        window.click(&named("next"));
    }
    window.wait_for("main[data-screen='notice']", SOON);
    window.click(&named("consent"));
    window.wait_for(&named("skip-pin"), SOON);
}

/// Touches something, and says when (in ms of the wall clock).
fn touch_at(window: &Window, name: &str) -> f64 {
    let touch = "
        const at = performance.timeOrigin + performance.now();
        document.querySelector(arguments[0]).click();
        return at";
    let at = window.run_script(touch, &[named(name).into()]);
    at.as_f64().expect("a time is a number")
}

/// When it has happened (in ms of the wall clock).
fn wait_for(has_happened: impl Fn() -> bool) -> f64 {
    let until = Instant::now() + SOON;
    while !has_happened() {
        assert!(Instant::now() < until, "nothing came to the printer");
        thread::sleep(TICK);
    }
    SystemClock.now().0 as f64
}

fn named(name: &str) -> String {
    format!("[data-testid='{name}']")
}
