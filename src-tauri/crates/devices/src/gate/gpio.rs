//! Lines of the machine's own (Linux's GPIO character device), and the line on which a turnstile tells that somebody went through.

use std::{
    error::Error,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use einlass_domain::gate::{Gate, GateError, GateTimes, Heading, Passage};
use gpiocdev::{
    Chip, Request,
    chip::chips,
    line::{Bias, EdgeDetection, EdgeKind, Value},
};

use super::contact::{self, Edge};
use super::target::{Channels, GateTarget, GpioLine};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Lines that are held.
trait Lines: Send {
    fn set(&mut self, line: GpioLine, is_active: bool) -> Outcome<()>;

    /// Forgets what the sensor has told so far.
    fn forget(&mut self) -> Outcome<()>;

    /// Whether the sensor tells something within `wait`, or has since it was forgotten.
    fn hears(&mut self, wait: Duration) -> Outcome<bool>;
}

type Take = Box<dyn FnMut() -> Outcome<Box<dyn Lines>> + Send>;

/// A gate on GPIO lines.
pub struct GpioGate {
    target: GateTarget,
    lines: Channels<GpioLine>,
    has_sensor: bool,
    times: GateTimes,
    take: Take,
    /// From the first use on: the kernel keeps others away from lines that are held.
    held: Option<Box<dyn Lines>>,
}

impl GpioGate {
    /// The gate on these lines, which are not taken yet.
    pub fn new(chip: PathBuf, lines: Channels<GpioLine>, passed: Option<GpioLine>, times: GateTimes) -> Self {
        let target = GateTarget::Gpio {
            chip: chip.clone(),
            lines,
            passed,
        };
        let take = Box::new(move || {
            let held = HeldLines::take(&chip, lines, passed)?;
            Ok(Box::new(held) as Box<dyn Lines>)
        });
        Self {
            target,
            lines,
            has_sensor: passed.is_some(),
            times,
            take,
            held: None,
        }
    }

    fn held(&mut self) -> Outcome<Box<dyn Lines>> {
        self.held.take().map_or_else(&mut self.take, Ok)
    }

    fn let_go(&mut self) -> Outcome<Box<dyn Lines>> {
        let mut held = self.held()?;
        let mut lines = self.lines.all();
        lines.try_for_each(|line| held.set(line, false))?;
        Ok(held)
    }

    fn take_to_open(&mut self) -> Outcome<Box<dyn Lines>> {
        let mut held = self.held()?;
        if self.has_sensor {
            held.forget()?;
        }
        Ok(held)
    }

    fn unreachable(&self, source: Box<dyn Error + Send + Sync>) -> GateError {
        let gate = self.describe();
        GateError::Unreachable { gate, source }
    }

    fn unsure(&self, source: Box<dyn Error + Send + Sync>) -> GateError {
        let gate = self.describe();
        GateError::Unsure { gate, source }
    }
}

impl Gate for GpioGate {
    fn ready(&mut self) -> Result<(), GateError> {
        let held = self.let_go().map_err(|source| self.unreachable(source))?;
        self.held = Some(held);
        Ok(())
    }

    fn has_sensor(&self) -> bool {
        self.has_sensor
    }

    fn open(&mut self, heading: Heading, by: Instant) -> Result<Passage, GateError> {
        let mut held = self.take_to_open().map_err(|source| self.unreachable(source))?;
        let began = Instant::now();
        if by < began {
            self.held = Some(held);
            return Err(GateError::Busy);
        }
        let line = self.lines.of(heading);
        let set = held.set(line, true);
        if set.is_ok() {
            thread::sleep(self.times.pulse);
        }
        // Also where it is not known whether the line is active. Lines that cannot be set are let go of and taken anew.
        held.set(line, false).map_err(|source| GateError::LeftOpen {
            gate: self.describe(),
            source,
        })?;
        set.map_err(|source| self.unsure(source))?;
        if !self.has_sensor {
            self.held = Some(held);
            return Ok(Passage::Opened);
        }
        let rest = self.times.passage.saturating_sub(began.elapsed());
        let is_through = held.hears(rest).map_err(|source| self.unsure(source))?;
        self.held = Some(held);
        Ok(if is_through {
            Passage::Passed
        } else {
            Passage::NotPassed
        })
    }

    fn describe(&self) -> String {
        self.target.to_string()
    }
}

/// The device of a chip that may be given by its label.
fn device_of(chip: &Path) -> Outcome<PathBuf> {
    if chip.is_absolute() {
        return Ok(chip.to_owned());
    }
    let is_called_so = |device: &PathBuf| {
        let info = Chip::from_path(device).and_then(|chip| chip.info());
        info.is_ok_and(|info| Path::new(&info.label) == chip)
    };
    let mut devices = chips()?.into_iter().filter(is_called_so);
    match (devices.next(), devices.next()) {
        (Some(device), None) => Ok(device),
        (None, _) => Err("no GPIO chip has this label".into()),
        (Some(_), Some(_)) => Err("several GPIO chips have this label".into()),
    }
}

/// The real ones.
struct HeldLines(Request);

impl HeldLines {
    fn take(chip: &Path, lines: Channels<GpioLine>, passed: Option<GpioLine>) -> Outcome<Self> {
        let mut request = Request::builder();
        request.on_chip(device_of(chip)?).with_consumer("einlass");
        for line in lines.all() {
            request.with_line(line.offset).as_output(Value::Inactive);
            if line.is_active_low {
                request.as_active_low();
            }
        }
        if let Some(passed) = passed {
            request.with_line(passed.offset).as_input();
            if passed.is_active_low {
                request.as_active_low().with_bias(Bias::PullUp);
            }
            request.with_edge_detection(EdgeDetection::BothEdges);
        }
        Ok(Self(request.request()?))
    }

    fn next_edge(&self, patience: Duration) -> Outcome<Option<Edge>> {
        if !self.0.wait_edge_event(patience)? {
            return Ok(None);
        }
        let edge = self.0.read_edge_event()?;
        // Rising is what becomes active, whatever the level is.
        Ok(Some(match edge.kind {
            EdgeKind::Rising => Edge::Closes(edge.timestamp_ns),
            EdgeKind::Falling => Edge::Opens(edge.timestamp_ns),
        }))
    }
}

impl Lines for HeldLines {
    fn set(&mut self, line: GpioLine, is_active: bool) -> Outcome<()> {
        let value = if is_active { Value::Active } else { Value::Inactive };
        Ok(self.0.set_value(line.offset, value)?)
    }

    fn forget(&mut self) -> Outcome<()> {
        while self.0.has_edge_event()? {
            self.0.read_edge_event()?;
        }
        Ok(())
    }

    fn hears(&mut self, wait: Duration) -> Outcome<bool> {
        contact::closes(wait, |patience| self.next_edge(patience))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    const LINES: Channels<GpioLine> = Channels {
        into: GpioLine {
            offset: 17,
            is_active_low: false,
        },
        out: GpioLine {
            offset: 22,
            is_active_low: true,
        },
    };
    const PASSED: GpioLine = GpioLine {
        offset: 27,
        is_active_low: true,
    };

    /// What a turnstile does: it tells that somebody went through `turns_after` it was told to open.
    #[derive(Default)]
    struct Turnstile {
        told: Vec<(u32, bool)>,
        taken: usize,
        turns_after: Option<Duration>,
        opened_at: Option<Instant>,
        /// Somebody went through before, with the gate of before.
        has_turned: bool,
        breaks_at: Option<(u32, bool)>,
    }

    #[derive(Clone, Default)]
    struct Wires(Arc<Mutex<Turnstile>>);

    impl Lines for Wires {
        fn set(&mut self, line: GpioLine, is_active: bool) -> Outcome<()> {
            let mut turnstile = self.0.lock().unwrap();
            turnstile.told.push((line.offset, is_active));
            if is_active {
                turnstile.opened_at = Some(Instant::now());
            }
            match turnstile.breaks_at {
                Some(broken) if broken == (line.offset, is_active) => Err("the wire is cut".into()),
                _ => Ok(()),
            }
        }

        fn forget(&mut self) -> Outcome<()> {
            self.0.lock().unwrap().has_turned = false;
            Ok(())
        }

        fn hears(&mut self, wait: Duration) -> Outcome<bool> {
            let turnstile = self.0.lock().unwrap();
            if turnstile.has_turned {
                return Ok(true);
            }
            let turns_at =
                turnstile.opened_at.unwrap() + turnstile.turns_after.unwrap_or(Duration::from_secs(3600));
            let rest = turns_at.saturating_duration_since(Instant::now());
            thread::sleep(rest.min(wait));
            Ok(rest <= wait)
        }
    }

    fn gate(wires: &Wires, passed: Option<GpioLine>) -> GpioGate {
        let times = GateTimes {
            pulse: Duration::from_millis(20),
            passage: Duration::from_millis(300),
        };
        let wires = wires.clone();
        GpioGate {
            take: Box::new(move || {
                wires.0.lock().unwrap().taken += 1;
                Ok(Box::new(wires.clone()))
            }),
            ..GpioGate::new("/dev/gpiochip0".into(), LINES, passed, times)
        }
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(20)
    }

    #[test]
    fn a_chip_is_what_it_is_called_or_what_its_device_is() {
        assert_eq!(
            device_of(Path::new("/dev/gpiochip7")).unwrap(),
            Path::new("/dev/gpiochip7")
        );
        let times = GateTimes::default();
        let mut gate = GpioGate::new("no such chip".into(), LINES, None, times);
        let GateError::Unreachable { source, .. } = gate.ready().unwrap_err() else {
            panic!()
        };
        assert_eq!(source.to_string(), "no GPIO chip has this label");
    }

    #[test]
    fn who_goes_through_has_passed() {
        let wires = Wires::default();
        wires.0.lock().unwrap().turns_after = Some(Duration::from_millis(60));
        let mut gate = gate(&wires, Some(PASSED));
        assert!(gate.has_sensor());
        assert_eq!(gate.open(Heading::In, soon()).unwrap(), Passage::Passed);
        assert_eq!(wires.0.lock().unwrap().told, [(17, true), (17, false)]);
    }

    #[test]
    fn who_is_quicker_than_the_pulse_has_passed() {
        let wires = Wires::default();
        wires.0.lock().unwrap().turns_after = Some(Duration::ZERO);
        assert_eq!(
            gate(&wires, Some(PASSED)).open(Heading::Out, soon()).unwrap(),
            Passage::Passed
        );
        assert_eq!(wires.0.lock().unwrap().told, [(22, true), (22, false)]);
    }

    #[test]
    fn where_nobody_goes_through_nobody_has_passed() {
        let wires = Wires::default();
        let began = Instant::now();
        assert_eq!(
            gate(&wires, Some(PASSED)).open(Heading::In, soon()).unwrap(),
            Passage::NotPassed
        );
        let waited = began.elapsed();
        assert!(waited >= Duration::from_millis(290), "{waited:?}");
    }

    /// A turnstile may turn behind the one before after its time was over.
    #[test]
    fn who_went_through_before_does_not_count_for_the_next() {
        let wires = Wires::default();
        wires.0.lock().unwrap().has_turned = true;
        assert_eq!(
            gate(&wires, Some(PASSED)).open(Heading::In, soon()).unwrap(),
            Passage::NotPassed
        );
    }

    #[test]
    fn a_gate_without_a_sensor_has_opened_and_does_not_wait() {
        let wires = Wires::default();
        let mut gate = gate(&wires, None);
        assert!(!gate.has_sensor());
        let began = Instant::now();
        assert_eq!(gate.open(Heading::In, soon()).unwrap(), Passage::Opened);
        assert!(began.elapsed() < Duration::from_millis(200));
    }

    #[test]
    fn after_its_time_nothing_is_opened() {
        let wires = Wires::default();
        let late = gate(&wires, Some(PASSED)).open(Heading::In, Instant::now() - Duration::from_millis(1));
        assert!(matches!(late, Err(GateError::Busy)), "{late:?}");
        assert_eq!(wires.0.lock().unwrap().told, []);
    }

    #[test]
    fn a_line_is_let_go_also_when_it_is_not_known_whether_it_is_active() {
        let wires = Wires::default();
        wires.0.lock().unwrap().breaks_at = Some((17, true));
        let mut gate = gate(&wires, Some(PASSED));
        let unsure = gate.open(Heading::In, soon());
        assert!(matches!(unsure, Err(GateError::Unsure { .. })), "{unsure:?}");
        assert_eq!(wires.0.lock().unwrap().told, [(17, true), (17, false)]);
    }

    #[test]
    fn lines_that_cannot_be_let_go_are_an_open_gate_and_are_taken_anew() {
        let wires = Wires::default();
        wires.0.lock().unwrap().breaks_at = Some((17, false));
        let mut gate = gate(&wires, Some(PASSED));
        let left = gate.open(Heading::In, soon());
        assert!(matches!(left, Err(GateError::LeftOpen { .. })), "{left:?}");
        wires.0.lock().unwrap().breaks_at = None;
        gate.ready().unwrap();
        gate.ready().unwrap();
        let turnstile = wires.0.lock().unwrap();
        assert_eq!(turnstile.taken, 2);
        assert_eq!(
            turnstile.told[2..],
            [(17, false), (22, false), (17, false), (22, false)]
        );
    }

    #[test]
    fn a_chip_that_is_not_there_is_told() {
        let mut gate = GpioGate::new("/dev/no-such-chip".into(), LINES, None, GateTimes::default());
        assert_eq!(gate.describe(), "gpio:/dev/no-such-chip:17,out=!22");
        for refused in [gate.ready(), gate.open(Heading::In, soon()).map(|_| ())] {
            assert!(
                matches!(refused, Err(GateError::Unreachable { .. })),
                "{refused:?}"
            );
        }
    }
}
