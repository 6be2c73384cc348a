//! An address is confirmed: the code, its message, its tries and its time, over power cuts and before the screen.

use einlass_domain::{
    admission::{Obstacle, OnInside},
    confirmation::{CodeRefused, CodeSlip, ConfirmationCode, DEADLINE_MS, Delivery},
    contact::{Contact, ContactDraft, Field},
    event::{Actor, MessageWay, Refusal},
    id::{EventId, PassTag, VisitId},
    rules::{Confirm, VenueRules},
    time::Clock,
    words::Language,
};
use einlass_testkit::{ManualClock, START, contact, make_venue, open_venue};
use rand_core::OsRng;
use tempfile::TempDir;

use crate::{
    DiaryDoor, DiaryKey, DiaryVerdict, Entrance, NewPass, NoNewCode, NumberVerdict, Registration, ShownPass,
    Verdict, VisitRecord, record::LetterRecord,
};

mod crowd;
mod demand;
mod lounge;
mod screens;

const PIN: &str = "482915";

struct Door {
    entrance: Entrance<ManualClock, OsRng>,
    clock: ManualClock,
    folder: TempDir,
}

fn confirm(entrance: &mut Entrance<ManualClock, OsRng>, confirm: Confirm) {
    let rules = VenueRules {
        confirm,
        ..VenueRules::default()
    };
    entrance.set_rules(Actor::Owner, rules).unwrap();
}

fn door(rule: Confirm) -> Door {
    let folder = TempDir::new().unwrap();
    let clock = ManualClock::at(START);
    let (ledger, _) = make_venue(&folder.path().join("data")).unwrap();
    let mut entrance = Entrance::new(ledger, clock.clone(), OsRng, Some(OnInside::Go));
    confirm(&mut entrance, rule);
    Door {
        entrance,
        clock,
        folder,
    }
}

fn reachable(email: &str, phone: &str) -> Contact {
    let mut draft = ContactDraft::default();
    draft.set(Field::LastName, "One".to_owned());
    draft.set(Field::Email, email.to_owned());
    draft.set(Field::Phone, phone.to_owned());
    draft.check().unwrap()
}

fn by_mail() -> Contact {
    reachable("one@example.org", "")
}

impl Door {
    fn register(&mut self, contact: Contact) -> NewPass {
        self.entrance.register(contact, Some(PIN)).unwrap()
    }

    fn show(&mut self, code: &str) -> Verdict {
        self.entrance.show_code(code.as_bytes()).unwrap()
    }

    fn shown(&mut self, pass: &NewPass) -> ShownPass {
        let (_, _, shown) = self.entrance.show_pass(pass.code.as_bytes()).unwrap();
        shown.unwrap()
    }

    fn letters(&self) -> Vec<EventId> {
        let state = self.entrance.ledger().state();
        state.waiting_letters().map(|(letter, _)| letter).collect()
    }

    /// What the newest message holds.
    fn letter(&self) -> LetterRecord {
        let letter = *self.letters().last().unwrap();
        let opened = self.entrance.ledger().waiting_letter(letter).unwrap();
        minicbor::decode(&opened).unwrap()
    }

    fn code(&self) -> ConfirmationCode {
        self.letter().digits.parse().unwrap()
    }

    fn slip(&self) -> String {
        let slip = CodeSlip {
            registration: self.letter().asked,
            code: self.code(),
        };
        slip.to_text()
    }

    /// Any other code than the one that was sent.
    fn wrong(&self) -> ConfirmationCode {
        let right = self.code();
        let mut others = std::iter::repeat_with(|| ConfirmationCode::make(&mut OsRng));
        others.find(|other| *other != right).unwrap()
    }

    fn try_code(&mut self, pass: PassTag, code: &ConfirmationCode) -> Result<(), CodeRefused> {
        self.entrance.try_code(pass, code).unwrap()
    }

    fn is_pending(&self, pass: &NewPass) -> bool {
        self.entrance.confirmation_of(pass.tag).is_some()
    }

    fn record(&self, visit: VisitId) -> VisitRecord {
        minicbor::decode(&self.entrance.ledger().live_record(visit).unwrap()).unwrap()
    }

    fn key(&mut self, code: &str) -> DiaryKey {
        let DiaryDoor::AskPin(shown) = self.entrance.show_for_diary(code.as_bytes()).unwrap() else {
            panic!("no PIN is asked for")
        };
        let DiaryVerdict::Opened(key, _) = self.entrance.open_diary(&shown, PIN).unwrap() else {
            panic!("the PIN is wrong")
        };
        key
    }

    /// No farewell: what was answered does not depend on one.
    fn after_power_cut(self) -> Self {
        let Self {
            entrance,
            clock,
            folder,
        } = self;
        drop(entrance);
        let ledger = open_venue(&folder.path().join("data")).unwrap();
        Self {
            entrance: Entrance::new(ledger, clock.clone(), OsRng, Some(OnInside::Go)),
            clock,
            folder,
        }
    }
}

#[test]
fn a_code_is_asked_for_with_the_pass_and_survives_a_power_cut() {
    let mut door = door(Confirm::Either);
    let pass = door.register(by_mail());
    let mut door = door.after_power_cut();
    let letter = door.letter();
    assert_eq!(letter.email.as_deref(), Some("one@example.org"));
    let waits = door.entrance.confirmation_of(pass.tag).unwrap();
    assert_eq!(
        (waits.by, waits.way),
        (START.plus_ms(DEADLINE_MS), MessageWay::Mail)
    );
    assert_eq!((waits.asked, waits.delivery), (letter.asked, Delivery::Waits));
    let code = door.code();
    assert_eq!(door.try_code(pass.tag, &code), Ok(()));
    assert!(!door.is_pending(&pass) && door.letters().is_empty());
    let door = door.after_power_cut();
    assert!(!door.is_pending(&pass));
}

#[test]
fn the_rule_says_which_address_is_confirmed() {
    let both = || reachable("one@example.org", "0171 1234567");
    for (rule, contact, email, phone) in [
        (Confirm::Either, both(), Some("one@example.org"), None),
        (Confirm::Mail, both(), Some("one@example.org"), None),
        (Confirm::Sms, both(), None, Some("01711234567")),
        (
            Confirm::Either,
            reachable("", "0171 1234567"),
            None,
            Some("01711234567"),
        ),
    ] {
        let mut door = door(rule);
        door.register(contact);
        let letter = door.letter();
        assert_eq!(
            (letter.email.as_deref(), letter.phone.as_deref()),
            (email, phone),
            "{rule:?}"
        );
    }
    for (rule, contact) in [
        (Confirm::No, both()),
        (Confirm::Mail, reachable("", "0171 1234567")),
        (Confirm::Sms, by_mail()),
    ] {
        let mut door = door(rule);
        let pass = door.register(contact);
        assert!(door.letters().is_empty() && !door.is_pending(&pass), "{rule:?}");
    }
}

#[test]
fn ten_wrong_codes_are_all_whatever_happens_in_between() {
    let mut door = door(Confirm::Either);
    let pass = door.register(by_mail());
    let (right, wrong) = (door.code(), door.wrong());
    for left in (0..10).rev() {
        assert_eq!(door.try_code(pass.tag, &wrong), Err(CodeRefused::Wrong { left }));
        door = door.after_power_cut();
    }
    assert_eq!(door.try_code(pass.tag, &right), Err(CodeRefused::NoTriesLeft));
    let shown = door.shown(&pass);
    door.entrance.new_code(&shown, Language::En).unwrap();
    assert_eq!(door.letters().len(), 1, "the old message goes to nobody any more");
    let newest = door.code();
    assert_eq!(door.try_code(pass.tag, &newest), Ok(()));
}

#[test]
fn a_new_code_keeps_the_deadline_and_there_are_three() {
    let mut door = door(Confirm::Either);
    let pass = door.register(by_mail());
    let (first, by) = (door.slip(), door.entrance.confirmation_of(pass.tag).unwrap().by);
    let shown = door.shown(&pass);
    door.clock.advance_ms(1_000);
    door.entrance.new_code(&shown, Language::En).unwrap();
    door.entrance.new_code(&shown, Language::En).unwrap();
    assert!(matches!(
        door.entrance.new_code(&shown, Language::En),
        Err(NoNewCode::TooMany)
    ));
    let waits = door.entrance.confirmation_of(pass.tag).unwrap();
    assert_eq!((waits.by, waits.codes, waits.wrong), (by, 3, 0));
    let why = CodeRefused::Expired;
    assert_eq!(door.show(&first), Verdict::NoCode { pass: pass.tag, why });
    assert_eq!(
        door.entrance.confirmation_of(pass.tag).unwrap().wrong,
        0,
        "no try is lost"
    );
    let newest = door.slip();
    assert_eq!(door.show(&newest), Verdict::Confirmed);
    assert_eq!(
        door.show(&newest),
        Verdict::Confirmed,
        "held up twice, it is still right"
    );
}

#[test]
fn whoever_is_not_confirmed_after_48_hours_waits() {
    let mut door = door(Confirm::Either);
    let pass = door.register(by_mail());
    let slip = door.slip();
    let Verdict::Welcome { visit, .. } = door.show(&pass.code) else {
        panic!("not let in")
    };
    assert!(door.record(visit).unconfirmed);
    door.clock.advance_ms(DEADLINE_MS);
    assert!(
        matches!(door.show(&pass.code), Verdict::Goodbye { .. }),
        "nobody is kept inside"
    );
    let obstacle = Obstacle::Unconfirmed;
    assert_eq!(door.show(&pass.code), Verdict::Wait { obstacle });
    let typed = door.entrance.type_number(&pass.pin_id.digits()).unwrap();
    assert_eq!(typed, NumberVerdict::Known(Verdict::Wait { obstacle }));
    let why = CodeRefused::Expired;
    assert_eq!(door.show(&slip), Verdict::NoCode { pass: pass.tag, why });
    let shown = door.shown(&pass);
    door.entrance.new_code(&shown, Language::De).unwrap();
    let slip = door.slip();
    assert_eq!(door.show(&slip), Verdict::Confirmed);
    let Verdict::Welcome { visit, .. } = door.show(&pass.code) else {
        panic!("not let in")
    };
    assert!(!door.record(visit).unconfirmed);
}

#[test]
fn a_rule_that_is_given_up_keeps_nobody_out() {
    let mut door = door(Confirm::Either);
    let pass = door.register(by_mail());
    door.clock.advance_ms(DEADLINE_MS);
    confirm(&mut door.entrance, Confirm::No);
    let Verdict::Welcome { visit, .. } = door.show(&pass.code) else {
        panic!("not let in")
    };
    assert!(!door.record(visit).unconfirmed);
}

#[test]
fn another_address_has_to_be_confirmed_anew() {
    let mut door = door(Confirm::Either);
    let pass = door.register(by_mail());
    let key = door.key(&pass.code);
    let (code, asked) = (door.code(), door.letter().asked);
    let renamed = reachable("one@example.org", "030 123456");
    door.entrance.edit_profile(&key, renamed, None).unwrap();
    assert_eq!(door.letter().asked, asked, "the same address is asked once");
    assert_eq!(door.try_code(pass.tag, &code), Ok(()));
    let moved = reachable("other@example.org", "");
    door.clock.advance_ms(5_000);
    door.entrance.edit_profile(&key, moved, None).unwrap();
    assert_eq!(door.letter().email.as_deref(), Some("other@example.org"));
    let waits = door.entrance.confirmation_of(pass.tag).unwrap();
    assert_eq!(
        (waits.by, waits.codes),
        (door.clock.now().plus_ms(DEADLINE_MS), 1)
    );
    assert!(matches!(
        door.try_code(pass.tag, &code),
        Err(CodeRefused::Wrong { .. })
    ));
}

#[test]
fn a_slip_of_nobody_opens_nothing() {
    let mut door = door(Confirm::Either);
    door.register(by_mail());
    let mut slip = CodeSlip::from_text(&door.slip()).unwrap();
    slip.registration.seq += 100;
    assert_eq!(door.show(&slip.to_text()), Verdict::Refused);
    let refused: Vec<_> = door.entrance.ledger().state().refused().collect();
    assert_eq!(refused, [(Refusal::Foreign, 1)]);
}

#[test]
fn a_lost_pass_cannot_send_a_code_to_its_old_address() {
    let mut door = door(Confirm::Either);
    let pass = door.register(by_mail());
    let shown = door.shown(&pass);
    let registration = Registration::of(reachable("new@example.org", ""));
    door.entrance.replace_pass(pass.pin_id, registration).unwrap();
    assert!(matches!(
        door.entrance.new_code(&shown, Language::De),
        Err(NoNewCode::NoAddress)
    ));
    assert_eq!(door.letter().email.as_deref(), Some("new@example.org"));
}

#[test]
fn messages_end_with_their_codes() {
    let mut door = door(Confirm::Either);
    door.register(by_mail());
    door.clock.advance_ms(DEADLINE_MS - 1);
    assert!(door.entrance.keep_house().is_empty());
    assert_eq!(door.letters().len(), 1);
    door.clock.advance_ms(1);
    assert!(door.entrance.keep_house().is_empty());
    assert!(door.letters().is_empty());
}

#[test]
fn a_contact_without_mail_is_confirmed_by_its_number() {
    let mut door = door(Confirm::Either);
    door.register(contact("One"));
    assert_eq!(door.letter().phone.as_deref(), Some("+4930123456"));
}
