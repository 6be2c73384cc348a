//! The screens of the visitor's own data: seen, changed, printed again, given up.

use einlass_domain::{
    contact::{Contact, ContactDraft},
    time::Clock,
    words::Language,
};
use rand_core::CryptoRngCore;

use crate::{
    confirmation_screens::CodeSaid,
    diary::{DiaryKey, ShownPass},
    form::{FormAim, FormStep},
    input::Touch,
    kiosk::Kiosk,
    profile::ProfileError,
    screen::{Answer, Screen},
    verdict::RegisterError,
};

/// What is said or asked about the own data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnDataFace {
    /// Nothing.
    Shown,
    /// The change is recorded.
    Saved,
    /// Whether it is to be forgotten.
    Asking,
    /// In which language the pass is to be answered.
    ChoosingLanguage,
}

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    pub(crate) fn touched_own_data(&mut self, touch: Touch, screen: Screen) {
        match (touch, screen) {
            (
                Touch::OpenOwnData,
                Screen::Diary {
                    key, asking: None, ..
                },
            ) => self.show_own_data(key, OwnDataFace::Shown),
            (Touch::CloseOwnData, Screen::OwnData { key, .. }) => {
                let entries = self.entrance.diary_entries(&key);
                self.show(Screen::Diary {
                    key,
                    entries,
                    asking: None,
                });
            }
            (Touch::EditOwnData, Screen::OwnData { key, own, .. }) => {
                let draft = own.contact.as_ref().map(ContactDraft::from).unwrap_or_default();
                self.show_form(FormAim::OwnData(key), FormStep::first(&draft), draft, false);
            }
            // What cannot be read cannot be sealed anew either.
            (Touch::OpenOwnLanguage, Screen::OwnData { key, own, .. }) if own.contact.is_some() => {
                self.show_own_data(key, OwnDataFace::ChoosingLanguage);
            }
            (
                Touch::SetOwnLanguage(language),
                Screen::OwnData {
                    key,
                    own,
                    face: OwnDataFace::ChoosingLanguage,
                },
            ) => self.set_own_language(key, own.contact, language),
            (Touch::PrintAgain, Screen::OwnData { key, .. }) => match self.entrance.reprint(&key) {
                Ok(pass) => self.hand_over(&pass),
                Err(error) => self.no_pass(error),
            },
            (Touch::GiveUp, Screen::OwnData { key, .. }) => self.show_own_data(key, OwnDataFace::Asking),
            (Touch::KeepOwnData, Screen::OwnData { key, .. }) => self.show_own_data(key, OwnDataFace::Shown),
            (
                Touch::ConfirmGivingUp,
                Screen::OwnData {
                    key,
                    face: OwnDataFace::Asking,
                    ..
                },
            ) => self.give_up(&key),
            // A touch that was meant for a screen that has just gone.
            (_, screen) => self.screen = screen,
        }
    }

    pub(crate) fn show_own_data(&mut self, key: DiaryKey, face: OwnDataFace) {
        match self.entrance.own_data(&key) {
            Some(own) => {
                let own = Box::new(own);
                self.show(Screen::OwnData { key, own, face });
            }
            None => self.show_dead(),
        }
    }

    pub(crate) fn save_own_data(&mut self, key: DiaryKey, draft: ContactDraft) {
        let Ok(contact) = draft.check() else {
            return self.show_problem(FormAim::OwnData(key), draft);
        };
        let pass = self.entrance.pass_tag(key.0.pin_id);
        let asked = |kiosk: &Self| kiosk.entrance.confirmation_of(pass).map(|waits| waits.asked);
        let before = asked(self);
        match self.entrance.edit_profile(&key, contact, None) {
            Ok(()) if asked(self).is_some() && asked(self) != before => {
                self.look_for_letters();
                self.open_confirmation(pass, Some(ShownPass(key.0)), Some(CodeSaid::NewCode));
            }
            Ok(()) => self.show_own_data(key, OwnDataFace::Saved),
            Err(ProfileError::NoPass) => self.show_dead(),
            Err(ProfileError::Register(RegisterError::Crowded)) => {
                self.show_problem(FormAim::OwnData(key), draft);
            }
            Err(ProfileError::Register(error)) => self.no_pass(error),
        }
    }

    /// From now on the pass is answered so, and whoever stands here as well.
    fn set_own_language(&mut self, key: DiaryKey, contact: Option<Contact>, language: Language) {
        let Some(contact) = contact else {
            return self.show_own_data(key, OwnDataFace::Shown);
        };
        match self.entrance.edit_profile(&key, contact, Some(language)) {
            Ok(()) => {
                self.language = language;
                self.is_of_pass = false;
                self.show_own_data(key, OwnDataFace::Saved);
            }
            Err(ProfileError::NoPass) => self.show_dead(),
            Err(ProfileError::Register(error)) => self.no_pass(error),
        }
    }

    fn give_up(&mut self, key: &DiaryKey) {
        let Some(own) = self.entrance.own_data(key) else {
            return self.show_dead();
        };
        match self.entrance.forget(key) {
            Ok(()) => self.show(Screen::Forgotten {
                visits_until: own.visits_until,
                is_inside: own.is_inside,
            }),
            Err(error) => self.fault(error),
        }
    }

    fn show_dead(&mut self) {
        self.answered += 1;
        self.show(Screen::Answer(Answer::Dead));
    }
}
