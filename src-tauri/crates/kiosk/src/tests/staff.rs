//! What staff may do with visits, and that every look is in the log.

use einlass_domain::{
    admission::OnInside,
    event::{EndWay, Fact, Why},
    id::{DeviceId, VisitId},
    staff::{Area, NotAllowed, Role},
};
use einlass_ledger::LedgerError;
use einlass_testkit::{ManualClock, START, contact, make_venue};
use einlass_vault::OwnerKey;
use rand_core::OsRng;
use tempfile::TempDir;

use crate::{DiaryDoor, DiaryVerdict, Entrance, Right, Session, StaffError, Verdict, entrance::visitor};

const PIN: &str = "135790";

struct Desk {
    door: Entrance<ManualClock, OsRng>,
    clock: ManualClock,
    owner: OwnerKey,
    visit: VisitId,
    code: String,
    pin_id: einlass_domain::pin_id::PinId,
    _folder: TempDir,
}

fn desk() -> Desk {
    let folder = TempDir::new().unwrap();
    let clock = ManualClock::at(START);
    let (ledger, owner) = make_venue(&folder.path().join("data")).unwrap();
    let mut door = Entrance::new(ledger, clock.clone(), OsRng, Some(OnInside::Go));
    let pass = door.register(contact("One"), Some("111222")).unwrap();
    let Verdict::Welcome { visit, .. } = door.show_code(pass.code.as_bytes()).unwrap() else {
        panic!("not let in")
    };
    Desk {
        door,
        clock,
        owner,
        visit,
        code: pass.code,
        pin_id: pass.pin_id,
        _folder: folder,
    }
}

impl Desk {
    fn session(&mut self, name: &str, role: Role, area: Area) -> Session {
        self.door.enrol(name, role, area, PIN).unwrap();
        self.door.sign_in(name, PIN).unwrap()
    }
}

#[test]
fn contact_data_are_seen_while_the_visit_lasts_and_every_look_is_an_event() {
    let mut desk = desk();
    let session = desk.session("Entrance", Role::Entrance, Area::Venue);
    let before = desk.door.ledger().event_count();
    let record = desk.door.look(session, desk.visit).unwrap();
    assert_eq!(record.contact.unwrap().last_name, "One");
    assert_eq!(desk.door.ledger().event_count(), before + 1);
    desk.door.show_code(desk.code.as_bytes()).unwrap();
    assert!(matches!(
        desk.door.look(session, desk.visit),
        Err(StaffError::NotAllowed(NotAllowed::Over))
    ));
    assert!(
        desk.door.ledger().live_record(desk.visit).is_err(),
        "nor can the machine"
    );
}

#[test]
fn the_own_area_is_the_limit() {
    let mut desk = desk();
    let elsewhere = Area::Kiosk(DeviceId([9; 8]));
    let session = desk.session("Elsewhere", Role::BackOffice, elsewhere);
    assert!(matches!(
        desk.door.look(session, desk.visit),
        Err(StaffError::NotAllowed(NotAllowed::Area))
    ));
    assert!(matches!(
        desk.door.annul(session, desk.visit, Why::Slip),
        Err(StaffError::NotAllowed(NotAllowed::Area))
    ));
    let went = Right::Came(START);
    assert!(matches!(
        desk.door.correct(session, desk.visit, went, Why::Slip),
        Err(StaffError::NotAllowed(NotAllowed::Area))
    ));
    let here = Area::Kiosk(desk.door.ledger().device());
    let session = desk.session("Here", Role::Entrance, here);
    assert!(desk.door.look(session, desk.visit).is_ok());
}

#[test]
fn a_wrong_pin_is_counted_before_it_is_checked_and_shuts_out_for_a_while() {
    let mut desk = desk();
    desk.door
        .enrol("Entrance", Role::Entrance, Area::Venue, PIN)
        .unwrap();
    for _ in 0..5 {
        assert!(matches!(
            desk.door.sign_in("Entrance", "000000"),
            Err(StaffError::WrongPin)
        ));
    }
    assert!(matches!(
        desk.door.sign_in("Entrance", PIN),
        Err(StaffError::Locked { wait_ms: 30_000 })
    ));
    desk.clock.advance_ms(30_000);
    assert!(desk.door.sign_in("Entrance", PIN).is_ok());
    assert!(matches!(
        desk.door.sign_in("Nobody", PIN),
        Err(StaffError::WrongPin)
    ));
    assert!(matches!(
        desk.door.enrol("Entrance", Role::Entrance, Area::Venue, PIN),
        Err(StaffError::NameTaken)
    ));
    for unfit in ["12345", "abcdef", ""] {
        let enrolled = desk.door.enrol("New", Role::Entrance, Area::Venue, unfit);
        assert!(matches!(enrolled, Err(StaffError::UnfitPin)), "{unfit}");
    }
}

#[test]
fn a_mistaken_check_in_is_annulled_within_a_quarter_of_an_hour() {
    let mut desk = desk();
    let session = desk.session("Entrance", Role::Entrance, Area::Venue);
    desk.clock.advance_ms(15 * 60_000 + 1);
    assert!(matches!(
        desk.door.annul(session, desk.visit, Why::Slip),
        Err(StaffError::NotAllowed(NotAllowed::TooLate))
    ));
    desk.clock.advance_ms(-1);
    desk.door.annul(session, desk.visit, Why::OtherPerson).unwrap();
    assert_eq!(desk.door.ledger().state().open_visits().len(), 0);
    assert!(
        desk.door
            .ledger()
            .record_as_owner(desk.visit, &desk.owner)
            .is_err(),
        "its record is destroyed"
    );
    assert!(matches!(
        desk.door.annul(session, desk.visit, Why::Slip),
        Err(StaffError::NotAllowed(NotAllowed::NoVisit))
    ));
    assert_eq!(desk.door.ledger().verify().unwrap().fault, None);
}

#[test]
fn corrections_are_for_the_back_office_and_leave_what_stood_before_in_the_log() {
    let mut desk = desk();
    let entrance = desk.session("Entrance", Role::Entrance, Area::Venue);
    let office = desk.session("Office", Role::BackOffice, Area::Venue);
    let earlier = START.plus_ms(-600_000);
    assert!(matches!(
        desk.door
            .correct(entrance, desk.visit, Right::Came(earlier), Why::Forgotten),
        Err(StaffError::NotAllowed(NotAllowed::Role))
    ));
    desk.door
        .correct(office, desk.visit, Right::Came(earlier), Why::Slip)
        .unwrap();
    let visit = desk.door.ledger().state().visit(desk.visit).unwrap();
    assert_eq!((visit.came(), visit.opened().unwrap().at), (Some(earlier), START));
    for wrong in [Right::Came(START.plus_ms(1)), Right::Went(START)] {
        let refused = desk.door.correct(office, desk.visit, wrong, Why::Slip);
        assert!(
            matches!(refused, Err(StaffError::NotAllowed(NotAllowed::Times))),
            "not ended, not begun yet"
        );
    }
    desk.door
        .correct(
            office,
            desk.visit,
            Right::Contact(contact("Three")),
            Why::OnRequest,
        )
        .unwrap();
    let seen = desk.door.look(entrance, desk.visit).unwrap();
    assert_eq!(
        seen.contact.unwrap().last_name,
        "Three",
        "staff sees what is right"
    );
    desk.clock.advance_ms(60_000);
    desk.door.show_code(desk.code.as_bytes()).unwrap();
    desk.door
        .correct(
            office,
            desk.visit,
            Right::Went(START.plus_ms(30_000)),
            Why::Forgotten,
        )
        .unwrap();
    let visit = desk.door.ledger().state().visit(desk.visit).unwrap();
    assert_eq!(visit.went(), Some(START.plus_ms(30_000)));
    desk.door
        .correct(office, desk.visit, Right::Contact(contact("Two")), Why::OnRequest)
        .unwrap();
    assert_eq!(
        desk.door
            .ledger()
            .state()
            .visit(desk.visit)
            .unwrap()
            .corrections()
            .count(),
        4
    );
}

#[test]
fn the_owner_may_look_later_only_where_the_owner_has_said_so() {
    let mut desk = desk();
    desk.door
        .append(vec![visitor(Fact::CheckedOut {
            visit: desk.visit,
            way: EndWay::Staff,
        })])
        .unwrap();
    assert!(matches!(
        desk.door.look_as_owner(&desk.owner, desk.visit),
        Err(StaffError::Ledger(LedgerError::OwnerMayNotLook))
    ));
    desk.door
        .append(vec![visitor(Fact::OwnerLooksSet { allowed: true })])
        .unwrap();
    let before = desk.door.ledger().event_count();
    assert!(desk.door.look_as_owner(&desk.owner, desk.visit).is_ok());
    assert_eq!(desk.door.ledger().event_count(), before + 1);
    let other = OwnerKey::make(&mut OsRng);
    assert!(desk.door.look_as_owner(&other, desk.visit).is_err());
}

#[test]
fn staff_opens_a_locked_diary() {
    let mut desk = desk();
    let session = desk.session("Entrance", Role::Entrance, Area::Venue);
    let DiaryDoor::AskPin(pass) = desk.door.show_for_diary(desk.code.as_bytes()).unwrap() else {
        panic!("no PIN asked")
    };
    for _ in 0..10 {
        desk.door.open_diary(&pass, "000000").unwrap();
    }
    assert_eq!(
        desk.door.open_diary(&pass, "111222").unwrap(),
        DiaryVerdict::Locked
    );
    // The tries die after a month, the lock does not.
    for _ in 0..32 * 24 {
        desk.clock.advance_ms(3_600_000);
        assert!(desk.door.keep_house().is_empty());
    }
    assert!(matches!(
        desk.door.show_for_diary(desk.code.as_bytes()).unwrap(),
        DiaryDoor::Closed(_)
    ));
    desk.door.unlock_diary(session, desk.pin_id).unwrap();
    assert!(matches!(
        desk.door.open_diary(&pass, "111222").unwrap(),
        DiaryVerdict::Opened(..)
    ));
}
