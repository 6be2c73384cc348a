//! A damaged database whose copy is of no use either, and one that is not there at all.

use std::fs;
use std::path::{Path, PathBuf};

use einlass_tests::{
    Album, OnInside, Venue, content_of, copy_folder, overwrite_note_of_last_close, overwrite_page,
};

use crate::{Breakage, damage::Scene};

#[test]
fn without_a_copy_everything_comes_from_the_readable_pages() {
    let scene = Scene::with_late_visitors();
    let (venue, _place) = scene.damaged(|database| {
        fs::remove_file(copy_of(database)).expect("there is a copy");
        overwrite_note_of_last_close(database);
    });

    let shown = scene.show_all(&venue);

    assert_eq!(shown.warnings().len(), 1, "{shown}");
    let known = scene.known_again(&shown, "without a copy");
    assert!(known.early && known.late == scene.late(), "{shown}");
    venue.ledger("verify");
}

#[test]
fn a_damaged_copy_is_no_harm_to_the_new_database() {
    let scene = Scene::with_late_visitors();
    let (venue, _place) = scene.damaged(|database| {
        overwrite_note_of_last_close(database);
        // Somewhere among the events.
        overwrite_page(&copy_of(database), 9);
    });

    let shown = scene.show_all(&venue);

    let known = scene.known_again(&shown, "with a damaged copy");
    assert!(
        known.early && known.late == scene.late(),
        "the damaged database holds all of it: {shown}"
    );
    assert_eq!(shown.errors(), [""; 0], "the new database is damaged too");
    assert!(
        scene.show_all(&venue).warnings().is_empty(),
        "it has to be mended at every start"
    );
}

#[test]
fn when_nothing_can_be_read_that_is_said_and_nothing_is_changed() {
    let scene = Scene::with_late_visitors();
    let breaks: [Breakage; 3] = [
        ("no copy", |copy| fs::remove_file(copy).expect("there is one")),
        ("a copy of noise", |copy| {
            fs::write(copy, [0xA5; 8192]).expect("ours")
        }),
        ("an empty copy", |copy| fs::write(copy, "").expect("ours")),
    ];
    for (what, break_copy) in breaks {
        let (venue, _place) = scene.damaged(|database| {
            overwrite_page(database, 1);
            break_copy(&copy_of(database));
        });
        let before = content_of(&venue.data_folder());

        let why = scene.show_all(&venue).refusal();

        assert!(why.contains("restore a backup"), "{what}: it says: {why}");
        let after = content_of(&venue.data_folder());
        for (file, content) in &before {
            assert!(
                after.get(file) == Some(content),
                "{what}: {} was changed",
                file.display()
            );
        }
    }
}

#[test]
fn a_venue_whose_database_is_gone_is_not_overwritten_by_a_new_one() {
    let venue = Venue::open();
    let pass = venue.passes(1).remove(0);
    let album = Album::of([&pass.picture]);
    venue.show(&album, OnInside::Ask);
    venue.show(&album, OnInside::Ask);
    let place = tempfile::tempdir().expect("a temporary folder can be made");
    let lost = venue.at(&place.path().join("data"));
    copy_folder(&venue.data_folder(), &lost.data_folder());
    fs::remove_file(lost.data_folder().join("ledger.db")).expect("there is one");

    let shown = lost.try_show(&album, OnInside::Ask);
    // Recovered from its copy: the device writes under a new name, with new keys.
    let keys = content_of(&lost.data_folder().join("keys"));

    assert!(
        !shown.errors().iter().any(|error| error.contains("init")),
        "this advice would cost the keys: {shown}"
    );
    let other_key = lost.file("other.key");
    let arguments = [
        "init",
        "--venue",
        "Another",
        "--owner-key",
        other_key.to_str().expect("a plain name"),
    ];
    let passphrase = lost.passphrase_file();
    let passphrase = ["--passphrase-file", passphrase.to_str().expect("a plain name")];
    lost.ask(&[&arguments[..], &passphrase].concat()).refusal();
    assert!(
        keys == content_of(&lost.data_folder().join("keys")),
        "the keys of the venue are gone"
    );
}

fn copy_of(database: &Path) -> PathBuf {
    database.with_file_name("copy.db")
}
