//! The members of staff, as an owner changes them at the screen. Whoever signed in is named in the log; the technician's way to the
//! same accounts is in `staff` and `lists`, and needs nobody to sign in.

use einlass_domain::{
    event::{Actor, Fact},
    id::StaffId,
    lists::{staff::Member, tidy},
    staff::{Area, Deed, NotAllowed, Role, StaffAccount, may_take_from},
    time::Clock,
};
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::{
    entrance::Entrance,
    lists::make_pins,
    staff::{Session, StaffError, by},
};

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// Those who work here, by name.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`].
    pub fn members(&self, session: Session) -> Result<Vec<(StaffId, &StaffAccount)>, StaffError> {
        self.may(session, Deed::EnrolStaff)?;
        let mut all: Vec<_> = self.ledger.state().all_staff().collect();
        all.sort_by(|(a, x), (b, y)| (&x.name, a).cmp(&(&y.name, b)));
        Ok(all)
    }

    /// Makes somebody a member of staff.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], [`StaffError::UnfitName`], [`StaffError::NameTaken`], [`StaffError::UnfitPin`], or it could not be
    /// recorded.
    pub fn enrol_member(
        &mut self,
        session: Session,
        member: Member,
        pin: &str,
    ) -> Result<StaffId, StaffError> {
        self.may(session, Deed::EnrolStaff)?;
        let name = tidy(&member.name);
        let member = Member { name, ..member };
        member.check_name().map_err(StaffError::UnfitName)?;
        self.enrol_as(Actor::Staff(session.0), member, pin)
    }

    /// Gives somebody another role or area; PIN and second factor stay.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], also where no owner would be left and for the own role; or it could not be recorded.
    pub fn place_member(
        &mut self,
        session: Session,
        whom: StaffId,
        role: Role,
        area: Area,
    ) -> Result<(), StaffError> {
        self.may(session, Deed::EnrolStaff)?;
        let account = self.member(whom)?;
        if account.role == Role::Owner && role != Role::Owner {
            may_take_from(session.0, whom, self.ledger.state().all_staff())?;
        }
        self.set_account(
            session,
            whom,
            StaffAccount {
                role,
                area,
                ..account
            },
        )
    }

    /// Gives somebody another PIN; the old one opens nothing any more. A lock after wrong PINs runs out by itself all the same.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], [`StaffError::UnfitPin`], or it could not be recorded.
    pub fn set_member_pin(&mut self, session: Session, whom: StaffId, pin: &str) -> Result<(), StaffError> {
        self.may(session, Deed::EnrolStaff)?;
        let account = self.member(whom)?;
        let pin = self.staff_pin(pin)?;
        self.set_account(session, whom, StaffAccount { pin, ..account })
    }

    /// Somebody is a member of staff no more.
    ///
    /// # Errors
    /// [`StaffError::NotAllowed`], also for the last owner and for oneself; or it could not be recorded.
    pub fn dismiss_member(&mut self, session: Session, whom: StaffId) -> Result<(), StaffError> {
        self.may(session, Deed::EnrolStaff)?;
        self.member(whom)?;
        may_take_from(session.0, whom, self.ledger.state().all_staff())?;
        Ok(self.append(vec![by(session.0, Fact::StaffRemoved { staff: whom })])?)
    }

    /// A PIN that nobody chose.
    pub(crate) fn make_pin(&mut self) -> Zeroizing<String> {
        make_pins(1, &mut self.rng).remove(0)
    }

    pub(crate) fn member(&self, whom: StaffId) -> Result<StaffAccount, StaffError> {
        let known = self.ledger.state().staff(whom).cloned();
        known.ok_or(StaffError::NotAllowed(NotAllowed::NoMember))
    }

    pub(crate) fn set_account(
        &mut self,
        session: Session,
        staff: StaffId,
        account: StaffAccount,
    ) -> Result<(), StaffError> {
        Ok(self.append(vec![by(session.0, Fact::StaffEnrolled { staff, account })])?)
    }
}
