//! What is sealed to the owner opens with tools that anybody can get: age (age-encryption.org) and SQLite. So the owner needs no
//! software of ours for it, and we can be gone.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use einlass_tests::traces::traces_in;
use einlass_tests::{Album, Contact, OnInside, PASSPHRASE, Venue};
use rusqlite::Connection;

use crate::{backup::back_up, plain};

#[test]
fn a_backup_opens_with_the_stock_tools_and_names_nobody() {
    let venue = Venue::open();
    let contact = Contact::conspicuous();
    let pass = venue.pass(&contact);
    let album = Album::of([&pass.picture]);
    let mut kiosk = venue.start(&album, OnInside::Ask);
    kiosk.first_verdict();
    let backup = back_up(&venue);
    drop(kiosk);

    let identity = venue.file("identity");
    open_by_passphrase(&venue.owner_key(), PASSPHRASE, &identity).expect("the passphrase is right");
    let text = fs::read_to_string(&identity).expect("age wrote it");
    assert!(
        text.lines().any(|line| line.starts_with("AGE-SECRET-KEY-1")),
        "no identity of age in the file"
    );
    let opened = venue.file("opened");
    fs::create_dir(&opened).expect("the folder is ours");
    let database = opened.join("backup.db");
    let mut age = Command::new("age");
    age.args([
        "-d",
        "-i",
        &plain(&identity),
        "-o",
        &plain(&database),
        &plain(&backup),
    ]);
    let output = age.output().expect("age starts; it is in the package age");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );

    let db = Connection::open(&database).expect("it is a database");
    let ask = |sql: &str| {
        db.query_row(sql, [], |row| row.get::<_, String>(0))
            .expect("the tables are frozen")
    };
    assert_eq!(ask("PRAGMA integrity_check"), "ok");
    assert_ne!(ask("SELECT format('%d', count(*)) FROM event"), "0");
    assert_eq!(
        ask("SELECT format('%d', count(*)) FROM event WHERE live IS NOT NULL"),
        "0",
        "what opens an open visit is in the backup"
    );
    drop(db);
    let secrets = [
        contact.last_name.as_str(),
        &contact.phone,
        &contact.email,
        &contact.address.street,
        &pass.qr,
        &pass.pin_id,
    ];
    assert_eq!(traces_in(&opened, &secrets), []);
}

#[test]
fn the_owners_key_opens_with_its_passphrase_only() {
    let venue = Venue::open();
    let opened = venue.file("identity");

    let why = open_by_passphrase(&venue.owner_key(), "not the passphrase of anything", &opened);

    let why = why.expect_err("any passphrase opens it");
    assert!(why.contains("incorrect passphrase"), "age says: {why}");
    assert!(!opened.exists());
}

/// `age -d`, which asks for the passphrase on a terminal: script(1) makes one. What it says when it cannot.
fn open_by_passphrase(file: &Path, passphrase: &str, to: &Path) -> Result<(), String> {
    let age = format!("age -d -o '{}' '{}'", to.display(), file.display());
    let mut terminal = Command::new("script")
        .args(["--quiet", "--return", "--command", &age, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("script is on every Debian");
    let mut keyboard = terminal.stdin.take().expect("stdin was asked for as a pipe");
    keyboard
        .write_all(format!("{passphrase}\n").as_bytes())
        .expect("somebody reads it");
    let output = terminal.wait_with_output().expect("it was started");
    // The terminal must not hang up before age has ended.
    drop(keyboard);
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}
