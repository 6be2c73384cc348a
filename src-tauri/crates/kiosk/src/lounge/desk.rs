//! What a finger does in the lounge once somebody has signed in.

use einlass_domain::{
    event::{RollCallCause, Why},
    fold::Visit,
    gate::Heading,
    id::VisitId,
    pin_id::PinId,
    staff::{Deed, NotAllowed},
    time::{Clock, Timestamp},
    zone::path,
};
use rand_core::CryptoRngCore;

use super::{
    Colleague, EveryoneOut, HomePage, InsidePage, InsideRow, Lounge, LoungePage, LoungeTouch, NumberOutcome,
    NumberPage, Occupancy, PassPage, Said, VisitPage,
};
use crate::{
    keypad_screen::locked_s,
    kiosk::Kiosk,
    passage::KnownBy,
    screen::{FaultCode, Screen},
    staff::{Right, Session, StaffError},
    staff_desk::{ByHand, Found},
};

/// Visits on one page of the list.
const ROWS: usize = 20;
/// A PIN-ID has so many.
const PIN_ID_DIGITS: usize = 12;

pub(super) type Next = Result<(LoungePage, Option<Said>), StaffError>;

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    pub(super) fn show_desk(&mut self, colleague: Colleague, page: LoungePage, said: Option<Said>) {
        self.show(Screen::Lounge(Box::new(Lounge {
            colleague: Some(colleague),
            said,
            page,
        })));
    }

    pub(super) fn touched_desk(&mut self, touch: LoungeTouch, colleague: Colleague, page: LoungePage) {
        if touch == LoungeTouch::Lock {
            return self.show(Screen::Attract);
        }
        let stands = page.clone();
        let allowed = touch
            .deed()
            .map_or(Ok(()), |deed| self.entrance.may(colleague.session, deed));
        let next = allowed.and_then(|()| self.next_page(touch, &colleague, page));
        match next {
            Ok((page, said)) => self.show_desk(colleague, page, said),
            Err(StaffError::NotAllowed(why)) => {
                self.show_desk(colleague, stands, Some(Said::NotAllowed(why)));
            }
            Err(StaffError::NoPass) => {
                self.show_desk(colleague, stands, Some(Said::NotAllowed(NotAllowed::NoVisit)));
            }
            Err(StaffError::Ledger(error)) => self.fault(error),
            Err(StaffError::Record(_) | StaffError::Clock(_) | StaffError::Crowded) => {
                self.show(Screen::OutOfService(FaultCode::Internal))
            }
            // Somebody who is staff no more.
            Err(
                StaffError::WrongPin
                | StaffError::Locked { .. }
                | StaffError::Missed { .. }
                | StaffError::UnfitPin
                | StaffError::UnfitName(_)
                | StaffError::NameTaken
                | StaffError::NoSecondFactor,
            ) => self.open_lounge(),
        }
    }

    fn next_page(&mut self, touch: LoungeTouch, colleague: &Colleague, page: LoungePage) -> Next {
        let session = colleague.session;
        match (touch, page) {
            (LoungeTouch::Home, _) => Ok((self.home(colleague), None)),
            (LoungeTouch::OpenInside, _) => Ok((self.inside(colleague, 0)?, None)),
            (LoungeTouch::TurnTo(to), LoungePage::Inside(_)) => Ok((self.inside(colleague, to)?, None)),
            (LoungeTouch::OpenVisit(row), LoungePage::Inside(inside)) if row < inside.rows.len() => {
                Ok((self.visit_page(colleague, inside.rows[row].visit, None)?, None))
            }
            (LoungeTouch::OpenNumber, _) => Ok((self.number_page(session, None), None)),
            (LoungeTouch::Digit(digit), LoungePage::Number(number)) if digit < 10 => {
                Ok((self.number_digit(colleague, number, digit)?, None))
            }
            (LoungeTouch::Erase, LoungePage::Number(mut number)) => {
                number.digits.pop();
                Ok((LoungePage::Number(number), None))
            }
            (LoungeTouch::Look, LoungePage::Visit(mut visit)) => {
                let mut record = self.entrance.look(session, visit.row.visit)?;
                visit.looked = true;
                visit.contact = record.contact.take();
                Ok((LoungePage::Visit(visit), None))
            }
            (LoungeTouch::CheckOut, LoungePage::Visit(visit)) => {
                self.entrance.check_out_by_hand(session, visit.row.visit, None)?;
                self.ask_gate(visit.row.visit, Heading::Out, KnownBy::Staff);
                self.tidy_soon();
                Ok((self.inside(colleague, 0)?, Some(Said::CheckedOut)))
            }
            (LoungeTouch::CheckOutAt(time), LoungePage::Visit(visit)) => match self.last_time(&time) {
                None => Ok((LoungePage::Visit(visit), Some(Said::NotATime))),
                at => {
                    self.entrance.check_out_by_hand(session, visit.row.visit, at)?;
                    self.tidy_soon();
                    Ok((self.inside(colleague, 0)?, Some(Said::CheckedOut)))
                }
            },
            (LoungeTouch::Annul(why), LoungePage::Visit(visit)) => {
                self.entrance.annul(session, visit.row.visit, why)?;
                self.tidy_soon();
                Ok((self.inside(colleague, 0)?, Some(Said::Annulled)))
            }
            (LoungeTouch::CorrectCame(time, why), LoungePage::Visit(visit)) => {
                self.correct_came(colleague, visit, &time, why)
            }
            (LoungeTouch::CheckIn, LoungePage::Pass(pass)) => {
                let by_hand = self.entrance.check_in_by_hand(session, pass.pin_id)?;
                match by_hand {
                    ByHand::Entered(visit) | ByHand::Inside(visit) => {
                        self.open_for(by_hand);
                        let page = self.visit_page(colleague, visit, Some(pass.pin_id))?;
                        Ok((page, Some(Said::CheckedIn)))
                    }
                    ByHand::Wait(obstacle) => {
                        let wait = Some(self.wait(obstacle));
                        Ok((LoungePage::Pass(PassPage { wait, ..pass }), None))
                    }
                }
            }
            (LoungeTouch::UnlockDiary, LoungePage::Pass(pass)) => {
                self.entrance.unlock_diary(session, pass.pin_id)?;
                Ok((LoungePage::Pass(pass), Some(Said::Unlocked)))
            }
            (LoungeTouch::CheckIn, LoungePage::Made(made)) => self.let_in_made(colleague, *made),
            (LoungeTouch::Extend, LoungePage::Visit(visit)) => {
                self.entrance.extend_by_hand(session, visit.row.visit)?;
                let page = self.visit_page(colleague, visit.row.visit, visit.pin_id)?;
                Ok((page, Some(Said::Extended)))
            }
            (LoungeTouch::OpenRegister, _) => Ok((self.pass_form(None), None)),
            (LoungeTouch::OpenReplace, LoungePage::Pass(pass)) => {
                Ok((self.pass_form(Some(pass.pin_id)), None))
            }
            (LoungeTouch::OpenReplace, LoungePage::Visit(visit)) if visit.pin_id.is_some() => {
                Ok((self.pass_form(visit.pin_id), None))
            }
            (
                LoungeTouch::Register {
                    values,
                    company,
                    comes_in,
                },
                LoungePage::PassForm(form),
            ) if form.replaces.is_none() => self.take_down(colleague, values, company, comes_in),
            (LoungeTouch::Replace(values), LoungePage::PassForm(form)) => match form.replaces {
                Some(lost) => self.replace(colleague, lost, values),
                None => Ok((LoungePage::PassForm(form), None)),
            },
            (LoungeTouch::Reprint, LoungePage::Made(made)) => self.reprint_made(colleague, made),
            (LoungeTouch::OpenEveryoneOut, _) => Ok((self.everyone_out_page(colleague, false)?, None)),
            (LoungeTouch::ConfirmEveryoneOut, LoungePage::EveryoneOut(question)) => {
                if !question.again {
                    return Ok((self.everyone_out_page(colleague, true)?, None));
                }
                let people = self.entrance.everyone_out(session)?;
                self.tidy_soon();
                Ok((self.home(colleague), Some(Said::AllOut(people))))
            }
            (LoungeTouch::OpenSettings, _) => {
                let settings = self.settings_page(colleague, None);
                Ok((LoungePage::Settings(Box::new(settings)), None))
            }
            (LoungeTouch::OpenRule(rule), LoungePage::Settings(_)) => {
                let settings = self.settings_page(colleague, Some(rule));
                Ok((LoungePage::Settings(Box::new(settings)), None))
            }
            (LoungeTouch::SetRule(value), LoungePage::Settings(_)) => self.set_rule(colleague, value),
            (LoungeTouch::OpenOccasions, _) => Ok((self.occasions_page(), None)),
            (LoungeTouch::OpenOccasionForm, _) => {
                Ok((LoungePage::OccasionForm(Box::new(self.occasion_form())), None))
            }
            (LoungeTouch::SetOccasion(typed), LoungePage::OccasionForm(form)) => {
                self.set_occasion(colleague, *form, typed)
            }
            (LoungeTouch::RemoveOccasion(row), LoungePage::Occasions(on)) if row < on.rows.len() => {
                self.remove_occasion(colleague, &on.rows[row])
            }
            (LoungeTouch::Members(touch), page) => self.touched_members(touch, colleague, page),
            (LoungeTouch::OpenOccupancy, _) => {
                let points = self.entrance.occupancy(session)?;
                let points = points
                    .into_iter()
                    .map(|(at, people)| (self.clock_text(at), people))
                    .collect();
                let capacity = self.entrance.capacity_of_area(session)?;
                Ok((LoungePage::Occupancy(Occupancy { points, capacity }), None))
            }
            (LoungeTouch::OpenRefused, _) => {
                let refused = self.entrance.ledger().state().refused().collect();
                Ok((LoungePage::Refused(refused), None))
            }
            (LoungeTouch::OpenDevices, _) => {
                let status = self.machine_status();
                Ok((LoungePage::Devices(Box::new(status)), None))
            }
            (LoungeTouch::SettlePaper(number, came), LoungePage::Devices(_)) => {
                if let Some(paper) = self.unsettled_paper(number) {
                    self.entrance.settle_paper(session, paper, came)?;
                    self.take_notices();
                }
                Ok((LoungePage::Devices(Box::new(self.machine_status())), None))
            }
            (LoungeTouch::OpenRollCall, page) => Ok((self.muster_page().unwrap_or(page), None)),
            (LoungeTouch::BeginDrill, page) => {
                self.begin_muster(colleague, RollCallCause::Drill)?;
                Ok((self.muster_page().unwrap_or(page), None))
            }
            (LoungeTouch::Emergency, page) => {
                self.emergency(colleague)?;
                Ok((self.muster_page().unwrap_or(page), None))
            }
            (LoungeTouch::Tick { group, row }, LoungePage::RollCall(page)) => {
                self.tick(colleague, group, row);
                Ok((self.muster_page().unwrap_or(LoungePage::RollCall(page)), None))
            }
            (LoungeTouch::PrintRollCall, page) => {
                self.print_muster(colleague);
                Ok((self.muster_page().unwrap_or(page), None))
            }
            (LoungeTouch::EndRollCall, _) => {
                self.end_muster(colleague)?;
                Ok((self.home(colleague), None))
            }
            // A touch that was meant for a page that has just gone.
            (
                LoungeTouch::Choose(_)
                | LoungeTouch::Digit(_)
                | LoungeTouch::Erase
                | LoungeTouch::Enter
                | LoungeTouch::Lock
                | LoungeTouch::TurnTo(_)
                | LoungeTouch::OpenVisit(_)
                | LoungeTouch::Look
                | LoungeTouch::CheckOut
                | LoungeTouch::CheckOutAt(_)
                | LoungeTouch::Annul(_)
                | LoungeTouch::CorrectCame(..)
                | LoungeTouch::CheckIn
                | LoungeTouch::UnlockDiary
                | LoungeTouch::Extend
                | LoungeTouch::OpenReplace
                | LoungeTouch::Register { .. }
                | LoungeTouch::Replace(_)
                | LoungeTouch::Reprint
                | LoungeTouch::Tick { .. }
                | LoungeTouch::OpenRule(_)
                | LoungeTouch::SetRule(_)
                | LoungeTouch::SetOccasion(_)
                | LoungeTouch::RemoveOccasion(_)
                | LoungeTouch::SettlePaper(..)
                | LoungeTouch::ConfirmEveryoneOut,
                page,
            ) => Ok((page, None)),
        }
    }

    /// Opens the gate for whoever was let in just now, and not for whoever was inside already.
    pub(super) fn open_for(&mut self, by_hand: ByHand) {
        if let ByHand::Entered(visit) = by_hand {
            self.ask_gate(visit, Heading::In, KnownBy::Staff);
        }
    }

    /// What there is to do.
    pub(super) fn home(&self, colleague: &Colleague) -> LoungePage {
        let inside = self.entrance.people_in_area(colleague.session).ok();
        let capacity = inside.and_then(|_| self.entrance.capacity_of_area(colleague.session).ok().flatten());
        LoungePage::Home(HomePage {
            inside,
            capacity,
            roll_call: self.muster.is_running(),
        })
    }

    pub(super) fn inside(&self, colleague: &Colleague, page: usize) -> Result<LoungePage, StaffError> {
        let open = self.entrance.inside(colleague.session)?;
        let pages = open.len().div_ceil(ROWS).max(1);
        let page = page.min(pages - 1);
        let rows = open.iter().skip(page * ROWS).take(ROWS);
        let people = open.iter().map(|(_, visit)| u32::from(visit.people())).sum();
        Ok(LoungePage::Inside(InsidePage {
            rows: rows.map(|(id, visit)| self.row(*id, visit)).collect(),
            visits: open.len(),
            people,
            page,
            pages,
        }))
    }

    fn row(&self, id: VisitId, visit: &Visit) -> InsideRow {
        let zones = self.entrance.ledger().state().zones();
        let number = self.entrance.number_of(id);
        InsideRow {
            visit: id,
            ending: number.map(|number| number.digits().split_off(8)),
            confirm: number.and_then(|number| self.confirm_hint(self.entrance.pass_tag(number))),
            came: visit.came().map(|at| self.clock_text(at)).unwrap_or_default(),
            until: visit.until().map(|at| self.clock_text(at)).unwrap_or_default(),
            zone: visit.zone().map(|zone| path(zones, zone)),
            people: visit.people(),
        }
    }

    fn visit_page(
        &self,
        colleague: &Colleague,
        id: VisitId,
        pin_id: Option<PinId>,
    ) -> Result<LoungePage, StaffError> {
        let account = self.entrance.account(colleague.session.0)?;
        let (state, now) = (self.entrance.ledger().state(), self.clock.now());
        let known = state.visit(id);
        let visit = known.ok_or(NotAllowed::NoVisit)?;
        let zones = state.zones();
        let open = |deed| account.may_with_open(deed, id, known, zones);
        let deeds = [
            (Deed::Look, open(Deed::Look)),
            (Deed::CheckOutByHand, open(Deed::CheckOutByHand)),
            (Deed::Extend, open(Deed::Extend)),
            (Deed::Annul, account.may_annul(id, known, zones, now)),
            (Deed::Correct, account.may_correct(id, known, zones)),
        ];
        let replaces = pin_id.is_some() && colleague.role.may(Deed::ReplacePass);
        Ok(LoungePage::Visit(Box::new(VisitPage {
            row: self.row(id, visit),
            looked: false,
            contact: None,
            pin_id,
            deeds: deeds
                .into_iter()
                .filter_map(|(deed, may)| may.is_ok().then_some(deed))
                .chain(replaces.then_some(Deed::ReplacePass))
                .collect(),
        })))
    }

    fn number_digit(
        &mut self,
        colleague: &Colleague,
        mut number: NumberPage,
        digit: u8,
    ) -> Result<LoungePage, StaffError> {
        if matches!(number.outcome, Some(NumberOutcome::Locked { .. })) {
            return Ok(LoungePage::Number(number));
        }
        number.digits.push(char::from(b'0' + digit));
        number.outcome = None;
        if number.digits.len() < PIN_ID_DIGITS {
            return Ok(LoungePage::Number(number));
        }
        let found = match self.entrance.find(colleague.session, &number.digits) {
            Err(StaffError::Missed { .. }) => return Ok(self.number_page(colleague.session, None)),
            found => found?,
        };
        match found {
            Found::Visit(visit, pin_id) => self.visit_page(colleague, visit, Some(pin_id)),
            Found::OtherArea => Ok(self.number_page(colleague.session, Some(NumberOutcome::OtherArea))),
            Found::Unknown { left } => {
                Ok(self.number_page(colleague.session, Some(NumberOutcome::Unknown { left })))
            }
            Found::Mistyped => Ok(self.number_page(colleague.session, Some(NumberOutcome::Mistyped))),
            Found::Pass(pin_id) => {
                let deeds = [Deed::CheckInByHand, Deed::UnlockDiary, Deed::ReplacePass];
                let may = |deed: &Deed| colleague.role.may(*deed);
                Ok(LoungePage::Pass(PassPage {
                    pin_id,
                    ending: number.digits.split_off(8),
                    wait: None,
                    deeds: deeds.into_iter().filter(may).collect(),
                }))
            }
        }
    }

    /// The empty number pad; shut for whoever has missed too many.
    fn number_page(&self, session: Session, outcome: Option<NumberOutcome>) -> LoungePage {
        let wait_s = locked_s(self.entrance.search_wait_ms(session));
        let locked = wait_s.map(|wait_s| NumberOutcome::Locked { wait_s });
        LoungePage::Number(NumberPage {
            digits: String::new(),
            outcome: locked.or(outcome),
        })
    }

    fn correct_came(&mut self, colleague: &Colleague, visit: Box<VisitPage>, time: &str, why: Why) -> Next {
        let id = visit.row.visit;
        let zone = self.entrance.ledger().zone();
        let came = self.entrance.ledger().state().visit(id).and_then(Visit::came);
        let right = came.and_then(|came| zone.at_time(zone.day_of(came), time));
        let Some(right) = right else {
            return Ok((LoungePage::Visit(visit), Some(Said::NotATime)));
        };
        self.entrance
            .correct(colleague.session, id, Right::Came(right), why)?;
        Ok((
            self.visit_page(colleague, id, visit.pin_id)?,
            Some(Said::Corrected),
        ))
    }

    fn everyone_out_page(&self, colleague: &Colleague, again: bool) -> Result<LoungePage, StaffError> {
        let visits = self.entrance.inside(colleague.session)?.len();
        let people = self.entrance.people_in_area(colleague.session)?;
        Ok(LoungePage::EveryoneOut(EveryoneOut {
            visits,
            people,
            again,
        }))
    }

    /// The last moment at which it was `time`, `17:40`: today, or yesterday when that is still to come.
    fn last_time(&self, time: &str) -> Option<Timestamp> {
        let (zone, now) = (self.entrance.ledger().zone(), self.clock.now());
        let today = zone.day_of(now);
        let at = zone.at_time(today, time)?;
        if at <= now {
            Some(at)
        } else {
            zone.at_time(today.plus(-1), time)
        }
    }
}
