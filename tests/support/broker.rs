use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::{ProcessGroup, wait_until};

/// A real MQTT broker on loopback (Debian's mosquitto).
#[derive(Debug)]
pub struct Broker {
    _process: ProcessGroup,
    folder: TempDir,
    /// Where it listens.
    pub port: u16,
}

/// Somebody who listens to a topic.
#[derive(Debug)]
pub struct Listener {
    _process: ProcessGroup,
    folder: TempDir,
}

impl Broker {
    /// Starts it on a free port, for everybody on this machine.
    pub fn start() -> Broker {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.expect("there is a free port").port();
        let settings = folder.path().join("settings");
        fs::write(
            &settings,
            format!("listener {port} 127.0.0.1\nallow_anonymous true\n"),
        )
        .expect("the folder is ours");
        let mut command = Command::new("mosquitto");
        command.arg("-c").arg(settings).stderr(Stdio::null());
        let process = ProcessGroup::start(&mut command);
        wait_until("the broker listens", || {
            TcpStream::connect(("127.0.0.1", port)).is_ok()
        });
        Broker {
            _process: process,
            folder,
            port,
        }
    }

    /// Listens to a topic from now on.
    pub fn listen(&self, topic: &str) -> Listener {
        let folder = tempfile::tempdir_in(self.folder.path()).expect("the folder is ours");
        let heard = File::create(folder.path().join("heard")).expect("the folder is ours");
        // By line, also into a file; -d says when it listens.
        let mut command = Command::new("stdbuf");
        command.args(["-oL", "mosquitto_sub", "-d", "-V", "5", "-h", "127.0.0.1"]);
        command.args(["-p", &self.port.to_string(), "-t", topic, "-F", "heard %p"]);
        let process = ProcessGroup::start(command.stdout(heard));
        let listener = Listener {
            _process: process,
            folder,
        };
        wait_until("it listens", || listener.text().contains("Subscribed"));
        listener
    }

    /// Sends a message.
    pub fn send(&self, topic: &str, text: &str) {
        let mut command = Command::new("mosquitto_pub");
        command.args(["-V", "5", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
        let sent = command.args(["-q", "1", "-t", topic, "-m", text]).status();
        assert!(sent.expect("mosquitto-clients is installed").success());
    }
}

impl Listener {
    /// What has come so far.
    pub fn messages(&self) -> Vec<String> {
        let text = self.text();
        let messages = text.lines().filter_map(|line| line.strip_prefix("heard "));
        messages.map(str::to_owned).collect()
    }

    /// Waits for the first message.
    pub fn wait_for_message(&self) {
        wait_until("a message comes", || !self.messages().is_empty());
    }

    fn text(&self) -> String {
        fs::read_to_string(self.folder.path().join("heard")).expect("it writes text")
    }
}
