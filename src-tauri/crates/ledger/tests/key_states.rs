//! A power cut at any moment while the keys are replaced: either all of the old ones count or all of the new ones.

#![expect(clippy::unwrap_used, reason = "a test stops where it is surprised")]

#[expect(dead_code, reason = "each test file uses its part")]
mod support;

use std::{fs, path::Path};

use support::Venue;

/// What lies in the folder of keys: name and bytes.
type Files = Vec<(String, Vec<u8>)>;

fn files(folder: &Path) -> Files {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Files = entries
        .map(|path| {
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                fs::read(&path).unwrap(),
            )
        })
        .collect();
    files.sort();
    files
}

fn part(files: &Files, prefix: &str) -> (String, Vec<u8>) {
    files
        .iter()
        .find(|(name, _)| name.starts_with(prefix))
        .unwrap()
        .clone()
}

#[test]
fn every_state_between_two_generations_opens() {
    let mut venue = Venue::open();
    let visit = venue.check_in(1);
    venue.days_later(31);
    let folder = venue.copy_of_data();
    let old = files(&folder.path().join("data/keys"));
    venue.shred();
    venue.stop();
    let new = files(&venue.data().join("keys"));
    assert_eq!((old.len(), new.len()), (2, 2));
    let ((ring_name, ring), (device_name, device)) = (part(&new, "ring-"), part(&new, "device-"));
    let half = |name: &str| {
        Path::new(name)
            .with_extension("half")
            .to_str()
            .unwrap()
            .to_owned()
    };

    // In the order in which the program writes.
    let mut states: Vec<(Files, bool)> = vec![(old.clone(), true)];
    for len in [0, 1, ring.len() / 2, ring.len()] {
        states.push((
            [old.clone(), vec![(half(&ring_name), ring[..len].to_vec())]].concat(),
            true,
        ));
    }
    let with_ring = [old.clone(), vec![(ring_name, ring)]].concat();
    states.push((with_ring.clone(), true));
    for len in 0..=device.len() {
        states.push((
            [
                with_ring.clone(),
                vec![(half(&device_name), device[..len].to_vec())],
            ]
            .concat(),
            true,
        ));
    }
    let both = [with_ring, vec![(device_name, device)]].concat();
    states.push((both.clone(), false));
    let (old_device, old_ring) = (part(&old, "device-"), part(&old, "ring-"));
    for zeros in 0..=old_device.1.len() {
        let mut wiped = both.clone();
        let bytes = &mut wiped
            .iter_mut()
            .find(|(name, _)| *name == old_device.0)
            .unwrap()
            .1;
        bytes[..zeros].fill(0);
        states.push((wiped, false));
    }
    let without = |name: &str, files: &Files| {
        files
            .iter()
            .filter(|(known, _)| known != name)
            .cloned()
            .collect::<Files>()
    };
    let without_device = without(&old_device.0, &both);
    states.push((without_device.clone(), false));
    let mut wiped = without_device.clone();
    wiped
        .iter_mut()
        .find(|(name, _)| *name == old_ring.0)
        .unwrap()
        .1
        .fill(0);
    states.push((wiped, false));
    states.push((without(&old_ring.0, &without_device), false));

    for (number, (state, is_readable)) in states.into_iter().enumerate() {
        // The database is the one from before: the keys always go first.
        venue.replace_data(&folder, None);
        let keys = venue.data().join("keys");
        fs::remove_dir_all(&keys).unwrap();
        fs::create_dir(&keys).unwrap();
        for (name, bytes) in state {
            fs::write(keys.join(name), bytes).unwrap();
        }
        venue.start();
        assert_eq!(
            venue.ledger.record_as_owner(visit, &venue.owner).is_ok(),
            is_readable,
            "state {number}"
        );
        assert_eq!(
            venue.key_files().len(),
            2,
            "state {number}: what is not needed is cleared away"
        );
        venue.ledger.start_clock(venue.now, true);
        let gone = venue.shred();
        assert_eq!(
            (gone.len(), gone[0].visits),
            (1, 1),
            "state {number}: and it is finished"
        );
        venue.assert_whole();
        venue.stop();
    }
}
