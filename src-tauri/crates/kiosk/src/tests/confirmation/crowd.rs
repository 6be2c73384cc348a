//! How many codes go to one address, whoever names it.

use einlass_domain::{
    event::{Actor, Fact},
    rules::Confirm,
    time::Clock,
    words::Language,
};

use super::{Door, PIN, by_mail, door, reachable};
use crate::{NewPass, NoNewCode, ProfileError, RegisterError, Registration};

const DAY_MS: i64 = 24 * 60 * 60_000;

impl Door {
    fn is_refused(&mut self, email: &str) -> bool {
        let tried = self.entrance.register(reachable(email, ""), Some(PIN));
        match tried {
            Ok(_) => false,
            Err(RegisterError::Crowded) => true,
            Err(error) => panic!("{error}"),
        }
    }

    fn confirm(&mut self, pass: &NewPass) {
        let code = self.code();
        assert_eq!(self.try_code(pass.tag, &code), Ok(()));
    }
}

#[test]
fn a_stranger_gets_three_letters_a_day_whoever_asks_and_however_it_is_spelled() {
    let mut door = door(Confirm::Either);
    for spelled in ["one@example.org", "One@Example.org", "o.n.e+2@example.org"] {
        assert!(!door.is_refused(spelled), "{spelled}");
    }
    let mut door = door.after_power_cut();
    let passes = door.entrance.ledger().state().pass_count();
    assert!(door.is_refused("one+3@example.org"));
    assert_eq!(door.letters().len(), 3);
    assert_eq!(
        door.entrance.ledger().state().pass_count(),
        passes,
        "nothing of it is stored"
    );
    assert!(!door.is_refused("two@example.org"), "nobody else waits");
    door.clock.advance_ms(DAY_MS - 1);
    assert!(door.is_refused("one@example.org"));
    door.clock.advance_ms(1);
    assert!(!door.is_refused("one@example.org"));
}

#[test]
fn codes_that_come_back_count_no_more() {
    let mut door = door(Confirm::Either);
    for _ in 0..5 {
        let pass = door.register(by_mail());
        door.confirm(&pass);
    }
    assert!(!door.is_refused("one@example.org"), "a family with one address");
}

#[test]
fn a_telephone_is_counted_as_well() {
    let mut door = door(Confirm::Sms);
    for _ in 0..3 {
        door.register(reachable("", "0171 1234567"));
    }
    let again = door.entrance.register(reachable("", "0171/1234567"), None);
    assert!(matches!(again, Err(RegisterError::Crowded)));
}

#[test]
fn a_pass_that_is_given_up_makes_no_room() {
    let mut door = door(Confirm::Either);
    for _ in 0..3 {
        let pass = door.register(by_mail());
        let key = door.key(&pass.code);
        door.entrance.forget(&key).unwrap();
    }
    assert!(door.is_refused("one@example.org"));
}

#[test]
fn other_data_send_no_code_where_too_many_went_and_the_old_ones_stand() {
    let mut door = door(Confirm::Either);
    let pass = door.register(reachable("two@example.org", ""));
    let key = door.key(&pass.code);
    for _ in 0..3 {
        door.register(by_mail());
    }
    let edited = door.entrance.edit_profile(&key, by_mail(), None);
    assert!(matches!(
        edited,
        Err(ProfileError::Register(RegisterError::Crowded))
    ));
    let own = door.entrance.own_data(&key).unwrap().contact.unwrap();
    assert_eq!(own.email.as_deref(), Some("two@example.org"));
}

#[test]
fn a_new_code_is_counted_with_those_of_others() {
    let mut door = door(Confirm::Either);
    let pass = door.register(by_mail());
    let shown = door.shown(&pass);
    door.register(by_mail());
    door.entrance.new_code(&shown, Language::De).unwrap();
    let third = door.entrance.new_code(&shown, Language::De);
    assert!(matches!(third, Err(NoNewCode::TooMany)));
    let waits = door.entrance.confirmation_of(pass.tag).unwrap();
    assert!(waits.may_renew() && !door.entrance.may_renew(pass.tag, &waits));
}

#[test]
fn letters_from_before_they_were_counted_shut_nobody_out() {
    let mut door = door(Confirm::Either);
    let pass = door.register(by_mail());
    let old = Fact::LetterWritten {
        pass: pass.tag,
        to: None,
    };
    let draft = || einlass_ledger::Draft {
        actor: Actor::Kiosk,
        fact: old.clone(),
        record: None,
    };
    door.entrance.append(vec![draft(), draft(), draft()]).unwrap();
    assert!(!door.is_refused("one@example.org"));
    let registration = Registration::of(by_mail());
    assert!(door.entrance.replace_pass(pass.pin_id, registration).is_ok());
    assert!(door.clock.now() >= door.entrance.ledger().state().clock().physical());
}
