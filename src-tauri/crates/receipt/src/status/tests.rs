use proptest::prelude::*;

use super::*;
use crate::PrinterProfile;
use Obstacle::{CoverOpen, Cutter, Fault, Offline, PaperOut};

const LOW: PrinterState = PrinterState {
    obstacle: None,
    paper_is_low: true,
};

fn stopped(obstacle: Obstacle) -> PrinterState {
    PrinterState {
        obstacle: Some(obstacle),
        paper_is_low: false,
    }
}

fn heard(bytes: &[u8]) -> Vec<Saying> {
    let mut hearing = Hearing::default();
    bytes.iter().filter_map(|&byte| hearing.hear(byte)).collect()
}

#[test]
fn each_bit_of_an_answer_has_its_meaning() {
    use StatusRequest::{ErrorCause, OfflineCause, Online, Paper};
    for (request, answer, meaning) in [
        (Paper, 0x12, PrinterState::READY),
        (Paper, 0x1E, LOW),
        (Paper, 0x72, stopped(PaperOut)),
        (Paper, 0x7E, stopped(PaperOut)),
        // Epson sets both bits of a pair, others one.
        (Paper, 0x16, LOW),
        (Paper, 0x32, stopped(PaperOut)),
        (OfflineCause, 0x12, PrinterState::READY),
        (OfflineCause, 0x16, stopped(CoverOpen)),
        // Somebody feeds paper with the button.
        (OfflineCause, 0x1A, PrinterState::READY),
        (OfflineCause, 0x32, stopped(PaperOut)),
        (OfflineCause, 0x52, stopped(Fault)),
        (OfflineCause, 0x76, stopped(CoverOpen)),
        (ErrorCause, 0x12, PrinterState::READY),
        (ErrorCause, 0x16, stopped(Fault)),
        (ErrorCause, 0x1A, stopped(Cutter)),
        (ErrorCause, 0x32, stopped(Fault)),
        (ErrorCause, 0x52, stopped(Fault)),
        (Online, 0x12, PrinterState::READY),
        // The drawer's pin is high.
        (Online, 0x16, PrinterState::READY),
        (Online, 0x1A, stopped(Offline)),
        (Online, 0x1E, stopped(Offline)),
    ] {
        assert_eq!(request.read(answer), meaning, "{request:?} {answer:#04x}");
        assert_eq!(heard(&[answer]), [Saying::Answer(answer)]);
    }
}

#[test]
fn each_bit_that_comes_by_itself_has_its_meaning() {
    for (bytes, meaning) in [
        ([0x10, 0, 0, 0], PrinterState::READY),
        // The drawer's pin is high; the fourth byte says nothing.
        ([0x14, 0, 0, 0x0F], PrinterState::READY),
        ([0x18, 0, 0, 0], stopped(Offline)),
        ([0x38, 0, 0, 0], stopped(CoverOpen)),
        ([0x18, 0x08, 0, 0], stopped(Cutter)),
        ([0x18, 0x04, 0, 0], stopped(Fault)),
        ([0x18, 0x20, 0, 0], stopped(Fault)),
        ([0x18, 0x40, 0, 0], stopped(Fault)),
        (
            [0x18, 0, 0x0F, 0],
            PrinterState {
                paper_is_low: true,
                ..stopped(PaperOut)
            },
        ),
        ([0x10, 0, 0x03, 0], LOW),
        // Waits until somebody presses the feed button.
        ([0x18, 0x01, 0, 0], stopped(Offline)),
    ] {
        assert_eq!(heard(&bytes), [Saying::Changed(meaning)], "{bytes:02x?}");
    }
}

#[test]
fn sayings_are_told_apart_whatever_stands_between_them() {
    let ready = Saying::Changed(PrinterState::READY);
    for (bytes, sayings) in [
        (&[0x11, 0x13][..], vec![]),
        (&[0x00], vec![Saying::Done]),
        (&[0x0F], vec![Saying::Done]),
        (&[0x10, 0, 0, 0, 0x00], vec![ready, Saying::Done]),
        // An answer and XOFF within the four bytes.
        (&[0x10, 0, 0x12, 0x13, 0, 0], vec![Saying::Answer(0x12), ready]),
        // Four new bytes begin before the old ones are complete: a line that was cut.
        (&[0x10, 0, 0x10, 0, 0, 0], vec![ready]),
        (b"\x37\x220042\x00", vec![Saying::JobDone(*b"0042")]),
        // Digits within a block look like answers, "0" to "3" even like the first of four bytes.
        (
            b"\x12\x37\x222143\x00\x00",
            vec![Saying::Answer(0x12), Saying::JobDone(*b"2143"), Saying::Done],
        ),
        // The name of the printer, from somebody else's question; and another identifier.
        (b"\x5FTM-T88V\x00\x12", vec![Saying::Answer(0x12)]),
        (b"\x37\x200042\x00", vec![]),
        (&[0xFF, 0x80, 0x92], vec![]),
    ] {
        assert_eq!(heard(bytes), sayings, "{bytes:02x?}");
    }
}

#[test]
fn a_block_that_never_ends_does_not_swallow_everything() {
    let mut bytes = vec![0x37];
    bytes.extend([b'x'; 200]);
    bytes.push(0);
    bytes.push(0x12);
    assert_eq!(heard(&bytes).last(), Some(&Saying::Answer(0x12)));
}

#[test]
fn a_job_is_asked_about_behind_its_reset_and_at_its_end() {
    let job = b"\x1B@paper\x1B@";
    for (profile, bytes, before_paper, done) in [
        (PrinterProfile::GENERIC_58MM, &b"\x1B@paper\x1B@"[..], 2, None),
        (
            PrinterProfile::EPSON_80MM,
            b"\x1B@\x1Da\x0Epaper\x1B@\x1Dr\x01",
            5,
            Some(Saying::Done),
        ),
        (
            PrinterProfile::EPSON_T88,
            b"\x1B@\x1Da\x0Epaper\x1B@\x1D(H\x06\x00000042",
            5,
            Some(Saying::JobDone(*b"0042")),
        ),
    ] {
        let asked = AskedJob::of(job, profile.tells, 10_042);
        assert_eq!(asked.bytes, bytes, "{}", profile.name);
        assert_eq!(
            (asked.before_paper, asked.done),
            (before_paper, done),
            "{}",
            profile.name
        );
    }
    let asked = AskedJob::of(b"x", PrinterProfile::EPSON_80MM.tells, 0);
    assert_eq!(
        (&asked.bytes[..], asked.before_paper),
        (&b"\x1Da\x0Ex\x1Dr\x01"[..], 3)
    );
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic_or_lose_its_place(noise in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut hearing = Hearing::default();
        for byte in noise {
            hearing.hear(byte);
        }
        // Whatever came before, it understands again after one block and one set of four.
        for _ in 0..Hearing::LONGEST_BLOCK {
            hearing.hear(0);
        }
        prop_assert_eq!(hearing.hear(0x12), Some(Saying::Answer(0x12)));
    }
}
