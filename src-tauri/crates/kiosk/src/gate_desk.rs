//! The gate on a thread of its own: somebody who takes time to go through must not stop the door.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use einlass_domain::{
    gate::{Gate, GateError, Heading, Passage},
    id::VisitId,
};

/// A gate opens within this time of the verdict or not at all: afterwards somebody else may stand there.
const FRESH: Duration = Duration::from_secs(2);
/// How often is looked whether the gate can be used while nobody comes.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// The same after it could not, or may stand open; tests have no time.
const LOOK_AGAIN: Duration = Duration::from_millis(if cfg!(test) { 10 } else { 3_000 });
/// So many verdicts are remembered that it has opened for.
const REMEMBERED: usize = 1_000;

/// For whom a gate opens. A visit begins once and ends once, so each of these comes once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateRequest {
    /// Whose.
    pub visit: VisitId,
    /// Which way.
    pub heading: Heading,
}

/// What the gate tells.
#[derive(Debug)]
pub enum GateEvent {
    /// What became of a request. Exactly one for each that was taken.
    Done(GateRequest, Result<Passage, GateError>),
    /// It cannot be used. Told when that begins.
    Lost(GateError),
    /// It can be used again.
    Back,
}

/// Takes requests and says later what became of each. Whatever the gate is doing is ended before the desk is gone.
pub(crate) struct GateDesk {
    requests: Option<Sender<(GateRequest, Instant)>>,
    has_sensor: bool,
    thread: Option<JoinHandle<()>>,
}

impl GateDesk {
    /// Starts the thread.
    pub(crate) fn start(gate: Box<dyn Gate>, tell: impl FnMut(GateEvent) + Send + 'static) -> Self {
        let (requests, queue) = channel();
        let has_sensor = gate.has_sensor();
        let keeper = Keeper {
            gate,
            tell,
            is_lost: false,
            opened_for: VecDeque::new(),
        };
        let thread = thread::Builder::new()
            .name("gate".into())
            .spawn(move || keeper.run(&queue))
            .expect("the system gives a thread at start");
        Self {
            requests: Some(requests),
            has_sensor,
            thread: Some(thread),
        }
    }

    /// Whether the gate tells that somebody went through.
    pub(crate) fn has_sensor(&self) -> bool {
        self.has_sensor
    }

    /// Asks for the gate to be opened. False when the thread has died.
    pub(crate) fn ask(&self, request: GateRequest) -> bool {
        let by = Instant::now() + FRESH;
        let requests = self.requests.as_ref();
        requests.is_some_and(|requests| requests.send((request, by)).is_ok())
    }
}

impl Drop for GateDesk {
    fn drop(&mut self) {
        drop(self.requests.take());
        // A relay that is told to hold goes on holding when the program is gone.
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Keeper<T> {
    gate: Box<dyn Gate>,
    tell: T,
    is_lost: bool,
    opened_for: VecDeque<GateRequest>,
}

impl<T: FnMut(GateEvent)> Keeper<T> {
    fn run(mut self, queue: &Receiver<(GateRequest, Instant)>) {
        self.look();
        loop {
            let every = if self.is_lost { LOOK_AGAIN } else { LOOK_EVERY };
            match queue.recv_timeout(every) {
                Ok((request, by)) => self.open(request, by),
                Err(RecvTimeoutError::Timeout) => self.look(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn look(&mut self) {
        let was_lost = self.is_lost;
        let found = self.caught(|gate| gate.ready());
        self.is_lost = found.is_err();
        match found {
            Ok(()) if was_lost => (self.tell)(GateEvent::Back),
            Err(error) if !was_lost => (self.tell)(GateEvent::Lost(error)),
            Ok(()) | Err(_) => {}
        }
    }

    fn open(&mut self, request: GateRequest, by: Instant) {
        if self.opened_for.contains(&request) {
            return (self.tell)(GateEvent::Done(request, Err(GateError::Repeated)));
        }
        if by < Instant::now() {
            return (self.tell)(GateEvent::Done(request, Err(GateError::Busy)));
        }
        if self.opened_for.len() == REMEMBERED {
            self.opened_for.pop_front();
        }
        self.opened_for.push_back(request);
        let done = self.caught(|gate| gate.open(request.heading, by));
        self.is_lost = !matches!(done, Ok(_) | Err(GateError::Busy));
        let may_be_open = matches!(done, Err(GateError::Unsure { .. } | GateError::LeftOpen { .. }));
        (self.tell)(GateEvent::Done(request, done));
        if may_be_open {
            // Nobody is to find it open.
            self.look();
        }
    }

    /// A driver that panics costs one request.
    fn caught<R>(
        &mut self,
        work: impl FnOnce(&mut dyn Gate) -> Result<R, GateError>,
    ) -> Result<R, GateError> {
        let gate = &mut self.gate;
        catch_unwind(AssertUnwindSafe(|| work(gate.as_mut()))).unwrap_or_else(|_| {
            Err(GateError::Unsure {
                gate: self.gate.describe(),
                source: "its driver has failed".into(),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use einlass_domain::id::DeviceId;
    use einlass_testkit::ScriptedGate;

    use super::*;

    const SOON: Duration = Duration::from_secs(20);

    fn request(seq: u64, heading: Heading) -> GateRequest {
        let device = DeviceId([7; 8]);
        let visit = VisitId { device, seq };
        GateRequest { visit, heading }
    }

    fn desk(gate: &ScriptedGate) -> (GateDesk, Receiver<GateEvent>) {
        let (tell, told) = channel();
        let desk = GateDesk::start(Box::new(gate.clone()), move |event| {
            let _ = tell.send(event);
        });
        (desk, told)
    }

    fn next(told: &Receiver<GateEvent>) -> (GateRequest, Result<Passage, GateError>) {
        match told.recv_timeout(SOON).unwrap() {
            GateEvent::Done(request, done) => (request, done),
            other @ (GateEvent::Lost(_) | GateEvent::Back) => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_request_is_done_once_and_told() {
        let gate = ScriptedGate::with_sensor();
        gate.answer([Ok(Passage::Passed), Ok(Passage::NotPassed)]);
        let (desk, told) = desk(&gate);
        for heading in [Heading::In, Heading::Out] {
            assert!(desk.ask(request(1, heading)));
        }
        let (first, second) = (next(&told), next(&told));
        assert_eq!(
            (first.0, first.1.unwrap()),
            (request(1, Heading::In), Passage::Passed)
        );
        assert_eq!(
            (second.0, second.1.unwrap()),
            (request(1, Heading::Out), Passage::NotPassed)
        );
        assert_eq!(gate.opened(), [Heading::In, Heading::Out]);
    }

    #[test]
    fn a_gate_never_opens_twice_for_one_verdict() {
        let gate = ScriptedGate::with_sensor();
        gate.answer([Ok(Passage::NotPassed), Ok(Passage::Passed), Ok(Passage::Passed)]);
        let (desk, told) = desk(&gate);
        for seq in [1, 2, 1, 2, 3] {
            desk.ask(request(seq, Heading::In));
        }
        assert!(next(&told).1.is_ok());
        assert!(next(&told).1.is_ok());
        assert!(matches!(next(&told).1, Err(GateError::Repeated)));
        assert!(matches!(next(&told).1, Err(GateError::Repeated)));
        assert!(next(&told).1.is_ok());
        assert_eq!(gate.opened().len(), 3);
    }

    #[test]
    fn what_had_to_wait_too_long_is_refused_and_not_done_late() {
        let gate = ScriptedGate::with_sensor();
        gate.answer([Ok(Passage::NotPassed), Ok(Passage::Passed)]);
        gate.takes(FRESH + Duration::from_millis(300));
        let (desk, told) = desk(&gate);
        desk.ask(request(1, Heading::In));
        desk.ask(request(2, Heading::In));
        assert!(next(&told).1.is_ok());
        let (who, done) = next(&told);
        assert_eq!(who, request(2, Heading::In));
        assert!(matches!(done, Err(GateError::Busy)), "{done:?}");
        assert_eq!(gate.opened().len(), 1);
    }

    #[test]
    fn a_gate_that_is_away_at_the_start_is_told_once_and_so_is_its_return() {
        let gate = ScriptedGate::with_sensor();
        gate.set_away(true);
        let (_desk, told) = desk(&gate);
        assert!(matches!(told.recv_timeout(SOON), Ok(GateEvent::Lost(_))));
        let again = told.recv_timeout(20 * LOOK_AGAIN);
        assert!(matches!(again, Err(RecvTimeoutError::Timeout)), "{again:?}");
        gate.set_away(false);
        assert!(matches!(told.recv_timeout(SOON), Ok(GateEvent::Back)));
    }

    #[test]
    fn a_driver_that_panics_costs_one_request() {
        let gate = ScriptedGate::with_sensor();
        let (desk, told) = desk(&gate);
        desk.ask(request(1, Heading::In));
        assert!(matches!(next(&told).1, Err(GateError::Unsure { .. })));
        assert!(
            matches!(told.recv_timeout(SOON), Ok(GateEvent::Back)),
            "it is shut at once"
        );
        gate.answer([Ok(Passage::Passed)]);
        desk.ask(request(2, Heading::In));
        assert!(next(&told).1.is_ok());
    }

    #[test]
    fn what_the_gate_does_is_ended_before_the_desk_is_gone() {
        let gate = ScriptedGate::with_sensor();
        gate.answer([Ok(Passage::Passed)]);
        gate.takes(Duration::from_millis(300));
        let (desk, told) = desk(&gate);
        desk.ask(request(1, Heading::In));
        drop(desk);
        assert!(matches!(
            told.try_recv(),
            Ok(GateEvent::Done(_, Ok(Passage::Passed)))
        ));
    }
}
