//! What a finger does in the lounge.

use einlass_domain::time::Clock;
use rand_core::CryptoRngCore;

use super::{Lounge, LoungePage, LoungeTouch, Said, SignIn};
use crate::{kiosk::Kiosk, screen::Screen};

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    /// Shows who works here, and what became of a try to sign in.
    pub(crate) fn open_lounge(&mut self, said: Option<Said>) {
        let names = self.entrance.staff_names();
        let sign_in = SignIn {
            names,
            chosen: None,
            digits: String::new(),
            asks_code: false,
            outcome: None,
        };
        self.show(Screen::Lounge(Box::new(Lounge {
            colleague: None,
            said,
            page: LoungePage::SignIn(sign_in),
        })));
    }

    pub(crate) fn touched_lounge(&mut self, touch: LoungeTouch, lounge: Lounge) {
        let _ = touch;
        self.screen = Screen::Lounge(Box::new(lounge));
    }
}
