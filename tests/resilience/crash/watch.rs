//! What happens to the names in a folder, whoever does it: inotify(7).

use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::Arc;

use rustix::fs::inotify::{self, CreateFlags, ReadFlags, Reader, WatchFlags};
use rustix::io::Errno;

/// A path below the watched root, such as `keys/live.key`.
pub(crate) type Name = Arc<str>;

/// One thing that happened to a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// A file is there that was not.
    Made(Name),
    /// A folder is there that was not. What happens in it is seen once it is watched too.
    MadeFolder(Name),
    /// A file has another content or length.
    Changed(Name),
    /// A file is gone.
    Gone(Name),
    /// A file has another name; what had that name before is gone.
    Moved(Name, Name),
    /// A file has gone to a folder that was not watched yet.
    Left(Name),
}

/// Folders under watch.
pub(crate) struct Watch {
    inotify: OwnedFd,
    /// By watch descriptor: what stands before the names in it, such as `keys/`.
    prefixes: Vec<(i32, String)>,
}

impl Watch {
    pub(crate) fn new() -> Self {
        let flags = CreateFlags::NONBLOCK | CreateFlags::CLOEXEC;
        Self {
            inotify: inotify::init(flags).expect("the kernel watches folders"),
            prefixes: Vec::new(),
        }
    }

    /// Watches one folder more; what lies in folders inside of it is not seen.
    pub(crate) fn add(&mut self, folder: &Path, prefix: String) {
        let what = WatchFlags::CREATE
            | WatchFlags::MODIFY
            | WatchFlags::DELETE
            | WatchFlags::MOVE
            | WatchFlags::ONLYDIR;
        let number = inotify::add_watch(&self.inotify, folder, what).expect("the folder is there");
        self.prefixes.push((number, prefix));
    }

    /// What has happened since the last time, in order.
    pub(crate) fn take(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut moved_from = None;
        let mut buffer = [MaybeUninit::uninit(); 16_384];
        let mut reader = Reader::new(&self.inotify, &mut buffer);
        loop {
            let event = match reader.next() {
                Ok(event) => event,
                Err(Errno::AGAIN) => break,
                Err(error) => panic!("the watch does not answer: {error}"),
            };
            let flags = event.events();
            assert!(
                !flags.intersects(ReadFlags::QUEUE_OVERFLOW | ReadFlags::UNMOUNT),
                "nothing may be missed: {event:?}"
            );
            let Some(name) = event.file_name() else {
                continue;
            };
            let name = self.name(event.wd(), name);
            if let Some(left) = moved_from.take_if(|_| !flags.contains(ReadFlags::MOVED_TO)) {
                changes.push(Change::Left(left));
            }
            if flags.contains(ReadFlags::ISDIR) {
                assert!(
                    flags.contains(ReadFlags::CREATE),
                    "the folder {name} stays where it is"
                );
                changes.push(Change::MadeFolder(name));
            } else if flags.contains(ReadFlags::MOVED_FROM) {
                moved_from = Some(name);
            } else if flags.contains(ReadFlags::MOVED_TO) {
                let from = moved_from.take().expect("files come from the recorded folder");
                changes.push(Change::Moved(from, name));
            } else if flags.contains(ReadFlags::CREATE) {
                changes.push(Change::Made(name));
            } else if flags.contains(ReadFlags::DELETE) {
                changes.push(Change::Gone(name));
            } else if flags.contains(ReadFlags::MODIFY) {
                changes.push(Change::Changed(name));
            }
        }
        changes.extend(moved_from.map(Change::Left));
        changes
    }

    fn name(&self, number: i32, name: &CStr) -> Name {
        let prefix = self.prefixes.iter().find(|(known, _)| *known == number);
        let (_, prefix) = prefix.expect("the kernel reports what was asked for");
        format!("{prefix}{}", name.to_string_lossy()).into()
    }
}
