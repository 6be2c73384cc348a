//! What a reader costs, whoever else is at work on this machine.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Processor time of this thread, in milliseconds; all peers work on the thread that asks them.
pub(crate) fn ms<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = now();
    let done = work();
    (done, (now() - start).as_secs_f64() * 1_000.0)
}

fn now() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        u32::try_from(time.tv_nsec).unwrap_or(0),
    )
}
