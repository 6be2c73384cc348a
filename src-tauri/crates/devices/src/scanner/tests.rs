use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};

use super::*;

/// Long enough that it only passes when something never comes.
const NEVER: Duration = Duration::from_secs(60);

/// One call of `next_frame`.
enum Step {
    Frame(GreyFrame),
    Bad,
    Fail,
    Panic,
    /// Blocks until the sender is dropped, like a driver.
    Hang(Receiver<()>),
}

/// A source that follows a script and ends with it.
struct Script {
    steps: std::vec::IntoIter<Step>,
    keeps_every_frame: bool,
    asked: Arc<AtomicUsize>,
    panics_on_close: bool,
}

impl FrameSource for Script {
    fn next_frame(&mut self) -> Result<Option<GreyFrame>, CameraError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        match self.steps.next() {
            None => Ok(None),
            Some(Step::Frame(frame)) => Ok(Some(frame)),
            Some(Step::Bad) => Err(CameraError::BadFrame {
                what: "a frame".to_owned(),
                why: "torn".to_owned(),
            }),
            Some(Step::Fail) => Err(CameraError::Stream {
                why: "cable".to_owned(),
            }),
            Some(Step::Panic) => panic!("scripted panic"),
            Some(Step::Hang(until)) => {
                let _ = until.recv();
                Ok(Some(code("too late")))
            }
        }
    }

    fn keeps_every_frame(&self) -> bool {
        self.keeps_every_frame
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        if self.panics_on_close {
            panic!("scripted panic on closing");
        }
    }
}

fn script(steps: Vec<Step>) -> Script {
    Script {
        steps: steps.into_iter(),
        keeps_every_frame: true,
        asked: Arc::default(),
        panics_on_close: false,
    }
}

fn code(payload: &str) -> GreyFrame {
    let code = qrcode::QrCode::new(payload).unwrap();
    let side = (code.width() + 8) * 4;
    let mut pixels = vec![255; side * side];
    for (i, pixel) in pixels.iter_mut().enumerate() {
        let (x, y) = ((i % side / 4).wrapping_sub(4), (i / side / 4).wrapping_sub(4));
        if x < code.width() && y < code.width() && code[(x, y)] == qrcode::Color::Dark {
            *pixel = 0;
        }
    }
    GreyFrame::new(side as u32, side as u32, pixels).unwrap()
}

fn frame(payload: &str) -> Step {
    Step::Frame(code(payload))
}

/// An event as one word.
fn word(event: ScannerEvent) -> String {
    match event {
        ScannerEvent::Codes { payloads, .. } => {
            let texts: Vec<_> = payloads
                .into_iter()
                .map(|payload| String::from_utf8(payload).unwrap())
                .collect();
            texts.join("+")
        }
        ScannerEvent::Aim(hint) => format!("{hint:?}"),
        ScannerEvent::FrameLost { .. } => "frame lost".to_owned(),
        ScannerEvent::CameraLost { .. } => "LOST".to_owned(),
        ScannerEvent::CameraBack => "BACK".to_owned(),
        ScannerEvent::Ended => "END".to_owned(),
    }
}

/// Opens the scripts one after the other; a missing script is a camera that cannot be opened.
fn opener(
    scripts: Vec<Option<Script>>,
) -> impl FnMut() -> Result<Box<dyn FrameSource>, CameraError> + Send + 'static {
    let mut scripts = scripts.into_iter();
    move || match scripts.next().flatten() {
        Some(script) => Ok(Box::new(script)),
        None => Err(CameraError::Open {
            target: "script".to_owned(),
            why: "not there".to_owned(),
        }),
    }
}

fn sender() -> (impl FnMut(ScannerEvent) + Send + 'static, Receiver<String>) {
    let (said, words) = mpsc::channel();
    (move |event| said.send(word(event)).unwrap(), words)
}

fn words_until(last: &str, words: &Receiver<String>) -> Vec<String> {
    let mut all = Vec::new();
    while all.last().is_none_or(|word| word != last) {
        all.push(
            words
                .recv_timeout(NEVER)
                .unwrap_or_else(|_| panic!("{last} never came after {all:?}")),
        );
    }
    all
}

/// All words of the scripts until the end; time plays no part but between a failure and the next opening.
fn play(scripts: Vec<Option<Script>>) -> Vec<String> {
    let patience = Patience {
        // Longer than the test waits, so that no thread that died is replaced unnoticed.
        no_frame: 10 * NEVER,
        reopen: Duration::from_millis(5),
    };
    let (on, words) = sender();
    let _scanner = Scanner::start_with(patience, opener(scripts), on);
    words_until("END", &words)
}

#[test]
fn a_source_that_keeps_every_frame_loses_none() {
    let names: Vec<String> = (0..40).map(|i| format!("picture {i}")).collect();
    let mut expected = names.clone();
    expected.push("END".to_owned());
    let script = script(names.iter().map(|name| frame(name)).collect());
    assert_eq!(play(vec![Some(script)]), expected);
}

#[test]
fn of_a_camera_only_the_newest_frame_is_decoded() {
    let mut script = script(vec![
        frame("first"),
        frame("second"),
        frame("third"),
        frame("last"),
    ]);
    script.keeps_every_frame = false;
    let asked = Arc::clone(&script.asked);
    let (said, words) = mpsc::channel();
    let patience = Patience {
        no_frame: NEVER,
        reopen: NEVER,
    };
    // The first event is delivered until the source has given everything.
    let on = move |event| {
        while asked.load(Ordering::SeqCst) < 5 {
            thread::yield_now();
        }
        said.send(word(event)).unwrap();
    };
    let _scanner = Scanner::start_with(patience, opener(vec![Some(script)]), on);
    let words = words_until("END", &words);
    // While the first word waited, all other frames came; which frame was met first is the scheduler's choice.
    assert!(words.len() <= 3, "{words:?}");
    assert_eq!(words[words.len() - 2..], ["last", "END"]);
}

#[test]
fn a_camera_is_lost_once_and_comes_back() {
    let broken = || Some(script(vec![Step::Fail]));
    let words = play(vec![
        Some(script(vec![frame("a"), Step::Fail])),
        None,
        broken(),
        None,
        Some(script(vec![frame("b"), Step::Fail])),
        Some(script(vec![frame("c")])),
    ]);
    assert_eq!(words, ["a", "LOST", "BACK", "b", "LOST", "BACK", "c", "END"]);
}

#[test]
fn a_camera_that_is_not_there_at_start_is_said_to_be_lost() {
    assert_eq!(
        play(vec![None, None, Some(script(vec![frame("a")]))]),
        ["LOST", "BACK", "a", "END"]
    );
}

#[test]
fn a_panic_in_the_driver_is_a_lost_camera() {
    let mut closes_badly = script(vec![frame("b"), Step::Fail]);
    closes_badly.panics_on_close = true;
    let words = play(vec![
        Some(script(vec![frame("a"), Step::Panic])),
        Some(closes_badly),
        Some(script(vec![frame("c")])),
    ]);
    assert_eq!(words, ["a", "LOST", "BACK", "b", "LOST", "BACK", "c", "END"]);
}

#[test]
fn a_bad_frame_costs_one_frame() {
    let words = play(vec![Some(script(vec![frame("a"), Step::Bad, frame("b")]))]);
    assert_eq!(words, ["a", "frame lost", "b", "END"]);
}

#[test]
fn a_hung_driver_is_left_behind() {
    let (_hold, until) = mpsc::channel::<()>();
    let patience = Patience {
        no_frame: Duration::from_millis(300),
        reopen: Duration::from_millis(5),
    };
    let (on, words) = sender();
    let scripts = vec![
        Some(script(vec![frame("a"), Step::Hang(until)])),
        Some(script(vec![frame("b")])),
    ];
    let _scanner = Scanner::start_with(patience, opener(scripts), on);
    assert_eq!(words_until("END", &words), ["a", "LOST", "BACK", "b", "END"]);
}

#[test]
fn drivers_that_hang_again_and_again_are_left_behind_a_few_times_only() {
    let (mut holds, untils): (Vec<Sender<()>>, Vec<Receiver<()>>) = (0..20).map(|_| mpsc::channel()).unzip();
    let opened = Arc::new(AtomicUsize::new(0));
    let patience = Patience {
        no_frame: Duration::from_millis(5),
        reopen: Duration::from_millis(5),
    };
    let (on, words) = sender();
    let mut untils = untils.into_iter();
    let open = {
        let opened = Arc::clone(&opened);
        move || -> Result<Box<dyn FrameSource>, CameraError> {
            opened.fetch_add(1, Ordering::SeqCst);
            Ok(Box::new(script(
                untils.next().map(Step::Hang).into_iter().collect(),
            )))
        }
    };
    let _scanner = Scanner::start_with(patience, open, on);
    assert_eq!(words_until("LOST", &words), ["LOST"]);
    let wait_for = |count: usize| {
        while opened.load(Ordering::SeqCst) < count {
            thread::yield_now();
        }
    };
    wait_for(5);
    thread::sleep(Duration::from_millis(100));
    assert_eq!(
        opened.load(Ordering::SeqCst),
        5,
        "four left behind and one that may not be"
    );
    // The first comes back to find that it no longer counts; the one that hangs now may be left behind in its place.
    drop(holds.remove(0));
    wait_for(6);
    assert!(
        words.try_recv().is_err(),
        "a thread that was left behind still spoke"
    );
}

#[test]
fn stopping_does_not_wait_for_a_hung_driver() {
    let (hold, until) = mpsc::channel::<()>();
    let patience = Patience {
        no_frame: NEVER,
        reopen: NEVER,
    };
    let (on, words) = sender();
    let scripts = vec![Some(script(vec![frame("a"), Step::Hang(until)]))];
    let scanner = Scanner::start_with(patience, opener(scripts), on);
    assert_eq!(words_until("a", &words), ["a"]);
    let (done, is_done) = mpsc::channel();
    thread::spawn(move || {
        scanner.stop();
        done.send(()).unwrap();
    });
    is_done.recv_timeout(NEVER).expect("stop never returned");
    // `on` is gone with the decoding thread.
    assert!(matches!(
        words.recv_timeout(NEVER),
        Err(mpsc::RecvTimeoutError::Disconnected)
    ));
    drop(hold);
}

#[test]
fn the_preview_shows_the_newest_frame_and_nothing_of_a_lost_camera() {
    let (hold, until) = mpsc::channel::<()>();
    let patience = Patience {
        no_frame: NEVER,
        reopen: NEVER,
    };
    let (on, words) = sender();
    let scripts = vec![Some(script(vec![
        frame("a"),
        frame("b"),
        Step::Hang(until),
        Step::Fail,
    ]))];
    let scanner = Scanner::start_with(patience, opener(scripts), on);
    words_until("b", &words);
    let shown = scanner.newest_picture().unwrap();
    assert_eq!(shown.frame, code("b"));
    let place = shown.place.unwrap();
    assert!(place.is_read);
    let (left, top) = place.corners[0];
    assert!(left.abs_diff(16) <= 2 && top.abs_diff(16) <= 2, "{place:?}");
    drop(hold);
    assert_eq!(words_until("LOST", &words), ["too late", "LOST"]);
    assert_eq!(scanner.newest_picture(), None);
}

#[test]
fn frames_are_dated_from_the_start() {
    let (said, events) = mpsc::channel();
    let scripts = vec![Some(script(vec![frame("a"), frame("b")]))];
    let _scanner = Scanner::start(opener(scripts), move |event| said.send(event).unwrap());
    let mut dates = Vec::new();
    loop {
        match events.recv_timeout(NEVER).expect("the end never came") {
            ScannerEvent::Codes { at, .. } => dates.push(at),
            ScannerEvent::Ended => break,
            ScannerEvent::Aim(_)
            | ScannerEvent::FrameLost { .. }
            | ScannerEvent::CameraLost { .. }
            | ScannerEvent::CameraBack => {}
        }
    }
    assert_eq!(dates.len(), 2);
    assert!(dates.is_sorted());
}

/// The upper part of a code that does not fit into the picture.
fn too_near() -> GreyFrame {
    const MODULE_PX: usize = 24;
    let code = qrcode::QrCode::new("EINLASS/0123456789").unwrap();
    let (width, height) = (640, 480);
    let left = (width - code.width() * MODULE_PX) / 2;
    let mut pixels = vec![255; width * height];
    for (i, pixel) in pixels.iter_mut().enumerate() {
        let (x, y) = (
            (i % width).wrapping_sub(left) / MODULE_PX,
            (i / width).wrapping_sub(60) / MODULE_PX,
        );
        if x < code.width() && y < code.width() && code[(x, y)] == qrcode::Color::Dark {
            *pixel = 0;
        }
    }
    GreyFrame::new(width as u32, height as u32, pixels).unwrap()
}

/// A code is held too near until that has been said, then the script follows.
struct HeldTooNear {
    is_said: Arc<AtomicUsize>,
    then: Script,
}

impl FrameSource for HeldTooNear {
    fn next_frame(&mut self) -> Result<Option<GreyFrame>, CameraError> {
        if self.is_said.load(Ordering::SeqCst) == 0 {
            thread::sleep(Duration::from_millis(10));
            return Ok(Some(too_near()));
        }
        self.then.next_frame()
    }

    fn keeps_every_frame(&self) -> bool {
        true
    }
}

/// All that is said of a code that is held too near until that is said, and of what follows.
fn said_of_too_near(then: Vec<Step>) -> (Scanner, Receiver<String>) {
    let (said, words) = mpsc::channel();
    let is_said = Arc::new(AtomicUsize::new(0));
    let source = HeldTooNear {
        is_said: Arc::clone(&is_said),
        then: script(then),
    };
    let mut source = Some(source);
    let open = move || -> Result<Box<dyn FrameSource>, CameraError> {
        Ok(Box::new(source.take().expect("it is opened once")))
    };
    let patience = Patience {
        no_frame: NEVER,
        reopen: NEVER,
    };
    let on = move |event| {
        is_said.store(1, Ordering::SeqCst);
        said.send(word(event)).unwrap();
    };
    (Scanner::start_with(patience, open, on), words)
}

#[test]
fn a_hint_is_said_once_and_withdrawn_before_the_code() {
    let (_scanner, words) = said_of_too_near(vec![frame("a")]);
    assert_eq!(words_until("END", &words), ["Some(Further)", "None", "a", "END"]);
}

#[test]
fn a_lost_camera_gives_no_hints() {
    let (_scanner, words) = said_of_too_near(vec![Step::Fail]);
    assert_eq!(words_until("LOST", &words), ["Some(Further)", "None", "LOST"]);
}

/// A code held too near that burns out, until the source is told to expose otherwise.
struct BurntOut(Sender<i8>);

impl FrameSource for BurntOut {
    fn next_frame(&mut self) -> Result<Option<GreyFrame>, CameraError> {
        thread::sleep(Duration::from_millis(10));
        Ok(Some(too_near()))
    }

    fn expose(&mut self, stops: i8) {
        let _ = self.0.send(stops);
    }

    fn keeps_every_frame(&self) -> bool {
        true
    }
}

#[test]
fn a_source_is_told_to_expose_a_burnt_out_code_otherwise_step_by_step() {
    let (told, stops) = mpsc::channel();
    let open = move || -> Result<Box<dyn FrameSource>, CameraError> { Ok(Box::new(BurntOut(told.clone()))) };
    let _scanner = Scanner::start(open, |_| {});
    let next = || stops.recv_timeout(NEVER).expect("it is never told");
    assert_eq!([next(), next()], [-1, -2]);
}

#[test]
fn the_preview_shows_what_is_almost_read_and_only_where_it_is_now() {
    let place = CodePlace {
        corners: [(1, 2); 4],
        is_read: false,
    };
    let desk = Desk::new(Patience {
        no_frame: NEVER,
        reopen: NEVER,
    });
    let shown = || desk.newest_picture().unwrap().place;
    desk.place(Some(place), Duration::ZERO);
    thread::sleep(Duration::from_millis(210));
    assert!(desk.deliver(0, code("a"), false));
    assert_eq!(shown(), None, "it was there 210 ms ago");
    desk.place(Some(place), Duration::from_millis(100));
    assert_eq!(shown(), Some(place));
    desk.place(None, Duration::from_millis(200));
    assert_eq!(shown(), None);
}
