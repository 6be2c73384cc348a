//! The way into the lounge and out of it.

use einlass_domain::time::Clock;
use rand_core::CryptoRngCore;

use super::{Colleague, Lounge, LoungePage, LoungeTouch, NumberOutcome, NumberPage, SignIn, SignInOutcome};
use crate::{
    keypad_screen::locked_s,
    kiosk::Kiosk,
    screen::Screen,
    second_factor::PinVerdict,
    staff::{LONGEST_STAFF_PIN, Session, StaffError},
};

/// RFC 6238 leaves the choice; every app makes six.
const CODE_DIGITS: usize = 6;

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    /// Shows who works here. Whatever stood in the lounge is gone; a roll call goes on behind it.
    pub(crate) fn open_lounge(&mut self) {
        self.show_sign_in(SignIn {
            names: self.entrance.staff_names(),
            chosen: None,
            digits: String::new(),
            half: None,
            outcome: None,
        });
    }

    pub(super) fn show_sign_in(&mut self, sign_in: SignIn) {
        self.show(Screen::Lounge(Box::new(Lounge {
            colleague: None,
            said: None,
            page: LoungePage::SignIn(sign_in),
        })));
    }

    pub(crate) fn touched_lounge(&mut self, touch: LoungeTouch, lounge: Lounge) {
        match (lounge.colleague, lounge.page) {
            (Some(colleague), page) => self.touched_desk(touch, colleague, page),
            (None, LoungePage::SignIn(sign_in)) => self.touched_sign_in(touch, sign_in),
            // There is no other page without somebody.
            (None, _) => self.open_lounge(),
        }
    }

    fn touched_sign_in(&mut self, touch: LoungeTouch, mut sign_in: SignIn) {
        let is_locked = matches!(sign_in.outcome, Some(SignInOutcome::Locked { .. }));
        match touch {
            LoungeTouch::Choose(row) if row < sign_in.names.len() => {
                let wait_ms = self.entrance.staff_wait_ms(&sign_in.names[row]);
                sign_in = SignIn {
                    chosen: Some(row),
                    digits: String::new(),
                    half: None,
                    outcome: locked_s(wait_ms).map(|wait_s| SignInOutcome::Locked { wait_s }),
                    ..sign_in
                };
            }
            LoungeTouch::Digit(digit)
                if digit < 10
                    && !is_locked
                    && sign_in.chosen.is_some()
                    && sign_in.digits.len() < LONGEST_STAFF_PIN =>
            {
                sign_in.digits.push(char::from(b'0' + digit));
                sign_in.outcome = None;
                if sign_in.half.is_some() && sign_in.digits.len() == CODE_DIGITS {
                    return self.try_sign_in(sign_in);
                }
            }
            LoungeTouch::Erase => {
                sign_in.digits.pop();
            }
            LoungeTouch::Enter if !is_locked && !sign_in.digits.is_empty() => {
                return self.try_sign_in(sign_in);
            }
            LoungeTouch::Home => return self.open_lounge(),
            LoungeTouch::Lock => return self.show(Screen::Attract),
            // Everything else is for those who have signed in.
            LoungeTouch::Choose(_)
            | LoungeTouch::Digit(_)
            | LoungeTouch::Enter
            | LoungeTouch::OpenInside
            | LoungeTouch::TurnTo(_)
            | LoungeTouch::OpenVisit(_)
            | LoungeTouch::OpenNumber
            | LoungeTouch::Look
            | LoungeTouch::CheckOut
            | LoungeTouch::CheckOutAt(_)
            | LoungeTouch::Annul(_)
            | LoungeTouch::CorrectCame(..)
            | LoungeTouch::CheckIn
            | LoungeTouch::UnlockDiary
            | LoungeTouch::Extend
            | LoungeTouch::OpenRegister
            | LoungeTouch::OpenReplace
            | LoungeTouch::Register { .. }
            | LoungeTouch::Replace(_)
            | LoungeTouch::Reprint
            | LoungeTouch::OpenEveryoneOut
            | LoungeTouch::ConfirmEveryoneOut
            | LoungeTouch::OpenRollCall
            | LoungeTouch::BeginDrill
            | LoungeTouch::Emergency
            | LoungeTouch::Tick { .. }
            | LoungeTouch::PrintRollCall
            | LoungeTouch::EndRollCall
            | LoungeTouch::OpenSettings
            | LoungeTouch::OpenRule(_)
            | LoungeTouch::SetRule(_)
            | LoungeTouch::OpenOccasions
            | LoungeTouch::OpenOccasionForm
            | LoungeTouch::SetOccasion(_)
            | LoungeTouch::RemoveOccasion(_)
            | LoungeTouch::Members(_)
            | LoungeTouch::OpenOccupancy
            | LoungeTouch::OpenRefused
            | LoungeTouch::OpenDevices
            | LoungeTouch::SettlePaper(..) => {}
        }
        self.show_sign_in(sign_in);
    }

    fn try_sign_in(&mut self, mut sign_in: SignIn) {
        let digits = std::mem::take(&mut sign_in.digits);
        let name = sign_in.chosen.and_then(|row| sign_in.names.get(row)).cloned();
        let Some(name) = name else {
            return self.open_lounge();
        };
        let tried = match sign_in.half {
            None => self.entrance.show_pin(&name, &digits),
            Some(half) => self.entrance.show_code_of(half, &digits).map(PinVerdict::Open),
        };
        sign_in.outcome = match tried {
            Ok(PinVerdict::Open(session)) => return self.signed_in(session),
            Ok(PinVerdict::AskCode(half)) => {
                sign_in.half = Some(half);
                None
            }
            Err(StaffError::Locked { wait_ms }) => {
                sign_in.half = None;
                locked_s(wait_ms).map(|wait_s| SignInOutcome::Locked { wait_s })
            }
            Err(StaffError::NoSecondFactor) => Some(SignInOutcome::NoSecondFactor),
            Err(StaffError::Ledger(error)) => return self.fault(error),
            Err(
                StaffError::WrongPin
                | StaffError::NotAllowed(_)
                | StaffError::Record(_)
                | StaffError::UnfitPin
                | StaffError::UnfitName(_)
                | StaffError::NameTaken
                | StaffError::Missed { .. }
                | StaffError::Clock(_)
                | StaffError::Crowded
                | StaffError::NoPass,
            ) => Some(SignInOutcome::Wrong),
        };
        self.show_sign_in(sign_in);
    }

    fn signed_in(&mut self, session: Session) {
        match self.entrance.account(session.0) {
            Ok(account) => {
                let colleague = Colleague {
                    session,
                    name: account.name,
                    role: account.role,
                };
                // Whoever was locked out of a roll call is back in it at once.
                let page = self.muster_page().unwrap_or_else(|| self.home(&colleague));
                self.show_desk(colleague, page, None);
            }
            Err(_) => self.open_lounge(),
        }
    }

    /// A second has passed: of a lock, of a roll call.
    pub(crate) fn count_in_lounge(&mut self) {
        let Screen::Lounge(lounge) = &mut self.screen else {
            return;
        };
        match &mut lounge.page {
            LoungePage::SignIn(SignIn {
                names,
                chosen: Some(row),
                outcome: outcome @ Some(SignInOutcome::Locked { .. }),
                ..
            }) => {
                let wait_ms = names
                    .get(*row)
                    .map_or(0, |name| self.entrance.staff_wait_ms(name));
                *outcome = locked_s(wait_ms).map(|wait_s| SignInOutcome::Locked { wait_s });
            }
            LoungePage::Number(NumberPage {
                outcome: outcome @ Some(NumberOutcome::Locked { .. }),
                ..
            }) => {
                let session = lounge.colleague.as_ref().map(|colleague| colleague.session);
                let wait_ms = session.map_or(0, |session| self.entrance.search_wait_ms(session));
                *outcome = locked_s(wait_ms).map(|wait_s| NumberOutcome::Locked { wait_s });
            }
            LoungePage::RollCall(roll_call) => roll_call.elapsed_s = self.muster.elapsed_s(),
            LoungePage::SignIn(_)
            | LoungePage::Home(_)
            | LoungePage::Inside(_)
            | LoungePage::Number(_)
            | LoungePage::Pass(_)
            | LoungePage::Visit(_)
            | LoungePage::PassForm(_)
            | LoungePage::Made(_)
            | LoungePage::EveryoneOut(_)
            | LoungePage::Occupancy(_)
            | LoungePage::Settings(_)
            | LoungePage::Occasions(_)
            | LoungePage::OccasionForm(_)
            | LoungePage::Members(_)
            | LoungePage::Refused(_)
            | LoungePage::Devices(_) => {}
        }
    }
}
