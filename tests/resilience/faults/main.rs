//! What may go wrong with the machine below the kiosk, and what is promised then: nobody is told anything that is not on the
//! disk, nothing that somebody was told is lost, whoever looks after the machine is told what is wrong, and when it is mended
//! the kiosk goes on.
//!
//! Each fault is a real one, of a real file system, of the system's calls or of the clock, against the real program.

mod acknowledged;
mod clock;
mod copy;
mod damage;
mod days;
mod disk;
mod io;
mod keys;
mod lock;
mod neighbours;
mod newer;
mod start;

use std::path::Path;
use std::time::Duration;

use einlass_tests::Verdict;

/// The screen that says that nobody can be served stays for five seconds.
const OUT_OF_SERVICE: Duration = Duration::from_secs(6);
/// A code that was out of view for ten seconds is a new scan.
const FORGOTTEN: Duration = Duration::from_secs(11);

/// A way to break a file or a folder, and its name.
type Breakage = (&'static str, fn(&Path));

fn words(verdicts: &[Verdict]) -> Vec<&str> {
    verdicts.iter().map(|verdict| verdict.verdict.as_str()).collect()
}
