//! What a finger does: which touch means what on which screen.

use einlass_domain::{contact::ContactDraft, time::Clock};
use rand_core::CryptoRngCore;
use tokio::time::Instant;

use crate::{
    form::{FormAim, FormStep},
    form_screens::fill,
    input::Touch,
    kiosk::{GUEST_GONE, Kiosk},
    screen::Screen,
};

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    pub(crate) fn touched(&mut self, touch: Touch) {
        // By a touch and not by a code: in a queue the next visitor is not the one who chose.
        self.guest_until = Some(Instant::now() + self.speaker.stretch(GUEST_GONE));
        match (touch, std::mem::take(&mut self.screen)) {
            (Touch::ChooseLanguage(language), screen) => {
                self.language = language;
                self.is_of_pass = false;
                self.screen = screen;
            }
            (Touch::OpenComfort, Screen::Attract | Screen::Answer(_) | Screen::Help) => {
                self.show(Screen::Comfort)
            }
            (Touch::ChooseComfort(comfort), screen) => {
                self.comfort = comfort;
                self.screen = screen;
            }
            (Touch::Touched, screen) => self.screen = screen,
            (Touch::ReadAloud(on), screen) => {
                self.speaker.turn(on);
                self.guest_until = Some(Instant::now() + self.speaker.stretch(GUEST_GONE));
                self.show(screen);
            }
            (Touch::Say(text, language), screen) => {
                self.speaker.say(text, language);
                self.screen = screen;
            }
            (touch @ (Touch::OpenSeat | Touch::PickSeat(_)), screen)
            | (touch @ Touch::Back, screen @ Screen::Seat(_)) => self.touched_seat(touch, screen),
            (Touch::OpenPage(number), screen) => self.open_page(number, screen),
            (Touch::Help, _) => self.show(Screen::Help),
            (Touch::OpenKeypad, Screen::Attract | Screen::Answer(_) | Screen::Help) => self.open_keypad(),
            (Touch::OpenForm, Screen::Attract | Screen::Answer(_) | Screen::Help | Screen::Keypad { .. }) => {
                self.show_form(FormAim::NewPass, FormStep::Name, ContactDraft::default(), false);
            }
            (Touch::OpenCard, Screen::Attract | Screen::Answer(_) | Screen::Help) => {
                self.show(Screen::ShowCard { is_other: false })
            }
            (
                Touch::ForChild(values),
                Screen::Form {
                    aim: FormAim::NewPass,
                    step: step @ FormStep::Name,
                    draft,
                    ..
                },
            ) => self.form_for_child(fill(draft, step, values)),
            (Touch::Stay, Screen::GoOrStay { visit, way, .. }) => {
                let verdict = self.entrance.stay(visit);
                self.answer(verdict, way);
            }
            (Touch::Digit(digit), Screen::Keypad { digits, outcome }) if digit < 10 => {
                self.digit(digits, outcome, digit)
            }
            (Touch::EraseDigit, Screen::Keypad { mut digits, outcome }) => {
                digits.pop();
                self.screen = Screen::Keypad { digits, outcome };
            }
            (Touch::FormNext(values), Screen::Form { aim, step, draft, .. }) => {
                self.form_next(aim, step, fill(draft, step, values))
            }
            (touch @ (Touch::FormNext(_) | Touch::FormBack(_)), screen @ Screen::Companion { .. }) => {
                self.touched_going(touch, screen);
            }
            (Touch::FormBack(values), Screen::Form { aim, step, draft, .. }) => {
                self.form_back(aim, step, fill(draft, step, values))
            }
            (Touch::FormBack(_), Screen::DataNotice { draft }) => {
                self.show_form(FormAim::NewPass, FormStep::Address, draft, false);
            }
            (Touch::Consent, Screen::DataNotice { draft }) => self.show(Screen::ChoosePin {
                draft,
                digits: String::new(),
                first: None,
                differs: false,
            }),
            (Touch::SkipPin, Screen::ChoosePin { draft, .. }) => self.register(&draft, None),
            (Touch::FormBack(_), Screen::ChoosePin { draft, .. }) => self.show(Screen::DataNotice { draft }),
            (
                Touch::ToPhone,
                Screen::PassReady {
                    pass,
                    pin_id,
                    phone,
                    printed,
                },
            ) => self.show(Screen::PassReady {
                pass,
                pin_id,
                phone: phone.shown(),
                printed,
            }),
            (Touch::OpenStatus, Screen::Attract | Screen::Help | Screen::Answer(_)) => {
                let status = self.machine_status();
                self.show(Screen::Status(Box::new(status)));
            }
            (Touch::OpenLounge, Screen::Attract | Screen::Help | Screen::Answer(_)) => self.open_lounge(),
            (Touch::Lounge(touch), Screen::Lounge(lounge)) => self.touched_lounge(touch, *lounge),
            (touch @ (Touch::Digit(_) | Touch::EraseDigit), screen @ Screen::ConfirmCode { .. })
            | (touch @ (Touch::OpenConfirmation | Touch::NewCode), screen) => {
                self.touched_confirming(touch, screen);
            }
            (touch @ (Touch::Digit(_) | Touch::EraseDigit), screen @ Screen::ExitCheck { .. })
            | (touch @ (Touch::OpenParty | Touch::Party(_) | Touch::Go), screen) => {
                self.touched_going(touch, screen);
            }
            (
                touch @ (Touch::OpenDiary
                | Touch::Digit(_)
                | Touch::EraseDigit
                | Touch::DeleteVisit(_)
                | Touch::DeleteDiary
                | Touch::ConfirmDeletion
                | Touch::KeepDiary),
                screen,
            ) => self.touched_diary(touch, screen),
            (
                touch @ (Touch::OpenOwnData
                | Touch::CloseOwnData
                | Touch::EditOwnData
                | Touch::OpenOwnLanguage
                | Touch::SetOwnLanguage(_)
                | Touch::PrintAgain
                | Touch::GiveUp
                | Touch::ConfirmGivingUp
                | Touch::KeepOwnData),
                screen,
            ) => self.touched_own_data(touch, screen),
            // The paper is on its way; nothing calls it back.
            (Touch::Back, printing @ Screen::Printing { .. }) => self.screen = printing,
            (Touch::Back, Screen::VenuePage(page)) => self.close_page(*page),
            (Touch::Back, _) => self.show(Screen::Attract),
            // A touch that was meant for a screen that has just gone.
            (
                Touch::OpenKeypad
                | Touch::OpenForm
                | Touch::OpenCard
                | Touch::ForChild(_)
                | Touch::Stay
                | Touch::FormNext(_)
                | Touch::FormBack(_)
                | Touch::Consent
                | Touch::SkipPin
                | Touch::OpenComfort
                | Touch::OpenStatus
                | Touch::OpenLounge
                | Touch::Lounge(_)
                | Touch::ToPhone,
                screen,
            ) => self.screen = screen,
        }
        self.linger();
    }
}
