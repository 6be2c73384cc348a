//! Confirming that a visitor can be reached: a code is asked for with the registration, and comes back here.

use einlass_domain::{
    confirmation::{CodeRefused, CodeSlip, Confirmation, ConfirmationCode, Demand, is_crowded},
    contact::{Contact, ContactDraft, Field},
    event::{Actor, Fact, MessageWay},
    id::{AddressTag, EventId, PassTag},
    post::Ways,
    rules::Confirm,
    time::{Clock, Timestamp},
    words::Language,
};
use einlass_ledger::{Draft, LedgerError, Record};
use einlass_vault::Purpose;
use rand_core::CryptoRngCore;

use crate::{
    diary::ShownPass,
    entrance::{Entrance, draft, visitor},
    record::{self, LetterRecord},
    verdict::Verdict,
};

/// Where a code goes.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Addressee {
    Mail(String),
    Phone(String),
}

impl Addressee {
    fn way(&self) -> (MessageWay, &str) {
        match self {
            Self::Mail(email) => (MessageWay::Mail, email),
            Self::Phone(phone) => (MessageWay::Sms, phone),
        }
    }

    /// The field of the form in which it stands.
    fn field(&self) -> Field {
        match self {
            Self::Mail(_) => Field::Email,
            Self::Phone(_) => Field::Phone,
        }
    }
}

/// A code that is asked for together with other events.
pub(crate) struct Ask {
    pub(crate) pass: PassTag,
    pub(crate) to: Addressee,
    pub(crate) language: Option<Language>,
    /// Until when, where the address is the same as before; none for 48 hours from now.
    pub(crate) by: Option<Timestamp>,
    pub(crate) actor: Actor,
}

/// Why no further code was sent.
#[derive(Debug, thiserror::Error)]
pub enum NoNewCode {
    /// As many codes have been sent as may be: staff looks at the address.
    #[error("as many codes have been sent to this address as may be")]
    TooMany,
    /// There is nothing to confirm, or no address behind the pass that a code could go to.
    #[error("there is no address to which a code could be sent")]
    NoAddress,
    /// It could not be recorded; then the code before is still good.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// By which ways messages leave this machine. Without this, whatever the rules allow is believed to be there: another program
    /// sends it.
    pub fn set_ways(&mut self, ways: Ways) {
        self.ways = Some(ways);
    }

    /// Whether the rules ask for something that this machine cannot do.
    pub(crate) fn lacks_ways(&self) -> bool {
        let rule = self.ledger.state().rules().confirm;
        let Some(ways) = self.ways.filter(|_| rule != Confirm::No) else {
            return false;
        };
        !(rule.takes_mail() && ways.mail || rule.takes_sms() && ways.sms.is_some())
    }

    /// What a pass has to confirm, as long as the rules want it.
    pub fn confirmation_of(&self, pass: PassTag) -> Option<Confirmation> {
        let state = self.ledger.state();
        let is_asked = state.rules().confirm != Confirm::No;
        state.confirmation(pass).filter(|_| is_asked)
    }

    /// A code was typed for this pass. That it is about to be tried is on the disk before it is.
    ///
    /// # Errors
    /// When it could not be recorded; then nothing is confirmed.
    pub fn try_code(
        &mut self,
        pass: PassTag,
        code: &ConfirmationCode,
    ) -> Result<Result<(), CodeRefused>, LedgerError> {
        let Some(waits) = self.confirmation_of(pass) else {
            // Confirmed in the meantime, or not wanted any more.
            return Ok(Ok(()));
        };
        if let Err(refused) = waits.may_try(self.clock.now()) {
            return Ok(Err(refused));
        }
        self.append(vec![visitor(Fact::ConfirmationTried { pass })])?;
        let tag = self
            .ledger
            .keys()
            .ring()
            .pepper
            .derive_code_tag(waits.asked, code);
        let checked = waits.check(tag, self.clock.now());
        if checked.is_ok() {
            self.append(vec![visitor(Fact::Confirmed { pass })])?;
        }
        Ok(checked)
    }

    /// The picture of a message was held before the camera; none when nobody here was ever asked for that code.
    pub(crate) fn show_slip(&mut self, slip: &CodeSlip) -> Result<Option<Verdict>, LedgerError> {
        let Some((pass, newest, tag)) = self.ledger.state().code_asked_by(slip.registration) else {
            return Ok(None);
        };
        if newest != slip.registration {
            let why = CodeRefused::Expired;
            return Ok(Some(Verdict::NoCode { pass, why }));
        }
        if self.confirmation_of(pass).is_none() {
            // Held up twice, it is still right; and a wrong one is no try at anything.
            let pepper = &self.ledger.keys().ring().pepper;
            let is_right = pepper.derive_code_tag(newest, &slip.code) == tag;
            return Ok(is_right.then_some(Verdict::Confirmed));
        }
        Ok(Some(match self.try_code(pass, &slip.code)? {
            Ok(()) => Verdict::Confirmed,
            Err(why) => Verdict::NoCode { pass, why },
        }))
    }

    /// The pass that was held up, if it is this one and opens something.
    pub(crate) fn same_pass(&mut self, code: &[u8], pass: PassTag) -> Option<ShownPass> {
        let claims = self.read_code(code).ok()?;
        let is_same = self.pass_tag(claims.pin_id) == pass && self.behind(&claims).profile().is_some();
        is_same.then_some(ShownPass(claims))
    }

    /// Sends another code to the address behind the pass. The one before is of no use any more.
    ///
    /// # Errors
    /// [`NoNewCode`].
    pub fn new_code(&mut self, shown: &ShownPass, language: Language) -> Result<(), NoNewCode> {
        let pass = self.pass_tag(shown.0.pin_id);
        let waits = self.confirmation_of(pass).ok_or(NoNewCode::NoAddress)?;
        if !self.may_renew(pass, &waits) {
            return Err(NoNewCode::TooMany);
        }
        let contact = self.behind(&shown.0).into_contact();
        let to = contact.and_then(|contact| self.addressee(&contact));
        let ask = Ask {
            pass,
            to: to.ok_or(NoNewCode::NoAddress)?,
            language: Some(language),
            by: Some(waits.by),
            actor: Actor::Visitor,
        };
        let next = self.ledger.next_event(self.clock.now(), &mut self.rng)?;
        let drafts = self.ask_for_code(ask, next);
        Ok(self.append(drafts)?)
    }

    /// What the rules demand of the form on this machine.
    pub(crate) fn demand(&self) -> Demand {
        Demand::of(self.ledger.state().rules().confirm, self.ways)
    }

    /// The same, when somebody wants to go on with what stands in `draft`, who has confirmed or been asked for `before`.
    pub(crate) fn demand_of(&self, draft: &ContactDraft, before: Option<&Addressee>) -> Demand {
        let email = draft.text(Field::Email).trim();
        let email = (!email.is_empty()).then(|| email.to_owned());
        let to = self.addressee_of(email, draft.dialled());
        let crowded = to.filter(|to| Some(to) != before && self.is_crowded(to));
        let mut demand = self.demand();
        demand.crowded = crowded.map(|to| to.field());
        demand
    }

    /// Where the rules want a code to go, of what the visitor has given; none where there is nothing to confirm.
    pub(crate) fn addressee(&self, contact: &Contact) -> Option<Addressee> {
        self.addressee_of(contact.email.clone(), contact.phone.clone())
    }

    fn addressee_of(&self, email: Option<String>, phone: Option<String>) -> Option<Addressee> {
        match self.demand().way(email.as_deref(), phone.as_deref())? {
            MessageWay::Mail => email.map(Addressee::Mail),
            MessageWay::Sms => phone.map(Addressee::Phone),
        }
    }

    /// Whether no further code may go there today, whoever asks for it.
    pub(crate) fn is_crowded(&self, to: &Addressee) -> bool {
        self.is_tag_crowded(self.address_tag(to))
    }

    /// Whether another code may be sent for what a pass waits for.
    pub(crate) fn may_renew(&self, pass: PassTag, waits: &Confirmation) -> bool {
        let to = self.ledger.state().code_address_of(pass);
        waits.may_renew() && !to.is_some_and(|to| self.is_tag_crowded(to))
    }

    fn is_tag_crowded(&self, to: AddressTag) -> bool {
        is_crowded(self.ledger.state().open_codes_to(to), self.clock.now())
    }

    fn address_tag(&self, to: &Addressee) -> AddressTag {
        let (way, address) = to.way();
        let counted = self.demand().counted(way, address);
        self.ledger.keys().ring().pepper.derive_address_tag(&counted)
    }

    /// The events that ask for a code; `asked` is the name that the first of them will have.
    pub(crate) fn ask_for_code(&mut self, ask: Ask, asked: EventId) -> Vec<Draft> {
        let Ask {
            pass,
            to,
            language,
            by,
            actor,
        } = ask;
        let now = self.clock.now();
        let code = ConfirmationCode::make(&mut self.rng);
        let tag = self.ledger.keys().ring().pepper.derive_code_tag(asked, &code);
        let address = self.address_tag(&to);
        let (way, email, phone) = match to {
            Addressee::Mail(email) => (MessageWay::Mail, Some(email), None),
            Addressee::Phone(phone) => (MessageWay::Sms, None, Some(phone)),
        };
        let letter = LetterRecord {
            asked,
            digits: code.digits(),
            until: Confirmation::deadline(now),
            language: language.unwrap_or(Language::De),
            email,
            phone,
        };
        let record = Record {
            purpose: Purpose::Letter,
            plaintext: record::to_bytes(&letter),
            pass: None,
        };
        let by = by.unwrap_or(Confirmation::deadline(now));
        vec![
            draft(actor, Fact::ConfirmationAsked { pass, tag, by, way }),
            Draft {
                record: Some(record),
                ..draft(
                    Actor::Kiosk,
                    Fact::LetterWritten {
                        pass,
                        to: Some(address),
                    },
                )
            },
        ]
    }
}
