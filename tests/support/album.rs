use std::fs;
use std::path::Path;

use tempfile::TempDir;

/// The pictures that a picture camera shows, one after the other.
#[derive(Debug)]
pub struct Album {
    folder: TempDir,
}

impl Album {
    /// An album of copies of the pictures, in the given order.
    pub fn of<P: AsRef<Path>>(pictures: impl IntoIterator<Item = P>) -> Album {
        let folder = TempDir::new().expect("a temporary folder can be made");
        for (number, picture) in pictures.into_iter().enumerate() {
            let page = folder.path().join(format!("{number:05}.png"));
            fs::copy(&picture, page)
                .unwrap_or_else(|error| panic!("{}: {error}", picture.as_ref().display()));
        }
        Album { folder }
    }

    /// The folder to give to `--camera picture:`.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}
