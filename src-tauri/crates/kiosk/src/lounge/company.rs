//! Those who come in with a visitor whom staff take down, on the same pass.

use einlass_domain::{
    contact::Field,
    event::Actor,
    id::VisitId,
    rules::{Companions, LARGEST_PARTY},
    time::Clock,
};
use rand_core::CryptoRngCore;

use crate::{
    entrance::Entrance,
    staff::{Session, StaffError},
};

/// Who comes along, as staff were told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Company {
    /// How many, without the holder of the pass.
    pub companions: u16,
    /// Their names, where the venue asks for them: then these are counted.
    pub names: Vec<String>,
}

impl Company {
    /// As the rules take it; none when a name cannot be one, or more come than may on one pass.
    pub(super) fn checked(self, rule: Companions) -> Option<Self> {
        let most = LARGEST_PARTY - 1;
        match rule {
            Companions::No => Some(Self::default()),
            Companions::Count => (self.companions <= most).then_some(Self {
                names: Vec::new(),
                ..self
            }),
            Companions::Names => {
                let names = self.names.iter().map(|name| name.trim().to_owned());
                let names: Vec<_> = names.filter(|name| !name.is_empty()).collect();
                let companions = u16::try_from(names.len()).ok().filter(|count| *count <= most)?;
                let are_names = names.iter().all(|name| Field::LastName.takes(name));
                are_names.then_some(Self { companions, names })
            }
        }
    }
}

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// These came in with a visitor whom staff let in.
    ///
    /// # Errors
    /// When it could not be recorded; then the visit is of one.
    pub(super) fn set_company(
        &mut self,
        session: Session,
        visit: VisitId,
        company: &Company,
    ) -> Result<(), StaffError> {
        if company.companions > 0 {
            let names = Some(company.names.clone()).filter(|names| !names.is_empty());
            self.set_party_as(Actor::Staff(session.0), visit, company.companions, names)?;
        }
        Ok(())
    }
}
