use std::{
    fs,
    io::{BufRead, BufReader, Write},
    os::unix::{fs::PermissionsExt, net::UnixListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, channel},
    },
    thread,
    time::{Duration, Instant},
};

use einlass_domain::{
    speech::{Audience, Urgency, Utterance, Voice},
    words::{Language, ScreenText, ScreenWords},
};
use tempfile::TempDir;

use super::{
    Engine, HeadsetTarget, SpeechDesk, SpeechError, SpeechEvent, SpeechTarget, espeak::Espeak,
    headset::Headset, ssip::Dispatcher, voice_of,
};

const LONG: &str =
    "This sentence is so long that nobody who is broken off in it can have heard its end, however fast.";

fn say(text: &str, audience: Audience, urgency: Urgency) -> Utterance {
    Utterance {
        language: Language::En,
        text: text.to_owned(),
        audience,
        urgency,
    }
}

fn public(text: &str) -> Utterance {
    say(text, Audience::Everybody, Urgency::Interrupts)
}

fn private(text: &str) -> Utterance {
    say(text, Audience::Headset, Urgency::Interrupts)
}

fn headphones() -> String {
    ScreenWords::of(Language::En)
        .text(ScreenText::SpeechHeadphones)
        .to_owned()
}

fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let until = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < until, "waited for {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// What a voice that can be looked into does, and is told to do.
#[derive(Clone, Default)]
struct Inside(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    started: Vec<(Audience, String)>,
    stopped: usize,
    speaking: bool,
    plugged: Option<bool>,
    opened: usize,
    fails: bool,
    stalls: Duration,
}

impl Inside {
    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.0.lock().unwrap())
    }

    fn started(&self) -> Vec<String> {
        self.with(|state| state.started.iter().map(|(_, text)| text.clone()).collect())
    }

    fn wait_for_start(&self, count: usize) {
        wait_for(&format!("{count} utterances"), || self.started().len() == count);
    }

    fn desk(&self) -> (SpeechDesk, Receiver<SpeechEvent>) {
        let inside = self.clone();
        let open = move || {
            inside.with(|state| state.opened += 1);
            Ok(Box::new(inside.clone()) as Box<dyn Engine>)
        };
        let (tell, told) = channel();
        let desk = SpeechDesk::start(Box::new(open), Box::new(self.clone()), move |event| {
            let _ = tell.send(event);
        });
        (desk, told)
    }
}

impl Engine for Inside {
    fn start(&mut self, utterance: &Utterance) -> Result<(), SpeechError> {
        thread::sleep(self.with(|state| state.stalls));
        self.with(|state| {
            if state.fails {
                return Err(SpeechError::Refused("300 ERR".to_owned()));
            }
            assert!(!state.speaking, "two at once");
            state.started.push((utterance.audience, utterance.text.clone()));
            state.speaking = true;
            Ok(())
        })
    }

    fn is_speaking(&mut self) -> Result<bool, SpeechError> {
        Ok(self.with(|state| state.speaking))
    }

    fn stop(&mut self) -> Result<(), SpeechError> {
        self.with(|state| {
            state.speaking = false;
            state.stopped += 1;
        });
        Ok(())
    }
}

impl Headset for Inside {
    fn is_plugged(&mut self) -> Option<bool> {
        self.with(|state| state.plugged)
    }
}

#[test]
fn a_new_utterance_breaks_the_old_one_off_and_what_waited_with_it() {
    let inside = Inside::default();
    let (mut desk, _told) = inside.desk();
    desk.say(public("one"));
    desk.say(say("waits", Audience::Everybody, Urgency::Waits));
    inside.wait_for_start(1);
    desk.say(public("two"));
    desk.say(say("three", Audience::Everybody, Urgency::Waits));
    inside.wait_for_start(2);
    inside.with(|state| state.speaking = false);
    inside.wait_for_start(3);
    assert_eq!(inside.started(), ["one", "two", "three"]);
    assert_eq!(
        inside.with(|state| state.stopped),
        1,
        "three came after the end of two"
    );
    desk.hush();
    wait_for("silence", || inside.with(|state| !state.speaking));
}

#[test]
fn what_is_private_is_never_said_without_a_headset() {
    for unplugged in [Some(false), None] {
        let inside = Inside::default();
        inside.with(|state| state.plugged = unplugged);
        let (mut desk, _told) = inside.desk();
        desk.say(private("1234"));
        inside.wait_for_start(1);
        desk.say(private("5678"));
        desk.say(public("end"));
        inside.wait_for_start(2);
        let heard = inside.with(|state| state.started.clone());
        let expected = [headphones(), "end".to_owned()].map(|text| (Audience::Everybody, text));
        assert_eq!(heard, expected, "asked for headphones once");
    }
}

#[test]
fn whoever_pulls_the_headset_out_silences_what_is_private() {
    let inside = Inside::default();
    inside.with(|state| state.plugged = Some(true));
    let (mut desk, told) = inside.desk();
    desk.say(private("1234"));
    inside.wait_for_start(1);
    assert_eq!(
        inside.with(|state| state.started[0].clone()),
        (Audience::Headset, "1234".to_owned())
    );
    inside.with(|state| state.plugged = Some(false));
    let event = told.recv_timeout(Duration::from_secs(5)).unwrap();
    assert!(matches!(event, SpeechEvent::Headset(false)), "{event:?}");
    wait_for("silence", || inside.with(|state| !state.speaking));
    inside.with(|state| state.plugged = Some(true));
    let event = told.recv_timeout(Duration::from_secs(5)).unwrap();
    assert!(matches!(event, SpeechEvent::Headset(true)), "{event:?}");
}

#[test]
fn a_voice_that_stalls_holds_nobody_up() {
    let inside = Inside::default();
    inside.with(|state| state.stalls = Duration::from_millis(500));
    let (mut desk, _told) = inside.desk();
    let started = Instant::now();
    for number in 0..1_000 {
        desk.say(public(&number.to_string()));
    }
    assert!(
        started.elapsed() < Duration::from_millis(400),
        "{:?}",
        started.elapsed()
    );
    inside.wait_for_start(1);
}

#[test]
fn a_voice_that_fails_rests_and_is_opened_anew() {
    let inside = Inside::default();
    inside.with(|state| state.fails = true);
    let (mut desk, told) = inside.desk();
    desk.say(public("lost"));
    let event = told.recv_timeout(Duration::from_secs(5)).unwrap();
    assert!(
        matches!(event, SpeechEvent::Failed(SpeechError::Refused(_))),
        "{event:?}"
    );
    inside.with(|state| state.fails = false);
    desk.say(public("too early"));
    thread::sleep(Duration::from_millis(5_100));
    desk.say(public("heard"));
    inside.wait_for_start(1);
    assert_eq!(inside.started(), ["heard"]);
    assert_eq!(inside.with(|state| state.opened), 2);
    assert!(told.try_recv().is_err(), "one failure is told once");
}

// - eSpeak NG

/// Seconds of sound in a recording, from its header, which must fit the file.
fn seconds(wav: &Path) -> f64 {
    let bytes = fs::read(wav).unwrap();
    let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    assert_eq!((&bytes[..4], &bytes[36..40]), (&b"RIFF"[..], &b"data"[..]));
    assert_eq!(number(4) as usize + 8, bytes.len());
    assert_eq!(number(40) as usize + 44, bytes.len());
    f64::from(number(40)) / f64::from(number(28))
}

fn recordings(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "wav"));
    files.sort();
    files
}

#[test]
fn every_language_is_spoken() {
    let folder = TempDir::new().unwrap();
    let mut espeak = Espeak::into_folder(folder.path().join("said"));
    for (number, language) in Language::ALL.into_iter().enumerate() {
        let mut utterance = public(ScreenWords::of(language).text(ScreenText::SpeechTouch));
        utterance.language = language;
        espeak.start(&utterance).unwrap();
        while espeak.is_speaking().unwrap() {
            thread::sleep(Duration::from_millis(5));
        }
        let said = recordings(&folder.path().join("said"));
        assert_eq!(said.len(), number + 1, "{language}");
        let last = seconds(&said[number]);
        assert!(last > 2.0, "{language}: {last} s of two sentences");
        assert_eq!(
            fs::metadata(&said[number]).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}

#[test]
fn espeak_has_a_voice_for_each_language_of_the_plan() {
    for code in ["de", "de-simple", "en", "fr", "pl", "tr", "uk", "ar"] {
        let asked = Command::new("espeak-ng")
            .args(["-q", "-v", voice_of(code), "1"])
            .status();
        assert!(asked.unwrap().success(), "{code}");
    }
}

#[test]
fn a_recording_that_is_broken_off_is_shorter_and_private_ones_say_so() {
    let folder = TempDir::new().unwrap();
    let target = SpeechTarget::Wav {
        folder: folder.path().to_owned(),
    };
    let (tell, told) = channel();
    let mut desk = target
        .start(&HeadsetTarget::Always, move |event| tell.send(event).unwrap())
        .unwrap();
    desk.say(private("4 9 3 8"));
    wait_for("a recording", || recordings(folder.path()).len() == 1);
    desk.say(public(&LONG.repeat(300)));
    let unfinished = folder.path().join(".say-0002-everybody.wav.unfinished");
    wait_for("some sound", || {
        fs::metadata(&unfinished).is_ok_and(|file| file.len() > 10_000)
    });
    desk.say(public("short"));
    let said = || recordings(folder.path());
    wait_for("the last recording", || {
        said()
            .last()
            .is_some_and(|last| last.ends_with("say-0003-everybody.wav"))
    });
    let said = said();
    assert!(said[0].ends_with("say-0001-headset.wav"), "{said:?}");
    assert!(seconds(said.last().unwrap()) < 2.0);
    let whole = 300.0 * 4.0;
    assert!(said.iter().all(|file| seconds(file) < whole), "{said:?}");
    assert!(told.try_recv().is_err());
}

#[test]
fn the_text_is_in_no_argument_and_a_dead_child_is_told() {
    let folder = TempDir::new().unwrap();
    let (program, noted) = (folder.path().join("stand-in"), folder.path().join("noted"));
    let script = format!(
        "#!/bin/sh\necho \"$*\" > {0}\ncat >> {0}\nexit 3\n",
        noted.display()
    );
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
    let mut espeak = Espeak::aloud();
    espeak.program = program;
    espeak.start(&private("4938 [[hello]]\nmore")).unwrap();
    let error = loop {
        match espeak.is_speaking() {
            Ok(true) => thread::sleep(Duration::from_millis(5)),
            Ok(false) => panic!("a child that fails has not spoken"),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, SpeechError::Ended(_)), "{error}");
    let read = || fs::read_to_string(&noted).unwrap();
    assert_eq!(read(), "-v en-gb -b 1 --stdin\n4938 [ [hello]] more\n");
    espeak.start(&private(".")).unwrap();
    wait_for("the child", || espeak.is_speaking().is_err());
    assert_eq!(
        read(),
        "-v en-gb -b 1 --stdin --punct\n.\n",
        "a full stop has a name"
    );
    assert!(!espeak.is_speaking().unwrap());
    espeak.program = folder.path().join("gone");
    let error = espeak.start(&public("x")).unwrap_err();
    assert!(matches!(error, SpeechError::Start { .. }), "{error}");
}

// - speech-dispatcher

/// Answers each line of a client as told, and keeps the lines.
fn scripted(folder: &Path, answer: fn(&str) -> &str) -> (PathBuf, Arc<Mutex<Vec<String>>>) {
    let path = folder.join("speechd.sock");
    let listener = UnixListener::bind(&path).unwrap();
    let lines = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&lines);
    thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        for line in BufReader::new(socket.try_clone().unwrap()).lines() {
            let Ok(line) = line else { return };
            let said = answer(line.trim_end());
            kept.lock().unwrap().push(line.trim_end().to_owned());
            if socket.write_all(said.as_bytes()).is_err() {
                return;
            }
        }
    });
    (path, lines)
}

#[test]
fn an_utterance_goes_out_in_one_line_and_its_end_is_noticed() {
    let folder = TempDir::new().unwrap();
    let (path, lines) = scripted(folder.path(), |line| match line {
        // An end of an older message comes in between, and late.
        "SPEAK" => "702-5\r\n702-1\r\n702 END\r\n230 OK RECEIVING DATA\r\n",
        "." => "225-7\r\n225 OK MESSAGE QUEUED\r\n702-6\r\n702-1\r\n702 END\r\n",
        "SET self LANGUAGE de" => "201 OK LANGUAGE SET\r\n702-7\r\n702-1\r\n702 END\r\n",
        line if line.starts_with("SET") => "200 OK\r\n",
        "CHAR ." => "225-8\r\n225 OK MESSAGE QUEUED\r\n",
        "CANCEL self" => "213 OK CANCELED\r\n",
        _ => "",
    });
    let mut dispatcher = Dispatcher::open(&path).unwrap();
    dispatcher.start(&private("...\n.\r\n4938")).unwrap();
    assert!(dispatcher.is_speaking().unwrap());
    dispatcher.stop().unwrap();
    assert!(!dispatcher.is_speaking().unwrap());
    dispatcher.start(&public("again")).unwrap();
    // The end of message 7 comes with the answer to the next language.
    assert!(dispatcher.is_speaking().unwrap());
    let mut german = public("noch einmal");
    german.language = Language::De;
    dispatcher.start(&german).unwrap();
    dispatcher.start(&public(".")).unwrap();
    drop(dispatcher);
    wait_for("the last line", || {
        lines
            .lock()
            .unwrap()
            .last()
            .is_some_and(|line| line == "CANCEL self")
    });
    let lines = lines.lock().unwrap();
    let spoken: Vec<&str> = lines.iter().map(String::as_str).skip(4).collect();
    assert_eq!(
        spoken,
        [
            "SET self LANGUAGE en-gb",
            "SPEAK",
            ".... .  4938",
            ".",
            "CANCEL self",
            "SET self LANGUAGE en-gb",
            "SPEAK",
            "again",
            ".",
            "SET self LANGUAGE de",
            "SPEAK",
            "noch einmal",
            ".",
            "SET self LANGUAGE en-gb",
            "CHAR .",
            "CANCEL self",
        ]
    );
}

#[test]
fn a_dispatcher_that_refuses_or_is_gone_is_told_in_time() {
    let folder = TempDir::new().unwrap();
    let (path, _) = scripted(folder.path(), |line| match line {
        line if line.starts_with("SET") => "200 OK\r\n",
        _ => "300 ERR INTERNAL\r\n",
    });
    let mut dispatcher = Dispatcher::open(&path).unwrap();
    let error = dispatcher.start(&public("x")).unwrap_err();
    assert!(
        matches!(&error, SpeechError::Refused(line) if line == "300 ERR INTERNAL"),
        "{error}"
    );

    let silent = TempDir::new().unwrap();
    let (path, _) = scripted(silent.path(), |_| "");
    let started = Instant::now();
    let error = Dispatcher::open(&path).err().unwrap();
    assert!(matches!(error, SpeechError::Silent(_)), "{error}");
    assert!(started.elapsed() < Duration::from_secs(4));

    let error = Dispatcher::open(Path::new("/nonexistent/speechd.sock"))
        .err()
        .unwrap();
    assert!(matches!(error, SpeechError::Unreachable { .. }), "{error}");
}

/// speech-dispatcher itself with its dummy voice, whose sound goes nowhere.
struct RealDispatcher {
    child: Child,
    socket: PathBuf,
    _folder: TempDir,
}

impl RealDispatcher {
    fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path();
        let socket = path.join("speechd.sock");
        let config =
            "AudioOutputMethod \"alsa\"\nAddModule \"dummy\" \"sd_dummy\" \"\"\nDefaultModule dummy\n";
        fs::write(path.join("speechd.conf"), config).unwrap();
        fs::write(path.join(".asoundrc"), "pcm.!default { type null }\n").unwrap();
        let child = Command::new("speech-dispatcher")
            .args(["-s", "-t", "0", "-C"])
            .arg(path)
            .arg("-L")
            .arg(path)
            .arg("-P")
            .arg(path.join("pid"))
            .arg("-S")
            .arg(&socket)
            .env("HOME", path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("speech-dispatcher is installed (./dev test does)");
        wait_for("the socket", || socket.exists());
        Self {
            child,
            socket,
            _folder: folder,
        }
    }
}

impl Drop for RealDispatcher {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_real_speech_dispatcher_speaks_and_says_when_it_has_ended() {
    let real = RealDispatcher::start();
    let mut dispatcher = Dispatcher::open(&real.socket).unwrap();
    for language in Language::ALL {
        let mut utterance = public(".hidden\nSPEAK");
        utterance.language = language;
        dispatcher.start(&utterance).unwrap();
        // Its dummy voice may have ended already.
        assert!(dispatcher.speaking.is_some(), "{language} got no number");
        let until = Instant::now() + Duration::from_secs(20);
        while dispatcher.is_speaking().unwrap() {
            assert!(Instant::now() < until, "{language} never ends");
            thread::sleep(Duration::from_millis(10));
        }
    }
    dispatcher.start(&public(LONG)).unwrap();
    dispatcher.stop().unwrap();
    assert!(!dispatcher.is_speaking().unwrap());
    drop(real);
    let error = dispatcher.start(&public("x")).unwrap_err();
    assert!(matches!(error, SpeechError::Silent(_)), "{error}");
}
