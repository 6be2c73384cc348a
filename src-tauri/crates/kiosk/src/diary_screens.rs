//! The screens of the diary, and of choosing a PIN for it.

use einlass_domain::{contact::ContactDraft, time::Clock};
use rand_core::CryptoRngCore;

use crate::{
    diary::{DiaryClosed, DiaryDeletion, DiaryDoor, DiaryVerdict, PIN_DIGITS, ShownPass},
    input::Touch,
    kiosk::Kiosk,
    screen::{Answer, Screen},
};

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    /// A pass was shown by somebody who wants to see the own visits.
    pub(crate) fn pass_for_diary(&mut self, code: &[u8]) {
        let screen = match self.entrance.show_for_diary(code) {
            Ok(DiaryDoor::AskPin(pass)) => Screen::DiaryPin {
                pass,
                digits: String::new(),
                tries_left: None,
            },
            Ok(DiaryDoor::Closed(why)) => Screen::DiaryClosed(why),
            Ok(DiaryDoor::Refused) => {
                self.answered += 1;
                Screen::Answer(Answer::Refused)
            }
            Ok(DiaryDoor::Dead) => {
                self.answered += 1;
                Screen::Answer(Answer::Dead)
            }
            Ok(DiaryDoor::Expired) => {
                self.answered += 1;
                Screen::Answer(Answer::Expired)
            }
            Err(error) => return self.fault(error),
        };
        self.show(screen);
    }

    pub(crate) fn touched_diary(&mut self, touch: Touch, screen: Screen) {
        match (touch, screen) {
            (Touch::OpenDiary, Screen::Attract | Screen::Answer(_) | Screen::Help) => {
                self.show(Screen::DiaryPass)
            }
            (
                Touch::Digit(digit),
                Screen::ChoosePin {
                    draft, digits, first, ..
                },
            ) if digit < 10 => self.choose_digit(draft, digits, first, digit),
            (Touch::Digit(digit), Screen::DiaryPin { pass, digits, .. }) if digit < 10 => {
                self.diary_digit(pass, digits, digit)
            }
            (Touch::EraseDigit, mut screen) => {
                if let Screen::ChoosePin { digits, .. } | Screen::DiaryPin { digits, .. } = &mut screen {
                    digits.pop();
                }
                self.screen = screen;
            }
            (Touch::DeleteVisit(row), Screen::Diary { key, entries, .. }) if row < entries.len() => {
                let asking = Some(DiaryDeletion::One(row));
                self.show(Screen::Diary { key, entries, asking });
            }
            (Touch::DeleteDiary, Screen::Diary { key, entries, .. }) if !entries.is_empty() => {
                let asking = Some(DiaryDeletion::All);
                self.show(Screen::Diary { key, entries, asking });
            }
            (Touch::KeepDiary, Screen::Diary { key, entries, .. }) => self.show(Screen::Diary {
                key,
                entries,
                asking: None,
            }),
            (
                Touch::ConfirmDeletion,
                Screen::Diary {
                    key,
                    entries,
                    asking: Some(what),
                },
            ) => match self.entrance.delete_from_diary(&key, &entries, what) {
                Ok(entries) => self.show(Screen::Diary {
                    key,
                    entries,
                    asking: None,
                }),
                Err(error) => self.fault(error),
            },
            // A touch that was meant for a screen that has just gone.
            (_, screen) => self.screen = screen,
        }
    }

    fn choose_digit(&mut self, draft: ContactDraft, mut digits: String, first: Option<String>, digit: u8) {
        digits.push(char::from(b'0' + digit));
        if digits.len() < PIN_DIGITS {
            self.screen = Screen::ChoosePin {
                draft,
                digits,
                first,
                differs: false,
            };
            return;
        }
        match first {
            Some(first) if first == digits => self.register(&draft, Some(&digits)),
            Some(_) => self.show(Screen::ChoosePin {
                draft,
                digits: String::new(),
                first: None,
                differs: true,
            }),
            None => self.show(Screen::ChoosePin {
                draft,
                digits: String::new(),
                first: Some(digits),
                differs: false,
            }),
        }
    }

    fn diary_digit(&mut self, pass: ShownPass, mut digits: String, digit: u8) {
        digits.push(char::from(b'0' + digit));
        if digits.len() < PIN_DIGITS {
            self.screen = Screen::DiaryPin {
                pass,
                digits,
                tries_left: None,
            };
            return;
        }
        let screen = match self.entrance.open_diary(&pass, &digits) {
            Ok(DiaryVerdict::Opened(key, entries)) => Screen::Diary {
                key,
                entries,
                asking: None,
            },
            Ok(DiaryVerdict::Wrong { tries_left }) => Screen::DiaryPin {
                pass,
                digits: String::new(),
                tries_left: Some(tries_left),
            },
            Ok(DiaryVerdict::Locked) => Screen::DiaryClosed(DiaryClosed::Locked),
            Err(error) => return self.fault(error),
        };
        self.show(screen);
    }
}
