//! Staff take a visitor down: the form, and the pass that comes of it. Whatever is typed is wiped when the lounge locks.

use einlass_domain::{
    contact::{ContactDraft, Field},
    id::PassTag,
    pin_id::PinId,
    rules::Companions,
    staff::Deed,
    time::Clock,
};
use rand_core::CryptoRngCore;

use super::{Colleague, Company, LoungePage, Paper, Said, desk::Next};
use crate::{
    kiosk::Kiosk,
    paper::pass_paper_job,
    print_desk::Print,
    screen::{Screen, Wait},
    staff_desk::ByHand,
    verdict::NewPass,
};

/// The form for somebody's contact data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassForm {
    /// The pass that was lost; none for a new visitor.
    pub replaces: Option<PinId>,
    /// What is typed, as it was sent last.
    pub draft: ContactDraft,
    /// Whether problems are shown: not before somebody wanted to go on.
    pub checked: bool,
    /// The field with an address to which no further code goes today.
    pub crowded: Option<Field>,
    /// Whether others may come in on the same pass.
    pub companions: Companions,
    /// Who does.
    pub company: Company,
    /// Whether these cannot be.
    pub company_problem: bool,
}

impl PassForm {
    /// An empty form.
    pub(super) fn of(replaces: Option<PinId>, companions: Companions) -> Self {
        Self {
            replaces,
            draft: ContactDraft::default(),
            checked: false,
            crowded: None,
            companions,
            company: Company::default(),
            company_problem: false,
        }
    }
}

/// A pass that was just made, while its key is at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadePass {
    pub(crate) pass: NewPass,
    pub(crate) company: Company,
    /// How it stands with its paper.
    pub paper: Paper,
    /// Why its holder was not let in at the last touch.
    pub wait: Option<Wait>,
    /// What may be done with it now.
    pub deeds: Vec<Deed>,
}

impl MadePass {
    /// Its number, in groups of four.
    pub fn pin_id(&self) -> String {
        self.pass.pin_id.grouped()
    }

    /// Whether it takes the place of a lost one.
    pub fn replaces(&self) -> bool {
        self.pass.replaces
    }
}

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    /// An empty form: for a new visitor, or for whoever lost this pass.
    pub(super) fn pass_form(&self, replaces: Option<PinId>) -> LoungePage {
        let companions = match replaces {
            None => self.entrance.ledger().state().rules().companions,
            // Who has lost a pass has come already.
            Some(_) => Companions::No,
        };
        LoungePage::PassForm(Box::new(PassForm::of(replaces, companions)))
    }

    /// The visitor agreed, and staff say so: the pass is made and printed, and its holder let in if wanted.
    pub(super) fn take_down(
        &mut self,
        colleague: &Colleague,
        values: Vec<(Field, String)>,
        company: Company,
        comes_in: bool,
    ) -> Next {
        let draft = filled(values);
        let crowded = self.entrance.demand_of(&draft, None).crowded;
        let rule = self.entrance.ledger().state().rules().companions;
        let checked = company.clone().checked(rule);
        let (Ok(contact), Some(coming), None) = (draft.check(), checked.clone(), crowded) else {
            let form = PassForm {
                draft,
                checked: true,
                crowded,
                company_problem: checked.is_none(),
                company,
                ..PassForm::of(None, rule)
            };
            return Ok((LoungePage::PassForm(Box::new(form)), None));
        };
        let pass = self
            .entrance
            .register_by_hand(colleague.session, contact, self.language)?;
        let mut made = self.made(colleague, pass);
        made.company = coming;
        if comes_in {
            return self.let_in_made(colleague, made);
        }
        Ok((LoungePage::Made(Box::new(made)), None))
    }

    /// The same for a pass that was lost.
    pub(super) fn replace(
        &mut self,
        colleague: &Colleague,
        lost: PinId,
        values: Vec<(Field, String)>,
    ) -> Next {
        let draft = filled(values);
        let crowded = self.entrance.demand_of(&draft, None).crowded;
        let (Ok(contact), None) = (draft.check(), crowded) else {
            let form = PassForm {
                draft,
                checked: true,
                crowded,
                ..PassForm::of(Some(lost), Companions::No)
            };
            return Ok((LoungePage::PassForm(Box::new(form)), None));
        };
        let pass = self
            .entrance
            .replace_by_hand(colleague.session, lost, contact, self.language)?;
        let made = self.made(colleague, pass);
        Ok((LoungePage::Made(Box::new(made)), Some(Said::Replaced)))
    }

    /// Lets the holder of the pass in that was just made.
    pub(super) fn let_in_made(&mut self, colleague: &Colleague, mut made: MadePass) -> Next {
        let by_hand = self.entrance.check_in_made(colleague.session, &made.pass)?;
        self.open_for(by_hand);
        let said = match by_hand {
            ByHand::Entered(visit) | ByHand::Inside(visit) => {
                self.entrance
                    .set_company(colleague.session, visit, &made.company)?;
                made.wait = None;
                made.deeds.retain(|deed| *deed != Deed::CheckInByHand);
                Some(Said::CheckedIn)
            }
            ByHand::Wait(obstacle) => {
                made.wait = Some(self.wait(obstacle));
                None
            }
        };
        Ok((LoungePage::Made(Box::new(made)), said))
    }

    /// Prints the pass once more, marked as a copy.
    pub(super) fn reprint_made(&mut self, colleague: &Colleague, mut made: Box<MadePass>) -> Next {
        let again = self.entrance.reprint_made(colleague.session, &made.pass)?;
        made.paper = self.print_pass(&again);
        Ok((LoungePage::Made(made), None))
    }

    /// The printer has taken the paper of a pass, or has not.
    pub(crate) fn made_pass_printed(&mut self, pass: PassTag, paper: Paper) {
        if let Screen::Lounge(lounge) = &mut self.screen
            && let LoungePage::Made(made) = &mut lounge.page
            && made.pass.tag == pass
        {
            made.paper = paper;
        }
    }

    fn made(&mut self, colleague: &Colleague, pass: NewPass) -> MadePass {
        let paper = self.print_pass(&pass);
        let is_inside = self.entrance.open_visit_of(pass.pin_id).is_some();
        let may = |deed: &Deed| colleague.role.may(*deed) && !(is_inside && *deed == Deed::CheckInByHand);
        let deeds = [Deed::Reprint, Deed::CheckInByHand, Deed::Register];
        MadePass {
            pass,
            company: Company::default(),
            paper,
            wait: None,
            deeds: deeds.into_iter().filter(may).collect(),
        }
    }

    fn print_pass(&mut self, pass: &NewPass) -> Paper {
        let venue = &self.entrance.ledger().venue().name;
        let job = pass_paper_job(pass, venue, self.language, &self.profile);
        let queued = job.is_ok_and(|job| {
            let desk = self.desk.as_ref();
            desk.is_some_and(|desk| desk.print(Print::Pass(pass.tag), vec![job]))
        });
        if queued { Paper::Printing } else { Paper::Failed }
    }
}

fn filled(values: Vec<(Field, String)>) -> ContactDraft {
    let mut draft = ContactDraft::default();
    for (field, value) in values {
        draft.set(field, value);
    }
    draft
}
