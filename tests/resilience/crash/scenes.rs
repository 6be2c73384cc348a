//! The scenes: what a kiosk does in a day.

use einlass_tests::Random;

use crate::disk::fresh_folder;
use crate::outage::{Fate, Outage, Syncs};
use crate::recorder;
use crate::teller::{Played, Teller};

/// The first visitor of a day, who has its key made.
pub(crate) fn check_in() -> Played {
    let mut teller = Teller::new();
    teller.record();
    teller.open();
    teller.check_in();
    teller.end("check-in, the first of its day")
}

/// Somebody comes and goes, and the kiosk is switched off.
pub(crate) fn check_out() -> Played {
    let mut teller = Teller::new();
    teller.open();
    teller.check_in();
    teller.record();
    teller.open();
    let visit = teller.check_in();
    teller.check_out(&[visit]);
    teller.close();
    teller.end("check-in, check-out, close")
}

/// Several come and go, the log is cut in between as at every quiet moment, and the kiosk starts again.
pub(crate) fn day() -> Played {
    let mut teller = Teller::new();
    teller.record();
    teller.open();
    let first = teller.check_in();
    let second = teller.check_in();
    teller.tidy();
    teller.check_out(&[first]);
    let third = teller.check_in();
    teller.tidy();
    teller.check_out(&[second]);
    teller.check_out(&[third]);
    teller.close();
    teller.open();
    teller.check_in();
    teller.close();
    teller.end("a day with the log cut twice")
}

/// The log is moved and begins anew over its old frames.
pub(crate) fn log_wraps() -> Played {
    let mut teller = Teller::new();
    teller.record();
    teller.open();
    let visits: Vec<_> = (0..4).map(|_| teller.check_in()).collect();
    teller.move_log();
    teller.check_out(&visits[..1]);
    teller.check_in();
    teller.move_log();
    teller.check_out(&visits[1..2]);
    teller.end("the log begins anew over its old frames")
}

/// The evening: whoever is still inside is checked out, in one transaction.
pub(crate) fn closing_time() -> Played {
    let mut teller = Teller::new();
    teller.open();
    let visits: Vec<_> = (0..8).map(|_| teller.check_in()).collect();
    teller.record();
    teller.open();
    teller.check_out(&visits);
    teller.tidy();
    teller.end("eight check-outs at once")
}

/// The kiosk starts after a power cut on a day that was played before, and the power goes again.
pub(crate) fn starts_after(name: &'static str, before: &Played, random: &mut Random) -> Vec<Played> {
    let (story, known) = before;
    let mut outage = Outage::at_start(&story.log, Syncs::Kept);
    let moments = (5..story.log.ops.len()).step_by(8);
    let start = |moment| {
        outage.move_to(moment);
        let disk = outage.disk(Fate::SomeSectors, random);
        let folder = fresh_folder();
        disk.write_to(folder.path())
            .expect("there is room for a folder in memory");
        let mut teller = Teller::over(folder, known.clone());
        teller.compare_visits();
        teller.record();
        teller.open();
        teller.check_in();
        teller.close();
        teller.end(name)
    };
    moments.map(start).collect()
}

/// A thousand pages are in the log, and SQLite moves them by itself in the middle of an event.
pub(crate) fn log_is_full() -> Played {
    let mut teller = Teller::new();
    teller.record();
    teller.open();
    let mut before = 0;
    while teller.pages_in_log() < 1000 {
        before = recorder::position();
        teller.check_in_with_much(60);
    }
    let after = recorder::position();
    teller.check_in();
    let (mut story, known) = teller.end("a thousand pages, moved within an event");
    // Its folders are large, and one moved page is like the next.
    story
        .moments
        .retain(|moment| (before..after).contains(moment) && moment % 160 == 0 || *moment >= after);
    (story, known)
}

/// A venue is made. What power cuts leave before that is none, and it can be made again.
pub(crate) fn set_up() -> Played {
    let mut teller = Teller::nowhere();
    teller.record();
    teller.make();
    teller.end("a venue is made")
}

/// A day is over, and somebody came today who is still inside.
pub(crate) fn destruction() -> Played {
    let mut teller = Teller::new();
    teller.open();
    let old = teller.check_in();
    teller.check_in();
    teller.check_out(&[old]);
    teller.copy();
    teller.days_later(31);
    teller.check_in();
    teller.close();
    teller.expect_gone(old);
    teller.record();
    teller.open();
    teller.keep_house();
    teller.check_in();
    teller.end("a day is destroyed, somebody is inside")
}

/// Two days are over, nobody is inside: the live key goes as well.
pub(crate) fn destruction_of_all() -> Played {
    let mut teller = Teller::new();
    teller.open();
    let old = teller.check_in();
    teller.check_out(&[old]);
    teller.days_later(1);
    let younger = teller.check_in();
    teller.check_out(&[younger]);
    teller.copy();
    teller.days_later(31);
    teller.close();
    teller.expect_gone(old);
    teller.expect_gone(younger);
    teller.record();
    teller.open();
    teller.keep_house();
    teller.close();
    teller.end("two days are destroyed, nobody is inside")
}

/// A backup is written to a stick between two visitors.
pub(crate) fn backup() -> Played {
    let mut teller = Teller::new();
    teller.record();
    teller.open();
    let visit = teller.check_in();
    teller.back_up();
    teller.check_out(&[visit]);
    teller.end("a backup between two visitors")
}

/// A folder of format 1 is opened.
pub(crate) fn migration() -> Played {
    let mut teller = Teller::old();
    teller.record();
    teller.open();
    teller.check_in();
    teller.close();
    teller.end("a folder of format 1 is opened")
}

/// The database is damaged; the kiosk goes on with its copy and with what it can still read.
pub(crate) fn recovery() -> Played {
    let mut teller = Teller::new();
    teller.open();
    let visits = [
        teller.check_in(),
        teller.check_in_with_much(10),
        teller.check_in(),
    ];
    teller.check_out(&visits[..1]);
    teller.tidy();
    teller.copy();
    teller.check_out(&visits[2..]);
    teller.compare_visits();
    teller.damage();
    teller.record();
    teller.recover();
    teller.check_in();
    teller.close();
    teller.end("a damaged database is replaced")
}
