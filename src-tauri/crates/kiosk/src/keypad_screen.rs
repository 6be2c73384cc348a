//! The screen for a typed PIN-ID.

use einlass_domain::{event::Way, time::Clock};
use rand_core::CryptoRngCore;

use crate::{
    kiosk::Kiosk,
    screen::{KeypadOutcome, Screen},
    verdict::NumberVerdict,
};

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    pub(crate) fn open_keypad(&mut self) {
        let outcome = locked(self.entrance.keypad_wait_ms());
        self.show(Screen::Keypad {
            digits: String::new(),
            outcome,
        });
    }

    pub(crate) fn digit(&mut self, mut digits: String, outcome: Option<KeypadOutcome>, digit: u8) {
        if matches!(outcome, Some(KeypadOutcome::Locked { .. })) {
            self.screen = Screen::Keypad { digits, outcome };
            return;
        }
        digits.push(char::from(b'0' + digit));
        if digits.len() < 12 {
            self.screen = Screen::Keypad {
                digits,
                outcome: None,
            };
            return;
        }
        let outcome = match self.entrance.type_number(&digits) {
            Ok(NumberVerdict::Known(verdict)) => {
                self.answer(Ok(verdict), Way::Typed);
                let pass = digits.parse().ok().map(|pin_id| self.entrance.pass_tag(pin_id));
                return self.hint_at_confirmation(pass, None);
            }
            Ok(NumberVerdict::Wrong { tries_left }) => Some(KeypadOutcome::Wrong { tries_left }),
            Ok(NumberVerdict::Locked { wait_ms }) => locked(wait_ms),
            Err(error) => return self.fault(error),
        };
        self.show(Screen::Keypad {
            digits: String::new(),
            outcome,
        });
    }
}

pub(crate) fn locked(wait_ms: i64) -> Option<KeypadOutcome> {
    locked_s(wait_ms).map(|wait_s| KeypadOutcome::Locked { wait_s })
}

/// Whole seconds of a wait, rounded up; none when it is over.
pub(crate) fn locked_s(wait_ms: i64) -> Option<u32> {
    let wait_s = u32::try_from((wait_ms + 999) / 1_000).unwrap_or(0);
    (wait_s > 0).then_some(wait_s)
}
