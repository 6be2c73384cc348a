//! What tests of several crates need: a clock that is set by hand, a printer that keeps its paper, a voice that is read, a way out
//! that keeps its messages, a gate that says what it is told to, a venue in a folder.
//!
//! Never part of a program; a crate of its own because what stands in for the outside must be the same for every test.

mod gate;
mod printer;

pub use gate::ScriptedGate;
pub use printer::{EmulatedPrinter, Temper};

use std::{
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Instant,
};

use einlass_domain::{
    contact::{Contact, ContactDraft, Field},
    post::{Message, Outlook, Post, Undelivered, Ways},
    recipient::CallingCode,
    speech::{Utterance, Voice},
    time::{Clock, Timestamp},
};
use einlass_ledger::{DataFolder, Ledger, LedgerError, Opening, SealedBy};
use einlass_receipt::{Delivery, DrawerPulse, Obstacle, Printer, PrinterError, PrinterState};
use einlass_vault::OwnerKey;
use rand_core::OsRng;

/// 2026-09-21T14:13:20Z, 16:13 in Berlin.
pub const START: Timestamp = Timestamp(1_790_000_000_000);

/// A clock that stands still until it is set. Clones show the same time.
#[derive(Clone, Debug)]
pub struct ManualClock {
    wall: Arc<AtomicI64>,
    uptime: Arc<AtomicI64>,
    synchronised: Arc<AtomicBool>,
}

impl ManualClock {
    /// Shows `at`.
    pub fn at(at: Timestamp) -> Self {
        Self {
            wall: Arc::new(AtomicI64::new(at.0)),
            uptime: Arc::default(),
            synchronised: Arc::default(),
        }
    }

    /// Time goes by, in milliseconds.
    pub fn advance_ms(&self, ms: i64) {
        self.jump_ms(ms);
        self.uptime.fetch_add(ms, Ordering::SeqCst);
    }

    /// Somebody turns it on, or back when negative, in milliseconds.
    pub fn jump_ms(&self, ms: i64) {
        self.wall.fetch_add(ms, Ordering::SeqCst);
    }

    /// A time server has set it. It stays where it is.
    pub fn set_synchronised(&self) {
        self.synchronised.store(true, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.wall.load(Ordering::SeqCst))
    }

    fn uptime_ms(&self) -> i64 {
        self.uptime.load(Ordering::SeqCst)
    }

    fn is_synchronised(&self) -> bool {
        self.synchronised.load(Ordering::SeqCst)
    }
}

/// A printer that keeps what it prints, or refuses. Clones are the same printer.
#[derive(Clone, Debug, Default)]
pub struct CaughtPaper {
    jobs: Arc<Mutex<Vec<Vec<u8>>>>,
    trouble: Arc<Mutex<Option<Trouble>>>,
}

/// What is wrong with a printer.
#[derive(Clone, Copy, Debug)]
enum Trouble {
    Obstacle(Obstacle),
    Unconfirmed,
}

impl CaughtPaper {
    /// The jobs so far.
    pub fn jobs(&self) -> Vec<Vec<u8>> {
        lock(&self.jobs).clone()
    }

    /// Takes the paper out, or puts it in.
    pub fn set_out_of_paper(&self, out: bool) {
        self.set_obstacle(out.then_some(Obstacle::PaperOut));
    }

    /// Puts something in its way, or takes it away.
    pub fn set_obstacle(&self, obstacle: Option<Obstacle>) {
        *lock(&self.trouble) = obstacle.map(Trouble::Obstacle);
    }

    /// It prints, but nobody can be sure of it.
    pub fn set_unconfirmed(&self) {
        *lock(&self.trouble) = Some(Trouble::Unconfirmed);
    }
}

impl Printer for CaughtPaper {
    fn state(&mut self) -> Result<Option<PrinterState>, PrinterError> {
        Ok(Some(match *lock(&self.trouble) {
            Some(Trouble::Obstacle(obstacle)) => PrinterState {
                obstacle: Some(obstacle),
                ..PrinterState::READY
            },
            Some(Trouble::Unconfirmed) | None => PrinterState::READY,
        }))
    }

    fn print(&mut self, job: &[u8], _told: &mut dyn FnMut(PrinterState)) -> Result<Delivery, PrinterError> {
        let trouble = *lock(&self.trouble);
        if let Some(Trouble::Obstacle(obstacle)) = trouble {
            return Err(PrinterError::NotReady(obstacle));
        }
        lock(&self.jobs).push(job.to_vec());
        match trouble {
            Some(_) => Err(PrinterError::Unconfirmed { obstacle: None }),
            None => Ok(Delivery::Printed),
        }
    }

    fn pulse(&mut self, _pulse: DrawerPulse, _by: Instant) -> Result<(), PrinterError> {
        Ok(())
    }

    fn describe(&self) -> String {
        "caught paper".to_owned()
    }
}

/// A voice whose utterances are kept instead of heard. Clones are the same voice.
#[derive(Clone, Debug, Default)]
pub struct CaughtVoice {
    said: Arc<Mutex<Vec<Utterance>>>,
}

impl CaughtVoice {
    /// What was said since the last time this was asked.
    pub fn take(&self) -> Vec<Utterance> {
        std::mem::take(&mut *lock(&self.said))
    }
}

impl Voice for CaughtVoice {
    fn say(&mut self, utterance: Utterance) {
        lock(&self.said).push(utterance);
    }

    /// What was said was said.
    fn hush(&mut self) {}
}

/// A way out that keeps what it is given, or refuses it. Clones are the same way.
#[derive(Clone, Debug, Default)]
pub struct CaughtPost {
    sent: Arc<Mutex<Vec<Message>>>,
    refuses: Arc<Mutex<Option<Outlook>>>,
    tried: Arc<AtomicI64>,
}

impl CaughtPost {
    /// What was sent so far.
    pub fn sent(&self) -> Vec<Message> {
        lock(&self.sent).clone()
    }

    /// How often something was to be sent.
    pub fn tried(&self) -> i64 {
        self.tried.load(Ordering::SeqCst)
    }

    /// Refuses everything from now on, or nothing.
    pub fn refuse(&self, outlook: Option<Outlook>) {
        *lock(&self.refuses) = outlook;
    }
}

impl Post for CaughtPost {
    fn ways(&self) -> Ways {
        Ways {
            mail: true,
            sms: CallingCode::new(49),
        }
    }

    fn send(&mut self, message: &Message, _at: Timestamp) -> Result<(), Undelivered> {
        self.tried.fetch_add(1, Ordering::SeqCst);
        match *lock(&self.refuses) {
            None => {
                lock(&self.sent).push(message.clone());
                Ok(())
            }
            Some(outlook) => Err(Undelivered {
                outlook,
                retry_after_ms: None,
                why: "it was told to refuse".into(),
            }),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A fresh venue in `folder`, and its owner's key.
///
/// # Errors
/// What making it hits.
pub fn make_venue(folder: &Path) -> Result<(Ledger, OwnerKey), LedgerError> {
    let owner = OwnerKey::make(&mut OsRng);
    let opening = Opening {
        name: "Museum".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        sealed_by: SealedBy::File,
    };
    let ledger = Ledger::create(DataFolder::make(folder)?, opening, &owner, START, &mut OsRng)?;
    Ok((ledger, owner))
}

/// Opens the venue in `folder` again.
///
/// # Errors
/// What opening it hits.
pub fn open_venue(folder: &Path) -> Result<Ledger, LedgerError> {
    Ledger::open(DataFolder::take(folder)?, &mut OsRng)
}

/// A visitor's contact data.
pub fn contact(last_name: &str) -> Contact {
    let mut draft = ContactDraft::default();
    draft.set(Field::FirstName, "Visitor".to_owned());
    draft.set(Field::LastName, last_name.to_owned());
    draft.set(Field::Phone, "+49 30 123456".to_owned());
    draft.set(Field::Street, "Weg 1".to_owned());
    draft.set(Field::Postcode, "12345".to_owned());
    draft.set(Field::Town, "Ort".to_owned());
    draft.check().expect("the form is filled correctly")
}
