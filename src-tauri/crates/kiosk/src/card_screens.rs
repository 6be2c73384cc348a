//! A contact card in a code that fills the form. Of the card nothing is kept but what the visitor sees there and sends on.

use einlass_domain::{
    card::read_card,
    contact::{ContactDraft, Field},
    time::Clock,
};
use rand_core::CryptoRngCore;

use crate::{
    form::{FormAim, FormStep},
    kiosk::Kiosk,
    screen::Screen,
};

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    /// A code was held up by somebody who was asked for a card.
    pub(crate) fn card_asked_for(&mut self, code: &[u8]) {
        match read_card(code) {
            Ok(card) => self.fill_by_card(ContactDraft::default(), &card),
            // It may be in view for long: told once, and the screen still goes when nobody is there.
            Err(_) => self.screen = Screen::ShowCard { is_other: true },
        }
    }

    /// A card was held up by itself: at the door it opens the form, on the form it fills what it has.
    pub(crate) fn card_seen(&mut self, code: &[u8]) {
        match (read_card(code), std::mem::take(&mut self.screen)) {
            (Ok(card), Screen::Form { draft, .. }) => self.fill_by_card(draft, &card),
            (Ok(card), _) => self.fill_by_card(ContactDraft::default(), &card),
            // What is typed stays.
            (Err(_), screen @ Screen::Form { .. }) => self.screen = screen,
            (Err(_), _) => self.show(Screen::ShowCard { is_other: true }),
        }
    }

    fn fill_by_card(&mut self, mut draft: ContactDraft, card: &ContactDraft) {
        let fields = [
            Field::FirstName,
            Field::LastName,
            Field::Phone,
            Field::Email,
            Field::Street,
            Field::Postcode,
            Field::Town,
        ];
        for field in fields.into_iter().filter(|field| !card.text(*field).is_empty()) {
            draft.set(field, card.text(field).to_owned());
        }
        let demand = self.entrance.demand();
        self.show(Screen::Form {
            aim: FormAim::NewPass,
            step: FormStep::first(&draft),
            draft,
            checked: false,
            by_card: true,
            demand,
        });
    }
}
