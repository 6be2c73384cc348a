//! The kiosk: one loop over everything that comes in from camera, fingers, printer and clock.

use std::{collections::BTreeSet, time::Duration};

use einlass_devices::{
    scanner::ScannerEvent,
    speech::{SpeechError, SpeechEvent},
};
use einlass_domain::{
    contact::{ContactDraft, Field},
    event::{PrintOutcome, Way},
    id::PassTag,
    speech::Voice,
    time::{Clock, Timestamp},
    words::Language,
};
use einlass_ledger::LedgerError;
use einlass_receipt::{PrinterError, PrinterProfile};
use einlass_scan::RepeatFilter;
use rand_core::CryptoRngCore;
use tokio::{
    sync::{mpsc, watch},
    time::{Instant, sleep_until},
};

use crate::{
    entrance::{Entrance, NumberVerdict, RegisterError, Verdict},
    paper::pass_paper_job,
    print_desk::PrintDesk,
    screen::{Answer, FaultCode, FormStep, KeypadOutcome, Notice, Screen, Snapshot},
    speech::Speaker,
};

/// The same pass seen again within this time is still the same scan.
const REPEAT_GAP: Duration = Duration::from_secs(10);
/// How often the kiosk keeps house: clock, overdue visits, destruction.
const HOUSE_EVERY: Duration = Duration::from_secs(30);
/// After so much quiet the write-ahead log is cut, so that the live wraps of ended visits are gone from the disk.
const TIDY_AFTER: Duration = Duration::from_secs(2);
/// After so much quiet the kiosk speaks its own language again.
const LANGUAGE_RESET: Duration = Duration::from_secs(45);

/// Whatever comes in. Not to be printed: it carries what people type and show.
pub enum Input {
    /// From the camera.
    Scanner(ScannerEvent),
    /// From the screen.
    Touch(Touch),
    /// From the printer.
    Printed(PassTag, Result<(), PrinterError>),
    /// From the voice.
    Speech(SpeechEvent),
    /// The program ends.
    Quit,
}

/// What a finger can do. Not to be printed: it carries what people type.
#[derive(Clone, PartialEq, Eq)]
pub enum Touch {
    /// Speak this language.
    ChooseLanguage(Language),
    /// No code at hand.
    OpenKeypad,
    /// No pass yet.
    OpenForm,
    /// Back to the start.
    Back,
    /// Still there.
    Touched,
    /// Leaves.
    Go,
    /// Stays longer.
    Stay,
    /// Needs help.
    Help,
    /// Types a digit, 0 to 9.
    Digit(u8),
    /// Takes the last digit back.
    EraseDigit,
    /// Next step of the form, with what stands in the fields.
    FormNext(Vec<(Field, String)>),
    /// Step back in the form, likewise.
    FormBack(Vec<(Field, String)>),
    /// Has read the notice and agrees.
    Consent,
    /// Wants no PIN.
    SkipPin,
    /// Wants to see the own visits.
    OpenDiary,
    /// Wants to delete the visit in this row of the diary, from 0.
    DeleteVisit(usize),
    /// Wants to delete all visits of the diary.
    DeleteDiary,
    /// Yes, delete.
    ConfirmDeletion,
    /// No, keep.
    KeepDiary,
    /// Wants to see how the machine is.
    OpenStatus,
    /// Wants the screen read aloud, or no longer.
    ReadAloud(bool),
    /// Has found this on the screen and wants to hear it.
    Say(String, Language),
}

/// What the kiosk reports to whoever runs it.
#[derive(Debug)]
pub enum Report {
    /// Somebody was answered. It is on the disk.
    Verdict {
        /// What.
        verdict: Verdict,
        /// When.
        at: Timestamp,
    },
    /// Something could not be recorded; nobody was told otherwise.
    Fault(LedgerError),
    /// Something that the kiosk does by itself did not work; it is tried again.
    House(LedgerError),
    /// A pass could not be made.
    NoPass(RegisterError),
    /// The printer failed.
    Printer(PrinterError),
    /// The camera failed, or one picture of it.
    Camera(String),
    /// Something could not be said.
    Speech(SpeechError),
}

/// The kiosk.
pub struct Kiosk<C, R> {
    pub(crate) entrance: Entrance<C, R>,
    desk: Option<PrintDesk>,
    profile: PrinterProfile,
    clock: C,
    repeats: RepeatFilter,
    pub(crate) screen: Screen,
    screen_until: Option<Instant>,
    pub(crate) answered: u64,
    home_language: Language,
    language: Language,
    language_until: Option<Instant>,
    notices: BTreeSet<Notice>,
    demo: bool,
    speaker: Speaker,
    house_at: Instant,
    tidy_at: Option<Instant>,
    ends_with_camera: bool,
    camera_ended: bool,
    snapshots: watch::Sender<Snapshot>,
    report: Box<dyn FnMut(Report) + Send>,
}

/// What a kiosk is made with besides its door.
pub(crate) struct Surroundings {
    pub(crate) desk: Option<PrintDesk>,
    pub(crate) profile: PrinterProfile,
    pub(crate) language: Language,
    pub(crate) demo: bool,
    pub(crate) voice: Option<Box<dyn Voice>>,
    pub(crate) ends_with_camera: bool,
    pub(crate) report: Box<dyn FnMut(Report) + Send>,
}

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    pub(crate) fn new(
        entrance: Entrance<C, R>,
        clock: C,
        around: Surroundings,
    ) -> (Self, watch::Receiver<Snapshot>) {
        let notices = if around.desk.is_none() {
            [Notice::PrinterUnavailable].into()
        } else {
            BTreeSet::new()
        };
        let speaker = Speaker::new(around.voice);
        let first = Snapshot {
            revision: 0,
            venue: entrance.ledger().venue().name.clone(),
            language: around.language,
            demo: around.demo,
            screen: Screen::Attract,
            answered: 0,
            speech: speaker.state(),
            notices: notices.clone(),
        };
        let (snapshots, receiver) = watch::channel(first);
        let kiosk = Self {
            entrance,
            desk: around.desk,
            profile: around.profile,
            clock,
            repeats: RepeatFilter::new(REPEAT_GAP),
            screen: Screen::Attract,
            screen_until: None,
            answered: 0,
            home_language: around.language,
            language: around.language,
            language_until: None,
            notices,
            demo: around.demo,
            speaker,
            house_at: Instant::now(),
            tidy_at: None,
            ends_with_camera: around.ends_with_camera,
            camera_ended: false,
            snapshots,
            report: around.report,
        };
        (kiosk, receiver)
    }

    /// Runs until told to quit, until nobody can tell it anything any more, or, where so set, until the camera has ended.
    /// Closes the ledger.
    ///
    /// # Errors
    /// When the ledger does not close cleanly. Everything that was answered is on the disk all the same.
    pub async fn run(mut self, mut inputs: mpsc::Receiver<Input>) -> Result<(), LedgerError> {
        loop {
            let wake_at = self.wake_at();
            tokio::select! {
                input = inputs.recv() => match input {
                    None | Some(Input::Quit) => break,
                    Some(input) => self.take(input),
                },
                () = sleep_until(wake_at) => self.wake(),
            }
            self.publish();
            self.entrance.prepare();
            if self.ends_with_camera && self.camera_ended && !matches!(self.screen, Screen::Printing { .. }) {
                break;
            }
        }
        self.entrance.into_ledger().close()
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::Scanner(event) => self.scanned(event),
            Input::Touch(touch) => self.touched(touch),
            Input::Printed(pass, outcome) => self.printed(pass, outcome),
            Input::Speech(SpeechEvent::Headset(is_plugged)) => {
                self.speaker.headset(is_plugged);
                self.linger();
            }
            Input::Speech(SpeechEvent::Failed(error)) => (self.report)(Report::Speech(error)),
            Input::Quit => {}
        }
    }

    fn wake_at(&self) -> Instant {
        let is_locked = matches!(
            &self.screen,
            Screen::Keypad {
                outcome: Some(KeypadOutcome::Locked { .. }),
                ..
            }
        );
        let countdown = is_locked.then(|| Instant::now() + Duration::from_secs(1));
        let others = [self.screen_until, self.language_until, self.tidy_at, countdown];
        others.into_iter().flatten().fold(self.house_at, Instant::min)
    }

    fn wake(&mut self) {
        let now = Instant::now();
        if self.screen_until.is_some_and(|until| until <= now) {
            self.timed_out();
        }
        if self.language_until.is_some_and(|until| until <= now) {
            let is_idle = self.screen == Screen::Attract;
            self.language_until = (!is_idle).then_some(now + LANGUAGE_RESET);
            if is_idle {
                self.language = self.home_language;
                self.speaker.turn(false);
            }
        }
        if self.house_at <= now {
            self.house_at = now + HOUSE_EVERY;
            let errors = self.entrance.keep_house();
            errors
                .into_iter()
                .for_each(|error| (self.report)(Report::House(error)));
            self.take_notices();
            self.tidy_at = Some(now + TIDY_AFTER);
        }
        if self.tidy_at.is_some_and(|at| at <= now) {
            self.tidy_at = None;
            match self.entrance.tidy() {
                Ok(()) => {}
                // Somebody reads at this moment, a backup perhaps.
                Err(LedgerError::NotCut) => self.tidy_at = Some(now + TIDY_AFTER),
                Err(error) => (self.report)(Report::House(error)),
            }
        }
        self.count_down();
    }

    fn timed_out(&mut self) {
        if let Screen::Printing { pin_id, .. } = &self.screen {
            let pin_id = pin_id.clone();
            self.notices.insert(Notice::PrinterUnavailable);
            self.show(Screen::PassReady {
                pin_id,
                printed: false,
            });
        } else {
            self.show(Screen::Attract);
        }
    }

    /// Notices of camera and printer come and go with them; those of the house are made anew.
    fn take_notices(&mut self) {
        let of_devices = [Notice::CameraLost, Notice::PrinterUnavailable];
        self.notices.retain(|notice| of_devices.contains(notice));
        self.notices.extend(self.entrance.house_notices());
    }

    fn count_down(&mut self) {
        let wait_ms = self.entrance.keypad_wait_ms();
        if let Screen::Keypad {
            outcome: outcome @ Some(KeypadOutcome::Locked { .. }),
            ..
        } = &mut self.screen
        {
            *outcome = locked(wait_ms);
        }
    }

    fn scanned(&mut self, event: ScannerEvent) {
        match event {
            ScannerEvent::Codes { payloads, at } => {
                if let Some(nearest) = payloads.first() {
                    self.code_seen(nearest, at);
                }
            }
            ScannerEvent::FrameLost { why } => (self.report)(Report::Camera(why)),
            ScannerEvent::CameraLost { why } => {
                self.notices.insert(Notice::CameraLost);
                (self.report)(Report::Camera(why));
            }
            ScannerEvent::CameraBack => {
                self.notices.remove(&Notice::CameraLost);
            }
            ScannerEvent::Ended => self.camera_ended = true,
        }
    }

    fn code_seen(&mut self, code: &[u8], at: Duration) {
        // Counted on the diary's screens too: a pass that is still in view when somebody leaves it is the same scan.
        let is_new = (self.screen.takes_codes() || self.screen.is_diary()) && self.repeats.admit(code, at);
        if self.screen == Screen::DiaryPass {
            // Nothing follows from it but a question, so whoever was just let in with it may show it again at once.
            self.pass_for_diary(code);
        } else if is_new && self.screen.takes_codes() {
            let verdict = self.entrance.show_code(code);
            self.answer(verdict, Way::Scanned);
        }
    }

    /// Tells the person and the report, in this order of importance: the verdict is on the disk already.
    pub(crate) fn answer(&mut self, verdict: Result<Verdict, LedgerError>, way: Way) {
        let verdict = match verdict {
            Ok(verdict) => verdict,
            Err(error) => return self.fault(error),
        };
        (self.report)(Report::Verdict {
            verdict,
            at: self.clock.now(),
        });
        let clock_text = |at| self.entrance.ledger().zone().clock_text(at);
        let screen = match verdict {
            Verdict::Welcome { until, .. } => Screen::Answer(Answer::Welcome {
                until: clock_text(until),
            }),
            Verdict::Stay { until, .. } => Screen::Answer(Answer::Stay {
                until: clock_text(until),
            }),
            Verdict::Ask { visit, until } => Screen::GoOrStay {
                visit,
                way,
                until: clock_text(until),
            },
            Verdict::Goodbye { .. } => {
                self.tidy_at = Some(Instant::now() + TIDY_AFTER);
                Screen::Answer(Answer::Goodbye)
            }
            Verdict::Refused => Screen::Answer(Answer::Refused),
        };
        self.answered += 1;
        self.show(screen);
    }

    pub(crate) fn fault(&mut self, error: LedgerError) {
        let code = FaultCode::from(&error);
        (self.report)(Report::Fault(error));
        // Whoever was not answered may try the same code again at once.
        self.repeats = RepeatFilter::new(REPEAT_GAP);
        self.show(Screen::OutOfService(code));
    }

    fn touched(&mut self, touch: Touch) {
        self.linger();
        match (touch, std::mem::take(&mut self.screen)) {
            (Touch::ChooseLanguage(language), screen) => {
                self.language = language;
                self.language_until = Some(Instant::now() + self.speaker.stretch(LANGUAGE_RESET));
                self.screen = screen;
            }
            (Touch::Touched, screen) => self.screen = screen,
            (Touch::ReadAloud(on), screen) => {
                self.speaker.turn(on);
                self.show(screen);
            }
            (Touch::Say(text, language), screen) => {
                self.speaker.say(text, language);
                self.screen = screen;
            }
            (Touch::Help, _) => self.show(Screen::Help),
            (Touch::OpenKeypad, Screen::Attract | Screen::Answer(_) | Screen::Help) => self.open_keypad(),
            (Touch::OpenForm, Screen::Attract | Screen::Answer(_) | Screen::Help | Screen::Keypad { .. }) => {
                self.show(Screen::Form {
                    step: FormStep::Name,
                    draft: ContactDraft::default(),
                    checked: false,
                });
            }
            (Touch::Go, Screen::GoOrStay { visit, way, .. }) => {
                let verdict = self.entrance.go(visit, way);
                self.answer(verdict, way);
            }
            (Touch::Stay, Screen::GoOrStay { visit, way, .. }) => {
                let verdict = self.entrance.stay(visit);
                self.answer(verdict, way);
            }
            (Touch::Digit(digit), Screen::Keypad { digits, outcome }) if digit < 10 => {
                self.digit(digits, outcome, digit)
            }
            (Touch::EraseDigit, Screen::Keypad { mut digits, outcome }) => {
                digits.pop();
                self.screen = Screen::Keypad { digits, outcome };
            }
            (Touch::FormNext(values), Screen::Form { step, draft, .. }) => {
                self.form_next(step, fill(draft, step, values))
            }
            (Touch::FormBack(values), Screen::Form { step, draft, .. }) => match step.previous() {
                Some(before) => {
                    let draft = fill(draft, step, values);
                    self.show(Screen::Form {
                        step: before,
                        draft,
                        checked: false,
                    });
                }
                None => self.show(Screen::Attract),
            },
            (Touch::FormBack(_), Screen::DataNotice { draft }) => {
                self.show(Screen::Form {
                    step: FormStep::Address,
                    draft,
                    checked: false,
                });
            }
            (Touch::Consent, Screen::DataNotice { draft }) => self.show(Screen::ChoosePin {
                draft,
                digits: String::new(),
                first: None,
                differs: false,
            }),
            (Touch::SkipPin, Screen::ChoosePin { draft, .. }) => self.register(&draft, None),
            (Touch::FormBack(_), Screen::ChoosePin { draft, .. }) => self.show(Screen::DataNotice { draft }),
            (Touch::OpenStatus, Screen::Attract | Screen::Help | Screen::Answer(_)) => {
                let status = self.entrance.status();
                self.show(Screen::Status(Box::new(status)));
            }
            (
                touch @ (Touch::OpenDiary
                | Touch::Digit(_)
                | Touch::EraseDigit
                | Touch::DeleteVisit(_)
                | Touch::DeleteDiary
                | Touch::ConfirmDeletion
                | Touch::KeepDiary),
                screen,
            ) => self.touched_diary(touch, screen),
            // The paper is on its way; nothing calls it back.
            (Touch::Back, printing @ Screen::Printing { .. }) => self.screen = printing,
            (Touch::Back, _) => self.show(Screen::Attract),
            // A touch that was meant for a screen that has just gone.
            (
                Touch::OpenKeypad
                | Touch::OpenForm
                | Touch::Go
                | Touch::Stay
                | Touch::FormNext(_)
                | Touch::FormBack(_)
                | Touch::Consent
                | Touch::SkipPin
                | Touch::OpenStatus,
                screen,
            ) => self.screen = screen,
        }
    }

    fn open_keypad(&mut self) {
        let outcome = locked(self.entrance.keypad_wait_ms());
        self.show(Screen::Keypad {
            digits: String::new(),
            outcome,
        });
    }

    pub(crate) fn digit(&mut self, mut digits: String, outcome: Option<KeypadOutcome>, digit: u8) {
        if matches!(outcome, Some(KeypadOutcome::Locked { .. })) {
            self.screen = Screen::Keypad { digits, outcome };
            return;
        }
        digits.push(char::from(b'0' + digit));
        if digits.len() < 12 {
            self.screen = Screen::Keypad {
                digits,
                outcome: None,
            };
            return;
        }
        let outcome = match self.entrance.type_number(&digits) {
            Ok(NumberVerdict::Known(verdict)) => return self.answer(Ok(verdict), Way::Typed),
            Ok(NumberVerdict::Wrong { tries_left }) => Some(KeypadOutcome::Wrong { tries_left }),
            Ok(NumberVerdict::Locked { wait_ms }) => locked(wait_ms),
            Err(error) => return self.fault(error),
        };
        self.show(Screen::Keypad {
            digits: String::new(),
            outcome,
        });
    }

    fn form_next(&mut self, step: FormStep, draft: ContactDraft) {
        let has_problem = step.fields().iter().any(|field| draft.problem(*field).is_some());
        self.show(match step.next() {
            _ if has_problem => Screen::Form {
                step,
                draft,
                checked: true,
            },
            Some(step) => Screen::Form {
                step,
                draft,
                checked: false,
            },
            None => Screen::DataNotice { draft },
        });
    }

    pub(crate) fn register(&mut self, draft: &ContactDraft, pin: Option<&str>) {
        let Ok(contact) = draft.check() else {
            return self.show(Screen::Form {
                step: FormStep::Name,
                draft: draft.clone(),
                checked: true,
            });
        };
        let pass = match self.entrance.register(contact, pin) {
            Ok(pass) => pass,
            Err(RegisterError::Ledger(error)) => return self.fault(error),
            Err(error @ RegisterError::Clock(_)) => {
                (self.report)(Report::NoPass(error));
                return self.show(Screen::OutOfService(FaultCode::Internal));
            }
        };
        let job = pass_paper_job(
            &pass,
            &self.entrance.ledger().venue().name,
            self.language,
            &self.profile,
        );
        let queued = job.is_ok_and(|job| self.desk.as_ref().is_some_and(|desk| desk.print(pass.tag, job)));
        let pin_id = pass.pin_id.grouped();
        self.show(if queued {
            Screen::Printing {
                pass: pass.tag,
                pin_id,
            }
        } else {
            Screen::PassReady {
                pin_id,
                printed: false,
            }
        });
    }

    fn printed(&mut self, pass: PassTag, outcome: Result<(), PrinterError>) {
        let printed = outcome.is_ok();
        match outcome {
            Ok(()) => {
                self.notices.remove(&Notice::PrinterUnavailable);
            }
            Err(error) => {
                self.notices.insert(Notice::PrinterUnavailable);
                (self.report)(Report::Printer(error));
            }
        }
        let noted = if printed {
            PrintOutcome::Sent
        } else {
            PrintOutcome::Failed
        };
        if let Err(error) = self.entrance.note_print(pass, noted) {
            (self.report)(Report::Fault(error));
        }
        if let Screen::Printing {
            pass: waited_for,
            pin_id,
        } = &self.screen
            && *waited_for == pass
        {
            let pin_id = pin_id.clone();
            self.show(Screen::PassReady { pin_id, printed });
        }
    }

    pub(crate) fn show(&mut self, screen: Screen) {
        self.screen = screen;
        self.linger();
    }

    fn linger(&mut self) {
        self.screen_until = self
            .screen
            .dwell()
            .map(|dwell| Instant::now() + self.speaker.stretch(dwell));
        if self.language != self.home_language || self.speaker.is_on() {
            self.language_until = Some(Instant::now() + self.speaker.stretch(LANGUAGE_RESET));
        }
    }

    fn publish(&mut self) {
        let (screen, language, notices) = (&self.screen, self.language, &self.notices);
        let (answered, speech) = (self.answered, self.speaker.state());
        let venue = &self.entrance.ledger().venue().name;
        let demo = self.demo;
        self.snapshots.send_if_modified(|shown| {
            let same_screen = shown.screen == *screen && shown.answered == answered;
            let same_ways = shown.language == language && shown.speech == speech;
            if same_screen && same_ways && shown.notices == *notices {
                return false;
            }
            let revision = shown.revision + 1;
            let (screen, notices, venue) = (screen.clone(), notices.clone(), venue.clone());
            *shown = Snapshot {
                revision,
                venue,
                language,
                demo,
                screen,
                answered,
                speech,
                notices,
            };
            true
        });
        self.speaker.follow(&self.snapshots.borrow());
    }
}

fn locked(wait_ms: i64) -> Option<KeypadOutcome> {
    let wait_s = u32::try_from((wait_ms + 999) / 1_000).unwrap_or(0);
    (wait_s > 0).then_some(KeypadOutcome::Locked { wait_s })
}

/// Takes the values of this step's fields; whatever else came with them is left out.
fn fill(mut draft: ContactDraft, step: FormStep, values: Vec<(Field, String)>) -> ContactDraft {
    for (field, value) in values
        .into_iter()
        .filter(|(field, _)| step.fields().contains(field))
    {
        draft.set(field, value);
    }
    draft
}
