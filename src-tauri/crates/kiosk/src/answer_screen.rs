//! A code, and the one big answer to it.

use std::time::Duration;

use einlass_domain::{
    admission::Obstacle,
    card::is_card,
    event::Way,
    gate::Heading,
    time::{Clock, Timestamp},
    words::Language,
};
use einlass_ledger::LedgerError;
use einlass_scan::ScanName;
use rand_core::CryptoRngCore;

use crate::{
    input::Report,
    kiosk::Kiosk,
    passage::KnownBy,
    screen::{Answer, Screen, Wait},
    verdict::Verdict,
};

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    pub(crate) fn code_seen(&mut self, code: &[u8], at: Duration) {
        let is_card = is_card(code) && self.screen.takes_cards();
        let is_new = (is_card || self.screen.takes_codes() || self.screen.remembers_codes()) && {
            let name = self.entrance.scan_name(code);
            self.repeats.admit(&name, at)
        };
        if is_new && self.code_for_code(code) {
            return;
        }
        if self.screen == Screen::DiaryPass {
            // Nothing follows from it but a question, so whoever was just let in with it may show it again at once.
            self.pass_for_diary(code);
        } else if matches!(self.screen, Screen::ShowCard { .. }) {
            self.card_asked_for(code);
        } else if is_new && is_card {
            self.card_seen(code);
        } else if is_new && self.seat_seen(code) {
            // Somebody who is inside has said where they sit.
        } else if is_new && self.screen.takes_codes() {
            self.scan = Some(ScanName::of(&self.entrance.scan_name(code)));
            let shown = self.entrance.show_pass(code);
            self.speak(shown.as_ref().ok().and_then(|(_, language, _)| *language));
            let pass = shown.as_ref().ok().and_then(|(.., pass)| pass.clone());
            self.answer(shown.map(|(verdict, ..)| verdict), Way::Scanned);
            let tag = pass.as_ref().map(|pass| self.entrance.pass_tag(pass.0.pin_id));
            self.hint_at_confirmation(tag, pass);
        }
    }

    /// Speaks the language that the pass asks for, until the start is shown again or the next pass is.
    pub(crate) fn speak(&mut self, asked: Option<Language>) {
        match asked {
            Some(language) => self.language = language,
            None if self.is_of_pass => self.language = self.home_language,
            None => {}
        }
        self.is_of_pass = asked.is_some();
    }

    /// Tells the person and the report, in this order of importance: the verdict is on the disk already.
    pub(crate) fn answer(&mut self, verdict: Result<Verdict, LedgerError>, way: Way) {
        let verdict = match verdict {
            Ok(verdict) => verdict,
            Err(error) => return self.fault(error),
        };
        self.report(Report::Verdict {
            verdict,
            at: self.clock.now(),
        });
        let screen = match verdict {
            Verdict::Welcome { visit, until, limit } => {
                self.ask_gate(visit, Heading::In, self.known_by(way));
                Screen::Answer(Answer::Welcome {
                    until: self.clock_text(until),
                    limit,
                    visit,
                    companions: self.entrance.takes_companions(),
                    seat: self.entrance.asks_for_seat(),
                })
            }
            Verdict::Stay { visit, until, limit } => Screen::Answer(Answer::Stay {
                until: self.clock_text(until),
                limit,
                visit,
            }),
            Verdict::Ask { visit, pass, until } => Screen::GoOrStay {
                visit,
                pass,
                way,
                until: self.clock_text(until),
                people: self.entrance.people_of(visit),
            },
            Verdict::Check { visit, pass } => return self.go_or_check(visit, pass, way),
            Verdict::Goodbye { visit } => {
                self.ask_gate(visit, Heading::Out, self.known_by(way));
                self.tidy_soon();
                Screen::Answer(Answer::Goodbye)
            }
            Verdict::Confirmed => Screen::Answer(Answer::Confirmed),
            Verdict::NoCode { pass, why } => return self.refuse_slip(pass, why),
            Verdict::Wait { obstacle } => Screen::Answer(Answer::Wait(self.wait(obstacle))),
            Verdict::Dead => Screen::Answer(Answer::Dead),
            Verdict::Expired => Screen::Answer(Answer::Expired),
            Verdict::Refused => Screen::Answer(Answer::Refused),
        };
        self.answered += 1;
        self.show(screen);
    }

    fn known_by(&self, way: Way) -> KnownBy {
        match way {
            Way::Scanned => KnownBy::Code(self.scan),
            Way::Typed => KnownBy::Number,
            Way::Staff => KnownBy::Staff,
        }
    }

    pub(crate) fn clock_text(&self, at: Timestamp) -> String {
        self.entrance.ledger().zone().clock_text(at)
    }

    pub(crate) fn wait(&self, obstacle: Obstacle) -> Wait {
        let zone = self.entrance.ledger().zone();
        match obstacle {
            Obstacle::Closed(opens) => Wait::Closed(opens.map(|opens| {
                let day = zone.day_of(opens);
                let other_day = (day != zone.day_of(self.clock.now())).then(|| day.dotted());
                (other_day, zone.clock_text(opens))
            })),
            Obstacle::Full => Wait::Full,
            Obstacle::ReEntry(from) => Wait::ReEntry(from.map(|from| zone.clock_text(from))),
            Obstacle::Unconfirmed => Wait::Unconfirmed,
        }
    }
}
