//! Everything that this thread asks of the disk below one folder, in order.
//!
//! Names are watched by inotify; what SQLite writes and what anybody syncs comes from the [`tap`](crate::tap). What others write
//! (the key files) is read when the next of these is heard, which is before anything else can happen on this thread.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::CStr;
use std::fs;
use std::os::fd::BorrowedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirEntryExt, MetadataExt};
use std::path::{Path, PathBuf};

use crate::disk::{Disk, File, Op, is_for_the_moment};
use crate::tap;
use crate::watch::{Change, Name, Watch};

/// Files that are made during a recording are numbered from here on, above all inodes.
const FIRST_NEW: File = 1 << 56;

thread_local! {
    static RECORDER: RefCell<Option<Recorder>> = const { RefCell::new(None) };
}

/// A recording: how the folder was, and what was asked of the disk since.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    /// The folder at the start; all of it had reached the disk.
    pub(crate) start: Disk,
    /// What was asked for, in order.
    pub(crate) ops: Vec<Op>,
}

/// Begins to record what this thread does to the folder, which no program may have open at that time.
pub(crate) fn start(root: &Path) {
    tap::install();
    let root = root.canonicalize().expect("the folder is there");
    let recorder = Recorder::new(root);
    let before = RECORDER.replace(Some(recorder));
    assert!(before.is_none(), "one recording at a time");
}

/// How much has been recorded up to now.
pub(crate) fn position() -> usize {
    tell(|recorder| recorder.ops.len()).expect("asked during a recording")
}

/// Ends the recording.
pub(crate) fn finish() -> Log {
    tell(|_| ()).expect("asked during a recording");
    let recorder = RECORDER.take().expect("was there a moment ago");
    Log {
        start: recorder.start,
        ops: recorder.ops,
    }
}

/// SQLite has opened a file. Whether it is to be tapped.
pub(crate) fn opened(path: &CStr, handle: usize) -> bool {
    let path = Path::new(std::ffi::OsStr::from_bytes(path.to_bytes()));
    tell(|recorder| recorder.opened(path, handle)).unwrap_or(false)
}

/// SQLite has written to a tapped file.
pub(crate) fn written(handle: usize, at: usize, bytes: &[u8]) {
    tell(|recorder| {
        if let Some(file) = recorder.handles.get(&handle) {
            recorder.ops.push(Op::Write(*file, at, bytes.into()));
        }
    });
}

/// SQLite has cut a tapped file, or made it longer.
pub(crate) fn truncated(handle: usize, size: usize) {
    tell(|recorder| {
        if let Some(file) = recorder.handles.get(&handle) {
            recorder.ops.push(Op::Truncate(*file, size));
        }
    });
}

/// SQLite is about to close a tapped file.
pub(crate) fn closed(handle: usize) {
    tell(|recorder| recorder.handles.remove(&handle));
}

/// Somebody has synced a file or a folder.
pub(crate) fn synced(file: BorrowedFd<'_>) {
    tell(|recorder| {
        let stat = rustix::fs::fstat(file).expect("an open file can be asked about");
        if stat.st_dev != recorder.device {
            return;
        }
        if let Some(folder) = recorder.folders.get(&stat.st_ino) {
            recorder.ops.push(Op::SyncFolder(folder.clone()));
        } else if let Some(file) = recorder.files.get(&stat.st_ino) {
            recorder.ops.push(Op::Sync(*file));
        }
    });
}

/// Tells the recorder of this thread, if there is one, after it has caught up with the names.
fn tell<T>(what: impl FnOnce(&mut Recorder) -> T) -> Option<T> {
    // A thread that is ending has no recorder any more, and may still sync what it closes.
    let told = RECORDER.try_with(|recorder| {
        let mut recorder = recorder.borrow_mut();
        let recorder = recorder.as_mut()?;
        recorder.catch_up();
        Some(what(recorder))
    });
    told.ok().flatten()
}

struct Recorder {
    root: PathBuf,
    device: u64,
    start: Disk,
    ops: Vec<Op>,
    watch: Watch,
    folders: BTreeMap<u64, Name>,
    /// The names as they are now.
    names: BTreeMap<Name, File>,
    /// By inode, every file that ever had a name here. A file system may give the number of a removed file to a new one.
    files: BTreeMap<u64, File>,
    /// Files that SQLite writes: their changes come from the tap.
    tapped: BTreeSet<File>,
    handles: BTreeMap<usize, File>,
    /// What others have written, as far as it was read.
    contents: BTreeMap<File, Vec<u8>>,
}

impl Recorder {
    fn new(root: PathBuf) -> Self {
        let stat = fs::metadata(&root).expect("the folder is there");
        let start = Disk::read(&root);
        let mut watch = Watch::new();
        watch.add(&root, String::new());
        let mut folders = BTreeMap::from([(stat.ino(), Name::from(""))]);
        for folder in start.folders() {
            let path = root.join(&**folder);
            watch.add(&path, format!("{folder}/"));
            let number = fs::metadata(&path).expect("was read a moment ago").ino();
            folders.insert(number, folder.clone());
        }
        Self {
            root,
            device: stat.dev(),
            ops: Vec::new(),
            watch,
            folders,
            names: start.files().map(|(name, file)| (name.clone(), file)).collect(),
            files: start.files().map(|(_, file)| (file, file)).collect(),
            tapped: BTreeSet::new(),
            handles: BTreeMap::new(),
            contents: start
                .files()
                .map(|(_, file)| (file, start.content(file).to_vec()))
                .collect(),
            start,
        }
    }

    fn opened(&mut self, path: &Path, handle: usize) -> bool {
        let Ok(name) = path.strip_prefix(&self.root) else {
            return false;
        };
        let name: Name = name.to_string_lossy().into();
        let file = *self
            .names
            .get(&name)
            .unwrap_or_else(|| panic!("{name} was opened and must be there"));
        self.tapped.insert(file);
        self.handles.insert(handle, file);
        true
    }

    fn catch_up(&mut self) {
        let changes = self.watch.take();
        for (number, change) in changes.iter().enumerate() {
            self.note(change, &changes[number + 1..]);
        }
    }

    fn note(&mut self, change: &Change, later: &[Change]) {
        match change {
            Change::Made(name) | Change::Changed(name) | Change::Gone(name) | Change::Left(name)
                if is_for_the_moment(name) => {}
            Change::Moved(from, _) if is_for_the_moment(from) => {}
            Change::Made(name) => {
                let path = self.whereabouts(name, later);
                let path = path.unwrap_or_else(|| panic!("{name} was made and taken away unseen"));
                let stat = fs::metadata(path).expect("nobody has taken it away since");
                let file = FIRST_NEW + self.ops.len() as u64;
                self.files.insert(stat.ino(), file);
                self.names.insert(name.clone(), file);
                self.ops.push(Op::Link(name.clone(), file));
            }
            Change::Changed(name) => self.note_content(name, later),
            Change::MadeFolder(name) => self.note_folder(name),
            Change::Gone(name) => {
                self.names.remove(name);
                self.ops.push(Op::Unlink(name.clone()));
            }
            Change::Moved(from, to) => self.note_move(from, to),
            Change::Left(name) => assert!(
                !self.names.contains_key(name),
                "{name} stays in the recorded folder"
            ),
        }
    }

    fn note_move(&mut self, from: &Name, to: &Name) {
        let file = self.names.remove(from).expect("what is moved was there");
        self.names.insert(to.clone(), file);
        self.ops.push(Op::Rename(from.clone(), to.clone(), file));
    }

    /// What was done in the folder before it was watched: until the first sync in it, which is heard, files can only have been
    /// made in it or come to it.
    fn note_folder(&mut self, folder: &Name) {
        let path = self.root.join(&**folder);
        self.ops.push(Op::MakeFolder(folder.clone()));
        self.watch.add(&path, format!("{folder}/"));
        let number = fs::metadata(&path).expect("was made a moment ago").ino();
        self.folders.insert(number, folder.clone());
        let entries = fs::read_dir(&path).expect("was made a moment ago");
        let entries = entries.map(|entry| entry.expect("the folder can be read"));
        let mut found: Vec<(Name, u64)> = entries
            .map(|entry| {
                let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
                (name.into(), entry.ino())
            })
            .collect();
        found.sort();
        found.retain(|(name, _)| !is_for_the_moment(name));
        for (name, inode) in found {
            let file = self.files.get(&inode);
            let before = self.names.iter().find(|(_, known)| Some(*known) == file);
            if let Some(before) = before.map(|(before, _)| before.clone()) {
                self.note_move(&before, &name);
            } else {
                self.note(&Change::Made(name.clone()), &[]);
                self.note_content(&name, &[]);
            }
        }
    }

    /// Several writes to a file between two syncs are one for us, the last: which of them a power cut would leave, the sectors
    /// of this one say as well.
    fn note_content(&mut self, name: &Name, later: &[Change]) {
        let file = *self.names.get(name).expect("what changes is there");
        if self.tapped.contains(&file) {
            return;
        }
        let path = self.whereabouts(name, later);
        let path = path.unwrap_or_else(|| panic!("{name} was written and taken away unseen"));
        let new = fs::read(path).expect("nobody has taken it away since");
        let old = self.contents.insert(file, new.clone()).unwrap_or_default();
        if new.len() < old.len() {
            self.ops.push(Op::Truncate(file, new.len()));
        }
        if new != old && !new.is_empty() {
            self.ops.push(Op::Write(file, 0, new.into()));
        }
    }

    /// Where the file is now that was called `name` before the `later` changes; none when it is nowhere any more.
    fn whereabouts(&self, name: &Name, later: &[Change]) -> Option<PathBuf> {
        let mut name = name;
        for change in later {
            match change {
                Change::Moved(from, to) if from == name => name = to,
                Change::Moved(_, to) if to == name => return None,
                Change::Gone(gone) | Change::Left(gone) if gone == name => return None,
                Change::Made(_)
                | Change::MadeFolder(_)
                | Change::Changed(_)
                | Change::Gone(_)
                | Change::Left(_)
                | Change::Moved(..) => {}
            }
        }
        Some(self.root.join(&**name))
    }
}
