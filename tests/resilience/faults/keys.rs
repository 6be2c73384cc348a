//! A key folder that is lost, in part or as a whole: nothing opens any more, and nothing is made worse.

use std::fs;

use einlass_tests::{Album, OnInside, Venue, content_of, copy_folder};

use crate::Breakage;

#[test]
fn without_its_keys_a_folder_is_refused_and_left_as_it_is() {
    let venue = Venue::open();
    let pass = venue.passes(1).remove(0);
    let album = Album::of([&pass.picture]);
    venue.show(&album, OnInside::Ask);
    let losses: [Breakage; 4] = [
        ("all keys", |keys| fs::remove_dir_all(keys).expect("ours")),
        ("the device key", |keys| {
            fs::remove_file(keys.join("device-1.key")).expect("ours")
        }),
        ("the ring", |keys| {
            fs::remove_file(keys.join("ring-1")).expect("ours")
        }),
        ("half of the ring", |keys| {
            let ring = fs::read(keys.join("ring-1")).expect("ours");
            fs::write(keys.join("ring-1"), &ring[..ring.len() / 2]).expect("ours");
        }),
    ];

    for (lost, lose) in losses {
        let place = tempfile::tempdir().expect("a temporary folder can be made");
        let data = place.path().join("data");
        copy_folder(&venue.data_folder(), &data);
        lose(&data.join("keys"));
        let without = venue.at(&data);
        let before = content_of(&data);

        for refused in [
            without.try_show(&album, OnInside::Ask),
            without.ask(&["inside"]),
            without.ask(&["status"]),
            without.ask(&["ledger", "verify"]),
            without.ask(&["settings"]),
        ] {
            let why = refused.refusal();
            assert!(why.contains("the key file"), "without {lost}: {refused}");
        }
        assert!(
            before == content_of(&data),
            "without {lost}, something was changed"
        );

        // The keys come back from wherever somebody has kept them: then all is as before.
        copy_folder(&venue.data_folder().join("keys"), &data.join("keys"));
        assert_eq!(
            without.show(&album, OnInside::Ask)[0].verdict,
            "ask",
            "without {lost}"
        );
    }
}
