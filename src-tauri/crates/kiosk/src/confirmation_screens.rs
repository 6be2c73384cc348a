//! The screen for the code of a message, and the hint to it on the answers before.

use einlass_domain::{
    confirmation::{CodeRefused, Confirmation, ConfirmationCode, Delivery},
    event::{MessageWay, Way},
    id::PassTag,
    time::{Clock, Timestamp},
};
use rand_core::CryptoRngCore;

use crate::{
    confirmation::NoNewCode,
    diary::ShownPass,
    entrance::slip,
    input::Touch,
    kiosk::Kiosk,
    screen::{Answer, Screen},
    verdict::Verdict,
};

/// Digits of a code.
pub const CODE_DIGITS: usize = 8;

/// Whoever was answered last has an address to confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Confirming {
    pub(crate) pass: PassTag,
    /// The pass, if it was shown: it opens the address for another code.
    pub(crate) shown: Option<ShownPass>,
    pub(crate) hint: ConfirmHint,
}

/// That there is an address to confirm, for whoever stands before the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmHint {
    /// Until when; none when it is too late to come in unconfirmed.
    pub until: Option<Moment>,
}

/// A day, where it is not today, and a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// `24.12.2026`.
    pub day: Option<String>,
    /// `18:30`.
    pub time: String,
}

/// What the screen for a code says of the message with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentCode {
    /// By which way it goes.
    pub way: MessageWay,
    /// What became of it.
    pub delivery: Delivery,
    /// Until when its code is good.
    pub until: Moment,
    /// How another one can be had.
    pub renewal: Renewal,
}

/// How another code can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// By a touch.
    Offered,
    /// By showing the pass, which opens the address.
    ShowPass,
    /// Not here: as many were sent as may be.
    AskStaff,
}

/// What became of what was done on the screen for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeSaid {
    /// A slip of the finger; no try is lost.
    Mistyped,
    /// Not the code that was sent last.
    Wrong {
        /// Tries that remain.
        tries_left: u32,
    },
    /// Too many wrong codes.
    NoTriesLeft,
    /// The code is too old, or a newer one was sent.
    Expired,
    /// Another code is on its way.
    NewCode,
}

impl From<CodeRefused> for CodeSaid {
    fn from(refused: CodeRefused) -> Self {
        match refused {
            CodeRefused::Wrong { left: 0 } | CodeRefused::NoTriesLeft => Self::NoTriesLeft,
            CodeRefused::Wrong { left } => Self::Wrong { tries_left: left },
            CodeRefused::Expired => Self::Expired,
        }
    }
}

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    /// Somebody was answered for this pass: may they have something to confirm?
    pub(crate) fn hint_at_confirmation(&mut self, pass: Option<PassTag>, shown: Option<ShownPass>) {
        let waits = pass.and_then(|pass| Some((pass, self.confirm_hint(pass)?)));
        self.confirming = waits.map(|(pass, hint)| Confirming { pass, shown, hint });
        // A hint takes longer to read than an answer.
        self.linger();
    }

    /// What a pass has to confirm; none when that is nothing.
    pub(crate) fn confirm_hint(&self, pass: PassTag) -> Option<ConfirmHint> {
        let waits = self.entrance.confirmation_of(pass)?;
        let is_overdue = waits.is_overdue(self.clock.now());
        let until = (!is_overdue).then(|| self.moment(waits.by));
        Some(ConfirmHint { until })
    }

    /// A pass or the picture of a message is held up while the screen waits for a code. False when it has nothing to do with it.
    pub(crate) fn code_for_code(&mut self, code: &[u8]) -> bool {
        let Screen::ConfirmCode { pass, .. } = &self.screen else {
            return false;
        };
        let waited_for = *pass;
        if slip(code).is_some() {
            let shown = self.entrance.show_pass(code).map(|(verdict, ..)| verdict);
            self.answer(shown, Way::Scanned);
            return true;
        }
        let Some(held_up) = self.entrance.same_pass(code, waited_for) else {
            return false;
        };
        let waits = self.entrance.confirmation_of(waited_for);
        let now_sent = waits.map(|waits| self.sent_code(waited_for, &waits, true));
        // What was typed stays.
        if let (Screen::ConfirmCode { shown, sent, .. }, Some(now_sent)) = (&mut self.screen, now_sent) {
            *shown = Some(held_up);
            *sent = now_sent;
        }
        self.linger();
        true
    }

    pub(crate) fn touched_confirming(&mut self, touch: Touch, screen: Screen) {
        match (touch, screen) {
            (
                Touch::OpenConfirmation,
                screen @ (Screen::Answer(_) | Screen::GoOrStay { .. } | Screen::PassReady { .. }),
            ) => match self.confirming.clone() {
                Some(Confirming { pass, shown, .. }) => self.open_confirmation(pass, shown, None),
                None => self.screen = screen,
            },
            (
                Touch::Digit(digit),
                Screen::ConfirmCode {
                    pass,
                    shown,
                    mut digits,
                    sent,
                    ..
                },
            ) if digit < 10 => {
                digits.push(char::from(b'0' + digit));
                if digits.len() == CODE_DIGITS {
                    return self.typed_code(pass, shown, &digits);
                }
                self.screen = Screen::ConfirmCode {
                    pass,
                    shown,
                    digits,
                    said: None,
                    sent,
                };
            }
            (Touch::EraseDigit, mut screen) => {
                if let Screen::ConfirmCode { digits, .. } = &mut screen {
                    digits.pop();
                }
                self.screen = screen;
            }
            (
                Touch::NewCode,
                Screen::ConfirmCode {
                    pass,
                    shown: Some(shown),
                    ..
                },
            ) => match self.entrance.new_code(&shown, self.language) {
                Ok(()) => {
                    self.look_for_letters();
                    self.open_confirmation(pass, Some(shown), Some(CodeSaid::NewCode));
                }
                Err(NoNewCode::TooMany) => self.open_confirmation(pass, Some(shown), None),
                Err(NoNewCode::NoAddress) => self.open_confirmation(pass, None, None),
                Err(NoNewCode::Ledger(error)) => self.fault(error),
            },
            // A touch that was meant for a screen that has just gone.
            (_, screen) => self.screen = screen,
        }
    }

    fn typed_code(&mut self, pass: PassTag, shown: Option<ShownPass>, digits: &str) {
        let Ok(code) = digits.parse::<ConfirmationCode>() else {
            return self.open_confirmation(pass, shown, Some(CodeSaid::Mistyped));
        };
        match self.entrance.try_code(pass, &code) {
            Ok(Ok(())) => self.answer(Ok(Verdict::Confirmed), Way::Typed),
            Ok(Err(refused)) => self.open_confirmation(pass, shown, Some(refused.into())),
            Err(error) => self.fault(error),
        }
    }

    /// Waits for the code of this pass; says that all is well when there is nothing to confirm any more.
    pub(crate) fn open_confirmation(
        &mut self,
        pass: PassTag,
        shown: Option<ShownPass>,
        said: Option<CodeSaid>,
    ) {
        let Some(waits) = self.entrance.confirmation_of(pass) else {
            self.answered += 1;
            return self.show(Screen::Answer(Answer::Confirmed));
        };
        let sent = self.sent_code(pass, &waits, shown.is_some());
        self.show(Screen::ConfirmCode {
            pass,
            shown,
            digits: String::new(),
            said,
            sent,
        });
    }

    fn sent_code(&self, pass: PassTag, waits: &Confirmation, is_shown: bool) -> SentCode {
        SentCode {
            way: waits.way,
            delivery: waits.delivery,
            until: self.moment(waits.code_until()),
            renewal: match (self.entrance.may_renew(pass, waits), is_shown) {
                (false, _) => Renewal::AskStaff,
                (true, true) => Renewal::Offered,
                (true, false) => Renewal::ShowPass,
            },
        }
    }

    fn moment(&self, at: Timestamp) -> Moment {
        let zone = self.entrance.ledger().zone();
        let day = zone.day_of(at);
        Moment {
            day: (day != zone.day_of(self.clock.now())).then(|| day.dotted()),
            time: zone.clock_text(at),
        }
    }

    /// The picture of a message confirmed nothing.
    pub(crate) fn refuse_slip(&mut self, pass: PassTag, why: CodeRefused) {
        let mut held_up = None;
        if let Screen::ConfirmCode {
            pass: waited_for,
            shown,
            ..
        } = &self.screen
            && *waited_for == pass
        {
            held_up = shown.clone();
        }
        self.open_confirmation(pass, held_up, Some(why.into()));
    }
}
