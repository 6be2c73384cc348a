use std::io::Write;
use std::sync::mpsc::{Receiver, channel};

use serialport::{SerialPort, TTYPort};

use super::serial::SerialLine;
use super::*;

fn events(
    open: impl FnMut() -> io::Result<Box<dyn Line>> + Send + 'static,
) -> (HandScanner, Receiver<HandScannerEvent>) {
    let (tell, told) = channel();
    let scanner = HandScanner::start_with(Duration::from_millis(10), open, move |event| {
        // The test may have seen enough.
        let _ = tell.send(event);
    });
    (scanner, told)
}

fn next(told: &Receiver<HandScannerEvent>) -> HandScannerEvent {
    told.recv_timeout(Duration::from_secs(20))
        .expect("it has something to say")
}

fn payload(event: HandScannerEvent) -> Vec<u8> {
    match event {
        HandScannerEvent::Code { payload, .. } => payload,
        other @ (HandScannerEvent::Refused { .. }
        | HandScannerEvent::Lost { .. }
        | HandScannerEvent::Back) => {
            panic!("no code: {other:?}")
        }
    }
}

/// A line that gives these one after the other; `None` breaks it.
struct Scripted(Vec<Option<&'static [u8]>>);

impl Line for Scripted {
    fn receive(&mut self, _wait: Duration) -> io::Result<Option<Vec<Sent>>> {
        if self.0.is_empty() {
            thread::sleep(Duration::from_millis(5));
            return Ok(None);
        }
        let bytes = self.0.remove(0).ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(Some(bytes.iter().map(|&byte| Sent::Byte(byte)).collect()))
    }
}

#[test]
fn codes_come_from_a_serial_line_with_and_without_an_end() {
    let (mut gun, kiosk_side) = TTYPort::pair().unwrap();
    let device = std::path::PathBuf::from(kiosk_side.name().unwrap());
    let (_scanner, told) = events(move || Ok(Box::new(SerialLine::open(&device, 9_600)?) as Box<dyn Line>));
    // It is listened to from some moment on; what came before is thrown away.
    let first = loop {
        gun.write_all(b"EL1:FIRST\r\n").unwrap();
        if let Ok(event) = told.recv_timeout(Duration::from_millis(300)) {
            break event;
        }
    };
    assert_eq!(payload(first), b"EL1:FIRST");
    gun.write_all(b"EL1:NO END").unwrap();
    assert_eq!(payload(next(&told)), b"EL1:NO END");
    gun.write_all(b"\x1bcontrol\r").unwrap();
    assert!(matches!(next(&told), HandScannerEvent::Refused { .. }));
}

#[test]
fn it_is_lost_once_and_comes_back() {
    let mut lines = vec![
        Err(io::ErrorKind::NotFound.into()),
        Err(io::ErrorKind::NotFound.into()),
        Ok(Scripted(vec![Some(b"ONE\r"), Some(b"HALF"), None])),
        Err(io::ErrorKind::PermissionDenied.into()),
        Ok(Scripted(vec![Some(b"TWO\r")])),
    ]
    .into_iter();
    let (_scanner, told) = events(move || {
        let line: io::Result<Scripted> = lines.next().expect("the last line does not break");
        Ok(Box::new(line?))
    });
    assert!(matches!(next(&told), HandScannerEvent::Lost { .. }));
    assert_eq!(next(&told), HandScannerEvent::Back);
    assert_eq!(payload(next(&told)), b"ONE");
    assert!(
        matches!(next(&told), HandScannerEvent::Lost { .. }),
        "half a code is none"
    );
    assert_eq!(next(&told), HandScannerEvent::Back);
    assert_eq!(payload(next(&told)), b"TWO");
}

/// Between two keys of a scanner that types, the first is let go.
#[test]
fn what_comes_and_says_nothing_ends_no_code() {
    let typed = || {
        Scripted(vec![
            Some(b"EL1:"),
            Some(b""),
            Some(b"TYPED"),
            Some(b""),
            Some(b"\r"),
        ])
    };
    let (_scanner, told) = events(move || Ok(Box::new(typed())));
    assert_eq!(payload(next(&told)), b"EL1:TYPED");
}

#[test]
fn nobody_listens_after_the_end() {
    let (scanner, told) = events(|| Ok(Box::new(Scripted(Vec::new()))));
    drop(scanner);
    let ended = told.recv_timeout(Duration::from_secs(20));
    assert_eq!(ended, Err(RecvTimeoutError::Disconnected));
}

#[test]
fn nothing_that_is_printed_of_an_event_shows_the_pass() {
    let event = HandScannerEvent::Code {
        payload: b"EL1:SECRET".to_vec(),
        at: Duration::ZERO,
    };
    assert!(!format!("{event:?}").contains("SECRET"));
}
