//! Confirming that a visitor can be reached: a code is asked for with the registration, and comes back here.

use einlass_domain::{
    confirmation::{CodeRefused, CodeSlip, Confirmation, ConfirmationCode},
    contact::Contact,
    event::{Actor, Fact, MessageWay},
    id::{EventId, PassTag},
    post::Ways,
    recipient::{MailAddress, PhoneNumber},
    rules::Confirm,
    time::{Clock, Timestamp},
    words::Language,
};
use einlass_ledger::{Draft, LedgerError, Record};
use einlass_vault::Purpose;
use rand_core::CryptoRngCore;

use crate::{
    diary::ShownPass,
    entrance::{Entrance, visitor},
    record::{self, LetterRecord},
    verdict::Verdict,
};

/// Where a code goes.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Addressee {
    Mail(String),
    Phone(String),
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
        if !waits.may_renew() {
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

    /// Where the rules want a code to go, of what the visitor has given; none where there is nothing to confirm.
    pub(crate) fn addressee(&self, contact: &Contact) -> Option<Addressee> {
        let rule = self.ledger.state().rules().confirm;
        let has_mail = self.ways.is_none_or(|ways| ways.mail);
        let mail = contact
            .email
            .as_ref()
            .filter(|email| rule.takes_mail() && has_mail && MailAddress::parse(email).is_ok());
        if let Some(email) = mail {
            return Some(Addressee::Mail(email.clone()));
        }
        let can_be_dialled = |phone: &&String| match self.ways {
            None => true,
            Some(ways) => ways
                .sms
                .is_some_and(|home| PhoneNumber::international(phone, home).is_ok()),
        };
        let phone = contact
            .phone
            .as_ref()
            .filter(|_| rule.takes_sms())
            .filter(can_be_dialled);
        phone.map(|phone| Addressee::Phone(phone.clone()))
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
            Draft {
                actor,
                ..visitor(Fact::ConfirmationAsked { pass, tag, by, way })
            },
            Draft {
                actor: Actor::Kiosk,
                record: Some(record),
                ..visitor(Fact::LetterWritten { pass })
            },
        ]
    }
}
