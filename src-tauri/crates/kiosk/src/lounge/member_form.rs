//! The form about one of those who work here: somebody new, another role or area, another PIN.

use einlass_domain::{
    lists::staff::Member,
    staff::{Area, Role},
    time::Clock,
    zone::Zones,
};
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use super::{
    Colleague, LoungePage, MadePin, MemberRow, MembersPage, Said, ShownOnce, Workplace, desk::Next,
    members::shown,
};
use crate::{kiosk::Kiosk, staff::StaffError};

/// The form, and what is wrong with what was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberForm {
    /// What it is for.
    pub aim: MemberAim,
    pub(crate) areas: Vec<(Area, Workplace)>,
    /// What is typed, as it was sent last. PINs are not kept here.
    pub typed: MemberTyped,
    /// What is wrong with it.
    pub problem: Option<MemberProblem>,
}

/// What the form is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MemberAim {
    /// Somebody new.
    New,
    /// Another role or area.
    Place(MemberRow),
    /// Another PIN.
    Pin(MemberRow),
}

impl MemberAim {
    /// Whom it is about; nobody yet where somebody is new.
    pub fn member(&self) -> Option<&MemberRow> {
        match self {
            Self::New => None,
            Self::Place(member) | Self::Pin(member) => Some(member),
        }
    }
}

/// What is typed about somebody. Not checked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberTyped {
    /// As colleagues call them.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The row of the area, from 0.
    pub area: usize,
}

/// Where a new PIN comes from. Not to be printed.
#[derive(Clone, PartialEq, Eq)]
pub enum NewPin {
    /// It is typed twice.
    Typed {
        /// Once.
        pin: Zeroizing<String>,
        /// And once more.
        again: Zeroizing<String>,
    },
    /// The machine makes it.
    Made,
}

impl NewPin {
    /// A PIN that is typed twice.
    pub fn typed(pin: String, again: String) -> Self {
        Self::Typed {
            pin: Zeroizing::new(pin),
            again: Zeroizing::new(again),
        }
    }
}

/// What is wrong, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberProblem {
    /// None, too long a one, or one that nobody could read.
    Name,
    /// Somebody else is called so.
    NameTaken,
    /// There is no such area any more.
    Area,
    /// Too few digits, or too many.
    Pin,
    /// It was another one the second time.
    PinAgain,
}

impl MemberForm {
    /// Where somebody can work, by row.
    pub fn areas(&self) -> impl Iterator<Item = &Workplace> {
        self.areas.iter().map(|(_, workplace)| workplace)
    }

    pub(super) fn pin_of(member: MemberRow) -> Self {
        Self {
            areas: Vec::new(),
            typed: MemberTyped {
                name: member.name.clone(),
                role: member.role,
                area: 0,
            },
            aim: MemberAim::Pin(member),
            problem: None,
        }
    }

    fn area(&self, row: usize, zones: &Zones) -> Result<Area, MemberProblem> {
        match self.areas.get(row) {
            Some((Area::Zone(zone), Workplace::Zone(_))) if !zones.contains_key(zone) => {
                Err(MemberProblem::Area)
            }
            Some((area, _)) => Ok(*area),
            None => Err(MemberProblem::Area),
        }
    }

    fn with(self, typed: MemberTyped, problem: MemberProblem) -> LoungePage {
        shown(Self {
            typed,
            problem: Some(problem),
            ..self
        })
    }
}

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    pub(super) fn new_member_form(&self) -> MemberForm {
        MemberForm {
            aim: MemberAim::New,
            areas: self.areas(),
            typed: MemberTyped {
                name: String::new(),
                role: Role::Entrance,
                area: 0,
            },
            problem: None,
        }
    }

    pub(super) fn place_form(&self, member: MemberRow) -> Result<MemberForm, StaffError> {
        let now = self.entrance.member(member.staff)?.area;
        let mut areas = self.areas();
        // Where they are stays possible, even when nobody new could be put there.
        let area = areas
            .iter()
            .position(|(area, _)| *area == now)
            .unwrap_or_else(|| {
                areas.push((now, self.workplace(now)));
                areas.len() - 1
            });
        Ok(MemberForm {
            typed: MemberTyped {
                name: member.name.clone(),
                role: member.role,
                area,
            },
            aim: MemberAim::Place(member),
            areas,
            problem: None,
        })
    }

    /// Makes somebody staff, or says what is wrong; nothing typed but the PIN is lost then.
    pub(super) fn enrol(
        &mut self,
        colleague: &Colleague,
        form: MemberForm,
        typed: MemberTyped,
        pin: NewPin,
    ) -> Next {
        if form.aim != MemberAim::New {
            return Ok((shown(form), None));
        }
        let area = match form.area(typed.area, self.entrance.ledger().state().zones()) {
            Ok(area) => area,
            Err(problem) => return Ok((form.with(typed, problem), None)),
        };
        let (pin, is_made) = match self.pin(pin) {
            Ok(pin) => pin,
            Err(problem) => return Ok((form.with(typed, problem), None)),
        };
        let member = Member {
            name: typed.name.clone(),
            role: typed.role,
            area,
        };
        let enrolled = self.entrance.enrol_member(colleague.session, member, &pin);
        let staff = match enrolled {
            Ok(staff) => staff,
            Err(error) => return Ok((form.with(typed, problem_of(error)?), None)),
        };
        let account = self.entrance.member(staff)?;
        let member = self.member_row(colleague, staff, &account);
        Ok((after_pin(member, pin, is_made), Some(Said::Enrolled)))
    }

    pub(super) fn place(&mut self, colleague: &Colleague, form: MemberForm, role: Role, area: usize) -> Next {
        let MemberAim::Place(member) = &form.aim else {
            return Ok((shown(form), None));
        };
        let staff = member.staff;
        let chosen = form.area(area, self.entrance.ledger().state().zones());
        let place = match chosen {
            Ok(place) => place,
            Err(problem) => {
                let typed = MemberTyped {
                    role,
                    area,
                    ..form.typed.clone()
                };
                return Ok((form.with(typed, problem), None));
            }
        };
        self.entrance
            .place_member(colleague.session, staff, role, place)?;
        Ok((self.member_page(colleague, staff)?, Some(Said::Set)))
    }

    pub(super) fn set_pin(&mut self, colleague: &Colleague, form: MemberForm, pin: NewPin) -> Next {
        let MemberAim::Pin(member) = form.aim.clone() else {
            return Ok((shown(form), None));
        };
        let typed = form.typed.clone();
        let (pin, is_made) = match self.pin(pin) {
            Ok(pin) => pin,
            Err(problem) => return Ok((form.with(typed, problem), None)),
        };
        match self
            .entrance
            .set_member_pin(colleague.session, member.staff, &pin)
        {
            Ok(()) => Ok((after_pin(member, pin, is_made), Some(Said::Set))),
            Err(error) => Ok((form.with(typed, problem_of(error)?), None)),
        }
    }

    /// The PIN, and whether the machine made it.
    fn pin(&mut self, pin: NewPin) -> Result<(Zeroizing<String>, bool), MemberProblem> {
        match pin {
            NewPin::Made => Ok((self.entrance.make_pin(), true)),
            NewPin::Typed { pin, again } if pin == again => Ok((pin, false)),
            NewPin::Typed { .. } => Err(MemberProblem::PinAgain),
        }
    }

    fn areas(&self) -> Vec<(Area, Workplace)> {
        let zones = self.rooms().into_iter();
        let here = [
            (Area::Venue, Workplace::Venue),
            (Area::Kiosk(self.entrance.ledger().device()), Workplace::ThisKiosk),
        ];
        let zones = zones.map(|(zone, path)| (Area::Zone(zone), Workplace::Zone(path)));
        here.into_iter().chain(zones).collect()
    }
}

/// A PIN that the machine made is shown; one that was typed is known.
fn after_pin(member: MemberRow, pin: Zeroizing<String>, is_made: bool) -> LoungePage {
    LoungePage::Members(Box::new(if is_made {
        let pin = ShownOnce(pin);
        MembersPage::MadePin(MadePin { member, pin })
    } else {
        MembersPage::One(member)
    }))
}

/// Where something is wrong with what was typed; every other error stays one.
fn problem_of(error: StaffError) -> Result<MemberProblem, StaffError> {
    match error {
        StaffError::UnfitPin => Ok(MemberProblem::Pin),
        StaffError::UnfitName(_) => Ok(MemberProblem::Name),
        StaffError::NameTaken => Ok(MemberProblem::NameTaken),
        StaffError::NotAllowed(_)
        | StaffError::Ledger(_)
        | StaffError::Record(_)
        | StaffError::WrongPin
        | StaffError::Locked { .. }
        | StaffError::Missed { .. }
        | StaffError::NoSecondFactor
        | StaffError::Clock(_)
        | StaffError::NoPass
        | StaffError::Crowded => Err(error),
    }
}
