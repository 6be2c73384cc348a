//! The drawer port of a receipt printer: 24 V for a moment, for a drawer or for the relay of a door.

use std::{fmt, time::Duration};

/// Which of the port's two outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawerPin {
    /// Pin 2.
    Two,
    /// Pin 5.
    Five,
}

/// A pulse that the printer gives at once, whatever it still has to print (`DLE DC4`, function 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawerPulse {
    pin: DrawerPin,
    tenths: u8,
}

impl DrawerPulse {
    /// For about so long: printers know tenths of a second, from one to eight.
    pub fn new(pin: DrawerPin, pulse: Duration) -> Self {
        let tenths = (pulse.as_millis() + 50) / 100;
        Self {
            pin,
            tenths: u8::try_from(tenths.clamp(1, 8)).expect("one to eight"),
        }
    }

    /// The command.
    pub const fn bytes(self) -> [u8; 5] {
        const DLE: u8 = 0x10;
        const DC4: u8 = 0x14;
        let pin = match self.pin {
            DrawerPin::Two => 0,
            DrawerPin::Five => 1,
        };
        [DLE, DC4, 1, pin, self.tenths]
    }
}

impl fmt::Display for DrawerPin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Two => "2",
            Self::Five => "5",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pulse_is_a_command_in_tenths_of_a_second() {
        for (pin, ms, bytes) in [
            (DrawerPin::Two, 500, [0x10, 0x14, 1, 0, 5]),
            (DrawerPin::Five, 100, [0x10, 0x14, 1, 1, 1]),
            (DrawerPin::Two, 0, [0x10, 0x14, 1, 0, 1]),
            (DrawerPin::Two, 60_000, [0x10, 0x14, 1, 0, 8]),
        ] {
            assert_eq!(DrawerPulse::new(pin, Duration::from_millis(ms)).bytes(), bytes);
        }
    }
}
