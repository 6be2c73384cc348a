//! A new second factor, on its way from the screen into somebody's app.

use einlass_domain::{staff::TotpSecret, time::Clock};
use einlass_receipt::{CodeOutline, code_outline};
use einlass_vault::{totp_text, totp_uri};
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use super::{Colleague, LoungePage, MemberRow, MembersPage, Said, ShownOnce, desk::Next};
use crate::{kiosk::Kiosk, staff::StaffError};

/// The secret as it is shown. It counts once a code of it was typed, and is wiped with its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSecret {
    /// Whose.
    pub member: MemberRow,
    pub(crate) secret: TotpSecret,
    /// What the app reads; none where the venue's name makes that too long for a code.
    pub code: Option<CodeOutline>,
    /// The same to be typed.
    pub text: ShownOnce,
    /// Whether the code that was typed was none of it.
    pub is_wrong: bool,
}

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    pub(super) fn new_secret(
        &mut self,
        colleague: &Colleague,
        member: MemberRow,
    ) -> Result<NewSecret, StaffError> {
        let secret = self
            .entrance
            .make_second_factor(colleague.session, member.staff)?;
        let venue = &self.entrance.ledger().venue().name;
        let uri = Zeroizing::new(totp_uri(&secret, venue, &member.name));
        Ok(NewSecret {
            code: code_outline(&uri).ok(),
            text: ShownOnce(totp_text(&secret)),
            member,
            secret,
            is_wrong: false,
        })
    }

    pub(super) fn confirm_secret(&mut self, colleague: &Colleague, shown: NewSecret, code: &str) -> Next {
        let (session, staff) = (colleague.session, shown.member.staff);
        if self
            .entrance
            .confirm_second_factor(session, staff, &shown.secret, code)?
        {
            return Ok((self.member_page(colleague, staff)?, Some(Said::Set)));
        }
        let again = NewSecret {
            is_wrong: true,
            ..shown
        };
        Ok((LoungePage::Members(Box::new(MembersPage::NewSecret(again))), None))
    }
}
