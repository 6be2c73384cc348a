//! The printer that needs no device.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Instant;

use einlass_receipt::{Delivery, DrawerPulse, Printer, PrinterError, PrinterProfile, PrinterState, paper};

use super::target::PrinterTarget;

/// Keeps each job as `pass-0001.bin` (the exact bytes) and `pass-0001.png` (drawn from these bytes, a pixel a dot).
///
/// The numbers continue where the folder's files end, also after a restart. A file has its name only when it is complete.
/// Only the user who runs the kiosk can read the files, because whoever has a pass can use it.
#[derive(Debug)]
pub struct PaperPrinter {
    folder: PathBuf,
    profile: PrinterProfile,
}

impl PaperPrinter {
    /// A printer of model `profile` whose paper falls into `folder`, which is made when the first job comes.
    pub fn new(folder: PathBuf, profile: PrinterProfile) -> Self {
        Self { folder, profile }
    }

    /// One more than the highest number in the folder.
    fn next_number(&self) -> io::Result<u64> {
        let mut last = 0;
        for entry in fs::read_dir(&self.folder)? {
            last = last.max(number(&entry?.path()).unwrap_or(0));
        }
        Ok(last + 1)
    }

    /// Writes a file under another name and renames it.
    fn keep(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let unfinished = self.folder.join(format!(".{name}.unfinished"));
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&unfinished)?;
        file.write_all(content)?;
        drop(file);
        fs::rename(&unfinished, self.folder.join(name))
    }
}

impl Printer for PaperPrinter {
    fn state(&mut self) -> Result<Option<PrinterState>, PrinterError> {
        Ok(Some(PrinterState::READY))
    }

    fn print(&mut self, job: &[u8], _told: &mut dyn FnMut(PrinterState)) -> Result<Delivery, PrinterError> {
        let number = DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.folder)
            .and_then(|()| self.next_number())
            .map_err(|source| PrinterError::Unreachable {
                printer: self.describe(),
                source,
            })?;
        let name = format!("pass-{number:04}");
        self.keep(&format!("{name}.bin"), job)
            .map_err(|source| PrinterError::Io {
                written_bytes: 0,
                source,
            })?;
        let picture = paper::draw(job, &self.profile)
            .and_then(|picture| paper::png(&picture))
            .map_err(PrinterError::Draw)?;
        self.keep(&format!("{name}.png"), &picture)
            .map_err(|source| PrinterError::Io {
                written_bytes: job.len(),
                source,
            })?;
        Ok(Delivery::Printed)
    }

    fn pulse(&mut self, _pulse: DrawerPulse, _by: Instant) -> Result<(), PrinterError> {
        Err(PrinterError::Unreachable {
            printer: self.describe(),
            source: io::Error::new(io::ErrorKind::Unsupported, "a folder has no drawer port"),
        })
    }

    fn describe(&self) -> String {
        PrinterTarget::Paper {
            folder: self.folder.clone(),
        }
        .to_string()
    }
}

/// The number in `pass-0001.bin` or `pass-0001.png`.
fn number(file: &Path) -> Option<u64> {
    let name = file.file_name()?.to_str()?;
    let digits = name
        .strip_prefix("pass-")?
        .strip_suffix(".bin")
        .or_else(|| name.strip_prefix("pass-")?.strip_suffix(".png"))?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    const JOB: &[u8] = b"\x1B@a pass\n";

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn print(folder: &Path, job: &[u8]) -> Result<Delivery, PrinterError> {
        PaperPrinter::new(folder.into(), PrinterProfile::EPSON_80MM).print(job, &mut |_| {})
    }

    #[test]
    fn a_job_is_kept_with_its_picture() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("not/yet/there");
        print(&folder, JOB).unwrap();
        assert_eq!(names(&folder), ["pass-0001.bin", "pass-0001.png"]);
        assert_eq!(fs::read(folder.join("pass-0001.bin")).unwrap(), JOB);
        let picture = image::open(folder.join("pass-0001.png")).unwrap();
        assert_eq!((picture.width(), picture.height()), (576, 30));
        let mode = fs::metadata(folder.join("pass-0001.bin"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn numbers_continue_over_restarts_and_never_overwrite() {
        let folder = tempfile::tempdir().unwrap();
        for other in [
            "pass-0041.png",
            "pass-x.bin",
            "notes.txt",
            ".pass-0099.bin.unfinished",
        ] {
            fs::write(folder.path().join(other), b"kept").unwrap();
        }
        print(folder.path(), JOB).unwrap();
        print(folder.path(), JOB).unwrap();
        for name in ["pass-0042.bin", "pass-0042.png", "pass-0043.bin", "pass-0043.png"] {
            assert!(names(folder.path()).contains(&name.to_owned()), "{name}");
        }
        assert_eq!(fs::read(folder.path().join("pass-0041.png")).unwrap(), b"kept");
    }

    #[test]
    fn a_job_that_cannot_be_drawn_is_kept_and_reported() {
        let folder = tempfile::tempdir().unwrap();
        let error = print(folder.path(), b"\x1B\x01").unwrap_err();
        assert!(matches!(error, PrinterError::Draw(_)), "{error:?}");
        assert_eq!(names(folder.path()), ["pass-0001.bin"]);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_told() {
        let parent = tempfile::tempdir().unwrap();
        fs::write(parent.path().join("file"), b"").unwrap();
        let error = print(&parent.path().join("file/folder"), JOB).unwrap_err();
        assert!(matches!(error, PrinterError::Unreachable { .. }), "{error:?}");
    }
}
