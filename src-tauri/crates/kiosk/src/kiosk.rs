//! The kiosk: one loop over everything that comes in from camera, fingers, printer and clock.

use std::{collections::BTreeSet, time::Duration};

use einlass_devices::{
    scanner::ScannerEvent,
    speech::{SpeechError, SpeechEvent},
};
use einlass_domain::{
    admission::Obstacle,
    contact::{ContactDraft, Field},
    event::{PrintOutcome, Way},
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
    comfort::Comfort,
    entrance::{Entrance, NumberVerdict, RegisterError, Verdict},
    idle::{Idle, Lapse},
    lounge::{LoungeTouch, Muster},
    paper::pass_paper_job,
    phone::{PhonePage, ToPhone},
    print_desk::{Print, PrintDesk},
    profile::Registration,
    screen::{Answer, FaultCode, FormStep, KeypadOutcome, Notice, Screen, Snapshot, Wait},
    speech::Speaker,
};

/// How often the kiosk keeps house: clock, overdue visits, destruction.
const HOUSE_EVERY: Duration = Duration::from_secs(30);
/// After so much quiet the write-ahead log is cut, so that the live wraps of ended visits are gone from the disk.
const TIDY_AFTER: Duration = Duration::from_secs(2);
/// After so much quiet the kiosk speaks its own language again and looks as it always does.
const GUEST_GONE: Duration = Duration::from_secs(45);

/// Whatever comes in. Not to be printed: it carries what people type and show.
pub enum Input {
    /// From the camera.
    Scanner(ScannerEvent),
    /// From the screen.
    Touch(Touch),
    /// From the printer.
    Printed(Print, Result<(), PrinterError>),
    /// The mains failed.
    PowerLost,
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
    /// Wants to see or reach the screen better.
    OpenComfort,
    /// Draw the screen like this.
    ChooseComfort(Comfort),
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
    /// Has not come alone.
    OpenParty,
    /// So many came along.
    Party(u16),
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
    /// Works here.
    OpenLounge,
    /// Works in the lounge.
    Lounge(LoungeTouch),
    /// Wants the new pass on the phone.
    ToPhone,
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
    pub(crate) desk: Option<PrintDesk>,
    pub(crate) profile: PrinterProfile,
    phone_page: Option<PhonePage>,
    pub(crate) clock: C,
    repeats: RepeatFilter,
    pub(crate) screen: Screen,
    idle: Idle,
    pub(crate) answered: u64,
    pub(crate) muster: Muster,
    pub(crate) home_language: Language,
    language: Language,
    /// Whether a pass has asked for the language, and nobody at the screen.
    is_of_pass: bool,
    comfort: Comfort,
    guest_until: Option<Instant>,
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
    pub(crate) phone_page: Option<PhonePage>,
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
            comfort: Comfort::default(),
            demo: around.demo,
            screen: Screen::Attract,
            still_there_s: None,
            answered: 0,
            speech: speaker.state(),
            notices: notices.clone(),
            traffic: entrance.traffic(),
        };
        let (snapshots, receiver) = watch::channel(first);
        let repeat_gap = entrance.repeat_gap();
        let kiosk = Self {
            entrance,
            desk: around.desk,
            profile: around.profile,
            phone_page: around.phone_page,
            clock,
            repeats: RepeatFilter::new(repeat_gap),
            screen: Screen::Attract,
            idle: Idle::default(),
            answered: 0,
            muster: Muster::default(),
            home_language: around.language,
            language: around.language,
            is_of_pass: false,
            comfort: Comfort::default(),
            guest_until: None,
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
            Input::Printed(print, outcome) => self.printed(print, outcome),
            Input::PowerLost => self.power_lost(),
            Input::Speech(SpeechEvent::Headset(is_plugged)) => {
                self.speaker.headset(is_plugged);
                self.guest_until = Some(Instant::now() + self.speaker.stretch(GUEST_GONE));
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
            } | Screen::ExitCheck {
                outcome: Some(KeypadOutcome::Locked { .. }),
                ..
            }
        );
        let is_locked =
            is_locked || matches!(&self.screen, Screen::Lounge(lounge) if lounge.counts_seconds());
        let countdown = is_locked.then(|| Instant::now() + Duration::from_secs(1));
        let screen = self.idle.wake_at(Instant::now());
        let others = [screen, self.guest_until, self.tidy_at, countdown];
        others.into_iter().flatten().fold(self.house_at, Instant::min)
    }

    fn wake(&mut self) {
        let now = Instant::now();
        match self.idle.pass(now) {
            Lapse::None => {}
            Lapse::Over => self.timed_out(),
            Lapse::Deserted => {
                self.show(Screen::Attract);
                self.forget_guest();
            }
        }
        if self.guest_until.is_some_and(|until| until <= now) {
            if self.screen == Screen::Attract {
                self.forget_guest();
            } else {
                self.guest_until = Some(now + self.speaker.stretch(GUEST_GONE));
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
        if let Screen::Lounge(lounge) = &self.screen
            && lounge.colleague.is_some()
        {
            self.open_lounge();
        } else if let Screen::Printing { pin_id, phone, .. } = &self.screen {
            let (pin_id, phone) = (pin_id.clone(), phone.clone());
            self.notices.insert(Notice::PrinterUnavailable);
            self.show(Screen::PassReady {
                pin_id,
                phone,
                printed: false,
            });
        } else {
            self.show(Screen::Attract);
        }
    }

    fn forget_guest(&mut self) {
        self.language = self.home_language;
        self.comfort = Comfort::default();
        self.speaker.turn(false);
        self.guest_until = None;
    }

    /// Notices of camera and printer come and go with them; those of the house are made anew.
    fn take_notices(&mut self) {
        let of_devices = [Notice::CameraLost, Notice::PrinterUnavailable];
        self.notices.retain(|notice| of_devices.contains(notice));
        self.notices.extend(self.entrance.house_notices());
    }

    fn count_down(&mut self) {
        if matches!(self.screen, Screen::Lounge(_)) {
            return self.count_in_lounge();
        }
        let wait_ms = self.entrance.keypad_wait_ms();
        if let Screen::Keypad {
            outcome: outcome @ Some(KeypadOutcome::Locked { .. }),
            ..
        }
        | Screen::ExitCheck {
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
        let is_new = (self.screen.takes_codes() || self.screen.is_diary()) && {
            let name = self.entrance.scan_name(code);
            self.repeats.admit(&name, at)
        };
        if self.screen == Screen::DiaryPass {
            // Nothing follows from it but a question, so whoever was just let in with it may show it again at once.
            self.pass_for_diary(code);
        } else if is_new && self.screen.takes_codes() {
            let shown = self.entrance.show_pass(code);
            self.speak(shown.as_ref().ok().and_then(|(_, language)| *language));
            self.answer(shown.map(|(verdict, _)| verdict), Way::Scanned);
        }
    }

    /// Speaks the language that the pass asks for, until the start is shown again or the next pass is.
    fn speak(&mut self, asked: Option<Language>) {
        match asked {
            Some(language) => self.language = language,
            None if self.is_of_pass => self.language = self.home_language,
            None => {}
        }
        self.is_of_pass = asked.is_some();
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
        let screen = match verdict {
            Verdict::Welcome { visit, until, limit } => Screen::Answer(Answer::Welcome {
                until: self.clock_text(until),
                limit,
                visit: self.entrance.takes_companions().then_some(visit),
            }),
            Verdict::Stay { until, limit, .. } => Screen::Answer(Answer::Stay {
                until: self.clock_text(until),
                limit,
            }),
            Verdict::Ask { visit, pass, until } => Screen::GoOrStay {
                visit,
                pass,
                way,
                until: self.clock_text(until),
                people: self.entrance.people_of(visit),
            },
            Verdict::Check { visit, pass } => return self.go_or_check(visit, pass, way),
            Verdict::Goodbye { .. } => {
                self.tidy_at = Some(Instant::now() + TIDY_AFTER);
                Screen::Answer(Answer::Goodbye)
            }
            Verdict::Wait { obstacle } => Screen::Answer(Answer::Wait(self.wait(obstacle))),
            Verdict::Dead => Screen::Answer(Answer::Dead),
            Verdict::Expired => Screen::Answer(Answer::Expired),
            Verdict::Refused => Screen::Answer(Answer::Refused),
        };
        self.answered += 1;
        self.show(screen);
    }

    pub(crate) fn clock_text(&self, at: Timestamp) -> String {
        self.entrance.ledger().zone().clock_text(at)
    }

    pub(crate) fn wait(&self, obstacle: Obstacle) -> Wait {
        let zone = self.entrance.ledger().zone();
        match obstacle {
            Obstacle::Closed(opens) => Wait::Closed(opens.map(|opens| {
                let day = zone.day_of(opens);
                let other_day = (day != zone.day_of(self.clock.now())).then(|| day.dotted());
                (other_day, zone.clock_text(opens))
            })),
            Obstacle::Full => Wait::Full,
            Obstacle::ReEntry(from) => Wait::ReEntry(from.map(|from| zone.clock_text(from))),
            Obstacle::Unconfirmed => Wait::Unconfirmed,
        }
    }

    pub(crate) fn report(&mut self, report: Report) {
        (self.report)(report);
    }

    /// The live wraps of visits that have just ended are to go from the disk soon.
    pub(crate) fn tidy_soon(&mut self) {
        self.tidy_at = Some(Instant::now() + TIDY_AFTER);
    }

    pub(crate) fn fault(&mut self, error: LedgerError) {
        let code = FaultCode::from(&error);
        (self.report)(Report::Fault(error));
        // Whoever was not answered may try the same code again at once.
        self.repeats = RepeatFilter::new(self.entrance.repeat_gap());
        self.show(Screen::OutOfService(code));
    }

    fn touched(&mut self, touch: Touch) {
        // By a touch and not by a code: in a queue the next visitor is not the one who chose.
        self.guest_until = Some(Instant::now() + self.speaker.stretch(GUEST_GONE));
        match (touch, std::mem::take(&mut self.screen)) {
            (Touch::ChooseLanguage(language), screen) => {
                self.language = language;
                self.is_of_pass = false;
                self.screen = screen;
            }
            (Touch::OpenComfort, Screen::Attract | Screen::Answer(_) | Screen::Help) => {
                self.show(Screen::Comfort)
            }
            (Touch::ChooseComfort(comfort), screen) => {
                self.comfort = comfort;
                self.screen = screen;
            }
            (Touch::Touched, screen) => self.screen = screen,
            (Touch::ReadAloud(on), screen) => {
                self.speaker.turn(on);
                self.guest_until = Some(Instant::now() + self.speaker.stretch(GUEST_GONE));
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
            (touch @ (Touch::FormNext(_) | Touch::FormBack(_)), screen @ Screen::Companion { .. }) => {
                self.touched_going(touch, screen);
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
            (
                Touch::ToPhone,
                Screen::PassReady {
                    pin_id,
                    phone,
                    printed,
                },
            ) => self.show(Screen::PassReady {
                pin_id,
                phone: phone.shown(),
                printed,
            }),
            (Touch::OpenStatus, Screen::Attract | Screen::Help | Screen::Answer(_)) => {
                let status = self.entrance.status();
                self.show(Screen::Status(Box::new(status)));
            }
            (Touch::OpenLounge, Screen::Attract | Screen::Help | Screen::Answer(_)) => self.open_lounge(),
            (Touch::Lounge(touch), Screen::Lounge(lounge)) => self.touched_lounge(touch, *lounge),
            (touch @ (Touch::Digit(_) | Touch::EraseDigit), screen @ Screen::ExitCheck { .. })
            | (touch @ (Touch::OpenParty | Touch::Party(_) | Touch::Go), screen) => {
                self.touched_going(touch, screen);
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
                | Touch::Stay
                | Touch::FormNext(_)
                | Touch::FormBack(_)
                | Touch::Consent
                | Touch::SkipPin
                | Touch::OpenComfort
                | Touch::OpenStatus
                | Touch::OpenLounge
                | Touch::Lounge(_)
                | Touch::ToPhone,
                screen,
            ) => self.screen = screen,
        }
        self.linger();
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
        let registration = Registration {
            pin,
            language: Some(self.language),
            ..Registration::of(contact)
        };
        let pass = match self.entrance.register_as(registration) {
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
        let queued = job.is_ok_and(|job| {
            self.desk
                .as_ref()
                .is_some_and(|desk| desk.print(Print::Pass(pass.tag), vec![job]))
        });
        let pin_id = pass.pin_id.grouped();
        let page = self.phone_page.as_ref();
        let link = page.and_then(|page| self.entrance.phone_link(&pass, page).ok());
        let phone = ToPhone::offer(link.as_deref().map(String::as_str));
        self.show(if queued {
            Screen::Printing {
                pass: pass.tag,
                pin_id,
                phone,
            }
        } else {
            Screen::PassReady {
                pin_id,
                phone,
                printed: false,
            }
        });
    }

    pub(crate) fn printed(&mut self, print: Print, outcome: Result<(), PrinterError>) {
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
        let pass = match print {
            Print::Pass(pass) => pass,
            Print::RollCall { actor, cause, people } => {
                return self.roll_call_printed(actor, cause, people, noted);
            }
        };
        if let Err(error) = self.entrance.note_print(pass, noted) {
            self.report(Report::Fault(error));
        }
        if let Screen::Printing {
            pass: waited_for,
            pin_id,
            phone,
        } = &self.screen
            && *waited_for == pass
        {
            let (pin_id, phone) = (pin_id.clone(), phone.clone());
            self.show(Screen::PassReady {
                pin_id,
                phone,
                printed,
            });
        }
    }

    pub(crate) fn show(&mut self, screen: Screen) {
        if screen == Screen::Attract {
            self.speak(None);
        }
        self.screen = screen;
        self.linger();
    }

    fn linger(&mut self) {
        let (speaker, is_lounge) = (&self.speaker, matches!(self.screen, Screen::Lounge(_)));
        self.idle.begin(self.screen.dwell(), Instant::now(), |time| {
            // The lounge locks when it says so, whoever listens.
            if is_lounge { time } else { speaker.stretch(time) }
        });
    }

    fn publish(&mut self) {
        let (screen, language, notices) = (&self.screen, self.language, &self.notices);
        let (comfort, still_there_s) = (self.comfort, self.idle.still_there_s(Instant::now()));
        let (answered, speech) = (self.answered, self.speaker.state());
        let venue = &self.entrance.ledger().venue().name;
        let demo = self.demo;
        let traffic = self.entrance.traffic();
        self.snapshots.send_if_modified(|shown| {
            let same_screen = shown.screen == *screen && shown.answered == answered;
            let same_guest = shown.language == language && shown.comfort == comfort && shown.speech == speech;
            let same_question = shown.still_there_s == still_there_s;
            let same_around = shown.notices == *notices && shown.traffic == traffic;
            if same_screen && same_guest && same_question && same_around {
                return false;
            }
            let revision = shown.revision + 1;
            let (screen, notices, venue) = (screen.clone(), notices.clone(), venue.clone());
            *shown = Snapshot {
                revision,
                venue,
                language,
                comfort,
                demo,
                screen,
                still_there_s,
                answered,
                speech,
                notices,
                traffic,
            };
            true
        });
        self.speaker.follow(&self.snapshots.borrow());
    }
}

pub(crate) fn locked(wait_ms: i64) -> Option<KeypadOutcome> {
    locked_s(wait_ms).map(|wait_s| KeypadOutcome::Locked { wait_s })
}

/// Whole seconds of a wait, rounded up; none when it is over.
pub(crate) fn locked_s(wait_ms: i64) -> Option<u32> {
    let wait_s = u32::try_from((wait_ms + 999) / 1_000).unwrap_or(0);
    (wait_s > 0).then_some(wait_s)
}

/// Takes the values of this step's fields; whatever else came with them is left out.
pub(crate) fn fill(mut draft: ContactDraft, step: FormStep, values: Vec<(Field, String)>) -> ContactDraft {
    for (field, value) in values
        .into_iter()
        .filter(|(field, _)| step.fields().contains(field))
    {
        draft.set(field, value);
    }
    draft
}
