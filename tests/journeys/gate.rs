//! Through the gate, told to the kiosk without a window: a relay board on a pseudo terminal, and a real broker.

use std::io::Read;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use einlass_tests::{Album, Broker, Contact, OnInside, Run, Venue};
use serialport::{SerialPort, TTYPort};

const ON: [u8; 4] = [0xA0, 0x01, 0x01, 0xA2];
const OFF: [u8; 4] = [0xA0, 0x01, 0x00, 0xA1];
/// Longer than any signal that was still to come.
const QUIET: Duration = Duration::from_secs(3);

#[test]
fn a_relay_holds_once_for_a_welcome_and_once_for_a_goodbye() {
    let venue = Venue::open();
    let pass = venue.pass(&Contact::numbered(1));
    let album = Album::of([&pass.picture]);
    let (told, board) = board();
    let gate = format!("relay:{}", board.name().expect("a pseudo terminal has a name"));
    for (verdict, inside) in [("welcome", 1), ("goodbye", 0)] {
        let mut kiosk = venue.start_with_gate(&album, OnInside::Go, &[&gate]);
        assert_eq!(kiosk.first_verdict().verdict, verdict);
        let commands: Vec<_> = std::iter::from_fn(|| told.recv_timeout(QUIET).ok()).collect();
        assert_eq!(commands, [OFF, ON, OFF], "off at the start, then one pulse");
        drop(kiosk);
        assert_eq!(venue.inside(), inside);
    }
}

#[test]
fn a_kiosk_that_ends_lets_go_of_the_relay_first() {
    let venue = Venue::open();
    let pass = venue.pass(&Contact::numbered(1));
    let (told, board) = board();
    let gate = format!("relay:{}", board.name().expect("a pseudo terminal has a name"));
    let verdicts = venue.show_with_gate(&Album::of([&pass.picture]), OnInside::Go, &[&gate]);
    assert_eq!(verdicts.len(), 1);
    let commands: Vec<_> = std::iter::from_fn(|| told.recv_timeout(QUIET).ok()).collect();
    assert_eq!(commands, [OFF, ON, OFF]);
}

#[test]
fn where_nobody_goes_through_nobody_is_inside() {
    let broker = Broker::start();
    let controller = broker.listen("door/open");
    let venue = Venue::open();
    let pass = venue.pass(&Contact::numbered(1));
    let album = Album::of([&pass.picture]);
    let mut kiosk = through(&broker, &venue, &album);
    let answers = kiosk.wait_for_answers(2);
    let words: Vec<_> = answers.iter().map(|answer| answer.verdict.as_str()).collect();
    assert_eq!(words, ["welcome", "undone"]);
    assert_eq!(answers[0].visit(), answers[1].visit());
    assert_eq!(venue.inside(), 0);
    thread::sleep(QUIET);
    assert_eq!(
        controller.messages(),
        ["open"],
        "a pass that lies there opens nothing again"
    );
    drop(kiosk);
    venue.ledger("verify");
}

#[test]
fn who_goes_through_is_inside() {
    let broker = Broker::start();
    let controller = broker.listen("door/open");
    let venue = Venue::open();
    let pass = venue.pass(&Contact::numbered(1));
    let album = Album::of([&pass.picture]);
    let mut kiosk = through(&broker, &venue, &album);
    controller.wait_for_message();
    broker.send("door/passed", "turned");
    thread::sleep(QUIET);
    assert_eq!(kiosk.wait_for_answers(1).len(), 1);
    assert_eq!(kiosk.errors(), [""; 0]);
    assert_eq!(venue.inside(), 1);
}

/// A kiosk whose gate is asked through the broker, and whose visitors have two seconds to go through.
fn through(broker: &Broker, venue: &Venue, album: &Album) -> Run {
    let gate = format!("mqtt:127.0.0.1:{}/door/open,passed=door/passed", broker.port);
    venue.start_with_gate(album, OnInside::Ask, &[&gate, "--gate-wait-s", "2"])
}

/// What a relay board is told, and its line.
fn board() -> (Receiver<[u8; 4]>, TTYPort) {
    let (mut board_side, kiosk_side) = TTYPort::pair().expect("there are pseudo terminals");
    let long = Duration::from_secs(3600);
    board_side.set_timeout(long).expect("it takes a timeout");
    let (tell, told) = channel();
    thread::spawn(move || {
        let mut command = [0; 4];
        while board_side.read_exact(&mut command).is_ok() && tell.send(command).is_ok() {}
    });
    (told, kiosk_side)
}
