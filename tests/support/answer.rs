use std::process::{Command, ExitStatus};

use serde_json::Value;

/// What `einlass-ctl` answered to one command, as its contract has it: an object a line, errors on the other stream.
#[derive(Debug)]
pub struct Answer {
    command: String,
    status: ExitStatus,
    told: String,
    complaint: String,
}

impl Answer {
    /// Runs the command to its end.
    pub fn of(command: &mut Command) -> Answer {
        let output = command
            .output()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", command.get_program().display()));
        let text = |bytes| String::from_utf8(bytes).expect("the programs speak UTF-8");
        Answer {
            command: format!("{command:?}"),
            status: output.status,
            told: text(output.stdout),
            complaint: text(output.stderr),
        }
    }

    /// The objects of a command that succeeded.
    pub fn lines(&self) -> Vec<Value> {
        assert!(self.status.success(), "{self}");
        objects(&self.told)
    }

    /// The one object of a command that succeeded.
    pub fn line(&self) -> Value {
        match self.lines().as_slice() {
            [line] => line.clone(),
            _none_or_several => panic!("not one line: {self}"),
        }
    }

    /// The objects of a command that may have failed on its way.
    pub fn lines_so_far(&self) -> Vec<Value> {
        objects(&self.told)
    }

    /// Why a command refused: its error and the causes of it, one after the other. It must have told nothing else.
    pub fn refusal(&self) -> String {
        assert!(self.told.is_empty(), "it told something all the same: {self}");
        self.error()
    }

    /// The last error of a command that failed, with its causes.
    pub fn error(&self) -> String {
        assert!(!self.status.success(), "it succeeded: {self}");
        self.errors()
            .pop()
            .unwrap_or_else(|| panic!("it failed without a word: {self}"))
    }

    /// All errors, each with its causes.
    pub fn errors(&self) -> Vec<String> {
        errors(&self.complaint)
    }

    /// All warnings.
    pub fn warnings(&self) -> Vec<String> {
        let warnings = objects(&self.complaint).into_iter();
        warnings
            .filter_map(|line| line["warning"].as_str().map(str::to_owned))
            .collect()
    }

    /// Everything that it printed, on both streams.
    pub fn printed(&self) -> String {
        format!("{}{}", self.told, self.complaint)
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}\n{}\n{}{}",
            self.command, self.status, self.told, self.complaint
        )
    }
}

/// The objects in whole lines; a line that a kill cut off was not said.
pub(crate) fn objects(text: &str) -> Vec<Value> {
    text.split_inclusive('\n')
        .filter(|line| line.ends_with('\n'))
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line:?}")))
        .collect()
}

/// The errors among the objects, each with its causes.
pub(crate) fn errors(text: &str) -> Vec<String> {
    let causes = |line: &Value| line["causes"].as_array().cloned().unwrap_or_default();
    objects(text)
        .iter()
        .filter(|line| line.get("error").is_some())
        .map(|line| {
            let parts = std::iter::once(line["error"].clone()).chain(causes(line));
            let parts: Vec<String> = parts
                .map(|part| {
                    part.as_str()
                        .unwrap_or_else(|| panic!("no text in {line}"))
                        .to_owned()
                })
                .collect();
            parts.join(": ")
        })
        .collect()
}
