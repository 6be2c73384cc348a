//! Leaving where the venue asks for something besides the pass: the PIN-ID, or the visitor's own PIN.

use einlass_domain::{
    event::{Fact, Way},
    id::{PassTag, VisitId},
    rules::ExitCheck,
    time::Clock,
};
use einlass_ledger::LedgerError;
use einlass_vault::verify_pin;
use rand_core::CryptoRngCore;

use crate::{
    diary::PIN_DIGITS,
    entrance::{Entrance, visitor},
    verdict::NumberVerdict,
};

/// What somebody who goes has to type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitQuestion {
    /// The twelve digits of the pass.
    PinId,
    /// The PIN that the visitor has chosen.
    PersonalPin,
}

impl ExitQuestion {
    /// How many digits that are.
    pub fn digits(self) -> usize {
        match self {
            Self::PinId => 12,
            Self::PersonalPin => PIN_DIGITS,
        }
    }
}

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// What the holder of `pass` has to type before going; none where the pass, or the number just typed, is enough.
    pub fn exit_question(&self, pass: PassTag, way: Way) -> Option<ExitQuestion> {
        let has_pin = self
            .ledger
            .state()
            .diary(pass)
            .is_some_and(|diary| diary.pin().is_some());
        match (self.ledger.state().rules().exit_check, way) {
            (ExitCheck::None, _) | (_, Way::Staff) => None,
            (ExitCheck::PersonalPin, Way::Scanned | Way::Typed) if has_pin => Some(ExitQuestion::PersonalPin),
            (ExitCheck::PinId | ExitCheck::PersonalPin, Way::Scanned) => Some(ExitQuestion::PinId),
            (ExitCheck::PinId | ExitCheck::PersonalPin, Way::Typed) => None,
        }
    }

    /// Somebody who goes has typed the answer. Wrong ones count as those at the keypad do: each is on the disk before it is
    /// answered, and after some one has to wait.
    ///
    /// # Errors
    /// When it could not be recorded; then the visit goes on.
    pub fn go_with(
        &mut self,
        visit: VisitId,
        pass: PassTag,
        way: Way,
        digits: &str,
    ) -> Result<NumberVerdict, LedgerError> {
        let wait_ms = self.keypad_wait_ms();
        if wait_ms > 0 {
            return Ok(NumberVerdict::Locked { wait_ms });
        }
        let is_right = match self.exit_question(pass, way) {
            None => true,
            Some(ExitQuestion::PinId) => digits
                .parse()
                .is_ok_and(|pin_id| self.open_visit_of(pin_id) == Some(visit)),
            Some(ExitQuestion::PersonalPin) => {
                let pin = self
                    .ledger
                    .state()
                    .diary(pass)
                    .and_then(|diary| diary.pin().cloned());
                pin.is_some_and(|pin| verify_pin(digits, &self.ledger.keys().ring().pepper, &pin))
            }
        };
        if !is_right {
            return self.wrong_number();
        }
        let forgiven = self.forgiven();
        self.append_if_any(forgiven)?;
        self.go(visit, way).map(NumberVerdict::Known)
    }

    /// A wrong number. Recorded before the answer: switching the machine off does not win another try.
    pub(crate) fn wrong_number(&mut self) -> Result<NumberVerdict, LedgerError> {
        self.append(vec![visitor(Fact::NumberRefused)])?;
        let wait_ms = self.keypad_wait_ms();
        let tries_left = self.ledger.state().keypad(self.ledger.device()).left();
        Ok(if wait_ms > 0 {
            NumberVerdict::Locked { wait_ms }
        } else {
            NumberVerdict::Wrong { tries_left }
        })
    }
}
