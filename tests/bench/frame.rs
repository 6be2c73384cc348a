//! What a camera frame costs: the kiosk has to be through with one before the next comes. Prints a table, judges nothing.
#![expect(clippy::print_stdout, reason = "its table is its result")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use einlass_scan::{GreyFrame, decode};

const ROUNDS: usize = 200;
/// As long as the code of a pass.
const CODE_CHARS: usize = 151;

fn main() {
    println!(
        "{:40} {:>10} {:>10} {:>10}",
        "1280 x 720 pixels", "median ms", "p95 ms", "worst ms"
    );
    let text = format!("EL1:{}", "7Q".repeat(CODE_CHARS).split_at(CODE_CHARS - 4).0);
    for module_px in [3, 5, 8] {
        let frame = frame_with(&text, module_px);
        assert_eq!(
            decode(&frame).map(|codes| codes.len()).ok(),
            Some(1),
            "the code is in the picture"
        );
        measure(&format!("decode, a pass with modules of {module_px} px"), || {
            decode(&frame)
        });
    }
    let empty = frame_of(background);
    measure("decode, nothing to see", || decode(&empty));
    measure("preview of 540 pixels", || empty.preview(540));
}

fn measure<T>(what: &str, mut work: impl FnMut() -> T) {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let (median, p95, worst) = (times[ROUNDS / 2], times[ROUNDS * 95 / 100], times[ROUNDS - 1]);
    println!(
        "{what:40} {:10.2} {:10.2} {:10.2}",
        ms(median),
        ms(p95),
        ms(worst)
    );
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
