use proptest::prelude::*;

use super::*;
use crate::id::DeviceId;

const START: Timestamp = Timestamp(1_000_000);
const RIGHT: CodeTag = CodeTag([1; 16]);
const WRONG: CodeTag = CodeTag([2; 16]);

fn after(ms: i64) -> Timestamp {
    START.plus_ms(ms)
}

fn confirmation() -> Confirmation {
    Confirmation {
        asked: EventId {
            device: DeviceId([7; 8]),
            seq: 1,
        },
        by: Confirmation::deadline(START),
        tag: RIGHT,
        way: MessageWay::Mail,
        made_at: START,
        codes: 1,
        wrong: 0,
        delivery: Delivery::Waits,
    }
}

#[test]
fn a_guest_has_48_hours_to_the_millisecond() {
    let until = after(48 * 3_600_000);
    assert!(!confirmation().is_overdue(START));
    assert!(!confirmation().is_overdue(until.plus_ms(-1)));
    assert!(confirmation().is_overdue(until));
}

#[test]
fn ten_wrong_codes_end_it_and_the_right_one_comes_too_late_then() {
    let mut confirmation = confirmation();
    for left in (0..10).rev() {
        assert_eq!(
            confirmation.check(WRONG, after(1)),
            Err(CodeRefused::Wrong { left })
        );
        assert_eq!(confirmation.check(RIGHT, after(1)), Ok(()));
        confirmation.wrong += 1;
    }
    assert_eq!(confirmation.may_try(after(1)), Err(CodeRefused::NoTriesLeft));
    assert_eq!(confirmation.check(RIGHT, after(1)), Err(CodeRefused::NoTriesLeft));
}

#[test]
fn a_code_expires_with_its_own_48_hours() {
    let confirmation = confirmation();
    assert_eq!(confirmation.check(RIGHT, after(DEADLINE_MS - 1)), Ok(()));
    assert_eq!(
        confirmation.check(RIGHT, after(DEADLINE_MS)),
        Err(CodeRefused::Expired)
    );
}

#[test]
fn a_new_code_can_come_late_and_does_not_move_the_deadline() {
    let renewed = Confirmation {
        made_at: after(DEADLINE_MS),
        codes: 2,
        ..confirmation()
    };
    assert!(renewed.is_overdue(after(DEADLINE_MS)));
    assert_eq!(
        renewed.check(RIGHT, after(DEADLINE_MS)),
        Ok(()),
        "late is not never"
    );
}

#[test]
fn nobodys_mailbox_is_filled() {
    let of = |codes| Confirmation {
        codes,
        ..confirmation()
    };
    assert!(of(1).may_renew() && of(2).may_renew());
    assert!(!of(CODES).may_renew());
}

proptest! {
    #[test]
    fn no_code_is_tried_more_often_than_it_may_be(wrong: u32, typed in 0..3_u8, late in 0..3 * DEADLINE_MS) {
        let confirmation = Confirmation { wrong, ..confirmation() };
        let checked = confirmation.check(CodeTag([typed; 16]), after(late));
        if wrong >= TRIES {
            prop_assert_eq!(checked, Err(CodeRefused::NoTriesLeft));
        } else if late >= DEADLINE_MS {
            prop_assert_eq!(checked, Err(CodeRefused::Expired));
        } else {
            prop_assert_eq!(checked.is_ok(), CodeTag([typed; 16]) == RIGHT);
        }
    }
}
