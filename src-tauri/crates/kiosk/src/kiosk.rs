//! The kiosk: one loop over everything that comes in from camera, fingers, printer and clock.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use einlass_devices::{hand_scanner::HandScannerEvent, scanner::ScannerEvent, speech::SpeechEvent};
use einlass_domain::{speech::Voice, time::Clock, words::Language};
use einlass_ledger::LedgerError;
use einlass_receipt::PrinterProfile;
use einlass_scan::{AimHint, RepeatFilter, ScanName};
use rand_core::CryptoRngCore;
use tokio::{
    sync::{mpsc, watch},
    time::{Instant, sleep_until, timeout},
};

use crate::{
    comfort::Comfort,
    confirmation_screens::Confirming,
    courier::Courier,
    entrance::Entrance,
    gate_desk::GateDesk,
    idle::{Dwell, Idle, Lapse},
    input::{Input, Report},
    keypad_screen::locked,
    look::VenuePage,
    lounge::Muster,
    outbox::Outbox,
    paper_state::Papers,
    passage::Passing,
    phone::PhonePage,
    print_desk::PrintDesk,
    screen::{FaultCode, KeypadOutcome, Notice, Screen, Snapshot},
    speech::Speaker,
};

/// How often the kiosk keeps house: clock, overdue visits, destruction.
const HOUSE_EVERY: Duration = Duration::from_secs(30);
/// An answer with a hint to a code stays so long: it has to be read, and touched.
const HINT_DWELL: Duration = Duration::from_secs(20);
/// An answer stands until the gate has said whether somebody went through, and no longer than any gate takes.
const GATE_DWELL: Duration = Duration::from_secs(60);
/// So long a program that ends waits for the gate to say so.
const GATE_ENDS_WITHIN: Duration = Duration::from_secs(40);
/// After so much quiet the write-ahead log is cut, so that the live wraps of ended visits are gone from the disk.
const TIDY_AFTER: Duration = Duration::from_secs(2);
/// After so much quiet the kiosk speaks its own language again and looks as it always does.
pub(crate) const GUEST_GONE: Duration = Duration::from_secs(45);

/// The kiosk.
pub struct Kiosk<C, R> {
    pub(crate) entrance: Entrance<C, R>,
    pub(crate) desk: Option<PrintDesk>,
    pub(crate) papers: Papers,
    pub(crate) profile: PrinterProfile,
    pub(crate) phone_page: Option<PhonePage>,
    pub(crate) pages: Vec<VenuePage>,
    pub(crate) clock: C,
    pub(crate) repeats: RepeatFilter,
    /// The scan that was answered last.
    pub(crate) scan: Option<ScanName>,
    pub(crate) screen: Screen,
    idle: Idle,
    pub(crate) answered: u64,
    pub(crate) muster: Muster,
    pub(crate) home_language: Language,
    pub(crate) language: Language,
    /// Whether a pass has asked for the language, and nobody at the screen.
    pub(crate) is_of_pass: bool,
    pub(crate) comfort: Comfort,
    pub(crate) guest_until: Option<Instant>,
    pub(crate) notices: BTreeSet<Notice>,
    demo: bool,
    pub(crate) speaker: Speaker,
    pub(crate) outbox: Outbox,
    pub(crate) gate: Option<GateDesk>,
    /// Those for whom it was asked to open and has not answered.
    pub(crate) passing: Vec<Passing>,
    /// What whoever was answered last has to confirm.
    pub(crate) confirming: Option<Confirming>,
    house_at: Instant,
    tidy_at: Option<Instant>,
    ends_with_camera: bool,
    camera_ended: bool,
    /// Those of its cameras that give no picture now.
    lost_cameras: BTreeSet<usize>,
    cameras: usize,
    /// What each camera would tell whoever holds a code up.
    aims: BTreeMap<usize, AimHint>,
    snapshots: watch::Sender<Snapshot>,
    report: Box<dyn FnMut(Report) + Send>,
}

/// What a kiosk is made with besides its door.
pub(crate) struct Surroundings {
    pub(crate) desk: Option<PrintDesk>,
    pub(crate) courier: Option<Courier>,
    pub(crate) gate: Option<GateDesk>,
    pub(crate) profile: PrinterProfile,
    pub(crate) phone_page: Option<PhonePage>,
    pub(crate) pages: Vec<VenuePage>,
    pub(crate) language: Language,
    pub(crate) demo: bool,
    pub(crate) voice: Option<Box<dyn Voice>>,
    pub(crate) ends_with_camera: bool,
    pub(crate) cameras: usize,
    pub(crate) report: Box<dyn FnMut(Report) + Send>,
}

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    pub(crate) fn new(
        mut entrance: Entrance<C, R>,
        clock: C,
        around: Surroundings,
    ) -> (Self, watch::Receiver<Snapshot>) {
        entrance.set_ways(around.courier.as_ref().map(Courier::ways).unwrap_or_default());
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
            notices: BTreeSet::new(),
            traffic: entrance.traffic(),
            pages: Vec::new(),
            confirm: None,
            aim: None,
        };
        let (snapshots, receiver) = watch::channel(first);
        let repeat_gap = entrance.repeat_gap();
        let muster = Muster::resumed(entrance.unended_roll_call());
        let papers = Papers::of(around.desk.is_some());
        let mut kiosk = Self {
            entrance,
            papers,
            desk: around.desk,
            profile: around.profile,
            phone_page: around.phone_page,
            pages: around.pages,
            clock,
            repeats: RepeatFilter::new(repeat_gap),
            scan: None,
            screen: Screen::Attract,
            idle: Idle::default(),
            answered: 0,
            muster,
            home_language: around.language,
            language: around.language,
            is_of_pass: false,
            comfort: Comfort::default(),
            guest_until: None,
            notices: BTreeSet::new(),
            demo: around.demo,
            speaker,
            outbox: Outbox::new(around.courier),
            gate: around.gate,
            passing: Vec::new(),
            confirming: None,
            house_at: Instant::now(),
            tidy_at: None,
            ends_with_camera: around.ends_with_camera,
            camera_ended: false,
            lost_cameras: BTreeSet::new(),
            cameras: around.cameras,
            aims: BTreeMap::new(),
            snapshots,
            report: around.report,
        };
        kiosk.take_notices();
        kiosk.publish();
        (kiosk, receiver)
    }

    /// Runs until told to quit, until nobody can tell it anything any more, or, where so set, until the camera has ended.
    /// Closes the ledger.
    ///
    /// # Errors
    /// When the ledger does not close cleanly. Everything that was answered is on the disk all the same.
    pub async fn run(mut self, mut inputs: mpsc::Receiver<Input>) -> Result<(), LedgerError> {
        // Before anybody comes in: what is too old goes first, also where somebody stands at the door already.
        self.wake();
        self.settle();
        loop {
            let wake_at = self.wake_at();
            tokio::select! {
                input = inputs.recv() => match input {
                    None | Some(Input::Quit) => break,
                    Some(input) => self.take(input),
                },
                () = sleep_until(wake_at) => self.wake(),
            }
            self.settle();
            let has_work = matches!(self.screen, Screen::Printing { .. }) || !self.passing.is_empty();
            if self.ends_with_camera && self.camera_ended && !has_work {
                break;
            }
        }
        // Whoever did not get through has not come, also where the program ends meanwhile.
        let ended = timeout(GATE_ENDS_WITHIN, self.see_them_through(&mut inputs));
        let _ = ended.await;
        self.entrance.into_ledger().close()
    }

    /// Shows what has come of what was taken, and does now what the next visitor would wait for.
    fn settle(&mut self) {
        self.post_if_due();
        self.publish();
        self.entrance.prepare();
    }

    async fn see_them_through(&mut self, inputs: &mut mpsc::Receiver<Input>) {
        while !self.passing.is_empty() {
            match inputs.recv().await {
                Some(Input::Gate(event)) => self.gate_said(event),
                Some(_) => {}
                None => return,
            }
        }
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::Scanner(camera, event) => self.scanned(camera, event),
            Input::HandScanner(event) => self.scanned_by_hand(event),
            Input::Touch(touch) => self.touched(touch),
            Input::PaperBegins(pass, go) => {
                // Nobody prints any more who does not hear it.
                let _ = go.send(self.paper_begins(pass));
            }
            Input::Printed(print, outcome) => self.printed(print, outcome),
            Input::PrinterIs(health) => self.printer_is(health),
            Input::Gate(event) => self.gate_said(event),
            Input::PowerLost => self.power_lost(),
            Input::Speech(SpeechEvent::Headset(is_plugged)) => {
                self.speaker.headset(is_plugged);
                self.guest_until = Some(Instant::now() + self.speaker.stretch(GUEST_GONE));
                self.linger();
            }
            Input::Delivered(delivery) => self.delivered(delivery),
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
        let letters = self.outbox.wake_at();
        let others = [screen, self.guest_until, self.tidy_at, countdown, letters];
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
            self.leave_page_of_ended();
            self.take_notices();
            // Whatever has written a message, and whatever the clock did: it is not forgotten.
            self.look_for_letters();
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
        } else if matches!(self.screen, Screen::Printing { .. }) {
            self.papers.is_late();
            self.show_number_instead();
            self.papers_changed();
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

    /// Notices of camera and gate come and go with them; the others are made anew.
    pub(crate) fn take_notices(&mut self) {
        let of_devices = [Notice::CameraLost, Notice::GateUnavailable];
        self.notices.retain(|notice| of_devices.contains(notice));
        self.notices.extend(self.paper_notices());
        self.notices.extend(self.entrance.house_notices());
        self.take_letter_notice();
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

    fn scanned(&mut self, camera: usize, event: ScannerEvent) {
        match event {
            ScannerEvent::Codes { payloads, at } => {
                if let Some(nearest) = payloads.first() {
                    self.code_seen(nearest, at);
                }
            }
            ScannerEvent::Aim(Some(hint)) => {
                self.aims.insert(camera, hint);
            }
            ScannerEvent::Aim(None) => {
                self.aims.remove(&camera);
            }
            ScannerEvent::FrameLost { why } => (self.report)(Report::Camera(why)),
            ScannerEvent::CameraLost { why } => {
                self.lost_cameras.insert(camera);
                // As long as one sees, visitors are let in.
                if self.lost_cameras.len() == self.cameras {
                    self.notices.insert(Notice::CameraLost);
                }
                (self.report)(Report::Camera(why));
            }
            ScannerEvent::CameraBack => {
                self.lost_cameras.remove(&camera);
                self.notices.remove(&Notice::CameraLost);
            }
            ScannerEvent::Ended => self.camera_ended = true,
        }
    }

    fn scanned_by_hand(&mut self, event: HandScannerEvent) {
        match event {
            HandScannerEvent::Code { payload, at } => self.code_seen(&payload, at),
            HandScannerEvent::Refused { why } | HandScannerEvent::Lost { why } => {
                (self.report)(Report::HandScanner(why));
            }
            HandScannerEvent::Back => {}
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

    pub(crate) fn show(&mut self, screen: Screen) {
        if screen == Screen::Attract {
            self.speak(None);
        }
        if !screen.is_of_whom_was_answered() {
            self.confirming = None;
        }
        self.screen = screen;
        self.linger();
    }

    pub(crate) fn linger(&mut self) {
        let (speaker, is_lounge) = (&self.speaker, matches!(self.screen, Screen::Lounge(_)));
        let dwell = match self.screen.dwell() {
            Dwell::Goes(_) if self.waits_for_gate() => Dwell::Goes(GATE_DWELL),
            Dwell::Goes(time) if self.confirming.is_some() => Dwell::Goes(time.max(HINT_DWELL)),
            dwell @ (Dwell::Ever | Dwell::Goes(_) | Dwell::Asks) => dwell,
        };
        self.idle.begin(dwell, Instant::now(), |time| {
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
        let (traffic, pages) = (self.entrance.traffic(), self.offered_pages());
        let takes_hint = self.screen.takes_hint();
        let confirm = self.confirming.as_ref().filter(|_| takes_hint);
        let confirm = confirm.map(|confirming| &confirming.hint);
        let aim = self.aims.values().next().copied();
        let aim = aim.filter(|_| self.screen.waits_for_code());
        self.snapshots.send_if_modified(|shown| {
            let same_screen = shown.screen == *screen && shown.answered == answered;
            let same_guest = shown.language == language && shown.comfort == comfort && shown.speech == speech;
            let same_question = shown.still_there_s == still_there_s;
            let same_around = shown.notices == *notices && shown.traffic == traffic && shown.pages == pages;
            let same_hint = shown.confirm.as_ref() == confirm && shown.aim == aim;
            if same_screen && same_guest && same_question && same_around && same_hint {
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
                pages,
                confirm: confirm.cloned(),
                aim,
            };
            true
        });
        self.speaker.follow(&self.snapshots.borrow());
    }
}
