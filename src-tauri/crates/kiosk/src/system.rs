//! Time and room as the operating system tells them.

use std::{
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use einlass_domain::time::{Clock, Timestamp};
use rustix::{
    fs::statvfs,
    process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit},
    time::{ClockId, clock_gettime},
};

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where wall time enters")]
    fn now(&self) -> Timestamp {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
    }

    fn uptime_ms(&self) -> i64 {
        let since_start = clock_gettime(ClockId::Boottime);
        since_start.tv_sec * 1_000 + since_start.tv_nsec / 1_000_000
    }

    /// systemd-timesyncd.service(8): the file is made when the clock has been set by a server.
    fn is_synchronised(&self) -> bool {
        Path::new("/run/systemd/timesync/synchronized").exists()
    }
}

/// Free room on the disk of `folder`, in bytes, for a program that is not root's; none where it cannot be told.
pub(crate) fn free_bytes(folder: &Path) -> Option<u64> {
    let disk = statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Keeps the memory of this program, where keys are, out of core dumps and away from other programs of the same user.
pub fn keep_out_of_core_dumps() {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    // Where a sandbox forbids this, it forbids core dumps too.
    let _ = setrlimit(Resource::Core, none);
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}
