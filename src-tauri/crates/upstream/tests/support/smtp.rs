//! A real mail server on loopback: Debian's python3-aiosmtpd (see server.py).

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use serde_json::Value;

use super::authority::Issued;

/// Far longer than it ever takes on a machine that is not hung.
const SAYS_WITHIN: Duration = Duration::from_secs(60);

/// The server, while it runs.
pub(crate) struct SmtpServer {
    process: Child,
    said: Receiver<Value>,
    pub(crate) port: u16,
}

impl SmtpServer {
    /// Starts it on a free port. `mode`: `tls`, `starttls`, `plain`.
    pub(crate) fn start(mode: &str, issued: Option<&Issued>) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/server.py");
        // Debian's own Python: the one that Debian's packages are for.
        let mut command = Command::new("/usr/bin/python3");
        command.arg(script).args(["--mode", mode]);
        if let Some(issued) = issued {
            command.arg("--certificate").arg(&issued.certificate);
            command.arg("--key").arg(&issued.key);
        }
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Debian's python3 runs");
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let (sender, said) = channel();
        thread::spawn(move || {
            for line in lines {
                let what: Value = serde_json::from_str(&line.unwrap()).expect("the server says JSON");
                if sender.send(what).is_err() {
                    break;
                }
            }
        });
        let port = said
            .recv_timeout(SAYS_WITHIN)
            .expect("the server starts; is the package python3-aiosmtpd installed?");
        let port = port["port"].as_u64().unwrap().try_into().unwrap();
        Self { process, said, port }
    }

    /// The mail that has come in.
    pub(crate) fn mail(&self) -> Value {
        loop {
            let what = self.said.recv_timeout(SAYS_WITHIN).expect("a mail comes in");
            if what["headers"].is_array() {
                return what;
            }
        }
    }

    /// Ends it and returns everything that it has not been asked about.
    pub(crate) fn end(mut self) -> Vec<Value> {
        drop(self.process.stdin.take());
        self.process.wait().unwrap();
        self.said.iter().collect()
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        // Ended already, most of the time.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
