//! Who works here: the list, and one of them with what an owner may change.

use std::fmt;

use einlass_domain::{
    id::StaffId,
    staff::{Area, Role, StaffAccount},
    time::Clock,
    zone::path,
};
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use super::{Colleague, LoungePage, MemberForm, MemberTyped, NewPin, NewSecret, Said, desk::Next};
use crate::{kiosk::Kiosk, staff::StaffError};

/// A page about those who work here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MembersPage {
    /// All of them, by name.
    List(Vec<MemberRow>),
    /// One.
    One(MemberRow),
    /// Somebody new, or something else about one.
    Form(MemberForm),
    /// A PIN that the machine made.
    MadePin(MadePin),
    /// A secret that is on its way into an app.
    NewSecret(NewSecret),
}

/// Somebody who works here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRow {
    pub(crate) staff: StaffId,
    /// As colleagues know them.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Where.
    pub workplace: Workplace,
    /// How it stands with the second factor.
    pub second_factor: SecondFactor,
    /// Whether it is whoever looks.
    pub is_oneself: bool,
}

/// Where somebody works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Workplace {
    /// Everywhere.
    Venue,
    /// At this kiosk.
    ThisKiosk,
    /// At another one.
    OtherKiosk,
    /// `Osttribüne / Eingang B`.
    Zone(String),
    /// In a zone that there is no more.
    Gone,
}

/// How it stands with somebody's second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    /// They have one.
    Set,
    /// They have none and need none.
    No,
    /// They have none, and their role does not sign in without.
    Missing,
}

/// The PIN that the machine made for somebody. It is shown on this page and never again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadePin {
    /// Whose.
    pub member: MemberRow,
    /// It.
    pub pin: ShownOnce,
}

/// Something secret that stands on one page and is wiped with it.
#[derive(Clone, PartialEq, Eq)]
pub struct ShownOnce(pub(crate) Zeroizing<String>);

impl ShownOnce {
    /// For the screen alone.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Shows nothing of it.
impl fmt::Debug for ShownOnce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownOnce(…)")
    }
}

/// A touch on one of these pages. Not to be printed: it carries PINs.
#[derive(Clone, PartialEq, Eq)]
pub enum MemberTouch {
    /// Who works here?
    OpenList,
    /// The one of this row, from 0.
    Open(usize),
    /// Back to the one whom the page is about.
    Return,
    /// There is somebody new.
    OpenNew,
    /// It is this.
    Enrol(MemberTyped, NewPin),
    /// The one on the page shall have another role or area.
    OpenPlace,
    /// These: the role, and the row of the area.
    Place(Role, usize),
    /// The one on the page shall have another PIN.
    OpenPin,
    /// This.
    SetPin(NewPin),
    /// The one on the page shall have a new second factor.
    MakeSecondFactor,
    /// The app has it; this is a code of it.
    ConfirmSecondFactor(String),
    /// The one on the page shall have none any more.
    TakeSecondFactor,
    /// The one on the page works here no more.
    Dismiss,
}

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    pub(super) fn touched_members(
        &mut self,
        touch: MemberTouch,
        colleague: &Colleague,
        page: LoungePage,
    ) -> Next {
        let session = colleague.session;
        if touch == MemberTouch::OpenList {
            return Ok((self.members_list(colleague)?, None));
        }
        let LoungePage::Members(page) = page else {
            return Ok((page, None));
        };
        match (touch, *page) {
            (MemberTouch::Open(row), MembersPage::List(rows)) if row < rows.len() => {
                Ok((self.member_page(colleague, rows[row].staff)?, None))
            }
            (MemberTouch::OpenNew, MembersPage::List(_)) => Ok((shown(self.new_member_form()), None)),
            (MemberTouch::Enrol(typed, pin), MembersPage::Form(form)) => {
                self.enrol(colleague, form, typed, pin)
            }
            (MemberTouch::OpenPlace, MembersPage::One(member)) => Ok((shown(self.place_form(member)?), None)),
            (MemberTouch::Place(role, area), MembersPage::Form(form)) => {
                self.place(colleague, form, role, area)
            }
            (MemberTouch::OpenPin, MembersPage::One(member)) => Ok((shown(MemberForm::pin_of(member)), None)),
            (MemberTouch::SetPin(pin), MembersPage::Form(form)) => self.set_pin(colleague, form, pin),
            (MemberTouch::MakeSecondFactor, MembersPage::One(member)) => {
                let secret = self.new_secret(colleague, member)?;
                Ok((
                    LoungePage::Members(Box::new(MembersPage::NewSecret(secret))),
                    None,
                ))
            }
            (MemberTouch::ConfirmSecondFactor(code), MembersPage::NewSecret(secret)) => {
                self.confirm_secret(colleague, secret, &code)
            }
            (MemberTouch::TakeSecondFactor, MembersPage::One(member)) => {
                self.entrance.take_second_factor(session, member.staff)?;
                Ok((self.member_page(colleague, member.staff)?, Some(Said::Set)))
            }
            (MemberTouch::Dismiss, MembersPage::One(member)) => {
                self.entrance.dismiss_member(session, member.staff)?;
                Ok((self.members_list(colleague)?, Some(Said::Dismissed)))
            }
            (MemberTouch::Return, page) => match page.member() {
                Some(staff) => Ok((self.member_page(colleague, staff)?, None)),
                None => Ok((self.members_list(colleague)?, None)),
            },
            // A touch that was meant for a page that has just gone.
            (
                MemberTouch::OpenList
                | MemberTouch::Open(_)
                | MemberTouch::OpenNew
                | MemberTouch::Enrol(..)
                | MemberTouch::OpenPlace
                | MemberTouch::Place(..)
                | MemberTouch::OpenPin
                | MemberTouch::SetPin(_)
                | MemberTouch::MakeSecondFactor
                | MemberTouch::ConfirmSecondFactor(_)
                | MemberTouch::TakeSecondFactor
                | MemberTouch::Dismiss,
                page,
            ) => Ok((LoungePage::Members(Box::new(page)), None)),
        }
    }

    fn members_list(&self, colleague: &Colleague) -> Result<LoungePage, StaffError> {
        let all = self.entrance.members(colleague.session)?;
        let rows = all
            .into_iter()
            .map(|(staff, account)| self.member_row(colleague, staff, account));
        Ok(LoungePage::Members(Box::new(MembersPage::List(rows.collect()))))
    }

    pub(super) fn member_page(
        &self,
        colleague: &Colleague,
        staff: StaffId,
    ) -> Result<LoungePage, StaffError> {
        let account = self.entrance.member(staff)?;
        let row = self.member_row(colleague, staff, &account);
        Ok(LoungePage::Members(Box::new(MembersPage::One(row))))
    }

    pub(super) fn member_row(
        &self,
        colleague: &Colleague,
        staff: StaffId,
        account: &StaffAccount,
    ) -> MemberRow {
        MemberRow {
            staff,
            name: account.name.clone(),
            role: account.role,
            workplace: self.workplace(account.area),
            second_factor: match &account.totp {
                Some(_) => SecondFactor::Set,
                None if account.role.needs_second_factor() => SecondFactor::Missing,
                None => SecondFactor::No,
            },
            is_oneself: colleague.session.0 == staff,
        }
    }

    pub(super) fn workplace(&self, area: Area) -> Workplace {
        let ledger = self.entrance.ledger();
        let zones = ledger.state().zones();
        match area {
            Area::Venue => Workplace::Venue,
            Area::Kiosk(device) if device == ledger.device() => Workplace::ThisKiosk,
            Area::Kiosk(_) => Workplace::OtherKiosk,
            Area::Zone(zone) if zones.contains_key(&zone) => Workplace::Zone(path(zones, zone)),
            Area::Zone(_) => Workplace::Gone,
        }
    }
}

impl MembersPage {
    fn member(&self) -> Option<StaffId> {
        match self {
            Self::List(_) => None,
            Self::One(member) => Some(member.staff),
            Self::Form(form) => form.aim.member().map(|member| member.staff),
            Self::MadePin(made) => Some(made.member.staff),
            Self::NewSecret(secret) => Some(secret.member.staff),
        }
    }
}

pub(super) fn shown(form: MemberForm) -> LoungePage {
    LoungePage::Members(Box::new(MembersPage::Form(form)))
}
