//! The venue's own pages: as owners write them, and before whoever is inside.

use std::{fs, path::Path, time::Duration};

use einlass_domain::words::Language;
use tempfile::TempDir;
use tokio::time::sleep;

use super::{
    look::png,
    stage::{Stage, stage_with_pages},
};
use crate::{Answer, Look, LookError, MOST_PAGES, OpenPage, Screen, Touch, UnfitPage, Worded};

fn look(pages: &str, files: &[(&str, &[u8])]) -> Result<Look, LookError> {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(Path::new(folder.path()).join(name), bytes).unwrap();
    write("look.json", format!(r#"{{"pages":{pages}}}"#).as_bytes());
    files.iter().for_each(|(name, bytes)| write(name, bytes));
    Look::read(folder.path())
}

fn why(pages: &str, files: &[(&str, &[u8])]) -> UnfitPage {
    match look(pages, files) {
        Err(LookError::Page { number: 1, why }) => why,
        other => panic!("{pages}: {other:?}"),
    }
}

fn of_text(text: &[u8]) -> Result<Look, LookError> {
    look(
        r#"[{"title":{"de":"Programm"},"text":{"de":"a.txt"}}]"#,
        &[("a.txt", text)],
    )
}

/// A programme in German and English, and a menu as a picture with a text behind it.
fn venue() -> Look {
    look(
        r#"[
          {"title":{"de":"Programm","en":"Programme"},"text":{"de":"de.txt","en":"en.txt"}},
          {"title":{"de":"Speisekarte"},"picture":{"de":"menu.png","en":"menu.png"},"text":{"de":"menu.txt"}}
        ]"#,
        &[
            (
                "de.txt",
                b"\xef\xbb\xbf10 Uhr: F\xc3\xbchrung\r\n\r\n12 Uhr:\tMusik\r\n",
            ),
            ("en.txt", b"10:00 guided tour"),
            ("menu.txt", b"Suppe"),
            ("menu.png", &png(600, 900)),
        ],
    )
    .unwrap()
}

#[test]
fn a_page_is_shown_in_ones_own_language_or_in_the_venues() {
    let look = venue();
    let [programme, menu] = look.pages.as_slice() else {
        panic!("two pages")
    };
    let title = |asked, venues| programme.title(asked, venues);
    assert_eq!(title(Language::En, Language::De).text, "Programme");
    assert_eq!(title(Language::Fr, Language::De).text, "Programm");
    assert_eq!(title(Language::Fr, Language::En).language, Language::En);
    assert_eq!(
        title(Language::Fr, Language::Pl).text,
        "Programm",
        "there is no other"
    );
    assert_eq!(title(Language::DeSimple, Language::En).text, "Programm");
    let text = programme.text(Language::De, Language::De).unwrap();
    assert_eq!(text.text, "10 Uhr: Führung\n\n12 Uhr: Musik");
    assert_eq!(look.pictures.len(), 1, "one file is one picture");
    assert_eq!(menu.picture(Language::En, Language::De), Some(0));
    assert_eq!(programme.picture(Language::De, Language::De), None);
}

#[test]
fn what_is_no_page_is_refused_and_says_why() {
    let title = |title: &str| format!(r#"[{{"title":{{{title}}},"text":{{"de":"a.txt"}}}}]"#);
    let files: &[(&str, &[u8])] = &[
        ("a.txt", b"Text"),
        ("a.svg", b"<svg/>"),
        ("a.html", b"<b>Text</b>"),
    ];
    for wrong in ["", r#""de":" ""#, r#""de":"a\nb""#, r#""de":"a\u0007""#] {
        assert_eq!(why(&title(wrong), files), UnfitPage::Title, "{wrong}");
    }
    let long = format!(r#""de":"{}""#, "ü".repeat(33));
    assert_eq!(why(&title(&long), files), UnfitPage::Title);
    assert_eq!(why(&title(r#""xx":"Programm""#), files), UnfitPage::Language);
    assert_eq!(why(r#"[{"title":{"de":"Programm"}}]"#, files), UnfitPage::Empty);
    let picture = |name: &str| format!(r#"[{{"title":{{"de":"Karte"}},"picture":{{"de":"{name}"}}}}]"#);
    assert_eq!(why(&picture("a.svg"), files), UnfitPage::Picture);
    assert_eq!(why(&picture("a.html"), files), UnfitPage::Picture);
    assert_eq!(why(&picture("../a.png"), files), UnfitPage::Elsewhere);
    assert!(matches!(
        look(&picture("b.png"), files),
        Err(LookError::File { .. })
    ));
    let error = look(&picture("a.png"), &[("a.png", &png(5_000, 10))]).unwrap_err();
    assert!(
        matches!(error, LookError::Pixels { width_px: 5_000, .. }),
        "{error}"
    );
    let error = look(&picture("a.svg"), files).unwrap_err().to_string();
    assert_eq!(error, "page 1: a picture is a PNG");
}

#[test]
fn texts_are_texts_of_a_length_that_is_read_standing() {
    assert!(of_text("ü".repeat(4_000).as_bytes()).is_ok());
    for wrong in [b"".as_slice(), b" \r\n ", b"\xff\xfe", b"bell\x07"] {
        assert!(matches!(
            of_text(wrong),
            Err(LookError::Page {
                why: UnfitPage::Text,
                ..
            })
        ));
    }
    assert!(matches!(
        of_text("a".repeat(4_001).as_bytes()),
        Err(LookError::Page {
            why: UnfitPage::Text,
            ..
        })
    ));
    assert!(matches!(
        of_text(&[b'a'; 16_001]),
        Err(LookError::TooLarge {
            most_bytes: 16_000,
            ..
        })
    ));
    // Never interpreted: what looks like a document is its letters.
    let page = of_text(b"<script>alert(1)</script>").unwrap();
    let text = page.pages[0].text(Language::De, Language::De).unwrap().text;
    assert_eq!(text, "<script>alert(1)</script>");
}

#[test]
fn there_are_two_pages_and_a_bounded_heap_of_pictures() {
    let page = r#"{"title":{"de":"Programm"},"text":{"de":"a.txt"}}"#;
    let pages = |count: usize| format!("[{}]", vec![page; count].join(","));
    assert!(look(&pages(MOST_PAGES), &[("a.txt", b"a")]).is_ok());
    assert!(matches!(
        look(&pages(MOST_PAGES + 1), &[("a.txt", b"a")]),
        Err(LookError::TooManyPages)
    ));
    let large = [png(10, 10), vec![0; 1_000_000]].concat();
    let names = ["de", "en", "fr", "pl", "tr"];
    let listed = names.map(|name| format!(r#""{name}":"{name}.png""#)).join(",");
    let pages = format!(r#"[{{"title":{{"de":"Karte"}},"picture":{{{listed}}}}}]"#);
    let files = names.map(|name| format!("{name}.png"));
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|name| (name.as_str(), large.as_slice()))
        .collect();
    assert_eq!(why(&pages, &files), UnfitPage::Pictures);
}

fn stage() -> Stage {
    stage_with_pages(None, venue().pages, |_| {})
}

fn titles(stage: &Stage) -> Vec<String> {
    stage
        .snapshot()
        .pages
        .into_iter()
        .map(|title| title.text)
        .collect()
}

fn page(stage: &Stage) -> OpenPage {
    let Screen::VenuePage(page) = stage.screen() else {
        panic!("no page is shown")
    };
    *page
}

#[tokio::test(start_paused = true)]
async fn pages_are_offered_to_whoever_is_inside_and_to_nobody_else() {
    let mut stage = stage();
    assert_eq!(titles(&stage), [""; 0]);
    stage.touch(Touch::OpenPage(0)).await;
    assert_eq!(stage.screen(), Screen::Attract);
    stage.show("foreign", 100).await;
    assert_eq!(titles(&stage), [""; 0]);
    stage.touch(Touch::OpenPage(0)).await;
    assert_eq!(stage.screen(), Screen::Answer(Answer::Refused));

    let code = stage.code.clone();
    stage.show(&code, 100).await;
    assert_eq!(titles(&stage), ["Programm", "Speisekarte"]);
    stage.touch(Touch::OpenPage(2)).await;
    assert!(matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })));
    stage.touch(Touch::OpenPage(1)).await;
    let open = page(&stage);
    let german = |text: &str| Worded {
        language: Language::De,
        text: text.to_owned(),
    };
    assert_eq!(
        (open.title, open.text, open.picture),
        (german("Speisekarte"), Some(german("Suppe")), Some(0))
    );
    stage.touch(Touch::OpenPage(0)).await;
    assert_eq!(page(&stage).title, german("Programm"));
    stage.touch(Touch::Back).await;
    assert_eq!(stage.screen(), Screen::Attract);
}

#[tokio::test(start_paused = true)]
async fn a_page_goes_back_to_the_question_and_makes_way_for_the_next_code() {
    let mut stage = stage();
    let (code, other) = (stage.code.clone(), stage.other_code.clone());
    stage.show(&code, 100).await;
    stage.show(&code, 10_100).await;
    let question = stage.screen();
    assert!(matches!(question, Screen::GoOrStay { .. }));
    stage.touch(Touch::OpenPage(0)).await;
    stage.touch(Touch::OpenPage(1)).await;
    stage.touch(Touch::Back).await;
    assert_eq!(stage.screen(), question);
    stage.touch(Touch::OpenPage(0)).await;
    stage.show(&other, 100).await;
    assert!(matches!(stage.screen(), Screen::Answer(Answer::Welcome { .. })));
    sleep(Duration::from_millis(5_100)).await;
    assert_eq!(
        stage.screen(),
        Screen::Attract,
        "the answer goes by itself all the same"
    );
}

#[tokio::test(start_paused = true)]
async fn a_page_is_gone_with_its_reader_and_with_the_visit() {
    let mut stage = stage();
    let code = stage.code.clone();
    stage.show(&code, 100).await;
    stage.touch(Touch::OpenPage(0)).await;
    sleep(Duration::from_secs(44)).await;
    stage.touch(Touch::Touched).await;
    sleep(Duration::from_secs(44)).await;
    assert_eq!(page(&stage).number, 0);
    sleep(Duration::from_secs(30)).await;
    assert_eq!(stage.screen(), Screen::Attract);

    stage.show(&code, 10_100).await;
    stage.touch(Touch::OpenPage(0)).await;
    stage.clock.advance_ms(9 * 3_600_000);
    sleep(Duration::from_secs(31)).await;
    assert_eq!(stage.screen(), Screen::Attract, "the longest stay is over");
}

#[tokio::test(start_paused = true)]
async fn a_page_is_read_in_the_language_that_it_is_written_in() {
    let mut stage = stage();
    stage.touch(Touch::ChooseLanguage(Language::En)).await;
    stage.touch(Touch::ReadAloud(true)).await;
    let code = stage.code.clone();
    stage.show(&code, 100).await;
    stage.voice.take();
    stage.touch(Touch::OpenPage(0)).await;
    let said = stage.voice.take();
    assert!(
        said[0].text.starts_with("Programme. 10:00 guided tour."),
        "{}",
        said[0].text
    );
    assert_eq!(said[0].language, Language::En);
    assert_eq!(
        (said[1].language, said[1].text.as_str()),
        (Language::De, "Speisekarte.")
    );
}
