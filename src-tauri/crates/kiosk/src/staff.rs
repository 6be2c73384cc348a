//! What staff can do with visits: look while they last, annul a slip, correct what was wrong. Every one of these is an event, and
//! the decision who may is `domain`'s.

use einlass_domain::{
    contact::Contact,
    event::{Actor, Correction, Fact, Why},
    id::{PassTag, StaffId, VisitId},
    lists::{Problem, staff::Member},
    pass::PassError,
    pin_id::PinId,
    staff::{Area, Deed, NotAllowed, PinHash, Role, StaffAccount},
    time::{Clock, Timestamp},
};
use einlass_ledger::{Draft, LedgerError, Record};
use einlass_vault::{OwnerKey, Purpose, hash_pin, verify_pin};
use rand_core::CryptoRngCore;

use crate::{
    entrance::{Entrance, draft},
    record::{self, VisitRecord},
};

/// Fewest digits of a staff PIN.
pub const STAFF_PIN_DIGITS: usize = 6;
/// Most digits of a staff PIN: the sign-in takes no more.
pub const LONGEST_STAFF_PIN: usize = 16;

/// Somebody who has typed the right PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session(pub(crate) StaffId);

/// Why staff got no answer.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    /// The rules say no.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// It could not be read or recorded.
    #[error("it could not be read or recorded")]
    Ledger(#[from] LedgerError),
    /// The record opens but says nothing that this program understands.
    #[error("the record cannot be understood")]
    Record(#[source] minicbor::decode::Error),
    /// Nobody is called so, or the PIN is another.
    #[error("name or PIN is wrong")]
    WrongPin,
    /// Too many wrong PINs.
    #[error("too many wrong PINs; try again in {} s", (wait_ms + 999) / 1_000)]
    Locked {
        /// How long to wait, in milliseconds.
        wait_ms: i64,
    },
    /// Too many numbers that lead nowhere.
    #[error("too many unknown numbers; try again in {} s", (wait_ms + 999) / 1_000)]
    Missed {
        /// How long to wait, in milliseconds.
        wait_ms: i64,
    },
    /// No PIN to be had.
    #[error("a staff PIN has {STAFF_PIN_DIGITS} to {LONGEST_STAFF_PIN} digits, and nothing else")]
    UnfitPin,
    /// Nobody can be called so.
    #[error("nobody can be called so")]
    UnfitName(#[source] Problem),
    /// There is somebody of this name.
    #[error("there is somebody of this name already")]
    NameTaken,
    /// The role needs a second factor, and the account has none.
    #[error("this role signs in with a second factor, and the account has none")]
    NoSecondFactor,
    /// The clock stands where no pass can be dated.
    #[error("the machine's clock stands outside the years in which passes can be dated")]
    Clock(#[source] PassError),
    /// No such number.
    #[error("there is no pass with this number")]
    NoPass,
    /// As many codes are on their way to the address as may be.
    #[error("as many codes as may be are on their way to this address")]
    Crowded,
}

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// Makes somebody a member of staff.
    ///
    /// # Errors
    /// [`StaffError::UnfitPin`], [`StaffError::NameTaken`], or it could not be recorded.
    pub fn enrol(&mut self, name: &str, role: Role, area: Area, pin: &str) -> Result<StaffId, StaffError> {
        let name = name.to_owned();
        self.enrol_as(Actor::Technician, Member { name, role, area }, pin)
    }

    pub(crate) fn enrol_as(
        &mut self,
        actor: Actor,
        member: Member,
        pin: &str,
    ) -> Result<StaffId, StaffError> {
        let pin = self.staff_pin(pin)?;
        let Member { name, role, area } = member;
        if self.staff_of(&name).is_some() {
            return Err(StaffError::NameTaken);
        }
        let mut staff = StaffId([0; 8]);
        self.rng.fill_bytes(&mut staff.0);
        let account = StaffAccount {
            name,
            role,
            area,
            pin,
            totp: None,
        };
        self.append(vec![draft(actor, Fact::StaffEnrolled { staff, account })])?;
        Ok(staff)
    }

    /// What a new PIN will be checked against.
    pub(crate) fn staff_pin(&mut self, pin: &str) -> Result<PinHash, StaffError> {
        let is_fit = (STAFF_PIN_DIGITS..=LONGEST_STAFF_PIN).contains(&pin.len())
            && pin.bytes().all(|byte| byte.is_ascii_digit());
        if !is_fit {
            return Err(StaffError::UnfitPin);
        }
        Ok(hash_pin(pin, &self.ledger.keys().ring().pepper, &mut self.rng))
    }

    /// Somebody types the own PIN. The try is on the disk before it is checked, so switching the machine off wins nothing.
    ///
    /// # Errors
    /// [`StaffError::WrongPin`], also for a name that nobody has; [`StaffError::Locked`].
    pub fn sign_in(&mut self, name: &str, pin: &str) -> Result<Session, StaffError> {
        let account = self.try_pin(name, pin)?;
        self.signed_in(account)
    }

    /// Checks a PIN; the account that it opens, without a sign-in yet.
    pub(crate) fn try_pin(&mut self, name: &str, pin: &str) -> Result<StaffId, StaffError> {
        let staff = self.staff_of(name).ok_or(StaffError::WrongPin)?;
        self.try_once(staff)?;
        let account = self.account(staff)?;
        if verify_pin(pin, &self.ledger.keys().ring().pepper, &account.pin) {
            Ok(staff)
        } else {
            Err(StaffError::WrongPin)
        }
    }

    /// Writes down that a PIN or code is about to be checked, unless too many were wrong.
    pub(crate) fn try_once(&mut self, staff: StaffId) -> Result<(), StaffError> {
        let wait_ms = self.ledger.state().staff_tries(staff).wait_ms(self.clock.now());
        if wait_ms > 0 {
            return Err(StaffError::Locked { wait_ms });
        }
        Ok(self.append(vec![by(staff, Fact::StaffPinTried { staff })])?)
    }

    pub(crate) fn signed_in(&mut self, staff: StaffId) -> Result<Session, StaffError> {
        self.append(vec![by(staff, Fact::StaffSignedIn { staff })])?;
        Ok(Session(staff))
    }

    /// The contact data of a visit that is open now, in the own area. That somebody looked is on the disk before they are shown.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], or it could not be recorded; then nothing is shown.
    pub fn look(&mut self, session: Session, visit: VisitId) -> Result<VisitRecord, StaffError> {
        let account = self.account(session.0)?;
        let state = self.ledger.state();
        account.may_with_open(Deed::Look, visit, state.visit(visit), state.zones())?;
        let opened = self.ledger.live_record(visit)?;
        let corrected = self.ledger.live_correction(visit)?;
        self.append(vec![by(session.0, Fact::VisitLooked { visit })])?;
        let mut record: VisitRecord = minicbor::decode(&opened).map_err(StaffError::Record)?;
        if let Some(contact) = corrected {
            record.contact = Some(minicbor::decode(&contact).map_err(StaffError::Record)?);
        }
        Ok(record)
    }

    /// The record of any visit whose day lives, opened with the owner's key where the settings allow that. Recorded like any look.
    ///
    /// # Errors
    /// [`LedgerError::OwnerMayNotLook`], or as [`Self::look`].
    pub fn look_as_owner(&mut self, owner: &OwnerKey, visit: VisitId) -> Result<VisitRecord, StaffError> {
        if !self.ledger.state().owner_may_look() {
            return Err(LedgerError::OwnerMayNotLook.into());
        }
        let opened = self.ledger.record_as_owner(visit, owner)?;
        self.append(vec![draft(Actor::Owner, Fact::VisitLooked { visit })])?;
        minicbor::decode(&opened).map_err(StaffError::Record)
    }

    /// A check-in was a mistake: the visit never was, its record is destroyed.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`] after 15 minutes, or it could not be recorded.
    pub fn annul(&mut self, session: Session, visit: VisitId, why: Why) -> Result<(), StaffError> {
        let account = self.account(session.0)?;
        let state = self.ledger.state();
        account.may_annul(visit, state.visit(visit), state.zones(), self.clock.now())?;
        Ok(self.append(vec![by(session.0, Fact::VisitAnnulled { visit, why })])?)
    }

    /// Something about a visit was wrong. What stood before stays in the log.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], or it could not be recorded.
    pub fn correct(
        &mut self,
        session: Session,
        visit: VisitId,
        right: Right,
        why: Why,
    ) -> Result<(), StaffError> {
        let account = self.account(session.0)?;
        let known = self.ledger.state().visit(visit);
        account.may_correct(visit, known, self.ledger.state().zones())?;
        let (came, went) = known
            .map(|known| (known.came(), known.went()))
            .unwrap_or_default();
        let now = self.clock.now();
        let (correction, record) = match right {
            Right::Came(at) if at <= now && went.is_none_or(|went| at <= went) => {
                (Correction::Came(at), None)
            }
            Right::Went(at) if went.is_some() && at <= now && came.is_none_or(|came| came <= at) => {
                (Correction::Went(at), None)
            }
            Right::Came(_) | Right::Went(_) => return Err(NotAllowed::Times.into()),
            Right::Contact(contact) => (Correction::Contact, Some(record::to_bytes(&contact))),
        };
        let record = record.map(|plaintext| Record {
            purpose: Purpose::Correction,
            plaintext,
            pass: None,
        });
        let fact = Fact::VisitCorrected {
            visit,
            correction,
            why,
        };
        Ok(self.append(vec![Draft {
            record,
            ..by(session.0, fact)
        }])?)
    }

    /// Opens a diary that too many wrong PINs have shut.
    ///
    /// # Errors
    /// [`StaffError::NoPass`], [`StaffError::Missed`] after many such, or it could not be recorded.
    pub fn unlock_diary(&mut self, session: Session, pin_id: PinId) -> Result<(), StaffError> {
        let pass: PassTag = self.ledger.keys().ring().pass_index.derive_pass_tag(pin_id);
        self.account(session.0)?.may(Deed::UnlockDiary)?;
        self.may_miss(session)?;
        if self.ledger.state().pass(pass).is_none() {
            self.missed(session)?;
            return Err(StaffError::NoPass);
        }
        Ok(self.append(vec![by(session.0, Fact::DiaryUnlocked { pass })])?)
    }

    /// Those who work here, by name, in alphabetical order.
    pub fn staff_names(&self) -> Vec<String> {
        let staff = self.ledger.state().all_staff();
        let mut names: Vec<_> = staff.map(|(_, account)| account.name.clone()).collect();
        names.sort();
        names
    }

    pub(crate) fn staff_of(&self, name: &str) -> Option<StaffId> {
        let mut staff = self.ledger.state().all_staff();
        staff.find(|(_, account)| account.name == name).map(|(id, _)| id)
    }

    pub(crate) fn account(&self, staff: StaffId) -> Result<StaffAccount, StaffError> {
        self.ledger
            .state()
            .staff(staff)
            .cloned()
            .ok_or(StaffError::WrongPin)
    }
}

/// What is right about a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Right {
    /// It began then.
    Came(Timestamp),
    /// It ended then.
    Went(Timestamp),
    /// The contact data are these.
    Contact(Contact),
}

pub(crate) fn by(staff: StaffId, fact: Fact) -> Draft {
    draft(Actor::Staff(staff), fact)
}
