//! Two screens around a visit: how many people came on the pass, and what is asked for at the exit.

use einlass_domain::{
    contact::{ContactDraft, Field},
    event::Way,
    id::{PassTag, VisitId},
    rules::LARGEST_PARTY,
    time::Clock,
};
use rand_core::CryptoRngCore;

use crate::{
    exit::ExitQuestion,
    form::FormStep,
    form_screens::fill,
    input::Touch,
    keypad_screen::locked,
    kiosk::Kiosk,
    screen::{Answer, KeypadOutcome, Screen},
    verdict::NumberVerdict,
};

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    pub(crate) fn touched_going(&mut self, touch: Touch, screen: Screen) {
        match (touch, screen) {
            (
                Touch::OpenParty,
                Screen::Answer(Answer::Welcome {
                    visit,
                    companions: true,
                    ..
                }),
            ) => {
                let names = self.entrance.asks_for_names();
                self.show(Screen::Party { visit, names });
            }
            (Touch::Party(companions), Screen::Party { visit, names }) if companions < LARGEST_PARTY => {
                if names && companions > 0 {
                    self.ask_for_name(visit, companions, Vec::new());
                } else {
                    self.set_party(visit, companions, None);
                }
            }
            (
                Touch::FormNext(values),
                Screen::Companion {
                    visit,
                    companions,
                    names,
                    draft,
                    ..
                },
            ) => self.named(visit, companions, names, fill(draft, FormStep::Name, values)),
            (Touch::FormBack(_), Screen::Companion { visit, .. }) => {
                self.show(Screen::Party { visit, names: true });
            }
            (Touch::Go, Screen::GoOrStay { visit, pass, way, .. }) => self.go_or_check(visit, pass, way),
            (
                Touch::Digit(digit),
                Screen::ExitCheck {
                    visit,
                    pass,
                    way,
                    question,
                    digits,
                    outcome,
                },
            ) if digit < 10 => {
                let screen = ExitCheck {
                    visit,
                    pass,
                    way,
                    question,
                };
                self.exit_digit(screen, digits, outcome, digit);
            }
            (
                Touch::EraseDigit,
                Screen::ExitCheck {
                    visit,
                    pass,
                    way,
                    question,
                    mut digits,
                    outcome,
                },
            ) => {
                digits.pop();
                self.screen = Screen::ExitCheck {
                    visit,
                    pass,
                    way,
                    question,
                    digits,
                    outcome,
                };
            }
            // A touch that was meant for a screen that has just gone.
            (_, screen) => self.screen = screen,
        }
    }

    fn ask_for_name(&mut self, visit: VisitId, companions: u16, names: Vec<String>) {
        self.show(Screen::Companion {
            visit,
            companions,
            names,
            draft: ContactDraft::default(),
            checked: false,
        });
    }

    fn named(&mut self, visit: VisitId, companions: u16, mut names: Vec<String>, draft: ContactDraft) {
        let fields = FormStep::Name.fields();
        if fields.iter().any(|field| draft.problem(*field).is_some()) {
            let checked = true;
            return self.show(Screen::Companion {
                visit,
                companions,
                names,
                draft,
                checked,
            });
        }
        let [first, last] = [Field::FirstName, Field::LastName].map(|field| draft.text(field).trim());
        names.push(format!("{first} {last}"));
        if names.len() < usize::from(companions) {
            self.ask_for_name(visit, companions, names);
        } else {
            self.set_party(visit, companions, Some(names));
        }
    }

    fn set_party(&mut self, visit: VisitId, companions: u16, names: Option<Vec<String>>) {
        match self.entrance.set_party(visit, companions, names) {
            Ok(people) => {
                self.answered += 1;
                self.show(Screen::Answer(Answer::Party {
                    people,
                    visit,
                    seat: self.entrance.asks_for_seat(),
                }));
            }
            Err(error) => self.fault(error),
        }
    }

    /// Goes, or is asked first for what the venue wants to see at the exit.
    pub(crate) fn go_or_check(&mut self, visit: VisitId, pass: PassTag, way: Way) {
        match self.entrance.exit_question(pass, way) {
            None => {
                let verdict = self.entrance.go(visit, way);
                self.answer(verdict, way);
            }
            Some(question) => {
                let outcome = locked(self.entrance.keypad_wait_ms());
                self.show(Screen::ExitCheck {
                    visit,
                    pass,
                    way,
                    question,
                    digits: String::new(),
                    outcome,
                });
            }
        }
    }

    fn exit_digit(
        &mut self,
        check: ExitCheck,
        mut digits: String,
        outcome: Option<KeypadOutcome>,
        digit: u8,
    ) {
        let ExitCheck {
            visit,
            pass,
            way,
            question,
        } = check;
        if matches!(outcome, Some(KeypadOutcome::Locked { .. })) {
            self.screen = Screen::ExitCheck {
                visit,
                pass,
                way,
                question,
                digits,
                outcome,
            };
            return;
        }
        digits.push(char::from(b'0' + digit));
        if digits.len() < question.digits() {
            self.screen = Screen::ExitCheck {
                visit,
                pass,
                way,
                question,
                digits,
                outcome: None,
            };
            return;
        }
        let outcome = match self.entrance.go_with(visit, pass, way, &digits) {
            Ok(NumberVerdict::Known(verdict)) => return self.answer(Ok(verdict), way),
            Ok(NumberVerdict::Wrong { tries_left }) => Some(KeypadOutcome::Wrong { tries_left }),
            Ok(NumberVerdict::Locked { wait_ms }) => locked(wait_ms),
            Err(error) => return self.fault(error),
        };
        self.show(Screen::ExitCheck {
            visit,
            pass,
            way,
            question,
            digits: String::new(),
            outcome,
        });
    }
}

struct ExitCheck {
    visit: VisitId,
    pass: PassTag,
    way: Way,
    question: ExitQuestion,
}
