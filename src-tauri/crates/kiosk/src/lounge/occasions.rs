//! What is on: the list, and the form for something new.

use einlass_domain::{
    event::Actor,
    id::{OccasionId, ZoneId},
    lists::tidy,
    occasion::{Occasion, UnfitOccasion},
    staff::Deed,
    time::{Clock, Day},
    zone::{ZoneKind, path},
};
use rand_core::CryptoRngCore;

use super::{Colleague, LoungePage, Said, desk::Next};
use crate::{kiosk::Kiosk, premises::PremisesError, staff::StaffError};

/// What is on now or will be, the next one first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occasions {
    /// Each as it is announced.
    pub rows: Vec<OccasionRow>,
}

/// Something that is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OccasionRow {
    pub(crate) occasion: OccasionId,
    /// As it is announced.
    pub name: String,
    /// Where; none for the whole venue.
    pub zone: Option<String>,
    /// `24.12.2026 18:00`.
    pub begins: String,
    /// `24.12.2026 22:00`.
    pub ends: String,
    /// How many people may be there at once.
    pub capacity: Option<u32>,
}

/// The form for something new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OccasionForm {
    pub(crate) zones: Vec<(ZoneId, String)>,
    /// What is typed, as it was sent last.
    pub typed: OccasionTyped,
    /// What is wrong with it.
    pub problem: Option<OccasionProblem>,
}

impl OccasionForm {
    /// Where it can be: every zone but tables, rows and seats, by name.
    pub fn zones(&self) -> impl Iterator<Item = &str> {
        self.zones.iter().map(|(_, path)| path.as_str())
    }
}

/// What is typed about something new. Not checked yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OccasionTyped {
    /// As it is announced.
    pub name: String,
    /// The row of the zone, from 0; none for the whole venue.
    pub zone: Option<usize>,
    /// Day and month, `2412`; empty for today.
    pub day: String,
    /// `18:00`.
    pub begins: String,
    /// `22:00`; on the next day when that is not later.
    pub ends: String,
    /// How many people; none where only the zone's own number holds.
    pub capacity: Option<u32>,
}

/// What is wrong with it, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OccasionProblem {
    /// It has no name, or too long a one.
    Name,
    /// There is no such zone any more.
    Zone,
    /// There is no such day.
    Day,
    /// That is no time of day.
    Begins,
    /// That is no time of day, or it is over already.
    Ends,
    /// Nobody could come.
    Capacity,
}

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    pub(super) fn occasions_page(&self) -> LoungePage {
        let (state, zone, now) = (
            self.entrance.ledger().state(),
            self.entrance.ledger().zone(),
            self.clock.now(),
        );
        let moment = |at| format!("{} {}", zone.day_of(at).dotted(), zone.clock_text(at));
        let mut coming: Vec<_> = state
            .occasions()
            .iter()
            .filter(|(_, what)| now < what.ends)
            .collect();
        coming.sort_by_key(|(id, what)| (what.begins, **id));
        let rows = coming.into_iter().map(|(id, what)| OccasionRow {
            occasion: *id,
            name: what.name.clone(),
            zone: what.zone.map(|zone| path(state.zones(), zone)),
            begins: moment(what.begins),
            ends: moment(what.ends),
            capacity: what.capacity,
        });
        LoungePage::Occasions(Occasions { rows: rows.collect() })
    }

    pub(super) fn occasion_form(&self) -> OccasionForm {
        OccasionForm {
            zones: self.rooms(),
            typed: OccasionTyped::default(),
            problem: None,
        }
    }

    /// Every zone but tables, rows and seats, by name.
    pub(super) fn rooms(&self) -> Vec<(ZoneId, String)> {
        let zones = self.entrance.ledger().state().zones();
        let rooms = zones.iter().filter(|(_, zone)| {
            matches!(
                zone.kind,
                ZoneKind::Building | ZoneKind::Entrance | ZoneKind::Area | ZoneKind::Room
            )
        });
        let mut rooms: Vec<_> = rooms.map(|(id, _)| (*id, path(zones, *id))).collect();
        rooms.sort_by(|a, b| a.1.cmp(&b.1));
        rooms
    }

    /// Announces it, or says what is wrong; nothing typed is lost then.
    pub(super) fn set_occasion(
        &mut self,
        colleague: &Colleague,
        form: OccasionForm,
        typed: OccasionTyped,
    ) -> Next {
        let session = colleague.session;
        self.entrance.may(session, Deed::PlanOccasion)?;
        let announced = match self.occasion(&form, &typed) {
            Err(problem) => Err(problem),
            Ok(what) => match self.entrance.set_occasion(Actor::Staff(session.0), None, what) {
                Ok(_) => Ok(()),
                Err(PremisesError::Ledger(error)) => return Err(error.into()),
                Err(PremisesError::Occasion(unfit)) => Err(unfit.into()),
                Err(
                    PremisesError::NoZone
                    | PremisesError::Rule(_)
                    | PremisesError::Zone(_)
                    | PremisesError::Loop(_)
                    | PremisesError::HasParts(_),
                ) => Err(OccasionProblem::Zone),
            },
        };
        match announced {
            Ok(()) => Ok((self.occasions_page(), Some(Said::Set))),
            Err(problem) => {
                let problem = Some(problem);
                let form = OccasionForm {
                    typed,
                    problem,
                    ..form
                };
                Ok((LoungePage::OccasionForm(Box::new(form)), None))
            }
        }
    }

    pub(super) fn remove_occasion(&mut self, colleague: &Colleague, row: &OccasionRow) -> Next {
        let session = colleague.session;
        self.entrance.may(session, Deed::PlanOccasion)?;
        let removed = self
            .entrance
            .remove_occasion(Actor::Staff(session.0), row.occasion);
        if let Err(PremisesError::Ledger(error)) = removed {
            return Err(StaffError::Ledger(error));
        }
        Ok((self.occasions_page(), Some(Said::Removed)))
    }

    fn occasion(&self, form: &OccasionForm, typed: &OccasionTyped) -> Result<Occasion, OccasionProblem> {
        let (zone, now) = (self.entrance.ledger().zone(), self.clock.now());
        let today = zone.day_of(now);
        let day = day_of(&typed.day, today).ok_or(OccasionProblem::Day)?;
        let begins = zone.at_time(day, &typed.begins).ok_or(OccasionProblem::Begins)?;
        let same_day = zone.at_time(day, &typed.ends).ok_or(OccasionProblem::Ends)?;
        let ends = if same_day > begins {
            same_day
        } else {
            zone.at_time(day.plus(1), &typed.ends)
                .ok_or(OccasionProblem::Ends)?
        };
        if ends <= now {
            return Err(OccasionProblem::Ends);
        }
        let place = match typed.zone {
            None => None,
            Some(row) => Some(form.zones.get(row).ok_or(OccasionProblem::Zone)?.0),
        };
        let what = Occasion {
            name: tidy(&typed.name),
            zone: place,
            begins,
            ends,
            capacity: typed.capacity,
        };
        what.check()?;
        Ok(what)
    }
}

impl From<UnfitOccasion> for OccasionProblem {
    fn from(unfit: UnfitOccasion) -> Self {
        match unfit {
            UnfitOccasion::Name => Self::Name,
            UnfitOccasion::Times => Self::Ends,
            UnfitOccasion::Capacity => Self::Capacity,
        }
    }
}

/// The next day with this day of the month and this month, today included.
pub(super) fn day_of(typed: &str, today: Day) -> Option<Day> {
    if typed.is_empty() {
        return Some(today);
    }
    let is_whole = typed.len() == 4 && typed.bytes().all(|byte| byte.is_ascii_digit());
    let (day, month) = is_whole.then(|| typed.split_at(2))?;
    let year: i32 = today.to_string().split('-').next()?.parse().ok()?;
    // A 29 February may be some years away.
    let days = (year..=year + 8).filter_map(|year| Day::parse(&format!("{year:04}-{month}-{day}")));
    days.into_iter().find(|day| *day >= today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_digits_are_the_next_such_day() {
        let today = Day::parse("2026-11-28").unwrap();
        let day = |typed| day_of(typed, today).map(|day| day.to_string());
        assert_eq!(day("").as_deref(), Some("2026-11-28"));
        assert_eq!(day("2811").as_deref(), Some("2026-11-28"));
        assert_eq!(day("2412").as_deref(), Some("2026-12-24"));
        assert_eq!(day("2711").as_deref(), Some("2027-11-27"));
        assert_eq!(day("2902").as_deref(), Some("2028-02-29"));
        assert_eq!([day("3102"), day("24"), day("24x2")], [None, None, None]);
    }
}
