//! What was sealed once opens for ever: a record, a head, a ring and a pass, sealed by the first program that wrote these formats.

#![expect(clippy::unwrap_used, reason = "a test stops where it is surprised")]

use einlass_domain::{
    id::{DeviceId, EventId, VenueId},
    pass::ProfileKey,
    time::Day,
};
use einlass_vault::{
    DayKey, DeviceDay, DeviceKey, Envelope, KeyRing, LiveKey, LiveWrap, PaperKey, Place, Purpose, open_head,
};
use zeroize::Zeroizing;

/// Twenty-four words of BIP-39 whose entropy is 32 zero bytes.
const OWNER: &str = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon \
                     abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art";

fn place() -> Place {
    Place {
        venue: VenueId([1; 8]),
        event: EventId {
            device: DeviceId([2; 8]),
            seq: 5,
        },
        day: Day(20_000),
    }
}

fn device_day(day: i32) -> DeviceDay {
    DeviceDay {
        day: Day(day),
        device: DeviceId([2; 8]),
    }
}

fn key(byte: u8) -> Zeroizing<[u8; 32]> {
    Zeroizing::new([byte; 32])
}

fn hex(text: &str) -> Vec<u8> {
    let text: String = text.split_whitespace().collect();
    let byte = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(byte).collect()
}

#[test]
fn a_record_of_version_1_opens_for_all_whom_it_was_sealed_to() {
    let stored = hex(include_str!("vectors/record-1.hex"));
    let envelope =
        Envelope::open_for_day(&place(), Purpose::Visit, &DayKey::from_bytes(key(3)), &stored).unwrap();
    let owner = PaperKey::together(vec![PaperKey::read(OWNER).unwrap()]).unwrap();
    let as_owner = envelope.open_as_owner(&place(), Purpose::Visit, &owner).unwrap();
    assert_eq!(as_owner.as_slice(), b"who came");
    let pass = ProfileKey::from_bytes([4; 16]);
    let with_pass = envelope.open_with_pass(&place(), Purpose::Visit, &pass).unwrap();
    assert_eq!(with_pass.as_slice(), b"who came");
    let live = LiveWrap(hex(include_str!("vectors/live-wrap-1.hex")));
    let while_inside = envelope
        .open_live(&place(), Purpose::Visit, &LiveKey::from_bytes(key(5)), &live)
        .unwrap();
    assert_eq!(while_inside.as_slice(), b"who came");
}

#[test]
fn a_head_of_version_1_opens() {
    let sealed = hex(include_str!("vectors/head-1.hex"));
    let head = open_head(&DayKey::from_bytes(key(3)), &place(), &sealed).unwrap();
    assert_eq!(head.as_slice(), b"who, when, what");
}

#[test]
fn a_ring_of_version_1_opens() {
    let sealed = hex(include_str!("vectors/ring-1.hex"));
    let ring = KeyRing::open(&sealed, 7, &DeviceKey::from_bytes(key(6))).unwrap();
    assert_eq!(ring.days[&device_day(20_000)].key.expose(), &key(3));
    assert_eq!(ring.days[&device_day(20_000)].made, Day(20_001));
    assert_eq!(ring.dying[&device_day(19_000)], 12);
    assert_eq!(ring.live.expose(), &key(5));
    assert_eq!(ring.signer.expose(), key(8));
}

/// Writes the vectors of a new version; never run again for one that was released.
#[test]
#[ignore = "writes files"]
fn write_vectors() {
    use einlass_vault::{DatedKey, OwnerWrap, seal_head};
    use rand_core::OsRng;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let lines: Vec<String> = bytes
            .chunks(48)
            .map(|line| line.iter().map(|byte| format!("{byte:02x}")).collect())
            .collect();
        std::fs::write(folder.join(name), lines.join("\n") + "\n").unwrap();
    };
    let owner = PaperKey::together(vec![PaperKey::read(OWNER).unwrap()]).unwrap();
    let day = DayKey::from_bytes(key(3));
    let (envelope, live) = Envelope::seal(
        &place(),
        Purpose::Visit,
        b"who came",
        OwnerWrap::make(&owner.public(), &mut OsRng).unwrap(),
        Some(&ProfileKey::from_bytes([4; 16])),
        &LiveKey::from_bytes(key(5)),
        &mut OsRng,
    )
    .unwrap();
    write(
        "record-1.hex",
        &envelope.seal_for_day(&place(), Purpose::Visit, &day, &mut OsRng),
    );
    write("live-wrap-1.hex", &live.0);
    write(
        "head-1.hex",
        &seal_head(&day, &place(), b"who, when, what", &mut OsRng),
    );
    let mut ring = KeyRing::make(owner.venue_keys().unwrap(), &mut OsRng);
    ring.signer = einlass_vault::DeviceSigner::from_bytes(&key(8));
    ring.live = LiveKey::from_bytes(key(5));
    ring.days.insert(
        device_day(20_000),
        DatedKey {
            key: day,
            made: Day(20_001),
        },
    );
    ring.dying.insert(device_day(19_000), 12);
    write(
        "ring-1.hex",
        &ring.seal(7, &DeviceKey::from_bytes(key(6)), &mut OsRng),
    );
}
