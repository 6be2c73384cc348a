//! The use cases of the entrance. Each answers only after what it answers is on the disk.

use std::fmt;

use einlass_domain::{
    admission::{Admission, EntranceRules, OnInside, admit},
    contact::Contact,
    event::{Actor, EndWay, Fact, PrintOutcome, Way},
    id::{PassTag, VisitId},
    pass::{PassClaims, PassError, ProfileKey},
    pin_id::PinId,
    time::{Clock, Day, Timestamp},
};
use einlass_ledger::{Draft, Ledger, LedgerError, Record};
use einlass_vault::{DeviceDay, Purpose, hash_pin};
use rand_core::CryptoRngCore;

use crate::{
    house::House,
    phone::SeenPhones,
    record::{self, Profile, VisitRecord},
};

/// Which text about the data visitors are shown. Grows when the text changes.
const NOTICE_VERSION: u16 = 1;

/// The door, without screen and devices.
#[derive(Debug)]
pub struct Entrance<C, R> {
    pub(crate) ledger: Ledger,
    pub(crate) clock: C,
    pub(crate) rng: R,
    rules: EntranceRules,
    on_inside: OnInside,
    pub(crate) house: House,
    pub(crate) seen_phones: SeenPhones,
}

/// What the door answers to a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Checked in.
    Welcome {
        /// The visit that began.
        visit: VisitId,
        /// When it ends by itself.
        until: Timestamp,
    },
    /// Checked out.
    Goodbye {
        /// The visit that ended.
        visit: VisitId,
    },
    /// Extended.
    Stay {
        /// The visit that goes on.
        visit: VisitId,
        /// When it ends by itself now.
        until: Timestamp,
    },
    /// Inside already: which of the two is it?
    Ask {
        /// The visit in question.
        visit: VisitId,
        /// When it ends by itself.
        until: Timestamp,
    },
    /// Nothing here opens with it. One answer for every reason.
    Refused,
}

/// What the door answers to a typed number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberVerdict {
    /// The number is known here.
    Known(Verdict),
    /// It is not.
    Wrong {
        /// Further wrong numbers before the keypad shuts.
        tries_left: u32,
    },
    /// Too many were wrong.
    Locked {
        /// How long the keypad stays shut, in milliseconds.
        wait_ms: i64,
    },
}

/// A pass that was just made.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPass {
    /// Its number.
    pub pin_id: PinId,
    /// Finds it in the ledger.
    pub tag: PassTag,
    /// The text of its code. Carries the key of the profile.
    pub code: String,
    /// Last day of validity.
    pub valid_until: Day,
}

/// Shows neither number nor code.
impl fmt::Debug for NewPass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewPass(until {})", self.valid_until)
    }
}

/// Why a pass could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// It could not be recorded.
    #[error("the pass could not be recorded")]
    Ledger(#[from] LedgerError),
    /// The clock stands where no pass can be dated.
    #[error("the machine's clock stands outside the years in which passes can be dated")]
    Clock(#[source] PassError),
}

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// The door over an open ledger.
    pub fn new(ledger: Ledger, clock: C, rng: R, rules: EntranceRules, on_inside: OnInside) -> Self {
        Self {
            ledger,
            clock,
            rng,
            rules,
            on_inside,
            house: House::default(),
            seen_phones: SeenPhones::default(),
        }
    }

    /// A code was held before the camera.
    ///
    /// # Errors
    /// When the answer could not be recorded; then nobody has come, gone or been refused.
    pub fn show_code(&mut self, code: &[u8]) -> Result<Verdict, LedgerError> {
        match self.read_code(code) {
            Ok(claims) => self.meet(claims.pin_id, Some(&claims), Vec::new()),
            Err(error) => {
                self.append(vec![visitor(Fact::ScanRefused { reason: error.into() })])?;
                Ok(Verdict::Refused)
            }
        }
    }

    /// Twelve digits were typed.
    ///
    /// # Errors
    /// When the answer could not be recorded.
    pub fn type_number(&mut self, digits: &str) -> Result<NumberVerdict, LedgerError> {
        let wait_ms = self.keypad_wait_ms();
        if wait_ms > 0 {
            return Ok(NumberVerdict::Locked { wait_ms });
        }
        let known = digits
            .parse::<PinId>()
            .ok()
            .filter(|pin_id| self.is_registered(*pin_id));
        let Some(pin_id) = known else {
            // Recorded before the answer: switching the machine off does not win another try.
            self.append(vec![visitor(Fact::NumberRefused)])?;
            let wait_ms = self.keypad_wait_ms();
            let tries_left = self.ledger.state().keypad(self.ledger.device()).left();
            return Ok(if wait_ms > 0 {
                NumberVerdict::Locked { wait_ms }
            } else {
                NumberVerdict::Wrong { tries_left }
            });
        };
        let wrong_before = self.ledger.state().keypad(self.ledger.device()).wrong;
        let forgiven = if wrong_before > 0 {
            vec![visitor(Fact::NumberAccepted)]
        } else {
            Vec::new()
        };
        self.meet(pin_id, None, forgiven).map(NumberVerdict::Known)
    }

    /// How long the keypad stays shut, in milliseconds; 0 when it is open.
    pub fn keypad_wait_ms(&self) -> i64 {
        self.ledger
            .state()
            .keypad(self.ledger.device())
            .wait_ms(self.clock.now())
    }

    /// The visitor who was asked goes.
    ///
    /// # Errors
    /// When it could not be recorded; then the visit goes on.
    pub fn go(&mut self, visit: VisitId, way: Way) -> Result<Verdict, LedgerError> {
        self.append(vec![visitor(Fact::CheckedOut {
            visit,
            way: way.into(),
        })])?;
        Ok(Verdict::Goodbye { visit })
    }

    /// The visitor who was asked stays longer.
    ///
    /// # Errors
    /// When it could not be recorded; then the visit ends when it would have ended.
    pub fn stay(&mut self, visit: VisitId) -> Result<Verdict, LedgerError> {
        let stands = self.ledger.state().visit(visit).and_then(|visit| visit.until());
        let until = self.rules.extended_until(self.clock.now(), stands);
        self.append(vec![visitor(Fact::VisitExtended { visit, until })])?;
        Ok(Verdict::Stay { visit, until })
    }

    /// Makes a pass for a visitor who has read the notice and agreed to it, with a PIN for the diary if one was chosen.
    ///
    /// # Errors
    /// [`RegisterError`]; then there is no pass.
    pub fn register(&mut self, contact: Contact, pin: Option<&str>) -> Result<NewPass, RegisterError> {
        self.need_room()?;
        let (pin_id, tag) = self.make_pin_id();
        let today = self.today();
        let claims = PassClaims {
            issuer: self.ledger.venue().issuer(),
            pin_id,
            profile_key: ProfileKey::make(&mut self.rng),
            valid_from: today,
            valid_until: today.plus(self.rules.pass_valid_days - 1),
        };
        let code = self
            .ledger
            .keys()
            .ring()
            .pass_signer
            .sign(&claims)
            .map_err(RegisterError::Clock)?;
        let record = Record {
            purpose: Purpose::Profile,
            plaintext: record::to_bytes(&Profile { pin_id, contact }),
            pass: Some(claims.profile_key),
        };
        let issued = Fact::PassIssued {
            pass: tag,
            valid_until: claims.valid_until,
        };
        let consent = Fact::ConsentGiven {
            pass: tag,
            notice: NOTICE_VERSION,
        };
        let mut drafts = vec![
            Draft {
                record: Some(record),
                ..visitor(issued)
            },
            visitor(consent),
        ];
        if let Some(pin) = pin {
            let pin = hash_pin(pin, &self.ledger.keys().ring().pepper, &mut self.rng);
            drafts.push(visitor(Fact::DiaryPinSet { pass: tag, pin }));
        }
        self.append(drafts)?;
        Ok(NewPass {
            pin_id,
            tag,
            code,
            valid_until: claims.valid_until,
        })
    }

    /// Records how printing a pass went.
    ///
    /// # Errors
    /// When it could not be recorded.
    pub fn note_print(&mut self, pass: PassTag, outcome: PrintOutcome) -> Result<(), LedgerError> {
        self.append(vec![Draft {
            actor: Actor::Kiosk,
            ..visitor(Fact::PassPrinted { pass, outcome })
        }])
    }

    /// Ends the visits whose longest stay is over; says how many.
    ///
    /// # Errors
    /// When it could not be recorded; then they go on.
    pub fn end_overdue(&mut self) -> Result<usize, LedgerError> {
        let now = self.clock.now();
        let open = self.ledger.state().open_visits();
        let overdue = open.filter(|(_, visit)| visit.until().is_some_and(|until| until <= now));
        let ends: Vec<_> = overdue
            .map(|(visit, _)| Fact::CheckedOut {
                visit,
                way: EndWay::KillTime,
            })
            .map(|fact| Draft {
                actor: Actor::Kiosk,
                ..visitor(fact)
            })
            .collect();
        let count = ends.len();
        if count > 0 {
            self.append(ends)?;
        }
        Ok(count)
    }

    /// Cuts the write-ahead log, so that live wraps of ended visits are gone from the disk.
    ///
    /// # Errors
    /// When the database cannot; nothing is lost then.
    pub fn tidy(&mut self) -> Result<(), LedgerError> {
        self.ledger.tidy()
    }

    /// The ledger behind the door.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Gives the ledger back.
    pub fn into_ledger(self) -> Ledger {
        self.ledger
    }

    /// Somebody is known by name of pass; what follows?
    fn meet(
        &mut self,
        pin_id: PinId,
        pass: Option<&PassClaims>,
        mut with: Vec<Draft>,
    ) -> Result<Verdict, LedgerError> {
        let way = if pass.is_some() { Way::Scanned } else { Way::Typed };
        match admit(self.open_visit_of(pin_id)?, self.on_inside) {
            Admission::CheckIn => self.check_in(pin_id, pass, way, with),
            Admission::CheckOut(visit) => {
                self.append_if_any(with)?;
                self.go(visit, way)
            }
            Admission::Extend(visit) => {
                self.append_if_any(with)?;
                self.stay(visit)
            }
            Admission::Ask(visit) => {
                self.append_if_any(std::mem::take(&mut with))?;
                let until = self.ledger.state().visit(visit).and_then(|visit| visit.until());
                Ok(Verdict::Ask {
                    visit,
                    until: until.unwrap_or_default(),
                })
            }
        }
    }

    fn check_in(
        &mut self,
        pin_id: PinId,
        pass: Option<&PassClaims>,
        way: Way,
        mut with: Vec<Draft>,
    ) -> Result<Verdict, LedgerError> {
        self.need_room()?;
        let contact = pass.and_then(|claims| self.contact_behind(claims));
        let today = self.today();
        let visitor_tag = self
            .ledger
            .day_key_for_writing(today, self.clock.now(), &mut self.rng)?
            .derive_visitor_tag(pin_id);
        let until = self.rules.until(self.clock.now());
        let record = Record {
            purpose: Purpose::Visit,
            plaintext: record::to_bytes(&VisitRecord { pin_id, contact }),
            pass: pass.map(|claims| claims.profile_key.clone()),
        };
        let fact = Fact::CheckedIn {
            visitor: visitor_tag,
            until,
            way,
        };
        with.push(Draft {
            record: Some(record),
            ..visitor(fact)
        });
        let events = self.ledger.append(with, self.clock.now(), &mut self.rng)?;
        let visit = *events.last().expect("the check-in was the last draft");
        Ok(Verdict::Welcome { visit, until })
    }

    /// The contact in the profile that the pass opens. None when the profile is not here or does not open: a pass that this venue
    /// has signed lets its holder in even when data are missing.
    fn contact_behind(&self, claims: &PassClaims) -> Option<Contact> {
        let tag = self
            .ledger
            .keys()
            .ring()
            .pass_index
            .derive_pass_tag(claims.pin_id);
        let issued = self.ledger.state().pass(tag)?.issued;
        let profile = self.ledger.profile(issued, &claims.profile_key).ok()?;
        minicbor::decode::<Profile>(&profile)
            .ok()
            .map(|profile| profile.contact)
    }

    /// The number's open visit. Its tag differs from day to day, so each day with open visits is asked.
    fn open_visit_of(&self, pin_id: PinId) -> Result<Option<VisitId>, LedgerError> {
        for (day, device) in self.ledger.state().days_with_open_visits().into_iter().rev() {
            let Some(key) = self.ledger.keys().day_key(DeviceDay { day, device }) else {
                continue;
            };
            let visitor = key.derive_visitor_tag(pin_id);
            if let Some(visit) = self.ledger.state().open_visit_of(day, visitor) {
                return Ok(Some(visit));
            }
        }
        Ok(None)
    }

    pub(crate) fn is_registered(&self, pin_id: PinId) -> bool {
        let tag = self.ledger.keys().ring().pass_index.derive_pass_tag(pin_id);
        let today = self.today();
        self.ledger
            .state()
            .pass(tag)
            .is_some_and(|pass| today <= pass.valid_until)
    }

    fn make_pin_id(&mut self) -> (PinId, PassTag) {
        loop {
            let pin_id = PinId::make(&mut self.rng);
            let tag = self.ledger.keys().ring().pass_index.derive_pass_tag(pin_id);
            if self.ledger.state().pass(tag).is_none() {
                return (pin_id, tag);
            }
        }
    }

    pub(crate) fn today(&self) -> Day {
        self.ledger.zone().day_of(self.clock.now())
    }

    pub(crate) fn append(&mut self, drafts: Vec<Draft>) -> Result<(), LedgerError> {
        self.ledger
            .append(drafts, self.clock.now(), &mut self.rng)
            .map(|_| ())
    }

    fn append_if_any(&mut self, drafts: Vec<Draft>) -> Result<(), LedgerError> {
        if drafts.is_empty() {
            Ok(())
        } else {
            self.append(drafts)
        }
    }
}

pub(crate) fn visitor(fact: Fact) -> Draft {
    Draft {
        actor: Actor::Visitor,
        fact,
        record: None,
    }
}
