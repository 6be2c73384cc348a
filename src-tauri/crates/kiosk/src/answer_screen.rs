//! A code, and the one big answer to it.

use std::time::Duration;

use einlass_domain::{
    admission::Obstacle,
    event::Way,
    time::{Clock, Timestamp},
    words::Language,
};
use einlass_ledger::LedgerError;
use rand_core::CryptoRngCore;

use crate::{
    input::Report,
    kiosk::Kiosk,
    screen::{Answer, Screen, Wait},
    verdict::Verdict,
};

impl<C: Clock + Clone, R: CryptoRngCore> Kiosk<C, R> {
    pub(crate) fn code_seen(&mut self, code: &[u8], at: Duration) {
        let is_new = (self.screen.takes_codes() || self.screen.remembers_codes()) && {
            let name = self.entrance.scan_name(code);
            self.repeats.admit(&name, at)
        };
        if self.screen == Screen::DiaryPass {
            // Nothing follows from it but a question, so whoever was just let in with it may show it again at once.
            self.pass_for_diary(code);
        } else if is_new && self.seat_seen(code) {
            // Somebody who is inside has said where they sit.
        } else if is_new && self.screen.takes_codes() {
            let shown = self.entrance.show_pass(code);
            self.speak(shown.as_ref().ok().and_then(|(_, language)| *language));
            self.answer(shown.map(|(verdict, _)| verdict), Way::Scanned);
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
            Verdict::Welcome { visit, until, limit } => Screen::Answer(Answer::Welcome {
                until: self.clock_text(until),
                limit,
                visit,
                companions: self.entrance.takes_companions(),
                seat: self.entrance.asks_for_seat(),
            }),
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
            Verdict::Goodbye { .. } => {
                self.tidy_soon();
                Screen::Answer(Answer::Goodbye)
            }
            Verdict::Wait { obstacle } => Screen::Answer(Answer::Wait(self.wait(obstacle))),
            Verdict::Dead => Screen::Answer(Answer::Dead),
            Verdict::Expired => Screen::Answer(Answer::Expired),
            Verdict::Refused => Screen::Answer(Answer::Refused),
        };
        self.answered += 1;
        self.show(screen);
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
