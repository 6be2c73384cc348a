//! What stands behind a pass: the visitor's own data, made once and used again. Pass and PIN together show and change them; a lost
//! pass is replaced by staff, who see nothing of what was behind it.

use std::fmt;

use einlass_domain::{
    contact::Contact,
    event::{Actor, ConsentBy, Fact},
    id::{PassTag, VisitId},
    pass::{PassClaims, ProfileKey},
    pin_id::PinId,
    time::{Clock, Day},
    words::Language,
};
use einlass_ledger::{Draft, LedgerError, Record};
use einlass_vault::{Purpose, VaultError, hash_pin};
use rand_core::CryptoRngCore;

use crate::{
    confirmation::{Addressee, Ask},
    diary::DiaryKey,
    entrance::{Entrance, visitor},
    record::{self, Profile},
    verdict::{NewPass, RegisterError},
};

/// Which text about the data visitors are shown. Grows when the text changes.
pub(crate) const NOTICE_VERSION: u16 = 2;

/// Somebody who has read the notice and agreed to it.
#[derive(Clone, PartialEq, Eq)]
pub struct Registration<'a> {
    /// How the visitor can be reached.
    pub contact: Contact,
    /// A PIN for the diary, if one was chosen.
    pub pin: Option<&'a str>,
    /// The language to be answered in, if one was chosen.
    pub language: Option<Language>,
    /// Who agreed.
    pub consent: ConsentBy,
    /// Who wrote it down.
    pub actor: Actor,
}

impl Registration<'_> {
    /// A visitor at the screen, without PIN and language; for a child, it is the guardian who agrees.
    pub fn of(contact: Contact) -> Self {
        let consent = match contact.child {
            Some(_) => ConsentBy::Guardian,
            None => ConsentBy::Visitor,
        };
        Self {
            contact,
            pin: None,
            language: None,
            consent,
            actor: Actor::Visitor,
        }
    }
}

/// The visitor's own data, for the visitor's eyes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnData {
    /// How the visitor can be reached; none when that cannot be read any more.
    pub contact: Option<Contact>,
    /// The language in which the pass is answered; none where none was chosen.
    pub language: Option<Language>,
    /// Who agreed to the notice about the data.
    pub consent: ConsentBy,
    /// Last day of validity of the pass.
    pub valid_until: Day,
    /// The last day on which the venue keeps a record of a visit with this number; none when it keeps none.
    pub visits_until: Option<Day>,
    /// Whether a visit with this pass lasts.
    pub is_inside: bool,
}

/// Why nothing was changed about a pass.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// No such number, or its holder wanted to be forgotten.
    #[error("there is no pass with this number")]
    NoPass,
    /// It could not be recorded, or the new one not be made; then all is as before.
    #[error(transparent)]
    Register(#[from] RegisterError),
}

/// What a pass that this venue has signed opens.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Behind {
    /// Its profile.
    Profile(Box<Profile>),
    /// Nothing any more: it was lost and replaced, or its holder wanted to be forgotten.
    Dead,
    /// The profile is missing or damaged. Nobody is turned away for that.
    Nothing,
}

impl Behind {
    pub(crate) fn profile(&self) -> Option<&Profile> {
        match self {
            Self::Profile(profile) => Some(profile),
            Self::Dead | Self::Nothing => None,
        }
    }

    pub(crate) fn into_contact(self) -> Option<Contact> {
        match self {
            Self::Profile(profile) => Some(profile.contact),
            Self::Dead | Self::Nothing => None,
        }
    }
}

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// Makes a pass.
    ///
    /// # Errors
    /// [`RegisterError`]; then there is no pass.
    pub fn register_as(&mut self, registration: Registration<'_>) -> Result<NewPass, RegisterError> {
        let (pin_id, tag) = self.make_pin_id();
        self.issue(pin_id, tag, registration)
    }

    /// A pass was lost: the number stays, the key is another. Paper and phone with the old one open nothing from now on, and say so.
    /// What the old key has sealed, the new one does not open; so the diary begins anew.
    ///
    /// # Errors
    /// [`ProfileError`]; then the old pass still opens.
    pub fn replace_pass(
        &mut self,
        pin_id: PinId,
        registration: Registration<'_>,
    ) -> Result<NewPass, ProfileError> {
        let tag = self.pass_tag(pin_id);
        if self.ledger.state().pass(tag).is_none() {
            return Err(ProfileError::NoPass);
        }
        let pass = self.issue(pin_id, tag, registration)?;
        Ok(NewPass {
            replaces: true,
            ..pass
        })
    }

    /// The visitor's own data; none when the pass was given up or replaced meanwhile.
    pub fn own_data(&self, key: &DiaryKey) -> Option<OwnData> {
        let pin_id = key.0.pin_id;
        let issued = self.ledger.state().pass(self.pass_tag(pin_id))?;
        let profile = match self.behind(&key.0) {
            Behind::Profile(profile) => Some(profile),
            Behind::Nothing => None,
            Behind::Dead => return None,
        };
        let consent = profile.as_ref().and_then(|profile| profile.consent);
        let language = profile.as_ref().and_then(|profile| profile.language);
        let open_visit = self.open_visit_of(pin_id);
        Some(OwnData {
            language,
            contact: profile.map(|profile| profile.contact),
            consent: consent.unwrap_or(ConsentBy::Visitor),
            valid_until: issued.valid_until,
            visits_until: self.visits_until(pin_id),
            is_inside: open_visit.is_some_and(|visit| self.is_of_this_pass(&key.0, visit)),
        })
    }

    /// Other data behind the same pass: paper and phone stay good, what stood before is destroyed. Visits keep what was right then.
    ///
    /// # Errors
    /// [`ProfileError`]; then the old data stand.
    pub fn edit_profile(
        &mut self,
        key: &DiaryKey,
        contact: Contact,
        language: Option<Language>,
    ) -> Result<(), ProfileError> {
        self.need_room().map_err(RegisterError::Ledger)?;
        let before = match self.behind(&key.0) {
            Behind::Profile(profile) => Some(profile),
            Behind::Nothing => None,
            Behind::Dead => return Err(ProfileError::NoPass),
        };
        // Who has confirmed an address has not confirmed another one.
        let before_to = before.as_ref().and_then(|before| self.addressee(&before.contact));
        let profile = Profile {
            pin_id: key.0.pin_id,
            contact,
            language: language.or(before.as_ref().and_then(|before| before.language)),
            consent: before.and_then(|before| before.consent),
        };
        let pass = self.pass_tag(key.0.pin_id);
        let to = self
            .addressee(&profile.contact)
            .filter(|to| Some(to) != before_to.as_ref());
        if to.as_ref().is_some_and(|to| self.is_crowded(to)) {
            return Err(RegisterError::Crowded.into());
        }
        let mut drafts = vec![self.issued(&key.0, &profile, Actor::Visitor)];
        if let Some(to) = to {
            let ask = Ask {
                pass,
                to,
                language: profile.language,
                by: None,
                actor: Actor::Visitor,
            };
            self.and_ask(&mut drafts, ask).map_err(RegisterError::Ledger)?;
        }
        Ok(self.append(drafts).map_err(RegisterError::Ledger)?)
    }

    /// Where a code for the data behind a pass goes, or has gone.
    pub(crate) fn addressee_behind(&self, claims: &PassClaims) -> Option<Addressee> {
        let contact = self.behind(claims).into_contact()?;
        self.addressee(&contact)
    }

    /// The visitor wants to be forgotten: profile and diary are gone, the pass opens nothing. A visit that lasts can still be ended with
    /// it. The venue's own sealed records of visits stay until their days die.
    ///
    /// # Errors
    /// When it could not be recorded; then nothing is gone.
    pub fn forget(&mut self, key: &DiaryKey) -> Result<(), LedgerError> {
        let pass = self.pass_tag(key.0.pin_id);
        self.append(vec![visitor(Fact::PassWithdrawn { pass })])
    }

    /// The same pass for another paper. It is always a copy; which one counts the papers of the days that are kept, because when
    /// somebody printed one dies with the visit of that day.
    ///
    /// # Errors
    /// [`RegisterError::Clock`].
    pub fn reprint(&self, key: &DiaryKey) -> Result<NewPass, RegisterError> {
        let tag = self.pass_tag(key.0.pin_id);
        let behind = self.behind(&key.0);
        let consent = behind.profile().and_then(|profile| profile.consent);
        self.sign(&key.0, tag, self.next_copy(tag), consent)
    }

    /// Which copy the next paper of a pass is that was printed before, or may have been.
    pub(crate) fn next_copy(&self, tag: PassTag) -> u8 {
        let papers = self.ledger.state().papers_of(tag);
        u8::try_from(papers.max(1)).unwrap_or(u8::MAX)
    }

    /// What a pass opens.
    pub(crate) fn behind(&self, claims: &PassClaims) -> Behind {
        let (state, tag) = (self.ledger.state(), self.pass_tag(claims.pin_id));
        if state.is_withdrawn(tag) {
            return Behind::Dead;
        }
        let Some(newest) = state.pass(tag) else {
            return Behind::Nothing;
        };
        match self.ledger.profile(newest.issued, &claims.profile_key) {
            Ok(profile) => minicbor::decode(&profile).map_or(Behind::Nothing, Behind::Profile),
            // Another key than that of the newest profile.
            Err(LedgerError::Seal {
                source: VaultError::Wrap,
                ..
            }) => Behind::Dead,
            Err(_) => Behind::Nothing,
        }
    }

    /// The visit that whoever wanted to be forgotten during it can still end. Not with a pass that was lost and replaced: who holds
    /// that one, nobody knows.
    pub(crate) fn last_way_out(&self, claims: &PassClaims) -> Option<VisitId> {
        let is_withdrawn = self.ledger.state().is_withdrawn(self.pass_tag(claims.pin_id));
        let visit = self.open_visit_of(claims.pin_id).filter(|_| is_withdrawn)?;
        self.is_of_this_pass(claims, visit).then_some(visit)
    }

    fn issue(
        &mut self,
        pin_id: PinId,
        tag: PassTag,
        registration: Registration<'_>,
    ) -> Result<NewPass, RegisterError> {
        self.need_room()?;
        let Registration {
            contact,
            pin,
            language,
            consent,
            actor,
        } = registration;
        let today = self.today();
        let claims = PassClaims {
            issuer: self.ledger.venue().issuer(),
            pin_id,
            profile_key: ProfileKey::make(&mut self.rng),
            valid_from: today,
            valid_until: today.plus(i32::from(self.ledger.state().rules().pass_valid_days) - 1),
        };
        let pass = self.sign(&claims, tag, 0, Some(consent))?;
        let profile = Profile {
            pin_id,
            contact,
            language,
            consent: Some(consent),
        };
        let by = |fact| Draft {
            actor,
            ..visitor(fact)
        };
        let agreed = Fact::ConsentGiven {
            pass: tag,
            notice: NOTICE_VERSION,
            by: Some(consent),
        };
        let to = self.addressee(&profile.contact);
        if to.as_ref().is_some_and(|to| self.is_crowded(to)) {
            return Err(RegisterError::Crowded);
        }
        let mut drafts = vec![self.issued(&claims, &profile, actor), by(agreed)];
        if let Some(pin) = pin {
            let pin = hash_pin(pin, &self.ledger.keys().ring().pepper, &mut self.rng);
            drafts.push(by(Fact::DiaryPinSet { pass: tag, pin }));
            if self
                .ledger
                .state()
                .diary(tag)
                .is_some_and(|diary| diary.is_locked())
            {
                drafts.push(by(Fact::DiaryUnlocked { pass: tag }));
            }
        }
        if let Some(to) = to {
            let ask = Ask {
                pass: tag,
                to,
                language,
                by: None,
                actor,
            };
            self.and_ask(&mut drafts, ask)?;
        }
        self.append(drafts)?;
        Ok(pass)
    }

    /// Asks for a code in the same breath.
    fn and_ask(&mut self, drafts: &mut Vec<Draft>, ask: Ask) -> Result<(), LedgerError> {
        let mut asked = self.ledger.next_event(self.clock.now(), &mut self.rng)?;
        asked.seq += u64::try_from(drafts.len()).expect("there are few drafts");
        drafts.extend(self.ask_for_code(ask, asked));
        Ok(())
    }

    fn issued(&self, claims: &PassClaims, profile: &Profile, actor: Actor) -> Draft {
        let record = Record {
            purpose: Purpose::Profile,
            plaintext: record::to_bytes(profile),
            pass: Some(claims.profile_key.clone()),
        };
        Draft {
            actor,
            record: Some(record),
            ..visitor(Fact::PassIssued {
                pass: self.pass_tag(claims.pin_id),
                valid_until: claims.valid_until,
            })
        }
    }

    fn sign(
        &self,
        claims: &PassClaims,
        tag: PassTag,
        copy: u8,
        consent: Option<ConsentBy>,
    ) -> Result<NewPass, RegisterError> {
        let signer = &self.ledger.keys().ring().pass_signer;
        let code = signer.sign(claims).map_err(RegisterError::Clock)?;
        Ok(NewPass {
            pin_id: claims.pin_id,
            tag,
            code,
            valid_until: claims.valid_until,
            copy,
            by_guardian: consent == Some(ConsentBy::Guardian),
            replaces: false,
        })
    }

    fn visits_until(&self, pin_id: PinId) -> Option<Day> {
        let state = self.ledger.state();
        let days = self.ledger.keys().ring().days.iter();
        let kept = days.filter_map(|(name, dated)| {
            let mut visits = state.visits_of(name.day, dated.key.derive_visitor_tag(pin_id));
            let made = self.ledger.made(*name, dated.made);
            visits
                .any(|(_, visit)| !visit.is_annulled())
                .then(|| state.retention().last_day(made))
        });
        kept.max()
    }
}

/// Shows nothing of the person.
impl fmt::Debug for Registration<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Registration(…)")
    }
}
