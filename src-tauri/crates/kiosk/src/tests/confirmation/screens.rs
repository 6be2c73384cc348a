//! Before the screen: what is said of a code, its message and its time.

use std::time::Duration;

use einlass_domain::{
    confirmation::{ConfirmationCode, DEADLINE_MS, Delivery},
    contact::Field,
    pin_id::PinId,
    post::{Message, Outlook},
    rules::Confirm,
};
use einlass_ledger::Ledger;
use einlass_testkit::{CaughtPost, ManualClock};
use rand_core::OsRng;
use tokio::time::sleep;

use super::{PIN, confirm, reachable};
use crate::{
    Answer, CodeSaid, Notice, Renewal, Screen, Touch, Wait,
    tests::stage::{Stage, settle, stage_with_post},
};

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

/// The disk is full, perhaps for days.
#[tokio::test(start_paused = true)]
async fn a_message_goes_out_once_although_that_cannot_be_recorded() {
    let post = CaughtPost::default();
    post.refuse(Some(Outlook::Transient));
    let (stage, clock) = stage(&post);
    register(&stage).await;
    wait_until("tried", || post.tried() == 1).await;
    let database = rusqlite::Connection::open(stage.data.join("ledger.db")).unwrap();
    let sql = |sql: &str| database.execute_batch(sql).unwrap();
    sql("CREATE TRIGGER stop BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'no'); END");
    post.refuse(None);
    let an_hour_later = async || {
        clock.advance_ms(3_600_000);
        sleep(Duration::from_secs(3_600)).await;
        settle().await;
    };
    an_hour_later().await;
    wait_until("out", || post.sent().len() == 1).await;
    for _ in 0..3 {
        an_hour_later().await;
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!((post.sent().len(), waiting(&stage)), (1, 1));
    sql("DROP TRIGGER stop");
    an_hour_later().await;
    wait_until("recorded", || waiting(&stage) == 0).await;
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
