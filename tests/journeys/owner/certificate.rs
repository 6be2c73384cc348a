//! The destruction of a day, on paper.

use std::fs;

use einlass_tests::{Album, Around, OnInside, Venue};

use crate::plain;

#[test]
fn a_destroyed_day_has_a_certificate() {
    let venue = Venue::open_with(None, Around::clock("2027-03-01 10:00:00"));
    let passes = venue.passes(2);
    venue.show(&Album::of(passes.iter().map(|pass| &pass.picture)), OnInside::Ask);
    venue.ask_as_owner(&["settings", "--retention-days", "1"]).line();
    let none = venue.ask(&["certificate"]).refusal();
    assert!(none.contains("no such day has been destroyed"), "it says: {none}");
    let next = venue.under(&Around::clock("2027-03-02 22:30:00"));
    next.show(&Album::of_nothing(), OnInside::Ask);
    next.ask(&["certificate"]).refusal();

    // Midnight at the venue, an hour before UTC's.
    let after = venue.under(&Around::clock("2027-03-02 23:30:00"));
    after.show(&Album::of_nothing(), OnInside::Ask);
    let receipt = after.file("certificate.bin");
    let printer = format!("paper:{}", after.paper_folder().display());
    let shown = after
        .ask(&[
            "certificate",
            "--receipt",
            &plain(&receipt),
            "--printer",
            &printer,
        ])
        .line();

    assert_eq!(shown["day"], "2027-03-01", "{shown}");
    assert_eq!(shown["visits"], 2, "{shown}");
    assert!(
        shown["hash"].as_str().is_some_and(|hash| hash.len() == 64),
        "{shown}"
    );
    assert_eq!(after.ask(&["certificate", "--day", "2027-03-01"]).line(), shown);
    after.ask(&["certificate", "--day", "2027-03-02"]).refusal();
    assert!(fs::metadata(receipt).expect("it was written").len() > 100);
    assert!(after.paper_folder().exists(), "nothing was printed");
    assert_eq!(after.status()["last_destruction"]["visits"], 2);
    after.ledger("verify");
}
