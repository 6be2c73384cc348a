use super::*;
use crate::PrinterText;
use proptest::prelude::*;

const WIDTH_DOTS: usize = 384;

/// The dark dots of `text` in the order of the rows, and how high it is.
fn dots(text: &str, style: Style, side: Side, is_right_to_left: bool) -> (Vec<(i32, i32)>, usize) {
    let mut typesetter = Typesetter::new(is_right_to_left);
    let set = typesetter.set(text, style, WIDTH_DOTS, side);
    let mut dots = Vec::new();
    typesetter.ink(&set, |x, y| dots.push((y, x)));
    dots.sort_unstable();
    dots.dedup();
    (dots.into_iter().map(|(y, x)| (x, y)).collect(), set.height_dots())
}

fn left_and_right(dots: &[(i32, i32)]) -> (i32, i32) {
    let columns = || dots.iter().map(|&(x, _)| x);
    (columns().min().unwrap(), columns().max().unwrap())
}

/// Pieces of ink that do not touch each other.
fn pieces(dots: &[(i32, i32)]) -> usize {
    let mut left: std::collections::BTreeSet<(i32, i32)> = dots.iter().copied().collect();
    let mut pieces = 0;
    while let Some(first) = left.pop_first() {
        pieces += 1;
        let mut edge = vec![first];
        while let Some((x, y)) = edge.pop() {
            for (dx, dy) in (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (dx, dy))) {
                if left.remove(&(x + dx, y + dy)) {
                    edge.push((x + dx, y + dy));
                }
            }
        }
    }
    pieces
}

#[test]
fn arabic_letters_join() {
    let joined = dots("ححح", Style::PLAIN, Side::Start, true).0;
    let apart = dots("ح ح ح", Style::PLAIN, Side::Start, true).0;
    assert_eq!((pieces(&joined), pieces(&apart)), (1, 3));
}

#[test]
fn arabic_is_written_from_the_right() {
    // Alef is narrow, beh is wide: which of them stands to the right of the gap between the words?
    let width_of_the_right_word = |text| {
        let dots = dots(text, Style::PLAIN, Side::Start, true).0;
        let (_, right) = left_and_right(&dots);
        let is_inked = |x: i32| (x - 3..=x).any(|near| dots.iter().any(|&(dot, _)| dot == near));
        (0..right).take_while(|steps| is_inked(right - steps)).count()
    };
    assert!(width_of_the_right_word("ا بببب") < 10);
    assert!(width_of_the_right_word("بببب ا") > 30);
}

#[test]
fn a_paper_begins_where_it_is_read_from() {
    let edge = WIDTH_DOTS as i32;
    for text in ["سلام", "Müller", "14:05"] {
        let (left, right) = left_and_right(&dots(text, Style::PLAIN, Side::Start, true).0);
        assert!(right >= edge - 8 && left > edge / 2, "{text}: {left} to {right}");
        let (left, right) = left_and_right(&dots(text, Style::PLAIN, Side::Start, false).0);
        assert!(left <= 8 && right < edge / 2, "{text}: {left} to {right}");
        let (left, right) = left_and_right(&dots(text, Style::PLAIN, Side::Centre, true).0);
        assert!((left + right - edge).abs() <= 8, "{text}: {left} to {right}");
    }
}

/// The groups of a number must not change their places because the paper is Arabic.
#[test]
fn numbers_stand_the_same_on_every_paper() {
    for text in ["1234 5678 9012", "21.11.2026, 14:30", "PIN-ID", "Müller, Anna"] {
        let [left_to_right, right_to_left] =
            [false, true].map(|is_rtl| dots(text, Style::BOLD, Side::Centre, is_rtl));
        assert_eq!(left_to_right, right_to_left, "{text}");
    }
}

#[test]
fn a_sentence_that_begins_with_a_foreign_word_is_still_of_the_paper() {
    // The foreign word comes first, which is the right end; alone it would pull the sentence to its own direction.
    let of_paper = dots("QR: هذا الرمز", Style::PLAIN, Side::Centre, true).0;
    let of_itself = dots("QR: هذا الرمز", Style::PLAIN, Side::Centre, false).0;
    assert_ne!(of_paper, of_itself);
}

#[test]
fn the_title_tells_how_a_paper_is_read() {
    for (title, is_right_to_left) in [
        ("بطاقة الدخول", true),
        ("1. بطاقة", true),
        ("Entry pass", false),
        ("Перепустка", false),
        ("", false),
    ] {
        assert_eq!(reads_right_to_left(title), is_right_to_left, "{title}");
    }
}

#[test]
fn a_word_wider_than_the_paper_is_made_smaller_and_then_broken() {
    let one_line = dots("x", Style::HEAD, Side::Start, false).1;
    let height = |text: &str| dots(text, Style::HEAD, Side::Start, false).1;
    assert!(
        height("Veranstaltungen") < one_line,
        "smaller, and still one line"
    );
    assert!(
        height(&"Donaudampfschiff".repeat(4)) > one_line,
        "in several lines"
    );
}

#[test]
fn larger_styles_are_larger_and_bold_is_darker() {
    let measures = |style| {
        let (dots, height) = dots("Łódź", style, Side::Start, false);
        (dots.len(), height)
    };
    let [plain, bold, title, head] = [Style::PLAIN, Style::BOLD, Style::TITLE, Style::HEAD].map(measures);
    assert!(plain.0 < bold.0 && plain.1 == bold.1);
    assert!(bold.1 < title.1 && title.1 < head.1);
}

/// The picture beside this file is what was looked at and found to be right; `RESET_PICTURES=1` draws it anew.
#[test]
fn arabic_looks_as_it_did() {
    let text = "بطاقة الدخول صالحة حتى 20.12.2026 – Müller";
    let (dots, height) = dots(text, Style::PLAIN, Side::Start, true);
    let mut picture = crate::paper::PaperPicture::blank(WIDTH_DOTS, height);
    for (x, y) in dots {
        picture.darken(x as usize, y as usize);
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/typeset/arabic.png");
    if std::env::var_os("RESET_PICTURES").is_some() {
        std::fs::write(file, crate::paper::png(&picture).unwrap()).unwrap();
    }
    let expected = image::open(file).unwrap().to_luma8();
    assert_eq!(expected.as_raw().as_slice(), picture.luma());
}

/// Found by chance: the space after the Arabic word once pushed the letters over the edge.
#[test]
fn a_broken_line_of_both_directions_stays_on_the_paper() {
    let (dots, _) = dots("I„·لبź0--حح1لب · ا", Style::HEAD, Side::Start, false);
    let (left, right) = left_and_right(&dots);
    assert!(left >= 0 && right < WIDTH_DOTS as i32, "{left} to {right}");
}

/// Letters of all scripts, marks, spaces and what is none of it.
fn any_script() -> impl Strategy<Value = String> {
    let characters = prop_oneof![
        4 => prop::sample::select("aWjgÄß lódźĄĞİЖїґ ابحسكلمه ًَّ ١٢ 123 .:,-()„“".chars().collect::<Vec<_>>()),
        1 => any::<char>(),
    ];
    prop::collection::vec(characters, 0..120).prop_map(|characters| characters.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_dot_is_beside_the_paper(
        typed in any_script(),
        times in 1u8..4,
        centred in any::<bool>(),
        is_right_to_left in any::<bool>(),
    ) {
        let text = PrinterText::new(&typed);
        let style = Style { bold: true, width: times, height: times };
        let side = if centred { Side::Centre } else { Side::Start };
        let (dots, height) = dots(text.as_str(), style, side, is_right_to_left);
        for &(x, y) in &dots {
            prop_assert!((0..WIDTH_DOTS as i32).contains(&x), "{:?}: {} of {}", text, x, WIDTH_DOTS);
            // Two marks above a tall letter reach into the line above.
            let reach = 24 * i32::from(times);
            prop_assert!((-reach..height as i32 + reach).contains(&y), "{:?}: {} of {}", text, y, height);
        }
    }
}
