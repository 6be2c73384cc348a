//! Loss of mains, told by a file: whatever watches the UPS (NUT's upsmon by its NOTIFYCMD, apcupsd by its `onbattery` script)
//! touches it. A file and not a socket, because every such program can do that and nothing has to run as somebody else.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, SystemTime},
};

const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Looks at the file until it is dropped.
pub(crate) struct PowerSignal {
    ended: Arc<AtomicBool>,
}

impl PowerSignal {
    /// Calls `lost` each time the file is made or touched from now on. One that is there already says nothing: a restart is no
    /// emergency.
    pub(crate) fn watch(file: PathBuf, mut lost: impl FnMut() + Send + 'static) -> Self {
        let ended = Arc::new(AtomicBool::new(false));
        let until = Arc::clone(&ended);
        let mut known = touched(&file);
        let work = move || {
            while !until.load(Ordering::Relaxed) {
                thread::sleep(LOOK_EVERY);
                let now = touched(&file);
                if now.is_some() && now != known {
                    lost();
                }
                known = now;
            }
        };
        thread::Builder::new()
            .name("power".into())
            .spawn(work)
            .expect("the system gives a thread at start");
        Self { ended }
    }
}

impl Drop for PowerSignal {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
    }
}

fn touched(file: &Path) -> Option<SystemTime> {
    file.metadata().and_then(|data| data.modified()).ok()
}

#[cfg(test)]
mod tests {
    use std::{fs, sync::mpsc::channel};

    use super::*;

    #[test]
    fn a_touch_is_told_once_and_what_was_there_before_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("on-battery");
        fs::write(&file, "").unwrap();
        let (tell, told) = channel();
        let signal = PowerSignal::watch(file.clone(), move || {
            let _ = tell.send(());
        });
        assert!(
            told.recv_timeout(LOOK_EVERY * 2).is_err(),
            "nothing has happened since the start"
        );
        fs::remove_file(&file).unwrap();
        assert!(told.recv_timeout(LOOK_EVERY * 2).is_err(), "the mains are back");
        fs::write(&file, "").unwrap();
        assert!(told.recv_timeout(LOOK_EVERY * 3).is_ok());
        assert!(told.recv_timeout(LOOK_EVERY * 2).is_err(), "once");
        drop(signal);
    }
}
