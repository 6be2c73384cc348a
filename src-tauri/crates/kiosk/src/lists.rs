//! What whole lists do at once: members of staff, passes for a group. All of a list is recorded, or nothing.

use std::collections::BTreeSet;

use einlass_domain::{
    contact::Contact,
    event::{Actor, ConsentBy, Fact},
    id::StaffId,
    lists::staff::Member,
    pass::{PassClaims, ProfileKey},
    pin_id::PinId,
    staff::StaffAccount,
    time::Clock,
};
use einlass_ledger::{Draft, LedgerError, Record};
use einlass_vault::{Purpose, hash_pin};
use rand_core::{CryptoRngCore, RngCore};
use zeroize::Zeroizing;

use crate::{
    entrance::{Entrance, draft},
    profile::NOTICE_VERSION,
    record::{self, Profile},
    verdict::{NewPass, RegisterError},
};

/// Digits of a PIN that the machine makes: more than a person has to choose, because nobody chose it.
const MADE_PIN_DIGITS: usize = 8;

/// Why nothing of a list is recorded.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// It could not be recorded.
    #[error("the list could not be recorded")]
    Ledger(#[from] LedgerError),
    /// Nobody is called so.
    #[error("there is nobody of this name")]
    Nobody,
}

/// A PIN for each of so many people: evenly random digits.
pub fn make_pins(count: usize, rng: &mut impl CryptoRngCore) -> Vec<Zeroizing<String>> {
    (0..count)
        .map(|_| {
            let digits = (0..MADE_PIN_DIGITS).map(|_| char::from(b'0' + digit(rng)));
            Zeroizing::new(digits.collect())
        })
        .collect()
}

fn digit(rng: &mut impl RngCore) -> u8 {
    loop {
        let mut byte = [0];
        rng.fill_bytes(&mut byte);
        // 250 is the last multiple of ten in a byte: what lies above would make small digits likelier.
        if byte[0] < 250 {
            return byte[0] % 10;
        }
    }
}

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// Makes members of staff, each with a PIN, and gives others another role or area; their PINs stay.
    ///
    /// # Errors
    /// [`ListError`]; then nobody is added or changed.
    pub fn set_staff(
        &mut self,
        actor: Actor,
        added: Vec<(Member, Zeroizing<String>)>,
        changed: Vec<(StaffId, Member)>,
    ) -> Result<(), ListError> {
        let mut drafts = Vec::new();
        for (staff, member) in changed {
            let old = self.ledger.state().staff(staff).ok_or(ListError::Nobody)?;
            let account = StaffAccount {
                role: member.role,
                area: member.area,
                ..old.clone()
            };
            drafts.push(draft(actor, Fact::StaffEnrolled { staff, account }));
        }
        for (member, pin) in added {
            let mut staff = StaffId([0; 8]);
            self.rng.fill_bytes(&mut staff.0);
            let account = StaffAccount {
                name: member.name,
                role: member.role,
                area: member.area,
                pin: hash_pin(&pin, &self.ledger.keys().ring().pepper, &mut self.rng),
                totp: None,
            };
            drafts.push(draft(actor, Fact::StaffEnrolled { staff, account }));
        }
        Ok(self.append_if_any(drafts)?)
    }

    /// Somebody is a member of staff no more.
    ///
    /// # Errors
    /// [`ListError`]; then they still are.
    pub fn dismiss(&mut self, actor: Actor, name: &str) -> Result<(), ListError> {
        let mut all = self.ledger.state().all_staff();
        let (staff, _) = all
            .find(|(_, account)| account.name == name)
            .ok_or(ListError::Nobody)?;
        drop(all);
        Ok(self.append(vec![draft(actor, Fact::StaffRemoved { staff })])?)
    }

    /// Makes a pass for everybody of a group, in the order given.
    ///
    /// # Errors
    /// [`RegisterError`]; then nobody has one.
    pub fn prepare_group(
        &mut self,
        actor: Actor,
        people: Vec<Contact>,
        consent: ConsentBy,
    ) -> Result<Vec<NewPass>, RegisterError> {
        self.need_room()?;
        let today = self.today();
        let valid_days = i32::from(self.ledger.state().rules().pass_valid_days);
        let valid_until = today.plus(valid_days - 1);
        let mut taken = BTreeSet::new();
        let (mut passes, mut drafts) = (Vec::new(), Vec::new());
        for contact in people {
            let (pin_id, tag) = loop {
                let pin_id = PinId::make(&mut self.rng);
                let tag = self.pass_tag(pin_id);
                if self.ledger.state().pass(tag).is_none() && taken.insert(tag) {
                    break (pin_id, tag);
                }
            };
            let claims = PassClaims {
                issuer: self.ledger.venue().issuer(),
                pin_id,
                profile_key: ProfileKey::make(&mut self.rng),
                valid_from: today,
                valid_until,
            };
            let signer = &self.ledger.keys().ring().pass_signer;
            let code = signer.sign(&claims).map_err(RegisterError::Clock)?;
            let record = Record {
                purpose: Purpose::Profile,
                plaintext: record::to_bytes(&Profile {
                    pin_id,
                    contact,
                    language: None,
                    consent: Some(consent),
                }),
                pass: Some(claims.profile_key),
            };
            let issued = Fact::PassIssued {
                pass: tag,
                valid_until,
            };
            drafts.push(Draft {
                record: Some(record),
                ..draft(actor, issued)
            });
            let agreed = Fact::ConsentGiven {
                pass: tag,
                notice: NOTICE_VERSION,
                by: Some(consent),
            };
            drafts.push(draft(actor, agreed));
            passes.push(NewPass {
                pin_id,
                tag,
                code,
                valid_until,
                copy: 0,
                by_guardian: consent == ConsentBy::Guardian,
                replaces: false,
            });
        }
        self.append_if_any(drafts)?;
        Ok(passes)
    }
}
