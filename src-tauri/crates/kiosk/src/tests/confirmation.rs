//! An address is confirmed: the code, its message, its tries and its time, over power cuts and before the screen.

use std::time::Duration;

use einlass_domain::{
    admission::{Obstacle, OnInside},
    confirmation::{CodeRefused, CodeSlip, ConfirmationCode, DEADLINE_MS, Delivery},
    contact::{Contact, ContactDraft, Field},
    event::{Actor, MessageWay, Refusal},
    id::{EventId, PassTag, VisitId},
    pin_id::PinId,
    post::{Message, Outlook},
    rules::{Confirm, VenueRules},
    time::Clock,
    words::Language,
};
use einlass_ledger::Ledger;
use einlass_testkit::{CaughtPost, ManualClock, START, contact, make_venue, open_venue};
use rand_core::OsRng;
use tempfile::TempDir;
use tokio::time::sleep;

use super::kiosk::{Stage, settle, stage_with_post};
use crate::{
    Answer, CodeSaid, DiaryDoor, DiaryKey, DiaryVerdict, Entrance, NewPass, NoNewCode, Notice, NumberVerdict,
    Registration, Renewal, Screen, ShownPass, Touch, Verdict, VisitRecord, Wait, record::LetterRecord,
};

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

// - before the screen

fn stage(post: &CaughtPost) -> (Stage, ManualClock) {
    let mut clock = None;
    let stage = stage_with_post(None, Some(Box::new(post.clone())), |entrance| {
        confirm(entrance, Confirm::Either);
        clock = Some(entrance.clock.clone());
    });
    (stage, clock.unwrap())
}

async fn register(stage: &Stage) -> PinId {
    stage.fill_form().await;
    stage.touch(Touch::Consent).await;
    stage.touch(Touch::SkipPin).await;
    let ready = stage
        .wait_for(|screen| matches!(screen, Screen::PassReady { .. }))
        .await;
    let Screen::PassReady { pin_id, .. } = ready else {
        panic!("no pass")
    };
    pin_id.replace(' ', "").parse().unwrap()
}

async fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..1_000 {
        if is_so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(2));
        settle().await;
    }
    panic!("not {what}");
}

fn waiting(stage: &Stage) -> usize {
    let ledger = Ledger::look(&stage.data).unwrap();
    ledger.state().waiting_letters().count()
}

fn mailed(post: &CaughtPost) -> String {
    let Some(Message::Mail(to, letter)) = post.sent().pop() else {
        panic!("no mail")
    };
    assert_eq!(to.expose(), "two@example.org");
    let line = letter.body.lines().find(|line| line.starts_with("    "));
    line.unwrap().replace(' ', "")
}

#[tokio::test(start_paused = true)]
async fn the_code_of_the_mail_confirms_on_the_screen() {
    let post = CaughtPost::default();
    let (stage, _) = stage(&post);
    register(&stage).await;
    let hint = stage.snapshot().confirm.unwrap();
    assert_eq!(hint.until.unwrap().day.as_deref(), Some("23.09.2026"));
    wait_until("sent", || post.sent().len() == 1).await;
    wait_until("gone", || waiting(&stage) == 0).await;
    stage.touch(Touch::OpenConfirmation).await;
    let Screen::ConfirmCode { said: None, sent, .. } = stage.screen() else {
        panic!("{:?}", stage.screen())
    };
    assert_eq!((sent.delivery, sent.renewal), (Delivery::Sent, Renewal::ShowPass));
    let code = mailed(&post);
    let slipped = format!("{}{}", &code[..7], (code.as_bytes()[7] - b'0' + 1) % 10);
    stage.type_digits(&slipped).await;
    let said = |stage: &Stage| {
        let Screen::ConfirmCode { said, digits, .. } = stage.screen() else {
            panic!("{:?}", stage.screen())
        };
        assert_eq!(digits, "");
        said
    };
    assert_eq!(said(&stage), Some(CodeSaid::Mistyped));
    let other = std::iter::repeat_with(|| ConfirmationCode::make(&mut OsRng).digits());
    let wrong = other.into_iter().find(|other| *other != code).unwrap();
    stage.type_digits(&wrong).await;
    assert_eq!(said(&stage), Some(CodeSaid::Wrong { tries_left: 9 }));
    stage.type_digits(&code).await;
    assert_eq!(stage.screen(), Screen::Answer(Answer::Confirmed));
    assert_eq!(stage.snapshot().confirm, None);
    assert_eq!(post.tried(), 1, "nothing is sent twice");
}

#[tokio::test(start_paused = true)]
async fn a_pass_that_is_held_up_gets_another_code_and_comes_or_goes_not() {
    let post = CaughtPost::default();
    let (mut stage, _) = stage(&post);
    let pin_id = register(&stage).await;
    let pass = stage.printed_code();
    wait_until("sent", || post.sent().len() == 1).await;
    stage.touch(Touch::Back).await;
    stage.touch(Touch::OpenKeypad).await;
    stage.type_digits(&pin_id.digits()).await;
    assert!(matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })));
    stage.touch(Touch::OpenConfirmation).await;
    let visits = stage.verdicts();
    stage.show(&pass, 60_000).await;
    let Screen::ConfirmCode { sent, .. } = stage.screen() else {
        panic!("{:?}", stage.screen())
    };
    assert_eq!(sent.renewal, Renewal::Offered);
    assert_eq!(stage.verdicts(), visits);
    stage.touch(Touch::NewCode).await;
    wait_until("sent", || post.sent().len() == 2).await;
    let slip = slip_of(&post);
    stage.show(&slip, 60_000).await;
    assert_eq!(stage.screen(), Screen::Answer(Answer::Confirmed));
}

/// What the camera reads of the picture in the newest mail.
fn slip_of(post: &CaughtPost) -> String {
    let Some(Message::Mail(_, letter)) = post.sent().pop() else {
        panic!("no mail")
    };
    let picture = image::load_from_memory(&letter.picture.unwrap().png)
        .unwrap()
        .to_luma8();
    let frame = einlass_scan::GreyFrame::new(picture.width(), picture.height(), picture.into_raw()).unwrap();
    let seen = einlass_scan::decode(&frame).unwrap();
    String::from_utf8(seen[0].payload.clone()).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_down_is_told_and_tried_again_and_nobody_waits_for_it() {
    let post = CaughtPost::default();
    post.refuse(Some(Outlook::Transient));
    let (mut stage, clock) = stage(&post);
    register(&stage).await;
    for tries in 1..=3 {
        wait_until("tried", || post.tried() == tries).await;
        let is_told = || stage.snapshot().notices.contains(&Notice::LettersStuck);
        if tries < 3 {
            assert!(!is_told(), "after {tries}");
            clock.advance_ms(3_600_000);
            sleep(Duration::from_secs(3_600)).await;
        } else {
            wait_until("told", is_told).await;
        }
    }
    let code = stage.code.clone();
    stage.show(&code, 60_000).await;
    assert!(matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })));
    post.refuse(None);
    clock.advance_ms(3_600_000);
    sleep(Duration::from_secs(3_600)).await;
    wait_until("gone", || waiting(&stage) == 0).await;
    wait_until("well", || {
        !stage.snapshot().notices.contains(&Notice::LettersStuck)
    })
    .await;
    assert_eq!(post.sent().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_dead_address_is_given_up_and_said() {
    let post = CaughtPost::default();
    post.refuse(Some(Outlook::Permanent));
    let (stage, _) = stage(&post);
    register(&stage).await;
    wait_until("given up", || waiting(&stage) == 0).await;
    stage.touch(Touch::OpenConfirmation).await;
    let Screen::ConfirmCode { sent, .. } = stage.screen() else {
        panic!("{:?}", stage.screen())
    };
    assert_eq!(sent.delivery, Delivery::Undeliverable);
    assert!(!stage.snapshot().notices.contains(&Notice::LettersStuck));
}

#[tokio::test(start_paused = true)]
async fn settings_that_need_mending_are_told_at_once() {
    let post = CaughtPost::default();
    post.refuse(Some(Outlook::Settings));
    let (stage, _) = stage(&post);
    register(&stage).await;
    wait_until("told", || {
        stage.snapshot().notices.contains(&Notice::LettersStuck)
    })
    .await;
    assert_eq!(waiting(&stage), 1);
}

#[tokio::test(start_paused = true)]
async fn where_nothing_can_be_sent_nobody_is_told_to_wait_for_it() {
    let stage = stage_with_post(None, None, |entrance| confirm(entrance, Confirm::Either));
    register(&stage).await;
    assert_eq!(stage.snapshot().confirm, None);
    assert!(stage.snapshot().notices.contains(&Notice::LettersStuck));
    assert_eq!(waiting(&stage), 0);
}

#[tokio::test(start_paused = true)]
async fn what_another_program_has_asked_for_is_sent_by_the_kiosk() {
    let post = CaughtPost::default();
    let stage = stage_with_post(None, Some(Box::new(post.clone())), |entrance| {
        confirm(entrance, Confirm::Either);
        entrance.register(reachable("two@example.org", ""), None).unwrap();
    });
    wait_until("sent", || post.sent().len() == 1).await;
    wait_until("gone", || waiting(&stage) == 0).await;
    assert_eq!(mailed(&post).len(), 8);
}

#[tokio::test(start_paused = true)]
async fn too_late_is_said_with_a_way_on() {
    let post = CaughtPost::default();
    let (mut stage, clock) = stage(&post);
    register(&stage).await;
    let pass = stage.printed_code();
    clock.advance_ms(DEADLINE_MS);
    stage.show(&pass, 60_000).await;
    assert_eq!(stage.screen(), Screen::Answer(Answer::Wait(Wait::Unconfirmed)));
    assert_eq!(stage.snapshot().confirm.unwrap().until, None);
    stage.touch(Touch::OpenConfirmation).await;
    let Screen::ConfirmCode { sent, .. } = stage.screen() else {
        panic!("{:?}", stage.screen())
    };
    assert_eq!(sent.renewal, Renewal::Offered);
    let other = stage.other_code.clone();
    stage.show(&other, 60_000).await;
    assert!(
        matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })),
        "the next visitor"
    );
    assert_eq!(stage.snapshot().confirm, None);
}

#[tokio::test(start_paused = true)]
async fn whoever_changes_the_address_is_told_of_its_code() {
    let post = CaughtPost::default();
    let mut stage = stage_with_post(Some(PIN), Some(Box::new(post.clone())), |entrance| {
        confirm(entrance, Confirm::Either);
    });
    let code = stage.code.clone();
    stage.touch(Touch::OpenDiary).await;
    stage.show(&code, 11_000).await;
    stage.type_digits(PIN).await;
    stage.touch(Touch::OpenOwnData).await;
    stage.touch(Touch::EditOwnData).await;
    stage.touch(Touch::FormNext(Vec::new())).await;
    let email = (Field::Email, "two@example.org".to_owned());
    stage.touch(Touch::FormNext(vec![email])).await;
    stage.touch(Touch::FormNext(Vec::new())).await;
    let Screen::ConfirmCode { said, sent, .. } = stage.screen() else {
        panic!("{:?}", stage.screen())
    };
    assert_eq!((said, sent.renewal), (Some(CodeSaid::NewCode), Renewal::Offered));
    wait_until("sent", || post.sent().len() == 1).await;
    stage.type_digits(&mailed(&post)).await;
    assert_eq!(stage.screen(), Screen::Answer(Answer::Confirmed));
}

#[test]
fn a_contact_without_mail_is_confirmed_by_its_number() {
    let mut door = door(Confirm::Either);
    door.register(contact("One"));
    assert_eq!(door.letter().phone.as_deref(), Some("+4930123456"));
}
