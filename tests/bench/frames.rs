//! What a camera frame costs: the kiosk has to be through with one before the next comes.

use einlass_devices::camera::SceneHandle;
use einlass_scan::{FrameSource, GreyFrame, decode};

use crate::measure::{Contestant, Row, in_turns};

const WARM_UP: usize = 5;
const ROUNDS: usize = 100;
/// Pictures of the drawn camera, each a little different; two seconds of swaying.
const DRAWN_FRAMES: usize = 24;
/// As long as the code of a pass.
const CODE_CHARS: usize = 151;
/// As on the screen.
const PREVIEW_PX: u32 = 640;

pub(crate) fn measure() -> Vec<Row> {
    let text = code_text();
    let mut contestants: Vec<_> = [3, 5, 8]
        .into_iter()
        .map(|module_px| {
            let frame = frame_with(&text, module_px);
            assert_eq!(codes_in(&frame), 1, "the code is in the picture");
            let what = format!("`decode` of 1280 × 720: clean pass, modules of {module_px} px");
            Contestant::new(what, move || codes_in(&frame))
        })
        .collect();

    let mut held_up = drawn(Some(&text)).into_iter().cycle();
    contestants.push(Contestant::new(
        "`decode` of 1280 × 720: the demo's camera, a pass held up by a hand",
        move || held_up.next().map(|frame| codes_in(&frame)),
    ));
    let mut hall = drawn(None).into_iter().cycle();
    contestants.push(Contestant::new(
        "`decode` of 1280 × 720: the demo's camera, nobody there",
        move || hall.next().map(|frame| codes_in(&frame)),
    ));
    let empty = noise();
    let shown = empty.clone();
    contestants.push(Contestant::new(
        "`decode` of 1280 × 720: empty room, noise only",
        move || codes_in(&empty),
    ));
    contestants.push(Contestant::new(
        format!("preview of {PREVIEW_PX} px for the screen"),
        move || shown.preview(PREVIEW_PX),
    ));
    in_turns(WARM_UP, ROUNDS, contestants)
}

pub(crate) fn code_text() -> String {
    format!("EL1:{}", &"7Q".repeat(CODE_CHARS)[..CODE_CHARS - 4])
}

/// An empty room as a cheap camera sees it.
pub(crate) fn noise() -> GreyFrame {
    frame_of(background)
}

/// The same room for a while, with other noise in each picture; somebody goes through it if asked for.
pub(crate) fn room(is_crossed: bool) -> Vec<GreyFrame> {
    /// Of who goes through, in pixels, and how far they come from picture to picture.
    const SIZE: (u32, u32) = (200, 500);
    const STEP: u32 = 1280 / DRAWN_FRAMES as u32;
    let picture = |number: u32| {
        frame_of(move |x, y| {
            let light = background(x + number * 7_919, y).wrapping_sub((number * 7_919 / 10) as u8);
            let is_there = is_crossed && x.wrapping_sub(number * STEP) < SIZE.0 && y > 720 - SIZE.1;
            if is_there { light / 2 } else { light }
        })
    };
    (0..DRAWN_FRAMES as u32).map(picture).collect()
}

fn codes_in(frame: &GreyFrame) -> usize {
    decode(frame).expect("the decoder survives the picture").len()
}

pub(crate) fn drawn(payload: Option<&str>) -> Vec<GreyFrame> {
    let scene = SceneHandle::new();
    scene.show(payload).expect("a pass fits onto the card");
    let mut camera = scene.camera();
    let mut next = || camera.next_frame().expect("a drawn camera does not fail");
    (0..DRAWN_FRAMES).filter_map(|_| next()).collect()
}

fn frame_with(text: &str, module_px: usize) -> GreyFrame {
    let png = einlass_receipt::code_png(text, module_px, 4).expect("the text fits into a code");
    let code = image::load_from_memory(&png)
        .expect("a drawn code is a picture")
        .to_luma8();
    let (left, top) = ((1280 - code.width()) / 2, (720 - code.height()) / 2);
    frame_of(|x, y| match (x.checked_sub(left), y.checked_sub(top)) {
        (Some(column), Some(row)) if column < code.width() && row < code.height() => {
            code.get_pixel(column, row).0[0]
        }
        _outside => background(x, y),
    })
}

/// A room that is brighter on one side, with the noise of a cheap camera.
fn background(x: u32, y: u32) -> u8 {
    let noise = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519)) >> 28;
    (60 + x / 10 + noise) as u8
}

fn frame_of(pixel: impl Fn(u32, u32) -> u8) -> GreyFrame {
    let pixels = (0..720)
        .flat_map(|y| (0..1280).map(move |x| (x, y)))
        .map(|(x, y)| pixel(x, y))
        .collect();
    GreyFrame::new(1280, 720, pixels).expect("the size is the number of pixels")
}
