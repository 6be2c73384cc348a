//! The second factor: who changes much shows a code of it after the PIN; and how somebody gets one.

use std::collections::BTreeMap;

use einlass_domain::{
    event::{Actor, Fact},
    id::StaffId,
    staff::{Deed, NotAllowed, StaffAccount, TotpSecret},
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

    /// A secret for a second factor that somebody of staff shall have. Nothing is recorded: it counts once a code of it was typed.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`].
    pub fn make_second_factor(&mut self, session: Session, whom: StaffId) -> Result<TotpSecret, StaffError> {
        self.may(session, Deed::EnrolStaff)?;
        self.member(whom)?;
        Ok(make_totp_secret(&mut self.rng))
    }

    /// The code shows that the secret has reached the app: from now on it counts, and the one before counts no more. False for a
    /// wrong code; then nothing changes. Whoever types it has the secret before them, so a try is worth nothing and is not counted.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], or it could not be recorded.
    pub fn confirm_second_factor(
        &mut self,
        session: Session,
        whom: StaffId,
        secret: &TotpSecret,
        code: &str,
    ) -> Result<bool, StaffError> {
        self.may(session, Deed::EnrolStaff)?;
        let account = self.member(whom)?;
        let Some(step) = totp_step(secret, code, self.clock.now(), None) else {
            return Ok(false);
        };
        let totp = Some(secret.clone());
        self.set_account(session, whom, StaffAccount { totp, ..account })?;
        self.used_codes.0.insert(whom, step);
        Ok(true)
    }

    /// Takes somebody's second factor away: the phone is lost. A role that needs one does not sign in until there is another.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], also for the own one where the own role needs it; or it could not be recorded.
    pub fn take_second_factor(&mut self, session: Session, whom: StaffId) -> Result<(), StaffError> {
        self.may(session, Deed::EnrolStaff)?;
        let account = self.member(whom)?;
        if whom == session.0 && account.role.needs_second_factor() {
            return Err(NotAllowed::Oneself.into());
        }
        self.set_account(
            session,
            whom,
            StaffAccount {
                totp: None,
                ..account
            },
        )
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
