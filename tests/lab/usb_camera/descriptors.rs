//! What the camera says it is (USB 2.0, chapter 9; USB Video Class 1.0, chapter 3): Motion JPEG of one size, through a bulk endpoint,
//! which is the one kind of stream that a bus without hardware carries.

/// Of the pictures, in pixels.
pub(crate) const SIZE_PX: (u16, u16) = (1280, 720);
/// No picture is longer, and none is sent in more than one piece.
pub(crate) const MAX_PICTURE_BYTES: u32 = 1 << 19;
/// In units of 100 ns: 15 pictures a second.
pub(crate) const INTERVAL: u32 = 666_666;

/// The entities that have controls: what looks, and what works on what it sees.
pub(crate) const CAMERA_TERMINAL: u8 = 1;
pub(crate) const PROCESSING_UNIT: u8 = 2;
const OUTPUT: u8 = 3;

pub(crate) const VIDEO_STREAMING: u8 = 1;

const VIDEO: u8 = 0x0e;
const CS_INTERFACE: u8 = 0x24;
const FULL_SPEED_BULK_BYTES: u16 = 64;
/// The largest packet at high speed; a shorter one ends a picture.
pub(crate) const PACKET_BYTES: u16 = 512;

/// Exposure mode, its priority, exposure time, automatic focus; gain and the lamps' frequency (3.7.2.3 and 3.7.2.5).
const TERMINAL_CONTROLS: [u8; 3] = [0x0e, 0x00, 0x02];
const UNIT_CONTROLS: [u8; 2] = [0x00, 0x06];

/// Names that the device has, by index; their language is English.
pub(crate) const NAMES: [&str; 3] = ["Lab", "Lab USB camera", "LAB-camera"];

/// What the kernel wants to hear first: the configuration at both speeds and the device (`gadgetfs`, `dev_config`).
pub(crate) fn introduction() -> Vec<u8> {
    let device = [
        &[18, 1, 0x00, 0x02, 0xef, 0x02, 0x01, 64][..],
        // Linux Foundation, webcam gadget.
        &[0x6b, 0x1d, 0x02, 0x01, 0x00, 0x01, 1, 2, 3, 1],
    ];
    [
        &0_u32.to_ne_bytes()[..],
        &configuration(FULL_SPEED_BULK_BYTES),
        &configuration(PACKET_BYTES),
        &device.concat(),
    ]
    .concat()
}

/// What the kernel wants to hear before pictures are sent (`gadgetfs`, `ep_config`).
pub(crate) fn endpoints() -> Vec<u8> {
    [
        &1_u32.to_ne_bytes()[..],
        &endpoint(FULL_SPEED_BULK_BYTES),
        &endpoint(PACKET_BYTES),
    ]
    .concat()
}

fn configuration(packet_bytes: u16) -> Vec<u8> {
    let association = [8, 0x0b, 0, 2, VIDEO, 3, 0, 0];
    let control_interface = [9, 4, 0, 0, 0, VIDEO, 1, 0, 0];
    let entities = entities();
    let streaming_interface = [9, 4, VIDEO_STREAMING, 0, 1, VIDEO, 2, 0, 0];
    let interfaces = [
        &association[..],
        &control_interface,
        &entities,
        &streaming_interface,
        &formats(),
        &endpoint(packet_bytes),
    ]
    .concat();
    let [low, high] = length(9 + interfaces.len());
    [&[9, 2, low, high, 2, 1, 0, 0x80, 250][..], &interfaces].concat()
}

fn endpoint(packet_bytes: u16) -> Vec<u8> {
    const IN_1: u8 = 0x81;
    const BULK: u8 = 2;
    let [low, high] = packet_bytes.to_le_bytes();
    vec![7, 5, IN_1, BULK, low, high, 0]
}

/// Camera, processing unit and what leads to the stream, behind their header (3.7.2).
fn entities() -> Vec<u8> {
    let [a, b, c] = TERMINAL_CONTROLS;
    let camera = [
        18,
        CS_INTERFACE,
        2,
        CAMERA_TERMINAL,
        0x01,
        0x02,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        3,
        a,
        b,
        c,
    ];
    let [a, b] = UNIT_CONTROLS;
    let unit = [
        11,
        CS_INTERFACE,
        5,
        PROCESSING_UNIT,
        CAMERA_TERMINAL,
        0,
        0,
        2,
        a,
        b,
        0,
    ];
    let output = [9, CS_INTERFACE, 3, OUTPUT, 0x01, 0x01, 0, PROCESSING_UNIT, 0];
    let all = [&camera[..], &unit, &output].concat();
    let [low, high] = length(13 + all.len());
    let header = [
        13,
        CS_INTERFACE,
        1,
        0x00,
        0x01,
        low,
        high,
        0,
        0,
        0,
        0,
        1,
        VIDEO_STREAMING,
    ];
    [&header[..], &all].concat()
}

/// One format with one size and one pace, behind their header (3.9.2; Motion JPEG payloads, 3.1).
fn formats() -> Vec<u8> {
    let format = [11, CS_INTERFACE, 6, 1, 1, 1, 1, 0, 0, 0, 0];
    let interval = INTERVAL.to_le_bytes();
    let bits_per_s = (MAX_PICTURE_BYTES * 8 * 15).to_le_bytes();
    let frame = [
        &[30, CS_INTERFACE, 7, 1, 0][..],
        &SIZE_PX.0.to_le_bytes(),
        &SIZE_PX.1.to_le_bytes(),
        &bits_per_s,
        &bits_per_s,
        &MAX_PICTURE_BYTES.to_le_bytes(),
        &interval,
        &[1],
        &interval,
    ]
    .concat();
    let colours = [6, CS_INTERFACE, 0x0d, 1, 1, 4];
    let all = [&format[..], &frame, &colours].concat();
    let [low, high] = length(14 + all.len());
    let header = [14, CS_INTERFACE, 1, 1, low, high, 0x81, 0, OUTPUT, 0, 0, 0, 1, 0];
    [&header[..], &all].concat()
}

fn length(bytes: usize) -> [u8; 2] {
    u16::try_from(bytes).expect("a few hundred bytes").to_le_bytes()
}
