//! The canary: a record that the kiosk seals like any other, and that holds nothing but a proof. Whoever opens it has shown that
//! the owner's key, as it lies in the owner's hand, still opens what the kiosk writes.
//!
//! The proof goes from the drill to the kiosk as a file: the drill has no business with the kiosk's log while the kiosk runs.

use std::{fs, io, path::Path};

use einlass_domain::{
    event::{Actor, Fact},
    fold,
    id::EventId,
    time::{Day, Timestamp},
};
use einlass_vault::{OwnerKey, Purpose};
use minicbor::{Decode, Encode};
use rand_core::CryptoRngCore;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{
    Draft, Ledger, LedgerError, Record,
    data_folder::{Paths, write_durably},
};

/// Days after which a new canary is laid, so that there always is one whose day lives.
const LAY_EVERY: i32 = 7;
/// Days after which the owner's key has to be proved again.
const PROVE_EVERY: i32 = 31;

/// An opened canary.
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct Canary {
    /// The event that laid it.
    #[n(0)]
    pub event: EventId,
    /// On which day.
    #[n(1)]
    pub day: Day,
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    opened: Vec<u8>,
}

impl Ledger {
    /// Lays a canary if the newest is a week old; whether it did.
    ///
    /// # Errors
    /// When it cannot be recorded.
    pub fn lay_canary(&mut self, now: Timestamp, rng: &mut impl CryptoRngCore) -> Result<bool, LedgerError> {
        let today = self.zone().day_of(now);
        // One of another device may have been laid with a key that is not here.
        let newest = self
            .state
            .canary()
            .filter(|(event, _)| event.device == self.device);
        if newest.is_some_and(|(_, canary)| canary.day <= today && today < canary.day.plus(LAY_EVERY)) {
            return Ok(false);
        }
        let mut plaintext = Zeroizing::new(vec![0; 32]);
        rng.fill_bytes(&mut plaintext);
        let draft = Draft {
            actor: Actor::Kiosk,
            fact: Fact::CanaryLaid {
                check: Sha256::digest(&*plaintext).into(),
            },
            record: Some(Record {
                purpose: Purpose::Canary,
                plaintext,
                pass: None,
            }),
        };
        self.append(vec![draft], now, rng)?;
        Ok(true)
    }

    /// Opens the newest canary with the owner's key.
    ///
    /// # Errors
    /// [`LedgerError::NoCanary`], or [`LedgerError::Seal`] when this is not the owner's key.
    pub fn open_canary(&self, owner: &OwnerKey) -> Result<Canary, LedgerError> {
        let (event, canary) = self.state.canary().ok_or(LedgerError::NoCanary)?;
        let opened = self.open_as_owner(event, Purpose::Canary, owner)?;
        Ok(Canary {
            event,
            day: canary.day,
            opened: opened.to_vec(),
        })
    }

    /// Takes the proof that a drill has left, if there is one and it is right; whether it was.
    ///
    /// # Errors
    /// When it cannot be read or recorded.
    pub fn take_proof(&mut self, now: Timestamp, rng: &mut impl CryptoRngCore) -> Result<bool, LedgerError> {
        let path = self.paths.proof();
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(LedgerError::Folder(error)),
        };
        let proof: Option<Canary> = minicbor::decode(&bytes).ok();
        let right = proof.filter(|proof| {
            self.state
                .canary_of(proof.event)
                .is_some_and(|canary| proof.fits(&canary))
        });
        if let Some(proof) = &right {
            let draft = Draft {
                actor: Actor::Owner,
                fact: Fact::OwnerKeyProved { canary: proof.event },
                record: None,
            };
            self.append(vec![draft], now, rng)?;
        }
        fs::remove_file(&path).map_err(LedgerError::Folder)?;
        Ok(right.is_some())
    }

    /// Whether the owner's key has to be proved: a month after it was made or last proved.
    pub fn is_proof_due(&self, now: Timestamp) -> bool {
        let last = self.state.owner_key_proved().unwrap_or_else(|| self.first_day());
        last.plus(PROVE_EVERY) <= self.zone().day_of(now)
    }
}

impl Canary {
    fn fits(&self, canary: &fold::Canary) -> bool {
        <[u8; 32]>::from(Sha256::digest(&self.opened)) == canary.check
    }
}

/// Leaves the proof of an opened canary for the kiosk that owns the folder.
///
/// # Errors
/// [`LedgerError::Folder`].
pub fn leave_proof(root: &Path, canary: &Canary) -> Result<(), LedgerError> {
    let bytes = minicbor::to_vec(canary).expect("writing to memory does not fail");
    write_durably(&Paths(root.to_owned()).proof(), &bytes).map_err(LedgerError::Folder)
}
