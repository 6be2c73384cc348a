use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

/// A program and everything that it starts; all of it is killed when this is dropped, also when a test panics.
#[derive(Debug)]
pub struct ProcessGroup {
    leader: Child,
}

impl ProcessGroup {
    /// Starts the program as the leader of a new process group.
    pub fn start(command: &mut Command) -> ProcessGroup {
        let leader = command
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", command.get_program().display()));
        ProcessGroup { leader }
    }

    /// The started program, for its pipes and its exit status.
    pub fn leader(&mut self) -> &mut Child {
        &mut self.leader
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        let kill = format!("kill -s KILL -- -{}", self.leader.id());
        // A group that is gone already is what is wanted: neither answer matters.
        let _ = Command::new("sh")
            .args(["-c", &kill])
            .stderr(Stdio::null())
            .status();
        let _ = self.leader.wait();
    }
}
