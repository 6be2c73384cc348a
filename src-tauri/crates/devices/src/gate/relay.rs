//! Relay boards on a serial line, as they are sold for a few euros: LCUS-1 and its relatives with two, four or eight relays, behind
//! a CH340.

use std::{
    io::{self, Write},
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use einlass_domain::gate::{Gate, GateError, GateTimes, Heading, Passage};
use serialport::TTYPort;

use super::target::{Channels, GateTarget};

/// For four bytes to be taken: a board that does not take them is not there.
const TAKING: Duration = Duration::from_secs(1);
/// A signal is ended so often at most, each time on a line that was opened anew.
const TRIES_TO_END: usize = 3;

/// A gate behind a relay board. Such a board says nothing: whether anybody went through, it does not know.
#[derive(Debug)]
pub struct RelayGate {
    device: PathBuf,
    baud: u32,
    relays: Channels<u8>,
    times: GateTimes,
}

impl RelayGate {
    /// The gate at the board on `device`, which is not opened yet.
    pub fn new(device: PathBuf, baud: u32, relays: Channels<u8>, times: GateTimes) -> Self {
        Self {
            device,
            baud,
            relays,
            times,
        }
    }

    fn open_line(&self) -> io::Result<TTYPort> {
        let port = serialport::new(self.device.to_string_lossy(), self.baud).timeout(TAKING);
        Ok(port.open_native()?)
    }

    /// Lets go of a relay that was told to hold: a board goes on holding whatever becomes of the program.
    fn release(&self, mut line: TTYPort, relay: u8) -> Result<(), GateError> {
        let mut ended = line.write_all(&command(relay, false));
        drop(line);
        for _ in 1..TRIES_TO_END {
            if ended.is_ok() {
                break;
            }
            // It may have been pulled out and put in again, and then this line leads nowhere.
            ended = self
                .open_line()
                .and_then(|mut line| line.write_all(&command(relay, false)));
        }
        ended.map_err(|source| GateError::LeftOpen {
            gate: self.describe(),
            source: source.into(),
        })
    }
}

impl Gate for RelayGate {
    fn ready(&mut self) -> Result<(), GateError> {
        let released = self.open_line().and_then(|mut line| {
            let mut relays = self.relays.all();
            relays.try_for_each(|relay| line.write_all(&command(relay, false)))
        });
        released.map_err(|source| GateError::Unreachable {
            gate: self.describe(),
            source: source.into(),
        })
    }

    fn has_sensor(&self) -> bool {
        false
    }

    fn open(&mut self, heading: Heading, by: Instant) -> Result<Passage, GateError> {
        let relay = self.relays.of(heading);
        let mut line = self.open_line().map_err(|source| GateError::Unreachable {
            gate: self.describe(),
            source: source.into(),
        })?;
        if by < Instant::now() {
            return Err(GateError::Busy);
        }
        let held = line.write_all(&command(relay, true));
        if held.is_ok() {
            thread::sleep(self.times.pulse);
        }
        // Also where it is not known whether the relay holds: half a command may have been a whole one.
        self.release(line, relay)?;
        held.map_err(|source| GateError::Unsure {
            gate: self.describe(),
            source: source.into(),
        })?;
        Ok(Passage::Opened)
    }

    fn describe(&self) -> String {
        let (device, baud, relays) = (self.device.clone(), self.baud, self.relays);
        GateTarget::Relay { device, baud, relays }.to_string()
    }
}

/// Start, relay, state, and the sum of the three.
fn command(relay: u8, holds: bool) -> [u8; 4] {
    const START: u8 = 0xA0;
    let state = u8::from(holds);
    [START, relay, state, START.wrapping_add(relay).wrapping_add(state)]
}

#[cfg(test)]
mod tests {
    use std::{
        io::Read,
        sync::mpsc::{Receiver, channel},
    };

    use serialport::SerialPort;

    use super::*;

    const ON: [u8; 4] = [0xA0, 0x01, 0x01, 0xA2];
    const OFF: [u8; 4] = [0xA0, 0x01, 0x00, 0xA1];
    const SOON: Duration = Duration::from_secs(20);

    /// A board on a pseudo terminal, what it was told and when, and the gate behind it.
    fn board() -> (Receiver<([u8; 4], Instant)>, TTYPort, RelayGate) {
        let (mut board_side, kiosk_side) = TTYPort::pair().unwrap();
        board_side.set_timeout(Duration::from_secs(600)).unwrap();
        let times = GateTimes {
            pulse: Duration::from_millis(150),
            ..GateTimes::default()
        };
        let relays = Channels { into: 1, out: 2 };
        let gate = RelayGate::new(kiosk_side.name().unwrap().into(), 9600, relays, times);
        let (tell, told) = channel();
        thread::spawn(move || {
            let mut command = [0; 4];
            while board_side.read_exact(&mut command).is_ok() {
                if tell.send((command, Instant::now())).is_err() {
                    return;
                }
            }
        });
        (told, kiosk_side, gate)
    }

    fn soon() -> Instant {
        Instant::now() + SOON
    }

    #[test]
    fn a_relay_holds_for_the_pulse_and_is_let_go() {
        let (told, _line, mut gate) = board();
        assert_eq!(gate.open(Heading::In, soon()).unwrap(), Passage::Opened);
        let (first, held_at) = told.recv_timeout(SOON).unwrap();
        let (second, let_go_at) = told.recv_timeout(SOON).unwrap();
        assert_eq!((first, second), (ON, OFF));
        assert!(let_go_at - held_at >= Duration::from_millis(100));
        assert!(told.recv_timeout(Duration::from_millis(200)).is_err(), "no more");
    }

    #[test]
    fn the_way_out_has_a_relay_of_its_own() {
        let (told, _line, mut gate) = board();
        gate.open(Heading::Out, soon()).unwrap();
        assert_eq!(told.recv_timeout(SOON).unwrap().0, [0xA0, 0x02, 0x01, 0xA3]);
        assert_eq!(told.recv_timeout(SOON).unwrap().0, [0xA0, 0x02, 0x00, 0xA2]);
    }

    #[test]
    fn what_was_left_holding_is_let_go_at_the_start() {
        let (told, _line, mut gate) = board();
        gate.ready().unwrap();
        let first = told.recv_timeout(SOON).unwrap().0;
        assert_eq!(first, OFF, "nothing opens at the start");
        assert_eq!(told.recv_timeout(SOON).unwrap().0, [0xA0, 0x02, 0x00, 0xA2]);
    }

    #[test]
    fn after_its_time_nothing_is_opened() {
        let (told, _line, mut gate) = board();
        let late = gate.open(Heading::In, Instant::now() - Duration::from_millis(1));
        assert!(matches!(late, Err(GateError::Busy)), "{late:?}");
        assert!(told.recv_timeout(Duration::from_millis(200)).is_err());
    }

    #[test]
    fn a_board_that_was_pulled_out_is_told() {
        let mut gate = board().2;
        gate.device = "/dev/no-such-board".into();
        for refused in [gate.ready(), gate.open(Heading::In, soon()).map(|_| ())] {
            assert!(
                matches!(refused, Err(GateError::Unreachable { .. })),
                "{refused:?}"
            );
        }
    }

    /// The line it was told on is gone, and it has come back under the same name: the relay still holds.
    #[test]
    fn a_relay_is_let_go_on_a_new_line_when_the_old_one_broke() {
        let (told, _line, gate) = board();
        let (far_end, mut broken) = TTYPort::pair().unwrap();
        drop(far_end);
        assert!(
            broken.write_all(&OFF).is_err(),
            "the test needs a line that leads nowhere"
        );
        gate.release(broken, 1).unwrap();
        assert_eq!(told.recv_timeout(SOON).unwrap().0, OFF);
    }

    #[test]
    fn a_relay_that_cannot_be_let_go_is_an_open_door() {
        let (_told, _line, mut gate) = board();
        let (far_end, broken) = TTYPort::pair().unwrap();
        drop(far_end);
        gate.device = "/dev/no-such-board".into();
        let left = gate.release(broken, 1);
        assert!(matches!(left, Err(GateError::LeftOpen { .. })), "{left:?}");
    }
}
