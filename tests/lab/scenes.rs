//! What is done in the lab, in this order; each scene begins where the one before ended.

mod camera;
mod end;
mod gate;
mod hand_scanners;
mod paper;
mod usb_camera;

use crate::Outcome;
use crate::lab::Lab;

/// A scene, and what was seen in it.
pub(crate) struct Scene {
    pub(crate) title: &'static str,
    pub(crate) play: fn(&mut Lab) -> Outcome<String>,
}

/// All of them.
pub(crate) const ALL: [Scene; 16] = [
    Scene {
        title: "A pass is printed on the USB printer, and a camera reads its code from the paper",
        play: paper::print_pass,
    },
    Scene {
        title: "That paper is held before the camera: in, and out again",
        play: camera::in_and_out,
    },
    Scene {
        title: "Two visitors one after the other, and a code that is no pass",
        play: camera::others,
    },
    Scene {
        title: "The camera is pulled out and comes back under another number",
        play: camera::replug,
    },
    Scene {
        title: "The list of who is inside is wanted: the printer's cover is open, then it is out of paper, then it is pulled out",
        play: paper::not_ready,
    },
    Scene {
        title: "It has a new roll and is plugged in: the list comes, and comes once",
        play: paper::roll_call,
    },
    Scene {
        title: "A hand scanner on a serial line: a pass, something that is none, and bytes that no pass has",
        play: hand_scanners::serial,
    },
    Scene {
        title: "A hand scanner that types: a pass, which nobody else hears, and a key that no pass needs",
        play: hand_scanners::typing,
    },
    Scene {
        title: "Both hand scanners are pulled out and plugged in again",
        play: hand_scanners::replug,
    },
    Scene {
        title: "The kiosk is killed, and its records are whole",
        play: end::records,
    },
    Scene {
        title: "It is started again with a camera on USB that is there and sends no picture; then it sends some",
        play: usb_camera::silent,
    },
    Scene {
        title: "A code burns out in its pictures: it is exposed shorter, and left to itself again afterwards",
        play: usb_camera::burnt_out,
    },
    Scene {
        title: "Its pictures are damaged for a while, then it stops in the middle",
        play: usb_camera::damaged,
    },
    Scene {
        title: "It is pulled out and plugged in again, and the kiosk is killed once more",
        play: usb_camera::replug,
    },
    Scene {
        title: "It is started again with a relay board at the door's lock, which is pulled out and plugged in again",
        play: gate::relay,
    },
    Scene {
        title: "It is started again with a turnstile on GPIO lines: nobody goes through, somebody does, and its board is pulled out and plugged in again",
        play: gate::turnstile,
    },
];
