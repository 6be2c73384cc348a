//! People who come together on one pass.

use einlass_domain::{
    event::{Actor, Fact},
    id::VisitId,
    rules::{Companions, LARGEST_PARTY},
    time::Clock,
};
use einlass_ledger::{Draft, LedgerError, Record};
use einlass_vault::Purpose;
use minicbor::{Decode, Encode};
use rand_core::CryptoRngCore;

use crate::{
    entrance::{Entrance, visitor},
    record,
};

/// Who came along. Sealed like the visit itself.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PartyRecord {
    /// The companions, without the holder of the pass.
    #[n(0)]
    pub names: Vec<String>,
}

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// Whether people may come together on one pass.
    pub fn takes_companions(&self) -> bool {
        self.ledger.state().rules().companions != Companions::No
    }

    /// Whether the venue wants to know who came along.
    pub fn asks_for_names(&self) -> bool {
        self.ledger.state().rules().companions == Companions::Names
    }

    /// So many companions came on the pass, with their names where the venue asks for them. Gives how many people it is.
    ///
    /// # Errors
    /// When it could not be recorded; then it is as many as before.
    pub fn set_party(
        &mut self,
        visit: VisitId,
        companions: u16,
        names: Option<Vec<String>>,
    ) -> Result<u16, LedgerError> {
        self.set_party_as(Actor::Visitor, visit, companions, names)
    }

    pub(crate) fn set_party_as(
        &mut self,
        actor: Actor,
        visit: VisitId,
        companions: u16,
        names: Option<Vec<String>>,
    ) -> Result<u16, LedgerError> {
        let people = companions.saturating_add(1).min(LARGEST_PARTY);
        let names = names.filter(|_| self.asks_for_names());
        let record = names.map(|names| Record {
            purpose: Purpose::Party,
            plaintext: record::to_bytes(&PartyRecord { names }),
            pass: None,
        });
        self.append(vec![Draft {
            actor,
            record,
            ..visitor(Fact::PartySet { visit, people })
        }])?;
        Ok(people)
    }
}
