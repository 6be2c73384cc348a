use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// Far longer than a mail ever takes on a machine that is not hung.
const COMES_WITHIN: Duration = Duration::from_secs(60);

/// A real mail server on loopback (Debian's python3-aiosmtpd), the one that the driver's own tests have.
#[derive(Debug)]
pub struct MailServer {
    process: Child,
    said: Receiver<Value>,
    /// Where it listens.
    pub port: u16,
}

/// A mail that has come in.
#[derive(Debug)]
pub struct Mail {
    /// Whom it is for.
    pub recipients: Vec<String>,
    /// Its text.
    pub body: String,
    /// The picture that is attached, PNG.
    pub picture: Vec<u8>,
}

impl MailServer {
    /// Starts it on a free port, without encryption.
    pub fn start() -> MailServer {
        let script = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../src-tauri/crates/upstream/tests/support/server.py");
        let mut process = Command::new("/usr/bin/python3")
            .arg(script)
            .args(["--mode", "plain"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Debian's python3 runs");
        let lines = BufReader::new(process.stdout.take().expect("it is piped")).lines();
        let (sender, said) = channel();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let what: Value = serde_json::from_str(&line).expect("the server says JSON");
                if sender.send(what).is_err() {
                    break;
                }
            }
        });
        let port = said
            .recv_timeout(COMES_WITHIN)
            .expect("the server starts; is the package python3-aiosmtpd installed?");
        let port = port["port"].as_u64().and_then(|port| port.try_into().ok());
        let port = port.expect("it says where it listens");
        MailServer { process, said, port }
    }

    /// Waits for the next mail.
    pub fn mail(&self) -> Mail {
        loop {
            let what = self.said.recv_timeout(COMES_WITHIN).expect("a mail comes in");
            if let Some(mail) = Mail::of(&what) {
                return mail;
            }
        }
    }

    /// Ends it and returns the mails that nobody has asked about.
    pub fn end(mut self) -> Vec<Mail> {
        drop(self.process.stdin.take());
        self.process.wait().expect("the server is our child");
        self.said.iter().filter_map(|what| Mail::of(&what)).collect()
    }
}

impl Mail {
    fn of(what: &Value) -> Option<Mail> {
        what["headers"].as_array()?;
        let recipients = what["recipients"].as_array()?.iter();
        Some(Mail {
            recipients: recipients
                .filter_map(|to| to.as_str().map(str::to_owned))
                .collect(),
            body: what["body"].as_str()?.to_owned(),
            picture: STANDARD.decode(what["attached"][0][1].as_str()?).ok()?,
        })
    }

    /// The code, as it is typed.
    pub fn code(&self) -> String {
        let line = self.body.lines().find(|line| line.starts_with("    "));
        line.expect("the code stands apart").replace(' ', "")
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
