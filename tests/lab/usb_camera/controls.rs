//! What can be set at the camera, and what was (USB Video Class 1.0, 4.2).

use crate::descriptors::{CAMERA_TERMINAL, INTERVAL, MAX_PICTURE_BYTES, PROCESSING_UNIT};

const SET_CUR: u8 = 0x01;
const GET_CUR: u8 = 0x81;
const GET_MIN: u8 = 0x82;
const GET_MAX: u8 = 0x83;
const GET_RES: u8 = 0x84;
const GET_LEN: u8 = 0x85;
const GET_INFO: u8 = 0x86;
const GET_DEF: u8 = 0x87;

/// Can be asked for, and set.
const BOTH_WAYS: u8 = 0x03;

/// A control with its range; all of them are whole numbers here.
pub(crate) struct Control {
    entity: u8,
    selector: u8,
    pub(crate) name: &'static str,
    bytes: usize,
    least: u32,
    most: u32,
    /// The step, or for a choice a bit for each there is.
    step: u32,
    first: u32,
    pub(crate) now: u32,
}

/// All of them, as the camera comes.
pub(crate) fn all() -> [Control; 6] {
    let control = |entity, selector, name, bytes, [least, most, step, first]: [u32; 4]| Control {
        entity,
        selector,
        name,
        bytes,
        least,
        most,
        step,
        first,
        now: first,
    };
    [
        // A bit each: 1 is by hand, 8 leaves the exposure to the camera.
        control(CAMERA_TERMINAL, 0x02, "exposure-mode", 1, [1, 8, 9, 8]),
        control(CAMERA_TERMINAL, 0x03, "exposure-priority", 1, [0, 1, 1, 1]),
        // In units of 100 µs.
        control(CAMERA_TERMINAL, 0x04, "exposure-time", 4, [1, 5_000, 1, 160]),
        control(CAMERA_TERMINAL, 0x08, "focus-auto", 1, [0, 1, 1, 0]),
        control(PROCESSING_UNIT, 0x04, "gain", 2, [0, 80, 1, 10]),
        // 0 none, 1 50 Hz, 2 60 Hz.
        control(PROCESSING_UNIT, 0x05, "lamps", 1, [0, 2, 1, 2]),
    ]
}

impl Control {
    pub(crate) fn is(&self, entity: u8, selector: u8) -> bool {
        (self.entity, self.selector) == (entity, selector)
    }

    /// What is said when it is asked for; `None` for what nobody has to ask.
    pub(crate) fn answer(&self, request: u8) -> Option<Vec<u8>> {
        let number = match request {
            GET_CUR => self.now,
            GET_MIN => self.least,
            GET_MAX => self.most,
            GET_RES => self.step,
            GET_DEF => self.first,
            GET_LEN => return Some(vec![u8::try_from(self.bytes).ok()?, 0]),
            GET_INFO => return Some(vec![BOTH_WAYS]),
            _ => return None,
        };
        Some(number.to_le_bytes()[..self.bytes].to_vec())
    }

    /// Takes what is set; whether it is a value that it has.
    pub(crate) fn set(&mut self, request: u8, value: &[u8]) -> bool {
        let mut number = [0; 4];
        if request != SET_CUR || value.len() != self.bytes {
            return false;
        }
        number[..value.len()].copy_from_slice(value);
        self.now = u32::from_le_bytes(number);
        (self.least..=self.most).contains(&self.now)
    }
}

/// What is agreed on before pictures are sent: there is no choice (4.3.1.1).
pub(crate) fn agreement(request: u8) -> Option<Vec<u8>> {
    match request {
        GET_CUR | GET_MIN | GET_MAX | GET_DEF => Some(
            [
                &[0, 0, 1, 1][..],
                &INTERVAL.to_le_bytes(),
                &[0; 10],
                &MAX_PICTURE_BYTES.to_le_bytes(),
                &MAX_PICTURE_BYTES.to_le_bytes(),
            ]
            .concat(),
        ),
        GET_LEN => Some(vec![26, 0]),
        GET_INFO => Some(vec![BOTH_WAYS]),
        _ => None,
    }
}
