//! The visitor's diary: pass and personal PIN together open the own visits of the last days. A pass alone shows nothing.

use std::fmt;

use einlass_domain::{
    event::{Actor, EndWay, Fact, Refusal},
    fold::{DIARY_TRIES, Visit},
    id::VisitId,
    pass::{PassClaims, PassError},
    time::{Clock, Day},
};
use einlass_ledger::LedgerError;
use einlass_vault::{VaultError, verify_pin};
use rand_core::CryptoRngCore;

use crate::{
    entrance::{Entrance, draft, visitor},
    profile::Behind,
};

/// Days that the diary goes back.
pub const DIARY_DAYS: i32 = 14;
/// Digits of a personal PIN.
pub const PIN_DIGITS: usize = 6;

/// A pass that was shown for the diary; proves nothing yet.
#[derive(Clone, PartialEq, Eq)]
pub struct ShownPass(pub(crate) PassClaims);

/// What opened a diary: a pass and the right PIN for it.
#[derive(Clone, PartialEq, Eq)]
pub struct DiaryKey(pub(crate) PassClaims);

/// Why a pass opens no diary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiaryClosed {
    /// No PIN was chosen for it.
    NoPin,
    /// Too many wrong PINs: staff can open it again.
    Locked,
}

/// One visit in the diary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiaryEntry {
    /// The visit.
    pub visit: VisitId,
    /// The day it began on.
    pub day: Day,
    /// When it began, `10:02`.
    pub came: String,
    /// When it ended, `12:40`, and how; none while it lasts.
    pub went: Option<(String, EndWay)>,
    /// The last day on which the venue keeps its own record of it.
    pub kept_until: Day,
}

/// What is to be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiaryDeletion {
    /// The visit of this row, from 0.
    One(usize),
    /// All of them.
    All,
}

/// What follows from showing a pass for the diary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiaryDoor {
    /// The PIN is asked for.
    AskPin(ShownPass),
    /// There is nothing to open.
    Closed(DiaryClosed),
    /// No pass of this venue.
    Refused,
    /// It was replaced, or its holder wanted to be forgotten.
    Dead,
    /// Its last day is over.
    Expired,
}

/// What follows from typing a PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiaryVerdict {
    /// It was right.
    Opened(DiaryKey, Vec<DiaryEntry>),
    /// It was wrong.
    Wrong {
        /// Wrong ones that are left.
        tries_left: u32,
    },
    /// It was wrong once too often.
    Locked,
}

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// A code was held before the camera by somebody who wants to see the own visits. Says nothing about them.
    ///
    /// # Errors
    /// When a refusal could not be recorded.
    pub fn show_for_diary(&mut self, code: &[u8]) -> Result<DiaryDoor, LedgerError> {
        let claims = match self.read_code(code) {
            Ok(claims) => claims,
            Err(error) => {
                self.append(vec![visitor(Fact::ScanRefused { reason: error.into() })])?;
                let is_over = error == PassError::Expired;
                return Ok(if is_over {
                    DiaryDoor::Expired
                } else {
                    DiaryDoor::Refused
                });
            }
        };
        if self.behind(&claims) == Behind::Dead {
            let reason = Refusal::Dead;
            self.append(vec![visitor(Fact::ScanRefused { reason })])?;
            return Ok(DiaryDoor::Dead);
        }
        let diary = self.ledger.state().diary(self.pass_tag(claims.pin_id));
        Ok(match diary {
            Some(diary) if diary.is_locked() => DiaryDoor::Closed(DiaryClosed::Locked),
            Some(diary) if diary.pin().is_some() => DiaryDoor::AskPin(ShownPass(claims)),
            Some(_) | None => DiaryDoor::Closed(DiaryClosed::NoPin),
        })
    }

    /// The PIN was typed. The try is on the disk before it is checked.
    ///
    /// # Errors
    /// When the try could not be recorded; then nothing was checked.
    pub fn open_diary(&mut self, pass: &ShownPass, pin: &str) -> Result<DiaryVerdict, LedgerError> {
        let tag = self.pass_tag(pass.0.pin_id);
        let diary = self.ledger.state().diary(tag);
        let Some(hash) = diary
            .filter(|diary| !diary.is_locked())
            .and_then(|diary| diary.pin().cloned())
        else {
            return Ok(DiaryVerdict::Locked);
        };
        self.append(vec![visitor(Fact::DiaryTried { pass: tag })])?;
        if verify_pin(pin, &self.ledger.keys().ring().pepper, &hash) {
            self.append(vec![visitor(Fact::DiaryOpened { pass: tag })])?;
            let key = DiaryKey(pass.0.clone());
            let entries = self.diary_entries(&key);
            return Ok(DiaryVerdict::Opened(key, entries));
        }
        let wrong = self
            .ledger
            .state()
            .diary(tag)
            .map_or(DIARY_TRIES, |diary| diary.wrong());
        if wrong < DIARY_TRIES {
            let tries_left = DIARY_TRIES - wrong;
            return Ok(DiaryVerdict::Wrong { tries_left });
        }
        // The tries die with their days, the lock does not.
        let lock = draft(Actor::Kiosk, Fact::DiaryLocked { pass: tag });
        self.append(vec![lock])?;
        Ok(DiaryVerdict::Locked)
    }

    /// The visits of the last days, newest first.
    pub fn diary_entries(&self, key: &DiaryKey) -> Vec<DiaryEntry> {
        let today = self.today();
        let days = (0..DIARY_DAYS).map(|back| today.plus(-back));
        days.flat_map(|day| self.diary_of(key, day)).collect()
    }

    fn diary_of(&self, key: &DiaryKey, day: Day) -> Vec<DiaryEntry> {
        let mut entries = Vec::new();
        let keys = self.ledger.keys().ring().days.iter();
        for (name, dated) in keys.filter(|(name, _)| name.day == day) {
            let visitor = dated.key.derive_visitor_tag(key.0.pin_id);
            let made = self.ledger.made(*name, dated.made);
            let kept_until = self.ledger.state().retention().last_day(made);
            let visits = self.ledger.state().visits_of(day, visitor);
            let mine = visits.filter(|(id, visit)| {
                !visit.is_annulled() && !visit.has_left_diary() && self.is_of_this_pass(&key.0, *id)
            });
            entries.extend(mine.filter_map(|(id, visit)| {
                Some((visit.came()?, self.diary_entry(id, day, visit, kept_until)?))
            }));
        }
        entries.sort_by_key(|(came, entry)| std::cmp::Reverse((*came, entry.visit)));
        entries.into_iter().map(|(_, entry)| entry).collect()
    }

    fn diary_entry(&self, id: VisitId, day: Day, visit: &Visit, kept_until: Day) -> Option<DiaryEntry> {
        let clock_text = |at| self.ledger.zone().clock_text(at);
        let went = visit.went().zip(visit.ended());
        Some(DiaryEntry {
            visit: id,
            day,
            came: clock_text(visit.came()?),
            went: went.map(|(at, ended)| (clock_text(at), ended.way)),
            kept_until,
        })
    }

    /// Whether the visit's record opens with this very pass. One that began with a typed number is sealed to no pass and belongs
    /// to the number.
    pub(crate) fn is_of_this_pass(&self, pass: &PassClaims, visit: VisitId) -> bool {
        match self.ledger.record_with_pass(visit, &pass.profile_key) {
            Ok(_)
            | Err(LedgerError::Seal {
                source: VaultError::NoWrap,
                ..
            }) => true,
            Err(_) => false,
        }
    }

    /// Takes visits out of the diary. The venue's own sealed record of them stays until its day dies.
    ///
    /// # Errors
    /// When it could not be recorded; then they are still there.
    pub fn delete_from_diary(
        &mut self,
        key: &DiaryKey,
        entries: &[DiaryEntry],
        what: DiaryDeletion,
    ) -> Result<Vec<DiaryEntry>, LedgerError> {
        let gone = match what {
            DiaryDeletion::One(row) => entries.get(row..=row).unwrap_or_default(),
            DiaryDeletion::All => entries,
        };
        let drafts: Vec<_> = gone
            .iter()
            .map(|entry| visitor(Fact::DiaryDeleted { visit: entry.visit }))
            .collect();
        if !drafts.is_empty() {
            self.append(drafts)?;
        }
        Ok(self.diary_entries(key))
    }
}

/// Shows neither number nor key.
impl fmt::Debug for ShownPass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownPass(…)")
    }
}

/// Shows neither number nor key.
impl fmt::Debug for DiaryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DiaryKey(…)")
    }
}
