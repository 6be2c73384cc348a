//! A camera for a machine without one: it draws a visitor holding a code up, and its frames are really decoded.

mod card;
mod hall;

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use einlass_scan::{CameraError, FrameSource, GreyFrame};

use card::Card;
use hall::Hall;

const WIDTH_PX: usize = 1280;
const HEIGHT_PX: usize = 720;
const FRAMES_PER_S: u32 = 12;

/// A card is raised from below the frame, in so many frames: a watcher sees the visitor before the answer.
const RAISE_FRAMES: u32 = 24;
/// How far below its place a card begins, in pixels.
const RAISE_PX: f64 = 640.0;

/// What stands before the drawn camera; clones show the same scene.
#[derive(Clone, Default)]
pub struct SceneHandle {
    card: Arc<Mutex<Option<Arc<Card>>>>,
}

/// A payload that would make a code too fine for the drawn card.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a payload of {bytes} bytes makes a code too fine to be held up")]
pub struct PayloadTooLong {
    /// Length of the payload.
    pub bytes: usize,
}

impl SceneHandle {
    /// An empty hall.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Holds up a card with this payload as a QR code (error correction M), or, with `None`, takes it away.
    ///
    /// # Errors
    /// [`PayloadTooLong`] when the code would have modules too small to be read; the scene stays as it was.
    pub fn show(&self, payload: Option<&str>) -> Result<(), PayloadTooLong> {
        let card = match payload {
            None => None,
            Some(text) => {
                let too_long = PayloadTooLong { bytes: text.len() };
                Some(Arc::new(Card::new(text).ok_or(too_long)?))
            }
        };
        *self.lock() = card;
        Ok(())
    }

    /// A camera that looks at this scene; several may look at the same time.
    #[must_use]
    pub fn camera(&self) -> DrawnCamera {
        DrawnCamera {
            scene: self.clone(),
            hall: Hall::new(),
            frame_number: 0,
            held: None,
            next_due: None,
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Arc<Card>>> {
        // The card is replaced as a whole, so a panic elsewhere leaves nothing half done.
        self.card.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Draws 1280 x 720 frames of a scene, twelve a second: a hall, a visitor, and while a payload is shown a paper card with
/// its code, held by a hand that sways, a little turned and tilted, unevenly lit and not quite sharp.
pub struct DrawnCamera {
    scene: SceneHandle,
    hall: Hall,
    frame_number: u32,
    /// The card that was there in the last frame, and for how many frames a hand has been up.
    held: Option<(Arc<Card>, u32)>,
    next_due: Option<Instant>,
}

impl FrameSource for DrawnCamera {
    fn next_frame(&mut self) -> Result<Option<GreyFrame>, CameraError> {
        let now = Instant::now();
        let due = self.next_due.unwrap_or(now);
        thread::sleep(due.saturating_duration_since(now));
        self.next_due = Some(due.max(now) + Duration::from_secs(1) / FRAMES_PER_S);
        let card = self.scene.lock().clone();
        self.held = card.map(|card| match self.held.take() {
            // Another card in the same hand is up already.
            Some((_, frames)) => (card, frames.saturating_add(1)),
            None => (card, 0),
        });
        let card = self
            .held
            .as_ref()
            .map(|(card, frames)| (&**card, below_px(*frames)));
        let frame = draw(&self.hall, card, self.frame_number);
        self.frame_number = self.frame_number.wrapping_add(1);
        Ok(Some(frame))
    }
}

/// How far below its place a card still is that has been held for so many frames; it slows down on its way.
fn below_px(frames: u32) -> f64 {
    let to_go = 1.0 - f64::from(frames.min(RAISE_FRAMES)) / f64::from(RAISE_FRAMES);
    RAISE_PX * to_go * to_go
}

/// One frame with a card, if there is one, so far below its place; the same number gives the same picture.
fn draw(hall: &Hall, card: Option<(&Card, f64)>, frame_number: u32) -> GreyFrame {
    let seconds = f64::from(frame_number) / f64::from(FRAMES_PER_S);
    let mut pixels = hall.draw(card.is_some(), seconds);
    if let Some((card, below_px)) = card {
        card.draw(&mut pixels, seconds, below_px);
    }
    hall::add_noise(&mut pixels, frame_number);
    GreyFrame::new(WIDTH_PX as u32, HEIGHT_PX as u32, pixels).expect("the hall has the frame's size")
}

#[cfg(test)]
mod tests {
    use super::*;
    use einlass_scan::{Seen, decode, see_while};

    /// As long as a signed pass.
    fn signed_payload() -> String {
        "HC1:6BF+70790T9WJWG.FKY*4GO0.O1CV2 O5"
            .chars()
            .cycle()
            .take(195)
            .collect()
    }

    /// Of the frames of ten seconds, at two starting points of the sway: how many give the payload, and how many there are.
    fn read_of_drawn(payload: &str, every: usize) -> (usize, usize) {
        let hall = Hall::new();
        let card = Card::new(payload).unwrap();
        let ten_seconds = |start: u32| (start..start + 10 * FRAMES_PER_S).step_by(every);
        let numbers: Vec<u32> = ten_seconds(0).chain(ten_seconds(77_777)).collect();
        let is_read = |&&number: &&u32| {
            let sightings = decode(&draw(&hall, Some((&card, 0.0)), number)).unwrap();
            sightings.len() == 1 && sightings[0].payload == payload.as_bytes()
        };
        (numbers.iter().filter(is_read).count(), numbers.len())
    }

    #[test]
    fn every_frame_of_a_short_code_is_read() {
        assert_eq!(read_of_drawn("EINLASS1:0123456789ABCDEFGHIJKLM", 5), (48, 48));
    }

    #[test]
    fn every_frame_of_a_signed_pass_is_read() {
        assert_eq!(read_of_drawn(&signed_payload(), 3), (80, 80));
    }

    #[test]
    fn of_the_finest_code_most_frames_are_read() {
        let (read, drawn) = read_of_drawn(&"EINLASS 1:".repeat(31), 6);
        assert!(read * 10 >= drawn * 8, "{read} of {drawn}");
    }

    #[test]
    fn an_empty_hall_shows_no_code_nor_anything_like_one() {
        let hall = Hall::new();
        for number in 0..24 {
            assert_eq!(
                see_while(&draw(&hall, None, number), &|| true),
                Ok(Seen::default())
            );
        }
    }

    #[test]
    fn the_camera_shows_what_the_handle_says() {
        let scene = SceneHandle::new();
        let mut camera = scene.camera();
        assert!(!camera.keeps_every_frame());
        let mut payloads = |payload: Option<&str>| {
            scene.show(payload).unwrap();
            let raised = (0..=RAISE_FRAMES).map(|_| camera.next_frame().unwrap().unwrap());
            let frame = raised.last().unwrap();
            assert_eq!((frame.width_px(), frame.height_px()), (1280, 720));
            decode(&frame)
                .unwrap()
                .into_iter()
                .map(|sighting| sighting.payload)
                .collect::<Vec<_>>()
        };
        assert_eq!(payloads(None), Vec::<Vec<u8>>::new());
        assert_eq!(payloads(Some("VISITOR ONE")), [b"VISITOR ONE"]);
        assert_eq!(
            payloads(Some("Besucherin Zwölf")),
            ["Besucherin Zwölf".as_bytes()]
        );
        assert_eq!(payloads(None), Vec::<Vec<u8>>::new());
    }

    #[test]
    fn a_card_is_raised_from_below() {
        let (hall, card) = (Hall::new(), Card::new("VISITOR ONE").unwrap());
        let is_read = |frames| {
            !decode(&draw(&hall, Some((&card, below_px(frames))), frames))
                .unwrap()
                .is_empty()
        };
        assert!(!is_read(0));
        assert!(is_read(RAISE_FRAMES));
        assert_eq!(below_px(RAISE_FRAMES + 1), 0.0);
    }

    #[test]
    fn a_payload_that_makes_too_fine_a_code_is_refused() {
        let scene = SceneHandle::new();
        scene.show(Some("short")).unwrap();
        assert_eq!(
            scene.show(Some(&"x".repeat(5_000))),
            Err(PayloadTooLong { bytes: 5_000 })
        );
        assert!(scene.lock().is_some());
    }
}
