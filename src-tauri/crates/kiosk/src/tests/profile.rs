//! The visitor's own data: changed, forgotten, lost, printed again; and the language that a pass is answered in.

use std::time::Duration;

use einlass_domain::{
    admission::OnInside,
    contact::Contact,
    event::{ConsentBy, PrintOutcome, Refusal},
    pin_id::PinId,
    words::Language,
};
use einlass_ledger::LedgerError;
use einlass_testkit::{ManualClock, START, contact, make_venue};
use rand_core::OsRng;
use tempfile::TempDir;
use tokio::time::sleep;

use super::stage::{Stage, stage_with_pin};
use crate::{
    Answer, DiaryDoor, DiaryKey, DiaryVerdict, Entrance, NewPass, NumberVerdict, ProfileError, Registration,
    Screen, Touch, Verdict, VisitRecord,
};

const PIN: &str = "482915";
const DAY_MS: i64 = 86_400_000;

struct Door {
    entrance: Entrance<ManualClock, OsRng>,
    clock: ManualClock,
    _folder: TempDir,
}

fn door() -> Door {
    let folder = TempDir::new().unwrap();
    let clock = ManualClock::at(START);
    let (ledger, _) = make_venue(&folder.path().join("data")).unwrap();
    Door {
        entrance: Entrance::new(ledger, clock.clone(), OsRng, Some(OnInside::Go)),
        clock,
        _folder: folder,
    }
}

impl Door {
    fn pass(&mut self) -> NewPass {
        self.entrance.register(contact("One"), Some(PIN)).unwrap()
    }

    fn show(&mut self, code: &str) -> Verdict {
        self.entrance.show_code(code.as_bytes()).unwrap()
    }

    fn for_diary(&mut self, code: &str) -> DiaryDoor {
        self.entrance.show_for_diary(code.as_bytes()).unwrap()
    }

    /// Pass and PIN.
    fn key(&mut self, code: &str, pin: &str) -> DiaryKey {
        let DiaryDoor::AskPin(shown) = self.for_diary(code) else {
            panic!("no PIN is asked for")
        };
        let DiaryVerdict::Opened(key, _) = self.entrance.open_diary(&shown, pin).unwrap() else {
            panic!("the PIN is wrong")
        };
        key
    }

    fn own(&self, key: &DiaryKey) -> Option<Contact> {
        self.entrance.own_data(key)?.contact
    }

    fn replace(&mut self, pin_id: PinId, pin: Option<&str>) -> Result<NewPass, ProfileError> {
        let registration = Registration {
            pin,
            ..Registration::of(contact("Found"))
        };
        self.entrance.replace_pass(pin_id, registration)
    }
}

#[test]
fn other_data_stand_behind_the_same_pass_and_the_old_ones_are_gone() {
    let mut door = door();
    let pass = door.pass();
    let issued = |door: &Door| door.entrance.ledger().state().pass(pass.tag).unwrap().issued;
    let before = issued(&door);
    let key = door.key(&pass.code, PIN);
    assert_eq!(door.own(&key), Some(contact("One")));
    door.entrance.edit_profile(&key, contact("Moved"), None).unwrap();
    assert_eq!(door.own(&key), Some(contact("Moved")));
    let old = door.entrance.ledger().profile(before, &key.0.profile_key);
    assert!(matches!(old, Err(LedgerError::NoBody(event)) if event == before));
    let Verdict::Welcome { visit, .. } = door.show(&pass.code) else {
        panic!("not let in")
    };
    let record = door.entrance.ledger().live_record(visit).unwrap();
    let record: VisitRecord = minicbor::decode(&record).unwrap();
    assert_eq!(record.contact, Some(contact("Moved")));
}

#[test]
fn an_edit_keeps_language_consent_and_last_day() {
    let mut door = door();
    let registration = Registration {
        pin: Some(PIN),
        language: Some(Language::Uk),
        consent: ConsentBy::Guardian,
        ..Registration::of(contact("Child"))
    };
    let pass = door.entrance.register_as(registration).unwrap();
    door.clock.advance_ms(3 * DAY_MS);
    let key = door.key(&pass.code, PIN);
    door.entrance.edit_profile(&key, contact("Moved"), None).unwrap();
    let own = door.entrance.own_data(&key).unwrap();
    assert_eq!(
        (own.consent, own.valid_until),
        (ConsentBy::Guardian, pass.valid_until)
    );
    let language = |door: &mut Door| door.entrance.show_pass(pass.code.as_bytes()).unwrap().1;
    assert_eq!(language(&mut door), Some(Language::Uk));
    let turkish = Some(Language::Tr);
    door.entrance
        .edit_profile(&key, contact("Moved"), turkish)
        .unwrap();
    assert_eq!(language(&mut door), turkish, "on the way out too");
}

#[test]
fn whoever_wants_to_be_forgotten_is_and_the_visits_stay_until_their_day_dies() {
    let mut door = door();
    let pass = door.pass();
    let key = door.key(&pass.code, PIN);
    assert_eq!(door.entrance.own_data(&key).unwrap().visits_until, None);
    door.show(&pass.code);
    door.show(&pass.code);
    let until = door.entrance.own_data(&key).unwrap().visits_until;
    assert_eq!(until, Some(door.entrance.today().plus(30)));
    let issued = door.entrance.ledger().state().pass(pass.tag).unwrap().issued;
    door.entrance.forget(&key).unwrap();
    assert_eq!(door.own(&key), None);
    let profile = door.entrance.ledger().profile(issued, &key.0.profile_key);
    assert!(matches!(profile, Err(LedgerError::NoBody(_))));
    assert_eq!(door.show(&pass.code), Verdict::Dead);
    assert_eq!(door.for_diary(&pass.code), DiaryDoor::Dead);
    let typed = door.entrance.type_number(&pass.pin_id.digits()).unwrap();
    assert!(matches!(typed, NumberVerdict::Wrong { .. }), "{typed:?}");
    assert!(
        door.entrance.ledger().state().diary(pass.tag).is_none(),
        "the PIN is gone"
    );
    assert!(matches!(
        door.entrance.edit_profile(&key, contact("Back"), None),
        Err(ProfileError::NoPass)
    ));
    assert!(matches!(
        door.replace(pass.pin_id, None),
        Err(ProfileError::NoPass)
    ));
    let state = door.entrance.ledger().state();
    assert_eq!(state.visit_count(), 1);
    assert_eq!(
        state.refused().collect::<Vec<_>>(),
        [(Refusal::Dead, 2)],
        "once at the door, once at the diary"
    );
}

#[test]
fn whoever_is_forgotten_while_inside_can_still_go() {
    let mut door = door();
    let pass = door.pass();
    let Verdict::Welcome { visit, .. } = door.show(&pass.code) else {
        panic!("not let in")
    };
    let key = door.key(&pass.code, PIN);
    door.entrance.forget(&key).unwrap();
    assert_eq!(door.show(&pass.code), Verdict::Goodbye { visit });
    assert_eq!(door.show(&pass.code), Verdict::Dead, "but not come back");
}

#[test]
fn a_lost_pass_keeps_its_number_and_its_paper_is_dead() {
    let mut door = door();
    let lost = door.pass();
    let Verdict::Welcome { visit, .. } = door.show(&lost.code) else {
        panic!("not let in")
    };
    let new = door.replace(lost.pin_id, Some("111222")).unwrap();
    assert_eq!((new.pin_id, new.tag), (lost.pin_id, lost.tag));
    assert_ne!(new.code, lost.code);
    assert_eq!(door.show(&lost.code), Verdict::Dead, "not even to go");
    assert_eq!(door.for_diary(&lost.code), DiaryDoor::Dead);
    assert_eq!(door.show(&new.code), Verdict::Goodbye { visit });
    let key = door.key(&new.code, "111222");
    assert_eq!(door.own(&key), Some(contact("Found")));
    assert_eq!(
        door.entrance.diary_entries(&key),
        [],
        "what the old key has sealed, the new one does not open"
    );
    let nobody = PinId::make(&mut OsRng);
    assert!(matches!(door.replace(nobody, None), Err(ProfileError::NoPass)));
}

#[test]
fn the_phone_with_a_lost_pass_is_dead_too() {
    let mut door = door();
    door.clock.set_synchronised();
    let lost = door.pass();
    let page = "https://pass.example.org/".parse().unwrap();
    let link = door.entrance.phone_link(&lost, &page).unwrap();
    let (_, given) = link.split_once('#').unwrap();
    let phone = einlass_vault::PhonePass::read(given).unwrap();
    let now = einlass_domain::phone::Step::at(START);
    let code = phone.code(now, &mut OsRng);
    assert!(matches!(door.show(&code), Verdict::Welcome { .. }));
    door.replace(lost.pin_id, None).unwrap();
    let code = phone.code(now, &mut OsRng);
    assert_eq!(door.show(&code), Verdict::Dead);
}

#[test]
fn a_new_pin_with_a_new_pass_opens_a_locked_diary() {
    let mut door = door();
    let lost = door.pass();
    for _ in 0..10 {
        let DiaryDoor::AskPin(shown) = door.for_diary(&lost.code) else {
            panic!("no PIN is asked for")
        };
        door.entrance.open_diary(&shown, "000000").unwrap();
    }
    let new = door.replace(lost.pin_id, Some("111222")).unwrap();
    door.key(&new.code, "111222");
}

#[test]
fn a_second_paper_is_the_same_pass_and_says_that_it_is_a_copy() {
    let mut door = door();
    let pass = door.pass();
    assert_eq!(pass.copy, 0);
    let key = door.key(&pass.code, PIN);
    let again = door.entrance.reprint(&key).unwrap();
    assert_eq!(
        (&again.code, again.copy),
        (&pass.code, 1),
        "even where none was printed"
    );
    for outcome in [PrintOutcome::Sent, PrintOutcome::Failed] {
        let begun = door.entrance.note_print_begun(pass.tag).unwrap();
        door.entrance.note_print(pass.tag, begun, outcome).unwrap();
    }
    assert_eq!(
        door.entrance.reprint(&key).unwrap().copy,
        1,
        "of one that did not come there is no copy"
    );
    door.entrance.note_print_begun(pass.tag).unwrap();
    assert_eq!(
        door.entrance.reprint(&key).unwrap().copy,
        2,
        "but of one that may have"
    );
}

async fn turkish(stage: &mut Stage) -> String {
    stage.touch(Touch::ChooseLanguage(Language::Tr)).await;
    stage.fill_form().await;
    stage.touch(Touch::Consent).await;
    stage.touch(Touch::SkipPin).await;
    stage
        .wait_for(|screen| matches!(screen, Screen::PassReady { .. }))
        .await;
    stage.touch(Touch::Back).await;
    sleep(Duration::from_secs(60)).await;
    assert_eq!(stage.snapshot().language, Language::De, "the guest is gone");
    stage.printed_code()
}

#[tokio::test(start_paused = true)]
async fn the_door_speaks_the_language_of_the_pass_and_then_its_own_again() {
    let mut stage = stage_with_pin(None);
    let (code, plain) = (turkish(&mut stage).await, stage.code.clone());
    stage.show(&code, 100).await;
    assert!(matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })));
    assert_eq!(stage.snapshot().language, Language::Tr);
    stage.show(&plain, 11_000).await;
    assert_eq!(
        stage.snapshot().language,
        Language::De,
        "the next pass names none"
    );
    stage.show(&code, 11_000).await;
    assert!(matches!(stage.screen(), Screen::GoOrStay { .. }));
    assert_eq!(stage.snapshot().language, Language::Tr, "the question too");
    sleep(Duration::from_secs(31)).await;
    assert_eq!(stage.screen(), Screen::Attract);
    assert_eq!(stage.snapshot().language, Language::De);
    stage.touch(Touch::ChooseLanguage(Language::Fr)).await;
    stage.show(&plain, 11_000).await;
    assert_eq!(stage.snapshot().language, Language::Fr, "chosen at the screen");
}

#[test]
fn a_profile_from_before_languages_still_opens() {
    #[derive(minicbor::Encode)]
    #[cbor(map)]
    struct Before {
        #[n(0)]
        pin_id: PinId,
        #[n(1)]
        contact: Contact,
    }
    let pin_id = PinId::make(&mut OsRng);
    let contact = contact("One");
    let before = Before { pin_id, contact };
    let profile: crate::Profile = minicbor::decode(&minicbor::to_vec(&before).unwrap()).unwrap();
    assert_eq!((profile.language, profile.consent), (None, None));
    assert_eq!(profile.contact, before.contact);
}
