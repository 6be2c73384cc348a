//! The drawer port of the receipt printer as a door's relay.
//!
//! The pulse never stands in the queue of jobs: one that waits behind a stalled receipt would open the door for somebody else, and
//! one in the middle of a job would be taken for a piece of a picture. So it is sent between jobs, or not at all.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError},
    time::Instant,
};

use einlass_domain::gate::{Gate, GateError, GateTimes, Heading, Passage};
use einlass_receipt::{
    Delivery, DrawerPin, DrawerPulse, Printer, PrinterError, PrinterProfile, PrinterState,
};

use super::target::{Channels, GateTarget};

/// A printer that gets jobs from one side and pulses from another, one at a time.
#[derive(Clone)]
pub struct SharedPrinter(Arc<Mutex<Box<dyn Printer>>>);

/// Lets several use a printer.
pub fn share(printer: Box<dyn Printer>) -> SharedPrinter {
    SharedPrinter(Arc::new(Mutex::new(printer)))
}

impl SharedPrinter {
    fn lock(&self) -> MutexGuard<'_, Box<dyn Printer>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The printer, unless it has something to do.
    fn if_idle(&self) -> Option<MutexGuard<'_, Box<dyn Printer>>> {
        match self.0.try_lock() {
            Ok(printer) => Some(printer),
            Err(TryLockError::Poisoned(printer)) => Some(printer.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}

impl Printer for SharedPrinter {
    fn state(&mut self) -> Result<Option<PrinterState>, PrinterError> {
        self.lock().state()
    }

    fn print(&mut self, job: &[u8], told: &mut dyn FnMut(PrinterState)) -> Result<Delivery, PrinterError> {
        self.lock().print(job, told)
    }

    fn pulse(&mut self, pulse: DrawerPulse, by: Instant) -> Result<(), PrinterError> {
        self.lock().pulse(pulse, by)
    }

    fn describe(&self) -> String {
        self.lock().describe()
    }
}

/// Why the drawer port opens nothing here.
#[derive(Debug, thiserror::Error)]
enum NoDrawer {
    #[error("there is no printer")]
    NoPrinter,
    #[error("a printer of the profile {0} gives no pulse at once, and one that waits would come late")]
    Profile(&'static str),
}

/// A door at the drawer port. Nobody tells whether anybody went through: pin 3 of the port could be read as a sensor, but not while a
/// receipt is printed, and whoever went through at that moment would be taken for somebody who did not.
pub struct DrawerGate {
    printer: Option<(SharedPrinter, PrinterProfile)>,
    pins: Channels<DrawerPin>,
    times: GateTimes,
}

impl DrawerGate {
    /// The gate at the port of this printer.
    pub fn new(
        printer: Option<(SharedPrinter, PrinterProfile)>,
        pins: Channels<DrawerPin>,
        times: GateTimes,
    ) -> Self {
        Self { printer, pins, times }
    }

    fn printer(&self) -> Result<&SharedPrinter, GateError> {
        match &self.printer {
            Some((printer, profile)) if profile.has_drawer_pulse => Ok(printer),
            Some((_, profile)) => Err(self.unreachable(NoDrawer::Profile(profile.name))),
            None => Err(self.unreachable(NoDrawer::NoPrinter)),
        }
    }

    fn unreachable(&self, source: impl std::error::Error + Send + Sync + 'static) -> GateError {
        GateError::Unreachable {
            gate: self.describe(),
            source: Box::new(source),
        }
    }
}

impl Gate for DrawerGate {
    fn ready(&mut self) -> Result<(), GateError> {
        let Some(mut printer) = self.printer()?.if_idle() else {
            // What it prints says how it is.
            return Ok(());
        };
        match printer.state() {
            Ok(Some(PrinterState { obstacle: None, .. })) => Ok(()),
            Ok(Some(PrinterState {
                obstacle: Some(obstacle),
                ..
            })) => Err(self.unreachable(PrinterError::NotReady(obstacle))),
            Ok(None) => Err(self.unreachable(PrinterError::Silent)),
            Err(error) => Err(self.unreachable(error)),
        }
    }

    fn has_sensor(&self) -> bool {
        false
    }

    fn open(&mut self, heading: Heading, by: Instant) -> Result<Passage, GateError> {
        let mut printer = self.printer()?.if_idle().ok_or(GateError::Busy)?;
        if by < Instant::now() {
            return Err(GateError::Busy);
        }
        let pulse = DrawerPulse::new(self.pins.of(heading), self.times.pulse);
        match printer.pulse(pulse, by) {
            Ok(()) => Ok(Passage::Opened),
            Err(error) if error.is_blank() => Err(self.unreachable(error)),
            Err(error) => Err(GateError::Unsure {
                gate: self.describe(),
                source: Box::new(error),
            }),
        }
    }

    fn describe(&self) -> String {
        GateTarget::Drawer { pins: self.pins }.to_string()
    }
}

#[cfg(test)]
mod tests {
    use std::{thread, time::Duration};

    use einlass_testkit::{EmulatedPrinter, Temper};

    use super::*;
    use crate::printer::PrinterTarget;

    const PINS: Channels<DrawerPin> = Channels {
        into: DrawerPin::Two,
        out: DrawerPin::Five,
    };
    const PROFILE: PrinterProfile = PrinterProfile::EPSON_80MM;

    fn printer(temper: Temper) -> (EmulatedPrinter, SharedPrinter) {
        let emulated = EmulatedPrinter::new(temper);
        let port = emulated.listen().unwrap();
        let target: PrinterTarget = format!("tcp:127.0.0.1:{port}").parse().unwrap();
        (emulated, share(target.open(PROFILE)))
    }

    fn gate(printer: &SharedPrinter) -> DrawerGate {
        let printer = Some((printer.clone(), PROFILE));
        DrawerGate::new(printer, PINS, GateTimes::default())
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(60)
    }

    #[test]
    fn the_door_opens_by_one_pulse_and_nothing_is_printed() {
        let (emulated, printer) = printer(Temper::default());
        let mut gate = gate(&printer);
        assert_eq!(
            (gate.has_sensor(), gate.describe()),
            (false, "drawer,out=5".to_owned())
        );
        gate.ready().unwrap();
        assert_eq!(emulated.pulses(), [], "a look opens nothing");
        assert_eq!(gate.open(Heading::In, soon()).unwrap(), Passage::Opened);
        assert_eq!(gate.open(Heading::Out, soon()).unwrap(), Passage::Opened);
        assert_eq!(emulated.pulses(), [(0, 5), (1, 5)]);
        assert!(emulated.printed().is_empty());
    }

    #[test]
    fn while_a_job_is_on_its_way_the_door_stays_shut() {
        let (emulated, printer) = printer(Temper {
            pause: Duration::from_millis(100),
            ..Temper::default()
        });
        let mut jobs = printer.clone();
        let job =
            thread::spawn(move || jobs.print(&[b"\x1B@".as_slice(), &[b'\n'; 1000]].concat(), &mut |_| {}));
        while printer.if_idle().is_some() {
            thread::yield_now();
        }
        let busy = gate(&printer).open(Heading::In, soon());
        assert!(matches!(busy, Err(GateError::Busy)), "{busy:?}");
        job.join().unwrap().unwrap();
        assert_eq!(emulated.pulses(), [], "nor does it open later");
        assert_eq!(gate(&printer).open(Heading::In, soon()).unwrap(), Passage::Opened);
    }

    #[test]
    fn a_printer_in_trouble_or_silent_opens_nothing() {
        let (emulated, printer) = printer(Temper::default());
        emulated.set_out_of_paper(true);
        let (_, silent) = self::printer(Temper {
            is_silent: true,
            ..Temper::default()
        });
        for mut gate in [gate(&printer), gate(&silent)] {
            for refused in [gate.ready(), gate.open(Heading::In, soon()).map(|_| ())] {
                assert!(
                    matches!(refused, Err(GateError::Unreachable { .. })),
                    "{refused:?}"
                );
            }
        }
        assert_eq!(emulated.pulses(), []);
    }

    #[test]
    fn what_has_waited_too_long_opens_nothing() {
        let (emulated, printer) = printer(Temper::default());
        let before = Instant::now();
        thread::sleep(Duration::from_millis(2));
        let late = gate(&printer).open(Heading::In, before);
        assert!(matches!(late, Err(GateError::Busy)), "{late:?}");
        assert_eq!(emulated.pulses(), []);
    }

    /// Takes so many bytes of a pulse, and no more.
    struct Stalling(usize);

    impl Printer for Stalling {
        fn state(&mut self) -> Result<Option<PrinterState>, PrinterError> {
            Ok(Some(PrinterState::READY))
        }

        fn print(&mut self, _: &[u8], _: &mut dyn FnMut(PrinterState)) -> Result<Delivery, PrinterError> {
            panic!("a door prints nothing")
        }

        fn pulse(&mut self, _: DrawerPulse, _: Instant) -> Result<(), PrinterError> {
            Err(PrinterError::TimedOut {
                written_bytes: self.0,
                obstacle: None,
            })
        }

        fn describe(&self) -> String {
            "stalling".to_owned()
        }
    }

    #[test]
    fn a_pulse_that_was_begun_may_have_opened_the_door() {
        let open = |written| gate(&share(Box::new(Stalling(written)))).open(Heading::In, soon());
        let (none, some) = (open(0), open(1));
        assert!(matches!(none, Err(GateError::Unreachable { .. })), "{none:?}");
        assert!(matches!(some, Err(GateError::Unsure { .. })), "{some:?}");
    }

    #[test]
    fn a_shared_printer_is_the_printer_it_was() {
        let (emulated, mut shared) = printer(Temper::default());
        assert!(
            shared.describe().starts_with("tcp:127.0.0.1:"),
            "{}",
            shared.describe()
        );
        assert_eq!(shared.state().unwrap(), Some(PrinterState::READY));
        let pulse = DrawerPulse::new(DrawerPin::Five, Duration::from_millis(500));
        shared.pulse(pulse, soon()).unwrap();
        assert_eq!(emulated.pulses(), [(1, 5)]);
    }

    #[test]
    fn a_printer_that_would_be_late_is_none() {
        let (_, printer) = printer(Temper::default());
        let generic = Some((printer, PrinterProfile::GENERIC_58MM));
        for printer in [generic, None] {
            let refused = DrawerGate::new(printer, PINS, GateTimes::default()).ready();
            assert!(
                matches!(refused, Err(GateError::Unreachable { .. })),
                "{refused:?}"
            );
        }
    }
}
