//! CUPS, where it is there: sheets go to its own program `lp`, through a pipe, so that no pass lies in a folder of temporary files.

use std::{
    env,
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context, anyhow, bail};
use einlass_receipt::PaperFormat;

/// The program that takes jobs (lp(1), and IEEE Std 1003.1).
const PROGRAM: &str = "lp";

/// A printing system that was found.
pub(crate) struct Cups {
    lp: PathBuf,
}

impl Cups {
    /// Looks for the program where the system looks for programs.
    ///
    /// # Errors
    /// When it is not there.
    pub(crate) fn find() -> anyhow::Result<Self> {
        let folders = env::var_os("PATH").unwrap_or_default();
        env::split_paths(&folders)
            .map(|folder| folder.join(PROGRAM))
            .find(|lp| lp.is_file())
            .map(|lp| Self { lp })
            .ok_or_else(|| {
                anyhow!("this machine has no `lp`: install CUPS (cups-client), or print the PDF on another machine")
            })
    }

    /// Hands a PDF over; says what the printing system answered, with the job's number. An empty queue is CUPS' own choice.
    ///
    /// # Errors
    /// When it takes no job, with its own words.
    pub(crate) fn print(
        &self,
        pdf: &[u8],
        title: &str,
        format: PaperFormat,
        queue: &str,
    ) -> anyhow::Result<String> {
        let mut command = Command::new(&self.lp);
        command.env("LC_ALL", "C.UTF-8").args(["-t", title]);
        // As large as it is: a shrunken code may be too small.
        command.args(["-o", &format!("media={}", format.media_name())]);
        command.args(["-o", "print-scaling=none"]);
        if !queue.is_empty() {
            command.args(["-d", queue]);
        }
        let mut lp = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} cannot be run", self.lp.display()))?;
        let mut pipe = lp.stdin.take().expect("its input was asked for");
        // Whoever refuses a job closes the pipe early; why, it says itself.
        let handed_over = pipe.write_all(pdf);
        drop(pipe);
        let answer = lp.wait_with_output().context("`lp` cannot be heard")?;
        if !answer.status.success() {
            let words = String::from_utf8_lossy(&answer.stderr);
            bail!("the printing system took no job: {}", words.trim());
        }
        handed_over.context("the sheets did not reach `lp` whole")?;
        Ok(String::from_utf8_lossy(&answer.stdout).trim().to_owned())
    }
}
