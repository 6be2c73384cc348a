//! Which gate: one word on the command line and in the configuration.

use std::{fmt, path::PathBuf, str::FromStr};

use einlass_domain::gate::{Gate, GateTimes, Heading};
use einlass_receipt::{DrawerPin, PrinterProfile};

use super::{DrawerGate, GpioGate, MqttGate, RelayGate, SharedPrinter};

/// What is told to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GateTarget {
    /// `relay:DEV[@BAUD][,out=RELAY]`: the first relay of a board on a serial line.
    Relay {
        /// The device, better a link that survives replugging (`/dev/serial/by-id/…`).
        device: PathBuf,
        /// Bits per second.
        baud: u32,
        /// Which relay, from 1.
        relays: Channels<u8>,
    },
    /// `gpio:CHIP:LINE[,out=LINE][,passed=LINE]`: lines of the machine's own.
    Gpio {
        /// The GPIO chip: its device, such as `/dev/gpiochip0`, or its label, which stays the same when it is plugged in again.
        chip: PathBuf,
        /// Which lines open.
        lines: Channels<GpioLine>,
        /// Which one tells that somebody went through.
        passed: Option<GpioLine>,
    },
    /// `drawer[,out=5]`: the drawer port of the receipt printer, pin 2.
    Drawer {
        /// Which pins.
        pins: Channels<DrawerPin>,
    },
    /// `mqtt:HOST:PORT/TOPIC[,out=TOPIC][,passed=TOPIC][,say=TEXT][,login=FILE][,ca=FILE]`: a message to a broker in the house.
    Mqtt(MqttTarget),
}

/// How a gate is asked by messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MqttTarget {
    /// Name or address; an IPv6 address in brackets.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Where the message goes.
    pub topics: Channels<String>,
    /// What the message is.
    pub say: String,
    /// Where a message comes from when somebody went through.
    pub passed: Option<String>,
    /// A file with the name in its first line and the password in its second.
    pub login: Option<PathBuf>,
    /// A file with the certificate (PEM) of the authority that the broker's is from. Then all is encrypted (TLS), and no other broker is
    /// spoken to.
    pub authority: Option<PathBuf>,
}

/// What opens inwards, and what outwards; for a door it is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Channels<T> {
    /// Into the venue.
    pub into: T,
    /// Out of it.
    pub out: T,
}

impl<T: Clone + PartialEq> Channels<T> {
    pub(super) fn of(&self, heading: Heading) -> T {
        match heading {
            Heading::In => self.into.clone(),
            Heading::Out => self.out.clone(),
        }
    }

    /// Each once.
    pub(super) fn all(&self) -> impl Iterator<Item = T> {
        let out = (self.out != self.into).then(|| self.out.clone());
        [Some(self.into.clone()), out].into_iter().flatten()
    }
}

/// A line of a GPIO chip: `17`, or `!17` for one that is active while it is low.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GpioLine {
    /// Its offset on the chip.
    pub offset: u32,
    /// Whether low means active. An input of this kind gets the chip's pull-up, so that a plain contact to ground is enough.
    pub is_active_low: bool,
}

impl GateTarget {
    /// The speed at which relay boards are sold.
    pub const DEFAULT_BAUD: u32 = 9_600;
    /// What a message says when nothing else is to be said.
    pub const DEFAULT_SAY: &str = "open";

    /// The gate there. Nothing is opened yet: it may be switched on later than the kiosk.
    ///
    /// The printer with its profile is the one that the drawer port is part of.
    pub fn open(&self, times: GateTimes, printer: Option<(SharedPrinter, PrinterProfile)>) -> Box<dyn Gate> {
        match self.clone() {
            Self::Relay { device, baud, relays } => Box::new(RelayGate::new(device, baud, relays, times)),
            Self::Gpio { chip, lines, passed } => Box::new(GpioGate::new(chip, lines, passed, times)),
            Self::Drawer { pins } => Box::new(DrawerGate::new(printer, pins, times)),
            Self::Mqtt(target) => Box::new(MqttGate::new(target, times)),
        }
    }
}

impl fmt::Display for GateTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Relay { device, baud, relays } => {
                write!(f, "relay:{}@{baud}", device.display())?;
                out(f, relays)
            }
            Self::Gpio { chip, lines, passed } => {
                write!(f, "gpio:{}:{}", chip.display(), lines.into)?;
                out(f, lines)?;
                option(f, "passed", passed.as_ref())
            }
            Self::Drawer { pins } => {
                f.write_str("drawer")?;
                out(f, pins)
            }
            Self::Mqtt(mqtt) => {
                write!(f, "mqtt:{}:{}/{}", mqtt.host, mqtt.port, mqtt.topics.into)?;
                out(f, &mqtt.topics)?;
                option(f, "passed", mqtt.passed.as_ref())?;
                option(f, "say", Some(&mqtt.say).filter(|say| *say != Self::DEFAULT_SAY))?;
                let file = |file: &Option<PathBuf>| file.as_ref().map(|file| file.display().to_string());
                option(f, "login", file(&mqtt.login).as_ref())?;
                option(f, "ca", file(&mqtt.authority).as_ref())
            }
        }
    }
}

fn out<T: fmt::Display + PartialEq>(f: &mut fmt::Formatter<'_>, channels: &Channels<T>) -> fmt::Result {
    option(f, "out", Some(&channels.out).filter(|out| **out != channels.into))
}

fn option(f: &mut fmt::Formatter<'_>, name: &str, value: Option<&impl fmt::Display>) -> fmt::Result {
    value.map_or(Ok(()), |value| write!(f, ",{name}={value}"))
}

impl fmt::Display for GpioLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let low = if self.is_active_low { "!" } else { "" };
        write!(f, "{low}{}", self.offset)
    }
}

/// A text that names no gate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{given}\" names no gate; write relay:DEV[@BAUD][,out=RELAY], gpio:CHIP:LINE[,out=LINE][,passed=LINE], drawer[,out=5] or \
     mqtt:HOST:PORT/TOPIC[,out=TOPIC][,passed=TOPIC][,say=TEXT][,login=FILE][,ca=FILE]"
)]
pub struct GateTargetError {
    /// What was given.
    pub given: String,
}

impl FromStr for GateTarget {
    type Err = GateTargetError;

    fn from_str(text: &str) -> Result<Self, GateTargetError> {
        let mut parts = text.split(',');
        let first = parts.next().unwrap_or_default();
        let options = parts.map(|part| part.split_once('=')).collect::<Option<Vec<_>>>();
        let target = options.and_then(|options| {
            let mut options = Options(options);
            let target = match first.split_once(':') {
                None if first == "drawer" => drawer(&mut options),
                Some(("relay", line)) => relay(line, &mut options),
                Some(("gpio", line)) => gpio(line, &mut options),
                Some(("mqtt", address)) => mqtt(address, &mut options),
                Some(_) | None => None,
            };
            target.filter(|_| options.0.is_empty())
        });
        target.ok_or_else(|| GateTargetError {
            given: text.to_owned(),
        })
    }
}

/// What stands behind the commas; each may be taken once.
struct Options<'text>(Vec<(&'text str, &'text str)>);

impl<'text> Options<'text> {
    fn take(&mut self, name: &str) -> Option<&'text str> {
        let place = self
            .0
            .iter()
            .position(|(of, value)| *of == name && !value.is_empty())?;
        Some(self.0.remove(place).1)
    }
}

fn relay(line: &str, options: &mut Options<'_>) -> Option<GateTarget> {
    let (device, baud) = match line.rsplit_once('@') {
        Some((device, baud)) => (device, baud.parse().ok().filter(|&baud| baud != 0)?),
        None => (line, GateTarget::DEFAULT_BAUD),
    };
    let relay = |text: &str| text.parse().ok().filter(|relay| (1..=16).contains(relay));
    let out = options.take("out").map_or(Some(1), relay)?;
    (!device.is_empty()).then(|| GateTarget::Relay {
        device: device.into(),
        baud,
        relays: Channels { into: 1, out },
    })
}

fn gpio(text: &str, options: &mut Options<'_>) -> Option<GateTarget> {
    let (chip, into) = text.rsplit_once(':')?;
    let into = gpio_line(into)?;
    let out = options.take("out").map_or(Some(into), gpio_line)?;
    let passed = match options.take("passed") {
        Some(text) => Some(gpio_line(text)?),
        None => None,
    };
    let is_own = passed.is_none_or(|passed| passed.offset != into.offset && passed.offset != out.offset);
    (!chip.is_empty() && is_own).then(|| GateTarget::Gpio {
        chip: chip.into(),
        lines: Channels { into, out },
        passed,
    })
}

fn gpio_line(text: &str) -> Option<GpioLine> {
    let low = text.strip_prefix('!');
    let digits = low.unwrap_or(text);
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let offset = digits.parse().ok().filter(|_| is_number)?;
    Some(GpioLine {
        offset,
        is_active_low: low.is_some(),
    })
}

fn drawer(options: &mut Options<'_>) -> Option<GateTarget> {
    let out = match options.take("out") {
        None => DrawerPin::Two,
        Some("5") => DrawerPin::Five,
        Some(_) => return None,
    };
    let into = DrawerPin::Two;
    Some(GateTarget::Drawer {
        pins: Channels { into, out },
    })
}

fn mqtt(text: &str, options: &mut Options<'_>) -> Option<GateTarget> {
    let (address, into) = text.split_once('/')?;
    let (host, port) = address.rsplit_once(':')?;
    let is_bracketed = host.starts_with('[') && host.ends_with(']');
    let port = port.parse().ok().filter(|&port| port != 0)?;
    let into = topic(into)?;
    let out = options.take("out").map_or(Some(into.clone()), topic)?;
    let passed = match options.take("passed") {
        Some(text) => Some(topic(text)?),
        None => None,
    };
    let is_own = passed
        .as_ref()
        .is_none_or(|passed| *passed != into && *passed != out);
    let say = options.take("say").unwrap_or(GateTarget::DEFAULT_SAY).to_owned();
    let mut file = |name| options.take(name).map(PathBuf::from);
    let (login, authority) = (file("login"), file("ca"));
    let is_host = !host.is_empty() && (is_bracketed || !host.contains(':'));
    (is_host && is_own).then(|| {
        GateTarget::Mqtt(MqttTarget {
            host: host.to_owned(),
            port,
            topics: Channels { into, out },
            say,
            passed,
            login,
            authority,
        })
    })
}

/// One topic, and no pattern for several (MQTT 5.0, 4.7).
fn topic(text: &str) -> Option<String> {
    let is_topic = !text.is_empty() && !text.contains(['+', '#', '\0']) && text.len() <= 256;
    is_topic.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_written_as_it_is_read() {
        for text in [
            "relay:/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0@9600",
            "relay:/dev/ttyUSB0@115200,out=2",
            "gpio:/dev/gpiochip0:17",
            "gpio:INT34C5:00:3",
            "gpio:/dev/gpiochip0:!17,out=22,passed=!27",
            "drawer",
            "drawer,out=5",
            "mqtt:localhost:1883/door/open",
            "mqtt:[::1]:1883/cmnd/gate/POWER1,out=cmnd/gate/POWER2,passed=stat/gate/PASS,say=ON,login=/etc/einlass/mqtt",
            "mqtt:broker.lan:8883/door,ca=/etc/einlass/broker-ca.pem",
        ] {
            assert_eq!(text.parse::<GateTarget>().unwrap().to_string(), text);
        }
        let GateTarget::Relay { baud, relays, .. } = "relay:/dev/ttyUSB0".parse().unwrap() else {
            panic!()
        };
        assert_eq!((baud, relays), (9_600, Channels { into: 1, out: 1 }));
    }

    #[test]
    fn what_names_no_gate_is_told_the_forms() {
        for text in [
            "",
            "relay:",
            "relay:@9600",
            "relay:/dev/ttyUSB0@fast",
            "relay:/dev/ttyUSB0,out=0",
            "relay:/dev/ttyUSB0,out=2,out=3",
            "relay:/dev/ttyUSB0,passed=2",
            "gpio:17",
            "gpio::17",
            "gpio:/dev/gpiochip0:",
            "gpio:/dev/gpiochip0:!",
            "gpio:/dev/gpiochip0:+17",
            "gpio:/dev/gpiochip0:17,passed=17",
            "gpio:/dev/gpiochip0:17,passed=",
            "drawer:5",
            "drawer,out=3",
            "mqtt:localhost:1883",
            "mqtt:localhost:1883/",
            "mqtt:localhost/door",
            "mqtt:::1:1883/door",
            "mqtt:localhost:0/door",
            "mqtt:localhost:1883/door/#",
            "mqtt:localhost:1883/door,passed=+",
            "mqtt:localhost:1883/door,passed=door",
            "door",
        ] {
            let error = text.parse::<GateTarget>().unwrap_err().to_string();
            for form in ["relay:DEV", "gpio:CHIP:LINE", "drawer", "mqtt:HOST:PORT/TOPIC"] {
                assert!(error.contains(form), "{text}: {error}");
            }
        }
    }
}
