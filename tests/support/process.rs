use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

const KILLED_WITHIN: Duration = Duration::from_secs(10);

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
        // The others are not our children. Until they are gone they hold their files' locks.
        let deadline = Instant::now() + KILLED_WITHIN;
        while is_alive(self.leader.id()) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(10));
        }
    }
}

/// Whether a process of the group still runs, by proc(5), `/proc/pid/stat`.
fn is_alive(group: u32) -> bool {
    let processes = fs::read_dir("/proc").expect("Linux has /proc");
    processes
        // Other folders have no such file, and a process may end while we look.
        .filter_map(|process| fs::read_to_string(process.ok()?.path().join("stat")).ok())
        .any(|stat| {
            // The name before it may have blanks and brackets in it.
            let (_, fields) = stat.rsplit_once(')').expect("the second field is in brackets");
            let fields: Vec<&str> = fields.split_whitespace().collect();
            let (state, process_group, threads) = (fields[0], fields[2], fields[17]);
            // A process whose first thread has ended is dead only when the others have, too.
            let is_dead = state == "X" || (state == "Z" && threads.parse().is_ok_and(|count: u32| count < 2));
            process_group == group.to_string() && !is_dead
        })
}

/// Waits until something outside of this process is so; panics when that takes longer than anything ever does.
pub fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !is_so() {
        assert!(Instant::now() < deadline, "not in time: {what}");
        thread::sleep(Duration::from_millis(50));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_group_is_alive_after_it_was_dropped() {
        let mut group = ProcessGroup::start(Command::new("sh").args(["-c", "sleep 60 & sleep 60"]));
        let id = group.leader().id();
        assert!(is_alive(id));
        drop(group);
        assert!(!is_alive(id));
    }
}
