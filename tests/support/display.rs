use std::env;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::ProcessGroup;

/// Names a display that exists already, to watch a journey on one's own screen.
const GIVEN_DISPLAY: &str = "EINLASS_TEST_DISPLAY";

/// A virtual portrait screen of 1080 x 1920 pixels, or the display that `EINLASS_TEST_DISPLAY` names.
#[derive(Debug)]
pub struct Display {
    name: String,
    _server: Option<ProcessGroup>,
}

impl Display {
    /// Opens the display and waits until it takes windows.
    pub fn open() -> Display {
        if let Ok(name) = env::var(GIVEN_DISPLAY) {
            return Display { name, _server: None };
        }
        let mut server = ProcessGroup::start(
            Command::new("Xvfb")
                .args([
                    "-displayfd",
                    "1",
                    "-screen",
                    "0",
                    "1080x1920x24",
                    "-nolisten",
                    "tcp",
                ])
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        );
        let numbers = server
            .leader()
            .stdout
            .take()
            .expect("stdout was asked for as a pipe");
        let mut number = String::new();
        BufReader::new(numbers)
            .read_line(&mut number)
            .expect("the display tells its number");
        assert!(!number.trim().is_empty(), "Xvfb ended before it had a display");
        Display {
            name: format!(":{}", number.trim()),
            _server: Some(server),
        }
    }

    /// What goes into the environment variable `DISPLAY`, such as `:99`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Keeps a picture of the whole display; the file name's ending chooses the format.
    pub fn take_picture(&self, file: &Path) {
        // Not WebDriver's own screenshot: with some renderers it never answers.
        let status = Command::new("import")
            .args(["-display", &self.name, "-window", "root"])
            .arg(file)
            .status()
            .expect("ImageMagick's import is installed");
        assert!(status.success(), "no picture of display {}", self.name);
    }
}
