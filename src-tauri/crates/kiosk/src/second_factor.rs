//! Signing in at the screen: who changes much shows a code of the second factor after the PIN.

use std::collections::BTreeMap;

use einlass_domain::{
    event::{Actor, Fact},
    id::StaffId,
    staff::TotpSecret,
    time::Clock,
};
use einlass_ledger::Draft;
use einlass_vault::{TOTP_STEP_MS, make_totp_secret, totp_step};
use rand_core::CryptoRngCore;

use crate::{
    entrance::{Entrance, visitor},
    staff::{Session, StaffError},
};

/// Somebody whose PIN was right and who owes the second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HalfSession(StaffId);

/// What a right PIN opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinVerdict {
    /// The lounge.
    Open(Session),
    /// The question for a code.
    AskCode(HalfSession),
}

/// The newest step whose code was used, of those who have signed in since the start.
#[derive(Debug, Default)]
pub(crate) struct UsedCodes(BTreeMap<StaffId, i64>);

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// Somebody types the own PIN at the screen.
    ///
    /// # Errors
    /// As [`Self::sign_in`]; [`StaffError::NoSecondFactor`] where the role needs one and the account has none.
    pub fn show_pin(&mut self, name: &str, pin: &str) -> Result<PinVerdict, StaffError> {
        let staff = self.try_pin(name, pin)?;
        let account = self.account(staff)?;
        match (account.role.needs_second_factor(), account.totp) {
            (_, Some(_)) => Ok(PinVerdict::AskCode(HalfSession(staff))),
            (true, None) => Err(StaffError::NoSecondFactor),
            (false, None) => self.signed_in(staff).map(PinVerdict::Open),
        }
    }

    /// The same person types a code. Counted like a PIN: six digits would be found otherwise.
    ///
    /// # Errors
    /// [`StaffError::WrongPin`] for a wrong code and one that was used; [`StaffError::Locked`].
    pub fn show_code_of(&mut self, half: HalfSession, code: &str) -> Result<Session, StaffError> {
        let HalfSession(staff) = half;
        self.try_once(staff)?;
        let account = self.account(staff)?;
        let secret = account.totp.ok_or(StaffError::NoSecondFactor)?;
        let used = self.used_code(staff);
        let step = totp_step(&secret, code, self.clock.now(), used).ok_or(StaffError::WrongPin)?;
        self.used_codes.0.insert(staff, step);
        self.signed_in(staff)
    }

    /// Gives somebody a new second factor; the old one counts no more.
    ///
    /// # Errors
    /// [`StaffError::WrongPin`] when nobody is called so, or it could not be recorded.
    pub fn set_second_factor(&mut self, name: &str) -> Result<TotpSecret, StaffError> {
        let staff = self.staff_of(name).ok_or(StaffError::WrongPin)?;
        let mut account = self.account(staff)?;
        let secret = make_totp_secret(&mut self.rng);
        account.totp = Some(secret.clone());
        let draft = Draft {
            actor: Actor::Technician,
            ..visitor(Fact::StaffEnrolled { staff, account })
        };
        self.append(vec![draft])?;
        Ok(secret)
    }

    /// How long somebody stays locked out, in milliseconds; 0 when they are not.
    pub(crate) fn staff_wait_ms(&self, name: &str) -> i64 {
        let staff = self.staff_of(name);
        let tries = staff.map(|staff| self.ledger.state().staff_tries(staff));
        tries.map_or(0, |tries| tries.wait_ms(self.clock.now()))
    }

    /// The newest step that may have been used. After a start only the time of the last sign-in is known: its code was at most one
    /// step ahead.
    fn used_code(&self, staff: StaffId) -> Option<i64> {
        let remembered = self.used_codes.0.get(&staff).copied();
        remembered.or_else(|| {
            let at = self.ledger.state().staff_signed_in_at(staff)?;
            Some(at.0.div_euclid(TOTP_STEP_MS) + 1)
        })
    }
}
