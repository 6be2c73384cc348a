//! A folder as it stands on a disk: names, and what is in the files that bear them.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use tempfile::TempDir;

use crate::watch::Name;

/// A file, whatever its name is.
pub(crate) type File = u64;

/// What a program asks of the disk. Nothing of it has to last before the sync that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    /// A folder is made.
    MakeFolder(Name),
    /// A file gets a name.
    Link(Name, File),
    /// A name is taken away.
    Unlink(Name),
    /// A file gets another name, in place of whatever had that.
    Rename(Name, Name, File),
    /// Bytes, from a place in the file on.
    Write(File, usize, Arc<[u8]>),
    /// The file has this length from now on.
    Truncate(File, usize),
    /// What was written to the file lasts.
    Sync(File),
    /// The names in the folder last; its own name is empty at the top.
    SyncFolder(Name),
}

/// The files of a folder.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk {
    folders: BTreeSet<Name>,
    names: BTreeMap<Name, File>,
    contents: BTreeMap<File, Arc<Vec<u8>>>,
}

impl Disk {
    /// What is in `root` and the folders in it, except files that [`is_for_the_moment`].
    pub(crate) fn read(root: &Path) -> Self {
        let mut disk = Self::default();
        disk.read_folder(root, "").expect("the folder can be read");
        disk
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                self.read_folder(&entry.path(), &format!("{name}/"))?;
                self.folders.insert(name.into());
            } else if !is_for_the_moment(&name) {
                let file = entry.metadata()?.ino();
                self.contents.insert(file, Arc::new(fs::read(entry.path())?));
                self.names.insert(name.into(), file);
            }
        }
        Ok(())
    }

    /// Makes the folder at `root` anew.
    pub(crate) fn write_to(&self, root: &Path) -> io::Result<()> {
        if root.exists() {
            fs::remove_dir_all(root)?;
        }
        fs::create_dir_all(root)?;
        for folder in &self.folders {
            fs::create_dir_all(root.join(&**folder))?;
        }
        for (name, file) in self.files() {
            fs::write(root.join(&**name), self.content(file))?;
        }
        Ok(())
    }

    /// The folders in it.
    pub(crate) fn folders(&self) -> impl Iterator<Item = &Name> {
        self.folders.iter()
    }

    /// The files in it, by name.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&Name, File)> {
        self.names.iter().map(|(name, file)| (name, *file))
    }

    /// Equal for equal names with equal contents.
    pub(crate) fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.folders.hash(&mut hasher);
        for (name, file) in self.files() {
            name.hash(&mut hasher);
            self.content(file).hash(&mut hasher);
        }
        hasher.finish()
    }

    pub(crate) fn content(&self, file: File) -> &[u8] {
        self.contents.get(&file).map_or(&[], |content| content)
    }

    /// Does what was asked for. A sync asks for nothing that could be seen.
    pub(crate) fn apply(&mut self, op: &Op) {
        match op {
            Op::MakeFolder(name) => {
                self.folders.insert(name.clone());
            }
            Op::Link(name, file) => self.link(name, *file),
            Op::Unlink(name) => {
                self.names.remove(name);
            }
            Op::Rename(from, to, file) => {
                self.names.remove(from);
                self.link(to, *file);
            }
            Op::Write(file, at, bytes) => self.write(*file, *at, bytes),
            Op::Truncate(file, size) => {
                Arc::make_mut(self.contents.entry(*file).or_default()).resize(*size, 0);
            }
            Op::Sync(_) | Op::SyncFolder(_) => {}
        }
    }

    /// A disk that keeps a name keeps the folder that it is in.
    fn link(&mut self, name: &Name, file: File) {
        let folder = folder_of(name);
        if !folder.is_empty() {
            self.folders.insert(folder.into());
        }
        self.names.insert(name.clone(), file);
    }

    /// Writes bytes; a gap before them is filled with zeroes.
    pub(crate) fn write(&mut self, file: File, at: usize, bytes: &[u8]) {
        let content = Arc::make_mut(self.contents.entry(file).or_default());
        let end = at + bytes.len();
        if content.len() < end {
            content.resize(end, 0);
        }
        content[at..end].copy_from_slice(bytes);
    }
}

/// Files that nobody needs after a power cut: SQLite's shared memory, which it makes anew, and the lock on the folder.
pub(crate) fn is_for_the_moment(name: &str) -> bool {
    name.ends_with("-shm") || name.rsplit('/').next() == Some("lock")
}

/// The folder that a name lies in; empty at the top.
pub(crate) fn folder_of(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A folder in memory where there is one: nothing here needs a real disk, and a real sync would be all that takes time.
pub(crate) fn fresh_folder() -> TempDir {
    let memory = PathBuf::from("/dev/shm");
    let place = if memory.is_dir() {
        memory
    } else {
        std::env::temp_dir()
    };
    TempDir::with_prefix_in("einlass-crash-", place).expect("a folder can be made")
}
