//! Passes made by staff: for a visitor who does not want to or cannot type, and for one whose pass is lost. Staff ask for the consent,
//! on paper or by word; the log says who wrote it down. What stands behind a pass that exists, staff can neither see nor print: its key
//! is on the visitor's paper only.

use einlass_domain::{
    contact::Contact, event::Actor, pin_id::PinId, staff::Deed, time::Clock, words::Language,
};
use rand_core::CryptoRngCore;

use crate::{
    entrance::Entrance,
    profile::{ProfileError, Registration},
    staff::{Session, StaffError},
    staff_desk::ByHand,
    verdict::{NewPass, RegisterError},
};

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// Makes a pass for a visitor who told staff the contact data.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], or it could not be made; then there is no pass.
    pub fn register_by_hand(
        &mut self,
        session: Session,
        contact: Contact,
        language: Language,
    ) -> Result<NewPass, StaffError> {
        self.may(session, Deed::Register)?;
        Ok(self.register_as(told_to(session, contact, language))?)
    }

    /// Makes a new pass for a lost one, whose number was typed whole. The old paper opens nothing from now on.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], [`StaffError::NoPass`], or it could not be made; then the old pass still opens.
    pub fn replace_by_hand(
        &mut self,
        session: Session,
        pin_id: PinId,
        contact: Contact,
        language: Language,
    ) -> Result<NewPass, StaffError> {
        self.may(session, Deed::ReplacePass)?;
        Ok(self.replace_pass(pin_id, told_to(session, contact, language))?)
    }

    /// Lets the holder of a pass in that was made a moment ago. Its key is still at hand, so the record is what a scan would have made.
    ///
    /// # Errors
    /// As [`Self::check_in_by_hand`].
    pub fn check_in_made(&mut self, session: Session, pass: &NewPass) -> Result<ByHand, StaffError> {
        let claims = self
            .read_code(pass.code.as_bytes())
            .map_err(|_| StaffError::NoPass)?;
        let contact = self.behind(&claims).into_contact();
        self.admit_by_hand(session, pass.pin_id, contact, Some(claims.profile_key.clone()))
    }

    /// The same pass for another paper, while its key is still at hand.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`].
    pub fn reprint_made(&self, session: Session, pass: &NewPass) -> Result<NewPass, StaffError> {
        self.may(session, Deed::Reprint)?;
        let copy = self.next_copy(pass.tag);
        Ok(NewPass { copy, ..pass.clone() })
    }
}

fn told_to(session: Session, contact: Contact, language: Language) -> Registration<'static> {
    Registration {
        language: Some(language),
        actor: Actor::Staff(session.0),
        ..Registration::of(contact)
    }
}

impl From<RegisterError> for StaffError {
    fn from(error: RegisterError) -> Self {
        match error {
            RegisterError::Ledger(error) => Self::Ledger(error),
            RegisterError::Clock(error) => Self::Clock(error),
            RegisterError::Crowded => Self::Crowded,
        }
    }
}

impl From<ProfileError> for StaffError {
    fn from(error: ProfileError) -> Self {
        match error {
            ProfileError::NoPass => Self::NoPass,
            ProfileError::Register(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use einlass_domain::id::StaffId;
    use einlass_testkit::contact;

    use super::*;

    #[test]
    fn the_log_says_who_wrote_the_consent_down() {
        let registration = told_to(Session(StaffId([7; 8])), contact("Walker"), Language::Pl);
        assert_eq!(registration.actor, Actor::Staff(StaffId([7; 8])));
    }
}
