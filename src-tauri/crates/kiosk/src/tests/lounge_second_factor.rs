//! A second factor that is made at the screen, and that every way to an account asks who goes it.

use einlass_domain::{
    lists::staff::Member,
    staff::{Area, NotAllowed, Role, TotpSecret},
    time::Clock,
};
use einlass_receipt::code_outline;
use einlass_vault::{totp_step, totp_uri};

use super::lounge::{Bench, bench};
use crate::{
    Colleague, LoungeTouch, MemberTouch, MembersPage, NewSecret, PinVerdict, Said, Screen, SecondFactor,
    Session, StaffError,
};

const PIN: &str = "246802";
const SECRET: [u8; 20] = [7; 20];

impl Bench {
    fn secret(&self) -> NewSecret {
        let MembersPage::NewSecret(secret) = self.page() else {
            panic!("no secret")
        };
        secret
    }

    fn current_code(&self, secret: &TotpSecret) -> String {
        let now = self.clock.now();
        let codes = (0..1_000_000).map(|code| format!("{code:06}"));
        codes
            .into_iter()
            .find(|code| totp_step(secret, code, now, None).is_some())
            .unwrap()
    }
}

#[tokio::test]
async fn a_second_factor_counts_once_a_code_of_it_was_typed() {
    let mut bench = bench();
    let owner = bench.colleague(Role::Owner, Area::Venue);
    let office = bench.colleague(Role::BackOffice, Area::Venue);
    bench.open(&owner, &office.name);
    assert_eq!(bench.one().second_factor, SecondFactor::Missing);
    let before = bench.events();
    bench.members(MemberTouch::MakeSecondFactor);
    let shown = bench.secret();
    let venue = &bench.kiosk.entrance.ledger().venue().name;
    let uri = totp_uri(&shown.secret, venue, &office.name);
    assert_eq!(shown.code, code_outline(&uri).ok());
    assert_eq!(shown.text.as_str().len(), 39, "eight groups of four");
    let printed = format!("{shown:?}");
    assert!(
        !printed.contains(shown.text.as_str()) && !printed.contains("h1v1"),
        "nor in a log"
    );
    bench.members(MemberTouch::ConfirmSecondFactor("12345".to_owned()));
    assert!(bench.secret().is_wrong);
    assert_eq!(bench.secret().text, shown.text, "the app has that one already");
    assert_eq!(bench.events(), before, "nothing counts yet");
    let code = bench.current_code(&shown.secret);
    bench.members(MemberTouch::ConfirmSecondFactor(code.clone()));
    assert_eq!(bench.lounge().said, Some(Said::Set));
    assert_eq!(bench.one().second_factor, SecondFactor::Set);
    assert_eq!(bench.events(), before + 1);
    let Ok(PinVerdict::AskCode(half)) = bench.try_pin(&office.name, "135790") else {
        panic!("not asked for a code")
    };
    let door = &mut bench.kiosk.entrance;
    assert!(
        door.show_code_of(half, &code).is_err(),
        "whoever watched it is not let in by it"
    );
    // A code of the steps around counts too: only two minutes later none of them is one that was used.
    bench.clock.advance_ms(120_000);
    let next = bench.current_code(&shown.secret);
    assert!(bench.kiosk.entrance.show_code_of(half, &next).is_ok());
    bench.open(&owner, &office.name);
    bench.members(MemberTouch::TakeSecondFactor);
    assert_eq!(bench.one().second_factor, SecondFactor::Missing);
    assert!(matches!(
        bench.try_pin(&office.name, "135790"),
        Err(StaffError::NoSecondFactor)
    ));
}

#[tokio::test]
async fn a_secret_that_nobody_confirmed_is_gone_with_its_page() {
    let mut bench = bench();
    let owner = bench.colleague(Role::Owner, Area::Venue);
    bench.open(&owner, &owner.name);
    bench.members(MemberTouch::MakeSecondFactor);
    let first = bench.secret().text;
    bench.members(MemberTouch::Return);
    assert_eq!(bench.one().second_factor, SecondFactor::Missing);
    bench.members(MemberTouch::MakeSecondFactor);
    assert_ne!(bench.secret().text, first);
    bench.touch(LoungeTouch::Lock);
    assert!(matches!(bench.kiosk.screen, Screen::Attract));
}

/// Behind the touches, at the methods themselves: whoever calls them otherwise meets the same rule.
#[tokio::test]
async fn every_way_to_an_account_asks_who_goes_it() {
    let mut bench = bench();
    let owner = bench.colleague(Role::Owner, Area::Venue);
    let code = bench.current_code(&TotpSecret(SECRET.to_vec()));
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Owner) {
        let Colleague { session, .. } = bench.colleague(role, Area::Venue);
        let before = bench.events();
        for (way, denied) in ways(&mut bench, session, &owner, &code).into_iter().enumerate() {
            assert!(denied, "{role:?} {way}");
        }
        assert_eq!(bench.events(), before);
    }
}

fn ways(bench: &mut Bench, session: Session, owner: &Colleague, code: &str) -> [bool; 8] {
    let (whom, secret) = (owner.session.0, TotpSecret(SECRET.to_vec()));
    let door = &mut bench.kiosk.entrance;
    let member = Member {
        name: "New".to_owned(),
        role: Role::Owner,
        area: Area::Venue,
    };
    [
        is_denied(door.members(session)),
        is_denied(door.enrol_member(session, member, PIN)),
        is_denied(door.place_member(session, whom, Role::Entrance, Area::Venue)),
        is_denied(door.set_member_pin(session, whom, PIN)),
        is_denied(door.make_second_factor(session, whom)),
        is_denied(door.confirm_second_factor(session, whom, &secret, code)),
        is_denied(door.take_second_factor(session, whom)),
        is_denied(door.dismiss_member(session, whom)),
    ]
}

fn is_denied<T>(done: Result<T, StaffError>) -> bool {
    matches!(done, Err(StaffError::NotAllowed(NotAllowed::Role)))
}
