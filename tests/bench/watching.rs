//! What it costs to watch the door all day: a camera's frames, and nothing to read in most of them.

use std::{
    fs,
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use einlass_devices::scanner::Scanner;
use einlass_scan::{CameraError, FrameSource, GreyFrame};

use crate::frames::{code_text, drawn, room};

/// Until a place at which nothing happens is known for one.
const SETTLED: Duration = Duration::from_secs(4);
/// For so long each is watched then.
const WATCHED: Duration = Duration::from_secs(10);
/// proc(5): the unit of `utime` and `stime` on every Linux that Rust runs on (`USER_HZ`).
const TICKS_PER_S: f64 = 100.0;

/// Prints the table: the whole process's time, in per cent of one core.
pub(crate) fn print() {
    println!("| 1280 × 720, per cent of one core | 15 frames/s | 30 frames/s |");
    println!("|---|---:|---:|");
    let scenes: [(&str, Vec<GreyFrame>); 4] = [
        ("the demo's camera, nobody there", drawn(None)),
        ("an empty room, noise only", room(false)),
        ("the same room, somebody goes through it all the time", room(true)),
        (
            "the demo's camera, a pass held up all the time",
            drawn(Some(&code_text())),
        ),
    ];
    for (what, frames) in &scenes {
        let figures = [15, 30].map(|per_s| {
            let given = percent(|| give(frames, per_s));
            let watched = watched(frames, per_s);
            let plain = percent(|| watch_with_rqrr(frames, per_s));
            format!("{watched:.1} (rqrr on each frame: {plain:.1}; the frames alone: {given:.1})")
        });
        println!("| {what} | {} | {} |", figures[0], figures[1]);
    }
}

/// What the scanner takes, as the kiosk uses it, in per cent of one core.
fn watched(frames: &[GreyFrame], per_s: u32) -> f64 {
    let paced = Paced::new(frames, per_s);
    let mut once = Some(paced);
    let (said, events) = mpsc::channel();
    let scanner = Scanner::start(
        move || {
            let source = once.take().map(|paced| Box::new(paced) as Box<dyn FrameSource>);
            source.ok_or_else(|| CameraError::Open {
                target: "the bench".to_owned(),
                why: "it was opened before".to_owned(),
            })
        },
        move |event| {
            let _ = said.send(event);
        },
    );
    thread::sleep(SETTLED);
    let percent = percent(|| thread::sleep(WATCHED));
    scanner.stop();
    drop(events);
    percent
}

fn watch_with_rqrr(frames: &[GreyFrame], per_s: u32) {
    each(frames, per_s, |frame| {
        let (width, height) = (frame.width_px() as usize, frame.height_px() as usize);
        let pixel = |x, y| frame.pixels()[y * width + x];
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, pixel);
        let grids = prepared.detect_grids();
        std::hint::black_box(grids.iter().filter_map(|grid| grid.decode().ok()).count());
    });
}

/// What giving the frames takes by itself.
fn give(frames: &[GreyFrame], per_s: u32) {
    each(frames, per_s, |frame| {
        std::hint::black_box(frame);
    });
}

fn each(frames: &[GreyFrame], per_s: u32, mut with: impl FnMut(&GreyFrame)) {
    let began = Instant::now();
    let mut paced = Paced::new(frames, per_s);
    while began.elapsed() < WATCHED {
        if let Ok(Some(frame)) = paced.next_frame() {
            with(&frame);
        }
    }
}

/// The time that this process has worked, while `busy` ran, in per cent of one core.
fn percent(busy: impl FnOnce()) -> f64 {
    let (began, before) = (Instant::now(), worked_s());
    busy();
    100.0 * (worked_s() - before) / began.elapsed().as_secs_f64()
}

/// proc(5), `/proc/pid/stat`: fields 14 and 15, counted behind the name, which may hold anything.
fn worked_s() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("Linux has /proc");
    let (_, behind_name) = stat.rsplit_once(')').expect("the name is in brackets");
    let ticks = behind_name.split_whitespace().skip(11).take(2);
    ticks
        .map(|field| field.parse::<f64>().expect("a number of ticks"))
        .sum::<f64>()
        / TICKS_PER_S
}

/// Frames one after the other at a camera's pace. One that is fetched late is not made up for, as by a camera.
struct Paced {
    frames: Vec<GreyFrame>,
    next: usize,
    period: Duration,
    due: Instant,
}

impl Paced {
    fn new(frames: &[GreyFrame], per_s: u32) -> Self {
        Self {
            frames: frames.to_vec(),
            next: 0,
            period: Duration::from_secs(1) / per_s,
            due: Instant::now(),
        }
    }
}

impl FrameSource for Paced {
    fn next_frame(&mut self) -> Result<Option<GreyFrame>, CameraError> {
        let now = Instant::now();
        thread::sleep(self.due.saturating_duration_since(now));
        self.due = (self.due + self.period).max(now);
        self.next += 1;
        Ok(Some(self.frames[self.next % self.frames.len()].clone()))
    }
}
