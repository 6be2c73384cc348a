//! The screens of the form, and the paper that follows from it.

use einlass_domain::{
    contact::{ContactDraft, Field},
    event::PrintOutcome,
    time::Clock,
};
use einlass_receipt::PrinterError;
use rand_core::CryptoRngCore;

use crate::{
    input::Report,
    kiosk::Kiosk,
    paper::pass_paper_job,
    phone::ToPhone,
    print_desk::Print,
    profile::Registration,
    screen::{FaultCode, FormStep, Notice, Screen},
    verdict::RegisterError,
};

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    pub(crate) fn form_next(&mut self, step: FormStep, draft: ContactDraft) {
        let has_problem = step.fields().iter().any(|field| draft.problem(*field).is_some());
        self.show(match step.next() {
            _ if has_problem => Screen::Form {
                step,
                draft,
                checked: true,
            },
            Some(step) => Screen::Form {
                step,
                draft,
                checked: false,
            },
            None => Screen::DataNotice { draft },
        });
    }

    pub(crate) fn register(&mut self, draft: &ContactDraft, pin: Option<&str>) {
        let Ok(contact) = draft.check() else {
            return self.show(Screen::Form {
                step: FormStep::Name,
                draft: draft.clone(),
                checked: true,
            });
        };
        let registration = Registration {
            pin,
            language: Some(self.language),
            ..Registration::of(contact)
        };
        let pass = match self.entrance.register_as(registration) {
            Ok(pass) => pass,
            Err(RegisterError::Ledger(error)) => return self.fault(error),
            Err(error @ RegisterError::Clock(_)) => {
                self.report(Report::NoPass(error));
                return self.show(Screen::OutOfService(FaultCode::Internal));
            }
        };
        let job = pass_paper_job(
            &pass,
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
        let link = page.and_then(|page| self.entrance.phone_link(&pass, page).ok());
        let phone = ToPhone::offer(link.as_deref().map(String::as_str));
        self.show(if queued {
            Screen::Printing {
                pass: pass.tag,
                pin_id,
                phone,
            }
        } else {
            Screen::PassReady {
                pin_id,
                phone,
                printed: false,
            }
        });
    }

    pub(crate) fn printed(&mut self, print: Print, outcome: Result<(), PrinterError>) {
        let printed = outcome.is_ok();
        match outcome {
            Ok(()) => {
                self.notices.remove(&Notice::PrinterUnavailable);
            }
            Err(error) => {
                self.notices.insert(Notice::PrinterUnavailable);
                self.report(Report::Printer(error));
            }
        }
        let noted = if printed {
            PrintOutcome::Sent
        } else {
            PrintOutcome::Failed
        };
        let pass = match print {
            Print::Pass(pass) => pass,
            Print::RollCall { actor, cause, people } => {
                return self.roll_call_printed(actor, cause, people, noted);
            }
        };
        if let Err(error) = self.entrance.note_print(pass, noted) {
            self.report(Report::Fault(error));
        }
        if let Screen::Printing {
            pass: waited_for,
            pin_id,
            phone,
        } = &self.screen
            && *waited_for == pass
        {
            let (pin_id, phone) = (pin_id.clone(), phone.clone());
            self.show(Screen::PassReady {
                pin_id,
                phone,
                printed,
            });
        }
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
