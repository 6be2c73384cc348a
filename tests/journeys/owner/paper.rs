//! The owner's key on paper, and the way back from it.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use einlass_tests::{Album, Answer, OnInside, Venue, codes_on_paper, words_on_paper};

use crate::{assert_unprinted, plain};

#[test]
fn the_printed_key_gives_the_key_back() {
    let venue = Venue::open();
    venue.show(&Album::of_nothing(), OnInside::Ask);
    let receipt = venue.file("key.bin");
    venue
        .ask_as_owner(&["keys", "paper", "--receipt", &plain(&receipt)])
        .line();
    let mode = fs::metadata(&receipt)
        .expect("it was written")
        .permissions()
        .mode();
    assert_eq!(mode & 0o077, 0, "others can read the paper key: {mode:o}");
    let paper = fs::read(&receipt).expect("it was written");
    let codes = codes_on_paper(&paper);
    let words = words_on_paper(&paper).join(" ");
    assert_eq!(codes.len(), 1);

    for (number, text) in [&codes[0], &words, &words.to_uppercase().replace(' ', "\n")]
        .into_iter()
        .enumerate()
    {
        let recovered = recover(&venue, &[text], &format!("{number}.key")).line();
        assert_eq!(recovered["checked"], true);
        assert_eq!(
            drill_with(&venue, &format!("{number}.key")).line()["opens"],
            true,
            "{number}"
        );
    }
    assert_unprinted(
        &venue,
        &[&codes[0], &words[..20], "another passphrase", "AGE-SECRET-KEY"],
    );
}

#[test]
fn two_of_three_parts_give_the_key_back_and_one_does_not() {
    let venue = Venue::open();
    venue.show(&Album::of_nothing(), OnInside::Ask);
    let receipt = venue.file("part.bin");
    let printer = format!("paper:{}", venue.paper_folder().display());
    let arguments = [
        "keys",
        "paper",
        "--parts",
        "--receipt",
        &plain(&receipt),
        "--printer",
        &printer,
    ];
    assert_eq!(venue.ask_as_owner(&arguments).line()["papers"], 3);
    let printed = fs::read_dir(venue.paper_folder()).expect("the printer made it");
    let names = printed.map(|file| file.expect("it is there").path());
    let pictures = names.filter(|file| file.extension().is_some_and(|ending| ending == "png"));
    assert_eq!(pictures.count(), 3, "one paper each");
    let papers =
        [1, 2, 3].map(|part| fs::read(receipt.with_extension(format!("{part}.bin"))).expect("written"));
    let codes = papers.each_ref().map(|paper| codes_on_paper(paper).remove(0));
    let words = papers.each_ref().map(|paper| words_on_paper(paper).join(" "));
    let second = format!("2\n{}", words[1]);

    for (name, parts) in [("12", [&codes[0], &second]), ("31", [&codes[2], &codes[0]])] {
        recover(&venue, &parts.map(String::as_str), name).line();
        assert_eq!(drill_with(&venue, name).line()["opens"], true, "parts {name}");
    }
    let one = recover(&venue, &[&codes[1]], "one").refusal();
    assert!(one.contains("part"), "it says: {one}");
    let twice = recover(&venue, &[&codes[1], &second], "twice").refusal();
    assert!(twice.contains("part"), "it says: {twice}");
    let unnumbered = recover(&venue, &[&codes[0], &words[1]], "unnumbered").refusal();
    assert!(
        unnumbered.contains("another venue"),
        "words of a part taken for a key: {unnumbered}"
    );
    for left in ["one", "twice", "unnumbered"] {
        assert!(!venue.file(left).exists(), "{left} left a key");
    }
    assert_unprinted(
        &venue,
        &[&codes[0], &codes[1], &codes[2], &words[0][..20], &words[1][..20]],
    );
}

#[test]
fn the_wrong_key_and_the_wrong_passphrase_open_nothing() {
    let (venue, other) = (Venue::open(), Venue::open());
    venue.show(&Album::of_nothing(), OnInside::Ask);
    let wrong = venue.write_file("wrong", "not the passphrase of anything\n");
    let drill = |key: &str, passphrase: &str| {
        venue.ask(&[
            "keys",
            "drill",
            "--owner-key",
            key,
            "--passphrase-file",
            passphrase,
        ])
    };

    let (key, passphrase) = (plain(&venue.owner_key()), plain(&venue.passphrase_file()));
    let refused = drill(&key, &plain(&wrong)).refusal();
    assert!(refused.contains("does not open"), "it says: {refused}");
    let refused = drill(&plain(&other.owner_key()), &passphrase).refusal();
    assert!(refused.contains("another venue's owner"), "it says: {refused}");
    let refused = drill(&passphrase, &passphrase).refusal();
    assert!(refused.contains("does not open"), "it says: {refused}");
    let refused = drill(&plain(&venue.file("nowhere")), &passphrase).refusal();
    assert!(refused.contains("cannot be read"), "it says: {refused}");

    let elsewhere = other.file("whole.bin");
    other
        .ask_as_owner(&["keys", "paper", "--receipt", &plain(&elsewhere)])
        .line();
    let code = codes_on_paper(&fs::read(elsewhere).expect("written")).remove(0);
    let refused = recover(&venue, &[&code], "other.key").refusal();
    assert!(refused.contains("another venue's owner"), "it says: {refused}");
    assert!(!venue.file("other.key").exists());
    let misread = code.replacen(|letter| letter != 'Q', "Q", 1);
    let refused = recover(&venue, &[&misread], "misread.key").refusal();
    assert!(refused.contains("does not help"), "it says: {refused}");
    assert_eq!(drill(&key, &passphrase).line()["opens"], true);
    assert_unprinted(&venue, &[&code, "not the passphrase"]);
}

#[test]
fn a_key_is_never_written_over_another_file() {
    let venue = Venue::open();
    let receipt = venue.write_file("key.bin", "something else");
    let refused = venue
        .ask_as_owner(&["keys", "paper", "--receipt", &plain(&receipt)])
        .refusal();
    assert!(refused.contains("cannot be written"), "it says: {refused}");

    let receipt = venue.file("whole.bin");
    venue
        .ask_as_owner(&["keys", "paper", "--receipt", &plain(&receipt)])
        .line();
    let code = codes_on_paper(&fs::read(receipt).expect("written")).remove(0);
    recover(&venue, &[&code], "key.bin").refusal();
    assert_eq!(
        fs::read(venue.file("key.bin")).expect("still there"),
        b"something else"
    );
}

#[test]
fn the_kiosk_learns_that_the_key_was_proved() {
    let venue = Venue::open();
    venue.show(&Album::of_nothing(), OnInside::Ask);
    assert!(venue.status()["owner_key_proved"].is_null(), "{}", venue.status());

    venue.ask_as_owner(&["keys", "drill"]).line();
    venue.show(&Album::of_nothing(), OnInside::Ask);

    assert!(
        venue.status()["owner_key_proved"].is_string(),
        "{}",
        venue.status()
    );
    assert_eq!(venue.status()["owner_key_due"], false);
    venue.ledger("verify");
}

/// Recovers the key from the texts of papers into a file of the venue's, under a passphrase of its own.
fn recover(venue: &Venue, papers: &[&str], to: &str) -> Answer {
    let papers = papers.iter().enumerate();
    let papers: Vec<String> = papers
        .map(|(number, text)| plain(&venue.write_file(&format!("paper-{number}"), text)))
        .collect();
    let passphrase = plain(&venue.write_file("other-passphrase", "another passphrase of several words\n"));
    let key = plain(&venue.file(to));
    let mut arguments = vec![
        "keys",
        "recover",
        "--owner-key",
        &key,
        "--passphrase-file",
        &passphrase,
        "--paper",
    ];
    arguments.extend(papers.iter().map(String::as_str));
    venue.ask(&arguments)
}

fn drill_with(venue: &Venue, key: &str) -> Answer {
    let passphrase = plain(&venue.file("other-passphrase"));
    let key = plain(&venue.file(key));
    venue.ask(&[
        "keys",
        "drill",
        "--owner-key",
        &key,
        "--passphrase-file",
        &passphrase,
    ])
}
