//! What a camera lets be set besides the format of its pictures (V4L2 API, user and camera controls). Every camera has others of them,
//! and none is needed: what is missing or refused is left as it is.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use ::v4l::Device;
use ::v4l::control::{Control, Value};

const POWER_LINE_FREQUENCY: u32 = 0x0098_0918;
const GAIN: u32 = 0x0098_0913;
const EXPOSURE_AUTO: u32 = 0x009a_0901;
/// In units of 100 µs.
const EXPOSURE_ABSOLUTE: u32 = 0x009a_0902;
const EXPOSURE_AUTO_PRIORITY: u32 = 0x009a_0903;
const FOCUS_AUTO: u32 = 0x009a_090c;

const EXPOSURE_MANUAL: i64 = 1;
const APERTURE_PRIORITY: i64 = 3;

const AT_OPENING: [(u32, i64); 4] = [
    (EXPOSURE_AUTO, APERTURE_PRIORITY),
    // In the dark no frame takes longer for it: a hand moves.
    (EXPOSURE_AUTO_PRIORITY, 0),
    (FOCUS_AUTO, 1),
    // 50 Hz: lamps do not make stripes.
    (POWER_LINE_FREQUENCY, 1),
];

/// The longest exposure that leaves 15 frames a second, in units of 100 µs.
const LONGEST_EXPOSURE: i64 = 667;

/// The controls of a camera that is open elsewhere: a device may be opened any number of times (V4L2 API, 1.1.4).
pub(super) struct Controls {
    device: Option<Device>,
    exposure: Option<Scale>,
    gain: Option<Scale>,
    by_camera: bool,
}

/// A control that takes any value between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Scale {
    least: i64,
    most: i64,
    /// What the camera had chosen when it was last left to it.
    chosen: i64,
}

impl Controls {
    /// Leaves exposure and focus to the camera, within what a hand that moves allows.
    pub(super) fn open(device: &Path) -> Self {
        let device = Device::with_path(device).ok();
        let mut controls = Self {
            exposure: None,
            gain: None,
            device,
            by_camera: true,
        };
        prepare(|id, value| controls.set(id, value));
        let scales = controls.scales();
        (controls.exposure, controls.gain) = scales;
        controls
    }

    /// Makes the pictures brighter by so many stops, or darker below zero; 0 leaves it to the camera.
    pub(super) fn expose(&mut self, stops: i8) {
        if self.by_camera {
            (self.exposure, self.gain) = self.scales();
        }
        self.by_camera = stops == 0;
        for (id, value) in exposing(self.exposure, self.gain, stops) {
            let _ = self.set(id, value);
        }
    }

    fn set(&self, id: u32, value: i64) -> io::Result<()> {
        let device = self.device.as_ref().ok_or(io::ErrorKind::NotFound)?;
        let value = Value::Integer(value);
        device.set_control(Control { id, value })
    }

    /// Exposure and gain, as far as the camera has them.
    fn scales(&self) -> (Option<Scale>, Option<Scale>) {
        let Some(device) = &self.device else {
            return (None, None);
        };
        // A kind of control that v4l 0.14 does not know makes it panic.
        let known = catch_unwind(AssertUnwindSafe(|| device.query_controls().unwrap_or_default()));
        let known = known.unwrap_or_default();
        let scale = |id: u32| {
            let control = known.iter().find(|control| control.id == id)?;
            let chosen = device.control(id).ok().and_then(|control| match control.value {
                Value::Integer(value) => Some(value),
                Value::None
                | Value::Boolean(_)
                | Value::String(_)
                | Value::CompoundU8(_)
                | Value::CompoundU16(_)
                | Value::CompoundU32(_)
                | Value::CompoundPtr(_) => None,
            });
            Some(Scale {
                least: control.minimum,
                most: control.maximum,
                chosen: chosen.unwrap_or(control.default),
            })
        };
        (scale(EXPOSURE_ABSOLUTE), scale(GAIN))
    }
}

fn prepare(set: impl Fn(u32, i64) -> io::Result<()>) {
    for (id, value) in AT_OPENING {
        let _ = set(id, value);
    }
}

/// What is to be set for so many stops, in this order. Nothing where the exposure cannot be set.
fn exposing(exposure: Option<Scale>, gain: Option<Scale>, stops: i8) -> Vec<(u32, i64)> {
    let Some(exposure) = exposure else {
        return Vec::new();
    };
    if stops == 0 {
        let gain = gain.map(|gain| (GAIN, gain.chosen));
        return gain
            .into_iter()
            .chain([(EXPOSURE_AUTO, APERTURE_PRIORITY)])
            .collect();
    }
    let wanted = (exposure.chosen as f64 * 2f64.powi(stops.into())).round() as i64;
    let longest = exposure.most.min(LONGEST_EXPOSURE).max(exposure.chosen);
    let set = wanted.min(longest).max(exposure.least);
    // What a longer exposure cannot give, gain does: an eighth of what there is for each stop.
    let gain = gain.filter(|_| wanted > longest).map(|gain| {
        let step = (gain.most - gain.least) / 8;
        (GAIN, (gain.chosen + step * i64::from(stops)).min(gain.most))
    });
    [(EXPOSURE_AUTO, EXPOSURE_MANUAL), (EXPOSURE_ABSOLUTE, set)]
        .into_iter()
        .chain(gain)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    fn scale(least: i64, most: i64, chosen: i64) -> Option<Scale> {
        Some(Scale { least, most, chosen })
    }

    #[test]
    fn a_control_that_is_refused_keeps_no_other_from_being_set() {
        let asked = RefCell::new(Vec::new());
        prepare(|id, value| {
            asked.borrow_mut().push((id, value));
            Err(io::ErrorKind::InvalidInput.into())
        });
        let wanted = [
            (0x009a_0901, 3),
            (0x009a_0903, 0),
            (0x009a_090c, 1),
            (0x0098_0918, 1),
        ];
        assert_eq!(asked.into_inner(), wanted);
    }

    #[test]
    fn each_stop_halves_or_doubles_the_exposure_within_its_range() {
        let exposure = scale(30, 2_000, 160);
        for (stops, value) in [(-1, 80), (-2, 40), (-3, 30), (1, 320), (2, 640)] {
            let wanted = [(EXPOSURE_AUTO, EXPOSURE_MANUAL), (EXPOSURE_ABSOLUTE, value)];
            assert_eq!(exposing(exposure, scale(0, 80, 10), stops), wanted, "{stops}");
        }
    }

    #[test]
    fn what_exposure_cannot_give_gain_does() {
        let bright = exposing(scale(1, 2_000, 500), scale(0, 80, 10), 1);
        assert_eq!(bright[1..], [(EXPOSURE_ABSOLUTE, 667), (GAIN, 20)]);
        let brightest = exposing(scale(1, 300, 300), scale(0, 80, 75), 2);
        assert_eq!(brightest[1..], [(EXPOSURE_ABSOLUTE, 300), (GAIN, 80)]);
        assert_eq!(
            exposing(scale(1, 300, 300), None, 2)[1..],
            [(EXPOSURE_ABSOLUTE, 300)]
        );
    }

    #[test]
    fn without_stops_the_camera_exposes_by_itself_with_its_own_gain() {
        let auto = (EXPOSURE_AUTO, APERTURE_PRIORITY);
        assert_eq!(exposing(scale(1, 300, 300), None, 0), [auto]);
        assert_eq!(
            exposing(scale(1, 300, 300), scale(0, 80, 10), 0),
            [(GAIN, 10), auto]
        );
    }

    #[test]
    fn a_camera_without_controls_is_left_as_it_is() {
        assert_eq!(exposing(None, scale(0, 80, 10), 2), []);
        let mut none = Controls::open(Path::new("/dev/null"));
        none.expose(-1);
        assert_eq!((none.exposure, none.gain), (None, None));
    }
}
