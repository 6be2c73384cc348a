//! Somebody was let in by hand and did not go through the gate.

use einlass_domain::{id::VisitId, staff::Deed, time::Clock};
use rand_core::CryptoRngCore;

use super::{LoungePage, Said};
use crate::{kiosk::Kiosk, screen::Screen};

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    /// Tells whoever is in the lounge now that this check-in is undone.
    pub(crate) fn tell_staff_undone(&mut self, visit: VisitId) {
        let Screen::Lounge(lounge) = &self.screen else {
            return;
        };
        let Some(colleague) = lounge.colleague.clone() else {
            return;
        };
        let mut page = lounge.page.clone();
        if let LoungePage::Visit(shown) = &page
            && shown.row.visit == visit
        {
            let inside = self.inside(&colleague, 0);
            page = inside.unwrap_or_else(|_| self.home(&colleague));
        } else if let LoungePage::Made(made) = &mut page
            && self.entrance.open_visit_of(made.pass.pin_id).is_none()
        {
            let again = Deed::CheckInByHand;
            if colleague.role.may(again) && !made.deeds.contains(&again) {
                made.deeds.push(again);
            }
        }
        self.show_desk(colleague, page, Some(Said::NotPassed));
    }
}
