use proptest::prelude::*;

use super::*;

const START: Timestamp = Timestamp(1_000_000);
const RIGHT: CodeTag = CodeTag([1; 16]);
const WRONG: CodeTag = CodeTag([2; 16]);
const NEW: CodeTag = CodeTag([3; 16]);

fn after(ms: i64) -> Timestamp {
    START.plus_ms(ms)
}

#[test]
fn a_guest_has_48_hours_to_the_millisecond() {
    let confirmation = Confirmation::new(RIGHT, START);
    let until = after(48 * 3_600_000);
    assert_eq!(confirmation.standing(START), Standing::Pending { until });
    assert!(confirmation.standing(until.plus_ms(-1)).admits());
    assert_eq!(confirmation.standing(until), Standing::Overdue);
    assert!(!confirmation.standing(until).admits());
}

#[test]
fn the_right_code_confirms_for_good() {
    let mut confirmation = Confirmation::new(RIGHT, START);
    assert_eq!(confirmation.check(RIGHT, after(1)), Ok(()));
    confirmation.confirm(after(1));
    confirmation.confirm(after(2));
    assert_eq!(confirmation.confirmed_at, Some(after(1)));
    assert_eq!(confirmation.standing(after(i64::MAX)), Standing::Confirmed);
    assert_eq!(
        confirmation.check(RIGHT, after(3)),
        Ok(()),
        "held up twice, it is still right"
    );
    assert_eq!(confirmation.may_renew(), Err(NoNewCode::Confirmed));
}

#[test]
fn ten_wrong_codes_end_it_and_the_right_one_comes_too_late_then() {
    let mut confirmation = Confirmation::new(RIGHT, START);
    for left in (0..10).rev() {
        assert_eq!(
            confirmation.check(WRONG, after(1)),
            Err(CodeRefused::Wrong { left })
        );
        confirmation.count_wrong();
    }
    assert_eq!(confirmation.check(RIGHT, after(1)), Err(CodeRefused::NoTriesLeft));
}

#[test]
fn a_code_expires_with_its_own_48_hours() {
    let confirmation = Confirmation::new(RIGHT, START);
    assert_eq!(confirmation.check(RIGHT, after(DEADLINE_MS - 1)), Ok(()));
    assert_eq!(
        confirmation.check(RIGHT, after(DEADLINE_MS)),
        Err(CodeRefused::Expired)
    );
}

#[test]
fn a_new_code_replaces_the_old_one_and_does_not_move_the_deadline() {
    let mut confirmation = Confirmation::new(RIGHT, START);
    (0..TRIES).for_each(|_| confirmation.count_wrong());
    confirmation.renew(NEW, after(DEADLINE_MS));
    assert_eq!(confirmation.standing(after(DEADLINE_MS)), Standing::Overdue);
    assert_eq!(
        confirmation.check(RIGHT, after(DEADLINE_MS)),
        Err(CodeRefused::Wrong { left: 9 })
    );
    assert_eq!(confirmation.check(NEW, after(DEADLINE_MS)), Ok(()));
    confirmation.confirm(after(DEADLINE_MS));
    assert!(
        confirmation.standing(after(DEADLINE_MS)).admits(),
        "late is not never"
    );
}

#[test]
fn nobodys_mailbox_is_filled() {
    let mut confirmation = Confirmation::new(RIGHT, START);
    for _ in 1..CODES {
        assert_eq!(confirmation.may_renew(), Ok(()));
        confirmation.renew(NEW, START);
    }
    assert_eq!(confirmation.may_renew(), Err(NoNewCode::TooMany));
}

proptest! {
    #[test]
    fn whatever_happens_nobody_gets_more_tries_than_codes_allow(steps in proptest::collection::vec(0..4_u8, 0..200), late in 0..3 * DEADLINE_MS) {
        let mut confirmation = Confirmation::new(RIGHT, START);
        let mut tries = 0;
        for step in steps {
            match step {
                0 if confirmation.may_renew().is_ok() => confirmation.renew(NEW, after(late)),
                0 => {}
                _ => if let Err(CodeRefused::Wrong { .. }) = confirmation.check(WRONG, after(late)) {
                    tries += 1;
                    confirmation.count_wrong();
                }
            }
        }
        prop_assert!(tries <= TRIES * CODES);
        prop_assert_eq!(confirmation.confirmed_at, None);
    }

    #[test]
    fn it_is_read_as_it_is_written(registered: i64, wrong in 0..20_u32, confirmed: bool) {
        let mut confirmation = Confirmation::new(RIGHT, Timestamp(registered));
        (0..wrong).for_each(|_| confirmation.count_wrong());
        if confirmed {
            confirmation.confirm(Timestamp(registered));
        }
        let bytes = minicbor::to_vec(&confirmation).unwrap();
        prop_assert_eq!(minicbor::decode::<Confirmation>(&bytes).unwrap(), confirmation);
    }
}
