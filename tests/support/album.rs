use std::fs;
use std::path::{Path, PathBuf};

use image::{GrayImage, Luma};
use tempfile::TempDir;

/// Width and height of the empty page, in pixels; wider than a preview, so that it has to be made smaller.
const EMPTY_PAGE_PX: (u32, u32) = (1280, 960);
const EMPTY_PAGE_LUMA: u8 = 200;

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

    /// An album for a camera before which nothing is held up yet.
    pub fn of_nothing() -> Album {
        let album = Album::of::<&Path>([]);
        album.take_away();
        album
    }

    /// Holds the picture before the camera, in place of what was held there.
    pub fn hold_up(&self, picture: &Path) {
        fs::copy(picture, self.unseen()).unwrap_or_else(|error| panic!("{}: {error}", picture.display()));
        self.turn_page();
    }

    /// Takes away what is held up.
    pub fn take_away(&self) {
        // A page without a code, because a picture camera takes an empty folder for a fault.
        GrayImage::from_pixel(EMPTY_PAGE_PX.0, EMPTY_PAGE_PX.1, Luma([EMPTY_PAGE_LUMA]))
            .save(self.unseen())
            .expect("the folder is ours");
        self.turn_page();
    }

    fn turn_page(&self) {
        fs::rename(self.unseen(), self.folder().join("held-up.png")).expect("the folder is ours");
    }

    /// A hidden file is no page yet: the camera never sees half a picture.
    fn unseen(&self) -> PathBuf {
        self.folder().join(".next.png")
    }

    /// The folder to give to `--camera picture:`.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}
