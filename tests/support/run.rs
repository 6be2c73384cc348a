use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::answer::{errors, objects};
use crate::{Answer, Around, ProcessGroup};

/// A kiosk answers within a second; everything else on the machine may be slow.
const ANSWERS_WITHIN: Duration = Duration::from_secs(30);
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// What the kiosk does with the code of somebody who is inside.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the names of the command line's own values")]
pub enum OnInside {
    Go,
    Stay,
    Ask,
}

impl OnInside {
    pub(crate) fn word(self) -> &'static str {
        match self {
            OnInside::Go => "go",
            OnInside::Stay => "stay",
            OnInside::Ask => "ask",
        }
    }
}

/// One answer of the kiosk to one scan.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// `welcome`, `goodbye`, `ask`, `wait` or `refused`.
    pub verdict: String,
    /// The whole line.
    pub line: Value,
}

impl Verdict {
    pub(crate) fn all(lines: Vec<Value>) -> Vec<Verdict> {
        let verdict = |line: &Value| line["verdict"].as_str().map(str::to_owned);
        lines
            .into_iter()
            .map(|line| Verdict {
                verdict: verdict(&line).unwrap_or_else(|| panic!("no verdict in {line}")),
                line,
            })
            .collect()
    }

    /// The visit that it is about, as `visit list` names it.
    pub fn visit(&self) -> String {
        let visit = self.line["visit"].as_str();
        visit
            .unwrap_or_else(|| panic!("no visit in {}", self.line))
            .to_owned()
    }
}

impl Answer {
    /// The verdicts of a run, also of one that failed on its way.
    pub fn verdicts(&self) -> Vec<Verdict> {
        Verdict::all(self.lines_so_far())
    }
}

/// A kiosk that runs, and is killed when this is dropped.
#[derive(Debug)]
pub struct Run {
    kiosk: ProcessGroup,
    around: Around,
    // Files, because a pipe that nobody empties would hold the kiosk up.
    said: TempDir,
}

impl Run {
    pub(crate) fn start(command: &mut Command, around: Around) -> Run {
        let said = TempDir::new().expect("a temporary folder can be made");
        let file = |name| File::create(said.path().join(name)).expect("the folder is ours");
        let kiosk = ProcessGroup::start(
            command
                .stdin(Stdio::null())
                .stdout(file("told"))
                .stderr(file("complaint")),
        );
        Run { kiosk, around, said }
    }

    /// The answers so far.
    pub fn answers(&self) -> Vec<Verdict> {
        Verdict::all(objects(&self.read("told")))
    }

    /// The errors so far, each with its causes.
    pub fn errors(&self) -> Vec<String> {
        errors(&self.read("complaint"))
    }

    /// Waits for the first answer.
    pub fn first_verdict(&mut self) -> Verdict {
        self.wait_for_answers(1).remove(0)
    }

    /// Waits until there are so many answers, and gives all of them.
    pub fn wait_for_answers(&mut self, count: usize) -> Vec<Verdict> {
        self.wait_until(&format!("answer {count}"), |run| run.answers().len() >= count);
        self.answers()
    }

    /// Waits until there are so many errors, and gives all of them.
    pub fn wait_for_errors(&mut self, count: usize) -> Vec<String> {
        self.wait_until(&format!("error {count}"), |run| run.errors().len() >= count);
        self.errors()
    }

    /// The process.
    pub fn id(&mut self) -> u32 {
        self.kiosk.leader().id()
    }

    /// Kills the kiosk at once, without a chance to tidy up, and returns the answers that it had given.
    pub fn kill(mut self) -> Vec<Verdict> {
        let leader = self.kiosk.leader();
        // It may have ended by itself; then its exit status is the better message.
        if let Some(status) = leader.try_wait().expect("the kiosk is our child") {
            panic!(
                "the kiosk ended before it was killed: {status}: {:?}",
                self.errors()
            );
        }
        leader.kill().expect("the kiosk is our child");
        leader.wait().expect("the kiosk is our child");
        self.answers()
    }

    fn wait_until(&mut self, what: &str, is_there: impl Fn(&Run) -> bool) {
        let deadline = Instant::now() + ANSWERS_WITHIN;
        while !is_there(self) {
            let ended = self.kiosk.leader().try_wait().expect("the kiosk is our child");
            let is_late = Instant::now() >= deadline;
            if (ended.is_some() || is_late) && !is_there(self) {
                let said = (self.answers(), self.errors());
                panic!("no {what} within {ANSWERS_WITHIN:?}, ended: {ended:?}, said: {said:?}");
            }
            thread::sleep(LOOK_AGAIN);
        }
    }

    fn read(&self, name: &str) -> String {
        let file: PathBuf = self.said.path().join(name);
        fs::read_to_string(file).expect("a kiosk's answers are text")
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        // The group is killed after this, but what it is about to leave behind is known already.
        let leader = self.kiosk.leader();
        let _ = leader.kill();
        let _ = leader.wait();
        self.around.clear_away(leader.id());
    }
}
