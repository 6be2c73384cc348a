//! Sheets for office printers: a poster for the door, a sheet for every seat, passes of a group. What would leave
//! somebody without a paper is refused before.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use einlass_tests::{Album, Around, OnInside, Venue};

use super::plain;

#[test]
fn a_door_poster_is_written_as_what_its_name_ends_in() {
    let venue = Venue::open();
    for (ending, start) in [("pdf", &b"%PDF-1.7"[..]), ("svg", b"<svg "), ("png", b"\x89PNG")] {
        let out = venue.file(&format!("poster.{ending}"));
        let answer = venue.ask(&["poster", "--format", "a5", "--landscape", "--out", &plain(&out)]);
        assert_eq!(answer.line()["sheets"], 1);
        assert!(fs::read(&out).unwrap().starts_with(start), "{ending}");
    }
    let other = plain(&venue.file("poster.docx"));
    let refused = venue.ask(&["poster", "--out", &other]).refusal();
    assert!(
        refused.contains("has to end in .pdf, .svg or .png"),
        "it says: {refused}"
    );
}

#[test]
fn every_seat_has_a_sheet_with_a_code_that_is_the_seats() {
    let venue = Venue::open();
    let list = venue.write_file("zones.csv", "parent,name,kind\n,Hall,room\nHall,Seat 1-2,seat\n");
    venue.ask(&["zones", "import", &plain(&list)]).line();
    let ask = |out: &str| {
        let out = plain(&venue.file(out));
        venue.ask(&[
            "poster", "--places", "--zone", "Hall", "--format", "a7", "--out", &out,
        ])
    };
    assert_eq!(ask("seats.pdf").line()["sheets"], 2);
    let pdf = fs::read(venue.file("seats.pdf")).unwrap();
    assert!(String::from_utf8_lossy(&pdf).contains("/Count 2"));
    let refused = ask("seats.png").refusal();
    assert!(
        refused.contains("these are 2: write them as .pdf"),
        "it says: {refused}"
    );
}

#[test]
fn a_background_that_is_no_picture_is_refused_before_anybody_has_a_pass() {
    let venue = Venue::open();
    let no_picture = plain(&venue.write_file("background.png", "not a picture"));
    let out = plain(&venue.file("poster.pdf"));
    let refused = venue
        .ask(&["poster", "--out", &out, "--background", &no_picture])
        .refusal();
    assert!(
        refused.contains("cannot be a background") && !venue.file("poster.pdf").exists(),
        "it says: {refused}"
    );
    let list = plain(&venue.write_file("group.csv", "last_name,phone\nEins,+49 30 5550001\n"));
    let to = plain(&venue.file("papers"));
    let prepare = [
        "passes",
        "prepare",
        &list,
        "--consent-of",
        "organiser",
        "--to",
        &to,
    ];
    venue
        .ask(&[&prepare[..], &["--pdf", "--background", &no_picture]].concat())
        .refusal();
    assert!(!venue.file("papers").exists());
}

#[test]
fn the_passes_of_a_group_are_one_pdf_and_a_list_for_a_mail_merge() {
    let venue = Venue::open();
    let list = "first_name,last_name,phone\nAda,Eins,+49 30 5550001\nBea,Zwei,+49 30 5550002\n";
    let list = plain(&venue.write_file("group.csv", list));
    let papers = venue.file("papers");
    let to = plain(&papers);
    let answer = venue.ask(&[
        "passes",
        "prepare",
        &list,
        "--consent-of",
        "organiser",
        "--to",
        &to,
        "--pdf",
        "--mail-merge",
    ]);
    assert_eq!(answer.lines()[2]["prepared"], 2);
    let pdf = fs::read(papers.join("passes.pdf")).unwrap();
    assert!(String::from_utf8_lossy(&pdf).contains("/Count 2"));
    let merge = fs::read_to_string(papers.join("passes.csv")).unwrap();
    let rows: Vec<Vec<&str>> = merge.lines().map(|row| row.split(';').collect()).collect();
    assert_eq!(rows[0].join(";"), "\u{feff}name;pin_id;valid_until;code_picture");
    assert_eq!((rows[1][0], rows[1][3]), ("Ada Eins", "line-0002.png"));
    assert_eq!((rows[2][0], rows[2][3]), ("Bea Zwei", "line-0003.png"));
    let album = Album::of([papers.join(rows[2][3])]);
    assert_eq!(venue.show(&album, OnInside::Go)[0].verdict, "welcome");
}

#[test]
fn sheets_are_handed_to_the_printing_system_where_there_is_one() {
    let venue = Venue::open();
    let programs = venue.file("programs");
    fs::create_dir(&programs).unwrap();
    let under = venue.under(&Around::programs_in(&programs));
    let refused = under.ask(&["poster", "--print"]).refusal();
    assert!(refused.contains("has no `lp`"), "it says: {refused}");

    // As CUPS' own answers, and it keeps what it was given.
    let lp = programs.join("lp");
    let kept = plain(&programs.join("kept"));
    let script = format!(
        "#!/bin/sh\n/bin/echo \"$@\" > {kept}.arguments\n/bin/cat > {kept}.pdf\n/bin/echo 'request id is hall-7 (0 file(s))'\n"
    );
    fs::write(&lp, script).unwrap();
    fs::set_permissions(&lp, fs::Permissions::from_mode(0o755)).unwrap();
    let answer = under.ask(&["poster", "--print=hall", "--format", "a6"]).line();
    assert_eq!(answer["print"], "request id is hall-7 (0 file(s))");
    let arguments = fs::read_to_string(programs.join("kept.arguments")).unwrap();
    for part in ["-d hall", "media=iso_a6_105x148mm", "print-scaling=none"] {
        assert!(arguments.contains(part), "{part} in {arguments}");
    }
    assert!(
        fs::read(programs.join("kept.pdf"))
            .unwrap()
            .starts_with(b"%PDF-1.7")
    );

    fs::write(
        &lp,
        "#!/bin/sh\n/bin/echo 'lp: The printer or class does not exist.' >&2\nexit 1\n",
    )
    .unwrap();
    let refused = under.ask(&["poster", "--print=hall"]).refusal();
    assert!(
        refused.contains("took no job: lp: The printer or class does not exist."),
        "it says: {refused}"
    );
}
