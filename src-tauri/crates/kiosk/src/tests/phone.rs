//! The pass on the phone, from the code on the kiosk's screen to the codes on the phone's.

use einlass_domain::{
    admission::OnInside,
    event::Refusal,
    phone::Step,
    time::{Clock, Timestamp},
};
use einlass_receipt::{CodeOutline, code_outline};
use einlass_scan::GreyFrame;
use einlass_testkit::{ManualClock, START, contact, make_venue};
use einlass_vault::PhonePass;
use rand_core::OsRng;
use tempfile::TempDir;

use super::stage::stage;
use crate::{Answer, DiaryDoor, Entrance, NewPass, Screen, ToPhone, Touch, Verdict, VisitRecord};

const PAGE: &str = "https://pass.example.org/";

struct Door {
    entrance: Entrance<ManualClock, OsRng>,
    clock: ManualClock,
    _folder: TempDir,
}

fn door(on_inside: OnInside) -> Door {
    let folder = TempDir::new().unwrap();
    let clock = ManualClock::at(START);
    clock.set_synchronised();
    let (ledger, _) = make_venue(&folder.path().join("data")).unwrap();
    Door {
        entrance: Entrance::new(ledger, clock.clone(), OsRng, Some(on_inside)),
        clock,
        _folder: folder,
    }
}

impl Door {
    /// A visitor with the pass on the phone.
    fn visitor(&mut self) -> PhonePass {
        let pass = self.entrance.register(contact("One"), Some("493817")).unwrap();
        self.phone_of(&pass)
    }

    fn phone_of(&self, pass: &NewPass) -> PhonePass {
        let page = PAGE.parse().unwrap();
        phone_with(&self.entrance.phone_link(pass, &page).unwrap())
    }

    fn show(&mut self, code: &str) -> Verdict {
        self.entrance.show_code(code.as_bytes()).unwrap()
    }

    fn code_now(&self, phone: &PhonePass) -> String {
        code_at(phone, self.clock.now())
    }

    fn refused(&self) -> Vec<(Refusal, usize)> {
        self.entrance.ledger().state().refused().collect()
    }
}

/// What a phone makes of the link: it asks the page for what stands before the `#`, and keeps what stands behind it.
fn phone_with(link: &str) -> PhonePass {
    let (page, given) = link.split_once('#').unwrap();
    assert_eq!(page, PAGE);
    PhonePass::read(given).unwrap()
}

fn code_at(phone: &PhonePass, at: Timestamp) -> String {
    phone.code(Step::at(at), &mut OsRng)
}

/// What a camera reads from a code on a screen, four pixels a module.
fn read_from_screen(outline: &CodeOutline) -> String {
    let side = outline.side * 4;
    let mut pixels = vec![230; side * side];
    for run in outline.path.split_terminator('z') {
        let numbers: Vec<usize> = run
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|number| number.parse().ok())
            .collect();
        for row in numbers[1] * 4..(numbers[1] + 1) * 4 {
            pixels[row * side + numbers[0] * 4..][..numbers[2] * 4].fill(20);
        }
    }
    let side = u32::try_from(side).unwrap();
    let seen = einlass_scan::decode(&GreyFrame::new(side, side, pixels).unwrap()).unwrap();
    assert_eq!(seen.len(), 1);
    String::from_utf8(seen[0].payload.clone()).unwrap()
}

#[test]
fn a_phone_opens_and_closes_and_says_who_came() {
    let mut door = door(OnInside::Go);
    let phone = door.visitor();
    let code = read_from_screen(&code_outline(&door.code_now(&phone)).unwrap());
    let Verdict::Welcome { visit, .. } = door.show(&code) else {
        panic!("not let in")
    };
    let record = door.entrance.ledger().live_record(visit).unwrap();
    let record: VisitRecord = minicbor::decode(&record).unwrap();
    assert_eq!(record.contact, Some(contact("One")));
    door.clock.advance_ms(3_600_000);
    let code = door.code_now(&phone);
    assert_eq!(door.show(&code), Verdict::Goodbye { visit });
}

#[test]
fn paper_and_phone_are_one_pass() {
    let mut door = door(OnInside::Go);
    let pass = door.entrance.register(contact("One"), None).unwrap();
    let phone = door.phone_of(&pass);
    let Verdict::Welcome { visit, .. } = door.show(&pass.code) else {
        panic!("not let in")
    };
    let code = door.code_now(&phone);
    assert_eq!(door.show(&code), Verdict::Goodbye { visit });
}

#[test]
fn a_photograph_is_useless_after_ninety_seconds() {
    let mut door = door(OnInside::Ask);
    let phone = door.visitor();
    let photograph = door.code_now(&phone);
    door.clock.advance_ms(90_000);
    assert_eq!(door.show(&photograph), Verdict::Refused);
    assert_eq!(door.refused(), [(Refusal::Stale, 1)]);
    let code = door.code_now(&phone);
    assert!(
        matches!(door.show(&code), Verdict::Welcome { .. }),
        "the phone is not"
    );
}

#[test]
fn a_photograph_is_useless_once_the_phone_has_gone_on() {
    let mut door = door(OnInside::Go);
    let phone = door.visitor();
    let photograph = door.code_now(&phone);
    door.clock.advance_ms(30_000);
    let code = door.code_now(&phone);
    assert!(matches!(door.show(&code), Verdict::Welcome { .. }));
    assert_eq!(door.show(&photograph), Verdict::Refused, "it would end the visit");
    assert_eq!(door.refused(), [(Refusal::Stale, 1)]);
}

#[test]
fn a_phone_may_be_half_a_minute_ahead_or_behind() {
    let mut door = door(OnInside::Ask);
    for (off_ms, is_in) in [(-60_000, false), (-30_000, true), (30_000, true), (60_000, false)] {
        let phone = door.visitor();
        let code = code_at(&phone, START.plus_ms(off_ms));
        let verdict = door.show(&code);
        assert_eq!(
            matches!(verdict, Verdict::Welcome { .. }),
            is_in,
            "{off_ms} ms off"
        );
    }
}

/// The kiosk's own fault keeps nobody out: paper goes on, and so do phones.
#[test]
fn a_kiosk_that_doubts_its_clock_lets_phones_in() {
    let mut door = door(OnInside::Ask);
    let phone = door.visitor();
    door.entrance.keep_house();
    let now = START.plus_ms(3_600_000);
    let mut kept_house_wrong = |by_ms: i64| {
        let wrong = Timestamp(door.clock.now().0);
        door.clock.jump_ms(now.plus_ms(by_ms).ms_since(wrong));
        door.entrance.ledger.tick(door.clock.now(), 0, false).unwrap();
        assert!(door.entrance.ledger().is_clock_doubtful());
        door.entrance.show_code(code_at(&phone, now).as_bytes()).unwrap()
    };
    assert_eq!(
        kept_house_wrong(25 * 3_600_000),
        Verdict::Refused,
        "more than a day"
    );
    assert!(matches!(
        kept_house_wrong(23 * 3_600_000),
        Verdict::Welcome { .. }
    ));
    let photograph = code_at(&phone, now.plus_ms(-30_000));
    assert_eq!(
        door.show(&photograph),
        Verdict::Refused,
        "what is older than the phone"
    );
    assert_eq!(door.refused(), [(Refusal::Stale, 2)]);
}

#[test]
fn each_other_code_is_named_in_the_ledger() {
    let (mut door, mut other) = (door(OnInside::Ask), self::door(OnInside::Ask));
    let phone = door.visitor();
    let foreign = other.visitor();
    let code = door.code_now(&phone);
    let mut damaged = code.clone();
    damaged.replace_range(90..91, if &code[90..91] == "0" { "1" } else { "0" });
    let cut = &code[..111];
    let elsewhere = door.code_now(&foreign);
    for code in [damaged.as_str(), cut, &elsewhere] {
        assert_eq!(door.show(code), Verdict::Refused);
    }
    door.clock.advance_ms(365 * 86_400_000);
    let late = door.code_now(&phone);
    assert_eq!(door.show(&late), Verdict::Expired);
    assert_eq!(
        door.refused(),
        [
            (Refusal::Malformed, 1),
            (Refusal::Issuer, 1),
            (Refusal::Signature, 1),
            (Refusal::Expired, 1)
        ]
    );
}

#[test]
fn the_diary_takes_the_phone_for_the_pass() {
    let mut door = door(OnInside::Ask);
    let phone = door.visitor();
    let code = door.code_now(&phone);
    let asked = door.entrance.show_for_diary(code.as_bytes()).unwrap();
    assert!(matches!(asked, DiaryDoor::AskPin(_)));
}

#[tokio::test(start_paused = true)]
async fn a_new_pass_goes_onto_the_phone_only_when_asked() {
    let mut stage = stage();
    stage.fill_form().await;
    stage.touch(Touch::Consent).await;
    stage.touch(Touch::SkipPin).await;
    let ready = stage
        .wait_for(|screen| matches!(screen, Screen::PassReady { .. }))
        .await;
    let Screen::PassReady {
        phone: ToPhone::Offered(_),
        ..
    } = ready
    else {
        panic!("shown, or not offered: {ready:?}")
    };
    stage.touch(Touch::ToPhone).await;
    let Screen::PassReady {
        phone: ToPhone::Shown(outline),
        printed: true,
        ..
    } = stage.screen()
    else {
        panic!("not shown")
    };
    let phone = phone_with(&read_from_screen(&outline));
    stage.show(&code_at(&phone, START), 100).await;
    assert!(matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })));
    stage.touch(Touch::ToPhone).await;
    assert!(
        matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })),
        "a late touch"
    );

    // Held up while its code changes, it is one scan; the visitor would be asked whether to leave else.
    let next = START.plus_ms(30_000);
    stage.show(&code_at(&phone, next), 5_000).await;
    assert_eq!(stage.verdicts(), 1);
    stage.show(&code_at(&phone, next), 5_000).await;
    assert_eq!(stage.verdicts(), 1);
    stage.show(&code_at(&phone, next), 11_000).await;
    assert!(matches!(stage.screen(), Screen::GoOrStay { .. }));
}

#[tokio::test(start_paused = true)]
async fn a_phone_that_showed_an_old_code_may_show_its_next_one_at_once() {
    let mut stage = stage();
    stage.fill_form().await;
    stage.touch(Touch::Consent).await;
    stage.touch(Touch::SkipPin).await;
    stage
        .wait_for(|screen| matches!(screen, Screen::PassReady { .. }))
        .await;
    stage.touch(Touch::ToPhone).await;
    let Screen::PassReady {
        phone: ToPhone::Shown(outline),
        ..
    } = stage.screen()
    else {
        panic!("not shown")
    };
    let phone = phone_with(&read_from_screen(&outline));
    stage.show(&code_at(&phone, START.plus_ms(-600_000)), 100).await;
    assert_eq!(stage.screen(), Screen::Answer(Answer::Refused));
    stage.show(&code_at(&phone, START), 100).await;
    assert!(matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })));
}
