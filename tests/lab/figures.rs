//! How long the machine took, for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

/// From holding a code up before the capture card until its verdict is read.
pub(crate) const CARD: &str = "a code is held up before the capture card (1280 × 720, grey) → its verdict";
/// The same before the camera on USB.
pub(crate) const USB: &str =
    "a code is held up before the camera on USB (1280 × 720, Motion JPEG, 15 a second) → its verdict";
/// From the bytes of a hand scanner.
pub(crate) const SERIAL: &str = "a hand scanner sends a code → its verdict";
/// From the order to print a pass until it is cut off.
pub(crate) const PAPER: &str = "a pass is ordered on the command line → it is printed and cut off";

/// Each time that something of these was done, how long it took.
#[derive(Default)]
pub(crate) struct Figures(BTreeMap<&'static str, Vec<Duration>>);

impl Figures {
    pub(crate) fn add(&mut self, what: &'static str, took: Duration) {
        self.0.entry(what).or_default().push(took);
    }

    /// A table; nothing where nothing was measured.
    pub(crate) fn table(&mut self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let mut text = String::from(
            "\n| from → to | times | fastest, s | median, s | slowest, s |\n|---|---:|---:|---:|---:|\n",
        );
        for (what, took) in &mut self.0 {
            took.sort_unstable();
            let [fastest, median, slowest] =
                [0, took.len() / 2, took.len() - 1].map(|place| took[place].as_secs_f64());
            // Writing to a text does not fail.
            let _ = writeln!(
                text,
                "| {what} | {} | {fastest:.2} | {median:.2} | {slowest:.2} |",
                took.len()
            );
        }
        text.push_str(
            "\nThe slowest of a camera is right after it has come back. What it takes on a machine that is not emulated: `./dev bench -- --window`.\n",
        );
        text
    }
}
