//! Staff see whose address is not confirmed.

use einlass_domain::{
    confirmation::DEADLINE_MS,
    rules::Confirm,
    staff::{Area, Role},
};

use super::{confirm, reachable};
use crate::{
    ConfirmHint, LoungePage, LoungeTouch, Verdict,
    tests::lounge::{Bench, bench},
};

fn hints(bench: &mut Bench) -> Vec<Option<ConfirmHint>> {
    bench.touch(LoungeTouch::OpenInside);
    let LoungePage::Inside(inside) = bench.lounge().page else {
        panic!("no list")
    };
    inside.rows.into_iter().map(|row| row.confirm).collect()
}

fn page_hint(bench: &mut Bench) -> Option<ConfirmHint> {
    bench.touch(LoungeTouch::OpenVisit(0));
    let LoungePage::Visit(visit) = bench.lounge().page else {
        panic!("no visit")
    };
    visit.row.confirm
}

#[tokio::test]
async fn who_is_inside_and_not_confirmed_is_marked_until_the_code_comes() {
    let mut bench = bench();
    let colleague = bench.colleague(Role::Entrance, Area::Venue);
    let door = &mut bench.kiosk.entrance;
    door.ways = None;
    confirm(door, Confirm::Either);
    let pass = door.register(reachable("two@example.org", ""), None).unwrap();
    bench.clock.advance_ms(1_000);
    let welcome = bench.kiosk.entrance.show_code(pass.code.as_bytes()).unwrap();
    assert!(matches!(welcome, Verdict::Welcome { .. }));
    bench.home(&colleague);
    let listed = hints(&mut bench);
    let [Some(hint), None] = &listed[..] else {
        panic!("{listed:?}")
    };
    let until = hint.until.as_ref().unwrap();
    assert_eq!(until.day.as_deref(), Some("23.09.2026"));
    assert_eq!(page_hint(&mut bench).as_ref(), Some(hint));
    bench.clock.advance_ms(DEADLINE_MS);
    bench.touch(LoungeTouch::OpenInside);
    assert_eq!(page_hint(&mut bench), Some(ConfirmHint { until: None }));
    confirm(&mut bench.kiosk.entrance, Confirm::No);
    assert_eq!(hints(&mut bench), [None, None], "nobody has to");
}
