//! Messages that wait for their way out: which is handed to the courier next, and what follows from how it went.
//!
//! A message is in the ledger, sealed, until it is out. Nothing of it is remembered here but how often it has failed and how it ended
//! where that could not be recorded, and only one at a time is open in memory. When the power fails between its being out and that
//! being recorded, it is sent once more.

use std::{collections::BTreeMap, time::Duration};

use einlass_domain::{
    backoff::Backoff,
    confirmation::{CodeSlip, ConfirmationCode},
    event::{Actor, Fact, LetterEnd},
    id::EventId,
    letter::ConfirmationBlanks,
    post::{Message, Outlook},
    recipient::{MailAddress, PhoneNumber},
    time::{Clock, Timestamp},
};
use einlass_ledger::{Draft, LedgerError};
use einlass_receipt::code_png;
use rand_core::CryptoRngCore;
use tokio::time::Instant;

use crate::{
    courier::{Carried, Courier},
    entrance::{Entrance, draft},
    input::Report,
    kiosk::Kiosk,
    record::LetterRecord,
    screen::Notice,
};

/// Dots per module and modules of quiet zone in the picture of a code: readable from a telephone.
const MODULE_PX: usize = 8;
const QUIET_MODULES: usize = 4;
/// After so many failures in a row staff is told: a server that greylists takes the second or third try.
const STUCK: u32 = 3;

/// What is known of messages besides what the ledger says.
#[derive(Default)]
pub(crate) struct Outbox {
    courier: Option<Courier>,
    carrying: Option<EventId>,
    failed: BTreeMap<EventId, Failed>,
    /// How those have ended that the ledger still has as waiting, because it could not be written: they do not go out again.
    unrecorded: BTreeMap<EventId, LetterEnd>,
    /// When to look for something to do.
    look_at: Option<Instant>,
}

struct Failed {
    times: u32,
    next: Timestamp,
    needs_mending: bool,
}

impl Outbox {
    pub(crate) fn new(courier: Option<Courier>) -> Self {
        Self {
            // What a power cut has left goes out at once.
            look_at: courier.as_ref().map(|_| Instant::now()),
            courier,
            ..Self::default()
        }
    }

    pub(crate) fn wake_at(&self) -> Option<Instant> {
        self.look_at
    }

    fn is_stuck(&self) -> bool {
        self.failed
            .values()
            .any(|failed| failed.needs_mending || failed.times >= STUCK)
    }
}

/// What becomes of a waiting message.
enum Opened {
    /// It goes out.
    Goes(Message),
    /// This machine has no way for it.
    Stays,
    /// Its time is over, or it does not open here.
    Over,
    /// Nobody can be reached there.
    Undeliverable,
}

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// Messages that wait on this device.
    pub(crate) fn own_letters(&self) -> Vec<EventId> {
        let device = self.ledger.device();
        let waiting = self.ledger.state().waiting_letters();
        let own = waiting.filter(|(letter, _)| letter.device == device);
        own.map(|(letter, _)| letter).collect()
    }

    /// Ends the messages whose code is of no use any more because it is too old.
    ///
    /// # Errors
    /// When it could not be recorded; then they wait on, and are not sent.
    pub(crate) fn end_old_letters(&mut self) -> Result<(), LedgerError> {
        let (state, now) = (self.ledger.state(), self.clock.now());
        let is_old = |pass| {
            let waits = state.confirmation(pass);
            waits.is_none_or(|waits| waits.code_until() <= now)
        };
        let old = state.waiting_letters().filter(|(_, pass)| is_old(*pass));
        let ends: Vec<_> = old.map(|(letter, _)| ended(letter, LetterEnd::Over)).collect();
        self.append_if_any(ends)
    }

    pub(crate) fn end_letter(&mut self, letter: EventId, end: LetterEnd) -> Result<(), LedgerError> {
        self.append(vec![ended(letter, end)])
    }

    fn open_letter(&self, letter: EventId) -> Opened {
        let opened = self.ledger.waiting_letter(letter).ok();
        let record = opened.and_then(|opened| minicbor::decode::<LetterRecord>(&opened).ok());
        let Some(record) = record.filter(|record| self.clock.now() < record.until) else {
            return Opened::Over;
        };
        let Ok(code) = record.digits.parse::<ConfirmationCode>() else {
            return Opened::Over;
        };
        let blanks = ConfirmationBlanks {
            venue: &self.ledger.venue().name,
            code: &code,
            until: record.until,
            zone: self.ledger.zone(),
        };
        let ways = self.ways.unwrap_or_default();
        if let Some(phone) = &record.phone {
            let Some(home) = ways.sms else {
                return Opened::Stays;
            };
            return PhoneNumber::international(phone, home).map_or(Opened::Undeliverable, |to| {
                Opened::Goes(Message::Sms(to, blanks.sms(record.language)))
            });
        }
        if !ways.mail {
            return Opened::Stays;
        }
        let to = MailAddress::parse(record.email.as_deref().unwrap_or_default());
        let slip = CodeSlip {
            registration: record.asked,
            code: code.clone(),
        };
        // Without its picture the code can still be typed.
        let picture = code_png(&slip.to_text(), MODULE_PX, QUIET_MODULES).ok();
        to.map_or(Opened::Undeliverable, |to| {
            Opened::Goes(Message::Mail(to, blanks.letter(record.language, picture)))
        })
    }
}

fn ended(letter: EventId, end: LetterEnd) -> Draft {
    draft(Actor::Kiosk, Fact::LetterEnded { letter, end })
}

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    /// A message may have been written, or it is time to try one again.
    pub(crate) fn look_for_letters(&mut self) {
        self.outbox.look_at = self.outbox.courier.as_ref().map(|_| Instant::now());
    }

    pub(crate) fn post_if_due(&mut self) {
        if self.outbox.look_at.is_some_and(|at| at <= Instant::now()) {
            self.outbox.look_at = None;
            self.post();
        }
    }

    /// Hands the next message to the courier: one that has failed less often goes first, so that nobody waits for a dead address.
    fn post(&mut self) {
        if self.outbox.courier.is_none() || self.outbox.carrying.is_some() {
            return;
        }
        let (now, waiting) = (self.clock.now(), self.entrance.own_letters());
        self.outbox.failed.retain(|letter, _| waiting.contains(letter));
        self.outbox
            .unrecorded
            .retain(|letter, _| waiting.contains(letter));
        let failed = &self.outbox.failed;
        let times = |letter: &EventId| failed.get(letter).map_or(0, |failed| failed.times);
        let is_due = |letter: &EventId| failed.get(letter).is_none_or(|failed| failed.next <= now);
        let mut due: Vec<EventId> = waiting.into_iter().filter(is_due).collect();
        due.sort_by_key(|letter| (times(letter), *letter));
        let mut handed_over = false;
        for letter in due {
            if let Some(&end) = self.outbox.unrecorded.get(&letter) {
                self.end_letter(letter, end);
                continue;
            }
            let end = match self.entrance.open_letter(letter) {
                Opened::Goes(message) => {
                    let courier = self.outbox.courier.as_ref();
                    handed_over = courier.is_some_and(|courier| courier.carry(letter, message, now));
                    self.outbox.carrying = handed_over.then_some(letter);
                    break;
                }
                Opened::Stays => continue,
                Opened::Over => LetterEnd::Over,
                Opened::Undeliverable => LetterEnd::Undeliverable,
            };
            self.end_letter(letter, end);
        }
        if !handed_over {
            let next = self.outbox.failed.values().map(|failed| failed.next).min();
            let wait = next.map(|next| u64::try_from(next.0 - now.0).unwrap_or(0));
            self.outbox.look_at = wait.map(|ms| Instant::now() + Duration::from_millis(ms.max(1)));
        }
        self.take_letter_notice();
    }

    pub(crate) fn delivered(&mut self, (letter, sent): Carried) {
        self.outbox.carrying = None;
        let undelivered = match sent {
            Ok(()) => {
                let was_stuck = self.outbox.is_stuck();
                self.outbox.failed.remove(&letter);
                if was_stuck {
                    // The way is open again: nobody waits for the end of an hour.
                    self.outbox.failed.clear();
                }
                self.end_letter(letter, LetterEnd::Sent);
                return self.look_for_letters();
            }
            Err(undelivered) => undelivered,
        };
        if undelivered.outlook == Outlook::Permanent {
            self.end_letter(letter, LetterEnd::Undeliverable);
        } else {
            let now = self.clock.now();
            let times = self
                .outbox
                .failed
                .get(&letter)
                .map_or(1, |failed| failed.times + 1);
            let asked_ms = undelivered.retry_after_ms;
            let wait_ms = Backoff::MESSAGE.wait_ms(times, &mut self.entrance.rng);
            let failed = Failed {
                times,
                next: now.plus_ms(wait_ms.max(asked_ms.unwrap_or(0))),
                needs_mending: undelivered.outlook == Outlook::Settings,
            };
            self.outbox.failed.insert(letter, failed);
        }
        self.report(Report::Letter(undelivered));
        self.look_for_letters();
        self.take_letter_notice();
    }

    /// What cannot be recorded now is tried again later.
    fn end_letter(&mut self, letter: EventId, end: LetterEnd) {
        match self.entrance.end_letter(letter, end) {
            // Its bytes are to go from the disk soon.
            Ok(()) => self.tidy_soon(),
            Err(error) => {
                self.outbox.unrecorded.insert(letter, end);
                let failed = Failed {
                    times: 1,
                    next: self.clock.now().plus_ms(Backoff::MESSAGE.first_ms),
                    needs_mending: false,
                };
                self.outbox.failed.insert(letter, failed);
                self.report(Report::House(error));
            }
        }
    }

    pub(crate) fn take_letter_notice(&mut self) {
        if self.outbox.is_stuck() || self.entrance.lacks_ways() {
            self.notices.insert(Notice::LettersStuck);
        } else {
            self.notices.remove(&Notice::LettersStuck);
        }
    }
}
