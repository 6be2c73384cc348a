//! The venue's own pages on the screen: offered to whoever is inside, and gone when the visit is over.

use einlass_domain::{id::VisitId, time::Clock};
use rand_core::CryptoRngCore;

use crate::{
    kiosk::Kiosk,
    look::Worded,
    screen::{Answer, Screen},
};

/// A page of the venue, before somebody who is inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenPage {
    /// Which, from 0.
    pub number: usize,
    /// Its heading.
    pub title: Worded,
    /// What is read, and read aloud.
    pub text: Option<Worded>,
    /// Its picture among those of the look.
    pub picture: Option<usize>,
    /// The visit of whoever reads.
    pub visit: VisitId,
    /// What is shown again afterwards; none for the start.
    pub(crate) behind: Option<Box<Screen>>,
}

impl Screen {
    /// The visit of whoever is told that they are inside, or asked what they want inside.
    pub(crate) fn visit_inside(&self) -> Option<VisitId> {
        match self {
            Self::Answer(
                Answer::Welcome { visit, .. }
                | Answer::Party { visit, .. }
                | Answer::Seated { visit, .. }
                | Answer::Stay { visit, .. },
            )
            | Self::GoOrStay { visit, .. } => Some(*visit),
            Self::VenuePage(page) => Some(page.visit),
            Self::Answer(
                Answer::NotPassed
                | Answer::Goodbye
                | Answer::Confirmed
                | Answer::Wait(_)
                | Answer::Dead
                | Answer::Expired
                | Answer::Refused,
            )
            | Self::Attract
            | Self::Seat(_)
            | Self::ExitCheck { .. }
            | Self::Party { .. }
            | Self::Companion { .. }
            | Self::Keypad { .. }
            | Self::ConfirmCode { .. }
            | Self::Form { .. }
            | Self::ShowCard { .. }
            | Self::DataNotice { .. }
            | Self::ChoosePin { .. }
            | Self::DiaryPass
            | Self::DiaryPin { .. }
            | Self::DiaryClosed(_)
            | Self::Diary { .. }
            | Self::OwnData { .. }
            | Self::Forgotten { .. }
            | Self::Status(_)
            | Self::Lounge(_)
            | Self::Printing { .. }
            | Self::PassReady { .. }
            | Self::Help
            | Self::Comfort
            | Self::OutOfService(_) => None,
        }
    }
}

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    /// The titles of the pages that can be opened from this screen.
    pub(crate) fn offered_pages(&self) -> Vec<Worded> {
        if self.screen.visit_inside().is_none() {
            return Vec::new();
        }
        let titles = self.pages.iter();
        titles
            .map(|page| page.title(self.language, self.home_language))
            .collect()
    }

    pub(crate) fn open_page(&mut self, number: usize, screen: Screen) {
        let (Some(page), Some(visit)) = (self.pages.get(number), screen.visit_inside()) else {
            self.screen = screen;
            return;
        };
        let (language, venues) = (self.language, self.home_language);
        let open = OpenPage {
            number,
            title: page.title(language, venues),
            text: page.text(language, venues),
            picture: page.picture(language, venues),
            visit,
            behind: behind(screen),
        };
        self.show(Screen::VenuePage(Box::new(open)));
    }

    /// Back to the question that stood there before, or to the start.
    pub(crate) fn close_page(&mut self, page: OpenPage) {
        self.show(page.behind.map_or(Screen::Attract, |behind| *behind));
    }

    /// A visit that the house has ended shows nothing any more.
    pub(crate) fn leave_page_of_ended(&mut self) {
        let Screen::VenuePage(page) = &self.screen else {
            return;
        };
        let state = self.entrance.ledger().state();
        if !state.visit(page.visit).is_some_and(|visit| visit.is_open()) {
            self.show(Screen::Attract);
        }
    }
}

/// An answer goes by itself and does not come again; the question does.
fn behind(screen: Screen) -> Option<Box<Screen>> {
    if let Screen::VenuePage(other) = screen {
        return other.behind;
    }
    matches!(screen, Screen::GoOrStay { .. }).then(|| Box::new(screen))
}
