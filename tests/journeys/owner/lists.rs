//! Zones, seats, staff, groups and rules from the command line.

use std::fs;

use einlass_tests::{Album, Contact, OnInside, Venue};

use crate::{events, plain};

#[test]
fn a_thousand_seats_are_imported_and_their_export_changes_nothing() {
    let venue = Venue::open();
    let seats: String = (1..=1_000)
        .map(|seat| format!("East stand / Row 15;Seat {seat};seat;\r\n"))
        .collect();
    let list =
        format!("parent;name;kind;capacity\r\n;East stand;building;\r\nEast stand;Row 15;row;2\r\n{seats}");
    let file = plain(&venue.write_file("zones.csv", &list));
    let import = |file: &str| venue.ask(&["zones", "import", file]).line();
    let before = events(&venue);

    let planned = venue.ask(&["zones", "import", &file, "--dry-run"]).line();
    assert_eq!(
        (&planned["added"], &planned["imported"]),
        (&1_002.into(), &false.into())
    );
    assert_eq!(events(&venue), before, "a plan is no import");

    assert_eq!(import(&file)["added"], 1_002);
    assert_eq!(events(&venue), before + 1_002);
    let export = plain(&venue.file("exported.csv"));
    venue.ask(&["zones", "export", "--to", &export]).line();
    let again = import(&export);
    assert_eq!((&again["unchanged"], &again["added"]), (&1_002.into(), &0.into()));
    assert_eq!(events(&venue), before + 1_002, "nothing is recorded twice");
    let zones = venue.ask(&["zones", "list"]).lines();
    assert_eq!(zones[1_001]["zone"], "East stand / Row 15 / Seat 1000");
    venue.ledger("verify");
}

#[test]
fn nothing_is_imported_when_one_line_is_wrong_unless_asked() {
    let venue = Venue::open();
    let list = "name,kind,capacity\nHall,room,80\nBar,bar,0\n";
    let file = plain(&venue.write_file("zones.csv", list));
    let before = events(&venue);

    let refused = venue.ask(&["zones", "import", &file]);
    assert!(refused.lines_so_far().is_empty());
    let printed = refused.printed();
    for told in [
        "line 3, kind: is none of building",
        "line 3, capacity: is no whole number",
        "wrong lines: 1",
    ] {
        assert!(printed.contains(told), "{told:?} is not in {printed}");
    }
    assert_eq!(events(&venue), before);

    let asked = venue.ask(&["zones", "import", &file, "--skip-wrong"]).line();
    assert_eq!((&asked["added"], &asked["wrong_lines"]), (&1.into(), &1.into()));
    assert_eq!(venue.ask(&["zones", "list"]).line()["zone"], "Hall");
}

#[test]
fn a_rule_from_the_command_line_decides_at_the_door() {
    let venue = Venue::open();
    let (first, second) = (
        venue.pass(&Contact::numbered(1)),
        venue.pass(&Contact::numbered(2)),
    );
    let verdict = |picture| {
        let answers = venue.show(&Album::of([picture]), OnInside::Stay);
        answers[0].verdict.clone()
    };
    let rules = venue
        .ask(&["rules", "set", "--capacity", "1", "--longest-stay", "60"])
        .line();
    assert_eq!(
        (&rules["capacity"], &rules["extension_min"]),
        (&1.into(), &480.into())
    );

    assert_eq!(verdict(&first.picture), "welcome");
    assert_eq!(verdict(&second.picture), "wait", "one may be inside");
    venue.ask(&["rules", "set", "--capacity", "none"]).line();
    assert_eq!(verdict(&second.picture), "welcome");

    let refused = venue.ask(&["rules", "set", "--longest-stay", "0"]).refusal();
    assert!(refused.contains("a stay lasts"), "it says: {refused}");
}

#[test]
fn staff_of_a_list_sign_in_with_the_pins_that_were_told_once() {
    let venue = Venue::open();
    let file = plain(&venue.write_file("staff.csv", "name;role;area\nIda;shift-lead;venue\n"));
    let told = venue.ask(&["staff", "import", &file]).lines();
    let pin = told[0]["pin"].as_str().unwrap().to_owned();
    assert_eq!((&told[0]["name"], &told[1]["added"]), (&"Ida".into(), &1.into()));
    assert_eq!(venue.ask(&["staff", "import", &file]).line()["unchanged"], 1);

    let pass = venue.pass(&Contact::numbered(1));
    venue.show(&Album::of([&pass.picture]), OnInside::Go);
    let visit = venue.open_visits().remove(0);
    let pin_file = plain(&venue.write_file("pin-of-Ida", &pin));
    let look = || {
        let args = [
            "visit",
            "look",
            "--visit",
            &visit,
            "--staff",
            "Ida",
            "--pin-file",
            &pin_file,
        ];
        venue.ask(&args)
    };
    look().line();
    venue.ask(&["staff", "remove", "--name", "Ida"]).line();
    look().refusal();
}

#[test]
fn a_group_comes_in_with_the_passes_that_were_prepared() {
    let venue = Venue::open();
    let list = "first_name,last_name,phone,email\nAda,Eins,+49 30 5550001,\nBea,Zwei,,bea@example.org\n";
    let file = plain(&venue.write_file("group.csv", list));
    let papers = venue.file("papers");
    let prepare = || {
        let to = plain(&papers);
        venue.ask(&[
            "passes",
            "prepare",
            &file,
            "--consent-of",
            "organiser",
            "--to",
            &to,
        ])
    };
    assert_eq!(prepare().lines()[2]["prepared"], 2);
    let before = events(&venue);
    let refused = prepare().refusal();
    assert!(refused.contains("is not empty"), "it says: {refused}");
    assert_eq!(events(&venue), before);

    let pictures = ["line-0002.png", "line-0003.png"].map(|name| papers.join(name));
    for picture in &pictures {
        assert_eq!(
            venue.show(&Album::of([picture]), OnInside::Go)[0].verdict,
            "welcome"
        );
    }
    assert_eq!(venue.inside(), 2);
    assert!(!fs::read(papers.join("line-0002.bin")).unwrap().is_empty());
}
