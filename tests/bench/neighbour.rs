//! Another program that takes its turns with the contestants here: it inserts a row when it is told to, and says how long it took.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::{bare::BareTable, machine};

/// Argument that makes this program a neighbour itself.
pub(crate) const CHILD: &str = "insert-when-told";
/// Built by `./dev bench` from `sqlcipher/`.
const SQLCIPHER: &str = "einlass-bench-sqlcipher";

/// A neighbour that is ready.
pub(crate) struct Neighbour {
    /// What it says of itself.
    pub(crate) name: String,
    child: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    _folder: TempDir,
}

impl Neighbour {
    /// The bare insert of this program in a process of its own: what it costs to be one.
    pub(crate) fn with_sqlite(row_bytes: u32) -> Self {
        let program = std::env::current_exe().expect("this program has a path");
        Self::start(Command::new(program).arg(CHILD), row_bytes)
    }

    /// The bare insert in SQLCipher; none when its program was not built.
    pub(crate) fn with_sqlcipher(row_bytes: u32) -> Option<Self> {
        let program = sqlcipher_program()?;
        Some(Self::start(&mut Command::new(program), row_bytes))
    }

    fn start(program: &mut Command, row_bytes: u32) -> Self {
        let folder = machine::fresh_folder();
        let mut child = program
            .arg(folder.path())
            .arg(row_bytes.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a program that was built can be started");
        let orders = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().expect("its output was asked for as a pipe"));
        let mut neighbour = Self {
            name: String::new(),
            child,
            orders,
            answers,
            _folder: folder,
        };
        neighbour.name = neighbour.answer();
        neighbour
    }

    /// One row, durable when this returns; what it took by the neighbour's own watch.
    pub(crate) fn insert(&mut self) -> Duration {
        let orders = self.orders.as_mut().expect("the pipe is shut only at the end");
        orders.write_all(b"\n").expect("the neighbour listens");
        Duration::from_nanos(self.answer().parse().expect("it answers with nanoseconds"))
    }

    fn answer(&mut self) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("the neighbour answers");
        line.trim_end().to_owned()
    }
}

impl Drop for Neighbour {
    fn drop(&mut self) {
        // It ends when nobody can tell it anything any more; its folder goes after it.
        drop(self.orders.take());
        let _ended = self.child.wait();
    }
}

/// The child: a bare table in `folder`.
pub(crate) fn insert_when_told(folder: &str, row_bytes: &str) {
    let row_bytes = row_bytes.parse().expect("the size of a row is a number");
    let table = BareTable::make(Path::new(folder), "", "FULL", row_bytes);
    let hello = format!("SQLite {}", rusqlite::version());
    let served = table.expect("SQLite makes a database").serve(&hello);
    served.expect("whoever measures listens");
}

/// Beside the folder that this program lies in, where cargo puts programs.
fn sqlcipher_program() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let beside = program.parent()?.parent()?.join(SQLCIPHER);
    beside.exists().then_some(beside)
}
