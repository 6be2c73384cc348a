//! The screens of the form, and the paper that follows from it.

use einlass_domain::{
    confirmation::Demand,
    contact::{ContactDraft, Field},
    time::Clock,
};
use rand_core::CryptoRngCore;

use crate::{
    form::{FormAim, FormStep},
    input::Report,
    kiosk::Kiosk,
    own_data_screens::OwnDataFace,
    paper::pass_paper_job,
    phone::ToPhone,
    print_desk::Print,
    profile::Registration,
    screen::{FaultCode, Screen},
    verdict::{NewPass, RegisterError},
};

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    pub(crate) fn form_next(&mut self, aim: FormAim, step: FormStep, draft: ContactDraft) {
        let demand = self.demand_of(&aim, &draft);
        let mut fields = step.fields().iter();
        if fields.any(|field| demand.problem(&draft, *field).is_some()) {
            return self.show_form(aim, step, draft, true);
        }
        match (step.next(), aim) {
            (Some(next), aim) => self.show_form(aim, next, draft, false),
            (None, FormAim::NewPass) => self.show(Screen::DataNotice { draft }),
            (None, FormAim::OwnData(key)) => self.save_own_data(key, draft),
        }
    }

    pub(crate) fn form_back(&mut self, aim: FormAim, step: FormStep, mut draft: ContactDraft) {
        match (step.previous(&draft), aim) {
            (Some(before), aim) => self.show_form(aim, before, draft, false),
            // Whoever touched the wrong key is not for a child any more.
            (None, FormAim::NewPass) if draft.child.take().is_some() => {
                self.show_form(FormAim::NewPass, FormStep::Name, draft, false)
            }
            (None, FormAim::NewPass) => self.show(Screen::Attract),
            (None, FormAim::OwnData(key)) => self.show_own_data(key, OwnDataFace::Shown),
        }
    }

    /// A guardian fills the form for a child: what is typed so far is the guardian's.
    pub(crate) fn form_for_child(&mut self, mut draft: ContactDraft) {
        draft.child.get_or_insert_default();
        self.show_form(FormAim::NewPass, FormStep::Child, draft, false);
    }

    pub(crate) fn show_form(&mut self, aim: FormAim, step: FormStep, draft: ContactDraft, checked: bool) {
        let demand = self.demand_of(&aim, &draft);
        self.show(Screen::Form {
            aim,
            step,
            draft,
            checked,
            by_card: false,
            demand,
        });
    }

    /// Back to the first step with something wrong on it, after all: what was right a while ago may not be now.
    pub(crate) fn show_problem(&mut self, aim: FormAim, draft: ContactDraft) {
        let demand = self.demand_of(&aim, &draft);
        let first = FormStep::first(&draft);
        let wrong = std::iter::successors(Some(first), |step| step.next()).find(|step| {
            let mut fields = step.fields().iter();
            fields.any(|field| demand.problem(&draft, *field).is_some())
        });
        self.show_form(aim, wrong.unwrap_or(first), draft, true);
    }

    fn demand_of(&self, aim: &FormAim, draft: &ContactDraft) -> Demand {
        let before = match aim {
            FormAim::NewPass => None,
            FormAim::OwnData(key) => self.entrance.addressee_behind(&key.0),
        };
        self.entrance.demand_of(draft, before.as_ref())
    }

    pub(crate) fn register(&mut self, draft: &ContactDraft, pin: Option<&str>) {
        let Ok(contact) = draft.check() else {
            return self.show_problem(FormAim::NewPass, draft.clone());
        };
        let registration = Registration {
            pin,
            language: Some(self.language),
            ..Registration::of(contact)
        };
        match self.entrance.register_as(registration) {
            Ok(pass) => self.hand_over(&pass),
            Err(RegisterError::Crowded) => self.show_problem(FormAim::NewPass, draft.clone()),
            Err(error) => self.no_pass(error),
        }
    }

    pub(crate) fn no_pass(&mut self, error: RegisterError) {
        match error {
            RegisterError::Ledger(error) => self.fault(error),
            RegisterError::Clock(_) | RegisterError::Crowded => {
                self.report(Report::NoPass(error));
                self.show(Screen::OutOfService(FaultCode::Internal));
            }
        }
    }

    /// Prints a pass and offers it to the phone.
    pub(crate) fn hand_over(&mut self, pass: &NewPass) {
        let job = pass_paper_job(
            pass,
            &self.entrance.ledger().venue().name,
            self.language,
            &self.profile,
        );
        let queued = job.is_ok_and(|job| {
            self.desk
                .as_ref()
                .is_some_and(|desk| desk.print(Print::Pass(pass.tag), vec![job]))
        });
        let pin_id = pass.pin_id.grouped();
        let page = self.phone_page.as_ref();
        let link = page.and_then(|page| self.entrance.phone_link(pass, page).ok());
        let phone = ToPhone::offer(link.as_deref().map(String::as_str));
        self.look_for_letters();
        // A printer that is known to be unable is not waited for: the paper is shown when it comes.
        self.show(if queued && self.papers.are_possible() {
            Screen::Printing {
                pass: pass.tag,
                pin_id,
                phone,
            }
        } else {
            Screen::PassReady {
                pass: pass.tag,
                pin_id,
                phone,
                printed: false,
            }
        });
        self.hint_at_confirmation(Some(pass.tag), None);
    }
}

/// Takes the values of this step's fields; whatever else came with them is left out.
pub(crate) fn fill(mut draft: ContactDraft, step: FormStep, values: Vec<(Field, String)>) -> ContactDraft {
    for (field, value) in values
        .into_iter()
        .filter(|(field, _)| step.fields().contains(field))
    {
        draft.set(field, value);
    }
    draft
}
